"""How pages come out of printers for manual duplex: asked once for each printer."""

from enum import StrEnum
from typing import Final

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.exceptions import HomeAssistantError

from ..compat import async_load
from ..document.sheets.manual_duplex import InputTray, OutputTray, Trays
from ..exceptions import escape_markdown
from ..forms import UserInput, list_selector, printer_selector
from ..frontend import TRAYS_URL
from ..requester import get_flow_requester
from ..settings import INPUT_TRAY, OUTPUT_TRAY, PrinterSettings
from ..texts import async_message, get_common_texts
from . import AccountFlow

_DEVICE: Final = "device_id"


class TraysFlow(AccountFlow):
    """The questions, whose answers are stored at once, and apply to the next print."""

    _output: OutputTray | None = None

    async def async_step_trays(self, user_input: UserInput = None) -> ConfigFlowResult:
        """Choose a printer."""
        capabilities, printers = self.account.capabilities, self.printers
        note = get_common_texts(self.hass)["common.trays_two_sides"]
        for device_id, name in printers.items():
            await capabilities.async_get(device_id)
            if capabilities.reports_two_sides(device_id):
                printers[device_id] = note.format(printer=name)
        duplex = await async_load(self.hass, "printing.manual_duplex")
        # It may take long until printers have reported what they can.
        account = self.account
        if user_input is not None:
            self._chosen = user_input[_DEVICE]
            if duplex.uses_trays(account, self._chosen):
                return self.async_abort(reason="trays_in_use")
            if self._trays is None:
                return await self.async_step_trays_start()
            return await self.async_step_trays_known()
        default = min(printers, key=capabilities.reports_two_sides)
        device = vol.Required(_DEVICE, default=default)
        return self.async_show_form(
            step_id="trays",
            data_schema=vol.Schema({device: printer_selector(printers)}),
        )

    async def async_step_trays_start(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Choose whether to print a page with which the questions can be answered."""
        has_duplex = self.account.capabilities.reports_two_sides(self._chosen)
        texts = get_common_texts(self.hass)
        note = texts["common.trays_override"] if has_duplex else ""
        return self.async_show_menu(
            step_id="trays_start",
            menu_options=["trays_test", "trays_output"],
            description_placeholders={"printer": self._printer, "note": note},
        )

    async def async_step_trays_test(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Print a test page, and go on."""
        try:
            own_pages = await async_load(self.hass, "printing.own_pages")
            await own_pages.async_print_test_page(
                self.hass, get_flow_requester(), device_id=self._chosen
            )
        except HomeAssistantError as err:
            message = escape_markdown(await async_message(self.hass, err))
            return self.async_abort(
                reason="test_page_failed", description_placeholders={"message": message}
            )
        return await self.async_step_trays_output()

    async def async_step_trays_output(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Ask how a page lies where it comes out."""
        if answer := (user_input or {}).get(OUTPUT_TRAY):
            self._output = OutputTray(answer)
            return await self.async_step_trays_input()
        return self._ask(OUTPUT_TRAY, OutputTray, user_input)

    async def async_step_trays_input(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Ask which side of the paper in the tray is printed, and store both answers."""
        if self._output is not None and (answer := (user_input or {}).get(INPUT_TRAY)):
            await self._async_store(Trays(output=self._output, input=InputTray(answer)))
            return await self.async_step_trays_known()
        return self._ask(INPUT_TRAY, InputTray, user_input)

    async def async_step_trays_known(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Show what to do between the two passes."""
        trays = self._trays
        assert trays is not None
        duplex = await async_load(self.hass, "printing.manual_duplex")
        return self.async_show_menu(
            step_id="trays_known",
            menu_options=["trays_done", "trays_start", "trays_forget"],
            description_placeholders={
                "picture": duplex.get_turn_picture(trays),
                "printer": self._printer,
                "turn": duplex.describe_turn(self.hass, trays),
            },
        )

    async def async_step_trays_forget(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Remove the answers: both sides are not printed by hand any more."""
        await self._async_store(None)
        return await self.async_step_trays_done()

    async_step_trays_done = AccountFlow.async_step_finish

    @property
    def _trays(self) -> Trays | None:
        return PrinterSettings(self.config_entry).get_trays(self._chosen)

    async def _async_store(self, trays: Trays | None) -> None:
        """Store the answers for the printer, or remove them.

        Raises AbortFlow if the account is not loaded, or if pages wait since that are in
        order for the old answers.
        """
        duplex = await async_load(self.hass, "printing.manual_duplex")
        if duplex.uses_trays(self.account, self._chosen):
            raise AbortFlow("trays_in_use")
        self.account.capabilities.set_trays(self._chosen, trays)

    def _ask(
        self, field: str, answers: type[StrEnum], user_input: UserInput
    ) -> ConfigFlowResult:
        """Show a question with a picture of its answers.

        No answer is required, or Home Assistant's frontend would select the first one.
        """
        selector = list_selector(list(answers), f"tray_{field}")
        return self.async_show_form(
            step_id=f"trays_{field}",
            data_schema=vol.Schema({vol.Optional(field): selector}),
            errors={} if user_input is None else {field: "no_answer"},
            description_placeholders={
                "picture": f"![]({TRAYS_URL}/{field}.svg)",
                "printer": self._printer,
            },
        )
