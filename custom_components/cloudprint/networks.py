"""The networks that this machine is in, and further ones that a person allowed."""

from dataclasses import dataclass, replace
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_interface, ip_network
from typing import Final, Self

from homeassistant.components.network.util import async_load_adapters

from .const import DOMAIN
from .document.text.linked_files import GLOBAL_IPV6, IPAddress, unwrap

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
