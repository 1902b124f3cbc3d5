"""Small upright copies of pictures and pages, in which the card shows them."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageDraw

from ..clean_up import find_page
from ..errors import DocumentError
from ..formats import PICTURE_FORMATS, DocumentFormat
from ..settings import Scaling
from ..sheets.placement import NO_MARGINS, place_page
from ..sheets.sheets import Size
from ..source_file import FileData, FoundCorners, Thumbnail
from .colors import in_mode, without_bits
from .picture import PREVIEW_PIXELS
from .picture_encoding import encode_png
from .picture_file import open_picture, reading
from .pixels import has_quarter_turn, paint, shrink_size
from .tiff import TiffPages

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


_CORNER_PIXELS: Final = 1200
"""The longer side of the picture in which corners are found; more tells no more."""
_QUALITY: Final = 80


def create_thumbnail(
    data: FileData, document_format: DocumentFormat | None, pixels: int
) -> Thumbnail:
    """Return a picture, or the first page of a PDF or TIFF, with a longer side of `pixels`.

    Raises DocumentError for a file that cannot be read, or of another format.
    """
    if document_format is DocumentFormat.PDF:
        image = _draw_first_page(data, pixels)
    elif document_format in PICTURE_FORMATS:
        image, _ = _read(data[:], document_format, pixels)
    else:
        raise DocumentError("thumbnail_unavailable")
    with BytesIO() as file:
        image.save(file, "JPEG", quality=_QUALITY)
        return Thumbnail(jpeg=file.getvalue(), size=image.size)


def find_picture_corners(
    data: FileData, document_format: DocumentFormat | None
) -> FoundCorners:
    """Return the corners of the page in a picture, as shares of the upright picture.

    Raises DocumentError for a picture that cannot be read.
    """
    if document_format not in PICTURE_FORMATS:
        return FoundCorners()
    image, size = _read(data[:], document_format, _CORNER_PIXELS)
    return FoundCorners(corners=find_page(image).corners, size=size)


def _read(
    data: bytes, document_format: DocumentFormat, pixels: int
) -> tuple[Image.Image, tuple[int, int]]:
    """Return an upright picture of mode L or RGB in a smaller size, and its full size."""
    with reading(document_format):
        if document_format is DocumentFormat.TIFF:
            pages = TiffPages(data)
            image = pages.open(0)
            size = pages.square_size()
        else:
            image = open_picture(data, document_format)
            size = image.size
        is_turned = has_quarter_turn(image)
        painted = paint(image, shrink_size(size, max(size) / pixels))
    width, height = size
    upright = (height, width) if is_turned else (width, height)
    return without_bits(painted), upright


def _draw_first_page(data: FileData, pixels: int) -> Image.Image:
    from ..pdf.pdfium import PdfFile  # noqa: PLC0415 - large, as PDFium is

    with PdfFile(data) as pdf, pdf.page(1) as page:
        width, height = pdf.page_size(1)
        times = pixels / max(width, height)
        size = max(1, round(width * times)), max(1, round(height * times))
        return page.draw(size, is_grey=False).convert("RGB")
