"""Documents of pages as a web page of pictures, as small as the print takes."""

from collections.abc import Callable, Collection, Sequence
from io import BytesIO
from math import sqrt
from typing import Final, Protocol

from PIL import Image

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content, base64_pieces
from ..errors import MEBIBYTE, DocumentError
from ..settings import (
    MAX_DPI,
    MAX_PIXELS,
    MILLIMETRES_PER_INCH,
    Progress,
    RenderSettings,
)
from .first_page import find_pictures, find_sources
from .page_image import encode_page, is_colored
from .page_ranges import select_pages
from .paper import Size
from .placement import create_sheet
from .sheets import PageShape, Sheet, WebPage

_LOWER_DPI: Final = (200, 150)  # tried when it is too large; less is hard to read
_MAX_SIDE: Final = 16_384  # the limit of browsers
_LEAST_SIDE: Final = 3 / 72 * MILLIMETRES_PER_INCH
_LARGEST_SIDE: Final = 200 * MILLIMETRES_PER_INCH  # of a page (ISO 32000-1, annex C.2)
_ROUNDING: Final = 0.01

type PixelBox = tuple[int, int, int, int]  # left, upper, width, height


class PagedDocument(Protocol):
    """A document whose pages, counted from 1, are drawn one at a time."""

    @property
    def page_count(self) -> int:
        """Return the number of pages."""

    @property
    def warnings(self) -> Collection[str]:
        """Return the keys of what may be wrong with the pages that were drawn."""

    def page_shape(self, number: int) -> PageShape:
        """Return the size of a page, or the ratio of its sides."""

    def draw_picture(self, number: int, sheet: Sheet, dpi: int) -> tuple[str, bytes]:
        """Return what of a page lies on its sheet: png, jpeg or webp, and its bytes."""


class TooLargeError(Exception):
    """The pages are too large: `fitting` pages fit, all have about `likely_size` bytes."""

    def __init__(self, fitting: int, likely_size: float) -> None:
        """Store both numbers."""
        super().__init__()
        self.fitting, self.likely_size = fitting, likely_size


def create_page_content(document: PagedDocument, settings: RenderSettings) -> Content:
    """Return the selected pages of a document as one web page, each on its own sheet.

    Lowers the resolution until they are within `settings.max_bytes`. Blocking. Raises
    DocumentError for a page of a size that nothing prints, one that cannot be drawn,
    pages that are too large, and before drawing for more than `settings.max_pages`.
    """
    count = document.page_count
    numbers = select_pages(settings.page_ranges, count, settings.max_pages)
    sheets: list[Sheet] = []
    for number in numbers:
        shape = document.page_shape(number)
        sheet = create_sheet(shape, settings)
        check_page_size(number, shape.size, sheet)
        sheets.append(sheet.upright() if settings.turns_landscape else sheet)
    papers = [sheet.paper for sheet in sheets]
    max_bytes = settings.max_bytes

    def draw(dpi: int, is_last: bool) -> bytes:
        page = WebPage(papers)
        for done, (number, sheet) in enumerate(zip(numbers, sheets, strict=True), 1):
            if not settings.is_shown(done):
                page.add_blank(sheet.paper)
                continue
            page.add(sheet.cut(), *document.draw_picture(number, sheet, dpi))
            likely_size = page.size / done * len(sheets)
            # The first few pages say little about the others.
            is_hopeless = likely_size > max_bytes * (1 + 2 / done)
            if page.size > max_bytes or (is_hopeless and not is_last):
                raise TooLargeError(done - 1, likely_size)
        return page.finish()

    return create_sheets_content(
        fit_resolution(draw, numbers, settings),
        papers,
        settings,
        warnings=document.warnings,
        is_turned=any(sheet.is_turned for sheet in sheets),
    )


def create_sheets_content(
    payload: bytes,
    papers: Sequence[Size],
    settings: RenderSettings,
    *,
    warnings: Collection[str] = (),
    is_turned: bool,
) -> Content:
    """Return a web page of sheets as content."""
    width, height = papers[0]
    return Content(
        media_format=MediaFormat.HTML,
        media_source=MediaSource.STRING,
        payload=payload,
        pages=len(papers),
        paper=(round(width, 1), round(height, 1)),
        is_ranged=settings.page_ranges is not None,
        warnings=tuple(sorted(warnings)),
        is_turned=is_turned,
        has_color=any(is_colored(picture) for _, picture in find_pictures(payload)),
    )


def make_grey(page: bytes, settings: RenderSettings, progress: Progress) -> bytes:
    """Return a web page of sheets with its pictures in grey."""
    grey, position = BytesIO(), 0
    for number, ((_, picture), source) in enumerate(find_sources(page), start=1):
        progress(number)
        if not is_colored(picture):
            continue
        with Image.open(BytesIO(picture)) as image:
            kind, data = encode_page(
                image.convert("L"), settings.dpi, uses_webp=settings.uses_webp
            )
        grey.write(page[position : source.start])
        grey.write(f'"data:image/{kind};base64,'.encode())
        grey.writelines(base64_pieces(data))
        position = source.stop
    grey.write(page[position:])
    return grey.getvalue()


def get_pixels(size: Size, dpi: int, max_pixels: int = MAX_PIXELS) -> tuple[int, int]:
    """Return the width and height in pixels of a size in millimetres."""
    width, height = (side / MILLIMETRES_PER_INCH * dpi for side in size)
    scale = min(
        1.0, sqrt(max_pixels / (width * height)), _MAX_SIDE / max(width, height)
    )
    return max(1, round(width * scale)), max(1, round(height * scale))


def get_whole(sheet: Sheet, pixels: tuple[int, int]) -> PixelBox:
    """Return the box of the whole page in a picture of its sheet."""
    top, _, _, left = sheet.crop
    shown = sheet.cut().picture
    across, along = pixels[0] / shown[0], pixels[1] / shown[1]
    size = round(sheet.picture[0] * across), round(sheet.picture[1] * along)
    return -round(left * across), -round(top * along), *size


def cut_picture(image: Image.Image, sheet: Sheet) -> Image.Image:
    """Return what of the picture of a whole page lies on its sheet."""
    if not any(sheet.crop):
        return image
    top, right, bottom, left = sheet.crop
    across = image.width / sheet.picture[0]
    along = image.height / sheet.picture[1]
    first = min(round(left * across), image.width - 1)
    upper = min(round(top * along), image.height - 1)
    last = max(first + 1, image.width - round(right * across))
    lower = max(upper + 1, image.height - round(bottom * along))
    return image.crop((first, upper, last, lower))


def check_page_size(number: int, size: Size, sheet: Sheet) -> None:
    """Raise DocumentError for a page of a size that nothing prints on its sheet."""
    if (
        max(sheet.paper) > _LARGEST_SIDE + _ROUNDING
        or min(sheet.picture) < _LEAST_SIDE - _ROUNDING
    ):
        width, height = (f"{side:.1f}" for side in size)
        raise DocumentError(
            "pdf_page_size_invalid", page=number, width=width, height=height
        )


def fit_resolution(
    draw: Callable[[int, bool], bytes], numbers: Sequence[int], settings: RenderSettings
) -> bytes:
    """Return what `draw` returns for the highest resolution that is small enough.

    Its arguments are the resolution, and whether it is the last one; it may raise
    TooLargeError. Raises DocumentError if the pages are too large at any.
    """
    tried, max_bytes = min(settings.dpi, MAX_DPI), settings.max_bytes
    too_large = TooLargeError(0, 0)
    for dpi in (tried, *(lower for lower in _LOWER_DPI if lower < tried)):
        is_last = dpi <= _LOWER_DPI[-1]
        # At best, the size shrinks as much as the number of pixels.
        at_best = too_large.likely_size * (dpi / tried) ** 2
        if at_best > max_bytes and not is_last:
            continue
        try:
            return draw(dpi, is_last)
        except TooLargeError as err:
            too_large, tried = err, dpi
    limit = max_bytes // MEBIBYTE
    if not (fitting := too_large.fitting):
        raise DocumentError(
            "pdf_page_too_large", page=numbers[0], limit=limit
        ) from too_large
    raise DocumentError(
        "pdf_too_large",
        pages=len(numbers),
        fitting=fitting,
        limit=limit,
        example="1" if fitting == 1 else f"1-{fitting}",
    ) from too_large
