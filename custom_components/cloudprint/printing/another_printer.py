"""Print the content of a job by another job: again, elsewhere, or with other options."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..api.capabilities import PrinterCapabilities
from ..api.vocabulary import MediaFormat, MediaSource
from ..coordinator import get_job_printer
from ..data import Account
from ..document.content import Content
from ..document.formats import DocumentFormat
from ..document.settings import RenderSettings
from ..document.sheets.sheets import has_wide_sheets
from ..exceptions import invalid
from ..policy.admission import Admission
from ..requester import Requester
from ..source.request import Source, async_get_converter, document_errors
from ..source.resolving import async_resolve, parse_request
from ..source.web.fetch import HEADERS
from ..spool.errors import ContentGoneError
from ..spool.job import Job
from ..spool.job_parts import PaperSide
from ..spool.submission import Submission
from ..texts import get_common_texts, join_names
from .job_ticket import ONE_SIDED, JobTicket, create_job
from .manual_duplex import as_back_pass, check_passes
from .options import parse_options
from .papers import find_same_papers
from .permission import Target, get_target
from .prepare import async_create_admission, async_create_tickets
from .sending import SubmitOptions, spool_errors


async def async_create_preparing(target: Target, job: Job) -> Job:
    """Return the new job of one in preparation. Raises ServiceValidationError."""
    preparation = job.preparation
    assert preparation is not None
    layout = preparation.layout
    (ticket,), _ = await async_create_tickets(
        [target],
        parse_options(job.options),
        job.requester,
        RenderSettings(),
        use_defaults=True,
    )
    if layout is not None:
        here = ticket.get_margins(ticket.get_paper())
        top, right, bottom, left = map(max, layout.margins, here, strict=True)
        layout = replace(layout, margins=(top, right, bottom, left))
    return create_job(
        target,
        SubmitOptions(
            requester=job.requester,
            print_id=job.print_id,
            name=job.name,
            preparation=replace(preparation, layout=layout),
        ),
        state=job.state,
        content=job.content,
        options=job.options,
    )


async def async_create_again(
    account: Account,
    jobs: Sequence[Job],
    changes: Mapping[str, Any],
    target: Target | None,
    requester: Requester,
    *,
    is_moved: bool = False,
) -> Admission:
    """Create what prints the content of jobs again, or of both passes of manual duplex.

    Without a `target`, on their own printer. What is moved keeps its lifetime. Raises
    HomeAssistantError and ContentGoneError.
    """
    first, last = jobs[0], jobs[-1]
    is_pass = first.duplex.side is not None
    parts, kept = list[tuple[JobTicket, Source]](), list[Content]()
    for job in jobs if is_pass else [first]:
        content = await account.spooler.contents.async_content(job)
        is_lost = job.is_secret or job.preparation is not None
        if content is None or (is_lost and not is_moved):
            raise ContentGoneError(job)
        kept.append(content)
        parts.append(
            await _async_create_part(account, job, content, changes, target, requester)
        )
    if not is_pass:
        # Copies that are jobs have one content.
        parts *= len(jobs)
    submit = SubmitOptions(
        requester=requester,
        print_id=first.print_id,
        name=first.name,
        hold=first.waiting.hold,
        expires_in=first.waiting.lifetime if is_moved else None,
        ignore_quiet_hours=first.waiting.ignore_quiet_hours,
        preparation=first.preparation,
    )
    admission = await async_create_admission(account.hass, parts, submit)
    submissions = list[Submission]()
    for index, (again, content) in enumerate(admission.submissions):
        # A pass is printed again by one job.
        job, before = (jobs[index], kept[index]) if is_pass else (first, kept[0])
        if is_pass:
            duplex = replace(job.duplex, follows=None)
            again = replace(again, name=job.name, duplex=duplex)
        if not is_moved:
            again = replace(again, reprint_of=first.job_id)
        if content.payload is before.payload:
            again = replace(again, content_id=job.content_id)
        submissions.append((again, content))
    if last.duplex.side is PaperSide.BACK:
        back, content = submissions[-1]
        front = submissions[0][0] if len(jobs) > 1 else None
        submissions[-1] = as_back_pass(back, front, last.waiting.lifetime), content
    return replace(admission, submissions=submissions)


async def _async_create_part(
    account: Account,
    job: Job,
    content: Content,
    changes: Mapping[str, Any],
    target: Target | None,
    requester: Requester,
) -> tuple[JobTicket, Source]:
    """Return a ticket with the options of a job and changes, and its content for that."""
    options = dict(job.options)
    if job.content.is_ranged:
        # Only the pages of the range are kept: new ranges count within these.
        options.pop("page_ranges", None)
    if raw := options.get("raw_options"):
        # They would come before what is changed now.
        names = {"side" if name == "sides" else name for name in changes}
        options["raw_options"] = {name: raw[name] for name in raw.keys() - names}
    options |= changes
    if job.duplex.side is not None:
        options["sides"] = ONE_SIDED
    (ticket,), settings = await async_create_tickets(
        [target or get_target(account.hass, job.device_id)],
        parse_options(options),
        requester,
        RenderSettings(),
        needs_capabilities=target is not None,
    )
    if job.duplex.side is not None:
        check_passes(ticket, is_ranged=False)
    content = replace(content, is_ranged=False)
    if content.media_source is MediaSource.URL and settings.is_fetched_here:
        fields = {"url": content.payload.decode(), HEADERS: job.task.headers}
        request = parse_request(account.hass, fields, requester)
        return ticket, await async_resolve(replace(request, settings=settings))
    if job.preparation is None and (target is not None or ticket.is_monochrome):
        content = await _async_adapt(account, job, content, ticket, settings)
    return ticket, Source(
        origin=job.content.origin, content=content, headers=job.task.headers
    )


async def async_create_changed(
    account: Account, jobs: Sequence[Job], changes: Mapping[str, Any]
) -> Sequence[Submission]:
    """Create what prints waiting jobs of a print on one printer with other options.

    Each is a copy, or they are both passes. Raises HomeAssistantError.
    """
    front = jobs[0]
    has_passes = front.duplex.side is not None
    if has_passes and (len(jobs) == 1 or "sides" in changes):
        raise invalid("approval_passes", printer=get_job_printer(account.hass, front))
    if "copies" in changes and not has_passes:
        jobs = [front]
    requester = await front.requester.async_with_user(account.hass)
    with spool_errors(account.entry):
        admission = await async_create_again(
            account, jobs, changes, None, requester, is_moved=True
        )
    # What a rule says of the changed print is decided, too.
    return [(replace(job, approval=None), data) for job, data in admission.submissions]


async def _async_adapt(
    account: Account,
    job: Job,
    content: Content,
    ticket: JobTicket,
    settings: RenderSettings,
) -> Content:
    """Return the content of a job of `account` as a ticket's printer prints it.

    A PDF or a text that was to be sent as it is can be rendered anew, pictures and pages
    in grey. Of pages that were rendered here, the document is not kept: raises
    ServiceValidationError if they would come out otherwise on another printer.
    """
    hass = account.hass
    is_pdf = content.media_format is MediaFormat.PDF
    is_text = content.media_format is MediaFormat.TEXT
    if content.media_source is MediaSource.URL:
        differences = ["pdf"] if is_pdf and not settings.is_pdf_url_native else []
    elif (
        (is_pdf and not settings.is_pdf_native)
        or (is_text and settings.paginates_text)
        or (content.is_picture and settings.is_monochrome)
    ):
        with document_errors(job.content.origin):
            return await async_get_converter(hass).async_convert(
                content.payload,
                replace(settings, encoding="utf-8" if is_text else None),
                wanted=DocumentFormat(content.media_format),
            )
    else:
        differences = _find_differences(account, job, content, ticket)
    if differences and job.device_id != ticket.target.device_id:
        texts = get_common_texts(hass)
        raise invalid(
            "print_anew",
            printer=ticket.target.name,
            differences=join_names(
                (texts[f"common.differs_{name}"] for name in differences),
                hass.config.language,
            ),
        )
    if content.has_sheets and content.has_color and settings.is_monochrome:
        with document_errors(job.content.origin):
            return await async_get_converter(hass).async_make_grey(content, settings)
    return content


def _find_differences(
    account: Account, job: Job, content: Content, ticket: JobTicket
) -> list[str]:
    """Return in what respects rendered content does not suit another printer."""
    device_id = job.device_id
    # As far as it is known: a printer that is gone has no capabilities.
    earlier = replace(
        ticket,
        capabilities=account.capabilities.get(device_id) or PrinterCapabilities(),
        config=job.task.config,
        quirks=account.printer_settings.get_quirks(device_id),
        paper=None,
        trays=job.duplex.trays,
    )
    differences = {
        "paper": content.paper is not None
        and not _has_same_paper(content.paper, earlier, ticket),
        "trays": job.duplex.side is not None
        and job.duplex.trays
        != ticket.target.account.capabilities.get_trays(ticket.target.device_id),
        "color": (content.has_sheets or content.is_picture)
        and earlier.is_monochrome
        and not ticket.is_monochrome,
    }
    if content.has_sheets:
        differences |= {
            "resolution": earlier.dpi < ticket.dpi,
            "webp": earlier.quirks.webp is True and ticket.quirks.webp is not True,
            "landscape": not content.is_turned
            and ticket.turns_landscape(ticket.get_paper())
            and has_wide_sheets(content.payload),
        }
    return [name for name, differs in differences.items() if differs]


def _has_same_paper(
    size: tuple[float, float], earlier: JobTicket, ticket: JobTicket
) -> bool:
    """Return whether content of a size is on the paper that it would have.

    Pages may have sizes of their own, on paper that both printers have.
    """
    paper = ticket.get_paper()
    if find_same_papers(size, [paper]):
        return True
    usual = earlier.get_paper()
    had = earlier.capabilities.supported_papers
    has = ticket.capabilities.supported_papers
    lacks = has and find_same_papers(size, had) and not find_same_papers(size, has)
    is_same = find_same_papers((usual.width, usual.height), [paper])
    return bool(is_same and not lacks) and ticket.paper is None
