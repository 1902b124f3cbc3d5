"""Decides when each job is sent: in order, a few at a time, once."""

import asyncio
from collections.abc import Coroutine, Iterable
from datetime import datetime
from typing import Any, Final, Protocol

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..document import Content
from ..settings import SpoolSettings
from .circuit_breaker import CircuitBreaker
from .clock import running_time, seconds_until
from .job import Job, JobState, Reason
from .job_store import JobStore
from .journal import JournalError
from .submitter import Submitter
from .tracker import TaskTracker

MAX_CONCURRENT: Final = 4
RELEASE_PAUSE: Final = 1.0
"""Seconds between two jobs that waited for the service: it has only just come back."""
STOP_TIMEOUT: Final = 10
"""Seconds that submits under way may still take when the account is unloaded."""

type _Conditions = tuple[Reason | None, bool, bool, bool]


class Service(Protocol):
    """What the spool asks about the service and its printers."""

    def is_offline(self, printer_key: tuple[str, str]) -> bool:
        """Return if a printer is reported offline."""

    def is_gone(self, printer_key: tuple[str, str]) -> bool:
        """Return if the service is there and does not list a printer."""

    async def async_probe(self) -> None:
        """Ask the service whether it is there, and tell the circuit breaker."""


class Dispatcher:
    """Sends the jobs of an account."""

    def __init__(
        self,
        hass: HomeAssistant,
        store: JobStore,
        submitter: Submitter,
        tracker: TaskTracker,
        settings: SpoolSettings,
        breaker: CircuitBreaker,
        service: Service,
    ) -> None:
        """Set up a dispatcher that sends nothing yet."""
        self._hass = hass
        self._store = store
        self._queue = store.waiting
        self._submitter = submitter
        self._tracker = tracker
        self._settings = settings
        self._breaker = breaker
        self._service = service
        self._tasks: set[asyncio.Task[None]] = set()
        self._quiet_until: datetime | None = None
        self._conditions: dict[tuple[str, str], _Conditions] = {}
        self._to_review: dict[str, Job] = {}
        self._is_reviewing = False
        self._release_at = 0.0
        self._cancel_timer: CALLBACK_TYPE | None = None
        self._is_running = False

    @callback
    def start(self) -> None:
        """Take up the open jobs; none of them is sent a second time."""
        for job in self._store.open_jobs:
            if job.state is JobState.SUBMITTING:
                self._store.transition(job, JobState.UNCONFIRMED, Reason.INTERRUPTED)
            elif job.state.is_task:
                self._tracker.follow(job, at_once=True)
            elif job.waiting_state is not JobState.HELD:
                # It was to be printed at once or not at all.
                self._store.transition(job, job.waiting_state, job.reason)
        self._is_running = True
        self._breaker.on_change(self.wake)
        self.wake()

    async def async_stop(self) -> None:
        """Send nothing more, and write down what became of what is under way."""
        self._is_running = False
        self._tracker.stop()
        self._cancel()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=STOP_TIMEOUT)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)

    def reason_to_wait(self, job: Job) -> Reason | None:
        """Return why a new job cannot be sent at once, or None if it can."""
        self._quiet_until = self._settings.quiet_until(dt_util.utcnow())
        if reason := self._reason_to_hold(job):
            return reason
        if self._is_busy(job):
            return Reason.ORDER
        if earlier := self._queue.first(
            job.printer_key, is_quiet=self._quiet_until is not None
        ):
            # Those that waited for the service leave one after the other, which may
            # take long: whoever prints need not wait for that.
            is_slow = earlier.reason is Reason.SERVICE
            may_wait = job.waiting_state is JobState.HELD
            return Reason.SERVICE if is_slow and may_wait else Reason.ORDER
        return None

    def _reason_to_hold(self, job: Job) -> Reason | None:
        """Return why a job must not be sent now, whoever's turn it is."""
        if self._service.is_gone(job.printer_key):
            # Nobody's wish helps: the service would only refuse it.
            return Reason.PRINTER_GONE
        if self._quiet_until and not job.ignore_quiet_hours:
            return Reason.QUIET_HOURS
        if (
            self._settings.hold_while_offline
            and not job.ignore_offline
            and self._service.is_offline(job.printer_key)
        ):
            return Reason.PRINTER_OFFLINE
        return self._breaker.reason_for(job.printer_key)

    def message_of(self, job: Job, reason: Reason | None) -> str | None:
        """Return what the service, or the way to it, said of a job's reason to wait."""
        if reason is None or reason is not self._breaker.reason_for(job.printer_key):
            return None
        return self._breaker.message_for(job.printer_key)

    @callback
    def wake(self, changed: Iterable[Job] = ()) -> None:
        """Send what can be sent now, and come back when more can be.

        To be called whenever the service has reported its printers, too; and with held
        jobs whose reason to wait may not be the right one any more.
        """
        if not self._is_running:
            return
        self._quiet_until = self._settings.quiet_until(dt_util.utcnow())
        self._note(job.job_id for job in changed)
        self._note(self._queue.expiry.pop_over())
        self._note_conditions()
        self._review()
        self._send_first()
        self._schedule()

    def _note(self, job_ids: Iterable[str]) -> None:
        """Have jobs reviewed, if they wait."""
        for job_id in job_ids:
            if job := self._queue.get(job_id):
                self._to_review[job_id] = job

    def _note_conditions(self) -> None:
        """Have the jobs reviewed of printers for which something else holds now."""
        conditions = {
            printer_key: self._conditions_of(printer_key)
            for printer_key in self._queue.printer_keys
        }
        changed = {
            printer_key
            for printer_key, known in conditions.items()
            if known != self._conditions.get(printer_key)
        }
        self._conditions = conditions
        if changed:
            self._to_review |= {
                job.job_id: job
                for job in self._queue.jobs
                if job.printer_key in changed
            }

    def _conditions_of(self, printer_key: tuple[str, str]) -> _Conditions:
        """Return all from which it follows why the jobs of a printer wait."""
        return (
            self._breaker.reason_for(printer_key),
            self._quiet_until is not None,
            self._service.is_gone(printer_key),
            self._service.is_offline(printer_key),
        )

    def _review(self) -> None:
        """Let held jobs expire, or say why they wait now, as far as they are to."""
        if self._to_review and not self._is_reviewing:
            self._begin(self._async_review(), "cloudprint dispatcher review")

    async def _async_review(self) -> None:
        self._is_reviewing = True
        try:
            while self._to_review:
                jobs, self._to_review = self._to_review, {}
                await self._store.async_transition_all(jobs.values(), self._reviewed)
        finally:
            self._is_reviewing = False
        # Those behind jobs that have expired may be sent.
        self.wake()

    def _reviewed(self, job: Job) -> Job | None:
        """Return a held job as it is now, or None if nothing has changed for it.

        That others are before it is nobody's news.
        """
        if self._queue.expiry.is_over(job):
            return job.with_state(JobState.EXPIRED, job.reason)
        reason = self._reason_to_hold(job)
        if reason in (None, job.reason):
            return None
        return job.with_state(
            job.waiting_state, reason, message=self.message_of(job, reason)
        )

    def _send_first(self) -> None:
        """Send the first job of each printer that can be sent."""
        for job in self._queue.heads(is_quiet=self._quiet_until is not None):
            # If it is somebody's already, those behind it wait for its fate.
            if not self._store.is_held(job) or self._is_busy(job):
                continue
            if self._queue.expiry.is_over(job):
                self._note([job.job_id])
                self._review()
            elif self._reason_to_hold(job) is None and not self._is_paced(job):
                if job.reason is Reason.SERVICE:
                    self._release_at = running_time() + RELEASE_PAUSE
                self.send(job, None)

    def _is_paced(self, job: Job) -> bool:
        """Return if another job has left only just that waited for the service, too."""
        return job.reason is Reason.SERVICE and seconds_until(self._release_at) > 0

    def _is_busy(self, job: Job) -> bool:
        """Return if so much is being sent, to all printers or to its own, as may be."""
        busy = self._store.busy_printers
        most = 1 if self._breaker.is_on_trial else MAX_CONCURRENT
        return len(busy) >= most or job.printer_key in busy

    @callback
    def _schedule(self) -> None:
        """Come back when something may have changed by itself."""
        self._cancel()
        delays = [
            self._breaker.wait_of(printer_key)
            for printer_key in self._queue.printer_keys
        ]
        delays.append(seconds_until(self._release_at))
        if self._quiet_until:
            delays.append((self._quiet_until - dt_util.utcnow()).total_seconds())
        if (expires_at := self._queue.expiry.next) is not None:
            delays.append(seconds_until(expires_at))
        delays = [delay for delay in delays if delay > 0]
        if self._breaker.retry_at is not None:
            delays.append(seconds_until(self._breaker.retry_at))
        if delays:
            self._cancel_timer = async_call_later(
                self._hass, min(delays), self._async_timer
            )

    @callback
    def _cancel(self) -> None:
        if self._cancel_timer:
            self._cancel_timer()
            self._cancel_timer = None

    async def _async_timer(self, _now: datetime) -> None:
        self._cancel_timer = None
        if self._breaker.take_turn():
            # There may be more to do meanwhile, however slow the answer.
            self.wake()
            await self._service.async_probe()
        self.wake()

    async def async_probe(self) -> None:
        """Ask a service that was away whether it is back, as a person wants it now."""
        self._breaker.end_waits()
        if self._breaker.reason is not None:
            await self._service.async_probe()

    @callback
    def send(self, job: Job, content: Content | None) -> None:
        """Send a job, whose content is read from where it is kept if not at hand.

        It is remembered as being sent before this returns, so that nobody else sends it
        or cancels it.
        """
        self._begin(self._async_send(job, content), "cloudprint dispatcher")

    @callback
    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Begin something that is to be done before the account is unloaded."""
        task = self._hass.async_create_task(work, name, eager_start=True)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

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
                # Whatever it was, the request may have gone out.
                self._store.transition(job, JobState.UNCONFIRMED, Reason.INTERRUPTED)
            raise
        finally:
            self.wake([job])
        if job.state.is_task:
            self._tracker.follow(job)
