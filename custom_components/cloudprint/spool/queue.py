"""The jobs that wait to be sent, each behind those that came before it."""

from heapq import heappop, heappush
from itertools import count
from typing import Final

from .expiry import Expiry
from .job import Job, JobState

type PrinterKey = tuple[str, str]
type _Lane = list[tuple[int, str]]


class JobQueue:
    """Held jobs, in the order in which they came.

    Which is the next one of a printer is known without looking at all of them. Each
    printer has two lanes: jobs for which quiet hours do not count pass the others then.
    """

    def __init__(self) -> None:
        """Set up an empty queue."""
        self.expiry: Final = Expiry()
        self._numbers = count()
        self._places: dict[str, int] = {}
        self._jobs: dict[str, Job] = {}
        self._lanes: dict[PrinterKey, tuple[_Lane, _Lane]] = {}

    def reserve(self, job: Job, *, is_inherited: bool = False) -> None:
        """Give a job its place, and let its time begin.

        It keeps both while it is being sent: it may have to wait again. A job that an
        earlier run left is inherited.
        """
        self._places[job.job_id] = next(self._numbers)
        self.expiry.add(job, is_inherited=is_inherited)

    def update(self, job: Job) -> None:
        """Let a job wait in its place, or not any more, as its state says."""
        if job.state is not JobState.HELD:
            self._jobs.pop(job.job_id, None)
            if job.state is not JobState.SUBMITTING:
                self.forget(job)
            return
        known = self._jobs.get(job.job_id)
        self._jobs[job.job_id] = job
        if known is None or known.ignore_quiet_hours != job.ignore_quiet_hours:
            lanes = self._lanes.setdefault(job.printer_key, ([], []))
            place = self._places[job.job_id]
            heappush(lanes[job.ignore_quiet_hours], (place, job.job_id))

    def forget(self, job: Job) -> None:
        """Forget a job that will not wait again."""
        self._jobs.pop(job.job_id, None)
        self._places.pop(job.job_id, None)
        self.expiry.discard(job)

    @property
    def jobs(self) -> list[Job]:
        """Return the jobs that wait, and those that are about to be something else.

        Those keep their place before the jobs behind them. Oldest first.
        """
        return sorted(self._jobs.values(), key=self._place)

    def get(self, job_id: str) -> Job | None:
        """Return a job that waits, by its id."""
        return self._jobs.get(job_id)

    @property
    def printer_keys(self) -> list[PrinterKey]:
        """Return the printers that jobs wait for."""
        for printer_key in list(self._lanes):
            if self.first(printer_key, is_quiet=False) is None:
                del self._lanes[printer_key]
        return list(self._lanes)

    def heads(self, *, is_quiet: bool) -> list[Job]:
        """Return the first job of each printer, within quiet hours or not, oldest first."""
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
        """Return the first job of a lane, without those that have left it."""
        while lane:
            job = self._jobs.get(lane[0][1])
            if job is not None and job.ignore_quiet_hours == ignores_quiet:
                return job
            heappop(lane)
        return None

    def _place(self, job: Job) -> int:
        return self._places[job.job_id]
