"""Pages in places of a true size, to be cut apart."""

from collections.abc import Sequence
from itertools import batched

from ..settings import Margins
from ..sheets import Size
from .block import Block, create_blocks
from .cells import fill_place, is_turned_larger, turn_size
from .models import ArrangedSheet, PageShape
from .settings import PictureFit


def arrange_in_places(
    pages: Sequence[PageShape],
    size: Size,
    fit: PictureFit,
    paper: Size,
    margins: Margins,
    *,
    is_repeated: bool = False,
) -> list[ArrangedSheet]:
    """Lay pages in places of a size beside each other, with lines to cut along.

    With `is_repeated`, the first page takes all places of a sheet. Raises DocumentError
    for a size that does not fit on the paper.
    """
    blocks = create_blocks((size, turn_size(size)), paper, margins)
    most = max(block.count for block in blocks)
    numbered = list(enumerate(pages))
    if is_repeated:
        numbered = numbered[:1] * most
    block = max(blocks, key=lambda block: _rate(block, numbered))
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


def _rate(block: Block, numbered: Sequence[tuple[int, PageShape]]) -> tuple[int, int]:
    """Return how many of the pages a sheet takes, and minus how many are turned."""
    turned = sum(is_turned_larger(page.size, block.place) for _, page in numbered)
    return min(block.count, len(numbered)), -turned
