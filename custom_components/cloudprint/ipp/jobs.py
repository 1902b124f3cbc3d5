"""The IPP jobs of a printer: from their creation by a client to the jobs that print them."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum, auto
from hashlib import sha256
import json
from typing import Final, Self

from homeassistant.core import CALLBACK_TYPE
from homeassistant.util import dt as dt_util

from ..data import JOURNAL, Account
from ..exceptions import failed
from ..printing.preparing import async_accept
from ..printing.sending import SubmitOptions
from ..requester import Requester, RequesterKind
from ..source.upload import UPLOADS
from ..spool.clock import running_time
from ..spool.job import FINAL_STATES, IppOrigin, Job, JobState, Reason
from ..spool.journal import Journal, JournalError
from ..spool.preparation import Preparation
from .job_template import JobTemplate
from .protocol.errors import IppError, create_ipp_error
from .protocol.message import ENDED, Attribute, IppJobState, Status
from .protocol.request import ANONYMOUS
from .receive import ReceivedDocument

ORIGIN: Final = "ipp"
MAX_OPEN_JOBS: Final = 50  # of a client
MAX_UNSETTLED: Final = 200  # of all clients, on their way to the journal
MAX_RECORDS: Final = 100  # jobs in memory; older ones are in the journal
TOLD_FOR: Final = 60  # seconds to tell clients to resend what a kill cut off
REPEATED_WITHIN: Final = 120
"""Seconds since it was prepared, for which an unanswered print may be repeated."""
EARLIER_WITHIN: Final = 10 * 60  # for an earlier run: a start takes minutes
_EARLIER_READ: Final = 50  # Jobs among which one of an earlier run is looked for

BLOCK: Final = 50
_EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)
_MAX_SECONDS: Final = 1 << 30  # Half of all ids, until 2060
_RECENT: Final = 3600  # Ids below the last one that clients may still use for lost jobs


_STATES: Final = {
    JobState.PREPARING: IppJobState.PROCESSING,
    # Not pending-held: CUPS takes a held job for a printed one.
    JobState.HELD: IppJobState.PENDING,
    JobState.SUBMITTING: IppJobState.PROCESSING,
    JobState.SUBMITTED: IppJobState.PROCESSING,
    JobState.QUEUED: IppJobState.PROCESSING,
    JobState.PRINTING: IppJobState.PROCESSING,
    JobState.FINISHED: IppJobState.COMPLETED,
    JobState.FAILED: IppJobState.ABORTED,
    JobState.EXPIRED: IppJobState.ABORTED,
    JobState.UNCONFIRMED: IppJobState.ABORTED,
    JobState.CANCELED: IppJobState.CANCELED,
}
_ORDER: Final = (
    IppJobState.PROCESSING,
    IppJobState.PENDING,
    IppJobState.PENDING_HELD,
    IppJobState.ABORTED,
    IppJobState.CANCELED,
    IppJobState.COMPLETED,
)
"""The first of its jobs' states is the state of an IPP job: completed only if all are."""


def _get_state(job: Job) -> IppJobState:
    """Return the job-state of a job; no queue of a client waits for an approval."""
    return IppJobState.PENDING_HELD if job.needs_approval else _STATES[job.state]


def _as_told(job: Job) -> Job:
    """Return a job with the end that its client was told first."""
    if job.ipp is None or (ended := job.ipp.aborted_at) is None:
        return job
    reason = Reason.TASK_UNKNOWN
    return replace(job, state=JobState.UNCONFIRMED, reason=reason, updated_at=ended)


class Stage(Enum):
    """Whether an IPP job has jobs of the spool, which print it."""

    RECEIVING = auto()  # Until its documents are in the journal
    HAS_JOBS = auto()
    ENDED = auto()  # It was canceled before that, or aborted with an error


@dataclass(slots=True, eq=False, kw_only=True)
class IppJob:
    """A job as clients see it."""

    job_id: int
    name: str = field(repr=False)
    user: str = field(repr=False)
    created_at: datetime
    is_named: bool = True
    attributes_digest: str = ""  # of the job attributes as the client sent them
    address: str = ""
    template: JobTemplate | None = field(default=None, repr=False)  # None: earlier run
    client_info: Attribute | None = field(default=None, repr=False)
    stage: Stage = Stage.RECEIVING
    is_spooling: bool = False  # its documents are on their way to the journal
    jobs: dict[str, Job] = field(default_factory=dict, repr=False)  # that print it
    documents: list[ReceivedDocument] = field(default_factory=list, repr=False)
    error: IppError | None = None
    ended_at: datetime | None = None
    fingerprint: str = ""
    accepted_at: float = 0  # running time when accepted, or prepared after that
    is_answered: bool = False
    repeat_of: IppJob | None = field(default=None, repr=False)
    task: asyncio.Task[None] | None = None  # receives a document
    stop_timer: CALLBACK_TYPE = lambda: None  # no wait for a document
    settled: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @classmethod
    def from_jobs(cls, jobs: Sequence[Job]) -> Self:
        """Return the IPP job of jobs in the journal, at least one."""
        job = jobs[0]
        assert job.ipp is not None
        return cls(
            job_id=job.ipp.job_id,
            name=job.name,
            user=job.ipp.user,
            address=job.ipp.address,
            created_at=job.created_at,
            stage=Stage.HAS_JOBS,
            jobs={job.job_id: job for job in jobs},
            fingerprint=job.ipp.fingerprint,
            is_answered=job.ipp.is_answered,
        )

    @property
    def printing(self) -> Collection[Job]:
        """Return the jobs that print it, or that print the job which it repeats."""
        return [_as_told(job) for job in (self.repeat_of or self).jobs.values()]

    @property
    def is_preparing(self) -> bool:
        """Return whether its documents are being converted."""
        return any(job.state is JobState.PREPARING for job in self.jobs.values())

    @property
    def is_settled(self) -> bool:
        """Return whether it was accepted, or ended without that."""
        return self.stage is not Stage.RECEIVING

    @property
    def is_open(self) -> bool:
        """Return whether it receives documents, or waits for them."""
        return self.stage is Stage.RECEIVING and not self.is_spooling

    @property
    def awaits_document(self) -> bool:
        """Return whether it waits for a document, or to be closed."""
        return self.is_open and self.task is None

    async def async_wait_settled(self) -> None:
        """Return once the job is settled."""
        if not self.is_settled:
            await self.settled.wait()

    @property
    def state(self) -> IppJobState:
        """Return the value of job-state."""
        if self.stage is Stage.ENDED:
            return IppJobState.ABORTED if self.error else IppJobState.CANCELED
        if self.stage is Stage.RECEIVING:
            return IppJobState.PENDING if self.is_open else IppJobState.PROCESSING
        states = {_get_state(job) for job in self.printing}
        return next(state for state in _ORDER if state in states)

    @property
    def leading(self) -> Job | None:
        """Return the job whose state is reported, None before there is one."""
        if self.stage is not Stage.HAS_JOBS:
            return None
        state = self.state
        return next(job for job in self.printing if _get_state(job) is state)

    def settle(self, stage: Stage) -> None:
        """Leave the stage of receiving, and wake the tasks that wait for that."""
        self.stage, self.is_spooling = stage, False
        self.settled.set()

    def accept(self) -> None:
        """Note that jobs of the spool print it, for the first time or again."""
        if self.stage is not Stage.HAS_JOBS:
            self.accepted_at = running_time()
        self.settle(Stage.HAS_JOBS)


class JobIds:
    """Gives ids to the jobs of one printer: they rise, and none is ever given twice.

    A kill loses jobs that wait for their documents, whose ids clients still use: blocks
    of ids are reserved in the journal first, and a restart leaves out the rest of one.
    """

    def __init__(self, journal: Journal, device_id: str) -> None:
        """Set up the ids of a printer, without reserving any."""
        self._journal = journal
        self._device_id = device_id
        self._lock = asyncio.Lock()
        self._earlier: int | None = None  # last id of earlier runs; None: not loaded
        self._last = 0  # The last id that was given in this run, 0 without any
        self._reserved = 0

    async def async_next(self) -> int:
        """Return the next id. Raises JournalError."""
        async with self._lock:
            await self._async_load()
            if self._last == self._reserved:
                # The clock tells the ids apart that were given since a backup that is
                # restored. One that is far ahead must not use all ids up.
                seconds = int((dt_util.utcnow() - _EPOCH).total_seconds())
                first = await self._journal.async_reserve_ipp_ids(
                    self._device_id, BLOCK, at_least=min(seconds, _MAX_SECONDS)
                )
                self._last, self._reserved = first - 1, first + BLOCK - 1
            self._last += 1
            return self._last

    async def async_may_be_lost(self, job_id: int) -> bool:
        """Return whether a restart may have lost an unknown id. Raises JournalError."""
        async with self._lock:
            earlier = await self._async_load()
        return any(last - _RECENT < job_id <= last for last in (earlier, self._last))

    async def _async_load(self) -> int:
        if self._earlier is None:
            self._earlier = await self._journal.async_last_ipp_id(self._device_id)
        return self._earlier


class JobLostError(IppError):
    """An unknown job, which a restart may have lost."""


class IppJobs:
    """The jobs that came by IPP to one printer."""

    def __init__(self, account: Account, device_id: str) -> None:
        """Set up the jobs of a printer, and follow those that print them."""
        self._hass = hass = account.hass
        self._device_id = device_id
        self._entry_id = account.entry.entry_id
        self.pages_per_hour = account.ipp.pages_per_hour
        self.spooler = account.spooler
        self._journal = hass.data[JOURNAL]
        self._uploads = hass.data[UPLOADS]
        self._store = account.store
        self._prefix = f"ipp:{device_id}:"
        self._started = running_time()
        self._asked: dict[int, float] = {}  # for jobs that a kill has cut off
        self._ids = JobIds(self._journal, device_id)
        self._records: dict[int, IppJob] = {}
        self._is_closed = False
        self._stop_listening: CALLBACK_TYPE | None = self._store.async_add_listener(
            self._handle_job, preparing=True
        )

    async def async_close(self) -> None:
        """Abort what is not being written yet, and wait for what is."""
        self._is_closed = True
        unsettled = [job for job in self._records.values() if not job.is_settled]
        for job in unsettled:
            if not job.is_spooling:
                self.end(job, IppError(Status.SERVICE_UNAVAILABLE))
                if job.task is not None:
                    job.task.cancel()
        for job in unsettled:
            await job.async_wait_settled()
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None

    def build_mark(self, job_id: int) -> str:
        """Return the mark of the documents of an IPP job until it is settled."""
        return f".{self._device_id}-{job_id}"

    def check_room(self, address: str) -> None:
        """Raise IppError if a client cannot have another job now."""
        jobs = self._records.values()
        count = sum(job.address == address and job.state not in ENDED for job in jobs)
        unsettled = sum(not job.is_settled for job in jobs)
        if count >= MAX_OPEN_JOBS or unsettled >= MAX_UNSETTLED:
            raise IppError(
                Status.BUSY, failed("ipp_too_many_jobs", limit=str(MAX_OPEN_JOBS))
            )

    async def async_create_id(self) -> int:
        """Return the id of a new job. Raises IppError."""
        try:
            job_id = await self._ids.async_next()
        except JournalError as err:
            raise _create_error(err, "journal_unwritable") from err
        if self._is_closed:
            raise IppError(Status.SERVICE_UNAVAILABLE)
        return job_id

    def add(self, job: IppJob) -> None:
        """Add a new job, and forget the oldest settled ones if there are many."""
        self._records[job.job_id] = job
        settled = [record for record in self._records.values() if record.is_settled]
        for record in settled[: max(0, len(self._records) - MAX_RECORDS)]:
            del self._records[record.job_id]

    async def async_accept(self, job: IppJob) -> None:
        """Print a job whose documents were received; return once it is in the journal.

        A client's repeat prints nothing: it becomes another id of the first job. Raises
        IppError for a job that was not accepted.
        """
        job.fingerprint = self._build_fingerprint(job)
        oldest = running_time() - REPEATED_WITHIN
        while (first := self._find_repeated(job, oldest)) is not None:
            await first.async_wait_settled()
            if job.is_settled:
                # It was canceled meanwhile, or aborted with the printer.
                raise job.error or IppError(Status.JOB_CANCELED)
            if first.stage is Stage.HAS_JOBS:
                self._repeat(job, first)
                return
        job.is_spooling = True
        # It goes on if the client breaks the connection.
        self.spooler.accepting.start(
            self._async_accept(job, may_be_earlier=self._started >= oldest), "ipp"
        )
        await job.async_wait_settled()
        if job.error is not None:
            raise job.error

    async def _async_accept(self, job: IppJob, *, may_be_earlier: bool) -> None:
        try:
            first = await self._async_find_earlier(job) if may_be_earlier else None
            if first is not None:
                self._repeat(job, first)
            else:
                await self.async_spool(job)
        except Exception as err:  # noqa: BLE001 - the client gets an answer in any case
            self.end(job, create_ipp_error(err, job.name))

    async def async_spool(self, job: IppJob) -> None:
        """Write a job with its documents. Raises HomeAssistantError."""
        template = job.template
        assert template is not None
        address, user = job.address, job.user
        who = address if user == ANONYMOUS else f"{user} ({address})"
        spooled = await async_accept(
            self._hass,
            self._device_id,
            [document.file for document in job.documents],
            SubmitOptions(
                requester=Requester(
                    kind=RequesterKind.DEVICE, name=who, address=address
                ),
                name=job.name,
                idempotency_key=f"{self._prefix}{job.job_id}",
                preparation=Preparation(
                    layout=template.layout,
                    client=address,
                    pages_per_hour=self.pages_per_hour,
                ),
            ),
            origin=ORIGIN,
            options=template.options,
            ipp=IppOrigin(
                job_id=job.job_id,
                user=user,
                fingerprint=job.fingerprint,
                address=address,
            ),
        )
        # Listeners may have noted newer versions already.
        job.jobs = job.jobs or {spooled.job_id: spooled}
        job.accept()
        self._drop_documents(job)

    def end(self, job: IppJob, error: IppError | None = None) -> None:
        """End a job that was not accepted: aborted with an error, else canceled."""
        job.stop_timer()
        if not job.is_settled:
            job.error = error
            job.ended_at = dt_util.utcnow()
            job.settle(Stage.ENDED)
        self._drop_documents(job)

    def _repeat(self, job: IppJob, first: IppJob) -> None:
        job.repeat_of = first.repeat_of or first
        job.accept()
        self._drop_documents(job)

    def _drop_documents(self, job: IppJob) -> None:
        for document in job.documents:
            self._uploads.remove(document.upload)
        job.documents = []

    def _build_fingerprint(self, job: IppJob) -> str:
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

    def _find_repeated(self, job: IppJob, oldest: float) -> IppJob | None:
        for other in self._records.values():
            if (
                other is not job
                and other.fingerprint == job.fingerprint
                and not other.is_answered
                and other.repeat_of is None
                and (
                    other.is_spooling
                    or other.is_preparing
                    or (other.stage is Stage.HAS_JOBS and other.accepted_at >= oldest)
                )
            ):
                return other
        return None

    async def _async_find_earlier(self, job: IppJob) -> IppJob | None:
        """Find a repeated job that was not answered before Home Assistant stopped."""
        now = dt_util.utcnow()
        for other in self._group(await self._async_read(limit=_EARLIER_READ)):
            age = (now - other.created_at).total_seconds()
            if (
                other.job_id not in self._records
                and other.fingerprint == job.fingerprint
                and not other.is_answered
                and abs(age) <= EARLIER_WITHIN
            ):
                return other
        return None

    async def async_get(self, job_id: int) -> IppJob:
        """Return a job.

        Raises IppError, and JobLostError for an id that a restart may have lost: CUPS
        stops its queue where a job that it has just created is not found.
        """
        if (job := self._records.get(job_id)) is not None:
            return job
        try:
            jobs = await self._journal.async_keyed_jobs(
                self._entry_id, f"{self._prefix}{job_id}"
            )
            if ipp_jobs := self._group(jobs):
                return ipp_jobs[0]
            is_lost = await self._ids.async_may_be_lost(job_id)
        except JournalError as err:
            raise _create_error(err) from err
        raise (JobLostError if is_lost else IppError)(Status.NOT_FOUND)

    def is_cut_off(self, job_id: int) -> bool:
        """Return whether a kill has cut off the documents of an unknown job.

        That is told for a while from the first question on: CUPS asks in two threads.
        """
        if self.build_mark(job_id) not in self._uploads.lost:
            return False
        now = running_time()
        return now - self._asked.setdefault(job_id, now) < TOLD_FOR

    def find_last(self, owns: Callable[[IppJob], bool]) -> IppJob | None:
        """Return the newest job of a client, None without any in memory."""
        return next(filter(owns, reversed(self._records.values())), None)

    def get_open(self) -> list[IppJob]:
        """Return the jobs that have not ended, oldest first."""
        records = self._records
        jobs = [
            *(job for job in records.values() if job.state not in ENDED),
            *self._group(
                job
                for job in self._store.open_jobs
                if job.ipp is not None and job.ipp.job_id not in records
            ),
        ]
        return sorted(jobs, key=lambda job: job.job_id)

    async def async_get_ended(self, limit: int) -> list[IppJob]:
        """Return the jobs that have ended, newest first. Raises IppError."""
        ended = {
            job.job_id: job for job in self._records.values() if job.state in ENDED
        }
        open_ids = {job.job_id for job in self.get_open()}
        others = self._group(await self._async_read(limit=limit, is_ended=True))
        for job in others:
            if job.job_id not in open_ids:
                ended.setdefault(job.job_id, job)
        return [ended[job_id] for job_id in sorted(ended, reverse=True)][:limit]

    def set_answered(self, job: IppJob) -> None:
        """Note that the client knows that a job was accepted; also in the journal."""
        first = job.repeat_of or job
        job.is_answered = first.is_answered = True
        for printing in first.jobs.values():
            self._store.set_answered(printing)

    def _handle_job(self, job: Job) -> None:
        """Follow a job of the spool; the first news of it is that it is in the journal."""
        if job.ipp is None or not self._is_own(job):
            return
        for record in self._records.values():
            first = record.repeat_of or record
            if first.job_id == job.ipp.job_id:
                if first.is_preparing:
                    first.accepted_at = running_time()
                first.jobs[job.job_id] = job
                if job.moved_to is not None:
                    # The one on the other printer was noted before.
                    del first.jobs[job.job_id]
                if first.is_answered and not job.ipp.is_answered:
                    # Another change was being written when it was answered.
                    self._store.set_answered(job)
                if record.is_spooling:
                    record.accept()

    async def _async_read(self, *, limit: int, is_ended: bool = False) -> list[Job]:
        try:
            return await self._journal.async_jobs(
                entry_ids=[self._entry_id],
                states=FINAL_STATES if is_ended else None,
                key_prefix=self._prefix,
                limit=limit,
            )
        except JournalError as err:
            raise _create_error(err) from err

    def _is_own(self, job: Job) -> bool:
        """Return whether a job came to this printer: it may be on another one now."""
        return (job.idempotency_key or "").startswith(self._prefix)

    def _group(self, jobs: Iterable[Job]) -> list[IppJob]:
        grouped: defaultdict[int, list[Job]] = defaultdict(list)
        for job in map(self._store.current, jobs):
            # A user may choose the same idempotency key.
            if job.ipp is not None and self._is_own(job) and job.moved_to is None:
                grouped[job.ipp.job_id].append(job)
        return list(map(IppJob.from_jobs, grouped.values()))


def _create_error(err: JournalError, key: str = "journal_unreadable") -> IppError:
    return IppError(Status.TEMPORARY_ERROR, failed(key, error=str(err)))
