"""Opening pictures, none of which can be trusted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
    features,
)

from ..errors import DocumentError
from ..formats import DocumentFormat, supported_formats
from .strips import has_png_rows

MAX_SIDE: Final = 65_535
"""Pixels: what the formats with the shortest counters can say, and resizing can bear."""
_MAX_PIXELS: Final = 200_000_000
"""The most that cameras and scanners of today make."""
_MAX_PILLOW_PIXELS: Final = 178_956_970
"""Where Pillow itself gives up, for those formats in which it counts."""
_MAX_BYTES: Final = 340_000_000
"""How much of the child process's memory a picture may take while it is read."""
_SCAN: Final = b"\xff\xda"
_MAX_SCANS: Final = 500
"""A JPEG that sharpens in so many steps is one that wants to waste our time."""

_BYTES_OF_FORMAT: Final = {
    DocumentFormat.WEBP: 16,
    DocumentFormat.HEIC: 5,
    DocumentFormat.AVIF: 9,
}
"""Bytes for each pixel, as measured, in formats whose decoders hold a whole picture."""
_BYTES_OF_MODE: Final = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}
_BYTES_OF_COLOURS: Final = 6
"""Four, and two for what is made of them."""
_BYTES_OF_STEPS: Final = 7
"""A JPEG that sharpens while it loads is held as a whole, before it is pixels."""

_FEATURES: Final = {DocumentFormat.WEBP: "webp", DocumentFormat.AVIF: "avif"}
"""What Pillow can be built without."""


@contextmanager
def reading(document_format: DocumentFormat) -> Iterator[None]:
    """Make of whatever goes wrong while a picture is read the one error for it.

    Decoders raise anything for bytes that are not what they expect: errors of the
    system, of syntax, values, types, keys, ends of files. A MemoryError says nothing of
    the picture.
    """
    try:
        yield
    except DocumentError, MemoryError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as err:
        raise _too_large(_MAX_PILLOW_PIXELS) from err
    except Exception as err:
        raise DocumentError("picture_broken", format=document_format) from err


def open_picture(data: bytes, document_format: DocumentFormat) -> ImageFile.ImageFile:
    """Return a picture of which only the header is read; to be used while `reading`.

    Each format has its own decoder: what is called a JPG is read as nothing else. That
    of TIFF is in `tiff`, since it has pages.
    Raises DocumentError for more pixels than can be read in bounded time and memory,
    and anything for a broken picture.
    """
    image = _decoder(data, document_format)
    check_pixels(image, document_format)
    if (
        document_format is DocumentFormat.JPG
        and _is_in_steps(image)
        and data.count(_SCAN) > _MAX_SCANS
    ):
        raise DocumentError("picture_broken", format=document_format)
    return image


def check_pixels(image: Image.Image, document_format: DocumentFormat) -> None:
    """Raise DocumentError for a picture, or a page of one, of too many pixels or none."""
    if min(image.size) < 1:
        raise DocumentError("picture_broken", format=document_format)
    if document_format in _BYTES_OF_FORMAT:
        size = _BYTES_OF_FORMAT[document_format]
    elif document_format is DocumentFormat.JPG:
        # It is read at a fraction of its size, if that is enough for the paper.
        size = _BYTES_OF_STEPS if _is_in_steps(image) else 1
    elif has_png_rows(image):
        size = 1
    else:
        size = _BYTES_OF_MODE.get(image.mode, _BYTES_OF_COLOURS)
    most = min(_MAX_PIXELS, _MAX_BYTES // size)
    if image.width * image.height > most or max(image.size) > MAX_SIDE:
        raise _too_large(most)


def _too_large(most: int) -> DocumentError:
    return DocumentError(
        "picture_too_large", limit=str(most // 1_000_000), side=str(MAX_SIDE)
    )


def _is_in_steps(image: Image.Image) -> bool:
    return "progressive" in image.info


def _decoder(data: bytes, document_format: DocumentFormat) -> ImageFile.ImageFile:
    feature = _FEATURES.get(document_format)
    if feature is not None and not features.check(feature):
        raise DocumentError(
            "format_unknown", value=document_format, supported=supported_formats()
        )
    file = BytesIO(data)
    match document_format:
        case DocumentFormat.PNG:
            return PngImagePlugin.PngImageFile(file)
        case DocumentFormat.JPG:
            return JpegImagePlugin.JpegImageFile(file)
        case DocumentFormat.BMP:
            return BmpImagePlugin.BmpImageFile(file)
        case DocumentFormat.GIF:
            return GifImagePlugin.GifImageFile(file)
        case DocumentFormat.WEBP:
            return WebPImagePlugin.WebPImageFile(file)
        case DocumentFormat.AVIF:
            return AvifImagePlugin.AvifImageFile(file)
    # The library is large, and few print what it is for.
    from pillow_heif import HeifImageFile  # noqa: PLC0415

    decoder: Callable[[BytesIO], ImageFile.ImageFile] = HeifImageFile
    return decoder(file)
