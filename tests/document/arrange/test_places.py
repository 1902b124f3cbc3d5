"""Tests of places: which pages are turned in their places."""

import pytest

from custom_components.cloudprint.document.arrange.models import Area
from custom_components.cloudprint.document.arrange.places import (
    TURN,
    fill_place,
    is_turned_larger,
)
from custom_components.cloudprint.document.arrange.settings import PictureFit
from custom_components.cloudprint.document.sheets.paper import Size


@pytest.mark.parametrize(
    ("place", "is_turned"),
    [
        # Upright it is 100 wide, and turned 104 or 106 % as large.
        ((100.0, 104.0), False),
        ((100.0, 105.0), False),
        ((100.0, 106.0), True),
        ((104.0, 100.0), False),
        ((106.0, 100.0), False),
    ],
)
def test_worth_turning(place: Size, is_turned: bool) -> None:
    """A page is turned only if it becomes noticeably larger: by more than 5 %."""
    page = (200.0, 100.0)
    assert is_turned_larger(page, place) is is_turned
    cell = fill_place(0, page, Area.create((0.0, 0.0), place), PictureFit.FIT)
    assert cell.area.rotation == (TURN if is_turned else 0)
    cell = fill_place(
        0, page, Area.create((0.0, 0.0), place), PictureFit.FIT, can_turn=False
    )
    assert cell.area.rotation == 0


def test_most() -> None:
    """A page that is as large as it may be, either way, is not turned."""
    page, place = (20.0, 10.0), (100.0, 200.0)
    assert is_turned_larger(page, place)
    assert is_turned_larger(page, place, 5.3)
    assert not is_turned_larger(page, place, 5.2)
    assert not is_turned_larger(page, place, 1.0)
