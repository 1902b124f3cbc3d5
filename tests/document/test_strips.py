"""Pictures that are read in strips are what they are as a whole."""

from io import BytesIO
import zlib

from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngImageFile
import pytest

from custom_components.cloudprint.document.pictures.pixels import turn_of
from custom_components.cloudprint.document.pictures.strips import PngRows, has_png_rows
from tests import pictures
from tests.pictures import PICTURES

PNGS = [name for name in PICTURES if name.startswith("png")]
WHOLE = ("png_interlaced", "png_16_bit")
"""Those of which Pillow has to read all at once."""


def opened(data: bytes) -> PngImageFile:
    """Return a PNG of which only the header is read."""
    return PngImageFile(BytesIO(data))


@pytest.mark.parametrize("name", [name for name in PNGS if name not in WHOLE])
def test_rows(name: str) -> None:
    """Strips that overlap, touch, or are empty hold the rows that they should."""
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
    """Rows may be kept as differences to what is beside or above them."""
    bits, colour, _ = header
    row_bytes = 50 * bits * {0: 1, 2: 3, 3: 1, 4: 2}[colour] // 8
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


def test_what_is_read_as_a_whole() -> None:
    """Rows that are spread over the file, or too deep, are not read by themselves."""
    found = {name for name in PNGS if not has_png_rows(opened(PICTURES[name]()))}
    assert found == set(WHOLE)
    loaded = opened(PICTURES["png"]())
    loaded.load()
    assert not has_png_rows(loaded)
    assert not has_png_rows(Image.open(BytesIO(PICTURES["gif"]())))


def test_turned_at_the_end() -> None:
    """How a picture lies is found after its rows, too, and the rows are not read."""
    data = PICTURES["png"]()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    chunk = exif.tobytes().removeprefix(b"Exif\0\0")
    checksum = zlib.crc32(b"eXIf" + chunk).to_bytes(4)
    end = data.index(b"IEND") - 4
    turned = b"".join(
        (data[:end], len(chunk).to_bytes(4), b"eXIf", chunk, checksum, data[end:])
    )
    image = opened(turned)
    PngRows(image)
    assert turn_of(image) is Image.Transpose.ROTATE_270
    assert image.tile
    plain = opened(data)
    PngRows(plain)
    assert turn_of(plain) is None
    assert plain.tile


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_cut_off(share: float) -> None:
    """What ends too soon has no rows that could be printed as if they were all."""
    data = PICTURES["png"]()
    image = opened(data[: int(len(data) * share)])
    with pytest.raises(EOFError):
        PngRows(image).read(0, image.height)


def test_too_few_rows() -> None:
    """Nor has a PNG whose pixels end too soon though nothing is cut off."""
    image = opened(pictures.png_file((8, 8), (8, 0, 0), bytes(20)))
    with pytest.raises(EOFError):
        PngRows(image).read(0, image.height)
