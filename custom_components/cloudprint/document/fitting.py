"""How many pixels of a picture a sheet of paper can show."""

from math import sqrt
from typing import Final

from .sheets import Size

MILLIMETRES_PER_INCH: Final = 25.4
TOLERANCE: Final = 1.3
"""So many times more pixels than can be shown do no harm, and losing them does some."""
_MAX_PIXELS: Final = 18_000_000
"""A3 at 300 dpi; what is larger is looked at from further away."""


def pixels_of(length: float, dpi: float) -> int:
    """Return how many pixels a length in millimetres holds, at least one."""
    return max(1, round(length / MILLIMETRES_PER_INCH * dpi))


def excess(size: tuple[int, int], paper: Size, dpi: float) -> float:
    """Return how many times more pixels a side has than the paper can show of it.

    The print server turns a picture on the paper: so the longer sides are compared, and
    the shorter ones. Below one, the paper can show more than the picture has.
    """
    short, long = sorted(size)
    paper_short, paper_long = sorted(pixels_of(side, dpi) for side in paper)
    return max(short / paper_short, long / paper_long, sqrt(short * long / _MAX_PIXELS))


def fitting(size: tuple[int, int], times: float) -> tuple[int, int]:
    """Return the size that has no more than is needed, when it has so many times that.

    It is the same size within `TOLERANCE`.
    """
    return shrunk(size, times) if times > TOLERANCE else size


def shrunk(size: tuple[int, int], times: float) -> tuple[int, int]:
    """Return a size so many times smaller; the same if that would make it larger."""
    if times <= 1:
        return size
    width, height = size
    return max(1, round(width / times)), max(1, round(height / times))
