"""Saved documents: config subentries that can be printed by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import TemplateError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.template import MAX_TEMPLATE_OUTPUT

from ..const import DOMAIN, LOGGER
from ..data import CloudPrintConfigEntry
from ..exceptions import failed, invalid, shown_briefly
from ..fields import parse_text
from ..source.arranging import FILES
from ..texts import join_names
from .document_template import (
    MAX_SECONDS,
    TemplateTooLargeError,
    TemplateTooSlowError,
    async_render,
)
from .permission import choose_device, may, may_any

SUBENTRY_TYPE: Final = "document"

MODEL_ID: Final = "document"
"""Model id of a document's device, by which the action's form filters devices."""

KINDS: Final = ("entity", FILES, "text", "markdown", "url", "media")
"""The content fields that a saved document can have, in the order of the menu."""

MAX_DOCUMENT_NAME: Final = 100

TEMPLATES: Final = frozenset({"text", "markdown"})
"""The content fields that are templates, rendered for each print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedDocument:
    """A saved document of an account; `fields` are those of its print."""

    entry: CloudPrintConfigEntry
    subentry_id: str
    name: str
    fields: Mapping[str, Any]

    @classmethod
    def from_subentry(
        cls, entry: CloudPrintConfigEntry, subentry: ConfigSubentry
    ) -> Self:
        """Create the document of a subentry."""
        return cls(
            entry=entry,
            subentry_id=subentry.subentry_id,
            name=subentry.title,
            fields=subentry.data,
        )

    def get_device_id(self, hass: HomeAssistant, user: User | None) -> str:
        """Return the document's own printer, or else `choose_device`."""
        device_id: str | None = self.fields.get("device_id")
        if device_id is None:
            return choose_device(hass, user, self.entry)
        if dr.async_get(hass).async_get(device_id) is None:
            raise invalid("document_printer_gone", document=self.name)
        return device_id

    async def async_render(self, hass: HomeAssistant) -> dict[str, Any]:
        """Return the fields of its print, with rendered templates."""
        fields = {"name": self.name, **self.fields}
        for kind in TEMPLATES & fields.keys():
            try:
                fields[kind] = await async_render(
                    hass, fields[kind], self._log_template
                )
            except TemplateTooSlowError:
                raise failed(
                    "document_template_slow",
                    document=self.name,
                    seconds=str(MAX_SECONDS),
                ) from None
            except TemplateTooLargeError:
                raise failed(
                    "document_template_large",
                    document=self.name,
                    limit=str(MAX_TEMPLATE_OUTPUT),
                ) from None
            except TemplateError:
                # The message quotes the template and its values.
                raise failed("document_template", document=self.name) from None
        return fields

    def _log_template(self, level: int, message: str) -> None:
        LOGGER.log(level, "The template of the saved document %s is faulty", self.name)


def normalize_name(name: str) -> str:
    """Return a document's name for comparison without regard to case and spaces."""
    return " ".join(name.casefold().split())


def get_documents(entry: CloudPrintConfigEntry) -> list[SavedDocument]:
    """Return the saved documents of an account, by name."""
    return sorted(
        (
            SavedDocument.from_subentry(entry, subentry)
            for subentry in entry.subentries.values()
            if subentry.subentry_type == SUBENTRY_TYPE
        ),
        key=lambda document: document.name,
    )


def is_name_taken(
    entry: CloudPrintConfigEntry, name: str, own_id: str | None = None
) -> bool:
    """Return whether another document of an account than `own_id` has a name."""
    return any(
        document.subentry_id != own_id
        and normalize_name(document.name) == normalize_name(name)
        for document in get_documents(entry)
    )


def get_readable_documents(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, user: User | None
) -> list[SavedDocument]:
    """Return the saved documents of an account that a user may read, by name.

    The permissions are those of its printer, or of any printer if it has none.
    """
    return [
        document
        for document in get_documents(entry)
        if (
            may_any(hass, user, entry, POLICY_READ)
            if (device_id := document.fields.get("device_id")) is None
            else may(hass, user, device_id, POLICY_READ)
        )
    ]


def find_document(
    hass: HomeAssistant, value: object, user: User | None
) -> SavedDocument:
    """Return the document with a name, an id or a device.

    Raises ServiceValidationError; one that the user may not read is unknown.
    """
    documents = [
        document
        for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        for document in get_readable_documents(hass, entry, user)
    ]
    # A template turns a name that looks like a number into one.
    text = parse_text(value) or ""
    device = dr.async_get(hass).async_get(text)
    subentry_id = text if device is None else device.config_subentry_id
    found = [
        document
        for document in documents
        if document.subentry_id == subentry_id
        or normalize_name(document.name) == normalize_name(text)
    ]
    if not found:
        names = join_names(
            dict.fromkeys(document.name for document in documents),
            hass.config.language,
        )
        raise invalid(
            "document_unknown", value=shown_briefly(value), supported=names or "-"
        )
    if len(found) > 1:
        raise invalid("document_ambiguous", value=shown_briefly(value))
    return found[0]
