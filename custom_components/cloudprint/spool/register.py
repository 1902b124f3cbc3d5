"""An account's jobs in memory, each change of which is written down."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, callback

from ..const import LOGGER
from .errors import JobDecidedError, SpoolUnwritableError
from .job import Job, JobState, Reason
from .journal import Journal, JournalError
from .writer import JobWriter

type JobListener = Callable[[Job], None]
type _Waiter = tuple[Callable[[Job], bool], asyncio.Future[Job]]


class JobRegister:
    """The open jobs of one account, and the newest of those that have ended.

    What is decided here is decided in memory first, so that no job is taken twice, then
    written down, and only then done and told. What has happened elsewhere is told at
    once, and written down at the same time: it is true whatever becomes of the journal.
    """

    def __init__(self, journal: Journal, entry_id: str) -> None:
        """Set up an empty register of an account."""
        self.entry_id: Final = entry_id
        self._journal = journal
        self._writer = JobWriter(journal)
        self._open: dict[str, Job] = {}
        self._taken: set[str] = set()
        self._busy: dict[tuple[str, str], str] = {}
        self._last: dict[str, Job] = {}
        self._last_finished: dict[str, Job] = {}
        self._undecided: dict[str, Job] = {}
        self._listeners: list[JobListener] = []
        self._waiters: defaultdict[str, list[_Waiter]] = defaultdict(list)
        self._is_closed = False

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
        return [job for job in self.queue if self.is_held(job)]

    @property
    def queue(self) -> list[Job]:
        """Return the held jobs, and those among them that are about to be something else.

        They keep their place before the jobs behind them. Oldest first.
        """
        return [job for job in self._open.values() if job.state is JobState.HELD]

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
    def take(self, job: Job) -> Job:
        """Count a new job among the others, which is nobody's before it is added."""
        self._taken.add(job.job_id)
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
        dismissed = job.moved(job.state, job.reason, is_dismissed=True)
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
        written in the same transaction. Raises SpoolUnwritableError, and then there is
        none of them, and a job that was dismissed is asked about again.
        """
        changed = [] if dismissed is None else [dismissed]
        try:
            await self._journal.async_add(*jobs, before=before, changed=changed)
        except BaseException as err:
            for job in jobs:
                self._open.pop(job.job_id, None)
                self._leave_printer(job)
            if dismissed and not isinstance(err, asyncio.CancelledError):
                self.move(
                    dismissed, dismissed.state, dismissed.reason, is_dismissed=False
                )
            if isinstance(err, JournalError):
                raise SpoolUnwritableError from err
            raise
        finally:
            self._taken.difference_update(job.job_id for job in jobs)
        if dismissed:
            self._tell(dismissed)

    @callback
    def announce(self, jobs: Sequence[Job]) -> None:
        """Tell everyone of new jobs that were added."""
        for job in jobs:
            self._last[job.device_id] = job
            self._tell(job)

    @callback
    def move(
        self, job: Job, state: JobState, reason: Reason | None = None, **changes: Any
    ) -> Job:
        """Tell everyone that a job has come to another state, and write that down.

        A journal that cannot be written does not stop what has happened: it is tried
        again later, and until then a restart would find the job in an earlier state,
        from which it is not sent again.
        """
        return self.move_all([job], state, reason, **changes)[0]

    @callback
    def move_all(
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
            self._writer.note(job)
        # Begun first, so that whoever is told and reads the journal finds it there.
        self._writer.save(moved)
        for job in moved:
            self._tell(job)
        return moved

    async def async_try_move(
        self, job: Job, state: JobState, reason: Reason | None = None
    ) -> Job:
        """Move a held job to another state, but only if that can be written down.

        Until it is, nobody else can take the job. Raises SpoolUnwritableError, and then
        it is held as before.
        """
        moved = job.moved(state, reason)
        self._taken.add(job.job_id)
        self._writer.note(moved)
        if state is JobState.SUBMITTING:
            self._busy[job.printer_key] = job.job_id
        await asyncio.shield(self._writer.begin(self._async_try_move(job, moved)))
        return moved

    async def _async_try_move(self, job: Job, moved: Job) -> None:
        try:
            await self._writer.async_save([moved])
        except JournalError as err:
            self._writer.note(job)
            self._writer.save([job])
            self._leave_printer(job)
            raise SpoolUnwritableError from err
        finally:
            self._taken.discard(job.job_id)
        self._remember(moved)
        self._tell(moved)

    async def async_until(self, job: Job, is_reached: Callable[[Job], bool]) -> Job:
        """Return a job when it is as far as it should be, or the register closes."""
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

    @callback
    def async_add_listener(self, listener: JobListener) -> CALLBACK_TYPE:
        """Have a function called with each job that changed; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

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
            self._open.pop(job.job_id, None)
        else:
            self._open[job.job_id] = job
        if job.awaits_decision:
            self._undecided[job.job_id] = job
        else:
            self._undecided.pop(job.job_id, None)
        for is_reached, future in self._waiters.get(job.job_id, ()):
            if not future.done() and is_reached(job):
                future.set_result(job)

    def _leave_printer(self, job: Job) -> None:
        if self._busy.get(job.printer_key) == job.job_id:
            del self._busy[job.printer_key]

    def _tell(self, job: Job) -> None:
        if (last := self._last.get(job.device_id)) and last.job_id == job.job_id:
            self._last[job.device_id] = job
        if job.state is JobState.FINISHED:
            self._last_finished[job.device_id] = job
        for listener in list(self._listeners):
            try:
                listener(job)
            except Exception:  # noqa: BLE001 - whoever shows a job must not stop it
                LOGGER.exception("A job's change could not be shown")
