"""Tests of the circuit breaker: whether jobs can be sent to the service."""

import pytest

from custom_components.cloudprint.spool.circuit_breaker import CircuitBreaker
from custom_components.cloudprint.spool.clock import MAX_WAIT, running_time
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
def breaker(told: list[Reason | None]) -> CircuitBreaker:
    """Return a closed circuit breaker that is listened to."""
    breaker = CircuitBreaker()
    breaker.on_change(lambda: told.append(breaker.reason))
    return breaker


def pause(breaker: CircuitBreaker) -> float | None:
    """Return the seconds until the next try."""
    return (
        None
        if breaker.retry_at is None
        else round(breaker.retry_at - running_time(), 3)
    )


def is_on_trial(breaker: CircuitBreaker) -> bool:
    """Return if only one job at a time may be sent."""
    return breaker.is_on_trial


def is_closed(breaker: CircuitBreaker) -> bool:
    """Return if the service can be sent to."""
    return breaker.reason is None


def test_closed_until_opened(
    breaker: CircuitBreaker, told: list[Reason | None]
) -> None:
    """Nothing is held for a service that nobody has complained about."""
    assert (breaker.reason, breaker.retry_at) == (None, None)
    breaker.close()
    assert not breaker.take_turn()
    assert told == []
    breaker.open(Reason.SERVICE)
    assert (breaker.reason, pause(breaker)) == (Reason.SERVICE, 15)
    breaker.close()
    assert (breaker.reason, breaker.retry_at) == (None, None)
    assert told == [Reason.SERVICE, None]


def test_what_was_said_last(breaker: CircuitBreaker) -> None:
    """What went wrong can be told until the circuit is closed."""
    breaker.open(Reason.SERVICE, "HTTP 503")
    breaker.open(Reason.AUTHENTICATION, "no such key")
    assert breaker.message == "no such key"
    breaker.close()
    assert breaker.message is None


def test_nobody_need_listen() -> None:
    """The breaker works before there is a dispatcher."""
    breaker = CircuitBreaker()
    breaker.open(Reason.SERVICE)
    breaker.close()


def test_pauses_grow(breaker: CircuitBreaker, clock: Clocks) -> None:
    """From 15 s to 5 min, and from 15 s again once it was closed."""
    pauses: list[float | None] = []
    breaker.open(Reason.SERVICE)
    for _ in range(7):
        clock.pass_time(pause(breaker) or 0)
        assert breaker.take_turn()
        assert not breaker.take_turn()
        # The try fails, which more than one may tell.
        breaker.open(Reason.SERVICE)
        breaker.open(Reason.SERVICE)
        pauses.append(pause(breaker))
    assert pauses == [30, 60, 120, 240, 300, 300, 300]
    breaker.close()
    breaker.open(Reason.SERVICE)
    assert pause(breaker) == 15


def test_failures_at_the_same_time_count_once(
    breaker: CircuitBreaker, clock: Clocks
) -> None:
    """Four calls that fail together are one reason to wait 15 s."""
    for _ in range(4):
        breaker.open(Reason.SERVICE)
        clock.pass_time(1)
    assert pause(breaker) == 15 - 4
    # Also where nobody took the turn.
    clock.pass_time(11)
    breaker.open(Reason.SERVICE)
    assert pause(breaker) == 30


def test_the_service_may_ask_for_more(breaker: CircuitBreaker, clock: Clocks) -> None:
    """A list that fails is not repeated sooner; one that succeeds ends the wait."""
    breaker.open(Reason.SERVICE, retry_after=100)
    assert pause(breaker) == 100
    # A failure without a wish does not take the wish back.
    breaker.open(Reason.SERVICE)
    assert pause(breaker) == 100
    clock.pass_time(99)
    assert not breaker.take_turn()
    breaker.close()
    assert is_closed(breaker)
    # And a short wish does not make the pause shorter.
    breaker.open(Reason.SERVICE, retry_after=1)
    assert pause(breaker) == 15


def test_the_service_may_ask_for_a_pause_in_prints(
    breaker: CircuitBreaker, clock: Clocks
) -> None:
    """It is waited for, also when a list succeeds meanwhile."""
    breaker.submit_failed(PRINTER, "HTTP 429", retry_after=100)
    assert pause(breaker) == 100
    breaker.close()
    assert not is_closed(breaker)
    # Another failure without a wish does not take the wish back.
    breaker.submit_failed(OTHER, "HTTP 500")
    breaker.open(Reason.SERVICE)
    assert pause(breaker) == 100
    clock.pass_time(99)
    breaker.close()
    assert not breaker.take_turn()
    clock.pass_time(1)
    assert breaker.take_turn()
    breaker.close()
    assert is_closed(breaker)


def test_a_person_does_not_wait(breaker: CircuitBreaker) -> None:
    """What the service asked for, or failed with, does not count for a release."""
    breaker.submit_failed(PRINTER, "HTTP 429", retry_after=100)
    breaker.end_waits()
    breaker.close()
    assert is_closed(breaker)
    assert breaker.reason_for(PRINTER) is None
    # It is on trial all the same, and the next failure is the second one.
    assert breaker.is_on_trial
    breaker.submit_failed(PRINTER, "HTTP 500")
    assert breaker.wait_of(PRINTER) == 30


@pytest.mark.parametrize("retry_after", [MAX_WAIT + 1, DAY, float("inf")])
def test_nothing_is_waited_for_longer_than_ten_minutes(
    breaker: CircuitBreaker, clock: Clocks, retry_after: float
) -> None:
    """Whatever the service asks for."""
    breaker.open(Reason.SERVICE, retry_after=retry_after)
    assert pause(breaker) == 600
    breaker.submit_failed(PRINTER, "HTTP 429", retry_after=retry_after)
    clock.pass_time(599)
    breaker.close()
    assert not is_closed(breaker)
    clock.pass_time(1)
    assert breaker.take_turn()
    breaker.close()
    assert is_closed(breaker)


@pytest.mark.parametrize("put", [-DAY, DAY])
def test_a_clock_that_is_put(
    breaker: CircuitBreaker, clock: Clocks, put: float
) -> None:
    """The breaker is shut for as long as it was to be, whatever the wall clock says."""
    breaker.open(Reason.SERVICE)
    breaker.submit_failed(PRINTER, "HTTP 500", retry_after=40)
    clock.put(put)
    assert not breaker.take_turn()
    breaker.close()
    assert not is_closed(breaker)
    clock.pass_time(40)
    assert breaker.take_turn()
    breaker.close()
    assert is_closed(breaker)
    assert breaker.reason_for(PRINTER) is None


def test_a_printer_whose_submits_fail(breaker: CircuitBreaker, clock: Clocks) -> None:
    """It waits longer each time, from 15 s to 10 min, however often lists succeed."""
    pauses: list[float] = []
    for _ in range(8):
        breaker.submit_failed(PRINTER, "HTTP 503")
        assert (breaker.reason_for(OTHER), breaker.message) == (
            Reason.SERVICE,
            "HTTP 503",
        )
        breaker.close()
        # The others need not wait for it.
        assert breaker.reason_for(OTHER) is None
        assert breaker.message_for(OTHER) is None
        assert breaker.reason_for(PRINTER) is Reason.SERVICE
        assert breaker.message_for(PRINTER) == "HTTP 503"
        pauses.append(round(breaker.wait_of(PRINTER), 3))
        clock.pass_time(pauses[-1])
        assert breaker.reason_for(PRINTER) is None
    assert pauses == [15, 30, 60, 120, 240, 480, 600, 600]
    breaker.submit_answered(PRINTER)
    breaker.submit_failed(PRINTER, "HTTP 503")
    assert breaker.wait_of(PRINTER) == 15


def test_on_trial_until_a_submit_is_answered(breaker: CircuitBreaker) -> None:
    """A list says nothing about prints."""
    assert not is_on_trial(breaker)
    breaker.submit_failed(PRINTER, "HTTP 503")
    breaker.close()
    assert is_on_trial(breaker)
    breaker.submit_answered(OTHER)
    assert not is_on_trial(breaker)
    assert breaker.reason_for(PRINTER) is Reason.SERVICE


def test_a_refused_key_is_not_tried_again(
    breaker: CircuitBreaker, clock: Clocks
) -> None:
    """A person must enter another; until then nobody asks by the clock."""
    breaker.open(Reason.AUTHENTICATION, retry_after=30)
    assert (breaker.reason, breaker.retry_at) == (Reason.AUTHENTICATION, None)
    clock.pass_time(100_000)
    assert not breaker.take_turn()
    breaker.close()
    assert is_closed(breaker)
    breaker.open(Reason.SERVICE)
    breaker.open(Reason.AUTHENTICATION)
    assert breaker.retry_at is None
