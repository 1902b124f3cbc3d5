"""Entities in their printed forms; cameras and image entities as their pictures."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from mimetypes import guess_extension
from typing import Any, Final

from homeassistant.core import State
from homeassistant.loader import async_get_loaded_integration

from ..api.vocabulary import MediaSource
from ..document.content import Content
from ..document.detection import detect
from ..document.errors import DocumentError, check_size
from ..document.formats import PICTURE_FORMATS
from ..document.layouts.models import Snapshot
from ..exceptions import failed, shown
from ..fields import get_flag
from .pages.agenda import async_agenda
from .pages.checklist import async_checklist
from .pages.forecast import async_forecast
from .pages.locale_formatter import LocaleFormatter
from .pages.page import async_page, get_title
from .reading import ANSWER_TIMEOUT, get_state
from .request import Request, Source, async_get_converter


async def async_entity(request: Request) -> Source:
    """Return an entity's printed form."""
    states = [get_state(request, name) for name in request.value]
    if (domain := states[0].domain) == "calendar":
        return await async_agenda(request, states)
    return await _FORMS[domain](request, states[0])


async def _async_captioned_snapshot(request: Request, state: State) -> Source:
    """Return an entity's picture, with `caption` on a page with its name and the time."""
    if not get_flag(request.fields, "caption"):
        return request.create_source(await _async_picture(request, state), state.name)
    title = get_title(request) or state.name
    has_date = get_flag(request.fields, "show_date", default=True)
    formatter = await LocaleFormatter.async_create(request.hass)
    picture = await _async_picture(request, state)
    if picture.media_source is not MediaSource.BASE64:
        # A picture of several pages has been converted to HTML pages.
        raise DocumentError("snapshot_not_picture")
    return await async_page(
        request,
        lambda: Snapshot(
            title=title,
            subtitle=formatter.full_moment() if has_date else "",
            language=formatter.language,
            picture=picture,
        ),
    )


async def _async_picture(request: Request, state: State) -> Content:
    data, name = await async_read_picture(request, state)
    return await request.async_convert(data, name=name)


async def async_read_picture(request: Request, state: State) -> tuple[bytes, str]:
    """Return a picture, and a name for its format. Raises HomeAssistantError."""
    try:
        # Imported at the top of this file, the camera integration would log an error
        # about a missing library where no camera is set up.
        integration = async_get_loaded_integration(request.hass, state.domain)
        component: Any = await integration.async_get_component()
        async with asyncio.timeout(ANSWER_TIMEOUT):
            image = await component.async_get_image(request.hass, state.entity_id)
    except Exception:  # noqa: BLE001 - of another integration
        # Its message may contain secrets.
        raise failed("snapshot_failed", entity=shown(state.name)) from None
    check_size(len(image.content))
    # Without its ending, an SVG drawing would be detected as text.
    name = f"x{guess_extension(image.content_type) or ''}"
    document_format = await async_get_converter(request.hass).async_run(
        partial(detect, image.content, name=name, wanted=request.document_format)
    )
    if document_format not in PICTURE_FORMATS:
        raise DocumentError("snapshot_not_picture")
    return image.content, name


_FORMS: Final[Mapping[str, Callable[[Request, State], Awaitable[Source]]]] = {
    "camera": _async_captioned_snapshot,
    "image": _async_captioned_snapshot,
    "todo": async_checklist,
    "weather": async_forecast,
}
