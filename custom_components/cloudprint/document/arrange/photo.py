"""Photos in a size of photo paper, or as large as the paper."""

from collections.abc import Sequence

from ..placement import SAME_PAPER_MM
from ..settings import Margins
from ..sheets import Size
from .cells import fill_place
from .in_places import arrange_in_places
from .models import ArrangedSheet, PageShape
from .settings import ArrangeSettings, PictureFit
from .surface import create_matching_surface


def arrange_photos(
    pages: Sequence[PageShape], settings: ArrangeSettings, paper: Size, margins: Margins
) -> list[ArrangedSheet]:
    """Lay photos of a size beside each other, with lines to cut along.

    Without a size, or on paper of that size, each has a sheet of its own, and takes all
    of it within the margins. Raises DocumentError for a size that does not fit on the
    paper.
    """
    fit = settings.fit or PictureFit.FILL
    if settings.size is None or _is_same(settings.size, paper):
        return [
            _fill_sheet(number, page, fit, paper, margins)
            for number, page in enumerate(pages)
        ]
    return arrange_in_places(pages, settings.size, fit, paper, margins)


def _is_same(size: Size, paper: Size) -> bool:
    return all(
        abs(side - other) <= SAME_PAPER_MM
        for side, other in zip(sorted(size), sorted(paper), strict=True)
    )


def _fill_sheet(
    number: int, page: PageShape, fit: PictureFit, paper: Size, margins: Margins
) -> ArrangedSheet:
    surface = create_matching_surface(page.size, paper, margins)
    cell = fill_place(number, page.size, surface.printable, fit)
    return ArrangedSheet(surface.paper, (cell,))
