"""Comma-separated values as a table."""

from collections import Counter
from collections.abc import Iterator, Sequence
import csv
from dataclasses import replace
from io import StringIO
from itertools import chain, islice
from math import inf
import re
from typing import Final

from ..content import Content
from ..errors import DocumentError, check_size
from ..settings import RenderSettings
from .fit import (
    LINE,
    WIDEST_CELL,
    WIDEST_WORD,
    Fit,
    Section,
    count_lines,
    fill_sheets,
    fit_columns,
    fit_text,
    line_count,
    measure_width,
    word_width,
)
from .page import BODY_POINTS, build_page_content, detect_language, get_room

MAX_CELLS: Final = 50_000  # about 200 pages of five columns
MAX_COLUMNS: Final = 100
MAX_LINE: Final = 1_000_000  # characters; parsing a line holds the GIL
_TABLE_POINTS: Final = BODY_POINTS * 0.95
_DELIMITERS: Final = "\t;|,"  # the comma is the last: it is in numbers and names, too
_SAMPLE_ROWS: Final = 50
# The first line, by which spreadsheets declare the delimiter
_DECLARED: Final = re.compile(r"sep=(\t|[^\w\s\"])\r?\n", re.IGNORECASE)
_NUMBER: Final = re.compile(
    r"[-+−]?\s?[¥￥€$£]?\s?[-+−]?\d[\d.,'\u00a0\u202f ]*(?:[eE][-+]?\d+)?\s?[%‰°€¥$£元]?"
)
# What lists of addresses and things call their columns
_NAME: Final = re.compile(
    r"(first|last|full|middle|given|family)?[ _]?names?|title|(address|adresse)"
    r"[ _]?(line)?[ _]?\d?|street|city|town|state|zip([ _]?code)?|post(al)?[ _]?code"
    r"|country|company|e?-?mail|tele(ph|f)on[eo]?|phone|label|text|item|product|qty"
    r"|quantity|price|id|no\.?|(vor|nach|familien)name|anrede|firma|stra(ss|\xdf)e|plz"
    r"|ort|stadt|land|artikel|menge|preis|nr\.?|nom|pr\xe9nom|rue|ville|code postal|pays"
    r"|nombre|apellidos?|direcci\xf3n|calle|ciudad|pa\xeds|nome|cognome|indirizzo|citt\xe0"
    r"|姓名|名字|名称|地址|电话|手机号?|邮编|单位|公司|城市|省份|品名|编号|数量|价格"
    r"|氏名|名前|住所|郵便番号|電話番号|会社名?|商品名|番号",
    re.IGNORECASE,
)
_CELL_PADDING: Final = 1.25
_ROW_PADDING: Final = 0.6  # above and below a cell, in em, with the line
_PADDING: Final = 0.5  # without the line
_BORDER: Final = 1.2  # points of a line, and to whole pixels
_BOLD: Final = 1.12


def build_table_content(
    text: str, settings: RenderSettings, *, title: str | None = None
) -> Content:
    """Return comma-separated values as a table. Slow. Raises DocumentError."""
    check_size(len(text), settings.max_bytes)
    rows = read_rows(text.removeprefix("\ufeff"))
    header = None
    # A number of the first row above a column of numbers is no name.
    if len(rows) > 1 and not any(
        _is_numeric(cells) and cells[0].strip() for cells in zip(*rows, strict=True)
    ):
        header = rows.pop(0)
    paper = settings.paper
    columns = list(zip(*rows, strict=True))
    names = header or [""] * len(columns)
    widths = list(map(_column_width, names, columns, strict=True))

    def heights(width: float) -> Iterator[float]:
        # Larger type must not break lines that would otherwise fit.
        yield inf if sum(natural for natural, _ in widths) > width else 0
        for row in chain((names,), rows):
            lines = max(line_count(cell, WIDEST_CELL) for cell in row)
            yield lines * LINE + _ROW_PADDING

    points = fit_text(title, None, paper, _TABLE_POINTS, heights)
    width, height = get_room(paper, points)
    scale, shares = fit_columns(widths, width)
    spans = [natural for natural, _ in widths]
    if shares:
        spans = [share * width / scale / 100 for share in shares]
    lengths = [span - _CELL_PADDING for span in spans]

    def get_height(row: Sequence[str]) -> float:
        lines = max(1, *map(count_lines, row, lengths, strict=True))
        return (lines * LINE + _PADDING) * scale + _BORDER / points

    section = Section(get_height(names) if header else 0.0, map(get_height, rows))
    fit = Fit(points, 1, width, height, is_narrow=False)
    filled, pages = fill_sheets(title, None, paper, fit, [(None, rows, section)])
    sheets = [rows for sheet in filled for column in sheet for _, rows in column]
    content = build_page_content(
        "table",
        settings,
        title=title,
        subtitle=None,
        language=detect_language(text),
        points=points,
        scale=round(scale, 2),
        is_fixed=shares is not None,
        # Equal on all sheets
        spans=[round(span, 2) for span in spans] if shares or len(sheets) > 1 else (),
        header=header,
        sheets=sheets,
        numbers=list(map(_is_numeric, columns)),
    )
    return replace(content, stated_pages=pages)


def read_rows(text: str) -> list[list[str]]:
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


def has_names(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row names what is below: most of it, or above numbers."""
    first = [name for cell in rows[0] if (name := cell.strip())]
    if len(rows) > 3 and any(
        name.strip() and not _is_numeric([name]) and _is_numeric(below)
        for name, *below in zip(*rows, strict=True)
    ):
        return True
    return len(rows) > 1 and 2 * len([*filter(_NAME.fullmatch, first)]) > len(first)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    """Parse line by line. Raises DocumentError for a line that is too long."""

    def lines() -> Iterator[str]:
        # A line break within quotes is part of the value.
        for line in StringIO(text, newline=""):
            if len(line) > MAX_LINE:
                raise _create_too_large_error()
            yield line

    return csv.reader(lines(), delimiter=delimiter)


def _create_too_large_error() -> DocumentError:
    return DocumentError("table_too_large", columns=MAX_COLUMNS, cells=MAX_CELLS)


def _detect_delimiter(text: str) -> str:
    """Return the delimiter of the most regular rows, or whole decimal numbers."""
    best, most = _DELIMITERS[-1], (0.0, False, 0)
    for delimiter in _DELIMITERS:
        try:
            rows = list(filter(None, islice(_reader(text, delimiter), _SAMPLE_ROWS)))
        except csv.Error:
            continue
        has_decimals = _is_numeric([x for x in chain.from_iterable(rows) if "," in x])
        for length, count in Counter(map(len, rows)).items():
            rank = (count / len(rows), has_decimals, length)
            if length > 1 and rank > most:
                best, most = delimiter, rank
    return best


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
