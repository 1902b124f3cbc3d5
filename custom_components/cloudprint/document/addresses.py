"""Whether an address is public, without resolving it."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

type IPAddress = IPv4Address | IPv6Address

LOCAL_ENDINGS: Final = (".local", ".lan", ".home.arpa", ".internal", ".localhost")
"""Endings of host names that exist only in a local network."""

GLOBAL_IPV6: Final = IPv6Network("2000::/3")
"""The global unicast addresses that IANA allocates."""
_NAT64: Final = IPv6Network("64:ff9b::/96")


def unwrap(address: IPAddress) -> IPAddress:
    """Return the IPv4 address that an IPv6 address contains (mapped, NAT64), or itself."""
    if isinstance(address, IPv6Address):
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
        return address.ipv4_mapped or address
    return address


def is_public(address: IPAddress) -> bool:
    """Return whether an address is public.

    An IPv6 address that contains an IPv4 address is judged by that.
    """
    address = unwrap(address)
    if isinstance(address, IPv6Address):
        return address in GLOBAL_IPV6 and address.is_global
    return address.is_global and not address.is_multicast


def looks_public(url: str) -> bool:
    """Return whether a URL is on the web, and not obviously in a local network.

    A host name is not resolved.
    """
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
