"""From what people name in Home Assistant to what is printed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.core import HomeAssistant

from ..api import MediaFormat
from ..document import Content, DocumentError, parse_format, supported_formats
from ..exceptions import invalid
from ..fields import refused
from .data import async_data
from .file import async_file
from .string import async_html, async_text
from .url import async_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is to be printed, and the field that named it.

    `title` is what the source itself is called, if it is called anything.
    """

    origin: str
    content: Content
    title: str | None


type _Resolver = Callable[
    [HomeAssistant, object, MediaFormat | None], Awaitable[tuple[Content, str | None]]
]

RESOLVERS: Final[Mapping[str, _Resolver]] = {
    "text": async_text,
    "html": async_html,
    "url": async_url,
    "file": async_file,
    "data": async_data,
}
"""What resolves each content field; exactly one of them is given."""


async def async_resolve(hass: HomeAssistant, fields: Mapping[str, Any]) -> Source:
    """Return what the content fields of a print name.

    Raises ServiceValidationError for none or several of them, and for everything that
    cannot be printed.
    """
    given = [name for name in RESOLVERS if fields.get(name) is not None]
    if not given:
        raise invalid("content_missing", fields=", ".join(RESOLVERS))
    if len(given) > 1:
        raise invalid("content_ambiguous", fields=", ".join(given))
    origin = given[0]
    media_format = _format_of(fields)
    try:
        content, title = await RESOLVERS[origin](hass, fields[origin], media_format)
    except DocumentError as err:
        raise invalid(err.key, field=origin, **err.placeholders) from err
    return Source(origin=origin, content=content, title=title)


def _format_of(fields: Mapping[str, Any]) -> MediaFormat | None:
    """Return the format that was asked for, if any was."""
    if (value := fields.get("format")) is None:
        return None
    media_format = parse_format(value) if isinstance(value, str) else None
    if media_format is None:
        raise refused("format", value, supported_formats())
    return media_format
