"""Pictures as content that the cloud prints, and as previews."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageFile, PngImagePlugin

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content
from ..errors import DocumentError
from ..formats import DocumentFormat
from ..settings import Progress, RenderSettings, no_progress
from .colours import is_transparent
from .picture_encoding import encode, encode_png
from .picture_file import open_picture, reading
from .pixels import TOLERANCE, fit_size, get_excess, get_turn, paint, shrink_size
from .tiff import TiffPages, tiff_content

_PLAIN_MODES: Final = {
    DocumentFormat.PNG: {"1", "L", "LA", "P", "RGB", "RGBA"},
    DocumentFormat.JPG: {"L", "RGB"},
    DocumentFormat.BMP: {"1", "L", "P", "RGB", "RGBA"},
}
"""Formats that the cloud takes, and their modes that every print program reads."""
_PNG_BITS: Final = 24
"""The offset of the bits a sample in a PNG (ISO/IEC 15948, 11.2.1)."""
_MAX_BITS: Final = 8

PREVIEW_PIXELS: Final = 600
"""The longer side of a preview."""


def picture_content(
    data: bytes,
    document_format: DocumentFormat,
    settings: RenderSettings,
    progress: Progress = no_progress,
) -> Content:
    """Return a picture unchanged if possible, otherwise converted.

    A picture that has to be turned, is transparent, or has unusual colours or far more
    pixels than the paper can show, becomes a PNG if it is a drawing, or a JPG if it is
    a photo. A TIFF of several pages becomes a web page with as many sheets. Raises
    DocumentError for a picture that is broken, or too large to be read or sent.
    """
    if document_format is DocumentFormat.TIFF:
        return _tiff_content(data, settings, progress)
    with reading(document_format):
        image = open_picture(data, document_format)
        if _is_printable(image, data, document_format, settings):
            return _content(MediaFormat(document_format), data)
        pixels = _shrink(image, image.size, settings)
    return _content(*encode(pixels, settings.max_bytes))


def _tiff_content(data: bytes, settings: RenderSettings, progress: Progress) -> Content:
    with reading(DocumentFormat.TIFF):
        pages = TiffPages(data)
        if len(pages) == 1:
            image = pages.open(0)
            pixels = _shrink(image, pages.square_size(), settings)
    if len(pages) > 1:
        return tiff_content(pages, settings, progress)
    return _content(*encode(pixels, settings.max_bytes))


def _shrink(
    image: Image.Image, size: tuple[int, int], settings: RenderSettings
) -> Image.Image:
    """Return as many pixels of a picture as the paper can show; `size` is its full size."""
    times = get_excess(size, settings.paper, settings.dpi)
    return paint(image, fit_size(size, times), is_monochrome=settings.is_monochrome)


def _content(media_format: MediaFormat, data: bytes) -> Content:
    return Content(
        media_format=media_format,
        media_source=MediaSource.BASE64,
        payload=data,
        pages=1,
    )


def _is_printable(
    image: ImageFile.ImageFile,
    data: bytes,
    document_format: DocumentFormat,
    settings: RenderSettings,
) -> bool:
    """Return whether a picture can be sent unchanged.

    Reads the whole picture, unless the header already rules it out. May raise any
    exception for a broken one. Afterwards, the pixels are either all read or all unread.
    """
    if (
        len(data) > settings.max_bytes
        or image.mode not in _PLAIN_MODES.get(document_format, ())
        or get_excess(image.size, settings.paper, settings.dpi) > TOLERANCE
        or get_turn(image) is not None
    ):
        return False
    if document_format is DocumentFormat.PNG and (
        data[_PNG_BITS] > _MAX_BITS or not _is_whole_png(data)
    ):
        return False
    # A JPG is read to its end at any scale, and it is never transparent.
    image.draft(None, (1, 1))
    image.load()
    return not is_transparent(image)


def _is_whole_png(data: bytes) -> bool:
    """Return whether a PNG is complete and all its checksums are right."""
    try:
        PngImagePlugin.PngImageFile(BytesIO(data)).verify()
    except OSError, SyntaxError, ValueError:
        return False
    return True


def preview_picture(data: bytes, document_format: DocumentFormat) -> bytes | None:
    """Return a picture as a small PNG, or None if it is broken or too large to read.

    Blocking, and slow.
    """
    try:
        with reading(document_format):
            image = open_picture(data, document_format)
            times = max(image.size) / PREVIEW_PIXELS
            pixels = paint(image, shrink_size(image.size, times))
    except DocumentError:
        return None
    return encode_png(pixels)
