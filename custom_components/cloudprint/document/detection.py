"""Which format a document is in: by its bytes, then by its name."""

from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from .errors import DocumentError
from .formats import (
    ENDINGS,
    FOREIGN_ENDINGS,
    TEXT_FORMATS,
    DocumentFormat,
    ending_of,
    supported_formats,
)
from .text import decode_text

_MARKS: Final = (
    (b"\x89PNG\r\n\x1a\n", DocumentFormat.PNG),
    (b"\xff\xd8\xff", DocumentFormat.JPG),
    (b"%PDF-", DocumentFormat.PDF),
    (b"GIF8", DocumentFormat.GIF),
    (b"II*\0", DocumentFormat.TIFF),
    (b"MM\0*", DocumentFormat.TIFF),
    (b"II+\0", DocumentFormat.TIFF),
    (b"MM\0+", DocumentFormat.TIFF),
)
_RIFF: Final = b"RIFF"
_WEBP: Final = b"WEBP"
_BOX: Final = b"ftyp"
_BRANDS: Final = {
    **dict.fromkeys((b"avif", b"avis"), DocumentFormat.AVIF),
    **dict.fromkeys(
        (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"),
        DocumentFormat.HEIC,
    ),
}
"""What is in a file of boxes, by its brands (ISO/IEC 23008-12 and the AV1 one)."""
_GENERAL_BRANDS: Final = frozenset({b"mif1", b"mif2", b"msf1", b"miaf"})
"""Brands of any pictures, with another brand beside them."""
_MAX_BRANDS_BYTES: Final = 512
_BMP: Final = b"BM"
_BMP_HEADER_BYTES: Final = frozenset({12, 40, 52, 56, 64, 108, 124})
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: Final = (
    ("WordDocument", DocumentFormat.WORD),
    ("Workbook", DocumentFormat.EXCEL),
    ("Book", DocumentFormat.EXCEL),
    ("PowerPoint Document", DocumentFormat.PPT),
)
_ZIP: Final = b"PK\x03\x04"
_OOXML_FOLDERS: Final = {
    "word": DocumentFormat.WORD,
    "xl": DocumentFormat.EXCEL,
    "ppt": DocumentFormat.PPT,
}
_FOREIGN_MARKS: Final = (
    (0, b"%!PS", "PostScript"),
    (0, b"{\\rtf", "RTF"),
)
"""Marks of formats that cannot be printed, and that could pass as text."""


def detect(
    data: bytes, *, name: str = "", wanted: DocumentFormat | None = None
) -> DocumentFormat:
    """Return the format that a file's bytes are in.

    The bytes decide. What was asked for, or else the name's ending, is needed only for
    text, which has no mark of its own, and for an Office file with another one inside.
    Raises DocumentError when the bytes are in no format that can be printed, or not in
    the format that was asked for.
    """
    if foreign := _foreign_format(data):
        raise _unknown(foreign)
    ending = ending_of(name)
    hint = wanted or ENDINGS.get(ending)
    found = _format_of_bytes(data, hint)
    if wanted is None and found is None and ending in FOREIGN_ENDINGS:
        raise _unknown(ending)
    expected = wanted or found or hint
    if found is None and (expected is None or expected in TEXT_FORMATS):
        return _format_of_text(data, expected)
    if expected is not found or expected is None:
        raise DocumentError("content_mismatch", format=expected or "")
    return expected


def _unknown(name: str) -> DocumentError:
    return DocumentError("format_unknown", value=name, supported=supported_formats())


def _format_of_text(data: bytes, wanted: DocumentFormat | None) -> DocumentFormat:
    """Return the format of bytes that are text, or raise DocumentError."""
    if (text := decode_text(data)) is None:
        if wanted is None:
            raise DocumentError("format_unrecognized", supported=supported_formats())
        raise DocumentError("content_mismatch", format=wanted)
    if wanted is not None:
        return wanted
    start = text[:256].lstrip().lower()
    is_page = start.startswith(("<!doctype html", "<html"))
    return DocumentFormat.HTML if is_page else DocumentFormat.TEXT


def _foreign_format(data: bytes) -> str | None:
    """Return the name of a format that the cloud does not take, if the bytes tell."""
    for start, mark, name in _FOREIGN_MARKS:
        if data.startswith(mark, start):
            return name
    return None


def _format_of_bytes(data: bytes, hint: DocumentFormat | None) -> DocumentFormat | None:
    """Return the format that the bytes themselves tell."""
    for mark, document_format in _MARKS:
        if data.startswith(mark):
            return document_format
    # Two letters alone would make a bitmap of a text about a "BMW".
    if (
        data.startswith(_BMP)
        and int.from_bytes(data[14:18], "little") in _BMP_HEADER_BYTES
    ):
        return DocumentFormat.BMP
    if data.startswith(_RIFF) and data[8:12] == _WEBP:
        return DocumentFormat.WEBP
    if data[4:8] == _BOX:
        return _format_of_boxes(data)
    if data.startswith(_OLE):
        return _format_of_ole(data, hint)
    if data.startswith(_ZIP):
        return _format_of_zip(data)
    return None


def _format_of_boxes(data: bytes) -> DocumentFormat | None:
    """Tell HEIC and AVIF apart by the first brand that says it; films are neither."""
    brand = data[8:12]
    if brand not in _GENERAL_BRANDS:
        return _BRANDS.get(brand)
    end = min(int.from_bytes(data[:4]), _MAX_BRANDS_BYTES)
    others = (data[start : start + 4] for start in range(16, end, 4))
    return next(
        (_BRANDS[other] for other in others if other in _BRANDS), DocumentFormat.HEIC
    )


def _format_of_ole(data: bytes, hint: DocumentFormat | None) -> DocumentFormat | None:
    """Tell the old Office formats apart by the names in their directory ([MS-CFB]).

    A sheet within a letter is among the names, too: then the hint decides.
    """
    found = [
        document_format
        for name, document_format in _OLE_STREAMS
        if _directory_entry(name) in data
    ]
    return hint if hint in found else next(iter(found), None)


def _directory_entry(name: str) -> bytes:
    """Return how an entry begins: 64 bytes of padded name, then the name's length."""
    entry = name.encode("utf-16-le")
    return entry.ljust(64, b"\0") + (len(entry) + 2).to_bytes(2, "little")


def _format_of_zip(data: bytes) -> DocumentFormat | None:
    """Tell the new Office formats apart by their folders (ECMA-376)."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except BadZipFile, ValueError, NotImplementedError, OSError:
        return None
    if "[Content_Types].xml" not in names:
        return None
    for entry in names:
        if document_format := _OOXML_FOLDERS.get(entry.partition("/")[0]):
            return document_format
    return None
