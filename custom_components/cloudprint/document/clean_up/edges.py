"""The edges in a picture: where its brightness or its colors change, and how."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import atan2, isqrt, pi
from typing import Final

from PIL import Image, ImageFilter

MARGIN: Final = 2  # pixels along the border where there are no edges
DIRECTIONS: Final = 120  # told apart in half a turn
_ZERO: Final = 128  # the value of the filters where nothing changes
_ACROSS: Final = ImageFilter.Kernel(
    (3, 3), (-1, 0, 1, -2, 0, 2, -1, 0, 1), scale=4, offset=_ZERO
)
# Its first row is the lowest one.
_DOWN: Final = ImageFilter.Kernel(
    (3, 3), (1, 2, 1, 0, 0, 0, -1, -2, -1), scale=4, offset=_ZERO
)
_SQUARES: Final = tuple((value - _ZERO) ** 2 for value in range(256))
_ROOTS: Final = bytes(isqrt(square) for square in range(2 * _ZERO**2 + 1))

_TEXT_PIXELS: Final = 5  # dark strokes, and gaps of lines, up to this width
_BLUR: Final = 0.8  # radius in pixels, against noise
_TIMES_COLOR: Final = 2  # how much more a change of color counts than one of brightness
WEAKEST: Final = 4  # the least change at an edge, of 255
_SURE: Final = 60  # an edge whatever there is around it
_STRONGEST: Final = 12  # a greater change counts no more
_AROUND: Final = 12  # pixels on all sides with whose changes a pixel's is compared
_TIMES_AROUND: Final = 1.5  # how much more changes at an edge than in a texture
_NEARBY: Final = 5  # pixels before and after one along a line whose mean is taken

type Place = tuple[float, float]  # x and y in pixels

type EdgePixel = tuple[int, int, int, int]  # x, y, direction, weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """The changes at each pixel of a picture, row by row, 128 for none.

    `across` (to the right) and `down` are of the brightness or the color, whichever
    changes more; `light_*` of the brightness. `pixels` are where the changes are
    greatest.
    """

    width: int
    height: int
    across: bytes
    down: bytes
    light_across: bytes
    light_down: bytes
    pixels: list[EdgePixel]

    def get_changes(
        self, places: Iterable[Place], normal: Place
    ) -> list[tuple[float, float]]:
        """Return the mean changes near places of a line, of all and of light."""
        nx, ny = normal
        changes, lights = [0.0], [0.0]
        for x, y in places:
            row = min(max(int(y + 0.5), MARGIN), self.height - 1 - MARGIN)
            column = min(max(int(x + 0.5), MARGIN), self.width - 1 - MARGIN)
            at = row * self.width + column
            dx, dy = self.across[at] - _ZERO, self.down[at] - _ZERO
            changes.append(nx * dx + ny * dy)
            dx, dy = self.light_across[at] - _ZERO, self.light_down[at] - _ZERO
            lights.append(nx * dx + ny * dy)
        return list(zip(_get_means(changes), _get_means(lights), strict=True))


def shrink(image: Image.Image, pixels: int, least: int = 1) -> Image.Image:
    """Return a picture with sides of at most `pixels`, and at least `least`."""
    times = max(1.0, max(image.size) / pixels)
    width, height = (max(least, round(side / times)) for side in image.size)
    return image.resize((width, height), Image.Resampling.BOX, reducing_gap=2.0)


def without_text(image: Image.Image, width: int = _TEXT_PIXELS) -> Image.Image:
    """Return a picture without dark strokes up to a width."""
    lighter = image.filter(ImageFilter.MaxFilter(width))
    return lighter.filter(ImageFilter.MinFilter(width))


def _get_means(values: list[float]) -> list[float]:
    """Return the means of values and those around them, without the first one."""
    sums = list(accumulate(values))
    last = len(sums) - 1
    ranges = (
        (max(at - 1 - _NEARBY, 0), min(at + _NEARBY, last))
        for at in range(1, len(sums))
    )
    return [(sums[end] - sums[start]) / (end - start) for start, end in ranges]


def find_edges(image: Image.Image) -> Edges:
    """Return the edges in a picture of mode L or RGB, without those of thin strokes."""
    bare = without_text(image).filter(ImageFilter.GaussianBlur(_BLUR))
    bands = [bare]
    if bare.mode == "RGB":
        light, *colors = bare.convert("YCbCr").split()
        bands = [
            light,
            *(
                band.point(lambda value: _ZERO + _TIMES_COLOR * (value - _ZERO))
                for band in colors
            ),
        ]
    changes = [(b.filter(_ACROSS).tobytes(), b.filter(_DOWN).tobytes()) for b in bands]
    across, down = light_across, light_down = changes[0]
    squares = _get_squares(across, down)
    for next_across, next_down in changes[1:]:
        others = _get_squares(next_across, next_down)
        is_more = [b > a for a, b in zip(squares, others, strict=True)]
        across = _choose(is_more, next_across, across)
        down = _choose(is_more, next_down, down)
        squares = [max(pair) for pair in zip(squares, others, strict=True)]
    return Edges(
        width=image.width,
        height=image.height,
        across=across,
        down=down,
        light_across=light_across,
        light_down=light_down,
        pixels=list(_find_pixels(squares, across, down, image.size)),
    )


def _get_squares(across: bytes, down: bytes) -> list[int]:
    return [_SQUARES[x] + _SQUARES[y] for x, y in zip(across, down, strict=True)]


def _choose(is_first: list[bool], first: bytes, second: bytes) -> bytes:
    return bytes(
        a if choice else b for choice, a, b in zip(is_first, first, second, strict=True)
    )


def _find_pixels(
    squares: list[int], across: bytes, down: bytes, size: tuple[int, int]
) -> Iterator[EdgePixel]:
    """Yield the pixels whose change is great, and greater than beside the edge."""
    width, height = size
    amounts = Image.frombytes("L", size, bytes(_ROOTS[square] for square in squares))
    blurred = amounts.filter(ImageFilter.BoxBlur(_AROUND))
    around = blurred.point(
        lambda value: min(max(WEAKEST, _TIMES_AROUND * value), _SURE)
    ).tobytes()
    for y in range(MARGIN, height - MARGIN):
        row = y * width
        for at in range(row + MARGIN, row + width - MARGIN):
            square = squares[at]
            if square < _SQUARES[_ZERO + around[at]]:
                continue
            dx, dy = across[at] - _ZERO, down[at] - _ZERO
            step = 1 if abs(dx) > abs(dy) else width
            if squares[at - step] <= square > squares[at + step]:
                direction = round(atan2(dy, dx) / pi * DIRECTIONS) % DIRECTIONS
                yield at - row, y, direction, min(_ROOTS[square], _STRONGEST)
