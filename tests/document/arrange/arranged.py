"""Pages to arrange, and where they lie on arranged sheets."""

from typing import Final

from custom_components.cloudprint.document.arrange.layout import arrange_pages
from custom_components.cloudprint.document.arrange.models import (
    ArrangedSheet,
    Cell,
    Line,
)
from custom_components.cloudprint.document.arrange.settings import (
    Arrangement,
    ArrangeSettings,
    PictureFit,
)
from custom_components.cloudprint.document.settings import A4, Margins
from custom_components.cloudprint.document.sheets.paper import Size
from custom_components.cloudprint.document.sheets.sheets import PageShape

MARGINS: Final[Margins] = (4.0, 6.0, 10.0, 8.0)
"""Top, right, bottom and left of upright paper."""
BORDERLESS: Final[Margins] = (0.0, 0.0, 0.0, 0.0)

UPRIGHT: Final = PageShape(size=(3000.0, 4000.0), is_picture=True, is_size_known=False)
WIDE: Final = PageShape(size=(4000.0, 3000.0), is_picture=True, is_size_known=False)
DOCUMENT: Final = PageShape(size=A4)
INVOICE: Final = PageShape(size=(210.0, 140.0))

type Box = tuple[float, float, float, float]
"""The left and upper edge, the width and the height."""


def arrange(
    arrangement: Arrangement,
    *pages: PageShape,
    paper: Size = A4,
    margins: Margins | None = MARGINS,
    per_sheet: int | None = None,
    size: Size | None = None,
    fit: PictureFit | None = None,
) -> list[ArrangedSheet]:
    """Return the sheets of pages."""
    settings = ArrangeSettings(
        arrangement=arrangement, per_sheet=per_sheet, size=size, fit=fit
    )
    return arrange_pages(pages, settings, paper, margins)


def get_place(cell: Cell) -> Box:
    """Return where the place of a cell is on its sheet."""
    return (*cell.offset, *cell.area.paper)


def get_picture(cell: Cell) -> Box:
    """Return where the page is on the sheet, with what is cut of it."""
    offset = cell.area.offset
    assert offset is not None
    left, top = (sum(sides) for sides in zip(cell.offset, offset, strict=True))
    return (left, top, *cell.area.turned_picture)


def get_line(line: Line) -> Box:
    """Return the start and the end of a line."""
    return (*line.start, *line.end)
