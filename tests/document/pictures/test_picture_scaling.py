"""Pictures that are scaled to their paper."""

from base64 import b64decode
from io import BytesIO
import re
from typing import Any

from PIL import ExifTags, Image
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.settings import A4, RenderSettings, Scaling
from tests.samples.pictures import (
    ORIENTATION,
    PICTURES,
    photo,
    saved,
    scene,
    tiff_pages,
)

from ..laid_out import LaidOut, get_laid_out
from ..previews import create_preview

MARGINS = (4.0, 6.0, 10.0, 8.0)
BORDERLESS = (0.0, 0.0, 0.0, 0.0)
LANDSCAPE = (297.0, 210.0)
_PICTURE = re.compile(r'src="data:image/(png|jpeg);base64,([^"]*)"')


def printed(data: bytes, scaling: Scaling, **values: Any) -> Content:
    """Return a picture as a web page for A4."""
    settings = {"margins": MARGINS, **values}
    content = convert(data, RenderSettings(scaling=scaling, **settings))
    assert content.media_format is MediaFormat.HTML
    assert content.media_source is MediaSource.STRING
    return content


def get_picture(content: Content) -> tuple[LaidOut, bytes]:
    """Return where the only picture lies, and its file."""
    (laid_out,) = get_laid_out(content)
    ((_, data),) = _PICTURE.findall(content.payload.decode())
    return laid_out, b64decode(data)


def jpg(size: tuple[int, int], dpi: float, **options: Any) -> bytes:
    """Return a picture with a resolution in its JFIF header."""
    return saved(photo(size), "JPEG", dpi=(dpi, dpi), **options)


SMALL = jpg((200, 300), 50)
"""101.6 mm by 152.4 mm."""
LARGE = jpg((500, 750), 50)
"""254 mm by 381 mm."""


@pytest.mark.parametrize(
    ("scaling", "margins", "is_large", "box"),
    [
        (Scaling.AUTO, MARGINS, False, (11.667, 4, 188.667, 283)),
        (Scaling.AUTO, BORDERLESS, False, (0, -9, 210, 315)),
        (Scaling.AUTO, BORDERLESS, True, (0, -9, 210, 315)),
        (Scaling.AUTO, None, False, (6, 0, 198, 297)),
        (Scaling.AUTO_FIT, MARGINS, False, (54.2, 72.3, 101.6, 152.4)),
        (Scaling.AUTO_FIT, MARGINS, True, (11.667, 4, 188.667, 283)),
        (Scaling.FIT, MARGINS, False, (11.667, 4, 188.667, 283)),
        (Scaling.FILL, MARGINS, False, (0, -9, 210, 315)),
        (Scaling.NONE, MARGINS, False, (54.2, 72.3, 101.6, 152.4)),
        (Scaling.NONE, MARGINS, True, (-22, -42, 254, 381)),
    ],
)
def test_places(
    scaling: Scaling,
    margins: tuple[float, ...] | None,
    box: tuple[float, ...],
    *,
    is_large: bool,
) -> None:
    """A picture lies where its scaling says, and is sent as it is: the page scales it."""
    data = LARGE if is_large else SMALL
    content = printed(data, scaling, margins=margins)
    laid_out, sent = get_picture(content)
    assert laid_out.paper == pytest.approx(A4, abs=0.14)
    assert laid_out.box == pytest.approx(box, abs=0.01)
    assert sent == data
    assert (content.pages, content.paper) == (1, A4)
    assert not content.is_ranged
    assert not content.is_turned
    assert create_preview(content) is not None


@pytest.mark.parametrize("name", sorted({*PICTURES} - {"tiff_multi"}))
def test_every_kind(name: str) -> None:
    """A picture of any kind is on a sheet, in its shape and with its colors."""
    content = printed(PICTURES[name](), Scaling.FILL)
    laid_out, sent = get_picture(content)
    image = Image.open(BytesIO(sent))
    assert image.format in ("PNG", "JPEG")
    _, _, width, height = laid_out.box
    is_wide = image.width >= image.height
    assert laid_out.paper == pytest.approx(LANDSCAPE if is_wide else A4, abs=0.14)
    assert width / height == pytest.approx(image.width / image.height, rel=0.01)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("scaling", [Scaling.NONE, Scaling.FIT])
def test_camera(orientation: int, scaling: Scaling) -> None:
    """A picture that a camera has turned has its true size when it is upright."""
    data = Image.Exif()
    data[ORIENTATION] = orientation
    data[ExifTags.Base.XResolution] = 50.0
    data[ExifTags.Base.YResolution] = 50.0
    stored = saved(scene((200, 300)), "JPEG", exif=data.tobytes())
    laid_out, sent = get_picture(printed(stored, scaling))
    is_turned = orientation > 4
    size = (152.4, 101.6) if is_turned else (101.6, 152.4)
    if scaling is Scaling.FIT:
        size = (283, 188.667) if is_turned else (188.667, 283)
    assert laid_out.box[2:] == pytest.approx(size, abs=0.01)
    assert laid_out.paper == pytest.approx(LANDSCAPE if is_turned else A4, abs=0.14)
    image = Image.open(BytesIO(sent))
    assert image.size == ((300, 200) if is_turned else (200, 300))
    assert (sent == stored) is (orientation == 1)


def test_too_many_pixels() -> None:
    """A picture has no more pixels than its place on the paper can show."""
    data = jpg((1200, 1800), 50)
    _, sent = get_picture(printed(data, Scaling.FIT, dpi=100))
    # 189 mm at 100 dpi
    assert Image.open(BytesIO(sent)).size == (743, 1114)
    _, sent = get_picture(printed(data, Scaling.NONE, dpi=100))
    assert sent == data


def test_limit_of_bytes() -> None:
    """A picture is compressed until its page is small enough."""
    data = jpg((1000, 1500), 100, quality=95)
    limit = len(data) // 2
    content = printed(data, Scaling.FIT, max_bytes=limit)
    assert content.size <= limit
    with pytest.raises(DocumentError) as raised:
        printed(data, Scaling.FIT, max_bytes=5_000)
    assert raised.value.key == "content_too_large"


def test_page_ranges() -> None:
    """Ranges are applied to the only page."""
    assert printed(SMALL, Scaling.FIT, page_ranges="1-9").pages == 1
    content = printed(SMALL, Scaling.FIT, page_ranges="1,1")
    assert content.is_ranged
    assert len(get_laid_out(content)) == content.pages == 2
    with pytest.raises(DocumentError) as raised:
        printed(SMALL, Scaling.FIT, page_ranges="2")
    assert raised.value.key == "page_ranges_outside"


@pytest.mark.parametrize(
    ("size", "rotation", "turns_landscape", "corner"),
    [
        ((200, 300), 0, True, (0, 0)),
        ((200, 300), 90, False, (1, 0)),
        ((200, 300), 180, False, (1, 1)),
        ((200, 300), 270, False, (0, 1)),
        ((300, 200), 0, True, (0, 1)),
        ((300, 200), 90, True, (1, 0)),
        ((300, 200), 180, True, (1, 0)),
    ],
)
def test_turned(
    size: tuple[int, int],
    rotation: int,
    corner: tuple[int, int],
    *,
    turns_landscape: bool,
) -> None:
    """The rotation of the print is that of the page, and comes before the paper's."""
    content = printed(
        jpg(size, 50), Scaling.FIT, rotation=rotation, turns_landscape=turns_landscape
    )
    laid_out, _ = get_picture(content)
    assert laid_out.paper == pytest.approx(A4, abs=0.14)
    left, top, width, height = laid_out.box
    assert laid_out.top_left == pytest.approx(
        (left + corner[0] * width, top + corner[1] * height), abs=0.01
    )
    assert content.is_turned is (corner in ((1, 0), (0, 1)))


def tiff(*sizes: tuple[int, int], dpi: float = 50) -> bytes:
    """Return a TIFF of scenes."""
    return tiff_pages([scene(size) for size in sizes], dpi)


def test_tiff_of_one_page() -> None:
    """It is a picture like any other."""
    laid_out, _ = get_picture(printed(tiff((200, 300)), Scaling.AUTO))
    assert laid_out.box == pytest.approx((11.667, 4, 188.667, 283), abs=0.01)
    laid_out, _ = get_picture(printed(tiff((200, 300)), Scaling.NONE))
    assert laid_out.box == pytest.approx((54.2, 72.3, 101.6, 152.4), abs=0.01)
    laid_out, _ = get_picture(printed(tiff((200, 300), dpi=1), Scaling.NONE))
    assert laid_out.box == pytest.approx((11.667, 4, 188.667, 283), abs=0.01)


def test_tiff_of_several_pages() -> None:
    """They are a document: pages that are smaller than the paper keep their size."""
    data = tiff((200, 300), (300, 200), (500, 750))
    content = printed(data, Scaling.AUTO, turns_landscape=True)
    small, wide, large = get_laid_out(content)
    assert small.box == pytest.approx((54.2, 72.3, 101.6, 152.4), abs=0.01)
    assert wide.box == pytest.approx(small.box, abs=0.01)
    assert wide.top_left == pytest.approx((54.2, 72.3 + 152.4), abs=0.01)
    assert large.box == pytest.approx((11.667, 4, 188.667, 283), abs=0.01)
    assert content.is_turned

    content = printed(tiff((200, 300), (20, 30), dpi=1), Scaling.NONE)
    for laid_out in get_laid_out(content):
        assert laid_out.box == pytest.approx((11.667, 4, 188.667, 283), abs=0.01)
