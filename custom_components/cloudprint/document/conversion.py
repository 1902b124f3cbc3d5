"""From a file's bytes to what the cloud accepts."""

from pathlib import PurePosixPath

from ..api import MediaFormat, MediaSource
from .content import Content
from .detection import detect
from .errors import DocumentError
from .formats import TEXT_FORMATS, DocumentFormat
from .layouts.markdown import markdown_content
from .layouts.table import table_content
from .limits import check_size
from .office.office_package import office_content
from .raster import RASTER_FORMATS, raster_content
from .settings import RenderSettings
from .text import decode_text, page_in_utf8


def convert(
    data: bytes,
    settings: RenderSettings,
    *,
    name: str = "",
    wanted: DocumentFormat | None = None,
) -> Content:
    """Return the content that a file's bytes are, made into pages where need be.

    Blocking; files from strangers are for `Converter.async_convert`. `name` is the
    file's name, `wanted` the format that was asked for. Raises DocumentError for what
    cannot be printed.
    """
    if not data:
        raise DocumentError("content_empty")
    document_format = detect(data, name=name, wanted=wanted)
    content = _content(data, document_format, settings, name)
    return content.within(settings.max_bytes)


def _content(
    data: bytes, document_format: DocumentFormat, settings: RenderSettings, name: str
) -> Content:
    if document_format is DocumentFormat.PDF and settings.is_pdf_native:
        return Content(
            media_format=MediaFormat.PDF,
            media_source=MediaSource.BASE64,
            payload=data,
        )
    if document_format in RASTER_FORMATS:
        return raster_content(data, document_format, settings)
    # No others become smaller: what is too large need not be read.
    check_size(len(data), settings.max_bytes)
    if document_format not in TEXT_FORMATS:
        return office_content(data, document_format, settings)
    text = decode_text(data) or ""
    if not text or text.isspace():
        raise DocumentError("content_empty")
    if document_format is DocumentFormat.MARKDOWN:
        return markdown_content(text, settings)
    if document_format is DocumentFormat.CSV:
        return table_content(text, settings, title=PurePosixPath(name).stem or None)
    if document_format is DocumentFormat.HTML:
        text = page_in_utf8(text)
    return Content.from_string(text, MediaFormat(document_format))
