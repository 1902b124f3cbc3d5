"""Adapters of this machine, as Home Assistant's network helper finds them."""

from collections.abc import Sequence
from ipaddress import ip_interface
from unittest.mock import Mock

import pytest

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
