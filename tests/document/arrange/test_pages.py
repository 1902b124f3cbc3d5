"""Each page on a sheet of its own."""

import pytest

from custom_components.cloudprint.document.arrange.settings import Arrangement
from custom_components.cloudprint.document.settings import Margins

from .arranged import (
    BORDERLESS,
    DOCUMENT,
    INVOICE,
    MARGINS,
    UPRIGHT,
    WIDE,
    Box,
    arrange,
    get_picture,
)


@pytest.mark.parametrize(
    ("margins", "photo"),
    [
        (MARGINS, (8, 14.833, 196, 261.333)),
        (BORDERLESS, (-6.375, 0, 222.75, 297)),
        (None, (4.23, 14.14, 201.54, 268.72)),
    ],
)
def test_places(margins: Margins | None, photo: Box) -> None:
    """Pages lie as they do alone; the paper takes their orientation."""
    sheets = arrange(Arrangement.PAGES, UPRIGHT, DOCUMENT, INVOICE, margins=margins)
    boxes = [photo, (0, 0, 210, 297), (43.5, 35, 210, 140)]
    assert [sheet.paper for sheet in sheets] == [(210, 297), (210, 297), (297, 210)]
    for number, (sheet, box) in enumerate(zip(sheets, boxes, strict=True)):
        (cell,) = sheet.cells
        assert cell.page == number
        assert cell.area.paper == sheet.paper
        assert get_picture(cell) == pytest.approx(box, abs=0.01)
        assert not sheet.lines


def test_wide_paper() -> None:
    """The order of the sides of the paper has no meaning, nor does one page alone."""
    assert arrange(Arrangement.PAGES, WIDE, paper=(297, 210)) == arrange(
        Arrangement.PAGES, WIDE
    )
