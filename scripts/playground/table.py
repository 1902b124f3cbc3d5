"""A table for the terminal."""

from collections.abc import Sequence
import unicodedata


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as lines of aligned columns, under a head.

    Chinese characters take two columns of the terminal.
    """
    widths = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell))
            for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
