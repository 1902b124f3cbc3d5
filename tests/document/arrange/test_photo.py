"""Photos in a size of photo paper, or as large as the paper."""

import pytest

from custom_components.cloudprint.document.arrange.settings import (
    PHOTO_SIZES,
    Arrangement,
    PictureFit,
)
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.settings import Margins
from custom_components.cloudprint.document.sheets.paper import Size
from custom_components.cloudprint.document.sheets.sheets import PageShape

from .arranged import (
    BORDERLESS,
    DOCUMENT,
    INVOICE,
    MARGINS,
    UPRIGHT,
    WIDE,
    Box,
    arrange,
    get_line,
    get_picture,
    get_place,
)

PHOTO = Arrangement.PHOTO


@pytest.mark.parametrize(
    ("size", "paper"),
    [
        (None, (102, 152)),
        ((102, 152), (102, 152)),
        ((101.6, 152.4), (102, 152)),
        ((100, 150), (102, 152)),
        ((102, 152), (152, 102)),
    ],
)
@pytest.mark.parametrize(
    ("fit", "margins", "places", "pictures"),
    [
        # Borderless, and all of the paper is covered
        (
            None,
            BORDERLESS,
            [(0, 0, 102, 152), (0, 0, 152, 102)],
            [(-6, 0, 114, 152), (0, -6, 152, 114)],
        ),
        (
            PictureFit.FIT,
            BORDERLESS,
            [(0, 0, 102, 152), (0, 0, 152, 102)],
            [(0, 8, 102, 136), (8, 0, 136, 102)],
        ),
        # All within the margins is covered
        (
            PictureFit.FILL,
            MARGINS,
            [(8, 4, 88, 138), (10, 8, 138, 88)],
            [(0.25, 4, 103.5, 138), (10, 0.25, 138, 103.5)],
        ),
    ],
)
def test_whole_paper(
    size: Size | None,
    paper: Size,
    fit: PictureFit | None,
    margins: Margins,
    places: list[Box],
    pictures: list[Box],
) -> None:
    """On its own paper, each photo takes a sheet of its orientation, within margins."""
    sheets = arrange(
        PHOTO, UPRIGHT, WIDE, size=size, paper=paper, fit=fit, margins=margins
    )
    assert [sheet.paper for sheet in sheets] == [(102, 152), (152, 102)]
    cells = [cell for sheet in sheets for cell in sheet.cells]
    assert [cell.page for cell in cells] == [0, 1]
    assert not any(cell.area.rotation for cell in cells)
    if margins == MARGINS:
        # As `Sheet.upright` turns it: its upper edge is the left one of upright paper.
        places[1] = (10, 8, 138, 88)
    assert [get_place(cell) for cell in cells] == [
        pytest.approx(place) for place in places
    ]
    assert [get_picture(cell) for cell in cells] == [
        pytest.approx(picture) for picture in pictures
    ]
    assert not any(sheet.lines for sheet in sheets)


def test_several_on_a_sheet() -> None:
    """On larger paper, photos lie beside each other in their true size."""
    first, second = arrange(
        PHOTO, *[UPRIGHT, WIDE] * 3, size=PHOTO_SIZES["5_inch"], margins=None
    )
    assert first.paper == second.paper == (210.0, 297.0)
    assert [cell.page for cell in (*first.cells, *second.cells)] == list(range(6))
    places = [
        (16, 21.5, 89, 127),
        (105, 21.5, 89, 127),
        (16, 148.5, 89, 127),
        (105, 148.5, 89, 127),
    ]
    assert [get_place(cell) for cell in first.cells] == places
    assert [get_place(cell) for cell in second.cells] == places[:2]
    assert [cell.area.rotation for cell in first.cells] == [0, 270, 0, 270]
    assert [get_line(line) for line in second.lines] == [
        (16, 21.5, 194, 21.5),
        (16, 148.5, 194, 148.5),
        (16, 21.5, 16, 148.5),
        (105, 21.5, 105, 148.5),
        (194, 21.5, 194, 148.5),
    ]


@pytest.mark.parametrize(
    ("pages", "places"),
    [
        ([WIDE], [(29, 97.5, 152, 102)]),
        ([UPRIGHT], [(54, 72.5, 102, 152)]),
        ([WIDE, WIDE], [(29, 46.5, 152, 102), (29, 148.5, 152, 102)]),
    ],
)
def test_fewer_than_fit(pages: list[PageShape], places: list[Box]) -> None:
    """Photos on a sheet with room for more are in its middle, and upright if possible."""
    (sheet,) = arrange(PHOTO, *pages, size=PHOTO_SIZES["6_inch"], margins=None)
    assert sheet.paper == (210.0, 297.0)
    assert [get_place(cell) for cell in sheet.cells] == places
    assert not any(cell.area.rotation for cell in sheet.cells)


def test_middle_of_uneven_margins() -> None:
    """Photos are in the middle of the paper, or as near as the margins allow."""
    (sheet,) = arrange(PHOTO, UPRIGHT, size=(150, 200), margins=(10.0, 5.0, 70.0, 5.0))
    (cell,) = sheet.cells
    assert get_place(cell) == (30, 27, 150, 200)


@pytest.mark.parametrize("name", PHOTO_SIZES)
def test_too_large(name: str) -> None:
    """A photo does not fit on paper that is smaller."""
    with pytest.raises(DocumentError) as raised:
        arrange(PHOTO, UPRIGHT, size=PHOTO_SIZES[name], paper=(54, 86))
    assert raised.value.key == "arranged_size_too_large"
    assert raised.value.placeholders["paper"] == "54 × 86"


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
