"""Pictures as content that the cloud prints, and as previews."""

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Final, Self

from PIL import Image, ImageFile, PngImagePlugin

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content
from ..errors import DocumentError, check_size
from ..formats import DocumentFormat
from ..settings import Progress, RenderSettings, has_page_words, no_progress
from ..sheets.page_ranges import select_pages
from ..sheets.paper import Size
from ..sheets.placement import create_sheet
from ..sheets.sheets import Sheet, WebPage
from .colors import is_transparent
from .header import get_true_size, get_turn, has_quarter_turn
from .picture_encoding import MAX_SHARE, encode_picture, encode_png
from .picture_file import open_picture, reading
from .pixels import PIXEL_TOLERANCE, fit_size, get_excess, paint, shrink_size
from .tiff import TiffPages, build_tiff_content

_PLAIN_MODES: Final = {
    DocumentFormat.PNG: {"1", "L", "LA", "P", "RGB", "RGBA"},
    DocumentFormat.JPG: {"L", "RGB"},
    DocumentFormat.BMP: {"1", "L", "P", "RGB", "RGBA"},
}
"""Formats that the cloud takes, and their modes that every print program reads."""
_KINDS: Final = {
    DocumentFormat.PNG: "png",
    DocumentFormat.JPG: "jpeg",
    DocumentFormat.BMP: "bmp",
}
_MEDIA_FORMATS: Final = {
    "png": MediaFormat.PNG,
    "jpeg": MediaFormat.JPG,
    "bmp": MediaFormat.BMP,
}
_PNG_BITS: Final = 24  # offset of the bits a sample in a PNG (ISO/IEC 15948, 11.2.1)
_MAX_BITS: Final = 8

PREVIEW_PIXELS: Final = 600
"""The longer side of a preview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSheet:
    """A sheet for a picture, of which `count` are printed.

    `limits` are the settings for the picture: its size on the sheet as paper, and its
    share of the web page's bytes.
    """

    sheet: Sheet
    count: int
    limits: RenderSettings

    @classmethod
    def create(
        cls, size: tuple[int, int], true_size: Size | None, settings: RenderSettings
    ) -> Self:
        """Return the sheet for a picture, which fits it without a true size."""
        count = len(select_pages(settings.page_ranges, 1, settings.max_pages))
        sheet = create_sheet(
            true_size or size,
            settings,
            is_picture=True,
            is_size_known=true_size is not None,
        )
        limits = replace(
            settings,
            paper=sheet.picture,
            max_bytes=int(settings.max_bytes * MAX_SHARE / count),
        )
        if settings.turns_landscape:
            sheet = sheet.upright()
        return cls(sheet=sheet, count=count, limits=limits)

    def content(self, kind: str, data: bytes) -> Content:
        """Return the picture on this sheet as a web page."""
        page = WebPage([self.sheet])
        for _ in range(self.count):
            page.add(self.sheet, kind, data)
        return Content(
            media_format=MediaFormat.HTML,
            media_source=MediaSource.STRING,
            payload=page.finish(),
            pages=self.count,
            paper=self.sheet.paper,
            is_ranged=self.limits.page_ranges is not None,
            is_turned=self.sheet.is_turned,
        )


def build_picture_content(
    data: bytes,
    document_format: DocumentFormat,
    settings: RenderSettings,
    progress: Progress = no_progress,
) -> Content:
    """Return a picture, unchanged if possible, or as a PNG (drawing) or JPG (photo).

    It is converted if it has to be turned, is transparent, or has unusual colors or far
    more pixels than the paper can show. With `settings.scaling`, or for a TIFF of
    several pages, it becomes a web page of sheets. Raises DocumentError for one that is
    broken, or too large to be read or sent, and for page ranges without its only page.
    """
    if document_format is DocumentFormat.TIFF:
        return _build_tiff_content(data, settings, progress)
    with reading(document_format):
        image = open_picture(data, document_format)
        sheet = _create_sheet(image, settings)
        limits = settings if sheet is None else sheet.limits
        is_bmp = document_format is DocumentFormat.BMP
        if (sheet is None or not is_bmp) and _is_printable(
            image, data, document_format, limits
        ):
            return _content(settings, sheet, _KINDS[document_format], data)
        pixels = _shrink(image, image.size, limits)
    return _encode(settings, sheet, pixels)


def _build_tiff_content(
    data: bytes, settings: RenderSettings, progress: Progress
) -> Content:
    sheet, limits = None, settings
    with reading(DocumentFormat.TIFF):
        pages = TiffPages(data)
        if len(pages) == 1:
            image, size = pages.open(0), pages.square_size()
            if settings.scaling is not None:
                sheet = PictureSheet.create(size, pages.millimetres(), settings)
                limits = sheet.limits
            pixels = _shrink(image, size, limits)
    if len(pages) > 1:
        return build_tiff_content(pages, settings, progress)
    return _encode(settings, sheet, pixels)


def _create_sheet(image: Image.Image, settings: RenderSettings) -> PictureSheet | None:
    if settings.scaling is None:
        return None
    size, true_size = image.size, get_true_size(image)
    if has_quarter_turn(image):
        size = size[1], size[0]
        true_size = true_size and (true_size[1], true_size[0])
    return PictureSheet.create(size, true_size, settings)


def _shrink(
    image: Image.Image, size: tuple[int, int], settings: RenderSettings
) -> Image.Image:
    """Return as many pixels as the paper can show; `size` is the full size."""
    times = get_excess(size, settings.paper, settings.dpi)
    return paint(image, fit_size(size, times), is_monochrome=settings.is_monochrome)


def _encode(
    settings: RenderSettings, sheet: PictureSheet | None, pixels: Image.Image
) -> Content:
    is_in_page = sheet is not None
    max_bytes = (settings if sheet is None else sheet.limits).max_bytes
    kind, data = encode_picture(
        pixels,
        max_bytes,
        uses_webp=settings.uses_webp and is_in_page,
        is_in_page=is_in_page,
    )
    check_size(len(data), max_bytes)
    return _content(settings, sheet, kind, data)


def _content(
    settings: RenderSettings, sheet: PictureSheet | None, kind: str, data: bytes
) -> Content:
    if sheet is not None:
        return sheet.content(kind, data)
    if is_ranged := has_page_words(settings.page_ranges):
        select_pages(settings.page_ranges, 1)
    return Content(
        media_format=_MEDIA_FORMATS[kind],
        media_source=MediaSource.BASE64,
        payload=data,
        pages=1,
        is_ranged=is_ranged,
    )


def _is_printable(
    image: ImageFile.ImageFile,
    data: bytes,
    document_format: DocumentFormat,
    settings: RenderSettings,
) -> bool:
    """Return whether a picture can be sent unchanged; reads all its pixels or none."""
    if (
        len(data) > settings.max_bytes
        or image.mode not in _PLAIN_MODES.get(document_format, ())
        or get_excess(image.size, settings.paper, settings.dpi) > PIXEL_TOLERANCE
        or get_turn(image) is not None
    ):
        return False
    if document_format is DocumentFormat.PNG and (
        data[_PNG_BITS] > _MAX_BITS or not _is_whole_png(data)
    ):
        return False
    # A JPG is read to its end at any scale, and it is never transparent.
    image.draft(None, (1, 1))
    image.load()
    return not is_transparent(image)


def _is_whole_png(data: bytes) -> bool:
    """Return whether a PNG is complete and all its checksums are right."""
    try:
        PngImagePlugin.PngImageFile(BytesIO(data)).verify()
    except OSError, SyntaxError, ValueError:
        return False
    return True


def preview_picture(data: bytes, document_format: DocumentFormat) -> bytes | None:
    """Return a picture as a small PNG, or None if it is broken or too large to read."""
    try:
        with reading(document_format):
            image = open_picture(data, document_format)
            times = max(image.size) / PREVIEW_PIXELS
            pixels = paint(image, shrink_size(image.size, times))
    except DocumentError:
        return None
    return encode_png(pixels)
