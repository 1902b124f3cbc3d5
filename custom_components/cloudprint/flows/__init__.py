"""The flows beside the config flow, and what several flows share."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, override

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigFlowResult,
    OptionsFlowWithReload,
    UnknownEntry,
)
from homeassistant.data_entry_flow import AbortFlow, section
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..data import CloudPrintConfigEntry, CloudPrintData
from ..printing.permission import get_printers

type UserInput = dict[str, Any] | None
"""What was entered in a form, or None before it is shown."""


@contextmanager
def abort_without_account() -> Generator[None]:
    """Abort the flow if its account was deleted while the dialog was open."""
    try:
        yield
    except UnknownEntry as err:
        raise AbortFlow("account_gone") from err


class AccountFlow(OptionsFlowWithReload):
    """A flow for the options of an account."""

    @property
    @override
    def config_entry(self) -> CloudPrintConfigEntry:
        """Return the account. Raises AbortFlow if it was deleted."""
        with abort_without_account():
            return super().config_entry

    @property
    def account(self) -> CloudPrintData:
        """Return the account. Raises AbortFlow if it is not loaded."""
        entry: CloudPrintConfigEntry = self.config_entry
        if entry.state is not ConfigEntryState.LOADED:
            raise AbortFlow("account_not_loaded")
        return entry.runtime_data

    @property
    def printers(self) -> dict[str, str]:
        """Return the names of listed printers. Raises AbortFlow if there are none."""
        listed = self.account.coordinator.data
        names = get_printers(self.hass, self.config_entry)
        if not (printers := {each: names[each] for each in names.keys() & listed}):
            raise AbortFlow("no_printers")
        return printers

    async def async_step_finish(self, user_input: UserInput = None) -> ConfigFlowResult:
        """End the flow. What was answered is stored already."""
        return self.async_create_entry(data=dict(self.config_entry.options))


def number_selector(
    lowest: int, highest: int, unit: str | None = None, translation_key: str = ""
) -> NumberSelector:
    """Return a selector of a number in a box; a unit can be translated."""
    config = NumberSelectorConfig(min=lowest, max=highest, mode=NumberSelectorMode.BOX)
    if unit is not None:
        config["unit_of_measurement"] = unit
    if translation_key:
        config["translation_key"] = translation_key
    return NumberSelector(config)


def select_selector(
    options: Sequence[str] | Sequence[SelectOptionDict],
    translation_key: str = "",
    mode: SelectSelectorMode = SelectSelectorMode.DROPDOWN,
    *,
    multiple: bool = False,
    custom_value: bool = False,
) -> SelectSelector:
    """Return a selector of some of several options, with texts if they have a key."""
    config = SelectSelectorConfig(
        options=options, multiple=multiple, custom_value=custom_value, mode=mode
    )
    if translation_key:
        config["translation_key"] = translation_key
    return SelectSelector(config)


def list_selector(
    options: Sequence[str], translation_key: str, *, multiple: bool = False
) -> SelectSelector:
    """Return a selector that shows all its options."""
    return select_selector(
        options, translation_key, SelectSelectorMode.LIST, multiple=multiple
    )


def printer_selector(
    printers: Mapping[str, str], *, multiple: bool = False
) -> SelectSelector:
    """Return a selector of printers, given their names by device id."""
    options = [
        SelectOptionDict(value=device_id, label=name)
        for device_id, name in sorted(printers.items(), key=itemgetter(1))
    ]
    mode = SelectSelectorMode.LIST if multiple else SelectSelectorMode.DROPDOWN
    return select_selector(options, mode=mode, multiple=multiple)


def collapsed_section(fields: Mapping[Any, Any]) -> section:
    """Return a section of a form that is collapsed at first."""
    return section(vol.Schema(dict(fields)), {"collapsed": True})


def flatten(user_input: Mapping[str, Any], sections: Iterable[str]) -> dict[str, Any]:
    """Return a form's fields without its sections."""
    fields = {**user_input}
    for name in sections:
        fields |= fields.pop(name, {})
    return fields
