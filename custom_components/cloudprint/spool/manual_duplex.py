"""Back passes, which wait until their front passes have ended."""

from typing import Final

from homeassistant.core import callback

from .job import Job, JobState
from .job_store import JobStore
from .journal import Journal

OUT: Final = (JobState.FINISHED, JobState.UNCONFIRMED)  # a front pass may have come out


class ManualDuplex:
    """Notes how front passes end, until their back passes are reviewed."""

    def __init__(self, store: JobStore, journal: Journal) -> None:
        """Set up without passes."""
        self._store = store
        self._journal = journal
        # By an ended front pass, the one that its back pass follows then
        self._ended: dict[str | None, str | None] = {}
        self._settled = set[str]()  # open front passes with a first result

    async def async_load(self) -> None:
        """Read how front passes have ended in an earlier run. Raises JournalError."""
        still_open = {job.job_id for job in self._store.open_jobs}
        for job in self._store.waiting.jobs:
            if not job.awaits_paper or not job.follows:
                continue
            if job.follows in still_open:
                self._settled.add(job.follows)
                continue
            front = await self._journal.async_get(job.follows)
            if front is None:
                # A record that cannot be read may be one of a print that came out.
                self._ended[job.follows] = job.follows
            else:
                self._ended[job.follows] = _find_front_pass(front, job)

    @callback
    def note(self, job: Job) -> Job | None:
        """Note the end of a front pass; return the back pass that has to be reviewed."""
        back = self._store.waiting.find_back_pass(job.job_id)
        if not job.state.is_final:
            if back is not None and job.is_settled:
                self._settled.add(job.job_id)
            return None
        self._ended.pop(job.follows, None)
        is_late = job.job_id in self._settled
        self._settled.discard(job.job_id)
        if back is not None:
            self._ended[job.job_id] = _find_front_pass(job, back, is_late=is_late)
        return back

    @callback
    def review(self, job: Job) -> Job | None:
        """Return a held back pass as it is after its front pass, or None for no change.

        Its lifetime begins if that may have come out. Otherwise it is canceled, or
        follows again the front pass that the other one was to replace.
        """
        if job.follows not in self._ended:
            return None
        follows = self._ended.pop(job.follows)
        if job.expires_at is not None or job.turn_within is None:
            # Its front pass may be out, also if that ends anew.
            return None
        if follows is None:
            return job.with_state(JobState.CANCELED, job.reason)
        return job.after_end_of_front_pass(follows)


def _find_front_pass(front: Job, back: Job, *, is_late: bool = False) -> str | None:
    """Return the front pass that a back pass follows after the end of one, if any."""
    if front.state in OUT:
        return front.job_id
    # Both sides that are printed again have the same origin.
    is_own = back.reprint_of == front.reprint_of
    if is_late or is_own or not front.state.is_failure:
        return None
    return front.reprint_of
