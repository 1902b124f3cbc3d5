"""The flow that saves and changes documents."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.selector import (
    BooleanSelector,
    DeviceSelector,
    DeviceSelectorConfig,
    EntityFilterSelectorConfig,
    EntitySelector,
    EntitySelectorConfig,
    MediaSelector,
    MediaSelectorConfig,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TemplateSelector,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..api import PrinterCapabilities
from ..const import DOMAIN
from ..data import CloudPrintData
from ..document import RenderSettings
from ..exceptions import as_markdown, invalid
from ..fields import line_of_text
from ..printing.capability_check import CHOICES, MAX_COPIES
from ..printing.job_ticket import parse_encoding
from ..printing.options import build_config
from ..printing.permission import find_device
from ..printing.saved_document import KINDS, comparable, get_documents
from ..printing.targets import get_printers
from ..settings import VoiceSettings
from ..source import Request
from ..source.check import async_check
from ..source.content_options import check_content_options
from ..source.pages.agenda import MAX_DAYS
from ..source.reading import DOMAINS
from ..texts import async_get_texts, async_message, own_language
from . import collapsed_section, flatten, number_selector

CONF_NAME: Final = "name"
SECTION_LAYOUT: Final = "layout"
SECTION_OPTIONS: Final = "options"
MAX_NAME: Final = 100

PRINTER_FILTER: Final = EntityFilterSelectorConfig(integration=DOMAIN, domain="event")
"""Only printers have an event entity for their jobs."""


CONTENT: Final[Mapping[str, Any]] = {
    "text": TemplateSelector(),
    "markdown": TemplateSelector(),
    "url": TextSelector(TextSelectorConfig(type=TextSelectorType.URL)),
    "media": MediaSelector(
        MediaSelectorConfig(accept=["image/*", "application/*", "text/*"])
    ),
    "entity": EntitySelector(EntitySelectorConfig(domain=list(DOMAINS), multiple=True)),
}

LAYOUT: Final[Mapping[str, Mapping[str, Any]]] = {
    "markdown": {"title": TextSelector(), "show_date": BooleanSelector()},
    "entity": {
        "title": TextSelector(),
        "days": number_selector(1, MAX_DAYS),
        "first_day": number_selector(0, MAX_DAYS - 1),
        "completed": BooleanSelector(),
        "caption": BooleanSelector(),
    },
}
"""Further content fields, by kind of document."""

_ENCODING: Final = {
    "encoding": SelectSelector(
        SelectSelectorConfig(
            options=[
                "utf-8",
                "utf-16",
                "gb18030",
                "big5",
                "shift_jis",
                "euc-jp",
                "euc-kr",
                "windows-1250",
                "windows-1251",
                "windows-1252",
            ],
            custom_value=True,
            mode=SelectSelectorMode.DROPDOWN,
        )
    )
}

READING: Final = {"url": _ENCODING, "media": _ENCODING}
"""How a file is read, by kind of document: shown below the options."""

_CHOICES: Final = {
    name: SelectSelector(
        SelectSelectorConfig(
            options=list(choice.words),
            translation_key=name,
            mode=SelectSelectorMode.DROPDOWN,
        )
    )
    for name, choice in CHOICES.items()
}

OPTIONS: Final[Mapping[str, Any]] = {
    "copies": number_selector(1, MAX_COPIES),
    "color": _CHOICES["color"],
    "sides": _CHOICES["sides"],
    "paper": TextSelector(),
    **_CHOICES,
}
"""In the order of the form."""


def _schema(kind: str) -> vol.Schema:
    """Return the form for a kind of document."""
    fields: dict[vol.Marker, Any] = {
        vol.Required(CONF_NAME): TextSelector(),
        vol.Required(kind): CONTENT[kind],
        vol.Optional("device_id"): DeviceSelector(
            DeviceSelectorConfig(entity=[PRINTER_FILTER])
        ),
    }
    sections: dict[str, Mapping[str, Any]] = {
        SECTION_OPTIONS: {**OPTIONS, **READING.get(kind, {})}
    }
    if kind in LAYOUT:
        sections = {SECTION_LAYOUT: LAYOUT[kind], **sections}
    for name, content in sections.items():
        fields[vol.Optional(name)] = collapsed_section(
            {vol.Optional(field): selector for field, selector in content.items()}
        )
    return vol.Schema(fields)


class DocumentFlow(ConfigSubentryFlow):
    """Saves a document, or changes one."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Choose the kind of document."""
        return self.async_show_menu(step_id="user", menu_options=list(KINDS))

    async def async_step_text(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Save a text."""
        return await self._async_step("text", user_input)

    async def async_step_markdown(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Save Markdown."""
        return await self._async_step("markdown", user_input)

    async def async_step_url(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Save an address."""
        return await self._async_step("url", user_input)

    async def async_step_media(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Save a media item."""
        return await self._async_step("media", user_input)

    async def async_step_entity(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Save an entity."""
        return await self._async_step("entity", user_input)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change a document."""
        data = self._get_reconfigure_subentry().data
        return await self._async_step(next(kind for kind in KINDS if kind in data))

    async def _async_step(
        self, kind: str, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        errors: dict[str, str] = {}
        message = ""
        suggested: Mapping[str, Any] = user_input or {}
        is_new = self.source == SOURCE_USER
        if user_input is not None:
            errors, message = await self._async_validate(kind, user_input)
            if not errors:
                name, data = _parse_input(user_input)
                if is_new:
                    return self._create_entry(name, data)
                return self.async_update_and_abort(
                    self._get_entry(),
                    self._get_reconfigure_subentry(),
                    title=name,
                    data=data,
                )
        elif not is_new:
            subentry = self._get_reconfigure_subentry()
            suggested = _in_sections(subentry.title, subentry.data)
        return self.async_show_form(
            step_id=kind,
            data_schema=self.add_suggested_values_to_schema(_schema(kind), suggested),
            errors=errors,
            description_placeholders={
                "message": message,
                "hint": await self._async_describe_default(),
            },
        )

    def _create_entry(self, name: str, data: Mapping[str, Any]) -> SubentryFlowResult:
        """Save a new document, and say how to print it."""
        can_speak = VoiceSettings.from_options(self._get_entry().options).is_on
        return self.async_create_entry(
            title=name,
            data=data,
            description=None if can_speak else "without_voice",
            description_placeholders={"name": as_markdown(name)},
        )

    async def _async_describe_default(self) -> str:
        """Return on which printer a document without a printer is printed."""
        texts = await async_get_texts(
            self.hass, own_language(self.hass.config.language), "common"
        )
        device_id = find_device(self.hass, None, self._get_entry())
        names = self._get_printers()
        if device_id in names:
            text = texts["common.document_default_printer"]
            return text.format(printer=names[device_id])
        return texts["common.document_no_default"] if names else ""

    def _get_printers(self) -> dict[str, str]:
        """Return the names of the printers of all accounts, by device id."""
        accounts = self.hass.config_entries.async_entries(
            DOMAIN, include_disabled=False
        )
        return {
            device_id: name
            for account in accounts
            for device_id, name in get_printers(self.hass, account).items()
        }

    async def _async_validate(
        self, kind: str, user_input: Mapping[str, Any]
    ) -> tuple[dict[str, str], str]:
        """Return the form's errors, and a message with details.

        The form itself refuses invalid templates.
        """
        try:
            name, fields = _parse_input(user_input)
        except ServiceValidationError:
            return {CONF_NAME: "name_invalid"}, ""
        own_id = None
        if self.source != SOURCE_USER:
            own_id = self._get_reconfigure_subentry().subentry_id
        for document in get_documents(self._get_entry()):
            is_other = document.subentry_id != own_id
            if is_other and comparable(document.name) == comparable(name):
                return {CONF_NAME: "name_taken"}, ""
        try:
            settings = RenderSettings(encoding=parse_encoding(fields))
        except ServiceValidationError as err:
            return {"base": "options_invalid"}, await _async_message(self.hass, err)
        request = Request(
            hass=self.hass,
            origin=kind,
            value=fields[kind],
            fields=fields,
            settings=settings,
        )
        try:
            await async_check(request)
        except ServiceValidationError as err:
            return {kind: "content_invalid"}, await _async_message(self.hass, err)
        printers = self._get_printers()
        own = fields.get("device_id")
        device_id = own or find_device(self.hass, None, self._get_entry())
        if own and own not in printers:
            return {"device_id": "printer_gone"}, ""
        if device_id is None and printers:
            return {"device_id": "printer_missing"}, ""
        options = {field: fields[field] for field in OPTIONS if field in fields}
        try:
            check_content_options(request)
            build_config(options, await self._async_get_capabilities(device_id))
        except ServiceValidationError as err:
            return {"base": "options_invalid"}, await _async_message(self.hass, err)
        return {}, ""

    async def _async_get_capabilities(
        self, device_id: str | None
    ) -> PrinterCapabilities | None:
        """Return the capabilities of a printer, or None if they are unknown."""
        for entry in self.hass.config_entries.async_loaded_entries(DOMAIN):
            account: CloudPrintData = entry.runtime_data
            if device_id is not None and device_id in account.coordinator.data:
                return await account.capabilities.async_get(device_id)
        return None


async def _async_message(hass: HomeAssistant, err: ServiceValidationError) -> str:
    """Return an error's message, with the form's words instead of the action's."""
    language = own_language(hass.config.language)
    fields = await async_get_texts(hass, language, "services")
    choices = await async_get_texts(hass, language, "selector")
    words = {key.rpartition(".")[2]: word for key, word in choices.items()}
    for domain in DOMAINS:
        titles = await async_get_texts(hass, language, "title", domain=domain)
        words[domain] = titles["title"]

    def translate(name: str, text: str) -> str:
        if name in ("field", "caption"):
            return fields[f"services.print.fields.{text}.name"]
        return ", ".join(words.get(word, word) for word in text.split(", "))

    placeholders = err.translation_placeholders or {}
    translated = {name: translate(name, text) for name, text in placeholders.items()}
    return await async_message(hass, invalid(str(err.translation_key), **translated))


def _parse_input(user_input: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return a document's name, and the fields of its print.

    Switches that are off and empty titles are left out, like fields that were not
    touched. Raises ServiceValidationError for an invalid name.
    """
    fields = flatten(user_input, (SECTION_LAYOUT, SECTION_OPTIONS))
    name = line_of_text(CONF_NAME, fields.pop(CONF_NAME), MAX_NAME)
    if len(entities := fields.get("entity", ())) == 1:
        (fields["entity"],) = entities
    return name, {
        field: _convert_float(value)
        for field, value in fields.items()
        if value is not False and (value != "" or field in CONTENT)
    }


def _convert_float(value: Any) -> Any:
    """Return a whole number as an integer: the form's selector returns 2.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _in_sections(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document as its form's suggested values."""
    fields = {CONF_NAME: name, **data}
    if isinstance(entity := data.get("entity"), str):
        fields["entity"] = [entity]
    return {**fields, SECTION_LAYOUT: data, SECTION_OPTIONS: data}
