"""When waiting jobs expire."""

from datetime import timedelta
from heapq import heappop, heappush

from homeassistant.util import dt as dt_util

from .clock import running_time, seconds_until
from .job import Job


class Expiry:
    """The times at which waiting jobs must not be sent any more.

    A job that was called for in this run lives for as long as it was to live, by the
    running time, whatever becomes of the wall clock. Of one that an earlier run left,
    only the wall clock tells how old it is: it expires as soon as either of them says
    so, and lives no longer than it was to live from the start.
    """

    def __init__(self) -> None:
        """Set up without any job."""
        self._ends: dict[str, float] = {}
        self._next: list[tuple[float, str]] = []
        self._inherited = set[str]()

    def add(self, job: Job, *, is_inherited: bool = False) -> None:
        """Let the time of a job begin that waits or may have to.

        One that is only for now waits for its turn, however long that takes.
        """
        if job.expires_at is None or job.is_only_for_now:
            return
        left = min(job.expires_at - dt_util.utcnow(), job.expires_at - job.created_at)
        end = running_time() + left / timedelta(seconds=1)
        self._ends[job.job_id] = end
        heappush(self._next, (end, job.job_id))
        if is_inherited:
            self._inherited.add(job.job_id)

    def discard(self, job: Job) -> None:
        """Forget a job that was sent or has ended, if it was not before."""
        self._ends.pop(job.job_id, None)
        self._inherited.discard(job.job_id)

    def is_over(self, job: Job) -> bool:
        """Return if a job must not be sent any more."""
        end = self._ends.get(job.job_id)
        if end is None or job.expires_at is None:
            return False
        return not seconds_until(end) or (
            job.job_id in self._inherited and job.expires_at <= dt_util.utcnow()
        )

    def pop_over(self) -> list[str]:
        """Return the ids of jobs whose time is over, each of them once."""
        over = list[str]()
        while self._next and not seconds_until(self._next[0][0]):
            over.append(heappop(self._next)[1])
        return over

    @property
    def next(self) -> float | None:
        """Return the running time at which the next job expires, as far as is known."""
        while self._next and self._next[0][1] not in self._ends:
            heappop(self._next)
        return self._next[0][0] if self._next else None
