"""How much room text takes, as far as that can be told without its font.

Widths are in em. They are meant to be a little too large: type that came out smaller
than it had to be is a pity, a list that runs on to a second page is a nuisance.
"""

from collections.abc import Sequence
from math import ceil
import re
from typing import Final
from unicodedata import east_asian_width

LINE: Final = 1.4
"""The height of a line, in em of its type."""

WIDEST_CELL: Final = 40.0
WIDEST_WORD: Final = 14.0
"""How much of the width a table's cell, and a word in it, may ask for."""

_WIDE: Final = 1.0
_NARROW: Final = 0.56
_COMFORTABLE: Final = 0.85
"""How much a table's type shrinks before its lines are broken instead."""
_SMALLEST: Final = 0.5
"""How much it shrinks before its words are."""
_WORD: Final = re.compile(r"[^\s\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]+")
"""What is kept on one line: Chinese and Japanese breaks after any character."""


def is_wide(character: str) -> bool:
    """Return if a character is as wide as it is high, as Chinese ones are."""
    return east_asian_width(character) in "WF"


def width_of(text: str) -> float:
    """Return the width of a text's longest line."""
    return max(map(_line_width, text.splitlines()), default=0)


def _line_width(line: str) -> float:
    if line.isascii():
        return len(line) * _NARROW
    return sum(_WIDE if is_wide(character) else _NARROW for character in line)


def word_width(text: str) -> float:
    """Return the width of what cannot be broken up in a text."""
    longest = max(map(len, _WORD.findall(text)), default=0)
    return max(longest * _NARROW, _WIDE if text.strip() else 0)


def line_count(text: str | None, width: float) -> int:
    """Return how many lines a text fills at this width; none if there is none."""
    if not text:
        return 0
    lines = text.splitlines() or [text]
    return sum(max(1, ceil(_line_width(line) / max(width, 1))) for line in lines)


def height_of(text: str | None, width: float, scale: float = 1) -> float:
    """Return the height of a text in type of this scale, in em of the page's type."""
    return line_count(text, width / scale) * scale * LINE


def fit_columns(
    columns: Sequence[tuple[float, float]], width: float
) -> tuple[float, list[float] | None]:
    """Return the scale of a table's type and each column's share of the width in %.

    A column is its natural width and the least that does not break its words. There are
    no shares where the columns need none, since all fit side by side as they are.
    """
    natural = sum(column[0] for column in columns)
    least = sum(column[1] for column in columns)
    # A little smaller is better than broken lines, unreadable is not.
    scale = min(1, max(width / natural, _COMFORTABLE))
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
