"""Tests of the queue: in which order the jobs of a printer are sent."""

from datetime import timedelta
from itertools import count
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.spool.job import Job, JobState, Reason
from custom_components.cloudprint.spool.job_parts import Gate, PaperSide
from custom_components.cloudprint.spool.queue import JobQueue
from homeassistant.util.ulid import ulid_now

from .samples import NOON, change_job, make_job

_numbers = count()


@pytest.fixture(autouse=True)
def clock(freezer: FrozenDateTimeFactory) -> None:
    """Start at noon."""
    freezer.move_to(NOON)


@pytest.fixture
def queue() -> JobQueue:
    """Return an empty queue."""
    return JobQueue()


def hold(queue: JobQueue, name: str, **fields: Any) -> Job:
    """Hold a new job, and return it."""
    job = make_job(job_id=f"{ulid_now()}-{next(_numbers)}", name=name, **fields)
    queue.reserve(job)
    queue.update(job)
    return job


def change(queue: JobQueue, job: Job, **changes: Any) -> Job:
    """Change a job, and return it as it is now."""
    changed = change_job(job, **changes)
    queue.update(changed)
    return changed


def send_all(queue: JobQueue, job: Job, *, is_quiet: bool = False) -> list[str]:
    """Return the names of the jobs of a job's printer as they are sent, in order."""
    names = []
    for _ in range(len(queue.jobs)):
        first = queue.first(job.printer_key, is_quiet=is_quiet)
        if first is None:
            break
        names.append(first.name)
        queue.discard(change(queue, first, state=JobState.SUBMITTING))
    return names


def test_order(queue: JobQueue) -> None:
    """Jobs are sent in the order in which they came, those of each printer one by one."""
    first = hold(queue, "first")
    other = hold(queue, "other", printer_name="Other")
    hold(queue, "second")
    assert [job.name for job in queue.heads(is_quiet=False)] == ["first", "other"]
    queue.discard(change(queue, first, state=JobState.SUBMITTING))
    assert [job.name for job in queue.heads(is_quiet=False)] == ["other", "second"]
    hold(queue, "third")
    assert send_all(queue, first) == ["second", "third"]
    assert send_all(queue, other) == ["other"]
    assert queue.printer_keys == []


@pytest.mark.parametrize(
    ("is_quiet", "expected"),
    [(True, ["second", "fourth"]), (False, ["first", "second", "third", "fourth"])],
)
def test_quiet_hours(queue: JobQueue, is_quiet: bool, expected: list[str]) -> None:
    """Jobs that ignore them overtake the others, and only then."""
    ignoring = {"first": False, "second": True, "third": False, "fourth": True}
    job, *_ = (
        hold(queue, name, ignore_quiet_hours=ignores)
        for name, ignores in ignoring.items()
    )
    assert send_all(queue, job, is_quiet=is_quiet) == expected


@pytest.mark.parametrize(
    ("is_quiet", "expected"),
    [(True, ["second"]), (False, ["first", "second", "third"])],
)
def test_released_in_quiet_hours(
    queue: JobQueue, is_quiet: bool, expected: list[str]
) -> None:
    """A job that is released while it waits is sent at once, and else in its turn."""
    first, second, _ = (hold(queue, name) for name in ("first", "second", "third"))
    assert queue.first(first.printer_key, is_quiet=True) is None
    second = change(queue, second, reason=Reason.ORDER, ignore_quiet_hours=True)
    # It is listed once, whatever else changes.
    second = change(queue, second, reason=Reason.SERVICE)
    assert [head.name for head in queue.heads(is_quiet=True)] == ["second"]
    assert send_all(queue, first, is_quiet=is_quiet) == expected


def test_quiet_hours_count_again(queue: JobQueue) -> None:
    """A job that does not ignore them any more waits for their end, in its turn."""
    first, second = hold(queue, "first"), hold(queue, "second", ignore_quiet_hours=True)
    change(queue, second, ignore_quiet_hours=False)
    assert queue.first(first.printer_key, is_quiet=True) is None
    assert send_all(queue, first) == ["first", "second"]


def hold_back_sides(queue: JobQueue, name: str) -> Job:
    """Hold back sides until their paper was put back."""
    return hold(
        queue,
        name,
        side=PaperSide.BACK,
        follows=f"fronts of {name}",
        reason=Reason.TURN_PAPER,
        expires_at=None,
        gates=(Gate.FRONT, Gate.PAPER),
        lifetime=timedelta(minutes=30),
    )


def test_paper_was_put_back(queue: JobQueue) -> None:
    """Back sides are the next ones then: any other job would be printed on their paper."""
    backs = hold_back_sides(queue, "backs")
    other = hold(queue, "other")
    assert queue.back_passes == [backs]
    assert queue.find_back_pass("fronts of backs") == backs
    first = queue.first(other.printer_key, is_quiet=False)
    assert first is not None
    assert first.name == "other"
    backs = change(queue, backs, reason=Reason.ORDER, gates=(), ignore_quiet_hours=True)
    assert queue.back_passes == []
    assert queue.jobs == [backs, other]
    assert send_all(queue, other) == ["backs", "other"]
    assert queue.find_back_pass("fronts of backs") is None


def test_papers_were_put_back(queue: JobQueue) -> None:
    """The paper that was put back first is printed first, also in another queue."""
    other = hold(queue, "other")
    earlier, later = (hold_back_sides(queue, name) for name in ("earlier", "later"))
    later = change(queue, later, reason=Reason.ORDER, gates=())
    earlier = change(queue, earlier, reason=Reason.ORDER, gates=())
    expected = ["later", "earlier", "other"]
    assert [job.name for job in queue.jobs] == expected
    # After a restart, as the journal has them
    restored = JobQueue()
    for job in (other, later, earlier):
        restored.reserve(job, is_restored=True)
        restored.update(job)
    assert send_all(queue, other) == send_all(restored, other) == expected


def test_approved_after_preparation(queue: JobQueue) -> None:
    """What waited for an approval comes last, although it had a place meanwhile."""
    first = hold(queue, "first")
    asked = hold(queue, "asked", state=JobState.PREPARING)
    asked = change(queue, asked, state=JobState.HELD, gates=(Gate.APPROVAL,))
    hold(queue, "later")
    change(queue, asked, gates=())
    assert send_all(queue, first) == ["first", "later", "asked"]
