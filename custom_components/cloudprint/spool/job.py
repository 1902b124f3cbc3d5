"""The model of a job: one print on one printer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, Self

from mashumaro import DataClassDictMixin

from homeassistant.util import dt as dt_util

from ..api import TaskStatus
from ..document import ContentInfo


class JobState(StrEnum):
    """The state of a job."""

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
    def is_task(self) -> bool:
        """Return whether the cloud has a task for the job that has not ended."""
        return self in TASK_STATES


FINAL_STATES: Final = frozenset(
    {
        JobState.FINISHED,
        JobState.FAILED,
        JobState.CANCELED,
        JobState.UNCONFIRMED,
        JobState.EXPIRED,
    }
)
TASK_STATES: Final = frozenset({JobState.SUBMITTED, JobState.QUEUED, JobState.PRINTING})
TASK_STATUS: Final[Mapping[str, JobState]] = {
    TaskStatus.SUBMITTED: JobState.SUBMITTED,
    TaskStatus.QUEUED: JobState.QUEUED,
    TaskStatus.PRINTING: JobState.PRINTING,
    TaskStatus.FINISHED: JobState.FINISHED,
    TaskStatus.ERROR: JobState.FAILED,
    TaskStatus.CANCELED: JobState.CANCELED,
}
"""The cloud's task states (OpenAPI 3.7.3) as job states; it has no others."""


class Reason(StrEnum):
    """Why a job is in its state."""

    # held
    ORDER = "order"
    SERVICE = "service"
    AUTHENTICATION = "authentication"
    QUIET_HOURS = "quiet_hours"
    PRINTER_OFFLINE = "printer_offline"
    PRINTER_GONE = "printer_gone"
    # failed
    REFUSED = "refused"
    TASK_ERROR = "task_error"
    CONTENT_GONE = "content_gone"
    # unconfirmed
    NO_ANSWER = "no_answer"
    INTERRUPTED = "interrupted"
    TASK_UNKNOWN = "task_unknown"
    NO_FINAL_STATE = "no_final_state"
    RESTORED = "restored"
    # finished, canceled
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentSummary(ContentInfo):
    """The content of a job without its payload.

    `origin` is the action field that named it, `size` is in bytes.
    """

    origin: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(DataClassDictMixin):
    """One print on one printer.

    `options` are those of the action; `config`, `headers` and `print_background` are what
    they mean to the cloud (OpenAPI 3.6.2), so that a held job is sent later without a
    change. `message` is
    from the service. `content_id` is the content's id in the content store.
    """

    job_id: str
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
    config: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] | None = None
    print_background: bool | None = None
    options: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    task_id: str | None = None
    task_status: str | None = None
    reason: Reason | None = None
    message: str | None = None
    content_id: str | None = None
    submitted_at: datetime | None = None
    expires_at: datetime | None = None
    hold: bool = True
    ignore_quiet_hours: bool = False
    ignore_offline: bool = False
    idempotency_key: str | None = None
    reprint_of: str | None = None
    is_dismissed: bool = False

    @property
    def printer_key(self) -> tuple[str, str]:
        """Return the key of the printer: the SN of its server, and its name."""
        return self.server_sn, self.printer_name

    @property
    def awaits_decision(self) -> bool:
        """Return whether the user has yet to say if the job was printed."""
        return self.state is JobState.UNCONFIRMED and not self.is_dismissed

    @property
    def stays_unconfirmed(self) -> bool:
        """Return whether the user does not know either if the job was printed."""
        return self.state is JobState.UNCONFIRMED and self.is_dismissed

    @property
    def is_waiting_its_turn(self) -> bool:
        """Return whether the job waits only for the jobs before it."""
        return self.state is JobState.HELD and self.reason is Reason.ORDER

    @property
    def is_settled(self) -> bool:
        """Return whether the job has a first result: sent, held for a reason, or ended."""
        return self.state is not JobState.SUBMITTING and not self.is_waiting_its_turn

    @property
    def is_only_for_now(self) -> bool:
        """Return whether the job expires if it cannot be sent at once."""
        return self.expires_at is not None and self.expires_at <= self.created_at

    @property
    def waiting_state(self) -> JobState:
        """Return the state of the job if it cannot be sent now."""
        if not self.hold:
            return JobState.FAILED
        return JobState.EXPIRED if self.is_only_for_now else JobState.HELD

    def with_state(
        self, state: JobState, reason: Reason | None = None, **changes: Any
    ) -> Self:
        """Return a copy of the job in another state, as of now."""
        return replace(
            self,
            state=state,
            reason=reason,
            updated_at=dt_util.utcnow().astimezone(UTC),
            **changes,
        )

    def as_response(self) -> dict[str, Any]:
        """Return the job for the response of an action."""
        pages = self.content.pages
        return {
            "job_id": self.job_id,
            "task_id": self.task_id,
            "device_id": self.device_id,
            "printer": self.printer,
            "name": self.name,
            "state": self.state.value,
            **({} if pages is None else {"pages": pages}),
            "warnings": list(self.warnings),
        }

    def as_record(self) -> dict[str, Any]:
        """Return the job for the history, with all details that users may see."""
        return self.as_response() | {
            "reason": self.reason,
            "message": self.message,
            "task_status": self.task_status,
            "created_at": self.created_at.isoformat(),
            "updated_at": self.updated_at.isoformat(),
            "expires_at": self.expires_at.isoformat() if self.expires_at else None,
            "content": {
                "source": self.content.origin,
                "format": self.content.media_format.value,
                "bytes": self.content.size,
            },
            "options": self.options,
            "reprint_of": self.reprint_of,
        }
