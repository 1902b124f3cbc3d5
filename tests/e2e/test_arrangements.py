"""Arranged pages and pictures, as Chromium prints them: where they are, and the lines."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from math import hypot
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageStat
from pypdfium2 import PdfDocument, PdfMatrix, PdfObject, PdfPage, raw
import pytest

from custom_components.cloudprint.document.arrange.settings import (
    Arrangement,
    ArrangeSettings,
    PictureFit,
)
from custom_components.cloudprint.document.batch import convert_files
from custom_components.cloudprint.document.settings import A4, RenderSettings
from custom_components.cloudprint.document.source_file import SourceFile

from ..samples.pdf_writer import POINTS_PER_MM, PdfWriter
from .browser import print_to_paper
from .corpus_table import TITLE
from .paper import DPI

pytestmark = pytest.mark.browser

MAX_MM: Final = 0.25
"""By how much a place or a line may differ."""
MAX_PAPER_MM: Final = 0.3
"""Browsers round the sizes of sheets to whole pixels of 1/96 inch."""
MARGIN: Final = 4.23
"""Where margins are unknown."""
BORDERLESS: Final = (0.0, 0.0, 0.0, 0.0)
A4_WIDE: Final = (297.0, 210.0)
A5: Final = (148.0, 210.0)
FIVE_INCH: Final = (89.0, 127.0)
SIX_INCH: Final = (102.0, 152.0)
SIX_INCH_WIDE: Final = (152.0, 102.0)
SEVEN_INCH: Final = (127.0, 178.0)
SEVEN_INCH_WIDE: Final = (178.0, 127.0)

UPRIGHT: Final = (900, 1200)
WIDE: Final = (1200, 900)
COLORS: Final = (
    *((230, 150, 150), (150, 230, 150), (150, 150, 240)),
    *((230, 230, 140), (230, 150, 230), (140, 230, 230)),
    *((240, 190, 120), (190, 190, 190), (170, 120, 250)),
)
"""Those of the first pages, then again from the first."""
MARK: Final = (0.2, 0.35)
"""Between these shares of both sides of a page is its black mark, at the upper left."""
DARK: Final = 90
MM_PER_DOT: Final = 25.4 / DPI

type Size = tuple[float, float]
type Box = tuple[float, float, float, float]
"""The left and upper edge, the width and the height in millimetres."""
type Segment = tuple[float, float, float, float]
"""Two points in millimetres."""
type Pages = Callable[[Path], list[Path]]


def pictures(count: int, size: tuple[int, int]) -> Pages:
    """Return what makes as many photos, each a file, of a size in pixels."""

    def make(folder: Path) -> list[Path]:
        files = []
        for number in range(count):
            image = Image.new("RGB", size, COLORS[number % len(COLORS)])
            first, last = ([round(side * share) for side in size] for share in MARK)
            ImageDraw.Draw(image).rectangle((*first, *last), "black")
            files.append(folder / f"{number}.jpg")
            image.save(files[-1], quality=95, subsampling=0)
        return files

    return make


def document(count: int, size: Size) -> Pages:
    """Return what makes one PDF of as many pages of a size in millimetres."""

    def make(folder: Path) -> list[Path]:
        writer = PdfWriter()
        width, height = (side * POINTS_PER_MM for side in size)
        start, end = MARK
        for number in range(count):
            red, green, blue = (value / 255 for value in COLORS[number % len(COLORS)])
            writer.add_page(
                f"{red} {green} {blue} rg 0 0 {width} {height} re f 0 g"
                f" {width * start} {height * (1 - end)}"
                f" {width * (end - start)} {height * (end - start)} re f",
                (width, height),
            )
        file = folder / "document.pdf"
        file.write_bytes(writer.finish())
        return [file]

    return make


def get_rows(
    first: Box, columns: int, rows: int, gap: float = 0.0, count: int | None = None
) -> list[Box]:
    """Return places in rows, by the first one."""
    left, top, width, height = first
    places = [
        (left + column * (width + gap), top + row * (height + gap), width, height)
        for row in range(rows)
        for column in range(columns)
    ]
    return places[:count]


def fit_upright(places: Sequence[Box]) -> list[Box]:
    """Return where photos that are upright are in their places, without being cut."""
    boxes = []
    for left, top, width, height in places:
        wide = min(width, height * 3 / 4)
        high = wide * 4 / 3
        boxes.append((left + (width - wide) / 2, top + (height - high) / 2, wide, high))
    return boxes


@dataclass(frozen=True, slots=True)
class Side:
    """What is expected of a side of a sheet: where each page is, and which one it is."""

    paper: Size
    places: Sequence[Box]
    numbers: Sequence[int]
    turned: frozenset[int] = frozenset()
    """Places whose page is turned a quarter to the left."""


@dataclass(frozen=True, slots=True)
class Case:
    """Pages that are arranged on paper, and what is expected."""

    arrange: ArrangeSettings
    pages: Pages
    sides: Sequence[Side]
    paper: Size = A4
    margins: tuple[float, float, float, float] | None = None
    lines: Callable[[Sequence[Box]], list[Segment]] | None = None
    is_dashed: bool = False
    turns_landscape: bool = False


def get_edges(places: Sequence[Box]) -> list[Segment]:
    """Return the edges of all places, which are lines to cut along."""
    segments = []
    for left, top, width, height in places:
        right, bottom = left + width, top + height
        segments += [
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ]
    return segments


def get_marks(places: Sequence[Box]) -> list[Segment]:
    """Return the beginnings of the marks at the corners of all places."""
    near, far = 0.3, 1.5
    segments = []
    for left, top, width, height in places:
        right, bottom = left + width, top + height
        for x in (left, right):
            segments += [
                (x, top - far, x, top - near),
                (x, bottom + near, x, bottom + far),
            ]
        for y in (top, bottom):
            segments += [
                (left - far, y, left - near, y),
                (right + near, y, right + far, y),
            ]
    return segments


def get_middle_of_a4(_places: Sequence[Box]) -> list[Segment]:
    """Return the line between the halves of upright A4."""
    return [(MARGIN, 148.5, 210 - MARGIN, 148.5)]


def get_middle_of_wide_a4(_places: Sequence[Box]) -> list[Segment]:
    """Return the line between the halves of borderless A4 on its side."""
    return [(148.5, 0.5, 148.5, 209.5)]


def get_grid(paper: Size, columns: int, rows: int) -> Case:
    """Return the case of a grid of photos that are upright."""
    width, height = (
        (side - 2 * MARGIN - 3 * (number - 1)) / number
        for side, number in zip(paper, (columns, rows), strict=True)
    )
    count = columns * rows
    places = get_rows((MARGIN, MARGIN, width, height), columns, rows, 3)
    return Case(
        ArrangeSettings(arrangement=Arrangement.GRID, per_sheet=count),
        pictures(count + 1, UPRIGHT),
        [
            Side(paper, fit_upright(places), range(count)),
            Side(paper, fit_upright(places[:1]), [count]),
        ],
    )


HALF: Final = 201.54 / 297 * 210
"""The width of A4 on one half of A4."""
LEFT_HALF: Final = (MARGIN, MARGIN, HALF, 201.54)
RIGHT_HALF: Final = (297 - MARGIN - HALF, MARGIN, HALF, 201.54)

CASES: Final = {
    "pages": Case(
        ArrangeSettings(),
        pictures(2, UPRIGHT),
        [Side(A4, [(MARGIN, 14.14, 201.54, 268.72)], [number]) for number in range(2)],
    ),
    "grid of 2": get_grid(A4_WIDE, 2, 1),
    "grid of 4": get_grid(A4, 2, 2),
    "grid of 6": get_grid(A4_WIDE, 3, 2),
    "grid of 9": get_grid(A4, 3, 3),
    "grid of 16": get_grid(A4, 4, 4),
    "grid of 2, turned": Case(
        ArrangeSettings(arrangement=Arrangement.GRID, per_sheet=2),
        document(2, A4),
        [
            Side(
                A4,
                [
                    # The first page is on the left of the sheet before it is turned.
                    (MARGIN, 150.14, 201.54, 142.5),
                    (MARGIN, 4.36, 201.54, 142.5),
                ],
                [0, 1],
                frozenset({0, 1}),
            )
        ],
        turns_landscape=True,
    ),
    "grid of 60 x 40 mm": Case(
        ArrangeSettings(
            arrangement=Arrangement.GRID, size=(60, 40), fit=PictureFit.FILL
        ),
        pictures(1, WIDE),
        [Side(A4, get_rows((15, 8.5, 60, 40), 3, 7), [0] * 21)],
        lines=get_edges,
    ),
    "photo, whole page": Case(
        ArrangeSettings(arrangement=Arrangement.PHOTO),
        pictures(1, WIDE),
        [Side(A4_WIDE, [(MARGIN, MARGIN, 288.54, 201.54)], [0])],
    ),
    "photo, 5-inch": Case(
        ArrangeSettings(arrangement=Arrangement.PHOTO, size=FIVE_INCH),
        pictures(6, UPRIGHT),
        [
            Side(A4, get_rows((16, 21.5, *FIVE_INCH), 2, 2), [0, 1, 2, 3]),
            Side(A4, get_rows((16, 21.5, *FIVE_INCH), 2, 1), [4, 5]),
        ],
        lines=get_edges,
    ),
    "photo, 6-inch": Case(
        ArrangeSettings(arrangement=Arrangement.PHOTO, size=SIX_INCH),
        pictures(2, WIDE),
        [Side(A4, get_rows((29, 46.5, *SIX_INCH_WIDE), 1, 2), [0, 1])],
        lines=get_edges,
    ),
    "photo, 6-inch, borderless": Case(
        ArrangeSettings(arrangement=Arrangement.PHOTO, size=SIX_INCH),
        pictures(2, WIDE),
        [Side(SIX_INCH_WIDE, [(0, 0, *SIX_INCH_WIDE)], [page]) for page in range(2)],
        paper=SIX_INCH,
        margins=BORDERLESS,
    ),
    "photo, 7-inch": Case(
        ArrangeSettings(arrangement=Arrangement.PHOTO, size=SEVEN_INCH),
        pictures(2, WIDE),
        [Side(A4, get_rows((16, 21.5, *SEVEN_INCH_WIDE), 1, 2), [0, 1])],
        lines=get_edges,
    ),
    "photo, 60 x 90 mm": Case(
        ArrangeSettings(arrangement=Arrangement.PHOTO, size=(60, 90)),
        pictures(9, UPRIGHT),
        [Side(A4, get_rows((15, 13.5, 60, 90), 3, 3), range(9))],
        lines=get_edges,
    ),
    "photo, 4x6": Case(
        ArrangeSettings(arrangement=Arrangement.PHOTO, size=(101.6, 152.4)),
        pictures(1, UPRIGHT),
        [Side(A4, [(54.2, 72.3, 101.6, 152.4)], [0])],
        lines=get_edges,
    ),
    "photo, 10x15": Case(
        ArrangeSettings(arrangement=Arrangement.PHOTO, size=(100, 150)),
        pictures(2, UPRIGHT),
        [Side(A4, get_rows((5, 73.5, 100, 150), 2, 1), [0, 1])],
        lines=get_edges,
    ),
    "id_card": Case(
        ArrangeSettings(arrangement=Arrangement.ID_CARD),
        pictures(3, WIDE),
        [
            Side(A4, get_rows((62.2, 84.5, 85.6, 54), 1, 2, 20), [0, 1]),
            Side(A4, [(62.2, 121.5, 85.6, 54)], [2]),
        ],
    ),
    "id_card on A5": Case(
        ArrangeSettings(arrangement=Arrangement.ID_CARD),
        pictures(2, UPRIGHT),
        [
            Side(
                A5,
                get_rows((31.2, 41, 85.6, 54), 1, 2, 20),
                [0, 1],
                frozenset({0, 1}),
            )
        ],
        paper=A5,
    ),
    "invoices": Case(
        ArrangeSettings(arrangement=Arrangement.INVOICES),
        document(3, (210.0, 140.0)),
        [
            Side(
                A4,
                [(MARGIN, 7.07, 201.54, 134.36), (MARGIN, 155.57, 201.54, 134.36)],
                [0, 1],
            ),
            Side(A4, [(MARGIN, 7.07, 201.54, 134.36)], [2]),
        ],
        lines=get_middle_of_a4,
        is_dashed=True,
    ),
    "invoices, upright": Case(
        ArrangeSettings(arrangement=Arrangement.INVOICES),
        document(2, (120.0, 180.0)),
        [Side(A4_WIDE, [(14.25, 15, 120, 180), (162.75, 15, 120, 180)], [0, 1])],
        margins=BORDERLESS,
        lines=get_middle_of_wide_a4,
        is_dashed=True,
    ),
    "id_photos, 1-inch": Case(
        ArrangeSettings(arrangement=Arrangement.ID_PHOTOS, size=(25, 35)),
        pictures(1, UPRIGHT),
        [Side(SIX_INCH_WIDE, get_rows((9.5, 15, 25, 35), 5, 2, 2), [0] * 10)],
        paper=SIX_INCH,
        lines=get_marks,
    ),
    "id_photos, 2-inch": Case(
        ArrangeSettings(arrangement=Arrangement.ID_PHOTOS, size=(35, 49)),
        pictures(2, UPRIGHT),
        [Side(FIVE_INCH, get_rows((8.5, 13.5, 35, 49), 2, 2, 2), [0, 0, 1, 1])],
        paper=FIVE_INCH,
        lines=get_marks,
    ),
    "id_photos, 1-inch on A4": Case(
        ArrangeSettings(arrangement=Arrangement.ID_PHOTOS, size=(25, 35)),
        pictures(1, UPRIGHT),
        [Side(A4_WIDE, get_rows((14.5, 13.5, 25, 35), 10, 5, 2), [0] * 50)],
        lines=get_marks,
    ),
    "id_photos, 22x32": Case(
        ArrangeSettings(arrangement=Arrangement.ID_PHOTOS, size=(22, 32)),
        pictures(1, UPRIGHT),
        [Side(SIX_INCH, get_rows((16, 9, 22, 32), 3, 4, 2), [0] * 12)],
        paper=SIX_INCH,
        lines=get_marks,
    ),
    "id_photos, 33x48": Case(
        ArrangeSettings(arrangement=Arrangement.ID_PHOTOS, size=(33, 48)),
        pictures(1, UPRIGHT),
        [Side(SIX_INCH, get_rows((17, 27, 33, 48), 2, 2, 2), [0] * 4)],
        paper=SIX_INCH,
        lines=get_marks,
    ),
    "id_photos, 35x45": Case(
        ArrangeSettings(arrangement=Arrangement.ID_PHOTOS, size=(35, 45)),
        pictures(1, UPRIGHT),
        [Side(SEVEN_INCH, get_rows((9, 19.5, 35, 45), 3, 3, 2), [0] * 9)],
        paper=SEVEN_INCH,
        lines=get_marks,
    ),
    "id_photos, 51x51": Case(
        ArrangeSettings(arrangement=Arrangement.ID_PHOTOS, size=(51, 51)),
        pictures(1, UPRIGHT),
        [Side(A4, get_rows((26.5, 17, 51, 51), 3, 5, 2), [0] * 15)],
        lines=get_marks,
    ),
    "id_photos, 40 x 60 mm": Case(
        ArrangeSettings(arrangement=Arrangement.ID_PHOTOS, size=(40, 60)),
        pictures(1, UPRIGHT),
        [Side(SIX_INCH, get_rows((10, 15, 40, 60), 2, 2, 2), [0] * 4)],
        paper=SIX_INCH,
        lines=get_marks,
    ),
    "booklet": Case(
        ArrangeSettings(arrangement=Arrangement.BOOKLET),
        document(5, A4),
        [
            Side(A4_WIDE, [RIGHT_HALF], [0]),
            Side(A4_WIDE, [LEFT_HALF], [1]),
            Side(A4_WIDE, [RIGHT_HALF], [2]),
            Side(A4_WIDE, [LEFT_HALF, RIGHT_HALF], [3, 4]),
        ],
    ),
}


def get_boxes(page: PdfPage) -> list[Box]:
    """Return where the pictures of a page are, in the order in which they are drawn."""
    _, height = page.get_size()
    boxes = []
    for picture in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]):
        matrix = reduce(PdfMatrix.multiply, _get_matrices(picture))
        left, bottom, right, top = matrix.on_rect(0, 0, 1, 1)
        boxes.append(
            (
                left / POINTS_PER_MM,
                (height - top) / POINTS_PER_MM,
                (right - left) / POINTS_PER_MM,
                (top - bottom) / POINTS_PER_MM,
            )
        )
    return boxes


def _get_matrices(found: PdfObject) -> Iterator[PdfMatrix]:
    """Yield the matrix of an object, then those of what it is in."""
    within: PdfObject | None = found
    while within is not None:
        yield within.get_matrix()
        within = within.container


def check_page(look: Image.Image, box: Box, number: int, *, is_turned: bool) -> None:
    """Check which page is in a place, and how it lies."""
    left, top, width, height = (round(length / MM_PER_DOT) for length in box)
    part = look.crop((left, top, left + width, top + height))
    # The middle is not black, nor the right edge.
    color = part.getpixel((width * 9 // 10, height * 5 // 8))
    assert isinstance(color, tuple)
    assert color == pytest.approx(COLORS[number % len(COLORS)], abs=12)
    x, y = width // 2, height // 2
    quarters = {
        "upper left": (0, 0, x, y),
        "upper right": (x, 0, width, y),
        "lower left": (0, y, x, height),
        "lower right": (x, y, width, height),
    }
    grey = part.convert("L")
    light = {
        name: ImageStat.Stat(grey.crop(quarter)).mean[0]
        for name, quarter in quarters.items()
    }
    darkest = min(light, key=lambda name: light[name])
    assert darkest == ("lower left" if is_turned else "upper left")


def measure_line(look: Image.Image, segment: Segment) -> tuple[float, float]:
    """Return how much of a line is dark, and how far it is from where it should be."""
    x, y, x_end, y_end = segment
    length = hypot(x_end - x, y_end - y)
    across, along = (y_end - y) / length, (x_end - x) / length
    steps = max(8, round(length / 0.5))
    window = [offset / 20 for offset in range(-10, 11)]
    dark, offsets = 0, []
    for step in range(1, steps):
        share = step / steps
        found = [
            offset
            for offset in window
            if _is_dark(
                look,
                x + (x_end - x) * share + across * offset,
                y + (y_end - y) * share + along * offset,
            )
        ]
        if found:
            dark += 1
            offsets.append(sum(found) / len(found))
    return dark / (steps - 1), abs(sum(offsets) / max(1, len(offsets)))


def _is_dark(look: Image.Image, x: float, y: float) -> bool:
    left, top = int(x / MM_PER_DOT), int(y / MM_PER_DOT)
    if not (0 <= left < look.width and 0 <= top < look.height):
        return False
    value = look.getpixel((left, top))
    assert isinstance(value, int | float)
    return value < DARK


@pytest.mark.parametrize("name", CASES)
def test_arrangement(
    name: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Each page is in its place at its size, turned as expected, and lines between."""
    case = CASES[name]
    settings = RenderSettings(
        paper=case.paper,
        margins=case.margins,
        arrange=case.arrange,
        turns_landscape=case.turns_landscape,
    )
    files = [SourceFile(path=path) for path in case.pages(tmp_path)]
    paper = print_to_paper(convert_files(files, settings), tmp_path)
    sizes = paper.sizes()
    looks = list(paper.pictures())
    assert len(sizes) == len(case.sides)
    errors = [0.0]
    with PdfDocument(paper.file.read_bytes()) as printed:
        found = [get_boxes(printed[number]) for number in range(len(printed))]
    for side, size, boxes, look in zip(case.sides, sizes, found, looks, strict=True):
        assert size == pytest.approx(side.paper, abs=MAX_PAPER_MM)
        assert len(boxes) == len(side.places)
        for index, (box, place) in enumerate(zip(boxes, side.places, strict=True)):
            errors += [
                abs(length - expected)
                for length, expected in zip(box, place, strict=True)
            ]
            check_page(look, place, side.numbers[index], is_turned=index in side.turned)
        grey = look.convert("L")
        for segment in [] if case.lines is None else case.lines(side.places):
            dark, error = measure_line(grey, segment)
            assert (
                dark == pytest.approx(0.5, abs=0.2) if case.is_dashed else dark > 0.95
            )
            errors.append(error)
    assert max(errors) <= MAX_MM

    left, top, width, height = found[0][0]
    cells = (
        f"{name:25}",
        f"{len(case.sides):6}",
        f"{len(found[0]):5}",
        f"{case.sides[0].paper[0]:3g} x {case.sides[0].paper[1]:3g}",
        f"{width:6.2f} x {height:6.2f}",
        f"{left:6.2f}, {top:6.2f}",
        f"{max(errors):7.2f}",
    )
    record_property(f"{TITLE}arrangements", f"| {' | '.join(cells)} |")
