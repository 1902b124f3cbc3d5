"""The default options of each printer that are one of several values."""

from functools import partial
from typing import Final, override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.helpers.restore_state import RestoredExtraData, RestoreEntity

from .entity import DefaultEntity, async_setup_printer_entities
from .printing.capability_check import CHOICES, get_choices

PARALLEL_UPDATES: Final = 0

# The choice that sends nothing, so that the printer's own setting applies
PRINTER_DEFAULT: Final = "printer_default"
# The key is the name of the print option.
SELECTS: Final = tuple(
    SelectEntityDescription(
        key=option,
        entity_registry_enabled_default=option not in ("orientation", "quality"),
    )
    for option in ("paper", *CHOICES)
)


class DefaultSelect(DefaultEntity[str], SelectEntity, RestoreEntity):
    """A default option of a printer."""

    _chosen = _printer_default = PRINTER_DEFAULT

    @override
    async def _async_get_restored(self) -> str | None:
        stored = await self.async_get_last_extra_data()
        if option := stored and stored.as_dict().get("option"):
            return str(option)
        state = await self.async_get_last_state()
        return None if state is None else state.state

    @property
    @override
    def extra_restore_state_data(self) -> RestoredExtraData:
        # The state differs while the printer does not support the choice.
        return RestoredExtraData({"option": self._chosen})

    @property
    @override
    def options(self) -> list[str]:
        capabilities = self.account.capabilities.get(self.device_id)
        options = get_choices(self.entity_description.key, capabilities)
        return [PRINTER_DEFAULT, *options]

    @property
    @override
    def current_option(self) -> str:
        return self._chosen if self._chosen in self.options else PRINTER_DEFAULT

    @override
    async def async_select_option(self, option: str) -> None:
        self._choose(option)
        self.async_write_ha_state()


async_setup_entry = partial(
    async_setup_printer_entities,
    kinds=[(DefaultSelect, description) for description in SELECTS],
)
