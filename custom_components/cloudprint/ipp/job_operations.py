"""The operations that create, print, list and cancel jobs (RFC 8011, 4.2 and 4.3)."""

import asyncio
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Mapping,
    Sequence,
)
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Final

from homeassistant.core import HassJob, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..data import Account
from ..document.source_file import MAX_FILES
from ..document.turns import TimeUsedUpError
from ..exceptions import failed, invalid
from ..fields import one_line
from ..printing.jobs import async_cancel_job
from ..printing.quota import create_turn, get_quota
from ..printing.sending import MAX_JOB_NAME
from ..source.request import async_get_converter
from ..source.upload import UPLOADS
from ..texts import get_common_texts
from .job_attributes import IN_ANSWERS, IN_LISTS, JobContext, select_job_attributes
from .job_template import JobTemplate, parse_job_template
from .jobs import IppJob, IppJobs, JobLostError, Stage
from .printer_attributes import DOCUMENT_FORMATS, MULTIPLE_OPERATION_TIMEOUT
from .protocol.errors import IppError, create_ipp_error
from .protocol.message import (
    ENDED,
    MAX_NAME_OCTETS,
    NOT_COMPLETED,
    WHICH_JOBS,
    Attribute,
    Group,
    IppJobState,
    Operation,
    Status,
    Tag,
    limit_octets,
)
from .protocol.request import ANONYMOUS, COMPRESSIONS, IppRequest
from .receive import (
    ReceivedDocument,
    async_check_documents,
    async_read_first,
    async_receive,
)
from .server.body import DocumentInterruptedError, DocumentStalledError
from .shared_printer import SharedPrinter
from .viewer import ClientViewer

USUAL_ENDED_JOBS: Final = 50  # that Get-Jobs returns without a limit of the client
MAX_LISTED_JOBS: Final = 500  # Jobs that Get-Jobs returns at most
_AT_A_TIME: Final = 25  # Jobs that are described before other tasks run
_PIN: Final = "job-password"  # to be entered at the printer (PWG 5100.11)
_UNKNOWN_FORMAT: Final = "application/octet-stream"


@dataclass(slots=True, kw_only=True)
class Answer:
    """What an operation answers."""

    groups: Sequence[Group] = ()
    unsupported: Sequence[Attribute] = field(default=(), repr=False)
    accepted: IppJob | None = None  # the client learns that it was accepted
    received: ReceivedDocument | None = None  # likewise that it was received
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class JobOperation:
    """Carries out a request about jobs. Raises IppError, and what its document raises."""

    account: Account
    jobs: IppJobs
    printer: SharedPrinter
    request: IppRequest
    document: AsyncIterator[bytes]

    async def async_validate_job(self) -> Answer:
        """Check a job without printing it."""
        return Answer(unsupported=self._check_job().unsupported)

    async def async_print_job(self) -> Answer:
        """Print a document."""
        job = await self._async_create()
        if not await self._async_receive(job):
            self.jobs.end(job, error := IppError(Status.BAD_REQUEST))
            raise error
        await self.jobs.async_accept(job)
        # A repeat is answered with the first job.
        return await self._async_answer(job.repeat_of or job, accepted=job)

    async def async_create_job(self) -> Answer:
        """Create a job, whose documents follow."""
        job = await self._async_create()
        self._wait_for_document(job)
        return await self._async_answer(job)

    async def async_send_document(self) -> Answer:
        """Receive a document of a job; the last one, or an empty one, prints it."""
        job = await self._async_get_open()
        if (is_last := self.request.get("last-document", bool)) is None:
            raise IppError(Status.BAD_REQUEST)
        self._check_document()
        if job.awaits_document:
            job.stop_timer()
            await self._async_receive(job)
        elif await async_read_first(self.document) and (
            # It may be the one that the job was not answered for.
            job.is_open or job.stage is Stage.ENDED or job.is_answered
        ):
            raise IppError(Status.NOT_POSSIBLE, invalid("ipp_job_closed"))
        if is_last:
            return await self._async_close(job)
        if job.awaits_document:
            self._wait_for_document(job)
        answer = await self._async_answer(job)
        answer.received = job.documents[-1] if job.documents else None
        return answer

    async def async_close_job(self) -> Answer:
        """Print the documents that were received; there will be no others."""
        return await self._async_close(await self._async_get_open())

    async def async_cancel_job(self) -> Answer:
        """Cancel a job that was not sent to the printer."""
        await self._async_cancel(await self._async_get_own(self.request.job_id))
        return Answer()

    async def async_cancel_my_jobs(self) -> Answer:
        """Cancel a user's jobs; by ids, none if one is another's (PWG 5100.11, 5.2)."""
        if (attribute := self.request.attributes.get("job-ids")) is None:
            for job in self.jobs.get_open():
                if self._viewer.owns(job):
                    with suppress(IppError):
                        await self._async_cancel(job)
            return Answer()
        jobs = []
        for value in attribute.values:
            if value.tag != Tag.INTEGER or not isinstance(value.content, int):
                raise IppError(Status.BAD_REQUEST)
            jobs.append(await self._async_get_own(value.content))
        for job in jobs:
            await self._async_cancel(job)
        return Answer()

    async def async_get_job_attributes(self) -> Answer:
        """Describe one job."""
        request, is_lost = self.request, False
        try:
            job = await self.jobs.async_get(request.job_id)
        except JobLostError:
            # CUPS counts a job as printed that is not known any more.
            now = dt_util.utcnow()
            job = IppJob(
                job_id=request.job_id,
                name=f"IPP {request.job_id}",
                user=request.user,
                address=request.client.address,
                created_at=now,
                stage=Stage.ENDED,
                ended_at=now,
                error=IppError(Status.BAD_REQUEST, invalid("ipp_document_incomplete")),
            )
            is_lost = self.jobs.is_cut_off(request.job_id)
        requested = request.get_requested() or ("all",)
        groups = await self._async_describe([job], requested)
        return Answer(groups=groups, is_lost=is_lost)

    async def async_get_jobs(self) -> Answer:
        """Describe open jobs in the order of printing, then others, newest first."""
        request, name = self.request, "which-jobs"
        which = request.get(name, str)
        states = WHICH_JOBS.get(NOT_COMPLETED if which is None else which)
        if states is None:
            raise request.refuse(Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED, name)
        limit = request.get("limit", int)
        if limit is not None and limit < 1:
            raise IppError(Status.BAD_REQUEST)
        limit = limit and min(limit, MAX_LISTED_JOBS)
        is_mine = request.get("my-jobs", bool)
        requested = request.get_requested() or IN_LISTS
        jobs: list[IppJob] = []
        if states & WHICH_JOBS[NOT_COMPLETED]:
            jobs += self.jobs.get_open()
        if states & ENDED:
            # Read more than the limit if jobs are filtered below.
            is_filtered = is_mine or states < ENDED
            most = MAX_LISTED_JOBS if is_filtered else limit or USUAL_ENDED_JOBS
            jobs += await self.jobs.async_get_ended(most)
        matching = [
            job
            for job in jobs
            if job.state in states
            # Its user's name is enough for the document that one waits for.
            and (self._viewer.owns(job) or not (is_mine or job.is_open))
        ]
        listed = matching[: limit or MAX_LISTED_JOBS]
        return Answer(groups=await self._async_describe(listed, requested))

    async def _async_cancel(self, job: IppJob) -> None:
        """Cancel a job that was not sent; what is being received is dropped at once."""
        if job.is_open:
            self.jobs.end(job)
            if job.task is not None:
                job.task.cancel()
            return
        await job.async_wait_settled()
        # The account may be unloaded meanwhile.
        refusal = invalid("job_ended")
        is_canceled = False
        for print_job in [] if job.state in ENDED else list(job.printing):
            if print_job.state.is_final:
                continue
            try:
                await async_cancel_job(self.account, print_job, print_job.requester)
            except ServiceValidationError as err:
                refusal = err
                continue
            except HomeAssistantError as err:
                is_stopped = err.translation_key == "account_not_loaded"
                raise IppError(
                    Status.SERVICE_UNAVAILABLE
                    if is_stopped
                    else Status.TEMPORARY_ERROR,
                    err,
                ) from err
            is_canceled = True
        if not is_canceled:
            raise IppError(Status.NOT_POSSIBLE, refusal)

    async def _async_close(self, job: IppJob) -> Answer:
        job.stop_timer()
        if not job.is_open:
            # A repeat of the request
            await job.async_wait_settled()
        elif not job.awaits_document:
            raise IppError(Status.NOT_POSSIBLE)
        elif job.documents:
            await self.jobs.async_accept(job)
        else:
            self.jobs.end(job, IppError(Status.BAD_REQUEST))
        accepted = job if job.stage is Stage.HAS_JOBS else None
        return await self._async_answer(job, accepted=accepted)

    def _check_job(self) -> JobTemplate:
        """Raise IppError if a new job would be refused."""
        request, printer = self.request, self.printer
        if not printer.is_accepting:
            raise IppError(
                Status.NOT_ACCEPTING_JOBS,
                failed("account_not_loaded", account=self.account.entry.title),
            )
        address, limit = request.client.address, self.jobs.pages_per_hour
        if not get_quota(self.account.hass, printer.device_id).count_left(
            address, limit
        ):
            # It tries again later by itself.
            raise IppError(Status.BUSY, failed("ipp_pages_used_up", limit=str(limit)))
        turn = create_turn(address, limit)
        try:
            async_get_converter(self.account.hass).check_time(turn)
        except TimeUsedUpError:
            minutes = str(round(turn.seconds_per_hour / 60))
            raise IppError(
                Status.BUSY, failed("ipp_time_used_up", minutes=minutes)
            ) from None
        self.jobs.check_room(address)
        self._check_document()
        if request.attributes.get_content(_PIN):
            # It would lie in the tray before its owner is there.
            raise IppError(
                Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED,
                invalid("ipp_pin_unsupported"),
                unsupported=[Tag.UNSUPPORTED.of(_PIN, None)],
            )
        template = parse_job_template(request.job_attributes, printer)
        if request.get("ipp-attribute-fidelity", bool):
            if template.unsupported:
                raise IppError(
                    Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED,
                    unsupported=template.unsupported,
                )
            if template.is_conflicting:
                raise IppError(Status.CONFLICTING_ATTRIBUTES)
        return template

    async def _async_create(self) -> IppJob:
        request, template = self.request, self._check_job()
        client_info = request.attributes.get("client-info")
        if client_info is not None and any(
            value.tag != Tag.COLLECTION for value in client_info.values
        ):
            raise IppError(Status.BAD_REQUEST)
        name = request.get("job-name", str) or request.get("document-name", str) or ""
        name = one_line(limit_octets(name, MAX_NAME_OCTETS))[:MAX_JOB_NAME].strip()
        job = IppJob(
            job_id=await self.jobs.async_create_id(),
            name=name or f"IPP {dt_util.now():%Y-%m-%d %H.%M}",
            is_named=bool(name),
            attributes_digest=request.job_digest,
            user=request.user,
            address=request.client.address,
            template=template,
            client_info=client_info,
            created_at=dt_util.utcnow(),
        )
        self.jobs.add(job)
        return job

    async def _async_receive(self, job: IppJob) -> bool:
        """Return whether the job has a document. Raises IppError if it has ended."""
        # A stop cancels it: its client is told so, and sends the document again.
        job.task = self.account.entry.async_create_background_task(
            self.account.hass,
            self._async_store(job),
            "cloudprint ipp",
        )
        try:
            await job.task
        except asyncio.CancelledError:
            # Of that task, with the job or the account, or of the request itself
            self.jobs.end(job, IppError(Status.SERVICE_UNAVAILABLE))
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
        job.task = None
        if job.stage is Stage.ENDED:
            raise job.error or IppError(Status.JOB_CANCELED)
        return bool(job.documents)

    async def _async_store(self, job: IppJob) -> None:
        document_format, compression = self._check_document()
        try:
            received = await async_receive(
                self.account.hass,
                job.address,
                self.document,
                compression,
                document_format,
                mark=self.jobs.build_mark(job.job_id),
            )
            if received is not None and self._add_document(job, received):
                await async_check_documents(self.account.hass, job.documents)
        except DocumentInterruptedError as err:
            is_slow = isinstance(err, DocumentStalledError)
            self.jobs.end(
                job,
                IppError(
                    Status.TIMEOUT if is_slow else Status.BAD_REQUEST,
                    invalid("ipp_document_incomplete"),
                ),
            )
        except Exception as err:  # noqa: BLE001 - the client gets an answer in any case
            self.jobs.end(job, create_ipp_error(err, job.name))

    def _add_document(self, job: IppJob, document: ReceivedDocument) -> bool:
        """Add a document to its job; return false where a request was repeated."""
        uploads, count = self.account.hass.data[UPLOADS], len(job.documents)
        for last in job.documents[-1:]:
            if last.digest == document.digest and not last.is_answered:
                uploads.remove(document.upload)
                return False
        if count == MAX_FILES:
            uploads.remove(document.upload)
            given, limit = str(count + 1), str(MAX_FILES)
            error = invalid("files_too_many", field=job.name, count=given, limit=limit)
            raise IppError(Status.REQUEST_ENTITY_TOO_LARGE, error)
        job.documents.append(document)
        return True

    def _wait_for_document(self, job: IppJob) -> None:
        """Abort a job unless its next request comes in time (RFC 8011, 5.4.31)."""
        job.stop_timer()

        @callback
        def abort(now: datetime) -> None:
            self.jobs.end(
                job, IppError(Status.TIMEOUT, invalid("ipp_document_incomplete"))
            )

        job.stop_timer = async_call_later(
            self.account.hass,
            MULTIPLE_OPERATION_TIMEOUT,
            HassJob(abort, cancel_on_shutdown=True),
        )

    @property
    def _viewer(self) -> ClientViewer:
        return ClientViewer.of_client(self.account.entry, self.request)

    async def _async_get_own(self, job_id: int) -> IppJob:
        job = await self.jobs.async_get(job_id)
        if not self._viewer.owns(job):
            raise IppError(Status.NOT_AUTHORIZED, invalid("ipp_not_owner"))
        return job

    async def _async_get_open(self) -> IppJob:
        request = self.request
        try:
            job = await self.jobs.async_get(request.job_id)
        except JobLostError as err:
            raise IppError(Status.NOT_POSSIBLE) from err
        # Clients change between IPv4 and IPv6. A device behind a VPN owns no job, and
        # yet sends its documents, also again.
        is_awaited = job.is_open and job.user != ANONYMOUS
        is_sender = job.user == request.user and (
            is_awaited or job.address == request.client.address
        )
        if not is_sender and not self._viewer.owns(job):
            raise IppError(Status.NOT_AUTHORIZED, invalid("ipp_not_owner"))
        return job

    async def _async_answer(
        self, job: IppJob, *, accepted: IppJob | None = None
    ) -> Answer:
        groups = await self._async_describe([job], IN_ANSWERS)
        template = (accepted or job).template
        is_new = self.request.operation in (Operation.PRINT_JOB, Operation.CREATE_JOB)
        return Answer(
            groups=groups,
            unsupported=template.unsupported if is_new and template is not None else (),
            accepted=accepted,
        )

    async def _async_describe(
        self, jobs: Sequence[IppJob], requested: Collection[str]
    ) -> list[Group]:
        context = JobContext(
            request=self.request,
            printer=self.printer,
            now=dt_util.utcnow(),
            texts=get_common_texts(self.account.hass, self.request.language),
            open_ids=[
                job.job_id
                for job in self.jobs.get_open()
                if job.state is not IppJobState.PENDING_HELD
            ]
            if any(job.state is IppJobState.PENDING for job in jobs)
            else (),
            viewer=self._viewer,
        )
        groups: list[Group] = []
        for some in batched(jobs, _AT_A_TIME, strict=False):
            if groups:
                # Other tasks run in between.
                await asyncio.sleep(0)
            groups += [
                Group(Tag.JOB_GROUP, select_job_attributes(job, context, requested))
                for job in some
            ]
        return groups

    def _check_document(self) -> tuple[str, str]:
        request = self.request
        compression = (request.get("compression", str) or COMPRESSIONS[0]).lower()
        kind = request.get("document-format", str) or _UNKNOWN_FORMAT
        # Without parameters
        kind = kind.lower().partition(";")[0].strip()
        if kind not in DOCUMENT_FORMATS:
            status, name = Status.DOCUMENT_FORMAT_NOT_SUPPORTED, "document-format"
        elif compression not in COMPRESSIONS:
            status, name = Status.COMPRESSION_NOT_SUPPORTED, "compression"
        else:
            return kind, compression
        raise request.refuse(status, name)


JOB_OPERATIONS: Final[Mapping[int, Callable[[JobOperation], Awaitable[Answer]]]] = {
    Operation.PRINT_JOB: JobOperation.async_print_job,
    Operation.VALIDATE_JOB: JobOperation.async_validate_job,
    Operation.CREATE_JOB: JobOperation.async_create_job,
    Operation.SEND_DOCUMENT: JobOperation.async_send_document,
    Operation.CLOSE_JOB: JobOperation.async_close_job,
    Operation.CANCEL_JOB: JobOperation.async_cancel_job,
    Operation.CANCEL_MY_JOBS: JobOperation.async_cancel_my_jobs,
    Operation.GET_JOB_ATTRIBUTES: JobOperation.async_get_job_attributes,
    Operation.GET_JOBS: JobOperation.async_get_jobs,
}
