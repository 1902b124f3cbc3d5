"""Numbers of the default copies."""

from dataclasses import replace
from typing import Final, override

from homeassistant.components.number import (
    NumberEntityDescription,
    NumberExtraStoredData,
    NumberMode,
    RestoreNumber,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .data import CloudPrintConfigEntry
from .entity import DefaultEntity, add_printer_entities
from .printing.capability_check import copies_range

PARALLEL_UPDATES: Final = 0

COPIES: Final = NumberEntityDescription(
    key="copies", mode=NumberMode.BOX, native_step=1
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the default copies of each printer."""
    add_printer_entities(
        entry,
        async_add_entities,
        lambda device_id: [DefaultCopies(entry, device_id, COPIES)],
    )


class DefaultCopies(DefaultEntity[int], RestoreNumber):
    """How many copies; one is what printers make by themselves, and is not sent."""

    _chosen = 1

    @override
    async def _async_kept(self) -> int | None:
        data = await self.async_get_last_number_data()
        if data is None or data.native_value is None:
            return None
        return int(data.native_value)

    @property
    @override
    def extra_restore_state_data(self) -> NumberExtraStoredData:
        """Return what is chosen: the state is only what applies at the moment."""
        return replace(super().extra_restore_state_data, native_value=self._chosen)

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

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Choose how many."""
        self._choose(int(value))
        self.async_write_ha_state()

    @override
    def _choose(self, copies: int) -> None:
        self._chosen = copies
        value = self.native_value
        self._have(value if value > 1 else None)
