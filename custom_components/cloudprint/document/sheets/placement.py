"""Where a page lies on its paper, and at which size (PWG 5100.13, print-scaling)."""

from dataclasses import replace
from typing import Final

from ..settings import Margins, RenderSettings, Scaling
from .paper import NO_MARGINS, Size, get_area, turn_margins
from .sheets import PageShape, Sheet

_ROUNDING_MM: Final = 1.0  # a page is not larger by less


def place_page(page: Size, paper: Size, margins: Margins, scaling: Scaling) -> Sheet:
    """Return the sheet of a page, centered on the paper, or to `FIT` within margins."""
    if scaling in (Scaling.AUTO, Scaling.AUTO_FIT):
        # Programs round sizes.
        is_larger = any(page[at] > paper[at] + _ROUNDING_MM for at in (0, 1))
        scaling = Scaling.FIT if is_larger else Scaling.NONE
    x, y, area, scale = 0.0, 0.0, paper, 1.0
    if scaling is Scaling.FIT:
        (x, y), area = get_area(paper, margins)
        scale = min(area[0] / page[0], area[1] / page[1])
    elif scaling is Scaling.FILL:
        scale = max(paper[0] / page[0], paper[1] / page[1])
    width, height = page[0] * scale, page[1] * scale
    offset = (x + (area[0] - width) / 2, y + (area[1] - height) / 2)
    return Sheet(paper=paper, picture=(width, height), offset=offset)


def create_sheet(shape: PageShape, settings: RenderSettings) -> Sheet:
    """Return the sheet for a page, not turned upright yet.

    Without a scaling, it is the page's own size, or a paper that is named by the print.
    With one, the page is turned by the rotation, then laid on the paper, which takes
    its orientation, unless that was a quarter turn: such a page is meant for the
    upright paper (RFC 8011, 5.2.10). A page of which only the ratio of its sides is
    known fits the paper if it does not fill it.
    """
    page = shape.size
    if (scaling := settings.scaling) is None:
        return Sheet.for_page(page, settings.paper if settings.is_paper_named else None)
    margins = NO_MARGINS if settings.margins is None else settings.margins
    if scaling is Scaling.AUTO and shape.is_picture:
        is_borderless = settings.margins is not None and not any(margins)
        scaling = Scaling.FILL if is_borderless else Scaling.FIT
    if not shape.is_size_known and scaling is not Scaling.FILL:
        scaling = Scaling.FIT
    is_turned = settings.rotation % 180 != 0
    turned = (page[1], page[0]) if is_turned else page
    short, long = sorted(settings.paper)
    paper = (short, long)
    # A square page lies as its paper does.
    width, height = page if page[0] != page[1] else settings.paper
    if not is_turned and width > height:
        paper = (long, short)
        margins = turn_margins(margins)
    sheet = replace(
        place_page(turned, paper, margins, scaling), rotation=settings.rotation
    )
    return replace(sheet, picture=sheet.turned_picture)
