"""Voice commands, and why they cannot be performed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from homeassistant.core import Context

from ..requester import RequesterKind

ASSISTANT: Final = "conversation"
"""The assistant of sentences and speech, to which entities are exposed."""

WEEKDAYS: Final = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
NEXT: Final = "next_"
THIS_WEEK: Final = "this_week_"
NEXT_WEEK: Final = "next_week_"
"""Prefixes of a weekday. Without one, it is the next such day from today on."""

UNKNOWN_DAY: Final = "unknown"
"""Days that cannot be asked for, whose words would be taken for those of other days."""

NEAR_DAYS: Final = ("today", "tomorrow", "day_after_tomorrow")

DAYS: Final = (
    *NEAR_DAYS,
    *WEEKDAYS,
    *(NEXT_WEEK + weekday for weekday in WEEKDAYS),
    *("weekend", "this_week", "next_week"),
)
"""The days that intents and tools can name."""


class Kind(StrEnum):
    """Kinds of command.

    A sentence that can be read as several kinds is the first of those in its grammar.
    """

    DOCUMENT = "document"
    LIST = "list"
    AGENDA = "agenda"  # of one calendar, or of all exposed calendars
    WEATHER = "weather"
    PICTURE = "picture"  # of a camera or an image entity
    WEEK = "week"  # the saved document with a planner
    WORKSHEET = "worksheet"  # sums for school
    NOTE = "note"  # a short text, printed as it was said
    TEXT = "text"  # may be Markdown; only tools build it
    PAGE = "page"  # of the kind in `name`; only tools build it
    TEST_PAGE = "test_page"
    REPRINT = "reprint"  # of the last job of who speaks
    PRINTER_STATUS = "printer_status"
    JOB_STATUS = "job_status"  # of the last job, or the last job of a name
    QUEUE = "queue"  # the jobs that wait
    CANCEL = "cancel"  # the only held job, or the held jobs of a name
    CANCEL_ALL = "cancel_all"
    MOVE = "move"  # the held job, to the named printer
    INSTEAD = (
        "instead"  # moves the held job, or asks whether to print the last one again
    )
    THERE = "there"  # as REPRINT on the named printer, but moves the job if it waits
    PRINTER = "printer"  # names the printer that was asked for
    BACK_PASS = "back_pass"  # a stack of printed sheets was turned and put back
    STATUS = "status"  # printers, jobs that wait, the last job; only tools build it


class Question(StrEnum):
    """Questions about a printer that are answered with yes or no."""

    ONLINE = "online"
    OFFLINE = "offline"
    READY = "ready"
    BUSY = "busy"
    IDLE = "idle"
    PRINTING = "printing"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSelector:
    """The printers that a name may mean: by device or by area."""

    name: str = ""
    device_ids: Sequence[str] = ()
    area_ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command, with all that was said."""

    kind: Kind
    name: str = ""  # of a document, a to-do list, a calendar, a weather entity or a job
    day: str = "today"  # as `find_days` takes it
    printer: str | PrinterSelector = ""
    """Name of a printer or an area; a selector if the sentence says which of them."""
    copies: int | None = None
    first_page: int | None = None  # alone, it is the only page
    last_page: int | None = None
    color: str | None = None
    sides: str | None = None
    question: str = ""  # a `Question`, or "" to report the status of printers
    text: str = field(default="", repr=False)
    title: str | None = None
    page_options: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationContext:
    """The language of a command, who gave it, and the device that heard it."""

    language: str
    context: Context | None = None
    device_id: str | None = None
    satellite_id: str | None = None  # an entity, which may be in another area
    assistant: str = ASSISTANT
    kind: RequesterKind = RequesterKind.VOICE


class VoiceError(Exception):
    """A command cannot be performed.

    It has the key and the placeholders of the answer. A list is read as alternatives.
    """

    def __init__(self, key: str, **placeholders: str | Sequence[str]) -> None:
        """Set up the error."""
        super().__init__(key)
        self.key = key
        self.placeholders = placeholders


class NotUnderstoodError(VoiceError):
    """A sentence is not understood, and may be meant for others; what could be printed."""
