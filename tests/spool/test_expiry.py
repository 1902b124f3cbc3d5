"""Tests of expiry: a job expires by the time that has passed."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.spool.clock import running_time
from custom_components.cloudprint.spool.expiry import Expiry
from homeassistant.util import dt as dt_util

from .clocks import Clocks
from .samples import NOON, make_job

HOUR = 3600
DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def clock(freezer: FrozenDateTimeFactory, clocks: Clocks) -> Clocks:
    """Begin at noon."""
    freezer.move_to(NOON)
    return clocks


@pytest.fixture
def expiry() -> Expiry:
    """Return what knows of no job."""
    return Expiry()


def test_the_time_of_a_job(expiry: Expiry, clock: Clocks) -> None:
    """It is over when it has passed, and told once."""
    job, other = make_job(), make_job(expires_at=NOON + timedelta(hours=2))
    expiry.add(job)
    expiry.add(other)
    assert expiry.next == running_time() + HOUR
    clock.pass_time(HOUR - 1)
    assert not expiry.is_over(job)
    assert expiry.pop_over() == []
    clock.pass_time(1)
    assert expiry.is_over(job)
    assert not expiry.is_over(other)
    assert expiry.pop_over() == [job.job_id]
    assert expiry.pop_over() == []
    # One that is being sent then, and comes back, has expired all the same.
    assert expiry.is_over(job)
    expiry.discard(job)
    assert not expiry.is_over(job)
    expiry.discard(other)
    assert expiry.next is None


def test_jobs_without_an_end(expiry: Expiry, clock: Clocks) -> None:
    """One that has all the time, and one that is only for now and waits for its turn."""
    jobs = [make_job(expires_at=None), make_job(expires_at=dt_util.utcnow())]
    for job in jobs:
        expiry.add(job)
    clock.pass_time(999 * DAY)
    assert expiry.next is None
    assert not any(expiry.is_over(job) for job in jobs)


@pytest.mark.parametrize("put", [-DAY, DAY, -999 * DAY, 999 * DAY])
def test_a_clock_that_is_put(expiry: Expiry, clock: Clocks, put: float) -> None:
    """A job of this run lives as long as it was to."""
    job = make_job()
    expiry.add(job)
    clock.pass_time(4)
    clock.put(put)
    clock.pass_time(HOUR - 5)
    assert not expiry.is_over(job)
    clock.pass_time(1)
    assert expiry.is_over(job)
    assert expiry.pop_over() == [job.job_id]


def test_a_machine_that_was_suspended(expiry: Expiry, clock: Clocks) -> None:
    """What was asked for in the morning is not printed in the evening."""
    job = make_job()
    expiry.add(job)
    clock.suspend(9 * HOUR)
    assert expiry.is_over(job)


def test_a_job_of_an_earlier_run(expiry: Expiry, clock: Clocks) -> None:
    """How old it is, only the wall clock knows, once that is right."""
    job = make_job(created_at=NOON - timedelta(minutes=50))
    job_of_now = make_job()
    expiry.add(job, is_inherited=True)
    expiry.add(job_of_now)
    clock.pass_time(599)
    assert not expiry.is_over(job)
    clock.pass_time(1)
    assert expiry.is_over(job)
    # A machine without a battery learns hours later what time it is.
    night = make_job()
    expiry.add(night, is_inherited=True)
    clock.put(9 * HOUR)
    assert expiry.is_over(night)
    assert not expiry.is_over(job_of_now)
    expiry.discard(night)
    assert not expiry.is_over(night)


def test_a_clock_that_was_put_back_before_the_start(
    expiry: Expiry, clock: Clocks
) -> None:
    """A job of the future lives no longer than it was to live at all."""
    job = make_job(created_at=NOON + timedelta(days=1))
    expiry.add(job, is_inherited=True)
    clock.pass_time(HOUR)
    assert expiry.is_over(job)
