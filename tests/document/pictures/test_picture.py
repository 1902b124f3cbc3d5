"""Pictures that are sent unchanged, and those that are converted."""

from io import BytesIO

from PIL import Image, ImageChops, features
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.pictures.picture import build_picture_content
from custom_components.cloudprint.document.settings import RenderSettings, Scaling
from custom_components.cloudprint.document.sheets.first_page import find_pictures
from tests.samples import pictures
from tests.samples.pictures import (
    BLACK,
    BLUE,
    GREEN,
    PICTURES,
    RED,
    SIZE,
    WHITE,
    YELLOW,
)

AS_IT_IS = {
    "jpg": MediaFormat.JPG,
    "jpg_grey": MediaFormat.JPG,
    "jpg_photo": MediaFormat.JPG,
    "jpg_progressive": MediaFormat.JPG,
    "jpg_profile": MediaFormat.JPG,
    "jpg_orientation_1": MediaFormat.JPG,
    "png": MediaFormat.PNG,
    "png_grey": MediaFormat.PNG,
    "png_palette": MediaFormat.PNG,
    "png_1_bit": MediaFormat.PNG,
    "png_interlaced": MediaFormat.PNG,
    "png_opaque": MediaFormat.PNG,
    "bmp": MediaFormat.BMP,
    "bmp_palette": MediaFormat.BMP,
}
"""Files that are sent unchanged."""

IN_GREY = {"jpg_grey", "png_grey", "png_1_bit"}
"""The files among them that are grey."""

CONVERTED = [name for name in PICTURES if name not in {*AS_IT_IS, "tiff_multi"}]
"""Files that are converted."""

HALF_BLUE = (147, 157, 227)
"""Blue at half opacity on white paper."""


def opened(content: Content) -> Image.Image:
    """Return the picture of content after checking its format."""
    image = Image.open(BytesIO(content.payload))
    assert image.format == {"JPG": "JPEG"}.get(
        content.media_format, content.media_format
    )
    image.load()
    return image


type Color = tuple[int, ...]
"""One number for grey, or three for red, green and blue."""


def pixel(image: Image.Image, column: int, row: int = 0) -> Color:
    """Return the color of a pixel."""
    found = image.crop((column, row, column + 1, row + 1)).tobytes()
    return tuple(found)


def light(color: Color) -> Color:
    """Return the grey of a color."""
    red, green, blue = color
    return pixel(Image.new("RGB", (1, 1), (red, green, blue)).convert("L"), 0) * 3


def fields(image: Image.Image) -> list[Color]:
    """Return the colors of the four fields of the scene, and of its bar."""
    width, height = image.size
    return [
        pixel(image.convert("RGB"), width * x // 100, height * y // 100)
        for x, y in ((40, 30), (60, 30), (40, 70), (60, 70), (12, 9))
    ]


def assert_close(found: list[Color], expected: list[Color], within: int = 4) -> None:
    """Compare colors; JPG, WEBP and HEIC are lossy."""
    for one, other in zip(found, expected, strict=True):
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) <= within, (
            found,
            expected,
        )


def expected_fields(name: str) -> list[Color]:
    """Return the colors of the scene as a kind of picture prints it."""
    colors: list[Color] = [RED, GREEN, BLUE, YELLOW, BLACK]
    if "group4" in name:
        return [WHITE, WHITE, WHITE, WHITE, BLACK]
    if name in ("png_palette_transparent", "gif_animated"):
        colors[3] = WHITE
    elif "transparent" in name:
        colors[2:4] = [HALF_BLUE, WHITE]
    is_grey = "grey" in name or "16_bit" in name or "float" in name
    if is_grey and name != "png_16_bit":
        return [light(color) for color in colors]
    return colors


@pytest.mark.parametrize("name", AS_IT_IS)
def test_unchanged(name: str) -> None:
    """A picture that fits is sent unchanged, a grey one also for a monochrome print."""
    data = PICTURES[name]()
    for is_monochrome in (False, True)[: 1 + (name in IN_GREY)]:
        content = convert(data, RenderSettings(is_monochrome=is_monochrome))
        assert content == Content(
            media_format=AS_IT_IS[name],
            media_source=MediaSource.BASE64,
            payload=data,
            pages=1,
            has_color=name not in IN_GREY,
        )


def test_odd_and_even_pages() -> None:
    """A picture is the only page: odd, and not even."""
    picture = PICTURES["jpg"]()
    content = convert(picture, RenderSettings(page_ranges="odd,reverse"))
    assert content.payload == picture
    assert content.is_ranged
    with pytest.raises(DocumentError) as raised:
        convert(picture, RenderSettings(page_ranges="even"))
    assert raised.value.key == "page_ranges_empty"


@pytest.mark.parametrize("name", CONVERTED)
def test_converted(name: str) -> None:
    """All others are converted, with the same colors and orientation."""
    data = PICTURES[name]()

    content = convert(data, RenderSettings())

    assert content.payload != data
    assert content.media_source is MediaSource.BASE64
    assert (content.pages, content.paper, content.is_ranged) == (1, None, False)
    image = opened(content)
    assert image.size == SIZE
    assert image.mode in ("1", "L", "RGB")
    if "photo" in name:
        assert content.media_format is MediaFormat.JPG
        difference = ImageChops.difference(image, pictures.photo())
        mean = sum(
            sum(level * count for level, count in enumerate(band.histogram()))
            for band in difference.split()
        ) / (3 * SIZE[0] * SIZE[1])
        assert mean < 10
    else:
        assert content.media_format is MediaFormat.PNG
        assert_close(fields(image), expected_fields(name))


@pytest.mark.parametrize(
    "name", [name for name in PICTURES if name not in {*IN_GREY, "tiff_multi"}]
)
@pytest.mark.parametrize("scaling", [None, Scaling.FIT])
def test_monochrome(name: str, scaling: Scaling | None) -> None:
    """For a monochrome print, a picture is grey, also on a sheet."""
    settings = RenderSettings(is_monochrome=True, scaling=scaling)
    content = convert(PICTURES[name](), settings)
    assert not content.has_color
    if scaling is not None:
        ((_, data),) = find_pictures(content.payload)
        assert Image.open(BytesIO(data)).mode in ("1", "L", "P")
        return
    image = opened(content)
    assert image.mode in ("1", "L")
    if "photo" not in name:
        grey = [light(color) for color in expected_fields(name)]
        assert_close(fields(image), grey, within=5)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "JPEG"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_grey_already(kind: str, mode: str) -> None:
    """A picture whose colors are all greys is not encoded again; one colored dot is."""
    if kind == "JPEG":
        mode = "RGB"
    image = pictures.scene((160, 120)).convert("L").convert(mode)
    settings = RenderSettings(is_monochrome=True)
    data = pictures.saved(image, kind)
    assert convert(data, settings).payload == data
    image = image.convert("RGB")
    image.paste((200, 60, 60), (80, 40, 84, 44))
    content = convert(pictures.saved(image.convert(mode), kind), settings)
    assert opened(content).mode == "L"


@pytest.mark.parametrize("is_monochrome", [False, True])
@pytest.mark.parametrize("orientation", [2, 3, 4, 5, 6, 7, 8])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_orientation(kind: str, orientation: int, is_monochrome: bool) -> None:
    """A photo is turned upright, and loses its location."""
    lossless = {"lossless": True} if kind == "WEBP" else {}
    data = pictures.turned(orientation, kind, **lossless)
    assert pictures.PLACE in data

    content = convert(data, RenderSettings(is_monochrome=is_monochrome))

    image = opened(content)
    assert image.size == SIZE
    colors: list[Color] = [RED, GREEN, BLUE, YELLOW, BLACK]
    assert_close(fields(image), [light(c) if is_monochrome else c for c in colors], 5)
    assert not dict(image.getexif())
    assert pictures.PLACE not in content.payload


@pytest.mark.parametrize("orientation", [0, 1, 9, 65535])
def test_no_orientation(orientation: int) -> None:
    """A picture without a valid orientation is not turned."""
    data = pictures.turned(orientation)
    assert convert(data, RenderSettings()).payload == data


def test_damaged_exif() -> None:
    """A picture with damaged EXIF data is printed."""
    data = pictures.saved(
        pictures.scene(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + bytes(7)
    )
    assert convert(data, RenderSettings()).payload == data


def test_invalid_exif() -> None:
    """A PNG whose orientation cannot be read is upright."""
    data = pictures.png_file((2, 1), (8, 0, 0), b"\0\x10\xf0", (b"eXIf", b"damaged"))
    image = opened(convert(data, RenderSettings()))
    assert image.tobytes() == b"\x10\xf0"


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "TIFF", "HEIF"])
def test_profile(kind: str) -> None:
    """The color profile of a picture is applied."""
    image = pictures.swapped()
    profile = pictures.swapped_profile()
    if kind == "HEIF":
        image.info["icc_profile"] = profile
        data = pictures.heic(image)
    elif kind == "PNG":
        image.putalpha(254)
        data = pictures.saved(image, kind, icc_profile=profile)
    else:
        lossless = {"lossless": True} if kind == "WEBP" else {}
        data = pictures.saved(image, kind, icc_profile=profile, **lossless)

    image = opened(convert(data, RenderSettings()))

    assert_close(fields(image), [RED, GREEN, BLUE, YELLOW, BLACK])
    assert "icc_profile" not in image.info


def test_grey_profile() -> None:
    """The profile of a grey picture is applied, and it stays grey."""
    profile = pictures.grey_profile(gamma=1.0)
    data = pictures.saved(
        Image.new("L", SIZE, 55), "WEBP", lossless=True, icc_profile=profile
    )
    # Pillow has no grey WEBP, so the profile does not match the mode.
    assert fields(opened(convert(data, RenderSettings())))[0] == (55, 55, 55)

    data = pictures.saved(Image.new("L", SIZE, 55), "TIFF", icc_profile=profile)
    image = opened(convert(data, RenderSettings()))
    assert image.mode == "L"
    # 55/255 of the light is 0.503 in sRGB (IEC 61966-2-1).
    assert_close(fields(image)[:1], [(128, 128, 128)], within=1)


@pytest.mark.parametrize(
    "profile", [b"no profile", pictures.srgb_profile()[:200], b"\0" * 128]
)
def test_invalid_profile(profile: bytes) -> None:
    """A picture with an invalid profile is printed."""
    data = pictures.saved(pictures.scene(), "WEBP", lossless=True, icc_profile=profile)
    image = opened(convert(data, RenderSettings()))
    assert fields(image) == [RED, GREEN, BLUE, YELLOW, BLACK]


@pytest.mark.parametrize("compressed", [False, True])
def test_lab_colors(compressed: bool) -> None:
    """A TIFF in Lab colors is converted to RGB."""
    data = pictures.lab_tiff("tiff_lzw" if compressed else None)
    image = opened(convert(data, RenderSettings()))
    assert_close(fields(image), [RED, GREEN, BLUE, YELLOW, BLACK], within=8)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((0.0, 0.5, 1.0), (0, 127, 255)),
        ((0.0, 100.0, 255.0), (0, 100, 255)),
        ((-2.0, 0.0, 2.0), (0, 127, 255)),
        ((0.0, 30000.0, 60000.0), (0, 127, 255)),
        ((7.0, 7.0, 7.0), (7, 7, 7)),
        ((1000.0, 1000.0, 1000.0), (255, 255, 255)),
        ((0.0, 1.0, float("inf")), (0, 1, 255)),
    ],
)
def test_numbers(values: tuple[float, ...], expected: tuple[int, ...]) -> None:
    """Numbers are grey, scaled only if they are out of range."""
    image = Image.new("F", (3, 1))
    for column, value in enumerate(values):
        image.putpixel((column, 0), value)

    image = opened(convert(pictures.saved(image, "TIFF"), RenderSettings()))

    found = [pixel(image, column) for column in range(3)]
    assert_close(found, [(value,) for value in expected], within=1)


def test_integers() -> None:
    """Pixels of 32 bits are scaled to grey."""
    image = Image.new("I", (2, 1))
    image.putpixel((0, 0), -100_000)
    image.putpixel((1, 0), 2_000_000_000)
    image = opened(convert(pictures.saved(image, "TIFF"), RenderSettings()))
    assert [pixel(image, 0), pixel(image, 1)] == [(0,), (255,)]


@pytest.mark.parametrize("interlaced", [False, True])
def test_transparent_deep_grey(interlaced: bool) -> None:
    """Exactly the transparent grey of 16 bits is white, not one that is close to it."""
    pixels = b"".join(grey.to_bytes(2) for grey in (0x1234, 0x1235, 0x1334))
    # Of three pixels in a row, the first pass has the first, and the others the rest.
    passes = (pixels[:2], pixels[4:], pixels[2:4]) if interlaced else (pixels,)
    data = pictures.png_file(
        (3, 1),
        (16, 0, int(interlaced)),
        b"".join(b"\0" + row for row in passes),
        (b"tRNS", b"\x12\x34"),
    )
    image = opened(convert(data, RenderSettings()))
    assert [pixel(image, column) for column in range(3)] == [(255,), (0x12,), (0x13,)]


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_ppm(mode: str) -> None:
    """A PPM, PGM or PBM is converted."""
    image = pictures.scene().convert(mode)
    data = pictures.saved(image, "PPM")
    for file in (data, b"P" + data[1:2] + b"\n# a comment\n# and another" + data[2:]):
        content = convert(file, RenderSettings(), name="a.txt")
        assert list(opened(content).convert("L").tobytes()) == pytest.approx(
            list(image.convert("L").tobytes()), abs=12
        )
    with pytest.raises(DocumentError):
        convert(data[: len(data) // 2], RenderSettings())


def test_plain_ppm() -> None:
    """Pixels can be written as text, and in 16 bits they keep their brightness."""
    for data, expected in (
        (b"P1\n2 1\n1 0\n", (0, 255)),
        (b"P2\n2 1\n255\n80 160\n", (80, 160)),
        (b"P2 2 1 65535 20560 41120 ", (80, 160)),
        (b"P3\n1 1\n255\n80 80 80\n", (80,)),
    ):
        image = opened(convert(data, RenderSettings()))
        assert tuple(image.convert("L").tobytes()) == pytest.approx(expected, abs=2)


def test_photo_and_drawing() -> None:
    """Drawings become PNGs, photos JPGs."""
    page = Image.new("RGB", (800, 600), WHITE)
    page.paste(pictures.photo((320, 200)), (40, 40))
    photo = pictures.photo((800, 600))
    for image, expected in ((page, MediaFormat.PNG), (photo, MediaFormat.JPG)):
        content = convert(
            pictures.saved(image, "WEBP", lossless=True), RenderSettings()
        )
        assert content.media_format is expected


def test_no_chroma_subsampling() -> None:
    """Red letters in a photo are not blurred by chroma subsampling."""
    image = pictures.photo((400, 400))
    for column in range(0, 400, 2):
        image.paste(RED, (column, 0, column + 1, 40))
    content = convert(pictures.saved(image, "WEBP", lossless=True), RenderSettings())

    assert content.media_format is MediaFormat.JPG
    sharp = opened(content).crop((0, 4, 400, 36))
    difference = ImageChops.difference(sharp, image.crop((0, 4, 400, 36)))
    assert max(difference.tobytes()) < 70


@pytest.mark.parametrize("name", ["webp", "avif"])
def test_missing_pillow_feature(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format that Pillow was built without is reported as unknown, not as broken."""
    monkeypatch.setattr(features, "check", lambda feature: feature != name)
    data = PICTURES[name]()
    with pytest.raises(DocumentError) as raised:
        build_picture_content(data, DocumentFormat(name.upper()), RenderSettings())
    assert raised.value.key == "format_unknown"
    assert raised.value.placeholders["value"] == name.upper()
