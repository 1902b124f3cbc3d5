"""Decides when each job is sent: in order, a few at a time, once."""

import asyncio
from datetime import datetime, timedelta
from typing import Final, Protocol

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..document import Content
from .errors import SpoolUnwritableError
from .gate import ServiceGate
from .job import Job, JobState, Reason
from .register import JobRegister
from .settings import SpoolSettings
from .submitter import Submitter
from .tracker import TaskTracker

MAX_CONCURRENT: Final = 4
RELEASE_PAUSE: Final = timedelta(seconds=1)
"""Between two jobs that waited for the service: it has only just come back."""
STOP_TIMEOUT: Final = 10
"""Seconds that submits under way may still take when the account is unloaded."""


class Service(Protocol):
    """What the spool asks about the service and its printers."""

    def is_offline(self, printer_key: tuple[str, str]) -> bool:
        """Return if a printer is reported offline."""

    def is_gone(self, printer_key: tuple[str, str]) -> bool:
        """Return if the service is there and does not list a printer."""

    async def async_probe(self) -> None:
        """Ask the service whether it is there, and tell the gate."""


class Dispatcher:
    """Sends the jobs of a register."""

    def __init__(
        self,
        hass: HomeAssistant,
        register: JobRegister,
        submitter: Submitter,
        tracker: TaskTracker,
        settings: SpoolSettings,
        gate: ServiceGate,
        service: Service,
    ) -> None:
        """Set up a dispatcher that sends nothing yet."""
        self._hass = hass
        self._register = register
        self._submitter = submitter
        self._tracker = tracker
        self._settings = settings
        self._gate = gate
        self._service = service
        self._tasks: set[asyncio.Task[None]] = set()
        self._release_at: datetime | None = None
        self._cancel_timer: CALLBACK_TYPE | None = None
        self._is_running = False

    @callback
    def start(self) -> None:
        """Take up the open jobs; none of them is sent a second time."""
        for job in self._register.open_jobs:
            if job.state is JobState.SUBMITTING:
                self._register.move(job, JobState.UNCONFIRMED, Reason.INTERRUPTED)
            elif job.state.is_task:
                self._tracker.follow(job, at_once=True)
            elif job.waiting_state is not JobState.HELD:
                # It was to be printed at once or not at all.
                self._register.move(job, job.waiting_state, job.reason)
        self._is_running = True
        self._gate.on_change(self.wake)
        self.wake()

    async def async_stop(self) -> None:
        """Send nothing more, and write down what became of what is under way."""
        self._is_running = False
        self._tracker.stop()
        self._schedule(None)
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=STOP_TIMEOUT)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)

    def reason_to_wait(self, job: Job) -> Reason | None:
        """Return why a new job cannot be sent at once, or None if it can."""
        now = dt_util.utcnow()
        quiet_until = self._settings.quiet_until(now)
        if reason := self._reason_to_hold(job, quiet_until):
            return reason
        if self._is_busy(job):
            return Reason.ORDER
        for earlier in self._register.queue:
            if earlier.printer_key == job.printer_key and (
                earlier.ignore_quiet_hours or not quiet_until
            ):
                # Those that waited for the service leave one after the other, which may
                # take long: whoever prints need not wait for that.
                is_slow = earlier.reason is Reason.SERVICE
                may_wait = job.waiting_state is JobState.HELD
                return Reason.SERVICE if is_slow and may_wait else Reason.ORDER
        return None

    def _reason_to_hold(self, job: Job, quiet_until: datetime | None) -> Reason | None:
        """Return why a job must not be sent now, whoever's turn it is."""
        if self._service.is_gone(job.printer_key):
            # Nobody's wish helps: the service would only refuse it.
            return Reason.PRINTER_GONE
        if quiet_until and not job.ignore_quiet_hours:
            return Reason.QUIET_HOURS
        if (
            self._settings.hold_while_offline
            and not job.ignore_offline
            and self._service.is_offline(job.printer_key)
        ):
            return Reason.PRINTER_OFFLINE
        return self._gate.reason

    def message_of(self, reason: Reason | None) -> str | None:
        """Return what the service, or the way to it, said of a reason to wait."""
        return self._gate.message if reason is self._gate.reason else None

    @callback
    def wake(self) -> None:
        """Send what can be sent now, and come back when more can be.

        To be called whenever the service has reported its printers, too.
        """
        if not self._is_running:
            return
        now = dt_util.utcnow()
        quiet_until = self._settings.quiet_until(now)
        times = [quiet_until]
        passed = set[tuple[str, str]]()
        for job in self._register.queue:
            if not self._register.is_held(job):
                # It is somebody's already; those behind it wait for its fate.
                passed.add(job.printer_key)
                continue
            if job.is_expired(now) and not (
                job.is_only_for_now and job.is_waiting_its_turn
            ):
                self._register.move(job, JobState.EXPIRED, job.reason)
                continue
            times.append(job.expires_at)
            reason = self._reason_to_hold(job, quiet_until)
            reason = reason or self._reason_to_queue(job, now, passed)
            if reason is None:
                self._release(job, now)
                continue
            if reason is not Reason.QUIET_HOURS:
                # Those behind it on its printer wait for it.
                passed.add(job.printer_key)
            self._go_on_holding(job, reason)
        times.append(self._release_at)
        future = [time for time in times if time and time > now]
        if self._gate.retry_at:
            future.append(max(self._gate.retry_at, now))
        self._schedule(min(future, default=None))

    def _release(self, job: Job, now: datetime) -> None:
        """Send a held job whose turn it is."""
        if job.reason is Reason.SERVICE:
            self._release_at = now + RELEASE_PAUSE
        self.send(job, None)

    def _go_on_holding(self, job: Job, reason: Reason) -> None:
        """Say why a held job waits now; that others are before it is nobody's news."""
        if reason not in (job.reason, Reason.ORDER):
            self._register.move(
                job, job.waiting_state, reason, message=self.message_of(reason)
            )

    def _reason_to_queue(
        self, job: Job, now: datetime, passed: set[tuple[str, str]]
    ) -> Reason | None:
        """Return why it is not a held job's turn yet."""
        if job.printer_key in passed or self._is_busy(job):
            return Reason.ORDER
        # A longer pause is none: the clock has been put back since.
        if (
            job.reason is Reason.SERVICE
            and self._release_at
            and now < self._release_at <= now + RELEASE_PAUSE
        ):
            return Reason.SERVICE
        return None

    def _is_busy(self, job: Job) -> bool:
        """Return if so much is being sent, to all printers or to its own, as may be."""
        busy = self._register.busy_printers
        return len(busy) >= MAX_CONCURRENT or job.printer_key in busy

    @callback
    def _schedule(self, at: datetime | None) -> None:
        if self._cancel_timer:
            self._cancel_timer()
            self._cancel_timer = None
        if at is not None:
            delay = max(0.0, (at - dt_util.utcnow()).total_seconds())
            self._cancel_timer = async_call_later(self._hass, delay, self._async_timer)

    async def _async_timer(self, _now: datetime) -> None:
        self._cancel_timer = None
        if self._gate.take_turn():
            # There may be more to do meanwhile, however slow the answer.
            self.wake()
            await self._service.async_probe()
        self.wake()

    async def async_probe(self) -> None:
        """Ask a service that was away whether it is back."""
        if self._gate.reason is not None:
            await self._service.async_probe()

    @callback
    def send(self, job: Job, content: Content | None) -> None:
        """Send a job, whose content is read from where it is kept if not at hand.

        It is remembered as being sent before this returns, so that nobody else sends it
        or cancels it.
        """
        task = self._hass.async_create_task(
            self._async_send(job, content), "cloudprint dispatcher", eager_start=True
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _async_send(self, job: Job, content: Content | None) -> None:
        try:
            if job.state is JobState.HELD:
                job = await self._register.async_try_move(job, JobState.SUBMITTING)
            job = await self._submitter.async_submit(job, content)
        except SpoolUnwritableError:
            self._gate.close(Reason.SERVICE)
            return
        except BaseException:
            job = self._register.current(job)
            if job.state is JobState.SUBMITTING:
                # Whatever it was, the request may have gone out.
                self._register.move(job, JobState.UNCONFIRMED, Reason.INTERRUPTED)
            raise
        finally:
            self.wake()
        if job.state.is_task:
            self._tracker.follow(job)
