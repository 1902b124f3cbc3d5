"""Web pages of sheets with several pictures, and the preview of the first one."""

from base64 import b64encode
from dataclasses import replace
from io import BytesIO
import re

from PIL import Image
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.arrange.models import Line
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.settings import A4
from custom_components.cloudprint.document.sheets.arranged_page import (
    ArrangedPage,
    PrintedSheet,
)
from custom_components.cloudprint.document.sheets.sheets import Sheet
from tests.samples.pictures import BLUE, RED, WHITE, saved, scene

from ..laid_out import get_picture
from ..previews import create_preview

LANDSCAPE = (297.0, 210.0)
SCENE = ("png", saved(scene(), "PNG"))
UPPER = Sheet(A4, (60.0, 40.0), offset=(10.0, 20.0))
LOWER = Sheet(A4, (60.0, 40.0), rotation=90, offset=(100.0, 200.0))


def write(*sheets: PrintedSheet) -> Content:
    """Return sheets as content."""
    page = ArrangedPage(sheets)
    return Content(
        media_format=MediaFormat.HTML,
        media_source=MediaSource.STRING,
        payload=page.finish(),
        pages=len(sheets),
        paper=sheets[0].paper,
    )


def split(content: Content) -> list[str]:
    """Return what is in the element of each sheet."""
    _, _, body = content.payload.decode().partition("<body>")
    return re.findall(r'<div class="\w+">(.*?)</div>', body)


def read_png(preview: bytes | None) -> Image.Image:
    """Return a preview as pixels."""
    assert preview is not None
    return Image.open(BytesIO(preview)).convert("RGB")


def test_several_pictures() -> None:
    """Each picture lies exactly in its place; sheets and blank ones are separate."""
    content = write(
        PrintedSheet(A4, [(UPPER, SCENE), (LOWER, ("jpeg", b"other"))]),
        PrintedSheet(A4),
        PrintedSheet(LANDSCAPE, [(Sheet(LANDSCAPE, (30.0, 20.0)), SCENE)]),
    )
    first, blank, last = split(content)

    upper, lower = re.findall(r'<img alt="" style="([^"]*)"', first)
    assert get_picture(upper, A4).box == pytest.approx((10, 20, 60, 40), abs=0.001)
    assert get_picture(lower, A4).box == pytest.approx((100, 200, 40, 60), abs=0.001)
    assert f"data:image/jpeg;base64,{b64encode(b'other').decode()}" in first
    assert "<img" not in blank
    assert last.count("<img") == 1


def test_repeated_picture() -> None:
    """A picture that is repeated is written once on each of its sheets."""
    places = [Sheet(A4, (25.0, 35.0), offset=(10.0 + 30 * n, 10.0)) for n in range(6)]
    sheet = PrintedSheet(A4, [(place, SCENE) for place in places])
    content = write(sheet, sheet)

    for number, written in enumerate(split(content)):
        assert written.count("data:image/") == 1
        assert f'<image id="p{number}"' in written
        assert written.count(f'xlink:href="#p{number}"') == 5
        styles = re.findall(r'<svg style="([^"]*)"', written)
        assert [get_picture(style, A4).box[0] for style in styles] == pytest.approx(
            [10, 40, 70, 100, 130, 160], abs=0.001
        )


def test_lines() -> None:
    """Lines are drawn in millimetres, in the exact proportions of the paper."""
    content = write(
        PrintedSheet(
            A4,
            lines=(
                Line((0.0, 148.5), (210.0, 148.5)),
                Line((10.0, 5.0), (10.0, 8.0), is_dashed=False),
            ),
        )
    )
    (written,) = split(content)
    # 794 and 1123 pixels, to which browsers round A4
    assert 'viewBox="0 0 210.079167 297.127083" style="width:794px;height:1123px"' in (
        written
    )
    assert '<path d="M10 5L10 8"/>' in written
    assert '<path stroke-dasharray="2" d="M0 148.5L210 148.5"/>' in written


def test_preview() -> None:
    """The preview has all pictures of the first sheet, turned as they are printed."""
    content = write(
        PrintedSheet(
            A4,
            [
                (UPPER, SCENE),
                (LOWER, SCENE),
                (Sheet(A4, (8.0, 8.0)), ("png", SCENE[1])),
            ],
            (Line((0.0, 148.5), (210.0, 148.5)),),
        ),
        PrintedSheet(A4),
    )
    preview = read_png(create_preview(content))
    assert preview.size == (424, 600)

    def color(left: float, top: float) -> tuple[int, ...] | float | None:
        return preview.getpixel((round(left / 210 * 424), round(top / 297 * 600)))

    assert color(35, 37) == RED
    assert color(25, 55) == BLUE
    # Turned to the right, the lower left is the upper left.
    assert color(110, 210) == BLUE
    assert color(130, 245) not in (WHITE, RED, BLUE)
    assert color(150, 100) == WHITE
    assert color(100, 148.5) != WHITE


def test_preview_of_a_blank_sheet() -> None:
    """A blank sheet is white."""
    content = write(PrintedSheet(LANDSCAPE), PrintedSheet(A4, [(UPPER, SCENE)]))
    preview = read_png(create_preview(content))
    assert preview.size == (600, 424)
    assert preview.getcolors() == [(600 * 424, WHITE)]


def test_preview_of_a_blank_back() -> None:
    """The back of an odd last page is blank, and has no description."""
    content = write(PrintedSheet(A4), PrintedSheet(A4, [(UPPER, SCENE)]))
    head, _, rest = content.payload.partition(b'<div class="s0">')
    _, _, rest = rest.partition(b"</div>")
    back = b'<div class="s0 turned"></div>'
    content = replace(content, payload=head + back + rest)
    assert read_png(create_preview(content)).getcolors() == [(424 * 600, WHITE)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"at":', b'{"at"'),
        (b"<!--", b"<!"),
        (b"data:image/png", b"data:image/gif"),
        (b";base64,", b";base64,!"),
        (b"data:image/png", b"cid:"),
    ],
)
def test_no_preview_of_damaged_content(old: bytes, new: bytes) -> None:
    """Content that was damaged has no preview."""
    content = write(PrintedSheet(A4, [(UPPER, SCENE)]))
    damaged = replace(content, payload=content.payload.replace(old, new))
    assert create_preview(content) is not None
    assert create_preview(damaged) is None


def test_no_preview_of_a_broken_picture() -> None:
    """A sheet with a picture that cannot be read has no preview."""
    content = write(PrintedSheet(A4, [(UPPER, SCENE), (LOWER, ("jpeg", b"other"))]))
    assert create_preview(content) is None
