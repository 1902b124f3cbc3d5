"""The parts of a job: what is sent, what became of that, how it waits, and its paper."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from ..document.sheets.manual_duplex import Trays
from .clock import ClockReading, RecordConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOptions:
    """What is sent with the content (OpenAPI 3.6.2)."""

    config: dict[str, Any] = field(default_factory=dict)  # its `options`
    headers: dict[str, str] | None = None
    print_background: bool | None = None

    Config = RecordConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What the service says of a job's task, once it has accepted that (OpenAPI 3.7)."""

    task_id: str | None = None
    alias: str | None = None  # another id that the service gives the task
    status: str | None = None
    approve_status: str | None = None  # a number without a documented meaning
    at: datetime | None = None
    # For how long it was polled when that was last written
    followed_for: timedelta = field(default=timedelta(), compare=False)
    has_begun: bool = False  # to print, as far as the service has said

    Config = RecordConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Whether and for how long a job may wait, and what it does not wait for."""

    hold: bool = True
    expires_at: datetime | None = None
    turn_within: timedelta | None = None  # of a back pass, once its paper is there
    ignore_quiet_hours: bool = False
    ignore_offline: bool = False
    since: ClockReading | None = field(default=None, compare=False)  # its start

    Config = RecordConfig


class PaperSide(StrEnum):
    """The side of the paper that a job prints, where each has a job of its own."""

    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One side of manual duplex, in the order of the printer's trays."""

    side: PaperSide | None = None  # both, as the printer prints them
    trays: Trays | None = None
    follows: str | None = None  # the id of the front pass

    Config = RecordConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The printed sides of all copies, and whose pages they are."""

    impressions: int | None = None  # unknown
    budget: str | None = None  # that they count to, if not to the requester's

    Config = RecordConfig
