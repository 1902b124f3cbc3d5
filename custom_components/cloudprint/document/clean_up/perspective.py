"""Straightening of a photographed page, which becomes a rectangle."""

from math import dist, hypot, sqrt
from typing import Final

from PIL import Image

from ..arrange.settings import ID_CARD
from ..settings import A4
from ..source_file import Corners
from .edges import Place

# Longer by shorter side
_KNOWN_RATIOS: Final = (A4[1] / A4[0], ID_CARD[0] / ID_CARD[1])
_NEAR: Final = 0.05  # how far a ratio may be off a known one to be taken for it
_USUAL_FOCUS: Final = 0.75  # of phones, by the diagonal, if perspective does not tell
_LEAST_FOCUS: Final = 0.4
_MOST_FOCUS: Final = 2.5
_TINY: Final = 1e-6

type Vector = tuple[float, float, float]


def straighten(image: Image.Image, corners: Corners) -> Image.Image:
    """Return what is between corners as a rectangle, of a known ratio if it is near."""
    width, height = image.size
    places = [(x * width, y * height) for x, y in corners]
    size = _get_size(places, image.size)
    return image.transform(
        size,
        Image.Transform.PERSPECTIVE,
        _get_coefficients(places, size),
        Image.Resampling.BICUBIC,
    )


def _get_size(places: list[Place], picture: tuple[int, int]) -> tuple[int, int]:
    upper_left, upper_right, lower_right, lower_left = places
    width = max(dist(upper_left, upper_right), dist(lower_left, lower_right))
    height = max(dist(upper_left, lower_left), dist(upper_right, lower_right))
    ratio = _get_ratio(places, picture)
    for standard in _KNOWN_RATIOS:
        for exact in (standard, 1 / standard):
            if abs(ratio / exact - 1) < _NEAR:
                ratio = exact
    pixels = min(max(width * height, 1.0), float(picture[0] * picture[1]))
    return max(1, int(sqrt(pixels * ratio))), max(1, int(sqrt(pixels / ratio)))


def _get_ratio(places: list[Place], picture: tuple[int, int]) -> float:
    """Return the width of the page by its height, as seen by a centered camera.

    Zhang and He, "Whiteboard scanning and image enhancement", 2007, section 4.
    """
    unit = hypot(*picture)
    upper_left, upper_right, lower_right, lower_left = (
        ((x - picture[0] / 2) / unit, (y - picture[1] / 2) / unit, 1.0)
        for x, y in places
    )
    diagonal = _multiply(upper_left, lower_right)
    across = _dot(_multiply(upper_right, lower_right), lower_left)
    down = _dot(_multiply(lower_left, lower_right), upper_right)
    if not across or not down:
        return 1.0
    wide = _subtract(upper_right, upper_left, _dot(diagonal, lower_left) / across)
    high = _subtract(lower_left, upper_left, _dot(diagonal, upper_right) / down)
    square = _USUAL_FOCUS**2
    if slant := wide[2] * high[2]:
        measured = -(wide[0] * high[0] + wide[1] * high[1]) / slant
        if _LEAST_FOCUS**2 < measured < _MOST_FOCUS**2:
            square = measured
    lengths = [sqrt((x**2 + y**2) / square + z**2) for x, y, z in (wide, high)]
    return lengths[0] / max(lengths[1], _TINY)


def _subtract(first: Vector, second: Vector, times: float) -> Vector:
    """Return so many times the first vector less the second."""
    x, y, z = (times * a - b for a, b in zip(first, second, strict=True))
    return x, y, z


def _multiply(a: Vector, b: Vector) -> Vector:
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _get_coefficients(places: list[Place], size: tuple[int, int]) -> tuple[float, ...]:
    """Return the projection from the rectangle to the page.

    Heckbert, "Fundamentals of texture mapping and image warping", 1989, 2.2.3; scaled.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = places
    width, height = size
    sum_x, sum_y = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    dx1, dx2, dy1, dy2 = x1 - x2, x3 - x2, y1 - y2, y3 - y2
    determinant = (dx1 * dy2 - dx2 * dy1) or 1.0
    g = (sum_x * dy2 - dx2 * sum_y) / determinant
    h = (dx1 * sum_y - sum_x * dy1) / determinant
    return (
        (x1 - x0 + g * x1) / width,
        (x3 - x0 + h * x3) / height,
        x0,
        (y1 - y0 + g * y1) / width,
        (y3 - y0 + h * y3) / height,
        y0,
        g / width,
        h / height,
    )
