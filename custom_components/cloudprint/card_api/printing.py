"""Print and preview what a user chose in the card."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..fields import get_flag
from ..printing.action import async_print
from ..printing.sending import PrintResult
from ..source import RESOLVERS, RESOLVERS_WITH_UPLOAD, UPLOAD
from ..source.upload import UPLOADS

MAX_PREVIEWS: Final = 2
"""Previews rendered at the same time: each takes as long as a print."""

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
    job = printed[0].job
    return {
        "pages": job.content.pages,
        "image": printed[0].preview,
        "name": job.name,
        "warnings": list(job.warnings),
    }


async def _async_print(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> list[PrintResult]:
    resolvers = RESOLVERS if fields.get(UPLOAD) is None else RESOLVERS_WITH_UPLOAD
    return await async_print(hass, fields, user, resolvers=resolvers)
