"""The arrangements, by their names."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ..settings import Margins, RenderSettings, Scaling
from ..sheets.placement import MOST_OF_SIDE, UNKNOWN_MARGIN_MM, create_sheet
from ..sheets.sheets import Size
from .grid import arrange_grid
from .halves import arrange_booklet, arrange_invoices
from .models import ArrangedSheet, Cell, PageShape
from .photos import arrange_id_cards, arrange_id_photos, arrange_photos
from .settings import Arrangement, ArrangeSettings

type _Layout = Callable[
    [Sequence[PageShape], ArrangeSettings, Size, Margins], list[ArrangedSheet]
]


def lay_single_pages(
    pages: Sequence[PageShape], settings: RenderSettings
) -> list[ArrangedSheet]:
    """Lay each page on a sheet as the scaling of a print asks for it."""
    sheets = (
        create_sheet(
            page.size,
            settings,
            is_picture=page.is_picture,
            is_size_known=page.is_size_known,
        )
        for page in pages
    )
    return [
        ArrangedSheet(sheet.paper, (Cell(index, (0.0, 0.0), sheet),))
        for index, sheet in enumerate(sheets)
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
    """Return the sides of sheets with pages, in the order in which they are printed.

    Paper and margins are in millimetres, as it lies upright; a layout may turn it.
    Raises DocumentError for a size that does not fit on the paper.
    """
    # Half of the paper is left at least.
    across, along = (side / MOST_OF_SIDE for side in sorted(paper))
    top, right, bottom, left = margins or (UNKNOWN_MARGIN_MM,) * 4
    margins = min(top, along), min(right, across), min(bottom, along), min(left, across)
    return _LAYOUTS[settings.arrangement](pages, settings, paper, margins)
