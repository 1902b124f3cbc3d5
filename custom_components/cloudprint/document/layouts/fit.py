"""Choice of the type size and columns with which a layout or text fits on one page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from .measure import measure_height
from .models import Layout
from .page import get_room, get_type_size

_LAYOUT_POINTS: Final = 16.0
# From large type for a short list to the smallest readable on a fridge
_SCALES: Final = (1.25, 1.15, 1.07, 1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
_COMFORTABLE: Final = 0.88  # used on several pages; a smaller one only in all columns
_SPARE: Final = 0.95  # how much of a page is filled by estimate, since fonts differ
_LONGEST_UNBROKEN: Final = 0.25  # of a page: a section that is moved as a whole
_ROWS_WITH_HEADING: Final = 2
_COLUMN_GAP: Final = 2.0
_NARROWEST_COLUMN: Final = 13.0
_NARROW: Final = 22.0  # em; below, times are above and due dates below, not beside


@dataclass(frozen=True, slots=True)
class Fit:
    """Type size in points, columns, and the width and height of one in em.

    With `is_narrow`, details have no room beside the main text.
    """

    points: float
    columns: int
    width: float
    height: float
    is_narrow: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The heights in em of a heading, repeated where it continues, and of rows."""

    heading: float
    rows: Iterable[float]

    def is_short(self, fit: Fit) -> bool:
        """Return whether the section is not broken."""
        heights = accumulate(self.rows, initial=self.heading)
        return all(height <= fit.height * _LONGEST_UNBROKEN for height in heights)

    def parts(self, fit: Fit) -> Iterator[float]:
        """Yield the heights of unbroken parts, measured only when asked for."""
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


def fit_layout(
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
            header = _header_height(layout.title, layout.subtitle, paper, fit.points)
            if _has_room(fit, header, sections(fit)):
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

    For several pages, it is `smallest` on A4. `heights` are in em at a width in em.
    """
    for scale in _SCALES:
        if scale * _LAYOUT_POINTS <= smallest:
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
    points = get_type_size(paper, _LAYOUT_POINTS * scale)
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
