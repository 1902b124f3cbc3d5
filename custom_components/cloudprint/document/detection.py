"""Which of the cloud's formats a document is in: by its bytes, then by its name."""

from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from ..api import MediaFormat, MediaSource
from .content import Content
from .errors import DocumentError
from .formats import ENDINGS, FOREIGN_ENDINGS, ending_of, supported_formats
from .text import decode_text

TEXT_FORMATS: Final = frozenset({MediaFormat.HTML, MediaFormat.TEXT})

_MARKS: Final = (
    (b"\x89PNG\r\n\x1a\n", MediaFormat.PNG),
    (b"\xff\xd8\xff", MediaFormat.JPG),
)
_BMP: Final = b"BM"
_BMP_HEADER_BYTES: Final = frozenset({12, 40, 52, 56, 64, 108, 124})
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: Final = (
    ("WordDocument", MediaFormat.WORD),
    ("Workbook", MediaFormat.EXCEL),
    ("Book", MediaFormat.EXCEL),
    ("PowerPoint Document", MediaFormat.PPT),
)
_ZIP: Final = b"PK\x03\x04"
_OOXML_FOLDERS: Final = {
    "word": MediaFormat.WORD,
    "xl": MediaFormat.EXCEL,
    "ppt": MediaFormat.PPT,
}
_FOREIGN_MARKS: Final = (
    (0, b"%PDF-", "PDF"),
    (0, b"%!PS", "PostScript"),
    (0, b"{\\rtf", "RTF"),
    (0, b"GIF8", "GIF"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (8, b"WEBP", "WEBP"),
)
"""Marks of formats that the cloud does not take; some of them could pass as text."""


def content_from_bytes(
    data: bytes, *, name: str = "", media_format: MediaFormat | None = None
) -> Content:
    """Return the content that a file's bytes are.

    The bytes decide. What was asked for, or else the name's ending, is needed only for
    text, which has no mark of its own, and for an Office file with another one inside.
    Raises DocumentError when there is nothing, when the bytes are in no format of the
    cloud, or when they are not in the format that was asked for.
    """
    if not data:
        raise DocumentError("content_empty")
    if foreign := _foreign_format(data):
        raise _unknown(foreign)
    ending = ending_of(name)
    hint = media_format or ENDINGS.get(ending)
    found = _format_of_bytes(data, hint)
    wanted = media_format or found or hint
    if wanted is None and ending in FOREIGN_ENDINGS:
        raise _unknown(ending)
    if wanted is None or (wanted in TEXT_FORMATS and found is None):
        return _text(data, wanted)
    if wanted is not found:
        raise DocumentError("content_mismatch", format=wanted)
    return Content(media_format=wanted, media_source=MediaSource.BASE64, payload=data)


def _unknown(name: str) -> DocumentError:
    return DocumentError("format_unknown", value=name, supported=supported_formats())


def _text(data: bytes, wanted: MediaFormat | None) -> Content:
    """Return bytes as a text or a web page."""
    if (text := decode_text(data)) is None:
        if wanted is None:
            raise DocumentError("format_unrecognized", supported=supported_formats())
        raise DocumentError("content_mismatch", format=wanted)
    return Content.from_string(text, wanted or _format_of_text(text))


def _foreign_format(data: bytes) -> str | None:
    """Return the name of a format that the cloud does not take, if the bytes tell."""
    for start, mark, name in _FOREIGN_MARKS:
        if data.startswith(mark, start):
            return name
    return None


def _format_of_bytes(data: bytes, hint: MediaFormat | None) -> MediaFormat | None:
    """Return the format that the bytes themselves tell."""
    for mark, media_format in _MARKS:
        if data.startswith(mark):
            return media_format
    # Two letters alone would make a bitmap of a text about a "BMW".
    if (
        data.startswith(_BMP)
        and int.from_bytes(data[14:18], "little") in _BMP_HEADER_BYTES
    ):
        return MediaFormat.BMP
    if data.startswith(_OLE):
        return _format_of_ole(data, hint)
    if data.startswith(_ZIP):
        return _format_of_zip(data)
    return None


def _format_of_text(text: str) -> MediaFormat:
    """Tell a web page from plain text by how it begins."""
    start = text[:256].lstrip().lower()
    if start.startswith(("<!doctype html", "<html")):
        return MediaFormat.HTML
    return MediaFormat.TEXT


def _format_of_ole(data: bytes, hint: MediaFormat | None) -> MediaFormat | None:
    """Tell the old Office formats apart by the names in their directory ([MS-CFB]).

    A sheet within a letter is among the names, too: then the hint decides.
    """
    found = [
        media_format
        for name, media_format in _OLE_STREAMS
        if _directory_entry(name) in data
    ]
    return hint if hint in found else next(iter(found), None)


def _directory_entry(name: str) -> bytes:
    """Return how an entry begins: 64 bytes of padded name, then the name's length."""
    entry = name.encode("utf-16-le")
    return entry.ljust(64, b"\0") + (len(entry) + 2).to_bytes(2, "little")


def _format_of_zip(data: bytes) -> MediaFormat | None:
    """Tell the new Office formats apart by their folders (ECMA-376)."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except BadZipFile, ValueError, NotImplementedError, OSError:
        return None
    if "[Content_Types].xml" not in names:
        return None
    for entry in names:
        if media_format := _OOXML_FOLDERS.get(entry.partition("/")[0]):
            return media_format
    return None
