"""What the layouts show: lists, agendas, forecasts, snapshots.

All texts, dates and numbers in them are as they are to be read: whoever fills a layout
knows the person's language, time zone and units.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..content import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What all layouts have: a title, a line under it, and the language they are in.

    `language` is a BCP 47 tag such as "zh-Hans"; `empty` is what is said when there is
    nothing to show.
    """

    title: str
    subtitle: str
    language: str
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """A thing to do, with a box to tick."""

    summary: str
    due: str | None = None
    description: str | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistGroup:
    """Things to do under one heading, such as a day; none for those without."""

    heading: str | None
    items: Sequence[ChecklistItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist(Layout):
    """A to-do list."""

    groups: Sequence[ChecklistGroup]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEvent:
    """An event; `time` is as in "9:00 – 10:30" or "All day"."""

    time: str
    summary: str
    location: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaDay:
    """A day and its events, which may be none."""

    heading: str
    events: Sequence[AgendaEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda(Layout):
    """The events of one or several days."""

    days: Sequence[AgendaDay]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A name and its value, such as "Wind" and "12 km/h"."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastStep:
    """The weather of an hour or a day.

    `condition` is Home Assistant's word ("partlycloudy"), which chooses the symbol;
    `description` is that word in the person's language.
    """

    heading: str
    condition: str | None
    description: str
    temperature: str
    low: str | None = None
    precipitation: str | None = None
    wind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Layout):
    """The weather now and to come; any part of it may be missing."""

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
    """A picture, as the cloud takes it, with a caption under it."""

    picture: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Layout):
    """A text, as it is: line ends are kept, and nothing in it has a meaning."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestPage(Layout):
    """What shows how well a printer prints; all words are headings."""

    ruler: str
    lines: str
    greys: str
    colors: str
    text: str
