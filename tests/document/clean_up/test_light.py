"""Even light on photographed pages."""

from PIL import Image, ImageChops, ImageDraw
import pytest

from custom_components.cloudprint.document.arrange.settings import CleanUp
from custom_components.cloudprint.document.clean_up.light import clean
from custom_components.cloudprint.document.clean_up.perspective import straighten

from .measures import read
from .photos import take_photo

READABLE = (0, 1, 3, 8, 9, 17)
"""Photos with shadows, with text that is dark enough to be measured."""


@pytest.mark.parametrize("seed", READABLE)
def test_contrast(seed: int) -> None:
    """Text has more contrast everywhere, and paper is equally white."""
    photo = take_photo(seed)
    page = straighten(photo.image.convert("RGB"), photo.corners)
    before = read(page, photo.page)
    assert before is not None
    for how in (CleanUp.COLOR, CleanUp.GREY, CleanUp.BLACK):
        after = read(clean(page, how), photo.page)
        assert after is not None
        assert after.contrast > before.contrast + 0.1, (how, before, after)
        assert after.worst > before.worst, (how, before, after)
        assert after.evenness > max(before.evenness, 0.85), (how, before, after)
        assert how is not CleanUp.BLACK or after.contrast > 0.95


def look(image: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    """Return the bands of a pixel."""
    x, y = place
    return tuple(image.crop((x, y, x + 1, y + 1)).tobytes())


def shaded(page: Image.Image) -> Image.Image:
    """Return a page in the light of a lamp at its left."""
    light = Image.linear_gradient("L").rotate(90).resize(page.size)
    light = light.point([120 + value // 2 for value in range(256)])
    return ImageChops.multiply(page, light.convert(page.mode))


def create_page() -> Image.Image:
    """Return a page with text, a red area and a black one."""
    page = Image.new("RGB", (900, 1200), (238, 230, 210))
    draw = ImageDraw.Draw(page)
    for y in range(100, 1100, 30):
        draw.line((80, y, 820, y), (40, 40, 45), 6)
    draw.rectangle((150, 200, 450, 500), (170, 40, 40))
    draw.rectangle((500, 700, 800, 900), (20, 20, 20))
    return shaded(page)


def test_color() -> None:
    """Paper becomes white, colored and black areas stay what they are."""
    cleaned = clean(create_page(), CleanUp.COLOR)
    assert cleaned.mode == "RGB"
    for place in ((40, 40), (860, 40), (40, 1160), (860, 1160), (700, 615)):
        assert min(look(cleaned, place)) >= 250
    red, green, blue = look(cleaned, (300, 350))
    assert red > 100
    assert max(green, blue) < 80
    assert max(look(cleaned, (650, 800))) < 60
    assert max(look(cleaned, (200, 130))) < 60


@pytest.mark.parametrize("how", [CleanUp.GREY, CleanUp.BLACK])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_without_color(how: CleanUp, mode: str) -> None:
    """Also without colors, areas are no shadows where the picture has colors."""
    cleaned = clean(create_page().convert(mode), how)
    assert cleaned.mode == "L"
    assert look(cleaned, (860, 1160)) >= (250,)
    assert look(cleaned, (650, 800)) < (60,)
    assert look(cleaned, (200, 130)) < (60,)
    if mode == "RGB":
        assert look(cleaned, (300, 350)) < (160,)


def test_black() -> None:
    """Only the edges of ink have greys."""
    counts = clean(create_page(), CleanUp.BLACK).histogram()
    assert (counts[0] + counts[255]) / sum(counts) > 0.97


@pytest.mark.parametrize("how", CleanUp)
@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", (1, 1)),
        Image.new("L", (1, 900), 200),
        Image.new("RGB", (2000, 3), (90, 0, 0)),
        Image.new("RGB", (40, 30), "black"),
        Image.new("L", (640, 480)),
    ],
)
def test_odd_pictures(image: Image.Image, how: CleanUp) -> None:
    """Pictures without any paper can be cleaned, too."""
    cleaned = clean(image, how)
    assert cleaned.size == image.size
    has_color = how in (CleanUp.STRAIGHTEN, CleanUp.COLOR)
    assert cleaned.mode == (image.mode if has_color else "L")


def test_nothing_bright() -> None:
    """A dark picture with a few colors has no paper, and stays as it is."""
    image = Image.new("RGB", (640, 480), "black")
    ImageDraw.Draw(image).rectangle((300, 200, 330, 220), (0, 90, 0))
    assert look(clean(image, CleanUp.COLOR), (315, 210))[1] > 80
