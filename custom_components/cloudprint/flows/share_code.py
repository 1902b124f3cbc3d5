"""The form that adds printers by share code, used by several flows."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntryBaseFlow,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant
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
from ..coordinator import filter_printers
from ..data import CloudPrintConfigEntry
from ..exceptions import as_markdown, failed
from ..fields import parse_codes
from ..printers.binding import ABOUT_BINDING, async_bind, is_about_binding
from ..texts import async_get_texts, describe_clock, join_names, own_language

_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_SHARE_CODE): TextSelector(),
        vol.Optional(CONF_VERIFICATION_CODE): TextSelector(),
    }
)

_ABOUT_VERIFICATION: Final = ("验证码", "密码", "verification", "password")
_ABOUT_SHARE_CODE: Final = ("共享码", "分享码", "share")


class ShareCodeForm:
    """A form that adds one printer at a time, and a menu of what to do next."""

    def __init__(self) -> None:
        """Set up an empty form."""
        self.printers: list[Printer] = []
        self.errors: dict[str, str] = {}
        self._added: list[Printer] = []
        self._clock_offset: timedelta | None = None
        self._message = ""
        self._suggested: Mapping[str, Any] = {}

    @property
    def _test_printers(self) -> list[Printer]:
        """The printers for a test page: the new ones, else the only one."""
        return self._added or (self.printers if len(self.printers) == 1 else [])

    def _list_printers(self, hass: HomeAssistant) -> str:
        names = [as_markdown(printer.alias) for printer in self.printers]
        return join_names(names, hass.config.language)

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
                "printers": self._list_printers(flow.hass)
                or texts["common.list_empty"],
                "message": self._message,
                "clock": describe_clock(texts, self._clock_offset),
            },
        )

    def show_menu(self, flow: ConfigEntryBaseFlow, step_id: str) -> ConfigFlowResult:
        """Show what to do next; `step_id` is the step that shows the form."""
        options = [step_id, "finish"]
        if self._test_printers:
            options.insert(0, "test_page")
        return flow.async_show_menu(
            step_id="printers" if self.printers else "no_printer",
            menu_options=options,
            description_placeholders={"printers": self._list_printers(flow.hass)},
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

    async def async_print_test_pages(
        self, hass: HomeAssistant, entry: CloudPrintConfigEntry
    ) -> None:
        """Print a test page on the new printers, else on the only one.

        Raises HomeAssistantError.
        """
        if entry.state is not ConfigEntryState.LOADED:
            raise failed("account_not_loaded", account=entry.title)
        coordinator = entry.runtime_data.coordinator
        for printer in self._test_printers:
            device_id = coordinator.get_device_id(printer)
            if device_id is None:
                raise failed("printer_gone", printer=printer.alias)
            own_pages = await async_load(hass, "printing.own_pages")
            await own_pages.async_print_test_page(hass, device_id)


def build_service_errors(
    err: CloudPrintError, client: CloudPrintClient
) -> dict[str, str]:
    """Return a form's errors for a call that failed for another reason than its input."""
    if isinstance(err, CloudPrintAuthenticationError):
        is_clock_wrong = client.clock_offset is not None
        return {"base": "invalid_auth_clock" if is_clock_wrong else "invalid_auth"}
    if isinstance(err, CloudPrintConnectionError):
        return {"base": "cannot_connect"}
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
