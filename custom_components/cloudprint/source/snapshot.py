"""Pictures of cameras and image entities, as they are at the moment."""

import asyncio
from functools import partial
from mimetypes import guess_extension
from typing import Any

from homeassistant.core import State
from homeassistant.loader import async_get_loaded_integration

from ..api import MediaSource
from ..document import Content, DocumentError, check_size
from ..document.detection import detect
from ..document.formats import PICTURE_FORMATS
from ..document.layouts.models import Snapshot
from ..exceptions import failed
from ..fields import get_flag
from .converter import async_get_converter
from .pages.locale_formatter import LocaleFormatter
from .pages.page import async_page, shows_date, title_of
from .reading import ANSWER_TIMEOUT, name_of
from .request import Request, Source


async def async_snapshot(request: Request, state: State) -> Source:
    """Return an entity's picture as it is."""
    return request.found(await _async_picture(request, state), state.name)


async def async_entity_snapshot(request: Request, state: State) -> Source:
    """Return an entity's picture, and with `caption` its name and the time under it."""
    if not get_flag(request.fields, "caption"):
        return await async_snapshot(request, state)
    title = title_of(request) or state.name
    is_dated = shows_date(request, default=True)
    form = await LocaleFormatter.async_of(request.hass)
    picture = await _async_picture(request, state)
    if picture.media_source is not MediaSource.BASE64:
        # Pictures of several pages are pages already.
        raise DocumentError("snapshot_not_picture")

    def build() -> Snapshot:
        return Snapshot(
            title=title,
            subtitle=form.full_moment() if is_dated else "",
            language=form.language,
            picture=picture,
        )

    return await async_page(request, build, title)


async def _async_picture(request: Request, state: State) -> Content:
    """Return what an entity shows now.

    Raises HomeAssistantError if it shows nothing, DocumentError for no picture.
    """
    # The code of an integration that has entities is loaded. Imported at the top of this
    # file, a camera's would complain of a library that a house without cameras lacks.
    integration = async_get_loaded_integration(request.hass, state.domain)
    component: Any = await integration.async_get_component()
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT):
            image = await component.async_get_image(request.hass, state.entity_id)
    except Exception:  # noqa: BLE001 - of another integration
        # Whatever another integration raises, with all that it may tell
        raise failed("snapshot_failed", entity=name_of(state)) from None
    check_size(len(image.content))
    # A drawing in SVG would else be a text.
    name = f"x{guess_extension(image.content_type) or ''}"
    found = await async_get_converter(request.hass).async_run(
        partial(detect, image.content, name=name, wanted=request.document_format)
    )
    if found not in PICTURE_FORMATS:
        raise DocumentError("snapshot_not_picture")
    return await request.async_convert(image.content, name=name)
