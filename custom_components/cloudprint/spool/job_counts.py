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
        return sum(self._counts[kind] for kind in self._find(device_id))

    def held(self, device_id: str | None = None) -> int:
        """Return the number of held jobs that are not reserved."""
        return sum(self._counts[kind] for kind in self._find(device_id, JobState.HELD))

    def since(self, state: JobState, device_id: str | None) -> datetime | None:
        """Return since when a printer, or any, has jobs in a state; None if it has none."""
        kinds = self._find(device_id, state)
        return min((self._since[kind] for kind in kinds), default=None)

    def states(self, device_id: str) -> set[JobState]:
        """Return the states of a printer's open jobs."""
        return {state for _, state, _ in self._find(device_id)}

    def _find(
        self, device_id: str | None, state: JobState | None = None
    ) -> list[_Kind]:
        """Return the kinds of a printer or all; of a state, without reserved ones."""
        return [
            kind
            for kind in self._counts
            if device_id in (None, kind[0])
            and (state is None or kind[1:] == (state, False))
        ]
