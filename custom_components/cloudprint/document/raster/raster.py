"""Raster of printer drivers as a web page of pictures, which the cloud prints."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
import struct
from typing import Final

from PIL import Image

from ..content import Content
from ..errors import MAX_FILE_PAGES, MEBIBYTE, DocumentError
from ..formats import DocumentFormat
from ..settings import Progress, RenderSettings, Scaling, no_progress
from ..sheets.page_image import encode_page
from ..sheets.page_pictures import create_page_content, get_pixels, get_whole
from ..sheets.sheets import Sheet, Size
from ..source_file import FileData
from .lines import Line, Lines, draw_page
from .page import (
    BLACK_1,
    BLACK_8,
    GREY_1,
    GREY_8,
    RGB_8,
    RasterPage,
    create_broken_error,
    create_unsupported_error,
)

PWG_MARK: Final = b"RaS2"
"""The synchronization word (PWG 5102.4, 4.2); all numbers begin with the high byte."""
PWG_PAGE_BYTES: Final = 1796
"""The size of a page's header (4.3)."""

_PWG_RESOLUTION: Final = struct.Struct(">276x2I")
_PWG_PIXELS: Final = struct.Struct(">372x2I4x5I")
"""Width, height; bits a color and a pixel, bytes a line, order and space of colors."""
_PWG_TRANSFORMS: Final = struct.Struct(">456x2i")
"""Across and along the feed: -1 for a side that is turned around (4.3.3.4, 4.3.3.5)."""
_PWG_CHUNKY: Final = 0
"""The order in which the colors of a pixel follow each other, the only one of PWG."""

_PWG_SAMPLES: Final = {
    (1, 8, 24): RGB_8,
    (3, 1, 1): BLACK_1,
    (3, 8, 8): BLACK_8,
    (18, 1, 1): GREY_1,
    (18, 8, 8): GREY_8,
    (19, 8, 24): RGB_8,
}
"""By space, bits a color and bits a pixel. RGB without a standard is taken for sRGB."""
_PWG_SPACES: Final = {
    1: "rgb",
    3: "black",
    6: "cmyk",
    18: "sgray",
    19: "srgb",
    20: "adobe-rgb",
}
"""Names of spaces in `pwg-raster-document-type-supported` (5.1)."""


def read_pwg_page(header: bytes, start: int) -> RasterPage:
    """Return a page by its header; its lines begin at `start` of the file.

    Raises DocumentError for a broken header and for colors that are not decoded.
    """
    width, height, bits, pixel_bits, line_bytes, order, space = _PWG_PIXELS.unpack_from(
        header
    )
    samples = _PWG_SAMPLES.get((space, bits, pixel_bits))
    if samples is None or order != _PWG_CHUNKY:
        name = _PWG_SPACES.get(space, f"color-space-{space}")
        raise create_unsupported_error(DocumentFormat.PWG, f"{name}_{bits}")
    across, along = _PWG_TRANSFORMS.unpack_from(header)
    page = RasterPage(
        document_format=DocumentFormat.PWG,
        width=width,
        height=height,
        dpi=_PWG_RESOLUTION.unpack_from(header),
        samples=samples,
        start=start,
        is_mirrored=across == -1,
        is_flipped=along == -1,
    )
    if line_bytes != page.line_bytes:
        raise create_broken_error(DocumentFormat.PWG)
    return page


URF_FILE: Final = struct.Struct(">8xI")
"""The header of the file: the mark and the number of pages, 0 for unknown."""
URF_PAGE_BYTES: Final = 32
"""The size of a page's header."""

_URF_PIXELS: Final = struct.Struct(">2B10x3I")
"""Bits a pixel, space of colors; width, height, dots per inch."""

_URF_SAMPLES: Final = {
    (0, 8): GREY_8,
    (1, 24): RGB_8,
    (4, 8): GREY_8,
    (5, 24): RGB_8,
}
"""By space and bits a pixel. Spaces without a standard are taken for those with one."""
_URF_SPACES: Final = {
    0: "sgray",
    1: "srgb",
    2: "cielab",
    3: "adobe-rgb",
    4: "device-w",
    5: "device-rgb",
    6: "cmyk",
}


def read_urf_page(header: bytes, start: int) -> RasterPage:
    """Return a page by its header; its lines begin at `start` of the file.

    Raises DocumentError for a broken header and for colors that are not decoded.
    """
    pixel_bits, space, width, height, dpi = _URF_PIXELS.unpack_from(header)
    samples = _URF_SAMPLES.get((space, pixel_bits))
    if samples is None:
        name = _URF_SPACES.get(space, f"color-space-{space}")
        raise create_unsupported_error(
            DocumentFormat.URF, f"{name}, {pixel_bits} bit/pixel"
        )
    return RasterPage(
        document_format=DocumentFormat.URF,
        width=width,
        height=height,
        dpi=(dpi, dpi),
        samples=samples,
        start=start,
    )


_KEPT_BYTES: Final = 64 * MEBIBYTE
"""Of compressed lines in memory."""
_LINE_BYTES: Final = 120
"""Of Python's objects for a line, beside its own."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of a file, and its lines."""

    header: RasterPage
    lines: Iterable[Line]


def build_raster_content(
    data: FileData,
    document_format: DocumentFormat,
    settings: RenderSettings,
    progress: Progress = no_progress,
) -> Content:
    """Return the selected pages of PWG raster or URF as one web page, each on a sheet.

    The driver has turned the pages and drawn them for their paper already: they are not
    turned again, and not made smaller for its margins.

    Lowers the resolution until the pages are within `settings.max_bytes`. Blocking.
    Raises DocumentError for a file that is damaged, incomplete or of colors that are
    not decoded, also if only a page is that is not selected, and for one that is too
    large at any resolution.
    """
    pages = find_pages(data, document_format, progress)
    document = RasterDocument(
        pages, settings.is_monochrome, settings.uses_webp, progress
    )
    return create_page_content(document, get_raster_settings(settings))


def get_raster_settings(settings: RenderSettings) -> RenderSettings:
    """Return the settings for pages that a driver has turned and scaled already."""
    scaling = settings.scaling
    return replace(
        settings,
        rotation=0,
        scaling=Scaling.AUTO_FIT if scaling is Scaling.FIT else scaling,
    )


def find_pages(
    data: FileData, document_format: DocumentFormat, progress: Progress
) -> list[FoundPage]:
    """Return the pages of a file, whose lines are read to their end.

    The lines of the first pages are kept in memory, which saves reading them again.

    Raises DocumentError for a file that is damaged, incomplete or has no pages, and for
    one of more than `MAX_FILE_PAGES`.
    """
    if document_format is DocumentFormat.PWG:
        position, header_bytes, read_page = len(PWG_MARK), PWG_PAGE_BYTES, read_pwg_page
        least = 1
    else:
        position, header_bytes, read_page = URF_FILE.size, URF_PAGE_BYTES, read_urf_page
        least = max(1, _read_page_count(data))
    pages: list[FoundPage] = []
    room = _KEPT_BYTES
    while position < len(data):
        if len(pages) == MAX_FILE_PAGES:
            raise DocumentError(
                "tiff_pages_too_many", format=document_format, limit=str(MAX_FILE_PAGES)
            )
        progress(len(pages) + 1)
        start = position + header_bytes
        if start > len(data):
            raise create_broken_error(document_format)
        page = read_page(data[position:start], start)
        lines = Lines(data, page)
        kept: list[Line] = []
        for line in lines:
            if room > 0:
                room -= len(line[0]) + _LINE_BYTES
                kept.append(line)
        position = lines.end
        pages.append(FoundPage(page, kept if room > 0 else lines))
    if len(pages) < least:
        raise create_broken_error(document_format)
    return pages


def _read_page_count(data: FileData) -> int:
    """Return the number of pages that a URF must have at least.

    A stream whose number of pages was not known yet has 0 or all bits set.
    """
    head = data[: URF_FILE.size]
    if len(head) < URF_FILE.size:
        raise create_broken_error(DocumentFormat.URF)
    (count,) = URF_FILE.unpack(head)
    return 0 if count == 0xFFFFFFFF else int(count)


@dataclass(frozen=True, slots=True)
class RasterDocument:
    """The pages of a file."""

    pages: list[FoundPage]
    is_monochrome: bool
    uses_webp: bool
    progress: Progress
    warnings: tuple[str, ...] = field(default=())

    @property
    def page_count(self) -> int:
        """Return the number of pages."""
        return len(self.pages)

    def page_size(self, number: int) -> Size:
        """Return the width and height of a page in millimetres."""
        return self.pages[number - 1].header.size

    def draw_picture(self, number: int, sheet: Sheet, dpi: int) -> tuple[str, bytes]:
        """Return the encoding of a page, png, jpeg or webp, and its bytes.

        Only what lies on its sheet is kept.
        """
        self.progress(number)
        page, pixels = self.pages[number - 1], get_pixels(sheet.cut().picture, dpi)
        left, top, width, height = get_whole(sheet, pixels) or (0, 0, *pixels)
        size = max(1, width), max(1, height)
        drawn = draw_page(page.lines, page.header, size, is_grey=self.is_monochrome)
        if any(sheet.crop):
            drawn = _crop(drawn, size, (-left, -top), pixels)
        return encode_page(drawn, dpi, uses_webp=self.uses_webp)


def _crop(
    drawn: Image.Image,
    size: tuple[int, int],
    offset: tuple[int, int],
    part: tuple[int, int],
) -> Image.Image:
    """Return the part of a page at an offset, in pixels of the page at `size`.

    The drawn page may have fewer pixels.
    """
    across, along = drawn.width / size[0], drawn.height / size[1]
    left = min(round(offset[0] * across), drawn.width - 1)
    top = min(round(offset[1] * along), drawn.height - 1)
    right = max(left + 1, round((offset[0] + part[0]) * across))
    bottom = max(top + 1, round((offset[1] + part[1]) * along))
    return drawn.crop((left, top, min(right, drawn.width), min(bottom, drawn.height)))
