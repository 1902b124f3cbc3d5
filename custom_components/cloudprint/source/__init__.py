"""From what people name in Home Assistant to what is printed."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..document import (
    DocumentError,
    DocumentFormat,
    RenderSettings,
    parse_format,
    supported_formats,
)
from ..exceptions import invalid
from ..fields import refused
from .content_options import check_content_options
from .data import async_data
from .entity import async_entity
from .file import async_file
from .media import async_media
from .request import Request, Source
from .string import async_html, async_markdown, async_text
from .upload import async_upload
from .url import async_url
from .web.headers import HEADERS

__all__ = [
    "CONTENT_OPTIONS",
    "RESOLVERS",
    "RESOLVERS_WITH_UPLOAD",
    "UPLOAD",
    "Request",
    "Resolver",
    "Source",
    "async_resolve",
]

type Resolver = Callable[[Request], Awaitable[Source]]

RESOLVERS: Final[Mapping[str, Resolver]] = {
    "text": async_text,
    "html": async_html,
    "markdown": async_markdown,
    "url": async_url,
    "file": async_file,
    "media": async_media,
    "entity": async_entity,
    "data": async_data,
}
"""What resolves each content field; exactly one of them is given."""

UPLOAD: Final = "upload"
RESOLVERS_WITH_UPLOAD: Final = {**RESOLVERS, UPLOAD: async_upload}
"""What somebody may print who sent a file just now: no automation has one."""

CONTENT_OPTIONS: Final = (
    "format",
    "title",
    "show_date",
    "password",
    HEADERS,
    "days",
    "first_day",
    "completed",
    "caption",
)
"""Fields that say more about the content; each is read by whom it concerns."""


async def async_resolve(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    settings: RenderSettings | None = None,
    user: User | None = None,
    resolvers: Mapping[str, Resolver] = RESOLVERS,
) -> Source:
    """Return what the content fields of a print name, as the settings want it.

    `resolvers` are the content fields that there are.

    Raises ServiceValidationError for none or several of them, for everything that
    cannot be printed, and for what the user may not see, and HomeAssistantError for an
    address that cannot be fetched.
    """
    given = [name for name in resolvers if fields.get(name) is not None]
    if not given:
        raise invalid("content_missing", fields=", ".join(resolvers))
    if len(given) > 1:
        raise invalid("content_ambiguous", fields=", ".join(given))
    origin = given[0]
    request = Request(
        hass=hass,
        origin=origin,
        value=fields[origin],
        document_format=_format_of(fields),
        settings=settings or RenderSettings(),
        user=user,
        fields=fields,
    )
    check_content_options(request)
    try:
        return await resolvers[origin](request)
    except DocumentError as err:
        # What it comes from may quote the document.
        raise invalid(err.key, field=origin, **err.placeholders) from None


def _format_of(fields: Mapping[str, Any]) -> DocumentFormat | None:
    """Return the format that was asked for, if any was."""
    if (value := fields.get("format")) is None:
        return None
    document_format = parse_format(value) if isinstance(value, str) else None
    if document_format is None:
        raise refused("format", value, supported_formats())
    return document_format
