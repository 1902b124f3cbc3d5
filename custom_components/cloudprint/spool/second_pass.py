"""Back sides that wait until their front sides have ended."""

from typing import Final

from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from .job import Job, JobState
from .job_store import JobStore
from .journal import Journal

OUT: Final = (JobState.FINISHED, JobState.UNCONFIRMED)
"""States in which front sides may have come out."""


class SecondPasses:
    """The ends of front sides whose back sides were not reviewed since."""

    def __init__(self, store: JobStore, journal: Journal) -> None:
        """Set up without front sides."""
        self._store = store
        self._journal = journal
        self._ended: dict[str | None, JobState] = {}

    async def async_load(self) -> None:
        """Read how front sides have ended in an earlier run. Raises JournalError."""
        still_open = {job.job_id for job in self._store.open_jobs}
        for job in self._store.waiting.jobs:
            if job.awaits_turn and job.follows and job.follows not in still_open:
                front = await self._journal.async_get(job.follows)
                # A record that cannot be read may be one of a print that came out.
                state = JobState.UNCONFIRMED if front is None else front.state
                self._ended[job.follows] = state

    @callback
    def note(self, job: Job) -> Job | None:
        """Note the end of front sides; return the back sides that have to be reviewed."""
        if not job.state.is_final:
            return None
        self._ended.pop(job.follows, None)
        if (back := self._store.waiting.find_follower(job.job_id)) is not None:
            self._ended[job.job_id] = job.state
        return back

    @callback
    def review(self, job: Job) -> Job | None:
        """Return held back sides as they are after the end of their front sides.

        If those may have come out, the time begins in which the paper can be put back;
        otherwise the back sides are canceled. Returns None for no change.
        """
        state = self._ended.pop(job.follows, None)
        if state is None:
            return None
        if state not in OUT:
            return job.with_state(JobState.CANCELED, job.reason)
        if job.expires_at is not None or job.turn_within is None:
            return None
        return job.with_state(
            job.state, job.reason, expires_at=dt_util.utcnow() + job.turn_within
        )
