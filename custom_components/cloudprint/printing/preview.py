"""Previews: of what is to be printed, and of what waits for approval."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import asdict, replace
from html import escape
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..api.vocabulary import MediaFormat, MediaSource
from ..const import DOMAIN
from ..data import get_account
from ..document.content import Content
from ..document.errors import MEBIBYTE
from ..document.layouts.page import get_margin
from ..document.settings import A4, MAX_PAGES, RenderSettings
from ..document.sheets.manual_duplex import join_sheets, split_sheets
from ..document.sheets.sheet_preview import SheetPreview, create_sheet_preview
from ..exceptions import invalid, shown
from ..fields import check_fields, parse_text_line, parse_whole_number
from ..requester import Requester
from ..source.files import UPLOAD
from ..source.pages.kind import SEED
from ..source.pages.named import NamedPage
from ..source.request import async_get_converter, document_errors
from ..source.resolving import async_resolve, get_content_fields
from ..source.url import async_fetched
from ..source.web.web_page import find_unseen
from ..spool.errors import ContentGoneError
from .action import async_submit
from .reading import async_read_print
from .sending import spool_errors
from .viewer import MAX_JOB_ID, async_read_job, may_decide

# Previews rendered at the same time: each takes as long as a print.
MAX_PREVIEWS: Final = 2
# Of a page's HTML, with its pictures, up to which it is sent for a preview.
MAX_LAYOUT_BYTES: Final = 2 * MEBIBYTE
# Enough for sheets that are shown in the size of a hand.
SHEETS_DPI: Final = 72
# Drawn at once for a card that asks for the visible ones, each with as many bytes
SHEETS_AT_ONCE: Final = 4

_TEXT_STYLE: Final = (
    "pre{font-size:11pt;white-space:pre-wrap}pre+pre{break-before:column}"
)

SHEET: Final = "sheet"  # the first that is looked at

_PREVIEWS: HassKey[asyncio.Semaphore] = HassKey(f"{DOMAIN}_previews")


async def async_preview(
    hass: HomeAssistant,
    requester: Requester,
    fields: Mapping[str, Any],
    turn: AbstractAsyncContextManager[object] = nullcontext(),
) -> dict[str, Any]:
    """Return the preview of a print, made in a `turn`. Raises HomeAssistantError."""
    drawn, max_bytes = None, MAX_LAYOUT_BYTES
    if fields.get(SHEET) is not None:
        drawn = _parse_sheets(fields[SHEET])
        max_bytes *= SHEETS_AT_ONCE
    shows_sheets = drawn is not None or isinstance(fields.get(UPLOAD), list)
    fields = {name: value for name, value in fields.items() if name != SHEET}
    request = await async_read_print(
        hass,
        {**fields, "dry_run": True},
        requester,
        contents=get_content_fields(fields),
    )
    page = request.content.value
    # An address is waited for before, so that a slow one holds up no other preview.
    async with async_fetched(request.content) as content, turn, _limit_previews(hass):
        if shows_sheets:
            settings = replace(content.settings, dpi=SHEETS_DPI, shown_sheets=drawn)
            content = replace(content, settings=settings)
        source = await async_resolve(content)
        printed = await async_submit(hass, request, source)
    sheets = None
    options = page.options if isinstance(page, NamedPage) else {}
    # Who may print a saved secret is not told it before.
    is_hidden = printed[0].job.is_secret and fields.get("document") is not None
    if shows_sheets:
        sheets = await asyncio.to_thread(
            create_sheet_preview, source.content, max_bytes, drawn
        )
    return {
        "pages": source.content.pages,
        "image": None if drawn and sheets else printed[0].preview,
        "layout": None if is_hidden else _build_layout_record(source.content),
        "sheets": sheets and asdict(sheets),
        "name": printed[0].job.name,
        "warnings": list(printed[0].job.warnings),
        "policy": printed[0].policy,
        # The card adds it to the options of the print, so that this is what comes out.
        **({SEED: options[SEED]} if SEED in options else {}),
    }


def _limit_previews(hass: HomeAssistant) -> asyncio.Semaphore:
    return hass.data.setdefault(_PREVIEWS, asyncio.Semaphore(MAX_PREVIEWS))


def _parse_sheets(value: object) -> range:
    first = parse_whole_number(SHEET, value, 1, MAX_PAGES)
    return range(first, first + SHEETS_AT_ONCE)


def _build_layout_record(content: Content) -> dict[str, Any] | None:
    """Return a page of our own as HTML, with its paper and margin in mm, if small."""
    is_page = content.media_format is MediaFormat.HTML and content.pages is None
    if not is_page or content.paper is None or content.size > MAX_LAYOUT_BYTES:
        return None
    margin = get_margin(content.paper) if content.margin is None else content.margin
    width, height = content.paper
    return {
        "html": content.payload.decode(),
        "width": width,
        "height": height,
        "margin": margin,
    }


async def async_preview_job(
    hass: HomeAssistant, requester: Requester, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the preview of a print that may be approved. Raises HomeAssistantError."""
    check_fields(fields, ("job_id", SHEET))
    drawn = _parse_sheets(fields.get(SHEET))
    job_id = parse_text_line("job_id", fields.get("job_id"), MAX_JOB_ID)
    job = await async_read_job(hass, job_id)
    if job is None or not may_decide(hass, requester, job):
        raise invalid("job_unknown", job_id=shown(job_id))
    account = get_account(hass, job.entry_id)
    contents = dict[str | None, Content]()
    with spool_errors(account.entry):
        for part in account.store.unapproved_jobs:
            if part.asked_at_once == job.asked_at_once:
                content = await account.spooler.contents.async_content(part)
                if content is None or part.is_secret:
                    raise ContentGoneError(part)
                contents[part.content_id] = content
    if not contents:
        raise invalid("job_ended")
    content, *_ = contents.values()
    image = sheets = None
    is_address = content.media_source is MediaSource.URL
    converter = async_get_converter(hass)
    async with _limit_previews(hass):
        if content.has_sheets:
            sheets = await asyncio.to_thread(_draw_sheets, [*contents.values()], drawn)
        elif is_address or content.media_format is MediaFormat.TEXT:
            text = escape(content.payload.decode(errors="replace"))
            pages = (
                f"<pre>\n{page}</pre>" for page in text.removesuffix("\f").split("\f")
            )
            html = f"<style>{_TEXT_STYLE}</style>{''.join(pages)}"
            content = Content.from_string(html, MediaFormat.HTML, paper=A4)
        elif content.media_format is MediaFormat.PDF:
            ranges = None if content.is_ranged else job.task.config.get("pageRanges")
            settings = RenderSettings(
                dpi=SHEETS_DPI, shown_sheets=drawn, page_ranges=ranges
            )
            with document_errors("job_id"):
                content = await converter.async_convert(content.payload, settings)
            sheets = await asyncio.to_thread(
                create_sheet_preview, content, MAX_LAYOUT_BYTES * len(drawn), drawn
            )
        else:
            image = await converter.async_preview(content)
            content = replace(content, paper=content.paper or A4)
        layout = _build_layout_record(content)
        warnings = ["address_not_shown"] if is_address else []
        if layout is not None:
            warnings += await asyncio.to_thread(find_unseen, layout["html"])
        elif image is None and not content.has_sheets:
            warnings.append("not_shown")
    return {
        "pages": sheets.count if sheets else content.pages,
        "image": image and b64encode(image).decode(),
        "layout": layout,
        "sheets": sheets and asdict(sheets),
        "warnings": warnings,
    }


def _draw_sheets(contents: Sequence[Content], drawn: range) -> SheetPreview | None:
    """Return the preview of kept sheets, a back pass after its front pass."""
    parts = [split_sheets(content.payload) for content in contents]
    head, _, tail = parts[-1]
    sheets = [sheet for _, sheets, _ in parts for sheet in sheets]
    page = join_sheets(head, sheets, tail)
    content = replace(contents[0], payload=page, pages=len(sheets))
    return create_sheet_preview(content, len(page), drawn)
