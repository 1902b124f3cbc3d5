"""Pages of raster files, as the headers of PWG raster and URF describe them."""

from dataclasses import dataclass
import struct
from typing import Final

from ..errors import DocumentError
from ..formats import DocumentFormat
from ..settings import MILLIMETRES_PER_INCH
from ..sheets.paper import Size

_MAX_SIDE: Final = 65_535  # the limit of resizing
_MAX_PIXELS: Final = 500_000_000  # A3 at 1200 dpi has 280 million
_DPI: Final = range(50, 4801)  # a fax has 98, an imagesetter 2540


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """How the pixels of a line are stored; `mode` and `raw_mode` are Pillow's.

    A run repeats `unit` bytes, a pixel or eight of one bit; `white` is blank paper.
    """

    mode: str
    raw_mode: str
    unit: int
    white: bytes


BLACK_1: Final = Samples(mode="1", raw_mode="1;I", unit=1, white=b"\0")
BLACK_8: Final = Samples(mode="L", raw_mode="L;I", unit=1, white=b"\0")
GREY_1: Final = Samples(mode="1", raw_mode="1", unit=1, white=b"\xff")
GREY_8: Final = Samples(mode="L", raw_mode="L", unit=1, white=b"\xff")
RGB_8: Final = Samples(mode="RGB", raw_mode="RGB", unit=3, white=b"\xff\xff\xff")

PWG_MARK: Final = b"RaS2"  # synchronization word (PWG 5102.4, 4.2); big-endian
PWG_PAGE_BYTES: Final = 1796  # of the header (4.3)
# Dots per inch; width, height; bits a color and a pixel, bytes a line, order and space of
# colors; across and along the feed -1 for a side that is turned (4.3.3.4, 4.3.3.5)
_PWG_PAGE: Final = struct.Struct(">276x2I88x2I4x5I52x2i")
_PWG_CHUNKY: Final = 0  # the only order of colors in PWG: by pixel

# By space, bits a color and bits a pixel; RGB without a standard is taken for sRGB
_PWG_SAMPLES: Final = {
    (1, 8, 24): RGB_8,
    (3, 1, 1): BLACK_1,
    (3, 8, 8): BLACK_8,
    (18, 1, 1): GREY_1,
    (18, 8, 8): GREY_8,
    (19, 8, 24): RGB_8,
}
_PWG_SPACES: Final = {  # as in `pwg-raster-document-type-supported` (5.1)
    1: "rgb",
    3: "black",
    6: "cmyk",
    18: "sgray",
    19: "srgb",
    20: "adobe-rgb",
}

URF_FILE: Final = struct.Struct(">8xI")  # the mark, and pages, 0 for unknown
URF_PAGE_BYTES: Final = 32

# Bits a pixel, space of colors; width, height, dots per inch
_URF_PAGE: Final = struct.Struct(">2B10x3I")
# By space and bits a pixel; a space without a standard is taken for the one with it
_URF_SAMPLES: Final = {(0, 8): GREY_8, (1, 24): RGB_8, (4, 8): GREY_8, (5, 24): RGB_8}
_URF_SPACES: Final = {
    0: "sgray",
    1: "srgb",
    2: "cielab",
    3: "adobe-rgb",
    4: "device-w",
    5: "device-rgb",
    6: "cmyk",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterPage:
    """A page whose lines begin at `start` of the file; `dpi` is across and along."""

    document_format: DocumentFormat
    width: int
    height: int
    dpi: tuple[int, int]
    samples: Samples
    start: int
    is_mirrored: bool = False
    is_flipped: bool = False

    def __post_init__(self) -> None:
        """Raise DocumentError for numbers that no page has."""
        if not (
            0 < self.width <= _MAX_SIDE
            and 0 < self.height <= _MAX_SIDE
            and self.width * self.height <= _MAX_PIXELS
            and all(dots in _DPI for dots in self.dpi)
        ):
            raise DocumentError("raster_broken", format=self.document_format)

    @property
    def units(self) -> int:
        """Return the units in a line, which runs repeat."""
        return (self.width + 7) // 8 if self.samples.mode == "1" else self.width

    @property
    def size(self) -> Size:
        """Return the width and height in millimetres."""
        return (
            self.width / self.dpi[0] * MILLIMETRES_PER_INCH,
            self.height / self.dpi[1] * MILLIMETRES_PER_INCH,
        )


def read_pwg_page(header: bytes, start: int) -> RasterPage:
    """Return a page by its header. Raises DocumentError if it is not decoded."""
    *dpi, width, height, bits, pixel_bits, line_bytes, order, space, across, along = (
        _PWG_PAGE.unpack_from(header)
    )
    samples = _PWG_SAMPLES.get((space, bits, pixel_bits))
    if samples is None or order != _PWG_CHUNKY:
        name = _PWG_SPACES.get(space, f"color-space-{space}")
        kind = f"{name}_{bits}"
        raise DocumentError("raster_unsupported", format=DocumentFormat.PWG, kind=kind)
    page = RasterPage(
        document_format=DocumentFormat.PWG,
        width=width,
        height=height,
        dpi=(dpi[0], dpi[1]),
        samples=samples,
        start=start,
        is_mirrored=across == -1,
        is_flipped=along == -1,
    )
    if line_bytes != page.units * samples.unit:
        raise DocumentError("raster_broken", format=DocumentFormat.PWG)
    return page


def read_urf_page(header: bytes, start: int) -> RasterPage:
    """Return a page by its header, like `read_pwg_page`."""
    pixel_bits, space, width, height, dpi = _URF_PAGE.unpack_from(header)
    samples = _URF_SAMPLES.get((space, pixel_bits))
    if samples is None:
        name = _URF_SPACES.get(space, f"color-space-{space}")
        kind = f"{name}, {pixel_bits} bit/pixel"
        raise DocumentError("raster_unsupported", format=DocumentFormat.URF, kind=kind)
    return RasterPage(
        document_format=DocumentFormat.URF,
        width=width,
        height=height,
        dpi=(dpi, dpi),
        samples=samples,
        start=start,
    )
