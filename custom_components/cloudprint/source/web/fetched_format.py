"""Detects the format of fetched content."""

from types import MappingProxyType
from typing import Final

from ...document import ENDINGS, DocumentError, DocumentFormat, get_ending
from ...document.detection import detect
from ...document.formats import TEXT_FORMATS
from ...document.text.text import decode_text, find_given
from .fetch import Fetched
from .inline import decode_file

_PLAIN: Final = "text/plain"
ENDINGS_OF_TYPES: Final = MappingProxyType(
    {
        _PLAIN: "txt",
        "text/html": "html",
        "application/xhtml+xml": "html",
        "text/markdown": "md",
        "text/x-markdown": "md",
        "text/csv": "csv",
        "application/csv": "csv",
        "application/json": "json",
        "application/xml": "xml",
        "text/xml": "xml",
        "application/pdf": "pdf",
        "image/png": "png",
        "image/jpeg": "jpg",
        "image/bmp": "bmp",
        "image/webp": "webp",
        "image/gif": "gif",
        "image/tiff": "tiff",
        "image/heic": "heic",
        "image/heif": "heif",
        "image/avif": "avif",
        "image/pwg-raster": "pwg",
        "image/urf": "urf",
        "image/x-portable-anymap": "pnm",
        "image/x-portable-bitmap": "pbm",
        "image/x-portable-graymap": "pgm",
        "image/x-portable-pixmap": "ppm",
        "application/msword": "doc",
        "application/vnd.ms-excel": "xls",
        "application/vnd.ms-powerpoint": "ppt",
    }
)
"""File endings by the content types that servers send."""


def strip_parameters(mime_type: str) -> str:
    """Return a MIME type in lower case, without its parameters."""
    return mime_type.partition(";")[0].strip().lower()


def detect_fetched(
    fetched: Fetched,
    name: str,
    wanted: DocumentFormat | None,
    max_bytes: int,
    encoding: str | None = None,
) -> tuple[DocumentFormat, bytes]:
    """Return the format of fetched content, and its bytes, text as UTF-8. Blocking.

    The format that was asked for counts first, then the bytes, the content type and the
    name. Text of more than `max_bytes` is not decoded, as it will be refused. Raises
    DocumentError for what cannot be printed.
    """
    data = fetched.data
    if not data:
        raise DocumentError("content_empty")
    name = _choose_name(fetched, name)
    if encoding is not None:
        found = detect(data, name=name, wanted=wanted, encoding=encoding)
        text = decode_text(data, find_given(data, encoding)) or ""
        return found, text.encode(errors="replace")
    is_page = (wanted or ENDINGS.get(get_ending(name))) is DocumentFormat.HTML
    has_charset = is_page or fetched.charset is not None
    if has_charset and len(data) <= max_bytes and not _has_signature(data):
        decoded = decode_file(data, fetched.charset)
        if decoded is not None:
            data = decoded.encode(errors="replace")
    return detect(data, name=name, wanted=wanted), data


def _has_signature(data: bytes) -> bool:
    try:
        return detect(data) not in TEXT_FORMATS
    except DocumentError:
        return False


def _choose_name(fetched: Fetched, name: str) -> str:
    """Return a name with the ending for the content type, or the given name.

    Many servers send text/plain for text of any kind: then the name's ending is better.
    """
    ending = ENDINGS_OF_TYPES.get(fetched.content_type)
    is_generic = (
        fetched.content_type == _PLAIN and ENDINGS.get(get_ending(name)) in TEXT_FORMATS
    )
    return name if ending is None or is_generic else f"x.{ending}"
