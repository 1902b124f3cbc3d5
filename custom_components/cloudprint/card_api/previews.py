"""Previews of content: as a page that the card lays out, or of a print that was asked for."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from html import escape
from operator import attrgetter
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..api import MediaFormat, MediaSource
from ..const import DOMAIN
from ..data import CloudPrintConfigEntry, CloudPrintData
from ..document import MEBIBYTE, Content, DocumentFormat, RenderSettings
from ..document.layouts.page import get_margin
from ..document.settings import A4, MAX_PAGES
from ..document.sheets.sheet_preview import (
    SheetPreview,
    create_sheet_preview,
    split_pages,
)
from ..exceptions import invalid, shown
from ..fields import check_fields, parse_text_line, parse_whole_number
from ..printing.permission import (
    MAX_JOB_ID,
    async_read_job,
    get_loaded_entry,
    may_decide,
)
from ..printing.sending import spool_errors
from ..requester import Requester
from ..source.request import async_get_converter, document_errors
from ..spool.errors import ContentGoneError
from ..spool.job import Job

# Rendered at the same time: each takes as long as a print.
MAX_PREVIEWS: Final = 2
# Of a page's HTML, with its pictures, up to which it is sent for a preview.
MAX_LAYOUT_BYTES: Final = 2 * MEBIBYTE
# Enough for sheets that are shown in the size of a hand.
SHEETS_DPI: Final = 72
# Drawn at once for a card that asks for the visible ones, each with as many bytes
SHEETS_AT_ONCE: Final = 4

SHEET: Final = "sheet"  # the first that is looked at

PREVIEWS: HassKey[asyncio.Semaphore] = HassKey(f"{DOMAIN}_previews")


def limit_previews(hass: HomeAssistant) -> asyncio.Semaphore:
    """Return what lets a few previews be rendered at a time."""
    return hass.data.setdefault(PREVIEWS, asyncio.Semaphore(MAX_PREVIEWS))


def parse_sheets(value: object) -> range:
    """Return the sheets that are drawn, from the one that is looked at."""
    first = parse_whole_number(SHEET, value, 1, MAX_PAGES)
    return range(first, first + SHEETS_AT_ONCE)


def build_layout_record(content: Content) -> dict[str, Any] | None:
    """Return a page of our own as HTML, with its paper and margin in mm, if small."""
    is_page = content.media_format is MediaFormat.HTML and content.pages is None
    if not is_page or content.paper is None or content.size > MAX_LAYOUT_BYTES:
        return None
    width, height = content.paper
    return {
        "html": content.payload.decode(),
        "width": width,
        "height": height,
        "margin": get_margin(content.paper),
    }


async def _async_get_asked(
    hass: HomeAssistant, value: object, requester: Requester
) -> tuple[CloudPrintConfigEntry, list[Job]]:
    """Return what waits of a print in an account, if the requester may approve it."""
    job_id = parse_text_line("job_id", value, MAX_JOB_ID)
    job = await async_read_job(hass, job_id)
    if job is None or not may_decide(hass, requester, job):
        raise invalid("job_unknown", job_id=shown(job_id))
    entry = get_loaded_entry(hass, job.entry_id)
    waiting = entry.runtime_data.store.waiting.jobs
    asked = [each for each in waiting if each.print_id == job.print_id]
    if not (jobs := [each for each in asked if each.needs_approval]):
        raise invalid("job_ended")
    return entry, sorted(jobs, key=attrgetter("job_id"))


async def async_preview_asked(
    hass: HomeAssistant, requester: Requester, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return some sheets of a print that the requester may approve, as it is kept."""
    check_fields(fields, ("job_id", SHEET))
    wanted = parse_sheets(fields.get(SHEET))
    entry, jobs = await _async_get_asked(hass, fields.get("job_id"), requester)
    with spool_errors(entry):
        contents = await _async_read(entry.runtime_data, jobs)
    content = contents[0]
    sheets = image = None
    async with limit_previews(hass):
        if content.has_sheets:
            sheets = await _async_draw(hass, contents, wanted)
        elif (
            content.media_source is MediaSource.URL
            or content.media_format is MediaFormat.TEXT
        ):
            content = _as_page(content)
        elif content.media_format is MediaFormat.PDF:
            ranges = None if content.is_ranged else jobs[0].config.get("pageRanges")
            settings = RenderSettings(
                dpi=SHEETS_DPI, shown_sheets=wanted, page_ranges=ranges
            )
            with document_errors("job_id"):
                content = await async_get_converter(hass).async_convert(
                    content.payload, settings, wanted=DocumentFormat.PDF
                )
            max_bytes = MAX_LAYOUT_BYTES * SHEETS_AT_ONCE
            sheets = await asyncio.to_thread(
                create_sheet_preview, content, max_bytes, wanted
            )
        else:
            image = await async_get_converter(hass).async_preview(content)
            content = replace(content, paper=content.paper or A4)
    return {
        "pages": sheets.count if sheets else content.pages,
        "image": image and b64encode(image).decode(),
        "layout": build_layout_record(content),
        "sheets": sheets and asdict(sheets),
    }


async def _async_read(account: CloudPrintData, jobs: Sequence[Job]) -> list[Content]:
    """Return what the jobs of a print have, each content once."""
    contents = dict[str | None, Content]()
    for job in jobs:
        if job.content_id not in contents:
            content = await account.spooler.contents.async_content(job)
            if content is None:
                raise ContentGoneError(job)
            contents[job.content_id] = content
    return list(contents.values())


async def _async_draw(
    hass: HomeAssistant, contents: Sequence[Content], wanted: range
) -> SheetPreview | None:
    """Return sheets as pictures that are small enough for a phone."""
    pages, count = await asyncio.to_thread(split_pages, contents, wanted)
    boxes = list[str]()
    for page in pages:
        picture = ""
        if b"data:image/" in page.payload:
            image = await async_get_converter(hass).async_preview(page)
            if image is None:
                break
            data = b64encode(image).decode()
            picture = (
                f'<img alt="" style="width:100%" src="data:image/png;base64,{data}">'
            )
        width, height = page.paper or A4
        boxes.append(f'<div style="width:{width}mm;height:{height}mm">{picture}</div>')
    if not boxes:
        return None
    widths, heights = zip(*(page.paper or A4 for page in pages), strict=True)
    return SheetPreview(
        html="".join(boxes),
        first=wanted.start,
        shown=len(boxes),
        count=count,
        width=max(widths),
        height=max(heights),
    )


def _as_page(content: Content) -> Content:
    """Return a text, or an address, as a page that shows it."""
    text = escape(content.payload.decode(errors="replace"))
    html = f'<pre style="font-size:11pt;white-space:pre-wrap">{text}</pre>'
    return replace(
        content,
        media_format=MediaFormat.HTML,
        payload=html.encode(),
        paper=A4,
    )
