"""Repairs of damage that other readers repair, and PDFium does not."""

from collections.abc import Callable
import re
from typing import Final

from ..file_data import FileData

_TRAILER: Final = b"trailer"
_ROOT: Final = re.compile(rb"/Root\s+\d+\s+\d+\s+R\b")
_STREAM: Final = re.compile(rb"<<[^<>]{0,1000}>>(?=\s*stream\b)")
_OBJECT_STREAM: Final = b"/Type/ObjStm"
_OBJECT_STREAM_ENTRIES: Final = (
    re.compile(rb"/N\s+\d"),
    re.compile(rb"/First\s+\d"),
)
_TYPE: Final = re.compile(rb"/Type\s*/(?!ObjStm\b)\w+")


def repair(data: FileData) -> bytes | None:
    """Return a file with known damage repaired, or None if it has none.

    A file that lacks objects is not repaired: it would be printed in part.
    """
    for attempt in _REPAIRS:
        if (repaired := attempt(data)) is not None:
            return repaired
    return None


def _end_trailer(data: FileData) -> bytes | None:
    """End the trailer if the file ends within it.

    In an encrypted file, what was cut off may be needed to decrypt it.
    """
    start = data.rfind(_TRAILER)
    if start < 0 or data.find(b">>", start) >= 0 or data.find(b"/Encrypt", start) >= 0:
        return None
    if (root := _ROOT.search(data, start)) is None:
        return None
    return data[:start] + _TRAILER + b"<<" + root[0] + b">>\n%%EOF\n"


def _name_object_streams(data: FileData) -> bytes | None:
    """Correct the type of streams that hold objects (ISO 32000-1, 7.5.7)."""

    if not any(map(_is_misnamed, _STREAM.finditer(data))):
        return None
    return _STREAM.sub(
        lambda stream: _rename(stream[0]) if _is_misnamed(stream) else stream[0], data
    )


def _is_misnamed(stream: re.Match[bytes]) -> bool:
    entries = (_TYPE, *_OBJECT_STREAM_ENTRIES)
    return all(entry.search(stream[0]) for entry in entries)


def _rename(dictionary: bytes) -> bytes:
    """Keep the length if possible: PDFium would look for all objects behind it."""
    return _TYPE.sub(lambda kind: _OBJECT_STREAM.ljust(len(kind[0])), dictionary, 1)


_REPAIRS: Final[tuple[Callable[[FileData], bytes | None], ...]] = (
    _end_trailer,
    _name_object_streams,
)
