"""Raster of printer drivers as a web page of pictures, which the cloud prints."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from ..content import Content
from ..detection import FileData
from ..errors import MAX_FILE_PAGES, MEBIBYTE, DocumentError
from ..formats import DocumentFormat
from ..settings import Progress, RenderSettings, Scaling, no_progress
from ..sheets.page_image import encode_page
from ..sheets.page_pictures import (
    create_page_content,
    cut_picture,
    get_pixels,
    get_whole,
)
from ..sheets.sheets import PageShape, Sheet
from .lines import EncodedLine, Lines, draw_page
from .page import (
    PWG_MARK,
    PWG_PAGE_BYTES,
    URF_FILE,
    URF_PAGE_BYTES,
    RasterPage,
    read_pwg_page,
    read_urf_page,
)

_KEPT_BYTES: Final = 64 * MEBIBYTE  # of compressed lines in memory
_LINE_BYTES: Final = 120  # of Python's objects for a line, beside its own


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page of a file, and its lines."""

    header: RasterPage
    lines: Iterable[EncodedLine]


def build_raster_content(
    data: FileData,
    document_format: DocumentFormat,
    settings: RenderSettings,
    progress: Progress = no_progress,
) -> Content:
    """Return the selected pages of raster as a web page. Raises DocumentError."""
    pages = find_pages(data, document_format, progress)
    document = RasterDocument(pages, settings, progress)
    return create_page_content(document, get_raster_settings(settings))


def get_raster_settings(settings: RenderSettings) -> RenderSettings:
    """Return the settings for pages that a driver has turned and scaled already."""
    is_fit = settings.scaling is Scaling.FIT
    scaling = Scaling.AUTO_FIT if is_fit else settings.scaling
    return replace(settings, rotation=0, scaling=scaling)


def find_pages(
    data: FileData, document_format: DocumentFormat, progress: Progress
) -> list[ReadPage]:
    """Return the pages of a file, whose lines are all read. Raises DocumentError."""
    least = 1
    if document_format is DocumentFormat.PWG:
        position, header_bytes, read_page = len(PWG_MARK), PWG_PAGE_BYTES, read_pwg_page
    else:
        position, header_bytes, read_page = URF_FILE.size, URF_PAGE_BYTES, read_urf_page
        if len(data) < URF_FILE.size:
            raise DocumentError("raster_broken", format=document_format)
        (count,) = URF_FILE.unpack(data[: URF_FILE.size])
        # 0 and all bits set are for unknown.
        least = 1 if count == 0xFFFFFFFF else max(1, count)
    pages: list[ReadPage] = []
    room = _KEPT_BYTES
    while position < len(data):
        if len(pages) == MAX_FILE_PAGES:
            raise DocumentError(
                "tiff_pages_too_many", format=document_format, limit=MAX_FILE_PAGES
            )
        progress(len(pages) + 1)
        start = position + header_bytes
        if start > len(data):
            raise DocumentError("raster_broken", format=document_format)
        page = read_page(data[position:start], start)
        lines = Lines(data, page)
        kept: list[EncodedLine] = []
        for line in lines:
            if room > 0:
                room -= len(line[0]) + _LINE_BYTES
                kept.append(line)
        position = lines.end
        pages.append(ReadPage(page, kept if room > 0 else lines))
    if len(pages) < least:
        raise DocumentError("raster_broken", format=document_format)
    return pages


@dataclass(frozen=True, slots=True)
class RasterDocument:
    """The pages of a file."""

    pages: list[ReadPage]
    settings: RenderSettings
    progress: Progress
    warnings: tuple[str, ...] = ()

    @property
    def page_count(self) -> int:
        """Return the number of pages."""
        return len(self.pages)

    def page_shape(self, number: int) -> PageShape:
        """Return the size of a page."""
        return PageShape(size=self.pages[number - 1].header.size)

    def draw_picture(self, number: int, sheet: Sheet, dpi: int) -> tuple[str, bytes]:
        """Return what of a page lies on its sheet: png, jpeg or webp, and its bytes."""
        self.progress(number)
        page, pixels = self.pages[number - 1], get_pixels(sheet.cut().picture, dpi)
        *_, width, height = get_whole(sheet, pixels)
        size = max(1, width), max(1, height)
        is_grey, uses_webp = self.settings.is_monochrome, self.settings.uses_webp
        drawn = draw_page(page.lines, page.header, size, is_grey=is_grey)
        return encode_page(cut_picture(drawn, sheet), dpi, uses_webp=uses_webp)
