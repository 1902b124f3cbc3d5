"""Sends jobs in order, a few at a time, each of them once."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..document.content import Content
from ..settings import SpoolSettings
from .circuit_breaker import CircuitBreaker
from .clock import running_time, seconds_until
from .failure import Details
from .job import Job, JobState, PrinterKey, Reason
from .job_store import JobStore
from .journal import JournalError
from .manual_duplex import ManualDuplex
from .submitter import Submitter
from .tasks import Tasks
from .tracker import TaskTracker

MAX_SUBMITS: Final = 4
RELEASE_PAUSE: Final = 1.0  # seconds between jobs that waited for the service
STOP_TIMEOUT: Final = 10  # seconds that unloading waits for submits


class Dispatcher:
    """Sends the jobs of an account, and updates why the others wait."""

    def __init__(
        self,
        hass: HomeAssistant,
        store: JobStore,
        submitter: Submitter,
        tracker: TaskTracker,
        settings: SpoolSettings,
        breaker: CircuitBreaker,
        probe: Callable[[], Awaitable[None]],
        manual_duplex: ManualDuplex,
    ) -> None:
        """Set up a dispatcher; `probe` lists the printers."""
        self._hass = hass
        self._store = store
        self._queue = store.waiting
        self._submitter = submitter
        self._tracker = tracker
        self._settings = settings
        self._breaker = breaker
        self._async_probe = probe
        self.manual_duplex: Final = manual_duplex
        self._tasks: Final = Tasks()
        self.earlier_ids = set[str]()  # jobs of before the start, until `resume`
        self._quiet_until: datetime | None = None
        self._conditions: dict[PrinterKey, tuple[Reason | None, bool, bool, bool]] = {}
        self._to_review: dict[str, Job] = {}
        self._is_reviewing = False
        self._release_at = 0.0
        self._cancel_timer: CALLBACK_TYPE = lambda: None
        self._is_running = False

    def start(self) -> None:
        """Send new jobs, but none before an earlier one of its printer."""
        self._store.async_add_listener(self._job_changed)
        for job in self._store.open_jobs:
            if job.state is JobState.SUBMITTING:
                self._store.transition(job, JobState.UNCONFIRMED, Reason.INTERRUPTED)
            elif job.state is JobState.HELD and job.waiting_state is not JobState.HELD:
                # The job may not be held.
                self._store.transition(job, job.waiting_state, job.reason)
        self.earlier_ids = {job.job_id for job in self._get_unended()}
        self._is_running = True
        self._breaker.on_change = self.wake

    def resume(self) -> None:
        """Send the earlier jobs, too, and follow those that were sent."""
        earlier, self.earlier_ids = self.earlier_ids, set()
        for job in self._get_unended():
            if job.job_id in earlier and (job.state.is_task or job.is_lost):
                self._tracker.follow(job, at_once=True)
        # Front passes may have ended before the back passes were loaded.
        self.wake(self._queue.jobs)

    def _get_unended(self) -> list[Job]:
        return [*self._store.open_jobs, *self._store.undecided_jobs]

    async def async_stop(self) -> None:
        """Send no more jobs, and wait for the submits under way."""
        self._is_running = False
        self._cancel_timer()
        await self._tasks.async_wait(STOP_TIMEOUT)
        await self._tasks.async_cancel()
        await self._tracker.async_stop()

    def with_first_state(self, job: Job) -> Job:
        """Return a new job as sent at once, waiting, or ended if it must not wait."""
        job = job.at_first_gate()
        if job.gate is not None or job.state.is_final:
            return job
        self._quiet_until = self._settings.quiet_until(dt_util.utcnow())
        reason, message = self._reason_to_hold(job)
        if reason is not None:
            return job.with_state(job.waiting_state, reason, message=message)
        if self._is_busy(job):
            return job.with_state(JobState.HELD, Reason.ORDER)
        is_quiet = self._quiet_until is not None
        earlier = self._queue.first(job.printer_key, is_quiet=is_quiet)
        if earlier is None or earlier.job_id == job.job_id:
            return job.with_state(JobState.SUBMITTING)
        # Jobs that waited for the service are sent one by one. That may take long, so
        # that the caller does not wait for it.
        is_slow = earlier.reason is Reason.SERVICE
        may_wait = job.waiting_state is JobState.HELD
        reason = Reason.SERVICE if is_slow and may_wait else Reason.ORDER
        return job.with_state(JobState.HELD, reason)

    def _reason_to_hold(self, job: Job) -> tuple[Reason | None, Details | None]:
        printer_key = job.printer_key
        if self._breaker.is_gone(printer_key):
            # Even if the user has released it: the service would refuse it.
            return Reason.PRINTER_GONE, None
        if self._quiet_until and not job.waiting.ignore_quiet_hours:
            return Reason.QUIET_HOURS, None
        if (
            self._settings.hold_while_offline
            and not job.waiting.ignore_offline
            and self._breaker.is_offline(printer_key)
        ):
            return Reason.PRINTER_OFFLINE, None
        return self._breaker.reason_for(printer_key)

    def wake(self, changed: Iterable[Job] = ()) -> None:
        """Send what can be sent, schedule the rest; review why `changed` jobs wait."""
        if not self._is_running:
            return
        self._quiet_until = self._settings.quiet_until(dt_util.utcnow())
        self._queue.resume()
        self._mark_for_review(job.job_id for job in changed)
        self._mark_for_review(self._queue.expiry.pop_over())
        self._check_conditions()
        self._review()
        self._send_first()
        self._schedule()

    def _job_changed(self, job: Job) -> None:
        if (back := self.manual_duplex.note(job)) is not None:
            self.wake([back])

    def _mark_for_review(self, job_ids: Iterable[str]) -> None:
        for job_id in job_ids:
            job = self._queue.get(job_id)
            if job is not None and job_id not in self.earlier_ids:
                self._to_review[job_id] = job

    def _check_conditions(self) -> None:
        conditions = {
            printer_key: (
                self._breaker.reason_for(printer_key)[0],
                self._quiet_until is not None,
                self._breaker.is_gone(printer_key),
                self._breaker.is_offline(printer_key),
            )
            for printer_key in self._queue.printer_keys
        }
        before, self._conditions = self._conditions, conditions
        changed = {key for key in conditions if conditions[key] != before.get(key)}
        if changed:
            self._mark_for_review(
                job.job_id for job in self._queue.jobs if job.printer_key in changed
            )

    def _review(self) -> None:
        if self._to_review and not self._is_reviewing:
            self._tasks.start(self._async_review(), "review")

    async def _async_review(self) -> None:
        self._is_reviewing = True
        try:
            while self._to_review:
                jobs, self._to_review = self._to_review, {}
                await self._store.async_transition_all(jobs.values(), self._reviewed)
        finally:
            self._is_reviewing = False
        # Jobs behind expired ones may be sent.
        self.wake()

    def _reviewed(self, job: Job) -> Job | None:
        """Return a waiting job as expired or with a new reason, or None for no change."""
        if self._queue.expiry.is_over(job):
            return job.with_state(JobState.EXPIRED, job.reason)
        if job.awaits_paper:
            return self.manual_duplex.review(job)
        if job.gate is not None:
            return None
        reason, message = self._reason_to_hold(job)
        if reason is None or reason is job.reason:
            return None
        return job.with_state(job.waiting_state, reason, message=message)

    def _send_first(self) -> None:
        for job in self._queue.heads(is_quiet=self._quiet_until is not None):
            # If it is reserved, the jobs behind it wait for the outcome.
            is_earlier = job.job_id in self.earlier_ids
            if is_earlier or not self._store.is_held(job) or self._is_busy(job):
                continue
            if self._queue.expiry.is_over(job):
                self._mark_for_review([job.job_id])
                self._review()
                continue
            is_slow = job.reason is Reason.SERVICE
            # Another one was sent just now.
            must_pause = is_slow and seconds_until(self._release_at)
            is_held = self._queue.is_deferred(job) or self._reason_to_hold(job)[0]
            if not must_pause and not is_held:
                if is_slow:
                    self._release_at = running_time() + RELEASE_PAUSE
                self.send(job, None)

    def _is_busy(self, job: Job) -> bool:
        busy = self._store.busy_printers
        most = 1 if self._breaker.is_on_trial else MAX_SUBMITS
        return len(busy) >= most or job.printer_key in busy

    def _schedule(self) -> None:
        self._cancel_timer()
        moments = self._queue.expiry.next, self._queue.next_retry, self._release_at
        delays = [seconds_until(moment) for moment in moments if moment is not None]
        delays += map(self._breaker.wait_for, self._queue.printer_keys)
        if self._quiet_until:
            delays.append((self._quiet_until - dt_util.utcnow()).total_seconds())
        delays = [delay for delay in delays if delay > 0]
        if self._breaker.retry_at is not None:
            delays.append(seconds_until(self._breaker.retry_at))
        if delays:
            self._cancel_timer = async_call_later(
                self._hass, min(delays), self._handle_timer
            )

    @callback
    def _handle_timer(self, _now: datetime) -> None:
        if self._breaker.claim_probe():
            # A stop may cancel it, as the next start asks anyway.
            self._hass.async_create_background_task(
                self._async_probe_and_wake(), "cloudprint probe"
            )
        self.wake()

    async def _async_probe_and_wake(self) -> None:
        await self._async_probe()
        self.wake()

    async def async_probe(self) -> None:
        """End all waits at the request of a user, and probe the service if it is away."""
        self._breaker.end_waits()
        self._queue.resume(all_jobs=True)
        if self._breaker.reason is not None:
            await self._async_probe()

    def send(self, job: Job, content: Content | None) -> None:
        """Reserve a job and start to send it, with the stored content if that is None."""
        self.earlier_ids.discard(job.job_id)
        self._tasks.start(self._async_send(job, content), "dispatcher")

    async def _async_send(self, job: Job, content: Content | None) -> None:
        try:
            if job.state is JobState.HELD:
                job = await self._store.async_try_transition(job, JobState.SUBMITTING)
            job = await self._submitter.async_submit(job, content)
        except JournalError:
            self._breaker.open(Reason.SERVICE)
            return
        except BaseException:
            job = self._store.current(job)
            if job.state is JobState.SUBMITTING:
                # The request may have been sent.
                self._store.transition(job, JobState.UNCONFIRMED, Reason.INTERRUPTED)
            raise
        finally:
            self.wake([job])
        if job.state.is_task:
            self._tracker.follow(job)
