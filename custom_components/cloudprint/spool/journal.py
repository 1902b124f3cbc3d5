"""The journal: every job is persisted in SQLite before it is sent."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import batched
from pathlib import Path
import sqlite3
from typing import Any, Final

from homeassistant.util.async_ import create_eager_task

from ..const import LOGGER
from . import ledger
from .errors import SpoolError
from .job import SHOWN_STATES, Job, JobState
from .journal_file import SQLITE_ERRORS, JournalFile, NewerFileError
from .schema import (
    FINAL,
    ContentUse,
    count_unreadable,
    delete,
    delete_other_accounts,
    insert,
    insert_ipp_ids,
    read_jobs,
    select_content_uses,
    select_last_ipp_id,
    update,
)

OPEN_STATES: Final = tuple(state for state in JobState if not state.is_final)
CHECKED_AT_ONCE: Final = 500  # records: a few milliseconds
type Private = tuple[str | None, Collection[str]]
"""A user, and the accounts of which only this user's jobs are returned once ended."""

KEYED_JOBS: Final = 1000  # looked at: a daily print has used its key every day
ULID_TIME: Final = 10  # characters
ADDED_AT_ONCE: Final = 20  # calls of async_add that share a transaction


class JournalError(SpoolError):
    """The journal cannot be written or read, most likely for a full or read-only disk."""


class JournalTooNewError(JournalError):
    """The journal was written by a newer release, and was left unchanged."""


@dataclass(slots=True)
class _Addition:
    jobs: Sequence[Job]
    replaced: Collection[Job]
    write: Callable[[sqlite3.Connection], None]
    answer: asyncio.Future[None]
    is_alone: bool = True  # has a transaction of its own


class Journal:
    """All jobs of all accounts. All calls but async_close raise JournalError."""

    def __init__(self, path: Path, marker: Path) -> None:
        """Set up the journal at `path`; for `marker` see JournalFile."""
        self._file = JournalFile(path, marker)
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="cloudprint_journal")
        self._additions: list[_Addition] = []
        self._adding: asyncio.Future[None] | None = None
        self._updates: dict[str, Job] = {}
        self._updating: list[asyncio.Future[None]] = []
        self.unreadable: int | None = None  # number of jobs, once they were counted

    @property
    def damaged(self) -> Path | None:
        """Return the path at which a damaged file was kept, if it was damaged."""
        return self._file.damaged

    @property
    def database(self) -> sqlite3.Connection:
        """Return the open database, in the journal's thread."""
        return self._file.database

    async def async_open(self) -> None:
        """Open or repair the journal. Raises JournalError and JournalTooNewError."""
        await self.async_run(lambda: self.database)

    async def async_count_unreadable(self) -> None:
        """Count unreadable jobs once, between other work. Raises JournalError."""
        if self.unreadable is not None:
            return

        def check(after: int) -> tuple[int, int | None]:
            return count_unreadable(self.database, after, CHECKED_AT_ONCE)

        unreadable = 0
        last: int | None = 0
        while last is not None:
            count, last = await self.async_run(partial(check, last))
            unreadable += count
        if unreadable and self.unreadable is None:
            LOGGER.warning(
                "%s print jobs cannot be read, and are left as they are: they are"
                " damaged, or from a newer version of Cloud Print",
                unreadable,
            )
        self.unreadable = unreadable

    async def async_close(self) -> None:
        """Close the journal after all work that was requested before; later work fails."""
        closing = create_eager_task(self.async_run(self._file.close))
        self._executor.shutdown(wait=False)
        with suppress(JournalError):
            await closing
        await asyncio.to_thread(self._executor.shutdown)

    async def async_add(
        self,
        *jobs: Job,
        before: Callable[[], None],
        changed: Collection[Job] = (),
        replaced: Collection[Job] = (),
    ) -> None:
        """Write new and changed jobs, all or none. Raises JournalError: no job may be sent.

        `replaced` are changed jobs as they were, and are after an error. `before` runs
        first in the same transaction. Calls that come while another one is being written
        share the next transaction; if that fails, each is written alone.
        """

        def write(connection: sqlite3.Connection) -> None:
            before()
            insert(connection, jobs)
            update(connection, changed)

        if self._updating:
            # It may be a job in `changed` that is updated.
            self._begin_update()
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        addition = _Addition(jobs, replaced, write, answer)
        self._additions.append(addition)
        if self._adding is None or self._adding.done():
            self._begin_add()
        try:
            await _async_result(answer)
        except Exception:
            if addition.is_alone:
                raise
            await self.async_run(lambda: self._add([addition]))

    async def async_update(self, *jobs: Job) -> None:
        """Write changed jobs, all or none, with others of this loop iteration."""
        loop = asyncio.get_running_loop()
        if not self._updating:
            # Tasks that wait for the same change run before.
            loop.call_soon(self._begin_update)
        answer: asyncio.Future[None] = loop.create_future()
        self._updating.append(answer)
        self._updates |= {job.job_id: job for job in jobs}
        await _async_result(answer)

    async def async_get(self, job_id: str) -> Job | None:
        """Return one job. Raises JournalError."""
        jobs = await self._async_select("WHERE job_id = ?", (job_id,))
        return jobs[0] if jobs else None

    async def async_open_jobs(self, entry_id: str) -> list[Job]:
        """Return an account's jobs that have not ended or been decided, oldest first."""
        states = (*OPEN_STATES, JobState.UNCONFIRMED)
        jobs = await self._async_select(
            f"WHERE entry_id = ? AND state IN ({_marks(states)}) ORDER BY sequence",
            (entry_id, *states),
        )
        return [job for job in jobs if not job.is_dismissed]

    async def async_keyed_jobs(self, entry_id: str, idempotency_key: str) -> list[Job]:
        """Return an account's newest jobs with an idempotency key, oldest first."""
        jobs = await self._async_select(
            "WHERE entry_id = ? AND idempotency_key = ? ORDER BY sequence DESC LIMIT ?",
            (entry_id, idempotency_key, KEYED_JOBS),
        )
        return jobs[::-1]

    async def async_tasks(self, entry_id: str) -> list[tuple[str, str, str | None]]:
        """Return an account's tasks as (job_id, task_id, task_alias), oldest first."""
        return await self.async_run(
            lambda: self.database.execute(
                "SELECT job_id, task_id, task_alias FROM jobs"
                " WHERE entry_id = ? AND task_id IS NOT NULL ORDER BY sequence",
                (entry_id,),
            ).fetchall()
        )

    async def async_jobs(
        self,
        *,
        entry_ids: Collection[str] | None = None,
        device_ids: Collection[str] | None = None,
        states: Collection[str] | None = None,
        key_prefix: str | None = None,
        print_id: str | None = None,
        before: str | None = None,
        private: Private | None = None,
        limit: int,
    ) -> list[Job]:
        """Return jobs, newest first, after the job `before`, by the prefix of their keys.

        With a `print_id`, they are those whose record has it, and no earlier time.
        """
        conditions, values = ["1"], list[Any]()
        columns = {"entry_id": entry_ids, "device_id": device_ids, "state": states}
        for column, choices in columns.items():
            if choices is not None:
                conditions.append(f"{column} IN ({_marks(choices)})")
                values += choices
        if key_prefix is not None:
            # With an account, the index finds it.
            conditions.append("idempotency_key >= ? AND idempotency_key < ?")
            values += [key_prefix, f"{key_prefix}\U0010ffff"]
        if print_id is not None:
            conditions.append("job_id >= ? AND instr(record, ?)")
            values += [print_id[:ULID_TIME], print_id]
        if before is not None:
            conditions.append("sequence < (SELECT sequence FROM jobs WHERE job_id = ?)")
            values.append(before)
        if private is not None:
            user_id, accounts = private
            conditions.append(
                f"(user_id IS ? OR state NOT IN ({FINAL})"
                f" OR entry_id NOT IN ({_marks(accounts)}))"
            )
            values += [user_id, *accounts]
        return await self._async_select(
            "WHERE sequence IN (SELECT sequence FROM jobs WHERE"
            f" {' AND '.join(conditions)} ORDER BY sequence DESC LIMIT ?)"
            " ORDER BY sequence DESC",
            (*values, limit),
        )

    async def async_last_jobs(
        self, entry_id: str, states: Collection[JobState] = SHOWN_STATES
    ) -> list[Job]:
        """Return each printer's newest job in one of the states."""
        return await self._async_select(
            "WHERE sequence IN (SELECT MAX(sequence) FROM jobs WHERE entry_id = ?"
            f" AND state IN ({_marks(states)}) GROUP BY device_id)",
            (entry_id, *states),
        )

    async def async_last_ipp_id(self, device_id: str) -> int:
        """Return the last id that is reserved for a printer's IPP jobs, or 0."""
        return await self.async_run(
            lambda: select_last_ipp_id(self.database, device_id)
        )

    async def async_reserve_ipp_ids(
        self, device_id: str, count: int, *, at_least: int
    ) -> int:
        """Reserve ids for a printer's IPP jobs, also after a kill; return the first."""

        def reserve() -> int:
            with self._file.settled() as connection:
                first = max(select_last_ipp_id(connection, device_id) + 1, at_least)
                insert_ipp_ids(connection, [(device_id, first + count - 1)])
            return first

        return await self.async_run(reserve)

    async def async_use_contents[_T](
        self, content_ids: Collection[str], use: Callable[[list[ContentUse]], _T]
    ) -> _T:
        """Call `use` in the journal's thread with uses, oldest first; purge its deletions."""

        def select() -> _T:
            with self.database as connection:
                answer = use(select_content_uses(connection, content_ids))
            self._file.empty_log(connection)
            return answer

        return await self.async_run(select)

    async def async_run[_T](self, work: Callable[[], _T]) -> _T:
        """Run blocking work in the order of calls, even if cancelled. Raises JournalError."""
        self._begin_update()
        answer: asyncio.Future[_T] = asyncio.get_running_loop().create_future()
        self._submit(work, [answer])
        return await _async_result(answer)

    def _begin_add(self) -> None:
        additions, self._additions = self._additions, []
        for some in batched(additions, ADDED_AT_ONCE, strict=False):
            for addition in some:
                addition.is_alone = len(some) == 1
            self._submit(partial(self._add, some), [each.answer for each in some])
            self._adding = some[-1].answer
            # Those that come meanwhile
            self._adding.add_done_callback(lambda _: self._begin_add())

    def _add(self, additions: Sequence[_Addition]) -> None:
        def undo(connection: sqlite3.Connection) -> None:
            for addition in additions:
                delete(connection, addition.jobs)
                update(connection, addition.replaced)

        self._file.write(*(each.write for each in additions), undo=undo)

    def _begin_update(self) -> None:
        """Start to write the changed jobs, after the new ones, which came before."""
        self._begin_add()
        if not self._updating:
            return
        jobs, answers = self._updates.values(), self._updating
        self._updates, self._updating = {}, []
        work = partial(update, jobs=jobs)
        self._submit(partial(self._file.write, work), answers)

    def _submit[_T](
        self, work: Callable[[], _T], answers: Sequence[asyncio.Future[_T]]
    ) -> None:
        loop = asyncio.get_running_loop()
        try:
            done = self._executor.submit(work)
        except RuntimeError:
            done = Future()
            done.set_exception(JournalError("The journal is closed"))
        done.add_done_callback(
            lambda done: loop.call_soon_threadsafe(_set_result, answers, done)
        )

    async def async_prune(self, *, before: datetime, keep: int) -> None:
        """Delete ended jobs from before a time, and all but the newest `keep`."""

        def prune() -> None:
            with self.database as connection:
                connection.execute(
                    f"DELETE FROM jobs WHERE state IN ({FINAL}) AND (updated_at < ? OR"
                    " sequence <= (SELECT sequence FROM jobs ORDER BY sequence DESC"
                    " LIMIT 1 OFFSET ?))",
                    (before.timestamp(), keep),
                )
                ledger.prune(connection, before)

        await self.async_run(prune)

    async def async_forget_others(self, entry_ids: Collection[str]) -> None:
        """Delete what belongs to all but some accounts. Raises JournalError."""

        def forget() -> bool:
            with self.database as connection:
                return delete_other_accounts(connection, entry_ids)

        if await self.async_run(forget):
            self.unreadable = None
            await self.async_run(lambda: self._file.empty_log(self.database))

    async def async_forget_damaged(self) -> None:
        """Remove the damaged files that were kept. Raises JournalError."""
        await self.async_run(self._file.remove_damaged)

    async def async_write_snapshot(self) -> None:
        """Write a consistent copy beside the journal, for a backup."""
        await self.async_run(lambda: self._file.write_snapshot(self.database))

    async def async_remove_snapshot(self) -> None:
        """Remove the copy that was made for a backup."""
        await self.async_run(lambda: self._file.remove_snapshot(self._file.settled()))

    async def _async_select(self, clause: str, values: tuple[Any, ...]) -> list[Job]:
        def select() -> list[Job]:
            try:
                rows = self.database.execute(
                    f"SELECT record FROM jobs {clause}", values
                )
            except UnicodeEncodeError:
                # A lone surrogate is in no record.
                return []
            return list(read_jobs(rows))

        return await self.async_run(select)


async def _async_result[_T](answer: asyncio.Future[_T]) -> _T:
    """Return a result of the thread. Raises JournalError, whose text names no path."""
    try:
        return await answer
    except NewerFileError as err:
        raise JournalTooNewError(str(err)) from err
    except (*SQLITE_ERRORS, OSError) as err:
        raise JournalError(getattr(err, "strerror", None) or str(err)) from err


def _set_result[_T](answers: Sequence[asyncio.Future[_T]], done: Future[_T]) -> None:
    err = done.exception()
    for answer in answers:
        if err is not None and not answer.cancelled():
            answer.set_exception(err)
        elif not answer.cancelled():
            answer.set_result(done.result())


def _marks(choices: Collection[Any]) -> str:
    return ",".join("?" * len(choices))
