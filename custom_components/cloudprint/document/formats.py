"""The formats of documents, and their file endings."""

from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

HEAD_BYTES: Final = 4096  # sufficient to tell a PDF or picture


class DocumentFormat(StrEnum):
    """The format of a document; the first eight are the cloud's (OpenAPI 3.6.2)."""

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
    PPM = "PPM"

    PWG = "PWG"
    URF = "URF"

    ODT = "ODT"
    ODS = "ODS"
    ODP = "ODP"
    ODG = "ODG"
    WPS = "WPS"


TEXT_FORMATS: Final = frozenset(  # without a magic number
    map(DocumentFormat, ("HTML", "TEXT", "MARKDOWN", "CSV"))
)

PICTURE_FORMATS: Final = frozenset(
    map(
        DocumentFormat,
        ("PNG", "JPG", "BMP", "WEBP", "GIF", "TIFF", "HEIC", "AVIF", "PPM"),
    )
)

PRINTER_RASTER_FORMATS: Final = frozenset({DocumentFormat.PWG, DocumentFormat.URF})
"""Pages as drivers, phones and tablets send them (PWG 5102.4 and URF)."""

RASTER_FORMATS: Final = PICTURE_FORMATS | PRINTER_RASTER_FORMATS | {DocumentFormat.PDF}
"""Formats that are read in a child process, most of them by libraries written in C."""

MAPPED_FORMATS: Final = PRINTER_RASTER_FORMATS | {DocumentFormat.PDF}

UNDOCUMENTED_FORMATS: Final = frozenset(
    map(DocumentFormat, ("ODT", "ODS", "ODP", "ODG", "WPS"))
)

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
    DocumentFormat.PPM: ("ppm", "pgm", "pbm", "pnm"),
    DocumentFormat.PWG: ("pwg",),
    DocumentFormat.URF: ("urf",),
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

UNDOCUMENTED_ENDINGS: Final = (
    frozenset(  # macros, templates, shows: not in OpenAPI 3.6.2
        ending for ending, form in ENDINGS.items() if form in ("WORD", "EXCEL", "PPT")
    )
    - {"doc", "docx", "xls", "xlsx", "ppt", "pptx"}
)

RAW_ENDINGS: Final = frozenset(  # of cameras; most look like TIFF
    {"arw", "cr2", "cr3", "dng", "nef", "orf", "pef", "raf", "rw2", "srw"}
)

FOREIGN_ENDINGS: Final = RAW_ENDINGS | frozenset(
    {
        *("ico", "ps", "rtf", "svg", "xps"),
        *("cur", "dds", "djvu", "emf", "eps", "exr", "hdr", "icns", "j2k", "jp2"),
        *("jxl", "pcx", "psd", "qoi", "tga", "wmf", "xcf"),
        *("epub", "key", "numbers", "ofd", "pages", "vsd", "vsdx"),
        *("eml", "fodg", "fodp", "fods", "fodt", "mht", "mhtml"),
        *("7z", "gz", "rar", "zip"),
        *("mov", "mp3", "mp4", "wav"),
    }
)


def list_supported_formats() -> str:
    """Return printable formats, and endings that differ from them, for a message."""
    formats = [name for name in DocumentFormat if name not in UNDOCUMENTED_FORMATS]
    endings = [
        ending
        for ending, document_format in ENDINGS.items()
        if document_format in formats and ending.upper() not in formats
    ]
    return ", ".join((*formats, *endings))


def parse_format(name: str) -> DocumentFormat | None:
    """Return the format with this name or file ending, in any case."""
    name = name.strip().lstrip(".").lower()
    if name.upper() in DocumentFormat:
        return DocumentFormat(name.upper())
    return ENDINGS.get(name)


def get_ending(name: str) -> str:
    """Return the ending of a file name, in lower case and without its dot."""
    return PurePosixPath(name).suffix.lstrip(".").lower()
