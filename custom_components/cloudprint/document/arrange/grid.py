"""Several pages on a sheet, in rows and columns."""

from collections.abc import Sequence
from itertools import batched
from typing import Final

from ..settings import Margins
from ..sheets.sheets import Size
from .block import Block, create_blocks
from .cells import fill_place, get_scale, is_turned_larger, turn_size
from .models import ArrangedSheet, PageShape, Surface, create_surfaces
from .settings import PER_SHEET, ArrangeSettings, PictureFit

_GAP_MM: Final = 3.0
_GAPS_OF_SIDE: Final = 20
"""On small paper, a gap is the shorter printable side divided by this."""


def arrange_grid(
    pages: Sequence[PageShape], settings: ArrangeSettings, paper: Size, margins: Margins
) -> list[ArrangedSheet]:
    """Lay a number of pages on each sheet, or in places of a size.

    The default is the least number that takes all pages, or the most. Pictures are
    turned where that makes them larger; other pages, which are read together, only in
    places of a size, which are cut apart. There, one page alone is repeated. Raises
    DocumentError for a size that does not fit on the paper.
    """
    fit = settings.fit or PictureFit.FIT
    if settings.size is not None:
        return arrange_in_places(
            pages, settings.size, fit, paper, margins, is_repeated=len(pages) == 1
        )
    count = settings.per_sheet or next(
        (number for number in PER_SHEET if number >= len(pages)), PER_SHEET[-1]
    )
    block = _choose_block(pages, count, create_surfaces(paper, margins))
    places = block.get_places()
    return [
        ArrangedSheet(
            block.surface.paper,
            tuple(
                fill_place(number, page.size, place, fit, can_turn=page.is_picture)
                for (number, page), place in zip(numbered, places, strict=False)
            ),
        )
        for numbered in batched(enumerate(pages), count, strict=False)
    ]


def _choose_block(
    pages: Sequence[PageShape], count: int, surfaces: Sequence[Surface]
) -> Block:
    """Return the block in which the pages become largest, then fewest are turned."""
    blocks = [
        _divide(surface, columns, count // columns)
        for surface in surfaces
        for columns in range(1, count + 1)
        if count % columns == 0
    ]
    return max(blocks, key=lambda block: _rate_places(pages, block.place))


def _divide(surface: Surface, columns: int, rows: int) -> Block:
    width, height = surface.printable.size
    gap = min(_GAP_MM, min(width, height) / _GAPS_OF_SIDE)
    place = (
        (width - gap * (columns - 1)) / columns,
        (height - gap * (rows - 1)) / rows,
    )
    return Block(surface, place, columns, rows, gap)


def _rate_places(pages: Sequence[PageShape], place: Size) -> tuple[int, int]:
    """Return the area that pages take, and minus how many are turned."""
    area, turned = 0.0, 0
    for page in pages:
        size = page.size
        if page.is_picture and is_turned_larger(size, place):
            size = turn_size(size)
            turned += 1
        scale = get_scale(size, place)
        area += size[0] * size[1] * scale * scale
    return round(area), -turned


def arrange_in_places(
    pages: Sequence[PageShape],
    size: Size,
    fit: PictureFit,
    paper: Size,
    margins: Margins,
    *,
    is_repeated: bool = False,
) -> list[ArrangedSheet]:
    """Lay pages in places of a size, with lines to cut along.

    With `is_repeated`, the first page takes all places of a sheet. Raises DocumentError
    for a size that does not fit on the paper.
    """
    blocks = create_blocks((size, turn_size(size)), paper, margins)
    most = max(block.count for block in blocks)
    numbered = list(enumerate(pages))
    if is_repeated:
        numbered = numbered[:1] * most
    block = max(blocks, key=lambda block: _rate_block(block, numbered))
    if len(numbered) < block.count:
        block = block.shrink(len(numbered))
    places = block.get_places()
    return [
        ArrangedSheet(
            block.surface.paper,
            tuple(
                fill_place(number, page.size, place, fit)
                for (number, page), place in zip(part, places, strict=False)
            ),
            block.get_cut_lines(len(part)),
        )
        for part in batched(numbered, block.count, strict=False)
    ]


def _rate_block(
    block: Block, numbered: Sequence[tuple[int, PageShape]]
) -> tuple[int, int]:
    """Return how many pages a sheet takes, and minus how many are turned."""
    turned = sum(is_turned_larger(page.size, block.place) for _, page in numbered)
    return min(block.count, len(numbered)), -turned
