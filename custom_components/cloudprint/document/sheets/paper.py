"""Sizes of paper and margins, in millimetres."""

from collections.abc import Mapping
from typing import Final

from ..settings import Margins

type Size = tuple[float, float]  # width and height in millimetres

NO_MARGINS: Final[Margins] = (0.0, 0.0, 0.0, 0.0)

UNKNOWN_MARGIN_MM: Final = 4.23  # a sixth of an inch, where none is reported

# Of a printer that reports none. B4 and B5 are the JIS sizes (OpenAPI 3.5.3).
STANDARD_PAPERS: Final[Mapping[str, Size]] = {
    "a3": (297, 420),
    "a4": (210, 297),
    "a5": (148, 210),
    "a6": (105, 148),
    "b4": (257, 364),
    "b5": (182, 257),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
    "11x17": (279.4, 431.8),
}

MOST_OF_SIDE: Final = 4  # a margin takes at most a side divided by this


def turn_margins(margins: Margins) -> Margins:
    """Return the margins of upright paper for it on its side, as `Sheet.upright`."""
    top, right, bottom, left = margins
    return left, top, right, bottom


def turn_margins_upright(margins: Margins) -> Margins:
    """Return the margins of wide paper turned upright, as by `Sheet.upright`."""
    top, right, bottom, left = margins
    return right, bottom, left, top


def get_area(paper: Size, margins: Margins) -> tuple[Size, Size]:
    """Return the offset and the size of the area within margins, if they leave any."""
    top, right, bottom, left = margins
    width, height = paper[0] - left - right, paper[1] - top - bottom
    if min(width, height) <= 0:
        return (0.0, 0.0), paper
    return (left, top), (width, height)
