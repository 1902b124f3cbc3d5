"""Conversion of PDF files."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PIL import Image, ImageChops
import pypdfium2
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.pdf.pdf import build_pdf_content
from custom_components.cloudprint.document.pdf.pdfium import PdfPage
from custom_components.cloudprint.document.settings import RenderSettings

from ...samples.hostile_files import many_pages, nested_pages, slow_shading
from ...samples.pdf_files import BROKEN_PDFS, PASSWORD, PASSWORDS, PDFS, encrypted, text
from ...samples.pdf_writer import PdfWriter, millimetres
from .raster_pages import difference, kinds, paper_sizes, pictures

A4 = (794, 1123)
A4_ON_ITS_SIDE = (1123, 794)


def printed(name: str, **settings: Any) -> Content:
    """Convert a PDF, by default at a low resolution to save time."""
    settings = {"dpi": 50, "password": PASSWORDS.get(name), **settings}
    return build_pdf_content(PDFS[name](), RenderSettings(**settings))


def get_refusal(data: bytes, **settings: Any) -> tuple[DocumentError, list[int]]:
    """Return the error of a file, and the pages that were drawn before it."""
    drawn: list[int] = []
    with pytest.raises(DocumentError) as raised:
        build_pdf_content(data, RenderSettings(**settings), drawn.append)
    return raised.value, drawn


def reference(name: str) -> pypdfium2.PdfDocument:
    """Open a PDF with the helpers of pypdfium2."""
    document = pypdfium2.PdfDocument(PDFS[name](), PASSWORDS.get(name))
    document.init_forms()
    return document


@pytest.mark.parametrize("name", PDFS)
def test_pages_and_sizes(name: str) -> None:
    """Each page is a sheet of its size, within half a pixel."""
    content = printed(name)

    assert content.media_format is MediaFormat.HTML
    assert content.media_source is MediaSource.STRING
    assert not content.is_ranged
    with reference(name) as document:
        sizes = [document.get_page_size(page) for page in range(len(document))]
    sheets = paper_sizes(content)
    assert content.pages == len(sheets) == len(kinds(content)) == len(sizes)
    for (width, height), sheet in zip(sizes, sheets, strict=True):
        assert sheet == pytest.approx((width / 0.75, height / 0.75), abs=0.51)
    first = [round(side / 72 * 25.4, 1) for side in sizes[0]]
    assert content.paper == tuple(first)


@pytest.mark.parametrize(
    "name", [name for name in PDFS if name not in ("huge", "ribbon", "tiny")]
)
@pytest.mark.parametrize("is_monochrome", [False, True])
def test_pictures(name: str, is_monochrome: bool) -> None:
    """The pictures equal the pages as the helpers of pypdfium2 draw them."""
    content = printed(name, dpi=72, is_monochrome=is_monochrome, page_ranges="1-4")
    with reference(name) as document:
        for number, picture in enumerate(pictures(content)):
            page = document[number]
            drawn = page.render().to_pil().convert("RGB")
            page.close()
            seen = picture.convert("RGB")
            if is_monochrome:
                drawn = drawn.convert("L")
                assert not has_colors(seen)
            # The edges of letters differ by rounding.
            small, small_drawn = (
                whole.resize((150, 200), Image.Resampling.BOX)
                for whole in (seen, drawn)
            )
            assert difference(small, small_drawn) < 0.025


def has_colors(picture: Image.Image) -> bool:
    """Return whether a picture has other colors than greys."""
    red, green, blue = picture.split()
    return any(
        ImageChops.difference(one, other).getbbox()
        for one, other in ((red, green), (green, blue))
    )


def test_colors() -> None:
    """A page without colors is encoded in greys, any other in color."""
    urgent, plain = pictures(printed("coloured_words", dpi=100))
    assert has_colors(urgent.convert("RGB"))
    assert not has_colors(plain.convert("RGB"))
    assert len(plain.getcolors() or []) <= 16


def test_encodings() -> None:
    """Text is a PNG; photos, and text with a large photo, are JPEGs."""
    assert kinds(printed("text", dpi=150)) == ["png"] * 3
    assert kinds(printed("photos", dpi=150)) == ["jpeg"] * 3
    modes = [picture.mode for picture in pictures(printed("photos", dpi=150))]
    assert modes == ["RGB", "L", "L"]


@pytest.mark.parametrize(
    ("dpi", "size"),
    [(600, (2480, 3508)), (300, (2480, 3508)), (180, (1488, 2105)), (50, (413, 585))],
)
def test_resolution(dpi: int, size: tuple[int, int]) -> None:
    """Pages have the requested resolution, at most 300 dpi."""
    (picture,) = pictures(printed("libreoffice", dpi=dpi))
    assert picture.size == size


@pytest.mark.parametrize(
    ("name", "most"), [("huge", 18_000_000), ("ribbon", 16384 * 33)]
)
def test_huge_pages(name: str, most: int) -> None:
    """The picture of a huge page has limits for memory and browsers."""
    (picture,) = pictures(printed(name, dpi=300, is_monochrome=True))
    assert most * 0.9 < picture.width * picture.height < most * 1.001
    assert max(picture.size) <= 16384


def test_page_ranges() -> None:
    """Pages are in the requested order, and may be repeated."""
    whole = pictures(printed("mixed_sizes"))
    content = printed("mixed_sizes", page_ranges="5,2,5,8-99")

    assert content.is_ranged
    assert content.pages == 4
    assert content.paper == (80.0, 200.0)
    found = [picture.tobytes() for picture in pictures(content)]
    assert found == [whole[page - 1].tobytes() for page in (5, 2, 5, 8)]


def test_page_ranges_outside() -> None:
    """The error names the range and the number of pages."""
    with pytest.raises(DocumentError) as raised:
        printed("text", page_ranges="1,4")
    assert raised.value.key == "page_ranges_outside"
    assert raised.value.placeholders == {"part": "4", "pages": "3"}


def test_damaged_page_that_is_not_selected() -> None:
    """A damaged page is ignored if it is not selected."""
    data = BROKEN_PDFS["missing_page"]()
    settings = RenderSettings(dpi=50, page_ranges="1")
    assert build_pdf_content(data, settings).pages == 1
    with pytest.raises(DocumentError) as raised:
        build_pdf_content(data, RenderSettings(dpi=50))
    assert raised.value.key == "pdf_page_unreadable"


@pytest.mark.parametrize(
    ("size", "sheet", "pixels"),
    [
        # A5 is not enlarged: 100 dpi of 148 x 210 mm
        (millimetres(148, 210), A4, (583, 827)),
        (millimetres(210, 297), A4, (827, 1169)),
        # A3 is reduced to A4, which is turned for a landscape page.
        (millimetres(297, 420), A4, (827, 1169)),
        (millimetres(420, 297), A4_ON_ITS_SIDE, (1169, 827)),
        (millimetres(1000, 100), A4_ON_ITS_SIDE, (1169, 117)),
    ],
)
def test_named_paper(
    size: tuple[float, float], sheet: tuple[int, int], pixels: tuple[int, int]
) -> None:
    """On a named paper, all pages fit and have the requested resolution."""
    writer = PdfWriter()
    writer.add_page("10 10 50 50 re f", size)
    settings = RenderSettings(dpi=100, paper=(210, 297), is_paper_named=True)

    content = build_pdf_content(writer.finish(), settings)

    assert paper_sizes(content) == [sheet]
    assert content.paper == ((210.0, 297.0) if sheet == A4 else (297.0, 210.0))
    (picture,) = pictures(content)
    assert picture.size == pytest.approx(pixels, abs=1)


@pytest.mark.parametrize(
    ("size", "paper", "shown"),
    [
        ((595, 999_999), None, ("209.9", "352777.4")),
        ((595, 999_999), (210, 297), ("209.9", "352777.4")),
        ((14_401, 595), None, ("5080.4", "209.9")),
        ((2.9, 595), None, ("1.0", "209.9")),
        ((1, 1), (210, 297), ("0.4", "0.4")),
        ((14_400, 28), (210, 297), ("5080.0", "9.9")),
    ],
)
def test_absurd_sizes(
    size: tuple[float, float],
    paper: tuple[float, float] | None,
    shown: tuple[str, str],
) -> None:
    """A page beyond the format's limits is refused, also if it is too thin to see."""
    writer = PdfWriter()
    writer.add_page("10 10 50 50 re f")
    writer.add_page("10 10 50 50 re f", size)
    settings = RenderSettings(
        dpi=50, paper=paper or (210, 297), is_paper_named=paper is not None
    )
    with pytest.raises(DocumentError) as raised:
        build_pdf_content(writer.finish(), settings)
    assert raised.value.key == "pdf_page_size_invalid"
    width, height = shown
    assert raised.value.placeholders["page"] == "2"
    assert raised.value.placeholders["width"] == width
    # PDFium has sizes in single precision.
    assert float(raised.value.placeholders["height"]) == pytest.approx(float(height))


def test_poster_on_a_named_paper() -> None:
    """A page that is larger than any paper is reduced to the one that is named."""
    writer = PdfWriter()
    writer.add_page("0 0 9000 9000 re f", (20_000, 20_000))
    settings = RenderSettings(dpi=50, paper=(210, 297), is_paper_named=True)
    content = build_pdf_content(writer.finish(), settings)
    assert content.paper == (210.0, 297.0)


def test_turned_pages() -> None:
    """Wide pages are turned onto upright sheets, if the account needs that."""
    writer = PdfWriter()
    writer.add_page("0 0 9 9 re f", millimetres(297, 210))
    data = writer.finish()
    content = build_pdf_content(data, RenderSettings(dpi=50, turns_landscape=True))
    assert content.is_turned
    assert content.paper == (210.0, 297.0)
    assert paper_sizes(content) == [A4]
    assert not build_pdf_content(data, RenderSettings(dpi=50)).is_turned


def test_default_paper() -> None:
    """The default paper of the printer does not change the pages."""
    content = printed("mixed_sizes", paper=(100, 150))
    assert content.paper == (210.0, 297.0)


@pytest.mark.parametrize("name", PASSWORDS)
def test_encrypted(name: str) -> None:
    """A PDF with a password is printed only with it."""
    assert printed(name).pages == 1
    with pytest.raises(DocumentError) as raised:
        printed(name, password=None)
    assert raised.value.key == "pdf_password_missing"
    with pytest.raises(DocumentError) as raised:
        printed(name, password="wrong")
    assert raised.value.key == "pdf_password_wrong"


def test_password_is_not_in_errors() -> None:
    """No error contains the password."""
    with pytest.raises(DocumentError) as raised:
        build_pdf_content(encrypted("aes-256"), RenderSettings(password="hunter2"))
    assert "hunter2" not in f"{raised.value!r} {raised.value.placeholders}"
    assert PASSWORD not in repr(RenderSettings(password=PASSWORD))


@pytest.mark.parametrize("page_ranges", [None, "1,7"])
def test_native(page_ranges: str | None) -> None:
    """An account that takes PDF gets it unchanged, and selects the pages itself."""
    data = PDFS["garbage_tail"]()
    content = convert(data, RenderSettings(is_pdf_native=True, page_ranges=page_ranges))
    assert content == Content(
        media_format=MediaFormat.PDF, media_source=MediaSource.BASE64, payload=data
    )


def test_native_too_large() -> None:
    """A PDF that is sent unchanged has a limit of size."""
    settings = RenderSettings(is_pdf_native=True, max_bytes=1000)
    with pytest.raises(DocumentError) as raised:
        convert(text(1), settings, wanted=DocumentFormat.PDF)
    assert raised.value.key == "content_too_large"


class Budget:
    """The size of a document at each resolution."""

    def __init__(self, pages: int) -> None:
        """Convert a document at each resolution without a limit."""
        self.data = text(pages)
        self.sizes = {
            dpi: build_pdf_content(self.data, RenderSettings(dpi=dpi)).size
            for dpi in (300, 200, 150)
        }

    def dpi(self, max_bytes: int, dpi: int = 300) -> int:
        """Return the resolution of the document for a limit of size."""
        settings = RenderSettings(dpi=dpi, max_bytes=max_bytes)
        content = convert(self.data, settings, name="text.pdf")
        assert content.size <= max_bytes
        return round(pictures(content)[0].width / 210 * 25.4)


@pytest.fixture(name="budget", scope="module")
def budget_fixture() -> Budget:
    """Return the sizes of a document of four pages."""
    return Budget(4)


def test_lower_resolutions(budget: Budget) -> None:
    """A document has the highest resolution that is small enough."""
    at_300, at_200, at_150 = budget.sizes.values()
    assert at_300 > at_200 > at_150
    assert budget.dpi(at_300) == 300
    assert budget.dpi(at_300 - 1) == 200
    assert budget.dpi(at_200) == 200
    assert budget.dpi(at_200 - 1) == 150
    assert budget.dpi(at_150) == 150


def test_low_requested_resolution(budget: Budget) -> None:
    """A low requested resolution has fewer steps, or none."""
    assert budget.dpi(budget.sizes[200], dpi=200) == 200
    assert budget.dpi(budget.sizes[150], dpi=200) == 150
    with pytest.raises(DocumentError):
        budget.dpi(100_000, dpi=100)


def test_too_many_pages(budget: Budget) -> None:
    """The error says how many pages fit, which is true."""
    max_bytes = budget.sizes[150] - 1
    with pytest.raises(DocumentError) as raised:
        budget.dpi(max_bytes)
    assert raised.value.key == "pdf_too_large"
    assert raised.value.placeholders == {
        "pages": "4",
        "fitting": "3",
        "limit": "0",
        "example": "1-3",
    }
    settings = RenderSettings(max_bytes=max_bytes, page_ranges="1-3")
    assert build_pdf_content(budget.data, settings).pages == 3


def test_one_page_fits(budget: Budget) -> None:
    """A range of one page is a single number."""
    with pytest.raises(DocumentError) as raised:
        budget.dpi(budget.sizes[150] // 3)
    assert raised.value.placeholders["fitting"] == "1"
    assert raised.value.placeholders["example"] == "1"


def test_no_page_fits(budget: Budget) -> None:
    """If not even one page fits, the error names no range."""
    settings = RenderSettings(max_bytes=20_000, page_ranges="3-4")
    with pytest.raises(DocumentError) as raised:
        build_pdf_content(budget.data, settings)
    assert raised.value.key == "pdf_page_too_large"
    assert raised.value.placeholders == {"page": "3", "limit": "0"}


def test_early_abort(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolution is given up early, or not tried at all."""
    drawn = []
    draw = PdfPage.draw

    def counting(
        page: PdfPage, size: tuple[int, int], *, is_grey: bool, whole: None
    ) -> Image.Image:
        if is_grey:
            drawn.append(size[0])
        return draw(page, size, is_grey=is_grey, whole=whole)

    monkeypatch.setattr(PdfPage, "draw", counting)
    data = text(40)
    fitting = build_pdf_content(data, RenderSettings(dpi=150)).size
    drawn.clear()

    content = build_pdf_content(data, RenderSettings(max_bytes=fitting))

    assert content.size == fitting
    # 300 dpi is given up early, and 200 dpi is skipped or given up early.
    assert drawn.count(2480) < 8
    assert drawn.count(1653) < 16
    assert drawn.count(1240) == 40


def test_large_first_pages() -> None:
    """A document that begins with large pages is not refused if all of it fits."""
    writer = PdfWriter()
    for number in range(24):
        lines = "".join(f"{x} 0 m 595 {x * 2} l S\n" for x in range(0, 400, 3))
        writer.add_page(lines if number < 4 else "10 10 20 20 re f")
    data = writer.finish()
    size = build_pdf_content(data, RenderSettings(dpi=150)).size
    content = build_pdf_content(data, RenderSettings(max_bytes=size))
    assert (content.pages, content.size) == (24, size)


@pytest.mark.parametrize(
    ("make", "pages"),
    [
        (partial(many_pages, 501), 501),
        (partial(many_pages, 60_000), 60_000),
        # Then PDFium counts them itself.
        (partial(many_pages, 60_000, told=0), 60_000),
        (partial(many_pages, 60_000, told=-1), 60_000),
        (partial(many_pages, 1, told=1_000_000), 1_000_000),
        (partial(nested_pages, 5, 10), 100_000),
        (partial(nested_pages, 18, 2), 2**18),
    ],
)
def test_more_pages_than_a_print_takes(make: Callable[[], bytes], pages: int) -> None:
    """A file of more pages than a print takes is refused before one is drawn."""
    error, drawn = get_refusal(make())
    assert drawn == []
    assert error.key == "pages_too_many"
    assert error.placeholders["pages"] == str(pages)
    assert error.placeholders["limit"] == "500"
    assert error.placeholders["examples"].startswith("1-500 / 501")


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (partial(many_pages, 1, told=500), "pdf_page_unreadable"),
        (partial(nested_pages, 30, 2), "pdf_unreadable"),
    ],
)
def test_page_tree_that_lies(make: Callable[[], bytes], key: str) -> None:
    """Nothing is drawn of a file whose pages are not there, or cannot be counted."""
    error, drawn = get_refusal(make())
    assert (error.key, drawn) == (key, [])


def test_selected_pages_of_many() -> None:
    """Only the pages that are to be printed count."""
    settings = RenderSettings(page_ranges="59999-60000", dpi=50)
    assert build_pdf_content(many_pages(60_000), settings).pages == 2
    error, drawn = get_refusal(slow_shading(), max_pages=1)
    assert (error.key, drawn) == ("pages_too_many", [])
    assert error.placeholders["examples"] == "1 / 2"


def test_shown_sheets() -> None:
    """Of a preview, only some sheets are drawn; the others are as large, and blank."""
    drawn: list[int] = []
    settings = RenderSettings(dpi=50, page_ranges="2-6", shown_sheets=range(2, 4))
    content = build_pdf_content(text(6, 20), settings, drawn.append)
    assert drawn == [3, 4]
    assert content.pages == 5
    sheets = content.payload.split(b'<div class="s0">')[1:]
    assert [b"<img" in sheet for sheet in sheets] == [False, True, True, False, False]
