"""Sheets with several pages, as the layouts make them."""

from dataclasses import dataclass, replace
from typing import Self

from ..settings import Margins
from ..sheets.paper import Size, get_area, turn_margins
from ..sheets.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, by its edges' distances in mm from the upper left of its sheet."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def create(cls, offset: Size, size: Size) -> Self:
        """Return the area of a size at an offset."""
        (x, y), (width, height) = offset, size
        return cls(x, y, x + width, y + height)

    @property
    def offset(self) -> Size:
        """Return the upper left corner."""
        return self.left, self.top

    @property
    def size(self) -> Size:
        """Return the width and height."""
        return self.right - self.left, self.bottom - self.top

    def clip(self, other: Area) -> Self:
        """Return the common part."""
        return replace(
            self,
            left=max(self.left, other.left),
            top=max(self.top, other.top),
            right=min(self.right, other.right),
            bottom=min(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Surface:
    """A side of a sheet of paper or a part of it, and its `printable` area."""

    whole: Area
    printable: Area

    @classmethod
    def create(cls, paper: Size, margins: Margins) -> Self:
        """Return a side of paper as it lies; the margins are of upright paper."""
        if paper[0] > paper[1]:
            margins = turn_margins(margins)
        whole = Area.create((0.0, 0.0), paper)
        return cls(whole, Area.create(*get_area(paper, margins)))

    @property
    def paper(self) -> Size:
        """Return the size of the whole."""
        return self.whole.size

    @property
    def is_wide(self) -> bool:
        """Return whether its halves are left and right."""
        width, height = self.paper
        return width >= height

    def place(self, size: Size) -> Area:
        """Return an area in the middle, moved as far as it has to be to be printable."""
        whole, room = self.whole, self.printable
        x, y = (
            min(max((start + end - length) / 2, first), last - length)
            for start, end, first, last, length in (
                (whole.left, whole.right, room.left, room.right, size[0]),
                (whole.top, whole.bottom, room.top, room.bottom, size[1]),
            )
        )
        return Area.create((x, y), size)

    def balance(self) -> Self:
        """Return the surface with both margins beside as wide as the wider one."""
        margin = max(
            self.printable.left - self.whole.left,
            self.whole.right - self.printable.right,
        )
        start, end = self.whole.left + margin, self.whole.right - margin
        return replace(self, printable=replace(self.printable, left=start, right=end))

    def halve(self, gap: float = 0.0) -> tuple[Self, Self]:
        """Return both halves, printable up to a `gap` from the middle."""
        whole = self.whole
        if self.is_wide:
            middle = (whole.left + whole.right) / 2
            first, second = replace(whole, right=middle), replace(whole, left=middle)
            first_part = replace(first, right=middle - gap)
            second_part = replace(second, left=middle + gap)
        else:
            middle = (whole.top + whole.bottom) / 2
            first, second = replace(whole, bottom=middle), replace(whole, top=middle)
            first_part = replace(first, bottom=middle - gap)
            second_part = replace(second, top=middle + gap)
        return (
            replace(self, whole=first, printable=self.printable.clip(first_part)),
            replace(self, whole=second, printable=self.printable.clip(second_part)),
        )


def create_surfaces(paper: Size, margins: Margins) -> tuple[Surface, Surface]:
    """Return a side of paper as it lies, and as it lies when turned a quarter."""
    return Surface.create(paper, margins), Surface.create(paper[::-1], margins)


def create_matching_surface(page: Size, paper: Size, margins: Margins) -> Surface:
    """Return a side of paper with the orientation of a page; a square one has none."""
    given, turned = create_surfaces(paper, margins)
    is_other = (page[0] - page[1]) * (paper[0] - paper[1]) < 0
    return turned if is_other else given


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of a page on a sheet."""

    page: int  # from 0
    offset: Size  # in millimetres
    area: Sheet  # the place as a sheet of its own, to which the page is cut

    def turned_left(self, sheet: Size) -> Self:
        """Return the cell on its sheet after a quarter turn to the left."""
        x, y = self.offset
        offset = (y, sheet[0] - x - self.area.paper[0])
        return replace(self, offset=offset, area=self.area.turned_left())


@dataclass(frozen=True, slots=True)
class Line:
    """A thin line to cut along, between two points in millimetres."""

    start: Size
    end: Size
    is_dashed: bool = True

    def turned_left(self, sheet: Size) -> Self:
        """Return the line on its sheet after a quarter turn to the left."""
        start, end = ((y, sheet[0] - x) for x, y in (self.start, self.end))
        return replace(self, start=start, end=end)


@dataclass(frozen=True, slots=True)
class ArrangedSheet:
    """One side of a sheet of paper, as it is printed; without cells, it stays blank."""

    paper: Size
    cells: tuple[Cell, ...] = ()
    lines: tuple[Line, ...] = ()

    def upright(self) -> Self:
        """Return the sheet, turned a quarter to the left if it is wide."""
        width, height = self.paper
        if width <= height:
            return self
        return replace(
            self,
            paper=(height, width),
            cells=tuple(cell.turned_left(self.paper) for cell in self.cells),
            lines=tuple(line.turned_left(self.paper) for line in self.lines),
        )
