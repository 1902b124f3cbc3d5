"""Conversion of a file to content that the cloud accepts.

PDFium, libheif and their like are large: each is loaded for the first file that needs
it, in the child process, and the layouts there only for Markdown.
"""

from mmap import mmap
from pathlib import PurePosixPath

from ..api.vocabulary import MediaFormat, MediaSource
from .content import Content
from .detection import FileData, detect
from .errors import DocumentError, check_size
from .formats import (
    HEAD_BYTES,
    PRINTER_RASTER_FORMATS,
    RASTER_FORMATS,
    TEXT_FORMATS,
    DocumentFormat,
)
from .office.office_package import build_office_content
from .settings import Progress, RenderSettings, no_progress
from .text.linked_files import has_linked_files
from .text.text import declare_utf8, decode_text, find_given


def detect_file(
    data: FileData, settings: RenderSettings, name: str, wanted: DocumentFormat | None
) -> DocumentFormat:
    """Return the format of a file. Raises DocumentError, also for an empty file."""
    if not data:
        raise DocumentError("content_empty")
    return detect(
        data[:HEAD_BYTES] if isinstance(data, mmap) else data,
        name=name,
        wanted=wanted,
        encoding=settings.encoding,
    )


def convert(
    data: FileData,
    settings: RenderSettings,
    *,
    name: str = "",
    wanted: DocumentFormat | None = None,
    progress: Progress = no_progress,
) -> Content:
    """Return a file as content, converted to pages where necessary.

    Blocking; use `Converter.async_convert` for untrusted files. Only a file of
    `MAPPED_FORMATS` may be mapped. Raises DocumentError, and MemoryError for a PDF or
    picture that needs more memory than there is.
    """
    document_format = detect_file(data, settings, name, wanted)
    if document_format is DocumentFormat.PDF and settings.is_pdf_native:
        content = Content(
            media_format=MediaFormat.PDF,
            media_source=MediaSource.BASE64,
            payload=data[:],
        )
    elif document_format in RASTER_FORMATS:
        content = _build_raster_content(data, document_format, settings, progress)
    else:
        data = data[:]
        # No other format becomes smaller.
        check_size(len(data), settings.max_bytes)
        if document_format in TEXT_FORMATS:
            content = _build_text_content(data, document_format, settings, name)
        else:
            content = build_office_content(data, document_format, settings, name)
    return content.within(settings.max_bytes)


def _build_raster_content(
    data: FileData,
    document_format: DocumentFormat,
    settings: RenderSettings,
    progress: Progress,
) -> Content:
    if document_format is DocumentFormat.PDF:
        from .pdf.pdf import build_pdf_content  # noqa: PLC0415 - see above

        return build_pdf_content(data, settings, progress)
    if document_format in PRINTER_RASTER_FORMATS:
        from .raster.raster import build_raster_content  # noqa: PLC0415 - see above

        return build_raster_content(data, document_format, settings, progress)
    from .pictures.picture import build_picture_content  # noqa: PLC0415 - see above

    return build_picture_content(data[:], document_format, settings, progress)


def _build_text_content(
    data: bytes, document_format: DocumentFormat, settings: RenderSettings, name: str
) -> Content:
    encoding = settings.encoding
    text = decode_text(data, encoding and find_given(data, encoding)) or ""
    if not text or text.isspace():
        raise DocumentError("content_empty")
    if document_format is DocumentFormat.MARKDOWN:
        from .layouts.markdown import build_markdown_content  # noqa: PLC0415 - see above

        return build_markdown_content(text, settings)
    if document_format is DocumentFormat.CSV:
        from .layouts.table import build_table_content  # noqa: PLC0415 - see above

        title = PurePosixPath(name).stem.strip() or None
        return build_table_content(text, settings, title=title)
    if document_format is DocumentFormat.TEXT and settings.paginates_text:
        from .layouts.page import build_text_content  # noqa: PLC0415 - see above

        return build_text_content(text, settings)
    warnings: tuple[str, ...] = ()
    if document_format is DocumentFormat.HTML:
        text = declare_utf8(text)
        if has_linked_files(text):
            warnings = ("linked_files_missing",)
    return Content.from_string(text, MediaFormat(document_format), warnings=warnings)
