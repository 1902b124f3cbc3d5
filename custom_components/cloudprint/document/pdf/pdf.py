"""PDF files as a web page of pictures, which the cloud prints."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Final, Self

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content
from ..errors import MEBIBYTE, DocumentError
from ..settings import (
    MAX_DPI,
    MILLIMETRES_PER_INCH,
    Progress,
    RenderSettings,
    no_progress,
)
from ..sheets import Sheet, Size, WebPage, select_pages
from .page_image import encode_page, has_colour
from .pdfium import PdfFile, PdfPage

_LOWER_DPI: Final = (200, 150)
"""Tried when a document is too large; less would be hard to read."""
_PREVIEW_DPI: Final = 72
_PREVIEW_PIXELS: Final = 1_000_000
_MAX_PIXELS: Final = 18_000_000
"""A3 at 300 dpi; a poster has a lower resolution, and is seen from further away."""
_MAX_SIDE: Final = 16_384
"""The limit of browsers."""
_LEAST_SIDE: Final = 3 / 72 * MILLIMETRES_PER_INCH
_LARGEST_SIDE: Final = 200 * MILLIMETRES_PER_INCH
"""Limits of a page (ISO 32000-1, annex C.2)."""
_ROUNDING: Final = 0.01
_MISSING_SHARE: Final = 0.05
"""Up to this share of a page's letters, text that has no font is left out."""


class _TooLargeError(Exception):
    """The pages are too large: `fitting` pages fit, all have about `likely_size` bytes."""

    def __init__(self, fitting: int, likely_size: float) -> None:
        """Store both numbers."""
        super().__init__()
        self.fitting = fitting
        self.likely_size = likely_size


def pdf_content(
    data: bytes, settings: RenderSettings, progress: Progress = no_progress
) -> Content:
    """Return the selected pages of a PDF as one web page, each on its own sheet.

    Lowers the resolution until the pages are within `settings.max_bytes`. Blocking.
    Raises DocumentError for a file that cannot be opened or drawn, and for one that is
    too large at any resolution.
    """
    with PdfFile(data, settings.password) as pdf:
        pages = _Pages.select(pdf, settings, progress)
        payload = pages.fit(settings.max_bytes, min(settings.dpi, MAX_DPI))
    width, height = pages.sheets[0].paper
    return Content(
        media_format=MediaFormat.HTML,
        media_source=MediaSource.STRING,
        payload=payload,
        pages=len(pages.sheets),
        paper=(round(width, 1), round(height, 1)),
        is_ranged=settings.page_ranges is not None,
        warnings=tuple(sorted(pages.warnings)),
        is_turned=any(sheet.is_turned for sheet in pages.sheets),
    )


@dataclass(frozen=True, slots=True)
class _Pages:
    """The selected pages of an open file, and their sheets."""

    pdf: PdfFile
    numbers: Sequence[int]
    sheets: Sequence[Sheet]
    is_monochrome: bool
    progress: Progress
    warnings: set[str] = field(default_factory=set)

    @classmethod
    def select(cls, pdf: PdfFile, settings: RenderSettings, progress: Progress) -> Self:
        """Select the pages for a print. Raises DocumentError."""
        numbers = select_pages(settings.page_ranges, pdf.page_count)
        paper = settings.paper if settings.is_paper_named else None
        sheets = [_create_sheet(pdf, number, paper) for number in numbers]
        if settings.turns_landscape:
            sheets = [sheet.upright() for sheet in sheets]
        return cls(pdf, numbers, sheets, settings.is_monochrome, progress)

    def fit(self, max_bytes: int, dpi: int) -> bytes:
        """Return the web page at the highest resolution that is small enough.

        Raises DocumentError if none is.
        """
        try:
            return self._web_page(dpi, max_bytes, is_last=dpi <= _LOWER_DPI[-1])
        except _TooLargeError as err:
            too_large = err
        tried = dpi
        for lower in (step for step in _LOWER_DPI if step < dpi):
            is_last = lower == _LOWER_DPI[-1]
            # At best, the size shrinks as much as the number of pixels.
            at_best = too_large.likely_size * (lower / tried) ** 2
            if at_best > max_bytes and not is_last:
                continue
            try:
                return self._web_page(lower, max_bytes, is_last=is_last)
            except _TooLargeError as err:
                too_large, tried = err, lower
        raise self._create_error(too_large.fitting, max_bytes)

    def _web_page(self, dpi: int, max_bytes: int, *, is_last: bool) -> bytes:
        """Return the web page at a resolution.

        Raises _TooLargeError as soon as it is too large. Unless this `is_last`, also as
        soon as it is likely to become too large.
        """
        page = WebPage(self.sheets)
        count = len(self.sheets)
        for done, (number, sheet) in enumerate(
            zip(self.numbers, self.sheets, strict=True), 1
        ):
            page.add(sheet, *self._picture(number, sheet.picture, dpi))
            likely_size = page.size / done * count
            # The first few pages say little about the others.
            is_hopeless = likely_size > max_bytes * (1 + 2 / done)
            if page.size > max_bytes or (is_hopeless and not is_last):
                raise _TooLargeError(done - 1, likely_size)
        return page.finish()

    def _picture(self, number: int, size: Size, dpi: int) -> tuple[str, bytes]:
        """Return the encoding of a page, png or jpeg, and its bytes."""
        self.progress(number)
        with self.pdf.page(number) as page:
            self._check_text(number, page)
            preview_size = _pixels(size, _PREVIEW_DPI, _PREVIEW_PIXELS)
            preview = None
            if not self.is_monochrome:
                preview = page.draw(preview_size, is_grey=False)
                if not has_colour(preview):
                    preview = None
            drawn = page.draw(_pixels(size, dpi), is_grey=preview is None)
        return encode_page(drawn, preview, dpi)

    def _check_text(self, number: int, page: PdfPage) -> None:
        """Warn if a little text has no font. Raises DocumentError if more has none."""
        count = page.count_text()
        if count.missing_letters > count.letters * _MISSING_SHARE:
            raise DocumentError("pdf_font_missing", page=str(number))
        if count.is_any_missing:
            self.warnings.add("characters_missing")

    def _create_error(self, fitting: int, max_bytes: int) -> DocumentError:
        limit = str(max_bytes // MEBIBYTE)
        if not fitting:
            return DocumentError(
                "pdf_page_too_large", page=str(self.numbers[0]), limit=limit
            )
        return DocumentError(
            "pdf_too_large",
            pages=str(len(self.numbers)),
            fitting=str(fitting),
            limit=limit,
            example="1" if fitting == 1 else f"1-{fitting}",
        )


def _create_sheet(pdf: PdfFile, number: int, paper: Size | None) -> Sheet:
    """Return the sheet of a page. Raises DocumentError if nothing can print it."""
    size = pdf.page_size(number)
    sheet = Sheet.for_page(size, paper)
    if (
        max(sheet.paper) > _LARGEST_SIDE + _ROUNDING
        or min(sheet.picture) < _LEAST_SIDE - _ROUNDING
    ):
        raise DocumentError(
            "pdf_page_size_invalid",
            page=str(number),
            width=f"{size[0]:.1f}",
            height=f"{size[1]:.1f}",
        )
    return sheet


def _pixels(size: Size, dpi: int, max_pixels: int = _MAX_PIXELS) -> tuple[int, int]:
    """Return the width and height in pixels of a size in millimetres."""
    width, height = (side / MILLIMETRES_PER_INCH * dpi for side in size)
    scale = min(
        1.0, sqrt(max_pixels / (width * height)), _MAX_SIDE / max(width, height)
    )
    return max(1, round(width * scale)), max(1, round(height * scale))
