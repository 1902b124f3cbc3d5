"""Tests of the gate: whether the service can be sent to."""

import pytest

from custom_components.cloudprint.spool.clock import MAX_WAIT, running_time
from custom_components.cloudprint.spool.gate import ServiceGate
from custom_components.cloudprint.spool.job import Reason

from .clocks import Clocks

PRINTER = ("pkDgrqeA", "office")
OTHER = ("pkDgrqeA", "colour")
DAY = 86_400


@pytest.fixture(autouse=True)
def clock(clocks: Clocks) -> Clocks:
    """Freeze time."""
    return clocks


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
    """Return the seconds until the next try."""
    return None if gate.retry_at is None else round(gate.retry_at - running_time(), 3)


def is_on_trial(gate: ServiceGate) -> bool:
    """Return if only one job at a time may be sent."""
    return gate.is_on_trial


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


def test_pauses_grow(gate: ServiceGate, clock: Clocks) -> None:
    """From 15 s to 5 min, and from 15 s again once it was open."""
    pauses: list[float | None] = []
    gate.close(Reason.SERVICE)
    for _ in range(7):
        clock.pass_time(pause(gate) or 0)
        assert gate.take_turn()
        assert not gate.take_turn()
        # The try fails, which more than one may tell.
        gate.close(Reason.SERVICE)
        gate.close(Reason.SERVICE)
        pauses.append(pause(gate))
    assert pauses == [30, 60, 120, 240, 300, 300, 300]
    gate.open()
    gate.close(Reason.SERVICE)
    assert pause(gate) == 15


def test_failures_at_the_same_time_count_once(gate: ServiceGate, clock: Clocks) -> None:
    """Four calls that fail together are one reason to wait 15 s."""
    for _ in range(4):
        gate.close(Reason.SERVICE)
        clock.pass_time(1)
    assert pause(gate) == 15 - 4
    # Also where nobody took the turn.
    clock.pass_time(11)
    gate.close(Reason.SERVICE)
    assert pause(gate) == 30


def test_the_service_may_ask_for_more(gate: ServiceGate, clock: Clocks) -> None:
    """A list that fails is not repeated sooner; one that succeeds ends the wait."""
    gate.close(Reason.SERVICE, retry_after=100)
    assert pause(gate) == 100
    # A failure without a wish does not take the wish back.
    gate.close(Reason.SERVICE)
    assert pause(gate) == 100
    clock.pass_time(99)
    assert not gate.take_turn()
    gate.open()
    assert is_open(gate)
    # And a short wish does not make the pause shorter.
    gate.close(Reason.SERVICE, retry_after=1)
    assert pause(gate) == 15


def test_the_service_may_ask_for_a_pause_in_prints(
    gate: ServiceGate, clock: Clocks
) -> None:
    """It is waited for, also when a list succeeds meanwhile."""
    gate.submit_failed(PRINTER, "HTTP 429", retry_after=100)
    assert pause(gate) == 100
    gate.open()
    assert not is_open(gate)
    # Another failure without a wish does not take the wish back.
    gate.submit_failed(OTHER, "HTTP 500")
    gate.close(Reason.SERVICE)
    assert pause(gate) == 100
    clock.pass_time(99)
    gate.open()
    assert not gate.take_turn()
    clock.pass_time(1)
    assert gate.take_turn()
    gate.open()
    assert is_open(gate)


def test_a_person_does_not_wait(gate: ServiceGate) -> None:
    """What the service asked for, or failed with, does not count for a release."""
    gate.submit_failed(PRINTER, "HTTP 429", retry_after=100)
    gate.end_waits()
    gate.open()
    assert is_open(gate)
    assert gate.reason_for(PRINTER) is None
    # It is on trial all the same, and the next failure is the second one.
    assert gate.is_on_trial
    gate.submit_failed(PRINTER, "HTTP 500")
    assert gate.wait_of(PRINTER) == 30


@pytest.mark.parametrize("retry_after", [MAX_WAIT + 1, DAY, float("inf")])
def test_nothing_is_waited_for_longer_than_ten_minutes(
    gate: ServiceGate, clock: Clocks, retry_after: float
) -> None:
    """Whatever the service asks for."""
    gate.close(Reason.SERVICE, retry_after=retry_after)
    assert pause(gate) == 600
    gate.submit_failed(PRINTER, "HTTP 429", retry_after=retry_after)
    clock.pass_time(599)
    gate.open()
    assert not is_open(gate)
    clock.pass_time(1)
    assert gate.take_turn()
    gate.open()
    assert is_open(gate)


@pytest.mark.parametrize("put", [-DAY, DAY])
def test_a_clock_that_is_put(gate: ServiceGate, clock: Clocks, put: float) -> None:
    """The gate is shut for as long as it was to be, whatever the wall clock says."""
    gate.close(Reason.SERVICE)
    gate.submit_failed(PRINTER, "HTTP 500", retry_after=40)
    clock.put(put)
    assert not gate.take_turn()
    gate.open()
    assert not is_open(gate)
    clock.pass_time(40)
    assert gate.take_turn()
    gate.open()
    assert is_open(gate)
    assert gate.reason_for(PRINTER) is None


def test_a_printer_whose_submits_fail(gate: ServiceGate, clock: Clocks) -> None:
    """It waits longer each time, from 15 s to 10 min, however often lists succeed."""
    pauses: list[float] = []
    for _ in range(8):
        gate.submit_failed(PRINTER, "HTTP 503")
        assert (gate.reason_for(OTHER), gate.message) == (Reason.SERVICE, "HTTP 503")
        gate.open()
        # The others need not wait for it.
        assert gate.reason_for(OTHER) is None
        assert gate.message_for(OTHER) is None
        assert gate.reason_for(PRINTER) is Reason.SERVICE
        assert gate.message_for(PRINTER) == "HTTP 503"
        pauses.append(round(gate.wait_of(PRINTER), 3))
        clock.pass_time(pauses[-1])
        assert gate.reason_for(PRINTER) is None
    assert pauses == [15, 30, 60, 120, 240, 480, 600, 600]
    gate.submit_answered(PRINTER)
    gate.submit_failed(PRINTER, "HTTP 503")
    assert gate.wait_of(PRINTER) == 15


def test_on_trial_until_a_submit_is_answered(gate: ServiceGate) -> None:
    """A list says nothing about prints."""
    assert not is_on_trial(gate)
    gate.submit_failed(PRINTER, "HTTP 503")
    gate.open()
    assert is_on_trial(gate)
    gate.submit_answered(OTHER)
    assert not is_on_trial(gate)
    assert gate.reason_for(PRINTER) is Reason.SERVICE


def test_a_refused_key_is_not_tried_again(gate: ServiceGate, clock: Clocks) -> None:
    """A person must enter another; until then nobody asks by the clock."""
    gate.close(Reason.AUTHENTICATION, retry_after=30)
    assert (gate.reason, gate.retry_at) == (Reason.AUTHENTICATION, None)
    clock.pass_time(100_000)
    assert not gate.take_turn()
    gate.open()
    assert is_open(gate)
    gate.close(Reason.SERVICE)
    gate.close(Reason.AUTHENTICATION)
    assert gate.retry_at is None
