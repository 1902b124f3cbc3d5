"""What the spool refuses."""

from .job import Job


class SpoolError(Exception):
    """The spool cannot do what was asked."""


class SpoolFullError(SpoolError):
    """What waits to be printed leaves no room for more."""


class SpoolStoppedError(SpoolError):
    """The account is being unloaded."""


class JobError(SpoolError):
    """A job cannot be treated as was asked."""

    def __init__(self, job: Job) -> None:
        """Keep the job."""
        super().__init__(job.job_id)
        self.job = job


class ContentGoneError(JobError):
    """What a job printed is no longer kept."""


class JobNotHeldError(JobError):
    """A job is not Home Assistant's to cancel any more, or has ended."""


class JobDecidedError(JobError):
    """A person has decided already what became of a job."""
