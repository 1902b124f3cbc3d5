"""The model of a job: one print on one printer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self

from mashumaro import DataClassDictMixin

from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import bytes_to_ulid, ulid_now, ulid_to_bytes

from ..api.vocabulary import TaskStatus
from ..const import SECRET_PAGE
from ..document.content import ContentInfo
from ..requester import Requester
from .clock import ClockReading, Record
from .failure import Failure
from .job_parts import Gate, Pages, PaperSide, Pass, Sent, TaskOptions, Waiting
from .preparation import Preparation

MAX_TASKS: Final = 10_000
FOLLOWED_FOR: Final = timedelta(hours=24)  # running time in which a task is polled
DEFAULT_WAIT: Final = timedelta(hours=24)  # for an approval
LINK_SHEET: Final = "link_sheet"  # the origin of a sheet for the wall
SECRET_ORIGINS: Final = (LINK_SHEET, SECRET_PAGE)

type PrinterKey = tuple[str, str]
"""The SN of a printer's server, and its name there."""


def _generate_ids() -> Iterator[str]:
    newest = 0
    while True:
        newest = max(newest + 1, int.from_bytes(ulid_to_bytes(ulid_now())))
        yield bytes_to_ulid(newest.to_bytes(16))


_IDS: Final = _generate_ids()


def create_job_id() -> str:
    """Return a ULID that sorts after all earlier ones since Home Assistant started.

    Also within a millisecond, and after the wall clock is set back. Not thread-safe.
    """
    return next(_IDS)


class JobState(StrEnum):
    """The state of a job."""

    PREPARING = "preparing"  # its documents have yet to be converted
    HELD = "held"
    SUBMITTING = "submitting"
    SUBMITTED = "submitted"
    QUEUED = "queued"
    PRINTING = "printing"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELED = "canceled"
    UNCONFIRMED = "unconfirmed"
    EXPIRED = "expired"

    @property
    def is_final(self) -> bool:
        """Return whether the state is an end."""
        return self in FINAL_STATES

    @property
    def is_waiting(self) -> bool:
        """Return whether the job was not sent, and can be canceled."""
        return self in (JobState.PREPARING, JobState.HELD)

    @property
    def is_task(self) -> bool:
        """Return whether the cloud has a task for the job that has not ended."""
        return self in TASK_STATES

    @property
    def is_failure(self) -> bool:
        """Return whether the job was not printed, although no person canceled it."""
        return self in (JobState.FAILED, JobState.EXPIRED)


FINAL_STATES: Final = frozenset(
    {
        JobState.FINISHED,
        JobState.FAILED,
        JobState.CANCELED,
        JobState.UNCONFIRMED,
        JobState.EXPIRED,
    }
)
SHOWN_STATES: Final = [state for state in JobState if state is not JobState.PREPARING]
"""The states of events, and of what was printed last."""
TASK_STATES: Final = frozenset({JobState.SUBMITTED, JobState.QUEUED, JobState.PRINTING})
TASK_STATUS: Final[Mapping[str, JobState]] = {
    TaskStatus.SUBMITTED: JobState.SUBMITTED,
    TaskStatus.QUEUED: JobState.QUEUED,
    TaskStatus.PRINTING: JobState.PRINTING,
    TaskStatus.FINISHED: JobState.FINISHED,
    TaskStatus.ERROR: JobState.FAILED,
    TaskStatus.CANCELED: JobState.CANCELED,
    TaskStatus.CANCELLED: JobState.CANCELED,
    TaskStatus.PRINTED: JobState.FINISHED,
    # The rest may follow.
    TaskStatus.PARTIAL_PRINTED: JobState.PRINTING,
}


class Reason(StrEnum):
    """Why a job is in its state."""

    # held
    ORDER = "order"
    SERVICE = "service"
    AUTHENTICATION = "authentication"
    QUIET_HOURS = "quiet_hours"
    PRINTER_OFFLINE = "printer_offline"
    PRINTER_GONE = "printer_gone"
    APPROVAL = "approval"  # until a person has allowed it
    TURN_PAPER = "turn_paper"  # until a person has put back the paper of the front pass
    # failed
    REFUSED = "refused"
    TASK_ERROR = "task_error"
    CONTENT_GONE = "content_gone"
    NOT_PREPARED = "not_prepared"
    # unconfirmed
    NO_ANSWER = "no_answer"
    INTERRUPTED = "interrupted"
    TASK_UNKNOWN = "task_unknown"
    NO_FINAL_STATE = "no_final_state"
    PARTLY_PRINTED = "partly_printed"
    RESTORED = "restored"
    # finished, canceled
    BY_HAND = "by_hand"
    DENIED = "denied"  # canceled: by who was asked to approve it
    MOVED = "moved"  # canceled: it is another job, of another printer
    CHANGED = "changed"  # canceled: it is another job, as it was approved


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentSummary(ContentInfo):
    """The content of a job; `origin` is the action field that named it, `size` in bytes."""

    origin: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IppOrigin(Record):
    """An IPP job; `fingerprint` is equal for equal prints of a client."""

    job_id: int
    user: str = field(repr=False)
    fingerprint: str
    is_answered: bool = False
    address: str = field(default="", repr=False)
    aborted_at: datetime | None = None  # before the service named another end


class Cause(StrEnum):
    """Why a rule asks."""

    PAGES = "pages"  # more than it lets through
    PAGES_UNKNOWN = "pages_unknown"
    COLOR = "color"
    TIME = "time"  # the entity by which it lets through is not on


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """What was decided on a print, by whom, and when."""

    user_id: str | None
    user: str | None = field(repr=False)  # the user's name
    at: datetime = field(default_factory=dt_util.utcnow)
    is_approved: bool
    changes: dict[str, Any] = field(default_factory=dict)  # of its options


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingRule(Record):
    """What a rule said as it asked; administrators are asked without `approvers`."""

    rule_id: str
    name: str = field(repr=False)
    ask_above: int | None = None  # pages, with that cause
    approvers: tuple[str, ...] = ()  # ids of users
    wait: timedelta = DEFAULT_WAIT  # for the decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Record):
    """Why a print is asked about, and what is decided on it."""

    rule: AskingRule
    causes: tuple[Cause, ...]
    pages: int | None = None  # printed sides of the jobs that the rule is for
    request_id: str | None = None  # of what was printed, and is decided, at once
    decision: Decision | None = None

    @property
    def state(self) -> str:
        """Return what was decided, as the card names it."""
        if self.decision is None:
            return "needed"
        return "given" if self.decision.is_approved else "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Record, DataClassDictMixin):
    """One print on one printer; manual duplex is two, whose back pass waits for its paper."""

    job_id: str  # sorts by creation
    print_id: str  # of all jobs of a print, also on other printers and printed again
    requester: Requester
    entry_id: str
    device_id: str
    server_sn: str
    printer_name: str
    printer: str
    name: str
    state: JobState
    created_at: datetime
    updated_at: datetime
    content: ContentSummary
    options: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    reason: Reason | None = None
    message: str | None = None  # of the service
    content_id: str | None = None
    idempotency_key: str | None = None
    reprint_of: str | None = None
    moved_to: str | None = None  # the id of the job that it is on another printer
    is_dismissed: bool = False
    approval: Approval | None = None
    ipp: IppOrigin | None = None
    preparation: Preparation | None = None  # its content is a summary meanwhile
    failure: Failure | None = None  # to prepare or send it; or else `message`
    task: TaskOptions = field(default_factory=TaskOptions)
    sent: Sent = field(default_factory=Sent)
    waiting: Waiting = field(default_factory=Waiting)
    duplex: Pass = field(default_factory=Pass)
    pages: Pages = field(default_factory=Pages)

    @property
    def is_secret(self) -> bool:
        """Return whether its content has a secret, which nothing but its print has."""
        return self.content.origin in SECRET_ORIGINS

    @property
    def is_passing(self) -> bool:
        """Return whether its content goes at its end: a stranger's, and a secret."""
        return self.requester.is_stranger or self.is_secret

    @property
    def printer_key(self) -> PrinterKey:
        """Return the key of the printer: the SN of its server, and its name."""
        return self.server_sn, self.printer_name

    @property
    def awaits_decision(self) -> bool:
        """Return whether the user has yet to say if the job was printed."""
        return self.state is JobState.UNCONFIRMED and not self.is_dismissed

    @property
    def is_lost(self) -> bool:
        """Return whether the service did not know the job's task, which is still polled."""
        reasons = (Reason.TASK_UNKNOWN, Reason.PARTLY_PRINTED)
        is_accepted = self.sent.at is not None and self.reason in reasons
        return (
            self.awaits_decision
            and is_accepted
            and self.sent.followed_for < FOLLOWED_FOR
        )

    @property
    def awaits_order(self) -> bool:
        """Return whether the job waits only for the jobs before it."""
        return self.state is JobState.HELD and self.reason is Reason.ORDER

    @property
    def gate(self) -> Gate | None:
        """Return what the job waits for, if that is not its turn to be sent."""
        gates = self.waiting.gates
        return gates[0] if gates and self.state.is_waiting else None

    @property
    def is_in_line(self) -> bool:
        """Return whether the job has a place among the jobs of its printer."""
        return self.state.is_waiting and self.gate in (None, Gate.PREPARE)

    @property
    def needs_approval(self) -> bool:
        """Return whether the job waits until it is approved or denied."""
        return self.gate is Gate.APPROVAL

    @property
    def asked_at_once(self) -> tuple[str, str | None]:
        """Return what all jobs have in common that one decision is about.

        What is printed again is the same print, but nobody has seen it yet.
        """
        approval = self.approval
        return self.print_id, None if approval is None else approval.request_id

    @property
    def awaits_paper(self) -> bool:
        """Return whether a back pass is held until a person has put the paper back."""
        return self.state is JobState.HELD and Gate.PAPER in self.waiting.gates

    @property
    def can_release_back_pass(self) -> bool:
        """Return whether there is paper that can be put back."""
        return self.gate is Gate.PAPER

    @property
    def is_released_back_pass(self) -> bool:
        """Return whether a person has put back the paper for the job."""
        return self.duplex.side is PaperSide.BACK and not self.waiting.gates

    @property
    def steady_now(self) -> datetime | None:
        """Return the time by the wall clock of the start; None after a reboot."""
        return None if self.waiting.since is None else self.waiting.since.now

    @property
    def age(self) -> timedelta:
        """Return the time since the job was created; after a reboot, by the wall clock."""
        return (self.steady_now or dt_util.utcnow()) - self.created_at

    @property
    def is_settled(self) -> bool:
        """Return whether the job has a first result: sent, held for a reason, or ended."""
        if self.state is JobState.PREPARING:
            # What takes minutes is answered before.
            return self.preparation is not None and self.preparation.page is not None
        return self.state is not JobState.SUBMITTING and not self.awaits_order

    @property
    def is_only_for_now(self) -> bool:
        """Return whether the job expires if it cannot be sent at once."""
        return self.waiting.lifetime == timedelta()

    @property
    def time_limit(self) -> timedelta | None:
        """Return for how long the job may wait for what it waits for; None without end."""
        gates = self.waiting.gates
        if Gate.FRONT in gates:
            # It ends with its front pass.
            return None
        if gates[:1] == (Gate.APPROVAL,) and self.approval is not None:
            return self.approval.rule.wait
        return self.waiting.lifetime

    @property
    def waiting_state(self) -> JobState:
        """Return the state of the job if it cannot be sent now."""
        if not self.waiting.hold:
            return JobState.FAILED
        return JobState.EXPIRED if self.is_only_for_now else JobState.HELD

    def with_state(
        self, state: JobState, reason: Reason | None = None, **changes: Any
    ) -> Self:
        """Return a copy of the job in another state, as of now.

        The `message` is the vendor's, or a Failure.
        """
        if isinstance(failure := changes.get("message"), Failure):
            changes |= {"message": None, "failure": failure}
        elif "message" in changes:
            changes["failure"] = None
        if state.is_final and self.preparation is not None:
            # What was printed in its place is not the print.
            changes |= {"preparation": None, "content_id": None}
        if JobState.PRINTING in (self.state, state):
            sent: Sent = changes.get("sent", self.sent)
            changes["sent"] = replace(sent, has_begun=True)
        return replace(
            self,
            state=state,
            reason=reason,
            updated_at=dt_util.utcnow().astimezone(UTC),
            **changes,
        )

    def behind(self, front: Self) -> Self:
        """Return a back pass of a front pass."""
        return replace(self, duplex=replace(self.duplex, follows=front.job_id))

    def with_waiting(self, **changes: Any) -> Self:
        """Return a copy with changes of how the job waits."""
        return replace(self, waiting=replace(self.waiting, **changes))

    @property
    def final_failure(self) -> Failure | None:
        """Return why the job failed, if it did not end for another reason."""
        is_final = self.reason in (Reason.NOT_PREPARED, Reason.REFUSED)
        return self.failure if is_final else None

    def at_gates(
        self,
        gates: tuple[Gate, ...],
        since: ClockReading | None = None,
        **changes: Any,
    ) -> Self:
        """Return the job as it begins to wait for the first gate, or for its turn.

        `since` are the clocks of its creation if it is new, by which it has its age.
        """
        job, since = self.with_waiting(gates=gates), since or ClockReading.take()
        state, reason = _AT_GATE[gates[0] if gates else None]
        limit = job.time_limit
        ends = None if limit is None else (since.now or dt_util.utcnow()) + limit
        waiting = replace(job.waiting, expires_at=ends, since=since)
        return job.with_state(state, reason, waiting=waiting, **changes)

    def at_first_gate(self) -> Self:
        """Return a new job as it waits for its first gate, or failed if it must not."""
        gates, approval = self.waiting.gates, self.approval
        is_decided = approval is None or approval.decision is not None
        if is_decided or Gate.APPROVAL in gates:
            return self.with_state(*_AT_GATE[gates[0]]) if gates else self
        if self.waiting.hold and not self.is_only_for_now:
            return self.at_gates((Gate.APPROVAL, *gates), self.waiting.since)
        return self.with_state(JobState.FAILED, Reason.APPROVAL)

    def decided(self, decision: Decision, message: str | None = None) -> Self:
        """Return a job that waited for approval as it is after the decision."""
        assert self.approval is not None
        approval = replace(self.approval, decision=decision)
        if decision.is_approved:
            gates = self.waiting.gates_without(Gate.APPROVAL)
            return self.at_gates(gates, approval=approval)
        return self.with_state(
            JobState.CANCELED, Reason.DENIED, approval=approval, message=message
        )

    def with_preparation(self, **changes: Any) -> Self:
        """Return a job in preparation with changes of what is known of that."""
        assert self.preparation is not None
        return replace(self, preparation=replace(self.preparation, **changes))


_AT_GATE: Final[Mapping[Gate | None, tuple[JobState, Reason | None]]] = {
    Gate.PREPARE: (JobState.PREPARING, None),
    Gate.APPROVAL: (JobState.HELD, Reason.APPROVAL),
    Gate.FRONT: (JobState.HELD, Reason.TURN_PAPER),
    Gate.PAPER: (JobState.HELD, Reason.TURN_PAPER),
    None: (JobState.HELD, Reason.ORDER),
}


class TaskIds(Record):
    """The ids of an account's tasks, and their aliases; MAX_TASKS each.

    task/get may answer another id than was asked for (OpenAPI 3.7).
    """

    def __init__(self) -> None:
        """Set up without tasks."""
        self.ids: dict[str, None] = {}  # with which submits were answered
        self.aliases: dict[str, str] = {}  # of jobs

    def add(self, job_id: str, task_id: str | None, alias: str | None) -> None:
        """Add a job's task, if it has one."""
        if task_id is not None:
            self.ids[task_id] = None
        if alias is not None:
            self.aliases.setdefault(alias, job_id)
        for ids in (self.ids, self.aliases):
            if len(ids) > MAX_TASKS:
                del ids[next(iter(ids))]

    def is_about(self, job: Job, task_id: str | None) -> bool:
        """Return whether an answer can be about a job's task; one alias is believed."""
        if task_id in (None, job.sent.task_id):
            return True
        owner = self.aliases.get(task_id, job.job_id)
        is_free = task_id not in self.ids and owner == job.job_id
        return is_free and job.sent.alias in (None, task_id)


def sum_impressions(jobs: Iterable[Job]) -> int | None:
    """Return the printed sides of jobs, or None if one has an unknown number."""
    pages = [job.pages.impressions for job in jobs]
    return None if None in pages else sum(filter(None, pages))
