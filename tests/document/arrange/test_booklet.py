"""Two pages on each side of a sheet, to be stapled in the middle and folded."""

import pytest

from custom_components.cloudprint.document.arrange.models import ArrangedSheet
from custom_components.cloudprint.document.arrange.settings import Arrangement

from .arranged import BORDERLESS, DOCUMENT, INVOICE, arrange, get_picture

BOOKLET = Arrangement.BOOKLET

type Half = int | None
"""The page on a half of a side of a sheet, None if that is blank."""


def get_halves(sheet: ArrangedSheet) -> tuple[Half, Half]:
    """Return the pages on the left and the right half of a side."""
    left = right = None
    for cell in sheet.cells:
        if cell.offset[0] < sheet.paper[0] / 2:
            assert left is None
            left = cell.page
        else:
            assert right is None
            right = cell.page
    return left, right


def fold(sides: list[ArrangedSheet]) -> list[Half]:
    """Return the pages of a booklet, as they are read.

    Sheets are printed on both sides, turned along the short edge: behind the right half
    of the front is the left half of the back. They lie on each other as they come, with
    the first one outside, and are folded in the middle.
    """
    leaves_before, leaves_after = [], []
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        front_left, front_right = get_halves(front)
        back_left, back_right = get_halves(back)
        # Of the leaf on the right, the front is read first.
        leaves_before.append((front_right, back_left))
        leaves_after.append((back_right, front_left))
    leaves = [*leaves_before, *reversed(leaves_after)]
    return [page for leaf in leaves for page in leaf]


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7, 8, 9, 12, 13, 61])
def test_folded(count: int) -> None:
    """Folded, the pages are in their order, and all blank ones are at the end."""
    sides = arrange(BOOKLET, *[DOCUMENT] * count)
    assert {sheet.paper for sheet in sides} == {(297, 210)}
    pages = fold(sides)
    blank = [None] * (-count % 4)
    assert pages == [*range(count), *blank]


def test_one_page() -> None:
    """One page is the cover of a sheet whose back is not printed."""
    (side,) = arrange(BOOKLET, DOCUMENT)
    assert get_halves(side) == (None, 0)


def test_sides() -> None:
    """The sides of the first sheet have the first and last pages."""
    front, back, *_ = arrange(BOOKLET, *[DOCUMENT] * 8)
    assert get_halves(front) == (7, 0)
    assert get_halves(back) == (1, 6)


def test_places() -> None:
    """Pages fit their halves, as far from both edges, so that leaves are even."""
    front, _ = arrange(BOOKLET, *[DOCUMENT] * 4)
    left, right = (get_picture(cell) for cell in front.cells)
    # Upright, the margins are 4, 6, 10 and 8 mm: on its side, 10 mm are at the left.
    assert left == pytest.approx((10, 8, 138.5, 195.88), abs=0.01)
    assert right == pytest.approx((148.5, 8, 138.5, 195.88), abs=0.01)


def test_true_size() -> None:
    """Without margins, A4 becomes A5, and is in the middle of its half."""
    front, _ = arrange(BOOKLET, *[DOCUMENT] * 4, margins=BORDERLESS)
    left, right = (get_picture(cell) for cell in front.cells)
    assert left == pytest.approx((0.01, 0, 148.48, 210), abs=0.01)
    assert right == pytest.approx((148.51, 0, 148.48, 210), abs=0.01)


def test_wide_pages() -> None:
    """Wide pages are not turned, as a booklet is held upright."""
    front, _ = arrange(BOOKLET, *[INVOICE] * 2, margins=BORDERLESS)
    (cell,) = front.cells
    assert not cell.area.rotation
    assert get_picture(cell) == pytest.approx((148.5, 55.5, 148.5, 99))


def test_square_paper() -> None:
    """A square sheet is folded from right to left, too."""
    sides = arrange(BOOKLET, *[DOCUMENT] * 4, paper=(200, 200))
    assert fold(sides) == [0, 1, 2, 3]
