"""What a person chooses for all prints of a printer that do not say otherwise."""

from abc import abstractmethod
from typing import override

from homeassistant.const import EntityCategory
from homeassistant.core import callback

from .entity import CloudPrintPrinterEntity


class DefaultEntity[ChoiceT](CloudPrintPrinterEntity):
    """A default of a printer, by the name of the option of a print."""

    _attr_entity_category = EntityCategory.CONFIG
    _chosen: ChoiceT
    """Also while the printer cannot do it."""
    _needs_service = False

    @override
    async def async_added_to_hass(self) -> None:
        """Choose what was chosen before."""
        await super().async_added_to_hass()
        kept = await self._async_kept()
        if kept is not None:
            self._choose(kept)

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Leave it to the printer again, which also a disabled entity does."""
        self._have(None)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Have what the printer can do now."""
        self._choose(self._chosen)
        super()._handle_coordinator_update()

    def _have(self, value: ChoiceT | None, *, is_possible: bool = True) -> None:
        """Have prints take a value, or leave it to the printer."""
        self.account.defaults.set(
            self.device_id, self.entity_description.key, value, is_possible=is_possible
        )

    @abstractmethod
    async def _async_kept(self) -> ChoiceT | None:
        """Return what was chosen before a restart."""

    @abstractmethod
    def _choose(self, choice: ChoiceT) -> None:
        """Keep a choice, and let it apply as long as the printer can do it."""
