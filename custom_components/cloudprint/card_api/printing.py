"""Prints and shows what somebody chose in the card."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..document import RenderSettings
from ..exceptions import invalid
from ..fields import flag_of
from ..printing.action import async_print
from ..source import RESOLVERS_WITH_UPLOAD, UPLOAD, Source, async_resolve
from ..source.upload import UPLOADS

MAX_PREVIEWS: Final = 2
"""So many are made at the same time: each takes as long as a print."""

_PREVIEWS: HassKey[asyncio.Semaphore] = HassKey(f"{DOMAIN}_previews")


async def ws_print(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Print as the action does; an upload is gone when it was printed.

    Raises HomeAssistantError, and then the upload is there still.
    """
    if fields.get(UPLOAD) is None or flag_of(fields, "dry_run"):
        return await _async_print(hass, user, fields)
    with hass.data[UPLOADS].claimed(fields[UPLOAD], user):
        return await _async_print(hass, user, fields)


async def ws_preview(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a print would look like, without printing. Raises HomeAssistantError."""
    async with hass.data.setdefault(_PREVIEWS, asyncio.Semaphore(MAX_PREVIEWS)):
        answer = await _async_print(hass, user, {**fields, "dry_run": True})
    job = answer["jobs"][0]
    return {
        "pages": job.get("pages"),
        "image": job.get("preview"),
        "name": job["name"],
        "warnings": job["warnings"],
    }


async def _async_print(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    if fields.get(UPLOAD) is None:
        return await async_print(hass, fields, user)
    if fields.get("document") is not None:
        raise invalid("content_ambiguous", fields=f"document, {UPLOAD}")

    async def resolve(settings: RenderSettings) -> Source:
        return await async_resolve(hass, fields, settings, user, RESOLVERS_WITH_UPLOAD)

    others = {name: value for name, value in fields.items() if name != UPLOAD}
    return await async_print(hass, others, user, resolve=resolve)
