"""Tests of the gate: whether the service can be sent to."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.spool.gate import ServiceGate
from custom_components.cloudprint.spool.job import Reason

from .samples import NOON


@pytest.fixture(autouse=True)
def noon(freezer: FrozenDateTimeFactory) -> None:
    """Begin at noon."""
    freezer.move_to(NOON)


@pytest.fixture
def told() -> list[Reason | None]:
    """Return what a listener was told."""
    return []


@pytest.fixture
def gate(told: list[Reason | None]) -> ServiceGate:
    """Return an open gate that is listened to."""
    gate = ServiceGate()
    gate.on_change(lambda: told.append(gate.reason))
    return gate


def pause(gate: ServiceGate) -> float | None:
    """Return the seconds from noon to the next try."""
    return None if gate.retry_at is None else (gate.retry_at - NOON).total_seconds()


def is_open(gate: ServiceGate) -> bool:
    """Return if the service can be sent to."""
    return gate.reason is None


def test_open_until_closed(gate: ServiceGate, told: list[Reason | None]) -> None:
    """Nothing is held for a service that nobody has complained about."""
    assert (gate.reason, gate.retry_at) == (None, None)
    gate.open()
    assert not gate.take_turn()
    assert told == []
    gate.close(Reason.SERVICE)
    assert (gate.reason, pause(gate)) == (Reason.SERVICE, 15)
    gate.open()
    assert (gate.reason, gate.retry_at) == (None, None)
    assert told == [Reason.SERVICE, None]


def test_what_was_said_last(gate: ServiceGate) -> None:
    """Whoever waits at the gate can be told what went wrong, until it is open."""
    gate.close(Reason.SERVICE, "HTTP 503")
    gate.close(Reason.AUTHENTICATION, "no such key")
    assert gate.message == "no such key"
    gate.open()
    assert gate.message is None


def test_nobody_need_listen() -> None:
    """The gate works before there is a dispatcher."""
    gate = ServiceGate()
    gate.close(Reason.SERVICE)
    gate.open()


def test_pauses_grow(gate: ServiceGate, freezer: FrozenDateTimeFactory) -> None:
    """From 15 s to 5 min, and from 15 s again once it was open."""
    pauses: list[float] = []
    gate.close(Reason.SERVICE)
    for _ in range(7):
        assert gate.retry_at is not None
        before = gate.retry_at
        freezer.move_to(before)
        assert gate.take_turn()
        assert not gate.take_turn()
        # The try fails, which more than one may tell.
        gate.close(Reason.SERVICE)
        gate.close(Reason.SERVICE)
        pauses.append((gate.retry_at - before).total_seconds())
    assert pauses == [30, 60, 120, 240, 300, 300, 300]
    gate.open()
    freezer.move_to(NOON)
    gate.close(Reason.SERVICE)
    assert pause(gate) == 15


def test_failures_at_the_same_time_count_once(
    gate: ServiceGate, freezer: FrozenDateTimeFactory
) -> None:
    """Four submits that fail together are one reason to wait 15 s."""
    for _ in range(4):
        gate.close(Reason.SERVICE)
        freezer.tick(1)
    assert pause(gate) == 15
    # Also where nobody took the turn.
    freezer.move_to(NOON + timedelta(seconds=15))
    gate.close(Reason.SERVICE)
    assert pause(gate) == 15 + 30


def test_the_service_may_ask_for_more(
    gate: ServiceGate, freezer: FrozenDateTimeFactory
) -> None:
    """Retry-After is waited for, also when a call succeeds meanwhile."""
    gate.close(Reason.SERVICE, retry_after=100)
    assert pause(gate) == 100
    gate.open()
    assert not is_open(gate)
    # A failure without a wish does not take the wish back.
    gate.close(Reason.SERVICE)
    assert pause(gate) == 100
    freezer.tick(99)
    assert not gate.take_turn()
    freezer.tick(1)
    assert gate.take_turn()
    gate.open()
    assert is_open(gate)
    # And a short wish does not make the pause shorter.
    gate.close(Reason.SERVICE, retry_after=1)
    assert pause(gate) == 115


def test_a_refused_key_is_not_tried_again(
    gate: ServiceGate, freezer: FrozenDateTimeFactory
) -> None:
    """A person must enter another; until then nobody asks by the clock."""
    gate.close(Reason.AUTHENTICATION, retry_after=30)
    assert (gate.reason, gate.retry_at) == (Reason.AUTHENTICATION, None)
    freezer.tick(100_000)
    assert not gate.take_turn()
    gate.open()
    assert is_open(gate)
    gate.close(Reason.SERVICE)
    gate.close(Reason.AUTHENTICATION)
    assert gate.retry_at is None
