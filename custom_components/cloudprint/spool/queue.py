"""The queue of jobs to send, in the order in which they were printed."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from datetime import timedelta
from heapq import heappop, heappush
from itertools import batched, count
from typing import Final

from homeassistant.util import dt as dt_util

from .clock import MAX_WAIT, running_time, seconds_until
from .job import Job, JobState, PrinterKey
from .job_parts import Gate

type _Place = tuple[bool, int]
"""False for a released back pass, which comes first; and a number."""
type _Lane = list[tuple[_Place, str]]

FIRST_RETRY: Final = 15.0  # seconds until an unreadable content is read again
SLICE: Final = 50  # jobs in one iteration of the event loop


async def async_slices(jobs: Iterable[Job]) -> AsyncGenerator[Sequence[Job]]:
    """Yield jobs in slices, between which other tasks run."""
    for number, some in enumerate(batched(jobs, SLICE, strict=False)):
        if number:
            await asyncio.sleep(0)
        yield some


class JobQueue:
    """The waiting jobs, oldest first; a printer's next one is found without a scan.

    Each printer has two lanes: in quiet hours, jobs that ignore them overtake the
    others. Jobs that need an approval are in none. Back passes whose paper was not put
    back are in none either, and are next then: any other job would be printed on that
    paper. A deferred job keeps its place and lets others pass.
    """

    def __init__(self) -> None:
        """Set up an empty queue."""
        self.expiry: Final = Expiry()
        self._numbers = count()
        self._places: dict[str, _Place] = {}
        self._jobs: dict[str, Job] = {}
        self._back_passes: dict[str, None] = {}  # their ids
        self._lanes: dict[PrinterKey, tuple[_Lane, _Lane]] = {}
        self._pauses: dict[str, float] = {}  # seconds, of each job ever deferred
        self._retries: dict[str, float] = {}  # the running times of deferred jobs
        self._passed = set[str]()  # in preparation, and not waited for

    def reserve(
        self, job: Job, *, is_restored: bool = False, beside: Job | None = None
    ) -> None:
        """Give a job its place, or that `beside` another, and start its lifetime."""
        if beside is not None:
            self._places[job.job_id] = self._places[beside.job_id]
        elif job.job_id not in self._places:
            self._place_job(job)
        self.expiry.add(job, is_restored=is_restored)

    def update(self, job: Job) -> None:
        """Add a waiting job at its place, or remove a job in another state."""
        if not job.state.is_waiting:
            self._jobs.pop(job.job_id, None)
            if job.state is not JobState.SUBMITTING:
                self.discard(job)
            return
        before = self._jobs.get(job.job_id)
        self._jobs[job.job_id] = job
        if job.awaits_paper:
            self._back_passes[job.job_id] = None
        if before is not None and before.waiting.since is not job.waiting.since:
            # Another time runs from now on.
            self.expiry.discard(job)
            self.expiry.add(job)
        if not job.is_in_line:
            return
        if before is not None and not before.is_in_line:
            self._place_job(job)
            before = None
        if (
            before is None
            or before.waiting.ignore_quiet_hours != job.waiting.ignore_quiet_hours
            or before.state is not job.state
        ):
            self._passed.discard(job.job_id)
            self._enter_lane(job)

    def _enter_lane(self, job: Job) -> None:
        lanes = self._lanes.setdefault(job.printer_key, ([], []))
        place = self._places[job.job_id]
        heappush(lanes[job.waiting.ignore_quiet_hours], (place, job.job_id))

    def defer(self, job: Job) -> None:
        """Try a job later, each time twice as late, up to 10 min."""
        pause = self._pauses.get(job.job_id, FIRST_RETRY / 2)
        self._pauses[job.job_id] = pause = min(pause * 2, MAX_WAIT)
        self._retries[job.job_id] = running_time() + pause

    def let_pass(self, job: Job) -> None:
        """Let no other job wait any more for one, if it is in preparation."""
        waiting = self._jobs.get(job.job_id)
        if waiting is not None and waiting.gate is Gate.PREPARE:
            self._passed.add(job.job_id)

    def is_deferred(self, job: Job) -> bool:
        """Return whether a job is tried later."""
        return job.job_id in self._retries or job.job_id in self._passed

    def resume(self, *, all_jobs: bool = False) -> None:
        """Return the deferred jobs whose time has come, or all, to their places."""
        due = [
            job_id
            for job_id, retry_at in self._retries.items()
            if all_jobs or not seconds_until(retry_at)
        ]
        for job_id in due:
            del self._retries[job_id]
        # One that is being held at this moment enters its lane by itself.
        for job in filter(None, map(self._jobs.get, due)):
            self._enter_lane(job)

    def _place_job(self, job: Job) -> None:
        self._places[job.job_id] = not job.is_released_back_pass, next(self._numbers)

    def discard(self, job: Job) -> None:
        """Remove a job with its place and its lifetime."""
        self._jobs.pop(job.job_id, None)
        self._places.pop(job.job_id, None)
        self._pauses.pop(job.job_id, None)
        self._retries.pop(job.job_id, None)
        self._passed.discard(job.job_id)
        self._back_passes.pop(job.job_id, None)
        self.expiry.discard(job)

    @property
    def jobs(self) -> list[Job]:
        """Return the waiting jobs, oldest first, until their removal is persisted."""
        return sorted(self._jobs.values(), key=self._place)

    def get(self, job_id: str) -> Job | None:
        """Return a waiting job by its id."""
        return self._jobs.get(job_id)

    def find_back_pass(self, job_id: str) -> Job | None:
        """Return the held back pass of a front pass."""
        backs = filter(None, map(self._jobs.get, self._back_passes))
        return next((back for back in backs if back.duplex.follows == job_id), None)

    @property
    def back_passes(self) -> list[Job]:
        """Return the back passes whose paper has to be put back first, oldest first."""
        backs = filter(None, map(self._jobs.get, self._back_passes))
        return [back for back in backs if back.awaits_paper]

    @property
    def next_retry(self) -> float | None:
        """Return the running time at which the next deferred job is tried again."""
        return min(self._retries.values(), default=None)

    @property
    def printer_keys(self) -> list[PrinterKey]:
        """Return the printers that have held jobs."""
        for printer_key in list(self._lanes):
            if self.first(printer_key, is_quiet=False) is None:
                del self._lanes[printer_key]
        return list(self._lanes)

    def heads(self, *, is_quiet: bool) -> list[Job]:
        """Return the first job of each printer, oldest first."""
        heads = [
            head
            for printer_key in self._lanes
            if (head := self.first(printer_key, is_quiet=is_quiet)) is not None
        ]
        return sorted(heads, key=self._place)

    def first(self, printer_key: PrinterKey, *, is_quiet: bool) -> Job | None:
        """Return the first job of a printer, within quiet hours or not."""
        lanes = self._lanes.get(printer_key, ([], []))
        heads = [
            head
            for ignores_quiet, lane in zip((False, True), lanes, strict=True)
            if (ignores_quiet or not is_quiet)
            and (head := self._head(lane, ignores_quiet)) is not None
        ]
        return min(heads, key=self._place, default=None)

    def _head(self, lane: _Lane, ignores_quiet: bool) -> Job | None:
        """Return the first job of a lane; remove those that have left it."""
        while lane:
            place, job_id = lane[0]
            job = self._jobs.get(job_id)
            if (
                job is not None
                # It may have been in the lane while it was prepared.
                and job.is_in_line
                and place == self._places[job_id]
                and job.waiting.ignore_quiet_hours == ignores_quiet
                and (job.is_released_back_pass or not self.is_deferred(job))
            ):
                return job
            heappop(lane)
        return None

    def _place(self, job: Job) -> _Place:
        return self._places[job.job_id]


class Expiry:
    """The running times at which jobs expire; after a reboot, by the wall clock, too."""

    def __init__(self) -> None:
        """Set up without jobs."""
        self._ends: dict[str, float] = {}
        self._next: list[tuple[float, str]] = []
        self._rebooted = set[str]()

    def add(self, job: Job, *, is_restored: bool = False) -> None:
        """Start the lifetime of a job, unless it must not be held."""
        expires_at, limit = job.waiting.expires_at, job.time_limit
        if expires_at is None or limit is None or job.is_only_for_now:
            return
        # One that is prepared or was moved has the clocks of its start.
        now = job.steady_now
        remaining = min(expires_at - (now or dt_util.utcnow()), limit)
        end = running_time() + remaining / timedelta(seconds=1)
        self._ends[job.job_id] = end
        heappush(self._next, (end, job.job_id))
        if is_restored and now is None:
            self._rebooted.add(job.job_id)

    def discard(self, job: Job) -> None:
        """Forget a job."""
        self._ends.pop(job.job_id, None)
        self._rebooted.discard(job.job_id)

    def is_over(self, job: Job) -> bool:
        """Return whether a job has expired."""
        end = self._ends.get(job.job_id)
        if end is None or job.waiting.expires_at is None:
            return False
        return not seconds_until(end) or (
            job.job_id in self._rebooted and job.waiting.expires_at <= dt_util.utcnow()
        )

    def pop_over(self) -> list[str]:
        """Return the ids of jobs that have expired, each of them once."""
        over = list[str]()
        while self._next and not seconds_until(self._next[0][0]):
            over.append(heappop(self._next)[1])
        return over

    @property
    def next(self) -> float | None:
        """Return the running time at which the next job expires."""
        while self._next and self._next[0][1] not in self._ends:
            heappop(self._next)
        return self._next[0][0] if self._next else None
