"""Previews of the first page of content."""

from base64 import b64encode
from dataclasses import replace
from io import BytesIO

from hypothesis import given, settings, strategies as st
from PIL import Image
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.pictures.thumbnail import preview_sheet
from custom_components.cloudprint.document.settings import A4, RenderSettings, Scaling
from tests.samples import documents, pdf_files, pictures
from tests.samples.pictures import GREEN, PICTURES, RED
from tests.simulator.contents import CONTENT_FORMS

from .previews import create_preview


def content(
    payload: bytes,
    media_format: MediaFormat = MediaFormat.HTML,
    media_source: MediaSource = MediaSource.STRING,
    pages: int | None = 1,
) -> Content:
    """Return content."""
    return Content(
        media_format=media_format,
        media_source=media_source,
        payload=payload,
        pages=pages,
    )


def sheet(data: bytes, kind: str = "png") -> bytes:
    """Return a sheet with a picture."""
    return b'<img src="data:image/%b;base64,%b">' % (kind.encode(), b64encode(data))


def opened(preview: bytes | None) -> Image.Image:
    """Return a preview, which is a PNG."""
    assert preview is not None
    image = Image.open(BytesIO(preview))
    assert image.format == "PNG"
    image.load()
    return image


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1200, 300), (600, 150)),
        ((300, 2400), (75, 600)),
        ((600, 600), (600, 600)),
        ((601, 5), (600, 5)),
        ((40, 30), (40, 30)),
    ],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP"])
def test_picture(kind: str, size: tuple[int, int], expected: tuple[int, int]) -> None:
    """A preview is small, and never enlarged."""
    data = pictures.saved(pictures.scene(size), kind)
    made = convert(data, RenderSettings())
    assert made.payload == data
    assert opened(create_preview(made)).size == expected


@pytest.mark.parametrize("name", PICTURES)
def test_kinds(name: str) -> None:
    """Every kind of picture has a preview."""
    image = opened(create_preview(convert(PICTURES[name](), RenderSettings())))
    assert image.mode in ("1", "L", "RGB")
    if name not in ("tiff_multi", "jpg_photo"):
        assert image.size == pictures.SIZE


def test_first_sheet() -> None:
    """The preview is the first sheet; pictures of the web are ignored."""
    red = pictures.saved(Image.new("RGB", (900, 1200), RED), "PNG")
    green = pictures.saved(Image.new("RGB", (900, 1200), GREEN), "JPEG")
    for first, second, expected in (
        (sheet(red), sheet(green, "jpeg"), RED),
        (sheet(green, "jpeg"), sheet(red), GREEN),
    ):
        page = b'<img src="https://example.com/a.png">' + first + second
        image = opened(create_preview(content(page, pages=2)))
        assert image.size == (450, 600)
        assert image.getpixel((9, 9)) == pytest.approx(expected, abs=3)


def test_large_sheet() -> None:
    """A picture with several pieces of base64 is decoded correctly."""
    photo = pictures.photo((700, 500))
    data = pictures.saved(photo, "PNG")
    assert len(data) > 300_000
    image = opened(create_preview(content(sheet(data))))
    assert image.size == (600, 429)
    again = opened(create_preview(content(data, MediaFormat.PNG, MediaSource.BASE64)))
    assert image.tobytes() == again.tobytes()


def test_pdf() -> None:
    """A PDF has a preview."""
    made = convert(next(iter(pdf_files.PDFS.values()))(), RenderSettings(dpi=100))
    assert max(opened(create_preview(made)).size) == 600


def black_part(preview: bytes | None) -> tuple[tuple[int, int], tuple[int, ...] | None]:
    """Return the size of a preview, and the box of what is not white."""
    image = opened(preview).convert("L")
    return image.size, image.point([255] * 200 + [0] * 56).getbbox()


@pytest.mark.parametrize(
    ("paper", "size", "box"),
    [
        # As large as the page
        (A4, (424, 600), (0, 0, 424, 600)),
        # Smaller: the page is, too, in the middle
        ((102.0, 152.0), (403, 600), (0, 15, 403, 585)),
        # Larger, and on its side: the page is not, and the paper is upright
        ((420.0, 297.0), (424, 600), (62, 88, 362, 512)),
    ],
)
def test_pdf_on_paper(
    paper: tuple[float, float], size: tuple[int, int], box: tuple[int, int, int, int]
) -> None:
    """A page is shown on the paper that it is printed on."""
    black = Image.new("L", (1240, 1754))
    data = pictures.saved(black, "PDF", resolution=150)
    settings = RenderSettings(dpi=100, paper=paper, is_paper_named=True)
    found_size, found_box = black_part(create_preview(convert(data, settings)))
    assert found_size == size
    assert found_box == pytest.approx(box, abs=2)


def test_sheet_of_unknown_style() -> None:
    """A picture whose place on its sheet is not known is shown by itself."""
    red = pictures.saved(Image.new("RGB", (900, 1200), RED), "PNG")
    made = convert(red, RenderSettings(scaling=Scaling.FIT))
    assert opened(create_preview(made)).size == (424, 600)
    for changed in (
        replace(made, payload=made.payload.replace(b"transform:", b"rotate:")),
        replace(made, paper=None),
    ):
        assert opened(create_preview(changed)).size == (450, 600)


def test_picture_on_paper() -> None:
    """A picture that the cloud fits to its paper is shown so."""
    black = pictures.saved(Image.new("L", (300, 200)), "PNG")
    preview = preview_sheet([(DocumentFormat.PNG, black)], A4)
    assert black_part(preview) == ((424, 600), (0, 159, 424, 442))
    for broken in (b"broken", black[:-30]):
        with pytest.raises(DocumentError, match="picture_broken"):
            preview_sheet([(DocumentFormat.PNG, broken)], A4)


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"<p>Hello</p>",
        sheet(b"GIF89a", "gif"),
        sheet(b"no picture"),
        sheet(pictures.saved(pictures.scene(), "PNG"), "jpeg"),
        sheet(pictures.saved(pictures.scene(), "PNG")[:100]),
        sheet(b"")[:-2],
        b'<img src="data:image/png;base64,A">',
        b'<img src="data:image/png;base64,AA*=">',
        b'<img src="data:image/png;base64">',
        b'<img src="data:image/png;base64,',
        b'<img src="data:image/',
    ],
)
def test_no_sheet(page: bytes) -> None:
    """A web page without a valid sheet has no preview."""
    assert create_preview(content(page)) is None


def test_other_pages() -> None:
    """A web page that is not made of sheets has no preview."""
    page = sheet(pictures.saved(pictures.scene(), "PNG"))
    assert create_preview(content(page)) is not None
    assert create_preview(content(page, pages=None)) is None
    assert create_preview(content(page, MediaFormat.TEXT)) is None


@pytest.mark.parametrize("form", sorted(CONTENT_FORMS))
def test_forms(form: tuple[str, str]) -> None:
    """URLs, text and Office files have no preview."""
    media_format, media_source = MediaFormat(form[0]), MediaSource(form[1])
    is_picture = (
        media_format in (MediaFormat.PNG, MediaFormat.JPG, MediaFormat.BMP)
        and media_source is MediaSource.BASE64
    )
    data = (
        documents.picture({"JPG": "JPEG"}.get(media_format, media_format))
        if is_picture
        else b"https://example.com/a.png"
    )
    assert (
        create_preview(content(data, media_format, media_source)) is not None
    ) is is_picture


@settings(max_examples=200, deadline=None)
@given(
    payload=st.binary(max_size=200)
    | st.binary(max_size=60).map(sheet)
    | st.binary(max_size=200).map(lambda end: sheet(b"")[:-2] + end),
    media_format=st.sampled_from(MediaFormat),
    media_source=st.sampled_from(MediaSource),
    pages=st.none() | st.integers(1, 3),
)
def test_any_content(
    payload: bytes,
    media_format: MediaFormat,
    media_source: MediaSource,
    pages: int | None,
) -> None:
    """A preview of any content raises nothing."""
    create_preview(content(payload, media_format, media_source, pages))
