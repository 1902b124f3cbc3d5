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

UNPRINTABLE_FORMATS: Final = frozenset(
    {
        DocumentFormat.ODT,
        DocumentFormat.ODS,
        DocumentFormat.ODP,
        DocumentFormat.ODG,
        DocumentFormat.WPS,
    }
)
"""Office formats that the cloud's document does not have; an account may take them."""

_ENDINGS_OF: Final = {
    DocumentFormat.HTML: ("htm", "html", "xhtml"),
    DocumentFormat.PNG: ("png",),
    DocumentFormat.JPG: ("jpg", "jpeg"),
    DocumentFormat.BMP: ("bmp",),
    DocumentFormat.WORD: ("doc", "docx", "docm", "dot", "dotx", "dotm"),
    DocumentFormat.EXCEL: ("xls", "xlsx", "xlsm", "xlsb", "xlt", "xltx", "xltm"),
    DocumentFormat.PPT: (
        *("ppt", "pptx", "pptm", "pot", "potx", "potm", "pps", "ppsx", "ppsm"),
    ),
    DocumentFormat.TEXT: ("txt", "text", "log", "json", "xml", "yaml", "yml"),
    DocumentFormat.PDF: ("pdf",),
    DocumentFormat.MARKDOWN: ("md", "markdown"),
    DocumentFormat.CSV: ("csv",),
    DocumentFormat.WEBP: ("webp",),
    DocumentFormat.GIF: ("gif",),
    DocumentFormat.TIFF: ("tif", "tiff"),
    DocumentFormat.HEIC: ("heic", "heif"),
    DocumentFormat.AVIF: ("avif",),
    DocumentFormat.ODT: ("odt", "ott"),
    DocumentFormat.ODS: ("ods", "ots"),
    DocumentFormat.ODP: ("odp", "otp"),
    DocumentFormat.ODG: ("odg", "otg"),
    DocumentFormat.WPS: ("wps", "wpt", "et", "ett", "dps", "dpt"),
}

ENDINGS: Final = {
    ending: document_format
    for document_format, endings in _ENDINGS_OF.items()
    for ending in endings
}

FOREIGN_ENDINGS: Final = frozenset(
    {
        *("ico", "ps", "rtf", "svg", "xps"),
        *("epub", "key", "numbers", "ofd", "pages", "vsd", "vsdx"),
        *("7z", "gz", "rar", "zip"),
        *("mov", "mp3", "mp4", "wav"),
    }
)
"""Endings of formats that people know and that cannot be printed."""


def supported_formats() -> str:
    """Return what may be given as a format and is printed, for a message.

    An ending that only repeats its format's name is left out.
    """
    formats = [name for name in DocumentFormat if name not in UNPRINTABLE_FORMATS]
    endings = [
        ending
        for ending, document_format in ENDINGS.items()
        if document_format in formats and ending.upper() not in formats
    ]
    return ", ".join((*formats, *endings))


def parse_format(name: str) -> DocumentFormat | None:
    """Return the format of a name or a file ending, in any case."""
    name = name.strip().lstrip(".").lower()
    if name.upper() in DocumentFormat:
        return DocumentFormat(name.upper())
    return ENDINGS.get(name)


def ending_of(name: str) -> str:
    """Return a name's ending, in lower case and without its dot."""
    return PurePosixPath(name).suffix.lstrip(".").lower()
