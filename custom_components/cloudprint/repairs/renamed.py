"""Printers that may have been renamed: the issue and its fix flow."""

from typing import Final

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.core import Event, callback
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers import device_registry as dr

from ..api.printer import Printer
from ..coordinator import DATA_RENAMED, get_printer_name, get_renamed_printers
from ..data import Account
from ..exceptions import as_markdown, shown
from ..forms import UserInput, list_selector
from .issue import AccountRepairFlow, async_set_issue
from .rename import Rename, async_rename

ISSUE_RENAMED: Final = "printer_renamed"
CONF_PRINTER: Final = "printer"


class RenamedPrinterFlow(AccountRepairFlow):
    """Asks whether a new printer is a missing one with another name."""

    async def async_step_init(self, user_input: UserInput = None) -> RepairsFlowResult:
        """Ask whether it was renamed."""
        return self.async_show_menu(
            step_id="init",
            menu_options=["same", "other"],
            description_placeholders=self._placeholders(),
        )

    async def async_step_same(self, user_input: UserInput = None) -> RepairsFlowResult:
        """Give the missing printer's device the new name."""
        candidates = self._candidates()
        if user_input is not None:
            chosen = user_input.get(CONF_PRINTER, "")
        else:
            chosen = next(iter(candidates)) if len(candidates) == 1 else ""
        if printer := candidates.get(chosen):
            rename = Rename(
                device_id=self._part_id, new_device_id=chosen, printer=printer
            )
            if await async_rename(self.hass, self._entry, rename):
                return self.async_create_entry(data={})
            return self.async_abort(reason="not_moved")
        labels = {id_: shown(get_printer_name(self.hass, id_)) for id_ in candidates}
        # Home Assistant's frontend selects the first option of a required field.
        field = vol.Optional(CONF_PRINTER)
        return self.async_show_form(
            step_id="same",
            data_schema=vol.Schema({field: list_selector(labels)}),
            description_placeholders=self._placeholders(),
            errors={} if user_input is None else {CONF_PRINTER: "no_answer"},
        )

    async def async_step_other(self, user_input: UserInput = None) -> RepairsFlowResult:
        """Remove the missing printer's device, once that is confirmed."""
        placeholders = self._placeholders()
        if user_input is None:
            return self.async_show_form(
                step_id="other",
                data_schema=vol.Schema({}),
                description_placeholders=placeholders,
            )
        dr.async_get(self.hass).async_remove_device(self._part_id)
        return self.async_create_entry(data={})

    def _candidates(self) -> dict[str, Printer]:
        """Return the new printers that the missing one may be, by device id.

        Raises AbortFlow if there are none, or if the account is not loaded.
        """
        coordinator = self._account.coordinator
        new_ids = coordinator.missing.renamed.get(self._part_id, frozenset())
        listed = coordinator.data
        if not (candidates := {id_: listed[id_] for id_ in listed if id_ in new_ids}):
            raise AbortFlow("nothing_to_decide")
        return candidates

    def _placeholders(self) -> dict[str, str]:
        return {
            "old": as_markdown(get_printer_name(self.hass, self._part_id)),
            "new": " / ".join(
                as_markdown(get_printer_name(self.hass, device_id))
                for device_id in self._candidates()
            ),
        }


def async_check_renamed(account: Account) -> None:
    """Report missing printers that may have been renamed, also after a restart."""
    hass, entry = account.hass, account.entry
    before = get_renamed_printers(hass, entry)
    renamed = account.coordinator.missing.renamed
    for device_id in (*before, *renamed):
        is_open = device_id in renamed
        async_set_issue(account, ISSUE_RENAMED, part_id=device_id, is_open=is_open)
    stored = {old: sorted(new) for old, new in renamed.items()}
    if stored == entry.data.get(DATA_RENAMED, {}):
        return
    data = {key: value for key, value in entry.data.items() if key != DATA_RENAMED}
    if stored:
        data[DATA_RENAMED] = stored
    hass.config_entries.async_update_entry(entry, data=data)


def async_track_devices(account: Account) -> None:
    """Update the issues when a printer's device is deleted."""
    missing = account.coordinator.missing

    @callback
    def forget(event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        if event.data["action"] != "remove":
            return
        before = missing.renamed
        missing.forget(event.data["device_id"])
        if missing.renamed != before:
            async_check_renamed(account)

    account.entry.async_on_unload(
        account.hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, forget)
    )
