"""What a print asks for, and what was found for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..document import Content, DocumentFormat, RenderSettings
from .converter import async_get_converter


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is to be printed, and the field that named it.

    `title` is what the source itself is called, if it is called anything; `headers`
    are the HTTP headers with which the cloud fetches an address.
    """

    origin: str
    content: Content
    title: str | None = None
    headers: dict[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The one content field of a print, and all that decides what becomes of it.

    `origin` is the field's name and `value` what it holds, `fields` are all fields of
    the print. `user` is whoever asked, or None for an automation.
    """

    hass: HomeAssistant
    origin: str
    value: object = field(repr=False)
    document_format: DocumentFormat | None = None
    settings: RenderSettings = field(default_factory=RenderSettings)
    user: User | None = None
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def found(
        self,
        content: Content,
        title: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Source:
        """Return what was found for the request. Raises DocumentError if too large."""
        content.within(self.settings.max_bytes)
        return Source(origin=self.origin, content=content, title=title, headers=headers)

    async def async_convert(
        self, data: bytes, *, name: str = "", wanted: DocumentFormat | None = None
    ) -> Content:
        """Return a file's bytes as content, in the format that was asked for.

        Raises DocumentError for what cannot be printed.
        """
        return await async_get_converter(self.hass).async_convert(
            data, self.settings, name=name, wanted=self.document_format or wanted
        )
