"""Tests of the circuit breaker."""

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
def notified() -> list[Reason | None]:
    """Return the changes that a listener was notified of."""
    return []


@pytest.fixture
def breaker(notified: list[Reason | None]) -> CircuitBreaker:
    """Return a closed circuit breaker with a listener."""
    breaker = CircuitBreaker()
    breaker.on_change = lambda: notified.append(breaker.reason)
    return breaker


def pause(breaker: CircuitBreaker) -> float | None:
    """Return the seconds until the next probe."""
    return (
        None
        if breaker.retry_at is None
        else round(breaker.retry_at - running_time(), 3)
    )


def is_on_trial(breaker: CircuitBreaker) -> bool:
    """Return whether only one job at a time may be sent."""
    return breaker.is_on_trial


def is_closed(breaker: CircuitBreaker) -> bool:
    """Return whether jobs can be sent."""
    return breaker.reason is None


def test_closed_until_opened(
    breaker: CircuitBreaker, notified: list[Reason | None]
) -> None:
    """It is closed until an error opens it."""
    assert (breaker.reason, breaker.retry_at) == (None, None)
    breaker.close()
    assert not breaker.claim_probe()
    assert notified == []
    breaker.open(Reason.SERVICE)
    assert (breaker.reason, pause(breaker)) == (Reason.SERVICE, 15)
    breaker.close()
    assert (breaker.reason, breaker.retry_at) == (None, None)
    assert notified == [Reason.SERVICE, None]


def test_message(breaker: CircuitBreaker) -> None:
    """The last error message is kept until the circuit is closed."""
    breaker.open(Reason.SERVICE, "HTTP 503")
    breaker.open(Reason.AUTHENTICATION, "no such key")
    assert breaker.message == "no such key"
    breaker.close()
    assert breaker.message is None


def test_without_a_listener() -> None:
    """The breaker works without a dispatcher."""
    breaker = CircuitBreaker()
    breaker.open(Reason.SERVICE)
    breaker.close()


def test_pauses_grow(breaker: CircuitBreaker, clock: Clocks) -> None:
    """From 15 s to 5 min, and from 15 s again after it was closed."""
    pauses: list[float | None] = []
    breaker.open(Reason.SERVICE)
    for _ in range(7):
        clock.pass_time(pause(breaker) or 0)
        assert breaker.claim_probe()
        assert not breaker.claim_probe()
        # The probe fails, which may be reported more than once.
        breaker.open(Reason.SERVICE)
        breaker.open(Reason.SERVICE)
        pauses.append(pause(breaker))
    assert pauses == [30, 60, 120, 240, 300, 300, 300]
    breaker.close()
    breaker.open(Reason.SERVICE)
    assert pause(breaker) == 15


def test_concurrent_failures(breaker: CircuitBreaker, clock: Clocks) -> None:
    """They double the pause once."""
    for _ in range(4):
        breaker.open(Reason.SERVICE)
        clock.pass_time(1)
    assert pause(breaker) == 15 - 4
    # Also without a probe
    clock.pass_time(11)
    breaker.open(Reason.SERVICE)
    assert pause(breaker) == 30


def test_retry_after(breaker: CircuitBreaker, clock: Clocks) -> None:
    """A probe is not sent earlier; one that succeeds ends the wait."""
    breaker.open(Reason.SERVICE, retry_after=100)
    assert pause(breaker) == 100
    # A failure without retry_after does not shorten the wait.
    breaker.open(Reason.SERVICE)
    assert pause(breaker) == 100
    clock.pass_time(99)
    assert not breaker.claim_probe()
    breaker.close()
    assert is_closed(breaker)
    # A short retry_after does not shorten the pause.
    breaker.open(Reason.SERVICE, retry_after=1)
    assert pause(breaker) == 15


def test_retry_after_of_a_submit(breaker: CircuitBreaker, clock: Clocks) -> None:
    """A list that succeeds does not end the wait."""
    breaker.submit_failed(PRINTER, "HTTP 429", retry_after=100)
    assert pause(breaker) == 100
    breaker.close()
    assert not is_closed(breaker)
    # Another failure without retry_after does not shorten the wait.
    breaker.submit_failed(OTHER, "HTTP 500")
    breaker.open(Reason.SERVICE)
    assert pause(breaker) == 100
    clock.pass_time(99)
    breaker.close()
    assert not breaker.claim_probe()
    clock.pass_time(1)
    assert breaker.claim_probe()
    breaker.close()
    assert is_closed(breaker)


def test_user_ends_waits(breaker: CircuitBreaker) -> None:
    """A release ends the waits of the service and of printers."""
    breaker.submit_failed(PRINTER, "HTTP 429", retry_after=100)
    breaker.end_waits()
    breaker.close()
    assert is_closed(breaker)
    assert breaker.reason_for(PRINTER) == (None, None)
    # It is still on trial, and the next failure is the second one.
    assert breaker.is_on_trial
    breaker.submit_failed(PRINTER, "HTTP 500")
    assert breaker.wait_for(PRINTER) == 30


@pytest.mark.parametrize("retry_after", [MAX_WAIT + 1, DAY, float("inf")])
def test_longest_wait(
    breaker: CircuitBreaker, clock: Clocks, retry_after: float
) -> None:
    """No wait is longer than ten minutes."""
    breaker.open(Reason.SERVICE, retry_after=retry_after)
    assert pause(breaker) == 600
    breaker.submit_failed(PRINTER, "HTTP 429", retry_after=retry_after)
    clock.pass_time(599)
    breaker.close()
    assert not is_closed(breaker)
    clock.pass_time(1)
    assert breaker.claim_probe()
    breaker.close()
    assert is_closed(breaker)


@pytest.mark.parametrize("put", [-DAY, DAY])
def test_wall_clock_is_set(breaker: CircuitBreaker, clock: Clocks, put: float) -> None:
    """The waits do not change."""
    breaker.open(Reason.SERVICE)
    breaker.submit_failed(PRINTER, "HTTP 500", retry_after=40)
    clock.put(put)
    assert not breaker.claim_probe()
    breaker.close()
    assert not is_closed(breaker)
    clock.pass_time(40)
    assert breaker.claim_probe()
    breaker.close()
    assert is_closed(breaker)
    assert breaker.reason_for(PRINTER) == (None, None)


def test_submits_to_a_printer_fail(breaker: CircuitBreaker, clock: Clocks) -> None:
    """It waits longer each time, from 15 s to 10 min, whether or not lists succeed."""
    pauses: list[float] = []
    for _ in range(8):
        breaker.submit_failed(PRINTER, "HTTP 503")
        assert breaker.reason_for(OTHER) == (Reason.SERVICE, "HTTP 503")
        breaker.close()
        # Other printers do not wait.
        assert breaker.reason_for(OTHER) == (None, None)
        assert breaker.reason_for(PRINTER) == (Reason.SERVICE, "HTTP 503")
        pauses.append(round(breaker.wait_for(PRINTER), 3))
        clock.pass_time(pauses[-1])
        assert breaker.reason_for(PRINTER) == (None, None)
    assert pauses == [15, 30, 60, 120, 240, 480, 600, 600]
    breaker.submit_answered(PRINTER)
    breaker.submit_failed(PRINTER, "HTTP 503")
    assert breaker.wait_for(PRINTER) == 15


def test_on_trial_until_a_submit_is_answered(breaker: CircuitBreaker) -> None:
    """A list does not end the trial."""
    assert not is_on_trial(breaker)
    breaker.submit_failed(PRINTER, "HTTP 503")
    breaker.close()
    assert is_on_trial(breaker)
    breaker.submit_answered(OTHER)
    assert not is_on_trial(breaker)
    assert breaker.reason_for(PRINTER)[0] is Reason.SERVICE


def test_refused_key(breaker: CircuitBreaker, clock: Clocks) -> None:
    """It is tried again every quarter of an hour until the user enters another one."""
    for _ in range(10):
        breaker.open(Reason.AUTHENTICATION, retry_after=30)
        assert (breaker.reason, pause(breaker)) == (Reason.AUTHENTICATION, 900)
        clock.pass_time(899)
        assert not breaker.claim_probe()
        clock.pass_time(1)
        assert breaker.claim_probe()
    breaker.close()
    assert is_closed(breaker)
    breaker.open(Reason.SERVICE)
    breaker.open(Reason.AUTHENTICATION)
    assert pause(breaker) == 900
