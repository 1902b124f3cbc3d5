"""Buttons that print or release jobs."""

from typing import Final, override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .compat import async_load
from .const import DOMAIN, EntityKey
from .coordinator import find_entity
from .data import CloudPrintConfigEntry
from .entity import CloudPrintEntity, CloudPrintPrinterEntity, add_printer_entities
from .printing.permission import async_get_requester, async_get_user
from .printing.saved_document import MODEL_ID, SUBENTRY_TYPE, get_documents
from .texts import async_get_texts

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
    async_add_entities([ReleaseButton(entry, RELEASE)])
    texts = await async_get_texts(hass, None, "config_subentries")
    model = texts[f"config_subentries.{SUBENTRY_TYPE}.entry_type"]
    add_document_buttons(hass, entry, model, async_add_entities)
    add_printer_entities(
        entry, async_add_entities, (ReprintButton, REPRINT), (TestPageButton, TEST_PAGE)
    )

    def has_other_sides(device_id: str) -> bool:
        """Return whether manual duplex is set up for a printer, or its button was there."""
        trays = entry.runtime_data.printer_settings.get_trays(device_id)
        return bool(trays or find_entity(hass, device_id, EntityKey.PRINT_OTHER_SIDES))

    add_printer_entities(
        entry,
        async_add_entities,
        (OtherSidesButton, OTHER_SIDES),
        applies_to=has_other_sides,
    )


def add_document_buttons(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    model: str,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a device with a button for each saved document, and rename it with that."""
    devices = dr.async_get(hass)
    known = set[str]()

    @callback
    def update(change: ConfigEntryChange, changed: ConfigEntry) -> None:
        if changed.entry_id != entry.entry_id:
            return
        for document in get_documents(entry):
            subentry_id = document.subentry_id
            devices.async_get_or_create(
                config_entry_id=entry.entry_id,
                config_subentry_id=subentry_id,
                identifiers={build_document_identifier(entry, subentry_id)},
                entry_type=dr.DeviceEntryType.SERVICE,
                name=document.name,
                model=model,
                model_id=MODEL_ID,
            )
            if subentry_id not in known:
                known.add(subentry_id)
                button = DocumentButton(entry, subentry_id)
                async_add_entities([button], config_subentry_id=subentry_id)

    entry.async_on_unload(
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, update)
    )
    update(ConfigEntryChange.UPDATED, entry)


def build_document_identifier(
    entry: CloudPrintConfigEntry, subentry_id: str
) -> tuple[str, str]:
    """Return the device identifier of a saved document."""
    return DOMAIN, f"{entry.unique_id}_document_{subentry_id}"


class ReleaseButton(CloudPrintEntity, ButtonEntity):
    """Releases the held jobs of an account."""

    @override
    async def async_press(self) -> None:
        jobs = await async_load(self.hass, "printing.jobs")
        await jobs.async_release_account(self.entry, self.account.spooler)


class ReprintButton(CloudPrintPrinterEntity, ButtonEntity):
    """Prints the last document of a printer again."""

    _follows_jobs = True

    @property
    @override
    def available(self) -> bool:
        return self.is_listed and self.is_last_kept

    @override
    async def async_press(self) -> None:
        # The context is the one of the next press, too, once something is awaited.
        requested_by = await async_get_requester(self.hass, self._context)
        jobs = await async_load(self.hass, "printing.jobs")
        await jobs.async_reprint(
            self.hass, {"device_id": self.device_id}, requested_by=requested_by
        )


class TestPageButton(CloudPrintPrinterEntity, ButtonEntity):
    """Prints a test page."""

    _waits_for_service = True  # The page is held during an outage.

    @property
    @override
    def entity_category(self) -> EntityCategory | None:
        # In homes that had it before, actions on a whole area go on to press it.
        known = find_entity(self.hass, self.device_id, EntityKey.TEST_PAGE)
        return known.entity_category if known else EntityCategory.DIAGNOSTIC

    @override
    async def async_press(self) -> None:
        requested_by = await async_get_requester(self.hass, self._context)
        own_pages = await async_load(self.hass, "printing.own_pages")
        await own_pages.async_print_test_page(
            self.hass, self.device_id, requested_by=requested_by
        )


class OtherSidesButton(CloudPrintPrinterEntity, ButtonEntity):
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
        duplex = await async_load(self.hass, "printing.manual_duplex")
        await duplex.async_print_back_pass(self.hass, {"device_id": self.device_id})


class DocumentButton(ButtonEntity):
    """Prints a saved document."""

    _attr_has_entity_name = True
    _attr_name = None
    _attr_should_poll = False
    _attr_translation_key = "document"

    def __init__(self, entry: CloudPrintConfigEntry, subentry_id: str) -> None:
        """Initialize the button of a document."""
        self._subentry_id = subentry_id
        identifier = build_document_identifier(entry, subentry_id)
        self._attr_unique_id = identifier[1]
        self._attr_device_info = dr.DeviceInfo(identifiers={identifier})

    @override
    async def async_press(self) -> None:
        """Print the document on its printer, if the user who presses may do that."""
        user = await async_get_user(self.hass, self._context)
        action = await async_load(self.hass, "printing.action")
        await action.async_print(self.hass, {"document": self._subentry_id}, user)
