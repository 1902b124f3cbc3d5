"""Tests of names and passwords."""

from base64 import b64encode
from http import HTTPStatus

import pytest

from custom_components.cloudprint.ipp.server.authentication import (
    FAILURE_SECONDS,
    MAX_FAILURES,
    Authenticator,
)
from custom_components.cloudprint.networks import AccessError
from custom_components.cloudprint.settings import IppSettings

CLOSED = IppSettings(username="Zoë", password="geheim:1")


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
