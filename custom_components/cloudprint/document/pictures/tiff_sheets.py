"""A TIFF of several pages as one web page, a page a sheet."""

from typing import Final

from PIL import Image

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content
from ..errors import DocumentError
from ..fitting import fitting, pixels_of
from ..formats import DocumentFormat
from ..limits import MEBIBYTE
from ..pdf.pdf import pages_of
from ..settings import Progress, RenderSettings, no_progress
from ..sheets import Sheet, Size, WebPage
from .picture_encoding import encode
from .picture_file import reading
from .pixels import paint
from .tiff import TiffPages

_LOWER_DPI: Final = (200, 150, 100)
"""What is tried when the pages are too large to be sent."""
_KINDS: Final = {MediaFormat.PNG: "png", MediaFormat.JPG: "jpeg"}
"""The formats of pictures by the names that they have on the web."""
_SHARE: Final = 0.7
"""How much of a web page a picture can be, before base64 makes it a third larger."""


def tiff_content(
    pages: TiffPages, settings: RenderSettings, progress: Progress = no_progress
) -> Content:
    """Return the pages that are to be printed, each on a sheet of the paper.

    A page has its true size if it tells and that fits, else it fills the sheet, which
    is turned as the page lies. Raises DocumentError for a broken page, for page ranges
    outside of the document, and for more than can be sent at any resolution.
    """
    numbers = [number - 1 for number in pages_of(settings.page_ranges, len(pages))]
    with reading(DocumentFormat.TIFF):
        sheets = [_sheet_of(pages, number, settings.paper) for number in numbers]
    fit = 0
    for dpi in (settings.dpi, *(dpi for dpi in _LOWER_DPI if dpi < settings.dpi)):
        web_page, fit = WebPage(sheets), 0
        for number, sheet in zip(numbers, sheets, strict=True):
            progress(number + 1)
            with reading(DocumentFormat.TIFF):
                pixels = _pixels(pages.open(number), sheet, dpi, settings)
            media_format, data = encode(pixels, settings.max_bytes * _SHARE)
            web_page.add(sheet, _KINDS[media_format], data)
            if web_page.size > settings.max_bytes:
                break
            fit += 1
        else:
            return Content(
                media_format=MediaFormat.HTML,
                media_source=MediaSource.STRING,
                payload=web_page.finish(),
                pages=len(sheets),
                paper=sheets[0].paper,
                is_ranged=settings.page_ranges is not None,
            )
    raise DocumentError(
        "tiff_too_large",
        limit=str(settings.max_bytes // MEBIBYTE),
        example="1" if fit < 2 else f"1-{fit}",
    )


def _sheet_of(pages: TiffPages, number: int, paper: Size) -> Sheet:
    image = pages.open(number)
    size = pages.millimetres()
    if size is None:
        # So large that it is made to fit.
        size = image.width * paper[0], image.height * paper[0]
    return Sheet.of_page(size, paper)


def _pixels(
    image: Image.Image, sheet: Sheet, dpi: float, settings: RenderSettings
) -> Image.Image:
    """Return a page's pixels, as many as its place on the sheet can show."""
    width, height = (pixels_of(side, dpi) for side in sheet.picture)
    times = min(image.width / width, image.height / height)
    return paint(
        image, fitting(image.size, times), is_monochrome=settings.is_monochrome
    )
