"""The journal: every job, written down before it is sent.

SQLite with a write-ahead log and full syncing: what a call has answered survives a power
cut. All access is through one thread of the journal's own, in the order of the calls.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
import json
from pathlib import Path
import sqlite3
from typing import Any, Final, NamedTuple

from ..const import LOGGER
from .errors import SpoolError
from .job import FINAL_STATES, Job, JobState
from .journal_file import SQLITE_ERRORS, JournalFile, NewerFileError
from .journal_thread import JournalThread, ThreadClosedError
from .schema import count_unreadable, delete, insert, jobs_in, update

OPEN_STATES: Final = tuple(state for state in JobState if not state.is_final)
_FINAL: Final = ",".join(f"'{state}'" for state in sorted(FINAL_STATES))

_NOT_WRITTEN: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE})
"""Errors of a commit whose last page, which makes it one, was not written.

After any other, such as a failed fsync, a restart may find the transaction complete in
the write-ahead log, although SQLite has rolled it back.
"""


class JournalError(SpoolError):
    """The journal cannot be written or read, most likely for a full or read-only disk."""


class JournalTooNewError(JournalError):
    """A newer release has written the journal. Nothing was changed in it."""


class ContentUse(NamedTuple):
    """What a content is needed for: `since` is the last change of a job that has it."""

    content_id: str
    is_known: bool
    is_waiting: bool
    has_ended: bool
    since: datetime


class Journal:
    """All jobs of all accounts."""

    def __init__(self, path: Path, marker: Path) -> None:
        """Set up the journal at `path`; for `marker` see JournalFile."""
        self._file = JournalFile(path, marker)
        self._thread = JournalThread()
        self._connection: sqlite3.Connection | None = None
        self._doubtful: Sequence[Job] | None = None
        self.unreadable = 0
        """How many jobs could not be read when it was opened."""

    @property
    def restored(self) -> bool:
        """Return if the file came out of a backup; known once it is open."""
        return self._file.restored

    @property
    def damaged(self) -> Path | None:
        """Return where a file that could not be read whole was put aside, if one was."""
        return self._file.damaged

    @property
    def database(self) -> sqlite3.Connection:
        """Return the open database, for work in the journal's thread.

        Raises SQLITE_ERRORS, OSError and NewerFileError.
        """
        if self._connection is None:
            # Also where it could not be opened before: it may have been mended since.
            self._connection = self._file.open()
            if unreadable := count_unreadable(self._connection):
                LOGGER.warning(
                    "%s print jobs cannot be read, and are left as they are: they are"
                    " damaged, or from a newer version of Cloud Print",
                    unreadable,
                )
            self.unreadable = unreadable
        return self._connection

    async def async_open(self) -> None:
        """Open the journal, mending what can be mended.

        Raises JournalError when not even a new file can be written, and
        JournalTooNewError; it is tried again with each call.
        """
        await self.async_run(lambda: self.database)

    async def async_close(self) -> None:
        """Close the journal for good; that may be asked more than once."""
        await self._thread.async_close(self._close)

    async def async_add(
        self, *jobs: Job, before: Callable[[], None], changed: Collection[Job] = ()
    ) -> None:
        """Write new jobs down, with changed ones, and what `before` writes first.

        All of it is written or nothing; `before` runs in the journal's thread. Raises
        JournalError, and then none of the jobs must be sent.
        """

        def add(connection: sqlite3.Connection) -> None:
            before()
            insert(connection, jobs)
            update(connection, changed)

        await self.async_run(lambda: self._write(add, added=jobs))

    async def async_update(self, *jobs: Job) -> None:
        """Write down what became of jobs, of all or none. Raises JournalError.

        Whoever waits for them has his turn first.
        """

        def change(connection: sqlite3.Connection) -> None:
            update(connection, jobs)

        await self.async_run(lambda: self._write(change), is_urgent=False)

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

    async def async_use_contents[_T](
        self, content_ids: Collection[str], use: Callable[[list[ContentUse]], _T]
    ) -> _T:
        """Return what `use` makes of what contents are needed for, oldest first.

        It runs in the journal's thread: no job takes a content up meanwhile, and
        nothing is left of what it removes. Raises JournalError.
        """

        def select() -> _T:
            with self.database as connection:
                rows = connection.execute(
                    "SELECT value, COUNT(job_id), MAX(state IN ('held', 'submitting')),"
                    f" MIN(state IN ({_FINAL})), MAX(updated_at) AS since"
                    " FROM json_each(?) LEFT JOIN jobs ON content_id = value"
                    " GROUP BY value ORDER BY since",
                    (json.dumps(list(content_ids)),),
                )
                answer = use(
                    [
                        ContentUse(
                            content_id,
                            is_known=bool(count),
                            is_waiting=bool(is_waiting),
                            has_ended=bool(has_ended),
                            since=datetime.fromtimestamp(since or 0, UTC),
                        )
                        for content_id, count, is_waiting, has_ended, since in rows
                    ]
                )
            self._file.empty_log(connection)
            return answer

        return await self.async_run(select)

    async def async_run[_T](
        self, work: Callable[[], _T], *, is_urgent: bool = True
    ) -> _T:
        """Do work in the journal's thread; see JournalThread. Raises JournalError."""
        try:
            return await self._thread.async_run(work, is_urgent=is_urgent)
        except NewerFileError as err:
            raise JournalTooNewError(str(err)) from err
        except (ThreadClosedError, *SQLITE_ERRORS, OSError) as err:
            raise JournalError(str(err)) from err

    async def async_prune(self, *, before: datetime, keep: int) -> None:
        """Forget ended jobs from before a time, and all but the newest `keep`."""

        def prune() -> None:
            with self.database as connection:
                connection.execute(
                    f"DELETE FROM jobs WHERE state IN ({_FINAL}) AND (updated_at < ? OR"
                    " sequence <= (SELECT sequence FROM jobs ORDER BY sequence DESC"
                    " LIMIT 1 OFFSET ?))",
                    (before.timestamp(), keep),
                )

        await self.async_run(prune)

    async def async_forget_account(self, entry_id: str) -> None:
        """Forget all jobs of an account, with what they printed."""

        def delete() -> None:
            with self.database as connection:
                for table in ("jobs", "contents"):
                    connection.execute(
                        f"DELETE FROM {table} WHERE entry_id = ?", (entry_id,)
                    )
            self._file.empty_log(connection)

        await self.async_run(delete)

    async def async_forget_damaged(self) -> None:
        """Remove the damaged files that were put aside. Raises JournalError."""
        await self.async_run(self._file.remove_damaged)

    async def async_write_snapshot(self) -> None:
        """Write a consistent copy beside the journal, for a backup to take along."""
        await self.async_run(lambda: self._file.write_snapshot(self.database))

    async def async_remove_snapshot(self) -> None:
        """Remove the copy that was made for a backup."""
        await self.async_run(lambda: self._file.remove_snapshot(self._settled()))

    async def _async_select(self, clause: str, values: tuple[Any, ...]) -> list[Job]:
        def select() -> list[Job]:
            try:
                rows = self.database.execute(
                    f"SELECT record FROM jobs {clause}", values
                )
            except UnicodeEncodeError:
                # What is no text is nowhere in the journal.
                return []
            return list(jobs_in(rows))

        return await self.async_run(select)

    def _write(
        self, work: Callable[[sqlite3.Connection], None], added: Sequence[Job] = ()
    ) -> None:
        """Do work in one transaction, which adds jobs or does not.

        Where its commit fails, it is undone for certain before that is told. While that
        cannot be done, nothing else is written, and a start would distrust the file.
        """
        is_complete = False
        try:
            with self._settled() as connection:
                work(connection)
                is_complete = True
        except sqlite3.Error as err:
            code = getattr(err, "sqlite_errorcode", None)
            if is_complete and code not in _NOT_WRITTEN:
                self._doubtful = added
                self._file.distrust()
                with suppress(*SQLITE_ERRORS, OSError):
                    self._settled()
            raise

    def _settled(self) -> sqlite3.Connection:
        """Return the database without a transaction that may or may not be committed.

        It is undone if it is, and overwritten in the log in any case.
        """
        if (jobs := self._doubtful) is not None:
            self._file.sign(self.database, lambda connection: delete(connection, jobs))
            self._doubtful = None
        return self.database

    def _close(self) -> None:
        if self._connection is not None:
            with suppress(*SQLITE_ERRORS, OSError):
                # No copy that was made while it was open is taken for it.
                self._file.renew(self._settled())
            self._connection.close()
            self._connection = None


def _marks(choices: Collection[Any]) -> str:
    return ",".join("?" * len(choices))
