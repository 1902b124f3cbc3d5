"""Follows the cloud's tasks to their ends: the service never calls back."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..api import CloudPrintClient, CloudPrintError, CloudPrintRefusedError, Task
from ..const import LOGGER
from .job import TASK_STATUS, Job, JobState, Reason

FIRST_INTERVAL: Final = timedelta(seconds=3)
LONGEST_INTERVAL: Final = timedelta(seconds=30)
SLOWING: Final = 5
"""A task is asked about again after this fraction of its age."""
UNKNOWN_FOR: Final = timedelta(seconds=60)
"""So long may the service not know a task that it has taken."""
GIVE_UP_AFTER: Final = timedelta(hours=24)
MAX_CONCURRENT: Final = 4


class MoveJob(Protocol):
    """What moves a job to another state."""

    def __call__(
        self, job: Job, state: JobState, reason: Reason | None = None, **changes: Any
    ) -> Job:
        """Tell everyone, and write it down."""


@dataclass(slots=True)
class _Followed:
    job: Job
    due: datetime
    is_asked: bool = False
    unknown_since: datetime | None = None


class TaskTracker:
    """Asks about all open tasks of an account, with one timer."""

    def __init__(
        self, hass: HomeAssistant, client: CloudPrintClient, move: MoveJob
    ) -> None:
        """Set up a tracker that reports through `move`."""
        self._hass = hass
        self._client = client
        self._move = move
        self._followed: dict[str, _Followed] = {}
        self._not_before: datetime | None = None
        self._timer_due: datetime | None = None
        self._cancel_timer: CALLBACK_TYPE | None = None
        self._slots = asyncio.Semaphore(MAX_CONCURRENT)

    @callback
    def follow(self, job: Job, *, at_once: bool = False) -> None:
        """Follow a job that the cloud has a task for."""
        due = dt_util.utcnow() if at_once else _next_due(job)
        self._followed[job.job_id] = _Followed(job, due)
        self._schedule()

    @callback
    def stop(self) -> None:
        """Follow nothing any more."""
        self._followed.clear()
        self._schedule()

    @callback
    def _schedule(self) -> None:
        if self._cancel_timer:
            self._cancel_timer()
            self._cancel_timer = None
        dues = [known.due for known in self._followed.values() if not known.is_asked]
        if not dues:
            return
        now = dt_util.utcnow()
        self._timer_due = min(dues)
        # Never longer, unless the service asks for it: the clock may have been put back.
        delay = min(max(self._timer_due - now, timedelta()), LONGEST_INTERVAL)
        if self._not_before and self._not_before > now:
            delay = max(delay, self._not_before - now)
        self._cancel_timer = async_call_later(self._hass, delay, self._async_poll)

    async def _async_poll(self, _now: datetime) -> None:
        self._cancel_timer = None
        assert self._timer_due is not None
        # What the timer was set for is due, whatever the clock says now.
        until = max(self._timer_due, dt_util.utcnow())
        due = [
            followed
            for followed in self._followed.values()
            if not followed.is_asked and followed.due <= until
        ]
        for followed in due:
            # Not asked about twice at the same time, however slow the answer.
            followed.is_asked = True
            followed.due = _next_due(followed.job)
        self._schedule()
        await asyncio.gather(*(self._async_ask(followed) for followed in due))

    async def _async_ask(self, followed: _Followed) -> None:
        try:
            async with self._slots:
                if self._not_before and self._not_before > dt_util.utcnow():
                    return
                task, is_known = await self._async_task(followed.job)
            if self._followed.get(followed.job.job_id) is followed:
                self._heed(followed, task, is_known)
        finally:
            followed.is_asked = False
            self._schedule()

    async def _async_task(self, job: Job) -> tuple[Task | None, bool | None]:
        """Return a job's task, and if there is one; None if that cannot be told now."""
        assert job.task_id is not None
        try:
            task = await self._client.get_task(job.task_id, job.server_sn)
        except CloudPrintRefusedError:
            return None, False
        except CloudPrintError as err:
            # The service is away; that says nothing about the task.
            if err.retry_after is not None:
                self._not_before = dt_util.utcnow() + timedelta(seconds=err.retry_after)
            return None, None
        return task, task is not None

    @callback
    def _heed(
        self, followed: _Followed, task: Task | None, is_known: bool | None
    ) -> None:
        """Move a job to where an answer, or the lack of one, says that it is."""
        job = followed.job
        now = dt_util.utcnow()
        if is_known:
            followed.unknown_since = None
        elif is_known is False and followed.unknown_since is None:
            followed.unknown_since = now
        unknown_for = now - (followed.unknown_since or now)
        is_lost = is_known is False and unknown_for >= UNKNOWN_FOR
        state, reason = _judge(job, task, now, is_lost=is_lost)
        status = job.task_status if task is None else task.status
        if state is not job.state or status != job.task_status:
            job = followed.job = self._move(job, state, reason, task_status=status)
        if state.is_final:
            self._followed.pop(job.job_id, None)
        else:
            followed.due = _next_due(job)


def _judge(
    job: Job, task: Task | None, now: datetime, *, is_lost: bool
) -> tuple[JobState, Reason | None]:
    """Return the state that is to be believed of a job."""
    state = TASK_STATUS.get(task.status, job.state) if task else job.state
    if state is JobState.FAILED:
        return state, Reason.TASK_ERROR
    if state.is_final:
        return state, None
    if is_lost:
        return JobState.UNCONFIRMED, Reason.TASK_UNKNOWN
    if now - (job.submitted_at or job.created_at) >= GIVE_UP_AFTER:
        LOGGER.warning(
            "Job %s had no final state within %s hours; it is no longer followed",
            job.job_id,
            GIVE_UP_AFTER // timedelta(hours=1),
        )
        return JobState.UNCONFIRMED, Reason.NO_FINAL_STATE
    return state, None


def _next_due(job: Job) -> datetime:
    """Return when to ask about a task: soon at first, slower as it ages."""
    now = dt_util.utcnow()
    age = now - (job.submitted_at or job.created_at)
    return now + min(max(age / SLOWING, FIRST_INTERVAL), LONGEST_INTERVAL)
