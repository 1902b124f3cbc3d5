"""The IPP jobs of a printer: their ids, and where they are found."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..data import JOURNAL, CloudPrintConfigEntry
from ..exceptions import failed
from ..source.upload import UPLOADS
from ..spool.clock import running_time
from ..spool.job import FINAL_STATES, Job
from ..spool.journal import JournalError
from .job_ids import JobIds
from .job_record import IppJob, Stage
from .job_template import JobTemplate
from .protocol.errors import IppError
from .protocol.message import Attribute
from .protocol.vocabulary import ENDED, Status

MAX_RECORDS: Final = 100
"""Jobs that are kept in memory, with their attributes; older ones are in the journal."""
TOLD_FOR: Final = 60
"""Seconds for which clients are told to send a job again that a kill has cut off."""
DEFAULT_LIMIT: Final = 50
"""Ended jobs that Get-Jobs returns if the client sets no limit."""
MAX_LIMIT: Final = 500
"""Jobs that Get-Jobs returns at most."""
REPEATED_WITHIN: Final = 120
"""Seconds since a print was prepared but not answered, within which the same one is a
repeat; until it is prepared, it is one in any case."""

EARLIER_WITHIN: Final = 10 * 60
"""The same for a print of an earlier run: Home Assistant may take minutes to start."""


class IppJobs:
    """The jobs that came by IPP to one printer."""

    def __init__(
        self, hass: HomeAssistant, entry: CloudPrintConfigEntry, device_id: str
    ) -> None:
        """Set up the jobs of a printer, and follow those that print them."""
        self._device_id = device_id
        self._entry_id = entry.entry_id
        self._journal = hass.data[JOURNAL]
        self._uploads = hass.data[UPLOADS]
        self._store = entry.runtime_data.store
        self._prefix = f"ipp:{device_id}:"
        self._started = running_time()
        self._asked: dict[int, float] = {}
        """When clients first asked for jobs that a kill has cut off."""
        self._ids = JobIds(self._journal, device_id)
        self._records: dict[int, IppJob] = {}
        self.is_closed = False
        """Whether no other jobs are taken."""
        self._stop_listening: CALLBACK_TYPE | None = self._store.async_add_listener(
            self._handle_job
        )

    @callback
    def close(self) -> None:
        """Take no other jobs."""
        self.is_closed = True

    @callback
    def unfollow(self) -> None:
        """Stop following the jobs that print them; may be called again."""
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None

    def build_key(self, job_id: int) -> str:
        """Return the idempotency key of the jobs that print an IPP job."""
        return f"{self._prefix}{job_id}"

    def build_mark(self, job_id: int) -> str:
        """Return the mark of the documents of an IPP job until it is settled."""
        return f".{self._device_id}-{job_id}"

    @property
    def records(self) -> list[IppJob]:
        """Return the jobs in memory, oldest first."""
        return list(self._records.values())

    @property
    def unsettled_count(self) -> int:
        """Return how many jobs were not taken yet, and have not ended."""
        return sum(not job.is_settled for job in self.records)

    def count_open(self, address: str) -> int:
        """Return how many jobs of a client have not ended, as far as is known."""
        return sum(
            job.address == address and job.state not in ENDED for job in self.records
        )

    async def async_create(
        self,
        *,
        name: str,
        is_named: bool,
        attributes_digest: str,
        user: str,
        address: str,
        template: JobTemplate,
        client_info: Attribute | None,
    ) -> IppJob:
        """Return a new job, which waits for its document. Raises IppError."""
        try:
            job_id = await self._ids.async_next()
        except JournalError as err:
            raise IppError(
                Status.TEMPORARY_ERROR, failed("journal_unwritable", error=str(err))
            ) from err
        if self.is_closed:
            raise IppError(Status.SERVICE_UNAVAILABLE)
        job = IppJob(
            job_id=job_id,
            name=name,
            is_named=is_named,
            attributes_digest=attributes_digest,
            user=user,
            address=address,
            template=template,
            client_info=client_info,
            created_at=dt_util.utcnow(),
        )
        self._records[job.job_id] = job
        self._forget_oldest()
        return job

    async def async_keep_id(self, job_id: int) -> None:
        """Never give an id that an older version has given. Raises JournalError."""
        await self._journal.async_reserve_ipp_ids(self._device_id, 1, at_least=job_id)

    def _forget_oldest(self) -> None:
        """Forget the oldest jobs that were taken or have ended, if there are many."""
        settled = [job for job in self.records if job.is_settled]
        for job in settled[: max(0, len(self._records) - MAX_RECORDS)]:
            del self._records[job.job_id]

    async def async_get(self, job_id: int) -> IppJob:
        """Return a job. Raises IppError."""
        if (job := self._records.get(job_id)) is not None:
            return job
        try:
            jobs = await self._journal.async_keyed_jobs(
                self._entry_id, self.build_key(job_id)
            )
        except JournalError as err:
            raise _create_error(err) from err
        if found := self._group(map(self._store.current, jobs)):
            return found[0]
        raise IppError(Status.NOT_FOUND)

    async def async_may_be_lost(self, job_id: int) -> bool:
        """Return whether an unknown id is one that a restart has lost. Raises IppError.

        CUPS stops its queue where a job that it has just created is not found.
        """
        try:
            return await self._ids.async_may_be_lost(job_id)
        except JournalError as err:
            raise _create_error(err) from err

    @callback
    def is_cut_off(self, job_id: int) -> bool:
        """Return whether a kill has cut off the documents of an unknown job.

        That is told for a while from the first question on: CUPS asks in two threads.
        """
        if self.build_mark(job_id) not in self._uploads.lost:
            return False
        now = running_time()
        return now - self._asked.setdefault(job_id, now) < TOLD_FOR

    def get_open(self) -> list[IppJob]:
        """Return the jobs that have not ended, oldest first."""
        known = {job.job_id: job for job in self.records if job.state not in ENDED}
        others = self._group(
            job
            for job in self._store.open_jobs
            if job.device_id == self._device_id
            and job.ipp is not None
            and job.ipp.job_id not in self._records
        )
        known |= {job.job_id: job for job in others}
        return [known[job_id] for job_id in sorted(known)]

    async def async_get_ended(self, limit: int = DEFAULT_LIMIT) -> list[IppJob]:
        """Return the jobs that have ended, newest first. Raises IppError."""
        ended = {job.job_id: job for job in self.records if job.state in ENDED}
        open_ids = {job.job_id for job in self.get_open()}
        others = self._group(await self._async_read(limit=limit, is_ended=True))
        for job in others:
            if job.job_id not in open_ids:
                ended.setdefault(job.job_id, job)
        return [ended[job_id] for job_id in sorted(ended, reverse=True)][:limit]

    def find_first(self, job: IppJob) -> IppJob | None:
        """Return the job in memory that a job with a fingerprint repeats, if any."""
        oldest = running_time() - REPEATED_WITHIN
        for other in self.records:
            if (
                other is not job
                and other.fingerprint == job.fingerprint
                and not other.is_answered
                and other.first is None
                and (
                    other.stage is Stage.SUBMITTING
                    or other.is_preparing
                    or (other.stage is Stage.TAKEN and other.taken_at >= oldest)
                )
            ):
                return other
        return None

    async def async_find_earlier(self, job: IppJob) -> IppJob | None:
        """Return the job of an earlier run that a job repeats. Raises IppError.

        The client had no answer before Home Assistant was stopped.
        """
        if running_time() - self._started > REPEATED_WITHIN:
            return None
        now = dt_util.utcnow()
        for other in self._group(await self._async_read(limit=DEFAULT_LIMIT)):
            age = (now - other.created_at).total_seconds()
            if (
                other.job_id not in self._records
                and other.fingerprint == job.fingerprint
                and not other.is_answered
                and abs(age) <= EARLIER_WITHIN
            ):
                return other
        return None

    @callback
    def set_answered(self, job: IppJob) -> None:
        """Note that the client knows that a job was taken; also in the journal."""
        first = job.first or job
        job.is_answered = first.is_answered = True
        for each in first.jobs.values():
            self._store.set_answered(each)

    @callback
    def _handle_job(self, job: Job) -> None:
        """Follow a job of ours; the first news of it is that it is in the journal."""
        if job.ipp is None or job.device_id != self._device_id:
            return
        for record in self._records.values():
            known = record.first or record
            if known.job_id == job.ipp.job_id:
                if known.is_preparing:
                    known.taken_at = running_time()
                known.jobs[job.job_id] = job
                if known.is_answered and not job.ipp.is_answered:
                    # Another change was being written when it was answered.
                    self._store.set_answered(job)
                if record.stage is Stage.SUBMITTING:
                    record.take()

    async def _async_read(self, *, limit: int, is_ended: bool = False) -> list[Job]:
        """Return the printer's jobs that came by IPP, newest first. Raises IppError."""
        try:
            jobs = await self._journal.async_jobs(
                device_ids=[self._device_id],
                states=FINAL_STATES if is_ended else None,
                key_prefix=self._prefix,
                limit=limit,
            )
        except JournalError as err:
            raise _create_error(err) from err
        return [self._store.current(job) for job in jobs]

    def _group(self, jobs: Iterable[Job]) -> list[IppJob]:
        """Return the IPP jobs that jobs of ours print, in their order."""
        grouped: defaultdict[int, list[Job]] = defaultdict(list)
        for job in jobs:
            # A user may choose the same idempotency key.
            if job.ipp is not None and job.device_id == self._device_id:
                grouped[job.ipp.job_id].append(job)
        return [IppJob.from_jobs(some) for some in grouped.values()]


def _create_error(err: JournalError) -> IppError:
    return IppError(
        Status.TEMPORARY_ERROR, failed("journal_unreadable", error=str(err))
    )
