"""Pictures that a person designs a print of: holiday photos, and a photographed page."""

from io import BytesIO
from math import sin
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

from ..document.clean_up.photos import solve_projection
from ..samples.pictures import ORIENTATION

PHOTO: Final = (1200, 900)
_TURNED: Final = 6
"""The orientation of a camera that is held upright: it is to be turned to the right."""
_SKIES: Final = (
    ((255, 196, 120), (90, 120, 200)),
    ((180, 220, 250), (30, 110, 200)),
    ((250, 160, 150), (80, 60, 130)),
    ((220, 240, 240), (90, 180, 190)),
)
"""The colours of the sky of each photo, below and above."""

CORNERS: Final = ((0.16, 0.11), (0.87, 0.16), (0.93, 0.9), (0.08, 0.84))
"""Where the corners of the photographed page are, as shares of the photo."""
_TABLE: Final = (96, 66, 44)
_PAPER: Final = (236, 232, 220)


def draw_landscape(number: int, *, is_upright: bool = False) -> bytes:
    """Return a photo of hills under a sky, in JPEG; an upright one is stored turned."""
    size = PHOTO[::-1] if is_upright else PHOTO
    width, height = size
    low, high = _SKIES[number % len(_SKIES)]
    shade = Image.linear_gradient("L").resize(size)
    photo = Image.composite(
        Image.new("RGB", size, low), Image.new("RGB", size, high), shade
    )
    draw = ImageDraw.Draw(photo)
    sun = (width * (0.2 + 0.2 * number), height * 0.3)
    draw.circle(sun, width * 0.05, (255, 240, 190))
    for layer in range(4):
        base = height * (0.5 + layer * 0.13)
        hills = [
            (x, base + height * 0.08 * sin(x / width * (5 + layer) + number + layer))
            for x in range(0, width + 10, 10)
        ]
        green = tuple(round(part * (1 - layer * 0.2)) for part in (70, 130, 90))
        draw.polygon([(0, height), *hills, (width, height)], green)
    exif = Image.Exif()
    if is_upright:
        photo = photo.transpose(Image.Transpose.ROTATE_90)
        exif[ORIENTATION] = _TURNED
    return _encode(photo, exif)


def draw_photographed_page() -> bytes:
    """Return a photo of a page with text on a table, in JPEG."""
    page = Image.new("RGB", (840, 1188), _PAPER)
    draw = ImageDraw.Draw(page)
    draw.rectangle((90, 90, 560, 130), (40, 40, 50))
    for line in range(26):
        end = 740 if line % 6 else 480
        draw.rectangle((90, 190 + line * 34, end, 202 + line * 34), (70, 70, 80))
    size = PHOTO[::-1]
    a, b, c, d = ((x * size[0], y * size[1]) for x, y in CORNERS)
    corners = a, b, c, d
    lying = page.transform(
        size,
        Image.Transform.PERSPECTIVE,
        solve_projection(corners, page.size),
        Image.Resampling.BICUBIC,
    )
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon(corners, 255)
    photo = Image.composite(lying, Image.new("RGB", size, _TABLE), mask)
    shadow = Image.linear_gradient("L").rotate(90).resize(size)
    dark = Image.eval(photo, lambda value: round(value * 0.6))
    photo = Image.composite(photo, dark, shadow.point(lambda value: 120 + value // 2))
    return _encode(photo.filter(ImageFilter.GaussianBlur(0.7)))


def _encode(photo: Image.Image, exif: Image.Exif | None = None) -> bytes:
    file = BytesIO()
    photo.save(file, "JPEG", quality=88, exif=exif or Image.Exif())
    return file.getvalue()
