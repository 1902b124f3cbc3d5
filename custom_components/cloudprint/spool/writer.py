"""Writes the changes of an account's jobs, with retries."""

import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from typing import Any, Final

from homeassistant.core import callback
from homeassistant.util.async_ import create_eager_task

from ..const import LOGGER
from .job import Job
from .journal import Journal, JournalError

WRITE_AGAIN_AFTER: Final = 60
"""Seconds until a failed write is repeated."""


class JobWriter:
    """The changes of an account's jobs that are not in the journal yet."""

    def __init__(self, journal: Journal) -> None:
        """Set up a writer without changes."""
        self._journal = journal
        self._staged: dict[str, Job] = {}
        self._writing: set[asyncio.Task[None]] = set()
        self._retry: asyncio.TimerHandle | None = None
        self._is_failing = False
        self._is_closing = False
        self._is_closed = False

    def get(self, job_id: str) -> Job | None:
        """Return a job with a staged change."""
        return self._staged.get(job_id)

    @callback
    def stage(self, job: Job) -> None:
        """Keep a changed job until it is written, unless the writer is closed."""
        if not self._is_closed:
            self._staged[job.job_id] = job

    @callback
    def release(self, job_id: str) -> None:
        """Drop a staged change, because another transaction contains it."""
        self._staged.pop(job_id, None)

    @callback
    def write(self, jobs: Iterable[Job]) -> None:
        """Start to write staged jobs; retry later if that fails."""
        self.start(self._async_try_write(jobs))

    @callback
    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Start a write that continues if the caller is cancelled."""
        task = create_eager_task(work)
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
        return task

    async def async_write(self, changed: Iterable[Job]) -> None:
        """Write staged jobs, and those that could not be written before.

        Raises JournalError; then all staged jobs are written later, unless it is
        closed.
        """
        if self._is_closed:
            raise JournalError("The jobs of the account are closed")
        jobs = list(self._staged.values() if self._is_failing else changed)
        try:
            await self._journal.async_update(*jobs)
        except JournalError as err:
            if not self._is_failing:
                LOGGER.error("The print journal cannot be written: %s", err)
            self._is_failing = True
            if self._retry is None and not self._is_closing:
                self._retry = asyncio.get_running_loop().call_later(
                    WRITE_AGAIN_AFTER, self._write_again
                )
            raise
        self._is_failing = False
        for job in jobs:
            if self._staged.get(job.job_id) is job:
                del self._staged[job.job_id]

    async def async_close(self) -> None:
        """Write staged jobs once more, without retries, and no others after that.

        The account may be set up again then, and its jobs changed by another writer.
        """
        self._is_closing = True
        if self._retry:
            self._retry.cancel()
            self._retry = None
        await self._async_finish()
        if self._staged:
            self.write(self._staged.values())
            await self._async_finish()
        self._is_closed = True

    async def _async_finish(self) -> None:
        """Wait for the writes under way, and those that they start."""
        while self._writing:
            await asyncio.wait(self._writing)

    async def _async_try_write(self, jobs: Iterable[Job]) -> None:
        with suppress(JournalError):
            await self.async_write(jobs)

    @callback
    def _write_again(self) -> None:
        self._retry = None
        self.write(self._staged.values())
