"""Portraits for identity cards, as often as they fit on a sheet."""

import pytest

from custom_components.cloudprint.document.arrange.settings import (
    ID_PHOTO_SIZES,
    PHOTO_SIZES,
    Arrangement,
    PictureFit,
)
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.settings import A4
from custom_components.cloudprint.document.sheets.paper import Size
from custom_components.cloudprint.document.sheets.sheets import PageShape

from .arranged import (
    BORDERLESS,
    UPRIGHT,
    WIDE,
    arrange,
    get_line,
    get_picture,
    get_place,
)

ID_PHOTOS = Arrangement.ID_PHOTOS


@pytest.mark.parametrize(
    ("size", "paper", "lies", "count"),
    [
        ("1_inch", PHOTO_SIZES["5_inch"], (89, 127), 9),
        ("2_inch", PHOTO_SIZES["5_inch"], (89, 127), 4),
        ("1_inch", PHOTO_SIZES["6_inch"], (152, 102), 10),
        ("2_inch", PHOTO_SIZES["6_inch"], (102, 152), 4),
        ("1_inch", A4, (297, 210), 50),
        ("2_inch", A4, (210, 297), 25),
        ("22x32", PHOTO_SIZES["6_inch"], (102, 152), 12),
        ("33x48", PHOTO_SIZES["6_inch"], (102, 152), 4),
        ("35x45", PHOTO_SIZES["7_inch"], (127, 178), 9),
        ("51x51", A4, (210, 297), 15),
    ],
)
def test_counts(size: str, paper: Size, lies: Size, count: int) -> None:
    """A sheet is full of portraits, which are upright on it."""
    (sheet,) = arrange(
        ID_PHOTOS, UPRIGHT, size=ID_PHOTO_SIZES[size], paper=paper, margins=None
    )
    assert sheet.paper == lies
    assert [cell.page for cell in sheet.cells] == [0] * count
    for cell in sheet.cells:
        assert cell.area.paper == ID_PHOTO_SIZES[size]
        assert not cell.area.rotation


def test_places_and_marks() -> None:
    """Marks continue the edges of portraits between them and beside them."""
    (sheet,) = arrange(ID_PHOTOS, UPRIGHT, paper=(60, 80), margins=(1, 3, 1, 3))
    assert [get_place(cell) for cell in sheet.cells] == [
        (4, 4, 25, 35),
        (31, 4, 25, 35),
        (4, 41, 25, 35),
        (31, 41, 25, 35),
    ]
    assert not any(line.is_dashed for line in sheet.lines)
    lines = [get_line(line) for line in sheet.lines]
    assert len(set(lines)) == len(lines)
    assert set(lines) == {
        *(
            (x, *span_start, x, *span_end)
            for x in (4, 29, 31, 56)
            for span_start, span_end in (((1,), (4,)), ((39,), (41,)), ((76,), (79,)))
        ),
        *(
            (start, y, end, y)
            for y in (4, 39, 41, 76)
            for start, end in ((3, 4), (29, 31), (56, 57))
        ),
    }


def test_no_room_for_marks() -> None:
    """Marks are only where there is space, and never on portraits."""
    (sheet,) = arrange(ID_PHOTOS, UPRIGHT, paper=(52, 35), margins=BORDERLESS)
    assert [get_place(cell) for cell in sheet.cells] == [
        (0, 0, 25, 35),
        (27, 0, 25, 35),
    ]
    assert [get_line(line) for line in sheet.lines] == [
        (25, 0, 27, 0),
        (25, 35, 27, 35),
    ]


@pytest.mark.parametrize(
    ("page", "picture"),
    [
        # Cut beside, at both edges alike
        (WIDE, (-10.833, 0, 46.667, 35)),
        # Cut mostly below
        (PageShape(size=(900, 1600), is_picture=True), (0, -2.361, 25, 44.444)),
        (PageShape(size=(25, 35)), (0, 0, 25, 35)),
    ],
)
def test_part_of_a_picture(
    page: PageShape, picture: tuple[float, float, float, float]
) -> None:
    """A portrait is the middle of a picture, and rather its upper part."""
    (sheet,) = arrange(ID_PHOTOS, page, paper=(25, 35), margins=BORDERLESS)
    (cell,) = sheet.cells
    assert get_picture(cell) == pytest.approx(picture, abs=0.001)
    assert not sheet.lines


def test_fit() -> None:
    """With `fit`, all of a picture is in the middle."""
    (sheet,) = arrange(
        ID_PHOTOS, WIDE, paper=(25, 35), margins=BORDERLESS, fit=PictureFit.FIT
    )
    (cell,) = sheet.cells
    assert get_picture(cell) == pytest.approx((0, 8.125, 25, 18.75))


@pytest.mark.parametrize(
    ("pages", "counts"),
    [
        (2, [[5, 5]]),
        (3, [[4, 3, 3]]),
        (10, [[1] * 10]),
        (12, [[1] * 10, [5, 5]]),
    ],
)
def test_several_portraits(pages: int, counts: list[list[int]]) -> None:
    """Portraits share a sheet evenly, each beside its like."""
    sheets = arrange(ID_PHOTOS, *[UPRIGHT] * pages, paper=PHOTO_SIZES["6_inch"])
    order: list[int] = []
    for sheet, parts in zip(sheets, counts, strict=True):
        numbers = [cell.page for cell in sheet.cells]
        assert numbers == sorted(numbers)
        assert [numbers.count(page) for page in dict.fromkeys(numbers)] == parts
        order += dict.fromkeys(numbers)
    assert order == list(range(pages))


def test_too_large() -> None:
    """A portrait does not fit on a smaller label."""
    with pytest.raises(DocumentError) as raised:
        arrange(ID_PHOTOS, UPRIGHT, paper=(30, 35))
    assert raised.value.placeholders == {"size": "25 × 35", "paper": "30 × 35"}
