"""Tests of pictures to color in."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw
import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.pictures.line_art import draw_lines
from tests.samples.drawings import cat, encode

SIDE = 256


def lines_of(
    image: Image.Image, kind: DocumentFormat = DocumentFormat.PNG
) -> Image.Image:
    """Return the lines of a picture."""
    names = {DocumentFormat.JPG: "JPEG"}
    content = draw_lines(encode(image, names.get(kind, kind)), kind)
    lines = Image.open(BytesIO(content.payload))
    assert lines.mode == "1"
    assert content.pages == 1
    return lines


def share(image: Image.Image) -> float:
    """Return the share of black."""
    black: int = image.convert("L").histogram()[0]
    return black / (image.width * image.height)


@pytest.mark.parametrize(
    "drawing",
    [
        cat(SIDE, line=2),
        cat(SIDE, line=2, is_colored=True),
        cat(SIDE, line=2, ground=220),
        cat(SIDE * 4, line=6, is_colored=True),
    ],
    ids=["lines", "colors", "grey paper", "large"],
)
def test_lines(drawing: Image.Image) -> None:
    """Colors and grounds are left out, and what is left is as large as the paper."""
    lines = lines_of(drawing)
    assert 0.02 < share(lines) < 0.15
    assert max(lines.size) > 2000
    # White up to the border, and in the cat
    border = lines.convert("L").point([255] + [0] * 255).getbbox()
    assert border == (40, 40, lines.width - 40, lines.height - 40)
    middle, down = lines.width // 2, lines.height
    fur = lines.convert("L").crop((middle - 90, down // 2, middle + 90, down * 6 // 10))
    assert fur.getextrema() == (255, 255)


def test_jpeg() -> None:
    """The noise around lines in a JPEG becomes no lines."""
    clean, noisy = (
        lines_of(cat(512, line=4, is_colored=True), kind)
        for kind in (DocumentFormat.PNG, DocumentFormat.JPG)
    )
    assert share(noisy) == pytest.approx(share(clean), rel=0.05)


def test_thick_lines() -> None:
    """Lines that would take too much ink are outlined."""
    assert share(lines_of(cat(SIDE, line=7))) < 0.15


def hatching() -> Image.Image:
    """Return lines without areas between them."""
    image = Image.new("L", (SIDE, SIDE), 255)
    draw = ImageDraw.Draw(image)
    for start in range(0, 2 * SIDE, 8):
        draw.line([(start, 0), (start - SIDE, SIDE)], fill=0, width=2)
    return image


def clouds(noise: int = 0) -> Image.Image:
    """Return a blurred picture of spots, as a photo is, with noise."""
    random = Random(1)
    spots = bytes(random.randrange(256) for _ in range(32 * 32))
    image = Image.frombytes("L", (32, 32), spots)
    image = image.resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    grain = bytes(random.randrange(256) for _ in range(SIDE**2))
    return Image.blend(image, Image.frombytes("L", (SIDE, SIDE), grain), noise / 100)


@pytest.mark.parametrize(
    ("image", "key"),
    [
        (Image.new("L", (SIDE, SIDE), 255), "coloring_not_lines"),
        (Image.new("L", (SIDE, SIDE), 0), "coloring_not_lines"),
        (Image.linear_gradient("L"), "coloring_not_lines"),
        (
            Image.linear_gradient("L").point([0] * 128 + [255] * 128),
            "coloring_not_lines",
        ),
        (clouds(), "coloring_not_lines"),
        (clouds(25), "coloring_not_lines"),
        (clouds(100), "coloring_too_black"),
        (hatching(), "coloring_too_black"),
    ],
    ids=["white", "black", "shade", "halves", "photo", "grain", "noise", "hatching"],
)
def test_no_lines(image: Image.Image, key: str) -> None:
    """What would not be a page to color in is refused."""
    with pytest.raises(DocumentError) as raised:
        lines_of(image)
    assert raised.value.key == key
    if key == "coloring_too_black":
        assert raised.value.placeholders["limit"] == "15"
        assert int(raised.value.placeholders["share"]) > 15


@pytest.mark.parametrize("kind", [None, DocumentFormat.PDF, DocumentFormat.TIFF])
def test_no_picture(kind: DocumentFormat | None) -> None:
    """An answer that is no picture is refused."""
    with pytest.raises(DocumentError, match="coloring_not_lines"):
        draw_lines(b"%PDF", kind)
