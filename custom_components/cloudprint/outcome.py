"""What a person is told about a job that was not printed."""

from collections.abc import Sequence

from homeassistant.exceptions import HomeAssistantError

from .data import CloudPrintConfigEntry
from .exceptions import failed, invalid
from .spool.errors import (
    ContentGoneError,
    SpoolError,
    SpoolFullError,
    SpoolUnwritableError,
)
from .spool.job import Job, JobState, Reason


def raise_failures(jobs: Sequence[Job]) -> None:
    """Raise HomeAssistantError if a job failed or expired, once all were tried."""
    errors = [error for job in jobs if (error := error_of(job))]
    if errors:
        raise errors[0]


def error_of(job: Job) -> HomeAssistantError | None:
    """Return what to tell a person about a job that was not printed, if it was not."""
    if job.state not in (JobState.FAILED, JobState.EXPIRED):
        return None
    key = {
        Reason.REFUSED: "job_refused",
        Reason.TASK_ERROR: "job_task_error",
        Reason.CONTENT_GONE: "job_content_gone",
        Reason.QUIET_HOURS: "job_quiet_hours",
        Reason.PRINTER_OFFLINE: "job_printer_offline",
        Reason.AUTHENTICATION: "job_authentication",
    }.get(job.reason or Reason.SERVICE, "job_not_sent")
    return failed(key, name=job.name, printer=job.printer, message=job.message or "-")


def spool_failure(err: SpoolError, entry: CloudPrintConfigEntry) -> HomeAssistantError:
    """Return what to tell a person about what the spool would not do."""
    if isinstance(err, SpoolFullError):
        return failed("spool_full", account=entry.title)
    if isinstance(err, SpoolUnwritableError):
        return failed("journal_unwritable", error=str(err.__cause__))
    if isinstance(err, ContentGoneError):
        return invalid("job_content_gone", name=err.job.name)
    return failed("account_not_loaded", account=entry.title)
