"""Two pages on each side of a sheet, to be stapled in the middle and folded."""

from collections.abc import Iterator, Sequence

from ..settings import Margins
from ..sheets.paper import Size
from .cells import center_page
from .models import ArrangedSheet, PageShape, create_matching_surface
from .settings import ArrangeSettings


def arrange_booklet(
    pages: Sequence[PageShape],
    _settings: ArrangeSettings,
    paper: Size,
    margins: Margins,
) -> list[ArrangedSheet]:
    """Lay pages on both sides of landscape sheets: front, back, front, back.

    They are meant to be printed on both sides, turned along the short edge. Blank pages
    at the end make their number a multiple of four; one page has no back.
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
    """Yield the left and right page of each side of a sheet, by their indexes."""
    last = (count + 3) // 4 * 4 - 1
    for page in range(0, (last + 1) // 2, 2):
        yield last - page, page
        yield page + 1, last - page - 1
