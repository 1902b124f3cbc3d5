"""Places on paper: one page in its place, and rows and columns of a size, cut apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import batched
from math import ceil, floor, inf
from typing import Final, Self

from ..errors import DocumentError
from ..settings import Margins, Scaling
from ..sheets.paper import NO_MARGINS, Size
from ..sheets.placement import place_page
from ..sheets.sheets import Sheet
from .models import Area, Cell, Line, Surface, create_surfaces
from .settings import PictureFit

TURN: Final = 270  # degrees clockwise, as `Sheet.upright` turns sheets
MARK_MM: Final = 3.0  # of a mark beside the places, where the paper has room for it
_WORTH_TURNING: Final = 1.05
_ROUNDING_MM: Final = 0.001
_PAPER_EDGE_MM: Final = 0.5  # nothing is to be cut this close to the edge of the paper


def get_scale(page: Size, place: Size) -> float:
    """Return the factor by which a page fits its place."""
    return min(place[0] / page[0], place[1] / page[1])


def is_turned_larger(page: Size, place: Size, most: float = inf) -> bool:
    """Return whether a page, enlarged `most` times, is noticeably larger if turned."""
    upright, turned = get_scale(page, place), get_scale(page[::-1], place)
    return min(turned, most) > min(upright, most) * _WORTH_TURNING


def fill_place(
    number: int, page: Size, place: Area, fit: PictureFit, *, can_turn: bool = True
) -> Cell:
    """Return the cell of a page, by its index, that fits or fills its place."""
    is_turned = can_turn and is_turned_larger(page, place.size)
    turned = page[::-1] if is_turned else page
    placement = place_page(turned, place.size, NO_MARGINS, Scaling(fit))
    return Cell(
        number,
        place.offset,
        Sheet(
            paper=place.size,
            picture=placement.picture[::-1] if is_turned else placement.picture,
            rotation=TURN if is_turned else 0,
            offset=placement.offset,
        ),
    )


def center_page(
    number: int,
    page: Size,
    surface: Surface,
    *,
    most: float = inf,
    can_turn: bool = True,
) -> Cell:
    """Return a page's cell in the middle, enlarged by the factor `most` at most."""
    room = surface.printable.size
    is_turned = can_turn and is_turned_larger(page, room, most)
    turned = page[::-1] if is_turned else page
    scale = min(get_scale(turned, room), most)
    place = surface.place((turned[0] * scale, turned[1] * scale))
    return fill_place(number, page, place, PictureFit.FIT, can_turn=is_turned)


@dataclass(frozen=True, slots=True)
class Block:
    """Places of a size in the middle of a surface, with a gap between them."""

    surface: Surface
    place: Size
    columns: int
    rows: int
    gap: float = 0.0

    @property
    def count(self) -> int:
        """Return the number of places."""
        return self.columns * self.rows

    @property
    def area(self) -> Area:
        """Return the area of all places."""
        width, height = (
            length * number + self.gap * (number - 1)
            for length, number in zip(
                self.place, (self.columns, self.rows), strict=True
            )
        )
        return self.surface.place((width, height))

    def shrink(self, count: int) -> Self:
        """Return a block with no more rows and columns than `count` places take."""
        columns = min(self.columns, count)
        return replace(self, columns=columns, rows=ceil(count / columns))

    def get_places(self) -> list[Area]:
        """Return the places, row by row."""
        width, height = self.place
        x, y = self.area.offset
        return [
            Area.create(
                (x + column * (width + self.gap), y + row * (height + self.gap)),
                self.place,
            )
            for row in range(self.rows)
            for column in range(self.columns)
        ]

    def get_cut_lines(self, count: int) -> tuple[Line, ...]:
        """Return the edges of the first `count` places of a block without gaps."""
        width, height = self.place
        start, top = self.area.offset
        paper_width, paper_height = self.surface.paper
        rows = [len(row) for row in batched(range(count), self.columns, strict=False)]
        lines = []
        for number, columns in enumerate((rows[0], *rows)):
            y = top + number * height
            if _PAPER_EDGE_MM < y < paper_height - _PAPER_EDGE_MM:
                lines.append(Line((start, y), (start + columns * width, y), False))
        for number in range(rows[0] + 1):
            x = start + number * width
            bottom = top + height * sum(columns >= number for columns in rows)
            if _PAPER_EDGE_MM < x < paper_width - _PAPER_EDGE_MM:
                lines.append(Line((x, top), (x, bottom), False))
        return tuple(lines)

    def get_cut_marks(self) -> tuple[Line, ...]:
        """Return marks that continue the edges of the places around them."""
        (width, height), area = self.place, self.area
        room = self.surface.printable
        columns, rows = (
            [(start + number * (length + self.gap), length) for number in range(count)]
            for start, length, count in (
                (area.left, width, self.columns),
                (area.top, height, self.rows),
            )
        )
        lines = [
            Line((x, start), (x, end), False)
            for x in _get_edges(columns)
            for start, end in _get_spaces(rows, room.top, room.bottom)
        ]
        lines += [
            Line((start, y), (end, y), False)
            for y in _get_edges(rows)
            for start, end in _get_spaces(columns, room.left, room.right)
        ]
        return tuple(lines)


def _get_edges(spans: Sequence[Size]) -> Iterator[float]:
    """Yield both ends of each span, which is given by its start and length."""
    for start, length in spans:
        yield start
        yield start + length


def _get_spaces(spans: Sequence[Size], first: float, last: float) -> Iterator[Size]:
    """Yield what is before, between and after spans, no longer than a mark."""
    edges = list(_get_edges(spans))
    starts = [max(first, edges[0] - MARK_MM), *edges[1::2]]
    ends = [*edges[::2], min(last, edges[-1] + MARK_MM)]
    for start, end in zip(starts, ends, strict=True):
        if end - start > _PAPER_EDGE_MM:
            yield start, end


def create_blocks(
    sizes: Sequence[Size], paper: Size, margins: Margins, gap: float = 0.0
) -> list[Block]:
    """Return blocks per size, on paper as it lies and turned. Raises DocumentError."""
    blocks = []
    for surface in create_surfaces(paper, margins):
        for size in sizes:
            columns, rows = (
                floor((room + gap + _ROUNDING_MM) / (length + gap))
                for room, length in zip(surface.printable.size, size, strict=True)
            )
            if columns and rows:
                blocks.append(Block(surface, size, columns, rows, gap))
    if not blocks:
        raise create_size_error(sizes[0], paper)
    return blocks


def create_size_error(size: Size, paper: Size) -> DocumentError:
    """Return the error of a size that does not fit on paper."""
    shown, on_paper = (" × ".join(map("{:g}".format, sides)) for sides in (size, paper))
    return DocumentError("arranged_size_too_large", size=shown, paper=on_paper)
