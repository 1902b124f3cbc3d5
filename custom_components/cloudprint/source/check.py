"""Checks content before it is saved, as far as that is possible without printing it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er

from ..document import DocumentError
from ..document.detection import detect
from ..exceptions import invalid, shown
from .arranging import FILES
from .files import get_kept_files
from .media import add_ending, async_read_media, find_pictured_entity
from .pages.agenda import parse_days
from .pages.page import get_title
from .request import Request, async_get_converter, document_errors
from .url import async_check_url


async def async_check(request: Request) -> None:
    """Raise ServiceValidationError for content that can never be printed.

    Accepts what cannot be read at the moment.
    """
    try:
        with document_errors(request.origin):
            get_title(request)
            await _CHECKS[request.origin](request)
    except ServiceValidationError:
        raise
    except HomeAssistantError:
        return


async def _async_check_text(request: Request) -> None:
    if not str(request.value).strip():
        raise DocumentError("content_empty")


async def _async_check_entity(request: Request) -> None:
    parse_days(request)
    for entity_id in request.value:
        _check_exists(request, entity_id)


async def _async_check_media(request: Request) -> None:
    for item in request.value:
        await _async_check_item(replace(request, value=item.value))


async def _async_check_item(request: Request) -> None:
    if (entity_id := find_pictured_entity(request)) is not None:
        _check_exists(request, entity_id)
        return
    data, name, mime_type = await async_read_media(request)
    await async_get_converter(request.hass).async_run(
        partial(
            detect,
            data,
            name=add_ending(name, mime_type),
            encoding=request.settings.encoding,
        )
    )


async def _async_check_files(request: Request) -> None:
    for file in get_kept_files(request):
        data = await request.hass.async_add_executor_job(file.path.read_bytes)
        await async_get_converter(request.hass).async_run(
            partial(detect, data, name=file.name, encoding=request.settings.encoding)
        )


def _check_exists(request: Request, entity_id: str) -> None:
    """Raise ServiceValidationError for an entity without a state that is not enabled."""
    if request.hass.states.get(entity_id) is not None:
        return
    entity = er.async_get(request.hass).async_get(entity_id)
    if entity is None or entity.disabled:
        raise invalid("entity_unknown", entity=shown(entity_id))


_CHECKS: Final[Mapping[str, Callable[[Request], Awaitable[None]]]] = {
    "text": _async_check_text,
    "markdown": _async_check_text,
    "url": async_check_url,
    "media": _async_check_media,
    "entity": _async_check_entity,
    FILES: _async_check_files,
}
