"""Comma-separated values as a table."""

from collections import Counter
from collections.abc import Iterator, Sequence
import csv
from io import StringIO
from itertools import chain, islice
from math import inf
import re
from typing import Final

from ..content import Content
from ..errors import DocumentError, check_size
from ..settings import RenderSettings
from .fit import fit_text
from .measure import (
    LINE,
    WIDEST_CELL,
    WIDEST_WORD,
    fit_columns,
    line_count,
    measure_width,
    word_width,
)
from .page import BODY_POINTS, build_page_content, detect_language, get_room

MAX_CELLS: Final = 50_000
"""About 200 pages of five columns."""
MAX_COLUMNS: Final = 100
MAX_LINE: Final = 1_000_000
"""Characters; parsing a line holds the GIL."""

_TABLE_POINTS: Final = BODY_POINTS * 0.95
_DELIMITERS: Final = "\t;|,"
"""The comma is the last: it is in numbers and names, too."""
_SAMPLE_ROWS: Final = 50
_DECLARED: Final = re.compile(r"sep=(\t|[^\w\s\"])\r?\n", re.IGNORECASE)
"""The first line, by which spreadsheets declare the delimiter."""
_NUMBER: Final = re.compile(
    r"[-+−]?\s?[¥￥€$£]?\s?[-+−]?\d[\d.,'\u00a0\u202f ]*(?:[eE][-+]?\d+)?\s?[%‰°€¥$£元]?"
)
_CELL_PADDING: Final = 1.25
"""Of both sides of a cell, in em."""
_ROW_PADDING: Final = 0.6
"""Above and below a cell, in em, with the line."""
_BOLD: Final = 1.12
"""How much wider the bold letters of the header are."""


def build_table_content(
    text: str, settings: RenderSettings, *, title: str | None = None
) -> Content:
    """Return comma-separated values as a table in our page layout.

    Semicolons, tabs and vertical bars are recognized, too. Blocking, and slow. Raises
    DocumentError for data that is no table, and for a large one.
    """
    check_size(len(text), settings.max_bytes)
    rows = _read(text.removeprefix("\ufeff"))
    header = rows.pop(0) if _has_header(rows) else None
    paper = settings.paper
    columns = list(zip(*rows, strict=True))
    names = header or [""] * len(columns)
    widths = list(map(_column_width, names, columns, strict=True))

    def heights(width: float) -> Iterator[float]:
        # Larger type must not break lines that would otherwise fit.
        yield inf if sum(natural for natural, _ in widths) > width else 0
        for row in chain((names,), rows):
            yield (
                max(line_count(cell, WIDEST_CELL) for cell in row) * LINE + _ROW_PADDING
            )

    points = fit_text(title, None, paper, _TABLE_POINTS, heights)
    scale, shares = fit_columns(widths, get_room(paper, points)[0])
    return build_page_content(
        "table",
        settings,
        title=title,
        subtitle=None,
        language=detect_language(text),
        points=points,
        scale=round(scale, 2),
        shares=shares and [round(share, 2) for share in shares],
        header=header,
        rows=rows,
        numbers=list(map(_is_numeric, columns)),
    )


def _read(text: str) -> list[list[str]]:
    """Return the rows, padded to the same length, without empty lines."""
    if declared := _DECLARED.match(text):
        text, delimiter = text[declared.end() :], declared[1]
    else:
        delimiter = _detect_delimiter(text)
    rows: list[list[str]] = []
    columns = 0
    try:
        for row in _reader(text, delimiter):
            if row:
                rows.append(row)
                columns = max(columns, len(row))
            if columns > MAX_COLUMNS or columns * len(rows) > MAX_CELLS:
                raise _create_too_large_error()
    except csv.Error as err:
        raise DocumentError("table_unreadable") from err
    if not any(cell.strip() for row in rows for cell in row):
        raise DocumentError("content_empty")
    return [row + [""] * (columns - len(row)) for row in rows]


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(_iterate_lines(text), delimiter=delimiter)


def _iterate_lines(text: str) -> Iterator[str]:
    """Yield the lines with their ends. Raises DocumentError for one that is too long."""
    # A line break within quotes is part of the value.
    for line in StringIO(text, newline=""):
        if len(line) > MAX_LINE:
            raise _create_too_large_error()
        yield line


def _create_too_large_error() -> DocumentError:
    return DocumentError(
        "table_too_large", columns=str(MAX_COLUMNS), cells=str(MAX_CELLS)
    )


def _detect_delimiter(text: str) -> str:
    """Return the delimiter that splits most rows into the same number of values.

    Of several, the one that leaves numbers with decimal commas whole, otherwise the one
    with more values.
    """
    best, most = _DELIMITERS[-1], (0.0, False, 0)
    for delimiter in _DELIMITERS:
        try:
            rows = list(filter(None, islice(_reader(text, delimiter), _SAMPLE_ROWS)))
        except csv.Error:
            continue
        has_decimals = _is_numeric(
            [cell for cell in chain.from_iterable(rows) if "," in cell]
        )
        found = max(
            (
                (count / len(rows), has_decimals, length)
                for length, count in Counter(map(len, rows)).items()
                if length > 1
            ),
            default=(0.0, False, 0),
        )
        if found > most:
            best, most = delimiter, found
    return best


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether no number of the first row is above a column of numbers."""
    if len(rows) < 2:
        return False
    columns = zip(*rows, strict=True)
    return not any(_is_numeric(cells) and cells[0].strip() for cells in columns)


def _is_numeric(cells: Sequence[str]) -> bool:
    filled = [stripped for cell in cells if (stripped := cell.strip())]
    return bool(filled) and all(map(_NUMBER.fullmatch, filled))


def _column_width(name: str, cells: Sequence[str]) -> tuple[float, float]:
    """Return the natural and the least width of a column, in em."""
    natural = max(measure_width(name) * _BOLD, *map(measure_width, cells))
    least = max(word_width(name) * _BOLD, *map(word_width, cells))
    return (
        min(natural, WIDEST_CELL) + _CELL_PADDING,
        min(least, WIDEST_WORD) + _CELL_PADDING,
    )
