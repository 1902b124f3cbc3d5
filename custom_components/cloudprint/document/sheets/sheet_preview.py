"""The sheets of a print as a web page that is small enough to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
import re
from typing import Final

from ..content import Content
from ..settings import MILLIMETRES_PER_INCH
from .manual_duplex import join_sheets, split_sheets

_CSS_PIXEL_MM: Final = MILLIMETRES_PER_INCH / 96
# The rule of `WebPage` for the sheets of a size
_SIZE: Final = re.compile(rb"\.(s\d+)\{(?:page:s\d+;)?width:(\d+)px;height:(\d+)px\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPreview:
    """Some of the `count` sheets of a print: `shown` from `first`.

    Sizes are the largest width and height of all, in millimetres.
    """

    html: str
    first: int
    shown: int
    count: int
    width: float
    height: float


def create_sheet_preview(
    content: Content, max_bytes: int, wanted: range | None = None
) -> SheetPreview | None:
    """Return as many of the wanted sheets, by default all, as have `max_bytes`.

    Sheets count from 1. Returns None for none, and for content without sheets.
    """
    if not content.has_sheets:
        return None
    head, sheets, tail = split_sheets(content.payload)
    first = wanted.start if wanted else 1
    sizes, size = _read_sizes(head), len(head) + len(tail)
    shown = []
    for sheet in sheets[first - 1 : wanted.stop - 1 if wanted else None]:
        size += len(join_sheets(b"", [sheet], b""))
        if size > max_bytes:
            break
        shown.append(sheet)
    if not sizes or not shown:
        return None
    width, height = map(max, zip(*sizes.values(), strict=True))
    return SheetPreview(
        html=join_sheets(head, shown, tail).decode(),
        first=first,
        shown=len(shown),
        count=content.pages or 0,
        width=width,
        height=height,
    )


def split_pages(
    contents: Sequence[Content], wanted: range
) -> tuple[list[Content], int]:
    """Return each of the wanted sheets of contents, from 1, as one, and how many there are."""
    pages, count = list[Content](), 0
    for content in contents:
        head, sheets, tail = split_sheets(content.payload)
        sizes = _read_sizes(head)
        for name, sheet in sheets:
            count += 1
            if count in wanted:
                payload = join_sheets(head, [(name, sheet)], tail)
                paper = sizes.get(name, content.paper)
                pages.append(replace(content, payload=payload, pages=1, paper=paper))
    return pages, count


def _read_sizes(head: bytes) -> dict[bytes, tuple[float, float]]:
    """Return the width and height of sheets in millimetres by the name of their size."""
    return {
        name: (
            round(int(width) * _CSS_PIXEL_MM, 1),
            round(int(height) * _CSS_PIXEL_MM, 1),
        )
        for name, width, height in _SIZE.findall(head)
    }
