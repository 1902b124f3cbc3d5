"""Straight lines in pictures, and the sides of pages in them."""

from math import sqrt

from PIL import Image, ImageDraw
import pytest

from custom_components.cloudprint.document.clean_up.lines import StraightLine
from custom_components.cloudprint.document.clean_up.refinement import refine_page

DIAGONAL = (1 / sqrt(2), 1 / sqrt(2))


def test_clip() -> None:
    """A line is cut to the picture without its margin, if it is in it at all."""
    assert StraightLine((1, 0), 50).clip(100, 80) == ((50, 2), (50, 77))
    assert StraightLine((1, 0), 500).clip(100, 80) is None
    assert StraightLine((0, 1), -5).clip(100, 80) is None
    assert StraightLine(DIAGONAL, 300).clip(100, 80) is None


def test_cross() -> None:
    """Parallel lines cross far away."""
    assert StraightLine((1, 0), 5).cross(StraightLine((0, 1), 7)) == pytest.approx(
        (5, 7)
    )
    x, y = StraightLine((1, 0), 5).cross(StraightLine((1, 0), 9))
    assert max(abs(x), abs(y)) > 1000


def test_nothing_to_refine() -> None:
    """In a picture without edges, the corners stay where they are."""
    corners = [(0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)]
    page = refine_page(Image.new("RGB", (600, 600), "white"), corners)
    assert page.clearness == 0
    for place, corner in zip(page.corners, corners, strict=True):
        assert place == pytest.approx(corner)


def test_moved_far() -> None:
    """A corner stays where it is, rather than moving far along two close sides."""
    image = Image.new("L", (600, 600), "white")
    ImageDraw.Draw(image).polygon([(180, 300), (500, 284), (500, 316)], "black")
    corners = [(1 / 6, 0.5), (5 / 6, 280 / 600), (0.9, 0.5), (5 / 6, 320 / 600)]
    page = refine_page(image, corners)
    assert page.clearness > 0
    assert page.corners[0] == pytest.approx(corners[0])
