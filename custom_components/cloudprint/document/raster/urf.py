"""Headers of URF, the raster of phones and tablets.

The format is not published; CUPS reads and writes it (cups/raster-stream.c). Its duplex
byte tells how sheets are bound, which is an option of the job, and back sides are turned
only for a printer that asks for it (DM2 to DM4 of `urf-supported`), which ours are not.
"""

import struct
from typing import Final

from ..formats import DocumentFormat
from .page import GREY_8, RGB_8, RasterPage, create_unsupported_error

URF_FILE: Final = struct.Struct(">8xI")
"""The header of the file: the mark and the number of pages, 0 for unknown."""
URF_PAGE_BYTES: Final = 32
"""The size of a page's header."""

_PIXELS: Final = struct.Struct(">2B10x3I")
"""Bits a pixel, space of colors; width, height, dots per inch."""

_SAMPLES: Final = {
    (0, 8): GREY_8,
    (1, 24): RGB_8,
    (4, 8): GREY_8,
    (5, 24): RGB_8,
}
"""By space and bits a pixel. Spaces without a standard are taken for those with one."""
_SPACES: Final = {
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
    pixel_bits, space, width, height, dpi = _PIXELS.unpack_from(header)
    samples = _SAMPLES.get((space, pixel_bits))
    if samples is None:
        name = _SPACES.get(space, f"color-space-{space}")
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
