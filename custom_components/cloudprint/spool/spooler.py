"""The spooler of one account: prints, cancels, releases and reprints jobs."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence, Set as AbstractSet
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.util.ulid import ulid_now

from ..document.content import Content
from .clock import ClockReading
from .content_store import ContentStore
from .dispatcher import STOP_TIMEOUT, Dispatcher
from .errors import (
    JobDecidedError,
    JobNotHeldError,
    KeyUsedError,
    PrinterBusyError,
    SpoolStoppedError,
)
from .job import Decision, Job, JobState, Reason
from .job_store import JobStore
from .journal import Journal, JournalError
from .ledger import Limits, check_limits
from .preparation import Preparation, StoredDocument
from .preparer import Prepare, Preparer
from .submission import REPLACES_NOTHING, How, Replaced, Submission
from .tasks import Tasks

KEY_LIFETIME: Final = timedelta(hours=24)  # an idempotency key returns its jobs


class Spooler:
    """Admits jobs, and carries out the requests of users."""

    def __init__(
        self,
        hass: HomeAssistant,
        journal: Journal,
        store: JobStore,
        contents: ContentStore,
        dispatcher: Dispatcher,
    ) -> None:
        """Set up a spooler that is not running."""
        self._journal = journal
        self.contents: Final = contents
        self._dispatcher = dispatcher
        self._preparer = Preparer(hass, store, dispatcher)
        self._keyed = asyncio.Lock()
        self._deciding = asyncio.Lock()
        self.accepting: Final = Tasks()  # of documents, before they are jobs
        self._admitting: Final = Tasks()
        self._is_running = False
        self._store = store

    async def async_load(self) -> None:
        """Read jobs and contents. Raises JournalError."""
        await self._store.async_load()
        await self.contents.async_start(self._store.open_jobs)
        await self._dispatcher.manual_duplex.async_load()
        self._store.async_add_listener(self.contents.job_changed, preparing=True)

    def start(self, prepare: Prepare) -> None:
        """Start to prepare and to send new jobs, once there are entities to show them."""
        self._is_running = True
        self._dispatcher.start()
        self._preparer.start(prepare)

    def resume(self) -> None:
        """Resume earlier jobs, once there are automations that follow them."""
        self._dispatcher.resume()
        for job in self._store.open_jobs:
            self._preparer.resume(job)

    async def async_finish(self) -> None:
        """Refuse new jobs, interrupt preparations, and finish what is being sent."""
        await self.accepting.async_wait(STOP_TIMEOUT)
        self._is_running = False
        await self._preparer.async_stop()
        await self._admitting.async_wait()
        await self._dispatcher.async_stop()

    async def async_stop(self) -> None:
        """Finish, write all changes, and end all waits."""
        await self.async_finish()
        await self.contents.async_stop()
        await self._store.async_close()

    async def async_admit(
        self,
        new: Sequence[tuple[Job, Content | None]],
        replaces: Replaced = REPLACES_NOTHING,
        *,
        limits: Limits = (),
        files: Sequence[Path] = (),
    ) -> list[Job]:
        """Write new jobs, all or none, in the place of others, and send what can be sent.

        One without content is prepared later; `files` of its documents are taken over.
        Returns the new jobs, or the jobs of an earlier call with the same idempotency key.
        Raises SpoolStoppedError, SpoolFullError, KeyUsedError, JournalError, PagesUsedUpError,
        and JobNotHeldError or JobDecidedError if what they replace has ended or a moved
        one would end at once; then nothing has changed.
        """
        self._check_running()
        return await self._async_shield(
            self._async_admit_once(new, replaces, limits, files)
        )

    async def async_print(
        self,
        submissions: Sequence[Submission],
        replaces: Replaced = REPLACES_NOTHING,
        *,
        limits: Limits = (),
    ) -> list[Job]:
        """Admit jobs, and return each with its first result. Raises as `async_admit`.

        What is printed again is unconfirmed as before if all of them have failed. Else
        its back pass is canceled, which waited for paper that did not come out.
        """
        replaced = [self._store.current(job) for job in replaces.jobs]
        admitted = await self.async_admit(submissions, replaces, limits=limits)
        printed = await self._async_settled(admitted)
        if replaces.how is How.AGAIN:
            have_failed = all(job.state.is_failure for job in printed)
            for job in replaced:
                if have_failed:
                    self._store.transition(job, job.state, job.reason)
                else:
                    await self._async_cancel_back_pass(job)
        return printed

    async def async_keep_document(
        self, job: Job, data: bytes, **details: Any
    ) -> Preparation:
        """Make data a job's document from now on. Raises SpoolFullError, JournalError."""
        content_id, size = ulid_now(), len(data)
        document = StoredDocument(content_id=content_id, size=size, **details)
        job = replace(job, content=replace(job.content, size=size))
        job = job.with_preparation(documents=(document,), is_address=False)
        assert job.preparation is not None
        async with self.contents.async_reserve_documents(content_id, job.preparation):
            await self.contents.async_write(content_id, data)
        self.contents.move_documents(content_id, job.job_id)
        await self._store.async_write(job)
        return job.preparation

    async def _async_shield[T](self, admission: Coroutine[Any, Any, T]) -> T:
        """Admit jobs, and send them, even if the caller is cancelled."""
        return await asyncio.shield(self._admitting.start(admission, "admission"))

    async def async_get_keyed_jobs(
        self, key: str, device_ids: AbstractSet[str]
    ) -> list[Job]:
        """Return the jobs of an earlier call with a key. Raises JournalError, KeyUsedError."""
        return await self._async_settled(await self._async_keyed_jobs(key, device_ids))

    async def async_wait(self, job: Job, seconds: float | None = None) -> Job:
        """Return a job once it has ended, or as it is after some seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._async_follow(job, lambda job: job.state.is_final)
        return await self._async_follow(job, lambda job: True)

    async def async_cancel(self, job: Job) -> Job:
        """Cancel a waiting job. Raises SpoolStoppedError, JobNotHeldError, JournalError."""
        self._check_running()
        try:
            if self._store.find_preparing(job) is not None:
                # What is converted meanwhile would print.
                await self._preparer.async_interrupt(job.job_id)
            job = self._store.current(job)
            if not self._store.is_waiting(job):
                raise JobNotHeldError(job)
            return await self._store.async_try_transition(
                job, JobState.CANCELED, Reason.BY_HAND
            )
        finally:
            self._preparer.resume(job)
            # The next job may be sent.
            self._dispatcher.wake([job])

    async def async_release(self, device_id: str | None = None) -> list[Job]:
        """Send held jobs at any hour, to offline printers, too. Raises SpoolStoppedError."""
        self._check_running()
        held = [
            job
            for job in self._store.held_jobs
            if device_id in (None, job.device_id) and job.gate is None
        ]
        if not held:
            return []
        return await self._async_settled(await self._async_release(held))

    async def _async_release(self, held: Sequence[Job]) -> list[Job]:
        try:
            released = await self._store.async_transition_all(held, _released)
            await self._dispatcher.async_probe()
        finally:
            # Also if the caller is cancelled.
            self._dispatcher.wake(held)
        return released

    async def async_decide_approval(
        self,
        jobs: Sequence[Job],
        decision: Decision,
        *,
        message: str | None = None,
        made: Sequence[Submission] = (),
    ) -> list[Job]:
        """Approve or deny jobs in one transaction; return those that waited for it.

        What was `made` anew takes the place of approved jobs of one printer, unless one
        of them waits no more. Raises SpoolStoppedError, and as `async_admit` does; then
        none is decided.
        """
        self._check_running()

        async def decide() -> list[Job]:
            async with self._deciding:
                waiting = [
                    job
                    for job in map(self._store.current, jobs)
                    if job.needs_approval
                    and self._store.is_waiting(job)
                    and not self._store.waiting.expiry.is_over(job)
                ]
                if made:
                    if len(waiting) < len(jobs):
                        return []
                    replaced = Replaced(jobs=jobs, how=How.MOVED, decision=decision)
                    return await self._async_admit(made, replaced)
                decided = [job.decided(decision, message) for job in waiting]
                try:
                    await self._store.async_try_change(waiting, decided)
                finally:
                    self._dispatcher.wake(jobs)
            return decided

        return list(map(self._store.current, await self._async_shield(decide())))

    async def async_release_back_pass(self, job: Job) -> Job:
        """Release a back pass ahead of the queue; return it with its first result.

        Confirms an unconfirmed front pass. Raises JobNotHeldError if the job has ended
        or its front pass has not, PrinterBusyError, and SpoolStoppedError.
        """
        self._check_running()
        job = self._store.current(job)
        if job.is_released_back_pass and not job.state.is_final:
            return await self._async_settle(job)
        if not (self._store.is_held(job) and job.can_release_back_pass):
            raise JobNotHeldError(job)
        # In the tray, there may be the paper of another back pass.
        is_busy = job.printer_key in self._store.busy_printers or any(
            (open_job.state.is_task or open_job.is_released_back_pass)
            and open_job.printer_key == job.printer_key
            for open_job in self._store.open_jobs
        )
        if is_busy:
            raise PrinterBusyError(job)
        undecided = {front.job_id: front for front in self._store.undecided_jobs}
        if (front := undecided.get(job.duplex.follows or "")) is not None:
            self.decide(front, is_printed=True)
        await self._async_release([job])
        return await self._async_settle(job)

    async def _async_cancel_back_pass(self, front: Job) -> None:
        back = self._store.waiting.find_back_pass(front.job_id)
        if back is not None and back.awaits_paper:
            await self._store.async_transition_all(
                [back], lambda job: job.with_state(JobState.CANCELED, job.reason)
            )

    def decide(self, job: Job, *, is_printed: bool) -> Job:
        """Say if an unconfirmed job was printed. Raises SpoolStoppedError."""
        self._check_running()
        job = self._store.current(job)
        if not job.awaits_decision:
            return job
        printed = JobState.FINISHED, Reason.BY_HAND
        end = printed if is_printed else (job.state, job.reason)
        return self._store.transition(job, *end, is_dismissed=True)

    def _check_running(self) -> None:
        """Raise SpoolStoppedError: another spooler has the jobs after a reload."""
        if not self._is_running:
            raise SpoolStoppedError

    async def _async_settled(self, jobs: Sequence[Job]) -> list[Job]:
        return [await self._async_settle(job) for job in jobs]

    async def _async_settle(self, job: Job) -> Job:
        # What the start of Home Assistant may wait for must not wait for the start.
        is_early = bool(self._dispatcher.earlier_ids)
        return await self._async_follow(
            job, lambda job: job.is_settled or (is_early and job.awaits_order)
        )

    async def _async_follow(self, job: Job, is_reached: Callable[[Job], bool]) -> Job:
        """Return a job once a condition is met, by itself or after it was moved."""
        job = await self._store.async_until(job, is_reached)
        with suppress(JournalError):
            while job.moved_to is not None:
                if (moved := await self._journal.async_get(job.moved_to)) is None:
                    break
                job = await self._store.async_until(moved, is_reached)
        return job

    async def _async_admit_once(
        self,
        new: Sequence[tuple[Job, Content | None]],
        replaces: Replaced,
        limits: Limits,
        files: Sequence[Path],
    ) -> list[Job]:
        if (key := new[0][0].idempotency_key) is None:
            return await self._async_admit(new, replaces, limits, files)
        async with self._keyed:
            device_ids = {job.device_id for job, _ in new}
            if earlier := await self._async_keyed_jobs(key, device_ids):
                return list(map(self._store.current, earlier))
            return await self._async_admit(new, replaces, limits, files)

    async def _async_keyed_jobs(
        self, key: str, device_ids: AbstractSet[str]
    ) -> list[Job]:
        jobs = await self._journal.async_keyed_jobs(self._store.entry_id, key)
        jobs = [job for job in jobs if job.age < KEY_LIFETIME]
        if jobs and len(device_ids) > len({job.device_id for job in jobs}):
            raise KeyUsedError
        return [job for job in jobs if job.moved_to is None]

    async def _async_admit(
        self,
        new: Sequence[tuple[Job, Content | None]],
        replaces: Replaced,
        limits: Limits = (),
        files: Sequence[Path] = (),
    ) -> list[Job]:
        admitted = list[Job]()
        try:
            if replaces.how is How.MOVED:
                # What is converted meanwhile would print.
                for job in replaces.jobs:
                    await self._preparer.async_interrupt(job.job_id)
            async with self._reserve_room(new, replaces, files) as reserved:
                replaces = self._check_replaced(new, replaces)
                ids = {
                    id(content): content_id for content_id, content in reserved.items()
                }
                since = ClockReading.take()
                jobs = [
                    replace(job, content_id=ids.get(id(content))).with_waiting(
                        since=since
                    )
                    for job, content in new
                ]
                for job in replaces.carry_over(jobs):
                    job = self._begin(job, admitted)
                    if replaces.how is How.MOVED and job.state.is_final:
                        raise JobNotHeldError(job)
                    admitted.append(self._store.reserve(job, beside=replaces.prepared))
                write = self.contents.writer(admitted, reserved, files)

                def before() -> None:
                    left_ids = [job.job_id for job in replaces.continued]
                    check_limits(self._journal.database, limits, left_ids)
                    write()

                ended = await self._store.async_add(
                    admitted, before=before, replaces=replaces
                )
            if replaces.how is How.MOVED and admitted[0].preparation is not None:
                self.contents.move_documents(
                    replaces.jobs[0].job_id, admitted[0].job_id
                )
            for job in admitted:
                if job.state is JobState.SUBMITTING:
                    assert job.content_id is not None
                    self._dispatcher.send(job, reserved[job.content_id])
            # While the service is at work; it cannot have answered yet.
            self._store.notify_added(admitted, ended)
        finally:
            for job in replaces.jobs:
                # An attempt to cancel it may have interrupted its preparation.
                self._preparer.resume(job)
            # Other jobs may have waited for these.
            self._dispatcher.wake(admitted)
        return admitted

    def _reserve_room(
        self,
        new: Sequence[tuple[Job, Content | None]],
        replaces: Replaced,
        files: Sequence[Path],
    ) -> AbstractAsyncContextManager[dict[str, Content]]:
        first, prepared = new[0][0], replaces.prepared
        if files and first.preparation is not None:
            return self.contents.async_reserve_documents(
                first.job_id, first.preparation
            )
        size = 0 if prepared is None else prepared.content.size
        return self.contents.async_reserve_contents(new, replaced=size)

    def _begin(self, job: Job, admitted: Sequence[Job]) -> Job:
        """Return a new job in its first state, beside those that are admitted with it."""
        job = self._dispatcher.with_first_state(job)
        if any(
            front.job_id == job.duplex.follows and front.state.is_final
            for front in admitted
        ):
            # Nobody is asked about a back pass that cannot be printed.
            return job.with_state(JobState.CANCELED, job.reason)
        return job

    def _check_replaced(
        self, new: Sequence[tuple[Job, Content | None]], replaces: Replaced
    ) -> Replaced:
        """Return what is replaced as it is now.

        Raises JobDecidedError; and JobNotHeldError, also if a back pass would be left
        behind, or if documents to prepare later have been prepared by now.
        """
        jobs = [self._store.current(job) for job in replaces.jobs]
        if replaces.how is How.AGAIN:
            for job in jobs:
                if not job.awaits_decision:
                    raise JobDecidedError(job)
            return replace(replaces, jobs=jobs)
        backs = [self._store.waiting.find_back_pass(job.job_id) for job in jobs]
        is_prepared_later = new[0][1] is None
        for job, back in zip(jobs, backs, strict=True):
            is_left = (
                replaces.how is How.MOVED and back is not None and back not in jobs
            )
            is_late = is_prepared_later and job.preparation is None
            if is_left or is_late or not self._store.is_waiting(job):
                raise JobNotHeldError(job)
        return replace(replaces, jobs=jobs)


def _released(job: Job) -> Job:
    job = job.with_waiting(gates=(), ignore_quiet_hours=True, ignore_offline=True)
    return job.with_state(JobState.HELD, Reason.ORDER)
