"""Repairs of damage that other readers repair, and PDFium does not."""

import re
from typing import Final

from ..detection import FileData

_TRAILER: Final = b"trailer"
_ROOT: Final = re.compile(rb"/Root\s+\d+\s+\d+\s+R\b")
_STREAM: Final = re.compile(rb"<<[^<>]{0,1000}>>(?=\s*stream\b)")
_OBJECT_STREAM: Final = b"/Type/ObjStm"
_TYPE: Final = re.compile(rb"/Type\s*/(?!ObjStm\b)\w+")
_MISNAMED: Final = (_TYPE, re.compile(rb"/N\s+\d"), re.compile(rb"/First\s+\d"))


def repair(data: FileData) -> bytes | None:
    """Return a file with known damage repaired, or None, as where objects lack."""
    return _end_trailer(data) or _name_object_streams(data)


def _end_trailer(data: FileData) -> bytes | None:
    """End the trailer if the file ends within it, unless it is encrypted."""
    start = data.rfind(_TRAILER)
    if (
        start < 0
        or any(data.find(other, start) >= 0 for other in (b">>", b"/Encrypt"))
        or (root := _ROOT.search(data, start)) is None
    ):
        return None
    return data[:start] + _TRAILER + b"<<" + root[0] + b">>\n%%EOF\n"


def _name_object_streams(data: FileData) -> bytes | None:
    """Correct the type of streams that hold objects (ISO 32000-1, 7.5.7)."""

    def is_misnamed(stream: re.Match[bytes]) -> bool:
        return all(entry.search(stream[0]) for entry in _MISNAMED)

    def rename(stream: re.Match[bytes]) -> bytes:
        if not is_misnamed(stream):
            return stream[0]
        # Of the same length if possible: PDFium would look for all objects behind it.
        return _TYPE.sub(lambda kind: _OBJECT_STREAM.ljust(len(kind[0])), stream[0], 1)

    if any(map(is_misnamed, _STREAM.finditer(data))):
        return _STREAM.sub(rename, data)
    return None
