"""The first page of a content, where it is a picture."""

from base64 import b64decode
from typing import Final

from ..api import MediaFormat, MediaSource
from .content import Content
from .formats import DocumentFormat

_FORMATS: Final = {
    MediaFormat.PNG: DocumentFormat.PNG,
    MediaFormat.JPG: DocumentFormat.JPG,
    MediaFormat.BMP: DocumentFormat.BMP,
}
_SHEET: Final = b'src="data:image/'
"""How the picture of a sheet begins in a web page of ours."""
_SHEET_FORMATS: Final = {
    b"png;base64": DocumentFormat.PNG,
    b"jpeg;base64": DocumentFormat.JPG,
}
_PIECE: Final = 64 * 1024
"""A multiple of four: pieces of base64 are decoded for themselves."""


def first_picture(content: Content) -> tuple[bytes, DocumentFormat] | None:
    """Return the picture that the first page of a content is, and its format.

    None for content that is not raster. Blocking.
    """
    if content.media_source is MediaSource.BASE64:
        document_format = _FORMATS.get(content.media_format)
        return None if document_format is None else (content.payload, document_format)
    if content.media_format is not MediaFormat.HTML or content.pages is None:
        return None
    return _first_sheet(content.payload)


def _first_sheet(page: bytes) -> tuple[bytes, DocumentFormat] | None:
    """Return the first picture in a web page of sheets."""
    start = page.find(_SHEET)
    comma = page.find(b",", start)
    end = page.find(b'"', comma)
    document_format = _SHEET_FORMATS.get(page[start + len(_SHEET) : comma])
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
