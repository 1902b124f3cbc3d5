"""Two invoices on a sheet, to be cut apart."""

import pytest

from custom_components.cloudprint.document.arrange.settings import Arrangement
from custom_components.cloudprint.document.settings import Margins
from custom_components.cloudprint.document.sheets.paper import Size
from custom_components.cloudprint.document.sheets.sheets import PageShape

from .arranged import (
    BORDERLESS,
    DOCUMENT,
    INVOICE,
    UPRIGHT,
    Box,
    arrange,
    get_line,
    get_picture,
)

INVOICES = Arrangement.INVOICES
RECEIPT = PageShape(size=(57.0, 130.0))
LONG_RECEIPT = PageShape(size=(80.0, 190.0))


@pytest.mark.parametrize(
    ("paper", "margins", "boxes", "line"),
    [
        # At its true size, in the middle of its half
        (
            (210, 297),
            BORDERLESS,
            [(0, 4.25, 210, 140), (0, 152.75, 210, 140)],
            (0, 148.5, 210, 148.5),
        ),
        (
            (297, 210),
            BORDERLESS,
            [(0, 4.25, 210, 140), (0, 152.75, 210, 140)],
            (0, 148.5, 210, 148.5),
        ),
        # As large as the margins allow
        (
            (210, 297),
            (4.0, 6.0, 10.0, 8.0),
            [(8, 8.917, 196, 130.667), (8, 156.333, 196, 130.667)],
            (8, 148.5, 204, 148.5),
        ),
        (
            (148, 210),
            BORDERLESS,
            [(0, 3.167, 148, 98.667), (0, 108.167, 148, 98.667)],
            (0, 105, 148, 105),
        ),
        # The margin moves it out of the middle
        (
            (220, 297),
            (6.0, 5.0, 5.0, 5.0),
            [(5, 6, 210, 140), (5, 152, 210, 140)],
            (5, 148.5, 215, 148.5),
        ),
    ],
)
def test_halves(paper: Size, margins: Margins, boxes: list[Box], line: Box) -> None:
    """Two invoices are above each other on upright paper, the last may be alone."""
    sheets = arrange(INVOICES, INVOICE, INVOICE, INVOICE, paper=paper, margins=margins)
    assert [[cell.page for cell in sheet.cells] for sheet in sheets] == [[0, 1], [2]]
    for sheet in sheets:
        assert sheet.paper == (min(paper), max(paper))
        for cell, box in zip(sheet.cells, boxes, strict=False):
            assert get_picture(cell) == pytest.approx(box, abs=0.001)
            assert not cell.area.rotation
        (cut,) = sheet.lines
        assert cut.is_dashed
        assert get_line(cut) == pytest.approx(line)


def test_upright_pages() -> None:
    """Pages that are upright are beside each other on wide paper."""
    (sheet,) = arrange(INVOICES, DOCUMENT, RECEIPT, margins=BORDERLESS)
    assert sheet.paper == (297.0, 210.0)
    page, receipt = sheet.cells
    assert get_picture(page) == pytest.approx((0.0, 1.41, 146.5, 207.19), abs=0.01)
    assert get_picture(receipt) == pytest.approx((194.25, 40, 57, 130))
    (cut,) = sheet.lines
    assert get_line(cut) == (148.5, 0, 148.5, 210)


def test_other_orientation() -> None:
    """A page is turned if it is larger then, but not if it fits at its true size."""
    sheets = arrange(
        INVOICES, INVOICE, DOCUMENT, LONG_RECEIPT, INVOICE, INVOICE, RECEIPT
    )
    assert [cell.area.rotation for sheet in sheets for cell in sheet.cells] == [
        *(0, 270),
        *(270, 0),
        *(0, 0),
    ]
    assert sheets[1].cells[0].area.picture == pytest.approx((80, 190))
    assert sheets[2].cells[1].area.picture == pytest.approx((57, 130))


def test_photographed_invoice() -> None:
    """A page of unknown size is as large as its half allows."""
    (sheet,) = arrange(INVOICES, UPRIGHT, margins=BORDERLESS)
    assert sheet.paper == (297.0, 210.0)
    (cell,) = sheet.cells
    assert get_picture(cell) == pytest.approx((0, 7.33, 146.5, 195.33), abs=0.01)
