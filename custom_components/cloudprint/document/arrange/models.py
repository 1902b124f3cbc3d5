"""Sheets with several pages, as the layouts make them."""

from dataclasses import dataclass, replace
from typing import Self

from ..sheets import Sheet, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class PageShape:
    """The width and height of a page in millimetres, as it is to be read.

    Without `is_size_known`, only the ratio of its sides is known, as of most photos.
    """

    size: Size
    is_picture: bool = False
    is_size_known: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of a page on a sheet.

    `page` is its index among the pages of the print, from 0. `offset` is where the upper
    left corner of the place is, from that of the sheet, in millimetres. `area` is the
    place, as if it were a sheet of its own: its `paper` is the size of the place, to
    which the page is cut, and its own offset is that of the page in the place.
    """

    page: int
    offset: Size
    area: Sheet

    def turned_left(self, sheet: Size) -> Self:
        """Return the cell on its sheet of a size that is turned a quarter to the left."""
        left, top = self.offset
        offset = (top, sheet[0] - left - self.area.paper[0])
        return replace(self, offset=offset, area=self.area.turned_left())


@dataclass(frozen=True, slots=True)
class Line:
    """A thin line to cut along, between two points in millimetres."""

    start: Size
    end: Size
    is_dashed: bool = True

    def turned_left(self, sheet: Size) -> Self:
        """Return the line on its sheet of a size that is turned a quarter to the left."""
        start, end = ((y, sheet[0] - x) for x, y in (self.start, self.end))
        return replace(self, start=start, end=end)


@dataclass(frozen=True, slots=True)
class ArrangedSheet:
    """One side of a sheet of paper, as it is printed; without cells, it stays blank."""

    paper: Size
    cells: tuple[Cell, ...] = ()
    lines: tuple[Line, ...] = ()

    def upright(self) -> Self:
        """Return the sheet, turned a quarter to the left if it is wider than high."""
        width, height = self.paper
        if width <= height:
            return self
        return replace(
            self,
            paper=(height, width),
            cells=tuple(cell.turned_left(self.paper) for cell in self.cells),
            lines=tuple(line.turned_left(self.paper) for line in self.lines),
        )
