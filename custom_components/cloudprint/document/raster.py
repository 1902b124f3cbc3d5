"""PDF files and pictures, the formats that libraries written in C read.

The libraries are large, and many Home Assistants never print such a file: they are
loaded with the first one, in the child process that converts it.
"""

from typing import Final

from .content import Content
from .detection import detect, likely_format
from .formats import PICTURE_FORMATS, DocumentFormat
from .settings import Progress, RenderSettings, no_progress

RASTER_FORMATS: Final = PICTURE_FORMATS | {DocumentFormat.PDF}

_HEAD_BYTES: Final = 4096


def is_raster(data: bytes, settings: RenderSettings) -> bool:
    """Return whether a file has to be converted by `raster_content`.

    Looks at the first bytes only. A PDF that is sent as it is has not.
    """
    found = likely_format(data[:_HEAD_BYTES], "")
    if found is DocumentFormat.PDF and settings.is_pdf_native:
        return False
    return found in RASTER_FORMATS


def convert_raster(
    data: bytes,
    settings: RenderSettings,
    *,
    name: str = "",
    wanted: DocumentFormat | None = None,
    progress: Progress = no_progress,
) -> Content:
    """Return the content of a file that `is_raster`; as `convert` does of any file.

    Blocking. Raises DocumentError for what cannot be printed.
    """
    document_format = detect(data, name=name, wanted=wanted)
    content = raster_content(data, document_format, settings, progress)
    return content.within(settings.max_bytes)


def raster_content(
    data: bytes,
    document_format: DocumentFormat,
    settings: RenderSettings,
    progress: Progress = no_progress,
) -> Content:
    """Return the content of a PDF file or a picture. Blocking.

    Raises DocumentError for what cannot be printed, MemoryError for what takes more
    memory than there is.
    """
    if document_format is DocumentFormat.PDF:
        from .pdf.pdf import pdf_content  # noqa: PLC0415 - large, and not always needed

        return pdf_content(data, settings, progress)
    from .pictures.picture import picture_content  # noqa: PLC0415 - as above

    return picture_content(data, document_format, settings, progress)
