"""HEIC pictures of tiles."""

from collections.abc import Callable
from io import BytesIO
import struct

from PIL import ExifTags, Image, ImageChops, ImageCms
import pillow_heif
import pytest

from custom_components.cloudprint.document import DocumentError, DocumentFormat
from custom_components.cloudprint.document.pictures.heic_tiles import TiledHeicFile
from custom_components.cloudprint.document.pictures.orientation import TURNS
from custom_components.cloudprint.document.pictures.picture_file import (
    open_picture,
    reading,
)
from custom_components.cloudprint.document.pictures.strips import open_strips
from tests.samples import pictures
from tests.samples.heic_files import box, encode_tile, tiled_heic

SIZE = (700, 450)
TILES = [pictures.photo((256, 256)).rotate(angle) for angle in (0, 90, 180)]
TILE = pictures.photo((512, 512))
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def colors(matrix: int, *, is_full: bool) -> bytes:
    """Return the property of a picture's colors."""
    return box(b"colr", b"nclx", bytes((0, 1, 0, 13, 0, matrix, is_full << 7)))


def upright(data: bytes) -> Image.Image:
    """Return a picture that is read by its tiles, in small strips."""
    image = TiledHeicFile(BytesIO(data))
    strips = open_strips(image)
    whole = Image.new("RGB", strips.size)
    for top in range(0, image.height, 50):
        bottom = min(top + 50, image.height)
        # The filter for resizing looks back.
        above = max(0, top - 20)
        whole.paste(strips.rows(above, bottom), (0, above))
    orientation = image.getexif()[ExifTags.Base.Orientation]
    turn = TURNS.get(orientation)
    return whole if turn is None else whole.transpose(turn)


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize(
    "shown",
    [
        (),
        *((box(b"irot", bytes((turn,))),) for turn in range(4)),
        *((box(b"imir", bytes((axis,))),) for axis in range(2)),
        (box(b"irot", b"\1"), box(b"imir", b"\0")),
        (box(b"irot", b"\3"), box(b"imir", b"\0")),
    ],
)
def test_same_as_whole(version: int, shown: tuple[bytes, ...]) -> None:
    """The pixels are those that libheif decodes at once, however they are turned."""
    data = tiled_heic(TILES, SIZE, version=version, shown=shown)
    whole = pillow_heif.open_heif(BytesIO(data)).to_pillow()
    assert ImageChops.difference(upright(data), whole).getbbox() is None


@pytest.mark.parametrize(
    ("shown", "tile_properties"),
    [
        ((colors(1, is_full=True),), ()),
        ((colors(1, is_full=False),), ()),
        ((), (colors(1, is_full=False),)),
        ((colors(6, is_full=True),), (colors(1, is_full=False),)),
    ],
)
def test_colors(shown: tuple[bytes, ...], tile_properties: tuple[bytes, ...]) -> None:
    """The colors are those of the whole, or else of the tiles."""
    data = tiled_heic(TILES, SIZE, shown=shown, tile_properties=tile_properties)
    whole = pillow_heif.open_heif(BytesIO(data)).to_pillow()
    assert ImageChops.difference(upright(data), whole).getbbox() is None


def test_profile() -> None:
    """A color profile is found."""
    plain = TiledHeicFile(BytesIO(tiled_heic(TILES, SIZE)))
    assert "icc_profile" not in plain.info
    shown = (box(b"colr", b"prof", PROFILE),)
    image = TiledHeicFile(BytesIO(tiled_heic(TILES, SIZE, shown=shown)))
    assert image.info["icc_profile"] == PROFILE


def test_encoded() -> None:
    """A file that libheif wrote is read as well."""
    with BytesIO() as file:
        photo = pillow_heif.from_pillow(pictures.photo(SIZE))
        photo.save(file, quality=80, tile_size=256)
        data = file.getvalue()
    whole = pillow_heif.open_heif(BytesIO(data)).to_pillow()
    assert ImageChops.difference(upright(data), whole).getbbox() is None


def spoil(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return a file with other bytes."""
    assert old in data
    return data.replace(old, new)


@pytest.mark.parametrize(
    "make",
    [
        lambda data: pictures.heic(pictures.photo(SIZE)),
        lambda data: data[:200],
        lambda data: spoil(data, b"grid", b"iden"),
        # A box that is shorter than its head
        lambda data: spoil(data, b"\x00\x00\x00\x0epitm", b"\x00\x00\x00\x02pitm"),
        # Items without a length
        lambda data: spoil(data, b"iloc\1\0\0\0\x44", b"iloc\1\0\0\0\x40"),
        # Other numbers of tiles, and larger sides than they have
        lambda data: spoil(
            data, b"\x00\x00\x01\x02\x02\xbc", b"\x00\x00\x01\x01\x02\xbc"
        ),
        lambda data: spoil(
            data, b"\x00\x00\x01\x02\x02\xbc", b"\x00\x00\x01\x02\x12\xbc"
        ),
        lambda data: spoil(data, b"\x02\xbc\x01\xc2", b"\x02\xbc\x11\xc2"),
    ],
)
def test_no_tiles(make: Callable[[bytes], bytes]) -> None:
    """A picture that is not of plain tiles is none."""
    data = tiled_heic(TILES, SIZE)
    assert TiledHeicFile(BytesIO(data)).size == SIZE
    with pytest.raises((SyntaxError, ValueError, KeyError, IndexError)):
        TiledHeicFile(BytesIO(make(data)))


def test_cut_by_a_property() -> None:
    """A picture of which only a part is shown is none."""
    data = tiled_heic(TILES, SIZE, shown=(box(b"clap", bytes(32)),))
    with pytest.raises(ValueError, match="plain"):
        TiledHeicFile(BytesIO(data))


def test_broken_tiles() -> None:
    """A tile that is broken, larger than the file, or of another size is an error."""
    data = tiled_heic(TILES, SIZE)
    _, pixels = encode_tile(TILES[1])
    length = len(pixels).to_bytes(4)
    for broken in (
        spoil(data, pixels, bytes(len(pixels))),
        spoil(data, length, b"\x7f" + length[1:]),
        tiled_heic([TILES[0], pictures.photo((192, 256))], SIZE),
    ):
        with (
            pytest.raises(DocumentError, match="picture_broken"),
            reading(DocumentFormat.HEIC),
        ):
            upright(broken)


SQUARE = (9000, 9000)
CLEAN_APERTURE = struct.pack(">8I", 9000, 1, 9000, 1, 0, 1, 0, 1)


@pytest.mark.parametrize(
    "data",
    [
        # With transparency
        tiled_heic([TILE], SQUARE, has_alpha=True),
        # Of tiles that are too large themselves
        spoil(
            tiled_heic([TILE], SQUARE),
            b"ispe" + bytes(4) + struct.pack(">II", 512, 512),
            b"ispe" + bytes(4) + struct.pack(">II", 8192, 8192),
        ),
        tiled_heic([TILE], SQUARE, shown=(box(b"clap", CLEAN_APERTURE),)),
        tiled_heic([TILE], (14_500, 14_500)),
    ],
    ids=["transparent", "large tiles", "cut", "large"],
)
def test_too_large(data: bytes) -> None:
    """What cannot be read by its tiles is refused."""
    with pytest.raises(DocumentError, match="picture_too_large"):
        open_picture(data, DocumentFormat.HEIC)


def test_large() -> None:
    """What is too large for libheif is read by its tiles, in bounded memory."""
    data = tiled_heic([TILE], (12_000, 9000))
    image = open_picture(data, DocumentFormat.HEIC)
    assert isinstance(image, TiledHeicFile)
    assert image.size == (12_000, 9000)
    assert image.peak_bytes < 150_000_000
    assert not isinstance(
        open_picture(tiled_heic(TILES, SIZE), DocumentFormat.HEIC), TiledHeicFile
    )
