"""Sheets of labels with their measures, and the type that fits on a label."""

from bisect import bisect_left
from collections.abc import Sequence
import csv
from dataclasses import dataclass
from functools import partial
from pathlib import Path
import re
from typing import Final

from ..errors import DocumentError, check_entries
from ..settings import A4, Margins
from ..sheets.paper import Size
from .fit import is_wide

LABEL_PAPERS: Final = {"a4": A4, "letter": (215.9, 279.4), "a5": (148.0, 210.0)}
LINE: Final = 1.25  # em

_SIZES: Final = [6 + half / 2 for half in range(37)]  # points
_READABLE: Final = 9.0
_BREAKING: Final = 7.5
_LEAST_WIDTH: Final = 1.5  # em
_NARROW: Final = frozenset(" .,:;'|!ijlIftr()[]-/")
_BROAD: Final = frozenset("mwMW@%&…—жмшщыюфЖШЩЮФМ")
_CJK: Final = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"
# What a line may not begin with belongs to what is before it.
_WORD: Final = re.compile(
    rf"[（【《“‘]*[{_CJK}][，。、；：？！）】》”’]*\s*|[^\s{_CJK}]+\s*"
)

type FittedLabel = tuple[float, Sequence[str]]  # points, and lines


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Equal labels, in millimetres; `across` and `down` are from each to the next one."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float
    paper: Size

    def get_corners(self, nudge: Size = (0, 0)) -> list[Size]:
        """Return the upper left corners of all labels, row by row."""
        left, top = self.left + nudge[0], self.top + nudge[1]
        return [
            (round(left + self.across * column, 3), round(top + self.down * row, 3))
            for row in range(self.rows)
            for column in range(self.columns)
        ]

    @property
    def end(self) -> Size:
        """Return the lower right corner of the last label."""
        left, top = self.get_corners()[-1]
        return left + self.width, top + self.height

    def get_padding(self, nudge: Size, margins: Margins) -> Size:
        """Return the room at both sides, and above and below, that keeps text printable."""
        least = max(1.0, min(3.0, min(self.width, self.height) * 0.08))
        (x, y), (right, bottom), paper = nudge, self.end, self.paper
        return (
            max(least, margins[3] - self.left - x, margins[1] + right + x - paper[0]),
            max(least, margins[0] - self.top - y, margins[2] + bottom + y - paper[1]),
        )

    def fit(self, labels: Sequence[Sequence[str]], padding: Size) -> list[FittedLabel]:
        """Return labels with their type, the same for all unless it is below 9 points.

        Raises DocumentError for one without room for its text.
        """
        check_entries(len(labels))
        if not labels:
            raise DocumentError("content_empty")
        room = self.width - 2 * padding[0], self.height - 2 * padding[1]
        fitting = [
            bisect_left(_SIZES, True, key=partial(_is_full, *room, each))
            for each in labels
        ]
        if 0 in fitting:
            number, size = fitting.index(0) + 1, show_size(self.width, self.height)
            raise DocumentError("label_too_long", number=number, size=size)
        points = [_SIZES[number - 1] for number in fitting]
        common = min((size for size in points if size >= _READABLE), default=_READABLE)
        return [
            (min(size, common), each) for size, each in zip(points, labels, strict=True)
        ]


def _read() -> dict[str, LabelSheet]:
    text = Path(__file__).with_suffix(".csv").read_text("utf-8")
    return {
        name: LabelSheet(
            int(columns), int(rows), *map(float, lengths), paper=LABEL_PAPERS[paper]
        )
        for name, paper, columns, rows, *lengths, _ in csv.reader(text.splitlines()[1:])
    }


SHEETS: Final = _read()
"""The sheets of makers by name; the table has the sources of their measures."""


def show_size(width: float, height: float) -> str:
    """Return a size for a message."""
    return f"{width:g} × {height:g} mm"


def _is_full(width: float, height: float, lines: Sequence[str], points: float) -> bool:
    """Return whether text has no room in this type; only small type may break words."""
    em, used = points / 72 * 25.4, 0
    for line in lines:
        used, filled = used + 1, 0.0
        for word in _WORD.findall(line):
            is_long = _measure(word.rstrip()) * em > width
            if is_long and points > _BREAKING:
                return True
            for part in word if is_long else (word,):
                if filled and (filled + _measure(part.rstrip())) * em > width:
                    used, filled = used + 1, 0.0
                filled += _measure(part)
    return used * LINE * em > height or _LEAST_WIDTH * em > width


def _measure(text: str) -> float:
    """Return the width in em, rather too much, as fonts differ."""
    return sum(map(_get_width, text))


def _get_width(character: str) -> float:
    if is_wide(character) or character in _BROAD:
        return 1.4 if character > "\uffff" else 1.0  # emoji are wider
    if character in _NARROW:
        return 0.42
    return 0.75 if character.isupper() else 0.65
