"""The content that a print asks for, and what was found for it."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.singleton import singleton

from ..const import DATA_CONVERTER
from ..document.content import Content
from ..document.converter import Converter
from ..document.errors import DocumentError
from ..document.formats import DocumentFormat, list_supported_formats, parse_format
from ..document.settings import RenderSettings
from ..exceptions import invalid
from ..fields import refused
from ..requester import Requester


@singleton(DATA_CONVERTER)
def async_get_converter(hass: HomeAssistant) -> Converter:
    """Return the converter that all accounts share."""
    converter = Converter(fonts=Path(hass.config.path("fonts")))

    async def async_stop(event: Event) -> None:
        await converter.async_stop()

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, async_stop)
    return converter


def create_document_error(err: DocumentError, field: str) -> ServiceValidationError:
    """Create an action's error; raise it `from None`: its cause may quote a document."""
    return invalid(err.key, field=err.get_field(field), **err.placeholders)


@contextmanager
def document_errors(field: str) -> Generator[None]:
    """Raise a document's errors as errors of an action's field."""
    try:
        yield
    except DocumentError as err:
        raise create_document_error(err, field) from None


def parse_document_format(fields: Mapping[str, Any]) -> DocumentFormat | None:
    """Return the format that was asked for, if any. Raises ServiceValidationError."""
    if (value := fields.get("format")) is None:
        return None
    document_format = parse_format(value) if isinstance(value, str) else None
    if document_format is None:
        raise refused("format", value, list_supported_formats())
    return document_format


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The content to be printed, the field that named it, and its own title."""

    origin: str
    content: Content
    title: str | None = None
    headers: dict[str, str] | None = field(default=None, repr=False)  # Of an address
    is_empty: bool = False
    """Whether its page says only that there is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The content field of a print, with its parsed value, and all other fields."""

    hass: HomeAssistant
    origin: str
    value: Any = field(repr=False)
    document_format: DocumentFormat | None = None
    settings: RenderSettings = field(default_factory=RenderSettings)
    requester: Requester
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def create_source(
        self,
        content: Content,
        title: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Source:
        """Return a source with the content. Raises DocumentError if it is too large."""
        content.within(self.settings.max_bytes)
        return Source(origin=self.origin, content=content, title=title, headers=headers)

    async def async_convert(
        self, data: bytes, *, name: str = "", wanted: DocumentFormat | None = None
    ) -> Content:
        """Return a file's bytes as content. Raises DocumentError."""
        return await async_get_converter(self.hass).async_convert(
            data, self.settings, name=name, wanted=self.document_format or wanted
        )
