"""The sheets of a print as a web page that is small enough to be shown."""

from dataclasses import dataclass
import re
from typing import Final

from ...api.vocabulary import MediaFormat
from ..content import Content
from ..settings import MILLIMETRES_PER_INCH

_CSS_PIXEL_MM: Final = MILLIMETRES_PER_INCH / 96
# The rule of `WebPage` for the sheets of a size
_SIZE: Final = re.compile(rb"\.s\d+\{(?:page:s\d+;)?width:(\d+)px;height:(\d+)px\}")
_BODY: Final = b"</head><body>"
_SHEET_END: Final = b"</div>"  # only sheets are in such elements
_END: Final = b"</body></html>"


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
    if content.media_format is not MediaFormat.HTML or content.pages is None:
        return None
    page = content.payload
    body = max(0, page.find(_BODY))
    sizes = _SIZE.findall(page, 0, body)
    start = end = body + len(_BODY)
    first = wanted.start if wanted else 1
    number = shown = 0
    while (following := page.find(_SHEET_END, end)) >= 0:
        following += len(_SHEET_END)
        number += 1
        if number < first:
            start = end = following
            continue
        size = body + len(_BODY) + following - start + len(_END)
        if size > max_bytes or (wanted and number not in wanted):
            break
        shown, end = shown + 1, following
    if not sizes or not shown:
        return None
    width, height = (
        round(max(map(int, sides)) * _CSS_PIXEL_MM, 1)
        for sides in zip(*sizes, strict=True)
    )
    return SheetPreview(
        html=(page[: body + len(_BODY)] + page[start:end] + _END).decode(),
        first=first,
        shown=shown,
        count=content.pages,
        width=width,
        height=height,
    )
