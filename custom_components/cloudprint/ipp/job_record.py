"""An IPP job: from its creation by a client to the jobs that print it."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Self

from homeassistant.core import CALLBACK_TYPE

from ..spool.clock import running_time
from ..spool.job import Job, JobState
from .job_template import JobTemplate
from .protocol.errors import IppError
from .protocol.message import Attribute
from .protocol.vocabulary import IppJobState
from .receive import ReceivedDocument
from .shared_printer import IppClient


class Stage(Enum):
    """What an IPP job is doing, until jobs of ours print it."""

    CREATED = auto()
    """It waits for its first document."""
    RECEIVING = auto()
    RECEIVED = auto()
    """It waits for another document, or to be closed."""
    SUBMITTING = auto()
    """Its documents are on their way to the journal."""
    TAKEN = auto()
    """Jobs of ours print it."""
    CANCELED = auto()
    ABORTED = auto()


CANCELABLE = frozenset({Stage.CREATED, Stage.RECEIVING, Stage.RECEIVED})
_ENDED = frozenset({Stage.TAKEN, Stage.CANCELED, Stage.ABORTED})


@dataclass(slots=True, eq=False, kw_only=True)
class IppJob:
    """A job as clients see it.

    `jobs` are those that print it, by their ids: one, or one for each copy or side.
    `error` is why it was aborted. `template` is None for a job of an earlier run.
    `first` is the job that this one repeats. Unless `is_named`, the name was given
    here. `attributes_digest` is the digest of the job attributes as the client sent
    them. `documents` are kept until it is settled.
    """

    job_id: int
    name: str = field(repr=False)
    user: str = field(repr=False)
    created_at: datetime
    is_named: bool = True
    attributes_digest: str = ""
    address: str = ""
    template: JobTemplate | None = field(default=None, repr=False)
    client_info: Attribute | None = field(default=None, repr=False)
    """What the client says that it is (PWG 5100.7, 6.1.1)."""
    stage: Stage = Stage.CREATED
    jobs: dict[str, Job] = field(default_factory=dict, repr=False)
    documents: list[ReceivedDocument] = field(default_factory=list, repr=False)
    error: IppError | None = None
    ended_at: datetime | None = None
    fingerprint: str = ""
    taken_at: float = 0
    """The running time at which it was taken, or was prepared after that."""
    is_answered: bool = False
    first: IppJob | None = field(default=None, repr=False)
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
            stage=Stage.TAKEN,
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
        """Return the jobs that print it, those of the first one if this is a repeat."""
        return (self.first or self).jobs.values()

    @property
    def is_preparing(self) -> bool:
        """Return whether its documents are being converted."""
        return any(job.state is JobState.PREPARING for job in self.jobs.values())

    @property
    def is_settled(self) -> bool:
        """Return whether it was taken, or ended without that."""
        return self.stage in _ENDED

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
            case Stage.SUBMITTING:
                return IppJobState.PROCESSING
        return _join_states([job.state for job in self.printing])

    def transition(self, stage: Stage) -> None:
        """Change the stage, and wake the tasks that wait for that."""
        self.stage = stage
        self.changed.set()
        self.changed = asyncio.Event()

    def take(self) -> None:
        """Note that jobs of ours print it, for the first time or again."""
        if self.stage is not Stage.TAKEN:
            self.taken_at = running_time()
        self.transition(Stage.TAKEN)


STATES = {
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
"""The states of our jobs as values of job-state."""

_ORDER = (
    IppJobState.PROCESSING,
    IppJobState.PENDING,
    IppJobState.ABORTED,
    IppJobState.CANCELED,
    IppJobState.COMPLETED,
)


def _join_states(states: Sequence[JobState]) -> IppJobState:
    """Return the state of a job of several: completed only if all are."""
    found = {STATES[state] for state in states}
    return next(state for state in _ORDER if state in found)


def find_leading(job: IppJob) -> Job | None:
    """Return the job of ours whose state is that of the whole, None before there is one."""
    if job.stage is not Stage.TAKEN:
        return None
    state = job.state
    return next(each for each in job.printing if STATES[each.state] is state)
