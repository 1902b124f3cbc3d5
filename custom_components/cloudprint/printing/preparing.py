"""Prints whose sender is answered once the documents are here, before they are converted."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
import os
from typing import Any, Final

from homeassistant.core import CoreState, HomeAssistant
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.ulid import ulid_now

from ..api.vocabulary import MediaFormat, MediaSource
from ..const import DOMAIN
from ..coordinator import get_job_printer
from ..data import Account, find_account
from ..document.content import Content
from ..document.errors import DocumentError
from ..document.settings import RenderSettings
from ..document.sheets.page_ranges import TOO_MANY_PAGES
from ..document.source_file import MAX_FILE_NAME, SourceFile
from ..document.turns import TimeUsedUpError
from ..exceptions import failed
from ..source.pages.named import async_load_page
from ..source.request import Request, Source, async_get_converter, create_document_error
from ..source.resolving import async_resolve, parse_request
from ..source.url import async_fetched
from ..spool.errors import (
    JobNotHeldError,
    NotNowError,
    SpoolFullError,
    SpoolStoppedError,
)
from ..spool.job import ContentSummary, IppOrigin, Job, JobState
from ..spool.journal import JournalError
from ..spool.ledger import PagesUsedUpError
from ..spool.preparation import Preparation, StoredDocument
from ..spool.submission import How, Replaced
from .impressions import count_sides
from .job_ticket import JobTicket, create_job
from .options import as_record, parse_options
from .outcome import create_limit_error
from .permission import Target, get_allowed_target
from .prepare import async_create_admission, async_create_tickets
from .quota import PageQuota, check_room, create_turn, get_quota
from .sending import SubmitOptions, spool_errors

_DRAWINGS: Final[HassKey[dict[str, asyncio.Task[bytes]]]] = HassKey(
    f"{DOMAIN}_drawings"
)
"""What is drawn for each print, whose job may be moved or reloaded meanwhile."""


async def async_accept(
    hass: HomeAssistant,
    device_id: str,
    files: Sequence[SourceFile],
    submit: SubmitOptions,
    *,
    origin: str,
    options: Mapping[str, Any],
    ipp: IppOrigin | None = None,
) -> Job:
    """Write a print with its files, which are taken over, and prepared after this.

    A repeat with the same key returns the earlier job. Raises HomeAssistantError; then
    nothing is written.
    """
    target = get_allowed_target(hass, device_id, submit.requester)
    sizes = await hass.async_add_executor_job(_sync, files)
    assert submit.preparation is not None
    documents = tuple(
        StoredDocument(
            content_id=ulid_now(), size=size, wanted=file.wanted, name=file.name
        )
        for file, size in zip(files, sizes, strict=True)
    )
    preparation = replace(submit.preparation, documents=documents)
    job = create_job(
        target,
        replace(submit, preparation=preparation),
        state=JobState.PREPARING,
        content=ContentSummary(
            origin=origin,
            size=preparation.size,
            media_source=MediaSource.BASE64,
            # What most documents become
            media_format=MediaFormat.HTML,
        ),
        options=as_record(options),
        ipp=ipp,
    )
    check_room(target.account, job, preparation.size)
    with spool_errors(target.entry):
        # A repeat returns all jobs of the print: copies, or both passes.
        accepted, *_ = await target.account.spooler.async_admit(
            [(job, None)], files=[file.path for file in files]
        )
    return accepted


def _sync(files: Sequence[SourceFile]) -> list[int]:
    sizes = []
    for file in files:
        with file.path.open("rb") as opened:
            os.fsync(opened.fileno())
            sizes.append(os.fstat(opened.fileno()).st_size)
    return sizes


async def async_prepare_received(account: Account, job: Job) -> None:
    """Convert the documents of a job, and let the jobs that print them take its place.

    Of a job with an address, fetch only the document. Raises NotNowError,
    JournalError and HomeAssistantError.
    """
    hass, preparation = account.hass, job.preparation
    assert preparation is not None
    printer = account.coordinator.data.get(job.device_id)
    if printer is None:
        raise NotNowError
    requester = await job.requester.async_with_user(hass)
    # Not by its device: the account is not loaded yet while it is set up.
    target = Target(
        device_id=job.device_id,
        name=get_job_printer(hass, job),
        account=account,
        printer=printer,
    )
    (ticket,), settings = await async_create_tickets(
        [target],
        parse_options(job.options),
        requester,
        RenderSettings(),
        layout=preparation.layout,
        use_defaults=True,
    )
    quota, client = get_quota(hass, job.device_id), preparation.client or ""
    taken, is_printed = 0, False
    try:
        if preparation.page is None:
            content = await _async_convert(ticket, settings, job, preparation, quota)
            if content is None:
                return
            source = Source(origin=job.content.origin, content=content)
        else:
            await async_load_page(hass, preparation.page)
            request = parse_request(hass, preparation.page, requester)
            request = replace(request, settings=settings)
            source = await _async_draw_page(account, job, preparation, request)
        submit = SubmitOptions(
            requester=job.requester, print_id=job.print_id, name=job.name
        )
        admission = await async_create_admission(hass, [(ticket, source)], submit)
        check_room(account, job, source.content.size)
        pages = admission.pages or count_sides(1, ticket.config)
        taken = quota.take(client, pages, preparation.pages_per_hour)
        # It may have ended meanwhile.
        with suppress(JobNotHeldError):
            await account.spooler.async_admit(
                admission.submissions,
                Replaced(jobs=[job], how=How.PREPARED),
                limits=admission.get_limits(),
            )
            is_printed = True
    except PagesUsedUpError as err:
        raise create_limit_error(err) from err
    except (SpoolFullError, SpoolStoppedError) as err:
        raise NotNowError from err
    finally:
        if not is_printed:
            quota.give_back(client, taken)


async def _async_draw_page(
    account: Account, job: Job, preparation: Preparation, request: Request
) -> Source:
    """Return the page of a job, whose picture is asked for, and kept, before that.

    Raises NotNowError while it is drawn, JournalError, and HomeAssistantError.
    """
    hass = account.hass
    drawings = hass.data.setdefault(_DRAWINGS, {})
    if not preparation.documents:
        drawing = drawings.get(job.print_id)
        if drawing is None:
            if preparation.is_asked:
                raise failed("drawing_interrupted")
            if hass.state is not CoreState.running:
                # Who draws may not be there yet.
                raise NotNowError
            drawing = _begin_drawing(account, job, request)
        if not drawing.done():
            raise NotNowError(drawing)
        if (err := drawing.exception()) is not None:
            del drawings[job.print_id]
            if isinstance(err, JournalError):
                # Nobody was asked.
                account.store.update(job.with_preparation(is_asked=False))
        preparation = await account.spooler.async_keep_document(job, drawing.result())
    drawings.pop(job.print_id, None)
    paths = await account.spooler.contents.async_provide_documents(preparation)
    if not paths:
        raise failed("document_gone")
    page = replace(request.value, picture=paths[0])
    return await async_resolve(replace(request, value=page))


def _begin_drawing(account: Account, job: Job, request: Request) -> asyncio.Task[bytes]:
    """Draw, once that was written, whatever becomes of the job. May raise JournalError."""
    hass, page, drawings = request.hass, request.value, request.hass.data[_DRAWINGS]
    store, entry_id = account.store, account.entry.entry_id

    async def draw() -> bytes:
        await store.async_write(job.with_preparation(is_asked=True))
        picture: bytes = await page.kind.async_draw(request, page.options)
        return picture

    def forget(drawing: asyncio.Task[bytes]) -> None:
        is_open = hass.config_entries.async_get_entry(entry_id) is not None
        # None while it is reloaded
        if (present := find_account(hass, entry_id)) is not None:
            jobs = present.store.open_jobs
            is_open = any(open_job.print_id == job.print_id for open_job in jobs)
        if drawing.cancelled() or not is_open:
            drawings.pop(job.print_id, None)
        if not drawing.cancelled():
            # Not logged, as its job tells it.
            drawing.exception()

    # A stop cannot wait for minutes: the job says after it that this was interrupted.
    drawing = hass.async_create_background_task(draw(), "cloudprint drawing")
    drawings[job.print_id] = drawing
    drawing.add_done_callback(forget)
    return drawing


async def _async_convert(
    ticket: JobTicket,
    settings: RenderSettings,
    job: Job,
    preparation: Preparation,
    quota: PageQuota,
) -> Content | None:
    """Return the documents of a job as one content, None once an address is fetched."""
    account = ticket.target.account
    hass = account.hass
    paths = await account.spooler.contents.async_provide_documents(preparation)
    if len(paths) < len(preparation.documents):
        raise failed("document_gone")
    files = [
        SourceFile(path=path, name=document.name, wanted=document.wanted)
        for path, document in zip(paths, preparation.documents, strict=True)
    ]
    # None is drawn of pages that the client may not print.
    copies, per_side = count_sides(1, ticket.config), ticket.config.get("pagesPerSheet")
    client, limit = preparation.client or "", preparation.pages_per_hour
    remaining = max(1, quota.count_left(client, limit) // copies) * (per_side or 1)
    settings = replace(settings, max_pages=min(remaining, settings.max_pages))
    turn = create_turn(client, limit)
    try:
        if preparation.is_address:
            address = await hass.async_add_executor_job(paths[0].read_text)
            request = parse_request(hass, {"url": address}, job.requester)
            request = replace(request, settings=settings)
            async with async_fetched(request) as fetched:
                document = fetched.value
                check_room(account, job, len(document.data))
                await account.spooler.async_keep_document(
                    job,
                    document.data,
                    name=document.name[:MAX_FILE_NAME],
                    wanted=fetched.document_format,
                )
            return None
        content = await async_get_converter(hass).async_convert_files(
            files, settings, turn=turn
        )
        content.within(settings.max_bytes)
    except TimeUsedUpError:
        raise NotNowError from None
    except OSError:
        # Its text would contain the path.
        raise failed("document_gone") from None
    except DocumentError as err:
        if err.key == TOO_MANY_PAGES:
            pages = count_sides(int(err.placeholders["pages"]), ticket.config)
            quota.check(client, pages, limit)
            if err.placeholders["limit"] == str(remaining):
                # Earlier pages of the client have expired meanwhile.
                raise NotNowError from None
        if err.key in ("conversion_stopped", "conversion_unavailable"):
            raise NotNowError from None
        raise create_document_error(err, job.content.origin) from None
    return content
