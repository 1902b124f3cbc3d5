"""The action: print what its fields say, or say what would be printed."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.trace import trace_update_result

from ..data import JOURNAL
from ..exceptions import invalid
from ..policy.admission import Admission
from ..policy.outlook import async_describe_admission
from ..policy.people import async_get_people
from ..requester import Requester
from ..source.request import Source, async_get_converter
from ..source.resolving import async_measure, async_resolve, claim_uploads
from ..spool.job import Job
from ..spool.journal import JournalError
from ..spool.spooler import Spooler
from ..spool.submitter import create_print_task
from .outcome import raise_failures
from .page_limit import UnaskedLimit
from .prepare import async_create_admission
from .reading import PrintRequest, async_read_print
from .sending import (
    PrintResult,
    async_expect,
    async_get_repeated,
    async_send,
    async_wait,
    check_key,
)
from .viewer import async_find_deciders, name_approvers


async def async_submit(
    hass: HomeAssistant,
    request: PrintRequest,
    source: Source,
    *,
    page_limit: UnaskedLimit | None = None,
) -> list[PrintResult]:
    """Print content as it was asked for; return one job per printer, copy or pass.

    A dry run sends nothing. Raises HomeAssistantError, and ConfirmationNeededError for
    too many pages.
    """
    if request.submit.is_dry_run:
        return await _async_dry_run(hass, request, source)
    sent = await _async_send(hass, request, source, {}, page_limit)
    return await _async_answer(hass, request, *sent)


async def async_print(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    requester: Requester,
    *,
    allow_partial: bool = False,
    page_limit: UnaskedLimit | None = None,
    **details: Any,
) -> list[PrintResult]:
    """Print what the fields of the action say; uploads are removed then.

    Returns nothing only for content that is empty and to be skipped then.
    With `allow_partial`, failed jobs are returned if others are printed. `details` are of
    `async_read_print`. Raises as `async_submit` does.
    """
    request = await async_read_print(hass, fields, requester, **details)
    if request.submit.is_dry_run:
        source = await _async_resolve(request)
        return [] if source is None else await async_submit(hass, request, source)
    key, requester = request.submit.idempotency_key, request.submit.requester
    if printed := await async_get_repeated(hass, request.targets, key, requester):
        return await _async_answer(hass, request, printed, allow_partial=allow_partial)
    with claim_uploads(request.content):
        size = await async_measure(request.content)
        async with async_expect(request.targets, size) as content_ids:
            source = (page_limit and page_limit.source) or await _async_resolve(request)
            if source is None:
                return []
            sent = await _async_send(hass, request, source, content_ids, page_limit)
        return await _async_answer(hass, request, *sent, allow_partial=allow_partial)


async def async_try_document(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    contents: Sequence[str],
    requester: Requester,
) -> PrintRequest:
    """Prepare a print whose fields are to be saved, and try to make its jobs."""
    request = await async_read_print(hass, fields, requester, contents=contents)
    try:
        source = await async_resolve(request.content)
    except ServiceValidationError as err:
        placeholders = err.translation_placeholders or {}
        if err.translation_key == "pdf_password_missing":
            # It would not be saved.
            raise invalid("document_password", field=placeholders["field"]) from None
        raise
    await _async_admit(hass, request, source, {})
    return request


async def _async_resolve(request: PrintRequest) -> Source | None:
    """Return the content, or None if it is empty and to be skipped then."""
    is_skipped = request.submit.skip_empty
    try:
        source = await async_resolve(request.content)
    except ServiceValidationError as err:
        if not is_skipped or err.translation_key != "content_empty":
            raise
    else:
        if not is_skipped or not source.is_empty:
            return source
    # Shown by the trace of an automation
    trace_update_result(skipped="empty")
    return None


async def _async_admit(
    hass: HomeAssistant,
    request: PrintRequest,
    source: Source,
    content_ids: Mapping[str, str],
) -> Admission:
    parts = [(ticket, source) for ticket in request.tickets]
    return await async_create_admission(hass, parts, request.submit, content_ids)


async def _async_send(
    hass: HomeAssistant,
    request: PrintRequest,
    source: Source,
    content_ids: Mapping[str, str],
    page_limit: UnaskedLimit | None,
) -> tuple[list[PrintResult], list[HomeAssistantError]]:
    admission = await _async_admit(hass, request, source, content_ids)
    if page_limit is not None:
        await page_limit.async_check(admission.submissions, source)
    return await async_send(request.targets, admission)


async def _async_answer(
    hass: HomeAssistant,
    request: PrintRequest,
    printed: list[PrintResult],
    errors: Sequence[HomeAssistantError] = (),
    *,
    allow_partial: bool = False,
) -> list[PrintResult]:
    """Wait for jobs if that was asked for, and return them. Raises HomeAssistantError."""
    # Another print may have used the key meanwhile.
    check_key(hass, printed, request.submit.requester)
    if request.submit.wait and printed:
        printed = await async_wait(printed, request.submit.timeout)
    if errors:
        raise errors[0]
    raise_failures((item.job for item in printed), allow_partial=allow_partial)
    return printed


async def _async_dry_run(
    hass: HomeAssistant, request: PrintRequest, source: Source
) -> list[PrintResult]:
    admission = await _async_admit(hass, request, source, {})
    policy = await async_describe_admission(
        hass,
        hass.data[JOURNAL],
        request.submit.requester,
        admission,
        await async_get_approvers(hass, [job for job, _ in admission.submissions]),
    )
    paper = request.content.settings.paper
    preview = await async_get_converter(hass).async_preview(source.content, paper)
    encoded = None if preview is None else b64encode(preview).decode("ascii")
    by_device = {target.device_id: target for target in request.targets}
    return [
        PrintResult(
            target=by_device[job.device_id],
            job=job,
            task=await asyncio.to_thread(create_print_task(job, content).redacted),
            preview=encoded,
            policy=policy,
        )
        for job, content in admission.submissions
    ]


async def async_get_approvers(hass: HomeAssistant, jobs: Sequence[Job]) -> list[str]:
    """Return the names of who is asked: administrators, if no approver may decide."""
    people = await async_get_people(hass)
    names = dict[str, None]()
    for job in jobs:
        if job.approval is not None:
            user_ids = await async_find_deciders(hass, job)
            deciders = {user_id: people[user_id] for user_id in user_ids}
            names |= dict.fromkeys(name_approvers(job, deciders) or deciders.values())
    return list(names)


async def async_get_preview(
    hass: HomeAssistant, spooler: Spooler, job: Job
) -> bytes | None:
    """Return a job's first page as a PNG, or None if its content is no longer kept."""
    content = None
    with suppress(JournalError):
        if job.duplex.follows is not None:
            job = await hass.data[JOURNAL].async_get(job.duplex.follows) or job
        content = await spooler.contents.async_content(job)
    if content is None or job.is_secret:
        return None
    return await async_get_converter(hass).async_preview(content)
