"""Which hosts are public, and which only this network knows."""

import asyncio
from ipaddress import IPv4Address, IPv6Address, ip_address
import re
from socket import (
    AF_INET,
    AF_INET6,
    AF_UNSPEC,
    AI_NUMERICHOST,
    AI_NUMERICSERV,
    SOCK_STREAM,
    AddressFamily,
    inet_aton,
)
from typing import Final, override
from urllib.parse import unquote

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import (
    HomeAssistantTCPConnector,
    async_get_clientsession,
)

from ...document.addresses import LOCAL_ENDINGS, is_public

RESOLVE_TIMEOUT: Final = 5
"""Seconds; a name that cannot be resolved in time counts as public."""

_MAX_DECODINGS: Final = 5
"""How often a path may have been encoded without being refused for it."""
_STEP_UP: Final = re.compile(r"(?:^|[/\\])\.\.[\0-\x20]*(?:[/\\;?#]|$)")


class Hosts:
    """The hosts that one print has to do with; each name is looked up once.

    What was checked is also what is connected to: a name that has another address the
    next time (DNS rebinding) is not asked for a second time.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Know nothing yet."""
        self._hass = hass
        self._found: dict[str, tuple[str, ...]] = {}

    async def async_is_local(self, url: URL) -> bool:
        """Return if only this network knows a URL's host.

        A name that cannot be resolved here counts as public: others may know it.
        """
        host = _normal(url.raw_host or "")
        if _literal(host) is None and ("." not in host or host.endswith(LOCAL_ENDINGS)):
            return True
        addresses = await self.async_addresses(host)
        return not all(is_public(ip_address(address)) for address in addresses)

    async def async_addresses(self, host: str) -> tuple[str, ...]:
        """Return a host's IP addresses, or none if it cannot be resolved."""
        host = _normal(host)
        if host not in self._found:
            found = await self._async_look_up(host)
            # Whoever was faster meanwhile has been checked already.
            self._found.setdefault(host, found)
        return self._found[host]

    async def _async_look_up(self, host: str) -> tuple[str, ...]:
        if (literal := _literal(host)) is not None:
            return (str(literal),)
        try:
            async with asyncio.timeout(RESOLVE_TIMEOUT):
                if host.endswith(".local"):
                    return await self._async_multicast(host)
                found = await self._hass.loop.getaddrinfo(host, None, type=SOCK_STREAM)
        except OSError, UnicodeError:
            return ()
        return tuple(dict.fromkeys(str(address[4][0]) for address in found))

    async def _async_multicast(self, host: str) -> tuple[str, ...]:
        """Ask as Home Assistant does: not every system knows multicast DNS itself."""
        connector = async_get_clientsession(self._hass).connector
        assert isinstance(connector, HomeAssistantTCPConnector)
        found = await connector.async_resolve_host(host)
        return tuple(dict.fromkeys(result["host"] for result in found))


class HostResolver(AbstractResolver):
    """Gives aiohttp the addresses that were checked, and no others."""

    def __init__(self, hosts: Hosts) -> None:
        """Resolve as these hosts do."""
        self._hosts = hosts

    @override
    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AF_UNSPEC
    ) -> list[ResolveResult]:
        if not (addresses := await self._hosts.async_addresses(host)):
            raise OSError("the name cannot be resolved")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=AF_INET6 if ":" in address else AF_INET,
                proto=0,
                flags=AI_NUMERICHOST | AI_NUMERICSERV,
            )
            for address in addresses
        ]

    @override
    async def close(self) -> None:
        """Nothing is open."""


def normalized(url: URL) -> URL:
    """Return an address in the one way of writing it that is compared and fetched.

    It has no name, password and fragment, its host is in lower case without a dot at
    the end, or an IPv4 address in four numbers, and its port is left out where it is
    the scheme's. Steps such as `/../` and `/%2e%2e/` are resolved by yarl already.
    """
    url = url.with_user(None).with_fragment(None)
    host = _normal(url.raw_host or "")
    if isinstance(literal := _literal(host), IPv4Address):
        host = str(literal)
    if host and host != url.raw_host:
        url = url.with_host(host)
    return url.with_port(None) if url.is_default_port() else url


def may_lead_up(url: URL) -> bool:
    """Return if some server could read a path as one with a step to the folder above.

    Servers, and the proxies before them, decode a path again, take backslashes for
    slashes, and cut off the parameters of each step ("..;x") or all after a NUL.
    """
    path = url.raw_path
    for _ in range(_MAX_DECODINGS):
        if (decoded := unquote(path)) == path:
            return _STEP_UP.search(path) is not None
        path = decoded
    return True


def _normal(host: str) -> str:
    return host.rstrip(".").lower()


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host is, also in the old forms such as 127.1."""
    try:
        return ip_address(host.replace("%25", "%"))
    except ValueError:
        pass
    try:
        return IPv4Address(inet_aton(host))
    except OSError, ValueError:
        return None
