"""Encoding of pixels as a PNG or a JPG, whichever suits them."""

from collections.abc import Mapping
from io import BytesIO
from typing import Final

from PIL import Image

from ...api.vocabulary import MediaFormat
from ..errors import check_size
from .colors import without_bits
from .pixels import shrink_size

_STEPS: Final = ((90, 1.0), (80, 1.0), (80, 1.4), (75, 2.0), (70, 2.8), (70, 4.0))
"""Quality of a JPG, and how many times smaller its sides are; the best first."""

KINDS: Final[Mapping[str, str]] = {MediaFormat.PNG: "png", MediaFormat.JPG: "jpeg"}
"""The kinds of pictures on sheets."""
MAX_SHARE: Final = 0.7
"""The largest share of a web page that a picture can have, since base64 adds a third."""

_SAMPLE: Final = 192
"""Pixels a side of the sample that tells a drawing from a photo."""
_INKS: Final = 24
"""Flat colors that a drawing has."""
_FLAT_SHARE: Final = 0.6
"""The least share of a drawing in its flat colors; the rest are soft edges."""


def encode(image: Image.Image, max_bytes: float) -> tuple[MediaFormat, bytes]:
    """Encode pixels of the mode 1, L or RGB: a drawing as a PNG, a photo as a JPG.

    Lowers the quality, then the size, until the file is small enough. Raises
    DocumentError if that is not sufficient.
    """
    media_format, data = encode_near(image, max_bytes)
    check_size(len(data), int(max_bytes))
    return media_format, data


def encode_near(image: Image.Image, max_bytes: float) -> tuple[MediaFormat, bytes]:
    """Encode pixels like `encode`, but return the smallest file if it is too large."""
    if _is_drawing(image):
        data = encode_png(image)
        if len(data) <= max_bytes:
            return MediaFormat.PNG, data
    image = without_bits(image)
    for quality, times in _STEPS:
        data = _encode_jpg(image, quality, times)
        if len(data) <= max_bytes:
            break
    return MediaFormat.JPG, data


def _is_drawing(image: Image.Image) -> bool:
    """Return whether pixels are text or flat graphics, which a JPG would blur.

    A few colors make up most of a drawing of any size, but not of a photo.
    """
    if image.mode == "1":
        return True
    size = min(image.width, _SAMPLE), min(image.height, _SAMPLE)
    sample = image.resize(size, Image.Resampling.NEAREST)
    colors = sample.getcolors(size[0] * size[1]) or []
    counts = sorted((count for count, _ in colors), reverse=True)
    return sum(counts[:_INKS]) >= _FLAT_SHARE * sum(counts)


def encode_png(image: Image.Image) -> bytes:
    """Encode pixels as a PNG."""
    with BytesIO() as file:
        image.save(file, "PNG")
        return file.getvalue()


def _encode_jpg(image: Image.Image, quality: int, times: float) -> bytes:
    size = shrink_size(image.size, times)
    if size != image.size:
        image = image.resize(size, Image.Resampling.LANCZOS)
    with BytesIO() as file:
        # Without subsampling, red text stays sharp.
        image.save(file, "JPEG", quality=quality, subsampling=0)
        return file.getvalue()
