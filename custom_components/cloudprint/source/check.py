"""Checks content before it is saved, as far as that is possible without printing it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv, entity_registry as er

from ..document.detection import detect
from ..document.errors import DocumentError
from ..exceptions import invalid, shown
from .arranging import FILES, PAGE_FIELD
from .files import get_kept_files
from .media import async_read_media, find_pictured_entity
from .pages.agenda import parse_days
from .pages.kind import Entity
from .pages.page import get_title
from .request import Request, async_get_converter, document_errors
from .url import async_check_url


async def async_check(request: Request) -> None:
    """Raise ServiceValidationError for content that can never be printed."""
    try:
        with document_errors(request.origin):
            get_title(request)
            await _CHECKS[request.origin](request)
    except ServiceValidationError:
        raise
    except HomeAssistantError:
        return  # It cannot be read at the moment.


async def _async_check_text(request: Request) -> None:
    if not str(request.value).strip():
        raise DocumentError("content_empty")


async def _async_check_entity(request: Request) -> None:
    parse_days(request)
    for entity_id in request.value:
        _check_exists(request, entity_id)


async def _async_check_page(request: Request) -> None:
    for name, option in request.value.kind.options.items():
        if isinstance(option, Entity):
            for entity_id in cv.ensure_list(request.value.options.get(name)):
                _check_exists(request, entity_id, field=name)
    try:
        await request.value.kind.async_build(request, request.value.options)
    except HomeAssistantError as err:
        # What is unavailable may be back when it is printed.
        is_wrong = isinstance(err, ServiceValidationError)
        if is_wrong and err.translation_key != "entity_unavailable":
            raise


async def _async_check_media(request: Request) -> None:
    for item in request.value:
        one = replace(request, value=item.value)
        if (entity_id := find_pictured_entity(one)) is not None:
            _check_exists(one, entity_id)
        else:
            await _async_detect(one, *await async_read_media(one))


async def _async_check_files(request: Request) -> None:
    for file in get_kept_files(request):
        data = await request.hass.async_add_executor_job(file.path.read_bytes)
        await _async_detect(request, data, file.name)


async def _async_detect(request: Request, data: bytes, name: str) -> None:
    await async_get_converter(request.hass).async_run(
        partial(detect, data, name=name, encoding=request.settings.encoding)
    )


def _check_exists(request: Request, entity_id: str, **details: str) -> None:
    """Raise ServiceValidationError for an entity without a state that is not enabled."""
    if request.hass.states.get(entity_id) is not None:
        return
    entity = er.async_get(request.hass).async_get(entity_id)
    if entity is None or entity.disabled:
        raise invalid("entity_unknown", entity=shown(entity_id), **details)


_CHECKS: Final[Mapping[str, Callable[[Request], Awaitable[None]]]] = {
    "text": _async_check_text,
    "markdown": _async_check_text,
    "url": async_check_url,
    "media": _async_check_media,
    "entity": _async_check_entity,
    PAGE_FIELD: _async_check_page,
    FILES: _async_check_files,
}
