"""The old Office formats, and the compound files that contain them ([MS-CFB])."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
import struct
from typing import Final, NamedTuple

from ..errors import DocumentError
from ..formats import DocumentFormat

COMPOUND_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER: Final = struct.Struct("<30xH12xII8xI4xI4x109I")
_SECTOR_SHIFTS: Final = (9, 12)  # sectors have 512 or 4096 bytes
_MAX_SECTOR: Final = 0xFFFFFFFA  # from here on: end of a chain, or a free sector
# Fills an incomplete table: four are beyond any table, but below `_MAX_SECTOR`.
_MISSING_BYTE: Final = b"\xf9"

_ENTRY: Final = struct.Struct("<64sHBxIII36xIQ")
_STREAM: Final = 2
_ROOT: Final = 5
_MAX_ENTRIES: Final = 4096  # far more than any program puts side by side
_MINI_BYTES: Final = 64
_MINI_CUTOFF: Final = 4096  # smaller streams are within the mini stream

_STREAMS: Final = (
    ("WordDocument", DocumentFormat.WORD),
    ("Workbook", DocumentFormat.EXCEL),
    ("Book", DocumentFormat.EXCEL),
    ("PowerPoint Document", DocumentFormat.PPT),
)
_ENCRYPTED_STREAMS: Final = ("EncryptedPackage", "\tDRMContent")
"""A new Office file with a password, and an old one with restricted permissions."""

_WORD_FLAGS: Final = 10
_WORD_IS_ENCRYPTED: Final = 0x0100  # in the FIB's flags ([MS-DOC] 2.5.2)
_FILEPASS: Final = 0x2F
_FIRST_RECORDS: Final = 8  # FilePass is among them ([MS-XLS] 2.1.7.20.3)
_POWERPOINT_TOKEN: Final = slice(12, 16)
_POWERPOINT_IS_ENCRYPTED: Final = bytes.fromhex("dfc4d1f3")
"""In the CurrentUserAtom ([MS-PPT] 2.3.2)."""


class _Entry(NamedTuple):
    """A stream or a storage; `left`, `right` and `child` are numbers of entries."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    first: int
    size: int


class CompoundFile:
    """The top-level streams, read in time and memory bounded by the file's size."""

    def __init__(self, data: bytes) -> None:
        """Read the directory. Raises DocumentError."""
        if len(data) < _HEADER.size:
            raise DocumentError("office_damaged")
        shift, rows, directory, mini_table, more, *table = _HEADER.unpack_from(data)
        if shift not in _SECTOR_SHIFTS:
            raise DocumentError("office_damaged")
        self._sector_bytes = 1 << shift
        # The header takes the place of one sector.
        self._sectors = memoryview(data)[self._sector_bytes :]
        self._table = self._read_table(table[:rows], more)
        self._directory = self._read_chain(directory)
        self._mini_table = mini_table
        self._root = self._read_entry(0)
        if self._root.kind != _ROOT:
            raise DocumentError("office_damaged")
        self._streams = {
            entry.name: entry for entry in self._children() if entry.kind == _STREAM
        }

    def __contains__(self, name: str) -> bool:
        """Return whether there is a stream of that name, in any case."""
        return name.upper() in self._streams

    def read(self, name: str) -> bytes:
        """Return the content of a stream. Raises DocumentError, KeyError."""
        entry = self._streams[name.upper()]
        data, sector_bytes, table = self._sectors, self._sector_bytes, self._table
        if entry.size < _MINI_CUTOFF:
            data = memoryview(self._read_chain(self._root.first))
            sector_bytes = _MINI_BYTES
            table = self._read_numbers(_follow(self._mini_table, table))
        count = -(-entry.size // sector_bytes)
        numbers = islice(_follow(entry.first, table), count)
        content = _read_sectors(data, sector_bytes, numbers)[: entry.size]
        if len(content) < entry.size:
            raise DocumentError("office_damaged")
        return content

    def _read_table(self, sectors: list[int], more: int) -> list[int]:
        """Return the number after each sector; sector `more` continues the list."""
        needed = len(self._sectors) // self._sector_bytes
        while more < _MAX_SECTOR and len(sectors) * self._sector_bytes // 4 < needed:
            *following, more = self._read_numbers([more])
            sectors += following
        return self._read_numbers(sectors)

    def _read_numbers(self, sectors: Iterable[int]) -> list[int]:
        size = self._sector_bytes
        numbers: list[int] = []
        for sector in sectors:
            content = bytes(self._sectors[sector * size : (sector + 1) * size])
            numbers += struct.unpack(
                f"<{size // 4}I", content.ljust(size, _MISSING_BYTE)
            )
        return numbers

    def _read_chain(self, first: int) -> bytes:
        sectors = _follow(first, self._table)
        return _read_sectors(self._sectors, self._sector_bytes, sectors)

    def _read_entry(self, number: int) -> _Entry:
        try:
            name, name_bytes, *values, size = _ENTRY.unpack_from(
                self._directory, number * _ENTRY.size
            )
        except struct.error as err:
            raise DocumentError("office_damaged") from err
        name = name[: max(name_bytes - 2, 0)].decode("utf-16-le", "replace").upper()
        # Only large sectors make large streams: else half of the size is unused.
        size %= 1 << (64 if self._sector_bytes > 1 << _SECTOR_SHIFTS[0] else 32)
        return _Entry._make((name, *values, size))

    def _children(self) -> Iterator[_Entry]:
        numbers = [self._root.child]
        for _ in range(_MAX_ENTRIES):
            while numbers and numbers[-1] >= _MAX_SECTOR:
                numbers.pop()
            if not numbers:
                return
            entry = self._read_entry(numbers.pop())
            yield entry
            numbers += (entry.left, entry.right)
        raise DocumentError("office_damaged")


def _follow(number: int, table: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of a chain: the table holds the next one of each."""
    for _ in range(len(table) + 1):
        if number >= _MAX_SECTOR:
            return
        yield number
        if number >= len(table):
            raise DocumentError("office_damaged")
        number = table[number]
    raise DocumentError("office_damaged")


def _read_sectors(data: memoryview, size: int, numbers: Iterable[int]) -> bytes:
    sectors = [data[number * size : (number + 1) * size] for number in numbers]
    if not all(sectors):
        raise DocumentError("office_damaged")
    return b"".join(sectors)


def detect_binary_format(data: bytes) -> DocumentFormat | None:
    """Return an Office format or None. Raises DocumentError."""
    compound_file = CompoundFile(data)
    if any(name in compound_file for name in _ENCRYPTED_STREAMS):
        raise DocumentError("office_encrypted")
    return next((form for name, form in _STREAMS if name in compound_file), None)


def check_binary(data: bytes) -> None:
    """Raise DocumentError for an Office document that is damaged or has a password."""
    if _is_encrypted(CompoundFile(data)):
        raise DocumentError("office_encrypted")


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
            return _FILEPASS in _record_kinds(stream)
    return (
        "Current User" in compound_file
        and compound_file.read("Current User")[_POWERPOINT_TOKEN]
        == _POWERPOINT_IS_ENCRYPTED
    )


def _record_kinds(stream: bytes) -> Iterator[int]:
    at = 0
    for _ in range(_FIRST_RECORDS):
        if at + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind
        at += 4 + size
