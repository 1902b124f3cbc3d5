"""Polls the cloud's tasks until they end: the service never calls back."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from ..api import (
    CloudPrintAuthenticationError,
    CloudPrintClient,
    CloudPrintError,
    CloudPrintRefusedError,
    Task,
    TaskStatus,
)
from ..const import LOGGER
from .clock import MAX_WAIT, running_time, seconds_until
from .echo import get_echo_warnings
from .job import TASK_STATUS, Job, JobState, Reason
from .job_store import JobStore

FIRST_INTERVAL: Final = 3.0
LONGEST_INTERVAL: Final = 30.0  # seconds between two polls of a task
SLOWING: Final = 5  # the interval is this fraction of a task's age
UNKNOWN_FOR: Final = 60.0  # seconds for which an accepted task may be unknown
FOLLOWED_FOR: Final = timedelta(hours=24)  # running time
WRITTEN_EACH: Final = timedelta(hours=1)  # how often a task's age is written
MAX_POLLS: Final = 4


@dataclass(slots=True)
class _Followed:
    job: Job
    since: float  # running times in seconds
    unknown_since: float | None = None


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
        self._not_before = 0.0
        self._cancel_timer: CALLBACK_TYPE = lambda: None
        self._has_reported_alias = False
        self.doubted_count = 0  # answers about other tasks than were asked for

    @callback
    def follow(self, job: Job, *, at_once: bool = False) -> None:
        """Poll the task of a job until it ends."""
        now = running_time()
        followed = _Followed(job, now - job.followed_for.total_seconds())
        self._followed[job.job_id] = followed
        due = now if at_once else _next_due(followed)
        heappush(self._dues, (due, job.job_id))
        self._ask()

    @callback
    def stop(self) -> None:
        """Poll no more tasks."""
        self._followed.clear()
        self._dues.clear()
        self._ask()

    @callback
    def _ask(self) -> None:
        self._cancel_timer()
        while self._dues and self._asking < MAX_POLLS:
            if wait := seconds_until(max(self._dues[0][0], self._not_before)):
                self._cancel_timer = async_call_later(self._hass, wait, self._wake)
                return
            _, job_id = heappop(self._dues)
            self._asking += 1
            # Not eager: an immediate answer would call this function from within.
            self._hass.async_create_task(
                self._async_ask(self._followed[job_id]),
                "cloudprint tracker",
                eager_start=False,
            )

    @callback
    def _wake(self, _now: datetime) -> None:
        self._ask()

    async def _async_ask(self, followed: _Followed) -> None:
        job_id = followed.job.job_id
        try:
            task, is_known = await self._async_get_task(followed.job)
            # Unless the account was unloaded meanwhile
            if self._followed.get(job_id) is followed:
                self._apply(followed, task, is_known)
        finally:
            if self._followed.get(job_id) is followed:
                heappush(self._dues, (_next_due(followed), job_id))
            self._asking -= 1
            self._ask()

    async def _async_get_task(self, job: Job) -> tuple[Task | None, bool | None]:
        """Return a job's task, and whether it is known; None for both if unavailable."""
        assert job.task_id is not None
        try:
            task = await self._client.get_task(job.task_id, job.server_sn)
        except CloudPrintRefusedError:
            return None, False
        except CloudPrintError as err:
            # The service is away. Each poll would try a refused key again.
            is_key_refused = isinstance(err, CloudPrintAuthenticationError)
            pause = MAX_WAIT if is_key_refused else err.retry_after
            if pause is not None:
                self._not_before = running_time() + min(pause, MAX_WAIT)
            return None, None
        return task, task is not None

    @callback
    def _apply(
        self, followed: _Followed, task: Task | None, is_known: bool | None
    ) -> None:
        job = followed.job
        now = running_time()
        if task is not None and not self._is_believed(job, task):
            task = is_known = None
        if is_known:
            followed.unknown_since = None
        elif is_known is False and followed.unknown_since is None:
            followed.unknown_since = now
        unknown_for = now - (followed.unknown_since or now)
        is_lost = is_known is False and unknown_for >= UNKNOWN_FOR
        age = timedelta(seconds=round(now - followed.since))
        state, reason = _resolve_state(job, task, age, is_lost=is_lost)
        changes = {} if task is None else _get_changes(job, task)
        if state is not job.state or any(
            getattr(job, name) != value for name, value in changes.items()
        ):
            job = followed.job = self._store.transition(
                job, state, reason, followed_for=age, **changes
            )
        elif age - job.followed_for >= WRITTEN_EACH:
            followed.job = replace(self._store.current(job), followed_for=age)
            self._store.update(followed.job)
        if state.is_final:
            self._followed.pop(job.job_id, None)

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
        if task.task_id not in (None, job.task_id, job.task_alias):
            if not self._has_reported_alias:
                LOGGER.warning(
                    "The service reports a print job under another task id than the"
                    " one that it gave; the first such id of a job is believed"
                )
            self._has_reported_alias = True
        return True


def _get_changes(job: Job, task: Task) -> dict[str, Any]:
    is_alias = task.task_id not in (None, job.task_id)
    return {
        "task_status": task.status,
        "task_alias": task.task_id if is_alias else job.task_alias,
        "approve_status": task.approve_status or job.approve_status,
        "warnings": get_echo_warnings(job, task),
    }


def _resolve_state(
    job: Job, task: Task | None, age: timedelta, *, is_lost: bool
) -> tuple[JobState, Reason | None]:
    state = TASK_STATUS.get(task.status, job.state) if task else job.state
    if state.is_final or (not is_lost and age < FOLLOWED_FOR):
        return state, Reason.TASK_ERROR if state is JobState.FAILED else None
    if not is_lost:
        LOGGER.warning(
            "Job %s had no final state within %s hours; it is no longer followed",
            job.job_id,
            FOLLOWED_FOR // timedelta(hours=1),
        )
    if (task.status if task else job.task_status) == TaskStatus.PARTIAL_PRINTED:
        return JobState.UNCONFIRMED, Reason.PARTLY_PRINTED
    reason = Reason.TASK_UNKNOWN if is_lost else Reason.NO_FINAL_STATE
    return JobState.UNCONFIRMED, reason


def _next_due(followed: _Followed) -> float:
    now = running_time()
    age = now - followed.since
    return now + min(max(age / SLOWING, FIRST_INTERVAL), LONGEST_INTERVAL)
