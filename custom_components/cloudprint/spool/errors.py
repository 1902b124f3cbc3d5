"""Errors of the spool; `journal.JournalError` is another one."""

from asyncio import Future
from typing import Any

from .job import Job


class SpoolError(Exception):
    """The spool cannot do what was requested."""


class SpoolFullError(SpoolError):
    """The contents of waiting jobs leave no room for another one."""


class SpoolStoppedError(SpoolError):
    """The account is not loaded."""


class NotNowError(SpoolError):
    """A job cannot be prepared now, but later, or once a future is done."""

    def __init__(self, until: Future[Any] | None = None) -> None:
        """Set up the error."""
        super().__init__()
        self.until = until


class KeyUsedError(SpoolError):
    """An idempotency key was used for a print on fewer printers."""


class JobError(SpoolError):
    """The request does not fit the state of the job."""

    def __init__(self, job: Job) -> None:
        """Keep the job."""
        super().__init__(job.job_id)
        self.job = job


class ContentGoneError(JobError):
    """The content of a job is no longer kept."""


class JobNotHeldError(JobError):
    """A job was sent or has ended, so it cannot be canceled or moved."""


class JobDecidedError(JobError):
    """An unconfirmed job was decided on before."""


class PrinterBusyError(JobError):
    """Another job would be printed on the paper that was put back for this one."""
