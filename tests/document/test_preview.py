"""What the first page of a content looks like."""

from base64 import b64encode
from io import BytesIO

from hypothesis import given, settings, strategies as st
from PIL import Image
import pytest

from custom_components.cloudprint.api import CONTENT_FORMS, MediaFormat, MediaSource
from custom_components.cloudprint.document import Content, RenderSettings, convert
from tests import documents, pdf_files, pictures
from tests.pictures import GREEN, PICTURES, RED

from .previews import preview_of


def content(
    payload: bytes,
    media_format: MediaFormat = MediaFormat.HTML,
    media_source: MediaSource = MediaSource.STRING,
    pages: int | None = 1,
) -> Content:
    """Return a content."""
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
    """A picture is shown small, and never larger than it is."""
    data = pictures.saved(pictures.scene(size), kind)
    made = convert(data, RenderSettings())
    assert made.payload == data
    assert opened(preview_of(made)).size == expected


@pytest.mark.parametrize("name", PICTURES)
def test_kinds(name: str) -> None:
    """There is a preview of every kind of picture, however it was converted."""
    image = opened(preview_of(convert(PICTURES[name](), RenderSettings())))
    assert image.mode in ("1", "L", "RGB")
    if name not in ("tiff_multi", "jpg_photo"):
        assert image.size == pictures.SIZE


def test_first_sheet() -> None:
    """Of several sheets, the first is shown, and pictures of the web are none."""
    red = pictures.saved(Image.new("RGB", (900, 1200), RED), "PNG")
    green = pictures.saved(Image.new("RGB", (900, 1200), GREEN), "JPEG")
    for first, second, expected in (
        (sheet(red), sheet(green, "jpeg"), RED),
        (sheet(green, "jpeg"), sheet(red), GREEN),
    ):
        page = b'<img src="https://example.com/a.png">' + first + second
        image = opened(preview_of(content(page, pages=2)))
        assert image.size == (450, 600)
        assert image.getpixel((9, 9)) == pytest.approx(expected, abs=3)


def test_large_sheet() -> None:
    """A picture of more than one piece of base64 is put together rightly."""
    photo = pictures.photo((700, 500))
    data = pictures.saved(photo, "PNG")
    assert len(data) > 300_000
    image = opened(preview_of(content(sheet(data))))
    assert image.size == (600, 429)
    again = opened(preview_of(content(data, MediaFormat.PNG, MediaSource.BASE64)))
    assert image.tobytes() == again.tobytes()


def test_pdf() -> None:
    """The pages that we draw of a PDF are seen."""
    made = convert(next(iter(pdf_files.PDFS.values()))(), RenderSettings(dpi=100))
    assert max(opened(preview_of(made)).size) == 600


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
    """A web page without such a picture has no preview."""
    assert preview_of(content(page)) is None


def test_other_pages() -> None:
    """A page that we did not make of pages has none, whatever is in it."""
    page = sheet(pictures.saved(pictures.scene(), "PNG"))
    assert preview_of(content(page)) is not None
    assert preview_of(content(page, pages=None)) is None
    assert preview_of(content(page, MediaFormat.TEXT)) is None


@pytest.mark.parametrize("form", sorted(CONTENT_FORMS))
def test_forms(form: tuple[MediaFormat, MediaSource]) -> None:
    """Only pictures themselves have a preview: no address, no text, no Office file."""
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
    assert (preview_of(content(data, *form)) is not None) is is_picture


@settings(max_examples=200, deadline=None)
@given(
    payload=st.binary(max_size=200)
    | st.binary(max_size=60).map(sheet)
    | st.binary(max_size=200).map(lambda end: sheet(b"")[:-2] + end),
    media_format=st.sampled_from(MediaFormat),
    media_source=st.sampled_from(MediaSource),
    pages=st.none() | st.integers(1, 3),
)
def test_anything(
    payload: bytes,
    media_format: MediaFormat,
    media_source: MediaSource,
    pages: int | None,
) -> None:
    """Nothing that can be printed makes a preview fail."""
    preview_of(content(payload, media_format, media_source, pages))
