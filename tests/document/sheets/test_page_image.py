"""Encoding of pages."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw
import pytest

from custom_components.cloudprint.document.sheets.page_image import (
    encode_page,
    has_color,
    is_colored,
)

from ..pdf.raster_pages import difference

SIZE = (800, 1120)


def palette(*colors: tuple[int, int, int]) -> Image.Image:
    """Return a picture of its palette's first color."""
    image = Image.new("P", (40, 30))
    image.putpalette([band for color in colors for band in color])
    return image


RED, GREY, BLUISH = (200, 0, 0), (90, 90, 90), (90, 90, 96)


@pytest.mark.parametrize(
    ("image", "kind", "expected"),
    [
        (Image.new("1", (40, 30)), "PNG", False),
        (Image.new("L", (40, 30), 90), "JPEG", False),
        (Image.new("LA", (40, 30)), "PNG", False),
        (palette(GREY, BLUISH), "PNG", False),
        (palette(GREY, RED), "PNG", False),
        (palette(RED, GREY), "PNG", True),
        (palette(RED, GREY), "BMP", True),
        (palette(GREY, RED), "BMP", False),
        (Image.new("RGB", (40, 30), GREY), "JPEG", False),
        (Image.new("RGB", (2000, 1500), RED), "JPEG", True),
        (Image.new("RGB", (40, 30), BLUISH), "WEBP", False),
        (Image.new("RGB", (1200, 2), RED), "WEBP", True),
        (Image.new("RGBA", (40, 30), (*RED, 255)), "PNG", True),
    ],
)
def test_is_colored(image: Image.Image, kind: str, expected: bool) -> None:
    """Colors that can be seen count, whether they are the picture's or its palette's."""
    with BytesIO() as file:
        image.save(file, kind, lossless=True)
        assert is_colored(file.getvalue()) is expected


def page(mode: str = "L") -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Return an empty page, and an object that draws on it."""
    image = Image.new(mode, SIZE, "white")
    return image, ImageDraw.Draw(image)


def write_text(draw: ImageDraw.ImageDraw, size: int = 10) -> None:
    """Fill a page with antialiased text; in small type, strokes are grey."""
    for top in range(110, 1110, round(size * 1.4)):
        draw.text((40, top), "the milk is nearly out " * 5, fill=0, font_size=size)


def photo(size: tuple[int, int]) -> Image.Image:
    """Return a grey photo, with grain."""
    grain = Image.frombytes("L", size, Random(3).randbytes(size[0] * size[1]))
    light = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
    return Image.blend(light, grain, 0.15)


def encoded(
    image: Image.Image, preview: Image.Image | None = None, dpi: int = 300
) -> Image.Image:
    """Encode a page, and return the decoded result."""
    kind, data = encode_page(image, dpi, preview=preview)
    decoded = Image.open(BytesIO(data))
    assert decoded.format == kind.upper()
    assert decoded.size == image.size
    return decoded


def in_color(image: Image.Image) -> Image.Image:
    """Return a picture in the mode of pages with colors."""
    red, green, blue = image.convert("RGB").split()
    return Image.merge("RGBX", (red, green, blue, red))


def test_text() -> None:
    """Black text is a PNG with four greys that differs little from the page."""
    image, draw = page()
    write_text(draw, 40)

    decoded = encoded(image)

    assert (decoded.format, decoded.mode) == ("PNG", "P")
    greys = decoded.convert("L")
    assert [grey for _, grey in greys.getcolors() or []] == [0, 85, 170, 255]
    # As it is seen from a distance
    assert difference(greys.reduce(4), image.reduce(4)) < 0.01
    # At a low resolution, the edges need more greys.
    assert len(encoded(image, dpi=100).getcolors() or []) == 16


def test_small_text() -> None:
    """Text in strokes that are never black is a PNG with 16 greys."""
    image, draw = page()
    write_text(draw)

    decoded = encoded(image)

    assert (decoded.format, decoded.mode) == ("PNG", "P")
    assert len(decoded.getcolors() or []) <= 16
    assert difference(decoded, image) < 0.01
    assert decoded.convert("L").getextrema() == (0, 255)


@pytest.mark.parametrize("grey", [60, 120, 153, 204, 224, 240])
def test_grey_text(grey: int) -> None:
    """A few grey words are nearly as grey as they were."""
    image, draw = page()
    write_text(draw, 40)
    draw.text((100, 40), "draft", fill=grey, font_size=30)

    decoded = encoded(image).convert("L")

    assert len(decoded.getcolors() or []) <= 16
    words = (90, 40, 200, 80)
    assert decoded.crop(words).getextrema()[0] == pytest.approx(grey, abs=9)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_hairlines(width: int) -> None:
    """A few light grey lines beside black text are as grey as they were."""
    image, draw = page()
    write_text(draw, 40)
    for top in (11, 28, 45, 62):
        draw.line((40, top, 640, top), 217, width)

    decoded = encoded(image).convert("L")

    assert 4 < len(decoded.getcolors() or []) <= 16
    assert decoded.getpixel((300, 62)) == pytest.approx(217, abs=9)


def test_edges_of_lines() -> None:
    """The light edges of black lines are not grey lines."""
    image, draw = page()
    write_text(draw, 40)
    for number in range(25):
        draw.line((40, 43 * number, 700, 43 * number), 225, 4)
        draw.line((40, 43 * number, 700, 43 * number), 0, 2)

    assert len(encoded(image).getcolors() or []) == 4


def test_grey_areas() -> None:
    """Greys that fill areas are exact, and white stays white."""
    image, draw = page()
    grounds = (247, 230, 100, 3)
    for number, grey in enumerate(grounds):
        draw.rectangle((100, 100 + number * 200, 600, 250 + number * 200), fill=grey)

    decoded = encoded(image).convert("L")

    found = [decoded.getpixel((300, 180 + number * 200)) for number in range(4)]
    assert found == [247, 230, 100, 0]
    assert decoded.getpixel((700, 50)) == 255


def test_small_photo() -> None:
    """A small photo among text keeps all its greys."""
    image, draw = page()
    write_text(draw)
    image.paste(photo((150, 150)), (500, 800))

    decoded = encoded(image)

    assert (decoded.format, decoded.mode) == ("PNG", "L")
    assert decoded.tobytes() == image.tobytes()


def test_photo() -> None:
    """A grey page with a large photo is a grey JPEG."""
    image, _ = page()
    image.paste(photo((700, 900)), (50, 100))

    decoded = encoded(image)

    assert (decoded.format, decoded.mode) == ("JPEG", "L")
    assert difference(decoded, image) < 0.03


def test_colored_text() -> None:
    """Colored words and areas keep their colors, and white stays white."""
    image, draw = page("RGB")
    write_text(draw)
    draw.rectangle((100, 20, 700, 60), fill=(20, 90, 200))
    draw.rectangle((10, 300, 30, 600), fill=(252, 251, 249))
    draw.text((100, 70), "urgent", fill=(200, 0, 0))

    decoded = encoded(in_color(image), in_color(image.resize((200, 280))))

    assert (decoded.format, decoded.mode) == ("PNG", "P")
    colors = decoded.convert("RGB")
    assert difference(colors, image) < 0.01
    blue = colors.crop((200, 30, 202, 32))
    assert difference(blue, Image.new("RGB", (2, 2), (20, 90, 200))) < 0.02
    ground = colors.crop((15, 400, 17, 402))
    assert difference(ground, Image.new("RGB", (2, 2), (252, 251, 249))) < 0.02
    assert colors.getpixel((780, 1100)) == (255, 255, 255)


def test_colored_photo() -> None:
    """A color page with a photo is a JPEG."""
    image, _ = page("RGB")
    bands = [photo((400, 400)), photo((400, 400)).rotate(90), photo((400, 400))]
    image.paste(Image.merge("RGB", bands), (100, 100))

    decoded = encoded(in_color(image), in_color(image.resize((200, 280))))

    assert (decoded.format, decoded.mode) == ("JPEG", "RGB")
    assert difference(decoded, image) < 0.03


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (3, 2), (5, 4)])
def test_tiny_pages(size: tuple[int, int]) -> None:
    """A page of a few pixels is encoded, in grey and in color."""
    grey = Image.new("L", size, 120)
    assert encoded(grey).convert("L").getpixel((0, 0)) == 120
    red = in_color(Image.new("RGB", size, (250, 10, 10)))
    found = encoded(red, red).convert("RGB").getpixel((0, 0))
    assert isinstance(found, tuple)
    assert found[0] - found[1] > 200


@pytest.mark.parametrize(
    ("color", "is_seen"),
    [
        ((0, 0, 0), False),
        ((180, 180, 180), False),
        # White paper as scanned
        ((250, 249, 246), False),
        ((255, 0, 0), True),
        ((0, 0, 120), True),
        ((255, 255, 230), True),
        ((100, 120, 100), True),
    ],
)
def test_has_color(color: tuple[int, int, int], is_seen: bool) -> None:
    """Each color is detected, even in a few pixels."""
    image, draw = page("RGB")
    draw.rectangle((400, 400, 402, 401), fill=color)
    assert has_color(in_color(image)) is is_seen
