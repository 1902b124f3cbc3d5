"""The first page of content, of which a preview is made."""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
import json
import re
from typing import Any, Final

from ...api.vocabulary import MediaSource
from ..content import Content
from ..formats import DocumentFormat
from .arranged_page import ARRANGED_HEAD
from .paper import Size
from .sheets import parse_style

_SOURCE: Final = re.compile(rb'"data:image/(\w+);base64,')
_KINDS: Final = {
    b"png": DocumentFormat.PNG,
    b"jpeg": DocumentFormat.JPG,
    b"webp": DocumentFormat.WEBP,
}
_PIECE: Final = 64 * 1024  # a multiple of four: each can be decoded by itself

_HEAD: Final = ARRANGED_HEAD.encode()
_SHEET: Final = re.compile(rb'<body><div class="[\w ]+">(?:<!--(.*?)-->|</div>)')
_PICTURE_SHEET: Final = re.compile(
    rb'<body><div class="[\w ]+"><img alt="" style="([^"]*)" src="'
)
_SHEET_BYTES: Final = 256 * 1024  # in which the first sheet's description or style ends
# The description of a sheet without one: the blank back of the last page
_BLANK: Final = b'{"at":[],"lines":[]}'

type _Picture = tuple[DocumentFormat, bytes]


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The pictures of the first page; without a `description`, the only one is all."""

    pictures: list[_Picture]
    paper: Size | None = None
    description: dict[str, Any] | None = None


def find_first_page(content: Content) -> FirstPage | None:
    """Return the first page of a picture or of sheets, None for others. Blocking."""
    if content.media_source is MediaSource.BASE64:
        if not content.is_picture:
            return None
        return FirstPage([(DocumentFormat(content.media_format), content.payload)])
    if not content.has_sheets:
        return None
    try:
        if content.payload.startswith(_HEAD):
            return _find_sheet(content)
        return _find_picture_sheet(content)
    except KeyError, StopIteration, ValueError:
        # Not written by this integration, or damaged
        return None


def _find_sheet(content: Content) -> FirstPage:
    match = _SHEET.search(content.payload, len(_HEAD), _SHEET_BYTES)
    if match is None:
        raise ValueError
    description = json.loads(match[1] or _BLANK)
    count = max((place[0] + 1 for place in description["at"]), default=0)
    pictures = find_pictures(content.payload, match.end())
    return FirstPage([next(pictures) for _ in range(count)], content.paper, description)


def _find_picture_sheet(content: Content) -> FirstPage:
    pictures = [next(find_pictures(content.payload))]
    match = _PICTURE_SHEET.search(content.payload, 0, _SHEET_BYTES)
    if (
        match is None
        or content.paper is None
        or (sheet := parse_style(match[1], content.paper)) is None
    ):
        return FirstPage(pictures)
    place = [0, *sheet.box, sheet.rotation]
    return FirstPage(pictures, content.paper, {"at": [place], "lines": []})


def find_pictures(page: bytes, position: int = 0) -> Iterator[_Picture]:
    """Yield the pictures of a web page. Raises KeyError and ValueError if damaged."""
    return (picture for picture, _ in find_sources(page, position))


def find_sources(page: bytes, position: int = 0) -> Iterator[tuple[_Picture, slice]]:
    """Yield the pictures of a web page, each with the place of its source."""
    while source := _SOURCE.search(page, position):
        start = source.end()
        position = page.index(b'"', start)
        data = b"".join(
            b64decode(page[piece : min(piece + _PIECE, position)], validate=True)
            for piece in range(start, position, _PIECE)
        )
        yield (_KINDS[source[1]], data), slice(source.start(), position)
