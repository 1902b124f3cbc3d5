"""Photographs with more than a page within its surroundings, or with none."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from math import hypot, pi
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

from custom_components.cloudprint.document.source_file import Corners

from .pages import PAGES, Drawing, draw_page
from .photos import (
    DRAWN,
    LONG,
    SHORT,
    Photo,
    Place,
    Quad,
    capture,
    get_corners,
    lay,
    light,
    project,
)
from .tables import TABLES, Size, add_noise, create_noise

OUTSIDE: Final[Mapping[str, Place]] = {
    "lower": (0, 1),
    "upper": (0, -1),
    "left": (-1, 0),
    "right": (1, 0),
    "lower right": (1, 1),
    "upper left": (-1, -1),
    "lower left": (-1, 1),
    "upper right": (1, -1),
}
"""The sides of a page that are outside the picture: across and down."""
_KINDS: Final = tuple(kind for kind in PAGES if kind not in ("book", "card"))
_LEAST_SIDE: Final = 0.2
_TILT: Final = 16
_ROLL: Final = 4
"""Degrees"""


def _start(name: str, seed: int) -> tuple[Random, Size, str]:
    """Return the chance of a scene, its size as drawn, and its table."""
    rng = Random(f"{name} {seed}")
    width, height = (SHORT, LONG) if rng.random() < 0.5 else (LONG, SHORT)
    tables = list(TABLES)
    return (
        rng,
        (round(width * DRAWN), round(height * DRAWN)),
        tables[seed % len(tables)],
    )


def take_outside(name: str, seed: int) -> Photo:
    """Return a photo of a page of which some sides are outside of it.

    Its corners are those of what is seen of the page.
    """
    rng, size, table = _start(name, seed)
    drawing = draw_page(rng.choice(_KINDS), rng)
    while (placed := _place_outside(drawing, size, OUTSIDE[name], rng)) is None:
        pass
    quad, seen = placed
    image = TABLES[table](rng, size)
    lay(image, drawing, quad, rng)
    return _finish(f"{name} {seed} on {table}", light(image, rng), seen, drawing, rng)


def take_papers(name: str, seed: int) -> Photo:
    """Return a photo of two papers, "overlapping" or "beside" each other.

    It has the corners of the upper one.
    Where neither is above the other, they are those of one of them.
    """
    rng, size, table = _start(name, seed)
    image = TABLES[table](rng, size)
    upper, lower = (draw_page(rng.choice(_KINDS), rng) for _ in range(2))
    is_wide = size[0] > size[1]
    share = rng.uniform(0.5, 0.75) if name == "overlapping" else rng.uniform(0.7, 0.9)
    side = rng.choice((-1, 1))
    quads: list[Quad] = []
    for drawing, way in ((upper, side), (lower, -side)):
        off = rng.uniform(0.1, 0.16) if name == "overlapping" else 0.25
        x, y = (off * way, rng.uniform(-0.04, 0.04))
        if not is_wide:
            x, y = y, x
        room = min(size) if name == "overlapping" else max(size) / 2
        quads.append(
            _shift(
                _project(drawing, rng, 2 * _ROLL),
                share * min(room, *size),
                (size[0] * (0.5 + x), size[1] * (0.5 + y)),
            )
        )
    lay(image, lower, quads[1], rng)
    lay(image, upper, quads[0], rng)
    photo = _finish(
        f"{name} {seed} on {table}",
        light(image, rng),
        get_corners(quads[0], size),
        upper,
        rng,
    )
    other = get_corners(quads[1], size) if name == "beside" else None
    return replace(photo, other=other)


def take_table(name: str, seed: int) -> Image.Image:
    """Return a photo of a table without anything on it."""
    rng, size, _ = _start(name, seed)
    image = light(TABLES[name](rng, size), rng)
    return capture(_shrink(image), rng)


def take_portrait(seed: int) -> Image.Image:
    """Return a photo of a person before a wall."""
    rng, size, _ = _start("portrait", seed)
    width, height = size
    wall = rng.choice([(206, 204, 198), (120, 140, 150), (70, 84, 70), (188, 160, 130)])
    image = add_noise(Image.new("RGB", size, wall), create_noise(rng, size, (5, 5), 40))
    drawn = image.copy()
    draw = ImageDraw.Draw(drawn)
    x, y, unit = width * rng.uniform(0.4, 0.6), height * 0.42, min(size) * 0.17
    shirt = rng.choice([(40, 60, 110), (225, 222, 220), (150, 40, 44), (30, 30, 34)])
    skin = rng.choice([(226, 184, 156), (176, 128, 96), (110, 76, 58)])
    draw.ellipse((x - 3 * unit, y + 1.7 * unit, x + 3 * unit, y + 9 * unit), shirt)
    draw.rectangle((x - 0.5 * unit, y, x + 0.5 * unit, y + 2 * unit), skin)
    draw.ellipse((x - 1.15 * unit, y - 1.7 * unit, x + 1.15 * unit, y), (40, 28, 22))
    draw.ellipse((x - unit, y - 1.4 * unit, x + unit, y + 1.4 * unit), skin)
    for side in (-1, 1):
        eye = x + side * 0.4 * unit
        draw.ellipse((eye - 14, y - 14, eye + 14, y + 4), (30, 24, 24))
    draw.ellipse(
        (x - 0.35 * unit, y + 0.6 * unit, x + 0.35 * unit, y + 0.8 * unit),
        (170, 80, 80),
    )
    drawn = drawn.filter(ImageFilter.GaussianBlur(4))
    return capture(_shrink(light(drawn, rng)), rng)


def _finish(
    name: str, image: Image.Image, corners: Corners, drawing: Drawing, rng: Random
) -> Photo:
    return Photo(name, capture(_shrink(image), rng), corners, drawing.image)


def _shrink(image: Image.Image) -> Image.Image:
    width, height = image.size
    size = round(width / DRAWN), round(height / DRAWN)
    return image.resize(size, Image.Resampling.BOX)


def _project(drawing: Drawing, rng: Random, roll: float, turn: float = 0) -> Quad:
    degrees = rng.uniform(-roll, roll) + turn
    return project(drawing.size, rng, tilt=_TILT, roll=degrees * pi / 180)


def _shift(quad: Quad, reach: float, middle: Place) -> Quad:
    """Return a page around a place, of which the longest side is `reach`."""
    times = reach / max(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(quad))
    x, y = (sum(place[axis] for place in quad) / 4 for axis in (0, 1))
    a, b, c, d = (
        ((u - x) * times + middle[0], (v - y) * times + middle[1]) for u, v in quad
    )
    return a, b, c, d


def _place_outside(
    drawing: Drawing, size: Size, outside: Place, rng: Random
) -> tuple[Quad, Corners] | None:
    """Return where a page is, and the corners of what is seen of it as shares.

    None if what is seen of it is no quadrilateral, or hardly one.
    """
    turn = rng.choice((0, 90)) if drawing.size[1] < 2 * drawing.size[0] else 0
    quad = _project(drawing, rng, _ROLL, turn)
    quad = _shift(quad, rng.uniform(0.6, 1.3) * min(size), (0, 0))
    off: list[float] = []
    for axis, way in enumerate(outside):
        low, high = (get(place[axis] for place in quad) for get in (min, max))
        room = size[axis] - (high - low)
        if way == 0:
            if room < 0.08 * size[axis]:
                return None
            off.append(room * rng.uniform(0.3, 0.7) - low)
        else:
            beyond = rng.uniform(0.08, 0.35) * (high - low)
            off.append(size[axis] - high + beyond if way > 0 else -low - beyond)
            if low + off[-1] < 0.05 * size[axis] and way > 0:
                return None
            if high + off[-1] > 0.95 * size[axis] and way < 0:
                return None
    a, b, c, d = ((x + off[0], y + off[1]) for x, y in quad)
    quad = (a, b, c, d)
    seen = _clip(list(quad), size)
    sides = [
        hypot(p[0] - q[0], p[1] - q[1])
        for p, q in zip(seen, seen[1:] + seen[:1], strict=True)
    ]
    if len(seen) != 4 or min(sides) < _LEAST_SIDE * max(size):
        return None
    a, b, c, d = seen
    return quad, get_corners((a, b, c, d), size)


def _clip(places: list[Place], size: Size) -> list[Place]:
    """Return the part of a convex polygon that is in the picture."""
    for axis in (0, 1):
        for way, limit in ((-1, 0.0), (1, float(size[axis]))):
            kept: list[Place] = []
            for a, b in zip(places, places[1:] + places[:1], strict=True):
                in_a, in_b = (way * (p[axis] - limit) <= 0 for p in (a, b))
                if in_a:
                    kept.append(a)
                if in_a != in_b:
                    share = (limit - a[axis]) / (b[axis] - a[axis])
                    kept.append(
                        (
                            a[0] + (b[0] - a[0]) * share,
                            a[1] + (b[1] - a[1]) * share,
                        )
                    )
            places = kept
    return places
