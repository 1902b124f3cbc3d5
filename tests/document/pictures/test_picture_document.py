"""Pictures as pages, which are cut, straightened and cleaned up."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageStat
import pytest

from custom_components.cloudprint.document.arrange.settings import CleanUp
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.pictures.picture_document import (
    FoundByPage,
    PictureDocument,
)
from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.document.sheets.sheets import Sheet
from custom_components.cloudprint.document.source_file import Corners
from tests.samples.pictures import (
    BLUE,
    GREEN,
    PICTURES,
    RED,
    YELLOW,
    drawing,
    photo,
    saved,
    scene,
    tiff_pages,
    turned,
)

WHOLE: Corners = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
PLENTY = 1_000_000.0


def document(
    data: bytes,
    document_format: DocumentFormat = DocumentFormat.JPG,
    max_bytes: float = PLENTY,
    *,
    is_monochrome: bool = False,
    clean_up: CleanUp | None = None,
    **options: Any,
) -> PictureDocument:
    """Return a document of a picture."""
    return PictureDocument(
        data,
        document_format,
        settings=RenderSettings(is_monochrome=is_monochrome, clean_up=clean_up),
        get_max_bytes=lambda _: max_bytes,
        **options,
    )


def draw(
    pictures: PictureDocument, sheet: Sheet, number: int = 1, dpi: int = 100
) -> Image.Image:
    """Return the pixels of a page."""
    kind, data = pictures.draw_picture(number, sheet, dpi)
    image = Image.open(BytesIO(data))
    assert image.format == kind.upper()
    return image.convert("RGB")


def corner_colors(image: Image.Image) -> list[str]:
    """Return the names of the colors near the corners, in reading order."""
    width, height = image.size
    names = {"red": RED, "green": GREEN, "blue": BLUE, "yellow": YELLOW}
    found = []
    for x, y in ((0.1, 0.3), (0.9, 0.3), (0.1, 0.9), (0.9, 0.9)):
        pixel = image.getpixel((int(x * width), int(y * height)))
        assert isinstance(pixel, tuple)
        found.append(
            min(
                names,
                key=lambda name: sum(
                    abs(a - b) for a, b in zip(names[name], pixel, strict=True)
                ),
            )
        )
    return found


@pytest.mark.parametrize(
    ("data", "document_format", "size", "is_known"),
    [
        (saved(scene(), "JPEG", dpi=(254, 254)), DocumentFormat.JPG, (24, 16), True),
        (saved(scene(), "PNG"), DocumentFormat.PNG, (240, 160), False),
        (turned(6), DocumentFormat.JPG, (240, 160), False),
        (turned(6, dpi=(254, 254)), DocumentFormat.JPG, (24, 16), True),
        (PICTURES["heic"](), DocumentFormat.HEIC, (240, 160), False),
        (tiff_pages([scene()], 254), DocumentFormat.TIFF, (24, 16), True),
        (turned(6, "TIFF"), DocumentFormat.TIFF, (240, 160), False),
        (turned(8, "TIFF", dpi=(254, 254)), DocumentFormat.TIFF, (24, 16), True),
    ],
    ids=[
        *("jpeg of known size", "png", "camera", "camera of known size", "heic"),
        *("tiff", "scanner", "scanner of known size"),
    ],
)
def test_shape(
    data: bytes, document_format: DocumentFormat, size: tuple[int, int], is_known: bool
) -> None:
    """A picture has its upright size: in millimetres if its file tells it."""
    pictures = document(data, document_format)
    shape = pictures.page_shape(1)
    assert shape.size == pytest.approx(size)
    assert shape.is_size_known is is_known
    assert shape.is_picture
    assert pictures.page_count == 1
    assert not pictures.warnings


def test_pages_of_a_scan() -> None:
    """The pages of a TIFF are pages like those of a PDF, and drawn in any order."""
    numbers: list[int] = []
    scan = document(
        PICTURES["tiff_multi"](), DocumentFormat.TIFF, progress=numbers.append
    )
    assert scan.page_count == 3
    assert not scan.page_shape(2).is_picture
    size = scan.page_shape(1).size
    colors = [
        draw(scan, Sheet(size, size), number).getpixel((5, 5)) for number in (3, 1)
    ]
    assert numbers == [3, 1]
    assert colors[0] == pytest.approx(BLUE, abs=3)
    assert colors[1] == pytest.approx(RED, abs=3)


@pytest.mark.parametrize("kind", [DocumentFormat.JPG, DocumentFormat.TIFF])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright(orientation: int, kind: DocumentFormat) -> None:
    """A picture is drawn upright, with no more pixels than its place can show."""
    data = turned(orientation, "JPEG" if kind is DocumentFormat.JPG else "TIFF")
    image = draw(document(data, kind), Sheet((30.0, 20.0), (30.0, 20.0)))
    assert image.size == (118, 79)
    assert corner_colors(image) == ["red", "green", "blue", "yellow"]


def test_small_picture_is_not_enlarged() -> None:
    """A picture keeps its pixels in a place that could show more."""
    image = draw(
        document(saved(scene(), "PNG"), DocumentFormat.PNG), Sheet(*((300, 200),) * 2)
    )
    assert image.size == (240, 160)


def test_part() -> None:
    """Only what lies on the sheet is drawn."""
    right_half = Sheet((120.0, 160.0), (240.0, 160.0), offset=(-120.0, 0.0))
    image = draw(document(saved(scene(), "PNG"), DocumentFormat.PNG), right_half)
    assert image.size == (120, 160)
    assert corner_colors(image) == ["green", "green", "yellow", "yellow"]
    # At least a pixel of it
    sliver = Sheet((0.1, 160.0), (240.0, 160.0), offset=(-239.95, 0.0))
    image = draw(document(saved(scene(), "PNG"), DocumentFormat.PNG), sliver)
    assert image.size == (1, 160)


def test_monochrome() -> None:
    """A picture for a print without colors has none."""
    sheet = Sheet((60.0, 40.0), (60.0, 40.0))
    _, data = document(saved(photo(), "JPEG"), is_monochrome=True).draw_picture(
        1, sheet, 300
    )
    assert Image.open(BytesIO(data)).mode == "L"


def test_share_of_the_bytes() -> None:
    """The quality is lowered to the bytes that a picture may have, which may be few."""
    data, sheet = saved(photo((600, 400)), "JPEG"), Sheet((60.0, 40.0), (60.0, 40.0))
    large, small, least = (
        len(document(data, max_bytes=most).draw_picture(1, sheet, 300)[1])
        for most in (PLENTY, 40_000, 0)
    )
    assert large > 40_000 >= small > least > 0


@pytest.mark.parametrize(
    ("make", "document_format"),
    [
        (lambda: b"\xff\xd8\xffbroken", DocumentFormat.JPG),
        (lambda: b"II*\0\x08\0\0\0" + bytes(6), DocumentFormat.TIFF),
        (lambda: PICTURES["heic"]()[:300], DocumentFormat.HEIC),
    ],
)
def test_broken(make: Callable[[], bytes], document_format: DocumentFormat) -> None:
    """A broken picture is refused."""
    with pytest.raises(DocumentError) as raised:
        document(make(), document_format).page_shape(1)
    assert raised.value.key == "picture_broken"


def test_cut_file() -> None:
    """A picture whose end is missing is refused when it is drawn."""
    pictures = document(saved(photo(), "JPEG")[:-4000])
    size = pictures.page_shape(1).size
    with pytest.raises(DocumentError) as raised:
        pictures.draw_picture(1, Sheet(size, size), 100)
    assert raised.value.key == "picture_broken"


def test_given_corners() -> None:
    """What is between the corners becomes the picture."""
    corners: Corners = ((0.5, 0.0), (1.0, 0.0), (1.0, 0.5), (0.5, 0.5))
    pictures = document(saved(scene((600, 400)), "JPEG"), corners=corners)
    shape = pictures.page_shape(1)
    assert not shape.is_size_known
    assert shape.size[0] / shape.size[1] == pytest.approx(1.5, rel=0.01)
    image = draw(pictures, Sheet((60.0, 40.0), (60.0, 40.0)))
    assert corner_colors(image) == ["green"] * 4


def test_corners_of_a_turned_picture() -> None:
    """Corners are those of the upright picture."""
    corners: Corners = ((0.5, 0.0), (1.0, 0.0), (1.0, 0.5), (0.5, 0.5))
    image = draw(
        document(turned(6), corners=corners), Sheet((60.0, 40.0), (60.0, 40.0))
    )
    assert corner_colors(image) == ["green"] * 4


@pytest.mark.parametrize(
    ("how", "mode"),
    [(CleanUp.COLOR, "RGB"), (CleanUp.GREY, "L"), (CleanUp.BLACK, "L")],
)
def test_clean_up(how: CleanUp, mode: str) -> None:
    """A photographed page is cleaned up after its corners were found once."""
    page = Image.new("RGB", (1200, 900), (70, 60, 50))
    page.paste((225, 220, 210), (300, 100, 900, 800))
    page.paste((30, 30, 30), (400, 300, 800, 320))
    data = saved(page, "JPEG")
    found: FoundByPage = {}
    shape = document(data, clean_up=how, found_pages=found).page_shape(1)
    ((upper_left, _, lower_right, _),) = (
        page.corners for page in found.values() if page.corners
    )
    assert upper_left == pytest.approx((0.25, 0.111), abs=0.01)
    assert lower_right == pytest.approx((0.75, 0.889), abs=0.01)
    assert shape.size[1] / shape.size[0] == pytest.approx(700 / 600, rel=0.02)
    assert not shape.is_size_known

    kind, drawn = document(data, clean_up=how, found_pages=found).draw_picture(
        1, Sheet((60.0, 70.0), (60.0, 70.0)), 200
    )
    image = Image.open(BytesIO(drawn))
    assert kind == "png" or image.mode == mode
    grey = image.convert("L")
    middle = grey.width // 2
    paper, ink = (
        grey.tobytes()[row * grey.width + middle]
        for row in (grey.height // 2, round(grey.height * 0.3))
    )
    assert paper > 240
    assert ink < 80


def test_clean_up_without_corners() -> None:
    """A scan without surroundings is cleaned up as it is, also one of a bit a pixel."""
    found: FoundByPage = {}
    pictures = document(
        saved(drawing((500, 400)), "PNG"),
        DocumentFormat.PNG,
        clean_up=CleanUp.GREY,
        found_pages=found,
    )
    assert pictures.page_shape(1).size == (500, 400)
    assert found[1].corners is None
    assert found[1].is_scan
    assert pictures.warnings == set()
    assert draw(pictures, Sheet((50.0, 40.0), (50.0, 40.0)), dpi=300).size == (500, 400)


@pytest.mark.parametrize("how", CleanUp)
def test_page_not_found(how: CleanUp) -> None:
    """What is neither a page nor paper keeps its light, and has greys in black."""
    wood = Image.linear_gradient("L").resize((600, 400)).convert("RGB")
    wood = ImageChops.multiply(wood, Image.new("RGB", wood.size, (190, 140, 90)))
    pictures = document(
        saved(wood, "PNG"), DocumentFormat.PNG, clean_up=how, found_pages={}
    )
    image = draw(pictures, Sheet((60.0, 40.0), (60.0, 40.0)), dpi=100)
    is_colored = how in (CleanUp.COLOR, CleanUp.STRAIGHTEN)
    expected = wood if is_colored else wood.convert("L")
    mean = ImageStat.Stat(expected).mean
    assert ImageStat.Stat(image.convert(expected.mode)).mean == pytest.approx(
        mean, abs=3
    )
    assert pictures.warnings == {"page_not_found"}
