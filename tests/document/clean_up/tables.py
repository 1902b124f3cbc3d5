"""What photographed pages lie on, drawn for tests."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

type Size = tuple[int, int]
type Color = tuple[int, int, int]

_MIDDLE: Final = 128


def create_noise(rng: Random, size: Size, cells: Size, amount: int) -> Image.Image:
    """Return changes of brightness around 128, in so many cells across and down."""
    noise = Image.frombytes("L", cells, rng.randbytes(cells[0] * cells[1]))
    noise = noise.point(
        [_MIDDLE + (value - _MIDDLE) * amount // _MIDDLE for value in range(256)]
    )
    return noise.resize(size, Image.Resampling.BICUBIC)


def add_noise(image: Image.Image, *noises: Image.Image) -> Image.Image:
    """Return a picture with changes of its brightness."""
    for noise in noises:
        image = ImageChops.add(image, noise.convert(image.mode), 1, -_MIDDLE)
    return image


def _plain(color: Color, rng: Random, size: Size, amount: int = 8) -> Image.Image:
    return add_noise(
        Image.new("RGB", size, color),
        create_noise(rng, size, (7, 5), amount),
        create_noise(rng, size, (size[0] // 3, size[1] // 3), amount),
    )


def _dark(rng: Random, size: Size) -> Image.Image:
    return _plain(rng.choice([(46, 42, 44), (30, 40, 56), (58, 36, 30)]), rng, size, 10)


def _bright(rng: Random, size: Size) -> Image.Image:
    """Return a light desk, which differs little from paper."""
    color = rng.choice([(222, 214, 200), (205, 208, 212), (214, 200, 178)])
    return _plain(color, rng, size, 6)


def _wood(rng: Random, size: Size) -> Image.Image:
    """Return boards with a grain and dark gaps."""
    color = rng.choice([(150, 104, 66), (188, 148, 104), (96, 64, 44)])
    table = add_noise(
        Image.new("RGB", size, color),
        create_noise(rng, size, (6, size[1] // 6), 34),
        create_noise(rng, size, (22, size[1] // 3), 24),
        create_noise(rng, size, (9, 7), 16),
    )
    draw = ImageDraw.Draw(table)
    step = size[1] // rng.randint(3, 5)
    for y in range(rng.randint(0, step), size[1], step):
        draw.line((0, y, size[0], y + 3), tuple(c // 3 for c in color), 6)
    turned = table.rotate(
        rng.uniform(-12, 12) + rng.choice([0, 90]), Image.Resampling.BILINEAR
    )
    width, height = size
    return turned.crop(
        (width // 6, height // 6, width - width // 6, height - height // 6)
    ).resize(size)


def _checked(rng: Random, size: Size) -> Image.Image:
    """Return a tablecloth with checks."""
    color = rng.choice([(170, 50, 50), (60, 90, 150), (80, 120, 80)])
    table = _plain((216, 210, 200), rng, size, 10)
    over = Image.new("L", size, 255)
    step = rng.randint(90, 150)
    for is_across in (True, False):
        bars = Image.new("L", size, 255)
        draw = ImageDraw.Draw(bars)
        for at in range(0, max(size), 2 * step):
            box = (
                (at, 0, at + step, size[1])
                if is_across
                else (0, at, size[0], at + step)
            )
            draw.rectangle(box, 150)
        over = ImageChops.multiply(over, bars)
    colored = Image.new("RGB", size, color)
    table = Image.composite(table, Image.blend(table, colored, 0.8), over)
    angle = rng.uniform(-40, 40)
    return table.rotate(angle, Image.Resampling.BILINEAR, expand=True).resize(
        size, box=_middle(table, angle)
    )


def _middle(table: Image.Image, angle: float) -> tuple[float, float, float, float]:
    """Return the part of a turned picture that has no empty corners."""
    turned = table.rotate(angle, expand=True)
    width, height = turned.size
    return (width * 0.36, height * 0.36, width * 0.64, height * 0.64)


def _stone(rng: Random, size: Size) -> Image.Image:
    """Return granite."""
    color = rng.choice([(150, 146, 140), (110, 112, 118), (176, 168, 158)])
    return add_noise(
        Image.new("RGB", size, color),
        create_noise(rng, size, (size[0] // 5, size[1] // 5), 80),
        create_noise(rng, size, (size[0] // 14, size[1] // 14), 40),
    )


def _cloth(rng: Random, size: Size) -> Image.Image:
    """Return a sheet with folds."""
    color = rng.choice([(90, 110, 150), (196, 188, 180), (128, 100, 120)])
    table = add_noise(
        Image.new("RGB", size, color),
        create_noise(rng, size, (9, 4), 50),
        create_noise(rng, size, (4, 10), 50),
    )
    return table.filter(ImageFilter.GaussianBlur(3))


def _tiles(rng: Random, size: Size) -> Image.Image:
    """Return tiles with joints."""
    table = _plain(rng.choice([(200, 196, 186), (140, 110, 90)]), rng, size, 14)
    draw = ImageDraw.Draw(table)
    step = rng.randint(300, 460)
    slant = rng.randint(-80, 80)
    for at in range(-step, max(size) + step, step):
        draw.line((at, 0, at + slant, size[1]), (110, 100, 90), 9)
        draw.line((0, at, size[0], at - slant), (110, 100, 90), 9)
    return table


def _cluttered(rng: Random, size: Size) -> Image.Image:
    """Return a desk with other things on it: papers, a book, a pen, a cable."""
    table = _plain((120, 92, 70), rng, size, 12)
    draw = ImageDraw.Draw(table)
    width, height = size
    for color in ((235, 232, 228), (40, 60, 100), (200, 60, 50), (228, 224, 200)):
        side = rng.randrange(4)
        x = (0, width, width * rng.random(), width * rng.random())[side]
        y = (height * rng.random(), height * rng.random(), 0, height)[side]
        reach, turn = rng.uniform(150, 420), rng.uniform(-1, 1)
        draw.polygon(
            [
                (x - reach, y - reach * turn),
                (x + reach * turn, y - reach),
                (x + reach, y + reach * turn),
                (x - reach * turn, y + reach),
            ],
            color,
        )
    for color in ((20, 20, 20), (30, 60, 160)):
        x, y = width * rng.random(), height * rng.random()
        draw.line((x, y, x + rng.uniform(-500, 500), y + 300), color, 16)
    return table


TABLES: Final[Mapping[str, Callable[[Random, Size], Image.Image]]] = {
    "dark": _dark,
    "wood": _wood,
    "bright": _bright,
    "checked": _checked,
    "stone": _stone,
    "cloth": _cloth,
    "tiles": _tiles,
    "cluttered": _cluttered,
}
"""What pages lie on, by name."""
