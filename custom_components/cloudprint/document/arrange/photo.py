"""Photos in a size of photo paper, or as large as the paper."""

from collections.abc import Sequence

from ..settings import Margins, RenderSettings, Scaling
from ..sheets.paper import SAME_PAPER_MM, Size
from ..sheets.placement import create_sheet
from .cells import fill_place
from .grid import arrange_in_places
from .models import ArrangedSheet, Cell, PageShape, create_matching_surface
from .settings import ArrangeSettings, PictureFit


def arrange_single_pages(
    pages: Sequence[PageShape],
    _settings: ArrangeSettings,
    paper: Size,
    margins: Margins,
) -> list[ArrangedSheet]:
    """Lay each page on a sheet as a print with `Scaling.AUTO` does."""
    return lay_single_pages(
        pages, RenderSettings(paper=paper, margins=margins, scaling=Scaling.AUTO)
    )


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
