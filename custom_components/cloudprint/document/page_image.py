"""Encoding of a page as a small picture that prints well."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageChops, ImageFilter

_TEXT_LEVELS: Final = 4
"""Greys of the edges of black text, in two bits: a printer of 600 dpi shows five."""
_TEXT_DPI: Final = 150
"""The least resolution at which they are sufficient."""
_LEVELS: Final = 16
"""Greys of a page that has other greys than such edges, in four bits."""
_GREY_SHARE: Final = 0.00005
"""From this share of small blocks, a page has other greys than edges."""
_HAIRLINE_SHARE: Final = 0.0004
"""From this share of large blocks with a grey line, too: four centimetres on A4."""
_LIGHT: Final = 240
"""A large block with a grey line, and those around it, are lighter; the edge of a letter
or of a black line is in or beside a darker one."""
_FLAT_LEVELS: Final = 6
"""Greys of a drawing that fill areas, such as the background of a heading."""
_FLAT_SHARE: Final = 0.0005
"""From this share of the page, such a grey is kept exactly."""
_TONES_SHARE: Final = 0.003
"""From this share of photos on a grey page, 16 greys are too few."""
_GREY_PHOTO_SHARE: Final = 0.06
"""From this share of photos on a grey page, a JPEG is smaller than a PNG."""
_COLOR_PHOTO_SHARE: Final = 0.02
"""From this share of photos on a page, a palette is not enough for its colors."""
_COLORS: Final = 112
_NEARLY_WHITE: Final = 248
_JPEG_QUALITY: Final = 85
_COLOR_LIMIT: Final = 8
"""From this difference of its bands, a color is not grey."""
_FAST: Final = 3
_MEDIUM: Final = 5
_SMALL: Final = 6
"""Compression levels; a higher one takes no more time for fewer bits a pixel."""

_BLOCK: Final = 4
_SMALL_BLOCK: Final = 3
"""Pixels a side of a block. The edges of black letters fill no block, and only a few
small ones, which grey letters fill."""
_IS_BETWEEN: Final = [255 if 4 <= level <= 251 else 0 for level in range(256)]
_IS_COLOR: Final = [255 if step >= _COLOR_LIMIT else 0 for step in range(256)]
_IS_FILLED: Final = [255 if level == 255 else 0 for level in range(256)]
_IS_CROSSED: Final = [255 if level >= 255 // 8 else 0 for level in range(256)]
"""A line of a pixel fills an eighth of a large block."""
_IS_LIGHT: Final = [255 if level >= _LIGHT else 0 for level in range(256)]


@dataclass(frozen=True, slots=True)
class _Tones:
    """The areas of a page that are neither white, black, nor an edge between them.

    `flat` are the greys that fill areas, `photo_share` is the share of the page in other
    greys. Without `has_greys`, the page has only black text and lines.
    """

    flat: Sequence[int]
    photo_share: float
    has_greys: bool


def has_color(preview: Image.Image) -> bool:
    """Return whether a small picture of a page has other colors than greys."""
    red, green, blue = preview.convert("RGB").split()
    return any(
        ImageChops.difference(one, other).point(_IS_COLOR).getbbox()
        for one, other in ((red, green), (green, blue))
    )


def encode_page(
    page: Image.Image, preview: Image.Image | None, dpi: int
) -> tuple[str, bytes]:
    """Return the encoding of a page, png or jpeg, and its bytes.

    A page without `preview` is grey (L), one with it has colors (RGB or RGBX). Text and
    lines become a PNG of few greys or colors, photos a JPEG. Text with a small photo
    keeps all its greys in a PNG.
    """
    if preview is None:
        tones = _measure_tones(page)
        if tones.photo_share >= _GREY_PHOTO_SHARE:
            return "jpeg", _jpeg(page)
        if tones.photo_share >= _TONES_SHARE:
            return "png", _png(page, _FAST)
        if tones.has_greys or dpi < _TEXT_DPI:
            return "png", _png(_with_levels(page, _LEVELS, tones.flat), _MEDIUM, bits=4)
        return "png", _png(_with_levels(page, _TEXT_LEVELS), _SMALL, bits=2)
    tones = _measure_tones(page.convert("L"))
    if tones.photo_share >= _COLOR_PHOTO_SHARE:
        return "jpeg", _jpeg(page)
    return "png", _png(_with_palette(page, preview, tones.flat), _MEDIUM)


def _measure_tones(page: Image.Image) -> _Tones:
    """Measure the blocks of a grey page that are neither black nor white anywhere."""
    is_between = page.point(_IS_BETWEEN)
    between_blocks = is_between.reduce(_BLOCK)
    is_filled = between_blocks.point(_IS_FILLED)
    small_blocks = is_between.reduce(_SMALL_BLOCK)
    small_total = small_blocks.width * small_blocks.height
    blocks = page.reduce(_BLOCK)
    counts = blocks.histogram(is_filled)
    total = blocks.width * blocks.height
    large_blocks = blocks.reduce(2)
    large_total = large_blocks.width * large_blocks.height
    is_light = large_blocks.filter(ImageFilter.MinFilter(3)).point(_IS_LIGHT)
    is_crossed = between_blocks.reduce(2).point(_IS_CROSSED)
    hairlines = is_light.histogram(is_crossed)[255]
    most = sorted(range(256), key=counts.__getitem__, reverse=True)[:_FLAT_LEVELS]
    return _Tones(
        flat=[level for level in most if counts[level] >= total * _FLAT_SHARE],
        photo_share=(sum(counts) - sum(counts[level] for level in most)) / total,
        has_greys=small_blocks.histogram()[255] >= small_total * _GREY_SHARE
        or hairlines >= large_total * _HAIRLINE_SHARE,
    )


def _uniform_levels(count: int) -> list[int]:
    return [step * 255 // (count - 1) for step in range(count)]


def _with_levels(
    page: Image.Image, count: int, flat: Sequence[int] = ()
) -> Image.Image:
    """Return a grey page in `count` greys, among which are those that fill areas."""
    levels = _uniform_levels(count)
    # Black and white stay exact.
    free = list(range(1, count - 1))
    for level in flat:
        nearest = min(free, key=lambda index: abs(levels[index] - level))
        free.remove(nearest)
        levels[nearest] = level
    indices = [
        min(range(count), key=lambda index: abs(levels[index] - level))
        for level in range(256)
    ]
    reduced = page.point(indices, "P")
    reduced.putpalette([band for level in levels for band in (level,) * 3])
    return reduced


def _with_palette(
    page: Image.Image, preview: Image.Image, flat: Sequence[int]
) -> Image.Image:
    """Return a page in the colors of its preview, 16 greys, and those that fill areas."""
    found = preview.convert("RGB").quantize(
        _COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    bands = found.getpalette() or []
    colors = [bands[start : start + 3] for start in range(0, len(bands), 3)]
    # Most greys are edges of black text, for which 16 are sufficient.
    chosen = [color for color in colors if max(color) - min(color) >= _COLOR_LIMIT]
    chosen += [[level] * 3 for level in flat]
    # A color that is nearly white would replace white, and print as scattered dots.
    chosen = [color for color in chosen if min(color) < _NEARLY_WHITE]
    chosen += [[level] * 3 for level in _uniform_levels(_LEVELS)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([band for color in chosen for band in color])
    return page.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)


def _jpeg(page: Image.Image) -> bytes:
    with BytesIO() as file:
        page.save(file, "JPEG", quality=_JPEG_QUALITY)
        return file.getvalue()


def _png(page: Image.Image, level: int, **options: int) -> bytes:
    with BytesIO() as file:
        page.save(file, "PNG", compress_level=level, **options)
        return file.getvalue()
