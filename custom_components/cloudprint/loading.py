"""Rooms that an account needs only for a print are imported with their first use."""

from types import ModuleType

from homeassistant.core import HomeAssistant
from homeassistant.helpers.importlib import async_import_module


async def async_load(hass: HomeAssistant, name: str) -> ModuleType:
    """Return a module of the integration; import it outside of the event loop."""
    return await async_import_module(hass, f"{__package__}.{name}")
