"""Print and preview what a user chose in the card."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..api import MediaFormat
from ..const import DOMAIN
from ..document import MEBIBYTE, Content
from ..document.layouts.page import get_margin
from ..fields import get_flag
from ..printing.action import async_print
from ..printing.sending import PrintResult
from ..source import RESOLVERS, RESOLVERS_WITH_UPLOAD, UPLOAD
from ..source.upload import UPLOADS

MAX_PREVIEWS: Final = 2
"""Previews rendered at the same time: each takes as long as a print."""
MAX_LAYOUT_BYTES: Final = 2 * MEBIBYTE
"""Size of a page's HTML, with its pictures, up to which it is sent for a preview."""

_PREVIEWS: HassKey[asyncio.Semaphore] = HassKey(f"{DOMAIN}_previews")


async def ws_print(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Print as the action does; an upload is deleted once it was printed.

    Raises HomeAssistantError, and keeps the upload then.
    """
    if fields.get(UPLOAD) is None or get_flag(fields, "dry_run"):
        printed = await _async_print(hass, user, fields)
    else:
        with hass.data[UPLOADS].claimed(fields[UPLOAD], user):
            printed = await _async_print(hass, user, fields)
    return {"jobs": [item.as_response() for item in printed]}


async def ws_preview(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a print would look like, without printing. Raises HomeAssistantError."""
    async with hass.data.setdefault(_PREVIEWS, asyncio.Semaphore(MAX_PREVIEWS)):
        printed = await _async_print(hass, user, {**fields, "dry_run": True})
    job, content = printed[0].job, printed[0].content
    assert content is not None  # as in every dry run
    return {
        "pages": job.content.pages,
        "image": printed[0].preview,
        "layout": _layout_record(content),
        "name": job.name,
        "warnings": list(job.warnings),
    }


def _layout_record(content: Content) -> dict[str, Any] | None:
    """Return a page of the integration's own as HTML, with its paper and margin in mm.

    None for content of another kind, and for a page that is too large to be shown.
    """
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


async def _async_print(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> list[PrintResult]:
    resolvers = RESOLVERS if fields.get(UPLOAD) is None else RESOLVERS_WITH_UPLOAD
    return await async_print(hass, fields, user, resolvers=resolvers)
