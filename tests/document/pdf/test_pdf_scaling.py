"""Pages of a PDF that are scaled to their paper."""

from typing import Any

from PIL import Image
import pytest

from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.pdf.pdf import build_pdf_content
from custom_components.cloudprint.document.settings import A4, RenderSettings, Scaling

from ...samples.pdf_files import PDFS
from ...samples.pdf_writer import POINTS_PER_MM, PdfWriter, millimetres
from ..laid_out import get_laid_out
from .raster_pages import difference, pictures

A3 = (297.0, 420.0)
A6 = (105.0, 148.0)
MARGINS = (4.0, 6.0, 10.0, 8.0)
RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)


def quarters(*sizes: tuple[float, float]) -> bytes:
    """Return pages of red and green above, and blue and yellow below."""
    writer = PdfWriter()
    for width, height in sizes:
        wide, high = (side * POINTS_PER_MM for side in (width / 2, height / 2))
        writer.add_page(
            f"1 0 0 rg 0 {high} {wide} {high} re f 0 1 0 rg {wide} {high} {wide} {high}"
            f" re f 0 0 1 rg 0 0 {wide} {high} re f 1 1 0 rg {wide} 0 {wide} {high} re f",
            (width * POINTS_PER_MM, height * POINTS_PER_MM),
        )
    return writer.finish()


def printed(data: bytes, scaling: Scaling, **values: Any) -> Content:
    """Convert a PDF for A4, at a low resolution to save time."""
    settings = {"dpi": 100, "margins": MARGINS, "page_ranges": "1-99", **values}
    return build_pdf_content(data, RenderSettings(scaling=scaling, **settings))


def colors(picture: Image.Image) -> list[tuple[int, ...]]:
    """Return the colors of the corners: above, then below."""
    width, height = picture.size
    places = [(3, 3), (width - 4, 3), (3, height - 4), (width - 4, height - 4)]
    whole = picture.convert("RGB")
    return [tuple(whole.crop((x, y, x + 1, y + 1)).tobytes()) for x, y in places]


@pytest.mark.parametrize(
    ("scaling", "size", "box"),
    [
        (Scaling.AUTO, A6, (52.5, 74.5, *A6)),
        (Scaling.AUTO, A3, (8, 6.914, 196, 277.172)),
        (Scaling.AUTO_FIT, A3, (8, 6.914, 196, 277.172)),
        (Scaling.FIT, A6, (8, 7.367, 196, 276.267)),
        (Scaling.NONE, A6, (52.5, 74.5, *A6)),
        # Only what lies on the paper is drawn.
        (Scaling.FILL, (100.0, 100.0), (0, 0, *A4)),
        (Scaling.NONE, A3, (0, 0, *A4)),
    ],
)
def test_places(
    scaling: Scaling, size: tuple[float, float], box: tuple[float, ...]
) -> None:
    """A page lies where its scaling says, with the same colors in its corners."""
    content = printed(quarters(size), scaling)
    (laid_out,) = get_laid_out(content)
    assert laid_out.paper == pytest.approx(A4, abs=0.14)
    assert laid_out.box == pytest.approx(box, abs=0.01)
    (picture,) = pictures(content)
    wide, high = (round(side / 25.4 * 100) for side in box[2:])
    assert picture.size == pytest.approx((wide, high), abs=1)
    assert colors(picture) == [RED, GREEN, BLUE, YELLOW]
    # The middle of the page is in the middle of its picture.
    for across, color in ((-4, RED), (4, GREEN)):
        point = picture.width // 2 + across, picture.height // 2 - 4
        assert picture.convert("RGB").getpixel(point) == color


@pytest.mark.parametrize("is_monochrome", [False, True])
def test_part_of_a_page(*, is_monochrome: bool) -> None:
    """What is drawn of a page looks as it does in the whole page."""
    data = PDFS["drawing"]()
    # A dot is a tenth of a millimetre.
    (whole,) = pictures(
        build_pdf_content(data, RenderSettings(dpi=254, is_monochrome=is_monochrome))
    )
    content = printed(
        data, Scaling.NONE, dpi=254, paper=A6, is_monochrome=is_monochrome
    )
    (part,) = pictures(content)
    assert part.size == (1050, 1480)
    left, top = (whole.width - part.width) // 2, (whole.height - part.height) // 2
    same = whole.crop((left, top, left + part.width, top + part.height))
    assert difference(part, same) < 0.01
    assert (part.mode == "L") is is_monochrome


@pytest.mark.parametrize(
    ("rotation", "expected"),
    [
        (0, (0, 0)),
        (90, (210, 0)),
        (180, (210, 297)),
        (270, (0, 297)),
    ],
)
def test_cut_and_turned(rotation: int, expected: tuple[float, float]) -> None:
    """A page is drawn as it is, and turned on its sheet."""
    # The page is larger than the paper, and red up to 180 mm from its left edge.
    writer = PdfWriter()
    wide, high = millimetres(180, 1000)
    writer.add_page(f"1 0 0 rg 0 0 {wide} {high} re f", millimetres(400, 1000))
    content = printed(writer.finish(), Scaling.NONE, rotation=rotation)
    (laid_out,) = get_laid_out(content)
    assert laid_out.paper == pytest.approx(A4, abs=0.14)
    assert laid_out.box == pytest.approx((0, 0, *A4), abs=0.01)
    assert laid_out.top_left == pytest.approx(expected, abs=0.01)
    (picture,) = pictures(content)
    is_turned = rotation in (90, 270)
    size = (round(297 / 0.254), round(210 / 0.254))
    assert picture.size == (size if is_turned else size[::-1])
    assert content.is_turned is is_turned
    red = picture.convert("RGB").getchannel("G").point(lambda value: 255 - value)
    box = red.getbbox()
    assert box is not None
    left_cut = (400 - (297 if is_turned else 210)) / 2
    assert box[2] == pytest.approx((180 - left_cut) / 0.254, abs=1)
    assert (box[0], box[1], box[3]) == (0, 0, picture.height)


def test_several_pages() -> None:
    """The paper gets the orientation of each page, and ranges select the pages."""
    wide = (A6[1], A6[0])
    data = quarters(A6, wide, A4, A3)
    content = printed(data, Scaling.FIT, page_ranges="4,1-2", margins=None)
    papers = [laid_out.paper for laid_out in get_laid_out(content)]
    assert papers[0] == papers[1] == pytest.approx(A4, abs=0.14)
    assert papers[2] == pytest.approx((297, 210), abs=0.14)
    assert (content.pages, content.paper) == (3, A4)
    assert content.is_ranged
    assert not content.is_turned

    turned = printed(data, Scaling.FIT, page_ranges="4,1-2", turns_landscape=True)
    assert turned.is_turned
    for laid_out in get_laid_out(turned):
        assert laid_out.paper == pytest.approx(A4, abs=0.14)
    # The wide page begins at the lower left, within the margins.
    left, top = get_laid_out(turned)[2].top_left
    assert (left, top) == pytest.approx((8, 7.367 + 276.267), abs=0.01)


def test_huge_page() -> None:
    """A strip of film that fills the paper is as sharp there as any page."""
    (picture,) = pictures(printed(quarters((5000, 10)), Scaling.FILL))
    assert picture.size == (round(297 / 0.254), round(210 / 0.254))
    assert colors(picture) == [RED, GREEN, BLUE, YELLOW]
