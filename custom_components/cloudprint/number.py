"""How many copies a printer makes of what does not say otherwise."""

from typing import Final, override

from homeassistant.components.number import (
    NumberEntityDescription,
    NumberMode,
    RestoreNumber,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .capability_check import copies_range
from .data import CloudPrintConfigEntry
from .entity import CloudPrintPrinterEntity, add_printer_entities

PARALLEL_UPDATES: Final = 0

COPIES: Final = NumberEntityDescription(
    key="copies",
    translation_key="copies",
    entity_category=EntityCategory.CONFIG,
    mode=NumberMode.BOX,
    native_step=1,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the copies of each printer."""
    add_printer_entities(
        entry,
        async_add_entities,
        lambda device_id: [DefaultCopies(entry, device_id, COPIES)],
    )


class DefaultCopies(CloudPrintPrinterEntity, RestoreNumber):
    """How many copies; one is what printers make by themselves, and is not sent."""

    _chosen = 1

    @property
    @override
    def available(self) -> bool:
        """Return true: what is chosen here needs no service."""
        return True

    @override
    async def async_added_to_hass(self) -> None:
        """Make as many as before."""
        await super().async_added_to_hass()
        data = await self.async_get_last_number_data()
        if data is not None and data.native_value is not None:
            self._choose(int(data.native_value))

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Leave it to the printer again, which also a disabled entity does."""
        self.account.defaults.set(self.device_id, COPIES.key, None)

    @property
    @override
    def native_min_value(self) -> int:
        """Return one: the printer's default."""
        return 1

    @property
    @override
    def native_value(self) -> int:
        """Return what is chosen, unless the printer does not make so many any more."""
        return min(self._chosen, self.native_max_value)

    @property
    @override
    def native_max_value(self) -> int:
        """Return the most that the printer makes."""
        return copies_range(self.account.capabilities.get(self.device_id))[1]

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Have what the printer can do now."""
        self._choose(self._chosen)
        super()._handle_coordinator_update()

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Choose how many."""
        self._choose(int(value))
        self.async_write_ha_state()

    def _choose(self, copies: int) -> None:
        self._chosen = copies
        value = self.native_value
        self.account.defaults.set(
            self.device_id, COPIES.key, value if value > 1 else None
        )
