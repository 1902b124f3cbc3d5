"""Tells clients about jobs: Get-Jobs, Get-Job-Attributes (RFC 8011, 4.2.6, 4.3.4)."""

import asyncio
from collections.abc import Collection, Iterable
from itertools import batched
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..exceptions import invalid
from ..texts import async_get_texts
from .errors import IppError, create_attribute_error
from .job_attributes import ALL, IN_LISTS, JobContext, select_job_attributes
from .job_record import IppJob, Stage
from .jobs import DEFAULT_LIMIT, MAX_LIMIT, IppJobs
from .message import Attribute, Group, Tag
from .printer_view import PrinterView
from .request import IppRequest
from .response import Answer
from .vocabulary import ENDED, NOT_COMPLETED, WHICH_JOBS, IppJobState, Status

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
