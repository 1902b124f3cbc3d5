"""Previews of sheets with several pictures."""

from collections.abc import Sequence
from typing import Any, Final

from PIL import Image, ImageDraw

from ..errors import DocumentError
from ..formats import DocumentFormat
from ..placement import NO_MARGINS, place_page
from ..settings import Scaling
from ..sheets import Size
from .colors import in_mode
from .picture import PREVIEW_PIXELS
from .picture_encoding import encode_png
from .picture_file import open_picture, reading
from .pixels import paint, shrink_size

_WHITE: Final = (255, 255, 255)
_GREY: Final = (120, 120, 120)
_QUARTERS: Final = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""What turns a picture clockwise by so many degrees."""


def preview_on_paper(
    document_format: DocumentFormat, data: bytes, paper: Size
) -> bytes | None:
    """Return a picture as the cloud fits it to its paper, or None if it is broken.

    Blocking, and slow.
    """
    try:
        with reading(document_format):
            size = open_picture(data, document_format).size
    except DocumentError:
        return None
    place = place_page(size, paper, NO_MARGINS, Scaling.FIT)
    description = {"at": [[0, *place.offset, *place.size, 0]], "lines": []}
    return preview_sheet([(document_format, data)], paper, description)


def preview_sheet(
    pictures: Sequence[tuple[DocumentFormat, bytes]],
    paper: Size,
    description: dict[str, Any],
) -> bytes | None:
    """Return a sheet as a small PNG, or None if one of its pictures is broken.

    The description is that of `ArrangedPage`. Blocking, and slow.
    """
    per_mm = PREVIEW_PIXELS / max(paper)
    width, height = (max(1, round(side * per_mm)) for side in paper)
    sheet = Image.new("RGB", (width, height), _WHITE)
    try:
        for number, (document_format, data) in enumerate(pictures):
            places = [place[1:] for place in description["at"] if place[0] == number]
            longest = max(max(place[2:4]) for place in places) * per_mm
            with reading(document_format):
                image = open_picture(data, document_format)
                size = shrink_size(image.size, max(image.size) / max(1, longest))
                pixels = in_mode(paint(image, size), "RGB")
            for left, top, *box, rotation in places:
                size = tuple(max(1, round(side * per_mm)) for side in box)
                lying = pixels.resize(size)
                if (turn := _QUARTERS.get(rotation)) is not None:
                    lying = lying.transpose(turn)
                sheet.paste(lying, (round(left * per_mm), round(top * per_mm)))
    except DocumentError:
        return None
    draw = ImageDraw.Draw(sheet)
    for line in description["lines"]:
        draw.line([place * per_mm for place in line], fill=_GREY)
    return encode_png(sheet)
