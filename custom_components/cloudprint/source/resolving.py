"""Resolves the content field of a print to the content to be printed."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..document import (
    DocumentError,
    DocumentFormat,
    RenderSettings,
    list_supported_formats,
    parse_format,
)
from ..exceptions import invalid
from ..fields import refused
from .arranging import ARRANGE_FIELDS, FILES, check_content_options
from .entity import async_entity
from .files import UPLOAD, async_files, async_kept_files
from .request import Request, Source, create_document_error
from .string import async_html, async_markdown, async_text
from .url import async_url
from .web.headers import HEADERS

__all__ = [
    "CONTENT_OPTIONS",
    "RESOLVERS",
    "RESOLVERS_OF_DOCUMENTS",
    "RESOLVERS_WITH_UPLOAD",
    "Resolver",
    "async_resolve",
]

type Resolver = Callable[[Request], Awaitable[Source]]

RESOLVERS: Final[Mapping[str, Resolver]] = {
    "text": async_text,
    "html": async_html,
    "markdown": async_markdown,
    "url": async_url,
    "file": async_files,
    "media": async_files,
    "entity": async_entity,
    "data": async_files,
}
"""The resolver of each content field; a print has exactly one of these."""

RESOLVERS_WITH_UPLOAD: Final = {**RESOLVERS, UPLOAD: async_files}
"""Those of the card, which can also print a file that its user uploaded."""

RESOLVERS_OF_DOCUMENTS: Final = {**RESOLVERS, FILES: async_kept_files}
"""Those of saved documents, which can also keep files."""

CONTENT_OPTIONS: Final = (
    "format",
    "title",
    "show_date",
    "encoding",
    "password",
    HEADERS,
    "days",
    "first_day",
    "completed",
    "caption",
    *ARRANGE_FIELDS,
)
"""Fields that refine the content; each is read by the resolvers that it concerns."""


async def async_resolve(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    settings: RenderSettings | None = None,
    user: User | None = None,
    resolvers: Mapping[str, Resolver] = RESOLVERS,
) -> Source:
    """Return the content that a print's fields name, rendered by the settings.

    `resolvers` are the content fields that may be used.

    Raises ServiceValidationError for none or several of them, for content that cannot
    be printed or that the user may not read, and HomeAssistantError for an address that
    cannot be fetched.
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
        document_format=_parse_format(fields),
        settings=settings or RenderSettings(),
        user=user,
        fields=fields,
    )
    check_content_options(request)
    try:
        return await resolvers[origin](request)
    except DocumentError as err:
        raise create_document_error(err, origin) from None


def _parse_format(fields: Mapping[str, Any]) -> DocumentFormat | None:
    """Return the format that was asked for, if any."""
    if (value := fields.get("format")) is None:
        return None
    document_format = parse_format(value) if isinstance(value, str) else None
    if document_format is None:
        raise refused("format", value, list_supported_formats())
    return document_format
