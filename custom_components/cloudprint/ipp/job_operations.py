"""The operations that create, print, list and cancel jobs (RFC 8011, 4.2 and 4.3)."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..data import CloudPrintConfigEntry
from ..document.source_file import MAX_FILES
from ..document.turns import TimeUsedUpError
from ..exceptions import failed, invalid
from ..fields import one_line
from ..printing.quota import create_turn, get_quota
from ..printing.sending import MAX_JOB_NAME
from ..source.request import async_get_converter
from ..spool.errors import JobNotHeldError, SpoolStoppedError
from ..spool.journal import JournalError
from ..spool.spooler import Spooler
from .job_attributes import IN_ANSWERS, JobLister
from .job_record import CANCELABLE, IppJob, Stage
from .job_template import JobTemplate, parse_job_template
from .jobs import IppJobs
from .printer_attributes import DOCUMENT_FORMATS, MULTIPLE_OPERATION_TIMEOUT
from .printer_view import PrinterView
from .protocol.errors import IppError, create_attribute_error, create_ipp_error
from .protocol.message import MAX_NAME_OCTETS, Attribute, Tag, limit_octets, out_of_band
from .protocol.request import COMPRESSIONS, IppRequest
from .protocol.response import Answer
from .protocol.vocabulary import IppJobState, Operation, Status
from .receive import (
    ReceivedDocument,
    async_check_documents,
    async_receive,
    discard,
    has_data,
)
from .server.body import DocumentInterruptedError, DocumentStalledError
from .submission import JobSubmitter, async_wait_settled


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


MAX_OPEN_JOBS: Final = 50
"""Jobs of a client that have not ended."""
MAX_UNSETTLED: Final = 200
"""Jobs of all clients that are on their way to the journal."""
_PIN: Final = "job-password"
"""What has to be entered at the printer before it prints (PWG 5100.11)."""
_UNKNOWN_FORMAT: Final = "application/octet-stream"


class JobOperations:
    """Carries out the operations on the jobs of a printer."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: CloudPrintConfigEntry,
        view: PrinterView,
        jobs: IppJobs,
        submitter: JobSubmitter,
    ) -> None:
        """Set up the operations on a printer's jobs."""
        self._hass = hass
        self._entry = entry
        self._spooler = entry.runtime_data.spooler
        self._settings = entry.runtime_data.ipp
        self._view = view
        self._jobs = jobs
        self._submitter = submitter
        self._quota = get_quota(hass, view.device_id)
        self.lister = JobLister(hass, view, jobs)

    async def async_close(self) -> None:
        """Abort what is not being written yet, and wait for what is."""
        self._jobs.close()
        unsettled = [job for job in self._jobs.records if not job.is_settled]
        for job in unsettled:
            if job.stage is not Stage.SUBMITTING:
                self._abort(job, IppError(Status.SERVICE_UNAVAILABLE))
                if job.task is not None:
                    job.task.cancel()
        for job in unsettled:
            await async_wait_settled(job)
        self._jobs.unfollow()

    def validate_job(self, request: IppRequest) -> Answer:
        """Check a job without printing it."""
        return Answer(unsupported=self._check_job(request).unsupported)

    async def async_print_job(
        self, request: IppRequest, document: AsyncIterator[bytes]
    ) -> Answer:
        """Print a document."""
        template = self._check_job(request)
        job = await self._async_create(request, template)
        if not await self._async_receive(request, job, document):
            self._submitter.end(job, error := IppError(Status.BAD_REQUEST))
            raise error
        await self._submitter.async_submit(job)
        # A repeat is answered with the first job.
        return await self._async_answer(request, job.first or job, taken=job)

    async def async_create_job(self, request: IppRequest) -> Answer:
        """Create a job, whose documents follow."""
        template = self._check_job(request)
        job = await self._async_create(request, template)
        self._wait_for_document(job)
        return await self._async_answer(request, job)

    async def async_send_document(
        self, request: IppRequest, document: AsyncIterator[bytes]
    ) -> Answer:
        """Receive a document of a job, and print the job if it is the last one.

        An empty one closes the job.
        """
        job = await self._async_get_own(request)
        if (is_last := request.get_flag("last-document")) is None:
            raise IppError(Status.BAD_REQUEST)
        _check_document(request)
        if job.stage in (Stage.CREATED, Stage.RECEIVED):
            stop_receiving(job)
            await self._async_receive(request, job, document)
        elif await has_data(document) and not _is_repeat(job):
            raise IppError(Status.NOT_POSSIBLE, invalid("ipp_job_closed"))
        if not is_last:
            if job.stage in (Stage.CREATED, Stage.RECEIVED):
                self._wait_for_document(job)
            answer = await self._async_answer(request, job)
            answer.received = job.documents[-1] if job.documents else None
            return answer
        return await self._async_close_job(request, job)

    async def async_close_job(self, request: IppRequest) -> Answer:
        """Print the documents that were received; there will be no others."""
        return await self._async_close_job(request, await self._async_get_own(request))

    async def async_cancel_job(self, request: IppRequest) -> Answer:
        """Cancel a job that was not sent to the printer."""
        job = await self._async_get_own(request)
        printer = self._view.snapshot().name
        await async_cancel(job, self._spooler, self._submitter, printer)
        return Answer()

    async def async_cancel_my_jobs(self, request: IppRequest) -> Answer:
        """Cancel jobs of a user: those with ids, or all that can be canceled.

        Of those with ids, none is canceled if one is not the client's (PWG 5100.11, 5.2).
        """
        printer = self._view.snapshot().name
        if (attribute := request.attributes.get("job-ids")) is None:
            for job in self._jobs.get_open():
                if job.is_owned_by(request.user, request.client):
                    with suppress(IppError):
                        await async_cancel(job, self._spooler, self._submitter, printer)
            return Answer()
        jobs = []
        for value in attribute.values:
            if value.tag != Tag.INTEGER or not isinstance(value.content, int):
                raise IppError(Status.BAD_REQUEST)
            jobs.append(await self._async_get_job(value.content, request))
        for job in jobs:
            await async_cancel(job, self._spooler, self._submitter, printer)
        return Answer()

    async def _async_close_job(self, request: IppRequest, job: IppJob) -> Answer:
        """Print what was received. Raises IppError for nothing, or something broken."""
        stop_receiving(job)
        match job.stage:
            case Stage.CREATED:
                self._abort(job, IppError(Status.BAD_REQUEST))
            case Stage.RECEIVED:
                await self._submitter.async_submit(job)
            case Stage.RECEIVING:
                raise IppError(Status.NOT_POSSIBLE)
            case _:
                # A repeat of the request
                await async_wait_settled(job)
        if job.stage is Stage.TAKEN:
            return await self._async_answer(request, job, taken=job)
        return await self._async_answer(request, job)

    def _check_job(self, request: IppRequest) -> JobTemplate:
        """Return the options of a new job. Raises IppError if it would not be taken."""
        if not self._view.is_accepting:
            raise IppError(
                Status.NOT_ACCEPTING_JOBS,
                failed("account_not_loaded", account=self._entry.title),
            )
        address, limit = request.client.address, self._settings.pages_per_hour
        if not self._quota.can_take(address, limit):
            # It tries again later by itself.
            raise IppError(Status.BUSY, failed("ipp_pages_used_up", limit=str(limit)))
        turn = create_turn(address, limit)
        try:
            async_get_converter(self._hass).check_time(turn)
        except TimeUsedUpError:
            minutes = str(round(turn.seconds_per_hour / 60))
            raise IppError(
                Status.BUSY, failed("ipp_time_used_up", minutes=minutes)
            ) from None
        if (
            self._jobs.count_open(address) >= MAX_OPEN_JOBS
            or self._jobs.unsettled_count >= MAX_UNSETTLED
        ):
            raise IppError(
                Status.BUSY, failed("ipp_too_many_jobs", limit=str(MAX_OPEN_JOBS))
            )
        _check_document(request)
        if request.attributes.get_content(_PIN):
            # It would lie in the tray before its owner is there.
            raise IppError(
                Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED,
                invalid("ipp_pin_unsupported"),
                unsupported=[out_of_band(_PIN, Tag.UNSUPPORTED)],
            )
        template = parse_job_template(request.job_attributes, self._view.snapshot())
        if request.get_flag("ipp-attribute-fidelity"):
            if template.unsupported:
                raise IppError(
                    Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED,
                    unsupported=template.unsupported,
                )
            if template.is_conflicting:
                raise IppError(Status.CONFLICTING_ATTRIBUTES)
        return template

    async def _async_create(self, request: IppRequest, template: JobTemplate) -> IppJob:
        name = request.get_text("job-name") or request.get_text("document-name") or ""
        name = one_line(limit_octets(name, MAX_NAME_OCTETS))[:MAX_JOB_NAME].strip()
        return await self._jobs.async_create(
            name=name or f"IPP {dt_util.now():%Y-%m-%d %H.%M}",
            is_named=bool(name),
            attributes_digest=request.job_digest,
            user=request.user,
            address=request.client.address,
            template=template,
            client_info=_get_client_info(request),
        )

    async def _async_receive(
        self, request: IppRequest, job: IppJob, document: AsyncIterator[bytes]
    ) -> bool:
        """Receive a document of a job, and return whether the job has any.

        Raises IppError for one that is incomplete, too large or canceled meanwhile; the
        job has ended then.
        """
        job.transition(Stage.RECEIVING)
        job.task = self._entry.async_create_background_task(
            self._hass,
            self._async_store(job, document, *_check_document(request)),
            "cloudprint ipp",
        )
        try:
            await job.task
        except asyncio.CancelledError:
            # Of that task, with the job or the account, or of the request itself
            self._abort(job, IppError(Status.SERVICE_UNAVAILABLE))
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
        job.task = None
        if job.error is not None:
            raise job.error
        if job.stage is Stage.CANCELED:
            raise IppError(Status.JOB_CANCELED)
        return job.stage is Stage.RECEIVED

    async def _async_store(
        self,
        job: IppJob,
        document: AsyncIterator[bytes],
        document_format: str,
        compression: str,
    ) -> None:
        """Write a document of a job to the upload folder."""
        try:
            received = await async_receive(
                self._hass,
                job.address,
                document,
                compression,
                document_format,
                mark=self._jobs.build_mark(job.job_id),
            )
            if received is not None and self._add_document(job, received):
                await async_check_documents(self._hass, job.documents)
        except IppError as err:
            self._submitter.end(job, err)
        except HomeAssistantError as err:
            self._submitter.end(job, create_ipp_error(err, job.name))
        except DocumentInterruptedError as err:
            is_slow = isinstance(err, DocumentStalledError)
            self._submitter.end(
                job,
                IppError(
                    Status.TIMEOUT if is_slow else Status.BAD_REQUEST,
                    invalid("ipp_document_incomplete"),
                ),
            )
        except Exception:
            self._submitter.end(job, IppError(Status.INTERNAL_ERROR))
            raise
        else:
            job.transition(Stage.RECEIVED if job.documents else Stage.CREATED)

    @callback
    def _add_document(self, job: IppJob, document: ReceivedDocument) -> bool:
        """Add a document to its job; return false where a request was repeated.

        Raises IppError if there are too many.
        """
        count = len(job.documents)
        for last in job.documents[-1:]:
            if last.digest == document.digest and not last.is_answered:
                discard(self._hass, document)
                return False
        if count == MAX_FILES:
            discard(self._hass, document)
            error = invalid(
                "files_too_many",
                field=job.name,
                count=str(count + 1),
                limit=str(MAX_FILES),
            )
            raise IppError(Status.REQUEST_ENTITY_TOO_LARGE, error)
        job.documents.append(document)
        return True

    @callback
    def _wait_for_document(self, job: IppJob) -> None:
        """Abort a job unless its next request comes in time (RFC 8011, 5.4.31)."""
        stop_receiving(job)

        @callback
        def abort(now: datetime) -> None:
            job.cancel_timer = None
            self._abort(
                job, IppError(Status.TIMEOUT, invalid("ipp_document_incomplete"))
            )

        job.cancel_timer = async_call_later(
            self._hass,
            MULTIPLE_OPERATION_TIMEOUT,
            HassJob(abort, cancel_on_shutdown=True),
        )

    @callback
    def _abort(self, job: IppJob, error: IppError) -> None:
        stop_receiving(job)
        self._submitter.end(job, error)

    async def _async_get_own(self, request: IppRequest) -> IppJob:
        """Return the job of a request, which only its owner may make."""
        assert request.job_id is not None
        try:
            return await self._async_get_job(request.job_id, request)
        except IppError as err:
            if (
                err.status is Status.NOT_FOUND
                and request.operation in (Operation.SEND_DOCUMENT, Operation.CLOSE_JOB)
                and await self._jobs.async_may_be_lost(request.job_id)
            ):
                raise IppError(Status.NOT_POSSIBLE) from err
            raise

    async def _async_get_job(self, job_id: int, request: IppRequest) -> IppJob:
        """Return a job of the client of a request. Raises IppError."""
        job = await self._jobs.async_get(job_id)
        if not job.is_owned_by(request.user, request.client):
            raise IppError(Status.NOT_AUTHORIZED, invalid("ipp_not_owner"))
        return job

    async def _async_answer(
        self, request: IppRequest, job: IppJob, *, taken: IppJob | None = None
    ) -> Answer:
        """Return the answer to a request that creates a job or adds its document."""
        groups = await self.lister.async_describe(request, [job], IN_ANSWERS)
        source = taken or job
        is_new = request.operation in (Operation.PRINT_JOB, Operation.CREATE_JOB)
        unsupported: Sequence[Attribute] = ()
        if is_new and source.template is not None:
            unsupported = source.template.unsupported
        return Answer(groups=groups, unsupported=unsupported, taken=taken)


def _is_repeat(job: IppJob) -> bool:
    """Return whether a document may be the one that a job was not answered for."""
    return job.stage in (Stage.SUBMITTING, Stage.TAKEN) and not job.is_answered


def _get_client_info(request: IppRequest) -> Attribute | None:
    """Return what the client says that it is, if it does. Raises IppError."""
    if (attribute := request.attributes.get("client-info")) is not None and any(
        value.tag != Tag.COLLECTION for value in attribute.values
    ):
        raise IppError(Status.BAD_REQUEST)
    return attribute


def _check_document(request: IppRequest) -> tuple[str, str]:
    """Return the format and the compression of a document. Raises IppError."""
    compression = (request.get_text("compression") or COMPRESSIONS[0]).lower()
    document_format = (request.get_text("document-format") or _UNKNOWN_FORMAT).lower()
    # Without parameters
    document_format = document_format.partition(";")[0].strip()
    for name, value, supported, status in (
        (
            "document-format",
            document_format,
            DOCUMENT_FORMATS,
            Status.DOCUMENT_FORMAT_NOT_SUPPORTED,
        ),
        ("compression", compression, COMPRESSIONS, Status.COMPRESSION_NOT_SUPPORTED),
    ):
        if value not in supported:
            raise create_attribute_error(status, name, request.attributes.get(name))
    return document_format, compression
