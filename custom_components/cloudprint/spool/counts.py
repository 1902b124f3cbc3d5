"""Counters of the open jobs, updated with each change."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from .job import Job, JobState

type _Kind = tuple[JobState, bool]
"""A state, and whether the job is reserved."""


class JobCounts:
    """Numbers of an account's open jobs by printer, without a scan of all jobs."""

    def __init__(self) -> None:
        """Set up without jobs."""
        self._counted: dict[str, tuple[str, _Kind]] = {}
        self._counts: defaultdict[str, Counter[_Kind]] = defaultdict(Counter)

    def update(self, job: Job, *, is_reserved: bool) -> None:
        """Count a job in its current state."""
        self.discard(job.job_id)
        kind = job.state, is_reserved
        self._counted[job.job_id] = job.device_id, kind
        self._counts[job.device_id][kind] += 1

    def discard(self, job_id: str) -> None:
        """Stop counting a job."""
        if (counted := self._counted.pop(job_id, None)) is not None:
            device_id, kind = counted
            self._counts[device_id][kind] -= 1

    def open(self, device_id: str | None = None) -> int:
        """Return the number of open jobs, of one printer or of all."""
        return sum(counts.total() for counts in self._get(device_id))

    def held(self, device_id: str | None = None) -> int:
        """Return the number of held jobs that are not reserved."""
        return sum(counts[JobState.HELD, False] for counts in self._get(device_id))

    def states(self, device_id: str) -> set[JobState]:
        """Return the states of a printer's open jobs."""
        return {
            state
            for counts in self._get(device_id)
            for (state, _), count in counts.items()
            if count
        }

    def _get(self, device_id: str | None) -> Iterable[Counter[_Kind]]:
        if device_id is None:
            return self._counts.values()
        return [self._counts[device_id]] if device_id in self._counts else ()
