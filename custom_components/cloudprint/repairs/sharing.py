"""Problems of shared printers: a taken port, unknown color."""

from functools import partialmethod
from typing import Final

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.core import callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..api.vocabulary import Color
from ..coordinator import get_printer_name, set_part_of_option
from ..data import Account
from ..exceptions import as_markdown
from ..forms import UserInput, number_selector
from ..ipp.sharing import SHARING, SIGNAL_SHARING, is_port_of_home_assistant
from ..settings import (
    CONF_CHECK_UP,
    CONF_IPP_PORT,
    GREY,
    HIGHEST_PORT,
    LOWEST_PORT,
    RIGHT,
    IppSettings,
    Probe,
    build_result,
)
from .issue import AccountRepairFlow, async_set_issue

ISSUE_COLOR: Final = "ipp_color"
ISSUE_PORT: Final = "ipp_port_taken"
CONF_PORT: Final = "port"

PORT_SCHEMA: Final = vol.Schema(
    {vol.Required(CONF_PORT): number_selector(LOWEST_PORT, HIGHEST_PORT)}
)


def async_track_sharing(account: Account) -> None:
    """Report the problems of an account's shared printers."""
    hass, entry = account.hass, account.entry
    device_ids, sharing = set[str](), hass.data[SHARING]

    @callback
    def check_port() -> None:
        ports = sharing.get_ports(entry.entry_id)
        async_set_issue(
            account,
            ISSUE_PORT,
            is_open=not all(port.is_running for port in ports),
            placeholders={"port": ", ".join(str(port.number) for port in ports)},
        )

    @callback
    def check_color() -> None:
        device_ids.update(account.coordinator.data)
        shared = sharing.get_printers(entry.entry_id)
        for device_id in device_ids:
            reported = account.capabilities.get_reported(device_id)
            is_open = (
                device_id in shared
                and reported is not None
                and {*reported.supported_colors} == {Color.MONOCHROME}
                and account.printer_settings.get_quirks(device_id).color is None
            )
            async_set_issue(
                account,
                ISSUE_COLOR,
                is_open=is_open,
                part_id=device_id,
                keeps_ignored=True,
            )

    for check in (check_port, check_color):
        entry.async_on_unload(async_dispatcher_connect(hass, SIGNAL_SHARING, check))
    entry.async_on_unload(account.coordinator.async_add_listener(check_color))


class PortTakenFlow(AccountRepairFlow):
    """Asks for another port, and shares the account's printers on it."""

    async def async_step_init(self, user_input: UserInput = None) -> RepairsFlowResult:
        """Ask for the port."""
        return await self.async_step_port()

    async def async_step_port(self, user_input: UserInput = None) -> RepairsFlowResult:
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
                return self._finish(port)
        return self.async_show_form(
            step_id="port",
            data_schema=self.add_suggested_values_to_schema(
                PORT_SCHEMA, user_input or {CONF_PORT: min(present + 1, HIGHEST_PORT)}
            ),
            description_placeholders={"port": str(present)},
            errors=errors,
        )

    def _finish(self, port: int) -> RepairsFlowResult:
        """Change the port of the account, if it is still there, and reload it."""
        entries = self.hass.config_entries
        if entries.async_get_entry(self._entry.entry_id) is None:
            return self.async_abort(reason="account_gone")
        options = {**self._entry.options, CONF_IPP_PORT: port}
        entries.async_update_entry(self._entry, options=options)
        entries.async_schedule_reload(self._entry.entry_id)
        return self.async_create_entry(data={})


class PrinterColorFlow(AccountRepairFlow):
    """Asks whether a printer prints in color, as the check-up does."""

    async def async_step_init(self, user_input: UserInput = None) -> RepairsFlowResult:
        """Show the answers."""
        name = as_markdown(get_printer_name(self.hass, self._part_id, "-"))
        return self.async_show_menu(
            step_id="init",
            menu_options=["color", "grey"],
            description_placeholders={"printer": name},
        )

    async def _async_store(
        self, answer: str, user_input: UserInput = None
    ) -> RepairsFlowResult:
        # Ends the issue, too
        key, result = build_result(Probe.COLOR, self._part_id, answer)
        set_part_of_option(self.hass, self._account.entry, CONF_CHECK_UP, key, result)
        return self.async_create_entry(data={})

    async_step_color = partialmethod(_async_store, RIGHT)
    async_step_grey = partialmethod(_async_store, GREY)
