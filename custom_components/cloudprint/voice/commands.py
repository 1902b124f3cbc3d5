"""What people ask for, once it was understood."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSelector:
    """The printer that a command names: by its name or its area, or not at all.

    `name` is how it was called. What has the same name is all in here.
    """

    name: str = ""
    device_ids: tuple[str, ...] = ()
    area_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What all commands have in common."""

    place: PrinterSelector = field(default_factory=PrinterSelector)


@dataclass(frozen=True, slots=True, kw_only=True)
class Print(Command):
    """Print something, so many times; the copies that are usual if none were named."""

    copies: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintList(Print):
    """Print a to-do list; several have the same name if there is more than one id."""

    name: str
    entity_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintAgenda(Print):
    """Print what is on: today if `first_day` is 0, tomorrow if it is 1.

    Of one calendar, or of all exposed ones if none was named.
    """

    name: str = ""
    entity_ids: tuple[str, ...] = ()
    first_day: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintDocument(Print):
    """Print a saved document."""

    name: str
    subentry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintText(Print):
    """Print a text, which may be Markdown; only language models ask for that."""

    text: str = field(repr=False)
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintTestPage(Command):
    """Print a test page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintAgain(Print):
    """Print the last document again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPrinters(Command):
    """Ask what printers do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLastJob(Command):
    """Ask what became of the last document, or of the last that had one of some names.

    `name` is how it was called.
    """

    name: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEverything(Command):
    """Ask what printers do, and what became of the last document."""
