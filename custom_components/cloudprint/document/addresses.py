"""Addresses, as far as they tell by themselves who can reach them."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

_LOCAL_ENDINGS: Final = (".local", ".lan", ".home.arpa", ".internal", ".localhost")


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
        return "." in host and not host.endswith(_LOCAL_ENDINGS)
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_global)
