"""Two pages on each side of a sheet: booklets to fold, and invoices to cut apart."""

from collections.abc import Iterator, Sequence
from itertools import batched
from math import inf
from typing import Final

from ..settings import Margins
from ..sheets.sheets import Size
from .cells import center_page
from .models import ArrangedSheet, Line, PageShape, create_matching_surface
from .settings import ArrangeSettings

_GAP_MM: Final = 2.0
"""Beside the line; on small paper, a share of its longer side."""
_GAPS_OF_SIDE: Final = 20


def arrange_booklet(
    pages: Sequence[PageShape],
    _settings: ArrangeSettings,
    paper: Size,
    margins: Margins,
) -> list[ArrangedSheet]:
    """Lay pages on both sides of landscape sheets: front, back, front, back.

    To be turned along the short edge. Blank pages at the end make their number a
    multiple of four; one page has no back.
    """
    surface = create_matching_surface((2.0, 1.0), paper, margins).balance()
    sides = list(_order_pages(len(pages)))
    return [
        ArrangedSheet(
            surface.paper,
            tuple(
                center_page(number, pages[number].size, half, can_turn=False)
                for number, half in zip(side, surface.halve(), strict=True)
                if number < len(pages)
            ),
        )
        for side in (sides[:1] if len(pages) == 1 else sides)
    ]


def _order_pages(count: int) -> Iterator[tuple[int, int]]:
    """Yield the left and right page of each side, by their indexes."""
    last = (count + 3) // 4 * 4 - 1
    for page in range(0, (last + 1) // 2, 2):
        yield last - page, page
        yield page + 1, last - page - 1


def arrange_invoices(
    pages: Sequence[PageShape],
    _settings: ArrangeSettings,
    paper: Size,
    margins: Margins,
) -> list[ArrangedSheet]:
    """Lay two pages on each sheet, in the middles of its halves.

    They have their true size where that is known and fits, otherwise they fit. The
    sheet is upright unless most pages are; the others are turned where that makes them
    larger.
    """
    wide = sum(page.size[0] > page.size[1] for page in pages)
    orientation = (1.0, 2.0) if wide * 2 >= len(pages) else (2.0, 1.0)
    surface = create_matching_surface(orientation, paper, margins)
    halves = surface.halve(min(_GAP_MM, max(paper) / _GAPS_OF_SIDE))
    (width, height), area = surface.paper, surface.printable
    line = (
        Line((width / 2, area.top), (width / 2, area.bottom))
        if surface.is_wide
        else Line((area.left, height / 2), (area.right, height / 2))
    )
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
