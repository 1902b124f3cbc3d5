"""The attributes of a job (RFC 8011, 5.3; PWG 5100.7)."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final
from uuid import uuid5

from homeassistant.util import dt as dt_util

from ..api.vocabulary import Side
from ..spool.job import Job, JobState, Reason
from ..texts import format_message
from .jobs import IppJob, Stage
from .printer_attributes import get_printer_uri, select_attributes
from .protocol.errors import MAX_MESSAGE, IppError, create_ipp_error
from .protocol.message import (
    ENDED,
    MAX_NAME_OCTETS,
    Attribute,
    AttributeContent,
    IppJobState,
    Status,
    Tag,
    limit_octets,
)
from .protocol.request import LANGUAGES, IppRequest
from .shared_printer import SharedPrinter
from .viewer import ClientViewer

CUPS_ASKS_WITHIN: Final = timedelta(seconds=10)
"""CUPS' monitor waits 8 seconds at most between two questions."""
IN_LISTS: Final = ("job-id", "job-uri")  # by default (RFC 8011, 4.2.6.1)
IN_ANSWERS: Final = (
    *IN_LISTS,
    *("job-state", "job-state-reasons", "job-state-message"),
    "number-of-intervening-jobs",
)
"""Attributes that the response to a new job has (RFC 8011, 4.2.1.2)."""
PUBLIC: Final = frozenset(
    {
        *("attributes-charset", "attributes-natural-language"),
        *("job-id", "job-printer-uri", "job-uri", "job-uuid"),
        *("job-state", "job-state-reasons"),
    }
)
"""What a client sees of other clients' jobs: neither names nor what is printed."""

_FAILED: Final = (IppJobState.ABORTED, IppJobState.CANCELED)
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
    Reason.APPROVAL: "job-held-for-authorization",
    # RFC 8011, 5.3.8: a resource such as media is not ready.
    Reason.TURN_PAPER: "resources-are-not-ready",
}
_CANCELED_REASONS: Final[Mapping[Reason | None, str]] = {
    Reason.BY_HAND: "job-canceled-by-user",
    Reason.DENIED: "job-canceled-by-operator",
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
    """What the attributes of a job depend on, apart from itself."""

    request: IppRequest
    printer: SharedPrinter
    now: datetime
    texts: Mapping[str, str]  # The common texts and the errors' messages
    open_ids: Sequence[int]  # of the jobs that have not ended nor await an approval
    viewer: ClientViewer

    def seconds_of(self, moment: datetime) -> int:
        """Return a time as printer-up-time was then; 0 before the start."""
        return max(0, int((moment - self.printer.started_at).total_seconds()))


def select_job_attributes(
    job: IppJob, context: JobContext, requested: Collection[str]
) -> list[Attribute]:
    """Return the requested attributes of a job, of another client's only `PUBLIC`."""
    source = (job.repeat_of or job).template or job.template
    template = () if source is None else source.attributes
    attributes = [*_describe(job, context), *template]
    if not context.viewer.sees(job):
        attributes = [item for item in attributes if item.name in PUBLIC]
    return select_attributes(
        attributes,
        requested,
        [item.name for item in template],
        "job-description",
    )


def _describe(job: IppJob, context: JobContext) -> Iterator[Attribute]:
    printer = context.printer
    printer_uri = get_printer_uri(printer, context.request.client)
    yield Tag.INTEGER.of("job-id", job.job_id)
    yield Tag.URI.of("job-uri", f"{printer_uri}/{job.job_id}")
    yield Tag.URI.of("job-printer-uri", printer_uri)
    yield Tag.URI.of("job-uuid", uuid5(printer.uuid, str(job.job_id)).urn)
    yield Tag.NAME.of("job-name", limit_octets(job.name, MAX_NAME_OCTETS))
    user = limit_octets(job.user, MAX_NAME_OCTETS)
    yield Tag.NAME.of("job-originating-user-name", user)
    if job.client_info is not None:
        yield job.client_info
    yield Tag.CHARSET.of("attributes-charset", "utf-8")
    language = LANGUAGES[context.request.language]
    yield Tag.NATURAL_LANGUAGE.of("attributes-natural-language", language)
    state, reason = job.state, _find_reason(job)
    is_waiting = context.request.client.is_cups_reconnected
    if is_waiting and has_failed_within(job, CUPS_ASKS_WITHIN):
        # It would end the job as completed before its monitor has seen the failure.
        state, reason = IppJobState.PROCESSING, "processing-to-stop-point"
    yield Tag.ENUM.of("job-state", state)
    yield Tag.KEYWORD.of("job-state-reasons", reason)
    if message := build_message(job, printer, context.texts):
        yield Tag.TEXT.of("job-state-message", limit_octets(message, MAX_MESSAGE))
    jobs = list(job.printing)
    # A job that was prepared is one.
    count = len(job.documents) or int(bool(jobs))
    for preparation in [
        printing.preparation for printing in jobs if printing.preparation
    ][:1]:
        count = len(preparation.documents)
    yield Tag.INTEGER.of("number-of-documents", count)
    is_pending = state is IppJobState.PENDING
    before = bisect_left(context.open_ids, job.job_id) if is_pending else 0
    yield Tag.INTEGER.of("number-of-intervening-jobs", before)
    yield from _describe_size(job, jobs, state)
    yield from _describe_times(job, jobs, context)


def _find_error(job: IppJob) -> IppError | None:
    leading = job.leading
    if leading is not None and leading.final_failure is not None:
        return create_ipp_error(leading.final_failure.as_error(), job.name)
    return job.error


def build_message(job: IppJob, printer: SharedPrinter, texts: Mapping[str, str]) -> str:
    """Return what becomes of a job in words, or nothing."""
    leading, error = job.leading, _find_error(job)
    if error is not None and error.cause is not None:
        return format_message(error.cause, texts)
    if leading is None:
        return ""
    if leading.reason is Reason.DENIED and leading.message:
        return leading.message
    # As the logbook says it
    key = f"common.logbook_{leading.state}"
    text = texts.get(f"{key}_{leading.reason}", texts.get(key, ""))
    return text.format(name=job.name, printer=printer.name)


def _find_reason(job: IppJob) -> str:
    leading, error = job.leading, _find_error(job)
    if error is not None:
        return _ERROR_REASONS.get(error.status, "aborted-by-system")
    if leading is None:
        if job.stage is Stage.ENDED:
            return "job-canceled-by-user"
        if job.is_spooling:
            return "job-transforming"
        return "job-data-insufficient" if job.awaits_document else "job-incoming"
    if leading.state is JobState.HELD:
        return _HELD_REASONS.get(leading.reason, "resources-are-not-ready")
    if leading.state is JobState.CANCELED:
        return _CANCELED_REASONS.get(leading.reason, "job-canceled-at-device")
    return _STATE_REASONS.get(leading.state, "aborted-by-system")


def has_failed_within(job: IppJob, time: timedelta) -> bool:
    """Return whether an accepted job has lately ended without being printed."""
    if (leading := job.leading) is None or job.state not in _FAILED:
        return False
    return abs(dt_util.utcnow() - leading.updated_at) < time


def _describe_size(
    job: IppJob, jobs: Sequence[Job], state: IppJobState
) -> Iterator[Attribute]:
    content = jobs[0].content if jobs else None
    size = sum(document.upload.size for document in job.documents)
    if content is not None:
        size = content.size
    octets = ceil(size / 1024)
    is_completed = state is IppJobState.COMPLETED
    yield Tag.INTEGER.of("job-k-octets", octets)
    yield Tag.INTEGER.of("job-k-octets-processed", octets if is_completed else 0)
    pages = sheets = content and content.pages
    if pages:
        sheets = ceil(pages / (jobs[0].task.config.get("pagesPerSheet") or 1))
        if jobs[0].task.config.get("side", Side.ONESIDE) != Side.ONESIDE:
            sheets = ceil(sheets / 2)
    copies = sum(printing.task.config.get("copies", 1) for printing in jobs)
    if jobs and jobs[0].duplex.side is not None:
        # The two sides of the same sheets.
        pages = sum(printing.content.pages or 0 for printing in jobs)
        copies = jobs[0].task.config.get("copies", 1)
    for name, count in (("job-impressions", pages), ("job-media-sheets", sheets)):
        yield _build(Tag.INTEGER, name, count or None)
        printed = (count or 0) * copies if is_completed else 0
        yield Tag.INTEGER.of(f"{name}-completed", printed)


def _build(tag: Tag, name: str, content: AttributeContent) -> Attribute:
    return (Tag.NO_VALUE if content is None else tag).of(name, content)


def _describe_times(
    job: IppJob, jobs: Sequence[Job], context: JobContext
) -> Iterator[Attribute]:
    submitted = [printing.sent.at for printing in jobs if printing.sent.at]
    ended = job.ended_at
    if jobs and job.state in ENDED:
        ended = max(printing.updated_at for printing in jobs)
    for name, moment in (
        ("creation", job.created_at),
        ("processing", min(submitted, default=None)),
        ("completed", ended),
    ):
        seconds = None if moment is None else context.seconds_of(moment)
        yield _build(Tag.INTEGER, f"time-at-{name}", seconds)
        yield _build(Tag.DATE_TIME, f"date-time-at-{name}", moment)
    up_time = max(1, context.seconds_of(context.now))
    yield Tag.INTEGER.of("job-printer-up-time", up_time)
