"""The straight lines in a picture, along which there are edges."""

from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin
from typing import Final

from .edges import DIRECTIONS, MARGIN, WEAKEST, EdgePixel, Edges, Place

_TURN: Final = 5  # of `DIRECTIONS`, that a pixel's may be off its line's
_NEAR: Final = 2.0  # pixels that an edge may be off its line
_LEAST: Final = 0.03  # share of the picture's diagonal that a line has in pixels
_LINES: Final = 30  # the most that are found
_PARALLEL: Final = 1e-3  # the sine of the angle between lines that are parallel
_SAME: Final = 0.012  # lines no further apart are the same, as a share of the diagonal

_NORMALS: Final = tuple(
    (cos(pi * direction / DIRECTIONS), sin(pi * direction / DIRECTIONS))
    for direction in range(DIRECTIONS)
)


@dataclass(frozen=True, slots=True)
class StraightLine:
    """The places for which `normal` times the place is `distance`."""

    normal: Place
    distance: float

    def measure(self, place: Place) -> float:
        """Return how far a place is off the line, in the direction of its normal."""
        return self.normal[0] * place[0] + self.normal[1] * place[1] - self.distance

    def cross(self, other: StraightLine) -> Place:
        """Return where two lines cross; nearly parallel ones do so far away."""
        (ax, ay), (bx, by) = self.normal, other.normal
        determinant = (ax * by - ay * bx) or _PARALLEL
        return (
            (self.distance * by - other.distance * ay) / determinant,
            (other.distance * ax - self.distance * bx) / determinant,
        )

    def clip(self, width: int, height: int) -> tuple[Place, Place] | None:
        """Return the ends within a picture, or None if it is outside."""
        (nx, ny), distance = self.normal, self.distance
        along = (-ny, nx)
        foot = (nx * distance, ny * distance)
        start, end = -float(width + height), float(width + height)
        for position, step, limit in zip(foot, along, (width, height), strict=True):
            least, most = MARGIN, limit - 1 - MARGIN
            if abs(step) < _PARALLEL:
                if not least <= position <= most:
                    return None
                continue
            first, last = sorted(((least - position) / step, (most - position) / step))
            start, end = max(start, first), min(end, last)
        if start >= end:
            return None
        first_end, other_end = (
            (foot[0] + along[0] * at, foot[1] + along[1] * at) for at in (start, end)
        )
        return first_end, other_end


def fit_line(places: list[tuple[float, float, float]]) -> StraightLine:
    """Return the line with the least squares of distances from weighted places."""
    total = sum(weight for _, _, weight in places)
    mean_x = sum(x * weight for x, _, weight in places) / total
    mean_y = sum(y * weight for _, y, weight in places) / total
    xx = sum((x - mean_x) ** 2 * weight for x, _, weight in places)
    yy = sum((y - mean_y) ** 2 * weight for _, y, weight in places)
    xy = sum((x - mean_x) * (y - mean_y) * weight for x, y, weight in places)
    along = atan2(2 * xy, xx - yy) / 2
    normal = (-sin(along), cos(along))
    return StraightLine(normal, normal[0] * mean_x + normal[1] * mean_y)


def find_lines(edges: Edges) -> list[StraightLine]:
    """Return the lines with the most edges, strongest first (Hough's transform)."""
    diagonal = hypot(edges.width, edges.height)
    votes = _Votes(edges)
    lines: list[StraightLine] = []
    ends: list[tuple[Place, Place]] = []
    while len(lines) < _LINES and (line := votes.take_line()) is not None:
        clipped = line.clip(edges.width, edges.height)
        if clipped is None or any(
            max(abs(line.measure(place)) for place in pair) < _SAME * diagonal
            for pair in ends
        ):
            continue
        lines.append(line)
        ends.append(clipped)
    return lines


def _fit_pixels(pixels: list[EdgePixel]) -> StraightLine:
    return fit_line([(x, y, weight) for x, y, _, weight in pixels])


class _Votes:
    def __init__(self, edges: Edges) -> None:
        self._pixels = list(edges.pixels)
        diagonal = hypot(edges.width, edges.height)
        self._half = int(diagonal) + 2
        self._least = _LEAST * diagonal
        self._votes = [0] * (DIRECTIONS * 2 * self._half)
        self._vote(self._pixels, 1)

    def take_line(self) -> StraightLine | None:
        """Return the line with the most votes, if any, and withdraw them."""
        while (most := max(self._votes)) > self._least * WEAKEST:
            direction, distance = divmod(self._votes.index(most), 2 * self._half)
            line = StraightLine(_NORMALS[direction], distance - self._half + 0.5)
            near = self._find_near(line, direction)
            fitted = _fit_pixels(near)
            near = list(dict.fromkeys(near + self._find_near(fitted, direction)))
            self._vote(near, -1)
            withdrawn = set(near)
            self._pixels = [pixel for pixel in self._pixels if pixel not in withdrawn]
            near = [pixel for pixel in near if abs(fitted.measure(pixel[:2])) < _NEAR]
            if len(near) >= self._least:
                return _fit_pixels(near)
        return None

    def _find_near(self, line: StraightLine, direction: int) -> list[EdgePixel]:
        (nx, ny), distance = line.normal, line.distance
        return [
            pixel
            for pixel in self._pixels
            if -_NEAR < nx * pixel[0] + ny * pixel[1] - distance < _NEAR
            and (pixel[2] - direction + _TURN) % DIRECTIONS <= 2 * _TURN
        ]

    def _vote(self, pixels: list[EdgePixel], times: int) -> None:
        votes, half, row = self._votes, self._half, 2 * self._half
        for x, y, direction, weight in pixels:
            for turned in range(direction - _TURN, direction + _TURN + 1):
                index = turned % DIRECTIONS
                nx, ny = _NORMALS[index]
                votes[index * row + half + int(nx * x + ny * y + half) - half] += (
                    weight * times
                )
