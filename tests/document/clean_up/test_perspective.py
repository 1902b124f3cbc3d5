"""Straightening of photographed pages."""

from math import sqrt
from random import Random

from PIL import Image, ImageChops, ImageDraw
import pytest

from custom_components.cloudprint.document.arrange.settings import CleanUp
from custom_components.cloudprint.document.clean_up.light import clean
from custom_components.cloudprint.document.clean_up.perspective import straighten
from custom_components.cloudprint.document.source_file import Corners

from .photos import take_photo

WHOLE: Corners = ((0, 0), (1, 0), (1, 1), (0, 1))
TAKEN = (9, 10, 16, 27)
"""Photos without a shadow in which the page would look like another."""


@pytest.mark.parametrize("seed", range(16))
def test_ratio(seed: int) -> None:
    """A page has its own shape again."""
    photo = take_photo(seed)
    page = straighten(photo.image, photo.corners)
    expected = photo.page.width / photo.page.height
    assert page.width / page.height == pytest.approx(expected, rel=0.03)
    assert page.width * page.height <= photo.image.width * photo.image.height


@pytest.mark.parametrize("seed", TAKEN)
def test_content(seed: int) -> None:
    """What is on the page is where it was drawn."""
    photo = take_photo(seed)
    page = clean(straighten(photo.image, photo.corners), CleanUp.GREY)
    small = (40, 56)
    seen, drawn = (
        image.convert("L").resize(small, Image.Resampling.BOX)
        for image in (page, photo.page)
    )
    other = photo.page.rotate(180).convert("L").resize(small, Image.Resampling.BOX)
    assert correlate(seen, drawn) > 0.6
    assert correlate(seen, other) < 0.4


def correlate(one: Image.Image, other: Image.Image) -> float:
    """Return how well the brightness of one picture follows that of another."""
    first, second = (
        [
            value - sum(image.tobytes()) / len(image.tobytes())
            for value in image.tobytes()
        ]
        for image in (one, other)
    )
    product: float = sum(a * b for a, b in zip(first, second, strict=True))
    squares: float = sum(a * a for a in first) * sum(b * b for b in second)
    return product / sqrt(max(squares, 1))


def test_exact() -> None:
    """A picture between its own corners keeps its pixels."""
    image = Image.frombytes("L", (50, 60), Random(1).randbytes(3000))
    assert ImageChops.difference(straighten(image, WHOLE), image).getextrema() == (0, 0)


@pytest.mark.parametrize(
    ("ratio", "expected"), [(1.44, 297 / 210), (1.55, 85.6 / 54), (1.2, 1.2), (3, 3)]
)
def test_known_ratios(ratio: float, expected: float) -> None:
    """A page that is nearly an A4 or a card is one, lying or upright."""
    for size in ((1000, round(1000 * ratio)), (round(1000 * ratio), 1000)):
        page = straighten(Image.new("L", size), WHOLE)
        assert max(page.size) / min(page.size) == pytest.approx(expected, rel=0.003)
        assert (page.width > page.height) == (size[0] > size[1])


@pytest.mark.parametrize(
    "corners",
    [
        ((0.5, 0.5),) * 4,
        ((0.1, 0.1), (0.9, 0.1), (0.9, 0.1), (0.1, 0.1)),
        ((0, 0), (0.2, 0.2), (0.4, 0.4), (0.8, 0.8)),
        ((0.9, 0.9), (0, 0), (1, 0), (0.1, 0.9)),
        ((0.1, 0.1), (0.5, 0.5), (0.9, 0.9), (0.1, 0.9)),
        WHOLE[::-1],
    ],
)
@pytest.mark.parametrize("size", [(400, 300), (1, 1), (3000, 2)])
def test_impossible_corners(corners: Corners, size: tuple[int, int]) -> None:
    """Corners between which there can be no page yield a picture of bounded size."""
    page = straighten(Image.new("RGB", size), corners)
    assert page.width * page.height <= max(size[0] * size[1], 1)


def test_straight_sides() -> None:
    """A page that leans away from the camera has its true height."""
    image = Image.new("RGB", (1600, 1200), "black")
    ImageDraw.Draw(image).polygon(
        [(500, 300), (1100, 300), (1200, 900), (400, 900)], "white"
    )
    corners: Corners = ((0.3125, 0.25), (0.6875, 0.25), (0.75, 0.75), (0.25, 0.75))
    page = straighten(image, corners)
    assert page.height / page.width > 600 / 700
