"""Sheets of labels with their measures, and the type that fits on a label."""

from bisect import bisect_left
from collections.abc import Sequence
import csv
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from ..errors import DocumentError, check_entries
from ..settings import A4, Margins
from ..sheets.paper import Size
from .fit import wrap

LABEL_PAPERS: Final = {"a4": A4, "letter": (215.9, 279.4), "a5": (148.0, 210.0)}

_SIZES: Final = [6 + half / 2 for half in range(37)]  # points


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Equal labels, in millimetres; `across` and `down` are from each to the next one."""

    paper: Size
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float
    line: ClassVar[float] = 1.25  # em

    def get_corners(self) -> list[Size]:
        """Return the upper left corners of all labels, row by row."""
        tops = [round(self.top + self.down * row, 3) for row in range(self.rows)]
        across = (self.left + self.across * column for column in range(self.columns))
        lefts = [round(x, 3) for x in across]
        return [(x, y) for y in tops for x in lefts]

    @property
    def end(self) -> Size:
        """Return the lower right corner of the last label."""
        x, y = self.get_corners()[-1]
        return x + self.width, y + self.height

    def get_padding(self, margins: Margins) -> Size:
        """Return what is empty at both sides, and above and below, to keep text printable."""
        least = max(1.0, min(3.0, min(self.width, self.height) * 0.08))
        (width, height), (right, bottom) = self.paper, self.end
        return (
            max(least, margins[3] - self.left, margins[1] + right - width),
            max(least, margins[0] - self.top, margins[2] + bottom - height),
        )

    def fit(
        self, labels: Sequence[Sequence[str]], padding: Size
    ) -> list[tuple[float, Sequence[str]]]:
        """Return the type in points, and the lines. Raises DocumentError.

        Type is not larger than what fits on three of four labels, or on all but one.
        """
        check_entries(len(labels))
        if not labels:
            raise DocumentError("content_empty")
        room = self.width - 2 * padding[0], self.height - 2 * padding[1]
        is_full = partial(_is_full, *room, self.line)
        fitting = [
            bisect_left(_SIZES, True, key=partial(is_full, label)) for label in labels
        ]
        if 0 in fitting:
            number, size = fitting.index(0) + 1, show_size(self.width, self.height)
            raise DocumentError("label_too_long", number=number, size=size)
        most = sorted(fitting)[min(max(1, len(fitting) // 4), len(fitting) - 1)]
        points = (_SIZES[min(number, most) - 1] for number in fitting)
        return list(zip(points, labels, strict=True))


SHEETS: Final = {
    name: LabelSheet(LABEL_PAPERS[paper], int(columns), int(rows), *map(float, sizes))
    for name, paper, columns, rows, *sizes, _ in csv.reader(
        Path(__file__).with_suffix(".csv").read_text("utf-8").splitlines()[1:]
    )
}
"""The sheets of makers by name; the table has the sources of their measures."""


def show_size(width: float, height: float) -> str:
    """Return a size for a message."""
    return f"{width:g} × {height:g} mm"


def _is_full(
    width: float, height: float, line: float, texts: Sequence[str], points: float
) -> bool:
    em, lines = points / 72 * 25.4, 0
    for text in texts:
        count, widest = wrap(text, width / em, 0.92)
        # Only in small type, a word may be broken.
        if widest * em > width and (points > 7.5 or width < 1.5 * em):
            return True
        lines += count
    return lines * line * em > height
