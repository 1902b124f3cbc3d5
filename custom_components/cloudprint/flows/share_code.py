"""The form that adds printers by share code, and the steps after it, in several flows."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntryBaseFlow,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.selector import TextSelector

from ..api import (
    CloudPrintAuthenticationError,
    CloudPrintClient,
    CloudPrintConnectionError,
    CloudPrintError,
    CloudPrintRefusedError,
    Printer,
)
from ..compat import async_load
from ..const import CONF_SHARE_CODE, CONF_VERIFICATION_CODE
from ..coordinator import build_printer_identifier, filter_printers
from ..data import CloudPrintConfigEntry
from ..exceptions import as_markdown, failed, shown
from ..fields import parse_codes
from ..printers.binding import ABOUT_BINDING, async_bind, is_about_binding
from ..printing.permission import get_default_printers
from ..settings import CONF_DEFAULT_PRINTER
from ..texts import async_get_texts, describe_clock, join_names, own_language
from . import UserInput, printer_selector

_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_SHARE_CODE): TextSelector(),
        vol.Optional(CONF_VERIFICATION_CODE): TextSelector(),
    }
)

_ABOUT_VERIFICATION: Final = ("验证码", "密码", "verification", "password")
_ABOUT_SHARE_CODE: Final = ("共享码", "分享码", "share")


class ShareCodeForm:
    """A form that adds one printer at a time, and what was chosen about these."""

    def __init__(self) -> None:
        """Set up an empty form."""
        self.printers: list[Printer] = []
        self.errors: dict[str, str] = {}
        self.default: Printer | None = None  # the printer that is to be the default
        self._added: list[Printer] = []
        self._clock_offset: timedelta | None = None
        self._message = ""
        self._suggested: Mapping[str, Any] = {}

    @property
    def test_printers(self) -> list[Printer]:
        """The printers for a test page: the new ones, else the only one."""
        return self._added or (self.printers if len(self.printers) == 1 else [])

    async def async_show(
        self, flow: ConfigEntryBaseFlow, step_id: str
    ) -> ConfigFlowResult:
        """Show the form as a step of a flow."""
        language = own_language(flow.hass.config.language)
        texts = await async_get_texts(flow.hass, language, "common")
        return flow.async_show_form(
            step_id=step_id,
            data_schema=flow.add_suggested_values_to_schema(_SCHEMA, self._suggested),
            errors=self.errors,
            description_placeholders={
                "printers": list_printers(flow.hass, self.printers)
                or texts["common.list_empty"],
                "message": self._message,
                "clock": describe_clock(texts, self._clock_offset),
            },
        )

    async def async_submit(
        self, client: CloudPrintClient, user_input: Mapping[str, Any] | None
    ) -> bool:
        """Add a printer, or set errors; return whether the form is done.

        An empty form is done without a printer. `user_input` is None if the form was
        not shown yet.
        """
        self.errors, self._message, self._suggested = {}, "", user_input or {}
        if user_input is None:
            return False
        share_code, verification_code = parse_codes(
            user_input.get(CONF_SHARE_CODE, ""),
            user_input.get(CONF_VERIFICATION_CODE, ""),
        )
        if not share_code and not verification_code:
            return True
        if not share_code:
            self.errors = {CONF_SHARE_CODE: "share_code_missing"}
        elif not verification_code:
            self.errors = {CONF_VERIFICATION_CODE: "verification_code_missing"}
        else:
            await self._async_add(client, share_code, verification_code)
        return not self.errors

    async def async_submit_to(
        self, entry: CloudPrintConfigEntry, user_input: Mapping[str, Any] | None
    ) -> bool:
        """Do the same for an account that is set up, which lists the printer at once.

        Raises AbortFlow if it is not loaded.
        """
        if entry.state is not ConfigEntryState.LOADED:
            raise AbortFlow("account_not_loaded")
        account = entry.runtime_data
        if not self.printers:
            if not account.coordinator.last_update_success:
                # What is new can only be told from a list of now.
                await account.coordinator.async_refresh()
            self.printers = list(account.coordinator.data.values())
        if not await self.async_submit(account.client, user_input):
            return False
        if self.printers:
            # Lists the printer even if the dialog is closed now.
            await account.coordinator.async_refresh()
        return True

    async def _async_add(
        self, client: CloudPrintClient, share_code: str, verification_code: str
    ) -> None:
        """Bind a printer, or find that it was bound since; set errors otherwise."""
        known = {printer.key for printer in self.printers}
        try:
            printers = await async_bind(client, share_code, verification_code, known)
        except CloudPrintError as err:
            self._message = err.message
            self._clock_offset = client.clock_offset
            self.errors = (
                _build_refusal_errors(err.message)
                if isinstance(err, CloudPrintRefusedError)
                else build_service_errors(err, client)
            )
            if known and is_about_binding(err):
                # The refusal does not say which printer has the codes, nor whose it is.
                self.errors = {"base": "already_listed"}
                # The form is done when it is sent empty.
                self._suggested = {}
            return
        if not (printers := filter_printers(printers)):
            self.errors = {CONF_SHARE_CODE: "not_a_printer"}
        new = [printer for printer in printers if printer.key not in known]
        self.printers += new
        self._added += new

    def store_default(self, hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
        """Store the default printer, if one was chosen, before it may be listed."""
        if self.default is None:
            return
        identifier = build_printer_identifier(entry.unique_id or "", *self.default.key)
        device = dr.async_get(hass).async_get_or_create(
            config_entry_id=entry.entry_id,
            identifiers={identifier},
            name=self.default.alias,
        )
        options = {**entry.options, CONF_DEFAULT_PRINTER: device.id}
        hass.config_entries.async_update_entry(entry, options=options)

    async def async_print_test_pages(
        self, hass: HomeAssistant, entry: CloudPrintConfigEntry
    ) -> None:
        """Print a test page on the new printers, else on the only one.

        Raises HomeAssistantError.
        """
        if entry.state is not ConfigEntryState.LOADED:
            raise failed("account_not_loaded", account=entry.title)
        coordinator = entry.runtime_data.coordinator
        for printer in self.test_printers:
            device_id = coordinator.get_device_id(printer)
            if device_id is None:
                raise failed("printer_gone", printer=printer.alias)
            own_pages = await async_load(hass, "printing.own_pages")
            await own_pages.async_print_test_page(hass, device_id)


class AddPrinterFlow(ConfigEntryBaseFlow):
    """The steps after a printer was added: a test page, the default printer, the end."""

    _form_step = "printer"  # the step that shows the form

    def __init__(self) -> None:
        """Set up an empty form."""
        super().__init__()
        self._form = ShareCodeForm()
        self._prints_test_page = False

    @abstractmethod
    async def _async_end(self) -> ConfigFlowResult:
        """Store what was chosen, print the test pages if wanted, and end the flow."""

    @property
    def _has_default(self) -> bool:
        """Return whether the account has a default printer already."""
        return False

    async def async_step_printers(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Choose whether to add a printer or to finish."""
        form, options = self._form, [self._form_step, "finish"]
        if form.test_printers:
            options.insert(0, "test_page")
        names = [shown(printer.alias) for printer in form.test_printers]
        return self.async_show_menu(
            step_id="printers" if form.printers else "no_printer",
            menu_options=options,
            description_placeholders={
                "printers": list_printers(self.hass, form.printers),
                # The frontend shows these as they are.
                "test_printers": join_names(names, self.hass.config.language),
            },
        )

    async_step_no_printer = async_step_printers

    async def async_step_test_page(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Finish, and print the test pages."""
        self._prints_test_page = True
        return await self.async_step_finish()

    async def async_step_finish(self, user_input: UserInput = None) -> ConfigFlowResult:
        """Ask for the default printer if there are several, and end the flow."""
        if len(self._form.printers) > 1 and not self._has_default:
            return await self.async_step_default_printer()
        return await self._async_end()

    async def async_step_default_printer(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Choose the default printer, or none."""
        printers = self._form.printers
        if user_input is None:
            names = {str(at): shown(each.alias) for at, each in enumerate(printers)}
            field = vol.Optional(CONF_DEFAULT_PRINTER)
            return self.async_show_form(
                step_id="default_printer",
                data_schema=vol.Schema({field: printer_selector(names)}),
                errors={},
            )
        if (chosen := user_input.get(CONF_DEFAULT_PRINTER)) is not None:
            self._form.default = printers[int(chosen)]
        return await self._async_end()


def list_printers(hass: HomeAssistant, printers: Iterable[Printer]) -> str:
    """Return the names of printers, in Markdown."""
    names = [as_markdown(printer.alias) for printer in printers]
    return join_names(names, hass.config.language)


def has_default_printer(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> bool:
    """Return whether an account has a default printer that is not gone."""
    return bool(get_default_printers(hass, [entry]))


def build_service_errors(
    err: CloudPrintError, client: CloudPrintClient
) -> dict[str, str]:
    """Return a form's errors for a call that failed for another reason than its input."""
    if isinstance(err, CloudPrintAuthenticationError):
        is_clock_wrong = client.clock_offset is not None
        return {"base": "invalid_auth_clock" if is_clock_wrong else "invalid_auth"}
    if isinstance(err, CloudPrintConnectionError):
        return {"base": "cannot_connect" if client.is_vendors else "cannot_connect_own"}
    return {"base": "service_error"}


def _build_refusal_errors(message: str) -> dict[str, str]:
    """Return the form's errors for a refusal with the service's message.

    The service has no error codes for these (OpenAPI 2.3). Words in its message only
    choose the field and the text with which it is shown.
    """
    words = message.lower()
    if any(word in words for word in ABOUT_BINDING):
        return {"base": "already_bound"}
    is_verification = any(word in words for word in _ABOUT_VERIFICATION)
    is_share_code = any(word in words for word in _ABOUT_SHARE_CODE)
    if is_verification and not is_share_code:
        return {CONF_VERIFICATION_CODE: "wrong_verification_code"}
    if is_share_code and not is_verification:
        return {CONF_SHARE_CODE: "wrong_share_code"}
    return {"base": "share_code_refused"}
