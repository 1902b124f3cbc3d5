"""The spooler of one account: prints, cancels, releases and reprints jobs."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence, Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.ulid import ulid_now

from ..document import Content
from ..requester import Requester
from .clock import ClockReading
from .content_store import ContentStore
from .dispatcher import STOP_TIMEOUT, Dispatcher
from .errors import JobNotHeldError, KeyUsedError, PrinterBusyError, SpoolStoppedError
from .job import Job, JobState, Reason
from .job_store import JobStore
from .journal import Journal, JournalError
from .ledger import Limits, check_limits
from .preparation import Preparation, StoredDocument
from .preparer import Prepare, Preparer
from .tasks import Tasks

KEY_LIFETIME: Final = timedelta(hours=24)  # an idempotency key returns its jobs

type Submission = tuple[Job, Content]
"""A new job and its content; jobs with the same content share it on the disk."""


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

    @callback
    def start(self, prepare: Prepare) -> None:
        """Start to prepare and to send new jobs, once there are entities to show them."""
        self._is_running = True
        self._dispatcher.start()
        self._preparer.start(prepare)

    @callback
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

    async def async_print(
        self,
        submissions: Sequence[Submission],
        *,
        instead_of: Job | None = None,
        limits: Limits = (),
    ) -> list[tuple[Job, bool]]:
        """Print new jobs, on one or more printers, none of them after an error.

        Returns each with its first result, and whether it is from an earlier call with
        the same idempotency key. `instead_of` is an unconfirmed job that is dismissed
        in the same transaction. Raises SpoolStoppedError, SpoolFullError, KeyUsedError,
        JournalError, PagesUsedUpError, or JobDecidedError if `instead_of` was decided on meanwhile.
        """
        self._check_running()
        admitted, is_repeated = await self._async_shield(
            self._async_admit_once(submissions, instead_of, limits)
        )
        return [(job, is_repeated) for job in await self._async_settled(admitted)]

    async def async_accept(self, job: Job, files: Sequence[Path]) -> tuple[Job, bool]:
        """Write a job to prepare later, with its documents, whose files are taken over.

        Returns it, and whether it is from an earlier call with the same key. Raises
        SpoolStoppedError, SpoolFullError and JournalError; then nothing is written.
        """
        self._check_running()
        return await self._async_shield(self._async_accept_once(job, files))

    async def async_print_prepared(
        self, job: Job, submissions: Sequence[Submission], limits: Limits = ()
    ) -> bool:
        """Write in one transaction what a prepared job becomes; the first is that job.

        Returns false if it has ended meanwhile. Raises SpoolStoppedError, SpoolFullError
        and JournalError; then it is as it was.
        """
        self._check_running()
        (first, first_content), *others = submissions
        prepared = [(replace(first, job_id=job.job_id), first_content)]
        prepared += [
            (replace(other, follows=other.follows and job.job_id), content)
            for other, content in others
        ]
        admission = self._async_admit(prepared, prepared=job, limits=limits)
        try:
            await self._async_shield(admission)
        except JobNotHeldError:
            return False
        return True

    async def async_move(
        self,
        moved: Sequence[Job],
        submissions: Sequence[Submission],
        limits: Limits = (),
    ) -> Job:
        """Let new jobs take the place of a held job, and of its back pass, in one step.

        Returns the first one with its first result. Raises JobNotHeldError, also with a
        new one that would end at once, SpoolStoppedError, SpoolFullError and
        JournalError; then nothing has changed.
        """
        self._check_running()
        admitted = await self._async_shield(
            self._async_admit(submissions, moved=moved, limits=limits)
        )
        return await self._async_settle(admitted[0])

    async def async_move_preparing(self, job: Job, new: Job) -> Job:
        """Let a new job take the place of one in preparation, with its documents.

        Raises JobNotHeldError, also for one that is held by now, SpoolStoppedError and
        JournalError; then nothing has changed.
        """
        self._check_running()
        return await self._async_shield(self._async_move_preparing(job, new))

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

    async def _async_move_preparing(self, job: Job, new: Job) -> Job:
        try:
            # What is converted meanwhile would print.
            await self._preparer.async_interrupt(job.job_id)
            job = self._check_waiting(job)
            if job.preparation is None or new.preparation is None:
                raise JobNotHeldError(job)
            preparation = replace(job.preparation, layout=new.preparation.layout)
            new = replace(_continue(new, job), preparation=preparation)
            self._store.reserve(new)
            left = await self._store.async_add([new], before=lambda: None, moved=[job])
            self.contents.move_documents(job.job_id, new.job_id)
            self._store.notify_added([new], left)
        finally:
            self._preparer.resume(job)
            self._dispatcher.wake()
        return new

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
            job = self._check_waiting(job)
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
            if device_id in (None, job.device_id) and not job.awaits_paper
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
        decider: Requester,
        *,
        is_approved: bool,
        message: str | None = None,
        made: Sequence[Submission] = (),
    ) -> list[Job]:
        """Approve or deny jobs in one transaction; return those that waited for it.

        What was `made` anew takes the place of approved jobs of one printer, unless one
        of them waits no more. Raises SpoolStoppedError, JournalError, and as `async_move`
        does; then none is decided.
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
                    return await self._async_admit(made, moved=jobs, decider=decider)
                decided = [
                    job.decided(decider, is_approved=is_approved, message=message)
                    for job in waiting
                ]
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
            (each.state.is_task or each.is_released_back_pass)
            and each.printer_key == job.printer_key
            for each in self._store.open_jobs
        )
        if is_busy:
            raise PrinterBusyError(job)
        undecided = {front.job_id: front for front in self._store.undecided_jobs}
        if (front := undecided.get(job.follows or "")) is not None:
            self.decide(front, is_printed=True)
        await self._async_release([job])
        return await self._async_settle(job)

    async def async_reprint(
        self,
        job: Job,
        submissions: Sequence[Submission],
        *,
        decides: bool = False,
        limits: Limits = (),
    ) -> list[Job]:
        """Print a job again; `decides` dismisses an unconfirmed one unless that fails.

        That cancels its back pass, too, which waited for paper that did not come out.
        """
        job = self._store.current(job)
        again = [
            (replace(new, reprint_of=job.job_id), data) for new, data in submissions
        ]
        instead_of = job if decides else None
        answer = await self.async_print(again, instead_of=instead_of, limits=limits)
        printed = [each for each, _ in answer]
        if decides and all(each.state.is_failure for each in printed):
            self._store.transition(job, job.state, job.reason)
        elif decides:
            back = self._store.waiting.find_back_pass(job.job_id)
            if back is not None and back.awaits_paper:
                await self._store.async_transition_all(
                    [back], lambda job: job.with_state(JobState.CANCELED, job.reason)
                )
        return printed

    @callback
    def decide(self, job: Job, *, is_printed: bool) -> Job:
        """Say if an unconfirmed job was printed. Raises SpoolStoppedError."""
        self._check_running()
        job = self._store.current(job)
        if not job.awaits_decision:
            return job
        if is_printed:
            return self._store.transition(
                job, JobState.FINISHED, Reason.BY_HAND, is_dismissed=True
            )
        return self._store.transition(job, job.state, job.reason, is_dismissed=True)

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
        self, submissions: Sequence[Submission], instead_of: Job | None, limits: Limits
    ) -> tuple[list[Job], bool]:
        admit = partial(self._async_admit, submissions, instead_of, limits=limits)
        if (key := submissions[0][0].idempotency_key) is None:
            return await admit(), False
        device_ids = {job.device_id for job, _ in submissions}
        async with self._keyed:
            if earlier := await self._async_keyed_jobs(key, device_ids):
                return earlier, True
            return await admit(), False

    async def _async_keyed_jobs(
        self, key: str, device_ids: AbstractSet[str]
    ) -> list[Job]:
        jobs = await self._journal.async_keyed_jobs(self._store.entry_id, key)
        jobs = [job for job in jobs if job.age < KEY_LIFETIME]
        if jobs and len(device_ids) > len({job.device_id for job in jobs}):
            raise KeyUsedError
        return [job for job in jobs if job.moved_to is None]

    async def _async_accept_once(
        self, job: Job, files: Sequence[Path]
    ) -> tuple[Job, bool]:
        preparation, key = job.preparation, job.idempotency_key
        assert preparation is not None
        async with self._keyed:
            if key and (earlier := await self._async_keyed_jobs(key, {job.device_id})):
                return self._store.current(earlier[0]), True
            async with self.contents.async_reserve_documents(job.job_id, preparation):
                job = self._store.reserve(replace(job, since=ClockReading.take()))
                adopt = partial(self.contents.adopt_documents, preparation, files)
                await self._store.async_add([job], before=adopt)
        self._store.notify_added([job])
        return job, False

    async def _async_admit(
        self,
        submissions: Sequence[Submission],
        instead_of: Job | None = None,
        *,
        prepared: Job | None = None,
        moved: Sequence[Job] = (),
        decider: Requester | None = None,
        limits: Limits = (),
    ) -> list[Job]:
        """Write jobs, all or none, instead of a `prepared` one; send what need not wait.

        What is `moved` is approved by a `decider`.
        """
        admitted = list[Job]()
        replaced = 0 if prepared is None else prepared.content.size
        try:
            async with self.contents.async_reserve_contents(
                submissions, replaced=replaced
            ) as reserved:
                ids = {id(content): known for known, content in reserved.items()}
                if prepared is not None:
                    prepared = self._check_waiting(prepared)
                moved = self._check_movable(moved)
                continued = moved[0] if moved else prepared
                if continued is not None and decider is not None:
                    continued = continued.decided(
                        decider, is_approved=True, message=None
                    )
                dismissed = instead_of and self._store.dismiss(instead_of)
                since = ClockReading.take()
                for job, content in submissions:
                    new = replace(job, content_id=ids[id(content)], since=since)
                    if continued is not None:
                        new = _continue(new, continued)
                    new = self._dispatcher.with_first_state(new)
                    fronts = (each for each in admitted if each.job_id == new.follows)
                    if any(front.state.is_final for front in fronts):
                        # Nobody is asked about a back pass that cannot be printed.
                        new = new.with_state(JobState.CANCELED, new.reason)
                    if moved and new.state.is_final:
                        raise JobNotHeldError(new)
                    admitted.append(self._store.reserve(new, beside=prepared))
                write = self.contents.writer(admitted, reserved)

                def before() -> None:
                    left_ids = [job.job_id for job in (*moved, prepared) if job]
                    check_limits(self._journal.database, limits, left_ids)
                    write()

                left = await self._store.async_add(
                    admitted,
                    before=before,
                    dismissed=dismissed,
                    prepared=prepared,
                    moved=moved,
                )
            for job in admitted:
                if job.state is JobState.SUBMITTING:
                    assert job.content_id is not None
                    self._dispatcher.send(job, reserved[job.content_id])
            # While the service is at work; it cannot have answered yet.
            self._store.notify_added(admitted, left)
        finally:
            if prepared is not None:
                # An attempt to cancel it may have interrupted its preparation.
                self._preparer.resume(prepared)
            # Other jobs may have waited for these.
            self._dispatcher.wake(admitted)
        return admitted

    def _check_waiting(self, job: Job) -> Job:
        job = self._store.current(job)
        if not self._store.is_waiting(job):
            raise JobNotHeldError(job)
        return job

    def _check_movable(self, moved: Sequence[Job]) -> list[Job]:
        """Return the current jobs. Raises JobNotHeldError, also for a missing back pass."""
        moved = [self._check_waiting(job) for job in moved]
        backs = (self._store.waiting.find_back_pass(job.job_id) for job in moved)
        if any(back is not None and back not in moved for back in backs):
            raise JobNotHeldError(moved[0])
        return moved


def _released(job: Job) -> Job:
    return job.with_state(
        JobState.HELD, Reason.ORDER, ignore_quiet_hours=True, ignore_offline=True
    )


def _continue(job: Job, prepared: Job) -> Job:
    approval, expires_at = prepared.approval, prepared.expires_at
    if approval is None:
        approval = job.approval
    elif job.approval is not None and job.approval.rule_id != approval.rule_id:
        # Another rule, of the printer that it is moved to, asks anew.
        lifetime, approval = approval.lifetime, job.approval
        expires_at = None if lifetime is None else prepared.created_at + lifetime
    return replace(
        job,
        created_at=prepared.created_at,
        expires_at=None if job.follows else expires_at,
        since=prepared.since or job.since,
        hold=prepared.hold,
        ignore_quiet_hours=prepared.ignore_quiet_hours,
        idempotency_key=prepared.idempotency_key,
        print_id=prepared.print_id,
        requester=prepared.requester,
        approval=approval,
        reprint_of=prepared.reprint_of,
        ipp=prepared.ipp,
    )
