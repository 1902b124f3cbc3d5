"""The networks that this machine is in."""

from ipaddress import ip_address

import pytest

from custom_components.cloudprint.networks import (
    HOME_PREFIX,
    async_get_networks,
    parse_network,
)

from .networks import set_adapters


@pytest.mark.parametrize(
    ("adapter", "inside", "outside"),
    [
        ("192.168.1.7/24", "192.168.1.1", "192.168.2.1"),
        ("203.0.113.7/29", "203.0.113.1", "203.0.113.8"),
        ("8.8.8.8/32", "::ffff:8.8.8.8", "8.8.8.9"),
        ("8.8.8.8/32", "64:ff9b::808:808", "64:ff9b::808:809"),
        ("2408:8207:1:200::7/64", "2408:8207:1:200::1", "2408:8207:1:201::1"),
        ("2408:8207:1:200::7/128", "2408:8207:1:200::1", "2408:8207:1:201::1"),
        ("2408:8207:1:200::7/60", "2408:8207:1:20f::1", "2408:8207:1:210::1"),
        ("fd00:1::7/128", "fd00:1::8", "fd00:1:0:1::8"),
        ("fd00:1::7/48", "fd00:1:0:1::8", "fd00:2::8"),
        ("100.64.0.1/32", "100.64.0.1", "100.64.0.5"),
        ("fd7a:115c:a1e0::7/128", "fd7a:115c:a1e0::7", "fd7a:115c:a1e0::8"),
        ("fe80::7/64", "fe80::1%eth0", "2408:8207:1:200::1"),
    ],
)
async def test_network(
    monkeypatch: pytest.MonkeyPatch, adapter: str, inside: str, outside: str
) -> None:
    """A network is an adapter's, and a /64 for an IPv6 address, but for Tailscale's."""
    set_adapters(monkeypatch, [], [adapter])
    networks = await async_get_networks()
    assert ip_address(inside) in networks
    assert ip_address(outside) not in networks


@pytest.mark.parametrize("prefix", [56, 60, 64, 128])
async def test_home(monkeypatch: pytest.MonkeyPatch, prefix: int) -> None:
    """A home has more than one network of global IPv6 addresses."""
    set_adapters(monkeypatch, [f"2408:8207:1:2a0::7/{prefix}", "fd00:1::7/64"])
    networks = await async_get_networks(HOME_PREFIX)
    assert ip_address("2408:8207:1:200::1") in networks
    assert ip_address("2408:8207:1:2ff:ffff::1") in networks
    assert ip_address("2408:8207:1:300::1") not in networks
    assert ip_address("fd00:1:0:1::1") not in networks


async def test_wide_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """An adapter may be in a network that is larger than a home's."""
    set_adapters(monkeypatch, ["2408:8207:1:2a0::7/48"])
    assert ip_address("2408:8207:1:ffff::1") in await async_get_networks(HOME_PREFIX)


async def test_addresses_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """The networks are the present ones, not those of Home Assistant's start."""
    for number in range(3):
        set_adapters(monkeypatch, [f"2408:8207:{number}::7/64"])
        networks = await async_get_networks()
        assert [
            ip_address(f"2408:8207:{each}::1") in networks for each in range(3)
        ] == [each == number for each in range(3)]


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("192.168.77.0/24", "192.168.77.0/24"),
        (" 192.168.77.9/24 ", "192.168.77.0/24"),
        ("192.168.77.9/255.255.255.0", "192.168.77.0/24"),
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("172.16.0.0/12", "172.16.0.0/12"),
        ("169.254.0.0/16", "169.254.0.0/16"),
        ("100.64.0.0/10", "100.64.0.0/10"),
        ("fd7a:115c:a1e0::/48", "fd7a:115c:a1e0::/48"),
        ("FD12:3456:789A:0001::9/64", "fd12:3456:789a:1::/64"),
        ("fe80::/10", "fe80::/10"),
        *(
            (text, None)
            for text in (
                *("", "/", "home", "192.168.77.0", "192.168.77.0/33", "192.168.77/24"),
                *("0.0.0.0/0", "192.0.0.0/8", "172.0.0.0/8", "100.0.0.0/8", "::/0"),
                *("8.8.8.0/24", "100.128.0.0/16", "127.0.0.0/8", "224.0.0.0/8"),
                *(
                    "2408:8207:1:200::/64",
                    "fc00::/6",
                    "fe80::/9",
                    "ff00::/8",
                    "::1/128",
                ),
                *("::ffff:192.168.1.0/120", "64:ff9b::a00:0/104", "192.168.1.0/24/1"),
            )
        ),
    ],
)
def test_allowed_network(text: str, network: str | None) -> None:
    """Only private networks can be allowed, with their length."""
    if network is None:
        with pytest.raises(ValueError) as refusal:
            parse_network(text)
        assert str(refusal.value) == text
    else:
        assert str(parse_network(text)) == network
