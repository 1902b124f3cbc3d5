"""Which of the cloud's formats a document is in: by its bytes, then by its name."""

from io import BytesIO
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit
from zipfile import BadZipFile, ZipFile

from ..api import MediaFormat, MediaSource
from .content import Content
from .errors import DocumentError
from .text import decode_text

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
    [
        "7z",
        "avif",
        "gif",
        "gz",
        "heic",
        "heif",
        "ico",
        "mov",
        "mp3",
        "mp4",
        "odg",
        "odp",
        "ods",
        "odt",
        "pdf",
        "ps",
        "rar",
        "rtf",
        "svg",
        "tif",
        "tiff",
        "wav",
        "webp",
        "wps",
        "xps",
        "zip",
    ]
)
"""Endings of formats that people know and the cloud does not take."""

TEXT_FORMATS: Final = frozenset({MediaFormat.HTML, MediaFormat.TEXT})

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPG: Final = b"\xff\xd8\xff"
_BMP: Final = b"BM"
_BMP_HEADER_BYTES: Final = frozenset({12, 40, 52, 56, 64, 108, 124})
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: Final[tuple[tuple[str, MediaFormat], ...]] = (
    ("WordDocument", MediaFormat.WORD),
    ("Workbook", MediaFormat.EXCEL),
    ("Book", MediaFormat.EXCEL),
    ("PowerPoint Document", MediaFormat.PPT),
)
_OOXML_FOLDERS: Final[dict[str, MediaFormat]] = {
    "word": MediaFormat.WORD,
    "xl": MediaFormat.EXCEL,
    "ppt": MediaFormat.PPT,
}


def supported_formats() -> str:
    """Return what may be given as a format, for a message."""
    return ", ".join((*MediaFormat, *ENDINGS))


def parse_format(value: object) -> MediaFormat:
    """Return the format that a person named: a document's name or a file ending.

    Raises DocumentError for any other value.
    """
    name = value.strip().lstrip(".") if isinstance(value, str) else ""
    if media_format := ENDINGS.get(name.lower()):
        return media_format
    try:
        return MediaFormat(name.upper())
    except ValueError as err:
        raise DocumentError(
            "format_unknown",
            value=str(value)[:40],
            supported=supported_formats(),
        ) from err


def format_of_url(url: str) -> MediaFormat:
    """Return the format that a URL's ending tells; a page when it tells none.

    Raises DocumentError for an ending that the cloud cannot print from a URL.
    """
    ending = _ending(unquote(urlsplit(url).path))
    media_format = ENDINGS.get(ending, MediaFormat.HTML)
    if ending in FOREIGN_ENDINGS or media_format is MediaFormat.TEXT:
        raise DocumentError(
            "url_format_unsupported", value=ending, supported=supported_formats()
        )
    return media_format


def content_from_bytes(
    data: bytes, *, name: str = "", media_format: MediaFormat | None = None
) -> Content:
    """Return the content that a file's bytes are.

    The bytes decide; the name's ending is asked only for text, which has no mark of its
    own. Raises DocumentError when there is nothing, when the bytes are in no format of
    the cloud, or when they are not in the format that was asked for.
    """
    if not data:
        raise DocumentError("content_empty")
    found = _format_of_bytes(data)
    wanted = media_format or found or ENDINGS.get(_ending(name))
    if wanted is None and (ending := _ending(name)) in FOREIGN_ENDINGS:
        raise DocumentError(
            "format_unknown", value=ending, supported=supported_formats()
        )
    if wanted is None or wanted in TEXT_FORMATS:
        text = decode_text(data) if found is None else None
        if text is None and wanted is None:
            raise DocumentError("format_unrecognized", supported=supported_formats())
        if text is None:
            raise DocumentError("content_mismatch", format=str(wanted))
        return Content.from_string(text, wanted or _format_of_text(text))
    if wanted is not found:
        raise DocumentError("content_mismatch", format=wanted)
    return Content(media_format=wanted, media_source=MediaSource.BASE64, payload=data)


def _ending(name: str) -> str:
    """Return a name's ending, in lower case and without its dot."""
    return PurePosixPath(name).suffix.lstrip(".").lower()


def _format_of_bytes(data: bytes) -> MediaFormat | None:
    """Return the format that the bytes themselves tell."""
    if data.startswith(_PNG):
        return MediaFormat.PNG
    if data.startswith(_JPG):
        return MediaFormat.JPG
    # Two letters alone would make a bitmap of a text about a "BMW".
    if (
        data.startswith(_BMP)
        and int.from_bytes(data[14:18], "little") in _BMP_HEADER_BYTES
    ):
        return MediaFormat.BMP
    if data.startswith(_OLE):
        return _format_of_ole(data)
    if data.startswith(b"PK\x03\x04"):
        return _format_of_zip(data)
    return None


def _format_of_text(text: str) -> MediaFormat:
    """Tell a web page from plain text by how it begins."""
    start = text[:256].lstrip().lower()
    if start.startswith(("<!doctype html", "<html")):
        return MediaFormat.HTML
    return MediaFormat.TEXT


def _format_of_ole(data: bytes) -> MediaFormat | None:
    """Tell the old Office formats apart by the names in their directory ([MS-CFB])."""
    for name, media_format in _OLE_STREAMS:
        entry = name.encode("utf-16-le")
        # A directory entry: 64 bytes of zero-padded name, then the name's length.
        length = (len(entry) + 2).to_bytes(2, "little")
        if entry.ljust(64, b"\0") + length in data:
            return media_format
    return None


def _format_of_zip(data: bytes) -> MediaFormat | None:
    """Tell the new Office formats apart by their folders (ECMA-376)."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except BadZipFile, ValueError, NotImplementedError, OSError:
        return None
    if "[Content_Types].xml" not in names:
        return None
    for entry in names:
        if media_format := _OOXML_FOLDERS.get(entry.partition("/")[0]):
            return media_format
    return None
