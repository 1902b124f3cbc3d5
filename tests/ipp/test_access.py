"""Tests of who may use the IPP server."""

from base64 import b64encode
from collections.abc import Collection
from http import HTTPStatus

import pytest

from custom_components.cloudprint.ipp.access import (
    FAILURE_SECONDS,
    MAX_FAILURES,
    AccessError,
    Authenticator,
    check_forwarded,
    check_host,
    get_local_peer,
)
from custom_components.cloudprint.settings import IppSettings

CLOSED = IppSettings(username="Zoë", password="geheim:1")


@pytest.mark.parametrize(
    ("peername", "expected"),
    [
        (("127.0.0.1", 1), "127.0.0.1"),
        (("10.1.2.3", 1), "10.1.2.3"),
        (("172.16.0.9", 1), "172.16.0.9"),
        (("192.168.1.20", 1), "192.168.1.20"),
        (("169.254.7.7", 1), "169.254.7.7"),
        (("::1", 1, 0, 0), "::1"),
        (("fd12::7", 1, 0, 0), "fd12::7"),
        (("fe80::1%eth0", 1, 0, 2), "fe80::1%eth0"),
        (("::ffff:192.168.1.20", 1, 0, 0), "192.168.1.20"),
        (("::ffff:8.8.8.8", 1, 0, 0), None),
        (("172.32.0.1", 1), None),
        (("100.64.0.1", 1), None),
        (("2001:4860:4860::8888", 1, 0, 0), None),
        (("0.0.0.0", 1), None),
        (("house", 1), None),
        ((), None),
        ("", None),
        (None, None),
    ],
)
def test_peers(peername: object, expected: str | None) -> None:
    """Only addresses of the local network are those of clients."""
    assert get_local_peer(peername) == expected


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
    ],
)
def test_hosts(host: str) -> None:
    """A client reached the server by a local name or address."""
    check_host([host], {"ha.example.org"})


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
        check_host(hosts, {"ha.example.org"})
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
