"""Writes down what becomes of jobs, again and again until it is written."""

import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from typing import Any, Final

from homeassistant.core import callback
from homeassistant.util.async_ import create_eager_task

from ..const import LOGGER
from .job import Job
from .journal import Journal, JournalError

RETRY_AFTER: Final = 60
"""Seconds until a change that could not be written down is written again."""


class JobWriter:
    """What of an account's jobs is not in the journal yet, on its way there."""

    def __init__(self, journal: Journal) -> None:
        """Set up a writer that has nothing to write."""
        self._journal = journal
        self._unsaved: dict[str, Job] = {}
        self._writing: set[asyncio.Task[None]] = set()
        self._retry: asyncio.TimerHandle | None = None
        self._is_failing = False
        self._is_closed = False

    def unsaved(self, job_id: str) -> Job | None:
        """Return a job as it is to be written down, unless it is."""
        return self._unsaved.get(job_id)

    @callback
    def note(self, job: Job) -> None:
        """Have a job be as it is now when something is written the next time."""
        self._unsaved[job.job_id] = job

    @callback
    def forget(self, job_id: str) -> None:
        """Drop what was noted of a job: it is written in another transaction."""
        self._unsaved.pop(job_id, None)

    @callback
    def save(self, jobs: Iterable[Job]) -> None:
        """Begin to write down jobs that were noted; what cannot be is written later."""
        self.begin(self._async_save_if_possible(jobs))

    @callback
    def begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Write, also when whoever asked for it goes away meanwhile."""
        task = create_eager_task(work)
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
        return task

    async def async_save(self, changed: Iterable[Job]) -> None:
        """Write down jobs that were noted, and what could not be written before.

        Raises JournalError; then it is tried again later, with the jobs as noted then.
        """
        jobs = list(self._unsaved.values() if self._is_failing else changed)
        try:
            await self._journal.async_update(*jobs)
        except JournalError as err:
            if not self._is_failing:
                LOGGER.error("The print journal cannot be written: %s", err)
            self._is_failing = True
            if self._retry is None and not self._is_closed:
                self._retry = asyncio.get_running_loop().call_later(
                    RETRY_AFTER, self._save_again
                )
            raise
        self._is_failing = False
        for job in jobs:
            if self._unsaved.get(job.job_id) is job:
                del self._unsaved[job.job_id]

    async def async_close(self) -> None:
        """Write down what is not yet, once more and for the last time."""
        self._is_closed = True
        if self._retry:
            self._retry.cancel()
            self._retry = None
        if self._writing:
            await asyncio.wait(self._writing)
        if self._unsaved:
            await self._async_save_if_possible(self._unsaved.values())

    async def _async_save_if_possible(self, jobs: Iterable[Job]) -> None:
        with suppress(JournalError):
            await self.async_save(jobs)

    @callback
    def _save_again(self) -> None:
        self._retry = None
        self.save(self._unsaved.values())
