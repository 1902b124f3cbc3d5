"""Finding the corners of photographed pages, and of none in other pictures."""

from random import Random

from PIL import Image, ImageChops, ImageDraw
import pytest

from custom_components.cloudprint.document.clean_up.corners import find_page
from custom_components.cloudprint.document.clean_up.perspective import straighten

from .measures import get_error
from .pages import PAGES, Drawing, draw_page
from .photos import HELD_OUT, PHOTOS, take_photo
from .surroundings import OUTSIDE, take_outside, take_papers, take_portrait, take_table
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
        found = find_page(photo.image).corners
        errors[photo.name] = get_error(found, photo.corners, photo.image.size)
    table = "\n".join(f"{name:28} {error:6.2%}" for name, error in errors.items())
    assert sum(error <= MOST_ERROR for error in errors.values()) >= least, table


def test_grey() -> None:
    """A grey photo is as good where the colors are not needed."""
    photo = take_photo(9)
    found = find_page(photo.image.convert("L")).corners
    assert get_error(found, photo.corners, photo.image.size) < MOST_ERROR


def test_order() -> None:
    """The corners are told clockwise, from the upper left one of the picture."""
    image = Image.new("RGB", (800, 600), (70, 60, 50))
    ImageDraw.Draw(image).polygon(
        [(120, 80), (650, 120), (700, 500), (90, 540)], (240, 240, 235)
    )
    found = find_page(image).corners
    expected = ((0.15, 0.133), (0.8125, 0.2), (0.875, 0.833), (0.1125, 0.9))
    assert found is not None
    for place, corner in zip(found, expected, strict=True):
        assert place == pytest.approx(corner, abs=0.004)


@pytest.mark.parametrize("kind", PAGES)
def test_scans(kind: str) -> None:
    """No corners are found in a scanned page, whatever is on it."""
    rng = Random(kind)
    found = find_page(create_scan(draw_page(kind, rng), rng))
    assert found.corners is None
    assert found.warnings == ()


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
    assert find_page(image).corners is None


def test_line_alone() -> None:
    """A single line is no page, and neither are two."""
    image = Image.new("RGB", (500, 400), "black")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 200, 400), "white")
    assert find_page(image).corners is None
    draw.rectangle((0, 0, 500, 150), "white")
    assert find_page(image).corners is None


SEEN = 0.02
"""How far the corners of what is seen of a page may be off."""


@pytest.mark.slow
def test_sides_outside() -> None:
    """One or two sides of a page may be outside the photo."""
    errors = {}
    for name in OUTSIDE:
        for seed in range(2):
            photo = take_outside(name, seed)
            found = find_page(photo.image).corners
            errors[photo.name] = get_error(found, photo.corners, photo.image.size)
    table = "\n".join(f"{name:28} {error:6.2%}" for name, error in errors.items())
    assert sum(error <= MOST_ERROR for error in errors.values()) >= 13, table


@pytest.mark.parametrize("name", ["lower", "right", "upper right"])
def test_side_outside(name: str) -> None:
    """The border of the picture is a side of a page that leaves it."""
    photo = take_outside(name, 0)
    found = find_page(photo.image)
    assert get_error(found.corners, photo.corners, photo.image.size) < SEEN
    assert found.warnings == ()


@pytest.mark.slow
def test_papers() -> None:
    """Of two papers side by side, either is found, and the other one is told."""
    found = [
        (photo, find_page(photo.image))
        for photo in (take_papers("beside", seed) for seed in range(8))
    ]
    right = [
        page.warnings == ("pages_ambiguous",)
        for photo, page in found
        if photo.other is not None
        and min(
            get_error(page.corners, corners, photo.image.size)
            for corners in (photo.corners, photo.other)
        )
        < MOST_ERROR
    ]
    assert len(right) >= 7
    assert sum(right) >= 6


def test_upper_paper() -> None:
    """Of two papers, the upper one is found where its outline is seen."""
    photo = take_papers("overlapping", 5)
    found = find_page(photo.image)
    assert get_error(found.corners, photo.corners, photo.image.size) < MOST_ERROR
    assert found.warnings == ("pages_ambiguous",)


@pytest.mark.parametrize("name", ["wood", "dark", "stone", "bright"])
def test_table_alone(name: str) -> None:
    """No page is found on an empty table, which is said."""
    found = find_page(take_table(name, 0))
    assert found.corners is None
    assert found.warnings == ("page_not_found",)
    assert found.is_paper == (name == "bright")


def test_portrait() -> None:
    """A person is no page."""
    found = find_page(take_portrait(1))
    assert found.corners is None
    assert found.warnings == ("page_not_found",)


def test_page_alone() -> None:
    """A photo of nothing but a page in uneven light is paper, but no scan."""
    photo = take_photo(0)
    page = straighten(photo.image, photo.corners)
    width, height = page.size
    found = find_page(
        page.crop((width // 12, height // 12, width * 11 // 12, height * 11 // 12))
    )
    assert found.corners is None
    assert found.is_paper
