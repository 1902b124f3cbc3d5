"""An address on the internet, which the cloud fetches by itself."""

from ipaddress import IPv4Address, IPv6Address, ip_address
import socket
from typing import Final

from yarl import URL

from homeassistant.core import HomeAssistant

from ..api import CONTENT_FORMS, MediaFormat, MediaSource
from ..document import Content, DocumentError, format_of_url
from ..exceptions import shown

MAX_URL_LENGTH: Final = 8000
LOCAL_ENDINGS: Final = (".local", ".lan", ".home.arpa", ".internal", ".localhost")


async def async_url(
    hass: HomeAssistant, value: object, media_format: MediaFormat | None
) -> tuple[Content, str]:
    """Return an address that the cloud can reach, unchanged."""
    url = _parse(value)
    assert isinstance(value, str)
    text = value.strip()
    media_format = media_format or format_of_url(text)
    if (media_format, MediaSource.URL) not in CONTENT_FORMS:
        raise DocumentError("url_format_unsupported", value=media_format)
    if await _async_is_local(hass, url):
        raise DocumentError("url_not_public", host=url.host or "")
    content = Content.from_string(text, media_format, MediaSource.URL)
    return content, (url.name or url.host or text)


def _parse(value: object) -> URL:
    """Return an address of a web page or file. Raises DocumentError for anything else."""
    try:
        url = URL(value.strip() if isinstance(value, str) else "")
        str(value).encode()
        is_usable = url.scheme in ("http", "https") and url.host and url.port
    except ValueError:
        is_usable = False
    if not is_usable or len(str(value)) > MAX_URL_LENGTH or len(str(value).split()) != 1:
        raise DocumentError("url_invalid", value=shown(str(value).partition("?")[0]))
    return url


async def _async_is_local(hass: HomeAssistant, url: URL) -> bool:
    """Return if an address is one that only this network knows.

    A name that cannot be resolved here counts as public: the cloud may know it.
    """
    host = (url.host or "").rstrip(".").lower()
    try:
        return not _is_public(ip_address(host))
    except ValueError:
        pass
    if "." not in host or host.endswith(LOCAL_ENDINGS):
        return True
    try:
        found = await hass.loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError, UnicodeError:
        return False
    return any(not _is_public(ip_address(address[4][0])) for address in found)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_global)
