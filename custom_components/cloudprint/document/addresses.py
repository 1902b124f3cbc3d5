"""Whether an address is public, without resolving it."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

LOCAL_ENDINGS: Final = (".local", ".lan", ".home.arpa", ".internal", ".localhost")
"""Endings of host names that exist only in a local network."""

_GLOBAL: Final = IPv6Network("2000::/3")
"""The global unicast addresses that IANA allocates."""
_NAT64: Final = IPv6Network("64:ff9b::/96")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address is public.

    An IPv6 address that contains an IPv4 address (mapped, NAT64) is judged by that.
    """
    if isinstance(address, IPv6Address):
        if address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        return address in _GLOBAL and address.is_global
    return address.is_global and not address.is_multicast


def looks_public(url: str) -> bool:
    """Return whether a URL is on the web, and not obviously in a local network.

    A host name is not resolved.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    try:
        address = ip_address(host)
    except ValueError:
        return "." in host and not host.endswith(LOCAL_ENDINGS)
    return is_public(address)
