"""The sheets of a print as a web page that is small enough to be shown."""

from dataclasses import dataclass
import re
from typing import Final

from ..content import Content
from ..settings import MILLIMETRES_PER_INCH
from .manual_duplex import join_sheets, split_sheets

_CSS_PIXEL_MM: Final = MILLIMETRES_PER_INCH / 96
# The rule of `WebPage` for the sheets of a size
_SIZE: Final = re.compile(rb"\.s\d+\{(?:page:s\d+;)?width:(\d+)px;height:(\d+)px\}")


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
    sizes, size = _SIZE.findall(head), len(head) + len(tail)
    shown = []
    for sheet in sheets[first - 1 : wanted.stop - 1 if wanted else None]:
        size += len(join_sheets(b"", [sheet], b""))
        if size > max_bytes:
            break
        shown.append(sheet)
    if not sizes or not shown:
        return None
    width, height = (
        round(max(map(int, sides)) * _CSS_PIXEL_MM, 1)
        for sides in zip(*sizes, strict=True)
    )
    return SheetPreview(
        html=join_sheets(head, shown, tail).decode(),
        first=first,
        shown=len(shown),
        count=content.pages or 0,
        width=width,
        height=height,
    )
