"""Whether a print may be sent, where a rule asks for a decision on it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from .clock import RecordConfig

DEFAULT_WAIT: Final = timedelta(hours=24)


class ApprovalState(StrEnum):
    """What was decided."""

    NEEDED = "needed"
    GIVEN = "given"
    DENIED = "denied"


class Cause(StrEnum):
    """Why a rule asks."""

    PAGES = "pages"  # more than it lets through
    PAGES_UNKNOWN = "pages_unknown"
    COLOR = "color"
    TIME = "time"  # the entity by which it lets through is not on


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The decision on a print, and who may make it: administrators without `approvers`.

    Once it is needed, the print waits `wait` for it, and then has its own `lifetime`.
    """

    state: ApprovalState = ApprovalState.NEEDED
    request_id: str | None = None  # of what was printed, and is decided, at once
    rule_id: str
    rule: str = field(repr=False)  # its name
    causes: tuple[Cause, ...]
    approvers: tuple[str, ...] = ()  # ids of users
    wait: timedelta = DEFAULT_WAIT
    lifetime: timedelta | None = None
    is_begun: bool = False
    decided_by: str | None = None  # the id of a user
    decider: str | None = field(default=None, repr=False)  # that user's name
    decided_at: datetime | None = None

    Config = RecordConfig

    def as_record(self) -> dict[str, Any]:
        """Return the approval for the history of its job."""
        return {
            "state": self.state.value,
            "request_id": self.request_id,
            "rule_id": self.rule_id,
            "rule": self.rule,
            "causes": [cause.value for cause in self.causes],
            "decided_by": self.decider,
            "decided_at": self.decided_at and self.decided_at.isoformat(),
        }
