"""PDF files as pages that the cloud prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final, Self

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content
from ..errors import DocumentError
from ..fitting import MILLIMETRES_PER_INCH
from ..limits import MEBIBYTE
from ..settings import MAX_DPI, Progress, RenderSettings, no_progress
from ..sheets import Sheet, Size, WebPage
from .page_image import encode_page, has_colour
from .pdfium import PdfFile


def pages_of(page_ranges: str | None, count: int) -> list[int]:
    """Return the numbers of the pages, from 1, that ranges such as "1-3,5" name.

    They keep the order in which they are written, and may name a page more than once.
    A range that begins within the document ends with it. Without ranges, all of the
    `count` pages are named. Raises DocumentError for a range that is outside.
    """
    if page_ranges is None:
        return list(range(1, count + 1))
    pages: list[int] = []
    for part in page_ranges.split(","):
        first, _, last = part.partition("-")
        named = range(int(first), min(int(last or first), count) + 1)
        if not named:
            raise DocumentError(
                "page_ranges_outside", value=page_ranges, part=part, pages=str(count)
            )
        pages += named
    return pages


_LOWER_DPI: Final = (200, 150)
"""What is tried when a document is too large; less would be hard to read."""
_PREVIEW_DPI: Final = 72
_PREVIEW_PIXELS: Final = 1_000_000
_MAX_PIXELS: Final = 18_000_000
"""A3 at 300 dpi; a poster is drawn more coarsely, and seen from further away."""
_MAX_SIDE: Final = 16_384
"""The most that browsers draw."""


class _TooLargeError(Exception):
    """The pages are too large: so many fit, and all would have about so many bytes."""

    def __init__(self, fitting: int, likely_size: float) -> None:
        """Keep both."""
        super().__init__()
        self.fitting = fitting
        self.likely_size = likely_size


def pdf_content(
    data: bytes, settings: RenderSettings, progress: Progress = no_progress
) -> Content:
    """Return a PDF's pages as one web page, a page a sheet.

    The resolution is lowered until the pages are within `settings.max_bytes`. Blocking.
    Raises DocumentError for what cannot be opened or drawn, and for too many pages.
    """
    with PdfFile(data, settings.password) as pdf:
        pages = _Pages.chosen(pdf, settings, progress)
        payload = pages.within(settings.max_bytes, min(settings.dpi, MAX_DPI))
    width, height = pages.sheets[0].paper
    return Content(
        media_format=MediaFormat.HTML,
        media_source=MediaSource.STRING,
        payload=payload,
        pages=len(pages.sheets),
        paper=(round(width, 1), round(height, 1)),
        is_ranged=settings.page_ranges is not None,
    )


@dataclass(frozen=True, slots=True)
class _Pages:
    """Which pages of an open file are printed, each on which sheet."""

    pdf: PdfFile
    numbers: Sequence[int]
    sheets: Sequence[Sheet]
    is_monochrome: bool
    progress: Progress

    @classmethod
    def chosen(cls, pdf: PdfFile, settings: RenderSettings, progress: Progress) -> Self:
        """Return the pages that are asked for. Raises DocumentError."""
        numbers = pages_of(settings.page_ranges, pdf.page_count)
        paper = settings.paper if settings.is_paper_named else None
        sheets = [Sheet.of_page(pdf.page_size(number), paper) for number in numbers]
        return cls(pdf, numbers, sheets, settings.is_monochrome, progress)

    def within(self, max_bytes: int, dpi: int) -> bytes:
        """Return the web page at the highest resolution at which it is small enough.

        Raises DocumentError if it is at none.
        """
        try:
            return self._web_page(dpi, max_bytes, is_last=dpi <= _LOWER_DPI[-1])
        except _TooLargeError as err:
            too_large = err
        tried = dpi
        for lower in (step for step in _LOWER_DPI if step < dpi):
            is_last = lower == _LOWER_DPI[-1]
            # At best, bytes fall as pixels do.
            at_best = too_large.likely_size * (lower / tried) ** 2
            if at_best > max_bytes and not is_last:
                continue
            try:
                return self._web_page(lower, max_bytes, is_last=is_last)
            except _TooLargeError as err:
                too_large, tried = err, lower
        raise self._refusal(too_large.fitting, max_bytes)

    def _web_page(self, dpi: int, max_bytes: int, *, is_last: bool) -> bytes:
        """Return the web page at a resolution.

        Raises _TooLargeError as soon as it is too large, and, unless this is the last
        that is tried, as soon as it will be by all appearances.
        """
        page = WebPage(self.sheets)
        count = len(self.sheets)
        for done, (number, sheet) in enumerate(
            zip(self.numbers, self.sheets, strict=True), 1
        ):
            page.add(sheet, *self._picture(number, sheet.picture, dpi))
            likely_size = page.size / done * count
            # The first few pages say little about the rest.
            is_hopeless = likely_size > max_bytes * (1 + 2 / done)
            if page.size > max_bytes or (is_hopeless and not is_last):
                raise _TooLargeError(done - 1, likely_size)
        return page.finish()

    def _picture(self, number: int, size: Size, dpi: int) -> tuple[str, bytes]:
        """Return what a page is encoded in, and its bytes."""
        self.progress(number)
        with self.pdf.page(number) as page:
            preview_size = _pixels(size, _PREVIEW_DPI, _PREVIEW_PIXELS)
            preview = None
            if not self.is_monochrome:
                preview = page.draw(preview_size, is_grey=False)
                if not has_colour(preview):
                    preview = None
            drawn = page.draw(_pixels(size, dpi), is_grey=preview is None)
        return encode_page(drawn, preview)

    def _refusal(self, fitting: int, max_bytes: int) -> DocumentError:
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


def _pixels(size: Size, dpi: int, max_pixels: int = _MAX_PIXELS) -> tuple[int, int]:
    """Return how many pixels a picture of a size has, across and along."""
    width, height = (side / MILLIMETRES_PER_INCH * dpi for side in size)
    scale = min(
        1.0, sqrt(max_pixels / (width * height)), _MAX_SIDE / max(width, height)
    )
    return max(1, round(width * scale)), max(1, round(height * scale))
