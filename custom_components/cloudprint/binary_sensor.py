"""Binary sensor of the connection to the service."""

from collections.abc import Mapping
from typing import Final, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import EntityKey
from .data import CloudPrintConfigEntry
from .entity import CloudPrintEntity

PARALLEL_UPDATES: Final = 0

CONNECTION: Final = BinarySensorEntityDescription(
    key=EntityKey.CLOUD_CONNECTION,
    device_class=BinarySensorDeviceClass.CONNECTIVITY,
    entity_category=EntityCategory.DIAGNOSTIC,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the connection sensor of an account."""
    async_add_entities([ConnectionSensor(entry.runtime_data, CONNECTION)])


class ConnectionSensor(CloudPrintEntity, BinarySensorEntity):
    """Shows whether the service answered the last request for the printers."""

    @property
    @override
    def is_on(self) -> bool:
        return self.coordinator.last_update_success

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, str | None]:
        # In the words of held jobs
        reason = self.coordinator.reason
        return {"reason": reason and reason.value}
