"""The networks that this machine is in."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_interface
from typing import Final

from homeassistant.components.network.util import async_load_adapters

from .document.text.linked_files import GLOBAL_IPV6, IPAddress, unwrap

# Bits that the global IPv6 addresses of a home share: providers delegate a /56 or less to
# it (RIPE-690), which its router divides into networks.
HOME_PREFIX: Final = 56
NETWORK_PREFIX: Final = 64  # bits of an IPv6 network (RFC 4291 2.5.4)


@dataclass(frozen=True, slots=True)
class Networks:
    """The networks of this machine's adapters, as they were when they were read."""

    networks: frozenset[IPv4Network | IPv6Network]

    def __contains__(self, address: IPAddress) -> bool:
        """Return whether an address, or the IPv4 address in it, is in a network."""
        address = unwrap(address)
        return any(address in network for network in self.networks)


async def async_get_networks(global_prefix: int = NETWORK_PREFIX) -> Networks:
    """Return the present networks; Home Assistant only knows which it started with.

    A global IPv6 network has `global_prefix` at most: DHCPv6 assigns addresses as /128.
    """
    networks = set[IPv4Network | IPv6Network]()
    for adapter in await async_load_adapters():
        for configured in (*adapter["ipv4"], *adapter["ipv6"]):
            prefix = configured["network_prefix"]
            network = ip_interface(f"{configured['address']}/{prefix}").network
            if isinstance(network, IPv6Network) and network.subnet_of(GLOBAL_IPV6):
                network = network.supernet(new_prefix=min(prefix, global_prefix))
            networks.add(network)
    return Networks(frozenset(networks))
