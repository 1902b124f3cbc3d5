"""Scanned PDF files, whose pages are cleaned up like pictures."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image
import pytest

from custom_components.cloudprint.document.arrange.settings import CleanUp
from custom_components.cloudprint.document.batch import convert_files
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.settings import A4, RenderSettings
from custom_components.cloudprint.document.source_file import Edits, SourceFile
from tests.samples.pdf_drawings import scan
from tests.samples.pdf_files import text
from tests.samples.pdf_writer import PdfWriter
from tests.samples.raster_files import RasterSheet, draw_sheet, write_pwg

from ..clean_up.photos import take_photo
from ..clean_up.scenes import PICTURE, draw_page, draw_portrait, shade
from ..laid_out import get_sheets
from ..previews import create_preview

PORTRAIT = draw_portrait(
    (PICTURE[2] - PICTURE[0], PICTURE[3] - PICTURE[1]), (120, 140, 160)
)
PHOTO = shade(draw_page(PORTRAIT), 140)
COLOR = RenderSettings(dpi=100, clean_up=CleanUp.COLOR)
TEXT = "BT /F1 20 Tf 50 700 Td {} Tr (Recognized) Tj ET"

type ConvertFile = Callable[..., Content]


@pytest.fixture
def convert(tmp_path: Path) -> ConvertFile:
    """Return a function that converts a file."""

    def convert_file(
        data: bytes, settings: RenderSettings = COLOR, edits: Edits | None = None
    ) -> Content:
        path = tmp_path / "file"
        path.write_bytes(data)
        file = SourceFile(path=path, edits=edits or Edits())
        return convert_files([file], settings)

    return convert_file


def get_picture(content: Content) -> Image.Image:
    """Return the first sheet as it is printed."""
    preview = create_preview(content)
    assert preview is not None
    return Image.open(BytesIO(preview)).convert("RGB")


def get_paper(image: Image.Image) -> int:
    """Return the darkest band of the paper near the upper left corner."""
    size = image.width // 40
    return min(image.crop((size, size, 2 * size, 2 * size)).resize((1, 1)).tobytes())


@pytest.mark.parametrize(
    "data",
    [
        scan(PHOTO),
        scan(PHOTO.convert("L")),
        scan(PHOTO, above=TEXT.format(3)),
        scan(PHOTO, below=TEXT.format(0)),
        scan(PHOTO, share=0.95),
    ],
    ids=["color", "grey", "recognized text", "text below", "nearly the page"],
)
def test_scan(data: bytes, convert: ConvertFile) -> None:
    """A page that is one picture is cleaned up, and keeps its size."""
    content = convert(data)
    assert content.warnings == ()
    assert get_paper(get_picture(content)) > 245
    ((placed,),) = get_sheets(content)
    assert placed.box[2:] == pytest.approx(A4, abs=0.5)


@pytest.mark.parametrize("how", [CleanUp.GREY, CleanUp.BLACK, CleanUp.STRAIGHTEN])
def test_ways(how: CleanUp, convert: ConvertFile) -> None:
    """A scan is cleaned up in each way; straightened alone, it keeps its light."""
    content = convert(scan(PHOTO), replace(COLOR, clean_up=how))
    assert content.warnings == ()
    paper = get_paper(get_picture(content))
    if how is CleanUp.STRAIGHTEN:
        assert paper == pytest.approx(get_paper(PHOTO), abs=4)
    else:
        assert paper > 245


@pytest.mark.parametrize(
    "data",
    [
        text(1),
        scan(PHOTO, above=TEXT.format(0)),
        scan(PHOTO, above="0 0 100 100 re f"),
        scan(PHOTO, share=0.5),
    ],
    ids=["text", "text above", "drawing above", "half a page"],
)
def test_other_pages(data: bytes, convert: ConvertFile) -> None:
    """A page that is not one picture is printed as it is, with a warning."""
    content = convert(data)
    assert content.warnings == ("clean_up_ignored",)
    plain = convert(data, replace(COLOR, clean_up=None, margins=(0, 0, 0, 0)))
    assert get_picture(content).tobytes() == get_picture(plain).tobytes()


def test_raster(convert: ConvertFile) -> None:
    """The pages of a printer's driver are printed as they are, too."""
    sheet = RasterSheet(picture=draw_sheet((100.0, 140.0)), dpi=(100, 100))
    assert convert(write_pwg([sheet])).warnings == ("clean_up_ignored",)


def test_page_that_is_not_printed(convert: ConvertFile) -> None:
    """Only pages that are printed are warned about."""
    data = scan(PHOTO, PHOTO)
    assert convert(data, replace(COLOR, page_ranges="2")).pages == 1


def test_turned_page(convert: ConvertFile) -> None:
    """A page that is turned when it is shown is cleaned up as it is shown."""
    content = convert(scan(PHOTO, entries="/Rotate 90"))
    ((placed,),) = get_sheets(content)
    assert placed.box[2:] == pytest.approx(A4[::-1], abs=0.5)
    assert get_paper(get_picture(content)) > 245


def test_photograph(convert: ConvertFile) -> None:
    """A photographed page in a PDF is found and straightened, unless it is cut."""
    photo = take_photo(9)
    assert photo.image.width < photo.image.height
    data = scan(photo.image, share=A4[0] / A4[1] * 4 / 3)
    settings = replace(COLOR, clean_up=CleanUp.BLACK, is_monochrome=True)
    ((found,),) = get_sheets(convert(data, settings))
    assert found.box[3] / found.box[2] == pytest.approx(A4[1] / A4[0], rel=0.02)
    paper = get_picture(convert(data, settings)).convert("L").histogram()
    assert sum(paper[240:]) > 0.8 * sum(paper)
    cut = Edits(crop=(0.0, 0.0, 1.0, 0.5))
    ((placed,),) = get_sheets(convert(data, settings, cut))
    assert placed.box[2:] == pytest.approx((A4[0], A4[1] / 2), abs=0.5)


def test_impossible_size(convert: ConvertFile) -> None:
    """A page of a size that nothing prints is refused."""
    writer = PdfWriter()
    writer.add_page("", (2, 2))
    with pytest.raises(DocumentError) as raised:
        convert(writer.finish())
    assert raised.value.key == "pdf_page_size_invalid"
