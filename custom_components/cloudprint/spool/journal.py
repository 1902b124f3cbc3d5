"""The journal: every job, written down before it is sent.

SQLite with a write-ahead log and full syncing: what a call has answered survives a power
cut. All access is through one thread of the journal's own, in the order of the calls.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import datetime
import json
from pathlib import Path
import sqlite3
from typing import Any, Final
from uuid import uuid4

from ..const import LOGGER
from .job import FINAL_STATES, Job, JobState, Reason

MIGRATIONS: Final = (
    """
    CREATE TABLE jobs (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        job_id TEXT NOT NULL UNIQUE,
        entry_id TEXT NOT NULL,
        device_id TEXT NOT NULL,
        state TEXT NOT NULL,
        created_at REAL NOT NULL,
        updated_at REAL NOT NULL,
        content_id TEXT,
        idempotency_key TEXT,
        record TEXT NOT NULL
    );
    CREATE INDEX jobs_device ON jobs (device_id, sequence);
    CREATE INDEX jobs_state ON jobs (state, sequence);
    CREATE INDEX jobs_content ON jobs (content_id) WHERE content_id IS NOT NULL;
    CREATE INDEX jobs_key ON jobs (entry_id, idempotency_key)
        WHERE idempotency_key IS NOT NULL;
    CREATE TABLE identity (id TEXT NOT NULL);
    """,
)
"""One script a schema version; `user_version` says how many have run."""

DISK_ERRORS: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
"""Errors that speak of the disk and not of what is on it."""

OPEN_STATES: Final = tuple(state for state in JobState if not state.is_final)
_FINAL: Final = ",".join(f"'{state}'" for state in sorted(FINAL_STATES))
_COLUMNS: Final = (
    "job_id, entry_id, device_id, state, created_at, updated_at, content_id,"
    " idempotency_key, record"
)


class JournalError(Exception):
    """The journal cannot be written or read: a full or read-only disk, most likely."""


class Journal:
    """All jobs of all accounts.

    `restored` tells that the file came out of a backup, `damaged` where a file that
    could not be read whole was put aside; both are known once it is open.
    """

    def __init__(self, path: Path, marker: Path) -> None:
        """Set up the journal at `path`.

        `marker` lies where no backup takes it along, and names the journal that this
        installation has written: a journal without it came from elsewhere.
        """
        self.path = path
        self.snapshot_path = path.with_name(f"{path.stem}-snapshot{path.suffix}")
        self.restored = False
        self.damaged: Path | None = None
        self._marker = marker
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="cloudprint_journal")
        self._connection: sqlite3.Connection | None = None

    async def async_open(self) -> None:
        """Open the journal, mending what can be mended.

        Raises JournalError when not even a new file can be written; it is tried again
        with each call.
        """
        await self._async_run(self._open)

    async def async_close(self) -> None:
        """Close the journal for good."""
        await self._async_run(self._close)
        await asyncio.to_thread(self._executor.shutdown)

    async def async_add(self, job: Job, *, before: Callable[[], None]) -> None:
        """Write a new job down; `before` runs first, in the same thread.

        Raises JournalError, and then the job must not be sent.
        """

        def add() -> None:
            before()
            with self._database as connection:
                connection.execute(
                    f"INSERT INTO jobs ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)",
                    _row(job),
                )

        await self._async_run(add)

    async def async_update(self, *jobs: Job) -> None:
        """Write down what became of jobs. Raises JournalError."""

        def update() -> None:
            with self._database as connection:
                for job in jobs:
                    _update(connection, job)

        await self._async_run(update)

    async def async_get(self, job_id: str) -> Job | None:
        """Return one job. Raises JournalError."""
        jobs = await self._async_select("WHERE job_id = ?", (job_id,))
        return jobs[0] if jobs else None

    async def async_open_jobs(self, entry_id: str) -> list[Job]:
        """Return an account's jobs that have not ended, oldest first."""
        return await self._async_select(
            f"WHERE entry_id = ? AND state IN ({_marks(OPEN_STATES)}) ORDER BY sequence",
            (entry_id, *OPEN_STATES),
        )

    async def async_undecided_jobs(self, entry_id: str) -> list[Job]:
        """Return an account's unconfirmed jobs that nobody decided on, oldest first."""
        jobs = await self._async_select(
            "WHERE entry_id = ? AND state = ? ORDER BY sequence",
            (entry_id, JobState.UNCONFIRMED),
        )
        return [job for job in jobs if job.awaits_decision]

    async def async_keyed_jobs(
        self, entry_id: str, idempotency_key: str, since: datetime
    ) -> list[Job]:
        """Return the jobs that an account got under a key since a time."""
        return await self._async_select(
            "WHERE entry_id = ? AND idempotency_key = ? AND created_at > ?"
            " ORDER BY sequence",
            (entry_id, idempotency_key, since.timestamp()),
        )

    async def async_jobs(
        self,
        *,
        entry_ids: Collection[str] | None = None,
        device_ids: Collection[str] | None = None,
        states: Collection[str] | None = None,
        before: str | None = None,
        limit: int,
    ) -> list[Job]:
        """Return a page of jobs, newest first; `before` is the last page's last job."""
        conditions, values = ["1"], list[Any]()
        for column, choices in (
            ("entry_id", entry_ids),
            ("device_id", device_ids),
            ("state", states),
        ):
            if choices is not None:
                conditions.append(f"{column} IN ({_marks(choices)})")
                values += choices
        if before is not None:
            conditions.append("sequence < (SELECT sequence FROM jobs WHERE job_id = ?)")
            values.append(before)
        return await self._async_select(
            f"WHERE {' AND '.join(conditions)} ORDER BY sequence DESC LIMIT ?",
            (*values, limit),
        )

    async def async_last_jobs(
        self, entry_id: str, state: JobState | None = None
    ) -> list[Job]:
        """Return each printer's newest job, in any state or in one."""
        condition, values = ("AND state = ?", (state,)) if state else ("", ())
        return await self._async_select(
            "WHERE sequence IN (SELECT MAX(sequence) FROM jobs"
            f" WHERE entry_id = ? {condition} GROUP BY device_id)",
            (entry_id, *values),
        )

    async def async_idle_contents(self, entry_id: str) -> list[tuple[str, datetime]]:
        """Return the contents whose jobs have all ended, oldest first, and when."""

        def select() -> list[tuple[str, datetime]]:
            rows = self._database.execute(
                "SELECT content_id, MAX(updated_at) AS ended FROM jobs"
                " WHERE entry_id = ? AND content_id IS NOT NULL GROUP BY content_id"
                f" HAVING MIN(state IN ({_FINAL})) = 1 ORDER BY ended",
                (entry_id,),
            )
            return [(row[0], _time(row[1])) for row in rows]

        return await self._async_run(select)

    async def async_content_ids(self, entry_id: str) -> set[str]:
        """Return the names of all contents that an account's jobs have."""

        def select() -> set[str]:
            rows = self._database.execute(
                "SELECT DISTINCT content_id FROM jobs"
                " WHERE entry_id = ? AND content_id IS NOT NULL",
                (entry_id,),
            )
            return {row[0] for row in rows}

        return await self._async_run(select)

    async def async_run(self, function: Callable[[], None]) -> None:
        """Run file work of the spool's in the journal's thread. Raises JournalError."""
        await self._async_run(function)

    async def async_prune(self, *, before: datetime, keep: int) -> None:
        """Forget ended jobs from before a time, and all but the newest `keep`."""

        def prune() -> None:
            with self._database as connection:
                connection.execute(
                    f"DELETE FROM jobs WHERE state IN ({_FINAL}) AND (updated_at < ? OR"
                    " sequence <= (SELECT sequence FROM jobs ORDER BY sequence DESC"
                    " LIMIT 1 OFFSET ?))",
                    (before.timestamp(), keep),
                )

        await self._async_run(prune)

    async def async_forget_account(self, entry_id: str) -> None:
        """Forget all jobs of an account."""

        def delete() -> None:
            with self._database as connection:
                connection.execute("DELETE FROM jobs WHERE entry_id = ?", (entry_id,))

        await self._async_run(delete)

    async def async_write_snapshot(self) -> None:
        """Write a consistent copy beside the journal, for a backup to take along."""

        def write() -> None:
            self.snapshot_path.unlink(missing_ok=True)
            self._database.execute("VACUUM INTO ?", (str(self.snapshot_path),))

        await self._async_run(write)

    async def async_remove_snapshot(self) -> None:
        """Remove the copy that was made for a backup."""
        await self._async_run(lambda: self.snapshot_path.unlink(missing_ok=True))

    async def _async_select(self, clause: str, values: tuple[Any, ...]) -> list[Job]:
        def select() -> list[Job]:
            rows = self._database.execute(f"SELECT record FROM jobs {clause}", values)
            return list(_jobs(rows))

        return await self._async_run(select)

    async def _async_run[_T](self, function: Callable[[], _T]) -> _T:
        """Run in the journal's thread, to the end even if the caller is cancelled."""

        def run() -> _T:
            try:
                return function()
            except (sqlite3.Error, OSError) as err:
                raise JournalError(str(err)) from err

        try:
            future = asyncio.get_running_loop().run_in_executor(self._executor, run)
        except RuntimeError as err:
            raise JournalError("The journal is closed") from err
        return await asyncio.shield(future)

    @property
    def _database(self) -> sqlite3.Connection:
        if self._connection is None:
            # It could not be opened before; the disk may have been mended since.
            self._open()
        assert self._connection is not None
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._marker.exists() and self.snapshot_path.exists():
            # A backup was restored: the copy is whole, the journal beside it was
            # copied while it was being written.
            self._remove_files(self.path)
            self.snapshot_path.replace(self.path)
        self.snapshot_path.unlink(missing_ok=True)
        try:
            self._connection = _connect(self.path)
            _check(self._connection)
        except sqlite3.DatabaseError as err:
            if err.sqlite_errorcode & 0xFF in DISK_ERRORS:
                raise
            self._close()
            self._start_anew()
        self._recognize()

    def _start_anew(self) -> None:
        """Put a damaged file aside and carry over what can be read of it."""
        self.damaged = _free_path(self.path)
        LOGGER.error("The print journal is damaged; it was kept as %s", self.damaged)
        self.path.replace(self.damaged)
        for suffix in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{self.path}{suffix}").replace(f"{self.damaged}{suffix}")
        connection = self._connection = _connect(self.path)
        _check(connection)
        with connection:
            for job in _readable_jobs(self.damaged):
                connection.execute(
                    f"INSERT OR REPLACE INTO jobs ({_COLUMNS})"
                    " VALUES (?,?,?,?,?,?,?,?,?)",
                    _row(job),
                )

    def _recognize(self) -> None:
        """Find out whether this is the journal that was last written here."""
        connection = self._database
        known = connection.execute("SELECT id FROM identity").fetchone()
        try:
            marked = self._marker.read_text(encoding="ascii").strip()
        except FileNotFoundError, UnicodeDecodeError:
            marked = None
        if known and known[0] == marked and self.damaged is None:
            return
        self.restored = known is not None and known[0] != marked
        identity = uuid4().hex
        with connection:
            self._distrust(connection)
            connection.execute("DELETE FROM identity")
            connection.execute("INSERT INTO identity VALUES (?)", (identity,))
        self._marker.parent.mkdir(parents=True, exist_ok=True)
        self._marker.write_text(identity, encoding="ascii")

    @staticmethod
    def _distrust(connection: sqlite3.Connection) -> None:
        """Mark what was about to be sent as unconfirmed: it may have been, since."""
        rows = connection.execute(
            "SELECT record FROM jobs WHERE state IN (?, ?)",
            (JobState.HELD, JobState.SUBMITTING),
        ).fetchall()
        for job in _jobs(rows):
            _update(connection, job.moved(JobState.UNCONFIRMED, Reason.RESTORED))

    @staticmethod
    def _remove_files(path: Path) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    # The thread that opens it is the executor's only one, but not always the same.
    connection = sqlite3.connect(path, check_same_thread=False)
    path.chmod(0o600)
    return connection


def _check(connection: sqlite3.Connection) -> None:
    """Prepare a connection; raise sqlite3.DatabaseError for a file that is damaged."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    # What was printed is private: what is deleted is not to be found in the file.
    connection.execute("PRAGMA secure_delete = ON")
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        error = sqlite3.DatabaseError("quick_check failed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.executescript(
            f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;"
        )


def _readable_jobs(path: Path) -> list[Job]:
    """Return the jobs of a damaged file, as far as it can be read."""
    jobs = dict[str, Job]()
    with closing(sqlite3.connect(path)) as connection:
        for direction in ("ASC", "DESC"):
            with suppress(sqlite3.Error):
                rows = connection.execute(
                    f"SELECT record FROM jobs ORDER BY sequence {direction}"
                )
                for job in _jobs(rows):
                    jobs[job.job_id] = job
    return sorted(jobs.values(), key=lambda job: job.created_at)


def _free_path(path: Path) -> Path:
    """Return a name for a damaged file that no earlier one has."""
    number = 1
    while (free := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    return free


def _row(job: Job) -> tuple[Any, ...]:
    return (
        job.job_id,
        job.entry_id,
        job.device_id,
        job.state,
        job.created_at.timestamp(),
        job.updated_at.timestamp(),
        job.content_id,
        job.idempotency_key,
        json.dumps(job.to_dict()),
    )


def _update(connection: sqlite3.Connection, job: Job) -> None:
    connection.execute(
        f"UPDATE jobs SET ({_COLUMNS}) = ({_marks(_row(job))}) WHERE job_id = ?",
        (*_row(job), job.job_id),
    )


def _jobs(rows: Iterable[tuple[str]]) -> Iterator[Job]:
    """Yield the jobs of rows; one that cannot be read does not hide the others."""
    for (record,) in rows:
        try:
            job = Job.from_dict(json.loads(record))
        except ValueError, LookupError, TypeError:
            continue
        yield job


def _time(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp).astimezone()


def _marks(choices: Collection[Any]) -> str:
    return ",".join("?" * len(choices))
