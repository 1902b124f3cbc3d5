"""Numbers of an account's open jobs."""

from collections import Counter
from datetime import datetime

from .job import Job, JobState

type _Kind = tuple[str, JobState, bool]  # printer, state, is reserved


class JobCounts:
    """Numbers of an account's open jobs, without a scan of all jobs."""

    def __init__(self) -> None:
        """Set up without jobs."""
        self._kinds: dict[str, _Kind] = {}
        self._counts = Counter[_Kind]()
        self._since: dict[_Kind, datetime] = {}

    def update(self, job: Job, *, is_reserved: bool) -> None:
        """Count a job in its current state."""
        kind = job.device_id, job.state, is_reserved
        if self._kinds.get(job.job_id) == kind:
            return
        self.discard(job.job_id)
        self._kinds[job.job_id] = kind
        self._counts[kind] += 1
        self._since.setdefault(kind, job.updated_at)

    def discard(self, job_id: str) -> None:
        """Stop counting a job."""
        if (kind := self._kinds.pop(job_id, None)) is not None:
            self._counts[kind] -= 1
            if not self._counts[kind]:
                del self._counts[kind], self._since[kind]

    def open(self, device_id: str | None = None) -> int:
        """Return the number of open jobs, of one printer or of all."""
        return sum(
            count
            for (printer, _, _), count in self._counts.items()
            if device_id in (None, printer)
        )

    def held(self, device_id: str | None = None) -> int:
        """Return the number of held jobs that are not reserved."""
        return sum(
            count
            for (printer, *kind), count in self._counts.items()
            if kind == [JobState.HELD, False] and device_id in (None, printer)
        )

    def since(self, state: JobState, device_id: str | None) -> datetime | None:
        """Return since when a printer, or any, has jobs in a state; None if it has none."""
        since = (
            time
            for (printer, *kind), time in self._since.items()
            if kind == [state, False] and device_id in (None, printer)
        )
        return min(since, default=None)

    def states(self, device_id: str) -> set[JobState]:
        """Return the states of a printer's open jobs."""
        return {state for printer, state, _ in self._counts if printer == device_id}
