"""PDF files that are cleaned up: their pages that are one picture, as scans are."""

from dataclasses import dataclass, field, replace
from math import sqrt
from typing import override

from PIL import Image

from ..formats import DocumentFormat
from ..pictures.picture_document import CLEAN_UP_IGNORED, PictureDocument
from ..pictures.pixels import shrink_size
from ..sheets.page_pictures import check_page_size
from ..sheets.paper import Size
from ..sheets.sheets import PageShape, Sheet
from .pdf import PdfDocument
from .pdfium import PdfFile


@dataclass(kw_only=True)
class ScannedPdf(PictureDocument):
    """The pages of an open file: pictures are cleaned up, others have a warning."""

    data: bytes = field(default=b"", repr=False)
    document_format: DocumentFormat = DocumentFormat.PDF
    is_scanned: bool = True
    pdf: PdfFile
    _pixels: dict[int, int] = field(default_factory=dict, init=False)

    @property
    @override
    def page_count(self) -> int:
        return self.pdf.page_count

    @override
    def page_shape(self, number: int) -> PageShape:
        size = self.pdf.page_size(number)
        check_page_size(number, size, Sheet.for_page(size))
        if not self._count_pixels(number):
            return PageShape(size=size)
        return replace(super().page_shape(number), is_picture=False)

    @override
    def draw_picture(self, number: int, sheet: Sheet, dpi: int) -> tuple[str, bytes]:
        if self._count_pixels(number):
            return super().draw_picture(number, sheet, dpi)
        self.warnings.add(CLEAN_UP_IGNORED)
        others = PdfDocument(self.pdf, self.settings, self.progress, self.warnings)
        return others.draw_picture(number, sheet, dpi)

    def _count_pixels(self, number: int) -> int:
        """Return the pixels of a page that is one picture, otherwise 0."""
        if number not in self._pixels:
            with self.pdf.page(number) as page:
                self._pixels[number] = page.count_scan_pixels()
        return self._pixels[number]

    @override
    def _read_size(self, number: int) -> tuple[tuple[int, int], Size | None]:
        width, height = size = self.pdf.page_size(number)
        times = sqrt(self._count_pixels(number) / (width * height))
        return (max(1, round(width * times)), max(1, round(height * times))), size

    @override
    def _paint(
        self, number: int, times: float, *, is_monochrome: bool = False
    ) -> Image.Image:
        size = shrink_size(self._read_size(number)[0], times)
        with self.pdf.page(number) as page:
            image = page.draw(size, is_grey=is_monochrome)
        return image if is_monochrome else image.convert("RGB")
