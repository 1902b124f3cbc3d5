"""Previews and thumbnails: small upright copies of pictures, pages and sheets."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageDraw

from ..clean_up.corners import find_page
from ..detection import FileData
from ..errors import DocumentError
from ..formats import PICTURE_FORMATS, DocumentFormat
from ..settings import Scaling
from ..sheets.page_image import BEST_COMPRESSION, encode_exactly
from ..sheets.paper import NO_MARGINS, Size
from ..sheets.placement import place_page
from ..source_file import Corners, Thumbnail
from .colors import in_mode, without_bits
from .picture import PREVIEW_PIXELS
from .picture_file import open_picture, reading
from .pixels import paint, shrink_size
from .tiff import TiffPages

_WHITE: Final = (255, 255, 255)
_GREY: Final = (120, 120, 120)
_CORNER_PIXELS: Final = 1200  # longer side, to find corners; more tells no more
_QUALITY: Final = 80
_QUARTERS: Final = {  # by degrees clockwise
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def preview_sheet(
    pictures: Sequence[tuple[DocumentFormat, bytes]],
    paper: Size,
    description: dict[str, Any] | None = None,
) -> bytes:
    """Return a sheet as a small PNG. Raises DocumentError for a broken picture.

    Without a description, it has one picture, which the cloud fits to its paper.
    """
    if description is None:
        ((document_format, data),) = pictures
        with reading(document_format):
            size = open_picture(data, document_format).size
        place = place_page(size, paper, NO_MARGINS, Scaling.FIT)
        description = {"at": [[0, *place.box, 0]], "lines": []}
    per_mm = PREVIEW_PIXELS / max(paper)
    width, height = (max(1, round(side * per_mm)) for side in paper)
    sheet = Image.new("RGB", (width, height), _WHITE)
    for number, (document_format, data) in enumerate(pictures):
        places = [place[1:] for place in description["at"] if place[0] == number]
        longest = max(max(place[2:4]) for place in places) * per_mm
        with reading(document_format):
            image = open_picture(data, document_format)
            size = shrink_size(image.size, max(image.size) / max(1, longest))
            pixels = in_mode(paint(image, size), "RGB")
        for x, y, *box, rotation in places:
            size = tuple(max(1, round(side * per_mm)) for side in box)
            lying = pixels.resize(size)
            if (turn := _QUARTERS.get(rotation)) is not None:
                lying = lying.transpose(turn)
            sheet.paste(lying, (round(x * per_mm), round(y * per_mm)))
    draw = ImageDraw.Draw(sheet)
    for line in description["lines"]:
        draw.line([place * per_mm for place in line], fill=_GREY)
    return encode_exactly(sheet, BEST_COMPRESSION)[1]


def create_thumbnail(
    data: FileData, document_format: DocumentFormat | None, pixels: int
) -> Thumbnail:
    """Return a picture, or a file's first page, whose longer side has `pixels`."""
    if document_format is DocumentFormat.PDF:
        image = _draw_first_page(data, pixels)
    elif document_format in PICTURE_FORMATS:
        image = _read(data[:], document_format, pixels)
    else:
        raise DocumentError("thumbnail_unavailable")
    with BytesIO() as file:
        image.save(file, "JPEG", quality=_QUALITY)
        return Thumbnail(jpeg=file.getvalue(), size=image.size)


def find_picture_corners(
    data: FileData, document_format: DocumentFormat | None
) -> Corners | None:
    """Return the corners of the page, as shares of the upright picture."""
    if document_format not in PICTURE_FORMATS:
        return None
    return find_page(_read(data[:], document_format, _CORNER_PIXELS)).corners


def _read(data: bytes, document_format: DocumentFormat, pixels: int) -> Image.Image:
    """Return an upright picture of mode L or RGB, made smaller."""
    with reading(document_format):
        if document_format is DocumentFormat.TIFF:
            pages = TiffPages(data)
            image, size = pages.open(0), pages.square_size()
        else:
            image = open_picture(data, document_format)
            size = image.size
        painted = paint(image, shrink_size(size, max(size) / pixels))
    return without_bits(painted)


def _draw_first_page(data: FileData, pixels: int) -> Image.Image:
    from ..pdf.pdfium import PdfFile  # noqa: PLC0415 - large, as PDFium is

    with PdfFile(data) as pdf, pdf.page(1) as page:
        width, height = pdf.page_size(1)
        times = pixels / max(width, height)
        size = max(1, round(width * times)), max(1, round(height * times))
        return page.draw(size, is_grey=False).convert("RGB")
