"""Small things to do with a page's tags."""

import re
from typing import Final

from bs4 import Tag

_MAX_WIDTH: Final = 2500
"""Pixels; A4 has no more at 300 dpi."""
_MAX_DENSITY: Final = 3.0
_CANDIDATE = re.compile(r"[\s,]*+([^\s]++)([^,]*+)")
_SIZE = re.compile(r"\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)([wx])\s*")


def text_of(tag: Tag, name: str) -> str:
    """Return an attribute, or nothing if there is none."""
    value = tag.get(name)
    return value if isinstance(value, str) else ""


def replace(tag: Tag, name: str, value: str | None) -> None:
    """Replace an attribute that there is, or take it away."""
    if value is None:
        drop(tag, name)
    elif tag.has_attr(name):
        tag[name] = value


def drop(tag: Tag, *names: str) -> None:
    """Take attributes away."""
    for name in names:
        if tag.has_attr(name):
            del tag[name]


def fill(tag: Tag, css: str) -> None:
    """Let a `style` tag hold a stylesheet, and nothing in that end the tag."""
    tag.string = css.replace("</", "<\\/")


def best_picture(tag: Tag) -> str:
    """Return the one address of a `srcset` that looks best on paper, if there is any.

    That is the largest, up to what a page can show.
    """
    best, best_rank = "", (False, 0.0)
    srcset = text_of(tag, "srcset")
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
    """Return how good a size is: those that are not too large first, the largest best."""
    found = _SIZE.fullmatch(descriptor)
    size, unit = (float(found[1]), found[2]) if found else (1.0, "x")
    fits = size <= (_MAX_WIDTH if unit == "w" else _MAX_DENSITY)
    return fits, size if fits else 1 / size
