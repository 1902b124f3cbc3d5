"""Objects of a PDF page, and what it takes to decode its images."""

from collections.abc import Iterator
from ctypes import c_float, c_uint, create_string_buffer
from typing import Final

import pypdfium2.raw as pdfium

_MOST_BITS: Final = 32
"""Bits a pixel of a decoded image; a sample of a JPEG 2000 image has as many."""
_JPEG_2000: Final = b"JPXDecode"

type Bounds = tuple[float, float, float, float]
"""Left, bottom, right and top in points."""


def iterate_objects(page: pdfium.FPDF_PAGE) -> Iterator[pdfium.FPDF_PAGEOBJECT]:
    """Yield the objects of a page in the order in which they are drawn.

    Those of a form XObject replace it.
    """
    count = pdfium.FPDFPage_CountObjects(page)
    waiting = [
        pdfium.FPDFPage_GetObject(page, index) for index in reversed(range(count))
    ]
    while waiting:
        found = waiting.pop()
        if pdfium.FPDFPageObj_GetType(found) == pdfium.FPDF_PAGEOBJ_FORM:
            within = reversed(range(pdfium.FPDFFormObj_CountObjects(found)))
            waiting += [pdfium.FPDFFormObj_GetObject(found, index) for index in within]
        else:
            yield found


def get_bounds(found: pdfium.FPDF_PAGEOBJECT) -> Bounds:
    """Return the bounds of an object, all 0 if it has none."""
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    pdfium.FPDFPageObj_GetBounds(found, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def image_sizes(page: pdfium.FPDF_PAGE, limit: int) -> Iterator[int]:
    """Yield the size in bytes of each image on a page when it is decoded.

    It is exact only above the limit.
    """
    for found in iterate_objects(page):
        if pdfium.FPDFPageObj_GetType(found) == pdfium.FPDF_PAGEOBJ_IMAGE:
            yield _image_size(page, found, limit)


def _image_size(
    page: pdfium.FPDF_PAGE, image: pdfium.FPDF_PAGEOBJECT, limit: int
) -> int:
    width, height = c_uint(), c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(image, width, height)
    pixels = width.value * height.value
    at_most = pixels * _MOST_BITS // 8
    # Reading the number of bits of a JPEG 2000 image would decode it.
    if at_most <= limit or _has_filter(image, _JPEG_2000):
        return at_most
    found = pdfium.FPDF_IMAGEOBJ_METADATA()
    pdfium.FPDFImageObj_GetImageMetadata(image, page, found)
    # PDFium has none for the largest images, which it does not draw.
    return pixels * (found.bits_per_pixel or _MOST_BITS) // 8


def _has_filter(image: pdfium.FPDF_PAGEOBJECT, name: bytes) -> bool:
    found = create_string_buffer(len(name) + 1)
    for index in range(pdfium.FPDFImageObj_GetImageFilterCount(image)):
        pdfium.FPDFImageObj_GetImageFilter(image, index, found, len(found))
        if found.value == name:
            return True
    return False
