"""Two invoices on a sheet, to be cut apart."""

from collections.abc import Sequence
from itertools import batched
from math import inf
from typing import Final

from ..settings import Margins
from ..sheets.paper import Size
from .cells import center_page
from .models import ArrangedSheet, Line, PageShape, Surface, create_matching_surface
from .settings import ArrangeSettings

_GAP_MM: Final = 2.0
"""Between the line and what is beside it; on small paper, a share of its longer side."""
_GAPS_OF_SIDE: Final = 20


def arrange_invoices(
    pages: Sequence[PageShape],
    _settings: ArrangeSettings,
    paper: Size,
    margins: Margins,
) -> list[ArrangedSheet]:
    """Lay two pages on each sheet, in the middles of its halves.

    They have their true size where that is known and fits, otherwise they fit. The sheet
    is upright unless most pages are; the others are turned where that makes them larger.
    """
    wide = sum(page.size[0] > page.size[1] for page in pages)
    orientation = (1.0, 2.0) if wide * 2 >= len(pages) else (2.0, 1.0)
    surface = create_matching_surface(orientation, paper, margins)
    halves = surface.halve(min(_GAP_MM, max(paper) / _GAPS_OF_SIDE))
    line = _create_line(surface)
    return [
        ArrangedSheet(
            surface.paper,
            tuple(
                center_page(
                    number,
                    page.size,
                    half,
                    most=1.0 if page.is_size_known else inf,
                )
                for (number, page), half in zip(part, halves, strict=False)
            ),
            (line,),
        )
        for part in batched(enumerate(pages), 2, strict=False)
    ]


def _create_line(surface: Surface) -> Line:
    """Return the line between the halves, as far as it can be printed."""
    (width, height), area = surface.paper, surface.printable
    if surface.is_wide:
        return Line((width / 2, area.top), (width / 2, area.bottom))
    return Line((area.left, height / 2), (area.right, height / 2))
