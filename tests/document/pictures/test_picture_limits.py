"""Pictures that are too large, too slow, broken, or of another format."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
import struct
import warnings

from hypothesis import HealthCheck, given, settings, strategies as st
from PIL import Image, ImageChops
import pillow_heif
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.detection import detect
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.pictures.picture import build_picture_content
from custom_components.cloudprint.document.pictures.pixels import (
    fit_size,
    get_excess,
    paint,
    shrink_size,
)
from custom_components.cloudprint.document.settings import A4, RenderSettings
from tests.samples import pictures
from tests.samples.pictures import PICTURES, saved
from tests.simulator.contents import CONTENT_FORMS

from ..previews import create_preview

_DPI = 100


def get_size(data: bytes) -> tuple[int, int]:
    """Return the size of a picture."""
    return Image.open(BytesIO(data)).size


def refusal(data: bytes, document_format: DocumentFormat) -> DocumentError:
    """Return the error for a picture."""
    with pytest.raises(DocumentError) as raised:
        build_picture_content(data, document_format, RenderSettings())
    return raised.value


def _rare_bmp(bits: int, compression: int, masks: tuple[int, ...] = ()) -> bytes:
    """Return a BMP of 4 x 4 white pixels."""
    header = struct.pack(
        *("<IiiHHIIiiII", 40, 4, 4, 1, bits, compression, 64, 0, 0, 0, 0)
    )
    header += b"".join(struct.pack("<I", mask) for mask in masks)
    start = 14 + len(header)
    return (
        struct.pack("<2sIHHI", b"BM", start + 64, 0, 0, start) + header + b"\xff" * 64
    )


def _float_tiff() -> bytes:
    """Return a TIFF of 4 x 4 pixels with three numbers of 32 bits each."""
    tags = ((256, 4), (257, 4), (258, 32), (259, 1), (262, 2), (273, 200), (277, 3))
    entries = (*tags, (278, 4), (279, 192), (339, 3))
    directory = b"".join(
        struct.pack("<HHII", tag, 3, 1, value) for tag, value in entries
    )
    head = struct.pack("<2sHIH", b"II", 42, 8, len(entries)) + directory + bytes(4)
    return head.ljust(200, b"\0") + bytes(192)


def _deep_tiff(
    bits: int, *, photometric: int = 1, samples: int = 1, planes: int = 1
) -> bytes:
    """Return a TIFF of 4 x 4 pixels with samples of more than eight bits."""
    tags = ((256, 4), (257, 4), (258, bits), (259, 1), (262, photometric), (273, 200))
    size = 16 * samples * bits // 8
    entries = (*tags, (277, samples), (278, 4), (279, size), (284, planes))
    directory = b"".join(
        struct.pack("<HHII", tag, 3, 1, value) for tag, value in entries
    )
    head = struct.pack("<2sHIH", b"II", 42, 8, len(entries)) + directory + bytes(4)
    return head.ljust(200, b"\0") + bytes(size)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP"])
def test_slightly_too_many_pixels(kind: str) -> None:
    """A few pixels too many do not cause a conversion."""
    for size in ((1000, 1400), (1400, 1000), (827, 10), (10, 1500)):
        data = saved(pictures.photo(size), kind)
        assert convert(data, RenderSettings(dpi=_DPI)).payload == data


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF"])
@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((826, 1170), (413, 585)),
        ((1170, 826), (585, 413)),
        ((826, 826), (413, 413)),
        ((40, 1170), (20, 585)),
        ((1170, 1), (585, 1)),
    ],
)
def test_too_many_pixels(
    kind: str, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    """A picture is reduced to what the paper can show, in both orientations."""
    data = saved(pictures.photo(size), kind)
    for paper in (A4, (297.0, 210.0)):
        content = convert(data, RenderSettings(dpi=50, paper=paper))
        assert get_size(content.payload) == expected


@pytest.mark.parametrize("orientation", [1, 6])
def test_large_photo(orientation: int) -> None:
    """A JPG that is read at a fraction of its size looks the same."""
    image = pictures.scene((4000, 2600))
    data = saved(image, "JPEG", exif=pictures.exif(orientation), quality=95)

    made = Image.open(BytesIO(convert(data, RenderSettings(dpi=_DPI)).payload))

    expected = (1169, 760) if orientation == 1 else (760, 1169)
    assert made.size == expected
    upright = image.transpose(Image.Transpose.ROTATE_270) if orientation == 6 else image
    small = upright.resize(made.size, Image.Resampling.BOX)
    difference = ImageChops.difference(made.convert("RGB"), small).resize(
        (1, 1), Image.Resampling.BOX
    )
    assert max(difference.tobytes()) <= 2


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "CMYK", "I;16"])
def test_strips_are_seamless(mode: str) -> None:
    """A picture resized in strips equals one resized as a whole."""
    if mode == "I;16":
        image = pictures.deep_grey(pictures.photo((3000, 2500)))
    else:
        image = pictures.photo((3000, 2500)).convert(mode)

    made = paint(image.copy(), (601, 499))

    plain = image.convert("L") if mode == "1" else image
    if mode == "I;16":
        plain = pictures.photo((3000, 2500)).convert("L")
    elif mode in ("RGBA", "CMYK"):
        plain = image.convert("RGB")
    whole = plain.resize((601, 499), Image.Resampling.LANCZOS)
    assert max(ImageChops.difference(made, whole).tobytes()) <= 1


@settings(max_examples=60, deadline=None)
@given(
    width=st.integers(1, 3000),
    height=st.integers(1, 3000),
    size=st.tuples(st.integers(1, 400), st.integers(1, 400)),
)
def test_any_resize(width: int, height: int, size: tuple[int, int]) -> None:
    """Rounding never exceeds the picture."""
    made = paint(Image.new("L", (width, height), 77), size)
    assert made.size == size
    assert made.getextrema() == (77, 77)


@given(
    size=st.tuples(st.integers(1, 70_000), st.integers(1, 70_000)),
    paper=st.tuples(st.floats(1, 2000), st.floats(1, 2000)),
    dpi=st.integers(50, 300),
)
def test_fit_size(size: tuple[int, int], paper: tuple[float, float], dpi: int) -> None:
    """A size that fits is kept; any other is reduced and keeps its shape."""
    times = get_excess(size, paper, dpi)
    assert times == pytest.approx(get_excess((size[1], size[0]), paper, dpi))
    found = fit_size(size, times)
    assert found == size or (
        found == shrink_size(size, times) and get_excess(found, paper, dpi) < 1.3
    )
    assert min(found) >= 1
    assert all(new <= old for new, old in zip(found, size, strict=True))
    assert found[0] * found[1] < 31_000_000


def test_poster() -> None:
    """Very large paper has a limit of pixels."""
    assert fit_size(
        (14_000, 14_000), get_excess((14_000, 14_000), (2000, 2000), 300)
    ) == (
        4243,
        4243,
    )


def _png(size: tuple[int, int], header: tuple[int, int, int] = (8, 2, 0)) -> bytes:
    return pictures.png_file(size, header, b"")


def _grey_png(size: tuple[int, int]) -> bytes:
    return _png(size, (8, 0, 0))


def _deep_png(size: tuple[int, int]) -> bytes:
    return _png(size, (16, 2, 0))


def _interlaced_png(size: tuple[int, int]) -> bytes:
    return _png(size, (8, 2, 1))


def _gif(size: tuple[int, int]) -> bytes:
    data = PICTURES["gif"]()
    return data[:6] + struct.pack("<HH", *size) + data[10:]


def _bmp(size: tuple[int, int]) -> bytes:
    data = PICTURES["bmp"]()
    return data[:18] + struct.pack("<ii", *size) + data[26:]


def _jpg(size: tuple[int, int], name: str = "jpg") -> bytes:
    data = PICTURES[name]()
    start = data.index(b"\xff\xc2" if "progressive" in name else b"\xff\xc0")
    return data[: start + 5] + struct.pack(">HH", size[1], size[0]) + data[start + 9 :]


def _progressive_jpg(size: tuple[int, int]) -> bytes:
    return _jpg(size, "jpg_progressive")


def _tiff(size: tuple[int, int]) -> bytes:
    image = Image.new("1", (size[0], 1))
    data = saved(image, "TIFF", compression="group4")
    mark = struct.pack("<HHI", 257, 4, 1)
    if mark not in data:
        mark = struct.pack("<HHI", 257, 3, 1)
    start = data.index(mark)
    return data[:start] + struct.pack("<HHII", 257, 4, 1, size[1]) + data[start + 12 :]


def _heic(size: tuple[int, int]) -> bytes:
    """Return a photo of a camera, with another size in its header (`ispe`)."""
    data = PICTURES["heic"]()
    start = data.index(b"ispe") + 8
    return data[:start] + struct.pack(">II", *size) + data[start + 8 :]


def _webp(size: tuple[int, int]) -> bytes:
    return saved(Image.new("RGB", size), "WEBP", method=0, quality=0)


@pytest.mark.parametrize(
    ("make", "size", "limit"),
    [
        (_png, (7_600, 7_600), "56"),
        (_grey_png, (14_200, 14_200), "200"),
        (_deep_png, (7_600, 7_600), "56"),
        (_interlaced_png, (7_600, 7_600), "56"),
        (_gif, (20_000, 20_000), "200"),
        (_gif, (14_200, 14_200), "200"),
        (_tiff, (13_700, 13_700), "178"),
        (_bmp, (20_000, 20_000), "56"),
        (_jpg, (20_000, 20_000), "200"),
        (_progressive_jpg, (7_000, 7_000), "48"),
        (_tiff, (15_000, 15_000), "200"),
        (_webp, (4_700, 4_700), "21"),
        (_heic, (12_000, 9_000), "68"),
        (_grey_png, (65_536, 1), "200"),
        (_jpg, (65_535, 65_535), "200"),
    ],
)
def test_bombs(
    make: Callable[[tuple[int, int]], bytes], size: tuple[int, int], limit: str
) -> None:
    """A picture that would fill the memory is refused by its header."""
    before = Image.MAX_IMAGE_PIXELS
    data = make(size)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        error = refusal(data, detect(data))

    assert error.key == "picture_too_large"
    assert error.placeholders == {"limit": limit, "side": "65535"}
    assert before == Image.MAX_IMAGE_PIXELS


def test_bomb_with_warnings_as_errors() -> None:
    """A warning of Pillow that is an error has the same result."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        error = refusal(_tiff((10_000, 10_000)), DocumentFormat.TIFF)
    assert error.key == "picture_too_large"


def test_too_many_scans() -> None:
    """A progressive JPG with too many scans is refused."""
    data = PICTURES["jpg_progressive"]()
    scan = data.rindex(b"\xff\xda")
    last = data[scan:-2]
    error = refusal(data[:scan] + last * 600 + b"\xff\xd9", DocumentFormat.JPG)
    assert error.key == "picture_broken"
    assert convert(data[:scan] + last * 20 + b"\xff\xd9", RenderSettings())


@pytest.mark.parametrize("name", ["png", "webp_photo", "tiff", "heic_photo", "bmp"])
def test_too_many_bytes(name: str) -> None:
    """The quality of a picture is lowered until it can be sent."""
    data = PICTURES[name]()
    for max_bytes in (20_000, 12_000, 6_000, 2_000):
        content = convert(data, RenderSettings(max_bytes=max_bytes))
        assert content.size <= max_bytes
        assert create_preview(content) is not None
        if max_bytes == 20_000:
            assert get_size(content.payload) == pictures.SIZE


def test_drawing_with_too_many_bytes() -> None:
    """A PNG that is too large becomes a JPG."""
    page = Image.new("1", (1500, 1100))
    page.paste(pictures.photo((1500, 1100)).convert("1"))
    data = saved(page, "TIFF", compression="group4")

    assert convert(data, RenderSettings()).media_format is MediaFormat.PNG
    content = convert(data, RenderSettings(max_bytes=100_000))
    assert content.media_format is MediaFormat.JPG
    assert content.size <= 100_000


def test_too_large_at_any_quality() -> None:
    """A picture is refused if it is too large at the lowest quality."""
    with pytest.raises(DocumentError) as raised:
        convert(PICTURES["webp_photo"](), RenderSettings(max_bytes=300))
    assert raised.value.key == "content_too_large"


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.7])
def test_truncated(name: str, share: float) -> None:
    """A truncated picture is refused."""
    data = PICTURES[name]()
    cut = data[: int(len(data) * share)]
    error = refusal(cut, detect(data))
    assert error.key == "picture_broken"
    assert error.placeholders == {"format": detect(data)}


@pytest.mark.parametrize(
    "document_format", sorted({detect(make()) for make in PICTURES.values()})
)
def test_another_format(document_format: DocumentFormat) -> None:
    """The decoder of a format refuses all other formats."""
    for name in ("png", "jpg", "bmp", "gif", "tiff", "webp", "heic", "avif"):
        data = PICTURES[name]()
        if detect(data) is not document_format:
            assert refusal(data, document_format).key == "picture_broken"
    for data in (b"", b"\0", b"GIF89a", bytes(100)):
        assert refusal(data, document_format).key == "picture_broken"


def test_png_with_errors() -> None:
    """A PNG that strict programs refuse is converted if it can be read."""
    data = PICTURES["png"]()
    start = data.index(b"IDAT")
    length = int.from_bytes(data[start - 4 : start])
    wrong = bytearray(data)
    wrong[start + 4 + length] ^= 0xFF
    for spoilt in (data[:-12], bytes(wrong)):
        content = convert(spoilt, RenderSettings())
        assert content.media_format is MediaFormat.PNG
        assert content.payload != spoilt
        Image.open(BytesIO(content.payload)).verify()


@pytest.mark.parametrize("is_interlaced", [False, True])
def test_damaged_png(is_interlaced: bool) -> None:
    """A PNG whose rows are damaged is refused, and not printed in part."""
    data = PICTURES["png_interlaced" if is_interlaced else "png"]()
    start, end = data.index(b"IDAT") + 4, data.index(b"IEND") - 8
    for place in (start + (end - start) // 2, end - 4, end - 1):
        spoilt = bytearray(data)
        spoilt[place] ^= 0xFF
        assert refusal(bytes(spoilt), DocumentFormat.PNG).key == "picture_broken"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_cut_heic(share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """A HEIC of tiles that is cut is refused, and not printed with tiles missing."""
    monkeypatch.setattr(pillow_heif.options, "GRID_TILE_SIZE", 64)
    whole = pictures.heic(pictures.photo((256, 256)))
    start = whole.index(b"mdat") - 4
    large = b"\0\0\0\1mdat" + (len(whole) - start + 8).to_bytes(8)
    for data in (whole, whole[:start] + large + whole[start + 8 :]):
        cut = start + 20 + int((len(whole) - start - 20) * share)
        assert refusal(data[:cut], DocumentFormat.HEIC).key == "picture_broken"
    assert convert(whole, RenderSettings()).pages == 1
    open_end = whole[:start] + bytes(4) + whole[start + 4 :]
    assert convert(open_end, RenderSettings()).pages == 1


@pytest.mark.parametrize(
    ("data", "document_format"),
    [
        # 2 bits a pixel, PNG within BMP, 4 bits a color
        (_rare_bmp(2, 0), DocumentFormat.BMP),
        (_rare_bmp(24, 5), DocumentFormat.BMP),
        (_rare_bmp(16, 3, (0xF00, 0xF0, 0xF)), DocumentFormat.BMP),
        (_float_tiff(), DocumentFormat.TIFF),
        # Pillow decodes these, but wrongly.
        (_deep_tiff(16, photometric=0), DocumentFormat.TIFF),
        (_deep_tiff(12), DocumentFormat.TIFF),
        (_deep_tiff(32), DocumentFormat.TIFF),
        (_deep_tiff(16, photometric=2, samples=3, planes=2), DocumentFormat.TIFF),
    ],
)
def test_rare_pictures(data: bytes, document_format: DocumentFormat) -> None:
    """A picture of a kind that cannot be read is not called damaged."""
    error = refusal(data, document_format)
    assert error.key == "picture_unsupported"
    assert error.placeholders == {"format": document_format, "supported": "PNG, JPG"}


@pytest.mark.parametrize(
    "data", [_deep_tiff(16), _deep_tiff(16, photometric=2, samples=3)]
)
def test_deep_tiff(data: bytes) -> None:
    """A TIFF of 16 bits that Pillow decodes correctly is printed."""
    image = Image.open(BytesIO(convert(data, RenderSettings()).payload))
    assert image.convert("L").getextrema() == (0, 0)


def test_no_pixels() -> None:
    """A picture without pixels is refused."""
    header = struct.pack(">IIBBBBB", 0, 0, 8, 2, 0, 0, 0)
    assert header in _png((0, 0))
    assert refusal(_png((0, 0)), DocumentFormat.PNG).key == "picture_broken"
    assert refusal(_png((0, 5)), DocumentFormat.PNG).key == "picture_broken"


def test_too_few_rows() -> None:
    """A PNG with too few rows is refused, although the file is complete."""
    data = pictures.png_file((8, 8), (8, 0, 0), bytes(20))
    assert refusal(data, DocumentFormat.PNG).key == "picture_broken"


@cache
def _picture(name: str) -> bytes:
    return PICTURES[name]()


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[bytes, DocumentFormat]:
    """Draw a picture with changed bytes, possibly truncated."""
    data = _picture(draw(st.sampled_from(list(PICTURES))))
    damaged = bytearray(data)
    # Most of what affects a decoder is in the first bytes.
    places = st.integers(0, min(len(data), 400) - 1) | st.integers(0, len(data) - 1)
    for place, value in draw(
        st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=12)
    ):
        damaged[place] = value
    end = draw(st.just(len(data)) | st.integers(0, len(data)))
    return bytes(damaged[:end]), detect(data)


@settings(
    max_examples=600,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    picture=spoilt()
    | st.tuples(
        st.binary(max_size=300),
        st.sampled_from([detect(_picture(name)) for name in PICTURES]),
    ),
    is_monochrome=st.booleans(),
)
def test_any_bytes(
    picture: tuple[bytes, DocumentFormat], *, is_monochrome: bool
) -> None:
    """Any bytes are a printable picture or raise DocumentError."""
    data, document_format = picture
    options = RenderSettings(dpi=_DPI, is_monochrome=is_monochrome)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            content = build_picture_content(data, document_format, options)
        except DocumentError:
            return
        assert (content.media_format, content.media_source) in CONTENT_FORMS
        assert create_preview(content) is not None
