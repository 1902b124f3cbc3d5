"""PDF files as a web page of pictures, which the cloud prints."""

from dataclasses import dataclass, field
from typing import Final

from ..content import Content
from ..detection import FileData
from ..errors import DocumentError
from ..settings import Progress, RenderSettings, no_progress
from ..sheets.page_image import encode_page, has_color
from ..sheets.page_pictures import create_page_content, get_pixels, get_whole
from ..sheets.sheets import PageShape, Sheet
from .fonts import find_damaged_font
from .pdfium import PdfFile, PdfPage

_PREVIEW_DPI: Final = 72
_PREVIEW_PIXELS: Final = 1_000_000
_MISSING_SHARE: Final = 0.05  # of a page's letters, up to which they are left out


def build_pdf_content(
    data: FileData, settings: RenderSettings, progress: Progress = no_progress
) -> Content:
    """Return the selected pages of a PDF as a web page. Raises DocumentError."""
    with PdfFile(data, settings.password) as pdf:
        return create_page_content(PdfDocument(pdf, settings, progress), settings)


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """The pages of an open file."""

    pdf: PdfFile
    settings: RenderSettings
    progress: Progress
    warnings: set[str] = field(default_factory=set)

    @property
    def page_count(self) -> int:
        """Return the number of pages."""
        return self.pdf.page_count

    def page_shape(self, number: int) -> PageShape:
        """Return the visible size of a page."""
        return PageShape(size=self.pdf.page_size(number))

    def draw_picture(self, number: int, sheet: Sheet, dpi: int) -> tuple[str, bytes]:
        """Return what of a page lies on its sheet: png, jpeg or webp, and its bytes."""
        self.progress(number)
        size = sheet.cut().picture
        with self.pdf.page(number) as page:
            self._check_text(number, page)
            preview_size = get_pixels(size, _PREVIEW_DPI, _PREVIEW_PIXELS)
            preview = None
            if not self.settings.is_monochrome:
                whole = get_whole(sheet, preview_size)
                drawn = page.draw(preview_size, is_grey=False, whole=whole)
                preview = drawn if has_color(drawn) else None
            pixels = get_pixels(size, dpi)
            whole = get_whole(sheet, pixels)
            drawn = page.draw(pixels, is_grey=preview is None, whole=whole)
            if not page.can_draw_lines(pixels):
                self.warnings.add("lines_missing")
        uses_webp = self.settings.uses_webp
        return encode_page(drawn, dpi, preview=preview, uses_webp=uses_webp)

    def _check_text(self, number: int, page: PdfPage) -> None:
        """Warn if a little text has no font. Raises DocumentError for more."""
        count = page.count_text()
        if count.missing_letters > count.letters * _MISSING_SHARE:
            if (damaged := find_damaged_font()) is not None:
                raise DocumentError("pdf_font_damaged", page=number, file=damaged)
            raise DocumentError("pdf_font_missing", page=number)
        if count.is_any_missing:
            self.warnings.add("characters_missing")
