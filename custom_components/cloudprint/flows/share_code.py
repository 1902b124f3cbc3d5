"""The form that adds printers by share code, and the steps after it, in several flows."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntryBaseFlow, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.selector import TextSelector

from ..api.client import CloudPrintClient
from ..api.errors import (
    CloudPrintAuthenticationError,
    CloudPrintConnectionError,
    CloudPrintError,
    CloudPrintRefusedError,
)
from ..api.printer import Printer
from ..compat import async_load
from ..const import CONF_SHARE_CODE, CONF_VERIFICATION_CODE, DOMAIN
from ..coordinator import build_printer_identifier, filter_printers
from ..data import CloudPrintConfigEntry, find_account, get_account
from ..exceptions import as_markdown, escape_markdown, failed, service_failed, shown
from ..fields import parse_codes
from ..forms import UserInput, printer_selector
from ..printers.binding import ABOUT_BINDING, async_bind, is_about_binding
from ..printing.permission import get_printers
from ..requester import get_flow_requester
from ..settings import CONF_DEFAULT_PRINTER
from ..texts import async_get_texts, async_message, describe_clock, join_names
from . import get_flow_entry

_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_SHARE_CODE): TextSelector(),
        vol.Optional(CONF_VERIFICATION_CODE): TextSelector(),
    }
)

_ABOUT_VERIFICATION: Final = ("验证码", "密码", "verification", "password")
_ABOUT_SHARE_CODE: Final = ("共享码", "分享码", "share")


class AddPrinterFlow(ConfigEntryBaseFlow):
    """Adds printers, asks which is the default one, and prints a test page on new ones."""

    _form_step = "printer"  # the step that shows the form
    _client: CloudPrintClient | None = None  # of an account to be added
    _entry: CloudPrintConfigEntry | None = None  # of one that is set up
    _printers: Sequence[Printer] = ()
    _added: Sequence[Printer] = ()
    _default: Printer | None = None
    _prints_test_page = False

    @property
    def _test_printers(self) -> Sequence[Printer]:
        """The printers for a test page: the new ones, else the only one."""
        return self._added or (self._printers if len(self._printers) == 1 else ())

    @abstractmethod
    async def _async_end(self) -> ConfigFlowResult:
        """End the flow, and complete the account once that is there."""

    async def async_step_printer(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Add a printer by its share code; an empty form adds none."""
        entry, client = self._entry, self._client
        if entry is not None:
            if (account := find_account(self.hass, entry.entry_id)) is None:
                return self.async_abort(reason="account_not_loaded")
            coordinator, client = account.coordinator, account.client
            if not self._printers:
                if not coordinator.last_update_success:
                    # What is new can only be told from a list of now.
                    await coordinator.async_refresh()
                self._printers = list(coordinator.data.values())
        assert client is not None
        if user_input is None:
            return await self._async_show({}, user_input)
        share_code, verification_code = parse_codes(
            user_input.get(CONF_SHARE_CODE, ""),
            user_input.get(CONF_VERIFICATION_CODE, ""),
        )
        if share_code and verification_code:
            known_keys = {printer.key for printer in self._printers}
            try:
                printers = await async_bind(
                    client, share_code, verification_code, known_keys
                )
            except CloudPrintError as err:
                if known_keys and is_about_binding(err):
                    # The refusal does not say which printer has the codes, nor whose it
                    # is. The form is done when it is sent empty.
                    errors, user_input = {CONF_SHARE_CODE: "already_listed"}, None
                elif isinstance(err, CloudPrintRefusedError):
                    errors = _build_refusal_errors(err.message)
                else:
                    errors = {"base": find_service_error(err, client)}
                message = await async_describe_error(self.hass, err)
                return await self._async_show(
                    errors, user_input, message, client.clock_offset
                )
            if not (printers := filter_printers(printers)):
                errors = {CONF_SHARE_CODE: "not_a_printer"}
                return await self._async_show(errors, user_input)
            new = [printer for printer in printers if printer.key not in known_keys]
            self._printers = [*self._printers, *new]
            self._added = [*self._added, *new]
        elif verification_code:
            errors = {CONF_SHARE_CODE: "share_code_missing"}
            return await self._async_show(errors, user_input)
        elif share_code:
            errors = {CONF_VERIFICATION_CODE: "verification_code_missing"}
            return await self._async_show(errors, user_input)
        if entry is not None and self._printers:
            # Lists the printer at once, even if the dialog is closed now.
            await coordinator.async_refresh()
        return await self.async_step_printers()

    async def _async_show(
        self,
        errors: dict[str, str],
        suggested: UserInput,
        message: str = "",
        clock_offset: timedelta | None = None,
    ) -> ConfigFlowResult:
        texts = await async_get_texts(self.hass, None, "common")
        return self.async_show_form(
            step_id=self._form_step,
            data_schema=self.add_suggested_values_to_schema(_SCHEMA, suggested),
            errors=errors,
            description_placeholders={
                "printers": self._list_printers(self._printers)
                or texts["common.list_empty"],
                "message": message,
                "clock": describe_clock(texts, clock_offset),
            },
        )

    def _list_printers(self, printers: Iterable[Printer]) -> str:
        """Return the names of printers, in Markdown."""
        names = [as_markdown(printer.alias) for printer in printers]
        return join_names(names, self.hass.config.language)

    async def async_step_printers(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Choose whether to add a printer or to finish."""
        options = [self._form_step, "finish"]
        if self._test_printers:
            options.insert(0, "test_page")
        # The frontend shows these as they are.
        names = [shown(printer.alias) for printer in self._test_printers]
        return self.async_show_menu(
            step_id="printers" if self._printers else "no_printer",
            menu_options=options,
            description_placeholders={
                "printers": self._list_printers(self._printers),
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
        """Ask for the default printer if there are several and no account has one."""
        # With a second default, none would be left.
        entries = self.hass.config_entries.async_entries(DOMAIN)
        if len(self._printers) > 1 and not get_printers(
            self.hass, entries, is_default=True
        ):
            return await self.async_step_default_printer()
        return await self._async_end()

    async def async_step_default_printer(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Choose the default printer, or none."""
        printers = self._printers
        if user_input is None:
            names = {str(n): shown(printer.alias) for n, printer in enumerate(printers)}
            field = vol.Optional(CONF_DEFAULT_PRINTER)
            return self.async_show_form(
                step_id="default_printer",
                data_schema=vol.Schema({field: printer_selector(names)}),
            )
        if (chosen := user_input.get(CONF_DEFAULT_PRINTER)) is not None:
            self._default = printers[int(chosen)]
        return await self._async_end()

    async def _async_complete(
        self, entry: CloudPrintConfigEntry
    ) -> tuple[str, dict[str, str]]:
        """Store the default printer, and print the test pages; return what to say.

        Raises AbortFlow if the account was deleted meanwhile.
        """
        entry = get_flow_entry(self.hass, entry.entry_id)
        if self._default is not None:
            # It may not be listed before the account is set up.
            device = dr.async_get(self.hass).async_get_or_create(
                config_entry_id=entry.entry_id,
                identifiers={
                    build_printer_identifier(entry.unique_id or "", *self._default.key)
                },
                name=self._default.alias,
            )
            options = {**entry.options, CONF_DEFAULT_PRINTER: device.id}
            self.hass.config_entries.async_update_entry(entry, options=options)
        placeholders = {
            "message": "",
            "printers": self._list_printers(self._printers),
            "test_printers": self._list_printers(self._test_printers),
        }
        if not self._prints_test_page:
            return "printers_listed", placeholders
        try:
            for printer in self._test_printers:
                coordinator = get_account(self.hass, entry.entry_id).coordinator
                device_id = coordinator.get_device_id(printer)
                if device_id is None:
                    raise failed("printer_gone", printer=printer.alias)
                own_pages = await async_load(self.hass, "printing.own_pages")
                await own_pages.async_print_test_page(
                    self.hass, get_flow_requester(), device_id=device_id
                )
        except HomeAssistantError as err:
            placeholders["message"] = escape_markdown(
                await async_message(self.hass, err)
            )
            return "test_page_failed", placeholders
        return "test_page", placeholders


async def async_describe_error(hass: HomeAssistant, err: CloudPrintError) -> str:
    """Return what the service said, or what happened, for a form's error."""
    return await async_message(hass, service_failed(HomeAssistantError, err))


def find_service_error(err: CloudPrintError, client: CloudPrintClient) -> str:
    """Return a form's error for a call that failed for another reason than its input."""
    if isinstance(err, CloudPrintAuthenticationError):
        is_clock_wrong = client.clock_offset is not None
        return "invalid_auth_clock" if is_clock_wrong else "invalid_auth"
    if isinstance(err, CloudPrintConnectionError) and not err.placeholders:
        return "cannot_connect" if client.is_vendors else "cannot_connect_own"
    return "service_error"


def _build_refusal_errors(message: str) -> dict[str, str]:
    """Return the form's errors for a refusal with the service's message.

    The service has no error codes for these (OpenAPI 2.3). Words in its message only
    choose the field and the text with which it is shown.
    """
    words = message.lower()
    if any(word in words for word in ABOUT_BINDING):
        return {CONF_SHARE_CODE: "already_bound"}
    is_verification = any(word in words for word in _ABOUT_VERIFICATION)
    is_share_code = any(word in words for word in _ABOUT_SHARE_CODE)
    if is_verification and not is_share_code:
        return {CONF_VERIFICATION_CODE: "wrong_verification_code"}
    if is_share_code and not is_verification:
        return {CONF_SHARE_CODE: "wrong_share_code"}
    return {CONF_SHARE_CODE: "share_code_refused"}
