"""Voice commands."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

DAYS: Final = {"today": 0, "tomorrow": 1}
"""The days that intents and tools can name, as `Command.day`."""


class Kind(StrEnum):
    """Kinds of command.

    A sentence that can be read as several kinds is the first of those in its grammar.
    """

    DOCUMENT = "document"
    """Print a saved document."""
    LIST = "list"
    """Print a to-do list."""
    AGENDA = "agenda"
    """Print the events of a day, of one calendar or of all exposed calendars."""
    TEXT = "text"
    """Print a text, which may be Markdown. Only tools build it."""
    TEST_PAGE = "test_page"
    REPRINT = "reprint"
    """Print the last job again."""
    PRINTER_STATUS = "printer_status"
    JOB_STATUS = "job_status"
    """Report the last job, or the last job of a name."""
    STATUS = "status"
    """Report printers and the last job. Only tools build it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSelector:
    """The printers that a name may mean: by device or by area."""

    name: str = ""
    device_ids: tuple[str, ...] = ()
    area_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command, with all that was said."""

    kind: Kind
    name: str = ""
    """Name of a document, a to-do list or a calendar."""
    day: int = 0
    """First day of an agenda: 0 is today, 1 is tomorrow."""
    printer: str | PrinterSelector = ""
    """Name of a printer or an area; a selector if the sentence says which of them."""
    copies: int | None = None
    text: str = field(default="", repr=False)
    title: str | None = None
