"""The pixels of a picture: upright, plain, and no more than are needed."""

from math import ceil, floor
from typing import Final

from PIL import ExifTags, Image, JpegImagePlugin

from .colours import conversion_of, in_mode, plain_mode
from .strips import Strips, strips_of

_STRIP_PIXELS: Final = 2_000_000
"""How many pixels of a picture are converted at a time."""
_LANCZOS_REACH: Final = 3
"""How far, in pixels of the result, the filter looks to each side."""

_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright for each orientation of EXIF."""


def turn_of(image: Image.Image) -> Image.Transpose | None:
    """Return what makes a picture upright; None if it is, or does not say it well."""
    try:
        return _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001
        # As with a picture's pixels, anything can be raised for spoilt bytes; but a
        # picture can be printed without them.
        return None


def paint(
    image: Image.Image, size: tuple[int, int], *, is_monochrome: bool = False
) -> Image.Image:
    """Return a picture's pixels in a size, then made upright.

    They are in the mode L or RGB, or 1 if the picture is and keeps its size. Nothing
    else of the picture's file is left, such as where it was taken. Works in strips, so
    that besides the picture itself little memory is taken. Raises anything for a broken
    picture.
    """
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        # At half, a quarter or an eighth of its size, it takes little time and memory.
        image.draft(None, size)
    strips = strips_of(image)
    turn = turn_of(image)
    painted = _paint_strips(image, strips, size, is_monochrome=is_monochrome)
    return painted if turn is None else painted.transpose(turn)


def _paint_strips(
    image: Image.Image,
    strips: Strips,
    size: tuple[int, int],
    *,
    is_monochrome: bool,
) -> Image.Image:
    width, height = strips.size
    convert = conversion_of(image)
    mode = "L" if is_monochrome else plain_mode(image)
    if image.mode == "1" and strips.size == size:
        convert, mode = Image.Image.copy, "1"
    painted = Image.new(mode, size)
    scale = height / size[1]
    reach = 0 if strips.size == size else ceil(_LANCZOS_REACH * max(scale, 1))
    rows = max(1, int(_STRIP_PIXELS / width / scale))
    for row in range(0, size[1], rows):
        end = min(row + rows, size[1])
        top = max(0, floor(row * scale) - reach)
        bottom = min(height, ceil(end * scale) + reach)
        strip = in_mode(convert(strips.rows(top, bottom)), mode)
        if strips.size != size:
            # Rounding must not lead out of the picture.
            last = min(end * scale, height)
            box = (0, row * scale - top, width, last - top)
            strip = strip.resize(
                (size[0], end - row), Image.Resampling.LANCZOS, box=box
            )
        painted.paste(strip, (0, row))
    return painted
