"""An IPP job: from its creation by a client to the jobs that print it."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Final, Self

from homeassistant.core import CALLBACK_TYPE

from ..spool.clock import running_time
from ..spool.job import Job, JobState
from .job_template import JobTemplate
from .protocol.errors import IppError
from .protocol.message import Attribute
from .protocol.request import IppClient
from .protocol.vocabulary import IppJobState
from .receive import ReceivedDocument

IPP_STATES: Final = {
    JobState.PREPARING: IppJobState.PROCESSING,
    # Never pending-held: CUPS takes a held job for a printed one.
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
    IppJobState.ABORTED,
    IppJobState.CANCELED,
    IppJobState.COMPLETED,
)
"""The first of its jobs' states is the state of an IPP job: completed only if all are."""


class Stage(Enum):
    """What an IPP job is doing, until jobs of the spool print it."""

    CREATED = auto()  # It waits for its first document
    RECEIVING = auto()
    RECEIVED = auto()  # It waits for another document, or to be closed
    SPOOLING = auto()  # Its documents are on their way to the journal
    ACCEPTED = auto()
    CANCELED = auto()
    ABORTED = auto()


STILL_RECEIVED: Final = frozenset({Stage.CREATED, Stage.RECEIVING, Stage.RECEIVED})


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
    template: JobTemplate | None = field(default=None, repr=False)  # of an earlier run
    client_info: Attribute | None = field(default=None, repr=False)
    stage: Stage = Stage.CREATED
    jobs: dict[str, Job] = field(default_factory=dict, repr=False)  # that print it
    documents: list[ReceivedDocument] = field(default_factory=list, repr=False)
    """Kept until it is settled."""
    error: IppError | None = None
    ended_at: datetime | None = None
    fingerprint: str = ""
    accepted_at: float = 0  # running time; after it was prepared, of that
    is_answered: bool = False
    repeat_of: IppJob | None = field(default=None, repr=False)
    task: asyncio.Task[None] | None = None
    cancel_timer: CALLBACK_TYPE | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

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
            stage=Stage.ACCEPTED,
            jobs={job.job_id: job for job in jobs},
            fingerprint=job.ipp.fingerprint,
            is_answered=job.ipp.is_answered,
        )

    def is_owned_by(self, user: str, client: IppClient) -> bool:
        """Return whether a client that calls itself `user` has sent the job.

        Phones call themselves by their model, so the address counts, too, unless the
        user is authenticated. Jobs of earlier versions have none.
        """
        if self.user != user:
            return False
        return client.user is not None or self.address in ("", client.address)

    @property
    def printing(self) -> Collection[Job]:
        """Return the jobs that print it, or that print the job which it repeats."""
        return (self.repeat_of or self).jobs.values()

    @property
    def is_preparing(self) -> bool:
        """Return whether its documents are being converted."""
        return any(job.state is JobState.PREPARING for job in self.jobs.values())

    @property
    def is_settled(self) -> bool:
        """Return whether it was accepted, or ended without that."""
        return self.stage in (Stage.ACCEPTED, Stage.CANCELED, Stage.ABORTED)

    async def async_wait_settled(self) -> None:
        """Return once the job is settled."""
        while not self.is_settled:
            await self.changed.wait()

    @property
    def state(self) -> IppJobState:
        """Return the value of job-state."""
        match self.stage:
            case Stage.CANCELED:
                return IppJobState.CANCELED
            case Stage.ABORTED:
                return IppJobState.ABORTED
            case Stage.CREATED | Stage.RECEIVING | Stage.RECEIVED:
                return IppJobState.PENDING
            case Stage.SPOOLING:
                return IppJobState.PROCESSING
        found = {IPP_STATES[job.state] for job in self.printing}
        return next(state for state in _ORDER if state in found)

    @property
    def leading(self) -> Job | None:
        """Return the job whose state is reported, None before there is one."""
        if self.stage is not Stage.ACCEPTED:
            return None
        state = self.state
        return next(job for job in self.printing if IPP_STATES[job.state] is state)

    def transition(self, stage: Stage) -> None:
        """Change the stage, and wake the tasks that wait for that."""
        self.stage = stage
        self.changed.set()
        self.changed = asyncio.Event()

    def accept(self) -> None:
        """Note that jobs of the spool print it, for the first time or again."""
        is_new = self.stage is not Stage.ACCEPTED
        self.transition(Stage.ACCEPTED)
        if is_new:
            self.accepted_at = running_time()

    def stop_timer(self) -> None:
        """Stop waiting for the next document."""
        if self.cancel_timer is not None:
            self.cancel_timer()
            self.cancel_timer = None
