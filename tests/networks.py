"""Adapters of this machine, and a name service, as Home Assistant finds them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from ipaddress import ip_interface
from socket import AF_INET, AF_INET6, SOCK_STREAM, gaierror
from types import MappingProxyType
from typing import Any
from unittest.mock import Mock

import pytest

from homeassistant.core import HomeAssistant

_READ = "homeassistant.components.network.util.ifaddr.get_adapters"


def set_adapters(monkeypatch: pytest.MonkeyPatch, *adapters: Sequence[str]) -> None:
    """Give this machine adapters with these addresses, such as "192.168.1.2/24"."""
    monkeypatch.setattr(
        _READ,
        lambda: [
            Mock(
                nice_name=f"eth{index}",
                index=index,
                ips=[_create_address(address) for address in addresses],
            )
            for index, addresses in enumerate(adapters)
        ],
    )


def _create_address(text: str) -> Mock:
    interface = ip_interface(text)
    is_ipv6 = interface.version == 6
    address = str(interface.ip)
    return Mock(
        is_IPv6=is_ipv6,
        ip=(address, 0, 0) if is_ipv6 else address,
        network_prefix=interface.network.prefixlen,
    )


class Names(dict[str, list[str]]):
    """The only names that are resolved, and their addresses."""

    def __init__(self, known: Mapping[str, Sequence[str]]) -> None:
        """Initialize with names."""
        super().__init__((name, list(found)) for name, found in known.items())
        self.lookups: list[str] = []
        self.before_answer: Callable[[str], Awaitable[object]] | None = None
        """Called with the name once its addresses are found."""

    async def getaddrinfo(self, host: str, *args: Any, **kwargs: Any) -> list[Any]:
        """Resolve a name, as the event loop does."""
        # Like the real function
        host.encode("ascii")
        self.lookups.append(host)
        found = self.get(host)
        if self.before_answer:
            await self.before_answer(host)
        if found is None:
            raise gaierror(-2, "Name or service not known")
        return [
            (AF_INET6 if ":" in each else AF_INET, SOCK_STREAM, 6, "", (each, 0))
            for each in found
        ]


def resolve_names(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    known: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Names:
    """Resolve only these names, to their addresses."""
    names = Names(known)
    monkeypatch.setattr(hass.loop, "getaddrinfo", names.getaddrinfo)
    return names
