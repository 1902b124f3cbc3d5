"""Repairs of damage that other readers repair, and PDFium does not."""

from collections.abc import Callable
import re
from typing import Final

from ..source_file import FileData

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
    """Return a file without damage that is known, or None if it has no such damage.

    Nothing but the damaged place is changed. A file that lacks some of its objects is
    not repaired, since it would be printed in part.
    """
    for attempt in _REPAIRS:
        if (repaired := attempt(data)) is not None:
            return repaired
    return None


def _end_trailer(data: FileData) -> bytes | None:
    """End the trailer, which follows all objects, if the file ends within it.

    One of an encrypted file is not: what was cut off may be needed to decrypt it.
    """
    start = data.rfind(_TRAILER)
    if start < 0 or data.find(b">>", start) >= 0 or data.find(b"/Encrypt", start) >= 0:
        return None
    if (root := _ROOT.search(data, start)) is None:
        return None
    return data[:start] + _TRAILER + b"<<" + root[0] + b">>\n%%EOF\n"


def _name_object_streams(data: FileData) -> bytes | None:
    """Give the streams with objects their type if they have another one.

    Readers look for their other entries (ISO 32000-1, 7.5.7).
    """

    if not any(map(_is_misnamed, _STREAM.finditer(data))):
        return None
    return _STREAM.sub(
        lambda stream: _rename(stream[0]) if _is_misnamed(stream) else stream[0], data
    )


def _is_misnamed(stream: re.Match[bytes]) -> bool:
    """Return whether the dictionary of a stream is that of one with objects."""
    entries = (_TYPE, *_OBJECT_STREAM_ENTRIES)
    return all(entry.search(stream[0]) for entry in entries)


def _rename(dictionary: bytes) -> bytes:
    """Return it with the right type, as long as before if that is possible.

    Otherwise, PDFium has to look for all that is behind it.
    """
    return _TYPE.sub(lambda kind: _OBJECT_STREAM.ljust(len(kind[0])), dictionary, 1)


_REPAIRS: Final[tuple[Callable[[FileData], bytes | None], ...]] = (
    _end_trailer,
    _name_object_streams,
)
