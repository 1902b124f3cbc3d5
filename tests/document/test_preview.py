"""Previews of the first page of content."""

from base64 import b64encode
from io import BytesIO

from hypothesis import given, settings, strategies as st
from PIL import Image
import pytest

from custom_components.cloudprint.api import CONTENT_FORMS, MediaFormat, MediaSource
from custom_components.cloudprint.document import Content, RenderSettings, convert
from tests import documents, pdf_files, pictures
from tests.pictures import GREEN, PICTURES, RED

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
def test_forms(form: tuple[MediaFormat, MediaSource]) -> None:
    """URLs, text and Office files have no preview."""
    media_format, media_source = form
    is_picture = (
        media_format in (MediaFormat.PNG, MediaFormat.JPG, MediaFormat.BMP)
        and media_source is MediaSource.BASE64
    )
    data = (
        documents.picture({"JPG": "JPEG"}.get(media_format, media_format))
        if is_picture
        else b"https://example.com/a.png"
    )
    assert (create_preview(content(data, *form)) is not None) is is_picture


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
