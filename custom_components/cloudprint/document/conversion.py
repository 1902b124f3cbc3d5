"""From a file's bytes to what the cloud accepts."""

from ..api import MediaFormat
from .content import Content
from .detection import detect
from .errors import DocumentError
from .formats import PICTURE_FORMATS, DocumentFormat
from .markdown import markdown_content
from .office import office_content
from .pdf import pdf_content
from .picture import picture_content
from .settings import RenderSettings
from .table import table_content
from .text import decode_text


def convert(
    data: bytes,
    settings: RenderSettings,
    *,
    name: str = "",
    wanted: DocumentFormat | None = None,
) -> Content:
    """Return the content that a file's bytes are, made into pages where need be.

    It takes long and blocks. `name` is the file's name, `wanted` the format that was
    asked for. Raises DocumentError for what cannot be printed.
    """
    if not data:
        raise DocumentError("content_empty")
    document_format = detect(data, name=name, wanted=wanted)
    content = _content(data, document_format, settings)
    return content.within(settings.max_bytes)


def _content(
    data: bytes, document_format: DocumentFormat, settings: RenderSettings
) -> Content:
    if document_format is DocumentFormat.PDF:
        return pdf_content(data, settings)
    if document_format in PICTURE_FORMATS:
        return picture_content(data, document_format, settings)
    text = decode_text(data)
    match document_format:
        case DocumentFormat.MARKDOWN if text is not None:
            return markdown_content(text, settings)
        case DocumentFormat.CSV if text is not None:
            return table_content(text, settings)
        case DocumentFormat.HTML | DocumentFormat.TEXT if text is not None:
            return Content.from_string(text, MediaFormat(document_format))
    return office_content(data, document_format, settings)
