"""Addresses, as far as they tell by themselves who can reach them."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

LOCAL_ENDINGS: Final = (".local", ".lan", ".home.arpa", ".internal", ".localhost")
"""How the names of hosts end that only one network knows."""

_GLOBAL: Final = IPv6Network("2000::/3")
"""All that IANA has given out of IPv6 for the internet."""
_NAT64: Final = IPv6Network("64:ff9b::/96")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return if the whole internet knows an address.

    An IPv4 address within an IPv6 one (mapped, NAT64) counts as what it is.
    """
    if isinstance(address, IPv6Address):
        if address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        return address in _GLOBAL and address.is_global
    return address.is_global and not address.is_multicast


def looks_public(url: str) -> bool:
    """Return if an address is on the web, and not plainly of one network only.

    Nobody is asked what its name resolves to.
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
