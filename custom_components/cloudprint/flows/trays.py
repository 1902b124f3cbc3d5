"""How pages come out of printers for manual duplex: asked once for each printer."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.exceptions import HomeAssistantError

from ..compat import async_load
from ..coordinator import get_printer_name
from ..data import CloudPrintConfigEntry, CloudPrintData
from ..document.sheets.manual_duplex import InputTray, OutputTray, Trays
from ..exceptions import as_markdown, escape_markdown
from ..frontend import TRAYS_URL
from ..printing.permission import get_printers
from ..settings import INPUT_TRAY, OUTPUT_TRAY, parse_trays
from ..texts import async_message, get_common_texts
from . import AccountFlow, UserInput, list_selector, printer_selector

_DEVICE: Final = "device_id"


class TraysFlow(AccountFlow):
    """The questions, whose answers are stored at once, and apply to the next print."""

    _device_of_trays = ""
    _output: OutputTray | None = None

    async def async_step_trays(self, user_input: UserInput = None) -> ConfigFlowResult:
        """Choose a printer."""
        account = self._get_account()
        if user_input is not None:
            self._device_of_trays = user_input[_DEVICE]
            duplex = await async_load(self.hass, "printing.manual_duplex")
            if duplex.uses_trays(account, self._device_of_trays):
                return self.async_abort(reason="trays_in_use")
            if self._trays is None:
                return await self.async_step_trays_start()
            return await self.async_step_trays_known()
        names = get_printers(self.hass, self.config_entry)
        listed = account.coordinator.data.keys() & names.keys()
        if not listed:
            return self.async_abort(reason="no_printers")
        capabilities = account.capabilities
        note = get_common_texts(self.hass)["common.trays_two_sides"]
        labels = dict[str, str]()
        for device_id in listed:
            await capabilities.async_get(device_id)
            is_noted = capabilities.reports_two_sides(device_id)
            name = names[device_id]
            labels[device_id] = note.format(printer=name) if is_noted else name
        # It may take long until printers have reported what they can.
        self._get_account()
        first = min(
            listed,
            key=lambda each: (not capabilities.is_one_sided(each), names[each]),
        )
        return self.async_show_form(
            step_id="trays",
            data_schema=vol.Schema(
                {vol.Required(_DEVICE, default=first): printer_selector(labels)}
            ),
            errors={},
        )

    async def async_step_trays_start(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Choose whether to print a page with which the questions can be answered."""
        capabilities = self._get_account().capabilities
        has_note = capabilities.reports_two_sides(self._device_of_trays)
        note = get_common_texts(self.hass)["common.trays_override"] if has_note else ""
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
            await own_pages.async_print_test_page(self.hass, self._device_of_trays)
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
        return self._ask("trays_output", OUTPUT_TRAY, list(OutputTray), user_input)

    async def async_step_trays_input(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Ask which side of the paper in the tray is printed, and store both answers."""
        if self._output is not None and (answer := (user_input or {}).get(INPUT_TRAY)):
            await self._async_store(Trays(output=self._output, input=InputTray(answer)))
            return await self.async_step_trays_known()
        return self._ask("trays_input", INPUT_TRAY, list(InputTray), user_input)

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
                "turn": await duplex.async_describe_turn(self.hass, trays),
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
    def _printer(self) -> str:
        """Return the name of the printer, in Markdown."""
        return as_markdown(get_printer_name(self.hass, self._device_of_trays, "-"))

    @property
    def _trays(self) -> Trays | None:
        """Return the answers for the printer."""
        return parse_trays(self.config_entry.options).get(self._device_of_trays)

    async def _async_store(self, trays: Trays | None) -> None:
        """Store the answers for the printer, or remove them.

        Raises AbortFlow if the account is not loaded, or if pages wait since that are in
        order for the old answers.
        """
        duplex = await async_load(self.hass, "printing.manual_duplex")
        account = self._get_account()
        if duplex.uses_trays(account, self._device_of_trays):
            raise AbortFlow("trays_in_use")
        account.capabilities.set_trays(self._device_of_trays, trays)

    def _get_account(self) -> CloudPrintData:
        """Return the account. Raises AbortFlow if it is not loaded."""
        entry: CloudPrintConfigEntry = self.config_entry
        if entry.state is not ConfigEntryState.LOADED:
            raise AbortFlow("account_not_loaded")
        return entry.runtime_data

    def _ask(
        self,
        step_id: str,
        field: str,
        answers: list[str],
        user_input: Mapping[str, Any] | None,
    ) -> ConfigFlowResult:
        """Show a question with a picture of its answers.

        No answer is required, or Home Assistant's frontend would select the first one.
        """
        selector = list_selector(answers, f"tray_{field}")
        return self.async_show_form(
            step_id=step_id,
            data_schema=vol.Schema({vol.Optional(field): selector}),
            errors={} if user_input is None else {field: "no_answer"},
            description_placeholders={
                "picture": f"![]({TRAYS_URL}/{field}.svg)",
                "printer": self._printer,
            },
        )
