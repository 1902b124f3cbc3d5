"""Encoding of pixels as a PNG or a JPEG, whichever suits them."""

from bisect import bisect_left
from typing import Final, cast

from PIL import Image

from ..sheets.page_image import (
    BEST_COMPRESSION,
    encode_exactly,
    encode_jpeg,
    put_palette,
)
from .colors import without_bits
from .pixels import shrink_size

_STEPS: Final = ((90, 1.0), (80, 1.0), (80, 1.4), (75, 2.0), (70, 2.8), (70, 4.0))
"""Quality of a JPEG, and how many times smaller its sides are; the best first."""
_FULL_COLOR: Final = 0  # without subsampling, red text stays sharp

MAX_SHARE: Final = 0.7  # of a web page, for a picture, since base64 adds a third

_SAMPLE: Final = 192  # pixels a side of the sample that tells a drawing from a photo
_INKS: Final = 24  # flat colors that a drawing has
_FLAT_SHARE: Final = 0.6  # least share of flat colors; the rest are soft edges
_MOST_COLORS: Final = 256
_FEW_GREYS: Final = 16  # in four bits a pixel; more are as small without a palette
_DENSE: Final = 0.5  # bits a pixel from which on it may be a scan, with grain
_PAPER_SHARE: Final = 0.75  # from this share of a single color, its paper has no grain
_WORTH: Final = 0.75  # share of its size up to which it is better as a JPEG


def encode_picture(
    image: Image.Image,
    max_bytes: float,
    *,
    uses_webp: bool = False,
    is_in_page: bool = True,
) -> tuple[str, bytes]:
    """Return the encoding of pixels of mode 1, L or RGB, and its bytes.

    A drawing is a PNG, a photo a JPEG, whose quality, then size, is lowered until it is
    small enough, if the smallest is. With `uses_webp`, lossless WebP replaces PNG. What
    is not in a web page is a JPEG that any program reads.
    """
    # How often each color is in a sample: few make up most of text.
    size = min(image.width, _SAMPLE), min(image.height, _SAMPLE)
    sample = image.resize(size, Image.Resampling.NEAREST)
    colors = sample.getcolors(_SAMPLE**2) or []
    counts = sorted((count for count, _ in colors), reverse=True)
    drawing: tuple[str, bytes] | None = None
    if image.mode == "1" or sum(counts[:_INKS]) >= _FLAT_SHARE * sum(counts):
        pixels = _with_palette(image) if is_in_page else image
        drawing = encode_exactly(pixels, BEST_COMPRESSION, uses_webp=uses_webp)
        is_dense = len(drawing[1]) * 8 >= image.width * image.height * _DENSE
        if len(drawing[1]) > max_bytes:
            drawing = None
        elif not is_dense or counts[0] >= _PAPER_SHARE * sum(counts):
            return drawing
    image = smaller = without_bits(image)
    for quality, times in _STEPS:
        size = shrink_size(image.size, times)
        if size != image.size:
            smaller = image.resize(size, Image.Resampling.LANCZOS)
        jpeg = encode_jpeg(
            smaller, quality, subsampling=_FULL_COLOR, may_be_progressive=is_in_page
        )
        if drawing is not None and len(jpeg) > len(drawing[1]) * _WORTH:
            return drawing
        if len(jpeg) <= max_bytes:
            break
    return "jpeg", jpeg


def _with_palette(image: Image.Image) -> Image.Image:
    """Return pixels with a palette of exactly their colors, if they are few."""
    counts = image.getcolors(_MOST_COLORS)
    if image.mode == "1" or counts is None:
        return image
    if image.mode == "RGB":
        colors = [cast("tuple[int, ...]", color) for _, color in counts]
        if any(len({*color}) > 1 for color in colors):
            return image.quantize(
                _MOST_COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
            )
        image = image.convert("L")
    levels = [level for level, count in enumerate(image.histogram()) if count]
    if len(levels) > _FEW_GREYS:
        return image
    indices = [bisect_left(levels, level) for level in range(256)]
    return put_palette(image.point(indices, "P"), [(level,) * 3 for level in levels])
