"""The new Office formats and the OpenDocument formats: parts in a ZIP file."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
import re
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
import zlib

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content
from ..errors import MEBIBYTE, DocumentError
from ..formats import UNDOCUMENTED_ENDINGS, DocumentFormat, get_ending
from ..settings import RenderSettings
from ..text.text import decode_text
from .office_binary import COMPOUND_MARK, check_binary

ZIP_MARK: Final = b"PK\x03\x04"
MAX_UNPACKED_BYTES: Final = 512 * MEBIBYTE  # printable ones have far less
_MAX_PARTS: Final = 20_000
_DIRECTORY_MARK: Final = b"PK\x01\x02"
_MAX_PART_BYTES: Final = 4 * MEBIBYTE
_PIECE_BYTES: Final = 256 * 1024  # reading a piece holds the GIL
_PACKINGS: Final = (ZIP_STORED, ZIP_DEFLATED)  # ECMA-376, part 2, annex B
_DAMAGES: Final = (
    *(BadZipFile, EOFError, NotImplementedError, OSError, ValueError, zlib.error),
)
_IS_ENCRYPTED: Final = 0x1
_MAIN_TYPE: Final = re.compile(  # ECMA-376; with macros, [MS-OFFMACRO2]
    r"application/vnd\.(?:openxmlformats-officedocument\.)?([\w-]+)"
    r"\.[\w.]+\.main(?:\+xml)?[\"']"
)
_MAIN_FORMATS: Final = {
    "wordprocessingml": DocumentFormat.WORD,
    "ms-word": DocumentFormat.WORD,
    "spreadsheetml": DocumentFormat.EXCEL,
    "ms-excel": DocumentFormat.EXCEL,
    "presentationml": DocumentFormat.PPT,
    "ms-powerpoint": DocumentFormat.PPT,
}

_DOCUMENTED_TYPE: Final = re.compile(
    r"\.openxmlformats-officedocument\."
    r"(?:wordprocessingml\.document|spreadsheetml\.sheet|presentationml\.presentation)"
    r"\.main\+xml[\"']"
)

_PROPERTIES: Final = "docprops/app.xml"  # ECMA-376, part 1, 22.2
_NUMBER: Final = re.compile(r"<(?:\w+:)?(\w+)>\s*(\d{1,6})\s*<")
_SLIDE: Final = r"ppt/slides/slide\d+\.xml"
_PAGE_BREAK: Final = (
    r"<(\w+:)?(br\b[^>]*:type=.page|pageBreakBefore\b(?![^>]*=.(0|false|off)))"
)
_SECTION: Final = r"<(\w+:)?sectPr\b"
_NO_BREAK: Final = r"<(\w+:)?type\b[^>]*:val=.continuous"  # of a section
_OLD_BREAK: Final = r"<(\w+:)?lastRenderedPageBreak\b"
_TEXT: Final = re.compile(r"<(?:\w+:)?(?:t(?:\s[^>]*)?>([^<]*)|(?:p|tab|br|cr)\b)")
_CJK: Final = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\uffef"
_WORD: Final = rf"[{_CJK}]|[^\s{_CJK}]+"
_WORDS_A_PAGE: Final = 2000  # at most, in small Chinese characters
_DIFFERENCE: Final = 0.1  # of what is stated, since programs count differently
_OPEN_TYPES: Final = re.compile(
    rb"application/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation|graphics)\b"
)
_OPEN_FORMATS: Final = {
    b"text": DocumentFormat.ODT,
    b"spreadsheet": DocumentFormat.ODS,
    b"presentation": DocumentFormat.ODP,
    b"graphics": DocumentFormat.ODG,
}
_OFD_TYPE: Final = "ofd.xml"  # Chinese electronic invoices (GB/T 33190)
_OPEN_ENCRYPTION: Final = b"encryption-data"


def detect_package_format(data: bytes) -> DocumentFormat | None:
    """Return an Office format or None. Raises DocumentError."""
    with _open(data) as archive:
        open_type = _read_part(archive, "mimetype") or b""
        if match := _OPEN_TYPES.match(open_type):
            return _OPEN_FORMATS[match[1]]
        if _OFD_TYPE in _get_names(archive):
            raise DocumentError("ofd_unsupported")
        for found_type in _MAIN_TYPE.finditer(_read_types(archive) or ""):
            if document_format := _MAIN_FORMATS.get(found_type[1]):
                return document_format
    return None


def check_package(data: bytes) -> bool:
    """Return whether OpenAPI 3.6.2 names the kind. Raises DocumentError."""
    with _open(data) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            raise DocumentError(
                "office_unpacks_too_large", limit=MAX_UNPACKED_BYTES // MEBIBYTE
            )
        if any(part.flag_bits & _IS_ENCRYPTED for part in parts) or (
            _OPEN_ENCRYPTION in (_read_part(archive, "meta-inf/manifest.xml") or b"")
        ):
            raise DocumentError("office_encrypted")
        for part in parts:
            # Only reading to the end shows whether a part is complete.
            with archive.open(part) as file:
                size = sum(map(len, iter(partial(file.read, _PIECE_BYTES), b"")))
            if size != part.file_size:
                raise DocumentError("office_damaged")
        types = _read_types(archive)
        return types is None or _DOCUMENTED_TYPE.search(types) is not None


def _count_pages(data: bytes, document_format: DocumentFormat) -> int | None:
    """Return the pages of a Word file, or the slides of a presentation, if known.

    A Word file is believed only where its page breaks and text agree with what it says:
    programs that do not lay it out write a page without words, or what was before.
    """
    with _open(data) as archive:
        if document_format is DocumentFormat.PPT:
            return _count(_SLIDE, "\n".join(_get_names(archive))) or None
        if document_format is not DocumentFormat.WORD:
            return None
        stated = decode_text(_read_part(archive, _PROPERTIES) or b"") or ""
        body = decode_text(_read_part(archive, "word/document.xml") or b"") or ""
    numbers = {name: int(digits) for name, digits in _NUMBER.findall(stated)}
    pages = numbers.get("Pages", 0)
    sections = max(1, _count(_SECTION, body)) - _count(_NO_BREAK, body)
    least = sections + _count(_PAGE_BREAK, body)
    if pages < max(1, least, _count(_OLD_BREAK, body) + 1):
        return None
    text = "".join(match[1] or " " for match in _TEXT.finditer(body))
    words = _count(_WORD, text)
    # Some count a Chinese character as a part of a word.
    agrees = any(
        abs(numbers.get(name, 0) - count) <= count * _DIFFERENCE
        for name, count in (("Words", words), ("CharactersWithSpaces", len(text)))
    )
    return pages if agrees and 0 < words <= pages * _WORDS_A_PAGE else None


def _count(pattern: str, text: str) -> int:
    return sum(1 for _ in re.finditer(pattern, text))


def _read_types(archive: ZipFile) -> str | None:
    """Return the part that has the types of all others; None if there is none."""
    part = _read_part(archive, "[content_types].xml")
    return None if part is None else decode_text(part) or ""


def _get_names(archive: ZipFile) -> dict[str, str]:
    """Return names by lower case (ECMA-376, part 2, 6.2.2.3) without backslashes."""
    return {name.lower().replace("\\", "/"): name for name in archive.namelist()}


def _read_part(archive: ZipFile, usual_name: str) -> bytes | None:
    """Return a small part, or the beginning of a large one; None if there is none."""
    if (name := _get_names(archive).get(usual_name)) is None:
        return None
    if archive.getinfo(name).flag_bits & _IS_ENCRYPTED:
        raise DocumentError("office_encrypted")
    with archive.open(name) as file:
        return file.read(_MAX_PART_BYTES)


@contextmanager
def _open(data: bytes) -> Iterator[ZipFile]:
    marks = (
        data.count(_DIRECTORY_MARK, start, start + _PIECE_BYTES)
        for start in range(0, len(data), _PIECE_BYTES)
    )
    if sum(marks) > _MAX_PARTS:
        raise DocumentError("office_damaged")
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check_packing(archive)
            yield archive
    except DocumentError:
        raise
    except _DAMAGES as err:
        raise DocumentError("office_damaged") from err


def _check_packing(archive: ZipFile) -> None:
    parts = archive.infolist()
    places = {part.header_offset for part in parts}
    if any(part.compress_type not in _PACKINGS for part in parts) or (
        len(places) < len(parts)
    ):
        raise DocumentError("office_damaged")


_SAVE_AS: Final = {  # what the programs for these formats can save for the cloud
    DocumentFormat.ODT: "DOCX, PDF",
    DocumentFormat.ODS: "XLSX, PDF",
    DocumentFormat.ODP: "PPTX, PDF",
    DocumentFormat.ODG: "PDF",
    DocumentFormat.WPS: "DOCX, XLSX, PPTX, PDF",
}


def build_office_content(
    data: bytes, document_format: DocumentFormat, settings: RenderSettings, name: str
) -> Content:
    """Return an Office file unchanged; `name` tells old templates. Raises DocumentError."""
    if data.startswith(COMPOUND_MARK):
        check_binary(data)
        is_documented, pages = True, None
    else:
        is_documented = check_package(data)
        pages = _count_pages(data, document_format)
    is_documented &= get_ending(name) not in UNDOCUMENTED_ENDINGS
    if document_format in _SAVE_AS and not settings.is_native:
        raise DocumentError(
            "office_foreign", value=document_format, supported=_SAVE_AS[document_format]
        )
    return Content(
        media_format=MediaFormat(document_format),
        media_source=MediaSource.BASE64,
        payload=data,
        stated_pages=pages,
        warnings=() if is_documented else ("format_undocumented",),
    )
