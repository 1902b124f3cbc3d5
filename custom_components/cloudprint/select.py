"""Selects of the default print options."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.restore_state import ExtraStoredData, RestoreEntity

from .api import PrinterCapabilities
from .data import CloudPrintConfigEntry
from .entity import DefaultEntity, add_printer_entities
from .printing.capability_check import words_of
from .printing.options import paper_names

PARALLEL_UPDATES: Final = 0

PRINTER_DEFAULT: Final = "printer_default"
"""The option that sends nothing: the printer's own setting applies."""


@dataclass(frozen=True, kw_only=True)
class DefaultSelectDescription(SelectEntityDescription):
    """Describes a default; `choices` are the options that capabilities allow."""

    choices: Callable[[PrinterCapabilities | None], list[str]]


SELECTS: Final = (
    DefaultSelectDescription(key="color", choices=partial(words_of, "color")),
    DefaultSelectDescription(key="sides", choices=partial(words_of, "sides")),
    DefaultSelectDescription(key="paper", choices=paper_names),
    DefaultSelectDescription(key="quality", choices=partial(words_of, "quality")),
    DefaultSelectDescription(
        key="orientation", choices=partial(words_of, "orientation")
    ),
)
"""The keys are the names of the print options."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the default options of each printer."""
    add_printer_entities(
        entry,
        async_add_entities,
        lambda device_id: [
            DefaultSelect(entry, device_id, description) for description in SELECTS
        ],
    )


@dataclass(frozen=True, slots=True)
class Choice(ExtraStoredData):
    """What is chosen, also while the printer does not say that it can do it."""

    option: str

    @override
    def as_dict(self) -> dict[str, Any]:
        """Return what is kept across restarts."""
        return {"option": self.option}


class DefaultSelect(DefaultEntity[str], SelectEntity, RestoreEntity):
    """A default option of a printer."""

    entity_description: DefaultSelectDescription
    _chosen = PRINTER_DEFAULT

    @override
    async def _async_kept(self) -> str | None:
        kept = await self.async_get_last_extra_data()
        if option := kept and kept.as_dict().get("option"):
            return str(option)
        state = await self.async_get_last_state()
        return None if state is None else state.state

    @property
    @override
    def extra_restore_state_data(self) -> Choice:
        """Return what is chosen: the state is only what applies at the moment."""
        return Choice(self._chosen)

    @property
    @override
    def options(self) -> list[str]:
        """Return what the printer can do, as far as it says."""
        known = self.account.capabilities.get(self.device_id)
        return [PRINTER_DEFAULT, *self.entity_description.choices(known)]

    @property
    @override
    def current_option(self) -> str:
        """Return what is chosen, unless the printer cannot do it any more."""
        return self._chosen if self._chosen in self.options else PRINTER_DEFAULT

    @override
    async def async_select_option(self, option: str) -> None:
        """Choose a default."""
        self._choose(option)
        self.async_write_ha_state()

    @override
    def _choose(self, option: str) -> None:
        self._chosen = option
        self._have(
            None if option == PRINTER_DEFAULT else option,
            is_possible=self.current_option == option,
        )
