"""Sheets with several pages."""

import pytest

from custom_components.cloudprint.document.arrange.models import (
    ArrangedSheet,
    Cell,
    Line,
)
from custom_components.cloudprint.document.sheets.sheets import Sheet

from .arranged import get_line, get_picture, get_place

CELL = Cell(
    3, (20.0, 30.0), Sheet((100.0, 50.0), (40.0, 120.0), 90, offset=(-10.0, 5.0))
)


def test_upright() -> None:
    """A wide sheet is turned a quarter to the left, with all that is on it."""
    wide = ArrangedSheet(
        (297.0, 210.0), (CELL,), (Line((5.0, 6.0), (7.0, 8.0), False),)
    )
    sheet = wide.upright()
    assert sheet.paper == (210.0, 297.0)
    (cell,) = sheet.cells
    assert cell.page == 3
    assert get_place(cell) == (30, 177, 50, 100)
    assert get_picture(CELL) == (10, 35, 120, 40)
    assert get_picture(cell) == (35, 167, 40, 120)
    assert cell.area.rotation == 0
    # The same parts are cut, of the picture as it is
    assert cell.area.crop == pytest.approx(CELL.area.crop)
    (line,) = sheet.lines
    assert get_line(line) == (6, 292, 8, 290)
    assert not line.is_dashed


@pytest.mark.parametrize("paper", [(210.0, 297.0), (200.0, 200.0)])
def test_upright_already(paper: tuple[float, float]) -> None:
    """Other sheets stay as they are."""
    sheet = ArrangedSheet(paper, (CELL,))
    assert sheet.upright() is sheet
