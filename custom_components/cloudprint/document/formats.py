"""The cloud's formats, and the file endings that stand for them."""

from pathlib import PurePosixPath
from typing import Final

from ..api import MediaFormat

ENDINGS: Final[dict[str, MediaFormat]] = {
    "htm": MediaFormat.HTML,
    "html": MediaFormat.HTML,
    "xhtml": MediaFormat.HTML,
    "png": MediaFormat.PNG,
    "jpg": MediaFormat.JPG,
    "jpeg": MediaFormat.JPG,
    "bmp": MediaFormat.BMP,
    "doc": MediaFormat.WORD,
    "docx": MediaFormat.WORD,
    "xls": MediaFormat.EXCEL,
    "xlsx": MediaFormat.EXCEL,
    "ppt": MediaFormat.PPT,
    "pptx": MediaFormat.PPT,
    "txt": MediaFormat.TEXT,
    "text": MediaFormat.TEXT,
    "log": MediaFormat.TEXT,
    "csv": MediaFormat.TEXT,
    "json": MediaFormat.TEXT,
    "md": MediaFormat.TEXT,
    "xml": MediaFormat.TEXT,
    "yaml": MediaFormat.TEXT,
    "yml": MediaFormat.TEXT,
}

FOREIGN_ENDINGS: Final = frozenset(
    {
        *("avif", "gif", "heic", "heif", "ico", "svg", "tif", "tiff", "webp"),
        *("odg", "odp", "ods", "odt", "pdf", "ps", "rtf", "wps", "xps"),
        *("7z", "gz", "rar", "zip"),
        *("mov", "mp3", "mp4", "wav"),
    }
)
"""Endings of formats that people know and the cloud does not take."""


def supported_formats() -> str:
    """Return what may be given as a format, for a message."""
    return ", ".join((*MediaFormat, *ENDINGS))


def parse_format(name: str) -> MediaFormat | None:
    """Return the format of a document's name or a file ending, in any case."""
    name = name.strip().lstrip(".").lower()
    if name.upper() in MediaFormat:
        return MediaFormat(name.upper())
    return ENDINGS.get(name)


def ending_of(name: str) -> str:
    """Return a name's ending, in lower case and without its dot."""
    return PurePosixPath(name).suffix.lstrip(".").lower()
