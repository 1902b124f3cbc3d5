"""Whether the service can be reached."""

from typing import Final, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .data import CloudPrintConfigEntry
from .entity import CloudPrintEntity

PARALLEL_UPDATES: Final = 0

CONNECTION: Final = BinarySensorEntityDescription(
    key="cloud_connection",
    translation_key="cloud_connection",
    device_class=BinarySensorDeviceClass.CONNECTIVITY,
    entity_category=EntityCategory.DIAGNOSTIC,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the connection of an account."""
    async_add_entities([ConnectionSensor(entry, CONNECTION)])


class ConnectionSensor(CloudPrintEntity, BinarySensorEntity):
    """Whether the service answered when it was last asked."""

    @property
    @override
    def is_on(self) -> bool:
        """Return if the service answered."""
        return self.coordinator.last_update_success
