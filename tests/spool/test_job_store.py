"""Tests of the job store: what is decided, written down, and told."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
import logging
from pathlib import Path
import threading
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.cloudprint.spool.errors import (
    JobDecidedError,
)
from custom_components.cloudprint.spool.job import Job, JobState, Reason
from custom_components.cloudprint.spool.job_store import JobStore
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.core import HomeAssistant

from .faults import full_disk
from .house import until
from .samples import NOON, make_job


@pytest.fixture
async def journal(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, tmp_path: Path
) -> AsyncGenerator[Journal]:
    """Return an open journal, at noon."""
    freezer.move_to(NOON)
    journal = Journal(tmp_path / "journal.db", tmp_path / "marker")
    await journal.async_open()
    yield journal
    await journal.async_close()


@pytest.fixture
async def store(journal: Journal) -> AsyncGenerator[JobStore]:
    """Return an empty store."""
    store = JobStore(journal, "entry")
    await store.async_load()
    yield store
    await store.async_close()


@pytest.fixture
def told(store: JobStore) -> list[tuple[str, str, str | None]]:
    """Return what a listener was told."""
    told: list[tuple[str, str, str | None]] = []
    store.async_add_listener(lambda job: told.append((job.name, job.state, job.reason)))
    return told


async def add(store: JobStore, *jobs: Job) -> None:
    """Add jobs, and announce them."""
    taken = [store.reserve(job) for job in jobs]
    await store.async_add(taken, before=lambda: None)
    store.notify_added(taken)


async def written(store: JobStore) -> None:
    """Wait until everything is written down that can be."""
    writer = store._writer  # noqa: SLF001 - nobody else waits for it
    await until(lambda: not writer._writing)  # noqa: SLF001


def is_final(job: Job) -> bool:
    """Return if a job has ended."""
    return job.state.is_final


class Pause:
    """Keeps the journal's thread from going on."""

    def __init__(self, journal: Journal) -> None:
        """Begin at once."""
        self._may_go_on = threading.Event()
        self._task = asyncio.ensure_future(journal.async_run(self._may_go_on.wait))

    async def end(self) -> None:
        """Go on."""
        self._may_go_on.set()
        await self._task


async def pause(journal: Journal) -> Pause:
    """Keep the journal's thread from going on."""
    paused = Pause(journal)
    await asyncio.sleep(0)
    return paused


async def test_loading(journal: Journal) -> None:
    """A store begins with what the journal holds of its account."""
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
    finished = store.last_finished("device")
    assert finished is not None
    assert finished.state is JobState.FINISHED
    assert store.last_finished("other") == elsewhere
    await store.async_close()
    await journal.async_close()
    with pytest.raises(JournalError):
        await JobStore(journal, "entry").async_load()


async def test_a_new_job_is_nobodys_until_it_is_written(
    store: JobStore, journal: Journal, told: list[object]
) -> None:
    """Until then nobody sends, cancels or releases it; but it has its place."""
    paused = await pause(journal)
    job = store.reserve(make_job())
    sending = store.reserve(
        make_job(state=JobState.SUBMITTING, server_sn="other", device_id="b")
    )
    adding = asyncio.ensure_future(store.async_add([job, sending], before=lambda: None))
    await asyncio.sleep(0)
    assert store.waiting.jobs == [job]
    assert not store.is_held(job)
    assert store.held_jobs == []
    assert list(store.busy_printers) == [sending.printer_key]
    assert told == []
    assert store.last_job("device") is None
    await paused.end()
    await adding
    assert store.held_jobs == [job]
    assert told == []
    store.notify_added([job, sending])
    assert store.last_job("device") == job
    assert told == [("Letter", "held", None), ("Letter", "submitting", None)]


async def test_a_job_that_cannot_be_written_is_none(
    store: JobStore, journal: Journal, told: list[object]
) -> None:
    """It leaves no trace, and nothing in anyone's way."""
    first = make_job(state=JobState.FINISHED)
    await add(store, first)
    told.clear()
    with full_disk(), pytest.raises(JournalError):
        await add(store, make_job(state=JobState.SUBMITTING), make_job())
    assert store.open_jobs == []
    assert list(store.busy_printers) == []
    assert store.last_job("device") == first
    assert told == []
    assert await journal.async_jobs(limit=9) == [first]


async def test_a_job_that_cannot_be_added_for_another_reason(
    store: JobStore,
) -> None:
    """A mistake of ours, or a caller that is gone, leaves none behind either."""
    job = store.reserve(make_job(config={"copies": object()}))
    with pytest.raises(TypeError):
        await store.async_add([job], before=lambda: None)
    assert store.open_jobs == []


async def test_who_is_told_of_a_change_finds_it_written(
    store: JobStore, journal: Journal
) -> None:
    """It may be on its way there still, but before anyone who reads it."""
    job = make_job(state=JobState.SUBMITTING)
    await add(store, job)
    found: list[asyncio.Future[Job | None]] = []
    store.async_add_listener(
        lambda job: found.append(asyncio.ensure_future(journal.async_get(job.job_id)))
    )
    moved = store.transition(job, JobState.SUBMITTED, task_id="1")
    assert list(store.busy_printers) == []
    assert [await future for future in found] == [moved]
    assert store.current(job) == moved
    ended = store.transition(moved, JobState.FINISHED)
    assert store.open_jobs == []
    assert store.last_finished("device") == store.last_job("device") == ended


async def test_a_change_is_told_at_once(
    store: JobStore, journal: Journal, told: list[object]
) -> None:
    """Who waits for what has happened does not wait for the disk."""
    job = make_job()
    await add(store, job)
    paused = await pause(journal)
    expired = store.transition(job, JobState.EXPIRED)
    assert told == [("Letter", "held", None), ("Letter", "expired", None)]
    await paused.end()
    assert await journal.async_jobs(limit=9) == [expired]


async def test_what_could_not_be_written_is_written_later(
    hass: HomeAssistant,
    store: JobStore,
    journal: Journal,
    told: list[object],
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What has happened has happened; it is told, and written as soon as possible."""
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
    assert told[2:] == [
        ("Letter", "finished", None),
        ("Letter", "queued", None),
        ("Letter", "printing", None),
    ]
    freezer.tick(timedelta(seconds=60))
    async_fire_time_changed(hass)
    assert await journal.async_jobs(limit=9) == [queued, ended]
    assert len(told) == 5
    # Nothing is left to be written, and nothing is.
    freezer.tick(timedelta(seconds=60))
    async_fire_time_changed(hass)
    # And it says so again when it happens again.
    with full_disk():
        store.transition(queued, JobState.QUEUED)
        await written(store)
    assert [record.levelno for record in caplog.records].count(logging.ERROR) == 2


async def test_each_change_is_written_once(store: JobStore, journal: Journal) -> None:
    """However many there are at the same time."""
    jobs = [make_job() for _ in range(50)]
    await add(store, *jobs)
    with patch.object(journal, "async_update", wraps=journal.async_update) as update:
        expired = [store.transition(job, JobState.EXPIRED) for job in jobs]
        await written(store)
    assert [job for call in update.call_args_list for job in call.args] == expired
    assert await journal.async_jobs(limit=99) == expired[::-1]


async def test_the_next_change_takes_the_last_one_along(
    store: JobStore, journal: Journal
) -> None:
    """Nobody waits for the clock when somebody writes anyway."""
    first, second = make_job(state=JobState.PRINTING), make_job()
    await add(store, first, second)
    with full_disk():
        ended = store.transition(first, JobState.FINISHED)
        await written(store)
    expired = store.transition(second, JobState.EXPIRED)
    assert await journal.async_jobs(limit=9) == [expired, ended]


async def test_closing_writes_what_is_left(store: JobStore, journal: Journal) -> None:
    """At the end of Home Assistant nobody waits for the clock."""
    job, second = make_job(state=JobState.PRINTING), make_job(state=JobState.PRINTING)
    await add(store, job, second)
    with full_disk():
        ended = store.transition(job, JobState.FINISHED)
        await written(store)
    paused = await pause(journal)
    failed = store.transition(second, JobState.FAILED)
    closing = asyncio.ensure_future(store.async_close())
    await asyncio.sleep(0)
    await paused.end()
    await closing
    assert await journal.async_jobs(limit=9) == [failed, ended]
    # And a disk that is still full stops nobody.
    third = make_job(state=JobState.PRINTING)
    await add(store, third)
    with full_disk():
        store.transition(third, JobState.FINISHED)
        await store.async_close()


async def test_only_if_it_can_be_written(
    store: JobStore, journal: Journal, told: list[object]
) -> None:
    """A job is sent or canceled only when that is written down; else it stays held."""
    job, behind = make_job(), make_job()
    await add(store, job, behind)
    told.clear()
    for state in (JobState.SUBMITTING, JobState.CANCELED):
        with full_disk(), pytest.raises(JournalError):
            await store.async_try_transition(job, state)
        assert store.held_jobs == [job, behind]
        assert list(store.busy_printers) == []
        assert await journal.async_get(job.job_id) == job
    assert told == []
    sending = await store.async_try_transition(job, JobState.SUBMITTING)
    assert list(store.busy_printers) == [job.printer_key]
    canceled = await store.async_try_transition(behind, JobState.CANCELED, Reason.BY_HAND)
    assert await journal.async_jobs(limit=9) == [canceled, sending]
    assert store.open_jobs == [sending]
    assert told == [
        ("Letter", "submitting", None),
        ("Letter", "canceled", "by_hand"),
    ]


@pytest.mark.parametrize("state", [JobState.SUBMITTING, JobState.CANCELED])
async def test_meanwhile_it_is_nobody_elses(
    store: JobStore, journal: Journal, state: JobState
) -> None:
    """While it is written that a job is sent or canceled, it is neither held nor gone."""
    job = make_job()
    await add(store, job)
    paused = await pause(journal)
    trying = asyncio.ensure_future(store.async_try_transition(job, state))
    await asyncio.sleep(0)
    assert store.held_jobs == []
    assert store.waiting.jobs == [job]
    assert (job.printer_key in store.busy_printers) is (state == "submitting")
    # Not even when whoever tried has gone.
    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying
    assert store.held_jobs == []
    await paused.end()
    await until(lambda: store.waiting.jobs == [])
    written = await journal.async_get(job.job_id)
    assert written is not None
    assert written.state is state


async def test_a_later_write_does_not_bring_an_older_state_back(
    store: JobStore, journal: Journal
) -> None:
    """That a job is being sent is never overwritten by that it was held."""
    job, other = make_job(), make_job(state=JobState.PRINTING, server_sn="other")
    await add(store, job, other)
    with full_disk():
        job = store.transition(job, JobState.HELD, Reason.SERVICE)
        with pytest.raises(JournalError):
            await store.async_try_transition(job, JobState.SUBMITTING)
    paused = await pause(journal)
    trying = asyncio.ensure_future(store.async_try_transition(job, JobState.SUBMITTING))
    store.transition(other, JobState.QUEUED)
    await asyncio.sleep(0)
    await paused.end()
    assert await journal.async_get(job.job_id) == await trying


async def test_waiting(store: JobStore, told: list[object]) -> None:
    """Who waits for a job gets it as it is then."""
    job = make_job(state=JobState.SUBMITTING)
    await add(store, job)
    waiting = [
        asyncio.ensure_future(store.async_until(job, is_final)) for _ in range(3)
    ]
    settled = asyncio.ensure_future(store.async_until(job, lambda job: job.is_settled))
    await asyncio.sleep(0)
    waiting[0].cancel()
    submitted = store.transition(job, JobState.SUBMITTED)
    assert await settled == submitted
    assert not waiting[1].done()
    # A stale record of the job is as good.
    assert await store.async_until(job, lambda job: job.is_settled) == submitted
    ended = store.transition(submitted, JobState.FINISHED)
    assert await waiting[1] == await waiting[2] == ended
    assert waiting[0].cancelled()
    assert await store.async_until(ended, is_final) == ended


async def test_a_job_that_ended_just_now(store: JobStore, journal: Journal) -> None:
    """A record that was read before the end does not make anyone wait for ever."""
    job = make_job(state=JobState.PRINTING)
    await add(store, job)
    paused = await pause(journal)
    ended = store.transition(job, JobState.FINISHED)
    # That is being written.
    assert store.current(job) == ended
    await paused.end()
    await written(store)
    assert store.current(job) == job
    assert await store.async_until(job, is_final) == ended
    assert await store.async_until(make_job(), is_final) is not None
    await journal.async_close()
    assert await store.async_until(job, is_final) == job


async def test_nobody_waits_for_a_closed_register(store: JobStore) -> None:
    """Who waited gets the job as it is, and who comes later does, too."""
    job = make_job()
    await add(store, job)
    waiting = [
        asyncio.ensure_future(store.async_until(job, is_final)) for _ in range(2)
    ]
    await asyncio.sleep(0)
    waiting[0].cancel()
    await store.async_close()
    assert await waiting[1] == job
    assert await store.async_until(job, is_final) == job
    await store.async_close()


async def test_a_job_that_ends_while_the_register_closes(
    store: JobStore, journal: Journal
) -> None:
    """Who waits for it is told of its end."""
    job = make_job(state=JobState.PRINTING)
    await add(store, job)
    waiting = asyncio.ensure_future(store.async_until(job, is_final))
    await asyncio.sleep(0)
    paused = await pause(journal)
    store.transition(job, JobState.FINISHED)
    closing = asyncio.ensure_future(store.async_close())
    await paused.end()
    await closing
    assert (await waiting).state is JobState.FINISHED


async def test_a_listener_that_fails_stops_nobody(
    store: JobStore, told: list[object], caplog: pytest.LogCaptureFixture
) -> None:
    """A job goes on also where it cannot be shown; listeners come and go."""

    def fail(job: Job) -> None:
        remove()
        raise ValueError("cannot show it")

    remove = store.async_add_listener(fail)
    later: list[Job] = []
    store.async_add_listener(later.append)
    job = make_job(state=JobState.SUBMITTING)
    await add(store, job)
    store.transition(job, JobState.SUBMITTED)
    assert len(told) == len(later) == 2
    assert caplog.text.count("could not be shown") == 1


async def test_the_newest_job_is_the_last_one_printed(
    store: JobStore, freezer: FrozenDateTimeFactory
) -> None:
    """Whatever the clock says, and whatever becomes of older ones."""
    first, second = make_job(), make_job(created_at=NOON - timedelta(days=1))
    await add(store, first)
    await add(store, second)
    assert store.last_job("device") == second
    store.transition(first, JobState.FAILED)
    assert store.last_job("device") == second


async def test_who_has_decided_is_not_asked_again(store: JobStore) -> None:
    """An old record of an undecided job says that it was decided on."""
    job = make_job(state=JobState.UNCONFIRMED)
    await add(store, job)
    assert store.undecided_jobs == [job]
    assert store.current(job).awaits_decision
    store.transition(job, JobState.FINISHED, is_dismissed=True)
    assert store.undecided_jobs == []
    assert not store.current(job).awaits_decision
    await written(store)
    assert not store.current(job).awaits_decision


async def test_a_job_that_is_printed_again(
    store: JobStore, journal: Journal, told: list[object]
) -> None:
    """It is not asked about from the first moment, and written with the new one."""
    job, again = make_job(state=JobState.UNCONFIRMED), make_job(name="again")
    await add(store, job)
    told.clear()
    for _ in range(2):
        dismissed = store.dismiss(job)
        with pytest.raises(JobDecidedError):
            store.dismiss(job)
        assert store.undecided_jobs == []
        assert told == []
        taken = [store.reserve(again)]
        with full_disk(), pytest.raises(JournalError):
            await store.async_add(taken, before=lambda: None, dismissed=dismissed)
        # Whoever shows the question shows it still.
        assert [asked.job_id for asked in store.undecided_jobs] == [job.job_id]
        assert told == [("Letter", "unconfirmed", None)]
        told.clear()
    dismissed = store.dismiss(job)
    taken = [store.reserve(again)]
    await store.async_add(taken, before=lambda: None, dismissed=dismissed)
    assert told == [("Letter", "unconfirmed", None)]
    assert await journal.async_undecided_jobs("entry") == []
    assert await journal.async_jobs(limit=9) == [again, dismissed]


async def test_a_caller_who_goes_away_does_not_ask_again(
    store: JobStore, journal: Journal
) -> None:
    """What is being written is written, and only what the journal says counts then."""
    job, again = make_job(state=JobState.UNCONFIRMED), make_job(name="again")
    await add(store, job)
    paused = await pause(journal)
    dismissed = store.dismiss(job)
    adding = asyncio.ensure_future(
        store.async_add(
            [store.reserve(again)], before=lambda: None, dismissed=dismissed
        )
    )
    await asyncio.sleep(0)
    adding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await adding
    await paused.end()
    assert await journal.async_jobs(limit=9) == [again, dismissed]


async def test_tasks_that_are_known(store: JobStore) -> None:
    """The newest of them, and all that were read at the start."""
    with patch("custom_components.cloudprint.spool.job_store.MAX_TASKS", 2):
        jobs = [make_job(state=JobState.SUBMITTING) for _ in range(3)]
        await add(store, *jobs)
        for number, job in enumerate(jobs):
            assert not store.has_task(f"{number}")
            store.transition(job, JobState.SUBMITTED, task_id=f"{number}")
    assert [store.has_task(f"{number}") for number in range(3)] == [
        *(False, True, True)
    ]
    await written(store)
    again = JobStore(store._journal, "entry")  # noqa: SLF001 - the same one
    await again.async_load()
    assert all(again.has_task(f"{number}") for number in range(3))


async def test_how_many_there_are(store: JobStore) -> None:
    """Each printer's, and all, as they are at every moment."""
    held, sending = make_job(), make_job(state=JobState.SUBMITTING, device_id="other")
    for job in (held, sending):
        store.reserve(job)
    # They are not written down yet.
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
    canceling = asyncio.ensure_future(
        store.async_try_transition(held, JobState.CANCELED, Reason.BY_HAND)
    )
    await asyncio.sleep(0)
    assert (store.counts.open(), store.counts.held()) == (1, 0)
    await canceling
    assert (store.counts.open(), store.counts.held()) == (0, 0)


async def test_an_update_that_fails_stops_nobody(
    store: JobStore, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told once for all jobs that changed, after each of them."""
    told: list[object] = []

    def fail(device_ids: object) -> None:
        raise ValueError("cannot show it")

    store.async_add_update_listener(fail)
    end = store.async_add_update_listener(told.append)
    store.async_add_listener(lambda job: told.append(job.name))
    await add(store, make_job(), make_job(device_id="other"))
    assert told == ["Letter", "Letter", {"device", "other"}]
    assert caplog.text.count("could not be shown") == 1
    end()
    await add(store, make_job())
    assert told[3:] == ["Letter"]
