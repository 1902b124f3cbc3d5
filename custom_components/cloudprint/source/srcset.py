"""The picture that looks best on paper, out of several sizes of it."""

import re
from typing import Final

_MAX_WIDTH: Final = 2500
"""Pixels; A4 has no more at 300 dpi."""
_MAX_DENSITY: Final = 3.0
_CANDIDATE: Final = re.compile(r"[\s,]*+([^\s]++)([^,]*+)")
_SIZE: Final = re.compile(r"\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)([wx])\s*")


def best_of(srcset: str) -> str:
    """Return the one address of a `srcset` that looks best, or nothing if it has none.

    That is the largest, up to what a page can show.
    """
    best, best_rank = "", (False, 0.0)
    place = 0
    while candidate := _CANDIDATE.match(srcset, place):
        address, descriptor = candidate.groups()
        place = candidate.end()
        if address.endswith(","):
            # No descriptor: what follows is the next one.
            address, descriptor, place = address.rstrip(","), "", candidate.end(1)
        if address and (rank := _rank(descriptor)) > best_rank:
            best, best_rank = address, rank
    return best


def _rank(descriptor: str) -> tuple[bool, float]:
    """Return how good a size is: those not too large before others, the largest best."""
    found = _SIZE.fullmatch(descriptor)
    size, unit = (float(found[1]), found[2]) if found else (1.0, "x")
    fits = size <= (_MAX_WIDTH if unit == "w" else _MAX_DENSITY)
    return fits, size if fits else 1 / size
