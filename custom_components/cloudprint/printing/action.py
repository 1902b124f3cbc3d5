"""The one road of a print: prepare its fields, then submit its content."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.trace import trace_update_result

from ..data import JOURNAL
from ..document.arrange.settings import Arrangement
from ..exceptions import invalid
from ..fields import check_fields, get_device_ids
from ..policy.admission import Admission, apply_rules
from ..policy.outlook import async_describe_admission
from ..policy.people import async_get_people
from ..requester import Requester
from ..settings import has_own_history
from ..source.arranging import FILE_FIELDS, PAGE_FIELD, PAGE_OPTIONS
from ..source.pages.named import NamedPage, async_load_page
from ..source.request import Request, Source, async_get_converter
from ..source.resolving import (
    CONTENT_FIELDS,
    CONTENT_FIELDS_OF_DOCUMENTS,
    CONTENT_OPTIONS,
    UNRENDERED_FIELDS,
    async_measure,
    async_resolve,
    check_content,
    claim_uploads,
    has_layout_fields,
    parse_request,
)
from ..spool.job import Job
from ..spool.journal import JournalError
from ..spool.preparation import Preparation
from ..spool.spooler import Spooler
from ..spool.submitter import create_print_task
from .job_ticket import JobTicket, complete_settings, get_max_bytes, paginates_text
from .manual_duplex import async_create_submissions
from .on_behalf import ON_BEHALF_OF, async_get_represented
from .options import OPTIONS, parse_options
from .outcome import raise_failures
from .page_limit import UnaskedLimit
from .permission import Target, choose_device, get_allowed_target
from .saved_document import find_document
from .sending import (
    ANSWER_FIELDS,
    HOLDING_FIELDS,
    PrintResult,
    SubmitOptions,
    async_expect,
    async_get_repeated,
    async_send,
    async_wait,
    check_key,
)
from .targets import TARGET_FIELDS, expand_target
from .viewer import async_find_deciders

PRINT_FIELDS: Final = (
    "device_id",
    "document",
    *CONTENT_FIELDS,
    *CONTENT_OPTIONS,
    "name",
    ON_BEHALF_OF,
    *OPTIONS,
    *HOLDING_FIELDS,
    *ANSWER_FIELDS,
)

# Values of fields that are left out: the editor leaves an empty list when the last item
# is removed, or an empty text in it, and blueprints pass one for an input not set.
EMPTY: Final[Mapping[str, Sequence[object]]] = {
    **dict.fromkeys(TARGET_FIELDS, ([], "")),
    "entity": ([],),
    **dict.fromkeys(FILE_FIELDS, ([], [""])),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRequest:
    """A print whose fields are parsed, with a ticket for each of its printers."""

    content: Request
    submit: SubmitOptions
    tickets: Sequence[JobTicket]

    @property
    def targets(self) -> list[Target]:
        """Return the printers."""
        return [ticket.target for ticket in self.tickets]


async def async_prepare(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    requester: Requester,
    *,
    contents: Sequence[str] = CONTENT_FIELDS,
    use_defaults: bool = True,
    allow_fetching: bool = True,
) -> PrintRequest:
    """Parse each field of a print once, and check it for the print's printers.

    `contents` are the content fields that are allowed. Without `allow_fetching`, nothing
    in a text makes anyone fetch an address, except in a saved document. Raises
    ServiceValidationError.
    """
    check_fields(fields, (*dict.fromkeys((*PRINT_FIELDS, *TARGET_FIELDS, *contents)),))
    requester = await async_get_represented(hass, fields, requester)
    fields = {
        field: value
        for field, value in fields.items()
        if value is not None and value not in EMPTY.get(field, ())
    }
    fields = expand_target(hass, fields, requester)
    if "document" in fields:
        fields = await _async_add_document(hass, fields, requester, contents)
        contents, allow_fetching = CONTENT_FIELDS_OF_DOCUMENTS, True
    await async_load_page(hass, fields)
    device_ids = get_device_ids(fields) or [choose_device(hass, requester)]
    targets = [
        get_allowed_target(hass, device_id, requester) for device_id in device_ids
    ]
    submit, options = (
        SubmitOptions.from_fields(fields, requester),
        parse_options(fields),
    )
    key = submit.idempotency_key
    if key and any(has_own_history(target.entry) for target in targets):
        # That of another user's or link's print would return it.
        owner = requester.link_id or requester.budget
        submit = replace(submit, idempotency_key=f"{owner}:{key}")
    content = parse_request(hass, fields, requester, contents)
    is_rendered = submit.is_dry_run or content.origin not in UNRENDERED_FIELDS
    arrange = content.settings.arrange
    if arrange and arrange.arrangement is Arrangement.BOOKLET:
        # As it is folded
        options = options.over({"sides": "two_sided_short_edge"})
    if isinstance(content.value, NamedPage):
        kind = content.value.kind
        options = options.over(kind.print_options)
        if content.value.options.get(kind.separate_sheet):
            options = options.over({"sides": "one_sided"})
        if kind.async_draw is not None:
            if len(targets) > 1:
                # Each would print another picture.
                raise invalid("page_one_printer", field="device_id")
            named = content.value
            page = {PAGE_FIELD: named.name, PAGE_OPTIONS: {**named.options}}
            submit = replace(submit, preparation=Preparation(page=page))
    tickets = [
        await JobTicket.async_create(
            target,
            options,
            requester,
            use_defaults=use_defaults,
            arrange=arrange,
            needs_capabilities=is_rendered and has_layout_fields(fields),
        )
        for target in targets
    ]
    if is_rendered or paginates_text(tickets):
        settings = replace(content.settings, has_remote_pictures=allow_fetching)
        settings = complete_settings(settings, tickets)
    else:
        settings = replace(content.settings, max_bytes=get_max_bytes(tickets))
    return PrintRequest(
        content=replace(content, settings=settings), submit=submit, tickets=tickets
    )


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
    `async_prepare`. Raises as `async_submit` does.
    """
    request = await async_prepare(hass, fields, requester, **details)
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
    request = await async_prepare(hass, fields, requester, contents=contents)
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


async def _async_add_document(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    requester: Requester,
    contents: Sequence[str],
) -> dict[str, Any]:
    given = {field: value for field, value in fields.items() if field != "document"}
    check_content(hass, fields, ("document", *contents))
    document = find_document(hass, fields["document"], requester)
    if "device_id" not in given:
        given["device_id"] = document.get_device_id(hass, requester)
    saved = await document.async_render(hass)
    if isinstance(changed := given.get(PAGE_OPTIONS), Mapping):
        given[PAGE_OPTIONS] = {**saved.get(PAGE_OPTIONS, {}), **changed}
    return saved | given


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
    submissions = [
        submission
        for ticket in request.tickets
        for submission in await async_create_submissions(
            hass,
            ticket,
            source,
            request.submit,
            content_id=content_ids.get(ticket.target.entry.entry_id),
        )
    ]
    rules = {ticket.target.device_id: ticket.rules for ticket in request.tickets}
    return apply_rules(hass, submissions, rules)


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
        await _async_get_approvers(hass, [job for job, _ in admission.submissions]),
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


async def _async_get_approvers(hass: HomeAssistant, jobs: Sequence[Job]) -> list[str]:
    """Return the names of who is asked: administrators, if no approver may decide."""
    people = await async_get_people(hass)
    names = dict[str, None]()
    for job in jobs:
        if (approval := job.approval) is not None:
            deciders = await async_find_deciders(hass, job)
            named = [each for each in deciders if each in approval.approvers]
            names |= dict.fromkeys(people[each] for each in named or deciders)
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
