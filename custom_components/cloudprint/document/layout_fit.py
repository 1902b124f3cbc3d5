"""How large the type of a layout may be for it to fit on one page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from .layout_models import (
    Agenda,
    AgendaEvent,
    Checklist,
    ChecklistItem,
    Forecast,
    Layout,
)
from .measure import LINE, height_of, width_of
from .page import room_on, type_size

LAYOUT_POINTS: Final = 16.0
"""The type of a layout on A4, to be read from an arm's length."""

_SCALES: Final = (1.25, 1.15, 1.07, 1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
"""From what a short list is drawn large with to what can still be read at the fridge."""
_COMFORTABLE: Final = 0.88
"""The scale of what needs several pages anyway, and the least before two columns."""
_SPARE: Final = 0.95
"""The part of a page that is filled by estimate: fonts differ."""
_COLUMN_GAP: Final = 2.0
_NARROWEST_COLUMN: Final = 13.0
_NARROW: Final = 27.0
"""The width of a page, in em, on which details stand below each other."""
_SMALL: Final = 0.82
"""The scale of details, beside the main text."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The size of the type in points, the columns, and the page's width in em."""

    points: float
    columns: int
    width: float

    @property
    def is_narrow(self) -> bool:
        """Return if details stand below, since there is no room beside."""
        return self.width < _NARROW


def _fit(
    layout: Layout,
    paper: tuple[float, float],
    height: Callable[[float, int], float],
    *,
    may_have_columns: bool = True,
) -> Fit:
    """Return the largest type, in one column or two, that fits on one page.

    `height` tells how high the content is, in em, at the width of a column in em and
    with so many columns.
    """
    widest = _at(paper, _COMFORTABLE, 2).width
    most_columns = 2 if may_have_columns and widest >= _NARROWEST_COLUMN else 1
    for columns in range(1, most_columns + 1):
        for scale in _SCALES:
            if scale < _COMFORTABLE and columns < most_columns:
                break
            fit = _at(paper, scale, columns)
            _, room = room_on(paper, fit.points)
            if fit.width < _NARROWEST_COLUMN and columns > 1:
                continue
            needed = height(fit.width, columns) + _header_height(layout, paper, fit)
            if needed <= room * _SPARE:
                return fit
    return _at(paper, _COMFORTABLE, most_columns)


def _at(paper: tuple[float, float], scale: float, columns: int) -> Fit:
    points = type_size(paper, LAYOUT_POINTS * scale)
    width, _ = room_on(paper, points)
    return Fit(points, columns, (width - _COLUMN_GAP * (columns - 1)) / columns)


def _header_height(layout: Layout, paper: tuple[float, float], fit: Fit) -> float:
    width, _ = room_on(paper, fit.points)
    # Bold letters are wider.
    title = height_of(layout.title, width * 0.9, 1.75)
    return title + height_of(layout.subtitle, width) + 1.6


def fit_checklist(checklist: Checklist, paper: tuple[float, float]) -> Fit:
    """Return how a checklist fits: a long one in two columns, where they have room."""

    def item_height(item: ChecklistItem, width: float) -> float:
        room = width - 1.75
        height = height_of(item.description, room, _SMALL)
        if item.due and width >= _NARROW:
            room = max(room - width_of(item.due) * _SMALL - 0.8, 1)
        elif item.due:
            height += height_of(item.due, room, _SMALL)
        return height + height_of(item.summary, room) + 0.62

    def height(width: float, columns: int) -> float:
        groups = sum(
            height_of(group.heading, width, 1.05)
            + 0.95
            + sum(item_height(item, width) for item in group.items)
            for group in checklist.groups
        )
        return groups / columns

    return _fit(checklist, paper, height)


def time_width(events: Sequence[AgendaEvent], width: float) -> float:
    """Return the width in em of the column that the times of events stand in."""
    widest = max((width_of(event.time) for event in events), default=0)
    return min(widest + 0.9, width * 0.4)


def fit_agenda(agenda: Agenda, paper: tuple[float, float]) -> Fit:
    """Return how an agenda fits; on narrow paper, times stand above their events."""
    events = [event for day in agenda.days for event in day.events]

    def event_height(event: AgendaEvent, width: float) -> float:
        if width < _NARROW:
            room, height = width, _SMALL * LINE
        else:
            room, height = width - time_width(events, width), 0.0
        return (
            height
            + height_of(event.summary, room)
            + height_of(event.location, room, _SMALL)
            + height_of(event.description, room, _SMALL)
            + 0.75
        )

    def height(width: float, columns: int) -> float:
        days = sum(
            height_of(day.heading, width, 1.15)
            + 1.4
            + (sum(event_height(event, width) for event in day.events) or 2)
            for day in agenda.days
        )
        return days / columns

    return _fit(agenda, paper, height)


def hours_in_row(count: int, width: float) -> int:
    """Return how many hours stand side by side, in rows that are about equally long."""
    most = max(3, min(12, int(width / 3.7)))
    rows = max(1, ceil(count / most))
    return max(1, ceil(count / rows))


def fit_forecast(forecast: Forecast, paper: tuple[float, float]) -> Fit:
    """Return how a forecast fits: the days in a column of their own on wide paper."""
    hours, days = forecast.hours, forecast.days
    details = sum(
        any(getattr(hour, name) for hour in hours) for name in ("precipitation", "wind")
    )

    def height(width: float, columns: int) -> float:
        is_narrow = width < _NARROW
        facts = len(forecast.facts) * (LINE + 0.25)
        now = (8.1 + facts if is_narrow else max(7, facts)) + 1.1
        rows = ceil(len(hours) / hours_in_row(len(hours), width))
        left = now + (rows * (5.4 + details * 1.05) + 2.9 if rows else 0)
        right = len(days) * (4.1 if is_narrow else 2.8) + 1.9 if days else 0
        return left + right if columns == 1 else max(left, right)

    has_panes = paper[0] > paper[1] and bool(days) and bool(hours)
    return _fit(forecast, paper, height, may_have_columns=has_panes)
