"""Which format something from the web is in."""

from types import MappingProxyType
from typing import Final

from ...document import ENDINGS, DocumentError, DocumentFormat, get_ending
from ...document.detection import detect
from ...document.formats import TEXT_FORMATS
from .charset import decoded, decoded_page
from .fetch import Fetched

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
        "application/msword": "doc",
        "application/vnd.ms-excel": "xls",
        "application/vnd.ms-powerpoint": "ppt",
    }
)
"""The file endings that stand for what a server may say of its content."""


def format_of(
    fetched: Fetched, name: str, wanted: DocumentFormat | None, max_bytes: int
) -> tuple[DocumentFormat, bytes]:
    """Return the format of what was fetched, and its bytes: text in UTF-8. It blocks.

    What was asked for counts, then the bytes, then what the server says, then the name.
    More than `max_bytes` of text are left as they are: nobody prints them. Raises
    DocumentError for what cannot be printed.
    """
    data = fetched.data
    if not data:
        raise DocumentError("content_empty")
    name = _telling_name(fetched, name)
    is_page = (wanted or ENDINGS.get(get_ending(name))) is DocumentFormat.HTML
    is_told = is_page or fetched.charset is not None
    if is_told and len(data) <= max_bytes and not _has_mark(data):
        text = (decoded_page if is_page else decoded)(data, fetched.charset)
        if text is not None:
            data = text.encode(errors="replace")
    return detect(data, name=name, wanted=wanted), data


def _has_mark(data: bytes) -> bool:
    """Return if bytes themselves tell that they are no text."""
    try:
        return detect(data) not in TEXT_FORMATS
    except DocumentError:
        return False


def _telling_name(fetched: Fetched, name: str) -> str:
    """Return a name that ends in what the server says, as far as that says anything.

    Many servers call plain text whatever is text of any kind: then the name tells more.
    """
    ending = ENDINGS_OF_TYPES.get(fetched.content_type)
    is_vague = (
        fetched.content_type == _PLAIN and ENDINGS.get(get_ending(name)) in TEXT_FORMATS
    )
    return name if ending is None or is_vague else f"x.{ending}"
