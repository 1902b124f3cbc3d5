"""Choice of the type size and columns with which a layout or text fits on one page.

Text is measured in em, without its font, and a little too large on purpose: small type
is better than a second page.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, chain, groupby, repeat
from math import ceil, inf
import re
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from ..sheets.paper import Size
from .models import Layout
from .page import get_room, get_type_size

_LAYOUT_POINTS: Final = 16.0
# From large type for a short list to the smallest readable on a fridge
_SCALES: Final = (1.25, 1.15, 1.07, 1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
_COMFORTABLE: Final = 0.88  # used on several pages; a smaller one only in all columns
SPARE: Final = 0.95  # how much of a page is filled by estimate, since fonts differ
ROUNDED: Final = 0.05  # points of a sheet, for each of its type, lost to whole pixels
_LONGEST_UNBROKEN: Final = 0.3  # of a page: a section that is moved as a whole
_ROWS_WITH_HEADING: Final = 2
_BALANCED: Final = 40  # heights that are tried for the columns of the last sheet
_COLUMN_GAP: Final = 2.0
_NARROWEST_COLUMN: Final = 13.0
_NARROW: Final = 22.0  # em; below, times are above and due dates below, not beside
LINE: Final = 1.4
MEASURED: Final = (
    0.85  # the width of letters, of what `wrap` counts, as measured on paper
)
WIDEST_CELL: Final = 40.0  # of a table
WIDEST_WORD: Final = 14.0  # in a cell
COMFORTABLE: Final = 0.85  # type of a table that shrinks more has its lines broken
_SMALLEST_TABLE: Final = 0.5  # one that shrinks more, its words
_WIDE: Final = 1.0
_SLIM: Final = 0.56
_CJK: Final = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"
_WORD: Final = re.compile(rf"[^\s{_CJK}]+")
"""Text without a line break; Chinese and Japanese break after any character."""
# What a line may not begin with belongs to what is before it.
_UNBROKEN: Final = re.compile(
    rf"[（【《“‘]*[{_CJK}][，。、；：？！）】》”’]*\s*|[^\s{_CJK}]+\s*"
)
_WIDTHS: Final = {
    letter: width * 1.2
    for width, letters in (
        (0.23, " \N{NO-BREAK SPACE}"),
        (0.29, "ijlI',.:;|"),
        (0.35, "!f()[]{}-"),
        (0.39, "tr/\\°"),
        (0.47, "szг*?"),
        (0.52, "cçvyxзстуэх"),
        (0.56, "JLYFekéèеь–0123456789agàä#$+<=>^_~€ак"),
        (0.6, "AÄEZSTVX"),
        (0.72, "DGNUÜмДП"),
        (0.75, "HOQÖИНОы"),
        (0.83, "wMжшщфюМФ"),
        (0.92, "WmЖ%@—"),
        (1.0, "…·→←ШЩЮ"),
    )
    for letter in letters
}
"""Widths of Noto Sans, and a fifth more, as fonts differ; of all that it has not, below."""
_UPPER: Final = 0.67 * 1.2
_LOWER: Final = 0.62 * 1.2


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

    def get_parts(self, fit: Fit) -> Iterator[tuple[float, int]]:
        """Yield the height of each unbroken part, measured only when asked for, and its rows."""
        rows = iter(self.rows)
        total, first = self.heading, list[float]()
        for height in rows:
            total += height
            first.append(height)
            if total > fit.height * _LONGEST_UNBROKEN:
                head = first[:_ROWS_WITH_HEADING]
                yield self.heading + sum(head), len(head)
                yield from ((row, 1) for row in first[_ROWS_WITH_HEADING:])
                yield from ((row, 1) for row in rows)
                return
        yield total, len(first)


class _Part(NamedTuple):
    section: int
    start: int  # its first row there
    stop: int
    height: float
    repeated: float  # the height of the heading, if it begins a column


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
            header = get_header_height(layout.title, layout.subtitle, paper, fit.points)
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
        header = get_header_height(title, subtitle, paper, fit.points)
        if _has_room(fit, header, [Section(0, heights(fit.width))]):
            return fit.points
    return get_type_size(paper, smallest)


def fill_sheets[S, R](
    title: str | None,
    subtitle: str | None,
    paper: Size,
    fit: Fit,
    sections: Sequence[tuple[S, Sequence[R], Section]],
    gap: float = 0.0,
) -> tuple[list[list[list[tuple[S, Sequence[R]]]]], int]:
    """Return the sheets: in each column, the sections with their rows there; and the pages.

    Headings are measured with the `gap` above them, which the first of a column lacks.
    The columns of the last sheet are about equally high. What is higher than a sheet
    continues on further pages.
    """
    room = fit.height * (1 - ROUNDED / fit.points) + gap
    first = room - get_header_height(title, subtitle, paper, fit.points)
    rooms = chain(repeat(first, fit.columns), repeat(room))
    heights = (section for *_, section in sections)
    columns = _fill(_get_parts(fit, heights), rooms)
    sheets = [*batched(columns, fit.columns, strict=False)]
    pages = sum(
        max(1, *(ceil(filled / room) for filled, _ in sheet)) for sheet in sheets
    )
    parts = [part for _, column in sheets.pop() for part in column]
    balanced = (
        [*_fill(parts, repeat(room * share / _BALANCED))]
        for share in range(1, _BALANCED + 1)
    )
    fitting = next((filled for filled in balanced if len(filled) <= fit.columns), None)
    last = fitting or [*_fill(parts, repeat(room))]
    last += [(0.0, [])] * (fit.columns - len(last))

    def get_rows(column: list[_Part]) -> Iterator[tuple[S, Sequence[R]]]:
        for number, group in groupby(column, lambda part: part.section):
            of_section = [*group]
            section, rows, _ = sections[number]
            yield section, rows[of_section[0].start : of_section[-1].stop]

    return [
        [[*get_rows(column)] for _, column in sheet] for sheet in (*sheets, last)
    ], pages


def _get_parts(fit: Fit, sections: Iterable[Section]) -> Iterator[_Part]:
    for number, section in enumerate(sections):
        start = 0
        for height, rows in section.get_parts(fit):
            repeated = section.heading if start else 0.0
            yield _Part(number, start, start + rows, height, repeated)
            start += rows


def _fill(
    parts: Iterable[_Part], rooms: Iterator[float]
) -> Iterator[tuple[float, list[_Part]]]:
    """Yield columns with their heights; only a single part may be higher than the room."""
    column, filled, room = list[_Part](), 0.0, next(rooms)
    for part in parts:
        if column and filled + part.height > room:
            yield filled, column
            column, room = [], next(rooms)
        if not column:
            filled = part.repeated
        column.append(part)
        filled += part.height
    yield filled, column


def _has_room(fit: Fit, header: float, sections: Iterable[Section]) -> bool:
    """Return whether sections fit on one page, measuring no more than necessary."""
    room = fit.height * SPARE - header
    columns = enumerate(_fill(_get_parts(fit, sections), repeat(room)), 1)
    return all(
        number <= fit.columns and filled <= room for number, (filled, _) in columns
    )


def _at(paper: tuple[float, float], scale: float, columns: int, narrow: float) -> Fit:
    points = get_type_size(paper, _LAYOUT_POINTS * scale)
    width, height = get_room(paper, points)
    width = (width - _COLUMN_GAP * (columns - 1)) / columns
    return Fit(points, columns, width, height, width < narrow)


def get_header_height(
    title: str | None, subtitle: str | None, paper: tuple[float, float], points: float
) -> float:
    """Return the height of a page's title and subtitle in em."""
    if not (title or subtitle):
        return 0
    width, _ = get_room(paper, points)
    # Bold letters are wider.
    title_height = measure_height(title, width * 0.9, 1.75) * 1.2 / LINE
    return title_height + (measure_height(subtitle, width) + 0.1) * 0.93 + 1.5


def is_wide(character: str) -> bool:
    """Return whether a character is as wide as it is high, like a Chinese one."""
    return east_asian_width(character) in "WF"


def measure_width(text: str) -> float:
    """Return the width of the longest line of a text."""
    return max(map(_line_width, text.splitlines()), default=0)


def _line_width(line: str) -> float:
    if line.isascii():
        return len(line) * _SLIM
    return sum(_WIDE if is_wide(character) else _SLIM for character in line)


def word_width(text: str) -> float:
    """Return the width of the longest word of a text."""
    longest = max(map(len, _WORD.findall(text)), default=0)
    return max(longest * _SLIM, _WIDE if text.strip() else 0)


def wrap(text: str, width: float, slim: float = 1.0) -> tuple[int, float]:
    """Return the lines of a text, and its widest word, broken only if wider than them.

    Letters are rather too wide, as fonts differ; `slim` is for type that is less so.
    """
    lines, filled, widest = 0, inf, 0.0
    for word in _UNBROKEN.findall(text):
        whole = measure_letters(word.rstrip(), slim)
        widest = max(widest, whole)
        # Where it may, a line ends before a word that is broken.
        filled = inf if whole > width and filled else filled
        for part in word if whole > width else (word,):
            if filled + measure_letters(part.rstrip(), slim) > width:
                lines, filled = lines + 1, 0.0
            filled += measure_letters(part, slim)
    return lines, widest


def measure_letters(text: str, slim: float) -> float:
    """Return the width of a text on one line, by its letters."""
    return sum(_get_width(character, slim) for character in text)


def _get_width(character: str, slim: float) -> float:
    if is_wide(character):
        return 1.4 if character > "\uffff" else 1.0  # emoji are wider
    if (width := _WIDTHS.get(character)) is None:
        width = _UPPER if character.isupper() else _LOWER
    return width * slim


def line_count(text: str | None, width: float) -> int:
    """Return the number of lines of a text at this width."""
    lines = (_line_width(line) for line in _split(text))
    return sum(max(1, ceil(length / max(width, 1))) for length in lines)


def measure_height(text: str | None, width: float, scale: float = 1) -> float:
    """Return the height of a text in type of this scale, in em of the page."""
    return count_lines(text, width / scale) * scale * LINE


def count_lines(text: str | None, width: float) -> int:
    """Return the lines of a text; letters are looked at where it seems not to fit."""
    return sum(
        1 if _line_width(line) <= width else max(1, wrap(line, width, MEASURED)[0])
        for line in _split(text)
    )


def _split(text: str | None) -> list[str]:
    return (text.splitlines() or [text]) if text else []


def fit_columns(
    columns: Sequence[tuple[float, float]], width: float
) -> tuple[float, list[float] | None]:
    """Return the scale of the type of a table, and the width of each column in %.

    A column has a natural width and the least that does not break words. The widths are
    None if all fit naturally.
    """
    natural = sum(column[0] for column in columns)
    least = sum(column[1] for column in columns)
    # A little smaller is better than broken lines, unreadable is not.
    scale = min(1, max(width / natural, COMFORTABLE))
    if least > width / scale:
        scale = max(width / least, _SMALLEST_TABLE)
    room = width / scale
    if natural <= room:
        return scale, None
    if least >= room:
        return scale, [100 * column[1] / least for column in columns]
    spare = (room - least) / (natural - least)
    return scale, [
        100 * (least + (natural - least) * spare) / room for natural, least in columns
    ]
