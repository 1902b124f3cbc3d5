"""The attributes of a job (RFC 8011, 5.3; PWG 5100.7)."""

import asyncio
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from math import ceil
from typing import Final
from uuid import uuid5

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..api import Side
from ..exceptions import invalid
from ..spool.job import Job, JobState, Reason
from ..texts import async_get_texts, format_message
from .job_record import IppJob, Stage, find_leading
from .jobs import DEFAULT_LIMIT, MAX_LIMIT, IppJobs
from .printer_attributes import get_printer_uri, select_attributes
from .printer_view import PrinterView
from .protocol.errors import (
    MAX_MESSAGE,
    IppError,
    create_attribute_error,
    create_ipp_error,
)
from .protocol.message import (
    MAX_NAME_OCTETS,
    Attribute,
    Group,
    Tag,
    limit_octets,
    out_of_band,
)
from .protocol.request import LANGUAGES, IppRequest
from .protocol.response import Answer
from .protocol.vocabulary import ENDED, NOT_COMPLETED, WHICH_JOBS, IppJobState, Status
from .shared_printer import IppClient, SharedPrinter

ALL: Final = ("all",)
IN_LISTS: Final = ("job-id", "job-uri")
"""Attributes that Get-Jobs returns by default (RFC 8011, 4.2.6.1)."""
IN_ANSWERS: Final = (
    "job-id",
    "job-uri",
    "job-state",
    "job-state-reasons",
    "job-state-message",
    "number-of-intervening-jobs",
)
"""Attributes that the response to a new job has (RFC 8011, 4.2.1.2)."""
PUBLIC: Final = frozenset(
    {
        "attributes-charset",
        "attributes-natural-language",
        "job-id",
        "job-printer-uri",
        "job-state",
        "job-state-reasons",
        "job-uri",
        "job-uuid",
    }
)
"""What a client sees of other clients' jobs: neither names nor what is printed."""

_STAGE_REASONS: Final = {
    Stage.CREATED: "job-data-insufficient",
    Stage.RECEIVING: "job-incoming",
    Stage.RECEIVED: "job-data-insufficient",
    Stage.SUBMITTING: "job-transforming",
    Stage.CANCELED: "job-canceled-by-user",
}
_ERROR_REASONS: Final[Mapping[Status | None, str]] = {
    Status.DOCUMENT_FORMAT_ERROR: "document-format-error",
    Status.DOCUMENT_FORMAT_NOT_SUPPORTED: "unsupported-document-format",
    Status.COMPRESSION_ERROR: "compression-error",
    Status.BAD_REQUEST: "submission-interrupted",
    Status.TIMEOUT: "submission-interrupted",
    Status.BUSY: "account-limit-reached",
}
_HELD_REASONS: Final[Mapping[Reason | None, str]] = {
    Reason.ORDER: "job-queued",
    Reason.QUIET_HOURS: "job-hold-until-specified",
    Reason.PRINTER_OFFLINE: "printer-stopped",
    # RFC 8011, 5.3.8: a resource such as media is not ready.
    Reason.TURN_PAPER: "resources-are-not-ready",
}
_STATE_REASONS: Final = {
    JobState.PREPARING: "job-transforming",
    JobState.SUBMITTING: "job-outgoing",
    JobState.SUBMITTED: "queued-in-device",
    JobState.QUEUED: "queued-in-device",
    JobState.PRINTING: "job-printing",
    JobState.FINISHED: "job-completed-successfully",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobContext:
    """What the attributes of a job depend on, apart from itself.

    `user` is the client's user name. `texts` are the common texts and the errors' messages.
    `open_ids` are the ids of the printer's jobs that have not ended, in ascending order.
    """

    printer: SharedPrinter
    client: IppClient
    user: str
    now: datetime
    texts: Mapping[str, str]
    language: str
    open_ids: Sequence[int]

    def seconds_of(self, moment: datetime) -> int:
        """Return a time as printer-up-time was then; 0 before the start."""
        return max(0, int((moment - self.printer.started_at).total_seconds()))


def select_job_attributes(
    job: IppJob, context: JobContext, requested: Collection[str]
) -> list[Attribute]:
    """Return the requested attributes of a job: names, or names of groups.

    Other clients' jobs have only those in `PUBLIC`.
    """
    template = _template(job)
    attributes = [*_describe(job, context), *template]
    if not job.is_owned_by(context.user, context.client):
        attributes = [item for item in attributes if item.name in PUBLIC]
    return select_attributes(
        attributes,
        requested,
        [item.name for item in template],
        "job-description",
    )


def _template(job: IppJob) -> list[Attribute]:
    source = (job.first or job).template or job.template
    return [] if source is None else list(source.attributes)


def _describe(job: IppJob, context: JobContext) -> Iterator[Attribute]:
    printer = context.printer
    printer_uri = get_printer_uri(printer, context.client)
    yield Attribute.of("job-id", Tag.INTEGER, job.job_id)
    yield Attribute.of("job-uri", Tag.URI, f"{printer_uri}/{job.job_id}")
    yield Attribute.of("job-printer-uri", Tag.URI, printer_uri)
    uuid = uuid5(printer.uuid, str(job.job_id))
    yield Attribute.of("job-uuid", Tag.URI, f"urn:uuid:{uuid}")
    yield Attribute.of("job-name", Tag.NAME, limit_octets(job.name, MAX_NAME_OCTETS))
    yield Attribute.of(
        "job-originating-user-name", Tag.NAME, limit_octets(job.user, MAX_NAME_OCTETS)
    )
    if job.client_info is not None:
        yield job.client_info
    yield Attribute.of("attributes-charset", Tag.CHARSET, "utf-8")
    yield Attribute.of(
        "attributes-natural-language",
        Tag.NATURAL_LANGUAGE,
        LANGUAGES[context.language],
    )
    yield Attribute.of("job-state", Tag.ENUM, job.state)
    yield Attribute.of("job-state-reasons", Tag.KEYWORD, _find_reason(job))
    if message := _find_message(job, context):
        yield Attribute.of(
            "job-state-message", Tag.TEXT, limit_octets(message, MAX_MESSAGE)
        )
    yield Attribute.of("number-of-documents", Tag.INTEGER, _count_documents(job))
    yield Attribute.of(
        "number-of-intervening-jobs", Tag.INTEGER, _count_before(job, context)
    )
    yield from _describe_size(job)
    yield from _describe_times(job, context)


def _count_documents(job: IppJob) -> int:
    """Return how many documents were received; a job that was prepared is one."""
    preparing = [each.preparation for each in job.printing if each.preparation]
    if preparing:
        return len(preparing[0].documents)
    return len(job.documents) or int(bool(job.printing))


def _count_before(job: IppJob, context: JobContext) -> int:
    """Return how many jobs are printed before a job that waits."""
    if job.state is not IppJobState.PENDING:
        return 0
    return bisect_left(context.open_ids, job.job_id)


def _find_reason(job: IppJob) -> str:
    """Return the value of job-state-reasons."""
    if (error := _find_error(job)) is not None:
        return _ERROR_REASONS.get(error.status, "aborted-by-system")
    if (leading := find_leading(job)) is None:
        return _STAGE_REASONS[job.stage]
    if leading.state is JobState.HELD:
        return _HELD_REASONS.get(leading.reason, "resources-are-not-ready")
    if leading.state is JobState.CANCELED:
        is_ours = leading.reason is Reason.BY_HAND
        return "job-canceled-by-user" if is_ours else "job-canceled-at-device"
    return _STATE_REASONS.get(leading.state, "aborted-by-system")


def _find_error(job: IppJob) -> IppError | None:
    """Return why a job was not taken, or could not be prepared."""
    leading = find_leading(job)
    if leading is None or leading.failure is None:
        return job.error
    return create_ipp_error(leading.failure.as_error(), job.name)


def _find_message(job: IppJob, context: JobContext) -> str | None:
    """Return what became of a job, in words."""
    error = _find_error(job)
    if error is not None and error.cause is not None:
        return format_message(error.cause, context.texts)
    if (leading := find_leading(job)) is None:
        return None
    return describe_job(leading, job.name, context.printer.name, context.texts)


def describe_job(job: Job, name: str, printer: str, texts: Mapping[str, str]) -> str:
    """Return the state of a job in words, as the logbook says it; may be empty."""
    key = f"common.logbook_{job.state}"
    text = texts.get(f"{key}_{job.reason}", texts.get(key, ""))
    return text.format(name=name, printer=printer)


def _describe_size(job: IppJob) -> Iterator[Attribute]:
    """Yield the attributes of the size of a job; the pages are known once it is taken."""
    jobs = list(job.printing)
    content = jobs[0].content if jobs else None
    if content is not None:
        size = content.size
    else:
        size = sum(document.upload.size for document in job.documents)
    octets = ceil(size / 1024)
    is_completed = job.state is IppJobState.COMPLETED
    yield Attribute.of("job-k-octets", Tag.INTEGER, octets)
    yield Attribute.of(
        "job-k-octets-processed", Tag.INTEGER, octets if is_completed else 0
    )
    pages = content and content.pages
    sheets = pages and _count_sheets(pages, jobs[0])
    copies = sum(each.config.get("copies", 1) for each in jobs)
    if jobs and jobs[0].side is not None:
        # The two sides of the same sheets.
        pages = sum(each.content.pages or 0 for each in jobs)
        copies = jobs[0].config.get("copies", 1)
    for name, count in (("job-impressions", pages), ("job-media-sheets", sheets)):
        if count:
            yield Attribute.of(name, Tag.INTEGER, count)
        else:
            yield out_of_band(name, Tag.NO_VALUE)
        printed = (count or 0) * copies if is_completed else 0
        yield Attribute.of(f"{name}-completed", Tag.INTEGER, printed)


def _count_sheets(pages: int, job: Job) -> int:
    """Return the sheets of one copy."""
    sides = ceil(pages / (job.config.get("pagesPerSheet") or 1))
    is_duplex = job.config.get("side", Side.ONESIDE) != Side.ONESIDE
    return ceil(sides / 2) if is_duplex else sides


def _describe_times(job: IppJob, context: JobContext) -> Iterator[Attribute]:
    jobs = list(job.printing)
    submitted = [each.submitted_at for each in jobs if each.submitted_at]
    ended = job.ended_at
    if jobs and all(each.state.is_final for each in jobs):
        ended = max(each.updated_at for each in jobs)
    for name, moment in (
        ("creation", job.created_at),
        ("processing", min(submitted, default=None)),
        ("completed", ended),
    ):
        if moment is None:
            yield out_of_band(f"time-at-{name}", Tag.NO_VALUE)
            yield out_of_band(f"date-time-at-{name}", Tag.NO_VALUE)
        else:
            seconds = context.seconds_of(moment)
            yield Attribute.of(f"time-at-{name}", Tag.INTEGER, seconds)
            yield Attribute.of(f"date-time-at-{name}", Tag.DATE_TIME, moment)
    up_time = max(1, context.seconds_of(context.now))
    yield Attribute.of("job-printer-up-time", Tag.INTEGER, up_time)


_AT_A_TIME: Final = 25
"""Jobs that are described before other tasks run."""


class JobLister:
    """Describes the jobs of a printer to clients."""

    def __init__(self, hass: HomeAssistant, view: PrinterView, jobs: IppJobs) -> None:
        """Set up a lister."""
        self._hass = hass
        self._view = view
        self._jobs = jobs

    async def async_describe(
        self, request: IppRequest, jobs: Iterable[IppJob], requested: Collection[str]
    ) -> list[Group]:
        """Return a group of the requested attributes for each job."""
        texts = await async_get_texts(
            self._hass, request.language, "common", "exceptions"
        )
        context = JobContext(
            printer=self._view.snapshot(),
            client=request.client,
            user=request.user,
            now=dt_util.utcnow(),
            texts=texts,
            language=request.language,
            open_ids=[job.job_id for job in self._jobs.get_open()],
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

    async def async_get_job_attributes(self, request: IppRequest) -> Answer:
        """Describe one job. Raises IppError."""
        assert request.job_id is not None
        requested = request.get_requested() or ALL
        is_lost = False
        try:
            job = await self._jobs.async_get(request.job_id)
        except IppError as err:
            if (
                err.status is not Status.NOT_FOUND
                or not await self._jobs.async_may_be_lost(request.job_id)
            ):
                raise
            # CUPS counts a job as printed that is not known any more.
            job = _create_lost_job(request.job_id, request)
            is_lost = self._jobs.is_cut_off(request.job_id)
        groups = await self.async_describe(request, [job], requested)
        return Answer(groups=groups, is_lost=is_lost)

    async def async_get_jobs(self, request: IppRequest) -> Answer:
        """Describe the jobs that came by IPP. Raises IppError.

        First those that have not ended, in the order in which they are printed, then the
        others, newest first.
        """
        states = _parse_which_jobs(request)
        limit = request.get_integer("limit")
        if limit is not None and limit < 1:
            raise IppError(Status.BAD_REQUEST)
        is_mine = request.get_flag("my-jobs")
        requested = request.get_requested() or IN_LISTS
        found: list[IppJob] = []
        if states & WHICH_JOBS[NOT_COMPLETED]:
            found += self._jobs.get_open()
        if states & ENDED:
            # Read more than the limit if jobs are filtered below.
            most = MAX_LIMIT if is_mine or states < ENDED else limit or DEFAULT_LIMIT
            found += await self._jobs.async_get_ended(min(most, MAX_LIMIT))
        wanted = [
            job
            for job in found
            if job.state in states
            and (not is_mine or job.is_owned_by(request.user, request.client))
        ]
        listed = wanted[: min(limit or MAX_LIMIT, MAX_LIMIT)]
        return Answer(groups=await self.async_describe(request, listed, requested))


def _create_lost_job(job_id: int, request: IppRequest) -> IppJob:
    """Return a job whose document was not whole in the journal before a kill."""
    now = dt_util.utcnow()
    return IppJob(
        job_id=job_id,
        name=f"IPP {job_id}",
        user=request.user,
        address=request.client.address,
        created_at=now,
        stage=Stage.ABORTED,
        ended_at=now,
        error=IppError(Status.BAD_REQUEST, invalid("ipp_document_incomplete")),
    )


def _parse_which_jobs(request: IppRequest) -> frozenset[IppJobState]:
    """Return the states of the jobs that are asked for. Raises IppError."""
    attribute: Attribute | None = request.attributes.get("which-jobs")
    if attribute is None:
        return WHICH_JOBS[NOT_COMPLETED]
    states = WHICH_JOBS.get(request.get_text("which-jobs") or "")
    if states is None:
        raise create_attribute_error(
            Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED, attribute.name, attribute
        )
    return states
