"""The networks that this machine is in, and further ones that a person allowed."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from http import HTTPStatus
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_interface,
    ip_network,
)
import re
from time import monotonic
from typing import Final, Self

from homeassistant.components.network.util import async_load_adapters
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.network import is_local

from .const import DOMAIN
from .document.text.linked_files import GLOBAL_IPV6, LOCAL_ENDINGS, IPAddress, unwrap
from .exceptions import invalid

SIGNAL_REFUSED: Final = f"{DOMAIN}_refused_"
"""With an entry's id; sent with a network that may be allowed, and a device's address."""

# Bits that the global IPv6 addresses of a home share: providers delegate a /56 or less to
# it (RIPE-690), which its router divides into networks.
HOME_PREFIX: Final = 56
NETWORK_PREFIX: Final = 64  # bits of an IPv6 network (RFC 4291 2.5.4)

type Network = IPv4Network | IPv6Network

SHARED: Final = IPv4Network("100.64.0.0/10")  # RFC 6598: of providers, and of VPNs
TAILSCALE: Final = IPv6Network("fd7a:115c:a1e0::/48")
_ULA: Final = IPv6Network("fc00::/7")
_PRIVATE: Final[tuple[Network, ...]] = (
    *map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")),
    *(IPv4Network("169.254.0.0/16"), SHARED, _ULA, IPv6Network("fe80::/10")),
)

NETWORKS_SECONDS: Final = 10  # until the networks are read again

_HOST: Final = re.compile(r"[\w.:%+\[\]-]{1,255}", re.ASCII)  # of names and addresses
_NAME: Final = re.compile(r"(?!\d+$|0x)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*", re.ASCII)
"""A host name, and no number that a resolver would take for an address."""
_ENDINGS: Final = (
    *LOCAL_ENDINGS,
    *(".fritz.box", ".home", ".intranet", ".localdomain", ".private"),
)
"""Endings of names that cannot be registered in the public DNS."""
_VPN_ENDING: Final = ".ts.net"  # of names that only Tailscale gives
_PORT: Final = re.compile(r":\d{1,5}$", re.ASCII)

_FORWARDED: Final = ("cf-connecting-ip", "forwarded", "origin", "via", "x-real-ip")
"""Headers of requests that a proxy forwards or a web page makes."""


def _is_part(network: Network, whole: Network) -> bool:
    return network[0] in whole and network[-1] in whole


@lru_cache
def parse_network(text: str) -> Network:
    """Parse a private network with its length. Raises ValueError with the text."""
    try:
        network = ip_network(text.strip(), strict=False) if "/" in text else None
    except ValueError:
        network = None
    if network is None or not any(_is_part(network, private) for private in _PRIVATE):
        raise ValueError(text)
    return network


def propose_network(address: IPAddress) -> Network | None:
    """Return the network that a private address is probably in, else None."""
    address = unwrap(address)
    if not any(address in private for private in _PRIVATE):
        return None
    prefix = 24 if address.version == 4 else NETWORK_PREFIX
    # As a number, it has no zone.
    return ip_network((int(address), prefix), strict=False)


@dataclass(frozen=True, slots=True)
class Networks:
    """The networks of this machine's adapters when they were read, and `allowed` ones."""

    networks: frozenset[Network]
    allowed: frozenset[Network] = frozenset()

    def __contains__(self, address: IPAddress) -> bool:
        """Return whether an address, or the IPv4 address in it, is in a network."""
        address = unwrap(address)
        return any(address in network for network in (*self.networks, *self.allowed))

    def allow(self, networks: frozenset[Network]) -> Self:
        """Return the networks with further ones."""
        return replace(self, allowed=networks)

    def allows_vpn(self, client: IPAddress) -> bool:
        """Return whether a client is one of an allowed VPN, which may be at loopback."""
        if client.is_loopback:
            return any(_is_part(network, SHARED) for network in self.allowed)
        is_of_vpn = client in SHARED or client in TAILSCALE
        return is_of_vpn and any(client in network for network in self.allowed)


async def async_get_networks(global_prefix: int = NETWORK_PREFIX) -> Networks:
    """Return the present networks; Home Assistant only knows which it started with.

    A global IPv6 network has `global_prefix` at most, a unique local one that is not
    Tailscale's a /64: DHCPv6 assigns addresses as /128.
    """
    networks = set[Network]()
    for adapter in await async_load_adapters():
        for configured in (*adapter["ipv4"], *adapter["ipv6"]):
            prefix = configured["network_prefix"]
            network = ip_interface(f"{configured['address']}/{prefix}").network
            if _is_part(network, GLOBAL_IPV6):
                network = network.supernet(new_prefix=min(prefix, global_prefix))
            elif _is_part(network, _ULA) and not _is_part(network, TAILSCALE):
                network = network.supernet(new_prefix=min(prefix, NETWORK_PREFIX))
            networks.add(network)
    return Networks(frozenset(networks))


class AccessError(Exception):
    """A request that is refused with an HTTP status; `cause` says why to a person.

    It may be answered once the `network` is allowed.
    """

    def __init__(
        self,
        status: HTTPStatus,
        cause: HomeAssistantError | None = None,
        network: Network | None = None,
    ) -> None:
        """Initialize with the status and its cause."""
        super().__init__(status.phrase)
        self.status = status
        self.cause = cause
        self.network = network


class OwnNetworks:
    """The networks of this machine, read again after `NETWORKS_SECONDS`."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Initialize without networks; `clock` returns seconds."""
        self._clock = clock
        self._networks = Networks(frozenset())
        self._old_at: float | None = None

    async def async_get(self) -> Networks:
        """Return the networks of about now. Raises OSError before they were ever read."""
        now = self._clock()
        if self._old_at is None or now >= self._old_at:
            try:
                self._networks = await async_get_networks()
            except OSError:
                # Such as without a free file descriptor
                if self._old_at is None:
                    raise
            self._old_at = now + NETWORKS_SECONDS
        return self._networks


def check_peer(address: str, networks: Networks) -> None:
    """Raise AccessError for a client that is in none of the networks."""
    parsed = ip_address(address)
    if not parsed.is_loopback and parsed not in networks:
        network = propose_network(parsed)
        key = "ipp_client_not_local" if network is None else "ipp_network_not_allowed"
        raise AccessError(HTTPStatus.FORBIDDEN, invalid(key, address=address), network)


def check_host(
    hosts: Collection[str], own_hosts: Collection[str], networks: Networks, peer: str
) -> None:
    """Raise AccessError for a request that was not sent to a local name or address.

    A page on the web can make a browser send requests to its own name, resolved to a
    local address (DNS rebinding); they have that name as `Host`. `hosts` are the values
    of that header, `own_hosts` the further names that Home Assistant has in the network.
    """
    if len(hosts) != 1:
        raise AccessError(HTTPStatus.BAD_REQUEST)
    (host,) = hosts
    name, client = _parse_host(host), ip_address(peer)
    is_of_vpn = _is_of_vpn(name)
    if is_of_vpn and networks.allows_vpn(client):
        return
    if is_of_vpn and client.is_loopback:
        raise AccessError(HTTPStatus.FORBIDDEN, invalid("ipp_vpn_not_allowed"), SHARED)
    if not _is_local_host(name, own_hosts, networks):
        raise AccessError(HTTPStatus.FORBIDDEN, invalid("ipp_host_not_local"))


def is_behind_vpn(peer: str, host: str) -> bool:
    """Return whether a client is at loopback, as all of a VPN without an adapter are."""
    return ip_address(peer).is_loopback and _is_of_vpn(_parse_host(host))


def _parse_host(host: str) -> str:
    """Return the name or address in a `Host` without its port, "" if it is neither."""
    if not _HOST.fullmatch(host):
        return ""
    host = _PORT.sub("", host.lower())
    if not host.startswith("["):
        return host.removesuffix(".")
    host = host.removeprefix("[").removesuffix("]")
    return host if _parse_address(host) is not None else ""


def _is_of_vpn(name: str) -> bool:
    if (address := _parse_address(name)) is not None:
        return address in SHARED or address in TAILSCALE
    return bool(_NAME.fullmatch(name)) and name.endswith(_VPN_ENDING)


def _is_local_host(name: str, own_hosts: Collection[str], networks: Networks) -> bool:
    if name and name in own_hosts:
        return True
    if (address := _parse_address(name)) is not None:
        return is_local(address) or address in networks
    return bool(_NAME.fullmatch(name)) and ("." not in name or name.endswith(_ENDINGS))


def _parse_address(host: str) -> IPv4Address | IPv6Address | None:
    """Parse an address with a zone, as "v1.fe80::1+eth0" (CUPS) or "fe80::1%25eth0"."""
    if host.startswith("v1."):
        host = host.removeprefix("v1.").replace("+", "%", 1)
    try:
        address = ip_address(host.replace("%25", "%", 1))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def check_forwarded(headers: Mapping[str, str]) -> None:
    """Raise AccessError for a request of a proxy or of a page of another site."""
    for name, value in headers.items():
        lower = name.lower()
        if (
            lower in _FORWARDED
            or lower.startswith("x-forwarded")
            or (lower == "sec-fetch-site" and value not in ("none", "same-origin"))
        ):
            raise AccessError(
                HTTPStatus.FORBIDDEN, invalid("ipp_forwarded", header=name)
            )
