"""Finding the corners of photographed pages, and of none in other pictures."""

from random import Random

from PIL import Image, ImageChops, ImageDraw
import pytest

from custom_components.cloudprint.document.clean_up import find_corners

from .measures import get_error
from .pages import PAGES, Drawing, draw_page
from .photos import HELD_OUT, PHOTOS, take_photo
from .tables import add_noise, create_noise

MOST_ERROR = 0.01
"""Of the diagonal of the photo."""


def create_scan(drawing: Drawing, rng: Random) -> Image.Image:
    """Return a page as a scanner sees it, without anything around it."""
    paper = Image.new("RGB", drawing.image.size, drawing.paper)
    scan = ImageChops.multiply(drawing.image, paper)
    return add_noise(scan, create_noise(rng, scan.size, scan.size, 6))


@pytest.mark.slow
@pytest.mark.parametrize(("seeds", "least"), [(range(PHOTOS), 28), (HELD_OUT, 7)])
def test_photos(seeds: range, least: int) -> None:
    """The corners are found in nearly all photos, also in those nothing was tuned by."""
    errors = {}
    for seed in seeds:
        photo = take_photo(seed)
        found = find_corners(photo.image)
        errors[photo.name] = get_error(found, photo.corners, photo.image.size)
    table = "\n".join(f"{name:28} {error:6.2%}" for name, error in errors.items())
    assert sum(error <= MOST_ERROR for error in errors.values()) >= least, table


def test_grey() -> None:
    """A grey photo is as good where the colors are not needed."""
    photo = take_photo(9)
    found = find_corners(photo.image.convert("L"))
    assert get_error(found, photo.corners, photo.image.size) < MOST_ERROR


def test_order() -> None:
    """The corners are told clockwise, from the upper left one of the picture."""
    image = Image.new("RGB", (800, 600), (70, 60, 50))
    ImageDraw.Draw(image).polygon(
        [(120, 80), (650, 120), (700, 500), (90, 540)], (240, 240, 235)
    )
    found = find_corners(image)
    expected = ((0.15, 0.133), (0.8125, 0.2), (0.875, 0.833), (0.1125, 0.9))
    assert found is not None
    for place, corner in zip(found, expected, strict=True):
        assert place == pytest.approx(corner, abs=0.004)


@pytest.mark.parametrize("kind", PAGES)
def test_scans(kind: str) -> None:
    """No corners are found in a scanned page, whatever is on it."""
    rng = Random(kind)
    assert find_corners(create_scan(draw_page(kind, rng), rng)) is None


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", (1, 1)),
        Image.new("L", (3, 900), 200),
        Image.new("RGB", (900, 2), "white"),
        Image.new("RGB", (500, 400), "white"),
    ],
)
def test_without_edges(image: Image.Image) -> None:
    """No corners are found in pictures without any edge, of any size."""
    assert find_corners(image) is None


def test_line_alone() -> None:
    """A single line is no page, and neither are two."""
    image = Image.new("RGB", (500, 400), "black")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 200, 400), "white")
    assert find_corners(image) is None
    draw.rectangle((0, 0, 500, 150), "white")
    assert find_corners(image) is None
