"""A printer's status, by its jobs."""

from ..api import Printer
from ..spool.job import Job, JobState
from ..spool.job_store import JobStore


def get_open_jobs(store: JobStore, device_id: str) -> list[Job]:
    """Return a printer's jobs that have not ended."""
    return [job for job in store.open_jobs if job.device_id == device_id]


def get_status(store: JobStore, device_id: str, printer: Printer) -> str:
    """Return a printer's status. It is only offline if the service reports so."""
    states = store.counts.states(device_id)
    if JobState.PRINTING in states:
        return "printing"
    if printer.online is False:
        return "offline"
    return "waiting" if states else "idle"
