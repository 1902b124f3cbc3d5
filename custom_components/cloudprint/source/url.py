"""An address on the internet, which the cloud fetches by itself."""

import asyncio
from ipaddress import IPv4Address, IPv6Address, ip_address
import socket
from typing import Final

from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from ..api import CONTENT_FORMS, MediaFormat, MediaSource
from ..document import ENDINGS, FOREIGN_ENDINGS, Content, DocumentFormat, ending_of
from ..exceptions import invalid, shown
from .request import Request, Source

MAX_URL_LENGTH: Final = 8000
LOCAL_ENDINGS: Final = (".local", ".lan", ".home.arpa", ".internal", ".localhost")
RESOLVE_TIMEOUT: Final = 5
"""Seconds; a name that cannot be resolved in time counts as public."""

FORMATS: Final = tuple(
    DocumentFormat(media_format)
    for media_format in MediaFormat
    if (media_format, MediaSource.URL) in CONTENT_FORMS
)
"""What the cloud prints from an address (OpenAPI 3.6.2)."""


async def async_url(request: Request) -> Source:
    """Return an address that the cloud can reach, unchanged."""
    value = request.value
    text = value.strip() if isinstance(value, str) else ""
    if (url := _parse(text)) is None:
        # What comes after a question mark may be secret.
        raise invalid("url_invalid", value=shown(value).partition("?")[0])
    document_format = request.document_format or _format_of(url)
    if document_format not in FORMATS:
        raise _unsupported(document_format)
    if await _async_is_local(request.hass, url):
        raise invalid("url_not_public", host=shown(url.host))
    content = Content.from_string(text, MediaFormat(document_format), MediaSource.URL)
    return request.found(content, url.name or url.host or text)


def _parse(text: str) -> URL | None:
    """Return an address of a web page or file, or None for anything else."""
    if len(text) > MAX_URL_LENGTH or not text.isprintable() or " " in text:
        return None
    try:
        url = URL(text)
        is_usable = url.scheme in ("http", "https") and url.host and url.port
    except ValueError:
        return None
    return url if is_usable else None


def _format_of(url: URL) -> DocumentFormat:
    """Return the format that a URL's ending tells; a page when it tells none."""
    ending = ending_of(url.name)
    if ending in FOREIGN_ENDINGS:
        raise _unsupported(ending)
    return ENDINGS.get(ending, DocumentFormat.HTML)


def _unsupported(name: str) -> ServiceValidationError:
    return invalid("url_format_unsupported", value=name, supported=", ".join(FORMATS))


async def _async_is_local(hass: HomeAssistant, url: URL) -> bool:
    """Return if an address is one that only this network knows.

    A name that cannot be resolved here counts as public: the cloud may know it.
    """
    host = (url.raw_host or "").rstrip(".").lower()
    try:
        return not _is_public(ip_address(host))
    except ValueError:
        pass
    if "." not in host or host.endswith(LOCAL_ENDINGS):
        return True
    try:
        async with asyncio.timeout(RESOLVE_TIMEOUT):
            found = await hass.loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError, UnicodeError:
        return False
    return any(not _is_public(ip_address(address[4][0])) for address in found)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_global)
