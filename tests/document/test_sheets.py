"""Sheets of paper as a web page."""

from base64 import b64encode

import pytest

from custom_components.cloudprint.document.sheets import Sheet, WebPage

A4 = (210.0, 297.0)


def test_page_of_its_own_size() -> None:
    """Without a paper, the page is the paper."""
    assert Sheet.of_page((100.0, 150.0)) == Sheet((100.0, 150.0), (100.0, 150.0))


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
        # Turned as the page lies
        ((297.0, 210.0), (297.0, 210.0), (297.0, 210.0)),
        ((594.0, 420.0), (297.0, 210.0), (297.0, 210.0)),
        # A square lies on no side.
        ((420.0, 420.0), A4, (210.0, 210.0)),
    ],
)
def test_page_on_named_paper(
    page: tuple[float, float], paper: tuple[float, float], picture: tuple[float, float]
) -> None:
    """A page is made to fit on the paper, which is turned."""
    sheet = Sheet.of_page(page, A4)
    assert sheet.paper == paper
    assert sheet.picture == pytest.approx(picture)


def test_square_paper() -> None:
    """Square paper does not lie on a side either."""
    sheet = Sheet.of_page((50.0, 80.0), (40.0, 40.0))
    assert sheet == Sheet((40.0, 40.0), (25.0, 40.0))


def test_one_size() -> None:
    """Sheets of one size need no names, which some browsers do not know."""
    sheet = Sheet.of_page(A4)
    page = WebPage([sheet, sheet])
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
    """Each size is a kind of page of its own, however often it comes."""
    sheets = [Sheet.of_page(size) for size in (A4, (297.0, 210.0), A4)]
    page = WebPage(sheets)
    for sheet in sheets:
        page.add(sheet, "png", b"")
    text = page.finish().decode()

    assert "@page s0{size:794px 1123px}.s0{page:s0;width:794px;height:1123px}" in text
    assert "@page s1{size:1123px 794px}.s1{page:s1;width:1123px;height:794px}" in text
    assert [part[:2] for part in text.split('<div class="')[1:]] == ["s0", "s1", "s0"]


def test_large_picture() -> None:
    """The base64 that is made in pieces is that of the whole."""
    picture = bytes(number % 251 for number in range(100_001))
    sheet = Sheet.of_page(A4)
    page = WebPage([sheet])
    page.add(sheet, "jpeg", picture)

    assert b'base64,%b"></div>' % b64encode(picture) in page.finish()


def test_smaller_picture_is_in_the_middle() -> None:
    """What does not fill its paper has the same margins on both sides."""
    sheet = Sheet.of_page((100.0, 150.0), A4)
    page = WebPage([sheet])
    page.add(sheet, "png", b"")
    text = page.finish().decode()

    # 110 mm are left beside it, and 147 mm above and below.
    assert "width:378px;height:567px;transform:scale(0.999875,0.999875);" in text
    assert ';margin:278px 0 0 208px"' in text


def test_tiny_paper() -> None:
    """No paper is smaller than a pixel."""
    assert b"size:1px 1px" in WebPage([Sheet.of_page((0.01, 0.01))]).finish()
