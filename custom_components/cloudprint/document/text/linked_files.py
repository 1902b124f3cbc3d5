"""Linked files of an HTML file, which are not sent with it, and public addresses."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
import re
from typing import Final
from urllib.parse import unquote, urlsplit

type IPAddress = IPv4Address | IPv6Address

LOCAL_ENDINGS: Final = (".local", ".lan", ".home.arpa", ".internal", ".localhost")
GLOBAL_IPV6: Final = IPv6Network("2000::/3")  # that IANA allocates
_NAT64: Final = IPv6Network("64:ff9b::/96")


def unwrap(address: IPAddress) -> IPAddress:
    """Return the IPv4 address in an IPv6 address (mapped, NAT64), or itself."""
    if isinstance(address, IPv6Address):
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
        return address.ipv4_mapped or address
    return address


def is_public(address: IPAddress) -> bool:
    """Return whether an address, or the IPv4 address in it, is public."""
    address = unwrap(address)
    if isinstance(address, IPv6Address):
        return address in GLOBAL_IPV6 and address.is_global
    return address.is_global and not address.is_multicast


def looks_public(url: str) -> bool:
    """Return whether a URL is on the web by its looks: host names are not resolved."""
    try:
        parts = urlsplit(url)
        host = unquote(parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    try:
        address = ip_address(host)
    except ValueError:
        return "." in host and not host.endswith(LOCAL_ENDINGS)
    return is_public(address)


_MAX_TAGS: Final = 200_000  # about 1000 pages; looking at more would take seconds
_ADDRESSES: Final = {"img": "src", "script": "src", "link": "href", "base": "href"}
_ELEMENT: Final = re.compile(  # cut, as an address may be a picture of megabytes
    rf"<({'|'.join(_ADDRESSES)})(?=[\s/])([^<>]{{0,2000}})", re.IGNORECASE
)
_ATTRIBUTE: Final = re.compile(
    r"""([^\s"'/=]+)(?:\s*=\s*(?:"([^"]*)|'([^']*)|([^\s"']+)))?"""
)
_ELSEWHERE: Final = re.compile(  # no file needed; a single letter is a drive of Windows
    r"\s*(?:(?!file:)[a-z][a-z\d+.-]+:|//|#|$)", re.IGNORECASE
)


def has_linked_files(page: str) -> bool:
    """Return whether a page's pictures, styles or scripts are files beside it."""
    for name, attributes in _iterate_elements(page):
        if name == "link" and "stylesheet" not in attributes.get("rel", "").lower():
            continue
        address = attributes.get(_ADDRESSES[name], "")
        if not _ELSEWHERE.match(address):
            if name != "base":
                return True
        elif name == "base" and address:
            # All relative addresses are in the web.
            return False
    return False


def _iterate_elements(page: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield names and attributes of elements with addresses, outside of comments.

    Goes from tag to tag: a search of the whole page would hold the GIL.
    """
    end = 0
    for _ in range(_MAX_TAGS):
        if (start := page.find("<", end)) < 0:
            return
        end = start + 1
        if page.startswith("<!--", start):
            if (end := page.find("-->", start)) < 0:
                return
        elif match := _ELEMENT.match(page, start):
            attributes = {
                name.lower(): double or single or bare
                for name, double, single, bare in _ATTRIBUTE.findall(match[2])
            }
            yield match[1].lower(), attributes
