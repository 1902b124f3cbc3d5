"""One page of a document as a picture that prints well for its bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageChops

_LEVELS: Final = 16
"""As many greys as fit in four bits: at 300 dpi the edges of letters need no more."""
_FLAT_LEVELS: Final = 6
"""So many greys fill whole areas of a drawing: the ground of a table, of a heading."""
_FLAT_SHARE: Final = 0.0005
"""From this share of the page, a grey that fills an area is kept as it is."""
_TONES_SHARE: Final = 0.003
"""From this share of photos on a grey page, 16 greys are too few."""
_GREY_PHOTO_SHARE: Final = 0.06
"""From this share of photos on a grey page, a JPEG is smaller than a PNG."""
_COLOUR_PHOTO_SHARE: Final = 0.02
"""From this share of photos on a page, a palette is not enough for its colours."""
_COLOURS: Final = 112
_NEARLY_WHITE: Final = 248
_JPEG_QUALITY: Final = 85
_PNG_LEVEL: Final = 3
"""Measured: higher levels take twice the time and more for a tenth of the bytes."""

_BLOCK: Final = 4
"""Pixels a side of a block that the edge of a letter does not fill."""
_IS_BETWEEN: Final = [255 if 4 <= level <= 251 else 0 for level in range(256)]
_IS_COLOUR: Final = [255 if difference >= 8 else 0 for difference in range(256)]
_IS_FILLED: Final = [255 if level == 255 else 0 for level in range(256)]
_UNIFORM_LEVELS: Final = [step * 255 // (_LEVELS - 1) for step in range(_LEVELS)]


@dataclass(frozen=True, slots=True)
class _Tones:
    """What of a page is neither paper, nor ink, nor an edge between them.

    `flat` are greys that fill areas, `photo_share` is how much of the page has others.
    """

    flat: Sequence[int]
    photo_share: float


def has_colour(preview: Image.Image) -> bool:
    """Return if a small picture of a page (RGBX) shows anything but greys."""
    red, green, blue = preview.convert("RGB").split()
    return any(
        ImageChops.difference(one, other).point(_IS_COLOUR).getbbox()
        for one, other in ((red, green), (green, blue))
    )


def encode_page(page: Image.Image, preview: Image.Image | None) -> tuple[str, bytes]:
    """Return what a page is encoded in, png or jpeg, and its bytes.

    A page is grey (L), or it has the colours of its preview (both RGBX). Text and lines
    become a PNG of few levels or colours, photos a JPEG. What has a little of a photo
    among its text keeps all its greys in a PNG.
    """
    if preview is None:
        tones = _tones(page)
        if tones.photo_share >= _GREY_PHOTO_SHARE:
            return "jpeg", _jpeg(page)
        if tones.photo_share >= _TONES_SHARE:
            return "png", _png(page)
        return "png", _png(_with_levels(page, tones.flat), bits=4)
    if _tones(page.convert("L")).photo_share >= _COLOUR_PHOTO_SHARE:
        return "jpeg", _jpeg(page)
    return "png", _png(_with_palette(page, preview))


def _tones(page: Image.Image) -> _Tones:
    """Look at the blocks of a grey page that are grey all over."""
    is_filled = page.point(_IS_BETWEEN).reduce(_BLOCK).point(_IS_FILLED)
    blocks = page.reduce(_BLOCK)
    counts = blocks.histogram(is_filled)
    total = blocks.width * blocks.height
    most = sorted(range(256), key=counts.__getitem__, reverse=True)[:_FLAT_LEVELS]
    return _Tones(
        flat=[level for level in most if counts[level] >= total * _FLAT_SHARE],
        photo_share=(sum(counts) - sum(counts[level] for level in most)) / total,
    )


def _with_levels(page: Image.Image, flat: Sequence[int]) -> Image.Image:
    """Return a grey page in 16 greys, of which those that fill areas are exact."""
    levels = list(_UNIFORM_LEVELS)
    # Black and white stay what they are.
    free = list(range(1, _LEVELS - 1))
    for level in flat:
        nearest = min(free, key=lambda index: abs(levels[index] - level))
        free.remove(nearest)
        levels[nearest] = level
    indices = [
        min(range(_LEVELS), key=lambda index: abs(levels[index] - level))
        for level in range(256)
    ]
    reduced = page.point(indices, "P")
    reduced.putpalette([band for level in levels for band in (level,) * 3])
    return reduced


def _with_palette(page: Image.Image, preview: Image.Image) -> Image.Image:
    """Return a page in the colours of its preview and 16 greys."""
    found = preview.convert("RGB").quantize(
        _COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    bands = found.getpalette() or []
    colours = [bands[start : start + 3] for start in range(0, len(bands), 3)]
    # What is nearly white could stand for white, and print as a veil of dots.
    chosen = [colour for colour in colours if min(colour) < _NEARLY_WHITE]
    chosen += [[level] * 3 for level in _UNIFORM_LEVELS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([band for colour in chosen for band in colour])
    return page.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)


def _jpeg(page: Image.Image) -> bytes:
    with BytesIO() as file:
        page.save(file, "JPEG", quality=_JPEG_QUALITY)
        return file.getvalue()


def _png(page: Image.Image, **options: int) -> bytes:
    with BytesIO() as file:
        page.save(file, "PNG", compress_level=_PNG_LEVEL, **options)
        return file.getvalue()
