"""A page of a raster file, as its header describes it."""

from dataclasses import dataclass
from typing import Final

from ..errors import DocumentError
from ..formats import DocumentFormat
from ..settings import MILLIMETRES_PER_INCH
from ..sheets.sheets import Size

_MAX_SIDE: Final = 65_535  # the limit of resizing
_MAX_PIXELS: Final = 500_000_000  # A3 at 1200 dpi has 280 million
_DPI: Final = range(50, 4801)  # a fax has 98, an imagesetter 2540


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """How the pixels of a line are stored.

    `mode` and `raw_mode` are Pillow's. A run repeats `unit` bytes, a pixel or eight of
    one bit, of which `white` is blank paper.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterPage:
    """A page whose lines begin at `start` of the file; `dpi` is across and along.

    Back sides for some printers are mirrored, or flipped upside down.
    """

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
            raise create_broken_error(self.document_format)

    @property
    def units(self) -> int:
        """Return the units in a line, which runs repeat."""
        return (self.width + 7) // 8 if self.samples.mode == "1" else self.width

    @property
    def line_bytes(self) -> int:
        """Return the bytes of an uncompressed line."""
        return self.units * self.samples.unit

    @property
    def size(self) -> Size:
        """Return the width and height in millimetres."""
        return (
            self.width / self.dpi[0] * MILLIMETRES_PER_INCH,
            self.height / self.dpi[1] * MILLIMETRES_PER_INCH,
        )


def create_broken_error(document_format: DocumentFormat) -> DocumentError:
    """Return the error for a file that is damaged or cut."""
    return DocumentError("raster_broken", format=document_format)


def create_unsupported_error(
    document_format: DocumentFormat, kind: str
) -> DocumentError:
    """Return the error for pages of a `kind` that is not decoded, as PWG names it."""
    return DocumentError("raster_unsupported", format=document_format, kind=kind)
