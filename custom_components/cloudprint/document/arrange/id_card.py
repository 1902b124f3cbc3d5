"""Both sides of a card on one sheet, at its true size."""

from collections.abc import Sequence
from itertools import batched
from typing import Final

from ..settings import Margins
from ..sheets.paper import Size
from .block import Block, create_size_error
from .cells import fill_place
from .models import ArrangedSheet, PageShape, Surface, create_surfaces
from .settings import ID_CARD, ArrangeSettings, PictureFit

_GAP_MM: Final = 20.0
_LEAST_GAP_MM: Final = 2.0


def arrange_id_cards(
    pages: Sequence[PageShape], settings: ArrangeSettings, paper: Size, margins: Margins
) -> list[ArrangedSheet]:
    """Lay the front and the back of each card below each other, in the middle of a sheet.

    Pages alternate between both. On paper that is too small for two, each has a sheet.
    Raises DocumentError for paper that is smaller than a card.
    """
    fit = settings.fit or PictureFit.FILL
    blocks = [
        _create_block(surface)
        for surface in create_surfaces(paper, margins)
        if _has_room(surface)
    ]
    if not blocks:
        raise create_size_error(ID_CARD, paper)
    block = max(blocks, key=lambda block: block.count)
    sheets = []
    for card in batched(enumerate(pages), block.count, strict=False):
        places = block.shrink(len(card)).get_places()
        cells = tuple(
            fill_place(number, page.size, place, fit)
            for (number, page), place in zip(card, places, strict=True)
        )
        sheets.append(ArrangedSheet(block.surface.paper, cells))
    return sheets


def _has_room(surface: Surface) -> bool:
    width, height = surface.printable.size
    return width >= ID_CARD[0] and height >= ID_CARD[1]


def _create_block(surface: Surface) -> Block:
    """Return the places for one card on a surface: two, or one."""
    gap = min(_GAP_MM, surface.printable.size[1] - 2 * ID_CARD[1])
    rows = 1 if gap < _LEAST_GAP_MM else 2
    return Block(surface=surface, place=ID_CARD, columns=1, rows=rows, gap=gap)
