"""The parts of a job: what is sent, what became of that, how it waits, and its paper."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from ..document.sheets.manual_duplex import Trays
from .clock import ClockReading, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOptions(Record):
    """What is sent with the content (OpenAPI 3.6.2)."""

    config: dict[str, Any] = field(default_factory=dict)  # its `options`
    headers: dict[str, str] | None = None
    print_background: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Record):
    """What the service says of a job's task, once it has accepted that (OpenAPI 3.7)."""

    task_id: str | None = None
    alias: str | None = None  # another id that the service gives the task
    status: str | None = None
    approve_status: str | None = None  # a number without a documented meaning
    at: datetime | None = None
    # For how long it was polled when that was last written
    followed_for: timedelta = field(default=timedelta(), compare=False)
    has_begun: bool = False  # to print, as far as the service has said


class Gate(StrEnum):
    """What a job waits for before it is sent in its turn, or, to be prepared, in it."""

    PREPARE = "prepare"
    APPROVAL = "approval"
    FRONT = "front"  # the end of the front pass
    PAPER = "paper"  # a person puts back the paper of the front pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Record):
    """What a job waits for, for how long, and what it does not wait for.

    Its lifetime runs where it is prepared, where its paper is put back, and in line. An
    approval has a time of its own; the end of a front pass has none.
    """

    gates: tuple[Gate, ...] = ()  # the first one counts
    hold: bool = True
    lifetime: timedelta | None = None  # 0: only now
    expires_at: datetime | None = None  # the end of what runs now
    since: ClockReading | None = field(default=None, compare=False)  # its start
    ignore_quiet_hours: bool = False
    ignore_offline: bool = False

    def gates_without(self, opened: Gate) -> tuple[Gate, ...]:
        """Return the gates that are left when one is opened."""
        return tuple(gate for gate in self.gates if gate is not opened)


class PaperSide(StrEnum):
    """The side of the paper that a job prints, where each has a job of its own."""

    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass(Record):
    """One side of manual duplex, in the order of the printer's trays."""

    side: PaperSide | None = None  # both, as the printer prints them
    trays: Trays | None = None
    follows: str | None = None  # the id of the front pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages(Record):
    """The printed sides of all copies, and whose pages they are."""

    impressions: int | None = None  # unknown
    budget: str | None = None  # that they count to, if not to the requester's
