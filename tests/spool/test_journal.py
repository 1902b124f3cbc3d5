"""Tests of the journal."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
import logging
from pathlib import Path
import platform
import shutil
import sqlite3
import stat
import sys
import threading
from types import NoneType
from typing import Any
from unittest.mock import Mock, patch

import pytest

from custom_components.cloudprint.const import LOGGER
from custom_components.cloudprint.spool import (
    journal as journal_module,
    journal_file,
    schema,
)
from custom_components.cloudprint.spool.job import Job, JobState, Reason
from custom_components.cloudprint.spool.job_parts import Sent
from custom_components.cloudprint.spool.journal import (
    ADDED_AT_ONCE,
    Journal,
    JournalError,
    JournalTooNewError,
)
from custom_components.cloudprint.spool.schema import ContentUse
from homeassistant.util.async_ import create_eager_task

from ..waits import until
from .faults import SYNC_CALLS, UnsyncedConnection, full_disk
from .samples import NOON, make_job
from .unsynced_journal import NO_FILTER, REFUSED


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of the journal, in a folder that does not exist yet."""
    return tmp_path / "storage" / "journal.db"


@pytest.fixture
async def journal(path: Path, tmp_path: Path) -> AsyncGenerator[Journal]:
    """Return an open journal."""
    opened = Journal(path, tmp_path / "cache" / "marker.log")
    await opened.async_open()
    yield opened
    await opened.async_close()


async def add(journal: Journal, *jobs: Job) -> None:
    """Write jobs without contents."""
    await journal.async_add(*jobs, before=lambda: None)


async def all_jobs(journal: Journal, **choices: Any) -> list[Job]:
    """Return jobs, newest first."""
    return await journal.async_jobs(**{"limit": 1000} | choices)


def query(path: Path, statement: str) -> list[Any]:
    """Query the file with another connection."""
    connection = sqlite3.connect(path)
    try:
        return [row[0] for row in connection.execute(statement)]
    finally:
        connection.close()


async def test_settings_of_the_file(path: Path, tmp_path: Path) -> None:
    """Every commit is synced, and the files are private."""
    connections: list[sqlite3.Connection] = []
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def remember(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        connections.append(connect(*args, **kwargs))
        return connections[-1]

    journal = Journal(path, tmp_path / "marker")
    with patch("sqlite3.connect", remember):
        await journal.async_open()
    (connection,) = connections
    settings = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete", "user_version")
    }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "user_version": len(schema.MIGRATIONS),
    }
    await add(journal, make_job())
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {
        file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()
    } == {"journal.db": 0o600, "journal.db-wal": 0o600, "journal.db-shm": 0o600}
    await journal.async_close()
    assert [file.name for file in path.parent.iterdir()] == ["journal.db"]


async def test_reopen(path: Path, tmp_path: Path) -> None:
    """Jobs are the same, in their order."""
    journal = Journal(path, tmp_path / "marker")
    first, second, third = make_job(), make_job(state=JobState.SUBMITTING), make_job()
    await journal.async_open()
    await add(journal, first)
    await add(journal, second, third)
    second = second.with_state(JobState.SUBMITTED, sent=Sent(task_id="1", at=NOON))
    await journal.async_update(second)
    await journal.async_close()

    again = Journal(path, tmp_path / "marker")
    await again.async_open()
    assert await all_jobs(again) == [third, second, first]
    assert await again.async_get(second.job_id) == second
    assert await again.async_get("other") is None
    assert again.damaged is None
    await again.async_close()


async def test_all_or_none(journal: Journal, path: Path) -> None:
    """Jobs of one print are written together; a job that exists is refused."""
    job = make_job()
    await add(journal, job)
    with pytest.raises(JournalError, match="UNIQUE"):
        await add(journal, make_job(), job)
    assert await all_jobs(journal) == [job]
    called: list[str] = []

    def fail() -> None:
        called.append(threading.current_thread().name)
        schema.insert_contents(journal.database, [("entry", "content", b"x")])
        raise OSError("no room")

    with pytest.raises(JournalError, match="no room"):
        await journal.async_add(make_job(), before=fail)
    assert await all_jobs(journal) == [job]
    assert called == ["cloudprint_journal_0"]
    assert query(path, "SELECT content_id FROM contents") == []


async def test_canceled_caller(journal: Journal) -> None:
    """The write is completed."""
    is_reached, may_go_on = threading.Event(), threading.Event()

    def wait() -> None:
        is_reached.set()
        may_go_on.wait()

    job = make_job()
    task = asyncio.ensure_future(journal.async_add(job, before=wait))
    await asyncio.to_thread(is_reached.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    may_go_on.set()
    assert await all_jobs(journal) == [job]


async def test_queries(journal: Journal) -> None:
    """Each query returns the jobs of its account and states."""
    open_jobs = [
        make_job(state=state) for state in JobState if not JobState(state).is_final
    ]
    ended = [make_job(state=state) for state in JobState if state.is_final]
    dismissed = make_job(state=JobState.UNCONFIRMED, is_dismissed=True)
    other = [make_job(entry_id="other", device_id="x", state=s) for s in JobState]
    await add(journal, *ended, *other, *open_jobs, dismissed)

    undecided = [job for job in ended if job.state is JobState.UNCONFIRMED]
    assert await journal.async_open_jobs("entry") == [*undecided, *open_jobs]
    assert await journal.async_last_jobs("entry") == [dismissed]
    assert await journal.async_last_jobs("other") == [other[-1]]
    (finished,) = await journal.async_last_jobs("entry", {JobState.FINISHED})
    assert finished in ended
    assert await journal.async_last_jobs("nobody") == []


async def test_pages_of_the_history(journal: Journal) -> None:
    """Pages are filtered, newest first."""
    jobs = [
        make_job(
            entry_id=f"entry{number % 2}",
            device_id=f"device{number % 3}",
            state=JobState.FINISHED if number % 5 else JobState.FAILED,
        )
        for number in range(30)
    ]
    await add(journal, *jobs)
    newest_first = list(reversed(jobs))
    assert await all_jobs(journal, limit=10) == newest_first[:10]
    assert (
        await all_jobs(journal, limit=10, before=newest_first[9].job_id)
        == newest_first[10:20]
    )
    assert await all_jobs(journal, before="other") == []
    assert await all_jobs(
        journal, entry_ids=["entry1"], device_ids=["device0"], states=["finished"]
    ) == [
        job
        for job in newest_first
        if (job.entry_id, job.device_id, job.state) == ("entry1", "device0", "finished")
    ]
    assert await all_jobs(journal, entry_ids=[]) == []


async def test_lone_surrogate(journal: Journal) -> None:
    """No job has half of a surrogate pair in its id."""
    assert await journal.async_get("\ud800") is None
    assert await all_jobs(journal, device_ids=["\ud800"]) == []


async def test_idempotency_keys(journal: Journal) -> None:
    """A key returns the newest jobs of its account, oldest first."""
    old = make_job(idempotency_key="key", created_at=NOON)
    first = make_job(idempotency_key="key", created_at=NOON + timedelta(hours=1))
    second = make_job(idempotency_key="key", created_at=NOON + timedelta(hours=2))
    await add(
        journal,
        old,
        first,
        second,
        make_job(idempotency_key="other", created_at=second.created_at),
        make_job(idempotency_key="key", entry_id="b", created_at=second.created_at),
        make_job(created_at=second.created_at),
    )
    assert await journal.async_keyed_jobs("entry", "key") == [old, first, second]
    with patch.object(journal_module, "KEYED_JOBS", 2):
        assert await journal.async_keyed_jobs("entry", "key") == [first, second]


async def test_keys_with_a_prefix(journal: Journal) -> None:
    """They are found by an index: senders ask again and again for theirs."""
    jobs = [make_job(idempotency_key=key) for key in ("a:", "ab:1", "ab:2", "b:")]
    await add(journal, *jobs, make_job(idempotency_key="ab:3", entry_id="b"))
    statements = list[str]()
    trace = journal.database.set_trace_callback
    await journal.async_run(lambda: trace(statements.append))
    ours = {"entry_ids": ["entry"], "key_prefix": "ab:"}
    assert await all_jobs(journal, **ours) == [jobs[2], jobs[1]]
    (query,) = statements
    plan = await journal.async_run(
        lambda: journal.database.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
    )
    assert "jobs_key" in str(plan)
    assert "SCAN jobs" not in str(plan)


async def test_uses_of_contents(journal: Journal) -> None:
    """A content is as old as the last change of its jobs."""
    hours = [NOON + timedelta(hours=hour) for hour in range(10)]

    def job(content_id: str, state: JobState, hour: int) -> Job:
        return make_job(content_id=content_id, state=state, updated_at=hours[hour])

    await add(
        journal,
        job("young", JobState.FINISHED, 8),
        job("old", JobState.FINISHED, 1),
        job("reprinted", JobState.FINISHED, 2),
        job("reprinted", JobState.EXPIRED, 3),
        job("held", JobState.FINISHED, 4),
        job("held", JobState.HELD, 4),
        job("sending", JobState.SUBMITTING, 5),
        job("sent", JobState.FAILED, 6),
        job("sent", JobState.PRINTING, 7),
        job("not asked about", JobState.FINISHED, 9),
    )
    ids = {"young", "old", "reprinted", "held", "sending", "sent", "orphan"}
    uses = await journal.async_use_contents(ids, lambda uses: uses)
    assert [use.content_id for use in uses] == [
        "orphan",
        "old",
        "reprinted",
        "held",
        "sending",
        "sent",
        "young",
    ]
    assert {use.content_id for use in uses if not use.is_known} == {"orphan"}
    assert {use.content_id for use in uses if use.is_waiting} == {"held", "sending"}
    assert {use.content_id for use in uses if use.has_ended} == {
        "young",
        "old",
        "reprinted",
    }
    assert uses[2] == ContentUse(
        "reprinted",
        is_known=True,
        is_waiting=False,
        has_ended=True,
        is_passing=False,
        since=hours[3].timestamp(),
    )


async def test_prune(journal: Journal) -> None:
    """Ended jobs are deleted by age and number; open ones are not."""
    jobs = [
        make_job(state=state, created_at=NOON + timedelta(days=day))
        for day in range(4)
        for state in (JobState.HELD, JobState.FINISHED)
    ]
    await add(journal, *jobs)
    await journal.async_prune(before=NOON + timedelta(days=1), keep=100)
    assert await all_jobs(journal) == [job for job in reversed(jobs) if job != jobs[1]]
    await journal.async_prune(before=NOON, keep=3)
    assert [
        (job.created_at.day - NOON.day, job.state.value)
        for job in await all_jobs(journal)
    ] == [
        (3, "finished"),
        (3, "held"),
        (2, "finished"),
        (2, "held"),
        (1, "held"),
        (0, "held"),
    ]


async def test_forget_an_account(journal: Journal, path: Path) -> None:
    """Nothing of it is left, not even in unused parts of the file."""
    kept = make_job(entry_id="other")
    contents = [(entry, "content", b"Confidential") for entry in ("entry", "other")]
    await journal.async_add(
        make_job(name="Confidential letter"),
        kept,
        before=lambda: schema.insert_contents(journal.database, contents),
    )
    await journal.async_forget_others(["other"])
    assert await all_jobs(journal) == [kept]
    files = [path, path.with_name(f"{path.name}-wal")]
    assert [file.read_bytes().count(b"Confidential") for file in files] == [1, 0]
    assert query(path, "SELECT entry_id FROM contents") == ["other"]


async def test_unreadable_records(
    journal: Journal,
    path: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Records of a newer release and damaged ones are skipped and counted."""
    monkeypatch.setattr(journal_module, "CHECKED_AT_ONCE", 4)
    await journal.async_count_unreadable()
    assert journal.unreadable == 0
    jobs = [make_job() for _ in range(5)]
    newer = make_job()
    await add(journal, *jobs, newer)
    other = sqlite3.connect(path)
    with other:
        for job, record in zip(
            jobs,
            (None, "{", "[]", b"\xff{}", '{"job_id": "1"}'),
            strict=True,
        ):
            if record is not None:
                other.execute(
                    "UPDATE jobs SET record = CAST(? AS TEXT) WHERE job_id = ?",
                    (record, job.job_id),
                )
        other.execute(
            "UPDATE jobs SET state = 'paused', record ="
            " json_set(record, '$.state', 'paused') WHERE job_id = ?",
            (newer.job_id,),
        )
    other.close()
    assert await all_jobs(journal) == [jobs[0]]
    await journal.async_close()

    again = Journal(path, tmp_path / "cache" / "marker.log")
    await again.async_open()
    # Counted and logged once, also for two accounts at once
    await asyncio.gather(again.async_count_unreadable(), again.async_count_unreadable())
    assert again.unreadable == 5
    assert await again.async_open_jobs("entry") == [jobs[0]]
    # asyncio warns of slow steps, too.
    (warning,) = [
        record.message
        for record in caplog.records
        if record.levelno == logging.WARNING and record.name == LOGGER.name
    ]
    assert "5 print jobs cannot be read" in warning
    # The records are not changed.
    await again.async_close()
    closed = Journal(path, tmp_path / "cache" / "marker.log")
    await closed.async_close()
    with pytest.raises(JournalError):
        await closed.async_count_unreadable()
    assert closed.unreadable is None
    assert query(path, "SELECT state FROM jobs WHERE state != 'held'") == ["paused"]
    assert query(path, "SELECT COUNT(*) FROM jobs") == [6]


async def test_next_migration(path: Path, tmp_path: Path) -> None:
    """A newer release migrates the journal of this one."""
    journal = Journal(path, tmp_path / "marker")
    await journal.async_open()
    job = make_job()
    await add(journal, job)
    await journal.async_close()

    newer = (*schema.MIGRATIONS, "ALTER TABLE jobs ADD COLUMN pages INTEGER;")
    with patch.object(journal_file, "MIGRATIONS", newer):
        journal = Journal(path, tmp_path / "marker")
        await journal.async_open()
    assert await all_jobs(journal) == [job]
    await journal.async_close()
    assert query(path, "PRAGMA user_version") == [len(newer)]
    assert query(path, "SELECT pages FROM jobs") == [None]


async def test_tasks(journal: Journal) -> None:
    """The tasks of an account are listed with their aliases, oldest first."""
    jobs = [
        make_job(state=JobState.PRINTING, task_id="a"),
        make_job(),
        make_job(state=JobState.FINISHED, task_id="b", alias="x"),
        make_job(state=JobState.PRINTING, task_id="c", entry_id="other"),
    ]
    await add(journal, *jobs)
    assert await journal.async_tasks("entry") == [
        (jobs[0].job_id, "a", None),
        (jobs[2].job_id, "b", "x"),
    ]
    await journal.async_update(replace(jobs[0], sent=replace(jobs[0].sent, alias="y")))
    assert (await journal.async_tasks("entry"))[0] == (jobs[0].job_id, "a", "y")


@pytest.fixture
async def newer(path: Path, tmp_path: Path) -> AsyncGenerator[Journal]:
    """Return a journal with one job that a newer release has open."""
    newer = (*schema.MIGRATIONS, "ALTER TABLE jobs ADD COLUMN pages INTEGER;")
    with patch.object(journal_file, "MIGRATIONS", newer):
        journal = Journal(path, tmp_path / "marker")
        await journal.async_open()
    await add(journal, make_job(name="newer"))
    yield journal
    await journal.async_close()


def parts(folder: Path) -> dict[str, bytes]:
    """Return the files of a database with what is in them; the index is not kept."""
    return {
        file.name: content
        for file in folder.iterdir()
        if (content := file.read_bytes()) and not file.name.endswith("-shm")
    }


@pytest.mark.parametrize("is_killed", [True, False])
async def test_newer_file(
    newer: Journal, path: Path, tmp_path: Path, is_killed: bool
) -> None:
    """It is refused and not changed."""
    if not is_killed:
        await newer.async_close()
    left = tmp_path / "left"
    shutil.copytree(path.parent, left, ignore=shutil.ignore_patterns("*-shm"))
    before = parts(left)
    assert ("journal.db-wal" in before) is is_killed

    journal = Journal(left / path.name, tmp_path / "marker")
    for _ in range(2):
        with pytest.raises(JournalTooNewError, match="newer version of Cloud Print"):
            await journal.async_open()
    with pytest.raises(JournalError, match="newer version of Cloud Print"):
        await add(journal, make_job())
    await journal.async_close()
    assert parts(left) == before
    # The file is not changed.
    assert query(left / path.name, "SELECT state FROM jobs") == ["held"]


async def test_newer_file_from_a_backup(
    newer: Journal, path: Path, tmp_path: Path
) -> None:
    """It is refused and replaces nothing."""
    await newer.async_write_snapshot()
    left = tmp_path / "left"
    left.mkdir()
    shutil.copy(path.with_name("journal-snapshot.db"), left)
    before = parts(left)
    journal = Journal(left / path.name, tmp_path / "marker")
    with pytest.raises(JournalTooNewError):
        await journal.async_open()
    await journal.async_close()
    assert parts(left) == before


async def test_full_disk(journal: Journal) -> None:
    """Writes raise an error until there is space again."""
    job, other = make_job(), make_job()
    await add(journal, job)
    with full_disk():
        with pytest.raises(JournalError):
            await add(journal, other)
        with pytest.raises(JournalError):
            await journal.async_update(
                job.with_state(JobState.CANCELED, Reason.BY_HAND)
            )
        assert await all_jobs(journal) == [job]
    await add(journal, other)
    assert await all_jobs(journal) == [other, job]


@contextmanager
def dead_disk() -> Generator[None]:
    """Let syncs of the marker fail."""
    with patch("os.fsync", side_effect=OSError("dead")):
        yield


def copy_of(tmp_path: Path) -> Path:
    """Return a copy of what a kill at this moment leaves."""
    left = tmp_path / "left"
    for name in ("storage", "cache"):
        if (tmp_path / name).exists():
            shutil.copytree(
                tmp_path / name, left / name, ignore=shutil.ignore_patterns("*-shm")
            )
    return left


def journal_in(folder: Path) -> Journal:
    """Return the journal of a folder, closed."""
    return Journal(folder / "storage/journal.db", folder / "cache/marker.log")


async def states_after_a_kill(tmp_path: Path) -> dict[str, str]:
    """Return the names and states of all jobs after a start at this moment."""
    left = copy_of(tmp_path)
    journal = journal_in(left)
    await journal.async_open()
    states = {job.name: job.state.value for job in await all_jobs(journal)}
    await journal.async_close()
    shutil.rmtree(left)
    return states


def cut(share: float) -> Callable[[Path], None]:
    """Return a function that leaves a share of a file."""

    def damage(path: Path) -> None:
        raw = path.read_bytes()
        path.write_bytes(raw[: int(len(raw) * share)])

    return damage


def change(share: float) -> Callable[[Path], None]:
    """Return a function that changes one byte of a file."""

    def damage(path: Path) -> None:
        raw = bytearray(path.read_bytes())
        raw[int(len(raw) * share)] ^= 1
        path.write_bytes(raw)

    return damage


@pytest.mark.parametrize("is_emptied", [True, False])
@pytest.mark.parametrize(
    "damage",
    [Path.unlink, cut(0), cut(0.4), cut(0.99), change(0), change(0.4), change(0.99)],
)
async def test_damaged_log(
    journal: Journal,
    tmp_path: Path,
    damage: Callable[[Path], None],
    is_emptied: bool,
) -> None:
    """Jobs may have been sent since; the file is kept as a damaged one."""
    sent, waiting = make_job(name="sent"), make_job(name="waiting")
    await add(journal, sent, waiting)
    if is_emptied:
        # As each hour
        await journal.async_use_contents([], lambda uses: None)
    await journal.async_update(sent.with_state(JobState.SUBMITTING))
    await journal.async_update(sent.with_state(JobState.FINISHED))
    await add(journal, make_job(name="late"))
    left = copy_of(tmp_path)
    log = left / "storage" / "journal.db-wal"
    damage(log)
    kept = log.read_bytes() if log.exists() else b""

    journal = journal_in(left)
    await journal.async_open()
    assert journal.damaged == left / "storage" / "journal.db.damaged-1"
    assert Path(f"{journal.damaged}-wal").read_bytes() == kept
    states = {job.name: job.state.value for job in await all_jobs(journal)}
    assert states.get("sent", "finished") in ("finished", "unconfirmed")
    assert {states.get(name, "unconfirmed") for name in ("waiting", "late")} == {
        "unconfirmed"
    }
    assert (states.keys() >= {"sent", "waiting"}) or not is_emptied
    # What is written from now on is complete.
    await add(journal, make_job(name="new"))
    await journal.async_close()
    journal = journal_in(left)
    await journal.async_open()
    assert journal.damaged is None
    assert (await all_jobs(journal))[0].state is JobState.HELD
    await journal.async_close()


async def test_complete_log(journal: Journal, tmp_path: Path) -> None:
    """A kill or a power cut at any moment is not taken for damage."""
    marker = tmp_path / "cache" / "marker.log"
    markers = [marker.read_bytes()]
    for number in range(12):
        await add(journal, make_job(name=f"{number}"))
        if number == 5:
            await journal.async_write_snapshot()
            await journal.async_remove_snapshot()
            markers.clear()
        markers.append(marker.read_bytes())
        # The marker is not synced, so that an earlier one may be left.
        for earlier in markers:
            marker.write_bytes(earlier)
            states = await states_after_a_kill(tmp_path)
            assert list(states.values()) == ["held"] * (number + 1)
        marker.write_bytes(markers[-1])


async def test_no_print_waits_for_the_marker(journal: Journal) -> None:
    """It is not synced with each job."""
    with patch("os.fsync") as sync:
        await add(journal, make_job())
    assert not sync.called


async def test_marker_cannot_be_written(journal: Journal, tmp_path: Path) -> None:
    """Jobs are written without it, and distrusted at the next start."""
    (tmp_path / "cache" / "marker.log").unlink()
    await add(journal, make_job(name="Letter"))
    assert await states_after_a_kill(tmp_path) == {"Letter": "unconfirmed"}


async def test_sync_fails(
    unsynced: type[UnsyncedConnection], journal: Journal, tmp_path: Path
) -> None:
    """A job whose write raised an error is not in the journal."""
    await add(journal, make_job(name="before"))
    unsynced.failures = 1
    with pytest.raises(JournalError, match="disk I/O error"):
        await add(journal, make_job(name="refused"))
    assert await states_after_a_kill(tmp_path) == {"before": "held"}
    await add(journal, make_job(name="after"))
    expected = {"before": "held", "after": "held"}
    assert {job.name: job.state.value for job in await all_jobs(journal)} == expected
    assert await states_after_a_kill(tmp_path) == expected


async def test_syncs_fail_for_a_time(
    unsynced: type[UnsyncedConnection], journal: Journal, tmp_path: Path
) -> None:
    """Doubtful jobs are not printed after a kill, and no jobs are added."""
    job = make_job(name="before")
    await add(journal, job)
    unsynced.failures = 1
    with dead_disk(), pytest.raises(JournalError, match="disk I/O error"):
        await add(journal, make_job(name="refused"))
    expected = {"before": "unconfirmed", "refused": "unconfirmed"}
    assert await states_after_a_kill(tmp_path) == expected
    attempts: list[Callable[[], Awaitable[None]]] = [
        lambda: add(journal, make_job(name="late")),
        lambda: journal.async_update(job.with_state(JobState.SUBMITTING)),
        journal.async_remove_snapshot,
    ]
    for attempt in attempts:
        with dead_disk(), pytest.raises(JournalError, match="dead"):
            await attempt()
        assert await states_after_a_kill(tmp_path) == expected
    # The other jobs can be read, and finally jobs can be written again.
    assert "before" in {job.name for job in await all_jobs(journal)}
    await journal.async_update(job.with_state(JobState.SUBMITTING))
    assert await states_after_a_kill(tmp_path) == {"before": "submitting"}


async def test_sync_fails_before_a_job_is_sent(
    unsynced: type[UnsyncedConnection], journal: Journal, tmp_path: Path
) -> None:
    """A job that may be written as being sent is not held after a restart."""
    job, other = make_job(name="sending"), make_job(name="other")
    await add(journal, job, other)
    unsynced.failures = 1
    with pytest.raises(JournalError, match="disk I/O error"):
        await journal.async_update(job.with_state(JobState.SUBMITTING))
    expected = {"sending": "submitting", "other": "held"}
    assert await states_after_a_kill(tmp_path) == expected


async def test_syncs_fail_until_the_journal_is_closed(
    unsynced: type[UnsyncedConnection], path: Path, tmp_path: Path
) -> None:
    """The journal is distrusted at the next start."""
    journal = Journal(path, tmp_path / "cache" / "marker.log")
    await journal.async_open()
    await add(journal, make_job(name="before"))
    unsynced.failures = 1
    with dead_disk():
        with pytest.raises(JournalError):
            await add(journal, make_job(name="refused"))
        await journal.async_close()
    expected = {"before": "unconfirmed", "refused": "unconfirmed"}
    assert await states_after_a_kill(tmp_path) == expected


async def test_read_only_disk(
    unsynced: type[UnsyncedConnection], journal: Journal, tmp_path: Path
) -> None:
    """A doubtful transaction is settled later."""
    unsynced.failures = 1
    with (
        dead_disk(),
        patch.object(Path, "unlink", side_effect=PermissionError("read-only")),
        pytest.raises(JournalError, match="disk I/O error"),
    ):
        await add(journal, make_job(name="refused"))
    await add(journal, make_job(name="after"))
    assert await states_after_a_kill(tmp_path) == {"after": "held"}


async def test_full_disk_is_not_doubtful(journal: Journal, tmp_path: Path) -> None:
    """Held jobs are still held: the transaction is not in the log."""
    await add(journal, make_job(name="before"))
    with full_disk(), pytest.raises(JournalError):
        await add(journal, make_job(name="refused"))
    assert await states_after_a_kill(tmp_path) == {"before": "held"}


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in SYNC_CALLS,
    reason="only Linux answers in the place of a disk",
)
@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # The log is overwritten, though not synced.
        ("log", {"before": "held"}),
        ("all", {"before": "unconfirmed", "refused": "unconfirmed"}),
    ],
)
async def test_syncs_of_a_real_file_fail(
    tmp_path: Path, files: str, expected: dict[str, str]
) -> None:
    """The transaction is complete in SQLite's log, and yet not printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.spool.unsynced_journal", str(tmp_path), files
    )
    if (code := await process.wait()) == NO_FILTER:
        pytest.skip("not allowed to filter system calls")
    assert code == REFUSED
    journal = Journal(tmp_path / "journal.db", tmp_path / "marker")
    await journal.async_open()
    assert {job.name: job.state for job in await all_jobs(journal)} == expected
    await journal.async_close()


async def test_open_fails(path: Path, tmp_path: Path) -> None:
    """Every later call tries again."""
    path.mkdir(parents=True)
    journal = Journal(path, tmp_path / "marker")
    with pytest.raises(JournalError):
        await journal.async_open()
    with pytest.raises(JournalError):
        await add(journal, make_job())
    path.rmdir()
    with full_disk(), pytest.raises(JournalError):
        await all_jobs(journal)
    job = make_job()
    await add(journal, job)
    assert await all_jobs(journal) == [job]
    await journal.async_close()


async def test_close(journal: Journal, path: Path) -> None:
    """All work is done, and later calls raise an error."""
    job = make_job()
    written = create_eager_task(add(journal, job))
    closed = create_eager_task(journal.async_close())
    with pytest.raises(JournalError, match="closed"):
        await add(journal, make_job())
    await written
    await closed
    await journal.async_close()
    assert query(path, "SELECT job_id FROM jobs") == [job.job_id]


async def test_close_without_open(tmp_path: Path) -> None:
    """Nothing is written."""
    journal = Journal(tmp_path / "journal.db", tmp_path / "marker")
    await journal.async_close()
    assert list(tmp_path.iterdir()) == []


async def test_run_in_the_thread(journal: Journal) -> None:
    """Errors of files are errors of the journal."""
    assert await journal.async_run(lambda: threading.current_thread().name) == (
        "cloudprint_journal_0"
    )

    def fail() -> None:
        raise PermissionError("not yours")

    with pytest.raises(JournalError, match="not yours"):
        await journal.async_run(fail)


async def test_results_arrive_in_the_order_of_the_calls(journal: Journal) -> None:
    """Work and updates run, and return, in order."""
    job = make_job()
    await add(journal, job)
    answered: list[int] = []

    async def ask(number: int) -> None:
        if number % 3:
            await journal.async_run(lambda: None)
        else:
            await journal.async_update(job)
        answered.append(number)

    for number in range(0, 400, 2):
        first = create_eager_task(ask(number))
        await ask(number + 1)
        await first
    assert answered == list(range(400))


async def test_tasks_run_before_an_update_starts(journal: Journal) -> None:
    """A task that waits for the same change is not delayed, and reads the update."""
    job = make_job()
    await add(journal, job)
    changed = job.with_state(JobState.EXPIRED)
    found: list[Job | None] = []
    notified = asyncio.get_running_loop().create_future()

    async def read() -> None:
        await notified
        found.append(await journal.async_get(job.job_id))

    reading = create_eager_task(read())
    notified.set_result(None)
    await asyncio.gather(reading, create_eager_task(journal.async_update(changed)))
    assert found == [changed]


async def test_update_is_written_without_its_caller(
    journal: Journal, path: Path
) -> None:
    """It needs no later work either."""
    job = make_job()
    await add(journal, job)
    changed = job.with_state(JobState.EXPIRED)
    task = create_eager_task(journal.async_update(changed))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: query(path, "SELECT state FROM jobs") == ["expired"])


async def test_updates_share_a_transaction(journal: Journal) -> None:
    """Updates in one iteration of the event loop are written all or none."""
    jobs = [make_job() for _ in range(3)]
    await add(journal, *jobs)
    expired = [job.with_state(JobState.EXPIRED) for job in jobs]
    with full_disk():
        results = await asyncio.gather(
            *(journal.async_update(job) for job in expired), return_exceptions=True
        )
    assert [type(result) for result in results] == [JournalError] * 3
    assert await all_jobs(journal) == jobs[::-1]
    canceled = jobs[0].with_state(JobState.CANCELED)
    await asyncio.gather(
        *(journal.async_update(job) for job in (*expired, canceled)),
    )
    assert await all_jobs(journal) == [*expired[:0:-1], canceled]


@contextmanager
def additions_wait(journal: Journal, job: Job) -> Generator[list[asyncio.Task[None]]]:
    """Let the journal's thread write a job until the end of the block.

    The jobs that are added meanwhile have to wait. Yields the tasks to await afterwards.
    """
    may_go_on = threading.Event()

    def wait() -> None:
        may_go_on.wait()

    tasks = [create_eager_task(journal.async_add(job, before=wait))]
    try:
        yield tasks
    finally:
        may_go_on.set()


async def test_additions_share_transactions(journal: Journal) -> None:
    """Jobs that are added while others are written are written a few calls at once."""
    first, *jobs = (make_job() for _ in range(1 + 2 * ADDED_AT_ONCE + 5))
    statements = list[str]()
    journal.database.set_trace_callback(statements.append)
    with additions_wait(journal, first) as tasks:
        tasks += [create_eager_task(add(journal, job)) for job in jobs]
    await asyncio.gather(*tasks)
    assert statements.count("COMMIT") == 1 + 3
    assert await all_jobs(journal) == [first, *jobs][::-1]


async def test_one_of_several_additions_fails(journal: Journal) -> None:
    """The others of its transaction are written, in their order."""
    jobs = [make_job() for _ in range(4)]
    fail = Mock(side_effect=OSError("no space for its content"))
    with additions_wait(journal, jobs[0]) as tasks:
        tasks += [
            create_eager_task(journal.async_add(job, before=before))
            for job, before in zip(jobs[1:], (Mock(), fail, Mock()), strict=True)
        ]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results] == [
        NoneType,
        NoneType,
        JournalError,
        NoneType,
    ]
    assert await all_jobs(journal) == [jobs[3], jobs[1], jobs[0]]


async def test_sync_of_several_additions_fails(
    unsynced: type[UnsyncedConnection], journal: Journal, tmp_path: Path
) -> None:
    """They are undone for certain, and then written one by one."""
    failures = iter([1, 0])

    def fail_once() -> None:
        unsynced.failures = next(failures)

    with additions_wait(journal, make_job(name="first")) as tasks:
        tasks += [
            create_eager_task(journal.async_add(make_job(name=name), before=before))
            for name, before in (("a", fail_once), ("b", Mock()))
        ]
    await asyncio.gather(*tasks)
    assert not list(failures)
    assert [job.name for job in await all_jobs(journal)] == ["b", "a", "first"]
    expected = {"first": "held", "a": "held", "b": "held"}
    assert await states_after_a_kill(tmp_path) == expected


async def test_several_additions_on_a_full_disk(journal: Journal) -> None:
    """None is written, and each caller is told."""
    with full_disk():
        with additions_wait(journal, make_job()) as tasks:
            tasks += [create_eager_task(add(journal, make_job())) for _ in range(3)]
        results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results] == [JournalError] * 4
    assert await all_jobs(journal) == []


async def test_additions_keep_the_order_of_the_calls(journal: Journal) -> None:
    """Other work sees what was added before it, and its updates are not undone."""
    known, added = make_job(), make_job()
    await add(journal, known)
    expired, canceled = map(known.with_state, (JobState.EXPIRED, JobState.CANCELED))
    with additions_wait(journal, make_job()) as tasks:
        tasks += [
            create_eager_task(journal.async_update(expired)),
            create_eager_task(
                journal.async_add(added, before=lambda: None, changed=[canceled])
            ),
        ]
        reading = create_eager_task(journal.async_get(added.job_id))
    await asyncio.gather(*tasks)
    assert await reading == added
    assert await journal.async_get(known.job_id) == canceled


async def test_no_work_after_closing(journal: Journal) -> None:
    """Work that was requested before is done."""
    job = make_job()
    await add(journal, job)
    changed = job.with_state(JobState.EXPIRED)
    updating = create_eager_task(journal.async_update(changed))
    reading = create_eager_task(journal.async_get(job.job_id))
    closing = create_eager_task(journal.async_close())
    cancelled, late = (
        create_eager_task(work)
        for work in (journal.async_get(job.job_id), journal.async_update(job))
    )
    cancelled.cancel()
    with pytest.raises(JournalError, match="closed"):
        await late
    await updating
    assert await reading == changed
    await closing
    await journal.async_close()
