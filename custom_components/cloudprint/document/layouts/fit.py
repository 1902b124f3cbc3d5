"""Choice of the type size and columns with which a layout or text fits on one page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, batched
from math import ceil
from typing import Final

from .measure import LINE, measure_height, measure_width
from .models import (
    Agenda,
    AgendaDay,
    AgendaEvent,
    Checklist,
    ChecklistGroup,
    ChecklistItem,
    Forecast,
    ForecastStep,
    Layout,
)
from .page import get_room, get_type_size

LAYOUT_POINTS: Final = 16.0
"""The type size of a layout on A4, to be read at arm's length."""

_SCALES: Final = (1.25, 1.15, 1.07, 1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
"""From large type for a short list to the smallest readable on a fridge."""
_COMFORTABLE: Final = 0.88
"""Used on several pages; a smaller one only in all columns."""
_SPARE: Final = 0.95
"""How much of a page is filled by estimate, since fonts differ."""
_LONGEST_UNBROKEN: Final = 0.25
"""Share of a page of a section that is moved to the next one as a whole."""
_ROWS_WITH_HEADING: Final = 2
"""The rows of a longer section that stay with its heading."""
_COLUMN_GAP: Final = 2.0
_NARROWEST_COLUMN: Final = 13.0
_NARROW: Final = 22.0
"""Width in em below which times are above and due dates below, not beside."""
_NARROW_FORECAST: Final = 28.0
"""Below this width in em, a forecast has less side by side."""
_HOUR_DETAIL: Final = 0.78
_HOUR_GAP: Final = 0.8
"""Of an hour in `templates/forecast.html.jinja`, in em."""
_DAY_DETAIL: Final = 0.85
_DAY_GAP: Final = 1.0
_DAY_TEMPERATURES: Final = 8.2
"""Of a day there; the last is the width of its symbol and temperatures."""
_SMALL: Final = 0.82


@dataclass(frozen=True, slots=True)
class Fit:
    """Type size in points, columns, and the width and height of one in em.

    With `is_narrow`, details have no room beside the main text. `time_width` is for the
    times of an agenda.
    """

    points: float
    columns: int
    width: float
    height: float
    is_narrow: bool
    time_width: float = 0.0


@dataclass(frozen=True, slots=True)
class Section:
    """The heights in em of a heading, repeated where it continues, and of rows."""

    heading: float
    rows: Iterable[float]

    def is_short(self, fit: Fit) -> bool:
        """Return whether the section is not broken."""
        most = fit.height * _LONGEST_UNBROKEN
        return all(
            height <= most for height in accumulate(self.rows, initial=self.heading)
        )

    def parts(self, fit: Fit) -> Iterator[float]:
        """Yield the heights of unbroken parts; the first has the heading.

        Rows are only measured as far as they are asked for.
        """
        rows = iter(self.rows)
        total, first = self.heading, list[float]()
        for height in rows:
            total += height
            first.append(height)
            if total > fit.height * _LONGEST_UNBROKEN:
                yield self.heading + sum(first[:_ROWS_WITH_HEADING])
                yield from first[_ROWS_WITH_HEADING:]
                yield from rows
                return
        yield total


def _fit(
    layout: Layout,
    paper: tuple[float, float],
    sections: Callable[[Fit], Iterable[Section]],
    *,
    narrow: float = _NARROW,
    may_have_columns: bool = True,
    is_flowing: bool = True,
) -> Fit:
    """Return the largest type, in one or two columns, that fits on one page.

    The layout `is_narrow` below `narrow` em. With `is_flowing`, columns may continue on
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
            if fit.width < _NARROWEST_COLUMN and columns > 1:
                continue
            if _has_room(
                fit,
                _header_height(layout.title, layout.subtitle, paper, fit.points),
                sections(fit),
            ):
                return fit
    if not is_flowing:
        # A forecast is little longer than a page, if at all.
        return _at(paper, _SCALES[-1], 1, narrow)
    return _at(paper, _COMFORTABLE, most_columns, narrow)


def fit_text(
    title: str | None,
    subtitle: str | None,
    paper: tuple[float, float],
    smallest: float,
    heights: Callable[[float], Iterable[float]],
) -> float:
    """Return the largest type size in points with which a text fits on one page.

    A text of several pages has the size `smallest`, given for A4. `heights` are of the
    parts at a width, in em, infinite for one that would be too wide.
    """
    for scale in _SCALES:
        if scale * LAYOUT_POINTS <= smallest:
            break
        fit = _at(paper, scale, 1, 0)
        header = _header_height(title, subtitle, paper, fit.points)
        if _has_room(fit, header, [Section(0, heights(fit.width))]):
            return fit.points
    return get_type_size(paper, smallest)


def _has_room(fit: Fit, header: float, sections: Iterable[Section]) -> bool:
    """Return whether sections fit on one page, measuring no more than necessary."""
    room = fit.height * _SPARE - header
    column, filled = 1, 0.0
    for section in sections:
        repeated = 0.0
        for height in section.parts(fit):
            if filled + height > room:
                column, filled = column + 1, repeated
                if column > fit.columns or filled + height > room:
                    return False
            filled += height
            repeated = section.heading
    return True


def _at(paper: tuple[float, float], scale: float, columns: int, narrow: float) -> Fit:
    points = get_type_size(paper, LAYOUT_POINTS * scale)
    width, height = get_room(paper, points)
    width = (width - _COLUMN_GAP * (columns - 1)) / columns
    return Fit(points, columns, width, height, width < narrow)


def _header_height(
    title: str | None, subtitle: str | None, paper: tuple[float, float], points: float
) -> float:
    if not (title or subtitle):
        return 0
    width, _ = get_room(paper, points)
    # Bold letters are wider.
    return (
        measure_height(title, width * 0.9, 1.75) + measure_height(subtitle, width) + 1.6
    )


def fit_checklist(checklist: Checklist, paper: tuple[float, float]) -> Fit:
    """Fit a checklist; a long one has two columns if there is room."""
    return _fit(
        checklist,
        paper,
        lambda fit: (checklist_section(group, fit) for group in checklist.groups),
    )


def checklist_section(group: ChecklistGroup, fit: Fit) -> Section:
    """Return the heights of a group of items."""

    def item_height(item: ChecklistItem) -> float:
        room = fit.width - 1.75
        height = measure_height(item.description, room, _SMALL)
        if item.due and fit.is_narrow:
            height += measure_height(item.due, room, _SMALL)
        elif item.due:
            room = max(room - measure_width(item.due) * _SMALL - 0.8, 1)
        return height + measure_height(item.summary, room) + 0.62

    heading = measure_height(group.heading, fit.width, 1.05) + 0.95
    return Section(heading, map(item_height, group.items))


def fit_agenda(agenda: Agenda, paper: tuple[float, float]) -> Fit:
    """Fit an agenda; on narrow paper, times are above their events."""
    times = (event.time for day in agenda.days for event in day.events)
    widest = max(map(measure_width, times), default=0) + 0.9

    def with_times(fit: Fit) -> Fit:
        return replace(fit, time_width=min(widest, fit.width * 0.4))

    def sections(fit: Fit) -> Iterator[Section]:
        fit = with_times(fit)
        return (agenda_section(day, fit) for day in agenda.days)

    return with_times(_fit(agenda, paper, sections))


def agenda_section(day: AgendaDay, fit: Fit) -> Section:
    """Return the heights of a day."""

    def event_height(event: AgendaEvent) -> float:
        if fit.is_narrow:
            room, height = fit.width, _SMALL * LINE
        else:
            room, height = fit.width - fit.time_width, 0.0
        return (
            height
            + measure_height(event.summary, room)
            + measure_height(event.location, room, _SMALL)
            + measure_height(event.description, room, _SMALL)
            + 0.75
        )

    heading = measure_height(day.heading, fit.width, 1.15) + 1.4
    return Section(heading, map(event_height, day.events) if day.events else [2.0])


def hours_in_row(hours: Sequence[ForecastStep], width: float) -> int:
    """Return the number of hours side by side, in rows of about equal length."""
    widest = max(
        (_unbroken(hour.heading, *_details(hour)) for hour in hours), default=0
    )
    widest = widest * _HOUR_DETAIL + _HOUR_GAP
    most = max(1, min(12, int(width / max(widest, 3.3))))
    rows = max(1, ceil(len(hours) / most))
    return max(1, ceil(len(hours) / rows))


def _details(step: ForecastStep) -> Iterator[str]:
    return filter(None, (step.precipitation, step.wind))


def _unbroken(*texts: str | None) -> float:
    """Return the width of the longest part without a space."""
    return max(
        measure_width(part) for text in texts for part in (text or "").split(" ")
    )


def _days_width(days: Sequence[ForecastStep]) -> float:
    """Return the width in em of days with all their texts side by side."""

    def widest(*texts: Callable[[ForecastStep], float]) -> float:
        return sum(max(map(text, days), default=0) for text in texts)

    names = widest(lambda day: measure_width(day.heading) * 1.12)
    words = widest(lambda day: _unbroken(day.description))
    details = widest(
        lambda day: _unbroken(day.precipitation), lambda day: _unbroken(day.wind)
    )
    return names + words + details * _DAY_DETAIL + 4 * _DAY_GAP + _DAY_TEMPERATURES


def has_facts_below(fit: Fit) -> bool:
    """Return whether the facts of a forecast have no room beside the weather."""
    return fit.width < _NARROW_FORECAST


def fit_forecast(forecast: Forecast, paper: tuple[float, float]) -> Fit:
    """Fit a forecast; on wide paper, the days have a column of their own."""
    hours, days = forecast.hours, forecast.days

    def hour_rows(fit: Fit) -> Iterator[float]:
        across = hours_in_row(hours, fit.width)
        room = fit.width / across - _HOUR_GAP
        for row in batched(hours, across, strict=False):
            details = (
                sum(measure_height(text, room, _HOUR_DETAIL) for text in _details(hour))
                for hour in row
            )
            yield 5.4 + max(details)

    def day_height(day: ForecastStep, fit: Fit) -> float:
        details = " \N{MIDDLE DOT} ".join(_details(day))
        return 2.9 + measure_height(details, fit.width - _DAY_TEMPERATURES, _DAY_DETAIL)

    def sections(fit: Fit) -> Iterator[Section]:
        is_narrow = fit.is_narrow or fit.columns > 1
        facts = len(forecast.facts) * (LINE + 0.25)
        now = (8.1 + facts if has_facts_below(fit) else max(7, facts)) + 1.1
        left = now + (sum(hour_rows(fit)) + 2.9 if hours else 0)
        heights = (day_height(day, fit) if is_narrow else 2.8 for day in days)
        right = sum(heights) + 1.9 if days else 0
        yield Section(left, [])
        yield Section(right, [])

    has_panes = paper[0] > paper[1] and bool(days) and bool(hours)
    fit = _fit(
        forecast,
        paper,
        sections,
        narrow=max(_NARROW_FORECAST, _days_width(days)),
        may_have_columns=has_panes,
        is_flowing=False,
    )
    return replace(fit, is_narrow=fit.is_narrow or fit.columns > 1)
