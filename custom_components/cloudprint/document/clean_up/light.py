"""Even light on a photographed page: its paper becomes white."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, Final

from PIL import Image, ImageFilter, ImageMath

from ..arrange.settings import CleanUp
from .areas import find_areas
from .edges import shrink, without_text

_PIXELS: Final = 320  # longer side of the picture: a pixel a millimetre of A4
_WIDE_PIXELS: Final = 41  # width around a place within which there mostly is paper
_CELL: Final = 4  # pixels of this picture that have the same light
_LEAST_LIGHT: Final = 0.55  # share of the light around below which it is ink, no shadow
_LEAST_SHADOW: Final = 0.16  # the same for the light of the brighter places
_MOST_COLOR: Final = 0.12  # off the paper's color, as a share of the brightness
_MOST_TINT: Final = 0.3  # how far paper may be off white in the light of a lamp
_NOISE: Final = 4  # how far values of a color may be off besides
_DARKEST_PAPER: Final = 40

_STRIP_PIXELS: Final = 1_000_000  # divided at a time: each takes 4 bytes a step

_WHITE: Final = 232  # brightness, of 255 for the paper's, from which on all is white
_MOST_BLACK: Final = 100  # up to this, the darkest ink becomes black
_INK_SHARE: Final = 0.004  # of the pixels, that are as dark as the darkest ink
_THRESHOLDS: Final = (150, 208)  # least and greatest brightness between black and white
_EDGE: Final = 20  # how far on both sides of it there are greys, for smooth edges

type Level = tuple[float, ...]  # brightness in each band


def clean(
    image: Image.Image, how: CleanUp, *, is_straight: bool = False
) -> Image.Image:
    """Return a page of mode L or RGB with even light and white paper.

    Large areas that are not paper stay as they are; in black, only around a page, unless
    the picture `is_straight`, with nothing but the page. Works in strips, to save memory.
    The result is of mode L, except in color, or if only straightened.
    """
    if how is CleanUp.STRAIGHTEN:
        return image
    is_black = how is CleanUp.BLACK
    # Colors tell colored areas from shadows, also where they are not kept.
    light, areas = _find_light(image, is_outside=is_black)
    if how is not CleanUp.COLOR:
        image, light = image.convert("L"), light.convert("L")
    evened = _even(image, light)
    histogram = evened.convert("L").histogram()
    values = _get_values(histogram, is_black=is_black)
    cleaned = evened.point(values * len(evened.getbands()))
    if areas is not None and not (is_black and is_straight):
        for box, mask in _split(areas, image.size):
            part = image.crop(box)
            cleaned.paste(part.point(values) if is_black else part, box, mask)
    return cleaned


def _find_light(
    image: Image.Image, *, is_outside: bool
) -> tuple[Image.Image, Image.Image | None]:
    """Return how bright the paper is, and the areas without any, as small pictures."""
    small = shrink(image, _PIXELS, _CELL)
    closed = without_text(small)
    paper = closed.reduce(_CELL)
    around = without_text(paper, _WIDE_PIXELS // _CELL | 1)
    paper_levels, plain = _find_paper(paper, around)
    light = _fill(paper, paper_levels).filter(ImageFilter.GaussianBlur(1))
    evened = _even(closed, light)
    return light, find_areas(paper, plain, evened, is_outside=is_outside)


def _find_paper(
    paper: Image.Image, around: Image.Image
) -> tuple[list[Level | None], set[int]]:
    """Return the levels of paper, None elsewhere, and the places of its color."""
    levels, wide = _get_levels(paper), _get_levels(around)
    brightest = sorted(levels, key=sum)[len(levels) * 7 // 10 :]
    darkest = _LEAST_SHADOW * sum(brightest[0])
    # Bands as shares of their mean
    colors = [
        tuple(value / max(sum(level) / len(level), 1.0) for value in level)
        for level in brightest
    ]
    usual = tuple(sorted(band)[len(band) // 2] for band in zip(*colors, strict=True))
    plain = {at for at, level in enumerate(levels) if _has_color(level, usual)}
    paper_levels = [
        level
        if at in plain and sum(level) > max(_LEAST_LIGHT * sum(surroundings), darkest)
        else None
        for at, (level, surroundings) in enumerate(zip(levels, wide, strict=True))
    ]
    is_lit = max(abs(share - 1) for share in usual) < _MOST_TINT
    return paper_levels, plain if is_lit else set()


def _fill(paper: Image.Image, levels: list[Level | None]) -> Image.Image:
    """Return the light of the paper, also at the places where there is ink."""
    if not any(levels):
        return paper
    # Those that are unknown from the nearest known ones
    while None in levels:
        levels = [
            _get_mean(levels, at, paper.width) if level is None else level
            for at, level in enumerate(levels)
        ]
    bands = [
        Image.frombytes(
            "L", paper.size, bytes(max(_DARKEST_PAPER, int(value)) for value in band)
        )
        for band in zip(*filter(None, levels), strict=True)
    ]
    return Image.merge(paper.mode, bands)


def _get_levels(image: Image.Image) -> list[Level]:
    return list(zip(*(band.tobytes() for band in image.split()), strict=True))


def _has_color(level: Level, color: Level) -> bool:
    mean = sum(level) / len(level)
    return all(
        abs(value - share * mean) < _MOST_COLOR * mean + _NOISE
        for value, share in zip(level, color, strict=True)
    )


def _get_mean(levels: list[Level | None], at: int, width: int) -> Level | None:
    """Return the mean of the known levels around a place, if any."""
    x = at % width
    first, last = max(0, x - 1), min(width, x + 2)
    near = [
        level
        for row in range(max(0, at - x - width), at - x + 2 * width, width)
        for level in levels[row + first : row + last]
        if level is not None
    ]
    return tuple(sum(band) / len(near) for band in zip(*near, strict=True)) or None


def _even(image: Image.Image, light: Image.Image) -> Image.Image:
    """Return a picture divided by its light."""
    evened = Image.new(image.mode, image.size)
    for box, lit in _split(light, image.size):
        pairs = zip(image.crop(box).split(), lit.split(), strict=True)
        evened.paste(Image.merge(image.mode, [_divide(*pair) for pair in pairs]), box)
    return evened


def _split(
    small: Image.Image, size: tuple[int, int]
) -> Iterator[tuple[tuple[int, int, int, int], Image.Image]]:
    """Yield the strips of a picture, each with its part of a small picture."""
    width, height = size
    rows = max(1, _STRIP_PIXELS // width)
    times = small.height / height
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        part = small.resize(
            (width, bottom - top),
            Image.Resampling.BICUBIC,
            box=(0, top * times, small.width, min(bottom * times, small.height)),
        )
        yield (0, top, width, bottom), part


def _divide(band: Image.Image, light: Image.Image) -> Image.Image:
    def divide(images: Any) -> Any:
        return images["convert"](images["band"] * 255 / images["light"], "L")

    divided: Image.Image = ImageMath.lambda_eval(divide, band=band, light=light)
    return divided


def _get_values(histogram: list[int], *, is_black: bool) -> list[int]:
    """Return the values for which ink is black and paper white."""
    counts = list(accumulate(histogram))
    ink = bisect_right(counts, _INK_SHARE * counts[-1])
    black, white = min(ink, _MOST_BLACK), _WHITE
    if is_black:
        least, most = _THRESHOLDS
        threshold = min(most, max(least, (ink + 255) // 2 + _EDGE))
        black, white = threshold - _EDGE, threshold + _EDGE
    return [
        min(255, max(0, round((value - black) * 255 / (white - black))))
        for value in range(256)
    ]
