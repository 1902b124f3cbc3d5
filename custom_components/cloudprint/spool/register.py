"""An account's jobs in memory; each change is written down before anyone is told."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, callback

from ..const import LOGGER
from .errors import SpoolUnwritableError
from .job import Job, JobState, Reason
from .journal import Journal, JournalError

type JobListener = Callable[[Job], None]
type _Waiter = tuple[Callable[[Job], bool], asyncio.Future[Job]]


class JobRegister:
    """The open jobs of one account, and the newest of those that have ended.

    A change is decided in memory first, so that no job is taken twice, then written
    down, and only then acted on and told.
    """

    def __init__(self, journal: Journal, entry_id: str) -> None:
        """Set up an empty register of an account."""
        self.entry_id: Final = entry_id
        self._journal = journal
        self._open: dict[str, Job] = {}
        self._busy: dict[tuple[str, str], str] = {}
        self._last: dict[str, Job] = {}
        self._last_finished: dict[str, Job] = {}
        self._undecided: dict[str, Job] = {}
        self._listeners: list[JobListener] = []
        self._waiters: defaultdict[str, list[_Waiter]] = defaultdict(list)
        self._is_failing = False

    async def async_load(self) -> None:
        """Read what the journal holds. Raises SpoolUnwritableError."""
        journal, entry_id = self._journal, self.entry_id
        try:
            last = await journal.async_last_jobs(entry_id)
            finished = await journal.async_last_jobs(entry_id, JobState.FINISHED)
            undecided = await journal.async_undecided_jobs(entry_id)
            open_jobs = await journal.async_open_jobs(entry_id)
        except JournalError as err:
            raise SpoolUnwritableError from err
        self._last |= {job.device_id: job for job in last}
        self._last_finished |= {job.device_id: job for job in finished}
        self._undecided |= {job.job_id: job for job in undecided}
        self._open |= {job.job_id: job for job in open_jobs}

    @property
    def open_jobs(self) -> list[Job]:
        """Return the jobs that have not ended, oldest first."""
        return list(self._open.values())

    @property
    def held_jobs(self) -> list[Job]:
        """Return the jobs that are held, oldest first."""
        return [job for job in self._open.values() if job.state is JobState.HELD]

    @property
    def undecided_jobs(self) -> list[Job]:
        """Return the unconfirmed jobs that a person has yet to decide on."""
        return list(self._undecided.values())

    @property
    def busy_printers(self) -> Collection[tuple[str, str]]:
        """Return the printers that a job is being sent to."""
        return self._busy.keys()

    def last_job(self, device_id: str) -> Job | None:
        """Return a printer's newest job."""
        return self._last.get(device_id)

    def last_finished(self, device_id: str) -> Job | None:
        """Return the job that a printer finished last."""
        return self._last_finished.get(device_id)

    async def async_get(self, job_id: str) -> Job | None:
        """Return one of the account's jobs, open or ended.

        Raises SpoolUnwritableError when the journal cannot be read.
        """
        if job := self._open.get(job_id):
            return job
        try:
            found = await self._journal.async_get(job_id)
        except JournalError as err:
            raise SpoolUnwritableError from err
        return found if found and found.entry_id == self.entry_id else None

    async def async_add(self, job: Job, *, before: Callable[[], None]) -> None:
        """Write a new job down, after `before` in the same thread.

        Raises SpoolUnwritableError, and then there is no such job.
        """
        previous = self._last.get(job.device_id)
        self._remember(job)
        try:
            await self._journal.async_add(job, before=before)
        except JournalError as err:
            self._forget(job, previous)
            raise SpoolUnwritableError from err
        self._tell(job)

    async def async_move(
        self, job: Job, state: JobState, reason: Reason | None = None, **changes: Any
    ) -> Job:
        """Move a job to another state, write that down, and tell everyone.

        A journal that cannot be written does not stop what has happened: it is tried
        again with the job's next change, and until then a restart would find the job in
        an earlier state, which is never sent again.
        """
        return (await self.async_move_all([job], state, reason, **changes))[0]

    async def async_move_all(
        self,
        jobs: Iterable[Job],
        state: JobState,
        reason: Reason | None = None,
        **changes: Any,
    ) -> list[Job]:
        """Move several jobs, all of them before anything else can happen to them."""
        moved = [job.moved(state, reason, **changes) for job in jobs]
        for job in moved:
            self._remember(job)
        try:
            await self._journal.async_update(*moved)
        except JournalError as err:
            if not self._is_failing:
                LOGGER.error("The print journal cannot be written: %s", err)
            self._is_failing = True
        else:
            self._is_failing = False
        for job in moved:
            self._tell(job)
        return moved

    async def async_begin(self, job: Job) -> Job:
        """Write down that a held job is about to be sent.

        Raises SpoolUnwritableError, and then it stays held and must not be sent.
        """
        sending = job.moved(JobState.SUBMITTING)
        self._remember(sending)
        try:
            await self._journal.async_update(sending)
        except JournalError as err:
            self._remember(job)
            raise SpoolUnwritableError from err
        self._tell(sending)
        return sending

    async def async_until(self, job: Job, is_reached: Callable[[Job], bool]) -> Job:
        """Return a job when it is as far as it should be, or the register closes."""
        job = self.current(job)
        if is_reached(job):
            return job
        waiter: _Waiter = (is_reached, asyncio.get_running_loop().create_future())
        self._waiters[job.job_id].append(waiter)
        try:
            return await waiter[1]
        finally:
            self._waiters[job.job_id].remove(waiter)
            if not self._waiters[job.job_id]:
                del self._waiters[job.job_id]

    @callback
    def async_add_listener(self, listener: JobListener) -> CALLBACK_TYPE:
        """Have a function called with each job that changed; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def close(self) -> None:
        """Let nobody wait any longer."""
        for job_id, waiters in self._waiters.items():
            for _, future in waiters:
                if not future.done():
                    future.set_result(self._open[job_id])

    def current(self, job: Job) -> Job:
        """Return a job as it is now."""
        return self._open.get(job.job_id) or self._undecided.get(job.job_id, job)

    def _remember(self, job: Job) -> None:
        if job.state is JobState.SUBMITTING:
            self._busy[job.printer_key] = job.job_id
        elif self._busy.get(job.printer_key) == job.job_id:
            del self._busy[job.printer_key]
        if job.state.is_final:
            self._open.pop(job.job_id, None)
        else:
            self._open[job.job_id] = job
        if job.awaits_decision:
            self._undecided[job.job_id] = job
        else:
            self._undecided.pop(job.job_id, None)
        last = self._last.get(job.device_id)
        if last is None or last.created_at <= job.created_at:
            self._last[job.device_id] = job
        if job.state is JobState.FINISHED:
            self._last_finished[job.device_id] = job

    def _forget(self, job: Job, previous: Job | None) -> None:
        self._open.pop(job.job_id, None)
        self._undecided.pop(job.job_id, None)
        if self._busy.get(job.printer_key) == job.job_id:
            del self._busy[job.printer_key]
        if previous is not None:
            self._last[job.device_id] = previous
        else:
            self._last.pop(job.device_id, None)

    def _tell(self, job: Job) -> None:
        for is_reached, future in self._waiters.get(job.job_id, ()):
            if not future.done() and is_reached(job):
                future.set_result(job)
        for listener in list(self._listeners):
            listener(job)
