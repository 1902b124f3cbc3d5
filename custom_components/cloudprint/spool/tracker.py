"""Follows the cloud's tasks to their ends: the service never calls back."""

import asyncio
from collections.abc import Awaitable
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
    ) -> Awaitable[Job]:
        """Move the job, write it down, and tell everyone."""


@dataclass(slots=True)
class _Followed:
    job: Job
    due: datetime
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
        if not self._followed:
            return
        due = min(followed.due for followed in self._followed.values())
        delay = max(0.0, (due - dt_util.utcnow()).total_seconds())
        self._cancel_timer = async_call_later(self._hass, delay, self._async_poll)

    async def _async_poll(self, now: datetime) -> None:
        self._cancel_timer = None
        due = [
            followed
            for followed in self._followed.values()
            if followed.due <= dt_util.utcnow()
        ]
        for followed in due:
            # Not asked about twice at the same time, however slow the answer.
            followed.due = dt_util.utcnow() + GIVE_UP_AFTER
        try:
            await asyncio.gather(*(self._async_ask(followed) for followed in due))
        finally:
            self._schedule()

    async def _async_ask(self, followed: _Followed) -> None:
        job = followed.job
        assert job.task_id is not None
        retry_after = 0.0
        task: Task | None = None
        known = True
        async with self._slots:
            try:
                task = await self._client.get_task(job.task_id, job.server_sn)
                known = task is not None
            except CloudPrintRefusedError:
                known = False
            except CloudPrintError as err:
                # The service is away; that says nothing about the task.
                retry_after = err.retry_after or 0.0
        if self._followed.get(job.job_id) is not followed:
            return
        now = dt_util.utcnow()
        if known:
            followed.unknown_since = None
        else:
            followed.unknown_since = followed.unknown_since or now
        state, reason = self._judge(followed, task, now)
        if state is not job.state or (
            task is not None and task.status != job.task_status
        ):
            job = await self._move(
                job,
                state,
                reason,
                task_status=task.status if task is not None else job.task_status,
            )
        if state.is_final:
            self._followed.pop(job.job_id, None)
            return
        followed.job = job
        followed.due = max(_next_due(job), now + timedelta(seconds=retry_after))

    @staticmethod
    def _judge(
        followed: _Followed, task: Task | None, now: datetime
    ) -> tuple[JobState, Reason | None]:
        """Return the state that an answer, or the lack of one, means for the job."""
        job = followed.job
        state = TASK_STATUS.get(task.status, job.state) if task else job.state
        if state is JobState.FAILED:
            return state, Reason.TASK_ERROR
        if state.is_final:
            return state, None
        if followed.unknown_since and now - followed.unknown_since >= UNKNOWN_FOR:
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
