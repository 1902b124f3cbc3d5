"""How large the type of a layout may be for it to fit on one page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
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
_NARROW: Final = 22.0
"""Below this width, in em, times and due dates stand above and below, not beside."""
_NARROW_FORECAST: Final = 28.0
"""Below this width, in em, the facts of a forecast stand below, not beside."""
_SMALL: Final = 0.82
"""The scale of details, beside the main text."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The size of the type in points, the columns, and the width of one in em.

    It `is_narrow` if details have no room beside the main text; `time_width` is the
    width in em of the times beside the events of an agenda.
    """

    points: float
    columns: int
    width: float
    is_narrow: bool
    time_width: float = 0.0


def _fit(
    layout: Layout,
    paper: tuple[float, float],
    heights: Callable[[Fit], Iterable[float]],
    *,
    narrow: float = _NARROW,
    may_have_columns: bool = True,
    is_flowing: bool = True,
) -> Fit:
    """Return the largest type, in one column or two, that fits on one page.

    `heights` returns how high each piece of the content is then, in em, and `narrow` is
    the width in em below which it is narrow. If it `is_flowing`, columns may go on on
    the next page.
    """
    widest = _at(paper, _COMFORTABLE, 2, narrow).width
    is_narrow_anyway = _at(paper, _COMFORTABLE, 1, narrow).is_narrow
    most_columns = 2 if may_have_columns and widest >= _NARROWEST_COLUMN else 1
    for columns in range(1, most_columns + 1):
        for scale in _SCALES:
            if scale < _COMFORTABLE and columns < most_columns:
                break
            fit = _at(paper, scale, columns, narrow)
            if columns == 1 and fit.is_narrow and not is_narrow_anyway:
                continue
            _, room = room_on(paper, fit.points)
            if fit.width < _NARROWEST_COLUMN and columns > 1:
                continue
            room = (room * _SPARE - _header_height(layout, paper, fit)) * columns
            # It ends with the first piece that is too much, so that a long list is not
            # measured whole.
            if all(height <= room for height in accumulate(heights(fit), initial=0.0)):
                return fit
    return _at(paper, _COMFORTABLE, most_columns if is_flowing else 1, narrow)


def _at(paper: tuple[float, float], scale: float, columns: int, narrow: float) -> Fit:
    points = type_size(paper, LAYOUT_POINTS * scale)
    width, _ = room_on(paper, points)
    width = (width - _COLUMN_GAP * (columns - 1)) / columns
    return Fit(points, columns, width, width < narrow)


def _header_height(layout: Layout, paper: tuple[float, float], fit: Fit) -> float:
    width, _ = room_on(paper, fit.points)
    # Bold letters are wider.
    title = height_of(layout.title, width * 0.9, 1.75)
    return title + height_of(layout.subtitle, width) + 1.6


def fit_checklist(checklist: Checklist, paper: tuple[float, float]) -> Fit:
    """Return how a checklist fits: a long one in two columns, where they have room."""

    def item_height(item: ChecklistItem, fit: Fit) -> float:
        room = fit.width - 1.75
        height = height_of(item.description, room, _SMALL)
        if item.due and fit.is_narrow:
            height += height_of(item.due, room, _SMALL)
        elif item.due:
            room = max(room - width_of(item.due) * _SMALL - 0.8, 1)
        return height + height_of(item.summary, room) + 0.62

    def heights(fit: Fit) -> Iterator[float]:
        for group in checklist.groups:
            yield height_of(group.heading, fit.width, 1.05) + 0.95
            for item in group.items:
                yield item_height(item, fit)

    return _fit(checklist, paper, heights)


def fit_agenda(agenda: Agenda, paper: tuple[float, float]) -> Fit:
    """Return how an agenda fits; on narrow paper, times stand above their events."""
    times = (event.time for day in agenda.days for event in day.events)
    widest = max(map(width_of, times), default=0) + 0.9

    def time_width(fit: Fit) -> float:
        return min(widest, fit.width * 0.4)

    def event_height(event: AgendaEvent, fit: Fit) -> float:
        if fit.is_narrow:
            room, height = fit.width, _SMALL * LINE
        else:
            room, height = fit.width - time_width(fit), 0.0
        return (
            height
            + height_of(event.summary, room)
            + height_of(event.location, room, _SMALL)
            + height_of(event.description, room, _SMALL)
            + 0.75
        )

    def heights(fit: Fit) -> Iterator[float]:
        for day in agenda.days:
            yield height_of(day.heading, fit.width, 1.15) + 1.4
            if not day.events:
                yield 2
            for event in day.events:
                yield event_height(event, fit)

    fit = _fit(agenda, paper, heights)
    return replace(fit, time_width=time_width(fit))


def hours_in_row(count: int, width: float) -> int:
    """Return how many hours stand side by side, in rows that are about equally long."""
    most = max(3, min(12, int(width / 3.3)))
    rows = max(1, ceil(count / most))
    return max(1, ceil(count / rows))


def fit_forecast(forecast: Forecast, paper: tuple[float, float]) -> Fit:
    """Return how a forecast fits: the days in a column of their own on wide paper.

    Two columns are narrow, however wide.
    """
    hours, days = forecast.hours, forecast.days
    details = sum(
        any(getattr(hour, name) for hour in hours) for name in ("precipitation", "wind")
    )

    def heights(fit: Fit) -> Iterator[float]:
        is_narrow = fit.is_narrow or fit.columns > 1
        facts = len(forecast.facts) * (LINE + 0.25)
        now = (8.1 + facts if is_narrow else max(7, facts)) + 1.1
        rows = ceil(len(hours) / hours_in_row(len(hours), fit.width))
        left = now + (rows * (5.4 + details * 1.05) + 2.9 if rows else 0)
        right = len(days) * (4.1 if is_narrow else 2.8) + 1.9 if days else 0
        # Two panes are as high as the higher one, each of them.
        yield left + right if fit.columns == 1 else max(left, right) * 2

    has_panes = paper[0] > paper[1] and bool(days) and bool(hours)
    fit = _fit(
        forecast,
        paper,
        heights,
        narrow=_NARROW_FORECAST,
        may_have_columns=has_panes,
        is_flowing=False,
    )
    return replace(fit, is_narrow=fit.is_narrow or fit.columns > 1)
