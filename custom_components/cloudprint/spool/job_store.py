"""An account's jobs in memory, each change of which is written down."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import batched
from typing import Any, Final

from homeassistant.core import callback

from .counts import JobCounts
from .errors import JobDecidedError
from .job import Job, JobState, Reason
from .journal import Journal, JournalError
from .listeners import JobListeners
from .queue import JobQueue
from .writer import JobWriter

SLICE: Final = 50
"""So many jobs are moved before everything else in the event loop has its turn."""
RECENT_TASKS: Final = 1000
"""So many jobs back, a task of an earlier run is known."""
MAX_TASKS: Final = 10_000

type _Waiter = tuple[Callable[[Job], bool], asyncio.Future[Job]]


class JobStore(JobListeners):
    """The open jobs of one account, and the newest of those that have ended.

    What is decided here is decided in memory first, so that no job is taken twice, then
    written down, and only then done and told. What has happened elsewhere is told at
    once, and written down at the same time: it is true whatever becomes of the journal.
    """

    def __init__(self, journal: Journal, entry_id: str) -> None:
        """Set up an empty store for an account."""
        super().__init__()
        self.entry_id: Final = entry_id
        self._journal = journal
        self._writer = JobWriter(journal)
        self.waiting: Final = JobQueue()
        self.counts: Final = JobCounts()
        self._open: dict[str, Job] = {}
        self._taken: set[str] = set()
        self._tasks: dict[str, None] = {}
        self._busy: dict[tuple[str, str], str] = {}
        self._last: dict[str, Job] = {}
        self._last_finished: dict[str, Job] = {}
        self._undecided: dict[str, Job] = {}
        self._waiters: defaultdict[str, list[_Waiter]] = defaultdict(list)
        self._is_closed = False

    async def async_load(self) -> None:
        """Read what the journal holds. Raises JournalError."""
        journal, entry_id = self._journal, self.entry_id
        last = await journal.async_last_jobs(entry_id)
        finished = await journal.async_last_jobs(entry_id, JobState.FINISHED)
        undecided = await journal.async_undecided_jobs(entry_id)
        open_jobs = await journal.async_open_jobs(entry_id)
        recent = await journal.async_jobs(entry_ids=[entry_id], limit=RECENT_TASKS)
        self._last |= {job.device_id: job for job in last}
        self._last_finished |= {job.device_id: job for job in finished}
        self._undecided |= {job.job_id: job for job in undecided}
        for job in (*recent[::-1], *open_jobs):
            self._remember_task(job)
        for jobs in batched(open_jobs, SLICE, strict=False):
            for job in jobs:
                self.waiting.reserve(job, is_inherited=True)
                self._remember(job)
            await asyncio.sleep(0)

    @property
    def open_jobs(self) -> list[Job]:
        """Return the jobs that have not ended, oldest first."""
        return list(self._open.values())

    @property
    def held_jobs(self) -> list[Job]:
        """Return the jobs that are held, oldest first."""
        return [job for job in self.waiting.jobs if self.is_held(job)]

    def has_task(self, task_id: str) -> bool:
        """Return if a job has a task, or had it not long ago."""
        return task_id in self._tasks

    @property
    def undecided_jobs(self) -> list[Job]:
        """Return the unconfirmed jobs that a person has yet to decide on."""
        return list(self._undecided.values())

    @property
    def busy_printers(self) -> Collection[tuple[str, str]]:
        """Return the printers that a job is being sent to."""
        return self._busy.keys()

    def is_held(self, job: Job) -> bool:
        """Return if a job is held still, written down, and nobody's yet."""
        return (
            job.state is JobState.HELD
            and self._open.get(job.job_id) is job
            and job.job_id not in self._taken
        )

    def last_job(self, device_id: str) -> Job | None:
        """Return a printer's newest job."""
        return self._last.get(device_id)

    def last_finished(self, device_id: str) -> Job | None:
        """Return the job that a printer finished last."""
        return self._last_finished.get(device_id)

    @callback
    def reserve(self, job: Job) -> Job:
        """Count a new job among the others, which is nobody's before it is added."""
        self._taken.add(job.job_id)
        self.waiting.reserve(job)
        self._remember(job)
        return job

    @callback
    def dismiss(self, job: Job) -> Job:
        """Ask no longer about an unconfirmed job; return it as it is to be written.

        That is for async_add to do, with the jobs that are printed instead of it.
        Raises JobDecidedError.
        """
        job = self.current(job)
        if not job.awaits_decision:
            raise JobDecidedError(job)
        dismissed = job.with_state(job.state, job.reason, is_dismissed=True)
        self._remember(dismissed)
        self._writer.forget(job.job_id)
        return dismissed

    async def async_add(
        self,
        jobs: Sequence[Job],
        *,
        before: Callable[[], None],
        dismissed: Job | None = None,
    ) -> None:
        """Write new jobs that were taken down, after `before` in the same thread.

        They are there, but nobody is told before they are announced. `dismissed` is
        written in the same transaction. Raises JournalError, and then there is
        none of them, and a job that was dismissed is asked about again.
        """
        changed = [] if dismissed is None else [dismissed]
        try:
            await self._journal.async_add(*jobs, before=before, changed=changed)
        except BaseException as err:
            for job in jobs:
                self._forget(job)
                self._leave_printer(job)
            if dismissed and not isinstance(err, asyncio.CancelledError):
                self.transition(
                    dismissed, dismissed.state, dismissed.reason, is_dismissed=False
                )
            raise
        finally:
            for job in jobs:
                self._give_back(job)
        if dismissed:
            self._tell([dismissed])

    @callback
    def notify_added(self, jobs: Sequence[Job]) -> None:
        """Tell everyone of new jobs that were added."""
        for job in jobs:
            self._last[job.device_id] = job
        self._tell(jobs)

    @callback
    def transition(
        self, job: Job, state: JobState, reason: Reason | None = None, **changes: Any
    ) -> Job:
        """Tell everyone that a job has come to another state, and write that down.

        A journal that cannot be written does not stop what has happened: it is tried
        again later, and until then a restart would find the job in an earlier state,
        from which it is not sent again.
        """
        moved = job.with_state(state, reason, **changes)
        self._change([moved])
        self._tell([moved])
        return moved

    async def async_transition_all(
        self, jobs: Iterable[Job], change: Callable[[Job], Job | None]
    ) -> list[Job]:
        """Move held jobs, a few at a time: everything else has its turn in between.

        `change` returns what a job is from now on, or None if it stays as it is; it is
        called when the job's turn has come, if it is held still. Returns the jobs that
        were moved. Each is told at once, but how many there are now only at the end.
        """
        all_moved = list[Job]()
        try:
            for number, some in enumerate(batched(jobs, SLICE, strict=False)):
                if number:
                    await asyncio.sleep(0)
                moved = [
                    new
                    for known in some
                    if (job := self._open.get(known.job_id)) is not None
                    and self.is_held(job)
                    and (new := change(job)) is not None
                ]
                self._change(moved)
                for job in moved:
                    self._tell_one(job)
                all_moved += moved
        finally:
            self._tell_update({job.device_id for job in all_moved})
        return all_moved

    def _change(self, moved: Collection[Job]) -> None:
        """Take jobs as they are from now on, and write that down."""
        for job in moved:
            self._remember(job)
            self._writer.note(job)
        # Begun first, so that whoever is told and reads the journal finds it there.
        if moved:
            self._writer.save(moved)

    async def async_try_transition(
        self, job: Job, state: JobState, reason: Reason | None = None
    ) -> Job:
        """Move a held job to another state, but only if that can be written down.

        Until it is, nobody else can take the job. Raises JournalError, and then
        it is held as before.
        """
        moved = job.with_state(state, reason)
        self._taken.add(job.job_id)
        self._count(job.job_id)
        self._writer.note(moved)
        if state is JobState.SUBMITTING:
            self._busy[job.printer_key] = job.job_id
        await asyncio.shield(self._writer.begin(self._async_try_transition(job, moved)))
        return moved

    async def _async_try_transition(self, job: Job, moved: Job) -> None:
        try:
            await self._writer.async_save([moved])
        except JournalError:
            self._writer.note(job)
            self._writer.save([job])
            self._leave_printer(job)
            raise
        finally:
            self._give_back(job)
        self._remember(moved)
        self._tell([moved])

    async def async_until(self, job: Job, is_reached: Callable[[Job], bool]) -> Job:
        """Return a job when it is as far as it should be, or the store is closed."""
        job = self.current(job)
        if not job.state.is_final and job.job_id not in self._open:
            # It ended while its record was on the way here.
            with suppress(JournalError):
                job = await self._journal.async_get(job.job_id) or job
            return job
        if is_reached(job) or self._is_closed:
            return job
        reached: asyncio.Future[Job] = asyncio.get_running_loop().create_future()
        waiter = (is_reached, reached)
        self._waiters[job.job_id].append(waiter)
        try:
            return await reached
        finally:
            self._waiters[job.job_id].remove(waiter)
            if not self._waiters[job.job_id]:
                del self._waiters[job.job_id]

    async def async_close(self) -> None:
        """Write down what is not yet, and let nobody wait any longer."""
        self._is_closed = True
        await self._writer.async_close()
        for job_id, waiters in self._waiters.items():
            for _, future in waiters:
                if not future.done():
                    future.set_result(self._open[job_id])

    def current(self, job: Job) -> Job:
        """Return a job as it is now, as far as is known here."""
        for known in (self._open.get, self._undecided.get, self._writer.unsaved):
            if (found := known(job.job_id)) is not None:
                return found
        if job.awaits_decision:
            # Somebody has decided since.
            return replace(job, is_dismissed=True)
        return job

    def _remember(self, job: Job) -> None:
        """Take a job as it is from now on; whoever has waited for that goes on soon."""
        if job.state is JobState.SUBMITTING:
            self._busy[job.printer_key] = job.job_id
        else:
            self._leave_printer(job)
        if job.state.is_final:
            self._forget(job)
        else:
            self._open[job.job_id] = job
            self.waiting.update(job)
            self._count(job.job_id)
        self._remember_task(job)
        if job.awaits_decision:
            self._undecided[job.job_id] = job
        else:
            self._undecided.pop(job.job_id, None)
        for is_reached, future in self._waiters.get(job.job_id, ()):
            if not future.done() and is_reached(job):
                future.set_result(job)

    def _forget(self, job: Job) -> None:
        """Forget a job that is not open any more."""
        self._open.pop(job.job_id, None)
        self.counts.discard(job.job_id)
        self.waiting.forget(job)

    def _give_back(self, job: Job) -> None:
        """Let a job that was taken be everyone's again."""
        self._taken.discard(job.job_id)
        self._count(job.job_id)

    def _count(self, job_id: str) -> None:
        """Count a job as it is now, if it is open."""
        if (job := self._open.get(job_id)) is not None:
            self.counts.note(job, is_taken=job_id in self._taken)

    def _remember_task(self, job: Job) -> None:
        """Remember that a task is a job's, for as long as there are not many newer."""
        if job.task_id is None:
            return
        self._tasks[job.task_id] = None
        if len(self._tasks) > MAX_TASKS:
            del self._tasks[next(iter(self._tasks))]

    def _leave_printer(self, job: Job) -> None:
        if self._busy.get(job.printer_key) == job.job_id:
            del self._busy[job.printer_key]

    def _tell(self, jobs: Collection[Job]) -> None:
        """Tell everyone of jobs that changed."""
        for job in jobs:
            self._tell_one(job)
        self._tell_update({job.device_id for job in jobs})

    def _tell_one(self, job: Job) -> None:
        if (last := self._last.get(job.device_id)) and last.job_id == job.job_id:
            self._last[job.device_id] = job
        if job.state is JobState.FINISHED:
            self._last_finished[job.device_id] = job
        self._tell_job(job)
