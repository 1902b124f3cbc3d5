"""Small upright copies of pictures and pages, in which the card shows them."""

from io import BytesIO
from typing import Final

from PIL import Image

from ..clean_up import find_page
from ..errors import DocumentError
from ..file_data import FileData
from ..formats import PICTURE_FORMATS, DocumentFormat
from ..picture_facts import FoundCorners, Thumbnail
from .colors import without_bits
from .picture_file import open_picture, reading
from .pixels import has_quarter_turn, paint, shrink_size
from .tiff import TiffPages

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
