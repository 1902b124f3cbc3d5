"""Which hosts are public, and which are in the local network."""

import asyncio
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, ip_address
import re
import socket
from typing import Final, override
from urllib.parse import unquote

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import (
    HomeAssistantTCPConnector,
    async_get_clientsession,
)
from homeassistant.helpers.network import is_hass_url

from ...document.text.linked_files import LOCAL_ENDINGS, IPAddress, is_public
from ...networks import HOME_PREFIX, Networks, async_get_networks

RESOLVE_TIMEOUT: Final = 5  # Seconds; then, a name counts as public.

# Proxies such as Clash, sing-box and Surge answer with these for all names, to resolve
# them themselves; they are not used on the internet (RFC 2544).
_FAKE_ADDRESSES: Final = IPv4Network("198.18.0.0/15")
_MAX_DECODINGS: Final = 5  # A path encoded more often is refused.
_STEP_UP: Final = re.compile(r"(?:^|[/\\])\.\.[\0-\x20]*(?:[/\\;?#]|$)")


class Hosts(AbstractResolver):
    """Resolves each host name of a print once, which defeats DNS rebinding.

    For a stranger, nothing is allowed that is not public, or that leads to this home.
    """

    def __init__(self, hass: HomeAssistant, *, is_for_stranger: bool = False) -> None:
        """Start with an empty cache."""
        self._hass = hass
        self.is_for_stranger: Final = is_for_stranger
        self._addresses: dict[str, tuple[str, ...]] = {}
        self._networks: Networks | None = None

    async def async_is_local(self, url: URL) -> bool:
        """Return whether a URL's host is in a network of this machine, or not public."""
        host = _normalize_host(url)
        is_name = _parse_ip(host) is None
        if is_name and ("." not in host or host.endswith(LOCAL_ENDINGS)):
            return True
        addresses = await self._async_addresses(host)
        if (networks := self._networks) is None:
            networks = self._networks = await async_get_networks(HOME_PREFIX)
        # A name that cannot be resolved counts as public: the cloud may know it.
        return not all(
            (is_public(address) and address not in networks)
            # A proxy resolves the name itself, perhaps to an address of this home.
            or (is_name and address in _FAKE_ADDRESSES and not self.is_for_stranger)
            for address in map(ip_address, addresses)
        )

    async def async_leads_home(self, url: URL) -> bool:
        """Return whether a public URL is of Home Assistant, or of the same address."""
        if is_hass_url(self._hass, str(url)):
            return True
        if not (external := self._hass.config.external_url):
            return False
        own = await self._async_addresses(_normalize_host(URL(external)))
        return not set(own).isdisjoint(
            await self._async_addresses(_normalize_host(url))
        )

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        if not (addresses := await self._async_addresses(host)):
            raise OSError("the name cannot be resolved")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in addresses
        ]

    @override
    async def close(self) -> None:
        """Do nothing: no resource is open."""

    async def _async_addresses(self, host: str) -> tuple[str, ...]:
        """Return a host's IP addresses, none if it cannot be resolved."""
        host = host.rstrip(".").lower()
        if host not in self._addresses:
            addresses = await self._async_resolve(host)
            # A concurrent lookup may have been faster, and its result checked already.
            self._addresses.setdefault(host, addresses)
        return self._addresses[host]

    async def _async_resolve(self, host: str) -> tuple[str, ...]:
        if (address := _parse_ip(host)) is not None:
            return (str(address),)
        try:
            async with asyncio.timeout(RESOLVE_TIMEOUT):
                if host.endswith(".local"):
                    # Through Home Assistant: not every system can.
                    connector = async_get_clientsession(self._hass).connector
                    assert isinstance(connector, HomeAssistantTCPConnector)
                    results = await connector.async_resolve_host(host)
                    return tuple(dict.fromkeys(result["host"] for result in results))
                infos = await self._hass.loop.getaddrinfo(
                    host, None, type=socket.SOCK_STREAM
                )
        except OSError, UnicodeError:
            return ()
        addresses = tuple(dict.fromkeys(str(info[4][0]) for info in infos))
        # Beside these, the others lead to the same proxy, or past it.
        fake = (ip for ip in addresses if ip_address(ip) in _FAKE_ADDRESSES)
        return tuple(fake) or addresses


def normalize_url(url: URL) -> URL:
    """Return a URL in the form in which it is compared and fetched."""
    # yarl has resolved steps such as `/../` and `/%2e%2e/`.
    url = url.with_user(None).with_fragment(None)
    host = _normalize_host(url)
    if isinstance(address := _parse_ip(host), IPv4Address):
        host = str(address)
    if host and host != url.raw_host:
        url = url.with_host(host)
    return url.with_port(None) if url.is_default_port() else url


def can_lead_up(url: URL) -> bool:
    """Return whether a server could take a part of a path for a step up."""
    # Servers and proxies may decode a path again, treat backslashes as slashes, and cut
    # off the parameters of a segment ("..;x") or everything after a NUL.
    path = url.raw_path
    for _ in range(_MAX_DECODINGS):
        if (decoded := unquote(path)) == path:
            return _STEP_UP.search(path) is not None
        path = decoded
    return True


def _normalize_host(url: URL) -> str:
    return (url.raw_host or "").rstrip(".").lower()


def _parse_ip(host: str) -> IPAddress | None:
    """Return a host's IP address if it is one, also in old forms such as 127.1."""
    with suppress(ValueError):
        return ip_address(host.replace("%25", "%"))
    with suppress(OSError, ValueError):
        return IPv4Address(socket.inet_aton(host))
    return None
