"""Photographs of pages whose corners are known."""

from dataclasses import dataclass
from io import BytesIO
from math import cos, hypot, pi, sin
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from custom_components.cloudprint.document.source_file import Corners

from .pages import PAGES, Color, Drawing, draw_page
from .tables import TABLES, add_noise, create_noise

PHOTOS: Final = 30
"""The seeds of the corpus are those up to this number."""
HELD_OUT: Final = range(1000, 1010)
"""Seeds of photos by which nothing was tuned."""

LONG, SHORT = 1600, 1200
DRAWN: Final = 1.5
"""A photo is drawn larger, so that its edges are smooth."""
_MOST_TILT: Final = 28
_MOST_ROLL: Final = 20
"""Degrees"""

type Place = tuple[float, float]
type Quad = tuple[Place, Place, Place, Place]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph of a page, with the corners of the page and what is on it.

    `page` is the page as it is without any perspective, on white. `other` are the
    corners of another one that is as whole.
    """

    name: str
    image: Image.Image
    corners: Corners
    page: Image.Image
    other: Corners | None = None


def take_photo(seed: int) -> Photo:
    """Return the photo with this number, always the same."""
    rng = Random(seed)
    kinds, tables = list(PAGES), list(TABLES)
    kind = kinds[seed % len(kinds)]
    table = tables[(seed * 5 + seed // len(kinds) * 3) % len(tables)]
    drawing = draw_page(kind, rng)
    width, height = (SHORT, LONG) if rng.random() < 0.6 else (LONG, SHORT)
    size = round(width * DRAWN), round(height * DRAWN)
    quad = _place(drawing, size, rng)
    image = TABLES[table](rng, size)
    lay(image, drawing, quad, rng)
    image = light(image, rng)
    if rng.random() < 0.2:
        _add_finger(image, quad, rng)
    image = image.resize((width, height), Image.Resampling.BOX)
    return Photo(
        f"{seed} {kind} on {table}",
        capture(image, rng),
        get_corners(quad, size),
        drawing.image,
    )


def get_corners(quad: Quad, size: tuple[int, int]) -> Corners:
    """Return places in a picture of a size as shares of it."""
    a, b, c, d = ((x / size[0], y / size[1]) for x, y in quad)
    return a, b, c, d


def _place(drawing: Drawing, size: tuple[int, int], rng: Random) -> Quad:
    """Return where the corners of the page are in the photo of a pinhole camera.

    The camera looks at the middle of the photo, and the page lies off it.
    """
    share = rng.uniform(0.4, 0.65) if drawing.is_round else rng.uniform(0.75, 0.97)
    quad = project(drawing.size, rng, roll=_choose_roll(drawing.size, size, rng))
    reach_x, reach_y = (max(abs(place[axis]) for place in quad) for axis in (0, 1))
    times = share * min(size[0] / reach_x, size[1] / reach_y) / 2
    a, b, c, d = ((x * times + size[0] / 2, y * times + size[1] / 2) for x, y in quad)
    return a, b, c, d


def _choose_roll(
    page: tuple[float, float], size: tuple[int, int], rng: Random
) -> float:
    """Return how far a page is turned, in radians."""
    roll = rng.uniform(-_MOST_ROLL, _MOST_ROLL) * pi / 180
    if (page[0] > page[1]) != (size[0] > size[1]):
        roll += rng.choice([0, 0, pi / 2])
    return roll


def project(
    page: tuple[float, float],
    rng: Random,
    *,
    tilt: float = _MOST_TILT,
    roll: float,
) -> Quad:
    """Return where the camera sees the corners of a page, from the middle.

    The page is turned by `roll` radians, and tilted by up to `tilt` degrees.
    """
    pitch, yaw = (rng.uniform(-1, 1) * tilt * pi / 180 for _ in range(2))
    away = 1.25 * hypot(*page)
    off_x, off_y = (rng.uniform(-0.1, 0.1) * min(page) for _ in range(2))
    half_x, half_y = page[0] / 2, page[1] / 2
    corners: list[Place] = []
    for x, y in (
        (-half_x, -half_y),
        (half_x, -half_y),
        (half_x, half_y),
        (-half_x, half_y),
    ):
        u, v = x * cos(roll) - y * sin(roll), x * sin(roll) + y * cos(roll)
        v, w = v * cos(pitch), v * sin(pitch)
        u, w = u * cos(yaw) - w * sin(yaw), u * sin(yaw) + w * cos(yaw)
        corners.append(((u + off_x) / (away + w), (v + off_y) / (away + w)))
    a, b, c, d = corners
    return a, b, c, d


def solve_projection(quad: Quad, size: tuple[float, float]) -> list[float]:
    """Return Pillow's coefficients from places in a photo to those of a page.

    `quad` are the places of the corners of the page, `size` is that of the page.
    """
    width, height = size
    targets = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(quad, targets, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        pivot = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(8):
            if other != at:
                times = rows[other][at]
                rows[other] = [
                    value - times * base
                    for value, base in zip(rows[other], rows[at], strict=True)
                ]
    return [row[8] for row in rows]


def lay(image: Image.Image, drawing: Drawing, quad: Quad, rng: Random) -> None:
    """Lay the page on a table, with its shadow on it."""
    # Paper around the page, since its sides may be bent outwards
    border = max(drawing.image.size) // 12
    page = Image.new(
        "RGB",
        (drawing.image.width + 2 * border, drawing.image.height + 2 * border),
        drawing.paper,
    )
    page.paste(
        ImageChops.multiply(
            drawing.image, Image.new("RGB", drawing.image.size, drawing.paper)
        ),
        (border, border),
    )
    if drawing.is_book:
        page = _open_book(page, border)
    elif rng.random() < 0.35:
        page = _fold(page, rng)
    a, b, c, d, e, f, g, h = solve_projection(quad, drawing.image.size)
    moved = (
        *(a + border * g, b + border * h, c + border),
        *(d + border * g, e + border * h, f + border),
        *(g, h),
    )
    laid = page.transform(
        image.size, Image.Transform.PERSPECTIVE, moved, Image.Resampling.BICUBIC
    )
    mask = _create_mask(drawing, quad, image.size, rng)
    if drawing.is_book:
        _lay_other_page(image, quad, drawing.paper)
    depth = rng.randint(2, 14)
    shadow = ImageChops.offset(
        mask.filter(ImageFilter.BoxBlur(depth)),
        rng.randint(-depth, depth),
        rng.randint(-depth, depth),
    ).point([255 - value * 2 // 5 for value in range(256)])
    image.paste(ImageChops.multiply(image, shadow.convert("RGB")))
    image.paste(laid, mask=mask)


def _open_book(page: Image.Image, border: int) -> Image.Image:
    """Return the page of an open book, whose left side bends down into the fold."""
    fold = Image.new("L", page.size, 255)
    draw = ImageDraw.Draw(fold)
    reach = page.width // 7
    for x in range(reach):
        value = round(255 * (1 - 0.6 * (1 - x / reach) ** 2.5))
        draw.line((border + x, 0, border + x, page.height), value)
        draw.line((border - x, 0, border - x, page.height), value)
    return ImageChops.multiply(page, fold.convert("RGB"))


def _lay_other_page(image: Image.Image, quad: Quad, paper: Color) -> None:
    """Lay the left page of the book beside the fold."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    # Also a little under the page, whose side may be bent
    other = [
        (ax + (bx - ax) * 0.02, ay + (by - ay) * 0.02),
        (ax - (bx - ax) * 0.97, ay - (by - ay) * 0.97),
        (dx - (cx - dx) * 0.97, dy - (cy - dy) * 0.97),
        (dx + (cx - dx) * 0.02, dy + (cy - dy) * 0.02),
    ]
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).polygon(other, 255)
    steps = Image.new("L", image.size, 255)
    draw = ImageDraw.Draw(steps)
    draw.polygon([*other[:1], (ax, ay), (dx, dy), other[3]], 102)
    reach = 60
    for at in range(reach, 0, -1):
        share = at / reach / 7
        value = round(255 * (1 - 0.6 * (1 - at / reach) ** 2.5))
        draw.polygon(
            [
                (ax, ay),
                (ax - (bx - ax) * share, ay - (by - ay) * share),
                (dx - (cx - dx) * share, dy - (cy - dy) * share),
                (dx, dy),
            ],
            value,
        )
    sheet = ImageChops.multiply(
        Image.new("RGB", image.size, paper), steps.convert("RGB")
    )
    image.paste(sheet, mask=mask)


def _fold(page: Image.Image, rng: Random) -> Image.Image:
    """Return a page that was folded: its parts are lit differently."""
    light = Image.new("L", page.size, 255)
    draw = ImageDraw.Draw(light)
    width, height = page.size
    if rng.random() < 0.6:
        draw.rectangle(
            (0, 0, width, height * rng.uniform(0.4, 0.6)), rng.randint(222, 244)
        )
    else:
        draw.rectangle(
            (0, 0, width * rng.uniform(0.4, 0.6), height), rng.randint(222, 244)
        )
    return ImageChops.multiply(page, light.convert("RGB"))


def _create_mask(
    drawing: Drawing, quad: Quad, size: tuple[int, int], rng: Random
) -> Image.Image:
    """Return where the page is in the photo, with slightly bent sides."""
    times = 2
    mask = Image.new("L", (size[0] * times, size[1] * times), 0)
    places: list[Place] = []
    bend = 0.0 if drawing.is_round else 0.006
    for start, end in zip(quad, (*quad[1:], quad[0]), strict=True):
        amount = rng.uniform(-bend, bend)
        for step in range(24):
            share = step / 24
            bow = amount * 4 * share * (1 - share)
            x = start[0] + (end[0] - start[0]) * share - (end[1] - start[1]) * bow
            y = start[1] + (end[1] - start[1]) * share + (end[0] - start[0]) * bow
            places.append((x * times, y * times))
    ImageDraw.Draw(mask).polygon(places, 255)
    mask = mask.reduce(times)
    if drawing.is_round:
        card = Image.new("L", drawing.image.size, 0)
        ImageDraw.Draw(card).rounded_rectangle(
            (0, 0, card.width - 1, card.height - 1), card.width // 27, 255
        )
        mask = card.transform(
            size,
            Image.Transform.PERSPECTIVE,
            solve_projection(quad, card.size),
            Image.Resampling.BILINEAR,
        )
    return mask


def light(image: Image.Image, rng: Random) -> Image.Image:
    """Return a picture in uneven light, with the shadow of a hand or of the camera."""
    angle = rng.uniform(0, 360)
    darkest = rng.randint(110, 220)
    slope = (
        Image.linear_gradient("L")
        .rotate(angle, Image.Resampling.BILINEAR, expand=True)
        .crop((60, 60, 196, 196))
        .point([darkest + (255 - darkest) * value // 255 for value in range(256)])
    )
    light = slope.resize(image.size, Image.Resampling.BICUBIC)
    if rng.random() < 0.6:
        shade = Image.new("L", (image.width // 4, image.height // 4), 255)
        width, height = shade.size
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        turn = rng.uniform(0, 2 * pi)
        across, along = (cos(turn), sin(turn)), (-sin(turn), cos(turn))
        wide, long = rng.uniform(40, 130), max(width, height)
        ImageDraw.Draw(shade).polygon(
            [
                (x + across[0] * wide, y + across[1] * wide),
                (x - across[0] * wide, y - across[1] * wide),
                (
                    x - across[0] * wide + along[0] * long,
                    y - across[1] * wide + along[1] * long,
                ),
                (
                    x + across[0] * wide + along[0] * long,
                    y + across[1] * wide + along[1] * long,
                ),
            ],
            rng.randint(120, 190),
        )
        shade = shade.filter(ImageFilter.GaussianBlur(rng.uniform(1.5, 14)))
        light = ImageChops.multiply(
            light, shade.resize(image.size, Image.Resampling.BICUBIC)
        )
    tint = rng.choice([(255, 255, 255), (255, 240, 214), (232, 242, 255)])
    bands = [
        light.point([value * part // 255 for value in range(256)]) for part in tint
    ]
    return ImageChops.multiply(image, Image.merge("RGB", bands))


def _add_finger(image: Image.Image, quad: Quad, rng: Random) -> None:
    """Hold the page at one of its sides."""
    at = rng.randrange(4)
    start, end = quad[at], quad[(at + 1) % 4]
    share = rng.uniform(0.25, 0.75)
    x = start[0] + (end[0] - start[0]) * share
    y = start[1] + (end[1] - start[1]) * share
    radius = image.width / 26
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).ellipse(
        (x - radius, y - radius, x + radius, y + 1.4 * radius), 255
    )
    image.paste((196, 150, 122), mask=mask.filter(ImageFilter.GaussianBlur(2)))


def capture(image: Image.Image, rng: Random) -> Image.Image:
    """Return the picture as a camera stores it: blurred, noisy, compressed."""
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.8)))
    amount = rng.randint(4, 22)
    image = add_noise(
        image,
        create_noise(rng, image.size, image.size, amount),
        create_noise(
            rng, image.size, (image.width // 2, image.height // 2), amount // 2
        ),
    )
    with BytesIO() as stored:
        image.save(stored, "JPEG", quality=rng.randint(40, 88))
        taken = Image.open(stored)
        taken.load()
    return taken
