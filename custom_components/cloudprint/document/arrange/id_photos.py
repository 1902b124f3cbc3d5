"""Portraits for identity cards, as often as they fit on a sheet."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import batched
from typing import Final

from ..settings import Margins
from ..sheets.paper import Size
from .block import create_blocks
from .cells import fill_place
from .models import Area, ArrangedSheet, Cell, PageShape
from .photo_sizes import ID_PHOTO_SIZES
from .settings import ArrangeSettings, PictureFit

_GAP_MM: Final = 2.0


def arrange_id_photos(
    pages: Sequence[PageShape], settings: ArrangeSettings, paper: Size, margins: Margins
) -> list[ArrangedSheet]:
    """Fill a sheet with portraits, with marks to cut along.

    Several share the sheet evenly, in their order. Portraits are never turned. Raises
    DocumentError for a size that does not fit on the paper.
    """
    fit = settings.fit or PictureFit.FILL
    size = settings.size or ID_PHOTO_SIZES["1_inch"]
    block = max(
        create_blocks((size,), paper, margins, _GAP_MM), key=lambda block: block.count
    )
    places = block.get_places()
    sheets = []
    for part in batched(enumerate(pages), block.count, strict=False):
        cells = (
            _create_cell(*part[index * len(part) // len(places)], place, fit)
            for index, place in enumerate(places)
        )
        sheets.append(
            ArrangedSheet(block.surface.paper, tuple(cells), block.get_cut_marks())
        )
    return sheets


def _create_cell(number: int, page: PageShape, place: Area, fit: PictureFit) -> Cell:
    """Return the cell of a portrait.

    Of one that is too high for its place, three times as much is cut below as above,
    where the head is.
    """
    cell = fill_place(number, page.size, place, fit, can_turn=False)
    if cell.area.offset is None or cell.area.offset[1] >= 0:
        return cell
    left, top = cell.area.offset
    return replace(cell, area=replace(cell.area, offset=(left, top / 2)))
