"""Opening of untrusted pictures."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
import re
import struct
from typing import Final

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    PpmImagePlugin,
    WebPImagePlugin,
    features,
)

from ..detection import create_foreign_error
from ..errors import DocumentError
from ..formats import DocumentFormat
from .strips import read_png_chunks

_MAX_SIDE: Final = 65_535  # the limit of the shortest counters, and of resizing
_MAX_PIXELS: Final = 200_000_000  # the most that current cameras and scanners produce
_MAX_PILLOW_PIXELS: Final = 178_956_970  # Pillow's own limit, in some formats
_MAX_BYTES: Final = 340_000_000  # the child process's memory for reading a picture
_SCAN: Final = b"\xff\xda"
_MAX_SCANS: Final = 500  # more are an attack: each takes the time of the whole

_BYTES_OF_FORMAT: Final = {  # measured, of decoders that hold a whole picture
    DocumentFormat.WEBP: 16,
    DocumentFormat.HEIC: 5,
    DocumentFormat.AVIF: 9,
}
_BYTES_OF_MODE: Final = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}
_BYTES_OF_COLORS: Final = 6  # four, and two for the converted pixels
_BYTES_OF_PROGRESSIVE: Final = 7  # the decoder holds it as a whole before it has pixels

_DECODERS: Final[dict[DocumentFormat, Callable[[BytesIO], ImageFile.ImageFile]]] = {
    DocumentFormat.PNG: PngImagePlugin.PngImageFile,
    DocumentFormat.JPG: JpegImagePlugin.JpegImageFile,
    DocumentFormat.BMP: BmpImagePlugin.BmpImageFile,
    DocumentFormat.GIF: GifImagePlugin.GifImageFile,
    DocumentFormat.WEBP: WebPImagePlugin.WebPImageFile,
    DocumentFormat.AVIF: AvifImagePlugin.AvifImageFile,
    DocumentFormat.PPM: PpmImagePlugin.PpmImageFile,
}
# Pillow may be built without them.
_FEATURES: Final = {DocumentFormat.WEBP: "webp", DocumentFormat.AVIF: "avif"}
# Pillow's messages for rare, but not damaged, pictures
_UNSUPPORTED: Final = re.compile(
    r"unsupported (?!.* palette size)|unknown pixel mode|not available", re.IGNORECASE
)
# The size and kind of a box of a HEIC or AVIF (ISO/IEC 14496-12, 4.2), and a large size
_BOX_HEAD: Final = struct.Struct(">I4sQ")
_LEAST_BOX: Final = 8


@contextmanager
def reading(document_format: DocumentFormat) -> Iterator[None]:
    """Raise DocumentError for any error of a decoder but MemoryError."""
    try:
        yield
    except DocumentError, MemoryError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as err:
        raise _too_large(_MAX_PILLOW_PIXELS) from err
    except Exception as err:
        if _UNSUPPORTED.search(str(err)):
            raise create_rare_error(document_format) from err
        raise DocumentError("picture_broken", format=document_format) from err


def open_picture(data: bytes, document_format: DocumentFormat) -> ImageFile.ImageFile:
    """Return a picture, no TIFF, with only its header read; call it while `reading`."""
    # libheif fills missing tiles with a color.
    if document_format in (DocumentFormat.HEIC, DocumentFormat.AVIF) and _is_cut(data):
        raise DocumentError("picture_broken", format=document_format)
    feature = _FEATURES.get(document_format)
    if feature is not None and not features.check(feature):
        raise create_foreign_error(document_format)
    image = _DECODERS.get(document_format, _open_heic)(BytesIO(data))
    if document_format is DocumentFormat.PNG:
        image.info.setdefault("exif", read_png_chunks(data))
    check_pixels(image, document_format)
    if (
        document_format is DocumentFormat.JPG
        and _is_progressive(image)
        and data.count(_SCAN) > _MAX_SCANS
    ):
        raise DocumentError("picture_broken", format=document_format)
    return image


def _is_cut(data: bytes) -> bool:
    """Return whether the box with the compressed pixels ends after the file."""
    start = 0
    while start + _BOX_HEAD.size <= len(data):
        size, kind, large_size = _BOX_HEAD.unpack_from(data, start)
        if size == 1:
            size = large_size
        if kind == b"mdat" and start + size > len(data):
            return True
        # A box without a size goes to the end of the file.
        start += size if size >= _LEAST_BOX else len(data)
    return False


def check_pixels(image: Image.Image, document_format: DocumentFormat) -> None:
    """Raise DocumentError for a picture or page with too many pixels, or with none."""
    if min(image.size) < 1:
        raise DocumentError("picture_broken", format=document_format)
    if document_format in _BYTES_OF_FORMAT:
        size = _BYTES_OF_FORMAT[document_format]
    elif document_format is DocumentFormat.JPG:
        # It can be decoded at a fraction of its size if the paper shows no more.
        size = _BYTES_OF_PROGRESSIVE if _is_progressive(image) else 1
    else:
        size = _BYTES_OF_MODE.get(image.mode, _BYTES_OF_COLORS)
    most = min(_MAX_PIXELS, _MAX_BYTES // size)
    if image.width * image.height > most or max(image.size) > _MAX_SIDE:
        raise _too_large(most)


def create_rare_error(document_format: DocumentFormat) -> DocumentError:
    """Return the error for a picture that is not damaged, but of a rare kind."""
    return DocumentError(
        "picture_unsupported", format=document_format, supported="PNG, JPG"
    )


def _too_large(most: int) -> DocumentError:
    return DocumentError("picture_too_large", limit=most // 1_000_000, side=_MAX_SIDE)


def _is_progressive(image: Image.Image) -> bool:
    return "progressive" in image.info


def _open_heic(file: BytesIO) -> ImageFile.ImageFile:
    from pillow_heif import HeifImageFile  # noqa: PLC0415 - large, and rarely needed

    decoder: Callable[[BytesIO], ImageFile.ImageFile] = HeifImageFile
    return decoder(file)
