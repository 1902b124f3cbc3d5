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
_HEAD_END: Final = b"</head>"
_SHEET_END: Final = b"</div>"  # only sheets are in such elements
_END: Final = b"</body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPreview:
    """The first `shown` of `count` sheets of a print, and the largest size in mm."""

    html: str
    shown: int
    count: int
    width: float
    height: float


def create_sheet_preview(content: Content, max_bytes: int) -> SheetPreview | None:
    """Return as many of the first sheets as have `max_bytes`, None for none."""
    if content.media_format is not MediaFormat.HTML or content.pages is None:
        return None
    page = content.payload
    sizes = _SIZE.findall(page, 0, max(0, page.find(_HEAD_END)))
    shown = end = 0
    while (following := page.find(_SHEET_END, end)) >= 0:
        following += len(_SHEET_END)
        if following + len(_END) > max_bytes:
            break
        shown, end = shown + 1, following
    if not sizes or not shown:
        return None
    width, height = (
        round(max(map(int, sides)) * _CSS_PIXEL_MM, 1)
        for sides in zip(*sizes, strict=True)
    )
    return SheetPreview(
        html=(page[:end] + _END).decode(),
        shown=shown,
        count=content.pages,
        width=width,
        height=height,
    )
