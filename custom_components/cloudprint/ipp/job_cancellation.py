"""Cancels jobs, as far as that is possible (RFC 8011, 4.3.3; PWG 5100.11)."""

from homeassistant.core import callback

from ..exceptions import failed, invalid
from ..spool.errors import JobNotHeldError, SpoolStoppedError
from ..spool.journal import JournalError
from ..spool.spooler import Spooler
from .errors import IppError
from .job_record import CANCELABLE, IppJob, Stage
from .submission import JobSubmitter, async_wait_settled
from .vocabulary import IppJobState, Status


async def async_cancel(
    job: IppJob, spooler: Spooler, submitter: JobSubmitter, printer: str
) -> None:
    """Cancel a job that was not sent. Raises IppError for another one.

    What is being received is dropped at once. `printer` is its name.
    """
    if job.stage in CANCELABLE:
        stop_receiving(job)
        submitter.end(job)
        if job.task is not None:
            job.task.cancel()
        return
    await async_wait_settled(job)
    if job.stage is not Stage.TAKEN:
        raise IppError(Status.NOT_POSSIBLE, invalid("job_ended"))
    canceled = False
    for each in list(job.printing):
        try:
            await spooler.async_cancel(each)
        except JobNotHeldError:
            continue
        except SpoolStoppedError as err:
            raise IppError(Status.SERVICE_UNAVAILABLE) from err
        except JournalError as err:
            raise IppError(
                Status.TEMPORARY_ERROR, failed("cannot_cancel_job", error=str(err))
            ) from err
        canceled = True
    if canceled:
        return
    if job.state in (IppJobState.PENDING, IppJobState.PROCESSING):
        raise IppError(
            Status.NOT_POSSIBLE, invalid("job_not_cancelable", printer=printer)
        )
    raise IppError(Status.NOT_POSSIBLE, invalid("job_ended"))


@callback
def stop_receiving(job: IppJob) -> None:
    """Stop waiting for the next document of a job."""
    if job.cancel_timer is not None:
        job.cancel_timer()
        job.cancel_timer = None
