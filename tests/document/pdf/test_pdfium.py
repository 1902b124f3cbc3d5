"""PDF files, opened and drawn."""

import zlib

from PIL import Image
import pypdfium2
import pytest

from custom_components.cloudprint.document import DocumentError
from custom_components.cloudprint.document.pdf.pdfium import PdfFile

from ...pdf_drawings import form
from ...pdf_files import BROKEN_PDFS, PASSWORD, PASSWORDS, PDFS, encrypted, text
from ...pdf_sizes import rotated
from ...pdf_writer import A4, PdfWriter, standard_fonts, text_lines
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
    colour = drawn(form(), size=(595, 842), is_grey=False)
    assert difference(colour.convert("L"), grey) < 0.01


def test_grey_and_colour() -> None:
    """A page is drawn in greys or in colour."""
    data = PDFS["transparency"]()
    grey = drawn(data)
    colour = drawn(data, is_grey=False)
    assert (grey.mode, grey.size) == ("L", SMALL)
    assert (colour.mode, colour.size) == ("RGBX", SMALL)
    assert colour.convert("RGB").getpixel((150, 50)) == (255, 255, 0)
    assert difference(colour.convert("L"), grey) < 0.02


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


@pytest.mark.parametrize("is_in_form", [False, True])
def test_large_image(is_in_form: bool) -> None:
    """An image that would fill the memory is refused before it is decoded."""
    side = 10_001
    writer = PdfWriter()
    image = writer.add_stream(
        zlib.compress(bytes(1000)),
        f"/Type /XObject /Subtype /Image /Width {side} /Height {side}"
        " /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode",
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
    with (
        PdfFile(writer.finish()) as pdf,
        pytest.raises(DocumentError) as raised,
        pdf.page(1),
    ):
        pass
    assert raised.value.key == "pdf_page_too_complex"


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
