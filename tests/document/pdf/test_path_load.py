"""Long and stretched paths, of which PDFium draws only a part at a time."""

from math import sin

from PIL import Image
import pypdfium2
import pytest

from custom_components.cloudprint.document.pdf.page_objects import read_objects
from custom_components.cloudprint.document.pdf.pdf import build_pdf_content
from custom_components.cloudprint.document.pdf.pdfium import PdfFile
from custom_components.cloudprint.document.settings import RenderSettings

from ...samples.pdf_drawings import long_curve, stretched_lines
from ...samples.pdf_files import PASSWORDS, PDFS
from ...samples.pdf_writer import PdfWriter
from .raster_pages import difference

PRINTED = (2480, 3508)
"""Pixels of A4 at 300 dpi."""
SQUARE = (1000.0, 1000.0)


def drawn(
    data: bytes,
    size: tuple[int, int] = PRINTED,
    whole: tuple[int, int, int, int] | None = None,
    *,
    is_grey: bool = True,
) -> Image.Image:
    """Return the first page as it is drawn."""
    with PdfFile(data) as pdf, pdf.page(1) as page:
        assert page.can_draw_lines(size)
        return page.draw(size, is_grey=is_grey, whole=whole)


def count_parts(
    data: bytes, size: tuple[int, int] = PRINTED, password: str | None = None
) -> tuple[int, int] | None:
    """Return in how many columns and rows the first page has to be drawn."""
    with pypdfium2.PdfDocument(data, password) as document:
        first = document[0]
        return read_objects(first.raw).path_load.count_parts(size)


def page(drawing: str, size: tuple[float, float] = SQUARE, entries: str = "") -> bytes:
    """Return a PDF with a page."""
    writer = PdfWriter()
    writer.add_page(drawing, size, entries=entries)
    return writer.finish()


def zigzag(
    points: int,
    *,
    pieces: int = 1,
    is_upright: bool = False,
    at: float = 0,
    by: float = 1,
) -> str:
    """Return a line to and fro over most of a square, as so many paths.

    It begins at a place, and is made smaller.
    """
    places = [
        (950.0 if index % 2 else 50.0, 50 + 900 * index / points)
        for index in range(points + 1)
    ]
    if is_upright:
        places = [(y, x) for x, y in places]
    drawing = ""
    for start in range(0, points, step := points // pieces):
        line = [
            f"{at + x * by:g} {at + y * by:g}"
            for x, y in places[start : start + step + 1]
        ]
        drawing += f"{line[0]} m {' l '.join(line[1:])} l S\n"
    return drawing


@pytest.mark.parametrize("is_upright", [False, True])
@pytest.mark.parametrize("entries", ["", "/Rotate 90"])
def test_long_line(is_upright: bool, entries: str) -> None:
    """A line looks like many short ones, whichever way it and the page lie."""
    size = 800, 800
    whole = page(f"0.2 w {zigzag(7000, is_upright=is_upright)}", entries=entries)
    pieces = zigzag(7000, pieces=70, is_upright=is_upright)
    expected = drawn(page(f"0.2 w {pieces}", entries=entries), size)
    assert difference(drawn(whole, size), expected) < 0.01


def test_line_in_all_directions() -> None:
    """A line that crosses columns and rows as often is drawn in parts of both."""

    def lines(pieces: int) -> str:
        across = zigzag(3000, pieces=pieces, by=0.5)
        return across + zigzag(3000, pieces=pieces, is_upright=True, at=500, by=0.5)

    size = 2000, 2000
    one_path = page(f"0.2 w {lines(1).replace(' S', '', 1)}")
    columns, rows = count_parts(one_path, size) or (0, 0)
    assert columns > 1
    assert rows > 1
    expected = drawn(page(f"0.2 w {lines(30)}"), size)
    assert difference(drawn(one_path, size), expected) < 0.01


def test_part_of_a_page() -> None:
    """The part that lies on a sheet is complete, too."""
    whole = drawn(long_curve())
    box = (1200, 1400, 2300, 2000)
    part = drawn(long_curve(), (1100, 600), (-1200, -1400, *PRINTED), is_grey=False)
    assert difference(whole.crop(box), part) < 0.01


def test_long_line_in_forms() -> None:
    """A line is as long as the form XObjects around it make it."""
    writer = PdfWriter()
    form = "/Type /XObject /Subtype /Form /BBox [0 0 1000 1000]"
    inner = writer.add_stream(f"0.2 w {zigzag(6000)}".encode(), form)
    outer = writer.add_stream(
        b"q 0.01 0 0 0.01 0 0 cm /F Do Q",
        f"{form} /Resources << /XObject << /F {inner} 0 R >> >>",
    )
    for scale, is_long in ((100, True), (1, False)):
        writer.add_page(
            f"{scale} 0 0 {scale} 0 0 cm /F Do",
            SQUARE,
            resources=f"/XObject << /F {outer} 0 R >>",
        )
        data = writer.finish()
        with pypdfium2.PdfDocument(data) as document:
            last = document[len(document) - 1]
            load = read_objects(last.raw).path_load
        assert (load.count_parts((1000, 1000)) != (1, 1)) is is_long


@pytest.mark.parametrize("entries", ["", "/Rotate 90", "/Rotate 180"])
@pytest.mark.parametrize("is_turned", [False, True])
def test_stretched_lines(entries: str, is_turned: bool) -> None:
    """Lines are where they are without being stretched."""
    lines = "".join(f"0 {y} m {y} {y} l S\n" for y in range(20, 1000, 20))
    expected = page(f"0 0 1 rg 4 w {lines}", entries=entries)
    stretched = "".join(f"0 {y * 50} m {y} {y * 50} l S\n" for y in range(20, 1000, 20))
    matrix = "0 1 -0.02 0 1000 0" if is_turned else "1 0 0 0.02 0 0"
    turn = "0 1 -1 0 1000 0 cm" if is_turned else ""
    expected = page(f"{turn} 4 w {lines}", entries=entries)
    # What is filled has the same matrix before.
    box = "0 0 1 1 re f"
    data = page(f"{matrix} cm {box} 200 w {stretched}", entries=entries)
    assert difference(drawn(data, (2000, 2000)), drawn(expected, (2000, 2000))) < 0.01


@pytest.mark.parametrize(
    "name", [name for name in PDFS if name not in ("long_curve", "stretched_lines")]
)
def test_other_pages(name: str) -> None:
    """Other pages are drawn at once."""
    assert count_parts(PDFS[name](), password=PASSWORDS.get(name)) == (1, 1)


@pytest.mark.parametrize(
    "drawing",
    [
        # Many points, but small
        "0.001 0 0 0.001 0 0 cm " + zigzag(6000),
        # As a coast on a map: long, but it crosses no row often
        "0 0 m "
        + " ".join(
            f"{index / 10:g} {500 + 200 * sin(index / 500) + index % 3 / 9:.2f} l"
            for index in range(9000)
        )
        + " S",
        # Many lines, each short
        zigzag(6000, pieces=600),
        # Outside of the page, and nowhere
        "1 0 0 1 5000 5000 cm " + zigzag(6000),
        "1 0 0 0 0 0 cm 0 0 m 5 5 l S",
        # Stretched, but no lines
        "1 0 0 0.001 0 0 cm 0 0 1000 1000000 re f",
        # Less stretched than matters
        "1 0 0 0.8 0 0 cm 0 0 m 1000 1000 l S",
    ],
    ids=(
        "small",
        "coast",
        "many_short",
        "outside",
        "nowhere",
        "filled",
        "hardly_stretched",
    ),
)
def test_harmless_paths(drawing: str) -> None:
    """What PDFium draws completely is drawn at once."""
    assert count_parts(page(drawing), (1000, 1000)) == (1, 1)


def test_boxes_in_one_path() -> None:
    """What repeats in a path is counted all the same."""
    boxes = " ".join(f"{index / 10:g} 50 0.1 900 re" for index in range(9000))
    assert count_parts(page(f"{boxes} f"), (1000, 1000)) in ((1, 12), (1, 13))


def test_lines_that_cannot_be_drawn() -> None:
    """There is a warning of lines that no number of parts draws completely."""
    drawing = "1 0 0 0.00001 0 0 cm 0 0 m 1000 90000000 l S"
    assert count_parts(page(drawing), (1000, 1000)) is None
    content = build_pdf_content(page(drawing), RenderSettings(dpi=72))
    assert content.warnings == ("lines_missing",)
    for complete in (long_curve(100), stretched_lines()):
        assert build_pdf_content(complete, RenderSettings(dpi=72)).warnings == ()
