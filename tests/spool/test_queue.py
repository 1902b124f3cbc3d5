"""Tests of expiry: a job expires by the time that has passed."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.spool.clock import ClockReading, running_time
from custom_components.cloudprint.spool.queue import Expiry
from homeassistant.util import dt as dt_util

from .clocks import Clocks
from .samples import NOON, make_job

HOUR = 3600
DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def clock(freezer: FrozenDateTimeFactory, clocks: Clocks) -> Clocks:
    """Start at noon."""
    freezer.move_to(NOON)
    return clocks


@pytest.fixture
def expiry() -> Expiry:
    """Return an expiry without jobs."""
    return Expiry()


def test_lifetime(expiry: Expiry, clock: Clocks) -> None:
    """A job expires at the end of its lifetime, and is returned once."""
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
    # A job that is held again after an attempt to send it has expired, too.
    assert expiry.is_over(job)
    expiry.discard(job)
    assert not expiry.is_over(job)
    expiry.discard(other)
    assert expiry.next is None


def test_jobs_without_an_end(expiry: Expiry, clock: Clocks) -> None:
    """Jobs without an expiry, and jobs that must not be held, wait for any time."""
    jobs = [make_job(expires_at=None), make_job(expires_at=dt_util.utcnow())]
    for job in jobs:
        expiry.add(job)
    clock.pass_time(999 * DAY)
    assert expiry.next is None
    assert not any(expiry.is_over(job) for job in jobs)


@pytest.mark.parametrize("put", [-DAY, DAY, -999 * DAY, 999 * DAY])
def test_wall_clock_is_set(expiry: Expiry, clock: Clocks, put: float) -> None:
    """The lifetime of a job of this run does not change."""
    job = make_job()
    expiry.add(job)
    clock.pass_time(4)
    clock.put(put)
    clock.pass_time(HOUR - 5)
    assert not expiry.is_over(job)
    clock.pass_time(1)
    assert expiry.is_over(job)
    assert expiry.pop_over() == [job.job_id]


def test_clock_is_set_before_a_job_moves(expiry: Expiry, clock: Clocks) -> None:
    """The lifetime of the job that takes its place ends when its own one would."""
    job = make_job(since=ClockReading.take())
    clock.pass_time(HOUR - 5)
    clock.put(-DAY)
    expiry.add(job)
    clock.pass_time(4)
    assert not expiry.is_over(job)
    clock.pass_time(1)
    assert expiry.is_over(job)


def test_machine_is_suspended(expiry: Expiry, clock: Clocks) -> None:
    """The time of a suspended machine counts."""
    job = make_job()
    expiry.add(job)
    clock.suspend(9 * HOUR)
    assert expiry.is_over(job)


def test_job_of_an_earlier_run(expiry: Expiry, clock: Clocks) -> None:
    """The age of a restored job is by the wall clock, once that is right."""
    job = make_job(created_at=NOON - timedelta(minutes=50))
    job_of_now = make_job()
    expiry.add(job, is_restored=True)
    expiry.add(job_of_now)
    clock.pass_time(599)
    assert not expiry.is_over(job)
    clock.pass_time(1)
    assert expiry.is_over(job)
    # A machine without a battery sets its clock hours after the start.
    night = make_job()
    expiry.add(night, is_restored=True)
    clock.put(9 * HOUR)
    assert expiry.is_over(night)
    assert not expiry.is_over(job_of_now)
    expiry.discard(night)
    assert not expiry.is_over(night)


@pytest.mark.parametrize("put", [-DAY, DAY, -999 * DAY, 999 * DAY])
def test_wall_clock_is_set_before_the_start(
    expiry: Expiry, clock: Clocks, put: float
) -> None:
    """A job of this boot of the machine has the rest of its lifetime."""
    job = make_job(since=ClockReading.take())
    clock.pass_time(599)
    clock.put(put)
    expiry.add(job, is_restored=True)
    assert expiry.next == running_time() + HOUR - 599
    clock.put(put)
    clock.pass_time(HOUR - 600)
    assert not expiry.is_over(job)
    clock.pass_time(1)
    assert expiry.is_over(job)


def test_job_of_an_earlier_boot(expiry: Expiry, clock: Clocks) -> None:
    """Its age is by the wall clock."""
    job = make_job(since=ClockReading.take())
    clock.reboot()
    clock.put(599)
    expiry.add(job, is_restored=True)
    assert expiry.next == running_time() + HOUR - 599
    clock.put(HOUR - 599)
    assert expiry.is_over(job)


def test_wall_clock_was_set_back_before_the_start(
    expiry: Expiry, clock: Clocks
) -> None:
    """A job from the future expires after its whole lifetime."""
    job = make_job(created_at=NOON + timedelta(days=1))
    expiry.add(job, is_restored=True)
    clock.pass_time(HOUR)
    assert expiry.is_over(job)
