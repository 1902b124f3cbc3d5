"""Raster as printer drivers send it: PWG raster (PWG 5102.4) and URF.

Written from the specification, and not with the code that reads it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
import struct
from typing import Final

from PIL import Image, ImageDraw, ImageOps

PWG_MARK: Final = b"RaS2"
URF_MARK: Final = b"UNIRAST\0"

PWG_TYPES: Final = {
    "black_1": (3, 1, 1, 1),
    "black_8": (3, 8, 8, 1),
    "sgray_1": (18, 1, 1, 1),
    "sgray_8": (18, 8, 8, 1),
    "srgb_8": (19, 8, 24, 3),
    "rgb_8": (1, 8, 24, 3),
}
"""Space, bits a colour, bits a pixel and colours of a type of PWG raster."""
URF_TYPES: Final = {
    "W8": (0, 8),
    "SRGB24": (1, 24),
    "DEVW8": (4, 8),
    "DEVRGB24": (5, 24),
}
"""Space and bits a pixel of a type of URF, by its name in `urf-supported`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterSheet:
    """A page of raster: its `picture` as it is to be seen, and how it is written.

    `transforms` are across and along the feed, -1 for a side that is turned around.
    """

    picture: Image.Image
    dpi: tuple[int, int] = (300, 300)
    transforms: tuple[int, int] = (1, 1)


def draw_sheet(
    size: tuple[float, float] = (210.0, 297.0), dpi: int = 100, mode: str = "RGB"
) -> Image.Image:
    """Return a page of `size` in millimetres that looks different in each corner."""
    width, height = (round(side / 25.4 * dpi) for side in size)
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    block = width // 4
    draw.rectangle((0, 0, block, block), fill="black")
    draw.rectangle((width - block, 0, width, block // 2), fill="red")
    draw.rectangle((0, height - block, block // 2, height), fill="blue")
    for step in range(block):
        draw.line(
            (block + step, height // 2, block + step, height // 2 + block),
            fill=(step * 255 // block,) * 3,
        )
    draw.text((block, block), "Milk\nBread", fill="black", font_size=block // 3)
    return picture.convert(mode)


def write_pwg(sheets: Sequence[RasterSheet], kind: str = "srgb_8") -> bytes:
    """Return PWG raster of a type, as `pwg-raster-document-type-supported` names it."""
    space, bits, pixel_bits, colours = PWG_TYPES[kind]
    written = [PWG_MARK]
    for sheet in sheets:
        lines = _encode_lines(_turned(sheet), kind.partition("_")[0], bits)
        width, height = sheet.picture.size
        header = bytearray(1796)
        header[:10] = b"PwgRaster\0"
        points = [
            round(pixels / dots * 72)
            for pixels, dots in zip((width, height), sheet.dpi, strict=True)
        ]
        struct.pack_into(">2I", header, 276, *sheet.dpi)
        struct.pack_into(">2I", header, 352, *points)
        struct.pack_into(">2I", header, 372, width, height)
        line_bytes = len(lines[0])
        struct.pack_into(">5I", header, 384, bits, pixel_bits, line_bytes, 0, space)
        struct.pack_into(">I", header, 420, colours)
        struct.pack_into(">I2i", header, 452, len(sheets), *sheet.transforms)
        written += [bytes(header), compress(lines, max(1, pixel_bits // 8))]
    return b"".join(written)


def write_urf(
    sheets: Sequence[RasterSheet], kind: str = "SRGB24", count: int | None = None
) -> bytes:
    """Return URF of a type; `count` is the number of pages that it claims to have."""
    space, pixel_bits = URF_TYPES[kind]
    written = [URF_MARK, struct.pack(">I", len(sheets) if count is None else count)]
    for sheet in sheets:
        colour = "sgray" if pixel_bits == 8 else "srgb"
        lines = _encode_lines(sheet.picture, colour, 8)
        width, height = sheet.picture.size
        # One-sided, of normal quality
        written.append(struct.pack(">4B8x", pixel_bits, space, 1, 4))
        written.append(struct.pack(">3I8x", width, height, sheet.dpi[0]))
        blank = b"\xff" * (pixel_bits // 8)
        written.append(compress(lines, pixel_bits // 8, blank))
    return b"".join(written)


def _turned(sheet: RasterSheet) -> Image.Image:
    picture = sheet.picture
    if sheet.transforms[0] == -1:
        picture = ImageOps.mirror(picture)
    if sheet.transforms[1] == -1:
        picture = ImageOps.flip(picture)
    return picture


def _encode_lines(picture: Image.Image, colour: str, bits: int) -> list[bytes]:
    """Return the lines of a picture, not compressed."""
    if colour in ("srgb", "rgb"):
        pixels = picture.convert("RGB")
    else:
        pixels = picture.convert("L")
        if colour == "black":
            pixels = ImageOps.invert(pixels)
        if bits == 1:
            pixels = pixels.convert("1", dither=Image.Dither.NONE)
    data = pixels.tobytes()
    length = len(data) // pixels.height
    return [data[start : start + length] for start in range(0, len(data), length)]


def compress(lines: Iterable[bytes], unit: int, blank: bytes | None = None) -> bytes:
    """Compress lines of pixels of `unit` bytes (PWG 5102.4, 4.4).

    With the pixel `blank`, the end of a line is left out if it consists of it.
    """
    written = []
    for line, same in groupby(lines):
        count = sum(1 for _ in same)
        compressed = _compress_line(line, unit, blank)
        while count:
            repeats = min(count, 256)
            written += [bytes((repeats - 1,)), compressed]
            count -= repeats
    return b"".join(written)


def _compress_line(line: bytes, unit: int, blank: bytes | None) -> bytes:
    pixels = [line[start : start + unit] for start in range(0, len(line), unit)]
    runs = [(pixel, sum(1 for _ in same)) for pixel, same in groupby(pixels)]
    written: list[bytes] = []
    row: list[bytes] = []

    def end_row() -> None:
        if len(row) == 1:
            written.extend((b"\0", row[0]))
        elif row:
            written.extend((bytes((257 - len(row),)), *row))
        row.clear()

    is_cut = blank is not None and runs[-1][0] == blank
    for pixel, length in runs[:-1] if is_cut else runs:
        if length == 1:
            row.append(pixel)
            if len(row) == 128:
                end_row()
            continue
        end_row()
        left = length
        while left:
            count = min(left, 128)
            written += [bytes((count - 1,)), pixel]
            left -= count
    end_row()
    if is_cut:
        written.append(b"\x80")
    return b"".join(written)
