"""Prints the documents of an IPP job: through the same action as every other print."""

import asyncio
from dataclasses import replace
from hashlib import sha256
import json
from math import ceil
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..api import MediaFormat
from ..data import CloudPrintConfigEntry
from ..document import Content, DocumentError, RenderSettings
from ..document.sheets import TOO_MANY_PAGES
from ..document.turns import TimeUsedUpError, Turn
from ..exceptions import failed, invalid
from ..printing.action import async_print
from ..printing.job_ticket import get_defaults
from ..settings import IppSettings
from ..source import Request, Source
from ..source.upload import UPLOADS
from ..spool.job import IppOrigin
from .errors import IppError, create_ipp_error, log_unexpected
from .intake import build_note
from .job_record import IppJob, JobInterruptedError, Stage
from .job_template import JobTemplate
from .jobs import IppJobs
from .printer_view import PrinterView
from .quota import PageQuota, create_turn
from .receive import async_convert, discard
from .request import ANONYMOUS
from .vocabulary import Status

ORIGIN: Final = "ipp"
"""The content field of these prints."""
LINES_PER_PAGE: Final = 60
OCTETS_PER_PAGE: Final = 6000
"""What about fits on a page of text: how the service breaks it is not known."""


class JobSubmitter:
    """Prints the received documents of one printer."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: CloudPrintConfigEntry,
        device_id: str,
        view: PrinterView,
        jobs: IppJobs,
        quota: PageQuota,
    ) -> None:
        """Set up a submitter."""
        self._hass = hass
        self._entry = entry
        self._device_id = device_id
        self._view = view
        self._jobs = jobs
        self._quota = quota
        self._settings = IppSettings.from_options(entry.options)

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
        self.start(job)
        await async_wait_settled(job)
        if job.error is not None:
            raise job.error
        if job.stage is Stage.CANCELED:
            raise IppError(Status.JOB_CANCELED)

    @callback
    def start(self, job: IppJob) -> None:
        """Start to print a job; from here on, the same print is a repeat of it."""
        job.transition(Stage.CONVERTING)
        # No background task of Home Assistant, which is cancelled when that stops, also
        # while the job may be in the journal already.
        job.task = asyncio.create_task(self._async_submit(job), name="cloudprint ipp")

    async def _async_submit(self, job: IppJob) -> None:
        """Print a job unless it was printed in an earlier run; it is settled then."""
        pages: list[int] = []
        try:
            if (first := await self._jobs.async_find_earlier(job)) is not None:
                self._follow(job, first)
            else:
                await self._async_keep(job)
                await self._async_print(job, pages)
        except IppError as err:
            self.end(job, err)
        except HomeAssistantError as err:
            # A job in the journal that failed has its own state.
            self.end(job, create_ipp_error(err, job.name))
        except Exception as err:  # noqa: BLE001 - the client gets an answer in any case
            log_unexpected(err)
            self.end(job, IppError(Status.INTERNAL_ERROR))
        finally:
            # If it was cancelled, with Cancel-Job or the printer, it has ended before.
            if job.stage is Stage.TAKEN:
                self.drop_documents(job)
            elif pages:
                self._quota.give_back(job.address, pages[0])

    async def _async_keep(self, job: IppJob) -> None:
        """Let a job outlive a crash until it is in the journal."""
        for number, document in enumerate(job.documents, 1):
            if document.upload.note is None:
                note = build_note(job, number, self._device_id)
                uploads = self._hass.data[UPLOADS]
                document.upload = await uploads.async_keep(document.upload, note)

    async def _async_print(self, job: IppJob, counted: list[int]) -> None:
        template, documents = job.template, job.documents
        assert template is not None
        limit = self._settings.pages_per_hour

        async def async_resolve(request: Request) -> Source:
            copies = template.options.get("copies") or self._get_default_copies()
            # None is drawn of pages that the client may not print.
            left = max(1, self._quota.count_left(job.address, limit) // copies)
            settings = apply_template(request.settings, template)
            settings = replace(settings, max_pages=min(left, settings.max_pages))
            turn = create_turn(job.address, limit)
            try:
                content = await async_convert(self._hass, documents, settings, turn)
            except TimeUsedUpError:
                raise create_slow_error(turn) from None
            except DocumentError as err:
                if err.key == TOO_MANY_PAGES:
                    pages = int(err.placeholders["pages"]) * copies
                    counted.append(self._count_pages(job, pages))
                    if err.placeholders["limit"] == str(left):
                        # Earlier pages of the client have expired, or were given back.
                        raise create_busy_error(limit) from None
                raise
            source = request.create_source(content)
            counted.append(self._count_pages(job, estimate_pages(content) * copies))
            job.transition(Stage.SUBMITTING)
            return source

        printed = await async_print(
            self._hass,
            {
                **template.options,
                "device_id": self._device_id,
                "name": job.name,
                "idempotency_key": self._jobs.build_key(job.job_id),
                ORIGIN: job.job_id,
            },
            resolvers={ORIGIN: async_resolve},
            requested_by=_describe_client(job),
            ipp=IppOrigin(
                job_id=job.job_id,
                user=job.user,
                fingerprint=job.fingerprint,
                address=job.address,
            ),
        )
        # Listeners may have noted newer versions already.
        job.jobs = {each.job.job_id: each.job for each in printed} | job.jobs
        job.take()

    def _get_default_copies(self) -> int:
        defaults = get_defaults(self._entry.runtime_data, self._device_id)
        return int(defaults.get("copies", 1))

    def _count_pages(self, job: IppJob, pages: int) -> int:
        """Count the pages of a job, and return them. Raises IppError for too many."""
        limit = self._settings.pages_per_hour
        if pages > limit:
            raise IppError(
                # With this one, CUPS does not send it again.
                Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED,
                invalid("ipp_too_many_pages", pages=str(pages), limit=str(limit)),
            )
        if not self._quota.take(job.address, pages, limit):
            raise create_busy_error(limit)
        return pages

    @callback
    def end(self, job: IppJob, error: IppError | None = None) -> None:
        """End a job that was not taken: aborted with an error, canceled without one.

        While the printer is closed, an error interrupts a job that was kept: its
        documents stay until its client was told so.
        """
        if not job.is_settled:
            if error is not None and job.is_kept and self._is_closing:
                error = JobInterruptedError(job)
                for document in job.documents:
                    self._hass.data[UPLOADS].release(document.upload)
            job.error = error
            job.ended_at = dt_util.utcnow()
            job.transition(Stage.CANCELED if error is None else Stage.ABORTED)
        if not isinstance(job.error, JobInterruptedError):
            self.drop_documents(job)

    @property
    def _is_closing(self) -> bool:
        """Return whether the printer is closed, or will be with its account."""
        return self._jobs.is_closed or not self._view.is_accepting

    @callback
    def _follow(self, job: IppJob, first: IppJob) -> None:
        """Make a job another id of the first one."""
        job.first = first.first or first
        job.take()
        self.drop_documents(job)

    @callback
    def drop_documents(self, job: IppJob) -> None:
        """Remove the documents of a settled job once its client knows the outcome."""
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


def estimate_pages(content: Content) -> int:
    """Return the number of pages, about that of a text, which has none of its own."""
    if content.pages is not None:
        return content.pages
    if content.media_format is not MediaFormat.TEXT:
        return 1
    text = content.payload
    return max(
        1,
        ceil((text.count(b"\n") + 1) / LINES_PER_PAGE),
        ceil(len(text) / OCTETS_PER_PAGE),
    )


async def async_wait_settled(job: IppJob) -> None:
    """Return once a job was taken, or has ended without that."""
    while not job.is_settled:
        await job.changed.wait()


def create_busy_error(limit: int) -> IppError:
    """Return the error for a client that has to wait: it tries again later by itself."""
    return IppError(Status.BUSY, failed("ipp_pages_used_up", limit=str(limit)))


def create_slow_error(turn: Turn) -> IppError:
    """Return the error for a client whose documents took too long, like "busy"."""
    minutes = str(round(turn.seconds_per_hour / 60))
    return IppError(Status.BUSY, failed("ipp_time_used_up", minutes=minutes))


def apply_template(settings: RenderSettings, template: JobTemplate) -> RenderSettings:
    """Return render settings with what a template says about the places on the paper."""
    return replace(
        settings,
        scaling=template.scaling,
        rotation=template.rotation,
        margins=template.margins,
        pages_per_paper=template.pages_per_paper,
    )


def _describe_client(job: IppJob) -> str:
    """Return who asked for a job: a name and an address."""
    if job.user == ANONYMOUS:
        return job.address
    return f"{job.user} ({job.address})"
