"""Addresses: passed on if the cloud can print them, fetched here otherwise."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Final
from weakref import WeakValueDictionary

from yarl import URL

from homeassistant.util.hass_dict import HassKey

from ..api.vocabulary import MediaFormat, MediaSource
from ..const import DOMAIN
from ..document.content import Content
from ..document.detection import create_foreign_error
from ..document.errors import MAX_SOURCE_BYTES, check_size
from ..document.formats import (
    ENDINGS,
    FOREIGN_ENDINGS,
    UNDOCUMENTED_ENDINGS,
    UNDOCUMENTED_FORMATS,
    DocumentFormat,
    get_ending,
)
from ..document.settings import RenderSettings
from ..exceptions import invalid
from ..fields import one_line
from ..requester import RequesterKind
from .request import Request, Source, async_get_converter, document_errors
from .web.address import Hosts
from .web.fetch import HEADERS, Fetched, Fetcher, async_check_address, parse_headers
from .web.format import async_peek, detect_fetched
from .web.inline import async_inline
from .web.session import SizeLimit
from .web.stylesheet import parse_url

_PICTURES: Final = {DocumentFormat.PNG, DocumentFormat.JPG, DocumentFormat.BMP}
# The cloud prints these from an address (OpenAPI 3.6.2); the others for some accounts.
_FORMATS: Final = _PICTURES.union(map(DocumentFormat, ("HTML", "WORD", "EXCEL", "PPT")))

MAX_FETCHING_EACH: Final = 4  # addresses of a link or user
MAX_FETCHING: Final = 16  # of all links

_SLOTS: Final[HassKey[WeakValueDictionary[str, asyncio.Semaphore]]] = HassKey(
    f"{DOMAIN}_fetching"
)
"""Of each link and user, and, by the kind, of all links."""


async def async_url(request: Request) -> Source:
    """Return an address that the cloud can print, or the content of another one."""
    async with async_fetched(request) as fetched:
        document = fetched.value
        if isinstance(document, Source):
            return document
        content = await fetched.async_convert(document.data, name=document.name)
        return fetched.create_source(content, document.name or document.url.host)


@asynccontextmanager
async def async_fetched(request: Request) -> AsyncGenerator[Request]:
    """Yield a request whose value was fetched, or is a source that the cloud opens.

    What is fetched at the same time for a link or user is limited until it is used.
    """
    if request.origin != "url" or isinstance(request.value, Fetched | Source):
        yield request
        return
    kind, requester = RequesterKind.LINK, request.requester
    slots = request.hass.data.setdefault(_SLOTS, WeakValueDictionary())
    async with AsyncExitStack() as stack:
        if client := requester.link_id or requester.user_id:
            slot = slots.setdefault(client, asyncio.Semaphore(MAX_FETCHING_EACH))
            await stack.enter_async_context(slot)
        if requester.kind is kind:
            slot = slots.setdefault(kind, asyncio.Semaphore(MAX_FETCHING))
            await stack.enter_async_context(slot)
        with document_errors(request.origin):
            fetched = await _async_fetch(request)
        yield fetched


async def _async_fetch(request: Request) -> Request:
    text, url = _parse_address(request)
    headers = parse_headers(request.fields.get(HEADERS))
    is_for_stranger = request.requester.kind is RequesterKind.LINK
    hosts = Hosts(request.hass, is_for_stranger=is_for_stranger)
    is_fetched = is_for_stranger or request.settings.is_fetched_here
    if not is_fetched and not await hosts.async_is_local(url):
        document_format = (
            request.document_format
            or _find_known_format(url)
            or await async_peek(hosts, url, headers)
            # An unknown type counts as a web page.
            or DocumentFormat.HTML
        )
        if form := _find_cloud_format(document_format, request.settings, headers):
            ending = get_ending(url.name)
            # The vendor's document does not name these Office files.
            is_odd = ending in UNDOCUMENTED_ENDINGS and ENDINGS[ending].value == form
            warnings = ("format_undocumented",) if is_odd else ()
            content = Content.from_string(
                text, form, MediaSource.URL, warnings=warnings
            )
            title = url.name or url.host or ""
            source = request.create_source(content, title, headers or None)
            return replace(request, value=source)
    async with Fetcher(request.hass, hosts, url, headers) as fetcher:
        fetched = await fetcher.async_fetch(url, SizeLimit(MAX_SOURCE_BYTES))
        return await _async_read(request, url, fetcher, fetched)


async def async_check_url(request: Request) -> None:
    """Check an address without a request. Raises ServiceValidationError, too."""
    _, url = _parse_address(request)
    hosts = Hosts(request.hass)
    await async_check_address(request.hass, hosts, url)
    if request.document_format is None and not await hosts.async_is_local(url):
        _find_known_format(url)


def _parse_address(request: Request) -> tuple[str, URL]:
    """Return the address as given, and as a URL. Raises ServiceValidationError."""
    text = request.value.strip() if isinstance(request.value, str) else ""
    if (url := parse_url(text)) is None:
        raise invalid("url_invalid", field=request.origin)
    return text, url


async def _async_read(
    request: Request, url: URL, fetcher: Fetcher, fetched: Fetched
) -> Request:
    hass, settings = request.hass, request.settings
    converter, max_bytes = async_get_converter(hass), settings.max_bytes
    name = one_line(fetched.name or fetched.url.name or url.name)
    document_format, data = await converter.async_run(
        detect_fetched, fetched, name, request.document_format, settings
    )
    if settings.encoding is not None:
        fetched = replace(fetched, data=data, charset="utf-8")
        request = replace(request, settings=replace(settings, encoding=None))
    title: str | None = None
    if document_format is DocumentFormat.HTML:
        check_size(len(data), max_bytes)
        html, title = await async_inline(hass, fetcher, fetched, max_bytes)
        content = await converter.async_run(Content.from_string, html, MediaFormat.HTML)
        data = content.payload
    fetched = replace(fetched, url=url, data=data, name=title or name)
    return replace(request, value=fetched, document_format=document_format)


def _find_known_format(url: URL) -> DocumentFormat | None:
    """Return the format by the ending. Raises DocumentError for a foreign one."""
    ending = get_ending(url.name)
    if ending in FOREIGN_ENDINGS:
        raise create_foreign_error(ending)
    return ENDINGS.get(ending)


def _find_cloud_format(
    document_format: DocumentFormat, settings: RenderSettings, headers: dict[str, str]
) -> MediaFormat | None:
    """Return the format in which the cloud prints an address, or None."""
    # The cloud sends headers for HTML only.
    is_withheld = headers and document_format is not DocumentFormat.HTML
    if settings.encoding is not None or is_withheld:
        return None
    if document_format is DocumentFormat.PDF:
        return MediaFormat.PDF if settings.is_pdf_url_native else None
    if document_format in _PICTURES and settings.is_monochrome:
        return None
    is_native = settings.is_native and document_format in UNDOCUMENTED_FORMATS
    is_printed = is_native or document_format in _FORMATS
    return MediaFormat(document_format.value) if is_printed else None
