"""Notify entities that print messages."""

from typing import Final, override

from homeassistant.components.notify import (
    NotifyEntity,
    NotifyEntityDescription,
    NotifyEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .compat import async_load
from .const import EntityKey
from .data import CloudPrintConfigEntry
from .entity import CloudPrintPrinterEntity, RequestEntity, add_printer_entities
from .requester import async_get_requester

PARALLEL_UPDATES: Final = 0

PRINT_MESSAGE: Final = NotifyEntityDescription(key=EntityKey.PRINT_MESSAGE)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up a notify entity for each printer."""
    add_printer_entities(
        entry.runtime_data, async_add_entities, (PrintMessage, PRINT_MESSAGE)
    )


class PrintMessage(RequestEntity, CloudPrintPrinterEntity, NotifyEntity):
    """Prints messages."""

    _attr_supported_features = NotifyEntityFeature.TITLE
    _waits_for_service = True  # Messages are held during an outage.

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        """Print a message."""
        requester = await async_get_requester(self.hass, self.request_context)
        own_pages = await async_load(self.hass, "printing.own_pages")
        await own_pages.async_print_message(
            self.hass, requester, device_id=self.device_id, text=message, title=title
        )
