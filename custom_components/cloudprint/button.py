"""Buttons that print or release jobs."""

from typing import Final, override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .compat import async_load
from .const import EntityKey
from .coordinator import find_entity
from .data import CloudPrintConfigEntry
from .entity import (
    CloudPrintEntity,
    CloudPrintPrinterEntity,
    RequestEntity,
    SubentryEntity,
    add_printer_entities,
    async_add_subentry_entities,
)
from .printing.saved_document import SUBENTRY_TYPE
from .requester import async_get_requester
from .settings import has_own_history

PARALLEL_UPDATES: Final = 0

OTHER_SIDES: Final = ButtonEntityDescription(key=EntityKey.PRINT_OTHER_SIDES)
RELEASE: Final = ButtonEntityDescription(key=EntityKey.RELEASE_HELD_JOBS)
REPRINT: Final = ButtonEntityDescription(key=EntityKey.REPRINT_LAST)
TEST_PAGE: Final = ButtonEntityDescription(key=EntityKey.TEST_PAGE)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the buttons of an account, its printers and its documents."""
    account = entry.runtime_data
    async_add_entities([ReleaseButton(account, RELEASE)])
    await async_add_subentry_entities(hass, entry, DocumentButton, async_add_entities)
    kinds = (ReprintButton, REPRINT), (TestPageButton, TEST_PAGE)
    add_printer_entities(account, async_add_entities, *kinds)

    def has_other_sides(device_id: str) -> bool:
        """Return whether manual duplex is set up for a printer, or its button was there."""
        trays = account.printer_settings.get_trays(device_id)
        return bool(trays or find_entity(hass, device_id, EntityKey.PRINT_OTHER_SIDES))

    add_printer_entities(
        account,
        async_add_entities,
        (OtherSidesButton, OTHER_SIDES),
        applies_to=has_other_sides,
    )


class ReleaseButton(RequestEntity, CloudPrintEntity, ButtonEntity):
    """Releases the held jobs of an account."""

    @override
    async def async_press(self) -> None:
        requester = await async_get_requester(self.hass, self.request_context)
        jobs = await async_load(self.hass, "printing.jobs")
        await jobs.async_release_account(self.account, requester)


class ReprintButton(RequestEntity, CloudPrintPrinterEntity, ButtonEntity):
    """Prints the last document of a printer again."""

    _follows_jobs = True

    @property
    @override
    def available(self) -> bool:
        # With own history, another one than the printer's last one is printed.
        return self.is_listed and (self.is_last_kept or has_own_history(self.entry))

    @override
    async def async_press(self) -> None:
        # The context is the one of the next press, too, once something is awaited.
        requester = await async_get_requester(self.hass, self.request_context)
        jobs = await async_load(self.hass, "printing.jobs")
        await jobs.async_reprint(self.hass, {"device_id": self.device_id}, requester)


class TestPageButton(RequestEntity, CloudPrintPrinterEntity, ButtonEntity):
    """Prints a test page."""

    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _waits_for_service = True  # The page is held during an outage.

    @override
    async def async_press(self) -> None:
        requester = await async_get_requester(self.hass, self.request_context)
        own_pages = await async_load(self.hass, "printing.own_pages")
        await own_pages.async_print_test_page(
            self.hass, requester, device_id=self.device_id
        )


class OtherSidesButton(RequestEntity, CloudPrintPrinterEntity, ButtonEntity):
    """Prints the back pass, once the paper was turned."""

    _follows_jobs = True

    @property
    @override
    def available(self) -> bool:
        return any(
            job.device_id == self.device_id
            and job.can_release_back_pass
            and self.store.is_held(job)
            for job in self.store.waiting.back_passes
        )

    @override
    async def async_press(self) -> None:
        requester = await async_get_requester(self.hass, self.request_context)
        duplex = await async_load(self.hass, "printing.manual_duplex")
        await duplex.async_print_back_pass(
            self.hass, {"device_id": self.device_id}, requester
        )


class DocumentButton(RequestEntity, SubentryEntity, ButtonEntity):
    """Prints a saved document."""

    subentry_type = SUBENTRY_TYPE

    @override
    async def async_press(self) -> None:
        """Print the document on its printer, if the user who presses may do that."""
        requester = await async_get_requester(self.hass, self.request_context)
        action = await async_load(self.hass, "printing.action")
        await action.async_print(self.hass, {"document": self.subentry_id}, requester)
