"""Documents that a person keeps to print again and again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import TemplateError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.template import Template

from ..const import DOMAIN, LOGGER
from ..exceptions import failed, invalid, shown
from ..fields import text_of
from .permission import may, may_any

SUBENTRY_TYPE: Final = "document"

KINDS: Final = ("text", "markdown", "url", "media", "entity")
"""What can be kept, by the field of a print that holds it."""

TEMPLATES: Final = frozenset({"text", "markdown"})
"""What is written anew each time: templates of Home Assistant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedDocument:
    """A document of an account; `fields` are those of the print that it stands for."""

    subentry_id: str
    name: str
    fields: Mapping[str, Any]

    @classmethod
    def of(cls, subentry: ConfigSubentry) -> Self:
        """Return the document that a subentry keeps."""
        return cls(
            subentry_id=subentry.subentry_id,
            name=subentry.title,
            fields=subentry.data,
        )

    def device_id(self, hass: HomeAssistant, only_printer: str | None) -> str:
        """Return the device of its printer, or else of the only one that there is.

        Raises ServiceValidationError if there is none.
        """
        device_id: str | None = self.fields.get("device_id", only_printer)
        if device_id is None:
            raise invalid("document_without_printer", document=self.name)
        if dr.async_get(hass).async_get(device_id) is None:
            raise invalid("document_printer_gone", document=self.name)
        return device_id

    def print_fields(self, hass: HomeAssistant) -> dict[str, Any]:
        """Return the fields of its print, with what its templates say now.

        Raises HomeAssistantError for a template that cannot be rendered.
        """
        fields = {"name": self.name, **self.fields}
        for kind in TEMPLATES & fields.keys():
            try:
                fields[kind] = Template(fields[kind], hass).async_render(
                    parse_result=False, log_fn=self._log_template
                )
            except TemplateError:
                # What it says quotes the template, and values that it was given.
                raise failed("document_template", document=self.name) from None
        return fields

    def _log_template(self, level: int, message: str) -> None:
        """Log that a template is faulty; Home Assistant would log the whole template."""
        LOGGER.log(level, "The template of the saved document %s is faulty", self.name)


def comparable(name: str) -> str:
    """Return a document's name as it is compared: in any case, with any spaces."""
    return " ".join(name.casefold().split())


def documents_of(entry: ConfigEntry[Any]) -> list[SavedDocument]:
    """Return the saved documents of an account, by name."""
    return sorted(
        (
            SavedDocument.of(subentry)
            for subentry in entry.subentries.values()
            if subentry.subentry_type == SUBENTRY_TYPE
        ),
        key=lambda document: document.name,
    )


def readable_documents(
    hass: HomeAssistant, entry: ConfigEntry[Any], user: User | None
) -> list[SavedDocument]:
    """Return the saved documents of an account that a user may see, by name.

    What holds for a document's printer holds for the document. One without a printer
    may be seen by users who may read any printer of the account.
    """
    return [
        document
        for document in documents_of(entry)
        if (
            may_any(hass, user, entry, POLICY_READ)
            if (device_id := document.fields.get("device_id")) is None
            else may(hass, user, device_id, POLICY_READ)
        )
    ]


def saved_document_of(
    hass: HomeAssistant, value: object, user: User | None
) -> SavedDocument:
    """Return the document that a user means by a name or an id.

    Raises ServiceValidationError; a document that the user may not see is reported as
    unknown.
    """
    documents = [
        document
        for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        for document in readable_documents(hass, entry, user)
    ]
    # A template makes a number of a name that looks like one.
    name = comparable(text_of(value) or "")
    found = [
        document
        for document in documents
        if document.subentry_id == value or comparable(document.name) == name
    ]
    if not found:
        names = ", ".join(dict.fromkeys(document.name for document in documents))
        raise invalid("document_unknown", value=shown(value), supported=names or "-")
    if len(found) > 1:
        raise invalid("document_ambiguous", value=shown(value))
    return found[0]
