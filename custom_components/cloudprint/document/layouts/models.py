"""Models of the layouts, in the language, time zone and units of the user."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, override

from ..content import Content
from ..sheets.paper import Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`language` is a BCP 47 tag such as "zh-Hans"; `empty` replaces empty content."""

    title: str
    subtitle: str
    language: str
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to print but `empty`."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLayout(Layout, ABC):
    """A layout of a page that is asked for by name: it brings its own fit."""

    template: ClassVar[str]
    own_paper: Size | None = None  # that it needs, whatever the printer's default is
    warnings: Sequence[str] = ()  # keys, of a print

    @abstractmethod
    def fit(self, paper: Size) -> tuple[float, dict[str, Any]]:
        """Return the type size in points, and further values for the template.

        Among them may be `page_count`, which is estimated otherwise, and `has_color`.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """A to-do item, with a box to tick."""

    summary: str
    due: str | None = None
    description: str | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistGroup:
    """To-do items under a heading, such as a day, or without one."""

    heading: str | None
    items: Sequence[ChecklistItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist(Layout):
    """A to-do list."""

    groups: Sequence[ChecklistGroup]

    @property
    @override
    def is_empty(self) -> bool:
        """Return whether everything is done."""
        return all(item.is_done for group in self.groups for item in group.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEvent:
    """An event; `time` is as in "9:00 – 10:30" or "All day"."""

    time: str
    summary: str
    location: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaDay:
    """A day and its events, if any."""

    heading: str
    events: Sequence[AgendaEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda(Layout):
    """The events of one or several days."""

    days: Sequence[AgendaDay]

    @property
    @override
    def is_empty(self) -> bool:
        return not any(day.events for day in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A name and its value, such as "Wind" and "12 km/h"."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastStep:
    """An hour's or day's weather; a state of Home Assistant selects the symbol."""

    heading: str
    condition: str | None = None
    description: str = ""
    temperature: str = ""
    low: str | None = None
    precipitation: str | None = None
    wind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Layout):
    """The current weather and the forecast; any part may be missing."""

    condition: str | None
    description: str
    temperature: str | None
    facts: Sequence[Fact] = ()
    hours_heading: str = ""
    hours: Sequence[ForecastStep] = ()
    days_heading: str = ""
    days: Sequence[ForecastStep] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot(Layout):
    """A picture in a format of the cloud, with a caption under it."""

    picture: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Layout):
    """A plain text; line breaks are kept."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestPage(Layout):
    """A page to test a printer; all fields are headings."""

    ruler: str
    lines: str
    greys: str
    colors: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkText:
    """What a sheet says in a language; `network` is about the network."""

    language: str
    heading: str
    scan: str
    network: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSheet(Layout):
    """A sheet for the wall, with a QR code: an address to print at, or other `values`."""

    address: str = field(repr=False)
    texts: Sequence[LinkText]
    values: Sequence[tuple[str, str]] = field(default=(), repr=False)  # with labels
