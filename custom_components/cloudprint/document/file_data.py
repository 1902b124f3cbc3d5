"""The bytes of a document: in memory, or in a file that is mapped."""

from mmap import ACCESS_READ, mmap
from pathlib import Path

from .detection import guess_format
from .errors import MAX_RASTER_BYTES, MAX_SOURCE_BYTES, check_size
from .formats import HEAD_BYTES, MAPPED_FORMATS, PRINTER_RASTER_FORMATS, DocumentFormat

type FileData = bytes | mmap
"""Of a mapping, only the parts that are being read are in memory."""


def read_head(path: Path, name: str, wanted: DocumentFormat | None) -> bytes:
    """Return the beginning of a file, which its format is detected by.

    Blocking. Raises OSError, and DocumentError for a file that is too large.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        found = guess_format(head, name, wanted)
        is_raster = found in PRINTER_RASTER_FORMATS
        check_size(file.seek(0, 2), MAX_RASTER_BYTES if is_raster else MAX_SOURCE_BYTES)
    return head


def read_file(path: Path, name: str, wanted: DocumentFormat | None) -> FileData:
    """Return a file mapped to memory if its format allows that, otherwise its bytes.

    Only for a child process: one that reads a mapping of a file that became shorter is
    killed. Raises OSError, and DocumentError for a file that is too large.
    """
    head = read_head(path, name, wanted)
    if guess_format(head, name, wanted) not in MAPPED_FORMATS:
        return path.read_bytes()
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
