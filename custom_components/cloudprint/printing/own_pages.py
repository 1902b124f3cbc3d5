"""The integration's own pages: messages, the test page, and the sheet of a link."""

from typing import Any

from homeassistant.core import HomeAssistant

from ..document.layouts.models import LinkSheet, LinkText, Note, TestPage
from ..exceptions import invalid
from ..requester import Requester
from ..source.pages.locale_formatter import LocaleFormatter
from ..source.pages.page import async_page
from ..source.request import document_errors
from ..spool.job import LINK_SHEET, Job
from .action import async_prepare, async_submit
from .page_limit import UnaskedLimit


async def async_print_message(
    hass: HomeAssistant,
    requester: Requester,
    *,
    device_id: str,
    text: str,
    title: str | None = None,
    **fields: Any,
) -> Job:
    """Print a message with its title and the time. Raises HomeAssistantError."""
    title = title or ""
    if not (text.strip() or title.strip()):
        raise invalid("content_empty", field="message")
    request = await async_prepare(
        hass,
        {**fields, "device_id": device_id, "message": text},
        requester,
        contents=("message",),
    )
    formatter = await LocaleFormatter.async_create(hass)
    with document_errors("message"):
        source = await async_page(
            request.content,
            lambda: Note(
                title=title,
                subtitle=formatter.full_moment(),
                language=formatter.language,
                text=text,
            ),
        )
    return (await async_submit(hass, request, source))[0].job


async def async_print_test_page(
    hass: HomeAssistant,
    requester: Requester,
    *,
    device_id: str,
    page_limit: UnaskedLimit | None = None,
    **options: Any,
) -> Job:
    """Print a page that shows a printer's quality. Raises HomeAssistantError."""
    request = await async_prepare(
        hass,
        {**options, "device_id": device_id, "test_page": True},
        requester,
        contents=("test_page",),
    )
    formatter = await LocaleFormatter.async_create(hass)
    printer, title = request.tickets[0].target.name, formatter.word("test_page")
    with document_errors("test_page"):
        source = await async_page(
            request.content,
            lambda: TestPage(
                title=title,
                subtitle=f"{printer} · {formatter.full_moment()}",
                language=formatter.language,
                ruler=formatter.word("test_ruler"),
                lines=formatter.word("test_lines"),
                greys=formatter.word("test_greys"),
                colors=formatter.word("test_colors"),
                text=formatter.word("test_text"),
            ),
        )
    printed = await async_submit(hass, request, source, page_limit=page_limit)
    return printed[0].job


async def async_print_link_sheet(
    hass: HomeAssistant,
    requester: Requester,
    *,
    device_id: str,
    address: str,
    is_local: bool,
) -> Job:
    """Print a sheet for the wall, with a link's QR code. Raises HomeAssistantError."""
    request = await async_prepare(
        hass,
        {"device_id": device_id, LINK_SHEET: True, "sides": "one_sided", "copies": 1},
        requester,
        contents=(LINK_SHEET,),
    )
    texts = [
        LinkText(
            language=formatter.language,
            heading=formatter.word("link_heading"),
            scan=formatter.word("link_scan"),
            network=formatter.word("link_network") if is_local else None,
        )
        for formatter in await LocaleFormatter.async_create_all(hass)
    ]
    with document_errors(LINK_SHEET):
        source = await async_page(
            request.content,
            lambda: LinkSheet(
                title=texts[0].heading,
                subtitle=request.tickets[0].target.name,
                language=texts[0].language,
                address=address,
                texts=texts,
            ),
        )
    return (await async_submit(hass, request, source))[0].job
