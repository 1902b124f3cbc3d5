"""The corners of a page in a photograph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import accumulate, combinations, compress, pairwise
from math import acos, atan2, cos, dist, pi
from operator import attrgetter
from statistics import mean, median
from typing import Final

from PIL import Image

from ..source_file import Corners
from .edges import MARGIN, Edges, Place, find_edges, shrink, without_text
from .lines import StraightLine, find_lines
from .refinement import REFINEMENT_PIXELS, refine_page

_PIXELS: Final = 400  # longer side of the picture in which the page is found
_LEAST_SIDE: Final = 0.1  # as a share of the longer side of the picture
_LEAST_AREA: Final = 0.03  # as a share of the picture's
_SAME_WAY: Final = pi / 5  # the most by which opposite sides converge
_LEAST_ANGLE: Final = pi / 3.6  # of a corner
_RIGHT_ANGLE: Final = 0.03  # cosine of an angle that counts as a right one
_OUTSIDE: Final = 2.0  # pixels that a corner may be outside the picture

_FAINT: Final = 3.0  # a change, of 255, that is no edge
_CLEAR: Final = 11.0  # a change that certainly is one
_OFF: Final = 2  # pixels that an edge may be off its line, where a page is bent

_UNSEEN: Final = 0.38  # seen share of a side that counts for nothing
_BEYOND: Final = 30  # pixels beyond a corner where a side should not go on
_ROUND: Final = 0.03  # share beside a corner that does not count: it may be round
_TIMES_BEYOND: Final = 0.5  # how much a side counts that goes on
_TIMES_DARK: Final = 0.8  # of an edge where the page is darker than around it
_TIMES_BORDER: Final = 0.8  # how much a page counts of which a side is outside
_LEAST_SEEN: Final = 0.3  # of each side
_LEAST_QUALITY: Final = 0.27
_LEAST_PART: Final = 0.3  # seen share of each quarter of a side of a whole page
_OTHER_SCORE: Final = 0.66  # share of the best, from which another page may be meant
_OTHER_QUALITY: Final = 0.38
_PAGES: Final = 4  # how many that may be the page are measured in the larger picture
_NEARLY: Final = 0.98  # share of the best score; the clearest of these is the page
_TIMES_LARGE: Final = 0.7  # for larger pages: the exponent of their circumference

_BORDER_PIXELS: Final = 320  # longer side of the picture that is looked at
_CELL: Final = 4  # pixels of a place

_SCANNED: Final = 200  # least brightness of scanned paper
_EVEN: Final = 12  # how far its places may be off it, in each band
_LEAST_EVEN: Final = 0.5  # share of them that are not

_PHOTOGRAPHED: Final = 100  # least brightness of photographed paper
_MOST_TINT: Final = 0.2  # how far a band of paper may be off their mean, as a share
_MOST_ROUGH: Final = 0.015  # the usual difference of places side by side, likewise


@dataclass(frozen=True, slots=True)
class FoundPage:
    """What was found of the page in a photograph.

    With `has_others`, another one may be meant, or lie on it. Without corners,
    `is_scan` tells a page without surroundings, and `is_paper` a picture that is mostly
    paper.
    """

    corners: Corners | None
    has_others: bool = False
    is_scan: bool = False
    is_paper: bool = True

    @property
    def is_page(self) -> bool:
        """Return whether what is printed of the picture is a page."""
        return self.corners is not None or self.is_scan or self.is_paper

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return the keys of what a person should look at."""
        if self.has_others:
            return ("pages_ambiguous",)
        if self.corners is None and not self.is_scan:
            return ("page_not_found",)
        return ()


def find_page(image: Image.Image) -> FoundPage:
    """Return the page in an upright picture of mode L or RGB, in about 0.3 s."""
    small = shrink(image, _PIXELS, 2 * MARGIN + 1)
    edges = find_edges(small)
    sides = [
        *(_Side.create(line, edges) for line in find_lines(edges)),
        *_create_borders(edges),
    ]
    pages = list(_find_pages(sides, edges))
    best = nlargest(_PAGES, pages, key=attrgetter("score"))
    if not best or best[0].quality < _LEAST_QUALITY or best[0].is_in_scan:
        return _look_at_border(image)
    picture = shrink(image, REFINEMENT_PIXELS)
    width, height = small.size
    refined = [
        refine_page(
            picture, [((x + 0.5) / width, (y + 0.5) / height) for x, y in page.corners]
        )
        for page in best
        if page.score > _NEARLY * best[0].score
    ]
    corners = max(refined, key=attrgetter("clearness")).corners
    return FoundPage(
        _sort([(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)) for x, y in corners]),
        has_others=not best[0].is_whole
        or any(page.is_beside(best[0]) for page in pages),
    )


def _look_at_border(image: Image.Image) -> FoundPage:
    """Tell a scan, and what is mostly paper, from a picture without a page."""
    places = without_text(shrink(image, _BORDER_PIXELS, _CELL)).reduce(_CELL)
    width, height = places.size
    bands = [band.tobytes() for band in places.split()]
    around = [
        at
        for at in range(width * height)
        if at < width or at >= width * (height - 1) or at % width in (0, width - 1)
    ]
    usual = [median(band[at] for at in around) for band in bands]
    even = sum(
        all(abs(band[at] - usual[index]) <= _EVEN for index, band in enumerate(bands))
        for at in around
    )
    light = mean(usual)
    grey = places.convert("L").tobytes()
    rough = median(abs(b - a) for a, b in zip(grey, grey[1:] or grey, strict=False))
    return FoundPage(
        None,
        is_scan=light >= _SCANNED and even >= _LEAST_EVEN * len(around),
        is_paper=light >= _PHOTOGRAPHED
        and max(abs(level - light) for level in usual) < _MOST_TINT * light
        and rough < _MOST_ROUGH * light,
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """A line that may be a side of the page, and where on it there are edges.

    `lighter` and `darker` sum up what is seen from its start to each pixel, counting
    more what becomes lighter or darker in the direction of its normal.
    """

    line: StraightLine
    start: Place
    length: int
    lighter: list[float]
    darker: list[float]
    is_border: bool = False

    @classmethod
    def create(cls, line: StraightLine, edges: Edges) -> _Side:
        clipped = line.clip(edges.width, edges.height)
        assert clipped is not None  # as of all lines that are found
        (x, y), end = clipped
        length = int(dist((x, y), end))
        nx, ny = line.normal
        changes = [(0.0, 0.0)] * length
        for off in range(-_OFF, _OFF + 1):
            places = [
                (x + nx * off - ny * step, y + ny * off + nx * step)
                for step in range(length)
            ]
            pairs = zip(changes, edges.get_changes(places, line.normal), strict=True)
            changes = [max(pair, key=lambda change: abs(change[0])) for pair in pairs]
        lighter, darker = [0.0], [0.0]
        for amount, light in changes:
            seen = min(max((abs(amount) - _FAINT) / (_CLEAR - _FAINT), 0.0), 1.0)
            lighter.append(seen * (_TIMES_DARK if light < -_FAINT else 1.0))
            darker.append(seen * (_TIMES_DARK if light > _FAINT else 1.0))
        sums = list(accumulate(lighter)), list(accumulate(darker))
        return cls(line, (x, y), length, *sums)

    @property
    def middle(self) -> Place:
        (nx, ny), half = self.line.normal, self.length / 2
        return self.start[0] - ny * half, self.start[1] + nx * half

    def locate(self, place: Place) -> float:
        """Return how far along the line a place is."""
        nx, ny = self.line.normal
        return (place[1] - self.start[1]) * nx - (place[0] - self.start[0]) * ny

    def get_parts(
        self, ends: tuple[Place, Place], center: Place, *, is_lighter: bool
    ) -> list[float]:
        """Return the shares of its quarters between two places that are seen."""
        is_ahead = (self.line.measure(center) > 0) == is_lighter
        start, end = sorted(self.locate(place) for place in ends)
        gap = _ROUND * (end - start)
        step = (end - start - 2 * gap) / 4
        parts = pairwise(start + gap + at * step for at in range(5))
        return [self.get_seen(*part, is_lighter=is_ahead) / step for part in parts]

    def get_seen(self, start: float, end: float, *, is_lighter: bool) -> float:
        sums = self.lighter if is_lighter else self.darker
        first, last = (min(max(int(at), 0), self.length) for at in (start, end))
        return sums[last] - sums[first] if last > first else 0.0


def _create_borders(edges: Edges) -> Iterator[_Side]:
    for normal, length, ends in (
        ((1.0, 0.0), edges.height, (0, edges.width)),
        ((0.0, 1.0), edges.width, (0, edges.height)),
    ):
        nothing = [0.0] * (length + 1)
        for end in ends:
            line = StraightLine(normal, end - 0.5)
            start = (line.distance * normal[0], line.distance * normal[1])
            yield _Side(line, start, length, nothing, nothing, is_border=True)


@dataclass(frozen=True, slots=True)
class _Page:
    """A quadrilateral that may be the page."""

    corners: list[Place]
    score: float
    quality: float
    is_darker: bool
    sides: Sequence[_Side]

    @property
    def is_whole(self) -> bool:
        return all(
            side.is_border
            or min(side.get_parts(pair, self.center, is_lighter=not self.is_darker))
            > _LEAST_PART
            for side, pair in zip(self.sides, _get_ends(self.corners), strict=True)
        )

    @property
    def center(self) -> Place:
        return _get_center(self.corners)

    def is_beside(self, best: _Page) -> bool:
        return (
            self.score > _OTHER_SCORE * best.score
            and self.quality > _OTHER_QUALITY
            and not self.is_darker
            and not self._is_around(best.center)
            and not best._is_around(self.center)
        )

    def _is_around(self, place: Place) -> bool:
        turns = [
            (b[0] - a[0]) * (place[1] - a[1]) - (b[1] - a[1]) * (place[0] - a[0])
            for a, b in _get_ends(self.corners)
        ]
        return min(turns) > 0 or max(turns) < 0

    @property
    def is_in_scan(self) -> bool:
        """Return whether it is a picture on a scan: darker, with right angles."""
        sides = pairwise([*self.corners, *self.corners[:2]])
        turns = [atan2(b[1] - a[1], b[0] - a[0]) for a, b in sides]
        return self.is_darker and all(
            abs(cos(second - first)) < _RIGHT_ANGLE for first, second in pairwise(turns)
        )


def _find_pages(sides: list[_Side], edges: Edges) -> Iterator[_Page]:
    """Yield the places between two pairs of lines that cross."""
    least = _LEAST_SIDE * max(edges.width, edges.height)
    crossings = [[_cross(side, other, edges) for other in sides] for side in sides]
    pairs = [
        (first, second)
        for first, second in combinations(range(len(sides)), 2)
        if not (sides[first].is_border and sides[second].is_border)
        and _get_angle(sides[first].line, sides[second].line) < _SAME_WAY
        and abs(sides[first].line.measure(sides[second].middle)) > least
    ]
    for (top, bottom), (left, right) in combinations(pairs, 2):
        corners = (
            crossings[top][left],
            crossings[top][right],
            crossings[bottom][right],
            crossings[bottom][left],
        )
        places = [corner for corner in corners if corner is not None]
        if len(places) == len(corners):
            around = [sides[at] for at in (top, right, bottom, left)]
            if (page := _create_page(around, places, edges)) is not None:
                yield page


def _get_angle(line: StraightLine, other: StraightLine) -> float:
    (ax, ay), (bx, by) = line.normal, other.normal
    return acos(min(1.0, abs(ax * bx + ay * by)))


def _cross(side: _Side, other: _Side, edges: Edges) -> Place | None:
    """Return where two lines cross in the picture, as at a corner, if so."""
    if _get_angle(side.line, other.line) < _LEAST_ANGLE:
        return None
    x, y = side.line.cross(other.line)
    is_across = -_OUTSIDE <= x < edges.width + _OUTSIDE
    return (x, y) if is_across and -_OUTSIDE <= y < edges.height + _OUTSIDE else None


def _create_page(
    sides: list[_Side], corners: list[Place], edges: Edges
) -> _Page | None:
    ends = _get_ends(corners)
    lengths = [dist(*pair) for pair in ends]
    area = abs(_get_doubled_area(ends)) / 2
    if (
        min(lengths) < _LEAST_SIDE * max(edges.width, edges.height)
        or area < _LEAST_AREA * edges.width * edges.height
    ):
        return None
    center = _get_center(corners)
    borders = sum(side.is_border for side in sides)
    lighter, darker = (
        max(0.0, _score(sides, ends, lengths, center, is_lighter=is_lighter))
        for is_lighter in (True, False)
    )
    seen = sum(compress(lengths, (not side.is_border for side in sides)))
    # At the border, a dark area is rather a shadow.
    best = max(lighter, 0.0 if borders else darker * _TIMES_DARK)
    quality = best / seen * _TIMES_BORDER**borders
    score = quality * sum(lengths) ** _TIMES_LARGE
    return _Page(corners, score, quality, darker > lighter, sides)


def _score(
    sides: list[_Side],
    ends: list[tuple[Place, Place]],
    lengths: list[float],
    center: Place,
    *,
    is_lighter: bool,
) -> float:
    """Return the length that is seen of the sides, less what is not or goes on."""
    score = 0.0
    for side, pair, length in zip(sides, ends, lengths, strict=True):
        if side.is_border:
            continue
        is_ahead = (side.line.measure(center) > 0) == is_lighter
        start, end = sorted(side.locate(place) for place in pair)
        gap = _ROUND * length
        seen = side.get_seen(start + gap, end - gap, is_lighter=is_ahead)
        share = seen / (length - 2 * gap)
        if share < _LEAST_SEEN:
            return 0.0
        start, end = start - gap, end + gap
        further = side.get_seen(start - _BEYOND, start, is_lighter=is_ahead)
        further += side.get_seen(end, end + _BEYOND, is_lighter=is_ahead)
        score += length * (share - _UNSEEN) - _TIMES_BEYOND * further
    return score


def _get_center(corners: list[Place]) -> Place:
    return sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4


def _get_ends(corners: list[Place]) -> list[tuple[Place, Place]]:
    """Return the ends of each side, clockwise like the corners."""
    return list(pairwise([*corners, corners[0]]))


def _get_doubled_area(ends: list[tuple[Place, Place]]) -> float:
    """Return twice the area between sides, negative for counter-clockwise ones."""
    return sum(a[0] * b[1] - a[1] * b[0] for a, b in ends)


def _sort(corners: list[Place]) -> Corners:
    """Return the corners clockwise, from the upper left one."""
    x, y = _get_center(corners)
    if _get_doubled_area(_get_ends(corners)) < 0:
        corners.reverse()
    first = min(range(4), key=lambda at: (corners[at][0] - x) + (corners[at][1] - y))
    a, b, c, d = corners[first:] + corners[:first]
    return a, b, c, d
