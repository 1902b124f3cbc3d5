"""What can be changed once an account is there."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigFlowResult,
    OptionsFlowWithReload,
)
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    DurationSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    TimeSelector,
)

from ..compat import SaneDurationSelector
from ..data import CloudPrintConfigEntry
from ..settings import (
    CONF_CONTENT_DAYS,
    CONF_CONTENT_LIMIT,
    CONF_EXPIRES_IN,
    CONF_HOLD_WHILE_OFFLINE,
    CONF_MAX_PRINT_SIZE,
    CONF_MAX_SPOKEN_COPIES,
    CONF_QUIET_DAYS,
    CONF_QUIET_FROM,
    CONF_QUIET_TO,
    CONF_SEND_NATIVELY,
    CONF_SPOKEN_COMMANDS,
    DEFAULT_CONTENT_DAYS,
    DEFAULT_CONTENT_LIMIT,
    DEFAULT_MAX_PRINT_SIZE,
    DEFAULT_MAX_SPOKEN_COPIES,
    HIGHEST_MAX_SPOKEN_COPIES,
    WEEKDAYS,
    DocumentSettings,
    SpoolSettings,
    VoiceSettings,
)
from .share_code import SHARE_CODE_SCHEMA, ShareCodeForm

SECTION_QUIET_HOURS: Final = "quiet_hours"
SECTION_DOCUMENTS: Final = "documents"
SECTION_VOICE: Final = "voice"
SECTION_STORAGE: Final = "storage"
SECTIONS: Final = (
    SECTION_QUIET_HOURS,
    SECTION_DOCUMENTS,
    SECTION_VOICE,
    SECTION_STORAGE,
)
MAX_EXPIRES_IN: Final = timedelta(days=30)

SETTINGS_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_HOLD_WHILE_OFFLINE, default=True): BooleanSelector(),
        vol.Required(
            CONF_EXPIRES_IN, default={"hours": 1, "minutes": 0, "seconds": 0}
        ): SaneDurationSelector(DurationSelectorConfig(enable_day=True)),
        vol.Required(SECTION_QUIET_HOURS): section(
            vol.Schema(
                {
                    vol.Optional(CONF_QUIET_FROM): TimeSelector(),
                    vol.Optional(CONF_QUIET_TO): TimeSelector(),
                    vol.Required(
                        CONF_QUIET_DAYS, default=list(WEEKDAYS)
                    ): SelectSelector(
                        SelectSelectorConfig(
                            options=list(WEEKDAYS),
                            multiple=True,
                            translation_key="weekday",
                        )
                    ),
                }
            ),
            {"collapsed": True},
        ),
        vol.Required(SECTION_DOCUMENTS): section(
            vol.Schema(
                {
                    vol.Required(
                        CONF_MAX_PRINT_SIZE, default=DEFAULT_MAX_PRINT_SIZE
                    ): NumberSelector(
                        NumberSelectorConfig(
                            min=1,
                            max=100,
                            mode=NumberSelectorMode.BOX,
                            unit_of_measurement="MiB",
                        )
                    ),
                    vol.Required(CONF_SEND_NATIVELY, default=False): BooleanSelector(),
                }
            ),
            {"collapsed": True},
        ),
        vol.Required(SECTION_VOICE): section(
            vol.Schema(
                {
                    vol.Required(CONF_SPOKEN_COMMANDS, default=True): BooleanSelector(),
                    vol.Required(
                        CONF_MAX_SPOKEN_COPIES, default=DEFAULT_MAX_SPOKEN_COPIES
                    ): NumberSelector(
                        NumberSelectorConfig(
                            min=1,
                            max=HIGHEST_MAX_SPOKEN_COPIES,
                            mode=NumberSelectorMode.BOX,
                        )
                    ),
                }
            ),
            {"collapsed": True},
        ),
        vol.Required(SECTION_STORAGE): section(
            vol.Schema(
                {
                    vol.Required(
                        CONF_CONTENT_DAYS, default=DEFAULT_CONTENT_DAYS
                    ): NumberSelector(
                        NumberSelectorConfig(
                            min=0,
                            max=30,
                            mode=NumberSelectorMode.BOX,
                            unit_of_measurement="d",
                        )
                    ),
                    vol.Required(
                        CONF_CONTENT_LIMIT, default=DEFAULT_CONTENT_LIMIT
                    ): NumberSelector(
                        NumberSelectorConfig(
                            min=20,
                            max=2000,
                            mode=NumberSelectorMode.BOX,
                            unit_of_measurement="MiB",
                        )
                    ),
                }
            ),
            {"collapsed": True},
        ),
    }
)


class CloudPrintOptionsFlow(OptionsFlowWithReload):
    """Adds printers and changes settings of an account."""

    def __init__(self) -> None:
        """Set up a flow that has added nothing yet."""
        self._form = ShareCodeForm()

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what to do."""
        return self.async_show_menu(
            step_id="init", menu_options=["add_printer", "settings"]
        )

    async def async_step_add_printer(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Add printers until a person leaves both fields empty."""
        entry: CloudPrintConfigEntry = self.config_entry
        if entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="account_not_loaded")
        account = entry.runtime_data
        if await self._form.async_submit(account.client, user_input):
            return self.async_create_entry(data=dict(entry.options))
        if user_input is not None and not self._form.errors:
            # It is there at once, also if the person just closes the dialog.
            await account.coordinator.async_refresh()
        return self.async_show_form(
            step_id="add_printer",
            data_schema=self.add_suggested_values_to_schema(
                SHARE_CODE_SCHEMA, self._form.suggested
            ),
            errors=self._form.errors,
            description_placeholders=self._form.placeholders,
        )

    async def async_step_settings(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change when jobs wait, and what is kept of them."""
        errors: dict[str, str] = {}
        if user_input is not None:
            options = _flat(user_input)
            if not (errors := _errors_of(options)):
                return self.async_create_entry(data=options)
        return self.async_show_form(
            step_id="settings",
            data_schema=self.add_suggested_values_to_schema(
                SETTINGS_SCHEMA,
                user_input or _in_sections(self.config_entry.options),
            ),
            errors=errors,
        )


def _flat(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options without the form's sections."""
    options = {
        field: value for field, value in user_input.items() if field not in SECTIONS
    }
    for name in SECTIONS:
        options |= user_input[name]
    return options


def _in_sections(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options in the form's sections."""
    return {**options, **dict.fromkeys(SECTIONS, options)}


def _errors_of(options: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with options, which the selectors check only roughly."""
    try:
        settings = SpoolSettings.from_options(options)
        documents = DocumentSettings.from_options(options)
        VoiceSettings.from_options(options)
    except OverflowError, TypeError, ValueError:
        return {"base": "invalid_settings"}
    if not timedelta() <= settings.expires_in <= MAX_EXPIRES_IN:
        return {CONF_EXPIRES_IN: "expires_in_too_long"}
    start, end = settings.quiet_from, settings.quiet_to
    if (start is None) is not (end is None) or (start is not None and start == end):
        return {"base": "quiet_hours_incomplete"}
    if documents.max_bytes > settings.content_limit:
        return {"base": "max_print_size_too_large"}
    return {}
