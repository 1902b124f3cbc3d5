"""Pictures as the cloud prints them."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageFile, PngImagePlugin

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content
from ..fitting import TOLERANCE, excess, fitting
from ..formats import DocumentFormat
from ..settings import Progress, RenderSettings, no_progress
from .colours import is_transparent
from .picture_encoding import encode
from .picture_file import open_picture, reading
from .pixels import paint, turn_of
from .tiff import TiffPages
from .tiff_sheets import tiff_content

_PLAIN_MODES: Final = {
    DocumentFormat.PNG: {"1", "L", "LA", "P", "RGB", "RGBA"},
    DocumentFormat.JPG: {"L", "RGB"},
    DocumentFormat.BMP: {"1", "L", "P", "RGB", "RGBA"},
}
"""What the cloud takes, and the colours in it that every printer's program reads."""
_PNG_BITS: Final = 24
"""Where a PNG says how many bits its colours have (ISO/IEC 15948, 11.2.1)."""
_MAX_BITS: Final = 8


def picture_content(
    data: bytes,
    document_format: DocumentFormat,
    settings: RenderSettings,
    progress: Progress = no_progress,
) -> Content:
    """Return a picture as it is if it fits, or converted.

    One that is to be turned, lets through what is behind it, has unusual colours or far
    more pixels than the paper can show, becomes a PNG if it is a drawing and a JPG if
    it is a photo. A TIFF of several pages becomes a web page with as many sheets.
    Raises DocumentError for what is broken, or too large to be read or sent.
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
    """Return what a single picture is, or the sheets of several."""
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
    """Return as many pixels of a picture of a size as the paper can show."""
    times = excess(size, settings.paper, settings.dpi)
    return paint(image, fitting(size, times), is_monochrome=settings.is_monochrome)


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
    """Return if a picture can be sent byte for byte. Raises anything for a broken one.

    What is quickly known is looked at first: then the whole picture is read. Of one
    that cannot be sent, all of the pixels are left to be read, or are.
    """
    if (
        len(data) > settings.max_bytes
        or image.mode not in _PLAIN_MODES.get(document_format, ())
        or excess(image.size, settings.paper, settings.dpi) > TOLERANCE
        or turn_of(image) is not None
    ):
        return False
    if document_format is DocumentFormat.PNG and (
        data[_PNG_BITS] > _MAX_BITS or not _is_whole_png(data)
    ):
        return False
    # A JPG is read to its end also when little is made of it; it is never transparent.
    image.draft(None, (1, 1))
    image.load()
    return not is_transparent(image)


def _is_whole_png(data: bytes) -> bool:
    """Return if all parts of a PNG are there, and say what was written."""
    try:
        PngImagePlugin.PngImageFile(BytesIO(data)).verify()
    except OSError, SyntaxError, ValueError:
        return False
    return True
