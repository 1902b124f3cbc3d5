"""Back passes, which wait until their front passes have ended."""

from typing import Final

from .job import Job, JobState
from .job_parts import Gate
from .job_store import JobStore
from .journal import Journal

OUT: Final = (JobState.FINISHED, JobState.UNCONFIRMED)  # a front pass may have come out


class ManualDuplex:
    """Notes how front passes end, until their back passes are reviewed."""

    def __init__(self, store: JobStore, journal: Journal) -> None:
        """Set up without passes."""
        self._store = store
        self._journal = journal
        self._is_out: dict[str | None, bool] = {}  # by the id of an ended front pass

    async def async_load(self) -> None:
        """Read how front passes have ended in an earlier run. Raises JournalError."""
        still_open = {job.job_id for job in self._store.open_jobs}
        for job in self._store.waiting.back_passes:
            front_id = job.duplex.follows
            if (
                Gate.FRONT in job.waiting.gates
                and front_id is not None
                and front_id not in still_open
            ):
                front = await self._journal.async_get(front_id)
                # A record that cannot be read may be one of a print that came out.
                self._is_out[front_id] = front is None or front.state in OUT

    def note(self, job: Job) -> Job | None:
        """Note the end of a front pass; return the back pass that has to be reviewed."""
        find = self._store.waiting.find_back_pass
        back = find(job.job_id) if job.state.is_final else None
        if back is None or Gate.FRONT not in back.waiting.gates:
            # Its front pass may be out, also if that ends anew.
            return None
        self._is_out[job.job_id] = job.state in OUT
        return back

    def review(self, job: Job) -> Job | None:
        """Return a held back pass as it is after its front pass, or None for no change.

        Its lifetime begins if that may have come out. Otherwise it is canceled.
        """
        is_out = self._is_out.pop(job.duplex.follows, None)
        if is_out is None:
            return None
        if is_out:
            return job.at_gates(job.waiting.gates_without(Gate.FRONT))
        return job.with_state(JobState.CANCELED, job.reason)
