"""Several pages on a sheet, in rows and columns."""

import pytest

from custom_components.cloudprint.document.arrange.settings import (
    PER_SHEET,
    Arrangement,
    PictureFit,
)
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.sheets.paper import Size
from custom_components.cloudprint.document.sheets.sheets import PageShape

from .arranged import (
    BORDERLESS,
    DOCUMENT,
    INVOICE,
    UPRIGHT,
    WIDE,
    arrange,
    get_line,
    get_picture,
    get_place,
)

GRID = Arrangement.GRID


@pytest.mark.parametrize(
    ("page", "per_sheet", "paper", "columns", "rows"),
    [
        (DOCUMENT, 2, (297, 210), 2, 1),
        (DOCUMENT, 4, (210, 297), 2, 2),
        (DOCUMENT, 6, (297, 210), 3, 2),
        (DOCUMENT, 9, (210, 297), 3, 3),
        (DOCUMENT, 16, (210, 297), 4, 4),
        (INVOICE, 2, (210, 297), 1, 2),
        (INVOICE, 4, (297, 210), 2, 2),
        (INVOICE, 6, (210, 297), 2, 3),
        (INVOICE, 9, (297, 210), 3, 3),
        (INVOICE, 16, (297, 210), 4, 4),
        (WIDE, 2, (210, 297), 1, 2),
        (UPRIGHT, 6, (297, 210), 3, 2),
        # A panorama
        (PageShape(size=(900, 250), is_picture=True), 4, (210, 297), 1, 4),
    ],
)
def test_rows_and_columns(
    page: PageShape, per_sheet: int, paper: Size, columns: int, rows: int
) -> None:
    """The sheet lies and is divided so that the pages are as large as possible."""
    pages = [page] * per_sheet
    (sheet,) = arrange(GRID, *pages, per_sheet=per_sheet, margins=None)
    assert sheet.paper == paper
    assert not sheet.lines
    assert [cell.page for cell in sheet.cells] == list(range(per_sheet))
    assert not any(cell.area.rotation for cell in sheet.cells)
    width, height = (
        (side - 2 * 4.23 - 3 * (number - 1)) / number
        for side, number in zip(paper, (columns, rows), strict=True)
    )
    for index, cell in enumerate(sheet.cells):
        row, column = divmod(index, columns)
        place = (4.23 + column * (width + 3), 4.23 + row * (height + 3), width, height)
        assert get_place(cell) == pytest.approx(place)


def test_pages_fit_their_places() -> None:
    """A page is in the middle of its place, as large as possible."""
    (sheet,) = arrange(GRID, UPRIGHT, UPRIGHT, per_sheet=2, margins=BORDERLESS)
    assert sheet.paper == (297.0, 210.0)
    assert [get_picture(cell) for cell in sheet.cells] == [
        pytest.approx((0, 7, 147, 196)),
        pytest.approx((150, 7, 147, 196)),
    ]


def test_pages_fill_their_places() -> None:
    """With `fill`, a place is covered, and what is beyond is cut."""
    (sheet,) = arrange(
        GRID, UPRIGHT, per_sheet=2, margins=BORDERLESS, fit=PictureFit.FILL
    )
    (cell,) = sheet.cells
    assert get_place(cell) == (0, 0, 147, 210)
    assert get_picture(cell) == pytest.approx((-5.25, 0, 157.5, 210))


def test_pictures_are_turned_to_be_larger() -> None:
    """Among pictures, those that lie otherwise are turned; the sheet lies as most do."""
    (sheet,) = arrange(GRID, WIDE, UPRIGHT, WIDE, WIDE)
    assert sheet.paper == (297.0, 210.0)
    assert [cell.area.rotation for cell in sheet.cells] == [0, 270, 0, 0]
    _, turned, upright, _ = sheet.cells
    assert turned.area.picture == pytest.approx(upright.area.picture[::-1])


def test_pages_to_be_read_are_not_turned() -> None:
    """The pages of a document all have their upper edge at the top."""
    (sheet,) = arrange(GRID, DOCUMENT, DOCUMENT, INVOICE, DOCUMENT)
    assert sheet.paper == (210.0, 297.0)
    assert not any(cell.area.rotation for cell in sheet.cells)


@pytest.mark.parametrize(
    ("pages", "places"), [(1, 2), (2, 2), (3, 4), (5, 6), (9, 9), (10, 16), (30, 16)]
)
def test_number_of_places(pages: int, places: int) -> None:
    """Without a number, a sheet takes all pages, if it can."""
    sheets = arrange(GRID, *[WIDE] * pages)
    assert places in PER_SHEET
    assert sheets == arrange(GRID, *[WIDE] * pages, per_sheet=places)
    assert [len(sheet.cells) for sheet in sheets] == (
        [pages] if pages <= 16 else [16, pages - 16]
    )


@pytest.mark.parametrize(
    ("page", "size", "paper", "count"),
    [
        (WIDE, (60, 40), (210, 297), 21),
        # Places are turned for their picture
        (UPRIGHT, (60, 40), (297, 210), 21),
        # More fit with the other orientation
        (WIDE, (150, 60), (210, 297), 4),
        (WIDE, (60, 150), (210, 297), 4),
        (WIDE, (90, 100), (210, 297), 6),
    ],
)
def test_one_page_of_a_size(
    page: PageShape, size: Size, paper: Size, count: int
) -> None:
    """One page is repeated in its size until the sheet is full."""
    (sheet,) = arrange(GRID, page, size=size, margins=None)
    assert sheet.paper == paper
    assert [cell.page for cell in sheet.cells] == [0] * count
    for cell in sheet.cells:
        assert sorted(cell.area.paper) == sorted(size)
        assert not cell.area.rotation


def test_cut_lines() -> None:
    """Places of a size touch each other; lines are along all of their edges."""
    (sheet,) = arrange(GRID, *[WIDE] * 3, size=(60, 40), margins=(0, 0, 0, 0))
    assert sheet.paper == (210.0, 297.0)
    assert [cell.page for cell in sheet.cells] == [0, 1, 2]
    assert [get_place(cell) for cell in sheet.cells] == [
        (15, 128.5, 60, 40),
        (75, 128.5, 60, 40),
        (135, 128.5, 60, 40),
    ]
    assert not any(line.is_dashed for line in sheet.lines)
    assert {get_line(line) for line in sheet.lines} == {
        (15, 128.5, 195, 128.5),
        (15, 168.5, 195, 168.5),
        *((15 + 60 * number, 128.5, 15 + 60 * number, 168.5) for number in range(4)),
    }


def test_cut_lines_of_a_sheet_that_is_not_full() -> None:
    """Pages keep their places on each sheet, so that sheets can be cut together."""
    full, rest = arrange(GRID, *[WIDE] * 5, size=(105, 140), margins=BORDERLESS)
    assert full.paper == (297.0, 210.0)
    full, rest = arrange(GRID, *[UPRIGHT] * 7, size=(100, 140), margins=BORDERLESS)
    assert full.paper == rest.paper == (210.0, 297.0)
    assert [cell.page for cell in (*full.cells, *rest.cells)] == list(range(7))
    assert [get_place(cell) for cell in rest.cells] == [
        get_place(cell) for cell in full.cells[:3]
    ]
    assert {get_line(line) for line in rest.lines} == {
        (5, 8.5, 205, 8.5),
        (5, 148.5, 205, 148.5),
        (5, 288.5, 105, 288.5),
        (5, 8.5, 5, 288.5),
        (105, 8.5, 105, 288.5),
        (205, 8.5, 205, 148.5),
    }


def test_no_line_at_the_edge_of_the_paper() -> None:
    """The paper's own edge is not cut."""
    (sheet,) = arrange(GRID, UPRIGHT, size=(105, 148.5), margins=BORDERLESS)
    assert len(sheet.cells) == 4
    assert {get_line(line) for line in sheet.lines} == {
        (0, 148.5, 210, 148.5),
        (105, 0, 105, 297),
    }


@pytest.mark.parametrize("size", [(202, 289), (289, 202), (10, 300)])
def test_too_large(size: Size) -> None:
    """A size that does not fit within the margins is named, and the paper, too."""
    with pytest.raises(DocumentError) as raised:
        arrange(GRID, WIDE, size=size, margins=None)
    assert raised.value.key == "arranged_size_too_large"
    assert raised.value.placeholders == {
        "size": f"{size[0]} × {size[1]}",
        "paper": "210 × 297",
    }
