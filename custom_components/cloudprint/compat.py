"""Support of older releases of Home Assistant, and of what a later one may mend."""

import asyncio
from types import ModuleType
from typing import Any, override

import voluptuous as vol

from homeassistant.components import media_source
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, llm
from homeassistant.helpers.importlib import async_import_module
from homeassistant.helpers.selector import DurationSelector


class SaneDurationSelector(DurationSelector):
    """Refuses durations that `timedelta` cannot have; needless with 2026.11."""

    @override
    def __call__(self, data: Any) -> dict[str, float]:
        """Return a duration. Raises vol.Invalid."""
        try:
            return super().__call__(data)
        except OverflowError as err:
            raise vol.Invalid("The duration is too long") from err


async def async_load(hass: HomeAssistant, name: str) -> ModuleType:
    """Return a module of the integration, imported outside of the event loop.

    Home Assistant shares an import among its callers, so that one that is cancelled
    cancels the others: the shield is needless once it does not.
    """
    work = async_import_module(hass, f"{__package__}.{name}")
    return await asyncio.shield(hass.async_create_task(work, f"import {name}"))


def get_effective_area_id(
    hass: HomeAssistant, device: dr.DeviceEntry | dr.ChildDeviceEntry
) -> str | None:
    """Return the area of a device or of its whole; needless with 2026.10, which has parts."""
    get_area_id = getattr(dr, "async_get_effective_area_id", None)
    return device.area_id if get_area_id is None else get_area_id(hass, device)


async def async_media_image(hass: HomeAssistant, media_id: str) -> bytes | None:
    """Return a picture of a stream of pictures; needless with 2026.11, which has them."""
    get_image = getattr(media_source, "async_get_media_image", None)
    image = None if get_image is None else await get_image(hass, media_id)
    return None if image is None else bytes(image.content)


def tool_annotations(*, is_read_only: bool) -> Any:
    """Return the annotations of a tool; needless with 2026.10, older releases ignore them."""
    annotations = getattr(llm, "ToolAnnotations", dict)
    return annotations(
        read_only=is_read_only,
        destructive=False,
        idempotent=is_read_only,
        open_world=True,
    )


def tool_result(data: dict[str, Any], *, is_error: bool) -> Any:
    """Return the result of a tool: a mapping before 2026.10."""
    result = getattr(llm, "ToolResult", None)
    return data if result is None else result(data=data, error=is_error)
