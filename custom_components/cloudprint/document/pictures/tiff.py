"""TIFF files: scans and faxes of several pages, or a single picture."""

from contextlib import suppress
from io import BytesIO
from itertools import product
from math import nan
from typing import Final, cast

from PIL import Image, TiffImagePlugin

from ..content import Content
from ..errors import MAX_FILE_PAGES, MEBIBYTE, DocumentError, check_size
from ..formats import DocumentFormat
from ..settings import Progress, RenderSettings
from ..sheets.page_pictures import create_sheets_content
from ..sheets.page_ranges import select_pages
from ..sheets.paper import Size
from ..sheets.placement import create_sheet
from ..sheets.sheets import PageShape, Sheet, WebPage
from .header import UNITS_PER_INCH, get_size
from .picture_encoding import MAX_SHARE, encode_picture
from .picture_file import check_pixels, create_rare_error, reading
from .pixels import fit_size, paint, to_pixels

_KIND: Final = 254  # the purpose of a picture in the file (TIFF 6.0, page 36)
_NO_PAGE: Final = 0b101  # its bits for a smaller copy of a picture, and for a mask
_RESOLUTIONS: Final = (282, 283)  # pixels in each `_UNIT` of width and height
_UNIT: Final = 296
_PROFILE: Final = 34675
_BITS: Final = 258  # the bits of each sample; the next tags are for what they mean
_PHOTOMETRIC: Final = 262
_PLANES: Final = 284
_SEPARATE: Final = 2
_SAMPLE_FORMAT: Final = 339
_SIZE: Final = (256, 257)
_STRIP_OFFSETS: Final = 273
_TILE_SIZE: Final = (322, 323)
_TILE_OFFSETS: Final = 324
_SQUARE: Final = 0.02  # how far from square a pixel may be and still count as square
_LOWER_DPI: Final = (200, 150, 100)  # tried when the pages are too large to be sent


class TiffPages:
    """The pages of a TIFF. A broken one may raise any exception."""

    def __init__(self, data: bytes) -> None:
        """Find the pages without reading them. Raises DocumentError for too many."""
        self._image = TiffImagePlugin.TiffImageFile(BytesIO(data))
        self._frames = self._find_pages()

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self._frames)

    def open(self, page: int) -> Image.Image:
        """Return a page, from 0, to be read before the next. Raises DocumentError."""
        image = self._image
        image.seek(self._frames[page])
        _find_tiles(image)
        if _is_misread(image):
            raise create_rare_error(DocumentFormat.TIFF)
        # Pillow keeps the profile of the last page if this one has none.
        image.info["icc_profile"] = image.tag_v2.get(_PROFILE)
        check_pixels(image, DocumentFormat.TIFF)
        return image

    def millimetres(self) -> Size | None:
        """Return the true size of the open page, if the file tells it."""
        tags = self._image.tag_v2
        per_inch = UNITS_PER_INCH.get(tags.get(_UNIT, 2), nan)
        across, along = (float(tags.get(tag, 0)) for tag in _RESOLUTIONS)
        with suppress(ValueError):
            return get_size(self._image.size, across * per_inch, along * per_inch)
        return None

    def square_size(self) -> tuple[int, int]:
        """Return the size with square pixels; a fax has pixels higher than wide."""
        width, height = self._image.size
        if (true_size := self.millimetres()) is None:
            return width, height
        stretch = (true_size[1] / height) / (true_size[0] / width)
        if stretch > 1 + _SQUARE:
            height = round(height * stretch)
        elif stretch < 1 - _SQUARE:
            width = round(width / stretch)
        return width, height

    def _find_pages(self) -> list[int]:
        """Return the numbers of the pictures that are pages, at least one."""
        frames: list[int] = []
        for frame in range(MAX_FILE_PAGES + 1):
            try:
                self._image.seek(frame)
            except EOFError:
                return frames or [0]
            if not self._image.tag_v2.get(_KIND, 0) & _NO_PAGE:
                frames.append(frame)
        raise DocumentError(
            "tiff_pages_too_many", format=DocumentFormat.TIFF, limit=MAX_FILE_PAGES
        )


def _find_tiles(image: TiffImagePlugin.TiffImageFile) -> None:
    """Let Pillow read tiles whose places are written as strips, as before TIFF 6.0.

    What is compressed is read by libtiff, which knows that.
    """
    tags = image.tag_v2
    if (
        _TILE_OFFSETS in tags
        or any(tag not in tags for tag in (*_TILE_SIZE, _STRIP_OFFSETS))
        or not image.tile
        or image.tile[0].codec_name != "raw"
        or tags.get(_PLANES) == _SEPARATE
    ):
        return
    (width, height), (across, along) = (
        [int(tags[tag]) for tag in pair] for pair in (_SIZE, _TILE_SIZE)
    )
    corners = product(range(0, height, along), range(0, width, across))
    strip = image.tile[0]
    raw_mode, *_ = cast("tuple[str, ...]", strip.args)
    row_bytes = across * sum(tags[_BITS]) // 8
    image.tile = [
        strip._replace(
            extents=(x, y, min(x + across, width), min(y + along, height)),
            offset=offset,
            args=(raw_mode, row_bytes, 1),
        )
        for (y, x), offset in zip(corners, tags[_STRIP_OFFSETS], strict=True)
    ]


def _is_misread(image: TiffImagePlugin.TiffImageFile) -> bool:
    """Return whether Pillow would decode a page wrongly without an error."""
    tags = image.tag_v2
    bits: int = tags.get(_BITS, (1,))[0]
    if image.mode.startswith("I;16"):
        # It takes 12 bits for 16, and a negative, in which white is 0, as it is.
        return bits != 16 or bool(tags.get(_PHOTOMETRIC) == 0)
    if image.mode == "I":
        # It takes large unsigned numbers (1) for negative ones.
        return bits == 32 and bool(tags.get(_SAMPLE_FORMAT, (1,))[0] == 1)
    # It takes separate colors of 16 bits for ones of 8.
    is_separate: bool = tags.get(_PLANES) == _SEPARATE
    return bits == 16 and is_separate and image.tile[0].codec_name == "raw"


def build_tiff_content(
    pages: TiffPages, settings: RenderSettings, progress: Progress
) -> Content:
    """Return the selected pages as a web page, in true size or made to fit."""
    selected = select_pages(settings.page_ranges, len(pages), settings.max_pages)
    numbers = [number - 1 for number in selected]
    with reading(DocumentFormat.TIFF):
        sheets = [_create_sheet(pages, number, settings) for number in numbers]
    if settings.turns_landscape:
        sheets = [sheet.upright() for sheet in sheets]
    papers = [sheet.paper for sheet in sheets]
    fit = 0
    for dpi in (settings.dpi, *(dpi for dpi in _LOWER_DPI if dpi < settings.dpi)):
        web_page, fit = WebPage(papers), 0
        for number, sheet in zip(numbers, sheets, strict=True):
            progress(number + 1)
            # As many pixels as the place on the sheet can show
            width, height = (to_pixels(side, dpi) for side in sheet.picture)
            with reading(DocumentFormat.TIFF):
                image = pages.open(number)
                times = min(image.width / width, image.height / height)
                size = fit_size(image.size, times)
                pixels = paint(image, size, is_monochrome=settings.is_monochrome)
            max_bytes = settings.max_bytes * MAX_SHARE
            kind, data = encode_picture(pixels, max_bytes, uses_webp=settings.uses_webp)
            check_size(len(data), int(max_bytes))
            web_page.add(sheet, kind, data)
            if web_page.size > settings.max_bytes:
                break
            fit += 1
        else:
            return create_sheets_content(
                web_page.finish(),
                papers,
                settings,
                is_turned=any(sheet.is_turned for sheet in sheets),
            )
    raise DocumentError(
        "tiff_too_large",
        limit=settings.max_bytes // MEBIBYTE,
        example="1" if fit < 2 else f"1-{fit}",
    )


def _create_sheet(pages: TiffPages, number: int, settings: RenderSettings) -> Sheet:
    image = pages.open(number)
    size, paper = pages.millimetres(), settings.paper
    if settings.scaling is not None:
        is_known = size is not None
        shape = PageShape(size=size or image.size, is_size_known=is_known)
        return create_sheet(shape, settings)
    if size is None:
        # Larger than any paper, so that it is scaled down to fit
        size = image.width * paper[0], image.height * paper[0]
    return Sheet.for_page(size, paper)
