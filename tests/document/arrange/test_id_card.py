"""Both sides of a card on one sheet, at its true size."""

import pytest

from custom_components.cloudprint.document.arrange.settings import (
    Arrangement,
    PictureFit,
)
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.sheets.paper import Size

from .arranged import BORDERLESS, UPRIGHT, WIDE, Box, arrange, get_picture, get_place

ID_CARD = Arrangement.ID_CARD


@pytest.mark.parametrize(
    ("paper", "front", "back"),
    [
        ((210, 297), (62.2, 84.5), (62.2, 158.5)),
        ((297, 210), (105.7, 41), (105.7, 115)),
        ((148, 210), (31.2, 41), (31.2, 115)),
        ((210, 148), (62.2, 10), (62.2, 84)),
        # With less between them
        ((152, 102), (8.2, 12), (8.2, 86)),
        ((105, 130), (9.7, 4.23), (9.7, 71.77)),
    ],
)
def test_front_and_back(paper: Size, front: Size, back: Size) -> None:
    """The front is above the back, in the middle of the sheet; both are large enough."""
    (sheet,) = arrange(ID_CARD, WIDE, WIDE, paper=paper, margins=None)
    assert sorted(sheet.paper) == sorted(paper)
    assert [cell.page for cell in sheet.cells] == [0, 1]
    assert [get_place(cell) for cell in sheet.cells] == [
        pytest.approx((*front, 85.6, 54)),
        pytest.approx((*back, 85.6, 54)),
    ]
    assert not sheet.lines


def test_pictures_of_cards() -> None:
    """A picture covers its place; one that is upright is turned."""
    (sheet,) = arrange(ID_CARD, WIDE, UPRIGHT)
    assert [cell.area.rotation for cell in sheet.cells] == [0, 270]
    for cell, top in zip(sheet.cells, (79.4, 153.4), strict=True):
        assert get_picture(cell) == pytest.approx((62.2, top, 85.6, 64.2))


def test_fit() -> None:
    """With `fit`, nothing of a picture is cut."""
    (sheet,) = arrange(ID_CARD, WIDE, fit=PictureFit.FIT)
    (cell,) = sheet.cells
    assert get_picture(cell) == pytest.approx((69, 121.5, 72, 54))


def test_several_cards() -> None:
    """Each card has a sheet; a side alone is in the middle."""
    sheets = arrange(ID_CARD, *[WIDE] * 5)
    assert [[cell.page for cell in sheet.cells] for sheet in sheets] == [
        [0, 1],
        [2, 3],
        [4],
    ]
    (last,) = sheets[-1].cells
    assert get_place(last) == pytest.approx((62.2, 121.5, 85.6, 54))


@pytest.mark.parametrize(
    ("paper", "expected", "place"),
    [
        ((89, 127), (127, 89), (20.7, 17.5, 85.6, 54)),
        ((127, 89), (127, 89), (20.7, 17.5, 85.6, 54)),
    ],
)
def test_paper_for_one_side(paper: Size, expected: Size, place: Box) -> None:
    """On small paper, each side has a sheet."""
    sheets = arrange(ID_CARD, WIDE, WIDE, paper=paper, margins=None)
    assert [sheet.paper for sheet in sheets] == [expected] * 2
    for number, sheet in enumerate(sheets):
        (cell,) = sheet.cells
        assert cell.page == number
        assert get_place(cell) == pytest.approx(place)


@pytest.mark.parametrize("paper", [(54, 86), (50, 90)])
def test_paper_of_a_card(paper: Size) -> None:
    """A card fits on paper of its own size only without margins."""
    with pytest.raises(DocumentError) as raised:
        arrange(ID_CARD, WIDE, WIDE, paper=paper, margins=None)
    assert raised.value.placeholders == {
        "size": "85.6 × 54",
        "paper": f"{paper[0]} × {paper[1]}",
    }


def test_borderless_paper_of_a_card() -> None:
    """Without margins, it does."""
    sheets = arrange(ID_CARD, WIDE, WIDE, paper=(54, 86), margins=BORDERLESS)
    assert [sheet.paper for sheet in sheets] == [(86, 54)] * 2
