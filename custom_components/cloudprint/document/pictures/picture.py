"""Pictures as content that the cloud prints, and as previews."""

from dataclasses import replace
from io import BytesIO
from typing import Final

from PIL import Image, PngImagePlugin

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content
from ..errors import check_size
from ..formats import DocumentFormat
from ..settings import Progress, RenderSettings, has_page_words, no_progress
from ..sheets.page_image import BEST_COMPRESSION, encode_exactly, is_colored
from ..sheets.page_pictures import create_sheets_content
from ..sheets.page_ranges import select_pages
from ..sheets.paper import Size
from ..sheets.placement import create_sheet
from ..sheets.sheets import PageShape, Sheet, WebPage
from .colors import is_grey, is_transparent
from .header import get_turn, get_upright_size
from .picture_encoding import MAX_SHARE, encode_picture
from .picture_file import open_picture, reading
from .pixels import PIXEL_TOLERANCE, fit_size, get_excess, paint, shrink_size
from .strips import PNG_DEPTH
from .tiff import TiffPages, build_tiff_content

_PLAIN_MODES: Final = {
    DocumentFormat.PNG: {"1", "L", "LA", "P", "RGB", "RGBA"},
    DocumentFormat.JPG: {"L", "RGB"},
    DocumentFormat.BMP: {"1", "L", "P", "RGB", "RGBA"},
}
"""Formats that the cloud takes, and their modes that every print program reads."""
_MEDIA_FORMATS: Final = {
    "png": MediaFormat.PNG,
    "jpeg": MediaFormat.JPG,
    "bmp": MediaFormat.BMP,
}
_MAX_BITS: Final = 8

PREVIEW_PIXELS: Final = 600  # the longer side


def build_picture_content(
    data: bytes,
    document_format: DocumentFormat,
    settings: RenderSettings,
    progress: Progress = no_progress,
) -> Content:
    """Return a picture, unchanged if possible, or as a PNG (drawing) or JPG (photo).

    It is converted if it has to be turned, is transparent, or has unusual colors, colors
    in a monochrome print, or far more pixels than the paper can show. With
    `settings.scaling`, or for a TIFF of several pages, it becomes a web page of sheets.
    Raises DocumentError for one that is broken, or too large to be read or sent, and for
    page ranges without its only page.
    """
    tiff = None
    if document_format is DocumentFormat.TIFF:
        with reading(document_format):
            tiff = TiffPages(data)
        if len(tiff) > 1:
            return build_tiff_content(tiff, settings, progress)
    sheet, limits = None, settings
    with reading(document_format):
        image: Image.Image
        if tiff is None:
            image = open_picture(data, document_format)
            full_size = image.size
            size, true_size = get_upright_size(image)
        else:
            image = tiff.open(0)
            full_size = size = tiff.square_size()
            true_size = tiff.millimetres()
        if settings.scaling is not None:
            sheet, limits = _create_sheet(size, true_size, settings)
        is_bmp = document_format is DocumentFormat.BMP
        if (sheet is None or not is_bmp) and _is_printable(
            image, data, document_format, limits
        ):
            is_jpg = document_format is DocumentFormat.JPG
            kind = "jpeg" if is_jpg else document_format.lower()
            return _content(settings, sheet, kind, data)
        times = get_excess(size, limits.paper, limits.dpi)
        size = fit_size(full_size, times)
        pixels = paint(image, size, is_monochrome=limits.is_monochrome)
    is_in_page = sheet is not None
    kind, data = encode_picture(
        pixels,
        limits.max_bytes,
        uses_webp=settings.uses_webp and is_in_page,
        is_in_page=is_in_page,
    )
    check_size(len(data), limits.max_bytes)
    return _content(settings, sheet, kind, data)


def _create_sheet(
    size: tuple[int, int], true_size: Size | None, settings: RenderSettings
) -> tuple[Sheet, RenderSettings]:
    """Return the sheet for a picture, and settings for its pixels.

    They have its size on the sheet as paper, and its share of the page's bytes.
    """
    is_known = true_size is not None
    shape = PageShape(size=true_size or size, is_picture=True, is_size_known=is_known)
    sheet = create_sheet(shape, settings)
    max_bytes = int(settings.max_bytes * MAX_SHARE / _count_sheets(settings))
    limits = replace(settings, paper=sheet.picture, max_bytes=max_bytes)
    return sheet.upright() if settings.turns_landscape else sheet, limits


def _count_sheets(settings: RenderSettings) -> int:
    return len(select_pages(settings.page_ranges, 1, settings.max_pages))


def _content(
    settings: RenderSettings, sheet: Sheet | None, kind: str, data: bytes
) -> Content:
    if sheet is not None:
        papers = [sheet.paper] * _count_sheets(settings)
        page = WebPage(papers)
        for _ in papers:
            page.add(sheet, kind, data)
        return create_sheets_content(
            page.finish(), papers, settings, is_turned=sheet.is_turned
        )
    if is_ranged := has_page_words(settings.page_ranges):
        select_pages(settings.page_ranges, 1)
    return Content(
        media_format=_MEDIA_FORMATS[kind],
        media_source=MediaSource.BASE64,
        payload=data,
        pages=1,
        is_ranged=is_ranged,
        has_color=is_colored(data),
    )


def _is_printable(
    image: Image.Image,
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
        data[PNG_DEPTH] > _MAX_BITS or not _is_whole_png(data)
    ):
        return False
    if not settings.is_monochrome:
        # A JPG is read to its end at any scale, and it is never transparent.
        image.draft(None, (1, 1))
    image.load()
    return not is_transparent(image) and (not settings.is_monochrome or is_grey(image))


def _is_whole_png(data: bytes) -> bool:
    try:
        PngImagePlugin.PngImageFile(BytesIO(data)).verify()
    except OSError, SyntaxError, ValueError:
        return False
    return True


def preview_picture(data: bytes, document_format: DocumentFormat) -> bytes:
    """Return a picture as a small PNG. Raises DocumentError if it cannot be read."""
    with reading(document_format):
        image = open_picture(data, document_format)
        times = max(image.size) / PREVIEW_PIXELS
        pixels = paint(image, shrink_size(image.size, times))
    return encode_exactly(pixels, BEST_COMPRESSION)[1]
