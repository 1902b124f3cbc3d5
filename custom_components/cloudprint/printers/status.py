"""A printer's status, by its jobs."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from homeassistant.util import dt as dt_util

from ..api.printer import Printer
from ..spool.job import Job, JobState
from ..spool.job_store import JobStore

# How long a job was sent before, or waits, until that is worth a line of the activity
PRINTING_AFTER: Final = timedelta(seconds=10)
WAITING_AFTER: Final = timedelta(minutes=1)


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
    return _get_state(printer, bool(states), JobState.PRINTING in states)


def _get_state(printer: Printer, is_waiting: bool, is_printing: bool) -> PrinterState:
    if is_printing:
        return PrinterState.PRINTING
    if printer.online is False:
        return PrinterState.OFFLINE
    return PrinterState.WAITING if is_waiting else PrinterState.IDLE


def get_quiet_status(
    store: JobStore, device_id: str, printer: Printer
) -> tuple[PrinterState, float | None]:
    """Return a printer's status without what has just begun, and for how many seconds."""
    now = dt_util.utcnow()

    def get_seconds(since: datetime, after: timedelta) -> float:
        remaining = since + after - now
        # More remains only if the clock was set back.
        return remaining.total_seconds() if timedelta() < remaining <= after else 0

    jobs = get_open_jobs(store, device_id)
    waiting = [get_seconds(job.created_at, WAITING_AFTER) for job in jobs]
    printing = [
        get_seconds(job.sent.at or job.created_at, PRINTING_AFTER)
        for job in jobs
        if job.state is JobState.PRINTING
    ]
    state = _get_state(printer, 0 in waiting, 0 in printing)
    return state, min(filter(None, (*waiting, *printing)), default=None)
