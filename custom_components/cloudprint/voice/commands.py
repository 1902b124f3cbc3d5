"""Voice commands, and why they cannot be performed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

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
    AGENDA = "agenda"
    """Print the events of some days, of one calendar or of all exposed calendars."""
    WEATHER = "weather"
    NOTE = "note"
    """Print a short text as it was said."""
    TEXT = "text"
    """Print a text, which may be Markdown. Only tools build it."""
    TEST_PAGE = "test_page"
    REPRINT = "reprint"
    """Print the last job again."""
    PRINTER_STATUS = "printer_status"
    JOB_STATUS = "job_status"
    """Report the last job, or the last job of a name."""
    QUEUE = "queue"
    """Report the jobs that wait."""
    CANCEL = "cancel"
    """Cancel the only held job, or the held jobs of a name."""
    CANCEL_ALL = "cancel_all"
    BACK_PASS = "back_pass"
    """Print the back pass: a stack of printed sheets was turned and put back."""
    STATUS = "status"
    """Report printers, the jobs that wait and the last job. Only tools build it."""


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
    name: str = ""
    """Name of a document, a to-do list, a calendar, a weather entity or a job."""
    day: str = "today"
    """Days of an agenda, as `find_days` takes them."""
    printer: str | PrinterSelector = ""
    """Name of a printer or an area; a selector if the sentence says which of them."""
    copies: int | None = None
    color: str | None = None
    sides: str | None = None
    question: str = ""
    """A `Question` about printers, or "" to report their status."""
    text: str = field(default="", repr=False)
    title: str | None = None


class VoiceError(Exception):
    """A command cannot be performed.

    It has the key and the placeholders of the answer. A list is read as alternatives.
    """

    def __init__(self, key: str, **placeholders: str | Sequence[str]) -> None:
        """Set up the error."""
        super().__init__(key)
        self.key = key
        self.placeholders = placeholders
