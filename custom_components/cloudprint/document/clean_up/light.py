"""Even light on a photographed page: its paper becomes white."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, Final

from PIL import Image, ImageFilter, ImageMath

from ..arrange.settings import CleanUp
from .edges import shrink

_PIXELS: Final = 320
"""The longer side of the picture in which the paper is looked for: about a pixel a
millimetre of A4."""
_TEXT_PIXELS: Final = 5
"""Dark strokes up to this width, and the gaps between lines of text, are paper."""
_WIDE_PIXELS: Final = 41
"""The width around a place within which there is paper in most cases."""
_CELL: Final = 4
"""Pixels of this picture that have the same light."""
_LEAST_LIGHT: Final = 0.55
"""The share of the light around it below which a place is ink, and not shadow."""
_LEAST_SHADOW: Final = 0.16
"""The same for the light of the brighter places of the page."""
_MOST_COLOR: Final = 0.12
"""How far the color of a place, as a share of its brightness, may be off the paper's."""
_DARKEST_PAPER: Final = 40

_STRIP_PIXELS: Final = 1_000_000
"""How many pixels are divided by their light at a time: each takes 4 bytes a step."""

_WHITE: Final = 232
"""The brightness, of 255 for that of the paper, from which on all is white."""
_MOST_BLACK: Final = 100
"""Up to this, the darkest ink becomes black."""
_INK_SHARE: Final = 0.004
"""The share of the pixels that are as dark as the darkest ink."""
_THRESHOLDS: Final = (150, 208)
"""The least and the greatest brightness between black and white."""
_EDGE: Final = 20
"""How far on both sides of the threshold there are greys, for smooth edges."""

type Level = tuple[float, ...]
"""The brightness of a place in each band."""


def clean(image: Image.Image, how: CleanUp) -> Image.Image:
    """Return a straightened page of mode L or RGB with even light and white paper.

    Works in strips, so that little memory is needed besides the result. The mode of the
    result is L, except for a page in color.
    """
    # Colors tell colored areas from shadows, also where they are not kept.
    light = _find_light(image)
    if how is not CleanUp.COLOR:
        image, light = image.convert("L"), light.convert("L")
    evened = _even(image, light)
    histogram = evened.convert("L").histogram()
    if how is CleanUp.BLACK:
        return evened.point(_get_threshold(histogram))
    return evened.point(_get_stretch(histogram) * len(evened.getbands()))


def _find_light(image: Image.Image) -> Image.Image:
    """Return how bright the paper is at each place, as a small picture."""
    small = shrink(image, _PIXELS, _CELL)
    paper = _close(small, _TEXT_PIXELS).reduce(_CELL)
    around = _close(paper, _WIDE_PIXELS // _CELL | 1)
    return _fill(paper, around).filter(ImageFilter.GaussianBlur(1))


def _close(image: Image.Image, width: int) -> Image.Image:
    """Return a picture without what is dark and narrower than `width`."""
    return image.filter(ImageFilter.MaxFilter(width)).filter(
        ImageFilter.MinFilter(width)
    )


def _fill(paper: Image.Image, around: Image.Image) -> Image.Image:
    """Return the light of the paper, also at the places where there is ink."""
    levels, wide = _get_levels(paper), _get_levels(around)
    brightest = sorted(levels, key=sum)[len(levels) * 7 // 10 :]
    darkest = _LEAST_SHADOW * sum(brightest[0])
    colors = [_get_color(level) for level in brightest]
    usual = tuple(
        sorted(color[band] for color in colors)[len(colors) // 2]
        for band in range(len(colors[0]))
    )
    known = [
        level if _is_paper(level, surroundings, usual, darkest) else None
        for level, surroundings in zip(levels, wide, strict=True)
    ]
    if not any(known):
        return paper
    filled = list(_spread(known, *paper.size))
    bands = [
        Image.frombytes(
            "L",
            paper.size,
            bytes(max(_DARKEST_PAPER, int(level[band])) for level in filled),
        )
        for band in range(len(usual))
    ]
    return Image.merge(paper.mode, bands) if len(bands) > 1 else bands[0]


def _get_levels(image: Image.Image) -> list[Level]:
    return list(zip(*(band.tobytes() for band in image.split()), strict=True))


def _get_color(level: Level) -> Level:
    """Return the bands of a place as shares of their mean."""
    mean = max(sum(level) / len(level), 1.0)
    return tuple(value / mean for value in level)


def _is_paper(level: Level, surroundings: Level, usual: Level, darkest: float) -> bool:
    """Return whether a place is paper, and neither ink nor in another color."""
    return sum(level) > max(_LEAST_LIGHT * sum(surroundings), darkest) and all(
        abs(value - paper) < _MOST_COLOR
        for value, paper in zip(_get_color(level), usual, strict=True)
    )


def _spread(known: list[Level | None], width: int, height: int) -> Iterator[Level]:
    """Yield the levels, those that are unknown from the nearest known ones."""
    levels = known
    while None in levels:
        levels = [
            _get_mean(levels, at, width, height) if level is None else level
            for at, level in enumerate(levels)
        ]
    yield from (level for level in levels if level is not None)


def _get_mean(
    levels: list[Level | None], at: int, width: int, height: int
) -> Level | None:
    """Return the mean of the known levels beside a place."""
    y, x = divmod(at, width)
    near = [
        level
        for row in range(max(0, y - 1), min(height, y + 2))
        for level in levels[
            row * width + max(0, x - 1) : row * width + min(width, x + 2)
        ]
        if level is not None
    ]
    if not near:
        return None
    return tuple(sum(band) / len(near) for band in zip(*near, strict=True))


def _even(image: Image.Image, light: Image.Image) -> Image.Image:
    """Return a picture divided by its light."""
    evened = Image.new(image.mode, image.size)
    rows = max(1, _STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        strip = image.crop((0, top, image.width, bottom))
        times = light.height / image.height
        lit = light.resize(
            strip.size,
            Image.Resampling.BICUBIC,
            box=(0, top * times, light.width, min(bottom * times, light.height)),
        )
        bands = [
            _divide(band, light_band)
            for band, light_band in zip(strip.split(), lit.split(), strict=True)
        ]
        evened.paste(
            Image.merge(image.mode, bands) if len(bands) > 1 else bands[0], (0, top)
        )
    return evened


def _divide(band: Image.Image, light: Image.Image) -> Image.Image:
    def divide(images: Any) -> Any:
        return images["convert"](images["band"] * 255 / images["light"], "L")

    divided: Image.Image = ImageMath.lambda_eval(divide, band=band, light=light)
    return divided


def _find_ink(histogram: list[int]) -> int:
    """Return the brightness of the darkest ink."""
    counts = list(accumulate(histogram))
    return bisect_right(counts, _INK_SHARE * counts[-1])


def _get_stretch(histogram: list[int]) -> list[int]:
    """Return the values for which ink is black and paper white."""
    black = min(_find_ink(histogram), _MOST_BLACK)
    return [
        min(255, max(0, round((value - black) * 255 / (_WHITE - black))))
        for value in range(256)
    ]


def _get_threshold(histogram: list[int]) -> list[int]:
    """Return the values for which all is black or white, except at edges."""
    least, most = _THRESHOLDS
    threshold = min(most, max(least, (_find_ink(histogram) + 255) // 2 + _EDGE))
    return [
        min(255, max(0, round((value - threshold + _EDGE) * 255 / (2 * _EDGE))))
        for value in range(256)
    ]
