"""How many open jobs there are, counted as they change."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from .job import Job, JobState

type _Kind = tuple[JobState, bool]
"""A state, and whether the job was taken to become something else."""


class JobCounts:
    """The numbers of an account's open jobs, known without looking at each of them."""

    def __init__(self) -> None:
        """Set up without any job."""
        self._counted: dict[str, tuple[str, _Kind]] = {}
        self._counts: defaultdict[str, Counter[_Kind]] = defaultdict(Counter)

    def note(self, job: Job, *, is_taken: bool) -> None:
        """Count a job as it is now, and no longer as it was."""
        self.discard(job.job_id)
        kind = job.state, is_taken
        self._counted[job.job_id] = job.device_id, kind
        self._counts[job.device_id][kind] += 1

    def discard(self, job_id: str) -> None:
        """Count a job no longer, if it was counted."""
        if (counted := self._counted.pop(job_id, None)) is not None:
            device_id, kind = counted
            self._counts[device_id][kind] -= 1

    def open(self, device_id: str | None = None) -> int:
        """Return how many jobs have not ended, of one printer or of all."""
        return sum(counts.total() for counts in self._of(device_id))

    def held(self, device_id: str | None = None) -> int:
        """Return how many jobs are held and not taken, of one printer or of all."""
        return sum(counts[JobState.HELD, False] for counts in self._of(device_id))

    def states(self, device_id: str) -> set[JobState]:
        """Return the states of the jobs of a printer that have not ended."""
        return {
            state
            for counts in self._of(device_id)
            for (state, _), count in counts.items()
            if count
        }

    def _of(self, device_id: str | None) -> Iterable[Counter[_Kind]]:
        if device_id is None:
            return self._counts.values()
        return [self._counts[device_id]] if device_id in self._counts else ()
