"""Saved documents: config subentries that are printed by name, with their templates."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self, override

import jinja2
from jinja2.runtime import Context

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import TemplateError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.template import (
    MAX_TEMPLATE_OUTPUT,
    TemplateEnvironment,
    is_template_string,
)
from homeassistant.util.thread import ThreadWithException

from ..compat import async_load
from ..const import DOMAIN, LOGGER
from ..data import CloudPrintConfigEntry
from ..exceptions import failed, invalid, shown_briefly
from ..fields import parse_text
from ..requester import Requester
from ..source.arranging import FILES, PAGE_FIELD
from ..texts import join_names
from .permission import choose_device, may, may_any

if TYPE_CHECKING:
    from ..document.converter import Converter

SUBENTRY_TYPE: Final = "document"

# Of a document's device: the action's form filters devices by it.
MODEL_ID: Final = "document"

# The content fields that a saved document can have, in the order of the menu
KINDS: Final = ("entity", PAGE_FIELD, FILES, "text", "markdown", "url", "media")

MAX_DOCUMENT_NAME: Final = 100

# The content fields that are rendered for each print
TEMPLATES: Final = frozenset({"text", "markdown"})

MAX_SECONDS: Final = 5
_LIMIT: Final = str(MAX_TEMPLATE_OUTPUT)
# Characters of a text, or items of a list, that an operator may make
_MAX_LENGTH: Final = 4 * MAX_TEMPLATE_OUTPUT
_MAX_BITS: Final = 100_000  # Of a number that an operator may make

# Called with the level and the text of a warning or error, in another thread
type LogFunction = Callable[[int, str], None]


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

    def get_device_id(self, hass: HomeAssistant, requester: Requester) -> str:
        """Return the document's own printer, or else `choose_device`."""
        device_id: str | None = self.fields.get("device_id")
        if device_id is None:
            return choose_device(hass, requester, self.entry)
        if dr.async_get(hass).async_get(device_id) is None:
            raise invalid("document_printer_gone", document=self.name)
        return device_id

    async def async_render(self, hass: HomeAssistant) -> dict[str, Any]:
        """Return the fields of its print, with rendered templates."""
        fields = {"name": self.name, **self.fields}
        for kind in TEMPLATES & fields.keys():
            try:
                fields[kind] = await async_render(hass, fields[kind], self._log)
            except TemplateLimitError as err:
                raise failed(err.key, document=self.name, **err.limit) from None
            except TemplateError:
                # The message quotes the template and its values.
                raise failed("document_template", document=self.name) from None
        return fields

    def _log(self, level: int, message: str) -> None:
        LOGGER.log(level, "The template of the saved document %s is faulty", self.name)


def normalize_name(name: str) -> str:
    """Return a document's name for comparison without regard to case and spaces."""
    return " ".join(name.casefold().split())


def get_documents(entry: CloudPrintConfigEntry) -> list[SavedDocument]:
    """Return the saved documents of an account, by name."""
    documents = [
        SavedDocument.from_subentry(entry, subentry)
        for subentry in entry.get_subentries_of_type(SUBENTRY_TYPE)
    ]
    return sorted(documents, key=lambda document: document.name)


def is_name_taken(
    entry: CloudPrintConfigEntry, name: str, own_id: str | None = None
) -> bool:
    """Return whether another document of an account than `own_id` has a name."""
    return normalize_name(name) in (
        normalize_name(document.name)
        for document in get_documents(entry)
        if document.subentry_id != own_id
    )


def get_readable_documents(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, requester: Requester
) -> list[SavedDocument]:
    """Return documents whose printer, or any if they have none, a user may read."""
    return [
        document
        for document in get_documents(entry)
        if (
            may_any(hass, requester, entry, POLICY_READ)
            if (device_id := document.fields.get("device_id")) is None
            else may(hass, requester, device_id, POLICY_READ)
        )
    ]


def find_document(
    hass: HomeAssistant, value: object, requester: Requester
) -> SavedDocument:
    """Return the document with a name, id or device; an unreadable one is unknown."""
    documents = [
        document
        for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        for document in get_readable_documents(hass, entry, requester)
    ]
    # A template turns a name that looks like a number into one.
    text = parse_text(value) or ""
    device = dr.async_get(hass).async_get(text)
    subentry_id = text if device is None else device.config_subentry_id
    matches = [
        document
        for document in documents
        if document.subentry_id == subentry_id
        or normalize_name(document.name) == normalize_name(text)
    ]
    if not matches:
        names = join_names(
            dict.fromkeys(document.name for document in documents), hass.config.language
        )
        raise invalid(
            "document_unknown", value=shown_briefly(value), supported=names or "-"
        )
    if len(matches) > 1:
        raise invalid("document_ambiguous", value=shown_briefly(value))
    return matches[0]


class TemplateLimitError(TemplateError):
    """A template that takes too long or makes too much; `key` is of its message."""

    def __init__(self, key: str, **limit: str) -> None:
        """Set the limit."""
        super().__init__(key)
        self.key, self.limit = key, limit


def check_template(hass: HomeAssistant, template: str) -> None:
    """Check that a template can be read. Raises TemplateError."""
    try:
        _Environment(hass).compile(template)
    except jinja2.TemplateError as err:
        raise TemplateError(err) from err


async def async_render(hass: HomeAssistant, template: str, log: LogFunction) -> str:
    """Return what a template renders to. Raises TemplateError."""
    if not is_template_string(template):
        return template.strip()
    source = await async_load(hass, "source.request")
    converter: Converter = source.async_get_converter(hass)
    return await converter.async_run(_render, hass, template, log)


def _render(hass: HomeAssistant, template: str, log: LogFunction) -> str:
    rendered = Future[str]()

    def run() -> None:
        with suppress(_TimeIsUp):
            try:
                rendered.set_result(_generate(hass, template, log))
            except TemplateError as err:
                rendered.set_exception(err)
            except Exception as err:  # noqa: BLE001 - a template may raise any
                rendered.set_exception(TemplateError(err))

    thread = ThreadWithException(target=run, name="cloudprint template", daemon=True)
    thread.start()
    try:
        return rendered.result(MAX_SECONDS)
    except TimeoutError:
        # It may have ended meanwhile.
        with suppress(ValueError):
            thread.raise_exc(_TimeIsUp)
    raise TemplateLimitError("document_template_slow", seconds=str(MAX_SECONDS))


class _TimeIsUp(BaseException):
    """Raised within a template; not an Exception, which a filter may suppress."""


def _generate(hass: HomeAssistant, template: str, log: LogFunction) -> str:
    text = ""
    for piece in _Environment(hass, log).from_string(template).generate():
        text += piece
        if len(text) > MAX_TEMPLATE_OUTPUT:
            raise TemplateLimitError("document_template_large", limit=_LIMIT)
    return text.strip()


class _Environment(TemplateEnvironment):
    """An environment in which operators make no enormous values.

    An operation on one value cannot be interrupted: "a" * 300000000, 10 ** 10 ** 10.
    """

    intercepted_binops = frozenset({"+", "*", "**"})

    def __init__(self, hass: HomeAssistant, log: LogFunction | None = None) -> None:
        super().__init__(hass, limited=False, strict=False, log_fn=log)
        finalize = self.finalize

        @jinja2.pass_context
        def finalize_later(context: Context, value: Any) -> Any:
            return value if finalize is None else finalize(value)

        # What is constant would otherwise be computed, and its result compiled, too.
        self.optimized = False
        self.finalize = finalize_later

    @override
    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if _is_enormous(operator, left, right):
            raise TemplateLimitError("document_template_large", limit=_LIMIT)
        return super().call_binop(context, operator, left, right)


def _is_enormous(operator: str, left: Any, right: Any) -> bool:
    values = (left, right)
    lengths = [len(value) for value in values if isinstance(value, str | list | tuple)]
    numbers = [value for value in values if isinstance(value, int)]
    if operator == "+":
        return sum(lengths) > _MAX_LENGTH
    if lengths:
        return sum(lengths) * max(numbers, default=0) > _MAX_LENGTH
    if len(numbers) < len(values):
        return False
    bits = [number.bit_length() for number in numbers]
    return (bits[0] * right if operator == "**" else sum(bits)) > _MAX_BITS
