"""A port for shared printers that is not available: the issue and its fix flow."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
)

from ..data import CloudPrintConfigEntry
from ..ipp.sharing import SHARING, is_port_of_home_assistant
from ..settings import CONF_IPP_PORT, HIGHEST_PORT, LOWEST_PORT, IppSettings
from .issue import AccountRepairFlow, async_set_issue

ISSUE_PORT: Final = "ipp_port_taken"
CONF_PORT: Final = "port"

PORT_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_PORT): NumberSelector(
            NumberSelectorConfig(
                min=LOWEST_PORT, max=HIGHEST_PORT, mode=NumberSelectorMode.BOX
            )
        )
    }
)


@callback
def async_track_port(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Report while printers of an account cannot be shared on their port."""
    sharing = hass.data[SHARING]

    @callback
    def check() -> None:
        ports = sharing.get_ports(entry.entry_id)
        async_set_issue(
            hass,
            entry,
            ISSUE_PORT,
            is_open=not all(port.is_running for port in ports),
            placeholders={"port": ", ".join(str(port.number) for port in ports)},
        )

    entry.async_on_unload(sharing.async_add_listener(check))


class PortTakenFlow(AccountRepairFlow):
    """Asks for another port, and shares the account's printers on it."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask for the port."""
        return await self.async_step_port()

    async def async_step_port(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Store a port that is available, and reload the account."""
        errors = dict[str, str]()
        present = IppSettings.from_options(self._entry.options).port
        if user_input is not None:
            port = int(user_input[CONF_PORT])
            if is_port_of_home_assistant(self.hass, port):
                errors[CONF_PORT] = "port_of_home_assistant"
            elif not await self.hass.data[SHARING].async_can_use(port):
                errors[CONF_PORT] = "port_taken"
            else:
                return self._finish(**{CONF_IPP_PORT: port})
        return self.async_show_form(
            step_id="port",
            data_schema=self.add_suggested_values_to_schema(
                PORT_SCHEMA, user_input or {CONF_PORT: min(present + 1, HIGHEST_PORT)}
            ),
            description_placeholders={"port": str(present)},
            errors=errors,
        )
