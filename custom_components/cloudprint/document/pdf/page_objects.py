"""Objects of a PDF page, and what it takes to decode its images."""

from collections.abc import Sequence
from ctypes import c_uint, create_string_buffer, string_at
from dataclasses import dataclass
from typing import Final

import pypdfium2.raw as pdfium

from .path_load import (
    IDENTITY,
    Bounds,
    Matrix,
    PathLoad,
    PathLoadMeter,
    combine,
    get_bounds,
    get_matrix,
)

_INVISIBLE: Final = frozenset(
    {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
)
"""As scanners add recognised text to the picture of a page."""
_MOST_BITS: Final = 32  # of a pixel of a decoded image, or a sample of a JPEG 2000
_DRAWINGS: Final = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING)
_COVERING: Final = 0.9  # least share of sides, and of opaque pixels, that hides a page
_MAX_POINTS: Final = 16_000_000  # of an image that is drawn to find its opaque pixels

type Forms = tuple[pdfium.FPDF_PAGEOBJECT, ...]


@dataclass(frozen=True, slots=True)
class PageObject:
    """A text or an image of a page, and the form XObjects around it, innermost first."""

    handle: pdfium.FPDF_PAGEOBJECT
    is_text: bool
    forms: Forms

    @property
    def is_visible_text(self) -> bool:
        """Return whether it is text that is drawn."""
        if not self.is_text:
            return False
        return pdfium.FPDFTextObj_GetTextRenderMode(self.handle) not in _INVISIBLE


@dataclass(frozen=True, slots=True)
class PageObjects:
    """The texts and images of a page in drawing order, and whether it has drawings."""

    items: Sequence[PageObject]
    path_load: PathLoad
    has_drawings: bool


def read_objects(page: pdfium.FPDF_PAGE) -> PageObjects:
    """Read the objects of a page, of which there may be many thousands."""
    objects: list[PageObject] = []
    paths = PathLoadMeter(page)
    has_drawings = False
    waiting: list[tuple[pdfium.FPDF_PAGEOBJECT, Forms, Matrix]] = [
        (pdfium.FPDFPage_GetObject(page, index), (), IDENTITY)
        for index in reversed(range(pdfium.FPDFPage_CountObjects(page)))
    ]
    while waiting:
        handle, forms, outer = waiting.pop()
        kind = pdfium.FPDFPageObj_GetType(handle)
        has_drawings = has_drawings or kind in _DRAWINGS
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths.add(handle, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            within = (handle, *forms)
            matrix = combine(get_matrix(handle), outer)
            waiting += [
                (pdfium.FPDFFormObj_GetObject(handle, index), within, matrix)
                for index in reversed(range(pdfium.FPDFFormObj_CountObjects(handle)))
            ]
        elif kind in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE):
            objects.append(PageObject(handle, kind == pdfium.FPDF_PAGEOBJ_TEXT, forms))
    return PageObjects(objects, paths.load, has_drawings)


def count_scan_pixels(
    document: pdfium.FPDF_DOCUMENT, page: pdfium.FPDF_PAGE, objects: PageObjects
) -> int:
    """Return the pixels of a page that is one picture over hidden text, else 0."""
    pixels, has_text = 0, False
    for graphic in objects.items:
        has_text = has_text or graphic.is_visible_text
        if not graphic.is_text and _covers(page, graphic):
            pixels = max(pixels, _count_pixels(graphic.handle))
            has_text = has_text and not hides_page(document, page, graphic)
    return 0 if has_text or objects.has_drawings else pixels


def hides_page(
    document: pdfium.FPDF_DOCUMENT, page: pdfium.FPDF_PAGE, image: PageObject
) -> bool:
    """Return whether an opaque image hides the page below it. This may decode it."""
    parts = (image.handle, *image.forms)
    return (
        _covers(page, image)
        and not any(map(pdfium.FPDFPageObj_HasTransparency, parts))
        and _is_opaque(document, page, image.handle)
    )


def _covers(page: pdfium.FPDF_PAGE, image: PageObject) -> bool:
    x0, y0, x1, y1 = get_bounds(image.handle)
    for form in image.forms:
        x0, y0, x1, y1 = _transform((x0, y0, x1, y1), form)
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    across = min(x1, box.right) - max(x0, box.left)
    along = min(y1, box.top) - max(y0, box.bottom)
    return (
        across >= (box.right - box.left) * _COVERING
        and along >= (box.top - box.bottom) * _COVERING
    )


def _transform(bounds: Bounds, form: pdfium.FPDF_PAGEOBJECT) -> Bounds:
    """Return bounds within a form XObject in the coordinates around it."""
    x0, y0, x1, y1 = bounds
    a, b, c, d, e, f = get_matrix(form)
    corners = [(x, y) for x in (x0, x1) for y in (y0, y1)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _is_opaque(
    document: pdfium.FPDF_DOCUMENT,
    page: pdfium.FPDF_PAGE,
    image: pdfium.FPDF_PAGEOBJECT,
) -> bool:
    """Return whether no mask leaves out much of an image."""
    x0, y0, x1, y1 = get_bounds(image)
    if (x1 - x0) * (y1 - y0) > _MAX_POINTS:
        return False
    bitmap = pdfium.FPDFImageObj_GetRenderedBitmap(document, page, image)
    if not bitmap:
        return False
    size = pdfium.FPDFBitmap_GetStride(bitmap) * pdfium.FPDFBitmap_GetHeight(bitmap)
    alpha = string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), size)[3::4]
    pdfium.FPDFBitmap_Destroy(bitmap)
    return alpha.count(255) >= len(alpha) * _COVERING


def get_image_size(
    page: pdfium.FPDF_PAGE, image: pdfium.FPDF_PAGEOBJECT, limit: int
) -> int:
    """Return the size in bytes of a decoded image, exact only above the limit."""
    pixels = _count_pixels(image)
    at_most = pixels * _MOST_BITS // 8
    # Reading the number of bits of a JPEG 2000 image would decode it.
    if at_most <= limit or _is_jpeg_2000(image):
        return at_most
    metadata = pdfium.FPDF_IMAGEOBJ_METADATA()
    pdfium.FPDFImageObj_GetImageMetadata(image, page, metadata)
    # PDFium has none for the largest images, which it does not draw.
    return pixels * (metadata.bits_per_pixel or _MOST_BITS) // 8


def _count_pixels(image: pdfium.FPDF_PAGEOBJECT) -> int:
    width, height = c_uint(), c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(image, width, height)
    return width.value * height.value


def _is_jpeg_2000(image: pdfium.FPDF_PAGEOBJECT) -> bool:
    filter_name = create_string_buffer(len(b"JPXDecode") + 1)
    for index in range(pdfium.FPDFImageObj_GetImageFilterCount(image)):
        pdfium.FPDFImageObj_GetImageFilter(image, index, filter_name, len(filter_name))
        if filter_name.value == b"JPXDecode":
            return True
    return False
