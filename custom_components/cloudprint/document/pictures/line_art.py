"""Pictures to color in: a drawing as black lines on white, or a refusal."""

from math import ceil
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageOps

from ...api.vocabulary import MediaFormat, MediaSource
from ..clean_up.areas import find_connected
from ..content import Content
from ..errors import DocumentError
from ..formats import PICTURE_FORMATS, DocumentFormat
from ..sheets.page_image import BEST_COMPRESSION, encode_exactly
from .picture_file import open_picture, reading
from .pixels import paint, shrink_size

_SIDE: Final = 2100  # pixels of the longer side: 270 dpi on A4
# Of that side: what is wider than this is outlined, not filled; and to save ink
_AROUND: Final = (0.014, 0.007)
_DARKER: Final = 0.78  # of the brightness around, below which there is a line
_DARK: Final = 24  # how bright black counts as, so that there are no lines in shadows
_MOST_INK: Final = 0.15  # share of black
_SMALL: Final = 8  # pixels a side that are one in a small copy
_LONG: Final = 0.06  # of the longer side: a piece of this length is no speck
_LEAST_LONG: Final = 0.6  # share of black in such pieces
_REACH: Final = 5  # pixels of that copy: nearer to a line there is nothing to color
_LEAST_FREE: Final = 0.35  # share of what is further away
_LEAST_SIDE: Final = 0.1  # of what is around all lines, as a share of the longer one
_TRIM: Final = 40  # pixels that stay white around the lines


def draw_lines(data: bytes, document_format: DocumentFormat | None) -> Content:
    """Return a drawing as black lines on white. Raises DocumentError.

    Edges of colors become lines, too; shades and colors are left out. It is refused
    if there is next to nothing left, too much black, or no area to color in.
    """
    if document_format not in PICTURE_FORMATS or document_format is DocumentFormat.TIFF:
        raise DocumentError("coloring_not_lines")
    with reading(document_format):
        image = open_picture(data, document_format)
        size = shrink_size(image.size, max(image.size) / _SIDE)
        grey = paint(image, size, is_monochrome=True).convert("L")
    grey = ImageOps.contain(grey, (_SIDE, _SIDE))
    for reach in _AROUND:
        lines = _find_lines(grey, reach)
        if (ink := lines.histogram()[0] / (grey.width * grey.height)) <= _MOST_INK:
            break
    else:
        share, limit = ceil(ink * 100), round(_MOST_INK * 100)
        raise DocumentError("coloring_too_black", share=share, limit=limit)
    drawn = lines.crop(lines.point([255] + [0] * 255).getbbox() or (0, 0, 0, 0))
    if min(drawn.size) < _LEAST_SIDE * _SIDE or not _has_areas(lines):
        raise DocumentError("coloring_not_lines")
    trimmed = ImageOps.expand(drawn, _TRIM, 255).convert("1")
    _, png = encode_exactly(trimmed, BEST_COMPRESSION)
    return Content(
        media_format=MediaFormat.PNG,
        media_source=MediaSource.BASE64,
        payload=png,
        pages=1,
        has_color=False,
    )


def _find_lines(grey: Image.Image, reach: float) -> Image.Image:
    """Return what is darker than its surroundings as 0, the rest as 255."""
    around = grey.filter(ImageFilter.BoxBlur(reach * max(grey.size)))
    limits = [max(0, (value + _DARK) * _DARKER - _DARK) for value in range(256)]
    below = ImageChops.subtract(around.point(limits), grey)
    return below.point([255] + [0] * 255).filter(ImageFilter.MedianFilter(5))


def _has_areas(lines: Image.Image) -> bool:
    """Return whether lines are long, and there are areas between them to color in."""
    # A pixel is black if there is any black in it.
    small = lines.reduce(_SMALL).point([0] * 255 + [255])
    near = small.filter(ImageFilter.MinFilter(_REACH))
    free = near.histogram()[255] / (near.width * near.height)
    black = {at for at, value in enumerate(small.tobytes()) if not value}
    long = 0
    for piece in find_connected(black, small.width):
        columns = {at % small.width for at in piece}
        rows = {at // small.width for at in piece}
        if max(len(columns), len(rows)) >= _LONG * _SIDE / _SMALL:
            long += len(piece)
    return free >= _LEAST_FREE and long >= _LEAST_LONG * len(black)
