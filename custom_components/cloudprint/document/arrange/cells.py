"""Pages in their places: how large they are, and whether they are turned."""

from math import inf
from typing import Final

from ..settings import Scaling
from ..sheets.placement import NO_MARGINS, place_page
from ..sheets.sheets import Sheet, Size
from .models import Area, Cell, Surface
from .settings import PictureFit

TURN: Final = 270
"""Degrees clockwise, as `Sheet.upright` turns sheets."""

_WORTH_TURNING: Final = 1.05
"""A page is turned if it becomes larger by more than this factor."""

_SCALINGS: Final = {PictureFit.FIT: Scaling.FIT, PictureFit.FILL: Scaling.FILL}


def turn_size(size: Size) -> Size:
    """Return a size after a quarter turn."""
    return size[1], size[0]


def get_scale(page: Size, place: Size) -> float:
    """Return the factor by which a page fits its place."""
    return min(place[0] / page[0], place[1] / page[1])


def is_turned_larger(page: Size, place: Size, most: float = inf) -> bool:
    """Return whether a page, enlarged `most` times, is noticeably larger if turned."""
    upright, turned = get_scale(page, place), get_scale(turn_size(page), place)
    return min(turned, most) > min(upright, most) * _WORTH_TURNING


def fill_place(
    number: int, page: Size, place: Area, fit: PictureFit, *, can_turn: bool = True
) -> Cell:
    """Return the cell of a page, by its index, that fits or fills its place."""
    is_turned = can_turn and is_turned_larger(page, place.size)
    turned = turn_size(page) if is_turned else page
    placement = place_page(turned, place.size, NO_MARGINS, _SCALINGS[fit])
    return Cell(
        number,
        place.offset,
        Sheet(
            paper=place.size,
            picture=turn_size(placement.size) if is_turned else placement.size,
            rotation=TURN if is_turned else 0,
            offset=placement.offset,
        ),
    )


def center_page(
    number: int,
    page: Size,
    surface: Surface,
    *,
    most: float = inf,
    can_turn: bool = True,
) -> Cell:
    """Return a page's cell in the middle of a surface, as large as the page becomes.

    It fits the printable area, and is enlarged by the factor `most` at most.
    """
    room = surface.printable.size
    is_turned = can_turn and is_turned_larger(page, room, most)
    turned = turn_size(page) if is_turned else page
    scale = min(get_scale(turned, room), most)
    place = surface.place((turned[0] * scale, turned[1] * scale))
    return fill_place(number, page, place, PictureFit.FIT, can_turn=is_turned)
