"""Print and preview what a user chose in the card."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..api import MediaFormat
from ..const import DOMAIN
from ..document import MEBIBYTE, Content
from ..document.layouts.page import get_margin
from ..document.sheets.sheet_preview import create_sheet_preview
from ..printing.action import async_prepare, async_print, async_submit
from ..source.files import UPLOAD
from ..source.resolving import CONTENT_FIELDS, CONTENT_FIELDS_WITH_UPLOAD, async_resolve

MAX_PREVIEWS: Final = 2
"""Previews rendered at the same time: each takes as long as a print."""
MAX_LAYOUT_BYTES: Final = 2 * MEBIBYTE
"""Size of a page's HTML, with its pictures, up to which it is sent for a preview."""
SHEETS_DPI: Final = 72
"""Enough for sheets that are shown in the size of a hand."""

_PREVIEWS: HassKey[asyncio.Semaphore] = HassKey(f"{DOMAIN}_previews")


async def ws_print(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Print as the action does.

    A print of which only some jobs failed is done: a repeat would print others twice.
    """
    printed = await async_print(
        hass, fields, user, contents=_get_contents(fields), allow_partial=True
    )
    return {"jobs": [item.as_response() for item in printed]}


async def ws_preview(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a print would look like; all sheets of uploads in a list."""
    shows_sheets = isinstance(fields.get(UPLOAD), list)
    async with hass.data.setdefault(_PREVIEWS, asyncio.Semaphore(MAX_PREVIEWS)):
        request = await async_prepare(
            hass, {**fields, "dry_run": True}, user, contents=_get_contents(fields)
        )
        content = request.content
        if shows_sheets:
            settings = replace(content.settings, dpi=SHEETS_DPI)
            content = replace(content, settings=settings)
        source = await async_resolve(content)
        printed = await async_submit(hass, request, source)
    return {
        "pages": source.content.pages,
        "image": printed[0].preview,
        "layout": _build_layout_record(source.content),
        "sheets": await _async_build_sheets_record(source.content)
        if shows_sheets
        else None,
        "name": printed[0].job.name,
        "warnings": list(printed[0].job.warnings),
    }


def _get_contents(fields: Mapping[str, Any]) -> Sequence[str]:
    return CONTENT_FIELDS if fields.get(UPLOAD) is None else CONTENT_FIELDS_WITH_UPLOAD


def _build_layout_record(content: Content) -> dict[str, Any] | None:
    """Return a page of our own as HTML, with its paper and margin in mm, if small."""
    if content.paper is None or content.pages is not None:
        return None
    if content.media_format is not MediaFormat.HTML or content.size > MAX_LAYOUT_BYTES:
        return None
    width, height = content.paper
    return {
        "html": content.payload.decode(),
        "width": width,
        "height": height,
        "margin": get_margin(content.paper),
    }


async def _async_build_sheets_record(content: Content) -> dict[str, Any] | None:
    preview = await asyncio.to_thread(create_sheet_preview, content, MAX_LAYOUT_BYTES)
    return None if preview is None else asdict(preview)
