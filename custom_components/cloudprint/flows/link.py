"""The flow that makes and changes links, and shows their addresses as a code to scan."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import CONF_DEVICE_ID, CONF_NAME
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import selector
from homeassistant.helpers.network import NoURLAvailableError, get_url

from ..compat import async_load
from ..exceptions import as_markdown
from ..fields import one_line
from ..forms import (
    UserInput,
    collapsed_section,
    flatten,
    number_selector,
    printer_selector,
    qr_code_selector,
)
from ..policy.links import CONF_IS_ON, LINK_PATH, create_secret
from ..policy.people import async_get_people
from ..policy.rules import CONF_PAGES_A_DAY
from ..printing.permission import choose_device, get_printers
from ..requester import get_flow_requester
from ..texts import async_message
from . import SubentryFlow

_CONF_USER: Final = "user_id"
_CONF_ENDS: Final = "ends"
_CONF_IS_LOCAL: Final = "local_only"
_CONF_SECRET: Final = "secret"
_CONF_CODE: Final = "code"
_MAX_PAGES: Final = 10_000
_MAX_NAME: Final = 60
_PAGES: Final = ("pages_a_print", CONF_PAGES_A_DAY)
_SECTIONS: Final = ("limits", "network")
_OPTIONAL: Final = (CONF_DEVICE_ID, _CONF_USER, *_PAGES, _CONF_ENDS)


class LinkFlow(SubentryFlow):
    """Makes a link, or changes, shows or renews one."""

    _gone = "link_gone"

    def __init__(self) -> None:
        """Start without a link."""
        self._name = ""
        self._changes: dict[str, Any] = {}

    @property
    def _data(self) -> dict[str, Any]:
        """Return what the link will be, with what was changed elsewhere meanwhile."""
        if self._own_id is None:
            return self._changes
        return {**self._get_reconfigure_subentry().data, **self._changes}

    async def async_step_reconfigure(
        self, user_input: UserInput = None
    ) -> SubentryFlowResult:
        """Choose what to do with a link."""
        self._name = self._get_reconfigure_subentry().title
        return self.async_show_menu(
            step_id="reconfigure", menu_options=["address", "sheet", "user", "renew"]
        )

    async def async_step_user(self, user_input: UserInput = None) -> SubentryFlowResult:
        """Ask whose link it is, and what it may print."""
        errors: dict[str, str] = {}
        suggested = {**self._data, **dict.fromkeys(_SECTIONS, self._data)}
        suggested[CONF_NAME] = self._name
        if user_input is not None:
            suggested = user_input
            fields = flatten(user_input, _SECTIONS)
            self._name = one_line(fields.pop(CONF_NAME))
            self._changes = dict.fromkeys(_OPTIONAL) | {
                name: int(value) if name in _PAGES else value
                for name, value in fields.items()
            }
            if self._own_id is None:
                self._changes[_CONF_SECRET] = create_secret()
            if 1 <= len(self._name) <= _MAX_NAME:
                return await self.async_step_address()
            errors[CONF_NAME] = "name_invalid"
        people = await async_get_people(self.hass)
        pages = number_selector(1, _MAX_PAGES)
        limits = {
            **dict.fromkeys(map(vol.Optional, _PAGES), pages),
            vol.Optional(_CONF_ENDS): selector.DateSelector(),
        }
        network = {
            vol.Required(_CONF_IS_LOCAL, default=True): selector.BooleanSelector()
        }
        schema = vol.Schema(
            {
                vol.Required(CONF_NAME): selector.TextSelector(),
                vol.Optional(CONF_DEVICE_ID): printer_selector(
                    get_printers(self.hass, [self._get_entry()])
                ),
                vol.Optional(_CONF_USER): printer_selector(people),
                vol.Required(CONF_IS_ON, default=True): selector.BooleanSelector(),
                vol.Required("limits"): collapsed_section(limits),
                vol.Required("network"): collapsed_section(network),
            }
        )
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(schema, suggested),
            errors=errors,
        )

    async def async_step_renew(
        self, user_input: UserInput = None
    ) -> SubentryFlowResult:
        """Show another address, which ends the present one once it is saved."""
        self._changes[_CONF_SECRET] = create_secret()
        return await self.async_step_address()

    async def async_step_sheet(
        self, user_input: UserInput = None
    ) -> SubentryFlowResult:
        """Print the address as a code for the wall."""
        address, requester = self._get_address(), get_flow_requester()
        printing = await async_load(self.hass, "printing.own_pages")
        try:
            job = await printing.async_print_link_sheet(
                self.hass,
                requester,
                device_id=self._data.get(CONF_DEVICE_ID)
                or choose_device(self.hass, requester, self._get_entry()),
                name=self._name,
                address=address,
                is_local=self._data[_CONF_IS_LOCAL],
            )
        except HomeAssistantError as err:
            message = as_markdown(await async_message(self.hass, err))
            return self.async_abort(
                reason="sheet_not_printed",
                description_placeholders={"message": message},
            )
        return self.async_abort(
            reason="sheet_printed",
            description_placeholders={"printer": as_markdown(job.printer)},
        )

    def _get_address(self) -> str:
        """Return the address. Raises AbortFlow if Home Assistant does not know its own."""
        is_local: bool = self._data[_CONF_IS_LOCAL]
        try:
            base = get_url(
                self.hass, prefer_external=not is_local, allow_external=not is_local
            )
        except NoURLAvailableError:
            raise AbortFlow("no_url") from None
        return base + LINK_PATH.format(secret=self._data[_CONF_SECRET])

    async def async_step_address(
        self, user_input: UserInput = None
    ) -> SubentryFlowResult:
        """Show the address, and save the link."""
        if user_input is not None:
            if self._own_id is None:
                return self.async_create_entry(title=self._name, data=self._data)
            return self.async_update_and_abort(
                self._get_entry(),
                self._get_reconfigure_subentry(),
                title=self._name,
                data=self._data,
            )
        address = self._get_address()
        return self.async_show_form(
            step_id="address",
            data_schema=vol.Schema(
                {vol.Optional(_CONF_CODE): qr_code_selector(address)}
            ),
            description_placeholders={
                "name": as_markdown(self._name),
                "address": address,
            },
        )
