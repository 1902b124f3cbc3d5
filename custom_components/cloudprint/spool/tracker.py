"""Polls the cloud's tasks until they end: the service never calls back."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from math import inf
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from ..api.client import CloudPrintClient
from ..api.errors import (
    CloudPrintAuthenticationError,
    CloudPrintConnectionError,
    CloudPrintError,
    Delivery,
)
from ..api.print_task import Task
from ..api.vocabulary import TaskStatus
from ..const import LOGGER
from .clock import MAX_WAIT, running_time, seconds_until
from .echo import get_echo_warnings
from .job import FOLLOWED_FOR, TASK_STATUS, Job, JobState, Reason
from .job_parts import Sent
from .job_store import JobStore
from .tasks import Tasks

FIRST_INTERVAL: Final = 3.0
LONGEST_INTERVAL: Final = 30.0  # seconds between two polls of a task
SLOWING: Final = 5  # the interval is this fraction of a task's age
LOST_INTERVAL: Final = 300.0  # seconds between two polls of a lost task
REFUSED_FOR: Final = 120.0  # seconds for which an accepted task may be refused
ABSENT_FOR: Final = 600.0  # seconds for which all answers may be without it
WRITTEN_EACH: Final = timedelta(hours=1)  # how often a task's age is written
MAX_POLLS: Final = 4
_TASK_REFUSED: Final = (None, 400, 404, 410)  # HTTP status, None for a success


@dataclass(slots=True)
class _Followed:
    job: Job
    since: float  # running times in seconds
    absent_since: float | None = inf  # None: the newest answer has its record
    refused_since: float | None = None
    lost_at: float | None = None


class TaskTracker:
    """Polls all open tasks of an account with one timer."""

    def __init__(
        self, hass: HomeAssistant, client: CloudPrintClient, store: JobStore
    ) -> None:
        """Set up a tracker without tasks."""
        self._hass = hass
        self._client = client
        self._store = store
        self._followed: dict[str, _Followed] = {}
        self._dues: list[tuple[float, str]] = []
        self._asking = 0
        self._polls: Final = Tasks()
        self._not_before = 0.0
        self._cancel_timer: CALLBACK_TYPE = lambda: None
        self._has_reported_alias = False
        self.doubted_count = 0  # answers about other tasks than were asked for

    def follow(self, job: Job, *, at_once: bool = False) -> None:
        """Poll the task of a job until it ends, or of a lost one again."""
        now = running_time()
        followed = _Followed(job, now - job.sent.followed_for.total_seconds())
        followed.lost_at = now if job.is_lost else None
        self._followed[job.job_id] = followed
        due = now if at_once else _next_due(followed)
        heappush(self._dues, (due, job.job_id))
        self._ask()

    async def async_stop(self) -> None:
        """Poll no more tasks."""
        self._followed.clear()
        self._dues.clear()
        self._ask()
        await self._polls.async_cancel()

    @callback
    def _ask(self, _now: datetime | None = None) -> None:
        self._cancel_timer()
        while self._dues and self._asking < MAX_POLLS:
            if wait := seconds_until(max(self._dues[0][0], self._not_before)):
                self._cancel_timer = async_call_later(self._hass, wait, self._ask)
                return
            _, job_id = heappop(self._dues)
            self._asking += 1
            self._polls.start(self._async_ask(self._followed[job_id]), "tracker")

    async def _async_ask(self, followed: _Followed) -> None:
        job_id = followed.job.job_id
        try:
            # An immediate answer would call `_ask` from within.
            await asyncio.sleep(0)
            if not self._is_decided(followed):
                answer = await self._async_get_task(followed.job)
            if self._is_decided(followed):
                self._followed.pop(job_id, None)
            else:
                self._apply(followed, answer)
        finally:
            if self._followed.get(job_id) is followed:
                heappush(self._dues, (_next_due(followed), job_id))
            self._asking -= 1
            self._ask()

    def _is_decided(self, followed: _Followed) -> bool:
        """Return whether a person has said what became of a lost job."""
        job = self._store.current(followed.job)
        return job.state.is_final and not job.awaits_decision

    async def _async_get_task(self, job: Job) -> Task | float | None:
        """Return a job's task, or for how long an answer may be without it; None for none."""
        assert job.sent.task_id is not None
        try:
            task = await self._client.get_task(job.sent.task_id, job.server_sn)
        except CloudPrintError as err:
            is_late = err.delivery is Delivery.NOT_SENT or err.retry_after is not None
            if not is_late and not isinstance(err, CloudPrintConnectionError):
                is_refused = err.is_of_service and err.status in _TASK_REFUSED
                return REFUSED_FOR if is_refused else ABSENT_FOR
            # The service is away. Each poll would try a refused key again.
            is_key_refused = isinstance(err, CloudPrintAuthenticationError)
            pause = MAX_WAIT if is_key_refused else err.retry_after
            if pause is not None:
                self._not_before = running_time() + min(pause, MAX_WAIT)
            return None
        return task or REFUSED_FOR

    def _apply(self, followed: _Followed, answer: Task | float | None) -> None:
        job = self._store.current(followed.job)
        now = running_time()
        task = answer if isinstance(answer, Task) else None
        if task is not None and not self._is_believed(job, task):
            task = answer = None
        is_lost = answer is not None and self._note(followed, answer, now)
        age = timedelta(seconds=round(now - followed.since))
        state, reason = _resolve_state(job, task, age, is_lost=is_lost)
        changes = {} if task is None else _get_changes(job, task)
        is_new = any(getattr(job, name) != value for name, value in changes.items())
        sent: Sent = replace(changes.pop("sent", job.sent), followed_for=age)
        was_lost = job.state.is_final
        if state is not job.state or (is_new and not was_lost):
            if was_lost and job.ipp is not None:
                # An end is the last state that its client is told.
                changes["ipp"] = replace(job.ipp, aborted_at=job.updated_at)
            job = self._store.transition(job, state, reason, sent=sent, **changes)
        elif (
            is_new or age - job.sent.followed_for >= WRITTEN_EACH or age >= FOLLOWED_FOR
        ):
            if task and TASK_STATUS.get(task.status) is JobState.PRINTING:
                sent = replace(sent, has_begun=True)
            job = replace(job, sent=sent, **changes)
            self._store.update(job)
        followed.job = job
        if age >= FOLLOWED_FOR or (state.is_final and not job.awaits_decision):
            self._followed.pop(job.job_id, None)
        elif state.is_final:
            followed.lost_at = followed.lost_at or now

    def _note(self, followed: _Followed, answer: Task | float, now: float) -> bool:
        """Note an answer; return whether the service no longer knows the task.

        Refusals count sooner, unless all of two or more open tasks are without a record.
        """
        if isinstance(answer, Task):
            followed.absent_since = followed.refused_since = None
            return False
        followed.absent_since = absent_since = min(followed.absent_since or now, now)
        since = followed.refused_since or now
        followed.refused_since = since if answer == REFUSED_FOR else None
        beside = [
            task.absent_since
            for task in self._followed.values()
            if task is not followed and (task.lost_at or now) > since
        ]
        is_believed = answer == REFUSED_FOR and (not beside or None in beside)
        is_refused = is_believed and now - since >= REFUSED_FOR
        return is_refused or now - absent_since >= ABSENT_FOR

    def _is_believed(self, job: Job, task: Task) -> bool:
        """Return whether an answer is about a job's task; report the first that is odd."""
        if not self._store.tasks.is_about(job, task.task_id):
            self.doubted_count += 1
            if self.doubted_count == 1:
                LOGGER.warning(
                    "The service was asked about a print job, and answered about"
                    " another one; such answers are ignored"
                )
            return False
        if task.task_id not in (None, job.sent.task_id, job.sent.alias):
            if not self._has_reported_alias:
                LOGGER.warning(
                    "The service reports a print job under another task id than the"
                    " one that it gave; the first such id of a job is believed"
                )
            self._has_reported_alias = True
        return True


def _get_changes(job: Job, task: Task) -> dict[str, Any]:
    is_alias = task.task_id not in (None, job.sent.task_id)
    sent = replace(
        job.sent,
        status=task.status,
        alias=task.task_id if is_alias else job.sent.alias,
        approve_status=task.approve_status or job.sent.approve_status,
    )
    return {"sent": sent, "warnings": get_echo_warnings(job, task)}


def _resolve_state(
    job: Job, task: Task | None, age: timedelta, *, is_lost: bool
) -> tuple[JobState, Reason | None]:
    state = TASK_STATUS.get(task.status, job.state) if task else job.state
    if job.state.is_final and (state is job.state or not state.is_final):
        # Only an end counts now.
        return job.state, job.reason
    if state.is_final or (not is_lost and age < FOLLOWED_FOR):
        return state, Reason.TASK_ERROR if state is JobState.FAILED else None
    if not is_lost:
        LOGGER.warning(
            "Job %s had no final state within %s hours; it is no longer followed",
            job.job_id,
            FOLLOWED_FOR // timedelta(hours=1),
        )
    if (task.status if task else job.sent.status) == TaskStatus.PARTIAL_PRINTED:
        return JobState.UNCONFIRMED, Reason.PARTLY_PRINTED
    reason = Reason.TASK_UNKNOWN if is_lost else Reason.NO_FINAL_STATE
    return JobState.UNCONFIRMED, reason


def _next_due(followed: _Followed) -> float:
    now = running_time()
    if followed.lost_at is not None:
        return now + LOST_INTERVAL
    age = now - followed.since
    return now + min(max(age / SLOWING, FIRST_INTERVAL), LONGEST_INTERVAL)
