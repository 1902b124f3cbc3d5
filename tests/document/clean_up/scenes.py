"""Cards and pages with pictures, whose whites are known."""

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .pages import Color
from .tables import add_noise, create_noise

type Box = tuple[int, int, int, int]

CARD = (1027, 648)
PAGE = (1050, 1485)
PORTRAIT: Box = (660, 90, 960, 480)
PICTURE: Box = (150, 300, 750, 700)

_SHADE = (150, 104, 82)
_SKIN = (222, 182, 156)
_GLOSS = (246, 224, 206)


def draw_portrait(size: tuple[int, int], ground: Color) -> Image.Image:
    """Return a person in front of a ground, with light on skin, hair and clothes."""
    image = Image.new("RGB", (300, 390), ground)
    draw = ImageDraw.Draw(image)
    draw.ellipse((-10, 270, 310, 560), (58, 66, 92))
    draw.polygon([(105, 300), (195, 300), (150, 390)], (236, 238, 240))
    draw.rectangle((115, 230, 185, 300), _SHADE)
    draw.ellipse((55, 20, 245, 260), (38, 30, 28))
    # Pillow's gradient is dark in the middle.
    light = ImageChops.invert(Image.radial_gradient("L")).resize((150, 210))
    face = Image.composite(
        Image.new("RGB", light.size, _GLOSS), Image.new("RGB", light.size, _SKIN), light
    )
    face.paste(_SHADE, (0, 0), Image.linear_gradient("L").rotate(90).resize(light.size))
    mask = Image.new("L", light.size)
    ImageDraw.Draw(mask).ellipse((0, 0, 149, 209), 255)
    image.paste(face, (75, 60), mask)
    for x in (115, 185):
        draw.ellipse((x - 12, 145, x + 12, 157), (252, 252, 252))
        draw.ellipse((x - 5, 145, x + 5, 157), (40, 30, 26))
    draw.ellipse((125, 215, 175, 228), (168, 84, 80))
    return image.filter(ImageFilter.GaussianBlur(1)).resize(size)


def draw_landscape(size: tuple[int, int]) -> Image.Image:
    """Return hills below a sky with soft clouds."""
    rng = Random(8)
    sky = Image.frombytes("L", (6, 4), bytes(rng.randint(150, 255) for _ in range(24)))
    sky = sky.resize(size, Image.Resampling.BICUBIC)
    image = Image.merge(
        "RGB", [sky.point(lambda v, by=by: v * by // 10) for by in (6, 8, 10)]
    )
    draw = ImageDraw.Draw(image)
    width, height = size
    for at, color in enumerate(((122, 140, 150), (96, 118, 84), (74, 84, 52))):
        top = height * (0.45 + 0.17 * at)
        points = [
            (x, top + rng.uniform(-0.06, 0.06) * height)
            for x in range(0, width + 60, 60)
        ]
        draw.polygon([(0, height), *points, (width, height)], color)
    return image.filter(ImageFilter.GaussianBlur(2))


def draw_card(ground: Color) -> Image.Image:
    """Return an ID card with a portrait."""
    image = Image.new("RGB", CARD, ground)
    draw = ImageDraw.Draw(image)
    for y in range(110, 500, 80):
        for x in range(80, 560, 46):
            draw.line((x, y, x + 30, y + 28), (30, 30, 34), 6)
            draw.line((x + 28, y, x + 6, y + 30), (30, 30, 34), 6)
    left, top, right, bottom = PORTRAIT
    portrait = draw_portrait((right - left, bottom - top), (150, 176, 206))
    image.paste(portrait, (left, top))
    return image


def draw_page(picture: Image.Image) -> Image.Image:
    """Return a page of text with a picture."""
    image = Image.new("RGB", PAGE, (250, 249, 246))
    draw = ImageDraw.Draw(image)
    rng = Random(2)
    for y in range(90, 1400, 34):
        x = 100
        while x < 900:
            length = rng.randint(20, 90)
            draw.line((x, y, x + length, y), (35, 35, 40), 5)
            x += length + 14
    draw.rectangle(
        (*(v - 30 for v in PICTURE[:2]), *(v + 30 for v in PICTURE[2:])),
        (250, 249, 246),
    )
    image.paste(picture, PICTURE)
    return image


def shade(image: Image.Image, darkest: int) -> Image.Image:
    """Return a picture in the light of a lamp at its left, with the noise of a camera."""
    light = Image.linear_gradient("L").rotate(90).resize(image.size)
    light = light.point(
        [darkest + value * (250 - darkest) // 255 for value in range(256)]
    )
    lit = ImageChops.multiply(image, light.convert("RGB"))
    return add_noise(lit, create_noise(Random(1), image.size, image.size, 10))


def get_white_share(image: Image.Image, box: Box) -> float:
    """Return the share of the pixels in a box that are white in all bands."""
    darkest = image.crop(box).convert("RGB").split()
    least = ImageChops.darker(ImageChops.darker(*darkest[:2]), darkest[2])
    counts = least.histogram()
    return sum(counts[250:]) / sum(counts)
