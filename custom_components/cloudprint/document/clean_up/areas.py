"""Large areas of a page that are not paper: photographs, colored grounds, the table."""

from collections.abc import Iterator, Set as AbstractSet
from functools import reduce
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageOps

_LEAST_STEP: Final = 0.85  # share of the light near it below which paper ends
_NEAR: Final = 3  # width around a place that is near it
_LEAST_AREA: Final = 0.01  # share of all, of what is not paper, or paper to the border
_LARGE_AREA: Final = 0.05  # the same for paper with something else all around it
_LEAST_SHADED: Final = 0.25
_LEAST_BRIGHT: Final = 0.8  # mean brightness of both, as a share of the brighter places
_BRIGHTER: Final = 0.7  # share of all places that are darker than those
_THICK: Final = 5  # least width of an area that is not paper
_BOX_SHARE: Final = 0.55  # of a rectangle, from which on all of it is one area
_WHITE: Final = 240  # least brightness of paper beside an area
_SOFT: Final = 0.7


def find_areas(
    paper: Image.Image,
    plain: AbstractSet[int],
    evened: Image.Image,
    *,
    is_outside: bool,
) -> Image.Image | None:
    """Return a mask of the size of `evened`, or None without such areas.

    `paper` is a smaller picture without text, `plain` its places with the color of
    paper, `evened` the picture without text in even light. What looks like paper within
    an area is a part of it, unless it goes on to the border, or is large and bright.
    With `is_outside`, there are only the areas at the border.
    """
    size = paper.size
    values = paper.convert("L").tobytes()
    inner = Image.new("L", (max(0, size[0] - 2), max(0, size[1] - 2)))
    border = _get_places(ImageOps.expand(inner, 1, 255).crop((0, 0, *size)))
    places = set(range(len(values))) - _find_paper(paper.convert("L"), plain, border)
    framed = ImageOps.expand(_get_mask(places, size), _THICK)
    opened = framed.filter(ImageFilter.MinFilter(_THICK))
    near = ImageOps.crop(opened.filter(ImageFilter.MaxFilter(_THICK + 2)), _THICK)
    places &= _get_places(near)
    areas: set[int] = set()
    for area in find_connected(places, size[0]):
        if len(area) >= _LEAST_AREA * len(values):
            if area & border:
                areas |= area
            elif not is_outside:
                areas |= _fill_box(area, size[0])
    if not areas:
        return None
    inside, around = (
        _get_mask(areas, size)
        .filter(kind(3))
        .resize(evened.size, Image.Resampling.NEAREST)
        for kind in (ImageFilter.MinFilter, ImageFilter.MaxFilter)
    )
    # At the edges of an area, each pixel is told from the paper around it.
    darkest = reduce(ImageChops.darker, evened.split())
    dark = darkest.point([255 * (value < _WHITE) for value in range(256)])
    mask = ImageChops.lighter(inside, ImageChops.darker(around, dark))
    return mask.filter(ImageFilter.GaussianBlur(_SOFT))


def _find_paper(
    grey: Image.Image, plain: AbstractSet[int], border: AbstractSet[int]
) -> set[int]:
    values = grey.tobytes()
    darkest, brightest = (
        grey.filter(kind(_NEAR)).tobytes()
        for kind in (ImageFilter.MinFilter, ImageFilter.MaxFilter)
    )
    bright = sorted(values)[int(len(values) * _BRIGHTER)]
    upper = {at for at in plain if values[at] > _LEAST_STEP * brightest[at]}
    flat = {at for at in upper if darkest[at] > _LEAST_STEP * values[at]}
    paper: set[int] = set()
    for area in find_connected(flat, grey.width):
        least_area, least_bright = _LARGE_AREA, _LEAST_BRIGHT
        if area & border:
            least_area, least_bright = _LEAST_AREA, _LEAST_SHADED
        is_large = len(area) >= least_area * len(values)
        light = sum(values[at] for at in area)
        if is_large and light >= least_bright * bright * len(area):
            paper |= area
    # Also beside something darker
    near = _get_mask(paper, grey.size).filter(ImageFilter.MaxFilter(_NEAR))
    return paper | (upper & _get_places(near))


def find_connected(places: AbstractSet[int], width: int) -> Iterator[set[int]]:
    """Yield the areas of places that touch each other, in rows of a width."""
    remaining = set(places)
    while remaining:
        area: set[int] = set()
        waiting = {remaining.pop()}
        while waiting:
            at = waiting.pop()
            area.add(at)
            row = at // width
            beside = {at - width, at + width}
            beside |= {near for near in (at - 1, at + 1) if near // width == row}
            waiting |= remaining & beside
            remaining -= beside
        yield area


def _fill_box(area: AbstractSet[int], width: int) -> AbstractSet[int]:
    """Return the rectangle around an area that fills most of it, as a picture does."""
    columns = [at % width for at in area]
    rows = [at // width for at in area]
    box = {
        row * width + column
        for row in range(min(rows), max(rows) + 1)
        for column in range(min(columns), max(columns) + 1)
    }
    return box if len(area) >= _BOX_SHARE * len(box) else area


def _get_mask(places: AbstractSet[int], size: tuple[int, int]) -> Image.Image:
    return Image.frombytes(
        "L", size, bytes(255 * (at in places) for at in range(size[0] * size[1]))
    )


def _get_places(mask: Image.Image) -> set[int]:
    return {at for at, value in enumerate(mask.tobytes()) if value}
