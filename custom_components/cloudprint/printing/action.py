"""The print action, which everything that prints goes through."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util

from ..coordinator import with_printer_name
from ..data import JOURNAL
from ..document import Content
from ..document.arrange.settings import Arrangement
from ..exceptions import invalid
from ..fields import check_fields, get_device_ids, one_line
from ..source.arranging import FILE_FIELDS, parse_arrange
from ..source.files import async_measure
from ..source.request import Source, async_get_converter
from ..source.resolving import (
    CONTENT_OPTIONS,
    RESOLVERS,
    RESOLVERS_OF_DOCUMENTS,
    Resolver,
    async_resolve,
)
from ..spool.job import Job
from ..spool.journal import JournalError
from ..spool.spooler import Spooler, Submission
from ..spool.submitter import create_print_task
from .job_ticket import JobTicket, build_render_settings
from .manual_duplex import async_create_submissions
from .options import OPTIONS
from .outcome import raise_failures, raise_if_all_failed
from .permission import choose_device, get_allowed_target, get_requester
from .saved_document import find_document
from .sending import (
    ANSWER_FIELDS,
    HOLDING_FIELDS,
    MAX_JOB_NAME,
    PrintResult,
    SubmitOptions,
    async_expect,
    async_get_repeated,
    async_send,
    async_wait,
    check_key,
)
from .targets import Target

_NEEDS_PASSWORD: Final = "pdf_password_missing"


async def async_try_document(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    resolvers: Mapping[str, Resolver],
    user: User | None = None,
) -> Target:
    """Prepare a print as it will be when its fields are saved; return its printer.

    Raises ServiceValidationError for what could not be printed, as a PDF with a
    password, which would not be saved; HomeAssistantError for what cannot be read now.
    """
    try:
        printed = await async_print(
            hass, {**fields, "dry_run": True}, user, resolvers=resolvers
        )
    except ServiceValidationError as err:
        placeholders = err.translation_placeholders or {}
        if err.translation_key == _NEEDS_PASSWORD:
            raise invalid("document_password", field=placeholders["field"]) from None
        raise
    return printed[0].target


PRINT_FIELDS: Final = (
    "device_id",
    "document",
    *RESOLVERS,
    *CONTENT_OPTIONS,
    "name",
    *OPTIONS,
    *HOLDING_FIELDS,
    *ANSWER_FIELDS,
)
"""All fields of a print."""

EMPTY: Final[Mapping[str, Sequence[object]]] = {
    "device_id": ([], ""),
    "entity": ([],),
    **dict.fromkeys(FILE_FIELDS, ([], [""])),
}
"""Values that mean that a field is left out: the editor leaves an empty list when the
last item is removed, or an empty text in it, and blueprints pass an empty text for an
input that is not set."""


async def async_print(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    user: User | None = None,
    *,
    resolvers: Mapping[str, Resolver] = RESOLVERS,
    use_defaults: bool = True,
    allow_partial: bool = False,
    allow_fetching: bool = True,
    requested_by: str | None = None,
) -> list[PrintResult]:
    """Print what the fields of the action say; return one job per printer.

    There is one for each copy where the account makes none, and one for each side of the
    paper where it has to be turned by hand.

    `user` is None for an automation. `resolvers` are the content fields that are
    allowed. Without `use_defaults`, the printers' default options do not apply. With
    `allow_partial`, failed jobs are returned if others did not fail. Without
    `allow_fetching`, nothing in a text makes anyone fetch an address, because a model, a
    voice or a message says it; a saved document is as it was saved. `requested_by` names
    who asked, by default the user. Raises ServiceValidationError before anything is sent, and HomeAssistantError for a job that
    could not be printed; such a job is in the history.
    """
    check_fields(fields, tuple(dict.fromkeys((*PRINT_FIELDS, *resolvers))))
    fields = {
        field: value
        for field, value in fields.items()
        if value not in EMPTY.get(field, ())
    }
    if fields.get("document") is not None:
        fields = await _async_add_document(hass, fields, user, resolvers)
        resolvers = RESOLVERS_OF_DOCUMENTS
        allow_fetching = True
    if fields.get("device_id") is None:
        device_ids = [choose_device(hass, user)]
    else:
        device_ids = get_device_ids(fields, is_needed=True)
    targets = [get_allowed_target(hass, device_id, user) for device_id in device_ids]
    submit_options = SubmitOptions.from_fields(fields)
    options = {
        field: fields[field] for field in OPTIONS if fields.get(field) is not None
    }
    arrange = parse_arrange(fields)
    if arrange and arrange.arrangement is Arrangement.BOOKLET:
        # As it is folded
        options.setdefault("sides", "two_sided_short_edge")
    tickets = [
        await JobTicket.async_create(
            target, options, use_defaults=use_defaults, fields=fields
        )
        for target in targets
    ]
    settings = build_render_settings(
        tickets, fields, has_remote_pictures=allow_fetching
    )
    errors: list[HomeAssistantError] = []
    printed = await async_get_repeated(hass, targets, submit_options, user)
    if not printed:
        is_dry_run = submit_options.is_dry_run
        size = 0 if is_dry_run else await async_measure(hass, fields, user)
        async with async_expect(targets, size) as content_ids:
            source = await async_resolve(hass, fields, settings, user, resolvers)
            submissions = [
                (
                    replace(
                        job,
                        requested_by=requested_by or get_requester(user),
                        content_id=content_ids.get(job.entry_id),
                    ),
                    content,
                )
                for ticket in tickets
                for job, content in await _async_create_submissions(
                    hass, ticket, source, submit_options
                )
            ]
            if is_dry_run:
                return await _async_dry_run(
                    hass, targets, submissions, source.content, settings.paper
                )
            printed, errors = await async_send(targets, submissions)
        # Another print may have used the key meanwhile.
        check_key(hass, printed, user)
    if submit_options.wait and printed:
        printed = await async_wait(printed, submit_options.timeout)
    if errors:
        raise errors[0]
    printed = [replace(item, job=with_printer_name(hass, item.job)) for item in printed]
    jobs = [item.job for item in printed]
    if allow_partial:
        raise_if_all_failed(jobs)
    else:
        raise_failures(jobs)
    return printed


async def _async_add_document(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    user: User | None,
    resolvers: Mapping[str, Resolver],
) -> dict[str, Any]:
    """Return the fields of a saved document, overridden by those that are given."""
    given = {
        field: value
        for field, value in fields.items()
        if value is not None and field != "document"
    }
    if contents := [name for name in resolvers if name in given]:
        raise invalid("content_ambiguous", fields=", ".join(("document", *contents)))
    document = find_document(hass, fields["document"], user)
    if "device_id" not in given:
        given["device_id"] = document.get_device_id(hass, user)
    return await document.async_render(hass) | given


async def _async_create_submissions(
    hass: HomeAssistant,
    ticket: JobTicket,
    source: Source,
    submit_options: SubmitOptions,
) -> list[Submission]:
    """Return the jobs of a print on one printer, and what each of them prints."""
    return await async_create_submissions(
        hass,
        ticket,
        source.content,
        origin=source.origin,
        name=submit_options.name or _build_name(source),
        headers=source.headers,
        hold=submit_options.hold,
        expires_in=submit_options.expires_in,
        ignore_quiet_hours=submit_options.ignore_quiet_hours,
        idempotency_key=submit_options.idempotency_key,
    )


def _build_name(source: Source) -> str:
    """Return the name of a print without one: its title, or the time, but no content."""
    title = one_line(source.title or "")[:MAX_JOB_NAME].strip()
    return title or f"Home Assistant {dt_util.now():%Y-%m-%d %H.%M}"


async def _async_dry_run(
    hass: HomeAssistant,
    targets: Sequence[Target],
    submissions: Sequence[Submission],
    whole: Content,
    paper: tuple[float, float],
) -> list[PrintResult]:
    """Return the jobs with the tasks that would be sent, without submitting them.

    `whole` is the content of the print, with both sides, and `paper` its size in
    millimetres.
    """
    preview = await async_get_converter(hass).async_preview(whole, paper)
    encoded = None if preview is None else b64encode(preview).decode("ascii")
    by_device = {target.device_id: target for target in targets}
    return [
        PrintResult(
            target=by_device[job.device_id],
            job=job,
            task=await asyncio.to_thread(create_print_task(job, content).redacted),
            preview=encoded,
            content=whole,
        )
        for job, content in submissions
    ]


async def async_get_preview(
    hass: HomeAssistant, spooler: Spooler, job: Job
) -> bytes | None:
    """Return a job's first page as a PNG, or None if its content is no longer kept.

    That of back sides is one of their front sides.
    """
    try:
        if job.follows is not None:
            job = await hass.data[JOURNAL].async_get(job.follows) or job
        content = await spooler.contents.async_content(job)
    except JournalError:
        return None
    if content is None:
        return None
    return await async_get_converter(hass).async_preview(content)
