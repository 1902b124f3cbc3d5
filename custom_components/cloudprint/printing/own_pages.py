"""The integration's own pages: messages, the test page, and the sheet of a link."""

from collections.abc import Callable, Mapping
from typing import Any

from homeassistant.core import HomeAssistant

from ..document.layouts.models import Layout, LinkSheet, LinkText, Note, TestPage
from ..exceptions import invalid
from ..requester import Requester
from ..source.pages.locale_formatter import LocaleFormatter
from ..source.pages.page import async_page
from ..source.request import document_errors
from ..spool.job import LINK_SHEET, Job
from .action import async_submit
from .page_limit import UnaskedLimit
from .reading import async_read_print


async def async_print_message(
    hass: HomeAssistant,
    requester: Requester,
    *,
    text: str,
    title: str | None = None,
    **fields: Any,
) -> Job:
    """Print a message with its title and the time. Raises HomeAssistantError."""
    title = title or ""
    if not (text.strip() or title.strip()):
        raise invalid("content_empty", field="message")
    formatter = await LocaleFormatter.async_create(hass)
    return await _async_print(
        hass,
        requester,
        fields,
        ("message", text),
        lambda _: Note(
            title=title,
            subtitle=formatter.full_moment(),
            language=formatter.language,
            text=text,
        ),
    )


async def async_print_test_page(
    hass: HomeAssistant,
    requester: Requester,
    *,
    page_limit: UnaskedLimit | None = None,
    **fields: Any,
) -> Job:
    """Print a page that shows a printer's quality. Raises HomeAssistantError."""
    formatter = await LocaleFormatter.async_create(hass)
    words = ("test_ruler", "test_lines", "test_greys", "test_colors", "test_text")
    return await _async_print(
        hass,
        requester,
        fields,
        ("test_page", True),
        lambda printer: TestPage(
            title=formatter.word("test_page"),
            subtitle=f"{printer} · {formatter.full_moment()}",
            language=formatter.language,
            **{word.removeprefix("test_"): formatter.word(word) for word in words},
        ),
        page_limit,
    )


async def async_print_link_sheet(
    hass: HomeAssistant,
    requester: Requester,
    *,
    device_id: str,
    name: str,
    address: str,
    is_local: bool,
) -> Job:
    """Print a sheet for the wall with the QR code of a link, called after the link.

    Raises HomeAssistantError.
    """
    texts = [
        LinkText(
            language=formatter.language,
            heading=formatter.word("link_heading"),
            scan=formatter.word("link_scan"),
            network=formatter.word("link_network") if is_local else None,
        )
        for formatter in await LocaleFormatter.async_create_all(hass)
    ]
    return await _async_print(
        hass,
        requester,
        {"device_id": device_id, "name": name, "sides": "one_sided", "copies": 1},
        (LINK_SHEET, True),
        lambda printer: LinkSheet(
            title=texts[0].heading,
            subtitle=printer,
            language=texts[0].language,
            address=address,
            texts=texts,
        ),
    )


async def _async_print(
    hass: HomeAssistant,
    requester: Requester,
    fields: Mapping[str, Any],
    content: tuple[str, object],
    lay_out: Callable[[str], Layout],
    page_limit: UnaskedLimit | None = None,
) -> Job:
    """Print a page, laid out for a printer's name, as the content of a field."""
    origin, value = content
    request = await async_read_print(
        hass, {**fields, origin: value}, requester, contents=(origin,)
    )
    printer = request.tickets[0].target.name
    with document_errors(origin):
        source = await async_page(request.content, lambda: lay_out(printer))
    printed = await async_submit(hass, request, source, page_limit=page_limit)
    return printed[0].job
