"""Errors about jobs that were not printed."""

from collections.abc import Iterable
from typing import Final

from homeassistant.exceptions import HomeAssistantError

from ..exceptions import failed
from ..spool.job import Job, JobState, Reason
from ..spool.ledger import PagesUsedUpError

_FAILURES: Final[dict[Reason | None, str]] = {
    Reason.ORDER: "job_expired",
    Reason.QUIET_HOURS: "job_quiet_hours",
    Reason.PRINTER_OFFLINE: "job_printer_offline",
    Reason.PRINTER_GONE: "job_printer_gone",
    Reason.TURN_PAPER: "job_not_turned",
    Reason.APPROVAL: "job_needs_approval",
    Reason.AUTHENTICATION: "job_key_refused",
    Reason.SERVICE: "job_not_sent",
    Reason.TASK_ERROR: "job_task_error",
    Reason.CONTENT_GONE: "job_content_gone",
}
_FAILURES_WITH_MESSAGE: Final[dict[Reason | None, str]] = {
    Reason.AUTHENTICATION: "job_authentication",
    Reason.REFUSED: "job_refused",
}


def raise_failures(jobs: Iterable[Job], *, allow_partial: bool = False) -> None:
    """Raise HomeAssistantError if any of the jobs failed or expired.

    With `allow_partial`, only if all did; back passes do not count.
    """
    errors = [(job, create_job_error(job)) for job in jobs]
    if allow_partial and not all(
        error for job, error in errors if job.duplex.follows is None
    ):
        return
    for _, error in errors:
        if error:
            raise error


def create_job_error(job: Job) -> HomeAssistantError | None:
    """Return the error for a job that failed or expired, without the job's name."""
    if not job.state.is_failure:
        return None
    if job.final_failure is not None:
        return job.final_failure.as_error()
    key = _FAILURES_WITH_MESSAGE.get(job.reason)
    if key and job.message:
        return failed(key, printer=job.printer, message=job.message)
    key = _FAILURES.get(job.reason, "job_expired")
    if job.state is JobState.EXPIRED and job.reason is Reason.APPROVAL:
        key = "job_not_approved"
    return failed(key, printer=job.printer)


def create_limit_error(err: PagesUsedUpError) -> HomeAssistantError:
    """Return the error for a print that has more pages than are left."""
    is_of_day = err.period == "day"
    return failed(
        "pages_used_up_day" if is_of_day else "pages_used_up_month",
        pages=str(err.pages),
        left=str(err.left),
        limit=str(err.limit.periods[err.period]),
        rule=err.limit.rule,
    )
