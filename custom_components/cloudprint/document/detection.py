"""Reads files, and detects their formats by their bytes, then by their names."""

from mmap import ACCESS_READ, mmap
from pathlib import Path
import re
from typing import Final

from .errors import MAX_RASTER_BYTES, MAX_SOURCE_BYTES, DocumentError, check_size
from .formats import (
    ENDINGS,
    FOREIGN_ENDINGS,
    HEAD_BYTES,
    MAPPED_FORMATS,
    PRINTER_RASTER_FORMATS,
    RASTER_FORMATS,
    RAW_ENDINGS,
    TEXT_FORMATS,
    DocumentFormat,
    get_ending,
    list_supported_formats,
)
from .office.office_binary import COMPOUND_MARK, detect_binary_format
from .office.office_package import ZIP_MARK, detect_package_format
from .text.text import (
    decode_beginning,
    decode_utf8_head,
    detect_encoding,
    find_given,
    is_binary,
)

_MARKS: Final = (
    (b"\x89PNG\r\n\x1a\n", DocumentFormat.PNG),
    (b"\xff\xd8\xff", DocumentFormat.JPG),
    (b"GIF8", DocumentFormat.GIF),
    (b"II*\0", DocumentFormat.TIFF),
    (b"MM\0*", DocumentFormat.TIFF),
    (b"II+\0", DocumentFormat.TIFF),
    (b"MM\0+", DocumentFormat.TIFF),
    (b"RaS2PwgRaster\0", DocumentFormat.PWG),
    (b"RaS2\0", DocumentFormat.PWG),
    (b"UNIRAST\0", DocumentFormat.URF),
)
_PDF_MARK: Final = re.compile(rb"%PDF|%!PS-Adobe-\d\.\d PDF-")
"""Also without the dash, and as Acrobat takes it (PDF Reference 1.7, note 13)."""
_PDF_MARK_BYTES: Final = 1024  # it begins within these (note 13)
_PDF_OBJECT: Final = re.compile(rb"\b\d++\s++\d++\s++obj\b")
_PDF_START: Final = re.compile(rb"\s*+(?:%[^\r\n]*+\s*+)*+\d++\s++\d++\s++obj\b")
_BLANK: Final = b"\xef\xbb\xbf\0\t\n\f\r "
_LAYOUT_FORMATS: Final = TEXT_FORMATS - {DocumentFormat.TEXT}  # may show a PDF
_PPM: Final = re.compile(
    rb"P[1-6]\s(?:\s|#[^\r\n]*[\r\n])*+\d{1,9}(?:\s|#[^\r\n]*[\r\n])++\d{1,9}\s"
)
_BRANDS: Final = {  # of ISOBMFF (ISO/IEC 23008-12, AV1 Image File Format)
    **dict.fromkeys((b"avif", b"avis"), DocumentFormat.AVIF),
    **dict.fromkeys(
        (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"),
        DocumentFormat.HEIC,
    ),
}
_GENERAL_BRANDS: Final = frozenset({b"mif1", b"mif2", b"msf1", b"miaf"})
_MAX_BRANDS_BYTES: Final = 512
_BMP_HEADER_BYTES: Final = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_FOREIGN_MARKS: Final = (
    (b"%!PS", "PostScript"),
    (b"{\\rtf", "RTF"),
    (b"\0\0\1\0", "ICO"),
    (b"8BPS\0", "PSD"),
    (b"gimp xcf ", "XCF"),
    (b"\0\0\0\x0cjP  \r\n", "JP2"),
    (b"\xff\x4f\xff\x51", "J2K"),
    (b"\0\0\0\x0cJXL \r\n", "JXL"),
    (b"\xff\x0a", "JXL"),
    (b"qoif\0", "QOI"),
    (b"DDS |\0", "DDS"),
    (b"v/1\1", "EXR"),
    (b"P7\n", "PAM"),
    (b"AT&TFORM", "DJVU"),
    (b"\xd7\xcd\xc6\x9a", "WMF"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"Rar!\x1a\7", "RAR"),
    (b"\x1f\x8b", "GZ"),
)

_ENCODINGS: Final = "gb18030, big5, shift_jis, windows-1251"
_PROLOGUE: Final = r"\s*(?:(?:<\?[^>]*>|<!--(?:(?!-->).)*-->)\s*)*"
_PAGE: Final = re.compile(
    _PROLOGUE + r"<(?:!doctype\s+)?html\b", re.IGNORECASE | re.DOTALL
)
_DRAWING: Final = re.compile(
    _PROLOGUE + r"(?:<!doctype\s+svg\b[^>]*>\s*)?<svg\b", re.IGNORECASE | re.DOTALL
)
_FOREIGN_XML: Final = (  # documents that are one XML file, whatever their ending
    (re.compile(_PROLOGUE + r"<\?mso-application\b", re.DOTALL), "Office 2003 XML"),
    (re.compile(_PROLOGUE + r"<office:document\b", re.DOTALL), "Flat ODF"),
)
_MIME: Final = re.compile(  # a mail or saved web page (RFC 5322, 2045, 2557)
    r"\s*(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?"
    r"(?:MIME-Version:|From: <Saved by|Snapshot-Content-Location:)",
    re.IGNORECASE,
)

type FileData = bytes | mmap  # of a mapping, only parts being read are in memory


def detect(
    data: bytes,
    *,
    name: str = "",
    wanted: DocumentFormat | None = None,
    encoding: str | None = None,
) -> DocumentFormat:
    """Return the format of a file.

    The bytes decide. The requested format, or else the ending of the name, tells only
    kinds of text and WPS files apart. Raises DocumentError for a format that cannot be
    printed or is not the requested one, and for text in an unknown encoding.
    """
    ending = get_ending(name)
    hint = wanted or ENDINGS.get(ending)
    detected = _detect_bytes(data, hint)
    if detected is None:
        _check_foreign(data)
    foreign_endings = FOREIGN_ENDINGS if detected is None else RAW_ENDINGS
    if wanted is None and ending in foreign_endings:
        raise create_foreign_error(ending)
    expected = wanted or detected or hint
    if expected is None or (detected is None and expected in TEXT_FORMATS):
        return _detect_text(data, expected, encoding, is_requested=wanted is not None)
    if expected is not detected:
        raise DocumentError("content_mismatch", format=expected)
    if encoding is not None:
        raise DocumentError("encoding_misplaced", format=expected)
    return expected


def guess_format(
    head: bytes, name: str, wanted: DocumentFormat | None = None
) -> DocumentFormat | None:
    """Return the likely format by the head, of packages by name; None for text."""
    hint = wanted or ENDINGS.get(get_ending(name))
    if head.startswith((ZIP_MARK, COMPOUND_MARK)):
        return None if hint in RASTER_FORMATS else hint
    return _detect_bytes(head, hint)


def check_head(head: bytes, wanted: DocumentFormat | None = None) -> None:
    """Raise DocumentError if the first `HEAD_BYTES` tell that a file cannot be printed."""
    if len(head) < HEAD_BYTES:
        # This is all of it.
        detect(head, wanted=wanted)
    elif guess_format(head, "", wanted) is None:
        _check_foreign(head)


def create_foreign_error(name: str) -> DocumentError:
    """Create the error for a known format that cannot be printed."""
    if name.lower() == "ofd":
        # Chinese electronic invoices, which are issued as PDF, too.
        return DocumentError("ofd_unsupported")
    return DocumentError(
        "format_unknown", value=name, supported=list_supported_formats()
    )


def _check_foreign(data: bytes) -> None:
    for mark, foreign in _FOREIGN_MARKS:
        if data.startswith(mark):
            raise create_foreign_error(foreign)


def _detect_text(
    data: bytes, wanted: DocumentFormat | None, given: str | None, *, is_requested: bool
) -> DocumentFormat:
    """Return the format of a text; `wanted` is requested, or the ending's."""
    if wanted is None and data.startswith(ZIP_MARK):
        raise create_foreign_error("ZIP")
    encoding = detect_encoding(data) if given is None else find_given(data, given)
    if encoding is None:
        if not is_binary(data):
            raise DocumentError(
                "encoding_unknown", examples=_ENCODINGS, unicode="UTF-8"
            )
        if wanted is None:
            raise DocumentError(
                "format_unrecognized", supported=list_supported_formats()
            )
        raise DocumentError("content_mismatch", format=wanted)
    beginning = decode_beginning(data, encoding)
    for document, foreign in _FOREIGN_XML:
        if not is_requested and document.match(beginning):
            raise create_foreign_error(foreign)
    if wanted is not None:
        return wanted
    if _DRAWING.match(beginning):
        raise create_foreign_error("SVG")
    if _MIME.match(beginning):
        raise create_foreign_error("EML/MHTML")
    return DocumentFormat.HTML if _PAGE.match(beginning) else DocumentFormat.TEXT


def _detect_bytes(data: bytes, hint: DocumentFormat | None) -> DocumentFormat | None:
    """Return the format by the bytes; None for text and for what is unknown."""
    for mark, document_format in _MARKS:
        if data.startswith(mark):
            return document_format
    # The two letters alone would match a text about a "BMW".
    bmp_header_bytes = int.from_bytes(data[14:18], "little")
    if data.startswith(b"BM") and bmp_header_bytes in _BMP_HEADER_BYTES:
        return DocumentFormat.BMP
    if _PPM.match(data):
        return DocumentFormat.PPM
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return DocumentFormat.WEBP
    if data[4:8] == b"ftyp":
        return _detect_brand(data)
    if _is_pdf(data[:HEAD_BYTES], hint):
        return DocumentFormat.PDF
    if data.startswith(COMPOUND_MARK):
        office_format = detect_binary_format(data)
        # WPS Office writes the same streams; only the name differs.
        is_wps = office_format is not None and hint is DocumentFormat.WPS
        return DocumentFormat.WPS if is_wps else office_format
    if data.startswith(ZIP_MARK):
        return detect_package_format(data)
    return None


def _is_pdf(head: bytes, hint: DocumentFormat | None) -> bool:
    """Return whether a file begins as a PDF does, also with other bytes before it.

    A text that only mentions the mark has no objects, or is a format that shows some.
    """
    mark = _PDF_MARK.search(head[: _PDF_MARK_BYTES + len(b"%PDF")])
    if mark is not None and not head[: mark.start()].strip(_BLANK):
        return True
    if head.startswith((ZIP_MARK, COMPOUND_MARK)):
        return False
    if hint in _LAYOUT_FORMATS and decode_utf8_head(head) is not None:
        return False
    if hint is DocumentFormat.PDF:
        return mark is not None or _PDF_OBJECT.search(head) is not None
    if mark is not None:
        return _PDF_OBJECT.search(head, mark.end()) is not None
    return _PDF_START.match(head) is not None


def _detect_brand(data: bytes) -> DocumentFormat | None:
    """Tell HEIC and AVIF apart by the first specific brand; None for videos."""
    brand = data[8:12]
    if brand not in _GENERAL_BRANDS:
        return _BRANDS.get(brand)
    end = min(int.from_bytes(data[:4]), _MAX_BRANDS_BYTES)
    others = (data[start : start + 4] for start in range(16, end, 4))
    return next(
        (_BRANDS[other] for other in others if other in _BRANDS), DocumentFormat.HEIC
    )


def read_head(path: Path, name: str, wanted: DocumentFormat | None) -> bytes:
    """Return a file's beginning. Raises OSError, and DocumentError for a large file."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        is_raster = guess_format(head, name, wanted) in PRINTER_RASTER_FORMATS
        check_size(file.seek(0, 2), MAX_RASTER_BYTES if is_raster else MAX_SOURCE_BYTES)
    return head


def read_file(path: Path, name: str, wanted: DocumentFormat | None) -> FileData:
    """Return a file, mapped if its format allows that. Raises like `read_head`.

    Only for a child process: one whose mapped file becomes shorter is killed.
    """
    head = read_head(path, name, wanted)
    if guess_format(head, name, wanted) not in MAPPED_FORMATS:
        return path.read_bytes()
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
