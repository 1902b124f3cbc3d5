"""The format of an address: of what was fetched, or asked for without fetching it."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from mimetypes import guess_extension
from typing import Final

from aiohttp import ClientError, ClientResponse, ClientSession, hdrs
from yarl import URL

from ...document.detection import detect, guess_format
from ...document.errors import DocumentError
from ...document.formats import (
    ENDINGS,
    HEAD_BYTES,
    TEXT_FORMATS,
    DocumentFormat,
    get_ending,
)
from ...document.settings import RenderSettings
from ...document.text.text import decode_text, detect_encoding, find_given
from .address import Hosts, normalize_url
from .fetch import MAX_REDIRECTS, REDIRECTS, Fetched, build_headers, get_file_name
from .session import create_session
from .stylesheet import resolve_url

_PLAIN: Final = "text/plain"
_PICTURES: Final = ("png", "bmp", "webp", "gif", "tiff", "heic", "heif", "avif")
_MAPS: Final = {"any": "pnm", "bit": "pbm", "gray": "pgm", "pix": "ppm"}
ENDINGS_OF_TYPES: Final[Mapping[str, str]] = {
    _PLAIN: "txt",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "md",
    "text/x-markdown": "md",
    "text/csv": "csv",
    "application/csv": "csv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/pdf": "pdf",
    **{f"image/{ending}": ending for ending in _PICTURES},
    "image/jpeg": "jpg",
    "image/pwg-raster": "pwg",
    "image/urf": "urf",
    **{f"image/x-portable-{kind}map": ending for kind, ending in _MAPS.items()},
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
}

PEEK_SECONDS: Final = 5  # For all requests together: the print waits.

_REQUESTS: Final[tuple[tuple[str, Mapping[str, str]], ...]] = (
    (hdrs.METH_HEAD, {}),
    (
        hdrs.METH_GET,
        {hdrs.RANGE: f"bytes=0-{HEAD_BYTES - 1}", hdrs.ACCEPT_ENCODING: "identity"},
    ),
)


def strip_parameters(mime_type: str) -> str:
    """Return a MIME type in lower case, without its parameters."""
    return mime_type.partition(";")[0].strip().lower()


def detect_fetched(
    fetched: Fetched, name: str, wanted: DocumentFormat | None, settings: RenderSettings
) -> tuple[DocumentFormat, bytes]:
    """Return the format of fetched content, and its bytes; text as UTF-8 if it fits.

    The requested format counts first, then the bytes, the content type and the name.
    """
    data, encoding = fetched.data, settings.encoding
    if not data:
        raise DocumentError("content_empty")
    name = _choose_name(fetched, name)
    if encoding is not None:
        document_format = detect(data, name=name, wanted=wanted, encoding=encoding)
        text = decode_text(data, find_given(data, encoding)) or ""
        return document_format, text.encode(errors="replace")
    is_page = (wanted or ENDINGS.get(get_ending(name))) is DocumentFormat.HTML
    has_charset = is_page or fetched.charset is not None
    if has_charset and len(data) <= settings.max_bytes and not _has_signature(data):
        if (detected := detect_encoding(data, fetched.charset)) is not None:
            data = (decode_text(data, detected) or "").encode(errors="replace")
    return detect(data, name=name, wanted=wanted), data


def _has_signature(data: bytes) -> bool:
    try:
        return detect(data) not in TEXT_FORMATS
    except DocumentError:
        return False


def _choose_name(fetched: Fetched, name: str) -> str:
    """Return a name with the content type's ending: text/plain is less than a name."""
    ending = ENDINGS_OF_TYPES.get(fetched.content_type)
    is_generic = (
        fetched.content_type == _PLAIN and ENDINGS.get(get_ending(name)) in TEXT_FORMATS
    )
    return name if ending is None or is_generic else f"x.{ending}"


async def async_peek(
    hosts: Hosts, url: URL, headers: Mapping[str, str]
) -> DocumentFormat | None:
    """Return the format of a public address, None for text or an unknown one."""
    with suppress(ClientError, OSError, TimeoutError):
        async with asyncio.timeout(PEEK_SECONDS), create_session(hosts) as session:
            for method, more in _REQUESTS:
                own_headers = build_headers(url, {**headers, **more})
                kind = await _async_ask(session, hosts, url, method, own_headers, more)
                if kind is not None:
                    return None if kind in TEXT_FORMATS else kind
    return None


async def _async_ask(
    session: ClientSession,
    hosts: Hosts,
    url: URL,
    method: str,
    own_headers: Mapping[str, str],
    other_headers: Mapping[str, str],
) -> DocumentFormat | None:
    """Return the format by a request, or None; redirects get `other_headers`."""
    origin = normalize_url(url).origin()
    next_url: URL | None = url
    for _ in range(MAX_REDIRECTS + 1):
        if next_url is None or await hosts.async_is_local(next_url):
            break
        url = normalize_url(next_url)
        headers = own_headers if url.origin() == origin else other_headers
        async with session.request(
            method, url, headers=headers, allow_redirects=False
        ) as response:
            if response.status not in REDIRECTS:
                return await _async_find_format(response)
            next_url = resolve_url(url, response.headers.get(hdrs.LOCATION, ""))
    return None


async def _async_find_format(response: ClientResponse) -> DocumentFormat | None:
    if response.status not in (200, 203, 206):
        return None
    if response.method == hdrs.METH_HEAD:
        kind = strip_parameters(response.headers.get(hdrs.CONTENT_TYPE, ""))
        ending = ENDINGS_OF_TYPES.get(kind) or (guess_extension(kind) or "").lstrip(".")
        return ENDINGS.get(ending)
    if response.headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity":
        return None
    head = bytearray()
    async for piece in response.content.iter_chunked(HEAD_BYTES):
        head += piece
        if len(head) >= HEAD_BYTES:
            break
    return guess_format(bytes(head[:HEAD_BYTES]), get_file_name(response))
