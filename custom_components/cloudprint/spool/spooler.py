"""The spooler of one account: prints, cancels, releases and reprints jobs."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..document import Content
from .clock import running_time, seconds_until
from .content_store import ContentStore
from .dispatcher import Dispatcher
from .errors import ContentGoneError, JobNotHeldError, SpoolStoppedError
from .job import Job, JobState, Reason
from .job_store import JobStore
from .journal import Journal

KEY_LIFETIME: Final = timedelta(hours=24)
"""How long an idempotency key returns the jobs of its first call."""
MAX_KEYS: Final = 1000
"""Keys whose age is known by the running time; for others, it is by the wall clock."""


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
        self._hass = hass
        self._journal = journal
        self._contents = contents
        self._dispatcher = dispatcher
        self._keyed = asyncio.Lock()
        self._keys: dict[str, tuple[float, list[str]]] = {}
        self._admitting: set[asyncio.Future[Any]] = set()
        self._is_running = False
        self._store = store

    async def async_load(self) -> None:
        """Read jobs and contents. Raises JournalError."""
        await self._store.async_load()
        await self._contents.async_start()
        self._store.async_add_listener(self._contents.job_changed)

    @callback
    def start(self) -> None:
        """Start to send, once there are entities to show the jobs."""
        self._is_running = True
        self._dispatcher.start()

    async def async_stop(self) -> None:
        """Refuse new jobs, and finish those that are being sent."""
        self._is_running = False
        if self._admitting:
            await asyncio.wait(self._admitting)
        await self._dispatcher.async_stop()
        self._contents.stop()
        await self._store.async_close()

    async def async_print(
        self, jobs: Sequence[Job], content: Content, *, instead_of: Job | None = None
    ) -> list[tuple[Job, bool]]:
        """Print a content as new jobs, on one or more printers.

        Returns each job once it is submitted, held, unconfirmed, failed or expired, and
        whether it is from an earlier call with the same idempotency key. `instead_of` is
        an unconfirmed job that is dismissed in the same transaction.

        Raises SpoolStoppedError, SpoolFullError, JournalError, or JobDecidedError if
        `instead_of` was decided on meanwhile. Then no job is written or sent.
        """
        if not self._is_running:
            raise SpoolStoppedError
        # Admitted and sent even if the caller is cancelled.
        admitting = self._hass.async_create_task(
            self._async_admit_once(jobs, content, instead_of),
            "cloudprint print",
            eager_start=True,
        )
        self._admitting.add(admitting)
        admitting.add_done_callback(self._admitting.discard)
        admitted, is_repeated = await asyncio.shield(admitting)
        return [(job, is_repeated) for job in await self._async_settled(admitted)]

    async def async_printed_under(self, key: str) -> list[Job]:
        """Return the jobs of an earlier call with a key. Raises JournalError."""
        return await self._async_settled(await self._async_keyed_jobs(key))

    async def async_wait(self, job: Job) -> Job:
        """Return a job once it has ended."""
        return await self._store.async_until(job, lambda job: job.state.is_final)

    async def async_cancel(self, job: Job) -> Job:
        """Cancel a held job. Raises JobNotHeldError and JournalError."""
        job = self._store.current(job)
        if not self._store.is_held(job):
            raise JobNotHeldError(job)
        try:
            return await self._store.async_try_transition(
                job, JobState.CANCELED, Reason.BY_HAND
            )
        finally:
            # The next job may be sent.
            self._dispatcher.wake([job])

    async def async_release(self, device_id: str | None = None) -> list[Job]:
        """Send held jobs now, and return their first results.

        Quiet hours and the reported state of the printer are ignored. If the service is
        away, it is probed first.
        """
        held = [
            job for job in self._store.held_jobs if device_id in (None, job.device_id)
        ]
        if not held:
            return []
        try:
            released = await self._store.async_transition_all(held, _released)
            await self._dispatcher.async_probe()
        finally:
            # Also if the caller is cancelled.
            self._dispatcher.wake(held)
        return await self._async_settled(released)

    def can_reprint(self, job: Job) -> bool:
        """Return whether the content of a job is kept."""
        return self._contents.is_kept(job)

    async def async_content(self, job: Job) -> Content | None:
        """Return the content of a job, or None if it is not kept. Raises JournalError."""
        return await self._contents.async_content(job)

    async def async_reprint(
        self, job: Job, again: Sequence[Job], *, decides: bool = False
    ) -> list[Job]:
        """Print the content of a job as new jobs, `again`.

        With `decides`, an unconfirmed job is dismissed, unless the new ones fail. Raises
        ContentGoneError, and what async_print raises.
        """
        job = self._store.current(job)
        if (content := await self.async_content(job)) is None:
            raise ContentGoneError(job)
        again = [
            replace(each, content_id=job.content_id, reprint_of=job.job_id)
            for each in again
        ]
        answer = await self.async_print(
            again, content, instead_of=job if decides else None
        )
        printed = [each for each, _ in answer]
        failures = (JobState.FAILED, JobState.EXPIRED)
        if decides and all(each.state in failures for each in printed):
            self._store.transition(job, job.state, job.reason)
        return printed

    @callback
    def decide(self, job: Job, *, is_printed: bool) -> Job:
        """Decide on an unconfirmed job: it is finished, or stays unconfirmed."""
        job = self._store.current(job)
        if not job.awaits_decision:
            return job
        if is_printed:
            return self._store.transition(
                job, JobState.FINISHED, Reason.BY_HAND, is_dismissed=True
            )
        return self._store.transition(job, job.state, job.reason, is_dismissed=True)

    async def _async_settled(self, jobs: Sequence[Job]) -> list[Job]:
        """Return jobs once each has a first result."""
        return [
            await self._store.async_until(job, lambda job: job.is_settled)
            for job in jobs
        ]

    async def _async_admit_once(
        self, jobs: Sequence[Job], content: Content, instead_of: Job | None
    ) -> tuple[list[Job], bool]:
        """Admit jobs, or return those of an earlier call with the same key."""
        if (key := jobs[0].idempotency_key) is None:
            return await self._async_admit(jobs, content, instead_of), False
        async with self._keyed:
            if earlier := await self._async_keyed_jobs(key):
                return earlier, True
            admitted = await self._async_admit(jobs, content, instead_of)
            self._remember_key(key, admitted)
            return admitted, False

    async def _async_keyed_jobs(self, key: str) -> list[Job]:
        """Return the jobs of a key that is still valid."""
        if key in self._keys:
            return await self._async_jobs_of_this_run(key)
        return await self._journal.async_keyed_jobs(
            self._store.entry_id, key, dt_util.utcnow() - KEY_LIFETIME
        )

    async def _async_jobs_of_this_run(self, key: str) -> list[Job]:
        """Return the jobs of a valid key that was used in this run."""
        used_at, job_ids = self._keys[key]
        if not seconds_until(used_at + KEY_LIFETIME.total_seconds()):
            return []
        jobs = [await self._journal.async_get(job_id) for job_id in job_ids]
        return [job for job in jobs if job is not None]

    def _remember_key(self, key: str, jobs: Iterable[Job]) -> None:
        """Remember by the running time when a key was used: the wall clock may be set."""
        self._keys.pop(key, None)
        self._keys[key] = running_time(), [job.job_id for job in jobs]
        while len(self._keys) > MAX_KEYS:
            del self._keys[next(iter(self._keys))]

    async def _async_admit(
        self, jobs: Sequence[Job], content: Content, instead_of: Job | None
    ) -> list[Job]:
        """Write jobs, all or none, and send those that need not wait."""
        content_id = jobs[0].content_id
        if content_id is None or not self._contents.has(content_id):
            content_id = ulid_now()
            await self._contents.async_reserve(content_id, content.size)
        admitted = list[Job]()
        try:
            try:
                dismissed = instead_of and self._store.dismiss(instead_of)
                admitted += [
                    self._store.reserve(self._with_first_state(job, content_id))
                    for job in jobs
                ]
                await self._store.async_add(
                    admitted,
                    before=self._contents.writer(admitted, content),
                    dismissed=dismissed,
                )
            finally:
                self._contents.commit(content_id, content.size)
            for job in admitted:
                if job.state is JobState.SUBMITTING:
                    self._dispatcher.send(job, content)
            # While the service is at work; it cannot have answered yet.
            self._store.notify_added(admitted)
        finally:
            # Other jobs may have waited for these.
            self._dispatcher.wake(admitted)
        return admitted

    def _with_first_state(self, job: Job, content_id: str) -> Job:
        """Return a new job in its first state."""
        reason = self._dispatcher.reason_to_wait(job)
        if reason is None:
            state = JobState.SUBMITTING
        elif reason is Reason.ORDER:
            state = JobState.HELD
        else:
            state = job.waiting_state
        message = self._dispatcher.message_for(job, reason)
        return job.with_state(state, reason, content_id=content_id, message=message)


def _released(job: Job) -> Job:
    """Return a held job that waits for its turn only."""
    return job.with_state(
        JobState.HELD, Reason.ORDER, ignore_quiet_hours=True, ignore_offline=True
    )
