"""The flows beside the config flow, and what several flows share."""

from typing import Final, override

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigFlowResult,
    ConfigSubentry,
    ConfigSubentryFlow,
    OptionsFlowWithReload,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import AbortFlow

from ..coordinator import get_printer_name
from ..data import Account, CloudPrintConfigEntry, find_account
from ..exceptions import as_markdown
from ..forms import UserInput
from ..printing.permission import find_default_printer, get_printers

BLUEPRINT: Final = (
    "https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url=https%3A%2F%2F"
    "github.com%2Fcloudprint-ha%2Fcloudprint%2Fblob%2Fmain%2Fblueprints%2Fautomation%2F"
    "cloudprint%2F{}.yaml"
)
"""Where to import a blueprint."""


def get_flow_entry(hass: HomeAssistant, entry_id: str) -> CloudPrintConfigEntry:
    """Return a flow's account. Raises AbortFlow if it was deleted meanwhile."""
    if (entry := hass.config_entries.async_get_entry(entry_id)) is None:
        raise AbortFlow("account_gone")
    return entry


class AccountFlow(OptionsFlowWithReload):
    """A flow for the options of an account."""

    _chosen = ""  # the device of the printer that the steps are about

    @property
    @override
    def config_entry(self) -> CloudPrintConfigEntry:
        """Return the account. Raises AbortFlow if it was deleted."""
        return get_flow_entry(self.hass, self._config_entry_id)

    @property
    def account(self) -> Account:
        """Return the account. Raises AbortFlow if it is not loaded."""
        if (account := find_account(self.hass, self.config_entry.entry_id)) is None:
            raise AbortFlow("account_not_loaded")
        return account

    @property
    def printers(self) -> dict[str, str]:
        """Return the names of listed printers, the default one first.

        Raises AbortFlow without any.
        """
        entry = self.account.entry
        names = get_printers(self.hass, [entry], is_listed=True)
        if not names:
            raise AbortFlow("no_printers")
        default = find_default_printer(self.hass, entry)
        return dict(
            sorted(names.items(), key=lambda item: (item[0] != default, item[1]))
        )

    @property
    def _printer(self) -> str:
        """Return the name of the chosen printer, in Markdown."""
        return as_markdown(get_printer_name(self.hass, self._chosen, "-"))

    async def async_step_finish(self, user_input: UserInput = None) -> ConfigFlowResult:
        """End the flow. What was answered is stored already."""
        return self.async_create_entry(data=dict(self.config_entry.options))


class SubentryFlow(ConfigSubentryFlow):
    """A flow for a part of an account; `_gone` aborts it if the part was deleted."""

    _gone: str

    @callback
    @override
    def _get_entry(self) -> CloudPrintConfigEntry:
        """Return the account. Raises AbortFlow if it was deleted."""
        return get_flow_entry(self.hass, self._entry_id)

    @callback
    @override
    def _get_reconfigure_subentry(self) -> ConfigSubentry:
        """Return the part. Raises AbortFlow if it was deleted."""
        part_id = self._reconfigure_subentry_id
        if (part := self._get_entry().subentries.get(part_id)) is None:
            raise AbortFlow(self._gone)
        return part

    @property
    def _own_id(self) -> str | None:
        """Return the id of the part that is changed, None of a new one."""
        if self.source == SOURCE_USER:
            return None
        return self._get_reconfigure_subentry().subentry_id
