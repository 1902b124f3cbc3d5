"""Where a page lies on its paper, and at which size (PWG 5100.13, print-scaling)."""

from dataclasses import dataclass
from typing import Final

from ..settings import Margins, RenderSettings, Scaling
from .sheets import Sheet, Size, get_crop

NO_MARGINS: Final[Margins] = (0.0, 0.0, 0.0, 0.0)

UNKNOWN_MARGIN_MM: Final = 4.23
"""The margin of a paper whose margin is not reported: a sixth of an inch."""

MOST_OF_SIDE: Final = 4
"""A margin takes at most the side of its paper, divided by this."""

_ROUNDING_MM: Final = 1.0
"""A page that is larger by less is not larger than its paper: programs round sizes."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The place of a scaled page on its paper, in millimetres.

    `offset` is where its upper left corner is, from that of the paper, `size` its width
    and height. `crop` is how much of the scaled page is beyond each edge of the paper:
    top, right, bottom and left.
    """

    offset: Size
    size: Size
    crop: Margins = NO_MARGINS


def place_page(
    page: Size, paper: Size, margins: Margins, scaling: Scaling
) -> Placement:
    """Return the place of a page of a size, without turning it or the paper.

    `Scaling.FIT` puts it in the middle of the area within the margins, any other in the
    middle of the paper. Margins that leave no area are ignored.
    """
    if scaling in (Scaling.AUTO, Scaling.AUTO_FIT):
        scaling = Scaling.FIT if _is_larger(page, paper) else Scaling.NONE
    left, top, area = 0.0, 0.0, paper
    scale = 1.0
    if scaling is Scaling.FIT:
        left, top, area = get_area(paper, margins)
        scale = min(area[0] / page[0], area[1] / page[1])
    elif scaling is Scaling.FILL:
        scale = max(paper[0] / page[0], paper[1] / page[1])
    width, height = page[0] * scale, page[1] * scale
    offset = (left + (area[0] - width) / 2, top + (area[1] - height) / 2)
    return Placement(
        offset=offset,
        size=(width, height),
        crop=get_crop(offset, (width, height), paper),
    )


def create_sheet(
    page: Size,
    settings: RenderSettings,
    *,
    is_picture: bool = False,
    is_size_known: bool = True,
) -> Sheet:
    """Return the sheet for a page of a size in millimetres, not turned upright yet.

    Without a scaling, it is the page's own size, or a paper that is named by the print.
    With one, the page is turned by the rotation of the settings, then laid on the paper,
    which takes its orientation, unless the page was turned a quarter: such a page is
    meant for the upright paper (RFC 8011, 5.2.10).

    `is_picture` is for photos and the like, `is_size_known` False for a page of which
    only the ratio of its sides is known: it fits the paper if it does not fill it.
    """
    if (scaling := settings.scaling) is None:
        return Sheet.for_page(page, settings.paper if settings.is_paper_named else None)
    margins = NO_MARGINS if settings.margins is None else settings.margins
    if scaling is Scaling.AUTO and is_picture:
        is_borderless = settings.margins is not None and not any(margins)
        scaling = Scaling.FILL if is_borderless else Scaling.FIT
    if not is_size_known and scaling is not Scaling.FILL:
        scaling = Scaling.FIT
    is_turned = settings.rotation % 180 != 0
    turned = (page[1], page[0]) if is_turned else page
    short, long = sorted(settings.paper)
    paper = (short, long)
    if not is_turned and _is_wide(turned, settings.paper):
        paper = (long, short)
        margins = turn_margins(margins)
    place = place_page(turned, paper, margins, scaling)
    width, height = place.size
    return Sheet(
        paper=paper,
        picture=(height, width) if is_turned else (width, height),
        rotation=settings.rotation,
        offset=place.offset,
    )


def turn_margins(margins: Margins) -> Margins:
    """Return the margins of upright paper for the same paper on its side.

    `Sheet.upright` turns it so that its upper edge is the left one of upright paper.
    """
    top, right, bottom, left = margins
    return left, top, right, bottom


def turn_margins_upright(margins: Margins) -> Margins:
    """Return the margins of wide paper for the same paper upright, as `Sheet.upright`."""
    top, right, bottom, left = margins
    return right, bottom, left, top


def get_area(paper: Size, margins: Margins) -> tuple[float, float, Size]:
    """Return the left and upper edge, and the size, of the area within margins.

    Margins that leave no area are ignored.
    """
    top, right, bottom, left = margins
    width, height = paper[0] - left - right, paper[1] - top - bottom
    if min(width, height) <= 0:
        return 0.0, 0.0, paper
    return left, top, (width, height)


def _is_wide(page: Size, paper: Size) -> bool:
    """Return whether a page lies on its side; a square one lies as its paper does."""
    width, height = page if page[0] != page[1] else paper
    return width > height


def _is_larger(page: Size, paper: Size) -> bool:
    """Return whether any side of a page is longer than that of its paper."""
    return any(
        side > within + _ROUNDING_MM for side, within in zip(page, paper, strict=True)
    )
