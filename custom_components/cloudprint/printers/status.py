"""What a printer does, by its jobs."""

from ..api import Printer
from ..spool.job import Job, JobState
from ..spool.job_store import JobStore


def open_jobs_of(store: JobStore, device_id: str) -> list[Job]:
    """Return a printer's jobs that have not ended."""
    return [job for job in store.open_jobs if job.device_id == device_id]


def status_of(store: JobStore, device_id: str, printer: Printer) -> str:
    """Return what a printer does, by its jobs; offline only as far as is reported."""
    states = store.counts.states(device_id)
    if JobState.PRINTING in states:
        return "printing"
    if printer.online is False:
        return "offline"
    return "waiting" if states else "idle"
