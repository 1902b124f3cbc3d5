"""The arrangements, by their names: from shapes of pages to sheets of paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import batched
from math import inf
from typing import Final

from ..settings import SAME_PAPER_MM, Margins, RenderSettings, Scaling
from ..sheets.paper import MOST_OF_SIDE, UNKNOWN_MARGIN_MM, Size
from ..sheets.placement import create_sheet
from ..sheets.sheets import PageShape
from .models import (
    Area,
    ArrangedSheet,
    Cell,
    Line,
    create_matching_surface,
    create_surfaces,
)
from .places import (
    Block,
    center_page,
    create_blocks,
    create_size_error,
    fill_place,
    get_scale,
    is_turned_larger,
)
from .settings import (
    ID_CARD,
    ID_PHOTO_SIZES,
    PER_SHEET,
    Arrangement,
    ArrangeSettings,
    PictureFit,
)

_GRID_GAP_MM: Final = 3.0
_HALVES_GAP_MM: Final = 2.0  # beside the line
_GAPS_OF_SIDE: Final = 20
"""On small paper, a gap is a side divided by this: in a grid, the shorter printable one,
between halves, the longer one of the paper."""
_CARD_GAP_MM: Final = 20.0
_LEAST_CARD_GAP_MM: Final = 2.0
_PORTRAIT_GAP_MM: Final = 2.0


def lay_single_pages(
    pages: Sequence[PageShape], settings: RenderSettings
) -> list[ArrangedSheet]:
    """Lay each page on a sheet as the scaling of a print asks for it."""
    sheets = (create_sheet(page, settings) for page in pages)
    return [
        ArrangedSheet(sheet.paper, (Cell(index, (0.0, 0.0), sheet),))
        for index, sheet in enumerate(sheets)
    ]


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
    blocks = []
    for surface in create_surfaces(paper, margins):
        width, height = surface.printable.size
        gap = min(_GRID_GAP_MM, min(width, height) / _GAPS_OF_SIDE)
        for columns in (number for number in range(1, count + 1) if not count % number):
            rows = count // columns
            across = (width - gap * (columns - 1)) / columns
            along = (height - gap * (rows - 1)) / rows
            blocks.append(Block(surface, (across, along), columns, rows, gap))
    # The block in which the pages become largest, then fewest are turned
    block = max(blocks, key=lambda block: _rate_places(pages, block.place))
    return [
        _fill_block(block, part, fit, turns_pages=False)
        for part in batched(enumerate(pages), count, strict=False)
    ]


def _fill_block(
    block: Block,
    pages: Sequence[tuple[int, PageShape]],
    fit: PictureFit,
    lines: tuple[Line, ...] = (),
    *,
    turns_pages: bool = True,
) -> ArrangedSheet:
    """Lay numbered pages in places; without `turns_pages`, only pictures are turned."""
    cells = (
        fill_place(
            number, page.size, place, fit, can_turn=turns_pages or page.is_picture
        )
        for (number, page), place in zip(pages, block.get_places(), strict=False)
    )
    return ArrangedSheet(block.surface.paper, tuple(cells), lines)


def _rate_places(pages: Sequence[PageShape], place: Size) -> tuple[int, int]:
    """Return the area that pages take, and minus how many are turned."""
    area, turned = 0.0, 0
    for page in pages:
        size = page.size
        if page.is_picture and is_turned_larger(size, place):
            size = size[::-1]
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
    """Lay pages in places, perhaps one in all, with lines. Raises DocumentError."""
    blocks = create_blocks((size, size[::-1]), paper, margins)
    most = max(block.count for block in blocks)
    numbered = list(enumerate(pages))
    if is_repeated:
        numbered = numbered[:1] * most

    def rate(block: Block) -> tuple[int, int]:
        """Return how many pages a sheet takes, and minus how many are turned."""
        turned = sum(is_turned_larger(page.size, block.place) for _, page in numbered)
        return min(block.count, len(numbered)), -turned

    block = max(blocks, key=rate)
    if len(numbered) < block.count:
        block = block.shrink(len(numbered))
    return [
        _fill_block(block, part, fit, block.get_cut_lines(len(part)))
        for part in batched(numbered, block.count, strict=False)
    ]


def arrange_booklet(
    pages: Sequence[PageShape], _: ArrangeSettings, paper: Size, margins: Margins
) -> list[ArrangedSheet]:
    """Lay pages on landscape sheets, turned along the short edge; one has no back."""
    surface = create_matching_surface((2.0, 1.0), paper, margins).balance()
    last = (len(pages) + 3) // 4 * 4 - 1
    sides = []  # the left and right page of each, by their indexes
    for page in range(0, (last + 1) // 2, 2):
        sides += [(last - page, page), (page + 1, last - page - 1)]
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


def arrange_invoices(
    pages: Sequence[PageShape], _: ArrangeSettings, paper: Size, margins: Margins
) -> list[ArrangedSheet]:
    """Lay two pages on each sheet, in the middles of its halves.

    They have their true size where that is known and fits. The sheet is upright unless
    most pages are; the others are turned where that makes them larger.
    """
    wide = sum(page.size[0] > page.size[1] for page in pages)
    orientation = (1.0, 2.0) if wide * 2 >= len(pages) else (2.0, 1.0)
    surface = create_matching_surface(orientation, paper, margins)
    halves = surface.halve(min(_HALVES_GAP_MM, max(paper) / _GAPS_OF_SIDE))
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
                    number, page.size, half, most=1.0 if page.is_size_known else inf
                )
                for (number, page), half in zip(part, halves, strict=False)
            ),
            (line,),
        )
        for part in batched(enumerate(pages), 2, strict=False)
    ]


def arrange_photos(
    pages: Sequence[PageShape], settings: ArrangeSettings, paper: Size, margins: Margins
) -> list[ArrangedSheet]:
    """Lay photos of a size beside each other, or each on a sheet of its own."""
    fit = settings.fit or PictureFit.FILL
    if settings.size is None or all(
        abs(side - other) <= SAME_PAPER_MM
        for side, other in zip(sorted(settings.size), sorted(paper), strict=True)
    ):
        sheets = []
        for number, page in enumerate(pages):
            surface = create_matching_surface(page.size, paper, margins)
            cell = fill_place(number, page.size, surface.printable, fit)
            sheets.append(ArrangedSheet(surface.paper, (cell,)))
        return sheets
    return arrange_in_places(pages, settings.size, fit, paper, margins)


def arrange_id_photos(
    pages: Sequence[PageShape], settings: ArrangeSettings, paper: Size, margins: Margins
) -> list[ArrangedSheet]:
    """Fill sheets evenly with unturned portraits and marks. Raises DocumentError."""
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
    x, y = cell.area.offset
    return replace(cell, area=replace(cell.area, offset=(x, y / 2)))


def arrange_id_cards(
    pages: Sequence[PageShape], settings: ArrangeSettings, paper: Size, margins: Margins
) -> list[ArrangedSheet]:
    """Lay each card's two sides on a sheet, if they fit. Raises DocumentError."""
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
    return [
        _fill_block(block.shrink(len(card)), card, fit)
        for card in batched(enumerate(pages), block.count, strict=False)
    ]


type _Layout = Callable[
    [Sequence[PageShape], ArrangeSettings, Size, Margins], list[ArrangedSheet]
]
_LAYOUTS: Final[Mapping[Arrangement, _Layout]] = {
    Arrangement.PAGES: lambda pages, _, paper, margins: lay_single_pages(
        pages, RenderSettings(paper=paper, margins=margins, scaling=Scaling.AUTO)
    ),
    Arrangement.GRID: arrange_grid,
    Arrangement.PHOTO: arrange_photos,
    Arrangement.ID_CARD: arrange_id_cards,
    Arrangement.INVOICES: arrange_invoices,
    Arrangement.ID_PHOTOS: arrange_id_photos,
    Arrangement.BOOKLET: arrange_booklet,
}


def arrange_pages(
    pages: Sequence[PageShape],
    settings: ArrangeSettings,
    paper: Size,
    margins: Margins | None,
) -> list[ArrangedSheet]:
    """Return the sides of sheets with pages, as printed; a layout may turn paper.

    Raises DocumentError for a size that does not fit on the paper.
    """
    # Half of the paper is left at least.
    across, along = (side / MOST_OF_SIDE for side in sorted(paper))
    top, right, bottom, left = margins or (UNKNOWN_MARGIN_MM,) * 4
    margins = min(top, along), min(right, across), min(bottom, along), min(left, across)
    return _LAYOUTS[settings.arrangement](pages, settings, paper, margins)
