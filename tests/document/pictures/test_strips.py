"""Reading of pictures in strips."""

from io import BytesIO
import zlib

from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngImageFile
import pytest

from custom_components.cloudprint.document import DocumentFormat
from custom_components.cloudprint.document.pictures.picture_file import open_picture
from custom_components.cloudprint.document.pictures.pixels import get_turn
from custom_components.cloudprint.document.pictures.strips import PngRows, has_png_rows
from tests.samples import pictures
from tests.samples.pictures import PICTURES

PNGS = [name for name in PICTURES if name.startswith("png")]
WHOLE = ("png_interlaced", "png_16_bit")
"""Those that Pillow has to read as a whole."""


def opened(data: bytes) -> PngImageFile:
    """Return a PNG with only its header read."""
    return PngImageFile(BytesIO(data))


@pytest.mark.parametrize("name", [name for name in PNGS if name not in WHOLE])
def test_rows(name: str) -> None:
    """Strips that overlap, touch, or are empty have the right rows."""
    data = PICTURES[name]()
    image, whole = opened(data), opened(data)
    whole.load()
    rows = PngRows(image)
    for top, bottom in ((0, 3), (2, 10), (10, 50), (30, 50), (49, image.height)):
        strip = rows.read(top, bottom)
        expected = whole.crop((0, top, whole.width, bottom))
        assert (strip.mode, strip.size) == (expected.mode, expected.size)
        assert strip.tobytes() == expected.tobytes()
        assert strip.convert("RGBA").tobytes() == expected.convert("RGBA").tobytes()
        assert strip.has_transparency_data == expected.has_transparency_data
    assert image.tile


@pytest.mark.parametrize("filtered", range(5))
@pytest.mark.parametrize("header", [(8, 0, 0), (8, 2, 0), (4, 3, 0), (16, 4, 0)])
def test_filters(filtered: int, header: tuple[int, int, int]) -> None:
    """All PNG filters are undone."""
    bits, color, _ = header
    row_bytes = 50 * bits * {0: 1, 2: 3, 3: 1, 4: 2}[color] // 8
    lines = b"".join(
        bytes([filtered, *(row * column % 256 for column in range(row_bytes))])
        for row in range(20)
    )
    palette = (b"PLTE", bytes(range(48)))
    data = pictures.png_file((50, 20), header, lines, palette)
    rows = PngRows(opened(data))
    strips = [rows.read(top, top + 4) for top in range(0, 20, 4)]
    whole = Image.open(BytesIO(data))
    assert b"".join(strip.tobytes() for strip in strips) == whole.tobytes()


def test_no_png_rows() -> None:
    """Interlaced and deep PNGs are read as a whole."""
    found = {name for name in PNGS if not has_png_rows(opened(PICTURES[name]()))}
    assert found == set(WHOLE)
    loaded = opened(PICTURES["png"]())
    loaded.load()
    assert not has_png_rows(loaded)
    assert not has_png_rows(Image.open(BytesIO(PICTURES["gif"]())))


def test_orientation_after_the_rows() -> None:
    """The orientation is found after the rows, which are not read for it."""
    data = PICTURES["png"]()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    chunk = exif.tobytes().removeprefix(b"Exif\0\0")
    checksum = zlib.crc32(b"eXIf" + chunk).to_bytes(4)
    end = data.index(b"IEND") - 4
    turned = b"".join(
        (data[:end], len(chunk).to_bytes(4), b"eXIf", chunk, checksum, data[end:])
    )
    for file, turn in ((turned, Image.Transpose.ROTATE_270), (data, None)):
        image = open_picture(file, DocumentFormat.PNG)
        assert get_turn(image) is turn
        assert has_png_rows(image)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_truncated(share: float) -> None:
    """A truncated PNG raises EOFError."""
    data = PICTURES["png"]()
    image = opened(data[: int(len(data) * share)])
    with pytest.raises(EOFError):
        PngRows(image).read(0, image.height)


def test_too_few_rows() -> None:
    """So does a complete PNG with too few rows."""
    image = opened(pictures.png_file((8, 8), (8, 0, 0), bytes(20)))
    with pytest.raises(EOFError):
        PngRows(image).read(0, image.height)


def test_more_rows() -> None:
    """Rows after the last one are not read without limit."""
    rows = bytes(9) * 8 + bytes(4 * 1024 * 1024)
    image = opened(pictures.png_file((8, 8), (8, 0, 0), rows))
    assert PngRows(image).read(0, 8).getextrema() == (0, 0)
