"""Parses the content field of a print, and resolves it to the content to be printed."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from ..document.arrange.settings import Arrangement
from ..exceptions import invalid
from ..requester import Requester
from ..texts import get_common_texts, join_names
from .arranging import (
    ARRANGE_FIELDS,
    FILE_FIELDS,
    FILES,
    PAGE_FIELD,
    PAGE_OPTIONS,
    check_content_options,
    parse_items,
    parse_settings,
)
from .entity import async_entity
from .file import find_file
from .files import UPLOAD, async_files, async_kept_files
from .kept_files import KEPT_FILES
from .pages.named import NamedPage, async_named_page, parse_named_page
from .reading import parse_entity_ids
from .request import Request, Source, document_errors, parse_document_format
from .string import async_markdown, async_string
from .upload import UPLOADS
from .url import async_url
from .web.fetch import HEADERS

_RESOLVERS: Final[Mapping[str, Callable[[Request], Awaitable[Source]]]] = {
    "text": async_string,
    "html": async_string,
    "markdown": async_markdown,
    "url": async_url,
    "file": async_files,
    "media": async_files,
    "entity": async_entity,
    PAGE_FIELD: async_named_page,
    "data": async_files,
    UPLOAD: async_files,
    FILES: async_kept_files,
}
# Of the action, the card, and saved documents; a print has exactly one.
CONTENT_FIELDS: Final = tuple(
    name for name in _RESOLVERS if name not in (UPLOAD, FILES)
)
CONTENT_FIELDS_WITH_UPLOAD: Final = (*CONTENT_FIELDS, UPLOAD)
CONTENT_FIELDS_OF_DOCUMENTS: Final = (*CONTENT_FIELDS, FILES)

UNRENDERED_FIELDS: Final = ("text", "html")  # Only the limit of its size matters.

CONTENT_OPTIONS: Final = (
    *("format", "title", "show_date", "encoding", "password", HEADERS),
    *("days", "first_day", "completed", "caption", PAGE_OPTIONS),
    *ARRANGE_FIELDS,
)


def get_content_fields(fields: Mapping[str, Any]) -> Sequence[str]:
    """Return the content fields that the card accepts: with uploads if it has such."""
    return CONTENT_FIELDS if fields.get(UPLOAD) is None else CONTENT_FIELDS_WITH_UPLOAD


def parse_request(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    requester: Requester,
    allowed: Sequence[str] = CONTENT_FIELDS,
) -> Request:
    """Parse one of the `allowed` content fields, and the fields that refine it."""
    origin = check_content(hass, fields, allowed)
    value = parse_value(origin, fields)
    request = Request(
        hass=hass, origin=origin, value=value, requester=requester, fields=fields
    )
    check_content_options(request)
    return replace(
        request,
        document_format=parse_document_format(fields),
        settings=parse_settings(fields),
    )


def check_content(
    hass: HomeAssistant, fields: Mapping[str, Any], allowed: Sequence[str]
) -> str:
    """Return the only content field that is given. Raises ServiceValidationError."""
    given = [name for name in allowed if fields.get(name) is not None]
    if not given:
        raise invalid("content_missing")
    if len(given) > 1:
        texts = get_common_texts(hass)
        names = [
            texts.get(f"services.print.fields.{name}.name", name) for name in given
        ]
        raise invalid(
            "content_ambiguous", fields=join_names(names, hass.config.language)
        )
    return given[0]


def parse_value(origin: str, fields: Mapping[str, Any]) -> Any:
    """Return the value of a content field: files as items, entities as their ids.

    Of a page, it has its options, too.
    """
    value = fields.get(origin)
    if origin == PAGE_FIELD:
        return parse_named_page(fields)
    if origin in (*FILE_FIELDS, "data"):
        return parse_items(origin, value)
    if origin == "entity":
        return parse_entity_ids(value)
    return value


def has_layout_fields(fields: Mapping[str, Any]) -> bool:
    """Return whether a print says how files are laid out, or may have several files."""
    return any(fields.get(name) is not None for name in ARRANGE_FIELDS) or any(
        isinstance(fields.get(name), list | tuple) for name in (*FILE_FIELDS, FILES)
    )


def get_print_options(request: Request) -> Mapping[str, Any]:
    """Return the print options that suit content, unless others are given."""
    if isinstance(request.value, NamedPage):
        return request.value.print_options
    arrange = request.settings.arrange
    is_booklet = arrange and arrange.arrangement is Arrangement.BOOKLET
    # As it is folded
    return {"sides": "two_sided_short_edge"} if is_booklet else {}


def get_drawn_page(request: Request) -> dict[str, Any] | None:
    """Return the fields of a page that another integration draws; it may take minutes."""
    page = request.value
    is_drawn = isinstance(page, NamedPage) and page.kind.async_draw is not None
    return page.fields if is_drawn else None


async def async_resolve(request: Request) -> Source:
    """Return the rendered content that a request names. Raises HomeAssistantError."""
    with document_errors(request.origin):
        return await _RESOLVERS[request.origin](request)


def claim_uploads(request: Request) -> AbstractContextManager[None]:
    """Lock the uploads of a print, which are removed at the end if it succeeds."""
    if request.origin != UPLOAD:
        return nullcontext()
    upload_ids = [item.value for item in request.value]
    return request.hass.data[UPLOADS].claimed(upload_ids, request.requester)


async def async_measure(request: Request) -> int:
    """Return how many bytes a print is about to read, as far as that is known."""
    if request.origin == "data":
        texts = (item.value for item in request.value)
        return sum(len(text) // 4 * 3 for text in texts if isinstance(text, str))
    if request.origin not in ("file", UPLOAD, FILES):
        return 0
    return await request.hass.async_add_executor_job(_measure_files, request)


def _measure_files(request: Request) -> int:
    hass, size = request.hass, 0
    for item in request.value:
        with suppress(ServiceValidationError, OSError, ValueError):
            if request.origin == FILES:
                path = hass.data[KEPT_FILES].get_path(item["file_id"])
            elif request.origin == UPLOAD:
                path = hass.data[UPLOADS].get(item.value, request.requester).path
            else:
                _, path = find_file(hass, str(item.value))
            size += path.stat().st_size
    return size
