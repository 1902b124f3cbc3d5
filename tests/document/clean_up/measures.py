"""Measures of what was found in a photograph, and of how well it can be read."""

from dataclasses import dataclass
from math import hypot
from statistics import mean, median
from typing import Final

from PIL import Image, ImageFilter

from custom_components.cloudprint.document.source_file import Corners

_BLOCKS: Final = (8, 10)
"""Blocks across and down in which the contrast of text is measured."""
_INK: Final = 90
"""The brightness of what is certainly ink in a drawing."""
_LEAST_PIXELS: Final = 12
"""Of ink in a block, for which its contrast is measured."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How well a page can be read.

    `contrast` is Michelson's, of ink and paper, in the middle block and in the worst.
    `evenness` is the brightness of the darkest block of paper by that of the lightest.
    """

    contrast: float
    worst: float
    evenness: float


def get_error(found: Corners | None, photo: Corners, size: tuple[int, int]) -> float:
    """Return how far the worst corner is off, as a share of the diagonal.

    A page may be turned by quarters.
    """
    if found is None:
        return 1.0
    width, height = size
    return min(
        max(
            hypot((a - c) * width, (b - d) * height)
            for (a, b), (c, d) in zip(
                (*found[turn:], *found[:turn]), photo, strict=True
            )
        )
        for turn in range(4)
    ) / hypot(width, height)


def read(page: Image.Image, drawing: Image.Image) -> Reading | None:
    """Return how well a straightened page can be read, where its ink is known.

    None for a page without black text on white, such as a card.
    """
    page = page.resize(drawing.size, Image.Resampling.BICUBIC)
    # Where ink and paper meet, neither is measured.
    grey = drawing.convert("L")
    ink = grey.filter(ImageFilter.MaxFilter(3)).point(lambda v: 255 * (v < _INK))
    paper = grey.filter(ImageFilter.MinFilter(7)).point(lambda v: 255 * (v > 250))
    light = page.convert("L")
    contrasts, papers = [], []
    for box in _get_boxes(page.size):
        parts = [image.crop(box).tobytes() for image in (light, ink, paper)]
        inks = [value for value, is_ink, _ in zip(*parts, strict=True) if is_ink]
        whites = [value for value, _, is_paper in zip(*parts, strict=True) if is_paper]
        if whites:
            papers.append(mean(whites))
        if len(inks) >= _LEAST_PIXELS and whites:
            contrasts.append(
                (mean(whites) - mean(inks)) / max(1.0, mean(whites) + mean(inks))
            )
    if not contrasts:
        return None
    return Reading(median(contrasts), min(contrasts), min(papers) / max(papers))


def _get_boxes(size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Return the blocks of a page, without its margin of a twentieth."""
    left, top = size[0] // 20, size[1] // 20
    width = (size[0] - 2 * left) // _BLOCKS[0]
    height = (size[1] - 2 * top) // _BLOCKS[1]
    return [
        (
            left + column * width,
            top + row * height,
            left + (column + 1) * width,
            top + (row + 1) * height,
        )
        for row in range(_BLOCKS[1])
        for column in range(_BLOCKS[0])
    ]
