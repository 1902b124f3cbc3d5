"""Sheets of a print as a web page that is small enough to be shown."""

from base64 import b64encode
import re

import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.sheets.sheet_preview import (
    create_sheet_preview,
)
from custom_components.cloudprint.document.sheets.sheets import Sheet, WebPage

MANY = 2**20
A4, A5_WIDE = (210.0, 297.0), (210.0, 148.0)


def create_content(*papers: tuple[float, float]) -> Content:
    """Return content with a sheet of each size."""
    page = WebPage(papers)
    for number, paper in enumerate(papers):
        page.add(Sheet(paper, paper), "png", b"picture %d" % number)
    return Content(
        media_source=MediaSource.STRING,
        media_format=MediaFormat.HTML,
        payload=page.finish(),
        pages=len(papers),
        paper=papers[0],
    )


def count_pictures(html: str) -> int:
    """Return the number of pictures in a page that has its end."""
    assert html.endswith("</div></body></html>")
    return len(re.findall("<img ", html))


@pytest.mark.parametrize(
    ("papers", "height"),
    [
        ((A4,), 297),
        ((A4, A4, A4), 297),
        ((A5_WIDE, A5_WIDE), 148),
        ((A5_WIDE, A4), 297),
    ],
)
def test_all_sheets(papers: tuple[tuple[float, float], ...], height: float) -> None:
    """All sheets are shown, with the largest width and height of any."""
    preview = create_sheet_preview(create_content(*papers), MANY)
    assert preview is not None
    assert (preview.shown, preview.count) == (len(papers), len(papers))
    assert count_pictures(preview.html) == len(papers)
    assert preview.width == pytest.approx(210, abs=0.3)
    assert preview.height == pytest.approx(height, abs=0.3)


def test_first_sheets() -> None:
    """Sheets beyond the limit are left out, but counted, and set the size."""
    content = create_content(A5_WIDE, A5_WIDE, A4)
    limit = len(content.payload) - 1
    preview = create_sheet_preview(content, limit)
    assert preview is not None
    assert (preview.shown, preview.count) == (2, 3)
    assert count_pictures(preview.html) == 2
    assert len(preview.html) <= limit
    assert preview.height == pytest.approx(297, abs=0.3)
    assert create_sheet_preview(content, 100) is None


@pytest.mark.parametrize("html", ["<p>Hello</p>", "</div>", "</head></div>"])
def test_other_pages(html: str) -> None:
    """Pages that are not made of sheets have no preview."""
    content = Content.from_string(html, MediaFormat.HTML)
    assert create_sheet_preview(content, MANY) is None
    content = Content.from_string(html, MediaFormat.HTML, pages=1)
    assert create_sheet_preview(content, MANY) is None
    text = Content.from_string(html, MediaFormat.TEXT, pages=1)
    assert create_sheet_preview(text, MANY) is None


@pytest.mark.parametrize(
    ("wanted", "shown"), [(range(1, 3), 2), (range(3, 7), 2), (range(5, 9), 0)]
)
def test_wanted_sheets(wanted: range, shown: int) -> None:
    """Only the wanted sheets are shown, each with its own size."""
    content = create_content(A5_WIDE, A4, A5_WIDE, A5_WIDE)
    preview = create_sheet_preview(content, MANY, wanted)
    if not shown:
        assert preview is None
        return
    assert preview is not None
    assert (preview.first, preview.shown, preview.count) == (wanted.start, shown, 4)
    assert count_pictures(preview.html) == shown
    for number, picture in enumerate(b64encode(b"picture %d" % at) for at in range(4)):
        assert (picture.decode() in preview.html) is (number + 1 in wanted)
    assert preview.height == pytest.approx(297, abs=0.3)
