"""Sheets of paper, and their web page."""

from base64 import b64encode

import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.settings import A4
from custom_components.cloudprint.document.sheets.page_ranges import select_pages
from custom_components.cloudprint.document.sheets.sheets import (
    Sheet,
    WebPage,
    get_style,
    parse_style,
)


@pytest.mark.parametrize(
    ("page_ranges", "pages"),
    [
        (None, [1, 2, 3, 4, 5, 6, 7]),
        ("1-7", [1, 2, 3, 4, 5, 6, 7]),
        ("3", [3]),
        ("1-3,5", [1, 2, 3, 5]),
        ("5,1-2", [5, 1, 2]),
        ("2,2,1-2", [2, 2, 1, 2]),
        ("5-99", [5, 6, 7]),
        ("7-7", [7]),
        ("odd", [1, 3, 5, 7]),
        ("even", [2, 4, 6]),
        ("reverse", [7, 6, 5, 4, 3, 2, 1]),
        ("even,reverse", [6, 4, 2]),
        ("1-5,odd,reverse", [5, 3, 1]),
        ("reverse,odd,6,1-5", [5, 3, 1]),
        ("4,2-3,even", [4, 2]),
        ("5,1-2,reverse", [2, 1, 5]),
    ],
)
def test_page_ranges(page_ranges: str | None, pages: list[int]) -> None:
    """Ranges keep their order, may overlap, and end with the document.

    Odd and even are the numbers in the document, whichever ranges there are.
    """
    assert select_pages(page_ranges, 7) == pages


@pytest.mark.parametrize(
    ("page_ranges", "count"), [("even", 1), ("3,5,even", 7), ("2,odd,reverse", 7)]
)
def test_no_page_is_left(page_ranges: str, count: int) -> None:
    """It is an error if there is no odd or even page among those selected."""
    with pytest.raises(DocumentError) as raised:
        select_pages(page_ranges, count)
    assert raised.value.key == "page_ranges_empty"
    assert raised.value.placeholders == {"part": page_ranges, "pages": str(count)}


@pytest.mark.parametrize("page_ranges", ["odd,even", "1-3,even,odd"])
def test_both_odd_and_even(page_ranges: str) -> None:
    """No page is both."""
    with pytest.raises(DocumentError) as raised:
        select_pages(page_ranges, 7)
    assert raised.value.key == "page_ranges_empty"


@pytest.mark.parametrize(
    ("page_ranges", "count", "pages", "examples"),
    [
        (None, 7, 7, "1-3 / 4-6 / 7"),
        (None, 9, 9, "1-3 / 4-6 / 7-9"),
        (None, 10, 10, "1-3 / 4-6 / 7-9 / …"),
        (None, 60_000, 60_000, "1-3 / 4-6 / 7-9 / …"),
        ("3-99", 7, 5, "3-5 / 6-7"),
        ("1-2,5-6,1", 7, 5, "1-2,5 / 6,1"),
        ("odd", 8, 4, "1-5,odd / 7,odd"),
        ("even", 8, 4, "2-6,even / 8,even"),
        ("reverse", 5, 5, "3-5,reverse / 1-2,reverse"),
        ("1-2,5-7,reverse", 7, 5, "5-7,reverse / 1-2,reverse"),
        ("1-2,6-7,reverse", 7, 4, "2,6-7,reverse / 1,reverse"),
        (",".join(["1-9999999"] * 5000), 10**6, 5 * 10**9, "1-3 / 4-6 / 7-9 / …"),
    ],
)
def test_too_many_pages(
    page_ranges: str | None, count: int, pages: int, examples: str
) -> None:
    """The error names ranges that have all pages, and can be printed one by one."""
    with pytest.raises(DocumentError) as raised:
        select_pages(page_ranges, count, 3)
    assert raised.value.key == "pages_too_many"
    assert raised.value.placeholders == {
        "pages": str(pages),
        "limit": "3",
        "examples": examples,
    }


@pytest.mark.parametrize(
    "page_ranges", [None, "3-9,1", "odd", "2-9,even", "reverse", "1-2,6-7,reverse"]
)
def test_examples_are_the_whole_print(page_ranges: str | None) -> None:
    """The ranges that are named print the same pages, one after the other."""
    whole = select_pages(page_ranges, 9)
    with pytest.raises(DocumentError) as raised:
        select_pages(page_ranges, 9, 3)
    examples = raised.value.placeholders["examples"].split(" / ")
    parts = [select_pages(example, 9, 3) for example in examples]
    assert [page for part in parts for page in part] == whole


@pytest.mark.parametrize(
    ("page_ranges", "part"), [("8", "8"), ("8-9", "8-9"), ("1-3,99,100", "99")]
)
def test_page_range_outside_of_the_document(page_ranges: str, part: str) -> None:
    """A range without a single page of the document is an error."""
    with pytest.raises(DocumentError) as raised:
        select_pages(page_ranges, 7)
    assert raised.value.key == "page_ranges_outside"
    assert raised.value.placeholders == {"part": part, "pages": "7"}


def test_sheet_of_the_page_size() -> None:
    """Without a paper, the sheet has the size of the page."""
    assert Sheet.for_page((100.0, 150.0)) == Sheet((100.0, 150.0), (100.0, 150.0))


@pytest.mark.parametrize(
    ("page", "paper", "picture"),
    [
        # Never scaled up
        ((105.0, 148.0), A4, (105.0, 148.0)),
        (A4, A4, A4),
        # Scaled down to the width or the height
        ((420.0, 594.0), A4, A4),
        ((420.0, 500.0), A4, (210.0, 250.0)),
        ((300.0, 594.0), A4, (150.0, 297.0)),
        # The paper gets the orientation of the page
        ((297.0, 210.0), (297.0, 210.0), (297.0, 210.0)),
        ((594.0, 420.0), (297.0, 210.0), (297.0, 210.0)),
        # A square has no orientation.
        ((420.0, 420.0), A4, (210.0, 210.0)),
    ],
)
def test_page_on_named_paper(
    page: tuple[float, float], paper: tuple[float, float], picture: tuple[float, float]
) -> None:
    """A page is scaled to fit on the paper, which is turned if necessary."""
    sheet = Sheet.for_page(page, A4)
    assert sheet.paper == paper
    assert sheet.picture == pytest.approx(picture)


def test_square_paper() -> None:
    """Square paper has no orientation either."""
    sheet = Sheet.for_page((50.0, 80.0), (40.0, 40.0))
    assert sheet == Sheet((40.0, 40.0), (25.0, 40.0))


def test_turned() -> None:
    """A wide page is turned to the left onto an upright sheet, in its true size."""
    sheet = Sheet.for_page((297.0, 210.0))
    upright = sheet.upright()
    assert upright == Sheet(A4, (297.0, 210.0), rotation=270)
    assert Sheet.for_page(A4).upright() == Sheet.for_page(A4)

    page = WebPage([upright.paper])
    page.add(upright, "png", b"x")
    text = page.finish().decode()
    assert "@page{size:794px 1123px}" in text
    style = "width:1123px;height:794px;transform:translateY(1122.519685px)"
    assert f"{style} rotate(-90deg) scale(0.999572,0.999623)" in text
    # A smaller one is in the middle.
    small = Sheet(A4, (100.0, 50.0), rotation=270)
    page = WebPage([small.paper])
    page.add(small, "png", b"x")
    text = page.finish().decode()
    # 80 mm are left beside its 50 mm, and 98.5 mm above and below its 100 mm.
    assert ';margin:372px 0 0 302px"' in text


def test_one_size() -> None:
    """Sheets of one size use no named pages, which some browsers do not support."""
    sheet = Sheet.for_page(A4)
    page = WebPage([sheet.paper])
    page.add(sheet, "png", b"first")
    page.add(sheet, "jpeg", b"second")
    size = page.size

    html = page.finish()

    assert len(html) == size
    text = html.decode()
    assert text.startswith("<!DOCTYPE html>")
    assert text.endswith("</div></body></html>")
    assert "@page{size:794px 1123px}.s0{width:794px;height:1123px}" in text
    style = "width:794px;height:1123px;transform:scale(0.999623,0.999572)"
    sheets = [
        f'<div class="s0"><img alt="" style="{style}"'
        f' src="data:image/{kind};base64,{b64encode(data).decode()}"></div>'
        for kind, data in (("png", b"first"), ("jpeg", b"second"))
    ]
    assert text.partition("<body>")[2] == f"{''.join(sheets)}</body></html>"


def test_several_sizes() -> None:
    """Each size has a CSS page of its own."""
    sheets = [Sheet.for_page(size) for size in (A4, (297.0, 210.0), A4)]
    page = WebPage(sheet.paper for sheet in sheets)
    for sheet in sheets:
        page.add(sheet, "png", b"")
    text = page.finish().decode()

    assert "@page s0{size:794px 1123px}.s0{page:s0;width:794px;height:1123px}" in text
    assert "@page s1{size:1123px 794px}.s1{page:s1;width:1123px;height:794px}" in text
    assert [part[:2] for part in text.split('<div class="')[1:]] == ["s0", "s1", "s0"]


@pytest.mark.parametrize(
    ("sheet", "offset"),
    [
        (Sheet(A4, A4), (0, 0)),
        (Sheet(A4, (100.0, 150.0)), (55, 73.5)),
        (Sheet(A4, (100.0, 150.0), offset=(12.5, 8.25)), (12.5, 8.25)),
        # Larger than the paper, as a picture that fills it
        (Sheet(A4, (300.0, 420.0), offset=(-45.0, -61.5)), (-45, -61.5)),
        *(
            (Sheet(A4, (120.0, 80.0), rotation, offset=(5.0, 9.0)), (5, 9))
            for rotation in (90, 180, 270)
        ),
        # In the middle, turned
        (Sheet(A4, (200.0, 100.0), 90), (55, 48.5)),
        (Sheet(A4, (200.0, 100.0), 180), (5, 98.5)),
        (Sheet((297.0, 210.0), A4, 270), (0, 0)),
    ],
)
def test_style_is_read_again(sheet: Sheet, offset: tuple[float, float]) -> None:
    """Where a picture lies is known by its style, within half a pixel."""
    found = parse_style(get_style(sheet).encode(), sheet.paper)
    assert found is not None
    assert (found.paper, found.rotation) == (sheet.paper, sheet.rotation)
    assert found.picture == pytest.approx(sheet.picture, abs=0.01)
    assert found.offset == pytest.approx(offset, abs=0.14)


@pytest.mark.parametrize("style", [b"", b"width:10px;height:10px", b"color:red"])
def test_other_style(style: bytes) -> None:
    """No place is known of a picture with a style of its own."""
    assert parse_style(style, A4) is None


def test_large_picture() -> None:
    """The base64 of a picture is correct, although it is encoded in pieces."""
    picture = bytes(number % 251 for number in range(100_001))
    sheet = Sheet.for_page(A4)
    page = WebPage([sheet.paper])
    page.add(sheet, "jpeg", picture)

    assert b'base64,%b"></div>' % b64encode(picture) in page.finish()


def test_smaller_picture_is_in_the_middle() -> None:
    """A picture that does not fill its paper is centered."""
    sheet = Sheet.for_page((100.0, 150.0), A4)
    page = WebPage([sheet.paper])
    page.add(sheet, "png", b"")
    text = page.finish().decode()

    # 110 mm are left beside it, and 147 mm above and below.
    assert "width:378px;height:567px;transform:scale(0.999875,0.999875);" in text
    assert ';margin:278px 0 0 208px"' in text


def test_tiny_paper() -> None:
    """Paper has a size of at least one pixel."""
    assert b"size:1px 1px" in WebPage([(0.01, 0.01)]).finish()
