"""What all arrangements have in common."""

from itertools import combinations

from hypothesis import assume, given, strategies as st
import pytest

from custom_components.cloudprint.document.arrange.layout import arrange_pages
from custom_components.cloudprint.document.arrange.models import ArrangedSheet
from custom_components.cloudprint.document.arrange.settings import (
    ID_CARD,
    PER_SHEET,
    Arrangement,
    ArrangeSettings,
    PictureFit,
)
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.settings import A4, Margins
from custom_components.cloudprint.document.sheets.paper import Size
from custom_components.cloudprint.document.sheets.sheets import PageShape

from .arranged import BORDERLESS, Box, arrange, get_line, get_picture, get_place

CUT: tuple[Arrangement, ...] = (
    Arrangement.PHOTO,
    Arrangement.ID_PHOTOS,
    Arrangement.GRID,
)
"""Arrangements with a size."""
ROUNDING = 0.01

sides = st.floats(min_value=10, max_value=400)
# A margin takes at most a quarter of a side: of 58 mm here
margin = st.floats(min_value=0, max_value=14.5)

pages = st.lists(
    st.builds(
        PageShape,
        size=st.tuples(sides, sides),
        is_picture=st.booleans(),
        is_size_known=st.booleans(),
    ),
    min_size=1,
    max_size=20,
)
papers = st.sampled_from(
    (A4, (297.0, 210.0), (148.0, 210.0), (102.0, 152.0), (200.0, 200.0), (58.0, 3000.0))
)
all_margins = st.one_of(
    st.none(), st.just(BORDERLESS), st.tuples(margin, margin, margin, margin)
)
sizes = st.one_of(
    st.none(),
    st.sampled_from(((25.0, 35.0), (60.0, 40.0), (89.0, 127.0), (102.0, 152.0))),
)


@st.composite
def all_settings(draw: st.DrawFn) -> ArrangeSettings:
    """Draw the settings of an arrangement."""
    arrangement = draw(st.sampled_from(Arrangement))
    is_grid = arrangement is Arrangement.GRID
    return ArrangeSettings(
        arrangement=arrangement,
        per_sheet=draw(st.sampled_from((None, *PER_SHEET))) if is_grid else None,
        size=draw(sizes) if arrangement in CUT else None,
        fit=draw(st.sampled_from((None, *PictureFit))),
    )


def get_printable(sheet: ArrangedSheet, margins: Margins | None) -> Box:
    """Return the left, upper, right and lower edge of what can be printed."""
    top, right, bottom, left = (4.23,) * 4 if margins is None else margins
    width, height = sheet.paper
    if width > height:
        top, right, bottom, left = left, top, right, bottom
    return left, top, width - right, height - bottom


def is_within(box: Box, edges: Box) -> bool:
    """Return whether a box is within edges."""
    left, top, width, height = box
    return (
        left >= edges[0] - ROUNDING
        and top >= edges[1] - ROUNDING
        and left + width <= edges[2] + ROUNDING
        and top + height <= edges[3] + ROUNDING
    )


def do_overlap(one: Box, other: Box) -> bool:
    """Return whether two boxes have more than an edge in common."""
    return all(
        min(start + length, other_start + other_length) - max(start, other_start)
        > ROUNDING
        for start, length, other_start, other_length in (
            (one[0], one[2], other[0], other[2]),
            (one[1], one[3], other[1], other[3]),
        )
    )


@given(pages=pages, settings=all_settings(), paper=papers, margins=all_margins)
def test_any_pages(
    pages: list[PageShape],
    settings: ArrangeSettings,
    paper: Size,
    margins: Margins | None,
) -> None:
    """All pages are there in their order, apart from each other, within the margins."""
    try:
        sheets = arrange_pages(pages, settings, paper, margins)
    except DocumentError:
        assert (
            settings.size is not None
            or settings.arrangement in CUT
            or (settings.arrangement is Arrangement.ID_CARD)
        )
        assume(False)
    order = [cell.page for sheet in sheets for cell in sheet.cells]
    assert set(order) == set(range(len(pages)))
    if settings.arrangement is not Arrangement.BOOKLET:
        assert order == sorted(order)
    for sheet in sheets:
        assert sorted(sheet.paper) == sorted(paper)
        places = [get_place(cell) for cell in sheet.cells]
        if settings.arrangement is not Arrangement.PAGES:
            printable = get_printable(sheet, margins)
            assert all(is_within(place, printable) for place in places)
            assert all(
                is_within((*get_line(line)[:2], 0.0, 0.0), printable)
                and is_within((*get_line(line)[2:], 0.0, 0.0), printable)
                for line in sheet.lines
            )
        assert not any(do_overlap(*two) for two in combinations(places, 2))
        for cell in sheet.cells:
            # What is not cut keeps the shape of its page.
            page = pages[cell.page].size
            across, along = (
                side / own for side, own in zip(cell.area.picture, page, strict=True)
            )
            assert across == pytest.approx(along)
            picture, place = get_picture(cell), get_place(cell)
            assert do_overlap(picture, place)
            # Single pages are scaled as a print without an arrangement is.
            if (
                settings.fit is PictureFit.FIT
                and settings.arrangement is not Arrangement.PAGES
            ):
                left, top, width, height = place
                assert is_within(picture, (left, top, left + width, top + height))


@given(pages=pages, size=sizes, margins=all_margins)
def test_true_size(
    pages: list[PageShape], size: Size | None, margins: Margins | None
) -> None:
    """Places of a size are exactly of that size."""
    for arrangement in (*CUT, Arrangement.ID_CARD):
        expected = ID_CARD if arrangement is Arrangement.ID_CARD else size
        if expected is None:
            continue
        for sheet in arrange(arrangement, *pages, size=size, margins=margins):
            for cell in sheet.cells:
                assert sorted(cell.area.paper) == pytest.approx(sorted(expected))


@pytest.mark.parametrize("arrangement", list(Arrangement)[1:])
def test_margins_without_an_area(arrangement: Arrangement) -> None:
    """However large margins are, half of the paper remains."""
    pages = [PageShape(size=(50.0, 40.0))] * 3
    sheets = arrange(arrangement, *pages, margins=(500.0,) * 4, paper=(400.0, 600.0))
    for sheet in sheets:
        for cell in sheet.cells:
            width, height = sheet.paper
            edges = (width / 4, height / 4, width * 3 / 4, height * 3 / 4)
            assert is_within(get_place(cell), edges)
