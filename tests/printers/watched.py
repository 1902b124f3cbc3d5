"""Another device of Home Assistant that is a printer, of an integration of its own."""

from dataclasses import dataclass, field
from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er


@dataclass(slots=True)
class WatchedPrinter:
    """A printer with the entities that a test gives it."""

    hass: HomeAssistant
    name: str = "Brother HL"
    integration: str = "brother"
    device_id: str = field(init=False)
    entry: MockConfigEntry = field(init=False)

    def __post_init__(self) -> None:
        """Register the device."""
        self.entry = MockConfigEntry(domain=self.integration)
        self.entry.add_to_hass(self.hass)
        device = dr.async_get(self.hass).async_get_or_create(
            config_entry_id=self.entry.entry_id,
            identifiers={(self.integration, "serial")},
            name=self.name,
        )
        self.device_id = device.id

    def show(
        self, key: str, state: str, *, domain: str = "sensor", **attributes: Any
    ) -> str:
        """Set the state of an entity, which is registered with its key as its name."""
        entity = er.async_get(self.hass).async_get_or_create(
            domain,
            self.integration,
            f"serial_{key}",
            config_entry=self.entry,
            device_id=self.device_id,
            original_name=key or None,
        )
        self.hass.states.async_set(entity.entity_id, state, attributes)
        return entity.entity_id

    def remove(self) -> None:
        """Delete the device."""
        dr.async_get(self.hass).async_remove_device(self.device_id)
