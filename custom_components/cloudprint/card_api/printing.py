"""Print and preview what a user chose in the card."""

import asyncio
from collections.abc import Mapping
from contextlib import ExitStack
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
from ..fields import get_flag
from ..printing.action import async_print
from ..printing.sending import PrintResult
from ..source.arranging import parse_items
from ..source.files import UPLOAD
from ..source.request import Request, Source
from ..source.resolving import RESOLVERS, RESOLVERS_WITH_UPLOAD, Resolver
from ..source.upload import UPLOADS

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
    """Print as the action does; uploads are deleted once they were printed.

    Raises HomeAssistantError, and keeps the uploads then. A print of which only some jobs
    failed is done: if it was repeated, the others would be printed twice.
    """
    with ExitStack() as claims:
        printed = await _async_print(hass, user, fields, claims=claims)
    return {"jobs": [item.as_response() for item in printed]}


async def ws_preview(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a print would look like, without printing. Raises HomeAssistantError.

    All sheets are shown of uploads that are given as a list.
    """
    shows_sheets = isinstance(fields.get(UPLOAD), list)
    async with hass.data.setdefault(_PREVIEWS, asyncio.Semaphore(MAX_PREVIEWS)):
        printed = await _async_print(
            hass, user, {**fields, "dry_run": True}, is_coarse=shows_sheets
        )
    job, content = printed[0].job, printed[0].content
    assert content is not None  # as in every dry run
    return {
        "pages": content.pages,
        "image": printed[0].preview,
        "layout": _build_layout_record(content),
        "sheets": await _async_build_sheets_record(content) if shows_sheets else None,
        "name": job.name,
        "warnings": list(job.warnings),
    }


def _build_layout_record(content: Content) -> dict[str, Any] | None:
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


async def _async_build_sheets_record(content: Content) -> dict[str, Any] | None:
    """Return the sheets of a print as HTML, with the size of their paper in mm."""
    preview = await asyncio.to_thread(create_sheet_preview, content, MAX_LAYOUT_BYTES)
    return None if preview is None else asdict(preview)


async def _async_print(
    hass: HomeAssistant,
    user: User,
    fields: Mapping[str, Any],
    *,
    is_coarse: bool = False,
    claims: ExitStack | None = None,
) -> list[PrintResult]:
    resolvers = RESOLVERS if fields.get(UPLOAD) is None else RESOLVERS_WITH_UPLOAD
    if is_coarse:
        resolvers = {**resolvers, UPLOAD: _make_coarse(resolvers[UPLOAD])}
    elif UPLOAD in resolvers and claims is not None and not get_flag(fields, "dry_run"):
        resolvers = {**resolvers, UPLOAD: _make_claiming(resolvers[UPLOAD], claims)}
    return await async_print(
        hass, fields, user, resolvers=resolvers, allow_partial=True
    )


def _make_coarse(resolver: Resolver) -> Resolver:
    """Return a resolver that makes pages at a low resolution."""

    async def async_resolve(request: Request) -> Source:
        settings = replace(request.settings, dpi=SHEETS_DPI)
        return await resolver(replace(request, settings=settings))

    return async_resolve


def _make_claiming(resolver: Resolver, claims: ExitStack) -> Resolver:
    """Return a resolver that claims the uploads until the end of the print.

    It is not called for a print that is repeated with its idempotency key, since the
    uploads of that are gone.
    """

    async def async_resolve(request: Request) -> Source:
        upload_ids = [item.value for item in parse_items(UPLOAD, request.value)]
        uploads = request.hass.data[UPLOADS]
        claims.enter_context(uploads.claimed(upload_ids, request.user))
        return await resolver(request)

    return async_resolve
