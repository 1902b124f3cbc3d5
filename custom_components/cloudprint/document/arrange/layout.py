"""The arrangements, by their names."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ..settings import Margins
from ..sheets.paper import MOST_OF_SIDE, UNKNOWN_MARGIN_MM, Size
from .booklet import arrange_booklet
from .grid import arrange_grid
from .id_card import arrange_id_cards
from .id_photos import arrange_id_photos
from .invoices import arrange_invoices
from .models import ArrangedSheet, PageShape
from .photo import arrange_photos, arrange_single_pages
from .settings import Arrangement, ArrangeSettings

type _Layout = Callable[
    [Sequence[PageShape], ArrangeSettings, Size, Margins], list[ArrangedSheet]
]

_LAYOUTS: Final[Mapping[Arrangement, _Layout]] = {
    Arrangement.PAGES: arrange_single_pages,
    Arrangement.GRID: arrange_grid,
    Arrangement.PHOTO: arrange_photos,
    Arrangement.ID_CARD: arrange_id_cards,
    Arrangement.INVOICES: arrange_invoices,
    Arrangement.ID_PHOTOS: arrange_id_photos,
    Arrangement.BOOKLET: arrange_booklet,
}

_UNKNOWN_MARGINS: Final[Margins] = (UNKNOWN_MARGIN_MM,) * 4


def arrange_pages(
    pages: Sequence[PageShape],
    settings: ArrangeSettings,
    paper: Size,
    margins: Margins | None,
) -> list[ArrangedSheet]:
    """Return the sides of sheets with pages, in the order in which they are printed.

    `paper` is the width and height of the paper in millimetres; a layout may turn it.
    `margins` are those of the paper as it lies upright, None for unknown. Each page is
    turned or enlarged as its layout needs it.

    Raises DocumentError for a size that does not fit on the paper.
    """
    layout = _LAYOUTS[settings.arrangement]
    return layout(pages, settings, paper, _limit(margins or _UNKNOWN_MARGINS, paper))


def _limit(margins: Margins, paper: Size) -> Margins:
    """Return margins of upright paper that leave half of it at least."""
    across, along = (side / MOST_OF_SIDE for side in sorted(paper))
    top, right, bottom, left = margins
    return min(top, along), min(right, across), min(bottom, along), min(left, across)
