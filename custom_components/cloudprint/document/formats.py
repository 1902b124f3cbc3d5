"""The formats of documents, and the file endings that stand for them."""

from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final


class DocumentFormat(StrEnum):
    """What a document is in, by the names that the `format` field takes.

    The first eight are the cloud's own (OpenAPI 3.6.2).
    """

    HTML = "HTML"
    PNG = "PNG"
    JPG = "JPG"
    BMP = "BMP"
    WORD = "WORD"
    EXCEL = "EXCEL"
    PPT = "PPT"
    TEXT = "TEXT"

    PDF = "PDF"
    MARKDOWN = "MARKDOWN"
    CSV = "CSV"

    WEBP = "WEBP"
    GIF = "GIF"
    TIFF = "TIFF"
    HEIC = "HEIC"
    AVIF = "AVIF"

    ODT = "ODT"
    ODS = "ODS"
    ODP = "ODP"
    ODG = "ODG"
    WPS = "WPS"


TEXT_FORMATS: Final = frozenset(
    {
        DocumentFormat.HTML,
        DocumentFormat.TEXT,
        DocumentFormat.MARKDOWN,
        DocumentFormat.CSV,
    }
)
"""Formats that have no mark of their own: only a name or a person tells them apart."""

PICTURE_FORMATS: Final = frozenset(
    {
        DocumentFormat.PNG,
        DocumentFormat.JPG,
        DocumentFormat.BMP,
        DocumentFormat.WEBP,
        DocumentFormat.GIF,
        DocumentFormat.TIFF,
        DocumentFormat.HEIC,
        DocumentFormat.AVIF,
    }
)

ENDINGS: Final[dict[str, DocumentFormat]] = {
    "htm": DocumentFormat.HTML,
    "html": DocumentFormat.HTML,
    "xhtml": DocumentFormat.HTML,
    "png": DocumentFormat.PNG,
    "jpg": DocumentFormat.JPG,
    "jpeg": DocumentFormat.JPG,
    "bmp": DocumentFormat.BMP,
    "doc": DocumentFormat.WORD,
    "docx": DocumentFormat.WORD,
    "xls": DocumentFormat.EXCEL,
    "xlsx": DocumentFormat.EXCEL,
    "ppt": DocumentFormat.PPT,
    "pptx": DocumentFormat.PPT,
    "txt": DocumentFormat.TEXT,
    "text": DocumentFormat.TEXT,
    "log": DocumentFormat.TEXT,
    "json": DocumentFormat.TEXT,
    "xml": DocumentFormat.TEXT,
    "yaml": DocumentFormat.TEXT,
    "yml": DocumentFormat.TEXT,
    "pdf": DocumentFormat.PDF,
    "md": DocumentFormat.MARKDOWN,
    "csv": DocumentFormat.CSV,
    "webp": DocumentFormat.WEBP,
    "gif": DocumentFormat.GIF,
    "tif": DocumentFormat.TIFF,
    "tiff": DocumentFormat.TIFF,
    "heic": DocumentFormat.HEIC,
    "heif": DocumentFormat.HEIC,
    "avif": DocumentFormat.AVIF,
    "odt": DocumentFormat.ODT,
    "ods": DocumentFormat.ODS,
    "odp": DocumentFormat.ODP,
    "odg": DocumentFormat.ODG,
    "wps": DocumentFormat.WPS,
    "et": DocumentFormat.WPS,
    "dps": DocumentFormat.WPS,
}

FOREIGN_ENDINGS: Final = frozenset(
    {
        *("ico", "ps", "rtf", "svg", "xps"),
        *("7z", "gz", "rar", "zip"),
        *("mov", "mp3", "mp4", "wav"),
    }
)
"""Endings of formats that people know and that cannot be printed."""


def supported_formats() -> str:
    """Return what may be given as a format, for a message."""
    return ", ".join((*DocumentFormat, *ENDINGS))


def parse_format(name: str) -> DocumentFormat | None:
    """Return the format of a name or a file ending, in any case."""
    name = name.strip().lstrip(".").lower()
    if name.upper() in DocumentFormat:
        return DocumentFormat(name.upper())
    return ENDINGS.get(name)


def ending_of(name: str) -> str:
    """Return a name's ending, in lower case and without its dot."""
    return PurePosixPath(name).suffix.lstrip(".").lower()
