"""A printer's status, by its jobs."""

from enum import StrEnum

from ..api.printer import Printer
from ..spool.job import Job, JobState
from ..spool.job_store import JobStore


class PrinterState(StrEnum):
    """States of the status sensor. `OFFLINE` is only a hint of the service."""

    IDLE = "idle"
    WAITING = "waiting"
    PRINTING = "printing"
    OFFLINE = "offline"


def get_open_jobs(store: JobStore, device_id: str) -> list[Job]:
    """Return a printer's jobs that have not ended."""
    return [job for job in store.open_jobs if job.device_id == device_id]


def get_status(store: JobStore, device_id: str, printer: Printer) -> PrinterState:
    """Return a printer's status."""
    states = store.counts.states(device_id)
    if JobState.PRINTING in states:
        return PrinterState.PRINTING
    if printer.online is False:
        return PrinterState.OFFLINE
    return PrinterState.WAITING if states else PrinterState.IDLE
