"""Notify entities that print messages."""

from functools import partial
from typing import Final, override

from homeassistant.components.notify import (
    NotifyEntity,
    NotifyEntityDescription,
    NotifyEntityFeature,
)

from .compat import async_load
from .const import EntityKey
from .entity import CloudPrintPrinterEntity, RequestEntity, async_setup_printer_entities
from .requester import async_get_requester

PARALLEL_UPDATES: Final = 0

PRINT_MESSAGE: Final = NotifyEntityDescription(key=EntityKey.PRINT_MESSAGE)


class PrintMessage(RequestEntity, CloudPrintPrinterEntity, NotifyEntity):
    """Prints messages."""

    _attr_supported_features = NotifyEntityFeature.TITLE
    _waits_for_service = True  # Messages are held during an outage.

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        requester = await async_get_requester(self.hass, self.request_context)
        own_pages = await async_load(self.hass, "printing.own_pages")
        await own_pages.async_print_message(
            self.hass, requester, device_id=self.device_id, text=message, title=title
        )


async_setup_entry = partial(
    async_setup_printer_entities, kinds=[(PrintMessage, PRINT_MESSAGE)]
)
