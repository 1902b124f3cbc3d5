"""Hands the documents of an IPP job over, to be printed like any other print."""

from hashlib import sha256
import json
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..data import CloudPrintConfigEntry
from ..printing.preparing import ReceivedPrint, async_accept
from ..spool.job import IppOrigin
from ..spool.preparation import PageLayout
from .job_record import IppJob, Stage
from .jobs import IppJobs
from .protocol.errors import IppError, create_ipp_error, log_unexpected
from .protocol.request import ANONYMOUS
from .protocol.vocabulary import Status
from .receive import create_source_file, discard

ORIGIN: Final = "ipp"
"""The content field of these prints."""


class JobSubmitter:
    """Prints the received documents of one printer."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: CloudPrintConfigEntry,
        device_id: str,
        jobs: IppJobs,
    ) -> None:
        """Set up a submitter."""
        self._hass = hass
        self._device_id = device_id
        self._jobs = jobs
        self._settings = entry.runtime_data.ipp

    async def async_submit(self, job: IppJob) -> None:
        """Print a job whose documents were received; return once it is in the journal.

        A client's repeat prints nothing: it becomes another id of the first job. Raises
        IppError for a job that was not taken.
        """
        job.fingerprint = self._build_fingerprint(job)
        while (first := self._jobs.find_first(job)) is not None:
            await async_wait_settled(first)
            if job.is_settled:
                # It was canceled meanwhile, or aborted with the printer.
                raise job.error or IppError(Status.JOB_CANCELED)
            if first.stage is Stage.TAKEN:
                self._follow(job, first)
                return
        job.transition(Stage.SUBMITTING)
        # It goes on if the client breaks the connection.
        self._hass.async_create_task(
            self._async_submit(job), "cloudprint ipp", eager_start=True
        )
        await async_wait_settled(job)
        if job.error is not None:
            raise job.error

    async def _async_submit(self, job: IppJob) -> None:
        """Print a job unless it was printed in an earlier run; it is settled then."""
        try:
            if (first := await self._jobs.async_find_earlier(job)) is not None:
                self._follow(job, first)
            else:
                await self.async_accept(job)
        except IppError as err:
            self.end(job, err)
        except HomeAssistantError as err:
            self.end(job, create_ipp_error(err, job.name))
        except Exception as err:  # noqa: BLE001 - the client gets an answer in any case
            log_unexpected(err)
            self.end(job, IppError(Status.INTERNAL_ERROR))

    async def async_accept(self, job: IppJob) -> None:
        """Write a job with its documents. Raises HomeAssistantError."""
        template = job.template
        assert template is not None
        accepted = await async_accept(
            self._hass,
            ReceivedPrint(
                device_id=self._device_id,
                origin=ORIGIN,
                name=job.name,
                files=[create_source_file(document) for document in job.documents],
                options=template.options,
                layout=PageLayout(
                    scaling=template.scaling,
                    rotation=template.rotation,
                    margins=template.margins,
                    pages_per_paper=template.pages_per_paper,
                ),
                client=job.address,
                pages_per_hour=self._settings.pages_per_hour,
                requested_by=_describe_client(job),
                idempotency_key=self._jobs.build_key(job.job_id),
                ipp=IppOrigin(
                    job_id=job.job_id,
                    user=job.user,
                    fingerprint=job.fingerprint,
                    address=job.address,
                ),
            ),
        )
        # Listeners may have noted newer versions already.
        job.jobs = {accepted.job_id: accepted} | job.jobs
        job.take()
        self._drop_documents(job)

    @callback
    def end(self, job: IppJob, error: IppError | None = None) -> None:
        """End a job that was not taken: aborted with an error, canceled without one."""
        if not job.is_settled:
            job.error = error
            job.ended_at = dt_util.utcnow()
            job.transition(Stage.CANCELED if error is None else Stage.ABORTED)
        self._drop_documents(job)

    @callback
    def _follow(self, job: IppJob, first: IppJob) -> None:
        """Make a job another id of the first one."""
        job.first = first.first or first
        job.take()
        self._drop_documents(job)

    @callback
    def _drop_documents(self, job: IppJob) -> None:
        """Remove the documents of a settled job."""
        for document in job.documents:
            discard(self._hass, document)
        job.documents = []

    def _build_fingerprint(self, job: IppJob) -> str:
        """Return a digest of what a client asks to be printed, and of who it is."""
        what = [
            self._device_id,
            job.user,
            job.address,
            # Without a name, it has the time in it.
            job.name if job.is_named else None,
            # As the client says it: what it means changes with what the printer reports,
            # which is not known yet after a restart.
            job.attributes_digest,
            *(document.digest for document in job.documents),
        ]
        return sha256(json.dumps(what).encode()).hexdigest()


async def async_wait_settled(job: IppJob) -> None:
    """Return once a job was taken, or has ended without that."""
    while not job.is_settled:
        await job.changed.wait()


def _describe_client(job: IppJob) -> str:
    """Return who asked for a job: a name and an address."""
    if job.user == ANONYMOUS:
        return job.address
    return f"{job.user} ({job.address})"
