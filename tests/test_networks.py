"""Tests of the networks of this machine, and of who is in them."""

from collections.abc import Collection
from contextlib import nullcontext
import errno
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from unittest.mock import patch

import pytest

from custom_components.cloudprint.networks import (
    HOME_PREFIX,
    NETWORKS_SECONDS,
    AccessError,
    Networks,
    OwnNetworks,
    async_get_networks,
    check_forwarded,
    check_host,
    check_peer,
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


HOME = Networks(
    frozenset(
        map(
            ip_network,
            ("192.168.1.0/24", "fe80::/64", "2408:8207:1:200::/64", "100.64.0.0/10"),
        )
    )
)


@pytest.mark.parametrize(
    ("address", "is_home"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("192.168.1.20", True),
        ("fe80::1%eth0", True),
        ("2408:8207:1:200::1", True),
        ("100.64.0.1", True),
        ("192.168.2.20", False),
        ("10.1.2.3", False),
        ("fd12::7", False),
        ("8.8.8.8", False),
        ("2408:8207:1:201::1", False),
    ],
)
def test_peers(address: str, is_home: bool) -> None:
    """Clients are in the networks of this machine."""
    with nullcontext() if is_home else pytest.raises(AccessError) as refusal:
        check_peer(address, HOME)
    if refusal is not None:
        assert refusal.value.status == HTTPStatus.FORBIDDEN


ALL_VPN = "100.64.0.0/10"
HOUSE = Networks(frozenset(map(ip_network, ("192.168.1.0/24", "fe80::/64"))))


@pytest.mark.parametrize(
    ("address", "proposed"),
    [
        ("192.168.77.9", "192.168.77.0/24"),
        ("10.20.0.9", "10.20.0.0/24"),
        ("::ffff:10.20.0.9", "10.20.0.0/24"),
        ("172.31.255.9", "172.31.255.0/24"),
        ("169.254.3.9", "169.254.3.0/24"),
        ("100.64.0.5", "100.64.0.0/24"),
        ("fd00:2::9", "fd00:2::/64"),
        ("fd7a:115c:a1e0:ab12::5", "fd7a:115c:a1e0:ab12::/64"),
        ("fe80:0:0:7::9%eth0", "fe80:0:0:7::/64"),
        ("172.32.0.1", None),
        ("100.128.0.1", None),
        ("8.8.8.8", None),
        ("2408:8207:1:201::1", None),
        ("::ffff:8.8.8.8", None),
        ("224.0.0.1", None),
    ],
)
def test_further_networks(address: str, proposed: str | None) -> None:
    """A device of another private network is answered once that is allowed."""
    with pytest.raises(AccessError) as refusal:
        check_peer(address, HOUSE)
    assert refusal.value.network == (proposed and ip_network(proposed))
    if proposed:
        check_peer(address, HOUSE.allow(frozenset({ip_network(proposed)})))


@pytest.mark.parametrize(
    ("peer", "host", "allowed", "is_answered"),
    [
        # An adapter with its address alone
        ("100.64.0.5", "100.100.0.1:8631", ALL_VPN, True),
        ("100.64.0.5", "ha.tail1234.ts.net:8631", ALL_VPN, True),
        ("100.64.0.5", "HA.tail1234.ts.net.", "100.64.0.0/24", True),
        ("fd7a:115c:a1e0::5", "ha.tail1234.ts.net", "fd7a:115c:a1e0::/48", True),
        ("100.64.0.5", "ha.tail1234.ts.net:8631", "100.65.0.0/24", False),
        ("192.168.1.20", "ha.tail1234.ts.net:8631", ALL_VPN, False),
        ("192.168.77.9", "ha.tail1234.ts.net:8631", "192.168.77.0/24", False),
        # Without an adapter
        ("127.0.0.1", "100.100.0.1:8631", ALL_VPN, True),
        ("127.0.0.1", "100.100.0.1:8631", "100.64.0.0/24", True),
        ("::1", "[fd7a:115c:a1e0::1]:8631", ALL_VPN, True),
        ("127.0.0.1", "ha.tail1234.ts.net:8631", ALL_VPN, True),
        ("127.0.0.1", "ha.tail1234.ts.net:8631", "192.168.77.0/24", False),
        ("127.0.0.1", "100.100.0.1:8631", "192.168.77.0/24", False),
        ("::1", "[fd7a:115c:a1e0::1]:8631", "fd7a:115c:a1e0::/48", False),
        *(
            ("127.0.0.1", host, ALL_VPN, False)
            for host in (
                "ts.net",
                "evil-ts.net",
                "ha.ts.net.evil.example",
                "ha..ts.net",
                "[ha.ts.net]",
                "100.128.0.1",
                "a@ha.ts.net",
            )
        ),
    ],
)
def test_vpn(peer: str, host: str, allowed: str, is_answered: bool) -> None:
    """A VPN such as Tailscale is one once a part of it is allowed, for its devices."""
    networks = HOUSE.allow(frozenset({ip_network(allowed)}))
    with nullcontext() if is_answered else pytest.raises(AccessError) as refusal:
        check_host([host], (), networks, peer)
    if refusal is not None:
        assert refusal.value.status == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    "host", ["100.100.0.1", "ha.tail1234.ts.net", "[fd7a:115c:a1e0::1]:8631"]
)
def test_vpn_at_loopback(host: str) -> None:
    """Without an adapter, it is refused although its names are Home Assistant's own."""
    with pytest.raises(AccessError) as refusal:
        check_host([host], {"ha.tail1234.ts.net"}, HOME, "127.0.0.1")
    assert str(refusal.value.network) == ALL_VPN


async def test_networks_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """The networks are those of about now."""
    now = [0.0]
    networks = OwnNetworks(lambda: now[0])
    set_adapters(monkeypatch, ["2408:8207:1::7/64"])
    assert ip_address("2408:8207:1::1") in await networks.async_get()
    set_adapters(monkeypatch, ["2408:8207:2::7/64"])
    assert ip_address("2408:8207:1::1") in await networks.async_get()
    now[0] = NETWORKS_SECONDS
    assert ip_address("2408:8207:1::1") not in await networks.async_get()
    assert ip_address("2408:8207:2::1") in await networks.async_get()


async def test_networks_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Networks that are known are kept where there is no file descriptor to ask."""
    now = [0.0]
    networks = OwnNetworks(lambda: now[0])
    out_of_files = patch(
        "custom_components.cloudprint.networks.async_load_adapters",
        side_effect=OSError(errno.EMFILE, "Too many open files"),
    )
    with out_of_files, pytest.raises(OSError, match="Too many"):
        await networks.async_get()
    set_adapters(monkeypatch, ["192.168.1.2/24"])
    assert ip_address("192.168.1.9") in await networks.async_get()
    now[0] = NETWORKS_SECONDS
    with out_of_files:
        assert ip_address("192.168.1.9") in await networks.async_get()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8631",
        "192.168.1.2",
        "[::1]:8631",
        "[fd12::7]",
        "[fe80::1%25eth0]:8631",
        "[v1.fe80::1+eth0]:8631",
        "[::ffff:10.0.0.1]:8631",
        "localhost:8631",
        "homeassistant",
        "HomeAssistant.local.:8631",
        "ha.fritz.box",
        "ha.home.arpa:8631",
        "ha.example.org:8631",
        "[2408:8207:1:200::7]:8631",
        "100.64.0.7:8631",
    ],
)
def test_hosts(host: str) -> None:
    """A client reached the server by a local name or address."""
    check_host([host], {"ha.example.org"}, HOME, "192.168.1.20")


@pytest.mark.parametrize(
    ("hosts", "status"),
    [
        ([], HTTPStatus.BAD_REQUEST),
        (["a.local", "b.local"], HTTPStatus.BAD_REQUEST),
        *(
            ([host], HTTPStatus.FORBIDDEN)
            for host in (
                "",
                ":8631",
                "evil.example",
                "evil.example:8631",
                "192.168.1.2.evil.example",
                "8.8.8.8",
                "[2001:4860:4860::8888]:8631",
                "[evil.local]",
                "[fe80::1%25<b>]",
                "a.local\n",
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "evil.example/.local",
                "a@b.local",
                "a" * 64 + ".local",
                ".local",
                "a.local:99999999",
                "a.local" * 40,
            )
        ),
    ],
)
def test_foreign_hosts(hosts: Collection[str], status: HTTPStatus) -> None:
    """A name that others can register is refused, as is a number in disguise."""
    with pytest.raises(AccessError) as refusal:
        check_host(hosts, {"ha.example.org", ""}, HOME, "192.168.1.20")
    assert refusal.value.status == status


@pytest.mark.parametrize(
    "headers",
    [
        {"Forwarded": "for=1.2.3.4"},
        {"x-forwarded-for": "1.2.3.4"},
        {"X-Forwarded-Host": "a"},
        {"X-Real-IP": "1.2.3.4"},
        {"VIA": "1.1 proxy"},
        {"Origin": "http://127.0.0.1:8631"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_forwarded(headers: dict[str, str]) -> None:
    """A request of a proxy or of another site is refused."""
    with pytest.raises(AccessError):
        check_forwarded(headers)


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_direct(site: str) -> None:
    """A request of an own page or of the address line is answered."""
    check_forwarded({"Sec-Fetch-Site": site, "Accept": "*/*"})
