"""New jobs with their contents, and the jobs whose place they take."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from ..document.content import Content
from .job import Decision, Job, JobState, Reason
from .job_parts import Gate

type Submission = tuple[Job, Content]
"""A new job and its content; jobs with the same content share it on the disk."""


class How(StrEnum):
    """How new jobs take the place of others."""

    PREPARED = "prepared"  # the first one is the job that was in preparation
    MOVED = "moved"  # they are the same print, elsewhere or with other options
    AGAIN = "again"  # they print again what is unconfirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """Jobs whose place new ones take in the transaction that writes those.

    Two are a front pass and its back pass. With a `decision`, they waited for the approval
    that the new ones have.
    """

    jobs: Sequence[Job] = ()
    how: How = How.AGAIN
    decision: Decision | None = None

    @property
    def continued(self) -> Sequence[Job]:
        """Return those whose pages the new ones print in their stead."""
        return () if self.how is How.AGAIN else self.jobs

    @property
    def prepared(self) -> Job | None:
        """Return the job that the first new one is."""
        return self.jobs[0] if self.how is How.PREPARED else None

    def carry_over(self, new: Sequence[Job]) -> list[Job]:
        """Return new jobs with what they keep of the replaced ones."""
        if not self.continued:
            return list(new)
        kept = self.continued[0]
        if self.decision is not None:
            kept = kept.decided(self.decision)
        if self.how is How.PREPARED:
            first, *others = new
            new = [
                replace(first, job_id=kept.job_id),
                *(job.behind(kept) if job.duplex.follows else job for job in others),
            ]
        return [_carry_over(job, kept) for job in new]

    def end(self, new: Sequence[Job]) -> list[Job]:
        """Return the replaced jobs as they are after that; one that was prepared goes on."""
        if self.how is How.PREPARED:
            return []
        if self.how is How.AGAIN:
            return [
                job.with_state(job.state, job.reason, is_dismissed=True)
                for job in self.jobs
            ]
        front, back = new[0], new[-1]
        return [
            job.with_state(
                JobState.CANCELED,
                Reason.CHANGED if front.device_id == job.device_id else Reason.MOVED,
                moved_to=(back if job.duplex.follows else front).job_id,
            )
            for job in self.jobs
        ]


REPLACES_NOTHING: Final = Replaced()


def _carry_over(job: Job, kept: Job) -> Job:
    approval, gates, preparation = kept.approval, job.waiting.gates, job.preparation
    if approval is None or (
        # Another rule, of the printer that it is moved to, asks anew.
        job.approval is not None and job.approval.rule.rule_id != approval.rule.rule_id
    ):
        approval = job.approval
    elif kept.needs_approval:
        # The time for the decision goes on.
        gates = (Gate.APPROVAL, *gates)
    if preparation is not None and kept.preparation is not None:
        # Its documents may have been fetched meanwhile.
        preparation = replace(kept.preparation, layout=preparation.layout)
    waiting = replace(
        job.waiting,
        gates=gates,
        since=kept.waiting.since or job.waiting.since,
        ignore_quiet_hours=kept.waiting.ignore_quiet_hours,
    )
    if not job.duplex.follows:
        waiting = replace(
            waiting,
            hold=kept.waiting.hold,
            lifetime=kept.waiting.lifetime,
            expires_at=kept.waiting.expires_at,
        )
    return replace(
        job,
        created_at=kept.created_at,
        waiting=waiting,
        idempotency_key=kept.idempotency_key,
        print_id=kept.print_id,
        requester=kept.requester,
        approval=approval,
        reprint_of=kept.reprint_of,
        ipp=kept.ipp,
        preparation=preparation,
    )
