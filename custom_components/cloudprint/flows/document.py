"""Keeping documents, and changing what is kept."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import section
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
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
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
from ..exceptions import invalid
from ..fields import line_of_text
from ..printing.capability_check import (
    COLORS,
    MAX_COPIES,
    ORIENTATIONS,
    QUALITIES,
    SIDES,
)
from ..printing.options import build_config
from ..printing.saved_document import KINDS, comparable, documents_of
from ..source import Request
from ..source.content_options import check_content_options
from ..source.reading import DOMAINS
from ..texts import async_get_texts, async_message, own_language

CONF_NAME: Final = "name"
SECTION_LAYOUT: Final = "layout"
SECTION_OPTIONS: Final = "options"
MAX_NAME: Final = 100
MAX_DAYS: Final = 31

PRINTER_FILTER: Final = EntityFilterSelectorConfig(integration=DOMAIN, domain="event")
"""Only printers have the event of their jobs."""


def _choice(key: str, words: Mapping[str, str]) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=list(words),
            translation_key=key,
            mode=SelectSelectorMode.DROPDOWN,
        )
    )


def _number(highest: int) -> NumberSelector:
    return NumberSelector(
        NumberSelectorConfig(min=1, max=highest, mode=NumberSelectorMode.BOX)
    )


CONTENT: Final[Mapping[str, Any]] = {
    "text": TemplateSelector(),
    "markdown": TemplateSelector(),
    "url": TextSelector(TextSelectorConfig(type=TextSelectorType.URL)),
    "media": MediaSelector(
        MediaSelectorConfig(accept=["image/*", "application/*", "text/*"])
    ),
    "entity": EntitySelector(EntitySelectorConfig(domain=list(DOMAINS))),
}

LAYOUT: Final[Mapping[str, Mapping[str, Any]]] = {
    "markdown": {"title": TextSelector(), "show_date": BooleanSelector()},
    "entity": {
        "days": _number(MAX_DAYS),
        "completed": BooleanSelector(),
        "caption": BooleanSelector(),
    },
}
"""What else can be said of some kinds, by the fields of a print."""

OPTIONS: Final[Mapping[str, Any]] = {
    "copies": _number(MAX_COPIES),
    "color": _choice("color", COLORS),
    "sides": _choice("sides", SIDES),
    "paper": TextSelector(),
    "quality": _choice("quality", QUALITIES),
    "orientation": _choice("orientation", ORIENTATIONS),
}


def _schema(kind: str) -> vol.Schema:
    """Return the form of a kind of document."""
    fields: dict[vol.Marker, Any] = {
        vol.Required(CONF_NAME): TextSelector(),
        vol.Required(kind): CONTENT[kind],
        vol.Optional("device_id"): DeviceSelector(
            DeviceSelectorConfig(entity=[PRINTER_FILTER])
        ),
    }
    sections = {SECTION_OPTIONS: OPTIONS}
    if kind in LAYOUT:
        sections = {SECTION_LAYOUT: LAYOUT[kind], **sections}
    for name, content in sections.items():
        fields[vol.Optional(name)] = section(
            vol.Schema({vol.Optional(field): content[field] for field in content}),
            {"collapsed": True},
        )
    return vol.Schema(fields)


class DocumentFlow(ConfigSubentryFlow):
    """Keeps a document, or changes one."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what kind of document it is."""
        return self.async_show_menu(step_id="user", menu_options=list(KINDS))

    async def async_step_text(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Keep a text."""
        return await self._async_step("text", user_input)

    async def async_step_markdown(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Keep a page of Markdown."""
        return await self._async_step("markdown", user_input)

    async def async_step_url(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Keep an address."""
        return await self._async_step("url", user_input)

    async def async_step_media(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Keep a media item."""
        return await self._async_step("media", user_input)

    async def async_step_entity(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Keep an entity."""
        return await self._async_step("entity", user_input)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change a document in the form of its kind."""
        data = self._get_reconfigure_subentry().data
        return await self._async_step(next(kind for kind in KINDS if kind in data))

    async def _async_step(
        self, kind: str, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        errors: dict[str, str] = {}
        placeholders = {"message": ""}
        suggested: Mapping[str, Any] = user_input or {}
        is_new = self.source == SOURCE_USER
        if user_input is not None:
            errors, message = await self._async_errors_of(kind, user_input)
            placeholders["message"] = message
            if not errors:
                name, data = _flat(user_input)
                if is_new:
                    return self.async_create_entry(title=name, data=data)
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
            description_placeholders=placeholders,
        )

    async def _async_errors_of(
        self, kind: str, user_input: Mapping[str, Any]
    ) -> tuple[dict[str, str], str]:
        """Return what is wrong with a document, and a message that says more.

        The form itself refuses a template that cannot be read.
        """
        try:
            name, fields = _flat(user_input)
        except ServiceValidationError:
            return {CONF_NAME: "name_invalid"}, ""
        own_id = None
        if self.source != SOURCE_USER:
            own_id = self._get_reconfigure_subentry().subentry_id
        for document in documents_of(self._get_entry()):
            is_other = document.subentry_id != own_id
            if is_other and comparable(document.name) == comparable(name):
                return {CONF_NAME: "name_taken"}, ""
        try:
            check_content_options(
                Request(hass=self.hass, origin=kind, value=fields[kind], fields=fields)
            )
            await self._async_check_options(fields)
        except ServiceValidationError as err:
            return {"base": "options_invalid"}, await _async_message(self.hass, err)
        return {}, ""

    async def _async_check_options(self, fields: Mapping[str, Any]) -> None:
        """Raise ServiceValidationError for options that the printer cannot do.

        A document without a printer of its own may be printed on any.
        """
        options = {field: fields[field] for field in OPTIONS if field in fields}
        errors: list[ServiceValidationError] = []
        for known in await self._async_capabilities(fields.get("device_id")):
            try:
                build_config(options, known)
            except ServiceValidationError as err:
                errors.append(err)
            else:
                return
        raise errors[0]

    async def _async_capabilities(
        self, device_id: str | None
    ) -> list[PrinterCapabilities | None]:
        """Return what is known of a printer, or of all; None where nothing is."""
        accounts: list[CloudPrintData] = [
            entry.runtime_data
            for entry in self.hass.config_entries.async_loaded_entries(DOMAIN)
        ]
        if device_id is None:
            return [
                None,
                *(
                    account.capabilities.get(known_id)
                    for account in accounts
                    for known_id in account.coordinator.data
                ),
            ]
        for account in accounts:
            if device_id in account.coordinator.data:
                return [await account.capabilities.async_get(device_id)]
        return [None]


async def _async_message(hass: HomeAssistant, err: ServiceValidationError) -> str:
    """Return what an error says, with the form's words for those of the action."""
    language = own_language(hass.config.language)
    fields = await async_get_texts(hass, language, "services")
    choices = await async_get_texts(hass, language, "selector")
    words = {key.rpartition(".")[2]: word for key, word in choices.items()}
    for domain in DOMAINS:
        titles = await async_get_texts(hass, language, "title", domain=domain)
        words[domain] = titles["title"]

    def in_words(name: str, text: str) -> str:
        if name in ("field", "caption"):
            return fields[f"services.print.fields.{text}.name"]
        return ", ".join(words.get(word, word) for word in text.split(", "))

    placeholders = err.translation_placeholders or {}
    said = {name: in_words(name, text) for name, text in placeholders.items()}
    return await async_message(hass, invalid(str(err.translation_key), **said))


def _flat(user_input: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return a document's name, and the fields of its print.

    What is turned off is as if nobody had touched it. Raises ServiceValidationError for
    a name that is none.
    """
    fields = {**user_input}
    name = line_of_text(CONF_NAME, fields.pop(CONF_NAME), MAX_NAME)
    for group in (SECTION_LAYOUT, SECTION_OPTIONS):
        fields |= fields.pop(group, {})
    return name, {
        field: _plain(value) for field, value in fields.items() if value is not False
    }


def _plain(value: Any) -> Any:
    """Return a whole number as one: a form makes it 2.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _in_sections(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document as its form shows it."""
    return {CONF_NAME: name, **data, SECTION_LAYOUT: data, SECTION_OPTIONS: data}
