"""Compound files, the containers of the old Office formats ([MS-CFB])."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
import struct
from typing import Final

COMPOUND_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER: Final = struct.Struct("<30xH12xII8xI4xI4x109I")
_SECTOR_SHIFTS: Final = (9, 12)
"""Sectors have 512 or 4096 bytes."""
_LAST_NUMBER: Final = 0xFFFFFFFA
"""Numbers beyond it are no sectors, but the end of a chain, or a free sector."""
_NUMBER_BYTES: Final = 4

_ENTRY: Final = struct.Struct("<64sHBxIII36xIQ")
_STREAM: Final = 2
_ROOT: Final = 5
_MAX_ENTRIES: Final = 4096
"""Far more than any program puts side by side."""

_MINI_BYTES: Final = 64
_MINI_CUTOFF: Final = 4096
"""Smaller streams are within the mini stream, in sectors of 64 bytes."""


class CompoundFileError(ValueError):
    """A compound file is damaged or incomplete."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A stream or a storage; `left`, `right` and `child` are numbers of entries."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    first: int
    size: int


class CompoundFile:
    """The streams at the top of a compound file, not those within its storages.

    Reading it is bounded in time and memory by its size, whatever its bytes say.
    """

    def __init__(self, data: bytes) -> None:
        """Read the directory. Raises CompoundFileError."""
        self._data = data
        if len(data) < _HEADER.size:
            raise CompoundFileError("no header")
        shift, rows, directory, mini_table, more, *table = _HEADER.unpack_from(data)
        if shift not in _SECTOR_SHIFTS:
            raise CompoundFileError("no size of sectors")
        self._sector_bytes = 1 << shift
        self._numbers = self._sector_bytes // _NUMBER_BYTES
        self._table = self._whole_table(table[:rows], more)
        self._directory = list(self._chain(directory, self._table))
        self._mini_table = mini_table
        self._root = self._entry(0)
        if self._root.kind != _ROOT:
            raise CompoundFileError("no root")
        self._streams = {
            entry.name: entry for entry in self._children() if entry.kind == _STREAM
        }

    def __contains__(self, name: str) -> bool:
        """Return whether there is a stream of that name, in any case."""
        return name.upper() in self._streams

    def read(self, name: str) -> bytes:
        """Return what a stream holds. Raises CompoundFileError, KeyError."""
        entry = self._streams[name.upper()]
        if entry.size < _MINI_CUTOFF:
            pieces = self._mini_sectors(entry)
        else:
            pieces = self._sectors(entry)
        content = b"".join(pieces)[: entry.size]
        if len(content) < entry.size:
            raise CompoundFileError("an incomplete stream")
        return content

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_bytes
        if not (sector := self._data[start : start + self._sector_bytes]):
            raise CompoundFileError("an incomplete file")
        return sector

    def _number(self, sector: int, index: int) -> int:
        """Return one of the numbers that a sector of a table holds."""
        start = (sector + 1) * self._sector_bytes + index * _NUMBER_BYTES
        number = self._data[start : start + _NUMBER_BYTES]
        if len(number) < _NUMBER_BYTES:
            raise CompoundFileError("an incomplete table")
        return int.from_bytes(number, "little")

    def _whole_table(self, table: list[int], more: int) -> list[int]:
        """Return the sectors of the table; a long one goes on outside of the header."""
        needed = len(self._data) // self._sector_bytes
        while more < _LAST_NUMBER and len(table) * self._numbers < needed:
            last = self._numbers - 1
            table += [self._number(more, index) for index in range(last)]
            more = self._number(more, last)
        return table

    def _chain(self, number: int, table: Sequence[int]) -> Iterator[int]:
        """Yield the numbers of a chain: a table has the next one of each."""
        for _ in range(len(table) * self._numbers + 1):
            if number >= _LAST_NUMBER:
                return
            yield number
            row, index = divmod(number, self._numbers)
            if row >= len(table):
                raise CompoundFileError("a number beyond the table")
            number = self._number(table[row], index)
        raise CompoundFileError("a circle")

    def _entry(self, number: int) -> _Entry:
        row, index = divmod(number, self._sector_bytes // _ENTRY.size)
        if row >= len(self._directory):
            raise CompoundFileError("an entry that there is not")
        entry = self._sector(self._directory[row])[index * _ENTRY.size :]
        if len(entry) < _ENTRY.size:
            raise CompoundFileError("an incomplete directory")
        name, name_bytes, kind, left, right, child, first, size = _ENTRY.unpack_from(
            entry
        )
        return _Entry(
            name=name[: max(name_bytes - 2, 0)].decode("utf-16-le", "replace").upper(),
            kind=kind,
            left=left,
            right=right,
            child=child,
            first=first,
            # Only large sectors make large streams: else half of the size is unused.
            size=size if self._sector_bytes > 1 << _SECTOR_SHIFTS[0] else size % 2**32,
        )

    def _children(self) -> Iterator[_Entry]:
        """Yield the entries at the top, which are a tree."""
        numbers = [self._root.child]
        for _ in range(_MAX_ENTRIES):
            while numbers and numbers[-1] >= _LAST_NUMBER:
                numbers.pop()
            if not numbers:
                return
            entry = self._entry(numbers.pop())
            yield entry
            numbers += (entry.left, entry.right)
        raise CompoundFileError("too many entries")

    def _sectors(self, entry: _Entry) -> Iterator[bytes]:
        """Yield the sectors of a stream."""
        count = -(-entry.size // self._sector_bytes)
        for number in islice(self._chain(entry.first, self._table), count):
            yield self._sector(number)

    def _mini_sectors(self, entry: _Entry) -> Iterator[bytes]:
        """Yield the sectors of a stream that is within the mini stream."""
        mini_stream = list(self._chain(self._root.first, self._table))
        mini_table = list(self._chain(self._mini_table, self._table))
        count = -(-entry.size // _MINI_BYTES)
        for number in islice(self._chain(entry.first, mini_table), count):
            row, start = divmod(number * _MINI_BYTES, self._sector_bytes)
            if row >= len(mini_stream):
                raise CompoundFileError("a number beyond the mini stream")
            yield self._sector(mini_stream[row])[start : start + _MINI_BYTES]
