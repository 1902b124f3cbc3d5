"""The jobs of an account in memory; each change is written to the journal."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence, Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE

from ..const import LOGGER
from .job import FINAL_STATES, Job, JobState, PrinterKey, Reason, TaskIds
from .job_counts import JobCounts
from .journal import Journal, JournalError
from .ledger import select_printed
from .queue import JobQueue, async_slices
from .submission import REPLACES_NOTHING, How, Replaced
from .tasks import Tasks

WRITE_AGAIN_AFTER: Final = 60  # seconds, after a failed write

type _Waiter = tuple[Callable[[Job], bool], asyncio.Future[Job]]
type JobListener = Callable[[Job], None]
type UpdateListener = Callable[[AbstractSet[str]], None]  # with device ids


class JobStore:
    """The open jobs of one account, and the newest of those that have ended.

    A decision of ours, such as to send a job, is reserved in memory so that it is made
    once, then written, and only then carried out and notified. An event outside, such
    as the cloud's answer, is notified at once and written at the same time: it is true
    even if the journal cannot be written.
    """

    def __init__(self, journal: Journal, entry_id: str) -> None:
        """Set up an empty store for an account."""
        self.entry_id: Final = entry_id
        self._journal = journal
        self.waiting: Final = JobQueue()
        self.counts: Final = JobCounts()
        self.tasks: Final = TaskIds()
        self._open: dict[str, Job] = {}
        self._reserved: set[str] = set()
        self.busy_printers: dict[PrinterKey, str] = {}  # and the job being sent
        self._last: dict[str, Job] = {}
        self.last_finished: dict[str, Job] = {}  # of each printer
        self.last_notable: dict[str, Job] = {}  # that ended, or was asked about
        self.printed_pages = Counter[str]()  # that each printer has ever finished
        self._undecided: dict[str, Job] = {}
        self._unseen = set[str]()  # in preparation, and not last jobs yet
        self._waiters = defaultdict[str, list[_Waiter]](list)
        self._listeners: list[tuple[JobListener, bool]] = []
        self._update_listeners: list[UpdateListener] = []
        self._updated = set[str]()  # devices, for the end of this loop iteration
        self._staged: dict[str, Job] = {}  # changes that are not in the journal yet
        self._writing: Final = Tasks()  # also if the caller is cancelled
        self._retry: asyncio.TimerHandle | None = None
        self._is_failing = False
        self._is_closing = False
        self._is_closed = False

    async def async_load(self) -> None:
        """Read the jobs from the journal. Raises JournalError."""
        journal, entry_id = self._journal, self.entry_id
        last = await journal.async_last_jobs(entry_id)
        finished = await journal.async_last_jobs(entry_id, {JobState.FINISHED})
        ended = await journal.async_last_jobs(entry_id, FINAL_STATES)
        open_jobs = await journal.async_open_jobs(entry_id)
        self.printed_pages |= await journal.async_run(
            lambda: select_printed(journal.database, entry_id)
        )
        tasks = await journal.async_tasks(entry_id)
        self._last |= {job.device_id: job for job in last}
        self.last_finished |= {job.device_id: job for job in finished}
        for job in (*ended, *open_jobs):
            self._keep_notable(job)
        for job_id, task_id, alias in tasks:
            self.tasks.add(job_id, task_id, alias)
        async for jobs in async_slices(_sort(open_jobs)):
            for job in jobs:
                if job.state is JobState.PREPARING:
                    self._unseen.add(job.job_id)
                if not job.state.is_final:
                    self.waiting.reserve(job, is_restored=True)
                self._remember(job)

    def async_add_listener(
        self, listener: JobListener, *, preparing: bool = False
    ) -> CALLBACK_TYPE:
        """Call a function with each job that changes; return what removes it.

        It is called with jobs in preparation only if `preparing`.
        """
        added = listener, preparing
        self._listeners.append(added)
        return lambda: self._listeners.remove(added)

    def async_add_update_listener(self, listener: UpdateListener) -> CALLBACK_TYPE:
        """Call a function after changes of jobs, once a loop iteration; return what removes it."""
        self._update_listeners.append(listener)
        return lambda: self._update_listeners.remove(listener)

    @property
    def open_jobs(self) -> list[Job]:
        """Return the jobs that have not ended, oldest first."""
        return list(self._open.values())

    @property
    def held_jobs(self) -> list[Job]:
        """Return the jobs that are held, oldest first, without unapproved ones."""
        return [
            job
            for job in self.waiting.jobs
            if self.is_held(job) and not job.needs_approval
        ]

    @property
    def unapproved_jobs(self) -> list[Job]:
        """Return the jobs that need an approval, oldest first."""
        return [job for job in self._open.values() if job.needs_approval]

    @property
    def undecided_jobs(self) -> list[Job]:
        """Return the unconfirmed jobs that await a decision."""
        return list(self._undecided.values())

    def is_held(self, job: Job) -> bool:
        """Return whether a job is held in this version, and is not reserved."""
        return job.state is JobState.HELD and self.is_waiting(job)

    def is_waiting(self, job: Job) -> bool:
        """Return whether a job can be canceled in this version, and is not reserved."""
        return (
            job.state.is_waiting
            and self._open.get(job.job_id) is job
            and job.job_id not in self._reserved
        )

    def find_preparing(self, job: Job) -> Job | None:
        """Return a job's current version if it is in preparation, and not reserved."""
        current = self._open.get(job.job_id)
        is_preparing = current is not None and current.state is JobState.PREPARING
        return current if is_preparing and job.job_id not in self._reserved else None

    def last_job(self, device_id: str) -> Job | None:
        """Return a printer's newest job."""
        return self._last.get(device_id)

    def reserve(self, job: Job, *, beside: Job | None = None) -> Job:
        """Reserve a new job's place in the queue, or one `beside` another's."""
        self._reserved.add(job.job_id)
        self.waiting.reserve(job, beside=beside)
        self._remember(job)
        return job

    async def async_add(
        self,
        jobs: Sequence[Job],
        *,
        before: Callable[[], None],
        replaces: Replaced = REPLACES_NOTHING,
    ) -> list[Job]:
        """Write reserved jobs, after `before` in the same thread. Raises JournalError.

        What they replace ends in the same transaction, and is returned as it is then.
        Neither is notified; after an error all is as it was.
        """
        ended, prepared = replaces.end(jobs), replaces.prepared
        added, continuing = (jobs, ()) if prepared is None else (jobs[1:], jobs[:1])
        for job in replaces.jobs:
            self._staged.pop(job.job_id, None)
        if replaces.how is How.AGAIN:
            # A second decision is refused from now on.
            for job in ended:
                self._remember(job)
        else:
            for job in replaces.jobs:
                self._reserved.add(job.job_id)
                self._count(job.job_id)
        try:
            await self._journal.async_add(
                *added,
                before=before,
                changed=[*continuing, *ended],
                replaced=replaces.jobs,
            )
        except BaseException as err:
            for job in added:
                self._discard(job)
                self._leave_printer(job)
            # Otherwise they may be written: what is moved is not sent in this run.
            if not isinstance(err, asyncio.CancelledError):
                if prepared is not None:
                    self.waiting.reserve(prepared)
                self.update(*replaces.jobs)
                for job in replaces.jobs:
                    self._release(job)
                if replaces.how is How.AGAIN:
                    self._notify(replaces.jobs)
            raise
        finally:
            for job in jobs:
                self._release(job)
        for job in ended:
            self._remember(job)
            self._release(job)
        return ended

    def notify_added(self, jobs: Sequence[Job], ended: Sequence[Job] = ()) -> None:
        """Notify listeners of new jobs, and then of those that ended by them."""
        first = jobs[0]
        is_newest = first.job_id not in self._unseen or self._is_first_seen(first)
        for job in jobs:
            if job.state is JobState.PREPARING:
                self._unseen.add(job.job_id)
            elif is_newest:
                self._last[job.device_id] = job
        self._notify(jobs)
        self._notify(ended)

    def transition(
        self, job: Job, state: JobState, reason: Reason | None = None, **changes: Any
    ) -> Job:
        """Change a job's state, notify listeners, and start to write it."""
        # It may have been answered since the caller got it.
        changes = {"ipp": self.current(job).ipp} | changes
        changed = job.with_state(state, reason, **changes)
        self.update(changed)
        self._notify([changed])
        return changed

    def set_answered(self, job: Job) -> bool:
        """Write that a job's client was told; return false if that is not possible now."""
        job = self.current(job)
        is_gone = not job.state.is_final and job.job_id not in self._open
        if is_gone or job.job_id in self._reserved or job.ipp is None:
            return False
        self.update(replace(job, ipp=replace(job.ipp, is_answered=True)))
        return True

    async def async_write(self, changed: Job) -> Job:
        """Write how far the preparation of a job has come. Raises JournalError."""
        self._remember(changed)
        self._stage(changed)
        await asyncio.shield(self._writing.start(self._async_write([changed]), "write"))
        return changed

    async def async_transition_all(
        self, jobs: Iterable[Job], change: Callable[[Job], Job | None]
    ) -> list[Job]:
        """Change waiting jobs in slices by what `change` returns; return the changed ones."""
        all_changed = list[Job]()
        try:
            async for some in async_slices(jobs):
                changed = [
                    new
                    for held in some
                    if (job := self._open.get(held.job_id)) is not None
                    and self.is_waiting(job)
                    and (new := change(job)) is not None
                ]
                self.update(*changed)
                for job in changed:
                    self._notify_job(job)
                all_changed += changed
        finally:
            self._notify_update({job.device_id for job in all_changed})
        return all_changed

    def update(self, *changed: Job) -> None:
        """Keep and write versions of jobs that listeners are not notified of."""
        for job in changed:
            self._remember(job)
            self._stage(job)
        # Before listeners are notified, so that they can read it from the journal.
        if changed:
            self._write(changed)

    async def async_try_transition(
        self, job: Job, state: JobState, reason: Reason | None = None, **changes: Any
    ) -> Job:
        """Write and then make a waiting job's change of state. Raises JournalError."""
        changed = job.with_state(state, reason, **changes)
        if state is JobState.SUBMITTING:
            self.busy_printers[job.printer_key] = job.job_id
        await self.async_try_change([job], [changed])
        return changed

    async def async_try_change(self, jobs: Sequence[Job], new: Sequence[Job]) -> None:
        """Write and then make changes of waiting jobs, all or none. Raises JournalError."""
        for job, changed in zip(jobs, new, strict=True):
            self._reserved.add(job.job_id)
            self._count(job.job_id)
            self._stage(changed)
        change = self._async_try_change(jobs, new)
        await asyncio.shield(self._writing.start(change, "write"))

    async def _async_try_change(self, jobs: Sequence[Job], new: Sequence[Job]) -> None:
        try:
            await self._async_write(new)
        except JournalError:
            self.update(*jobs)
            raise
        finally:
            for job in jobs:
                self._release(job)
        for changed in new:
            self._remember(changed)
        self._notify(new)

    async def async_until(self, job: Job, is_reached: Callable[[Job], bool]) -> Job:
        """Return a job once a condition is met, or the store is closed."""
        job = self.current(job)
        if not job.state.is_final and job.job_id not in self._open:
            # It ended after its record was read.
            with suppress(JournalError):
                job = await self._journal.async_get(job.job_id) or job
            return job
        if is_reached(job) or self._is_closing:
            return job
        reached: asyncio.Future[Job] = asyncio.get_running_loop().create_future()
        waiter, waiters = (is_reached, reached), self._waiters[job.job_id]
        waiters.append(waiter)
        try:
            return await reached
        finally:
            waiters.remove(waiter)
            if not waiters:
                del self._waiters[job.job_id]

    async def async_close(self) -> None:
        """Write all changes once more, and no others after that, and end all waits."""
        self._is_closing = True
        if self._retry:
            self._retry.cancel()
            self._retry = None
        await self._writing.async_wait()
        if self._staged:
            self._write(self._staged.values())
            await self._writing.async_wait()
        # Another store of the account may change its jobs from now on.
        self._is_closed = True
        for job_id, waiters in self._waiters.items():
            for _, future in waiters:
                if not future.done():
                    future.set_result(self._open[job_id])

    def _stage(self, job: Job) -> None:
        if not self._is_closed:
            self._staged[job.job_id] = job

    def _write(self, jobs: Iterable[Job]) -> None:
        """Start to write staged jobs; retry later if that fails."""

        async def write() -> None:
            with suppress(JournalError):
                await self._async_write(jobs)

        self._writing.start(write(), "write")

    def _write_again(self) -> None:
        self._retry = None
        self._write(self._staged.values())

    async def _async_write(self, changed: Iterable[Job]) -> None:
        """Write staged jobs, and those that could not be written before."""
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

    def current(self, job: Job) -> Job:
        """Return the newest known version of a job."""
        for get in (self._open.get, self._undecided.get, self._staged.get):
            if (current := get(job.job_id)) is not None:
                return current
        if job.awaits_decision:
            # It was decided on since.
            return replace(job, is_dismissed=True)
        return job

    def _remember(self, job: Job) -> None:
        if job.state is JobState.SUBMITTING:
            self.busy_printers[job.printer_key] = job.job_id
        else:
            self._leave_printer(job)
        if job.state.is_final:
            self._discard(job)
        else:
            self._open[job.job_id] = job
            self.waiting.update(job)
            self._count(job.job_id)
        self.tasks.add(job.job_id, job.sent.task_id, job.sent.alias)
        if job.awaits_decision:
            self._undecided[job.job_id] = job
        else:
            self._undecided.pop(job.job_id, None)
        for is_reached, future in self._waiters.get(job.job_id, ()):
            if not future.done() and is_reached(job):
                future.set_result(job)

    def _discard(self, job: Job) -> None:
        self._open.pop(job.job_id, None)
        self.counts.discard(job.job_id)
        self.waiting.discard(job)

    def _release(self, job: Job) -> None:
        self._reserved.discard(job.job_id)
        self._count(job.job_id)

    def _count(self, job_id: str) -> None:
        if (job := self._open.get(job_id)) is not None:
            # Neither reserved jobs nor unapproved ones count as held.
            is_reserved = job_id in self._reserved or job.needs_approval
            self.counts.update(job, is_reserved=is_reserved)

    def _leave_printer(self, job: Job) -> None:
        if self.busy_printers.get(job.printer_key) == job.job_id:
            del self.busy_printers[job.printer_key]

    def _notify(self, jobs: Collection[Job]) -> None:
        for job in jobs:
            self._notify_job(job)
        self._notify_update({job.device_id for job in jobs})

    def _notify_job(self, job: Job) -> None:
        is_preparing = job.state is JobState.PREPARING
        last = self._last.get(job.device_id)
        is_last = last and last.job_id == job.job_id and not is_preparing
        if is_last or self._is_first_seen(job):
            self._last[job.device_id] = job
        self._keep_notable(job)
        if job.state is JobState.FINISHED:
            self.last_finished[job.device_id] = job
            self.printed_pages[job.device_id] += job.pages.impressions or 0
        followed = [
            listener
            for listener, preparing in self._listeners
            # The wait for its approval has ended.
            if preparing or not is_preparing or job.approval is not None
        ]
        _call(followed, job)

    def _keep_notable(self, job: Job) -> None:
        """Keep a job if people look for what became of it, and no newer one's outcome."""
        if job.state.is_final or job.approval is not None:
            last = self.last_notable.get(job.device_id, job)
            # The newest job's id is not the last one after the clock was set back.
            if self._last.get(job.device_id) is job or last.job_id <= job.job_id:
                self.last_notable[job.device_id] = job

    def _is_first_seen(self, job: Job) -> bool:
        """Return whether a job that was prepared is its printer's newest one now."""
        if job.state is JobState.PREPARING or job.job_id not in self._unseen:
            return False
        self._unseen.discard(job.job_id)
        last = self._last.get(job.device_id)
        return last is None or last.created_at <= job.created_at

    def _notify_update(self, device_ids: AbstractSet[str]) -> None:
        # A print goes on first: states are written while it waits for the service.
        if device_ids and not self._updated:
            asyncio.get_running_loop().call_soon(self._call_update_listeners)
        self._updated |= device_ids

    def _call_update_listeners(self) -> None:
        device_ids, self._updated = self._updated, set()
        _call(list(self._update_listeners), device_ids)


def _sort(jobs: Sequence[Job]) -> list[Job]:
    """Return jobs in the order of the queue: approved ones since the decision."""
    since, times = datetime.min.replace(tzinfo=UTC), dict[str, datetime]()
    for job in jobs:
        since = max(since, job.created_at)
        decision = job.approval and job.approval.decision
        times[job.job_id] = max(since, decision.at) if decision else since
    return sorted(jobs, key=lambda job: times[job.job_id])


def _call[_T](listeners: Sequence[Callable[[_T], None]], change: _T) -> None:
    """Call listeners; an error in one affects neither the job nor the others."""
    for listener in listeners:
        try:
            listener(change)
        except Exception:  # noqa: BLE001 - a listener must not stop a job
            LOGGER.exception("Error in a listener of job changes")
