"""The place of a page on its paper."""

from typing import Any

import pytest

from custom_components.cloudprint.document.settings import (
    A4,
    Margins,
    RenderSettings,
    Scaling,
)
from custom_components.cloudprint.document.sheets.paper import NO_MARGINS, Size
from custom_components.cloudprint.document.sheets.placement import (
    create_sheet,
    place_page,
)
from custom_components.cloudprint.document.sheets.sheets import (
    PageShape,
    Sheet,
    WebPage,
)

from ..laid_out import LaidOut, get_picture

A3: Size = (297.0, 420.0)
A6: Size = (105.0, 148.0)
LETTER: Size = (215.9, 279.4)
MARGINS: Margins = (4.0, 6.0, 10.0, 8.0)
"""Top, right, bottom and left; 196 mm by 283 mm are within."""

AUTO, AUTO_FIT, FIT, FILL, NONE = Scaling


@pytest.mark.parametrize(
    ("scaling", "page", "offset", "size"),
    [
        # Of the size of the paper, or nearly
        (AUTO, A4, (0, 0), A4),
        (AUTO_FIT, A4, (0, 0), A4),
        (AUTO_FIT, (210.9, 297.9), (-0.45, -0.45), (210.9, 297.9)),
        (FIT, A4, (8, 4 + 2.9), (196, 277.2)),
        (FILL, A4, (0, 0), A4),
        (NONE, A4, (0, 0), A4),
        # Smaller
        (AUTO, A6, (52.5, 74.5), A6),
        (AUTO_FIT, A6, (52.5, 74.5), A6),
        (FIT, A6, (8, 4 + 3.367), (196, 276.267)),
        (FILL, A6, (-0.355, 0), (210.709, 297)),
        (NONE, A6, (52.5, 74.5), A6),
        # Larger in both directions
        (AUTO, A3, (8, 4 + 2.914), (196, 277.172)),
        (AUTO_FIT, A3, (8, 4 + 2.914), (196, 277.172)),
        (FIT, A3, (8, 4 + 2.914), (196, 277.172)),
        (FILL, A3, (-0.011, 0), (210.021, 297)),
        (NONE, A3, (-43.5, -61.5), A3),
        # Larger in one direction
        (AUTO, LETTER, (8, 4 + 14.676), (196, 253.647)),
        (AUTO_FIT, LETTER, (8, 4 + 14.676), (196, 253.647)),
        (FILL, LETTER, (-9.75, 0), (229.5, 297)),
        (NONE, LETTER, (-2.95, 8.8), LETTER),
        # As high as the area within the margins
        (FIT, (50.0, 283.0), (8 + 73, 4), (50, 283)),
    ],
)
def test_places(scaling: Scaling, page: Size, offset: Size, size: Size) -> None:
    """Each scaling has its size, and its middle within the margins or on the paper."""
    place = place_page(page, A4, MARGINS, scaling)
    assert place.offset == pytest.approx(offset, abs=0.001)
    assert place.picture == pytest.approx(size, abs=0.001)
    across, down = (
        max(0, (side - within) / 2) for side, within in zip(size, A4, strict=True)
    )
    assert place.crop == pytest.approx((down, across, down, across), abs=0.001)


@pytest.mark.parametrize(
    "margins", [(150.0, 0.0, 147.0, 0.0), (0.0, 200.0, 0.0, 10.0), (500.0,) * 4]
)
def test_margins_without_an_area(margins: Margins) -> None:
    """Margins that leave nothing of the paper are ignored."""
    assert place_page(A6, A4, margins, FIT) == place_page(A6, A4, NO_MARGINS, FIT)


def get_settings(scaling: Scaling | None, **values: Any) -> RenderSettings:
    """Return settings for A4."""
    return RenderSettings(scaling=scaling, **{"margins": MARGINS, **values})


def look(sheet: Sheet) -> LaidOut:
    """Return the picture of a sheet as its web page places it."""
    page = WebPage([sheet.paper])
    page.add(sheet, "png", b"")
    style = page.finish().decode().partition('style="')[2].partition('"')[0]
    return get_picture(style, sheet.paper)


def test_without_scaling() -> None:
    """A page keeps its size, or fits a paper that is named, as without this option."""
    settings = get_settings(None, rotation=90)
    assert create_sheet(PageShape(size=A3), settings) == Sheet.for_page(A3)
    settings = get_settings(None, is_paper_named=True)
    assert create_sheet(PageShape(size=A3), settings) == Sheet.for_page(A3, A4)


@pytest.mark.parametrize(
    ("page", "paper", "expected"),
    [
        (A6, A4, A4),
        (A6, (297.0, 210.0), A4),
        ((148.0, 105.0), A4, (297.0, 210.0)),
        ((148.0, 105.0), (297.0, 210.0), (297.0, 210.0)),
        # A square has no orientation.
        ((100.0, 100.0), A4, A4),
        ((100.0, 100.0), (297.0, 210.0), (297.0, 210.0)),
    ],
)
def test_orientation(page: Size, paper: Size, expected: Size) -> None:
    """The paper gets the orientation of the page."""
    sheet = create_sheet(PageShape(size=page), get_settings(NONE, paper=paper))
    assert sheet.paper == expected
    assert sheet.picture == page
    assert not sheet.is_turned
    assert look(sheet).box == pytest.approx(
        (*((side - own) / 2 for side, own in zip(expected, page, strict=True)), *page),
        abs=0.001,
    )


def test_margins_of_wide_paper() -> None:
    """A wide page keeps the margins of the upright paper that it lies on in the end."""
    # Between the left margin, which is its upper one, and the right margin
    page = (283.0, 196.0)
    sheet = create_sheet(PageShape(size=page), get_settings(FIT))
    assert sheet.paper == (297.0, 210.0)
    assert look(sheet).box == pytest.approx((10, 8, 283, 196), abs=0.001)

    upright = sheet.upright()
    assert upright.paper == A4
    laid_out = look(upright)
    assert laid_out.box == pytest.approx((8, 4, 196, 283), abs=0.001)
    # Turned to the left
    assert laid_out.top_left == pytest.approx((8, 4 + 283), abs=0.001)


@pytest.mark.parametrize("page", [A6, (148.0, 105.0)])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("is_upright", [False, True])
@pytest.mark.parametrize("scaling", Scaling)
def test_rotation(
    page: Size, rotation: int, scaling: Scaling, *, is_upright: bool
) -> None:
    """A page turned a quarter lies on the upright paper; any other is just turned."""
    is_turned = rotation in (90, 270)
    sheet = create_sheet(PageShape(size=page), get_settings(scaling, rotation=rotation))
    is_wide = page[0] > page[1] and not is_turned
    assert sheet.paper == ((297.0, 210.0) if is_wide else A4)
    if is_upright:
        sheet = sheet.upright()
        assert sheet.paper == A4
        rotation = (rotation + 270) % 360 if is_wide else rotation
    assert sheet.rotation == rotation
    assert sheet.is_turned == (rotation in (90, 270))

    turned = (page[1], page[0]) if sheet.is_turned else page
    margins = MARGINS
    if sheet.paper != A4:
        margins = (MARGINS[3], *MARGINS[:3])
    place = place_page(turned, sheet.paper, margins, scaling)
    laid_out = look(sheet)
    assert laid_out.box == pytest.approx(place.box, abs=0.001)
    left, top, width, height = laid_out.box
    corners = {
        0: (left, top),
        90: (left + width, top),
        180: (left + width, top + height),
        270: (left, top + height),
    }
    assert laid_out.top_left == pytest.approx(corners[rotation], abs=0.001)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_cut(rotation: int) -> None:
    """What is left of a picture that is cut covers the paper, in the same place."""
    sheet = Sheet(A4, (400.0, 500.0), rotation, offset=(-20.0, -50.0))
    whole, cut = look(sheet), look(sheet.cut())
    width, height = (500, 400) if rotation in (90, 270) else (400, 500)
    assert whole.box == pytest.approx((-20, -50, width, height), abs=0.001)
    assert cut.box == pytest.approx((0, 0, *A4), abs=0.001)

    beyond = {
        "top": 50,
        "right": width - 20 - 210,
        "bottom": height - 50 - 297,
        "left": 20,
    }
    # The edges of the paper where the top, right, bottom and left of the picture are
    edges = {
        0: ("top", "right", "bottom", "left"),
        90: ("right", "bottom", "left", "top"),
        180: ("bottom", "left", "top", "right"),
        270: ("left", "top", "right", "bottom"),
    }
    crop = tuple(float(beyond[edge]) for edge in edges[rotation])
    assert sheet.crop == pytest.approx(crop)
    top, right, bottom, left = crop
    assert sheet.cut().picture == pytest.approx(
        (400 - left - right, 500 - top - bottom)
    )
    assert not any(sheet.cut().crop)


def test_nothing_to_cut() -> None:
    """A sheet whose picture is all on it stays as it is, also if rounding goes astray."""
    for sheet in (
        Sheet(A4, A4),
        Sheet(A4, A6, offset=(100.0, 20.0)),
        Sheet(A4, A4, offset=(-1e-9, 1e-9)),
    ):
        assert sheet.crop == NO_MARGINS
        assert sheet.cut() is sheet


def test_layout_within_the_paper() -> None:
    """The box of a large picture is within the paper before it is transformed."""
    sheet = create_sheet(PageShape(size=(1000.0, 1200.0)), get_settings(NONE))
    page = WebPage([sheet.paper])
    page.add(sheet, "png", b"")
    style = page.finish().decode().partition('style="')[2]
    assert style.startswith("width:794px;height:952px;transform:translate(")
    assert look(sheet).box == pytest.approx((-395, -451.5, 1000, 1200), abs=0.001)


@pytest.mark.parametrize(
    ("scaling", "margins", "same_as"),
    [
        (AUTO, MARGINS, FIT),
        (AUTO, NO_MARGINS, FILL),
        # It is not known whether the paper is borderless.
        (AUTO, None, FIT),
        (AUTO_FIT, NO_MARGINS, NONE),
        (NONE, NO_MARGINS, NONE),
        (FILL, MARGINS, FILL),
    ],
)
def test_pictures(scaling: Scaling, margins: Margins | None, same_as: Scaling) -> None:
    """By itself, a picture fills borderless paper, and fits any other."""
    sheet = create_sheet(
        PageShape(size=A6, is_picture=True), get_settings(scaling, margins=margins)
    )
    assert sheet == create_sheet(
        PageShape(size=A6), get_settings(same_as, margins=margins)
    )


@pytest.mark.parametrize("scaling", Scaling)
def test_unknown_size(scaling: Scaling) -> None:
    """A page without a size fits the paper, or fills it."""
    sheet = create_sheet(
        PageShape(size=(3000, 4000), is_size_known=False), get_settings(scaling)
    )
    same_as = FILL if scaling is FILL else FIT
    assert sheet == create_sheet(PageShape(size=(3000, 4000)), get_settings(same_as))


@pytest.mark.parametrize(
    ("scaling", "rotation", "is_free"),
    [
        (None, 0, True),
        (AUTO, 0, True),
        (AUTO, 90, False),
        (AUTO_FIT, 0, False),
        (FIT, 0, False),
        (FILL, 0, False),
        (NONE, 0, False),
    ],
)
def test_free_layout(scaling: Scaling | None, rotation: int, *, is_free: bool) -> None:
    """The cloud cannot lay out pages that have to be placed here."""
    settings = RenderSettings(scaling=scaling, rotation=rotation)
    assert settings.is_layout_free is is_free
