"""Headers of PWG raster (PWG 5102.4), which is also CUPS raster of version 2."""

import struct
from typing import Final

from ..formats import DocumentFormat
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

_RESOLUTION: Final = struct.Struct(">276x2I")
_PIXELS: Final = struct.Struct(">372x2I4x5I")
"""Width, height; bits a color and a pixel, bytes a line, order and space of colors."""
_TRANSFORMS: Final = struct.Struct(">456x2i")
"""Across and along the feed: -1 for a side that is turned around (4.3.3.4, 4.3.3.5)."""
_CHUNKY: Final = 0
"""The order in which the colors of a pixel follow each other, the only one of PWG."""

_SAMPLES: Final = {
    (1, 8, 24): RGB_8,
    (3, 1, 1): BLACK_1,
    (3, 8, 8): BLACK_8,
    (18, 1, 1): GREY_1,
    (18, 8, 8): GREY_8,
    (19, 8, 24): RGB_8,
}
"""By space, bits a color and bits a pixel. RGB without a standard is taken for sRGB."""
_SPACES: Final = {
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
    width, height, bits, pixel_bits, line_bytes, order, space = _PIXELS.unpack_from(
        header
    )
    samples = _SAMPLES.get((space, bits, pixel_bits))
    if samples is None or order != _CHUNKY:
        name = _SPACES.get(space, f"color-space-{space}")
        raise create_unsupported_error(DocumentFormat.PWG, f"{name}_{bits}")
    across, along = _TRANSFORMS.unpack_from(header)
    page = RasterPage(
        document_format=DocumentFormat.PWG,
        width=width,
        height=height,
        dpi=_RESOLUTION.unpack_from(header),
        samples=samples,
        start=start,
        is_mirrored=across == -1,
        is_flipped=along == -1,
    )
    if line_bytes != page.line_bytes:
        raise create_broken_error(DocumentFormat.PWG)
    return page
