"""A password of shared printers that is also taken unencrypted, and how that ends."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.core import HomeAssistant, callback

from ..data import CloudPrintConfigEntry
from ..ipp.sharing import SHARING
from ..settings import CONF_IPP_ENCRYPTED, IppSettings
from .issue import AccountRepairFlow, async_set_issue

ISSUE_UNENCRYPTED: Final = "ipp_unencrypted"


@callback
def async_track_encryption(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Report while an account's shared printers take their password unencrypted."""
    sharing = hass.data[SHARING]
    settings = IppSettings.from_options(entry.options)

    @callback
    def check() -> None:
        is_open = (
            settings.needs_password
            and not settings.needs_encryption
            and bool(sharing.get_ports(entry.entry_id))
        )
        async_set_issue(hass, entry, ISSUE_UNENCRYPTED, is_open=is_open)

    entry.async_on_unload(sharing.async_add_listener(check))
    check()


class UnencryptedFlow(AccountRepairFlow):
    """Ends unencrypted printing once all devices have the printers encrypted."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Say what to do first."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Take the password encrypted only, and reload the account."""
        if user_input is None:
            return self.async_show_form(step_id="confirm", data_schema=vol.Schema({}))
        return self._finish(**{CONF_IPP_ENCRYPTED: True})
