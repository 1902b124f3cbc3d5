"""Sheets of paper: which pages are on them, and their web page with a picture each."""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Final, Self

from ..api.vocabulary import MediaFormat, MediaSource
from .content import Content
from .encoding import base64_pieces
from .errors import DocumentError
from .formats import DocumentFormat
from .settings import MILLIMETRES_PER_INCH

type Size = tuple[float, float]
"""Width and height in millimetres."""

_PIXELS_PER_MM: Final = 96 / MILLIMETRES_PER_INCH
"""CSS pixels."""
_HEAD: Final = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><style>'
    "@page{margin:0}html,body{margin:0}div{overflow:hidden;break-inside:avoid}"
    "div+div{break-before:page}img{display:block;transform-origin:0 0}"
)
_END: Final = b"</body></html>"
_SOURCE: Final = b'src="data:image/'

_PICTURES: Final = (MediaFormat.PNG, MediaFormat.JPG, MediaFormat.BMP)
_SHEET_PICTURES: Final = {
    b"png;base64": DocumentFormat.PNG,
    b"jpeg;base64": DocumentFormat.JPG,
}
_PIECE: Final = 64 * 1024
"""A multiple of four, so that each piece of base64 can be decoded by itself."""


def select_pages(page_ranges: str | None, count: int) -> list[int]:
    """Return the numbers of the pages, from 1, in ranges such as "1-3,5".

    Pages keep the order of the ranges and may be repeated. A range that begins within
    the document is cut at its end. Without ranges, all `count` pages are selected.
    Raises DocumentError for a range outside of the document.
    """
    if page_ranges is None:
        return list(range(1, count + 1))
    pages: list[int] = []
    for part in page_ranges.split(","):
        first, _, last = part.partition("-")
        selected = range(int(first), min(int(last or first), count) + 1)
        if not selected:
            raise DocumentError("page_ranges_outside", part=part, pages=str(count))
        pages += selected
    return pages


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of `paper` with a `picture` in its middle, which may fill it.

    With `is_turned`, the picture is turned a quarter to the left.
    """

    paper: Size
    picture: Size
    is_turned: bool = False

    @classmethod
    def for_page(cls, size: Size, paper: Size | None = None) -> Self:
        """Return a sheet of the size of a page, or of a paper to fit the page on.

        The paper gets the orientation of the page; the page is never enlarged.
        """
        if paper is None:
            return cls(size, size)
        if (size[0] - size[1]) * (paper[0] - paper[1]) < 0:
            paper = (paper[1], paper[0])
        scale = min(1.0, paper[0] / size[0], paper[1] / size[1])
        return cls(paper, (size[0] * scale, size[1] * scale))

    def upright(self) -> Self:
        """Return the sheet, turned if it is wider than high."""
        width, height = self.paper
        if width <= height:
            return self
        return replace(self, paper=(height, width), is_turned=True)


class WebPage:
    """Sheets as HTML, one after the other.

    Each size of sheet has a CSS page of its own, so that every sheet has exactly the
    size of its paper. Sizes are whole pixels, to which browsers round pages: a sheet
    that is larger by a fraction would take a second page.
    """

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        """Begin the page, which will have these sheets."""
        sizes = dict.fromkeys(_pixels(sheet.paper) for sheet in sheets)
        self._names = {size: f"s{number}" for number, size in enumerate(sizes)}
        self._html = BytesIO()
        self._html.write(f"{_HEAD}{self._rules()}</style></head><body>".encode())

    def _rules(self) -> str:
        rules = []
        for (width, height), name in self._names.items():
            size = f"{{size:{width}px {height}px}}"
            box = f"width:{width}px;height:{height}px"
            if len(self._names) == 1:
                rules.append(f"@page{size}.{name}{{{box}}}")
            else:
                rules.append(f"@page {name}{size}.{name}{{page:{name};{box}}}")
        return "".join(rules)

    @property
    def size(self) -> int:
        """Return the size in bytes if no more sheets are added."""
        return self._html.tell() + len(_END)

    def add(self, sheet: Sheet, kind: str, picture: bytes) -> None:
        """Add a sheet with its picture of the kind png or jpeg."""
        name = self._names[_pixels(sheet.paper)]
        self._html.write(
            f'<div class="{name}"><img alt="" style="{_style(sheet)}" '.encode()
            + _SOURCE
            + f"{kind};base64,".encode()
        )
        self._html.writelines(base64_pieces(picture))
        self._html.write(b'"></div>')

    def finish(self) -> bytes:
        """End the page, and return it."""
        self._html.write(_END)
        # Without copying it
        return self._html.getvalue()


def _pixels(size: Size) -> tuple[int, int]:
    width, height = (max(1, round(side * _PIXELS_PER_MM)) for side in size)
    return width, height


def _style(sheet: Sheet) -> str:
    """Return the style that puts a picture of its exact size in the middle of a sheet.

    Browsers round the sizes of pictures to whole pixels, but not those of transformed
    ones.
    """
    width, height = _pixels(sheet.picture)
    across, along = (
        side * _PIXELS_PER_MM / pixels
        for side, pixels in zip(sheet.picture, (width, height), strict=True)
    )
    transform = f"scale({across:f},{along:f})"
    place = sheet.picture
    if sheet.is_turned:
        # Around its upper left corner, which then moves down to the lower edge.
        transform = (
            f"translateY({place[0] * _PIXELS_PER_MM:f}px) rotate(-90deg) {transform}"
        )
        place = (place[1], place[0])
    style = f"width:{width}px;height:{height}px;transform:{transform}"
    if place == sheet.paper:
        return style
    left, top = (
        round((side - within) / 2 * _PIXELS_PER_MM)
        for side, within in zip(sheet.paper, place, strict=True)
    )
    return f"{style};margin:{top}px 0 0 {left}px"


def find_first_picture(content: Content) -> tuple[bytes, DocumentFormat] | None:
    """Return the picture that is the first page of content, and its format.

    None for content that is neither a picture nor made of sheets. Blocking.
    """
    if content.media_source is MediaSource.BASE64:
        if content.media_format not in _PICTURES:
            return None
        return content.payload, DocumentFormat(content.media_format)
    if content.media_format is not MediaFormat.HTML or content.pages is None:
        return None
    page = content.payload
    start = page.find(_SOURCE)
    comma = page.find(b",", start)
    end = page.find(b'"', comma)
    document_format = _SHEET_PICTURES.get(page[start + len(_SOURCE) : comma])
    if min(start, comma, end) < 0 or document_format is None:
        return None
    try:
        data = b"".join(
            b64decode(page[piece : min(piece + _PIECE, end)], validate=True)
            for piece in range(comma + 1, end, _PIECE)
        )
    except ValueError:
        return None
    return data, document_format
