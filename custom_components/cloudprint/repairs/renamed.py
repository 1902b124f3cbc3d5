"""Printers that may have been renamed: the issue, and its fix flow."""

from typing import Final

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..api import Printer
from ..coordinator import DATA_RENAMED, renamed_printers
from ..data import CloudPrintConfigEntry
from ..exceptions import as_markdown, shown
from .issue import async_hide, async_show
from .rename import Rename, async_rename

CONF_PRINTER: Final = "printer"


class RenamedPrinterFlow(RepairsFlow):
    """Asks whether a printer that came is one that is missing."""

    def __init__(self, entry: CloudPrintConfigEntry, device_id: str) -> None:
        """Set up a flow about a missing printer, by its device."""
        self._entry = entry
        self._device_id = device_id

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask what it is."""
        if reason := self._reason_to_abort():
            return self.async_abort(reason=reason)
        return self.async_show_menu(
            step_id="init",
            menu_options=["same", "other"],
            description_placeholders=self._placeholders(),
        )

    async def async_step_same(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Move the device of the missing printer to its new name."""
        if reason := self._reason_to_abort():
            return self.async_abort(reason=reason)
        candidates = self._candidates()
        if user_input is not None:
            chosen = user_input[CONF_PRINTER]
        else:
            chosen = next(iter(candidates)) if len(candidates) == 1 else ""
        if printer := candidates.get(chosen):
            rename = Rename(
                device_id=self._device_id, new_device_id=chosen, printer=printer
            )
            if await async_rename(self.hass, self._entry, rename):
                return self.async_create_entry(data={})
            return self.async_abort(reason="not_moved")
        return self.async_show_form(
            step_id="same",
            data_schema=_schema(candidates),
            description_placeholders=self._placeholders(),
        )

    async def async_step_other(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Remove the device of the missing printer."""
        if reason := self._reason_to_abort():
            return self.async_abort(reason=reason)
        dr.async_get(self.hass).async_remove_device(self._device_id)
        return self.async_create_entry(data={})

    def _reason_to_abort(self) -> str | None:
        """Return why nothing can be said now, if nothing can."""
        if self._entry.state is not ConfigEntryState.LOADED:
            return "account_not_loaded"
        return None if self._candidates() else "nothing_to_decide"

    def _candidates(self) -> dict[str, Printer]:
        """Return what the missing printer may be now, by device."""
        coordinator = self._entry.runtime_data.coordinator
        came = coordinator.missing.renamed.get(self._device_id, frozenset())
        return {
            device_id: printer
            for device_id, printer in coordinator.data.items()
            if device_id in came
        }

    def _placeholders(self) -> dict[str, str]:
        device = dr.async_get(self.hass).async_get(self._device_id)
        old = device and (device.name_by_user or device.name)
        return {
            "old": as_markdown(old or self._device_id),
            "new": " / ".join(
                as_markdown(printer.alias) for printer in self._candidates().values()
            ),
        }


def _schema(candidates: dict[str, Printer]) -> vol.Schema:
    options = [
        SelectOptionDict(value=device_id, label=shown(printer.alias))
        for device_id, printer in candidates.items()
    ]
    selector = SelectSelector(
        SelectSelectorConfig(options=options, mode=SelectSelectorMode.LIST)
    )
    return vol.Schema({vol.Required(CONF_PRINTER): selector})


ISSUE_RENAMED: Final = "printer_renamed"


@callback
def async_track_renamed(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Ask whether a printer that came is one that is missing."""
    coordinator = entry.runtime_data.coordinator

    @callback
    def track() -> None:
        renamed = coordinator.missing.renamed
        for device_id in renamed_printers(hass, entry).keys() - renamed.keys():
            async_hide(hass, entry, ISSUE_RENAMED, device_id)
        for device_id in renamed:
            async_show(hass, entry, ISSUE_RENAMED, device_id=device_id)
        _keep(hass, entry, {old: sorted(new) for old, new in renamed.items()})

    @callback
    def forget(event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        if event.data["action"] != "remove":
            return
        before = coordinator.missing.renamed
        coordinator.missing.forget(event.data["device_id"])
        if coordinator.missing.renamed != before:
            track()

    entry.async_on_unload(coordinator.async_add_listener(track))
    entry.async_on_unload(
        hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, forget)
    )
    track()


@callback
def _keep(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, renamed: dict[str, list[str]]
) -> None:
    """Keep what is asked across restarts."""
    if renamed == entry.data.get(DATA_RENAMED, {}):
        return
    data = {key: value for key, value in entry.data.items() if key != DATA_RENAMED}
    if renamed:
        data[DATA_RENAMED] = renamed
    hass.config_entries.async_update_entry(entry, data=data)
