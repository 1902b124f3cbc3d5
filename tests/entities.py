"""Finds devices and entities by their keys."""

from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .simulator import Printer


def device_id_of(hass: HomeAssistant, entry: ConfigEntry[Any], printer: Printer) -> str:
    """Return the device id of a printer."""
    for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id):
        if (
            DOMAIN,
            f"{entry.unique_id}/{printer.sn}/{printer.name}",
        ) in device.identifiers:
            return device.id
    raise AssertionError(f"no device for {printer.name}")


def entity_id_of(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    platform: Platform,
    key: str,
    printer: Printer | None = None,
) -> str:
    """Return the entity with a key, of a printer or of the account itself."""
    registry = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(registry, entry.entry_id):
        if entity.domain != platform or not entity.unique_id.endswith(f"_{key}"):
            continue
        of_printer = "/" in entity.unique_id
        if printer is None and not of_printer:
            return entity.entity_id
        if printer and entity.device_id == device_id_of(hass, entry, printer):
            return entity.entity_id
    raise AssertionError(f"no {platform} {key}")


def state_of(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    platform: Platform,
    key: str,
    printer: Printer | None = None,
) -> State:
    """Return the state of the entity with a key."""
    state = hass.states.get(entity_id_of(hass, entry, platform, key, printer))
    assert state is not None
    return state
