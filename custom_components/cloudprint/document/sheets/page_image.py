"""Encoding of a page as a small picture that prints well."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import batched
from math import ceil, sqrt
from typing import Final, cast

from PIL import Image, ImageChops, ImageFilter

_TEXT_LEVELS: Final = 4  # greys of edges of black text: 600 dpi show five
_TEXT_DPI: Final = 150  # the least resolution at which they are sufficient
_BLACK_DPI: Final = 200  # the least for black and white, which a fine fax has, too
_LEVELS: Final = 16  # greys of a page with more than such edges, in four bits
_GREY_SHARE: Final = 0.00005  # of small blocks, from which there are not only edges
_HAIRLINE_SHARE: Final = 0.0004  # of large blocks with a grey line: 4 cm on A4
_LIGHT: Final = 240  # of a block with a grey line; a letter's edge has darker ones
_FLAT_LEVELS: Final = 6  # greys that fill areas, as the background of a heading
_FLAT_SHARE: Final = 0.0005  # of the page, from which such a color is kept exactly
_TONES_SHARE: Final = 0.003  # of photos on a grey page: 16 greys are too few
_GREY_PHOTO_SHARE: Final = 0.06  # of photos on a grey page: a JPEG is smaller
_COLOR_PHOTO_SHARE: Final = 0.02  # from this share of photos, a palette is not enough
_COLORS: Final = 112
_NEARLY_WHITE: Final = 248  # least band of colors that would print as dots
_PAPER: Final = (255, 255, 255)
_MOST_INKS: Final = 128  # colors of a page with few of them, and of its edges and greys
_MOST_COLORS: Final = 2048
_SAMPLE_PIXELS: Final = 1_000_000
_LEAST_PIXELS: Final = 2  # from so many of the sample, a color is an ink
_COLOR_EDGES: Final = 7  # steps from an ink to the paper on a page with more than edges
_BAND: Final = 16  # rows of a small picture that are searched for colors at a time
_MOST_ERROR: Final = 56  # of a band, from which on a letter's edge looks different
_ERROR_SHARE: Final = 0.00002  # of a page: a square millimetre of A4
_JPEG_QUALITY: Final = 85
_BY_QUALITY: Final = -1
_SAMPLE: Final = 384  # pixels a side of the sample that is encoded in both ways
_WORTH: Final = 0.97  # share of its size up to which a sample is better progressive
_COLOR_LIMIT: Final = 8  # from this difference of its bands, a color is not grey
_FAST: Final = 3
_MEDIUM: Final = 5
BEST_COMPRESSION: Final = 6  # takes no more time for fewer bits a pixel
_WEBP_PIXELS: Final = 9_000_000  # A4 at 300 dpi; WebP needs 14 bytes for each pixel
_PREVIEW_PIXELS: Final = 500_000  # A4 at 72 dpi, to see whether a page has colors

# Pixels a side of a block: the edges of black letters fill none, and few small ones
_BLOCK: Final = 4
_SMALL_BLOCK: Final = 3
_WIDE: Final = 8  # blocks a side; soft edges of photographed letters do not fill it
_IS_BETWEEN: Final = [255 if 4 <= level <= 251 else 0 for level in range(256)]
_IS_COLOR: Final = [255 if step >= _COLOR_LIMIT else 0 for step in range(256)]
_IS_FILLED: Final = [255 if level == 255 else 0 for level in range(256)]
_WIDE_FILL: Final = 230  # share of a wide block that is neither black nor white
# For a page in black and white, whose thin lines may be hardly black
_IS_WHITE: Final = [255 if level >= 160 else 0 for level in range(256)]
# A line of a pixel fills an eighth of a large block.
_IS_CROSSED: Final = [255 if level >= 255 // 8 else 0 for level in range(256)]
_IS_LIGHT: Final = [255 if level >= _LIGHT else 0 for level in range(256)]

type Box = tuple[int, int, int, int]  # left, upper, right, lower


@dataclass(frozen=True, slots=True)
class _Tones:
    """The areas of a page that are neither white, black, nor an edge between them."""

    flat: Sequence[int]  # greys that fill areas
    photo_share: float  # share in other greys
    wide_share: float  # share of wide blocks with hardly anything else
    has_greys: bool  # or only black text and lines


def has_color(preview: Image.Image) -> bool:
    """Return whether a small picture of a page has other colors than greys."""
    return _find_colors(preview).getbbox() is not None


def is_colored(picture: bytes) -> bool:
    """Return whether an encoded picture has other colors than greys."""
    with Image.open(BytesIO(picture)) as image:
        if image.mode in ("1", "L", "LA"):
            return False
        if image.format == "PNG" and image.palette is not None:
            # A page of greys need not be decoded.
            colors = batched(image.palette.palette, 3, strict=True)
            if all(max(color) - min(color) < _COLOR_LIMIT for color in colors):
                return False
        times = max(1, round(sqrt(image.width * image.height / _PREVIEW_PIXELS)))
        return has_color(image.convert("RGB").reduce(times))


def encode_page(
    page: Image.Image,
    dpi: float,
    *,
    preview: Image.Image | None = None,
    uses_webp: bool = False,
) -> tuple[str, bytes]:
    """Return the encoding of a page of mode 1, L, RGB or RGBX, and its bytes.

    `preview` is a small picture of one with colors. Text and lines become a PNG of few
    greys or colors, photos a JPEG, and what is between them the smaller of both. With
    `uses_webp`, lossless WebP replaces PNG.
    """
    if page.mode == "1":
        return encode_exactly(page, BEST_COMPRESSION, uses_webp=uses_webp)
    if page.mode != "L":
        times = round(sqrt(page.width * page.height / _PREVIEW_PIXELS))
        preview = preview or page.reduce(max(1, times))
        if has_color(preview):
            return _encode_color(page, preview, dpi, uses_webp=uses_webp)
        page = page.convert("L")
    tones = _measure_tones(page)
    if tones.photo_share < _TONES_SHARE:
        levels = _LEVELS if tones.has_greys or dpi < _TEXT_DPI else _TEXT_LEVELS
        flat = tones.flat if levels == _LEVELS else ()
        return _encode_greys(page, levels, flat, uses_webp=uses_webp)
    jpeg = encode_jpeg(page)
    if tones.wide_share < _TONES_SHARE:
        few = _encode_greys(page, _LEVELS, uses_webp=uses_webp)
    elif tones.photo_share < _GREY_PHOTO_SHARE:
        # In WebP, the grain of photos would take seconds.
        few = encode_exactly(page, _FAST)
    else:
        return "jpeg", jpeg
    return ("jpeg", jpeg) if len(jpeg) < len(few[1]) else few


def encode_black_page(
    page: Image.Image, dpi: float, *, uses_webp: bool = False
) -> tuple[str, bytes]:
    """Return the encoding of a grey page in black and white, like `encode_page`."""
    if dpi >= _BLACK_DPI:
        return encode_page(page.point(_IS_WHITE, "1"), dpi, uses_webp=uses_webp)
    levels = _TEXT_LEVELS if dpi >= _TEXT_DPI else _LEVELS
    return _encode_greys(page, levels, uses_webp=uses_webp)


def _find_colors(image: Image.Image) -> Image.Image:
    red, green, blue = image.convert("RGB").split()
    return ImageChops.lighter(
        ImageChops.difference(red, green), ImageChops.difference(green, blue)
    ).point(_IS_COLOR)


def _encode_color(
    page: Image.Image, preview: Image.Image, dpi: float, *, uses_webp: bool
) -> tuple[str, bytes]:
    """Encode a page as a JPEG if it has photos, or with a palette."""
    colored = _find_colors(preview).filter(ImageFilter.MaxFilter(3))
    grey = page.convert("L")
    tones = _measure_tones(grey, ImageChops.invert(colored))
    if tones.photo_share >= _COLOR_PHOTO_SHARE:
        return "jpeg", encode_jpeg(page)
    page = page.convert("RGB")
    is_text = dpi >= _TEXT_DPI and not tones.has_greys
    levels = _uniform_levels(_TEXT_LEVELS if is_text else _LEVELS)
    if not is_text:
        levels += [level for level in tones.flat if level < _NEARLY_WHITE]
    reduced = _with_inks(page, grey, colored, levels)
    if reduced is None:
        reduced = _with_palette(page, preview, tones.flat)
    level = BEST_COMPRESSION if is_text else _MEDIUM
    return encode_exactly(reduced, level, uses_webp=uses_webp)


def _measure_tones(page: Image.Image, grey: Image.Image | None = None) -> _Tones:
    """Measure blocks that are nowhere black or white; `grey` masks out colors."""
    is_between = page.point(_IS_BETWEEN)
    between_blocks = is_between.reduce(_BLOCK)
    blocks = page.reduce(_BLOCK)
    is_filled = between_blocks.point(_IS_FILLED)
    counts = blocks.histogram(is_filled)
    greys = counts if grey is None else blocks.histogram(_within(grey, is_filled))
    total = blocks.width * blocks.height
    wide_counts = between_blocks.reduce(_WIDE).histogram()
    small_blocks = _within(grey, is_between.reduce(_SMALL_BLOCK))
    small_total = small_blocks.width * small_blocks.height
    most = sorted(range(256), key=counts.__getitem__, reverse=True)[:_FLAT_LEVELS]
    return _Tones(
        flat=[level for level in most if greys[level] >= total * _FLAT_SHARE],
        photo_share=(sum(counts) - sum(counts[level] for level in most)) / total,
        wide_share=sum(wide_counts[_WIDE_FILL:]) / sum(wide_counts),
        has_greys=small_blocks.histogram()[255] >= small_total * _GREY_SHARE
        or _has_hairlines(blocks, between_blocks, grey),
    )


def _has_hairlines(
    blocks: Image.Image, between_blocks: Image.Image, grey: Image.Image | None
) -> bool:
    large_blocks = blocks.reduce(2)
    is_light = large_blocks.filter(ImageFilter.MinFilter(3)).point(_IS_LIGHT)
    is_crossed = _within(grey, between_blocks.reduce(2).point(_IS_CROSSED))
    hairlines = is_light.histogram(is_crossed)[255]
    return hairlines >= large_blocks.width * large_blocks.height * _HAIRLINE_SHARE


def _within(mask: Image.Image | None, image: Image.Image) -> Image.Image:
    """Return an image that is zero outside of a mask of any size."""
    if mask is None:
        return image
    return ImageChops.darker(image, mask.resize(image.size, Image.Resampling.NEAREST))


def _uniform_levels(count: int) -> list[int]:
    return [step * 255 // (count - 1) for step in range(count)]


def _encode_greys(
    page: Image.Image, count: int, flat: Sequence[int] = (), *, uses_webp: bool
) -> tuple[str, bytes]:
    levels = _uniform_levels(count)
    # Black and white stay exact.
    free = list(range(1, count - 1))
    for level in flat:
        nearest = min(free, key=lambda index: abs(levels[index] - level))
        free.remove(nearest)
        levels[nearest] = level
    compression = BEST_COMPRESSION if count == _TEXT_LEVELS else _MEDIUM
    return encode_exactly(_reduce(page, levels), compression, uses_webp=uses_webp)


def _reduce(page: Image.Image, levels: Sequence[int]) -> Image.Image:
    indices = [
        min(range(len(levels)), key=lambda index: abs(levels[index] - level))
        for level in range(256)
    ]
    return put_palette(page.point(indices, "P"), [(level,) * 3 for level in levels])


def put_palette(image: Image.Image, colors: Iterable[Iterable[int]]) -> Image.Image:
    """Give an image of mode P its colors, and return it."""
    image.putpalette([band for color in colors for band in color])
    return image


def _with_inks(
    page: Image.Image, grey: Image.Image, colored: Image.Image, levels: Sequence[int]
) -> Image.Image | None:
    """Return a page of few colors in these, their edges on paper, and greys.

    `grey` is the page without its colors, `colored` a small mask of where it has some.
    None if the page has more colors, or areas that would not look the same.
    """
    boxes = list(_find_boxes(colored, page.size))
    edges = list(zip(*boxes, strict=True))
    part = page.crop((min(edges[0]), boxes[0][1], max(edges[2]), boxes[-1][3]))
    times = max(1, round(sqrt(part.width * part.height / _SAMPLE_PIXELS)))
    size = max(1, part.width // times), max(1, part.height // times)
    sample = part.resize(size, Image.Resampling.NEAREST)
    sample.paste(_PAPER, mask=ImageChops.invert(_find_colors(sample)))
    counts = sample.getcolors(_MOST_COLORS)
    if counts is None:
        return None
    area = page.width * page.height * _FLAT_SHARE / times**2
    steps = len(levels) - 1 if len(levels) == _TEXT_LEVELS else _COLOR_EDGES
    palette: list[tuple[int, ...]] = [(level,) * 3 for level in levels]
    for count, color in sorted(counts, reverse=True):
        ink = cast("tuple[int, ...]", color)
        if count < _LEAST_PIXELS or len(palette) > _MOST_INKS:
            break
        limit = _COLOR_LIMIT if count >= area else 255 // steps // 2 + 1
        if all(
            max(abs(one - two) for one, two in zip(ink, other, strict=True)) > limit
            for other in palette
        ):
            shades = (
                tuple(255 + (band - 255) * step // steps for band in ink)
                for step in range(steps, 0, -1)
            )
            palette += [color for color in shades if min(color) < _NEARLY_WHITE]
    # In few greys, the edge of black text would be nearer to a dark ink.
    reduced = put_palette(_reduce(grey, levels), palette)
    wrong = 0
    for box in boxes:
        part = page.crop(box)
        reduced.paste(_quantize(part, palette), box, _find_colors(part))
        wrong += _count_wrong(part, reduced.crop(box))
    return reduced if wrong <= page.width * page.height * _ERROR_SHARE else None


def _find_boxes(mask: Image.Image, size: tuple[int, int]) -> Iterator[Box]:
    """Yield where a small mask is not empty, in a picture of a size."""
    across, along = size[0] / mask.width, size[1] / mask.height
    for row in range(0, mask.height, _BAND):
        end = min(row + _BAND, mask.height)
        if box := mask.crop((0, row, mask.width, end)).getbbox():
            first, upper, last, lower = box
            yield (
                *(int(first * across), int((row + upper) * along)),
                *(ceil(last * across), ceil((row + lower) * along)),
            )


def _count_wrong(part: Image.Image, reduced: Image.Image) -> int:
    """Return how many pixels look different. Edges may be a bit lighter or darker."""
    red, green, blue = ImageChops.difference(part, reduced.convert("RGB")).split()
    error = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    areas = error.point(_IS_COLOR).reduce(_BLOCK).histogram()[255] * _BLOCK**2
    return max(areas, sum(error.histogram()[_MOST_ERROR:]))


def _with_palette(
    page: Image.Image, preview: Image.Image, flat: Sequence[int]
) -> Image.Image:
    """Return a page in its preview's colors, 16 greys, and those that fill areas."""
    quantized = preview.convert("RGB").quantize(
        _COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    bands = quantized.getpalette() or []
    colors = [bands[start : start + 3] for start in range(0, len(bands), 3)]
    # Most greys are edges of black text, for which 16 are sufficient.
    chosen = [color for color in colors if max(color) - min(color) >= _COLOR_LIMIT]
    chosen += [[level] * 3 for level in flat]
    chosen = [color for color in chosen if min(color) < _NEARLY_WHITE]
    chosen += [[level] * 3 for level in _uniform_levels(_LEVELS)]
    return _quantize(page, chosen)


def _quantize(page: Image.Image, colors: Iterable[Iterable[int]]) -> Image.Image:
    palette = put_palette(Image.new("P", (1, 1)), colors)
    return page.quantize(palette=palette, dither=Image.Dither.NONE)


def encode_jpeg(
    image: Image.Image,
    quality: int = _JPEG_QUALITY,
    *,
    subsampling: int = _BY_QUALITY,
    may_be_progressive: bool = True,
) -> bytes:
    """Encode a JPEG, progressive if that is smaller: with much grain, it takes long."""

    def encode(part: Image.Image, *, is_progressive: bool) -> bytes:
        save = partial(
            part.save, format="JPEG", quality=quality, subsampling=subsampling
        )
        with BytesIO() as file:
            try:
                save(file, optimize=True, progressive=is_progressive)
            except OSError:
                # Pillow has no room for noise of more than a byte for each pixel.
                file.seek(0)
                file.truncate()
                save(file)
            return file.getvalue()

    if not may_be_progressive:
        return encode(image, is_progressive=False)
    x, y = (max(0, (side - _SAMPLE) // 2) for side in image.size)
    right, bottom = min(x + _SAMPLE, image.width), min(y + _SAMPLE, image.height)
    sample = image.crop((x, y, right, bottom))
    one = len(encode(sample, is_progressive=False))
    other = len(encode(sample, is_progressive=True))
    return encode(image, is_progressive=other < one * _WORTH)


def encode_exactly(
    image: Image.Image, level: int, *, uses_webp: bool = False
) -> tuple[str, bytes]:
    """Encode without loss: as WebP if that is used, otherwise as PNG."""
    with BytesIO() as file:
        if uses_webp and image.width * image.height <= _WEBP_PIXELS:
            # It is longer than WebP allows (16,383 pixels), or memory is short.
            with suppress(MemoryError, ValueError):
                image.save(file, "WEBP", lossless=True, quality=75, method=1)
                return "webp", file.getvalue()
        image.save(file, "PNG", compress_level=level)
        return "png", file.getvalue()
