"""The config flow: adds an account and its printers, changes its connection."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, Final, override

import voluptuous as vol
import yarl

from homeassistant.config_entries import (
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryFlow,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import section
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import TextSelector, TextSelectorType
from homeassistant.util.network import is_ip_address

from .api.client import DEFAULT_BASE_URL, CloudPrintClient
from .api.errors import CloudPrintError
from .api.printer import Printer
from .const import (
    CONF_APP_ID,
    CONF_APP_KEY,
    CONF_BASE_URL,
    CONSOLE_URL,
    DOMAIN,
    SECTION_ADVANCED,
)
from .coordinator import filter_printers
from .data import CloudPrintConfigEntry, find_account
from .fields import clean_code
from .flows import get_flow_entry
from .flows.document import DocumentFlow
from .flows.link import LinkFlow
from .flows.options import CloudPrintOptionsFlow
from .flows.rule import RuleFlow
from .flows.share_code import AddPrinterFlow, async_describe_error, find_service_error
from .forms import UserInput, printer_selector
from .policy.links import LINK
from .policy.rules import RULE
from .printing.saved_document import SUBENTRY_TYPE as DOCUMENT
from .texts import async_get_texts, describe_clock

_PASSWORD: Final = TextSelector(
    {"type": TextSelectorType.PASSWORD, "autocomplete": "current-password"}
)
_URL: Final = TextSelector({"type": TextSelectorType.URL})

CONF_ACCOUNT: Final = "account"

_MISSING_ERRORS: Final = {
    CONF_APP_ID: "app_id_missing",
    CONF_APP_KEY: "app_key_missing",
}
"""Errors of the forms for a field that is left out."""

_PLACES: Final = {
    "cannot_connect_own": SECTION_ADVANCED,
    "invalid_auth": CONF_APP_KEY,
}
"""Where errors of the service are shown; the frontend shows none in a section."""


class RefusedInputError(Exception):
    """The input cannot be used."""

    def __init__(
        self, errors: dict[str, str], *, message: str = "", clock: str = ""
    ) -> None:
        """Set the form's errors, the service's message, and what is said of the clock."""
        super().__init__(message)
        self.errors = errors
        self.placeholders = {"message": message, "clock": clock}


class CloudPrintConfigFlow(AddPrinterFlow, ConfigFlow, domain=DOMAIN):
    """Adds an account, then any number of printers; or printers to an account."""

    VERSION = 1

    _data: Mapping[str, Any] = {}

    @staticmethod
    @callback
    @override
    def async_get_options_flow(
        config_entry: CloudPrintConfigEntry,
    ) -> CloudPrintOptionsFlow:
        return CloudPrintOptionsFlow()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: CloudPrintConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        return {DOCUMENT: DocumentFlow, LINK: LinkFlow, RULE: RuleFlow}

    @override
    async def async_step_user(self, user_input: UserInput = None) -> ConfigFlowResult:
        """Choose between an account that is set up, and another one."""
        if user_input is None and self._accounts:
            return self.async_show_menu(
                step_id="start", menu_options=["existing", "account"]
            )
        return await self.async_step_account(user_input)

    async_step_start = async_step_user

    @property
    def _accounts(self) -> dict[str, CloudPrintConfigEntry]:
        """Return the accounts that are set up, by entry id."""
        entries = self.hass.config_entries.async_loaded_entries(DOMAIN)
        return {entry.entry_id: entry for entry in entries}

    async def async_step_existing(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Choose the account of a new printer, if there are several."""
        if user_input is None and len(self._accounts) > 1:
            titles = {id_: entry.title for id_, entry in self._accounts.items()}
            field = vol.Required(CONF_ACCOUNT, default=next(iter(titles)))
            return self.async_show_form(
                step_id="existing",
                data_schema=vol.Schema({field: printer_selector(titles)}),
            )
        chosen = (user_input or {}).get(CONF_ACCOUNT, next(iter(self._accounts), ""))
        if (entry := self._accounts.get(chosen)) is None:
            return self.async_abort(reason="account_not_loaded")
        self._entry = entry
        return await self.async_step_printer()

    async def async_step_account(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Ask for an account's AppID and AppKey."""
        refused = RefusedInputError({})
        if user_input is not None:
            try:
                data = await self._async_build_data(
                    user_input, {CONF_BASE_URL: DEFAULT_BASE_URL}
                )
                self._abort_if_unique_id_configured()
                self._client, printers = await _async_connect(self.hass, data)
            except RefusedInputError as err:
                refused = err
            else:
                self._data = data
                self._printers = printers
                if printers:
                    return await self.async_step_printers()
                return await self.async_step_printer()
        schema = _account_schema(DEFAULT_BASE_URL, user_input)
        return self._show_form("user", schema, user_input, refused)

    def _show_form(
        self,
        step_id: str,
        schema: vol.Schema,
        suggested: UserInput,
        refused: RefusedInputError,
        **placeholders: str,
    ) -> ConfigFlowResult:
        errors = {
            place if place in schema.schema else "base": error
            for place, error in refused.errors.items()
        }
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, suggested),
            errors=errors,
            description_placeholders={
                "console_url": CONSOLE_URL,
                "example": DEFAULT_BASE_URL,
                **placeholders,
                **refused.placeholders,
            },
        )

    @override
    async def _async_end(self) -> ConfigFlowResult:
        """Add the account, or say what was done for one that is set up."""
        if self._entry is None:
            title = (await async_get_texts(self.hass, None, "title"))["title"]
            if self._async_current_entries():
                title = f"{title} {self._data[CONF_APP_ID][:6]}"
            return self.async_create_entry(title=title, data=self._data)
        reason, placeholders = await self._async_complete(self._entry)
        return self.async_abort(reason=reason, description_placeholders=placeholders)

    @override
    async def async_on_create_entry(self, result: ConfigFlowResult) -> ConfigFlowResult:
        """Complete the account, and say in the dialog's last step what was printed."""
        reason, placeholders = await self._async_complete(result["result"])
        if self._prints_test_page:
            result["description"] = reason
            result["description_placeholders"] = placeholders
        return result

    @property
    def _changed_account(self) -> CloudPrintConfigEntry:
        """Return the account whose connection is changed. Raises AbortFlow if deleted."""
        return get_flow_entry(self.hass, self.context["entry_id"])

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Start after the service rejected the key."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Ask for the account's new key."""
        entry = self._changed_account
        refused = RefusedInputError({})
        if user_input is not None:
            try:
                key = _get_texts(user_input, CONF_APP_KEY)
                await _async_connect(self.hass, {**entry.data, **key})
            except RefusedInputError as err:
                refused = err
            else:
                return self.async_update_reload_and_abort(
                    self._changed_account, data_updates=key
                )
        clock = ""
        account = find_account(self.hass, entry.entry_id)
        if not refused.errors and account is not None:
            # It may be wrong instead of the key.
            clock = await _async_describe_clock(self.hass, account.client)
        return self._show_form(
            "reauth_confirm",
            vol.Schema({vol.Optional(CONF_APP_KEY): _PASSWORD}),
            user_input,
            refused,
            app_id=entry.data[CONF_APP_ID],
            hint=clock and f"\n\n{clock}",
        )

    async def async_step_reconfigure(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Change the key or the service's address of the same account."""
        entry = self._changed_account
        refused = RefusedInputError({})
        if user_input is not None:
            try:
                data = await self._async_build_data(user_input, entry.data)
                self._abort_if_unique_id_mismatch()
                await _async_connect(self.hass, data)
            except RefusedInputError as err:
                refused = err
            else:
                return self.async_update_reload_and_abort(
                    self._changed_account, data_updates=data
                )
        schema = _account_schema(entry.data[CONF_BASE_URL], user_input)
        suggested = user_input or {CONF_APP_ID: entry.data[CONF_APP_ID]}
        return self._show_form("reconfigure", schema, suggested, refused)

    async def _async_build_data(
        self, user_input: Mapping[str, Any], present: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the data of the account's connection, updated with the input.

        Other data may change until it is stored. Raises RefusedInputError.
        """
        fields = [CONF_APP_ID]
        key = clean_code(user_input.get(CONF_APP_KEY, ""))
        if key.strip() or CONF_APP_KEY not in present:
            fields.append(CONF_APP_KEY)
        connection = (CONF_APP_ID, CONF_APP_KEY, CONF_BASE_URL)
        data = {field: present[field] for field in connection if field in present}
        data |= _get_texts(user_input, *fields)
        if (advanced := user_input.get(SECTION_ADVANCED)) is not None:
            data[CONF_BASE_URL] = parse_base_url(advanced[CONF_BASE_URL])
        # An abandoned flow for the same account does not block this one.
        await self.async_set_unique_id(data[CONF_APP_ID], raise_on_progress=False)
        return data


def _account_schema(base_url: str, user_input: Mapping[str, Any] | None) -> vol.Schema:
    """Return the form of an account, with the service's address in a section.

    The section is open if the address is, or was entered as, another than the vendor's.
    """
    advanced = (user_input or {}).get(SECTION_ADVANCED, {})
    entered = advanced.get(CONF_BASE_URL, base_url)
    return vol.Schema(
        {
            # Optional, since the frontend does not say which required field is empty.
            vol.Optional(CONF_APP_ID): TextSelector(),
            vol.Optional(CONF_APP_KEY): _PASSWORD,
            # Optional for setups through the API.
            vol.Optional(SECTION_ADVANCED): section(
                vol.Schema({vol.Required(CONF_BASE_URL, default=base_url): _URL}),
                {"collapsed": entered == DEFAULT_BASE_URL},
            ),
        }
    )


def _get_texts(user_input: Mapping[str, Any], *fields: str) -> dict[str, str]:
    """Return fields' texts without spaces, and as `clean_code` does.

    Raises RefusedInputError for those that are empty or cannot be printed.
    """
    texts = {
        field: clean_code(user_input.get(field, "")).replace(" ", "").strip()
        for field in fields
    }
    errors = {
        field: _MISSING_ERRORS[field]
        for field, text in texts.items()
        if not text or not text.isprintable()
    }
    if errors:
        raise RefusedInputError(errors)
    return texts


def parse_base_url(value: str) -> str:
    """Return the service's address in its stored form, without a trailing slash.

    Printed content and the key's signature are sent there, so only this machine may be
    reached without encryption. Raises RefusedInputError.
    """
    try:
        url = yarl.URL(clean_code(value).strip())
        is_usable = (
            url.scheme in ("http", "https")
            # Only `with_host` refuses hosts such as "¯".
            and bool(url.host and url.with_host(url.raw_host or ""))
            and url.port != 0
            and url.user is None
            and url.password is None
            and not url.query_string
            and not url.fragment
        )
    # For "http://]@[@", yarl raises an IndexError.
    except (ValueError, IndexError) as err:
        raise RefusedInputError({SECTION_ADVANCED: "invalid_url"}) from err
    if not is_usable:
        raise RefusedInputError({SECTION_ADVANCED: "invalid_url"})
    host = url.host or ""
    is_local = host == "localhost" or (
        is_ip_address(host) and ip_address(host).is_loopback
    )
    if url.scheme != "https" and not is_local:
        raise RefusedInputError({SECTION_ADVANCED: "not_encrypted"})
    return str(url.with_query(None).with_fragment(None)).rstrip("/")


async def _async_connect(
    hass: HomeAssistant, data: Mapping[str, Any]
) -> tuple[CloudPrintClient, list[Printer]]:
    """Return a client that signed in successfully, and the account's printers.

    Raises RefusedInputError.
    """
    client = CloudPrintClient(
        async_get_clientsession(hass),
        data[CONF_APP_ID],
        data[CONF_APP_KEY],
        base_url=data[CONF_BASE_URL],
    )
    try:
        await client.get_token()
        printers = filter_printers(await client.query_printers())
    except CloudPrintError as err:
        error = find_service_error(err, client)
        raise RefusedInputError(
            {_PLACES.get(error, "base"): error},
            message=await async_describe_error(hass, err),
            clock=await _async_describe_clock(hass, client),
        ) from err
    return client, printers


async def _async_describe_clock(hass: HomeAssistant, client: CloudPrintClient) -> str:
    texts = await async_get_texts(hass, None, "common")
    return describe_clock(texts, client.clock_offset)
