"""Photos, portraits and both sides of cards, in their sizes."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import batched
from typing import Final

from ..settings import SAME_PAPER_MM, Margins
from ..sheets.sheets import Size
from .block import Block, create_blocks, create_size_error
from .cells import fill_place
from .grid import arrange_in_places
from .models import (
    Area,
    ArrangedSheet,
    Cell,
    PageShape,
    create_matching_surface,
    create_surfaces,
)
from .settings import ID_CARD, ID_PHOTO_SIZES, ArrangeSettings, PictureFit

_CARD_GAP_MM: Final = 20.0
_LEAST_CARD_GAP_MM: Final = 2.0
_PORTRAIT_GAP_MM: Final = 2.0


def arrange_photos(
    pages: Sequence[PageShape], settings: ArrangeSettings, paper: Size, margins: Margins
) -> list[ArrangedSheet]:
    """Lay photos of a size beside each other, with lines to cut along.

    Without a size, or on paper of that size, each takes a sheet within the margins.
    Raises DocumentError for a size that does not fit on the paper.
    """
    fit = settings.fit or PictureFit.FILL
    if settings.size is None or _is_same(settings.size, paper):
        sheets = []
        for number, page in enumerate(pages):
            surface = create_matching_surface(page.size, paper, margins)
            cell = fill_place(number, page.size, surface.printable, fit)
            sheets.append(ArrangedSheet(surface.paper, (cell,)))
        return sheets
    return arrange_in_places(pages, settings.size, fit, paper, margins)


def _is_same(size: Size, paper: Size) -> bool:
    return all(
        abs(side - other) <= SAME_PAPER_MM
        for side, other in zip(sorted(size), sorted(paper), strict=True)
    )


def arrange_id_photos(
    pages: Sequence[PageShape], settings: ArrangeSettings, paper: Size, margins: Margins
) -> list[ArrangedSheet]:
    """Fill sheets evenly with portraits, never turned, with marks to cut along.

    Raises DocumentError for a size that does not fit on the paper.
    """
    fit = settings.fit or PictureFit.FILL
    size = settings.size or ID_PHOTO_SIZES["1_inch"]
    block = max(
        create_blocks((size,), paper, margins, _PORTRAIT_GAP_MM),
        key=lambda block: block.count,
    )
    places = block.get_places()
    sheets = []
    for part in batched(enumerate(pages), block.count, strict=False):
        cells = (
            _create_portrait(*part[index * len(part) // len(places)], place, fit)
            for index, place in enumerate(places)
        )
        sheets.append(
            ArrangedSheet(block.surface.paper, tuple(cells), block.get_cut_marks())
        )
    return sheets


def _create_portrait(
    number: int, page: PageShape, place: Area, fit: PictureFit
) -> Cell:
    """Cut three times as much below as above, where the head is."""
    cell = fill_place(number, page.size, place, fit, can_turn=False)
    if cell.area.offset is None or cell.area.offset[1] >= 0:
        return cell
    left, top = cell.area.offset
    return replace(cell, area=replace(cell.area, offset=(left, top / 2)))


def arrange_id_cards(
    pages: Sequence[PageShape], settings: ArrangeSettings, paper: Size, margins: Margins
) -> list[ArrangedSheet]:
    """Lay each card's front and back below each other, in the middle of a sheet.

    Pages alternate between both. On paper that is too small for two, each has a sheet.
    Raises DocumentError for paper that is smaller than a card.
    """
    fit = settings.fit or PictureFit.FILL
    blocks = []
    for surface in create_surfaces(paper, margins):
        width, height = surface.printable.size
        gap = min(_CARD_GAP_MM, height - 2 * ID_CARD[1])
        rows = 1 if gap < _LEAST_CARD_GAP_MM else 2
        if width >= ID_CARD[0] and height >= ID_CARD[1]:
            blocks.append(Block(surface, ID_CARD, 1, rows, gap))
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
