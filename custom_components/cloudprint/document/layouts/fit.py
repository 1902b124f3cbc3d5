"""Choice of the type size and columns with which a layout fits on one page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil
from typing import Final

from .measure import LINE, measure_height, measure_width
from .models import Agenda, AgendaEvent, Checklist, ChecklistItem, Forecast, Layout
from .page import get_room, type_size

LAYOUT_POINTS: Final = 16.0
"""The type size of a layout on A4, to be read at arm's length."""

_SCALES: Final = (1.25, 1.15, 1.07, 1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
"""From large type for a short list to the smallest that is readable on a fridge."""
_COMFORTABLE: Final = 0.88
"""The scale on several pages, and the least one before two columns are used."""
_SPARE: Final = 0.95
"""How much of a page is filled by estimate, since fonts differ."""
_COLUMN_GAP: Final = 2.0
_NARROWEST_COLUMN: Final = 13.0
_NARROW: Final = 22.0
"""Below this width in em, times are above and due dates below, not beside."""
_NARROW_FORECAST: Final = 28.0
"""Below this width in em, the facts of a forecast are below, not beside."""
_SMALL: Final = 0.82
"""The scale of details."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The type size in points, the number of columns, and the width of one in em.

    With `is_narrow`, details have no room beside the main text. `time_width` is the
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
    """Return the largest type, in one or two columns, that fits on one page.

    `heights` returns the height of each piece of the content in em; `narrow` is the
    width in em below which the layout is narrow. With `is_flowing`, columns may continue
    on the next page.
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
            _, room = get_room(paper, fit.points)
            if fit.width < _NARROWEST_COLUMN and columns > 1:
                continue
            room = (room * _SPARE - _header_height(layout, paper, fit)) * columns
            # This stops at the first piece that does not fit, so that a long list is not
            # measured completely.
            if all(height <= room for height in accumulate(heights(fit), initial=0.0)):
                return fit
    return _at(paper, _COMFORTABLE, most_columns if is_flowing else 1, narrow)


def _at(paper: tuple[float, float], scale: float, columns: int, narrow: float) -> Fit:
    points = type_size(paper, LAYOUT_POINTS * scale)
    width, _ = get_room(paper, points)
    width = (width - _COLUMN_GAP * (columns - 1)) / columns
    return Fit(points, columns, width, width < narrow)


def _header_height(layout: Layout, paper: tuple[float, float], fit: Fit) -> float:
    width, _ = get_room(paper, fit.points)
    # Bold letters are wider.
    title = measure_height(layout.title, width * 0.9, 1.75)
    return title + measure_height(layout.subtitle, width) + 1.6


def fit_checklist(checklist: Checklist, paper: tuple[float, float]) -> Fit:
    """Fit a checklist; a long one has two columns if there is room."""

    def item_height(item: ChecklistItem, fit: Fit) -> float:
        room = fit.width - 1.75
        height = measure_height(item.description, room, _SMALL)
        if item.due and fit.is_narrow:
            height += measure_height(item.due, room, _SMALL)
        elif item.due:
            room = max(room - measure_width(item.due) * _SMALL - 0.8, 1)
        return height + measure_height(item.summary, room) + 0.62

    def heights(fit: Fit) -> Iterator[float]:
        for group in checklist.groups:
            yield measure_height(group.heading, fit.width, 1.05) + 0.95
            for item in group.items:
                yield item_height(item, fit)

    return _fit(checklist, paper, heights)


def fit_agenda(agenda: Agenda, paper: tuple[float, float]) -> Fit:
    """Fit an agenda; on narrow paper, times are above their events."""
    times = (event.time for day in agenda.days for event in day.events)
    widest = max(map(measure_width, times), default=0) + 0.9

    def time_width(fit: Fit) -> float:
        return min(widest, fit.width * 0.4)

    def event_height(event: AgendaEvent, fit: Fit) -> float:
        if fit.is_narrow:
            room, height = fit.width, _SMALL * LINE
        else:
            room, height = fit.width - time_width(fit), 0.0
        return (
            height
            + measure_height(event.summary, room)
            + measure_height(event.location, room, _SMALL)
            + measure_height(event.description, room, _SMALL)
            + 0.75
        )

    def heights(fit: Fit) -> Iterator[float]:
        for day in agenda.days:
            yield measure_height(day.heading, fit.width, 1.15) + 1.4
            if not day.events:
                yield 2
            for event in day.events:
                yield event_height(event, fit)

    fit = _fit(agenda, paper, heights)
    return replace(fit, time_width=time_width(fit))


def hours_in_row(count: int, width: float) -> int:
    """Return the number of hours side by side, in rows of about equal length."""
    most = max(3, min(12, int(width / 3.3)))
    rows = max(1, ceil(count / most))
    return max(1, ceil(count / rows))


def fit_forecast(forecast: Forecast, paper: tuple[float, float]) -> Fit:
    """Fit a forecast; on wide paper, the days have a column of their own.

    Two columns always count as narrow.
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
        # Both panes have the height of the higher one.
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
