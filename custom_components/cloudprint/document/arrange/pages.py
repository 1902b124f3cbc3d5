"""Each page on a sheet of its own."""

from collections.abc import Sequence

from ..placement import create_sheet
from ..settings import Margins, RenderSettings, Scaling
from ..sheets import Size
from .models import ArrangedSheet, Cell, PageShape
from .settings import ArrangeSettings


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
