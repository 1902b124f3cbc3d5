"""The pixels of a picture: upright, in plain colors, and no more than are needed."""

from math import ceil, floor, sqrt
from typing import Final

from PIL import Image, JpegImagePlugin

from ..settings import MAX_PIXELS, MILLIMETRES_PER_INCH
from ..sheets.paper import Size
from .colors import build_conversion, get_plain_mode, in_mode
from .header import get_turn
from .strips import open_strips

PIXEL_TOLERANCE: Final = 1.3  # more pixels than the paper shows, for sharpness

_STRIP_PIXELS: Final = 2_000_000  # converted at a time
_LANCZOS_REACH: Final = 3  # pixels of the result to each side


def to_pixels(length: float, dpi: float) -> int:
    """Return a length in millimetres in pixels, at least one."""
    return max(1, round(length / MILLIMETRES_PER_INCH * dpi))


def get_excess(size: tuple[int, int], paper: Size, dpi: float) -> float:
    """Return by how much a side has more pixels than the paper, turned to match it."""
    short, long = sorted(size)
    paper_short, paper_long = sorted(to_pixels(side, dpi) for side in paper)
    return max(short / paper_short, long / paper_long, sqrt(short * long / MAX_PIXELS))


def fit_size(size: tuple[int, int], times: float) -> tuple[int, int]:
    """Return a size so many times smaller, or the same within `PIXEL_TOLERANCE`."""
    return shrink_size(size, times) if times > PIXEL_TOLERANCE else size


def shrink_size(size: tuple[int, int], times: float) -> tuple[int, int]:
    """Return a size so many times smaller, but never a larger one."""
    if times <= 1:
        return size
    width, height = size
    return max(1, round(width / times)), max(1, round(height / times))


def paint(
    image: Image.Image, size: tuple[int, int], *, is_monochrome: bool = False
) -> Image.Image:
    """Return the pixels of a picture, resized, then upright, without metadata.

    The mode is L or RGB, or 1 if the picture's is and it keeps its size. Works in
    strips, to save memory. May raise any exception for a broken picture.
    """
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        # Decoding at half, a quarter or an eighth of its size saves time and memory.
        image.draft(None, size)
    whole, read_rows = open_strips(image)
    turn = get_turn(image)
    width, height = whole
    convert = build_conversion(image)
    mode = "L" if is_monochrome else get_plain_mode(image)
    if image.mode == "1" and whole == size:
        convert, mode = Image.Image.copy, "1"
    painted = Image.new(mode, size)
    scale = height / size[1]
    reach = 0 if whole == size else ceil(_LANCZOS_REACH * max(scale, 1))
    rows = max(1, int(_STRIP_PIXELS / width / scale))
    for row in range(0, size[1], rows):
        end = min(row + rows, size[1])
        top = max(0, floor(row * scale) - reach)
        bottom = min(height, ceil(end * scale) + reach)
        strip = in_mode(convert(read_rows(top, bottom)), mode)
        if whole != size:
            # Rounding must not lead out of the picture.
            last = min(end * scale, height)
            box = (0, row * scale - top, width, last - top)
            strip = strip.resize(
                (size[0], end - row), Image.Resampling.LANCZOS, box=box
            )
        painted.paste(strip, (0, row))
    return painted if turn is None else painted.transpose(turn)
