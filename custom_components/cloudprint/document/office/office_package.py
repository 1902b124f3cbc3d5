"""The new Office formats and the open document formats: parts in a ZIP file."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
import re
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
import zlib

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content
from ..errors import DocumentError
from ..formats import DocumentFormat
from ..limits import MEBIBYTE
from ..settings import RenderSettings
from ..text import decode_text
from .compound_file import COMPOUND_MARK
from .office_binary import check_binary

ZIP_MARK: Final = b"PK\x03\x04"

MAX_UNPACKED_BYTES: Final = 512 * MEBIBYTE
"""How much the parts of a document may hold; what is printed holds far less."""

_MAX_PARTS: Final = 20_000
_DIRECTORY_MARK: Final = b"PK\x01\x02"
"""Each part has it once in the ZIP file's directory."""
_MAX_PART_BYTES: Final = 4 * MEBIBYTE
"""How much is read of a part that tells what a document is."""
_PIECE_BYTES: Final = 256 * 1024
"""Other threads wait while a piece is read: one of them holds the event loop."""
_PACKINGS: Final = (ZIP_STORED, ZIP_DEFLATED)
"""How the parts of a document may be packed (ECMA-376, part 2, annex B)."""
_IS_ENCRYPTED: Final = 0x1
"""A flag of a ZIP file's part."""

_TYPES: Final = "[Content_Types].xml"
_MAIN_TYPE: Final = re.compile(
    r"application/vnd\.(?:openxmlformats-officedocument\.)?([\w-]+)"
    r"\.[\w.]+\.main(?:\+xml)?[\"']"
)
"""The content type of a document's main part (ECMA-376); [MS-OFFMACRO2] has those of
documents with macros."""
_MAIN_FORMATS: Final = {
    "wordprocessingml": DocumentFormat.WORD,
    "ms-word": DocumentFormat.WORD,
    "spreadsheetml": DocumentFormat.EXCEL,
    "ms-excel": DocumentFormat.EXCEL,
    "presentationml": DocumentFormat.PPT,
    "ms-powerpoint": DocumentFormat.PPT,
}

_OPEN_TYPE: Final = "mimetype"
_OPEN_TYPES: Final = re.compile(
    rb"application/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation|graphics)\b"
)
_OPEN_FORMATS: Final = {
    b"text": DocumentFormat.ODT,
    b"spreadsheet": DocumentFormat.ODS,
    b"presentation": DocumentFormat.ODP,
    b"graphics": DocumentFormat.ODG,
}
_OPEN_MANIFEST: Final = "META-INF/manifest.xml"
_OPEN_ENCRYPTION: Final = b"encryption-data"


def format_of_package(data: bytes) -> DocumentFormat | None:
    """Return what a ZIP file is; None if it is no document of Office.

    Raises DocumentError for a damaged file.
    """
    with _opened(data) as archive:
        names = frozenset(archive.namelist())
        if _OPEN_TYPE in names and (
            found := _OPEN_TYPES.match(_part(archive, _OPEN_TYPE))
        ):
            return _OPEN_FORMATS[found[1]]
        if _TYPES not in names:
            return None
        types = decode_text(_part(archive, _TYPES)) or ""
        for found_type in _MAIN_TYPE.finditer(types):
            if document_format := _MAIN_FORMATS.get(found_type[1]):
                return document_format
    return None


def check_package(data: bytes) -> None:
    """Raise DocumentError for a document that is damaged or has a password."""
    with _opened(data) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            raise DocumentError(
                "office_unpacks_too_large", limit=str(MAX_UNPACKED_BYTES // MEBIBYTE)
            )
        if any(part.flag_bits & _IS_ENCRYPTED for part in parts) or (
            _OPEN_MANIFEST in archive.namelist()
            and _OPEN_ENCRYPTION in _part(archive, _OPEN_MANIFEST)
        ):
            raise DocumentError("office_encrypted")
        # Read to the end, where it turns out if all of a part is there.
        if any(_unpacked_bytes(archive, part) != part.file_size for part in parts):
            raise DocumentError("office_damaged")


def _unpacked_bytes(archive: ZipFile, part: ZipInfo) -> int:
    """Return how much a part holds, which may be less than it says, but not more."""
    with archive.open(part) as file:
        return sum(map(len, iter(partial(file.read, _PIECE_BYTES), b"")))


def _part(archive: ZipFile, name: str) -> bytes:
    """Return a small part, and of a large one the beginning."""
    if archive.getinfo(name).flag_bits & _IS_ENCRYPTED:
        raise DocumentError("office_encrypted")
    with archive.open(name) as file:
        return file.read(_MAX_PART_BYTES)


@contextmanager
def _opened(data: bytes) -> Iterator[ZipFile]:
    """Open a ZIP file for as long as it is read. Raises DocumentError."""
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
    except (
        BadZipFile,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
        zlib.error,
    ) as err:
        raise DocumentError("office_damaged") from err


def _check_packing(archive: ZipFile) -> None:
    """Raise DocumentError for what no document has: other packing, parts in parts."""
    parts = archive.infolist()
    if any(part.compress_type not in _PACKINGS for part in parts) or (
        len({part.header_offset for part in parts}) < len(parts)
    ):
        raise DocumentError("office_damaged")


_SAVE_AS: Final = {
    DocumentFormat.ODT: "DOCX, PDF",
    DocumentFormat.ODS: "XLSX, PDF",
    DocumentFormat.ODP: "PPTX, PDF",
    DocumentFormat.ODG: "PDF",
    DocumentFormat.WPS: "DOCX, XLSX, PPTX, PDF",
}
"""What the programs that made them can save that the cloud prints."""


def office_content(
    data: bytes, document_format: DocumentFormat, settings: RenderSettings
) -> Content:
    """Return an Office file byte for byte.

    Raises DocumentError for one with a password, for a damaged one, and for ODF and WPS
    files unless the account takes them.
    """
    if data.startswith(COMPOUND_MARK):
        check_binary(data)
    else:
        check_package(data)
    if document_format in _SAVE_AS and not settings.is_native:
        raise DocumentError(
            "office_foreign",
            value=document_format,
            supported=_SAVE_AS[document_format],
        )
    return Content(
        media_format=MediaFormat(document_format),
        media_source=MediaSource.BASE64,
        payload=data,
    )
