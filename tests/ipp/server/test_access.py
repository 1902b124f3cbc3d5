"""Tests of who may use the IPP server."""

from base64 import b64encode
from collections.abc import Collection
from contextlib import nullcontext
import errno
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from unittest.mock import patch

import pytest

from custom_components.cloudprint.ipp.server.access import (
    FAILURE_SECONDS,
    MAX_FAILURES,
    NETWORKS_SECONDS,
    AccessError,
    Authenticator,
    OwnNetworks,
    check_forwarded,
    check_host,
    check_peer,
)
from custom_components.cloudprint.networks import Networks
from custom_components.cloudprint.settings import IppSettings

from ...networks import set_adapters

CLOSED = IppSettings(username="Zoë", password="geheim:1")


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


def basic(credentials: str, encoding: str = "utf-8") -> dict[str, str]:
    """Return headers with a name and a password."""
    encoded = b64encode(credentials.encode(encoding)).decode()
    return {"Authorization": f"Basic {encoded}"}


def test_password() -> None:
    """The right name and password are accepted, also decomposed."""
    check = Authenticator().check_basic
    assert check(basic("Zoë:geheim:1"), CLOSED, "a") == "Zoë"
    assert check(basic("Zoe\u0308:geheim:1"), CLOSED, "a") == "Zoë"
    assert check({}, CLOSED, "a") is None
    assert check(basic("x:y"), IppSettings(), "a") is None


@pytest.mark.parametrize(
    "headers",
    [
        basic("Zoë:geheim"),
        basic("zoë:geheim:1"),
        basic("Zoë"),
        basic(""),
        basic("Zoë:geheim:1", "latin-1"),
        {"Authorization": "Basic Zm9"},
        {"Authorization": "Basic ü"},
        {"Authorization": "Basic " + "A" * 2000},
        {"Authorization": "Digest username=a"},
        {"Authorization": ""},
    ],
)
def test_wrong_password(headers: dict[str, str]) -> None:
    """Anything else is refused."""
    with pytest.raises(AccessError) as refusal:
        Authenticator().check_basic(headers, CLOSED, "a")
    assert refusal.value.status == HTTPStatus.UNAUTHORIZED


def test_too_many_failures() -> None:
    """After many wrong passwords, an address has to wait even with the right one."""
    now = [0.0]
    authenticator = Authenticator(lambda: now[0])

    def status_of(credentials: str, address: str = "a") -> HTTPStatus | None:
        try:
            authenticator.check_basic(basic(credentials), CLOSED, address)
        except AccessError as err:
            return err.status
        return None

    for second in range(MAX_FAILURES):
        now[0] = second
        assert status_of("x:y") == HTTPStatus.UNAUTHORIZED
    assert status_of("Zoë:geheim:1") == HTTPStatus.TOO_MANY_REQUESTS
    assert status_of("Zoë:geheim:1", "b") is None
    now[0] = FAILURE_SECONDS
    assert status_of("x:y") == HTTPStatus.UNAUTHORIZED
    assert status_of("Zoë:geheim:1") == HTTPStatus.TOO_MANY_REQUESTS
    now[0] = FAILURE_SECONDS + 1
    assert status_of("Zoë:geheim:1") is None
    # The failures are forgotten after a success.
    for _ in range(MAX_FAILURES):
        assert status_of("x:y") == HTTPStatus.UNAUTHORIZED


def test_failures_of_many_addresses() -> None:
    """The failures of the addresses that were wrong last are remembered."""
    authenticator = Authenticator(lambda: 0.0)
    for each in (*["first"] * MAX_FAILURES, *map(str, range(1024))):
        with pytest.raises(AccessError):
            authenticator.check_basic(basic("x:y"), CLOSED, each)
    assert authenticator.check_basic(basic("Zoë:geheim:1"), CLOSED, "first") == "Zoë"
