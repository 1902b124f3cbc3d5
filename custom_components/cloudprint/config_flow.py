"""Adding an account and its printers."""

from collections.abc import Mapping
from typing import Any, override

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    OptionsFlow,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import section
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from .api import (
    DEFAULT_BASE_URL,
    CloudPrintAuthenticationError,
    CloudPrintClient,
    CloudPrintError,
)
from .base_url import InvalidBaseUrlError, normalized_base_url
from .const import CONF_APP_ID, CONF_APP_KEY, CONF_BASE_URL, DOMAIN, SECTION_ADVANCED
from .options_flow import CloudPrintOptionsFlow
from .share_code import SHARE_CODE_SCHEMA, ShareCodeForm

PASSWORD = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password")
)
TEXT = TextSelector()
URL = TextSelector(TextSelectorConfig(type=TextSelectorType.URL))

CONSOLE_URL = "https://any.webprinter.cn/devcenter"


def _advanced(base_url: str) -> dict[vol.Marker, Any]:
    return {
        vol.Required(SECTION_ADVANCED): section(
            vol.Schema({vol.Required(CONF_BASE_URL, default=base_url): URL}),
            {"collapsed": base_url == DEFAULT_BASE_URL},
        )
    }


class CloudPrintConfigFlow(ConfigFlow, domain=DOMAIN):
    """Adds an account, and then as many printers as a person likes."""

    VERSION = 1

    def __init__(self) -> None:
        """Set up a flow that knows no account yet."""
        self._data: dict[str, Any] = {}
        self._form: ShareCodeForm | None = None

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """Return the flow for what can be changed later."""
        return CloudPrintOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for an account's AppID and AppKey."""
        errors: dict[str, str] = {}
        placeholders = {"console_url": CONSOLE_URL, "message": ""}
        if user_input is not None:
            data = _account_data(user_input)
            await self.async_set_unique_id(data[CONF_APP_ID])
            self._abort_if_unique_id_configured()
            errors, message, client = await _async_check(self.hass, data)
            placeholders["message"] = message
            if client:
                self._data = data
                self._form = ShareCodeForm(client)
                return await self.async_step_printer()
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(
                    {
                        vol.Required(CONF_APP_ID): TEXT,
                        vol.Required(CONF_APP_KEY): PASSWORD,
                        **_advanced(DEFAULT_BASE_URL),
                    }
                ),
                _without_key(user_input),
            ),
            errors=errors,
            description_placeholders=placeholders,
        )

    async def async_step_printer(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to add printers until a person leaves both fields empty."""
        assert self._form is not None
        if await self._form.async_submit(user_input):
            return self.async_create_entry(
                title=f"Cloud Print {self._data[CONF_APP_ID][:6]}", data=self._data
            )
        return self.async_show_form(
            step_id="printer",
            data_schema=self.add_suggested_values_to_schema(
                SHARE_CODE_SCHEMA, self._form.suggested
            ),
            errors=self._form.errors,
            description_placeholders=self._form.placeholders,
        )

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Begin after the service refused the key."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the account's new key."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        message = ""
        if user_input is not None:
            data = {**entry.data, CONF_APP_KEY: user_input[CONF_APP_KEY].strip()}
            errors, message, client = await _async_check(self.hass, data)
            if client:
                return self.async_update_reload_and_abort(entry, data=data)
        return self.async_show_form(
            step_id="reauth_confirm",
            data_schema=vol.Schema({vol.Required(CONF_APP_KEY): PASSWORD}),
            errors=errors,
            description_placeholders={
                "app_id": entry.data[CONF_APP_ID],
                "console_url": CONSOLE_URL,
                "message": message,
            },
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change the key or the service's address of the same account."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        placeholders = {"console_url": CONSOLE_URL, "message": ""}
        if user_input is not None:
            data = _account_data(user_input)
            data[CONF_APP_KEY] = data[CONF_APP_KEY] or entry.data[CONF_APP_KEY]
            await self.async_set_unique_id(data[CONF_APP_ID])
            self._abort_if_unique_id_mismatch()
            errors, message, client = await _async_check(self.hass, data)
            placeholders["message"] = message
            if client:
                return self.async_update_reload_and_abort(entry, data=data)
        return self.async_show_form(
            step_id="reconfigure",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(
                    {
                        vol.Required(CONF_APP_ID): TEXT,
                        vol.Optional(CONF_APP_KEY): PASSWORD,
                        **_advanced(entry.data[CONF_BASE_URL]),
                    }
                ),
                _without_key(user_input) or {CONF_APP_ID: entry.data[CONF_APP_ID]},
            ),
            errors=errors,
            description_placeholders=placeholders,
        )


def _account_data(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return an account's data as it was typed or pasted, without stray spaces."""
    return {
        CONF_APP_ID: user_input[CONF_APP_ID].strip(),
        CONF_APP_KEY: user_input.get(CONF_APP_KEY, "").strip(),
        CONF_BASE_URL: user_input[SECTION_ADVANCED][CONF_BASE_URL].strip(),
    }


def _without_key(user_input: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return what to show again: all but the key."""
    if user_input is None:
        return None
    return {key: value for key, value in user_input.items() if key != CONF_APP_KEY}


async def _async_check(
    hass: HomeAssistant, data: dict[str, Any]
) -> tuple[dict[str, str], str, CloudPrintClient | None]:
    """Try an account; return the form's errors, the service's message, and a client.

    There is a client if all went well. The address in the data is brought into the form
    in which it is kept.
    """
    for field in (CONF_APP_ID, CONF_APP_KEY):
        if not data[field] or not data[field].isprintable():
            return {field: "empty"}, "", None
    try:
        data[CONF_BASE_URL] = normalized_base_url(data[CONF_BASE_URL])
    except InvalidBaseUrlError as err:
        return {"base": err.key}, "", None
    client = CloudPrintClient(
        async_get_clientsession(hass),
        data[CONF_APP_ID],
        data[CONF_APP_KEY],
        base_url=data[CONF_BASE_URL],
    )
    try:
        await client.get_token()
        await client.query_printers()
    except CloudPrintAuthenticationError as err:
        return {"base": "invalid_auth"}, err.message, None
    except CloudPrintError as err:
        return {"base": "cannot_connect"}, err.message, None
    return {}, "", client
