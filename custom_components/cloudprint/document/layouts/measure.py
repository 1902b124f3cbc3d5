"""Estimates of the size of text in em, without its font.

A little too large on purpose: small type is better than a second page.
"""

from collections.abc import Sequence
from math import ceil
import re
from typing import Final
from unicodedata import east_asian_width

LINE: Final = 1.4
WIDEST_CELL: Final = 40.0  # of a table
WIDEST_WORD: Final = 14.0  # in a cell
COMFORTABLE: Final = 0.85  # type of a table that shrinks more has its lines broken
_SMALLEST: Final = 0.5  # one that shrinks more, its words
_WIDE: Final = 1.0
_NARROW: Final = 0.56
_WORD: Final = re.compile(r"[^\s\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]+")
"""Text without a line break; Chinese and Japanese break after any character."""


def is_wide(character: str) -> bool:
    """Return whether a character is as wide as it is high, like a Chinese one."""
    return east_asian_width(character) in "WF"


def measure_width(text: str) -> float:
    """Return the width of the longest line of a text."""
    return max(map(_line_width, text.splitlines()), default=0)


def _line_width(line: str) -> float:
    if line.isascii():
        return len(line) * _NARROW
    return sum(_WIDE if is_wide(character) else _NARROW for character in line)


def word_width(text: str) -> float:
    """Return the width of the longest word of a text."""
    longest = max(map(len, _WORD.findall(text)), default=0)
    return max(longest * _NARROW, _WIDE if text.strip() else 0)


def line_count(text: str | None, width: float) -> int:
    """Return the number of lines of a text at this width."""
    if not text:
        return 0
    lines = text.splitlines() or [text]
    return sum(max(1, ceil(_line_width(line) / max(width, 1))) for line in lines)


def measure_height(text: str | None, width: float, scale: float = 1) -> float:
    """Return the height of a text in type of this scale, in em of the page."""
    return line_count(text, width / scale) * scale * LINE


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
        scale = max(width / least, _SMALLEST)
    room = width / scale
    if natural <= room:
        return scale, None
    if least >= room:
        return scale, [100 * column[1] / least for column in columns]
    spare = (room - least) / (natural - least)
    return scale, [
        100 * (least + (natural - least) * spare) / room for natural, least in columns
    ]
