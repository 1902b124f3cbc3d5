"""PDF files, opened and drawn."""

from mmap import ACCESS_READ, mmap
from pathlib import Path
import zlib

from PIL import Image
import pypdfium2
import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.pdf.pdfium import PdfFile

from ...samples.pdf_drawings import form
from ...samples.pdf_files import BROKEN_PDFS, PASSWORD, PASSWORDS, PDFS, encrypted, text
from ...samples.pdf_sizes import rotated
from ...samples.pdf_writer import A4, FONTS, PdfWriter, standard_fonts, text_lines
from .raster_pages import difference

SMALL = (210, 297)


def drawn(
    data: bytes, number: int = 1, size: tuple[int, int] = SMALL, *, is_grey: bool = True
) -> Image.Image:
    """Return a page as it is drawn."""
    with PdfFile(data) as pdf, pdf.page(number) as page:
        return page.draw(size, is_grey=is_grey)


def ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Return the bounding box of everything that is not white."""
    return picture.convert("L").point([255] * 200 + [0] * 56).getbbox()


@pytest.mark.parametrize("name", PDFS)
def test_opens(name: str) -> None:
    """Each file opens, and its pages have a size."""
    with PdfFile(PDFS[name](), PASSWORDS.get(name)) as pdf:
        assert pdf.page_count == {
            "text": 3,
            "many_pages": 200,
            "chromium": 2,
            "rotated": 4,
            "landscape": 2,
            "mixed_sizes": 8,
            "photos": 3,
            "coloured_words": 2,
            "misplaced": 2,
            "garbage_tail": 2,
        }.get(name, 1)
        width, height = pdf.page_size(pdf.page_count)
        assert 1 < width <= 5080.0001
        assert 1 < height <= 5080.0001


@pytest.mark.parametrize("name", [*PDFS, "without_mark"])
def test_mapped(name: str, tmp_path: Path) -> None:
    """A file that is mapped to memory looks the same, also to the end of its use."""
    data = PDFS["text"]()[8:] if name == "without_mark" else PDFS[name]()
    path = tmp_path / "mapped.pdf"
    path.write_bytes(data)
    password = PASSWORDS.get(name)
    with path.open("rb") as file:
        mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
    looks = []
    for content in (data, mapped):
        with PdfFile(content, password) as pdf, pdf.page(pdf.page_count) as page:
            looks.append((pdf.page_count, page.draw(SMALL, is_grey=False)))
    assert looks[0] == looks[1]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("empty", "pdf_unreadable"),
        ("truncated", "pdf_unreadable"),
        ("only_a_header", "pdf_unreadable"),
        ("zero_pages", "pdf_without_pages"),
    ],
)
def test_broken_files(name: str, key: str) -> None:
    """The error for a file that cannot be opened has the reason."""
    with pytest.raises(DocumentError) as raised:
        PdfFile(BROKEN_PDFS[name]())
    assert (raised.value.key, raised.value.placeholders) == (key, {})


def test_missing_page() -> None:
    """A missing page is named, and the others can be used."""
    with PdfFile(BROKEN_PDFS["missing_page"]()) as pdf:
        assert pdf.page_count == 2
        assert pdf.page_size(1) == pytest.approx((210, 297), abs=0.01)
        with pytest.raises(DocumentError) as of_size:
            pdf.page_size(2)
        with pytest.raises(DocumentError) as of_page, pdf.page(2):
            pass
        with pdf.page(1) as page:
            assert ink(page.draw(SMALL, is_grey=True)) is not None
    for raised in (of_size, of_page):
        assert raised.value.key == "pdf_page_unreadable"
        assert raised.value.placeholders == {"page": "2"}


@pytest.mark.parametrize("kind", ["rc4-40", "rc4-128", "aes-256"])
@pytest.mark.parametrize(
    ("password", "key"),
    [
        (None, "pdf_password_missing"),
        ("", "pdf_password_missing"),
        ("wrong", "pdf_password_wrong"),
        ("geheim 1\ud800", "pdf_password_wrong"),
    ],
)
def test_wrong_password(kind: str, password: str | None, key: str) -> None:
    """A missing and a wrong password are different errors."""
    with pytest.raises(DocumentError) as raised:
        PdfFile(encrypted(kind), password)
    assert (raised.value.key, raised.value.placeholders) == (key, {})


@pytest.mark.parametrize(
    ("kind", "password"),
    [
        ("rc4-40", PASSWORD),
        ("rc4-128", PASSWORD),
        ("aes-256", PASSWORD),
        ("rc4-128", "größer"),
        ("aes-256", "密码"),
    ],
)
def test_password(kind: str, password: str) -> None:
    """The right password opens a file, in any script."""
    with PdfFile(encrypted(kind, password), password) as pdf, pdf.page(1) as page:
        assert ink(page.draw(SMALL, is_grey=True)) is not None


def test_unnecessary_password() -> None:
    """A password for a file without one is ignored."""
    with PdfFile(text(1), "anything") as pdf:
        assert pdf.page_count == 1


def test_unknown_encryption() -> None:
    """A file that is protected by a certificate is refused."""
    writer = PdfWriter()
    writer.add_page("")
    protected = writer.finish(trailer="/Encrypt << /Filter /Adobe.PubSec /V 4 >>")
    with pytest.raises(DocumentError) as raised:
        PdfFile(protected, PASSWORD)
    assert raised.value.key == "pdf_encryption_unknown"


def test_rotation() -> None:
    """Pages are drawn with their rotation."""
    corners = []
    with PdfFile(rotated()) as pdf:
        for number in (1, 2, 3, 4):
            width, height = pdf.page_size(number)
            with pdf.page(number) as page:
                picture = page.draw((round(width), round(height)), is_grey=True)
            black = picture.point([255] * 30 + [0] * 226)
            middle = (picture.width // 2, picture.height // 2)
            for x in (0, 1):
                for y in (0, 1):
                    box = (
                        x * (picture.width - 40),
                        y * (picture.height - 40),
                        x * (picture.width - 40) + 40,
                        y * (picture.height - 40) + 40,
                    )
                    # The mark's solid bars fill a good part of its corner.
                    if sum(black.crop(box).histogram()[255:]) > 150:
                        corners.append((x, y))
            assert middle[0] > middle[1] if number in (2, 4) else middle[0] < middle[1]
    assert corners == [(0, 1), (0, 0), (1, 0), (1, 1)]


def test_crop_box() -> None:
    """Only the crop box is drawn, at its size."""
    with PdfFile(PDFS["crop_box"]()) as pdf:
        assert pdf.page_size(1) == pytest.approx((148, 210), abs=0.01)
    picture = drawn(PDFS["crop_box"](), size=(420, 595), is_grey=False)
    # The red frame is 10 points inside of the crop box.
    assert picture.convert("RGB").getpixel((200, 594 - 9)) == (255, 0, 0)


def test_form() -> None:
    """Form fields and annotations are drawn."""
    grey = drawn(form(), size=(595, 842))
    for field in ((150, 700), (150, 650), (150, 600), (350, 500)):
        box = (field[0] + 3, 842 - field[1] - 17, field[0] + 100, 842 - field[1] - 3)
        assert grey.crop(box).getextrema()[0] < 120, field  # type: ignore[operator]
    color = drawn(form(), size=(595, 842), is_grey=False)
    assert difference(color.convert("L"), grey) < 0.01


def test_grey_and_color() -> None:
    """A page is drawn in greys or in color."""
    data = PDFS["transparency"]()
    grey = drawn(data)
    color = drawn(data, is_grey=False)
    assert (grey.mode, grey.size) == ("L", SMALL)
    assert (color.mode, color.size) == ("RGBX", SMALL)
    assert color.convert("RGB").getpixel((150, 50)) == (255, 255, 0)
    assert difference(color.convert("L"), grey) < 0.02


def test_undrawable_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that PDFium cannot draw is an error."""
    failed = 3
    monkeypatch.setattr(pypdfium2.raw, "FPDF_RenderPageBitmap_Start", lambda *_: failed)
    with (
        PdfFile(text(2)) as pdf,
        pdf.page(2) as page,
        pytest.raises(DocumentError) as raised,
    ):
        page.draw(SMALL, is_grey=True)
    assert raised.value.key == "pdf_page_unreadable"
    assert raised.value.placeholders == {"page": "2"}


def image_page(width: int, height: int, entries: str, *, is_in_form: bool) -> bytes:
    """Return a page with an image, of which the file has only the beginning."""
    writer = PdfWriter()
    image = writer.add_stream(
        zlib.compress(bytes(1000)),
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} {entries}",
        compress=False,
    )
    drawing = "q 500 0 0 500 50 50 cm /I Do Q"
    resources = f"/XObject << /I {image} 0 R >>"
    if is_in_form:
        within = writer.add_stream(
            drawing.encode(),
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
            f" /Resources << {resources} >>",
        )
        drawing, resources = "/F Do", f"/XObject << /F {within} 0 R >>"
    writer.add_page(drawing, resources=resources)
    return writer.finish()


STENCIL = "/ImageMask true /BitsPerComponent 1 /Filter /FlateDecode"
RGB = "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode"
JPEG_2000 = "/Filter /JPXDecode"


@pytest.mark.parametrize("is_in_form", [False, True])
@pytest.mark.parametrize(
    ("width", "height", "entries"),
    [
        (14_000, 14_000, RGB),
        (65_535, 65_535, RGB),
        (70_000, 65_000, f"{STENCIL} /Decode [1 0]"),
        (12_000, 12_000, JPEG_2000),
        (12_000, 12_000, "/Filter [/FlateDecode /JPXDecode]"),
    ],
)
def test_image_too_large(
    width: int, height: int, entries: str, is_in_form: bool
) -> None:
    """An image that takes too long to decode is refused before it is decoded."""
    data = image_page(width, height, entries, is_in_form=is_in_form)
    with (
        PdfFile(data) as pdf,
        pytest.raises(DocumentError) as raised,
        pdf.page(1),
    ):
        pass
    assert raised.value.key == "pdf_page_too_complex"
    assert raised.value.placeholders == {"page": "1"}


@pytest.mark.parametrize(
    ("width", "height", "entries"),
    [
        (9_258, 12_259, f"{STENCIL} /Decode [0 1]"),
        (40_000, 40_000, STENCIL),
        (11_000, 11_000, RGB),
        (11_000, 11_000, JPEG_2000),
    ],
)
def test_large_image(width: int, height: int, entries: str) -> None:
    """It counts how many bytes an image has, not how many pixels."""
    with (
        PdfFile(image_page(width, height, entries, is_in_form=False)) as pdf,
        pdf.page(1),
    ):
        pass


def test_large_stencil_is_drawn() -> None:
    """A scan of a large sheet in black and white is drawn."""
    width, height = 9_258, 12_259
    row = b"\xff" * 579 + b"\0" * 579
    writer = PdfWriter()
    image = writer.add_stream(
        row * height,
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height}"
        " /ImageMask true /BitsPerComponent 1",
    )
    writer.add_page(
        f"q {A4[0]:g} 0 0 {A4[1]:g} 0 0 cm /I Do Q",
        resources=f"/XObject << /I {image} 0 R >>",
    )
    picture = drawn(writer.finish())
    assert picture.getpixel((20, 150)) == 255
    assert picture.getpixel((190, 150)) == 0


def widget_page(catalog: str = "", entries: str = "/F 4") -> bytes:
    """Return a page with a form field that is in no form."""
    writer = PdfWriter()
    filled = writer.add_stream(
        b"0 0 100 20 re f", "/Type /XObject /Subtype /Form /BBox [0 0 100 20]"
    )
    widget = writer.add(
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (x) {entries}"
        f" /AP << /N {filled} 0 R >> /Rect [100 700 200 720] >>"
    )
    writer.catalog_entries = catalog
    writer.add_page("", entries=f"/Annots [{widget} 0 R]")
    return writer.finish()


@pytest.mark.parametrize("catalog", ["", "/AcroForm << /Fields [] >>"])
def test_fields_without_form(catalog: str) -> None:
    """Form fields are drawn if the file lost its form, unless they are hidden."""
    assert ink(drawn(widget_page(catalog), size=(595, 842))) == pytest.approx(
        (100, 122, 200, 142), abs=1
    )
    assert ink(drawn(widget_page(catalog, "/F 2"), size=(595, 842))) is None


@pytest.mark.parametrize(
    "before",
    [
        b"GPL Ghostscript 10.02.0\nPage 1\n",
        b"\x1b%-12345X@PJL\r\n",
        b"\xef\xbb\xbf",
        bytes(1024),
    ],
)
def test_other_bytes_before(before: bytes) -> None:
    """What is before a file does not change its pages."""
    assert drawn(before + text(2), 2).tobytes() == drawn(text(2), 2).tobytes()


@pytest.mark.parametrize(
    "mark", [b"", b"%!PS-Adobe-3.0 PDF-1.3\n", b"%PDF 1.4\n", b"UPDF-1\x99\n"]
)
def test_other_marks(mark: bytes) -> None:
    """A file opens without its mark, and with that of old programs."""
    data = mark + text(2).partition(b"\n")[2]
    assert drawn(data, 2).tobytes() == drawn(text(2), 2).tobytes()


@pytest.mark.parametrize(
    ("chosen", "entered"),
    [
        ("\N{ROMAN NUMERAL FOUR} 1", "IV 1"),
        ("IV 1", "\N{ROMAN NUMERAL FOUR}\N{NO-BREAK SPACE}1"),
        ("geheim", "ge\N{SOFT HYPHEN}heim"),
        ("１２３", "123"),
        ("x" * 127, "x" * 200),
    ],
)
def test_prepared_password(chosen: str, entered: str) -> None:
    """A password is tried as PDF 2.0 prepares it, and as it is entered."""
    prepared = chosen.replace("\N{ROMAN NUMERAL FOUR}", "IV").replace("１２３", "123")
    with PdfFile(encrypted("aes-256", prepared), entered) as pdf:
        assert pdf.page_count == 1
    for untouched in {entered[:127], entered[:127].upper()}:
        with PdfFile(encrypted("aes-256", untouched), untouched) as pdf:
            assert pdf.page_count == 1
    with pytest.raises(DocumentError) as raised:
        PdfFile(encrypted("aes-256", prepared), f"{entered[:100]} ")
    assert raised.value.key == "pdf_password_wrong"


def test_dynamic_form() -> None:
    """A form whose only page asks to wait for Acrobat is not printed."""
    entries = "/AcroForm << /Fields [] /XFA (x) >>"
    writer = PdfWriter()
    writer.catalog_entries = f"{entries} /NeedsRendering true"
    writer.add_page(text_lines(["Please wait..."]), resources=FONTS)
    with pytest.raises(DocumentError) as raised:
        PdfFile(writer.finish())
    assert raised.value.key == "pdf_form_dynamic"
    writer.add_page("")
    with PdfFile(writer.finish()) as pdf:
        assert pdf.page_count == 2
    with PdfFile(widget_page(entries)) as pdf:
        assert pdf.page_count == 1


@pytest.mark.parametrize("pages", [1, 2])
@pytest.mark.parametrize("is_portfolio", [True, False])
def test_portfolio(pages: int, is_portfolio: bool) -> None:
    """The cover of a portfolio is not printed; other files may have attachments."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_page(text_lines(["Open this in Acrobat"]), resources=FONTS)
    names = []
    for name in ("a.pdf", "b.pdf"):
        file = writer.add_stream(b"x", "/Type /EmbeddedFile")
        spec = writer.add(f"<< /Type /Filespec /F ({name}) /EF << /F {file} 0 R >> >>")
        names.append(f"({name}) {spec} 0 R")
    writer.catalog_entries = (
        f"/Names << /EmbeddedFiles << /Names [{' '.join(names)}] >> >>"
    )
    if is_portfolio:
        writer.catalog_entries += " /Collection << /Type /Collection /View /D >>"
    if is_portfolio and pages == 1:
        with pytest.raises(DocumentError) as raised:
            PdfFile(writer.finish())
        assert raised.value.key == "pdf_portfolio"
        assert raised.value.placeholders == {"files": "2"}
    else:
        with PdfFile(writer.finish()) as pdf:
            assert pdf.page_count == pages


def test_hidden_annotations_are_not_printed() -> None:
    """Annotations for the screen only are not printed."""
    writer = PdfWriter()
    stamp = writer.add_stream(
        b"0 0 100 100 re f", "/Type /XObject /Subtype /Form /BBox [0 0 100 100]"
    )
    notes = [
        writer.add(
            f"<< /Type /Annot /Subtype /Stamp /F {flags} /AP << /N {stamp} 0 R >>"
            f" /Rect [{left} 400 {left + 100} 500] >>"
        )
        for flags, left in ((4, 100), (0, 300))
    ]
    listed = " ".join(f"{note} 0 R" for note in notes)
    writer.add_page("", entries=f"/Annots [{listed}]")
    box = ink(drawn(writer.finish(), size=(595, 842)))
    assert box == pytest.approx((100, 342, 200, 442), abs=2)


def test_picture_outlives_its_file() -> None:
    """The picture of a page does not change when another is drawn."""
    first = drawn(text(1))
    before = first.tobytes()
    second = drawn(form())
    assert first.tobytes() == before != second.tobytes()


def test_page_fills_the_picture() -> None:
    """A page fills its picture exactly."""
    writer = PdfWriter()
    resources = standard_fonts(F1="Helvetica")
    frame = f"2 w 1 1 {A4[0] - 2:g} {A4[1] - 2:g} re S\n"
    writer.add_page(frame + text_lines(["Hello"]), resources=resources)
    picture = drawn(writer.finish(), size=(827, 1170))
    assert ink(picture) == (0, 0, 827, 1170)
