"""Base classes of the entities."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Set as AbstractSet
from typing import override

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import EntityCategory
from homeassistant.core import Context, Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN, EntityKey
from .coordinator import PrinterCoordinator, build_printer_identifier, find_entity
from .data import Account, CloudPrintConfigEntry
from .settings import has_own_history
from .texts import async_get_texts, own_language


class RequestEntity(Entity):
    """An entity that prints; with own history, its state does not say for whom."""

    entry: CloudPrintConfigEntry
    request_context: Context | None = None

    @callback
    @override
    def async_set_context(self, context: Context) -> None:
        self.request_context = context
        super().async_set_context(Context() if has_own_history(self.entry) else context)


class CloudPrintEntity(CoordinatorEntity[PrinterCoordinator]):
    """An entity of an account or of one of its printers."""

    _attr_has_entity_name = True
    _follows_jobs = False  # whether the state or the availability depends on jobs
    _shown: object = None

    def __init__(self, account: Account, description: EntityDescription) -> None:
        """Initialize an entity of the account itself."""
        super().__init__(account.coordinator)
        self.entity_description = description
        self._attr_translation_key = description.key
        self.account, self.entry, self.store = account, account.entry, account.store
        app_id = self.coordinator.app_id
        self._attr_unique_id = f"{app_id}_{description.key}"
        self._attr_device_info = dr.DeviceInfo(identifiers={(DOMAIN, app_id)})

    @property
    @override
    def available(self) -> bool:
        # The jobs and the connection are known without the service.
        return True

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        if self._follows_jobs:
            self.async_on_remove(
                self.store.async_add_update_listener(self._handle_jobs)
            )

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        self._shown = None
        super()._handle_coordinator_update()

    def _handle_jobs(self, device_ids: AbstractSet[str]) -> None:
        # Comparing what is shown is faster than writing states while a print is sent.
        value = getattr(self, "native_value", None)
        shown = self.available, value, self.extra_state_attributes
        if shown != self._shown:
            self._shown = shown
            self.async_write_ha_state()


class CloudPrintPrinterEntity(CloudPrintEntity):
    """An entity of a printer."""

    _needs_service = True  # whether it is unavailable while the service is
    _waits_for_service = False  # whether it needs only that the printer is listed

    def __init__(
        self, account: Account, device_id: str, description: EntityDescription
    ) -> None:
        """Initialize an entity of a printer."""
        super().__init__(account, description)
        self.device_id = device_id
        self.printer = self.coordinator.data[device_id]
        app_id = self.coordinator.app_id
        identifier = build_printer_identifier(app_id, *self.printer.key)
        self._attr_unique_id = f"{identifier[1]}_{description.key}"
        self._attr_device_info = dr.DeviceInfo(identifiers={identifier})

    @property
    @override
    def available(self) -> bool:
        is_served = self._waits_for_service or self.coordinator.last_update_success
        return not self._needs_service or (is_served and self.is_listed)

    @property
    def is_listed(self) -> bool:
        """Return whether the printer is in the newest list of the service."""
        return self.device_id in self.coordinator.data

    @property
    def is_last_kept(self) -> bool:
        """Return whether the printer's last document is still stored."""
        last = self.store.last_job(self.device_id)
        return last is not None and self.account.spooler.contents.is_kept(last)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        self.printer = self.coordinator.data.get(self.device_id, self.printer)
        super()._handle_coordinator_update()

    @override
    def _handle_jobs(self, device_ids: AbstractSet[str]) -> None:
        if self.device_id in device_ids:
            super()._handle_jobs(device_ids)


type PrinterEntityKind = tuple[type[CloudPrintPrinterEntity], EntityDescription]


async def async_setup_printer_entities(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    *,
    kinds: Iterable[PrinterEntityKind],
) -> None:
    """Set up a platform that has entities of printers only."""
    add_printer_entities(entry.runtime_data, async_add_entities, *kinds)


def add_printer_entities(
    account: Account,
    async_add_entities: AddConfigEntryEntitiesCallback,
    *kinds: PrinterEntityKind,
    applies_to: Callable[[str], bool] = lambda device_id: True,
) -> None:
    """Add an entity of each kind for each printer, now and when a printer is added.

    With `applies_to`, it is added once that is true for the printer's device.
    """
    entry, coordinator = account.entry, account.coordinator
    added = set[str]()

    def add_new() -> None:
        new = {*filter(applies_to, coordinator.data.keys() - added)}
        added.update(new)
        if new:
            async_add_entities(
                entity(account, device_id, description)
                for device_id in sorted(new)
                for entity, description in kinds
            )

    @callback
    def forget(event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        # Entities are removed with their device only.
        if event.data["action"] == "remove":
            added.discard(event.data["device_id"])

    entry.async_on_unload(coordinator.async_add_listener(add_new))
    entry.async_on_unload(
        account.hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, forget)
    )
    add_new()


class DefaultEntity[ChoiceT](CloudPrintPrinterEntity):
    """A default option of a printer, kept while the printer does not support it."""

    _attr_entity_category = EntityCategory.CONFIG
    _chosen: ChoiceT
    _printer_default: ChoiceT  # leaves the option to the printer
    _needs_service = False

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        restored = await self._async_get_restored()
        self._choose(self._printer_default if restored is None else restored)

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Leave the option to the printer, as a disabled entity does."""
        self.account.defaults[self.device_id].pop(self.entity_description.key, None)

    @abstractmethod
    async def _async_get_restored(self) -> ChoiceT | None:
        """Return the choice of before a restart."""

    def _choose(self, choice: ChoiceT) -> None:
        self._chosen = choice
        options = self.account.defaults.setdefault(self.device_id, {})
        if choice == self._printer_default:
            options.pop(self.entity_description.key, None)
        else:
            options[self.entity_description.key] = choice


def find_targets(
    hass: HomeAssistant, selection: TargetSelection, *keys: EntityKey
) -> set[str]:
    """Return the devices in a target, by any named entity or the first enabled of keys."""
    selected = async_extract_referenced_entity_ids(hass, selection, expand_group=False)
    device_ids = set[str]()
    for entity_id in selected.referenced | selected.indirectly_referenced:
        entity = er.async_get(hass).async_get(entity_id)
        if entity and entity.platform == DOMAIN and (device_id := entity.device_id):
            first = find_entity(hass, device_id, *keys, enabled=True)
            if entity_id in selected.referenced or entity == first:
                device_ids.add(device_id)
    return device_ids


class SubentryEntity(Entity):
    """The only entity of the device of a subentry."""

    _attr_has_entity_name = True
    _attr_name = None
    _attr_should_poll = False
    subentry_type: str

    def __init__(self, entry: CloudPrintConfigEntry, subentry_id: str) -> None:
        """Initialize the entity of a subentry."""
        self.entry, self.subentry_id = entry, subentry_id
        self._attr_translation_key = self.subentry_type
        identifier = self.build_identifier(entry, subentry_id)
        self._attr_unique_id = identifier[1]
        self._attr_device_info = dr.DeviceInfo(identifiers={identifier})

    @classmethod
    def build_identifier(
        cls, entry: CloudPrintConfigEntry, subentry_id: str
    ) -> tuple[str, str]:
        """Return the identifier of the device of a subentry."""
        return DOMAIN, f"{entry.unique_id}_{cls.subentry_type}_{subentry_id}"


async def async_add_subentry_entities(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    kind: type[SubentryEntity],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a device with an entity for each subentry of a type, and rename it with that."""
    language = own_language(hass.config.language)
    texts = await async_get_texts(hass, language, "config_subentries")
    subentry_type = kind.subentry_type
    model = texts[f"config_subentries.{subentry_type}.entry_type"]
    devices = dr.async_get(hass)
    added = set[str]()

    @callback
    def update(change: ConfigEntryChange, changed: ConfigEntry) -> None:
        if changed.entry_id != entry.entry_id:
            return
        for subentry in entry.get_subentries_of_type(subentry_type):
            subentry_id = subentry.subentry_id
            devices.async_get_or_create(
                config_entry_id=entry.entry_id,
                config_subentry_id=subentry_id,
                identifiers={kind.build_identifier(entry, subentry_id)},
                entry_type=dr.DeviceEntryType.SERVICE,
                name=subentry.title,
                model=model,
                model_id=subentry_type,
            )
            if subentry_id not in added:
                added.add(subentry_id)
                entity = kind(entry, subentry_id)
                async_add_entities([entity], config_subentry_id=subentry_id)

    entry.async_on_unload(
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, update)
    )
    update(ConfigEntryChange.UPDATED, entry)
