"""The exact place of the sides of a page that was found roughly."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist
from typing import Final, Self

from PIL import Image

from .edges import Place
from .lines import StraightLine, fit_line

REFINEMENT_PIXELS: Final = 1200  # longer side of the picture that is measured
_ROWS: Final = 48  # places along each side at which it is measured
_MIDDLE: Final = 56  # pixels to both sides that are looked at
_COLUMNS: Final = 2 * _MIDDLE + 1
_FROM_CORNER: Final = 0.06  # share of a side's ends not measured: cards are round

_REACH: Final = 8  # pixels to both sides in which an edge is searched
_HALF: Final = 3  # pixels on both sides of an edge that are compared
_LEAST_CHANGE: Final = 4.0  # at an edge, of 255
_LEAST_SAMPLES: Final = 10
_ROUNDS: Final = 3  # times that a line is fitted without what is far off

_FOLD_WIDTH: Final = 16  # pixels on both sides in which the paper bends down to it
_LEAST_DEPTH: Final = 0.12  # how much darker a fold is than the paper, as a share
_STEEP: Final = 4  # pixels within which an edge changes
_MOST_STEEP: Final = 0.6  # share of the depth of a fold within them: more is an edge

_CLEAR: Final = 1.5  # pixels that an edge may be off a clear side
_FURTHEST: Final = 48.0  # pixels that a corner is moved at most


@dataclass(frozen=True, slots=True)
class RefinedPage:
    """The corners of a page as shares, and the share of its sides that is clear."""

    corners: list[Place]
    clearness: float


def refine_page(picture: Image.Image, corners: list[Place]) -> RefinedPage:
    """Return a page whose corners, as shares, are where its sides cross."""
    width, height = picture.size
    places = [(x * width - 0.5, y * height - 0.5) for x, y in corners]
    sides = [
        _measure(picture, start, end) for start, end in pairwise([*places, places[0]])
    ]
    crossings: list[Place] = []
    for (x, y), (line, _), (before, _) in zip(
        places, sides, (sides[-1], *sides[:-1]), strict=True
    ):
        crossing = line.cross(before)
        crossings.append(crossing if dist(crossing, (x, y)) <= _FURTHEST else (x, y))
    return RefinedPage(
        [((x + 0.5) / width, (y + 0.5) / height) for x, y in crossings],
        sum(clear for _, clear in sides) / len(sides),
    )


def _measure(
    picture: Image.Image, start: Place, end: Place
) -> tuple[StraightLine, float]:
    """Return the line of a side, and the share that is clear."""
    strip = _Strip.cut(picture, start, end)
    places = strip.find_fold() or strip.find_edge()
    if len(places) < _LEAST_SAMPLES:
        nx, ny = strip.normal
        return StraightLine(strip.normal, nx * start[0] + ny * start[1]), 0.0
    line = _fit(places)
    for _ in range(_ROUNDS):
        offs = [abs(line.measure(place)) for place in places]
        most = max(1.0, 2.0 * sorted(offs)[len(offs) // 2])
        line = _fit([at for at, off in zip(places, offs, strict=True) if off <= most])
    near = sum(abs(line.measure(place)) <= _CLEAR for place in places)
    return line, near / _ROWS


def _fit(places: list[Place]) -> StraightLine:
    return fit_line([(x, y, 1.0) for x, y in places])


@dataclass(frozen=True, slots=True)
class _Strip:
    """The picture along a side, a row for each place at which it is measured.

    `first` is the place of the first value; `normal` leads to the next column, and
    `step` to the next row.
    """

    bands: tuple[bytes, ...]
    first: Place
    normal: Place
    step: Place

    @classmethod
    def cut(cls, picture: Image.Image, start: Place, end: Place) -> Self:
        length = dist(start, end)
        along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
        normal = (-along[1], along[0])
        gap = _FROM_CORNER * length
        spacing = (length - 2 * gap) / (_ROWS - 1)
        step = (along[0] * spacing, along[1] * spacing)
        first_x, first_y = (
            start[axis] + along[axis] * gap - normal[axis] * _MIDDLE for axis in (0, 1)
        )
        # Pillow counts from the edges of pixels, not from their centers.
        matrix = (
            normal[0],
            step[0],
            first_x + 0.5 - (normal[0] + step[0]) / 2,
            normal[1],
            step[1],
            first_y + 0.5 - (normal[1] + step[1]) / 2,
        )
        strip = picture.transform(
            (_COLUMNS, _ROWS), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR
        )
        bands = tuple(band.tobytes() for band in strip.split())
        return cls(bands, (first_x, first_y), normal, step)

    def locate(self, row: int, column: float) -> Place:
        (x, y), (nx, ny), (dx, dy) = self.first, self.normal, self.step
        return x + nx * column + dx * row, y + ny * column + dy * row

    def find_edge(self) -> list[Place]:
        """Return the places where the picture changes most, where it changes enough."""
        places: list[Place] = []
        for row in range(_ROWS):
            changes = [
                self._get_change(row * _COLUMNS + column)
                for column in range(_MIDDLE - _REACH, _MIDDLE + _REACH + 1)
            ]
            if (most := max(changes)) >= _LEAST_CHANGE:
                places.append(self.locate(row, changes.index(most) + _MIDDLE - _REACH))
        return places

    def _get_change(self, at: int) -> float:
        return sum(
            abs(sum(band[at + 1 : at + 1 + _HALF]) - sum(band[at - _HALF : at]))
            for band in self.bands
        ) / (_HALF * len(self.bands))

    def find_fold(self) -> list[Place]:
        """Return the deepest places of a fold, if the paper bends down to one."""
        light = [sum(values) for values in zip(*self.bands, strict=True)]
        rows = [light[at : at + _COLUMNS] for at in range(0, len(light), _COLUMNS)]
        means = [sum(column) / _ROWS for column in zip(*rows, strict=True)]
        deepest = _find_darkest(means)
        for direction in (-1, 1):
            slope = means[deepest::direction][: _FOLD_WIDTH + 1]
            depth = slope[-1] - slope[0]
            steepest = max(b - a for a, b in zip(slope, slope[_STEEP:], strict=False))
            if depth <= _LEAST_DEPTH * slope[-1] or steepest > _MOST_STEEP * depth:
                return []
        return [
            self.locate(row, _find_darkest(values)) for row, values in enumerate(rows)
        ]


def _find_darkest(values: Sequence[float]) -> int:
    """Return the column around which the values are least."""
    return min(
        range(_FOLD_WIDTH, _COLUMNS - _FOLD_WIDTH),
        key=lambda column: sum(values[column - 2 : column + 3]),
    )
