"""What all entities have in common."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Set as AbstractSet
from typing import override

from homeassistant.const import EntityCategory
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import (
    EVENT_DEVICE_REGISTRY_UPDATED,
    DeviceInfo,
    EventDeviceRegistryUpdatedData,
)
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import PrinterCoordinator, printer_identifier
from .data import CloudPrintConfigEntry


class CloudPrintEntity(CoordinatorEntity[PrinterCoordinator]):
    """An entity of an account or of one of its printers."""

    _attr_has_entity_name = True
    _shown: object = None

    def __init__(
        self, entry: CloudPrintConfigEntry, description: EntityDescription
    ) -> None:
        """Set up an entity of the account itself."""
        super().__init__(entry.runtime_data.coordinator)
        self.entity_description = description
        self.account = entry.runtime_data
        self.store = self.account.store
        app_id = self.coordinator.app_id
        self._attr_unique_id = f"{app_id}_{description.key}"
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, app_id)})

    @property
    @override
    def available(self) -> bool:
        """Return true: what an account shows, and its jobs, is known without the service."""
        return True

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the jobs, too."""
        await super().async_added_to_hass()
        self.async_on_remove(self._follow_jobs())

    @callback
    def _follow_jobs(self) -> CALLBACK_TYPE:
        """Follow the jobs; return what ends that."""
        return self.store.async_add_update_listener(self._handle_jobs)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Show what the service says now."""
        self._shown = self._to_show()
        super()._handle_coordinator_update()

    @callback
    def _handle_jobs(self, device_ids: AbstractSet[str]) -> None:
        """Show what became of jobs of some printers.

        Most steps of a job change little: what stays as it is costs a print no time.
        """
        if (to_show := self._to_show()) != self._shown:
            self._shown = to_show
            self.async_write_ha_state()

    def _to_show(self) -> object:
        """Return all that a job can change: the state that is made of it costs more."""
        return self.available, self.shown, self.extra_state_attributes

    @property
    def shown(self) -> object:
        """Return what the entity's state is made of, if it is made of jobs."""
        return None


class CloudPrintPrinterEntity(CloudPrintEntity):
    """An entity of a printer."""

    _needs_service = True
    """Whether what it shows or does is only there while the service is."""

    def __init__(
        self,
        entry: CloudPrintConfigEntry,
        device_id: str,
        description: EntityDescription,
    ) -> None:
        """Set up an entity of a printer."""
        super().__init__(entry, description)
        self.device_id = device_id
        self.printer = self.coordinator.data[device_id]
        identifier = printer_identifier(
            self.coordinator.app_id, self.printer.server_sn, self.printer.name
        )
        self._attr_unique_id = f"{identifier[1]}_{description.key}"
        self._attr_device_info = DeviceInfo(identifiers={identifier})

    @property
    @override
    def available(self) -> bool:
        """Return if the service is there and knows the printer, as far as that matters."""
        return not self._needs_service or (
            self.coordinator.last_update_success and self.is_listed
        )

    @property
    def is_listed(self) -> bool:
        """Return if the service knew the printer when it was last there."""
        return self.device_id in self.coordinator.data

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Show what the service says of the printer now."""
        self.printer = self.coordinator.data.get(self.device_id, self.printer)
        super()._handle_coordinator_update()

    @callback
    @override
    def _handle_jobs(self, device_ids: AbstractSet[str]) -> None:
        """Show what became of jobs of this printer."""
        if self.device_id in device_ids:
            super()._handle_jobs(device_ids)


def add_printer_entities(
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    entities_of: Callable[[str], Iterable[Entity]],
) -> None:
    """Add the entities of each printer, now and when it comes."""
    coordinator = entry.runtime_data.coordinator
    known = set[str]()

    @callback
    def add_new() -> None:
        new = coordinator.data.keys() - known
        known.update(new)
        if new:
            async_add_entities(
                [
                    entity
                    for device_id in sorted(new)
                    for entity in entities_of(device_id)
                ]
            )

    @callback
    def forget(event: Event[EventDeviceRegistryUpdatedData]) -> None:
        # Its entities went with its device, and not before: one that comes again is new.
        if event.data["action"] == "remove":
            known.discard(event.data["device_id"])

    entry.async_on_unload(coordinator.async_add_listener(add_new))
    entry.async_on_unload(
        coordinator.hass.bus.async_listen(EVENT_DEVICE_REGISTRY_UPDATED, forget)
    )
    add_new()


class DefaultEntity[ChoiceT](CloudPrintPrinterEntity):
    """A default option of a printer; its key is the option's name.

    The choice is kept while the printer does not support it.
    """

    _attr_entity_category = EntityCategory.CONFIG
    _chosen: ChoiceT
    _printer_default: ChoiceT
    """The choice that leaves the option to the printer."""
    _needs_service = False

    @override
    async def async_added_to_hass(self) -> None:
        """Restore the choice."""
        await super().async_added_to_hass()
        restored = await self._async_get_restored()
        self._choose(self._printer_default if restored is None else restored)

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Leave the option to the printer, as a disabled entity does."""
        options = self.account.defaults[self.device_id]
        options.pop(self.entity_description.key, None)

    @abstractmethod
    async def _async_get_restored(self) -> ChoiceT | None:
        """Return the choice of before a restart."""

    @callback
    def _choose(self, choice: ChoiceT) -> None:
        """Store a choice for prints."""
        self._chosen = choice
        options = self.account.defaults.setdefault(self.device_id, {})
        if choice == self._printer_default:
            options.pop(self.entity_description.key, None)
        else:
            options[self.entity_description.key] = choice


def entities_with_key(hass: HomeAssistant, entities: set[str], key: str) -> set[str]:
    """Return those entities that are ours and show one thing, such as "status".

    A device or an area that is the target has other entities, too.
    """
    registry = er.async_get(hass)
    return {
        entity_id
        for entity_id in entities
        if (entry := registry.async_get(entity_id))
        and entry.platform == DOMAIN
        and entry.unique_id.endswith(f"_{key}")
    }
