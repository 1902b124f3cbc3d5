"""Which format a document is in: by its bytes, then by its name."""

import re
from typing import Final

from .errors import DocumentError
from .formats import (
    ENDINGS,
    FOREIGN_ENDINGS,
    TEXT_FORMATS,
    DocumentFormat,
    ending_of,
    supported_formats,
)
from .office.compound_file import COMPOUND_MARK
from .office.office_binary import format_of_binary
from .office.office_package import ZIP_MARK, format_of_package
from .text import beginning_of_text, encoding_of

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
_FOREIGN_MARKS: Final = (
    (b"%!PS", "PostScript"),
    (b"{\\rtf", "RTF"),
    (b"\0\0\1\0", "ICO"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"Rar!\x1a\7", "RAR"),
    (b"\x1f\x8b", "GZ"),
)
"""Marks of formats that cannot be printed; some of them could pass as text."""

_PROLOGUE: Final = r"\s*(?:(?:<\?[^>]*>|<!--(?:(?!-->).)*-->)\s*)*"
_PAGE: Final = re.compile(
    _PROLOGUE + r"<(?:!doctype\s+)?html\b", re.IGNORECASE | re.DOTALL
)
_DRAWING: Final = re.compile(
    _PROLOGUE + r"(?:<!doctype\s+svg\b[^>]*>\s*)?<svg\b", re.IGNORECASE | re.DOTALL
)


def detect(
    data: bytes, *, name: str = "", wanted: DocumentFormat | None = None
) -> DocumentFormat:
    """Return the format that a file's bytes are in.

    The bytes decide. What was asked for, or else the name's ending, is needed only for
    text, which has no mark of its own, and for WPS files, which are like Office's.
    Raises DocumentError when the bytes are in no format that can be printed, or not in
    the format that was asked for.
    """
    for mark, foreign in _FOREIGN_MARKS:
        if data.startswith(mark):
            raise _unknown(foreign)
    ending = ending_of(name)
    hint = wanted or ENDINGS.get(ending)
    found = _format_of_bytes(data, hint)
    if wanted is None and found is None and ending in FOREIGN_ENDINGS:
        raise _unknown(ending)
    expected = wanted or found or hint
    if expected is None or (found is None and expected in TEXT_FORMATS):
        return _format_of_text(data, expected)
    if expected is not found:
        raise DocumentError("content_mismatch", format=expected)
    return expected


def likely_format(head: bytes, name: str) -> DocumentFormat | None:
    """Return what a file most likely is, by its first 4096 bytes; None for text.

    Only all of a package tells what is in it: until then, its name's word is taken.
    """
    hint = ENDINGS.get(ending_of(name))
    if head.startswith((ZIP_MARK, COMPOUND_MARK)):
        return hint
    return _format_of_bytes(head, hint)


def _unknown(name: str) -> DocumentError:
    return DocumentError("format_unknown", value=name, supported=supported_formats())


def _format_of_text(data: bytes, wanted: DocumentFormat | None) -> DocumentFormat:
    """Return the format of bytes that are text, or raise DocumentError."""
    encoding = encoding_of(data)
    if wanted is not None:
        if encoding is None:
            raise DocumentError("content_mismatch", format=wanted)
        return wanted
    if data.startswith(ZIP_MARK):
        raise _unknown("ZIP")
    if encoding is None:
        raise DocumentError("format_unrecognized", supported=supported_formats())
    beginning = beginning_of_text(data, encoding)
    if _DRAWING.match(beginning):
        raise _unknown("SVG")
    return DocumentFormat.HTML if _PAGE.match(beginning) else DocumentFormat.TEXT


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
    if data.startswith(COMPOUND_MARK):
        found = format_of_binary(data)
        # WPS Office writes the same streams: only the name tells.
        is_wps = found is not None and hint is DocumentFormat.WPS
        return DocumentFormat.WPS if is_wps else found
    if data.startswith(ZIP_MARK):
        return format_of_package(data)
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
