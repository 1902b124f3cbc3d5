"""Pages and pictures that are scaled to their paper, as Chromium prints them."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import PdfDocument, PdfPage
import pytest

from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.settings import A4, RenderSettings, Scaling

from ..samples.pdf_writer import POINTS_PER_MM, PdfWriter
from .browser import print_to_paper
from .paper import DPI

pytestmark = pytest.mark.browser

MARGINS: Final = (4.0, 6.0, 10.0, 8.0)
"""Top, right, bottom and left of upright A4."""
WITHIN_MARGINS: Final = (106.0, 145.5)
"""The middle of the area within them."""
WITHIN_MARGINS_OF_WIDE: Final = (151.5, 106.0)

PIXELS: Final = {
    "portrait": (800, 1150),
    "landscape": (1150, 800),
    "small": (400, 600),
    "large": (1150, 1650),
}
"""Sizes at 100 dpi: nearly A4, upright and on its side, A6 and A3."""
MM_PER_PIXEL: Final = 0.254
MM_PER_DOT: Final = 25.4 / DPI

FIT: Final = {
    "portrait": 0.96457,
    "landscape": 0.96457,
    "small": 1.85696,
    "large": 0.67100,
}
FILL: Final = {
    "portrait": 1.03346,
    "landscape": 1.03346,
    "small": 2.06693,
    "large": 0.71893,
}
TRUE_SIZE: Final = dict.fromkeys(PIXELS, 1.0)
ONLY_LARGE: Final = {**TRUE_SIZE, "large": FIT["large"]}

SCALES: Final = {
    "pdf": {
        Scaling.AUTO: ONLY_LARGE,
        Scaling.AUTO_FIT: ONLY_LARGE,
        Scaling.FIT: FIT,
        Scaling.FILL: FILL,
        Scaling.NONE: TRUE_SIZE,
    },
    "jpeg": {
        Scaling.AUTO: FIT,
        Scaling.AUTO_FIT: ONLY_LARGE,
        Scaling.FIT: FIT,
        Scaling.FILL: FILL,
        Scaling.NONE: TRUE_SIZE,
    },
}
"""How many times larger each page is printed, by kind and scaling."""

NEAR: Final = 0.16
FAR: Final = 0.2
"""Between these shares of each side of a page are its marks, from all four corners."""
SHARE: Final = 1 - NEAR - FAR
"""How far apart the middles of the marks are."""
MAX_MM: Final = 0.25
MAX_MM_OF_MARKS: Final = 0.5
"""Poppler enlarges a picture to whole dots, and the marks with it."""
BLACK: Final = (0, 0, 0)
BLUE: Final = (0, 0, 200)
PAPER: Final = (240, 240, 240)

type Point = tuple[float, float]


def get_marks(width: float, height: float) -> list[tuple[float, float, float, float]]:
    """Return the left, upper, right and lower edge of each mark, the upper left first.

    Programs draw a mark larger by up to a dot at each edge; its middle stays.
    """
    return [
        (left * width, top * height, (left + side) * width, (top + side) * height)
        for side in (FAR - NEAR,)
        for top in (NEAR, 1 - FAR)
        for left in (NEAR, 1 - FAR)
    ]


def make_jpeg(name: str) -> bytes:
    """Return a grey picture with a blue mark at the upper left, and three black ones."""
    width, height = PIXELS[name]
    image = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(image)
    for number, mark in enumerate(get_marks(width, height)):
        left, top, right, bottom = (round(edge) for edge in mark)
        draw.rectangle((left, top, right - 1, bottom - 1), BLACK if number else BLUE)
    with BytesIO() as file:
        image.save(file, "JPEG", quality=95, dpi=(100, 100), subsampling=0)
        return file.getvalue()


def make_pdf(*names: str) -> bytes:
    """Return the same as pages."""
    writer = PdfWriter()
    for name in names:
        width, height = (side * MM_PER_PIXEL * POINTS_PER_MM for side in PIXELS[name])
        marks = [
            f"{left} {height - bottom} {right - left} {bottom - top} re f"
            for left, top, right, bottom in get_marks(width, height)
        ]
        drawing = (
            f"0.94 g 0 0 {width} {height} re f 0 0 0.8 rg {marks[0]}"
            f" 0 g {' '.join(marks[1:])}"
        )
        writer.add_page(drawing, (width, height))
    return writer.finish()


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A printed page as it looks, and the only picture on it.

    `box` is the left and upper edge, the width and the height in millimetres, whether or
    not all of it is on the paper.
    """

    look: Image.Image
    box: tuple[float, float, float, float]

    @property
    def is_wide(self) -> bool:
        """Return whether the page is wider than high."""
        return self.look.width > self.look.height


def print_pages(content: Content, folder: Path) -> list[PrintedPage]:
    """Return the printed pages, after checking that each is as large as A4."""
    paper = print_to_paper(content, folder)
    for size in paper.sizes():
        assert sorted(size) == pytest.approx(A4, abs=MAX_MM)
    with PdfDocument(paper.file.read_bytes()) as document:
        return [
            PrintedPage(look=look, box=get_picture_box(document[number]))
            for number, look in enumerate(paper.pictures())
        ]


def get_picture_box(page: PdfPage) -> tuple[float, float, float, float]:
    """Return where the only picture on a page is; what draws it would round that."""
    (picture,) = page.get_objects()
    left, bottom, right, top = (edge / POINTS_PER_MM for edge in picture.get_bounds())
    _, height = page.get_size()
    return left, height / POINTS_PER_MM - top, right - left, top - bottom


def measure(page: Image.Image) -> tuple[Point, Point, Point]:
    """Return the middle and the size of what is on a page, and where its blue mark is.

    In millimetres; the last is from the middle.
    """
    dark = page.convert("L").point(lambda value: 255 if value < 128 else 0)
    left, top, right, bottom = get_box(dark)
    across, down = (left + right) // 2, (top + bottom) // 2
    quarters = [
        (x, y, x_end, y_end)
        for y, y_end in ((0, down), (down, dark.height))
        for x, x_end in ((0, across), (across, dark.width))
    ]
    marks = []
    for x, y, x_end, y_end in quarters:
        left, top, right, bottom = get_box(dark.crop((x, y, x_end, y_end)))
        marks.append((x + (left + right) / 2, y + (top + bottom) / 2))
    middle = tuple(sum(point[axis] for point in marks) / 4 for axis in (0, 1))
    size = tuple(
        sum(abs(point[axis] - middle[axis]) for point in marks) / 2 / SHARE
        for axis in (0, 1)
    )
    red, _, blue = page.split()
    # Of grey, black and blue, only blue has more blue than red.
    found = ImageChops.subtract(blue, red).point(lambda value: 255 if value > 64 else 0)
    left, top, right, bottom = get_box(found)
    return (
        (middle[0] * MM_PER_DOT, middle[1] * MM_PER_DOT),
        (size[0] * MM_PER_DOT, size[1] * MM_PER_DOT),
        (
            ((left + right) / 2 - middle[0]) * MM_PER_DOT,
            ((top + bottom) / 2 - middle[1]) * MM_PER_DOT,
        ),
    )


def get_box(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the edges of what is white."""
    box = image.getbbox()
    assert box is not None
    return box


def check_place(
    page: PrintedPage, name: str, scale: float, *, is_fit: bool, is_cut: bool
) -> None:
    """Compare the place of a page or picture with that for its scale.

    With `is_cut`, what is beyond the paper was not sent.
    """
    assert page.is_wide is (name == "landscape")
    paper = (A4[1], A4[0]) if page.is_wide else A4
    if is_fit:
        centre = WITHIN_MARGINS_OF_WIDE if page.is_wide else WITHIN_MARGINS
    else:
        centre = (paper[0] / 2, paper[1] / 2)
    expected = [side * MM_PER_PIXEL * scale for side in PIXELS[name]]
    sent = expected
    if is_cut:
        sent = [min(sides) for sides in zip(expected, paper, strict=True)]
    left, top, width, height = page.box
    assert (width, height) == pytest.approx(sent, abs=MAX_MM)
    assert (left + width / 2, top + height / 2) == pytest.approx(centre, abs=MAX_MM)

    middle, size, blue = measure(page.look)
    assert size == pytest.approx(expected, abs=MAX_MM_OF_MARKS)
    assert middle == pytest.approx(centre, abs=MAX_MM_OF_MARKS)
    assert blue[0] < 0
    assert blue[1] < 0


@pytest.mark.parametrize("scaling", Scaling)
def test_pdf(scaling: Scaling, tmp_path: Path) -> None:
    """Each page is in its place, in the size that its scaling asks for."""
    settings = RenderSettings(scaling=scaling, margins=MARGINS)
    pages = print_pages(convert(make_pdf(*PIXELS), settings), tmp_path)
    for page, (name, scale) in zip(pages, SCALES["pdf"][scaling].items(), strict=True):
        check_place(page, name, scale, is_fit=scale == FIT[name], is_cut=True)


@pytest.mark.parametrize("scaling", Scaling)
@pytest.mark.parametrize("name", PIXELS)
def test_jpeg(name: str, scaling: Scaling, tmp_path: Path) -> None:
    """A picture is in its place, in the size that its scaling asks for."""
    settings = RenderSettings(scaling=scaling, margins=MARGINS)
    (page,) = print_pages(convert(make_jpeg(name), settings), tmp_path)
    scale = SCALES["jpeg"][scaling][name]
    check_place(page, name, scale, is_fit=scale == FIT[name], is_cut=False)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("turns_landscape", [False, True])
@pytest.mark.parametrize("kind", ["pdf", "jpeg"])
def test_rotation(
    kind: str, rotation: int, tmp_path: Path, *, turns_landscape: bool
) -> None:
    """A page is turned as the print asks for, and then as its sheet has to be."""
    settings = RenderSettings(
        scaling=Scaling.FIT, rotation=rotation, turns_landscape=turns_landscape
    )
    names = ["landscape", "large"] if kind == "pdf" else ["landscape"]
    data = make_pdf(*names) if kind == "pdf" else make_jpeg(*names)
    pages = print_pages(convert(data, settings), tmp_path)
    for page, name in zip(pages, names, strict=True):
        is_wide, turned = name == "landscape" and rotation in (0, 180), rotation
        if is_wide and turns_landscape:
            is_wide, turned = False, (rotation + 270) % 360
        assert page.is_wide is is_wide
        corners = {
            0: (False, False),
            90: (True, False),
            180: (True, True),
            270: (False, True),
        }
        _, _, blue = measure(page.look)
        assert (blue[0] > 0, blue[1] > 0) == corners[turned]
