"""A picture, as small as a preview."""

from typing import Final

from .errors import DocumentError
from .fitting import shrunk
from .formats import DocumentFormat
from .pictures.picture_encoding import encode_png
from .pictures.picture_file import open_picture, reading
from .pictures.pixels import paint

PREVIEW_PIXELS: Final = 600
"""The longer side of a preview."""


def preview_picture(data: bytes, document_format: DocumentFormat) -> bytes | None:
    """Return a picture as a small PNG, or None if it is broken or too large to be read.

    It takes long and blocks.
    """
    try:
        with reading(document_format):
            image = open_picture(data, document_format)
            pixels = paint(image, shrunk(image.size, max(image.size) / PREVIEW_PIXELS))
    except DocumentError:
        return None
    return encode_png(pixels)
