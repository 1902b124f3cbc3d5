"""Lines of raster, which PWG raster and URF compress in the same way.

A line begins with how often it is repeated (PWG 5102.4, 4.4). The rest is TGA's run-
length encoding with other first bytes of runs: these are exchanged, and Pillow decodes
it.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from PIL import Image

from ..detection import FileData
from ..errors import DocumentError
from .page import RasterPage

type EncodedLine = tuple[bytes, int]  # in TGA, and how often it is repeated

_BLANK: Final = 128  # instead of a run: the rest of the line is blank
_ENDLESS: Final = 1 << 30  # more pixels than a line has, for the rest of a line
# Units by a run's first byte, and the first byte of the same run in TGA
_COUNTS: Final = (*range(1, 129), _ENDLESS, *range(128, 1, -1))
_TGA: Final = bytes((*range(128, 256), 0, *range(127, 0, -1)))
_LONGEST_RUN: Final = 128
_WINDOW_BYTES: Final = 1 << 20
_STRIP_PIXELS: Final = 1 << 20  # about how many are decoded at a time
_NEARLY: Final = 0.05  # share of a pixel by which whole blocks may be off
_EXCESS: Final = 1.1  # up to this ratio of its sides, a picture is not made smaller


class Lines:
    """The lines of a page, read anew each time; `end` is the offset after them."""

    def __init__(self, data: FileData, page: RasterPage) -> None:
        """Initialize; nothing is read yet."""
        self._data = data
        self._page = page
        self.end = page.start

    def __iter__(self) -> Iterator[EncodedLine]:
        """Yield the lines. Raises DocumentError for broken ones."""
        data, page = self._data, self._page
        counts, tga, unit, units = _COUNTS, _TGA, page.samples.unit, page.units
        steps = (*(1 + unit,) * 128, 1, *(1 + n * unit for n in _COUNTS[129:]))
        # Of a line in which each pixel is a run of its own
        longest = 1 + units * (1 + unit)
        window, position, at = bytearray(), 0, page.start
        remaining = page.height
        while remaining:
            if len(window) - position < longest and at + len(window) < len(data):
                at += position
                window = bytearray(data[at : at + longest + _WINDOW_BYTES])
                position = 0
            try:
                repeats = window[position] + 1
                position += 1
                start, missing = position, units
                while missing > 0:
                    first = window[position]
                    window[position] = tga[first]
                    missing -= counts[first]
                    position += steps[first]
            except IndexError:
                raise DocumentError(
                    "raster_broken", format=page.document_format
                ) from None
            if units - _ENDLESS < missing < 0 or position > len(window):
                raise DocumentError("raster_broken", format=page.document_format)
            line = bytes(window[start:position])
            if missing < 0:
                line = line[:-1] + _blank(missing + _ENDLESS, page.samples.white)
            self.end = at + position
            repeats = min(repeats, remaining)
            remaining -= repeats
            yield line, repeats


def _blank(count: int, white: bytes) -> bytes:
    """Return runs of blank units in TGA's encoding."""
    full, rest = divmod(count, _LONGEST_RUN)
    runs = (b"\xff" + white) * full
    return runs + bytes((_LONGEST_RUN + rest - 1,)) + white if rest else runs


def draw_page(
    lines: Iterable[EncodedLine],
    page: RasterPage,
    size: tuple[int, int],
    *,
    is_grey: bool,
) -> Image.Image:
    """Return a page in L or RGB, of about `size` pixels, never holding all it has."""
    # How many pixels become one
    across = max(1, int(page.width / size[0] + _NEARLY))
    along = max(1, int(page.height / size[1] + _NEARLY))
    mode = "L" if is_grey or page.samples.mode != "RGB" else "RGB"
    picture = Image.new(mode, (-(-page.width // across), -(-page.height // along)))
    top = 0
    for strip in _strips(lines, page, along):
        pixels = strip if strip.mode == mode else strip.convert(mode)
        picture.paste(pixels.reduce((across, along)), (0, top // along))
        top += strip.height
    if page.is_mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if page.is_flipped:
        picture = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    if picture.width > size[0] * _EXCESS or picture.height > size[1] * _EXCESS:
        return picture.resize(size, Image.Resampling.BOX)
    return picture


def _strips(
    lines: Iterable[EncodedLine], page: RasterPage, multiple: int
) -> Iterator[Image.Image]:
    """Yield the page in strips, whose height is a `multiple` but for the last."""
    height = multiple * max(1, _STRIP_PIXELS // (page.width * multiple))
    strip: list[bytes] = []
    for line, repeats in lines:
        strip += [line] * repeats
        while len(strip) >= height:
            yield _decode(page, strip[:height])
            del strip[:height]
    if strip:
        yield _decode(page, strip)


def _decode(page: RasterPage, lines: list[bytes]) -> Image.Image:
    samples = page.samples
    # Each line is whole, which Pillow therefore need not check.
    return Image.frombytes(
        samples.mode,
        (page.width, len(lines)),
        b"".join(lines),
        "tga_rle",
        (samples.raw_mode, 1, samples.unit * 8),
    )
