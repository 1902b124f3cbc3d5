"""Text of PDF pages that no font has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.pdf.missing_text import TextCount
from custom_components.cloudprint.document.pdf.pdf import build_pdf_content
from custom_components.cloudprint.document.pdf.pdfium import PdfFile
from custom_components.cloudprint.document.settings import RenderSettings

from ...samples.pdf_drawings import chinese, form
from ...samples.pdf_files import sample, text
from ...samples.pdf_fonts import (
    cid_font,
    cid_page,
    cyrillic_page,
    filled_form,
    font_file,
    only_fonts_of,
    show,
    standard_font,
)
from ...samples.pdf_writer import PdfWriter, bars_glyph, outline_font, prose

HIEROGLYPHS = "\U00013000\U00013001\U00013002"
"""No font of a usual system has them."""
MILK = "牛奶、鸡蛋A4"


@pytest.fixture
def no_fonts(tmp_path: Path) -> Iterator[None]:
    """Take all fonts from the system."""
    with only_fonts_of(tmp_path):
        yield


def count(data: bytes) -> TextCount:
    """Return the count of the first page."""
    with PdfFile(data) as pdf, pdf.page(1) as page:
        return page.count_text()


def convert(data: bytes) -> Content:
    """Convert a file at a low resolution."""
    return build_pdf_content(data, RenderSettings(dpi=50))


def refused_page(data: bytes) -> str:
    """Return the page that the error names."""
    with pytest.raises(DocumentError) as raised:
        convert(data)
    assert raised.value.key == "pdf_font_missing"
    return raised.value.placeholders["page"]


@pytest.mark.usefixtures("no_fonts")
@pytest.mark.parametrize(
    ("font", "value", "missing"),
    [
        ({}, MILK, TextCount(6, 4, 1)),
        ({"encoding": "UniGB-UTF16-V"}, MILK, TextCount(6, 4, 1)),
        ({"name": "SimSun", "encoding": "UniGB-UCS2-H"}, "好 A", TextCount(2, 1, 0)),
        (
            {"name": "MSung", "ordering": "CNS1", "encoding": "UniCNS-UTF16-H"},
            "繁體",
            TextCount(2, 2, 0),
        ),
        (
            {"name": "Ryumin", "ordering": "Japan1", "encoding": "UniJIS-UTF16-H"},
            "ひらがな",
            TextCount(4, 4, 0),
        ),
        (
            {"name": "HYGoThic", "ordering": "Korea1", "encoding": "UniKS-UTF16-H"},
            "한글 A",
            TextCount(3, 2, 0),
        ),
        ({}, "Western “text” – 5 €", TextCount()),
    ],
)
def test_no_fonts(font: dict[str, str], value: str, missing: TextCount) -> None:
    """Without fonts, all but Western text is missing."""
    assert count(cid_page(show(value), **font)) == missing


@pytest.mark.usefixtures("no_fonts")
def test_vertical_text_without_fonts() -> None:
    """Vertical text is counted, although PDFium does not report its characters."""
    page = cid_page(show("鸡蛋"), encoding="UniGB-UTF16-V")
    assert count(page) == TextCount(2, 2, 0)
    assert refused_page(page) == "1"


@pytest.mark.usefixtures("no_fonts")
def test_single_vertical_characters() -> None:
    """Vertical text is counted character by character, also without a size."""
    drawing = "".join(show("鸡", top=700 - 20 * row) for row in range(3))
    drawing += show("蛋", more="1 0 0 0 0 0 Tm", top=0)
    page = cid_page(drawing, encoding="UniGB-UTF16-V")
    assert count(page) == TextCount(4, 4, 0)


@pytest.mark.usefixtures("no_fonts")
@pytest.mark.parametrize(
    "drawing", ["( ) Tj", "(   ) Tj", "0 1 -1 0 60 600 Tm (   ) Tj", "0 Tz (A) Tj"]
)
def test_spaces(drawing: str) -> None:
    """Text without width is not vertical."""
    writer = PdfWriter()
    writer.add_page(
        f"BT /F1 20 Tf 60 600 Td {drawing} ET",
        resources=f"/Font << /F1 {standard_font(writer)} 0 R >>",
    )
    assert count(writer.finish()) == TextCount()


@pytest.mark.usefixtures("no_fonts")
@pytest.mark.parametrize(
    "data",
    [text(1), chinese(), form(), sample("chromium.pdf"), sample("libreoffice.pdf")],
    ids=["standard", "embedded", "form", "chromium", "libreoffice"],
)
def test_nothing_missing_without_fonts(data: bytes) -> None:
    """Standard and embedded fonts need no fonts of the system."""
    assert not count(data).is_any_missing
    assert convert(data).warnings == ()


def test_no_font_has_it() -> None:
    """Text is missing that none of the system's fonts has."""
    page = cid_page(show(HIEROGLYPHS))
    assert count(page) == TextCount(3, 3, 0)
    assert refused_page(page) == "1"
    assert refused_page(cyrillic_page()) == "1"


def test_characters_beyond_16_bits(tmp_path: Path) -> None:
    """PDFium does not draw them, whatever fonts there are."""
    (tmp_path / "a.ttf").write_bytes(font_file("A", f"牛{HIEROGLYPHS}"))
    with only_fonts_of(tmp_path):
        assert count(cid_page(show(f"牛{HIEROGLYPHS}"))) == TextCount(4, 3, 0)


def test_fonts_of_the_system() -> None:
    """Text is printed if a font of the system has it, and refused otherwise."""
    page = cid_page(show(MILK))
    is_missing = count(page).is_any_missing
    spaces = cid_page(show("\u3000\u3000"), encoding="UniGB-UTF16-V")
    assert count(spaces).is_any_missing == is_missing
    if is_missing:
        assert refused_page(page) == "1"
    else:
        assert convert(page).warnings == ()


def test_page_is_named() -> None:
    """The error names the page, which can be left out."""
    writer = PdfWriter()
    writer.add_page("10 10 20 20 re f")
    font = cid_font(writer)
    fonts = f"/Font << /F1 {font} 0 R >>"
    writer.add_page(show(HIEROGLYPHS), resources=fonts)
    data = writer.finish()
    assert refused_page(data) == "2"
    settings = RenderSettings(dpi=50, page_ranges="1")
    assert build_pdf_content(data, settings).warnings == ()


@pytest.mark.parametrize(
    ("missing", "latin"),
    [(HIEROGLYPHS[0], prose(1)[0]), ("\U0001f000\U0001f001", "")],
    ids=["one letter of many", "signs"],
)
@pytest.mark.usefixtures("no_fonts")
def test_little_is_missing(missing: str, latin: str) -> None:
    """A print with a few missing characters has a warning."""
    content = convert(cid_page(show(missing), latin=latin))
    assert content.warnings == ("characters_missing",)


@pytest.mark.parametrize("mode", ["3 Tr", "7 Tr"])
def test_recognised_text(mode: str) -> None:
    """Invisible text, as scanners add it, is not missed."""
    assert count(cid_page(show(HIEROGLYPHS, more=mode))) == TextCount()


@pytest.mark.parametrize(
    ("drawing", "entries", "missing"),
    [
        ("595 0 0 842 0 0 cm /Opaque Do", "", 0),
        ("595 0 0 300 0 0 cm /Opaque Do", "", 3),
        ("595 0 0 842 300 0 cm /Opaque Do", "", 3),
        ("0 842 -595 0 595 0 cm /Opaque Do", "/Rotate 90", 0),
        ("595 0 0 595 0 0 cm /Opaque Do", "/Rotate 270", 3),
        ("300 0 0 400 10 400 cm /Opaque Do", "/CropBox [10 400 310 800]", 0),
        ("595 0 0 842 0 0 cm /Mask Do", "", 3),
        ("595 0 0 842 0 0 cm /Stencil Do", "", 3),
        ("/Half gs 595 0 0 842 0 0 cm /Opaque Do", "", 3),
        ("60 0 0 84 0 0 cm /Small Do", "", 0),
        ("0.5 0 0 0.5 0 0 cm /Large Do", "", 3),
        ("/Half gs /Group Do", "", 3),
        ("0.7 0.7 -0.7 0.7 0 0 cm /Line Do", "", 3),
        ("59500 0 0 84200 0 0 cm /Opaque Do", "", 3),
    ],
    ids=[
        *("whole page", "part", "beside the page", "turned", "part of a turned page"),
        *("cut page", "soft mask", "stencil", "half transparent", "enlarged form"),
        *("reduced form", "half transparent form", "line", "too large to be drawn"),
    ],
)
def test_text_below_a_picture(drawing: str, entries: str, missing: int) -> None:
    """Only text that an opaque picture of the whole page hides is not missed."""
    writer = PdfWriter()
    font = cid_font(writer)
    picture = "/Type /XObject /Subtype /Image /Width 1 /Height 1"
    grey = f"{picture} /ColorSpace /DeviceGray /BitsPerComponent 8"
    opaque = writer.add_stream(b"\xc0", grey)
    clear = writer.add_stream(b"\0", grey)
    images = {
        "Opaque": opaque,
        "Mask": writer.add_stream(b"\xc0", f"{grey} /SMask {clear} 0 R"),
        "Stencil": writer.add_stream(
            b"\x80", f"{picture} /ImageMask true /BitsPerComponent 1"
        ),
    }
    for name, width, height, group in (
        ("Small", 10, 10, ""),
        ("Large", 595, 842, ""),
        ("Group", 595, 842, "/Group << /S /Transparency >>"),
        ("Line", 1200, 0, ""),
    ):
        images[name] = writer.add_stream(
            f"{width} 0 0 {height} 0 0 cm /Opaque Do".encode(),
            "/Type /XObject /Subtype /Form /BBox [0 0 1200 900]"
            f" /Resources << /XObject << /Opaque {opaque} 0 R >> >> {group}",
        )
    named = " ".join(f"/{name} {number} 0 R" for name, number in images.items())
    writer.add_page(
        f"{show(HIEROGLYPHS)} q {drawing} Q",
        resources=f"/Font << /F1 {font} 0 R >> /XObject << {named} >>"
        " /ExtGState << /Half << /ca 0.5 >> >>",
        entries=entries,
    )
    assert count(writer.finish()).missing_letters == missing


def test_other_fonts_of_a_page() -> None:
    """Text in embedded fonts is counted with the other, and never missing."""
    writer = PdfWriter()
    bars = outline_font(writer, "ABCDEF+Bars", [b"", bars_glyph([(80, 0, 920, 80)])])
    to_unicode = writer.add_stream(
        b"1 begincodespacerange <0000> <ffff> endcodespacerange"
        b" 2 beginbfchar <0001> <4e00> <0002> <d800> endbfchar"
    )
    broken = writer.add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Bars /Encoding /Identity-H"
        f" /DescendantFonts [{cid_font(writer)} 0 R] /ToUnicode {to_unicode} 0 R >>"
    )
    fonts = f"/F1 {cid_font(writer)} 0 R /F2 {bars} 0 R /F3 {broken} 0 R"
    writer.add_page(
        show(HIEROGLYPHS)
        + show("\x01\x01", font="F2", top=600)
        + show("\x02\x02", font="F3", top=500),
        resources=f"/Font << {fonts} >>",
    )
    assert count(writer.finish()).missing_letters == 3


def test_form_fields() -> None:
    """Form fields and notes are read too."""
    assert not count(filled_form("Anna")).is_any_missing
    data = filled_form(HIEROGLYPHS)
    assert count(data) == TextCount(10, 6, 0)
    # Fields are printed without the flag, too.
    assert count(filled_form(HIEROGLYPHS, flags=0)) == TextCount(7, 3, 0)
    assert count(filled_form(HIEROGLYPHS, flags=2)) == TextCount()
    assert refused_page(data) == "1"
