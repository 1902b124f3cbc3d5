"""The options flow: adds printers, and changes an account's settings."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import WEEKDAYS
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    BooleanSelector,
    TextSelector,
    TextSelectorType,
    TimeSelector,
)

from ..compat import SaneDurationSelector
from ..data import CloudPrintConfigEntry
from ..exceptions import shown_briefly
from ..forms import (
    UserInput,
    collapsed_section,
    flatten,
    number_selector,
    printer_selector,
    select_selector,
)
from ..ipp.sharing import is_port_of_home_assistant
from ..networks import parse_network
from ..printing.permission import get_printers
from ..settings import (
    CONF_CHECK_UP,
    CONF_CONTENT_DAYS,
    CONF_CONTENT_LIMIT,
    CONF_DEFAULT_PRINTER,
    CONF_EXPIRES_IN,
    CONF_HOLD_WHILE_OFFLINE,
    CONF_IPP_NETWORKS,
    CONF_IPP_NETWORKS_FOR_LINKS,
    CONF_IPP_PAGES_PER_HOUR,
    CONF_IPP_PASSWORD,
    CONF_IPP_PORT,
    CONF_IPP_USERNAME,
    CONF_MAX_PRINT_SIZE,
    CONF_MAX_SPOKEN_COPIES,
    CONF_MAX_UNASKED_PAGES,
    CONF_OWN_HISTORY,
    CONF_QUIET_DAYS,
    CONF_QUIET_FROM,
    CONF_QUIET_TO,
    CONF_SEND_NATIVELY,
    CONF_SPOKEN_COMMANDS,
    CONF_TELL_WAITING,
    CONF_TRAYS,
    CONF_WATCHED,
    DEFAULT_CONTENT_DAYS,
    DEFAULT_CONTENT_LIMIT,
    DEFAULT_IPP_PAGES_PER_HOUR,
    DEFAULT_IPP_PORT,
    DEFAULT_MAX_PRINT_SIZE,
    DEFAULT_MAX_SPOKEN_COPIES,
    DEFAULT_MAX_UNASKED_PAGES,
    HIGHEST_PORT,
    LOWEST_PORT,
    DocumentSettings,
    IppSettings,
    SpoolSettings,
    VoiceSettings,
    has_own_history,
)
from . import AccountFlow
from .check_up import CheckUpFlow
from .phones import PhonesFlow
from .share_code import AddPrinterFlow
from .trays import TraysFlow
from .watch import WatchFlow

PURGE: Final = ("recorder", "purge_entities")
SECTIONS: Final = ("quiet_hours", "documents", "local_network", "voice", "storage")
MAX_DEFAULT_EXPIRES_IN: Final = timedelta(days=30)

SETTINGS_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_HOLD_WHILE_OFFLINE, default=True): BooleanSelector(),
        vol.Required(
            CONF_EXPIRES_IN, default={"hours": 1, "minutes": 0, "seconds": 0}
        ): SaneDurationSelector({"enable_day": True}),
        vol.Required("quiet_hours"): collapsed_section(
            {
                vol.Optional(CONF_QUIET_FROM): TimeSelector(),
                vol.Optional(CONF_QUIET_TO): TimeSelector(),
                vol.Required(CONF_QUIET_DAYS, default=list(WEEKDAYS)): select_selector(
                    list(WEEKDAYS), "weekday", multiple=True
                ),
                vol.Required(CONF_TELL_WAITING, default=True): BooleanSelector(),
            }
        ),
        vol.Required("documents"): collapsed_section(
            {
                vol.Required(
                    CONF_MAX_PRINT_SIZE, default=DEFAULT_MAX_PRINT_SIZE
                ): number_selector(1, 100, "MiB"),
                vol.Required(CONF_SEND_NATIVELY, default=False): BooleanSelector(),
            }
        ),
        vol.Required("local_network"): collapsed_section(
            {
                vol.Required(CONF_IPP_PORT, default=DEFAULT_IPP_PORT): number_selector(
                    LOWEST_PORT, HIGHEST_PORT
                ),
                vol.Required(
                    CONF_IPP_PAGES_PER_HOUR, default=DEFAULT_IPP_PAGES_PER_HOUR
                ): number_selector(1, 10_000),
                vol.Optional(CONF_IPP_USERNAME): TextSelector({"autocomplete": "off"}),
                vol.Optional(CONF_IPP_PASSWORD): TextSelector(
                    {"type": TextSelectorType.PASSWORD, "autocomplete": "new-password"}
                ),
                vol.Optional(CONF_IPP_NETWORKS): TextSelector({"multiple": True}),
                vol.Required(
                    CONF_IPP_NETWORKS_FOR_LINKS, default=False
                ): BooleanSelector(),
            }
        ),
        vol.Required("voice"): collapsed_section(
            {
                vol.Required(CONF_SPOKEN_COMMANDS, default=True): BooleanSelector(),
                vol.Required(
                    CONF_MAX_SPOKEN_COPIES, default=DEFAULT_MAX_SPOKEN_COPIES
                ): number_selector(1, 999),
                vol.Required(
                    CONF_MAX_UNASKED_PAGES, default=DEFAULT_MAX_UNASKED_PAGES
                ): number_selector(1, 999),
            }
        ),
        vol.Required("storage"): collapsed_section(
            {
                vol.Required(
                    CONF_CONTENT_DAYS, default=DEFAULT_CONTENT_DAYS
                ): number_selector(0, 30, "days", CONF_CONTENT_DAYS),
                vol.Required(
                    CONF_CONTENT_LIMIT, default=DEFAULT_CONTENT_LIMIT
                ): number_selector(20, 2000, "MiB"),
                vol.Required(CONF_OWN_HISTORY, default=False): BooleanSelector(),
            }
        ),
    }
)


class CloudPrintOptionsFlow(
    AddPrinterFlow, CheckUpFlow, PhonesFlow, TraysFlow, WatchFlow
):
    """Adds printers to an account, or changes its settings."""

    _form_step = "add_printer"
    _settings: dict[str, Any]  # that own history is switched on with

    async def async_step_init(self, user_input: UserInput = None) -> ConfigFlowResult:
        """Choose between printers, settings, trays and the check-up."""
        options = ["add_printer", "settings"]
        if get_printers(self.hass, [self.config_entry]):
            options[1:1] = ["phones"]
            options += ["trays", "watch", "check_up"]
        return self.async_show_menu(step_id="init", menu_options=options)

    async def async_step_add_printer(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Add a printer by its share code."""
        self._entry = self.config_entry
        return await self.async_step_printer(user_input)

    @override
    async def _async_end(self) -> ConfigFlowResult:
        reason, placeholders = await self._async_complete(self.config_entry)
        if reason == "test_page_failed":
            return self.async_abort(
                reason=reason, description_placeholders=placeholders
            )
        return await AccountFlow.async_step_finish(self)

    async def async_step_settings(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Change the settings."""
        errors, placeholders = dict[str, str](), dict[str, str]()
        entry: CloudPrintConfigEntry = self.config_entry
        printers = get_printers(self.hass, [entry])
        if user_input is not None:
            options = _keep_password(flatten(user_input, SECTIONS), entry.options)
            try:
                networks = map(parse_network, options.get(CONF_IPP_NETWORKS, ()))
                options |= {CONF_IPP_NETWORKS: [*dict.fromkeys(map(str, networks))]}
            except ValueError as err:
                errors = {"local_network": "network_invalid"}
                placeholders = {"network": shown_briefly(str(err))}
            if not (errors := errors or _validate(self.hass, options)):
                options |= {
                    name: entry.options[name]
                    for name in (CONF_CHECK_UP, CONF_TRAYS, CONF_WATCHED)
                    if name in entry.options
                }
                is_new = options.get(CONF_OWN_HISTORY) and not has_own_history(entry)
                if is_new and self.hass.services.has_service(*PURGE):
                    self._settings = options
                    return await self.async_step_own_history()
                return self.async_create_entry(data=options)
            suggested = user_input
        else:
            suggested = {**entry.options}
            suggested.pop(CONF_IPP_PASSWORD, None)
            suggested |= dict.fromkeys(SECTIONS, suggested.copy())
            if suggested.get(CONF_DEFAULT_PRINTER) not in {None, *printers}:
                del suggested[CONF_DEFAULT_PRINTER]
                errors = {CONF_DEFAULT_PRINTER: "default_printer_gone"}
        default_printer = vol.Optional(CONF_DEFAULT_PRINTER)
        schema = vol.Schema(
            {default_printer: printer_selector(printers), **SETTINGS_SCHEMA.schema}
        )
        return self.async_show_form(
            step_id="settings",
            data_schema=self.add_suggested_values_to_schema(schema, suggested),
            description_placeholders=placeholders,
            errors=errors,
        )

    async def async_step_own_history(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Tell that what was recorded stays, and offer to purge it."""
        name = "purge_recorded"
        if user_input is None:
            schema = vol.Schema({vol.Required(name, default=False): BooleanSelector()})
            return self.async_show_form(step_id="own_history", data_schema=schema)
        if user_input[name]:
            entities = er.async_entries_for_config_entry(
                er.async_get(self.hass), self.config_entry.entry_id
            )
            purged = {"entity_id": [entity.entity_id for entity in entities]}
            # The recorder does it later, after what it has yet to write.
            await self.hass.services.async_call(*PURGE, purged, blocking=True)
        return self.async_create_entry(data=self._settings)


def _keep_password(
    options: dict[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    """Return options with the password of before where a user has entered none.

    An empty name or password is the same as none.
    """
    options = {
        name: value
        for name, value in options.items()
        if value or name not in (CONF_IPP_USERNAME, CONF_IPP_PASSWORD)
    }
    if CONF_IPP_USERNAME in options and CONF_IPP_PASSWORD in before:
        options.setdefault(CONF_IPP_PASSWORD, before[CONF_IPP_PASSWORD])
    return options


def _validate(hass: HomeAssistant, options: Mapping[str, Any]) -> dict[str, str]:
    """Return the errors in options, which the selectors check only in part.

    The frontend shows the error of a section, but none of a field in one.
    """
    try:
        settings = SpoolSettings.from_options(options)
        documents = DocumentSettings.from_options(options)
        network = IppSettings.from_options(options)
        VoiceSettings.from_options(options)
    except OverflowError, TypeError, ValueError:
        return {"base": "invalid_settings"}
    if not timedelta() <= settings.expires_in <= MAX_DEFAULT_EXPIRES_IN:
        return {CONF_EXPIRES_IN: "expires_in_too_long"}
    start, end = settings.quiet_from, settings.quiet_to
    if (start is None) is not (end is None) or (start is not None and start == end):
        return {"quiet_hours": "quiet_hours_incomplete"}
    if documents.max_bytes > settings.content_limit:
        return {"documents": "max_print_size_too_large"}
    if is_port_of_home_assistant(hass, network.port):
        return {"local_network": "port_of_home_assistant"}
    if (network.username is None) is not (network.password is None):
        return {"local_network": "login_incomplete"}
    # RFC 7617, 2
    if ":" in (network.username or ""):
        return {"local_network": "invalid_username"}
    return {}
