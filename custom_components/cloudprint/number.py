"""The default number of copies of each printer."""

from dataclasses import replace
from functools import partial
from typing import Final, override

from homeassistant.components.number import (
    NumberEntityDescription,
    NumberExtraStoredData,
    NumberMode,
    RestoreNumber,
)

from .entity import DefaultEntity, async_setup_printer_entities
from .printing.capability_check import get_copies_range

PARALLEL_UPDATES: Final = 0

COPIES: Final = NumberEntityDescription(
    key="copies", mode=NumberMode.BOX, native_step=1
)


class DefaultCopies(DefaultEntity[int], RestoreNumber):
    """The default number of copies; one is the printer's own default and is not sent."""

    _attr_native_min_value = 1
    _chosen = _printer_default = 1

    @override
    async def _async_get_restored(self) -> int | None:
        data = await self.async_get_last_number_data()
        if data is None or data.native_value is None:
            return None
        return int(data.native_value)

    @property
    @override
    def extra_restore_state_data(self) -> NumberExtraStoredData:
        """Return the choice; the state is lower if the printer supports fewer."""
        return replace(super().extra_restore_state_data, native_value=self._chosen)

    @property
    @override
    def native_value(self) -> int:
        return min(self._chosen, self.native_max_value)

    @property
    @override
    def native_max_value(self) -> int:
        return get_copies_range(self.account.capabilities.get(self.device_id))[1]

    @override
    async def async_set_native_value(self, value: float) -> None:
        self._choose(int(value))
        self.async_write_ha_state()


async_setup_entry = partial(
    async_setup_printer_entities, kinds=[(DefaultCopies, COPIES)]
)
