"""The kept content of a job, printed again: as it is, or rendered anew."""

from dataclasses import replace

from homeassistant.core import HomeAssistant

from ..api import MediaFormat, MediaSource, PrinterCapabilities
from ..data import Account
from ..document import Content, DocumentFormat, RenderSettings
from ..document.sheets.sheets import has_wide_sheets
from ..exceptions import invalid
from ..source.request import async_get_converter, document_errors
from ..spool.job import Job
from ..texts import get_common_texts, join_names
from .job_ticket import JobTicket, complete_settings
from .papers import find_same_papers


async def async_adapt(
    hass: HomeAssistant,
    account: Account,
    job: Job,
    content: Content,
    ticket: JobTicket,
) -> Content:
    """Return the content of a job of `account` as a ticket's printer prints it.

    A PDF or a text that was to be sent as it is can be rendered anew, pictures and pages
    in grey. Of pages that were rendered here, the document is not kept: raises
    ServiceValidationError if they would come out otherwise on another printer.
    """
    settings = complete_settings(RenderSettings(), [ticket])
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
