"""Pictures as documents of pages, of which several are printed on a sheet."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import cached_property
from math import sqrt
from typing import Final

from PIL import Image

from ..arrange.settings import CleanUp
from ..clean_up.corners import FoundPage, find_page
from ..clean_up.light import clean
from ..clean_up.perspective import straighten
from ..formats import DocumentFormat
from ..settings import (
    MAX_PIXELS,
    MILLIMETRES_PER_INCH,
    Progress,
    RenderSettings,
    no_progress,
)
from ..sheets.page_image import encode_black_page, encode_page
from ..sheets.page_pictures import cut_picture
from ..sheets.paper import Size
from ..sheets.sheets import PageShape, Sheet
from ..source_file import Corners
from .colors import without_bits
from .header import get_upright_size
from .picture_encoding import encode_picture
from .picture_file import open_picture, reading
from .pixels import fit_size, paint, shrink_size, to_pixels
from .tiff import TiffPages

_CORNERS_SIDE: Final = 1000  # pixels of the longer side, to find corners in

CLEAN_UP_IGNORED: Final = "clean_up_ignored"  # the warning for no picture

type FoundByPage = dict[int, FoundPage]  # by page number


@dataclass
class PictureDocument:
    """A picture, or the pages of a TIFF, of which one at a time is decoded.

    With `clean_up`, each is a photographed page: what is between its `corners` is
    straightened, and gives the page its size. Those not given are found and kept in
    `found_pages`, unless that is None. What is then neither page nor paper is not
    cleaned, but loses colors that are not asked for.
    """

    data: bytes = field(repr=False)
    document_format: DocumentFormat
    _: KW_ONLY
    settings: RenderSettings
    corners: Corners | None = None
    is_scanned: bool = False
    found_pages: FoundByPage | None = None
    get_max_bytes: Callable[[Size], float]  # by the size of a place in millimetres
    progress: Progress = no_progress
    warnings: set[str] = field(default_factory=set)

    @cached_property
    def _tiff(self) -> TiffPages | None:
        if self.document_format is not DocumentFormat.TIFF:
            return None
        with reading(self.document_format):
            return TiffPages(self.data)

    @property
    def page_count(self) -> int:
        """Return the number of pages. Raises DocumentError for a broken TIFF."""
        return 1 if self._tiff is None else len(self._tiff)

    def page_shape(self, number: int) -> PageShape:
        """Return the shape of a page, in pixels if no size is known."""
        size, true_size = self._read_size(number)
        if corners := self._find(number).corners:
            size, true_size = _get_straight_size(size, corners), None
        return PageShape(
            size=true_size or size,
            is_picture=self.page_count == 1,
            is_size_known=true_size is not None,
        )

    def draw_picture(self, number: int, sheet: Sheet, dpi: int) -> tuple[str, bytes]:
        """Return what of a page lies on its sheet: png, jpeg or webp, and its bytes."""
        self.progress(number)
        pixels = cut_picture(self._draw(number, sheet.picture, dpi), sheet)
        size, uses_webp = sheet.cut().picture, self.settings.uses_webp
        max_bytes = self.get_max_bytes(size)
        is_white = self.settings.clean_up not in (None, CleanUp.STRAIGHTEN)
        if is_white and self._find(number).is_page:
            page_dpi = pixels.width / size[0] * MILLIMETRES_PER_INCH
            is_black = self.settings.clean_up is CleanUp.BLACK
            encode = encode_black_page if is_black else encode_page
            kind, data = encode(pixels, page_dpi, uses_webp=uses_webp)
            if len(data) <= max_bytes:
                return kind, data
        return encode_picture(pixels, max_bytes, uses_webp=uses_webp)

    def _draw(self, number: int, size: Size, dpi: int) -> Image.Image:
        """Return the pixels of a page that has a size in millimetres."""
        page, _ = self._read_size(number)
        pixels = page[0] * page[1]
        found_page = self._find(number)
        if corners := found_page.corners:
            page = _get_straight_size(page, corners)
        target = [to_pixels(side, dpi) for side in size]
        times = max(
            min(page[0] / target[0], page[1] / target[1]), sqrt(pixels / MAX_PIXELS)
        )
        image = self._paint(number, times, is_monochrome=self.settings.is_monochrome)
        if corners is not None:
            image = straighten(without_bits(image), corners)
        how = self.settings.clean_up
        if how is not None and found_page.is_page:
            image = clean(without_bits(image), how, is_straight=corners is not None)
        elif how in (CleanUp.GREY, CleanUp.BLACK):
            image = without_bits(image).convert("L")
        return image

    def _find(self, number: int) -> FoundPage:
        is_cleaned = self.settings.clean_up is not None
        if self.corners is not None or not is_cleaned or self.found_pages is None:
            return FoundPage(self.corners)
        if number not in self.found_pages:
            size, _ = self._read_size(number)
            image = self._paint(number, max(size) / _CORNERS_SIDE)
            page = find_page(without_bits(image))
            if self.is_scanned:
                # What is paper up to its border was scanned, however dark or yellow.
                page = replace(page, is_scan=page.is_page)
            self.found_pages[number] = page
        page = self.found_pages[number]
        self.warnings.update(page.warnings)
        return page

    def _read_size(self, number: int) -> tuple[tuple[int, int], Size | None]:
        """Return the upright size in pixels, and the true one if it is known."""
        with reading(self.document_format):
            image = self._open(number)
            if self._tiff is None:
                return get_upright_size(image)
            return image.size, self._tiff.millimetres()

    def _paint(
        self, number: int, times: float, *, is_monochrome: bool = False
    ) -> Image.Image:
        with reading(self.document_format):
            image = self._open(number)
            size = fit_size(image.size, times)
            return paint(image, size, is_monochrome=is_monochrome)

    def _open(self, number: int) -> Image.Image:
        """Return a page of which only the header is read. May raise any exception."""
        if self._tiff is None:
            return open_picture(self.data, self.document_format)
        return self._tiff.open(number - 1)


def _get_straight_size(size: tuple[int, int], corners: Corners) -> tuple[int, int]:
    """Return the size in pixels of what is between corners."""
    times = max(1, max(size) / _CORNERS_SIDE)
    width, height = straighten(Image.new("L", shrink_size(size, times)), corners).size
    return max(1, round(width * times)), max(1, round(height * times))
