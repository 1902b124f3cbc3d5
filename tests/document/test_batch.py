"""Several files as one print, arranged on sheets."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
import pytest

from custom_components.cloudprint.document.arrange.settings import (
    Arrangement,
    ArrangeSettings,
    CleanUp,
    PictureFit,
)
from custom_components.cloudprint.document.batch import (
    MAX_ARRANGED_PAGES,
    convert_files,
)
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.settings import A4, RenderSettings, Scaling
from custom_components.cloudprint.document.source_file import (
    MAX_FILES,
    Edits,
    SourceFile,
)
from tests.samples import documents
from tests.samples.pdf_files import PASSWORD, encrypted, missing_page, text
from tests.samples.pdf_fonts import cid_page, show
from tests.samples.pdf_sizes import mixed_sizes
from tests.samples.pdf_writer import PdfWriter
from tests.samples.pictures import (
    BLUE,
    GREEN,
    PICTURES,
    RED,
    WHITE,
    YELLOW,
    photo,
    saved,
    scene,
    turned,
)
from tests.samples.raster_files import RasterSheet, draw_sheet, write_pwg, write_urf

from .laid_out import get_sheets
from .previews import create_preview

LOW = RenderSettings(dpi=50)
GRID = ArrangeSettings(arrangement=Arrangement.GRID, per_sheet=4)
ID_PHOTOS = ArrangeSettings(arrangement=Arrangement.ID_PHOTOS)
SCENE = saved(scene(), "PNG")
SHEET = RasterSheet(picture=draw_sheet((100.0, 140.0)), dpi=(100, 100))

type Write = Callable[..., SourceFile]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a file of a print."""

    def write_file(data: bytes, **values: Any) -> SourceFile:
        path = tmp_path / str(len(list(tmp_path.iterdir())))
        path.write_bytes(data)
        return SourceFile(path=path, **values)

    return write_file


def fill(color: tuple[int, int, int], size: tuple[int, int] = (90, 120)) -> bytes:
    """Return a picture of a color."""
    return saved(Image.new("RGB", size, color), "PNG")


def get_colors(content: Content, *places: tuple[float, float]) -> list[object]:
    """Return the colors of places on the first sheet, in millimetres."""
    preview = create_preview(content)
    assert preview is not None
    assert content.paper is not None
    image = Image.open(BytesIO(preview)).convert("RGB")
    per_mm = max(image.size) / max(content.paper)
    return [image.getpixel((int(x * per_mm), int(y * per_mm))) for x, y in places]


def get_middles(content: Content) -> list[tuple[float, float]]:
    """Return the middles of the pictures of the first sheet."""
    return [
        (placed.box[0] + placed.box[2] / 2, placed.box[1] + placed.box[3] / 2)
        for placed in get_sheets(content)[0]
    ]


def raised_by(files: list[SourceFile], settings: RenderSettings) -> DocumentError:
    """Return the error of files that cannot be printed so."""
    with pytest.raises(DocumentError) as raised:
        convert_files(files, settings)
    return raised.value


def test_files_of_all_kinds(write: Write) -> None:
    """The pages of all files follow one another in their order."""
    files = [
        write(text(2)),
        write(saved(scene((300, 200)), "JPEG")),
        write(PICTURES["tiff_multi"]()),
        write(PICTURES["heic"]()),
        write(write_pwg([SHEET] * 2)),
        write(write_urf([SHEET])),
    ]
    progress: list[int] = []
    content = convert_files(files, LOW, progress.append)
    assert content.pages == 10
    assert content.paper == A4
    assert not content.is_ranged
    assert not content.warnings
    assert [len(sheet) for sheet in get_sheets(content)] == [1] * 10
    # Each page is reported before it is drawn.
    assert {*progress} == {*range(1, 11)}
    # A photo on its side, in the middle of a sheet that lies as it does
    ((placed,),) = get_sheets(content)[2:3]
    assert placed.paper == pytest.approx((297, 210), abs=0.2)
    left, top, width, height = placed.box
    assert width / height == pytest.approx(1.5, rel=0.001)
    assert (left + width / 2, top + height / 2) == pytest.approx((148.5, 105), abs=0.1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"pages_per_paper": 1}, [1, 1, 1, 1, 1]),
        ({"pages_per_paper": 2}, [1, 1, 1, 0, 1, 0, 1]),
        ({"pages_per_paper": 4}, [1, 1, 1, 0, 1, 0, 0, 0, 1]),
        # Of the PDF, two pages are left.
        ({"pages_per_paper": 2, "page_ranges": "2-4"}, [1, 1, 1]),
        ({"pages_per_paper": 2, "page_ranges": "reverse"}, [1, 0, 1, 0, 1, 1, 1]),
        ({"pages_per_paper": 2, "arrange": GRID}, [4, 1]),
    ],
)
def test_files_on_paper_of_their_own(
    write: Write, values: dict[str, Any], expected: list[int]
) -> None:
    """A file does not begin on the back of the one before: blank pages precede it."""
    landscape = scene((300, 200))
    files = [write(text(3)), write(saved(landscape, "PNG")), write(fill(RED))]
    content = convert_files(files, replace(LOW, **values))
    assert [len(sheet) for sheet in get_sheets(content)] == expected
    assert content.pages == len(expected)


def test_grid(write: Write) -> None:
    """Pictures and pages of documents share a sheet in rows."""
    files = [write(fill(color)) for color in (RED, GREEN, BLUE)]
    content = convert_files([*files, write(text(2))], replace(LOW, arrange=GRID))
    assert content.pages == 2
    first, second = get_sheets(content)
    assert [len(first), len(second)] == [4, 1]
    colors = get_colors(content, *get_middles(content)[:3])
    assert colors == [RED, GREEN, BLUE]


def test_page_ranges(write: Write) -> None:
    """Pages are counted through all files, and arranged after they were selected."""
    files = [write(text(2)), write(fill(RED)), write(PICTURES["tiff_multi"]())]
    settings = replace(LOW, arrange=GRID, page_ranges="6,3,4-5,3")
    content = convert_files(files, settings)
    assert content.is_ranged
    assert content.pages == 2
    assert get_colors(content, *get_middles(content)) == [BLUE, RED, RED, GREEN]
    error = raised_by(files, replace(settings, page_ranges="7"))
    assert (error.key, error.file) == ("page_ranges_outside", None)
    assert error.placeholders == {"part": "7", "pages": "6"}


def test_repeated_picture(write: Write) -> None:
    """A portrait on a whole sheet is drawn and written once."""
    data = saved(photo((400, 560)), "JPEG")
    progress: list[int] = []
    content = convert_files(
        [write(data)], RenderSettings(arrange=ID_PHOTOS), progress.append
    )
    (sheet,) = get_sheets(content)
    assert len(sheet) > 40
    assert {tuple(round(side, 2) for side in placed.box[2:]) for placed in sheet} == {
        (25.0, 35.0)
    }
    assert content.payload.count(b"data:image/") == 1
    # Counted, measured, drawn
    assert progress == [1, 1, 1]


@pytest.mark.parametrize(
    "data", [turned(6), turned(6, "TIFF")], ids=["camera", "scanner"]
)
@pytest.mark.parametrize(
    ("edits", "colors"),
    [
        (Edits(), [RED, GREEN, BLUE, YELLOW]),
        (Edits(rotation=90), [BLUE, RED, YELLOW, GREEN]),
        (Edits(rotation=180), [YELLOW, BLUE, GREEN, RED]),
        (Edits(rotation=270), [GREEN, YELLOW, RED, BLUE]),
        (Edits(crop=(0.5, 0.0, 1.0, 1.0)), [GREEN, GREEN, YELLOW, YELLOW]),
        (Edits(crop=(0.0, 0.5, 1.0, 1.0), rotation=90), [BLUE, BLUE, YELLOW, YELLOW]),
        (
            Edits(
                corners=((0.5, 0.5), (1.0, 0.5), (1.0, 1.0), (0.5, 1.0)),
                crop=(0.0, 0.0, 0.5, 0.5),
                rotation=90,
            ),
            [YELLOW] * 4,
        ),
    ],
)
def test_edits(write: Write, edits: Edits, colors: list[object], data: bytes) -> None:
    """An upright picture is cut to its crop, then turned; with corners, it has no crop."""
    content = convert_files([write(data, edits=edits)], LOW)
    ((placed,),) = get_sheets(content)
    ((expected_place,),) = get_sheets(convert_files([write(SCENE, edits=edits)], LOW))
    assert placed.box == pytest.approx(expected_place.box, abs=0.01)
    left, top, width, height = placed.box
    found = get_colors(
        content,
        *((left + x * width, top + y * height) for y in (0.3, 0.7) for x in (0.2, 0.8)),
    )
    for color, expected in zip(found, colors, strict=True):
        assert color == pytest.approx(expected, abs=12)


def test_crop_of_a_part(write: Write) -> None:
    """Of a crop that does not fit its place either, only the part that does is drawn."""
    square = ArrangeSettings(arrangement=Arrangement.GRID, size=(40.0, 40.0))
    files = [write(SCENE, edits=Edits(crop=(0.5, 0.0, 1.0, 0.5), rotation=180))] * 2
    fill_square = replace(square, fit=PictureFit.FILL)
    content = convert_files(files, replace(LOW, arrange=fill_square))
    (sheet,) = get_sheets(content)
    for placed in sheet:
        assert placed.box[2:] == pytest.approx((40, 40), abs=0.001)
    assert get_colors(content, *get_middles(content)) == [GREEN, GREEN]


def test_edits_of_documents(write: Write) -> None:
    """Pages of documents can be turned and cut, too, but have no corners."""
    edits = Edits(crop=(0.0, 0.0, 1.0, 0.5), rotation=90)
    content = convert_files([write(write_pwg([SHEET]), edits=edits)], LOW)
    ((placed,),) = get_sheets(content)
    assert placed.box[2:] == pytest.approx((70, 100), abs=0.2)
    left, top, width, _ = placed.box
    # The black block of its upper left corner is now at the upper right.
    assert get_colors(content, (left + width - 5, top + 5)) == [(0, 0, 0)]
    assert get_colors(content, (left + 5, top + 5)) == [WHITE]

    corners = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    error = raised_by([write(text(1), edits=Edits(corners=corners))], LOW)
    assert (error.key, error.placeholders) == ("corners_not_picture", {"format": "PDF"})


def test_sheets_on_their_side(write: Write) -> None:
    """With `turns_landscape`, a wide sheet is turned to the left, with its lines."""
    invoices = ArrangeSettings(arrangement=Arrangement.INVOICES)
    files = [write(fill(color)) for color in (RED, GREEN)]
    settings = replace(LOW, arrange=invoices)
    lying = convert_files(files, settings)
    assert lying.paper == (297.0, 210.0)
    assert not lying.is_turned
    upright = convert_files(files, replace(settings, turns_landscape=True))
    assert upright.paper == A4
    assert upright.is_turned
    # What was on the left is below.
    assert get_colors(upright, (105, 222), (105, 74)) == [RED, GREEN]
    assert b"L205.77 148.5" in upright.payload


def test_scaling(write: Write) -> None:
    """Pages on sheets of their own are scaled and turned as the print asks for it."""
    settings = replace(LOW, scaling=Scaling.NONE, rotation=90, paper=(100.0, 150.0))
    content = convert_files([write(fill(RED)), write(text(1))], settings)
    assert content.paper == (100.0, 150.0)
    (picture,), (page,) = get_sheets(content)
    # The size of the picture is not known, so that it fits.
    assert picture.box == pytest.approx((0, 37.5, 100, 75), abs=0.01)
    # What lies on the paper of the middle of A4, on its side
    assert page.box == pytest.approx((0, 0, 100, 150), abs=0.01)


def test_raster_is_not_turned(write: Write) -> None:
    """Pages of a driver are turned and scaled already."""
    settings = replace(LOW, scaling=Scaling.FIT, rotation=180, paper=(120.0, 150.0))
    content = convert_files(
        [write(write_pwg([SHEET])), write(write_urf([SHEET]))], settings
    )
    first, second = get_sheets(content)
    assert first == second
    assert first[0].box[2:] == pytest.approx((100, 140), abs=0.3)
    assert get_colors(content, (15, 10)) == [(0, 0, 0)]


def test_clean_up(write: Write) -> None:
    """Photographed pages are straightened and cleaned up; documents are not."""
    page = Image.new("RGB", (600, 450), (70, 60, 50))
    page.paste((225, 220, 210), (150, 50, 450, 400))
    photographed = saved(page, "PNG")
    files = [write(photographed), write(text(1))]
    settings = replace(LOW, clean_up=CleanUp.BLACK, arrange=GRID)
    content = convert_files(files, settings)
    assert get_colors(content, get_middles(content)[0]) == [WHITE]
    ((first, _),) = get_sheets(content)
    assert first.box[3] / first.box[2] == pytest.approx(350 / 300, rel=0.03)

    # With a crop, the page is what the user has left of the picture.
    files[0] = write(photographed, edits=Edits(crop=(0.25, 0.0, 0.75, 1.0)))
    ((first, _),) = get_sheets(convert_files(files, settings))
    assert first.box[3] / first.box[2] == pytest.approx(450 / 300, rel=0.01)


def test_password(write: Write) -> None:
    """A password opens the files that need it."""
    files = [write(encrypted("aes-256")), write(text(1)), write(SCENE)]
    assert convert_files(files, replace(LOW, password=PASSWORD)).pages == 3
    error = raised_by(files[1:] + files[:1], LOW)
    assert (error.key, error.file) == ("pdf_password_missing", 3)


def test_warnings(write: Write) -> None:
    """Warnings of all files are kept."""
    files = [write(cid_page(show("\U0001f000"), latin="Mahjong")), write(text(1))]
    assert convert_files(files, LOW).warnings == ("characters_missing",)


@pytest.mark.parametrize(
    ("data", "name", "key", "placeholders"),
    [
        (documents.docx(), "a.docx", "file_not_arrangeable", {"format": "WORD"}),
        (b"Milk\nBread", "a.txt", "file_not_arrangeable", {"format": "TEXT"}),
        (b"<html></html>", "a.html", "file_not_arrangeable", {"format": "HTML"}),
        (b"# Milk", "a.md", "file_not_arrangeable", {"format": "MARKDOWN"}),
        (b"a,b", "a.csv", "file_not_arrangeable", {"format": "CSV"}),
        (b"", "a.png", "content_empty", {}),
        (b"\xff\xd8\xffbroken", "a.jpg", "picture_broken", {"format": "JPG"}),
        (missing_page(), "a.pdf", "pdf_page_unreadable", {"page": "2"}),
    ],
)
def test_file_that_cannot_be_arranged(
    write: Write, data: bytes, name: str, key: str, placeholders: dict[str, str]
) -> None:
    """The error tells which file it is, unless it is the only one."""
    file = write(data, name=name)
    for files, number in (([write(SCENE), file], 2), ([file], None)):
        error = raised_by(files, LOW)
        assert (error.key, error.placeholders) == (key, placeholders)
        assert error.file == number
        assert error.get_field("file") == ("file 2" if number else "file")


def test_other_format_than_asked_for(write: Write) -> None:
    """A file has to be of the format that was asked for."""
    error = raised_by([write(SCENE, wanted=DocumentFormat.PDF)] * 2, LOW)
    assert (error.key, error.file) == ("content_mismatch", 1)


def test_page_of_no_size(write: Write) -> None:
    """A page that nothing can print is refused before anything is drawn."""
    writer = PdfWriter()
    writer.add_page("", (3.0, 20_000.0))
    error = raised_by([write(SCENE), write(writer.finish())], LOW)
    assert (error.key, error.file) == ("pdf_page_size_invalid", 2)


def test_missing_file(write: Write, tmp_path: Path) -> None:
    """A file that is gone raises the error of the system."""
    with pytest.raises(FileNotFoundError):
        convert_files([write(SCENE), SourceFile(path=tmp_path / "gone")], LOW)


def test_too_many(write: Write) -> None:
    """Files and pages are limited."""
    error = raised_by([write(SCENE)] * (MAX_FILES + 1), LOW)
    assert error.key == "files_too_many"
    assert error.placeholders == {"count": "61", "limit": "60"}
    ranges = ",".join(["1-2"] * (MAX_ARRANGED_PAGES // 2) + ["1"])
    error = raised_by([write(text(2))], replace(LOW, page_ranges=ranges))
    assert error.key == "pages_too_many"
    assert error.placeholders["pages"] == "301"
    assert error.placeholders["limit"] == "300"


def test_lower_resolution(write: Write) -> None:
    """The resolution is lowered until all pages fit; pictures share what there is."""
    files = [write(text(4)), write(saved(photo((1000, 800)), "JPEG"))]
    high = convert_files(files, RenderSettings())
    low = convert_files(files, RenderSettings(max_bytes=high.size // 2))
    assert low.pages == high.pages == 5
    assert low.size <= high.size // 2

    error = raised_by(files, RenderSettings(max_bytes=200_000))
    assert error.key == "pdf_too_large"
    assert error.placeholders["pages"] == "5"
    error = raised_by(files, RenderSettings(max_bytes=20_000))
    assert error.key == "pdf_page_too_large"


def test_pictures_share_the_bytes(write: Write) -> None:
    """Any number of photos fits, each with its share."""
    data = saved(photo((1000, 800)), "JPEG")
    files = [write(data) for _ in range(6)]
    settings = RenderSettings(max_bytes=600_000)
    content = convert_files(files, settings)
    assert content.pages == 6
    assert 400_000 < content.size <= 600_000


def test_all_sizes(write: Write) -> None:
    """Pages of all sizes are laid on the paper."""
    content = convert_files([write(mixed_sizes()), write(SCENE)], LOW)
    for (placed,) in get_sheets(content):
        assert sorted(placed.paper) == pytest.approx(A4, abs=0.2)


def test_shown_sheets(write: Write) -> None:
    """Of a preview, only what is on some sheets is drawn."""
    files = [write(text(3, 20)), write(SCENE), write(text(5, 20))]
    settings = replace(LOW, arrange=replace(GRID, per_sheet=2))
    whole = convert_files(files, settings)
    some = convert_files(files, replace(settings, shown_sheets=range(2, 4)))
    assert (some.pages, some.paper) == (whole.pages, whole.paper) == (5, whole.paper)
    assert get_sheets(some) == [[], *get_sheets(whole)[1:3], [], []]
