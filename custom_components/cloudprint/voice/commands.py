"""Voice commands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


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
