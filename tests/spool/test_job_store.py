"""Tests of the job store."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
import logging
import threading
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.cloudprint.spool.job import (
    Approval,
    AskingRule,
    Cause,
    Decision,
    IppOrigin,
    Job,
    JobState,
    Reason,
    create_job_id,
)
from custom_components.cloudprint.spool.job_parts import Gate, Sent
from custom_components.cloudprint.spool.job_store import JobStore
from custom_components.cloudprint.spool.journal import Journal, JournalError
from custom_components.cloudprint.spool.submission import Replaced
from homeassistant.core import HomeAssistant
from homeassistant.util.async_ import create_eager_task

from ..waits import until
from .faults import full_disk
from .samples import NOON, make_job


@pytest.fixture
async def store(journal: Journal) -> AsyncGenerator[JobStore]:
    """Return an empty store."""
    store = JobStore(journal, "entry")
    await store.async_load()
    yield store
    await store.async_close()


@pytest.fixture
def notified(store: JobStore) -> list[tuple[str, str, str | None]]:
    """Return the jobs that a listener was notified of."""
    notified: list[tuple[str, str, str | None]] = []
    store.async_add_listener(
        lambda job: notified.append((job.name, job.state, job.reason))
    )
    return notified


async def add(store: JobStore, *jobs: Job) -> None:
    """Add jobs, and notify listeners."""
    taken = [store.reserve(job) for job in jobs]
    await store.async_add(taken, before=lambda: None)
    store.notify_added(taken)


async def written(store: JobStore) -> None:
    """Wait until no write is under way."""
    await store._writing.async_wait()  # noqa: SLF001 - no other way


def is_final(job: Job) -> bool:
    """Return whether a job has ended."""
    return job.state.is_final


class Pause:
    """Blocks the journal's thread."""

    def __init__(self, journal: Journal) -> None:
        """Block at once."""
        self._may_go_on = threading.Event()
        self._task = create_eager_task(journal.async_run(self._may_go_on.wait))

    async def end(self) -> None:
        """Unblock."""
        self._may_go_on.set()
        await self._task


async def test_load(journal: Journal) -> None:
    """A store contains the jobs of its account."""
    jobs = [make_job(state=state) for state in JobState]
    dismissed = make_job(state=JobState.UNCONFIRMED, is_dismissed=True)
    elsewhere = make_job(device_id="other", state=JobState.FINISHED)
    stranger = make_job(entry_id="stranger", device_id="other")
    await journal.async_add(*jobs, elsewhere, dismissed, stranger, before=lambda: None)
    store = JobStore(journal, "entry")
    await store.async_load()
    assert store.open_jobs == [job for job in jobs if not job.state.is_final]
    assert [job.state for job in store.held_jobs] == ["held"]
    assert [job.state for job in store.undecided_jobs] == ["unconfirmed"]
    assert store.last_job("device") == dismissed
    assert store.last_job("other") == elsewhere
    assert store.last_job("nowhere") is None
    finished = store.last_finished["device"]
    assert finished is not None
    assert finished.state is JobState.FINISHED
    assert store.last_finished["other"] == elsewhere
    await store.async_close()
    await journal.async_close()
    with pytest.raises(JournalError):
        await JobStore(journal, "entry").async_load()


async def test_reserved_job(
    store: JobStore, journal: Journal, notified: list[object]
) -> None:
    """It is not held and cannot be sent, but has its place in the queue."""
    paused = Pause(journal)
    job = store.reserve(make_job())
    sending = store.reserve(
        make_job(state=JobState.SUBMITTING, server_sn="other", device_id="b")
    )
    adding = create_eager_task(store.async_add([job, sending], before=lambda: None))
    assert store.waiting.jobs == [job]
    assert not store.is_held(job)
    assert store.held_jobs == []
    assert list(store.busy_printers) == [sending.printer_key]
    assert notified == []
    assert store.last_job("device") is None
    await paused.end()
    await adding
    assert store.held_jobs == [job]
    assert notified == []
    store.notify_added([job, sending])
    assert store.last_job("device") == job
    assert notified == [("Letter", "held", None), ("Letter", "submitting", None)]


async def test_add_fails(
    store: JobStore, journal: Journal, notified: list[object]
) -> None:
    """The reserved jobs are released."""
    first = make_job(state=JobState.FINISHED)
    await add(store, first)
    notified.clear()
    with full_disk(), pytest.raises(JournalError):
        await add(store, make_job(state=JobState.SUBMITTING), make_job())
    assert store.open_jobs == store.waiting.jobs == []
    assert list(store.busy_printers) == []
    assert store.last_job("device") == first
    assert notified == []
    assert await journal.async_jobs(limit=9) == [first]


async def test_add_fails_with_an_unexpected_error(
    store: JobStore,
) -> None:
    """The reserved jobs are released, too."""
    job = store.reserve(make_job(config={"copies": object()}))
    with pytest.raises(TypeError):
        await store.async_add([job], before=lambda: None)
    assert store.open_jobs == []


async def test_listener_reads_the_change_from_the_journal(
    store: JobStore, journal: Journal
) -> None:
    """A later read returns the change."""
    job = make_job(state=JobState.SUBMITTING)
    await add(store, job)
    found: list[asyncio.Future[Job | None]] = []
    store.async_add_listener(
        lambda job: found.append(asyncio.ensure_future(journal.async_get(job.job_id)))
    )
    moved = store.transition(job, JobState.SUBMITTED, sent=Sent(task_id="1"))
    assert list(store.busy_printers) == []
    assert [await future for future in found] == [moved]
    assert store.current(job) == moved
    ended = store.transition(moved, JobState.FINISHED)
    assert store.open_jobs == []
    assert store.last_finished["device"] == store.last_job("device") == ended


async def test_listeners_are_notified_before_the_write(
    store: JobStore, journal: Journal, notified: list[object]
) -> None:
    """An event outside is not delayed by the disk."""
    job = make_job()
    await add(store, job)
    paused = Pause(journal)
    expired = store.transition(job, JobState.EXPIRED)
    assert notified == [("Letter", "held", None), ("Letter", "expired", None)]
    await paused.end()
    assert await journal.async_jobs(limit=9) == [expired]


async def test_failed_write_is_repeated(
    hass: HomeAssistant,
    store: JobStore,
    journal: Journal,
    notified: list[object],
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Listeners are notified once, and the error is logged once."""
    job = make_job(state=JobState.PRINTING)
    other = make_job(state=JobState.PRINTING)
    await add(store, job, other)
    with full_disk():
        ended = store.transition(job, JobState.FINISHED)
        store.transition(other, JobState.QUEUED)
        queued = store.transition(other, JobState.PRINTING)
        await written(store)
        freezer.tick(timedelta(seconds=60))
        async_fire_time_changed(hass)
        assert await journal.async_jobs(limit=9) == [other, job]
    assert [record.levelno for record in caplog.records].count(logging.ERROR) == 1
    assert notified[2:] == [
        ("Letter", "finished", None),
        ("Letter", "queued", None),
        ("Letter", "printing", None),
    ]
    freezer.tick(timedelta(seconds=60))
    async_fire_time_changed(hass)
    assert await journal.async_jobs(limit=9) == [queued, ended]
    assert len(notified) == 5
    # Nothing is left to be written.
    freezer.tick(timedelta(seconds=60))
    async_fire_time_changed(hass)
    # A new failure is logged again.
    with full_disk():
        store.transition(queued, JobState.QUEUED)
        await written(store)
    assert [record.levelno for record in caplog.records].count(logging.ERROR) == 2


async def test_each_change_is_written_once(store: JobStore, journal: Journal) -> None:
    """Concurrent changes are not repeated."""
    jobs = [make_job() for _ in range(50)]
    await add(store, *jobs)
    with patch.object(journal, "async_update", wraps=journal.async_update) as update:
        expired = [store.transition(job, JobState.EXPIRED) for job in jobs]
        await written(store)
    assert [job for call in update.call_args_list for job in call.args] == expired
    assert await journal.async_jobs(limit=99) == expired[::-1]


async def test_next_write_includes_failed_ones(
    store: JobStore, journal: Journal
) -> None:
    """It does not wait for the timer."""
    first, second = make_job(state=JobState.PRINTING), make_job()
    await add(store, first, second)
    with full_disk():
        ended = store.transition(first, JobState.FINISHED)
        await written(store)
    expired = store.transition(second, JobState.EXPIRED)
    assert await journal.async_jobs(limit=9) == [expired, ended]


async def test_close_writes_all_changes(store: JobStore, journal: Journal) -> None:
    """It does not wait for the timer, and ignores a full disk."""
    job, second = make_job(state=JobState.PRINTING), make_job(state=JobState.PRINTING)
    await add(store, job, second)
    with full_disk():
        ended = store.transition(job, JobState.FINISHED)
        await written(store)
    paused = Pause(journal)
    failed = store.transition(second, JobState.FAILED)
    closing = create_eager_task(store.async_close())
    await paused.end()
    await closing
    assert await journal.async_jobs(limit=9) == [failed, ended]
    # A full disk is ignored.
    third = make_job(state=JobState.PRINTING)
    await add(store, third)
    with full_disk():
        store.transition(third, JobState.FINISHED)
        await store.async_close()


async def test_try_transition(
    store: JobStore, journal: Journal, notified: list[object]
) -> None:
    """A job is still held if its transition cannot be written."""
    job, behind = make_job(), make_job()
    await add(store, job, behind)
    notified.clear()
    for state in (JobState.SUBMITTING, JobState.CANCELED):
        with full_disk(), pytest.raises(JournalError):
            await store.async_try_transition(job, state)
        assert store.held_jobs == [job, behind]
        assert list(store.busy_printers) == []
        assert await journal.async_get(job.job_id) == job
    assert notified == []
    sending = await store.async_try_transition(job, JobState.SUBMITTING)
    assert list(store.busy_printers) == [job.printer_key]
    canceled = await store.async_try_transition(
        behind, JobState.CANCELED, Reason.BY_HAND
    )
    assert await journal.async_jobs(limit=9) == [canceled, sending]
    assert (store.open_jobs, store.waiting.jobs) == ([sending], [])
    assert notified == [
        ("Letter", "submitting", None),
        ("Letter", "canceled", "by_hand"),
    ]


@pytest.mark.parametrize("state", [JobState.SUBMITTING, JobState.CANCELED])
async def test_job_is_reserved_during_a_transition(
    store: JobStore, journal: Journal, state: JobState
) -> None:
    """It is neither held nor gone, even if the caller is cancelled."""
    job = make_job()
    await add(store, job)
    paused = Pause(journal)
    trying = create_eager_task(store.async_try_transition(job, state))
    assert store.held_jobs == []
    assert store.waiting.jobs == [job]
    assert (job.printer_key in store.busy_printers) is (state == "submitting")
    # Also if the caller is cancelled
    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying
    assert store.held_jobs == []
    await paused.end()
    await until(lambda: store.waiting.jobs == [])
    written = await journal.async_get(job.job_id)
    assert written is not None
    assert written.state is state


async def test_older_state_is_not_written_again(
    store: JobStore, journal: Journal
) -> None:
    """That a job was held does not overwrite that it is being sent."""
    job, other = make_job(), make_job(state=JobState.PRINTING, server_sn="other")
    await add(store, job, other)
    with full_disk():
        job = store.transition(job, JobState.HELD, Reason.SERVICE)
        with pytest.raises(JournalError):
            await store.async_try_transition(job, JobState.SUBMITTING)
    paused = Pause(journal)
    store.transition(other, JobState.QUEUED)
    trying = create_eager_task(store.async_try_transition(job, JobState.SUBMITTING))
    await paused.end()
    assert await journal.async_get(job.job_id) == await trying


async def test_wait_for_a_condition(store: JobStore, notified: list[object]) -> None:
    """The job is returned in its state at that time."""
    job = make_job(state=JobState.SUBMITTING)
    await add(store, job)
    waiting = [create_eager_task(store.async_until(job, is_final)) for _ in range(3)]
    settled = create_eager_task(store.async_until(job, lambda job: job.is_settled))
    waiting[0].cancel()
    submitted = store.transition(job, JobState.SUBMITTED)
    assert await settled == submitted
    assert not waiting[1].done()
    # An old version of the job will do.
    assert await store.async_until(job, lambda job: job.is_settled) == submitted
    ended = store.transition(submitted, JobState.FINISHED)
    assert await waiting[1] == await waiting[2] == ended
    assert waiting[0].cancelled()
    assert await store.async_until(ended, is_final) == ended


async def test_wait_for_a_job_that_has_ended(store: JobStore, journal: Journal) -> None:
    """An old version of the job does not wait forever."""
    job = make_job(state=JobState.PRINTING)
    await add(store, job)
    paused = Pause(journal)
    ended = store.transition(job, JobState.FINISHED)
    # It is being written.
    assert store.current(job) == ended
    await paused.end()
    await written(store)
    assert store.current(job) == job
    assert await store.async_until(job, is_final) == ended
    assert await store.async_until(make_job(), is_final) is not None
    await journal.async_close()
    assert await store.async_until(job, is_final) == job


async def test_close_ends_waits(store: JobStore) -> None:
    """The current job is returned, now and later."""
    job = make_job()
    await add(store, job)
    waiting = [create_eager_task(store.async_until(job, is_final)) for _ in range(2)]
    waiting[0].cancel()
    await store.async_close()
    assert await waiting[1] == job
    assert await store.async_until(job, is_final) == job
    await store.async_close()


async def test_job_ends_while_the_store_closes(
    store: JobStore, journal: Journal
) -> None:
    """The ended job is returned."""
    job = make_job(state=JobState.PRINTING)
    await add(store, job)
    waiting = create_eager_task(store.async_until(job, is_final))
    paused = Pause(journal)
    store.transition(job, JobState.FINISHED)
    closing = asyncio.ensure_future(store.async_close())
    await paused.end()
    await closing
    assert (await waiting).state is JobState.FINISHED


async def test_listener_fails(
    store: JobStore, notified: list[object], caplog: pytest.LogCaptureFixture
) -> None:
    """The job continues, and other listeners are notified."""

    def fail(job: Job) -> None:
        remove()
        raise ValueError("cannot show it")

    remove = store.async_add_listener(fail)
    later: list[Job] = []
    store.async_add_listener(later.append)
    job = make_job(state=JobState.SUBMITTING)
    await add(store, job)
    store.transition(job, JobState.SUBMITTED)
    assert len(notified) == len(later) == 2
    assert caplog.text.count("Error in a listener of job changes") == 1


async def test_last_job(store: JobStore, freezer: FrozenDateTimeFactory) -> None:
    """It is the one that was added last, whatever the clock says."""
    first, second = make_job(), make_job(created_at=NOON - timedelta(days=1))
    await add(store, first)
    await add(store, second)
    assert store.last_job("device") == second
    store.transition(first, JobState.FAILED)
    assert store.last_job("device") == second


async def test_last_notable_job(store: JobStore, journal: Journal) -> None:
    """It is the newest one that has ended, or is or was asked about, at each start too."""
    asked = Approval(rule=AskingRule(rule_id="rule", name="Ask"), causes=(Cause.PAGES,))
    given = Decision(user_id="id", user="Anna", at=NOON, is_approved=True)
    first, second, third = (make_job(job_id=create_job_id()) for _ in range(3))
    await add(store, first)
    await add(store, second)
    await add(store, third)

    async def check(expected: Job | None) -> None:
        await written(store)
        again = JobStore(journal, "entry")
        await again.async_load()
        await again.async_close()
        expected_jobs = {} if expected is None else {"device": expected}
        assert again.last_notable == store.last_notable == expected_jobs

    store.transition(first, JobState.SUBMITTED)
    await check(None)
    second = store.transition(second, JobState.FINISHED)
    await check(second)
    # What is older has been overtaken.
    store.transition(first, JobState.FAILED)
    await check(second)
    gates = replace(third.waiting, gates=(Gate.APPROVAL,))
    third = store.transition(
        third, JobState.HELD, Reason.APPROVAL, approval=asked, waiting=gates
    )
    await check(third)
    third = store.transition(
        third,
        JobState.PREPARING,
        approval=replace(asked, decision=given),
        waiting=replace(gates, gates=(Gate.PREPARE,)),
    )
    await check(third)
    third = store.transition(third, JobState.EXPIRED)
    await check(third)


async def test_last_notable_job_after_the_clock_was_set_back(store: JobStore) -> None:
    """It is the one that was added last, whatever its id."""
    second, first = (make_job(job_id=create_job_id()) for _ in range(2))
    await add(store, first)
    store.transition(first, JobState.FINISHED)
    await add(store, second)
    failed = store.transition(second, JobState.FAILED)
    assert store.last_notable == {"device": failed}


async def test_old_version_of_a_decided_job(store: JobStore) -> None:
    """Its current version awaits no decision."""
    job = make_job(state=JobState.UNCONFIRMED)
    await add(store, job)
    assert store.undecided_jobs == [job]
    assert store.current(job).awaits_decision
    store.transition(job, JobState.FINISHED, is_dismissed=True)
    assert store.undecided_jobs == []
    assert not store.current(job).awaits_decision
    await written(store)
    assert not store.current(job).awaits_decision


async def test_answered_when_it_has_ended(store: JobStore, journal: Journal) -> None:
    """An old version of a job that has ended since is not open again."""
    origin = IppOrigin(job_id=1, user="Anna", fingerprint="a")
    held = make_job(ipp=origin)
    await add(store, held)
    finished = store.transition(held, JobState.FINISHED)
    await written(store)
    assert not store.set_answered(held)
    assert store.open_jobs == []
    assert store.set_answered(finished)
    await written(store)
    job = await journal.async_get(held.job_id)
    assert job is not None
    assert job.state is JobState.FINISHED
    assert job.ipp is not None
    assert job.ipp.is_answered


async def test_closed_store(store: JobStore, journal: Journal) -> None:
    """It writes nothing: the store that was opened after it knows the jobs better."""
    origin = IppOrigin(job_id=1, user="Anna", fingerprint="a")
    held = make_job(ipp=origin)
    await add(store, held)
    await store.async_close()
    again = JobStore(journal, "entry")
    await again.async_load()
    (loaded,) = again.held_jobs
    finished = again.transition(loaded, JobState.FINISHED)
    await again.async_close()

    store.set_answered(held)
    store.transition(held, JobState.HELD, Reason.ORDER)
    await store.async_transition_all(
        store.held_jobs, lambda job: job.with_state(JobState.HELD, Reason.SERVICE)
    )
    (held,) = store.held_jobs
    with pytest.raises(JournalError):
        await store.async_try_transition(held, JobState.SUBMITTING)
    # Neither at once nor with another stop
    await store.async_close()
    assert await journal.async_get(held.job_id) == finished


async def test_changes_while_the_store_is_closed(
    store: JobStore, journal: Journal
) -> None:
    """They are written before it is closed, also one that undoes another."""
    sending, canceling = make_job(state=JobState.SUBMITTING), make_job()
    await add(store, sending, canceling)
    with patch.object(Journal, "async_update", side_effect=JournalError("full")):
        cancellation = create_eager_task(
            store.async_try_transition(canceling, JobState.CANCELED)
        )
    paused = Pause(journal)
    closing = create_eager_task(store.async_close())
    finished = store.transition(sending, JobState.FINISHED)
    await paused.end()
    await closing
    with pytest.raises(JournalError):
        await cancellation
    assert await journal.async_get(sending.job_id) == finished
    assert await journal.async_get(canceling.job_id) == canceling


async def test_dismiss_a_job_that_is_printed_again(
    store: JobStore, journal: Journal, notified: list[object]
) -> None:
    """It is written with the new job, or awaits a decision again."""
    job, again = make_job(state=JobState.UNCONFIRMED), make_job(name="again")
    await add(store, job)
    notified.clear()
    replaced = Replaced(jobs=[job])
    for _ in range(2):
        taken = [store.reserve(again)]
        with full_disk():
            adding = create_eager_task(
                store.async_add(taken, before=lambda: None, replaces=replaced)
            )
            assert store.undecided_jobs == []
            assert notified == []
            with pytest.raises(JournalError):
                await adding
        # The job still awaits a decision.
        assert [asked.job_id for asked in store.undecided_jobs] == [job.job_id]
        assert notified == [("Letter", "unconfirmed", None)]
        notified.clear()
    taken = [store.reserve(again)]
    dismissed = await store.async_add(taken, before=lambda: None, replaces=replaced)
    assert notified == []
    store.notify_added(taken, dismissed)
    assert notified == [("again", "held", None), ("Letter", "unconfirmed", None)]
    assert await journal.async_open_jobs("entry") == [again]
    assert await journal.async_jobs(limit=9) == [again, *dismissed]


async def test_canceled_caller_of_a_dismissal(
    store: JobStore, journal: Journal
) -> None:
    """The journal contains both jobs."""
    job, again = make_job(state=JobState.UNCONFIRMED), make_job(name="again")
    await add(store, job)
    paused = Pause(journal)
    adding = create_eager_task(
        store.async_add(
            [store.reserve(again)],
            before=lambda: None,
            replaces=Replaced(jobs=[job]),
        )
    )
    adding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await adding
    await paused.end()
    newest, dismissed = await journal.async_jobs(limit=9)
    assert newest == again
    assert (dismissed.job_id, dismissed.is_dismissed) == (job.job_id, True)


async def test_known_tasks(store: JobStore) -> None:
    """The newest tasks are known, also after a restart."""
    with patch("custom_components.cloudprint.spool.job.MAX_TASKS", 2):
        jobs = [make_job(state=JobState.SUBMITTING) for _ in range(3)]
        await add(store, *jobs)
        for number, job in enumerate(jobs):
            assert f"{number}" not in store.tasks.ids
            store.transition(job, JobState.SUBMITTED, sent=Sent(task_id=f"{number}"))
    assert [f"{number}" in store.tasks.ids for number in range(3)] == [
        *(False, True, True)
    ]
    await written(store)
    again = JobStore(store._journal, "entry")  # noqa: SLF001 - the same one
    await again.async_load()
    assert all(f"{number}" in again.tasks.ids for number in range(3))


async def test_counts(store: JobStore) -> None:
    """Numbers of each printer, and of all."""
    held, sending = make_job(), make_job(state=JobState.SUBMITTING, device_id="other")
    for job in (held, sending):
        store.reserve(job)
    # They are not written yet.
    assert (store.counts.open(), store.counts.held()) == (2, 0)
    await store.async_add([held, sending], before=lambda: None)
    assert (store.counts.open("device"), store.counts.held("device")) == (1, 1)
    assert (store.counts.open("other"), store.counts.held("other")) == (1, 0)
    assert (store.counts.open("none"), store.counts.held("none")) == (0, 0)
    assert store.counts.states("other") == {JobState.SUBMITTING}
    submitted = store.transition(sending, JobState.SUBMITTED)
    assert store.counts.states("other") == {JobState.SUBMITTED}
    store.transition(submitted, JobState.FINISHED)
    assert store.counts.states("other") == set()
    canceling = create_eager_task(
        store.async_try_transition(held, JobState.CANCELED, Reason.BY_HAND)
    )
    assert (store.counts.open(), store.counts.held()) == (1, 0)
    await canceling
    assert (store.counts.open(), store.counts.held()) == (0, 0)


async def test_update_listener_fails(
    store: JobStore, caplog: pytest.LogCaptureFixture
) -> None:
    """Update listeners are called once a loop iteration, after the other listeners."""
    notified: list[object] = []

    def fail(device_ids: object) -> None:
        raise ValueError("cannot show it")

    store.async_add_update_listener(fail)
    end = store.async_add_update_listener(notified.append)
    store.async_add_listener(lambda job: notified.append(job.name))
    await add(store, make_job(), make_job(device_id="other"))
    assert notified == ["Letter", "Letter"]
    await until(lambda: len(notified) > 2)
    assert notified == ["Letter", "Letter", {"device", "other"}]
    assert caplog.text.count("Error in a listener of job changes") == 1
    end()
    await add(store, make_job())
    await until(lambda: caplog.text.count("Error in a listener of job changes") == 2)
    assert notified[3:] == ["Letter"]


async def test_listeners_of_preparation(
    store: JobStore, notified: list[tuple[str, str, str | None]]
) -> None:
    """A job in preparation is for the listeners that ask for it, until they end."""
    seen: list[JobState] = []
    remove = store.async_add_listener(
        lambda job: seen.append(job.state), preparing=True
    )
    job = make_job(state=JobState.PREPARING, name="Letter")
    await add(store, job)
    assert (seen, notified) == ([JobState.PREPARING], [])

    store.transition(job, JobState.CANCELED)
    assert seen == [JobState.PREPARING, JobState.CANCELED]
    assert notified == [("Letter", JobState.CANCELED, None)]
    remove()
    await add(store, make_job(job_id="another", state=JobState.PREPARING))
    assert len(seen) == 2
