"""Decides when each job is sent, and sends it: in order, a few at a time, once."""

import asyncio
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..api import (
    CloudPrintAuthenticationError,
    CloudPrintClient,
    CloudPrintError,
    Delivery,
    MediaFormat,
    PrintConfig,
    PrintTask,
)
from ..document import Content
from .errors import SpoolUnwritableError
from .gate import ServiceGate
from .job import Job, JobState, Reason
from .keeper import ContentKeeper
from .register import JobRegister
from .settings import SpoolSettings
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
        entry: ConfigEntry[Any],
        client: CloudPrintClient,
        register: JobRegister,
        keeper: ContentKeeper,
        settings: SpoolSettings,
        gate: ServiceGate,
        service: Service,
    ) -> None:
        """Set up a dispatcher that sends nothing yet."""
        self._hass = hass
        self._entry = entry
        self._client = client
        self._register = register
        self._keeper = keeper
        self._settings = settings
        self._service = service
        self._gate = gate
        self._tracker = TaskTracker(hass, client, register.move)
        self._tasks: set[asyncio.Task[Any]] = set()
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
            elif (state := state_of_waiting(job)) is not JobState.HELD:
                # It was to be printed at once or not at all.
                self._register.move(job, state, job.reason)
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
        busy = self._register.busy_printers
        if len(busy) >= MAX_CONCURRENT or job.printer_key in busy:
            return Reason.ORDER
        for earlier in self._register.queue:
            if earlier.printer_key == job.printer_key and (
                earlier.ignore_quiet_hours or not quiet_until
            ):
                # Those that waited for the service leave one after the other, which may
                # take long: whoever prints need not wait for that.
                is_slow = earlier.reason is Reason.SERVICE
                may_wait = state_of_waiting(job) is JobState.HELD
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
            if reason is None:
                reason = self._reason_to_queue(job, now, passed)
            if reason is None:
                if job.reason is Reason.SERVICE:
                    self._release_at = now + RELEASE_PAUSE
                self.send(job, None)
                continue
            if reason is not Reason.QUIET_HOURS:
                # Those behind it on its printer wait for it.
                passed.add(job.printer_key)
            if job.reason is not reason and reason is not Reason.ORDER:
                self._register.move(
                    job,
                    state_of_waiting(job),
                    reason,
                    message=self.message_of(reason),
                )
        times.append(self._release_at)
        future = [time for time in times if time and time > now]
        if self._gate.retry_at:
            future.append(max(self._gate.retry_at, now))
        self._schedule(min(future, default=None))

    def _reason_to_queue(
        self, job: Job, now: datetime, passed: set[tuple[str, str]]
    ) -> Reason | None:
        """Return why it is not a held job's turn yet."""
        busy = self._register.busy_printers
        if job.printer_key in passed or job.printer_key in busy:
            return Reason.ORDER
        if len(busy) >= MAX_CONCURRENT:
            return Reason.ORDER
        # A longer pause is none: the clock has been put back since.
        if (
            job.reason is Reason.SERVICE
            and self._release_at
            and now < self._release_at <= now + RELEASE_PAUSE
        ):
            return Reason.SERVICE
        return None

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
            job = await self._async_submit(job, content)
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

    async def _async_submit(self, job: Job, content: Content | None) -> Job:
        """Send a job, once; return it as the answer, or the lack of one, leaves it."""
        try:
            content = content or await self._keeper.async_content(job)
        except SpoolUnwritableError:
            self._gate.close(Reason.SERVICE)
            return await self._async_hold(job, Reason.SERVICE)
        if content is None:
            return self._register.move(job, JobState.FAILED, Reason.CONTENT_GONE)
        try:
            task_id = await self._client.new_print_task(await async_task(job, content))
        except CloudPrintError as err:
            return await self._async_failed(job, err)
        return self._register.move(
            job,
            JobState.SUBMITTED,
            task_id=task_id,
            submitted_at=dt_util.utcnow(),
            message=None,
        )

    async def _async_failed(self, job: Job, err: CloudPrintError) -> Job:
        """Return a job as a failed submit leaves it."""
        if err.delivery is Delivery.UNKNOWN:
            return self._register.move(
                job, JobState.UNCONFIRMED, Reason.NO_ANSWER, message=err.message
            )
        is_refused_key = isinstance(err, CloudPrintAuthenticationError)
        if is_refused_key:
            self._entry.async_start_reauth(self._hass)
        if err.delivery is Delivery.REFUSED and not is_refused_key:
            return self._register.move(
                job, JobState.FAILED, Reason.REFUSED, message=err.message
            )
        reason = Reason.AUTHENTICATION if is_refused_key else Reason.SERVICE
        self._gate.close(reason, err.message, retry_after=err.retry_after)
        return await self._async_hold(job, reason, message=err.message)

    async def _async_hold(self, job: Job, reason: Reason, **changes: Any) -> Job:
        """Return a job that was certainly not sent as it waits, if it may."""
        state = state_of_waiting(job)
        if state is JobState.HELD:
            await self._keeper.async_sync(job)
        return self._register.move(job, state, reason, **changes)


def state_of_waiting(job: Job) -> JobState:
    """Return the state of a job that cannot be sent now: it waits only if it may."""
    if not job.hold:
        return JobState.FAILED
    return JobState.EXPIRED if job.is_only_for_now else JobState.HELD


async def async_task(job: Job, content: Content) -> PrintTask:
    """Return the cloud's task for a job."""
    return PrintTask(
        name=job.name,
        device_name=job.printer_name,
        server_sn=job.server_sn,
        media_source=content.media_source,
        media_format=content.media_format,
        content=await content.async_encode(),
        # A page is printed as a browser shows it.
        javascript=True if content.media_format is MediaFormat.HTML else None,
        headers=job.headers,
        config=PrintConfig(raw=job.config),
    )
