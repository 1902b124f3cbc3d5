"""The old Office formats: streams in a compound file."""

from collections.abc import Iterator
import struct
from typing import Final

from ..errors import DocumentError
from ..formats import DocumentFormat
from .compound_file import CompoundFile, CompoundFileError
from .excel_password import has_default_password

_STREAMS: Final = (
    ("WordDocument", DocumentFormat.WORD),
    ("Workbook", DocumentFormat.EXCEL),
    ("Book", DocumentFormat.EXCEL),
    ("PowerPoint Document", DocumentFormat.PPT),
)
_ENCRYPTED_STREAMS: Final = ("EncryptedPackage", "\tDRMContent")
"""A new Office file with a password, an old one that only some people may open."""

_WORD_FLAGS: Final = 10
_WORD_IS_ENCRYPTED: Final = 0x0100
"""In the FIB's flags ([MS-DOC] 2.5.2)."""
_FILEPASS: Final = 0x2F
_FIRST_RECORDS: Final = 8
"""FilePass is among the first records of a workbook ([MS-XLS] 2.1.7.20.3)."""
_POWERPOINT_TOKEN: Final = slice(12, 16)
_POWERPOINT_IS_ENCRYPTED: Final = bytes.fromhex("dfc4d1f3")
"""In the CurrentUserAtom ([MS-PPT] 2.3.2)."""


def format_of_binary(data: bytes) -> DocumentFormat | None:
    """Return what a compound file is; None if it is no document of Office.

    Raises DocumentError for a damaged file, and for one that is encrypted as a whole.
    """
    compound_file = _open(data)
    if any(name in compound_file for name in _ENCRYPTED_STREAMS):
        raise DocumentError("office_encrypted")
    for name, document_format in _STREAMS:
        if name in compound_file:
            return document_format
    return None


def check_binary(data: bytes) -> None:
    """Raise DocumentError for an Office document that is damaged or has a password."""
    compound_file = _open(data)
    try:
        is_encrypted = _is_encrypted(compound_file)
    except CompoundFileError as err:
        raise DocumentError("office_damaged") from err
    if is_encrypted:
        raise DocumentError("office_encrypted")


def _open(data: bytes) -> CompoundFile:
    try:
        return CompoundFile(data)
    except CompoundFileError as err:
        raise DocumentError("office_damaged") from err


def _is_encrypted(compound_file: CompoundFile) -> bool:
    """Read the whole document, and return whether it has a password."""
    for name, document_format in _STREAMS:
        if name not in compound_file:
            continue
        stream = compound_file.read(name)
        if document_format is DocumentFormat.WORD:
            flags = int.from_bytes(stream[_WORD_FLAGS : _WORD_FLAGS + 2], "little")
            return bool(flags & _WORD_IS_ENCRYPTED)
        if document_format is DocumentFormat.EXCEL:
            return any(
                kind == _FILEPASS and not has_default_password(content)
                for kind, content in _records(stream)
            )
    return (
        "Current User" in compound_file
        and compound_file.read("Current User")[_POWERPOINT_TOKEN]
        == _POWERPOINT_IS_ENCRYPTED
    )


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the content of a workbook's first records."""
    at = 0
    for _ in range(_FIRST_RECORDS):
        if at + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
