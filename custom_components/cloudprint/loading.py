"""Rooms that an account needs only for a print are imported with their first use."""

import asyncio
from types import ModuleType
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.importlib import async_import_module

_PRINTING: Final = (
    "services.actions",
    "printing.own_pages",
    "printing.preparing",
)


async def async_load(hass: HomeAssistant, name: str) -> ModuleType:
    """Return a module of the integration; import it outside of the event loop."""
    # Home Assistant shares an import among its callers: one that is cancelled would
    # cancel the others.
    work = async_import_module(hass, f"{__package__}.{name}")
    return await asyncio.shield(hass.async_create_task(work, f"import {name}"))


async def async_load_printing(hass: HomeAssistant) -> None:
    """Load what prints once Home Assistant has started.

    Files that an update replaces before the restart are not read any more then.
    """
    for name in _PRINTING:
        await async_load(hass, name)
