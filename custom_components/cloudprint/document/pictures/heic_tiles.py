"""HEIC pictures of tiles, of which one row is decoded at a time.

Cameras cut large pictures into tiles, each a picture (ISO/IEC 23008-12, 6.6.2.3).
libheif would decode all at once; here, it gets a file of each.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import batched
import struct
from typing import Final, override

from PIL import ExifTags, Image, ImageFile

from .header import TURNS

_HEAD: Final = struct.Struct(">I4s")
_LARGE_SIZE: Final = struct.Struct(">Q")
_VERSION: Final = bytes(4)  # the version 0 and no flags, with which many boxes begin

_TILE_BYTES: Final = 5  # a pixel of a tile while libheif decodes it
_ROW_BYTES: Final = 9  # a pixel of two rows of tiles, and of the strip made of them

_TURNS: Final = {  # by the property and its value (6.5.10, 6.5.12)
    (b"irot", 1): Image.Transpose.ROTATE_90,
    (b"irot", 2): Image.Transpose.ROTATE_180,
    (b"irot", 3): Image.Transpose.ROTATE_270,
    (b"imir", 0): Image.Transpose.FLIP_TOP_BOTTOM,
    (b"imir", 1): Image.Transpose.FLIP_LEFT_RIGHT,
}

type _Box = tuple[bytes, memoryview]


class TiledHeicFile(ImageFile.ImageFile):
    """A HEIC whose picture is of tiles; only `rows` returns its pixels.

    The size is the one before EXIF's turn. Raises any exception for a file that is
    broken, or not of plain tiles.
    """

    format = "HEIF"
    format_description = "HEIF of tiles"

    @override
    def _open(self) -> None:
        assert self.fp is not None
        self._grid = _read_grid(_Items(memoryview(self.fp.read())))
        self._decoded: dict[int, Image.Image] = {}
        self._mode = "RGB"
        self._size = self._grid.size
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = self._grid.orientation
        self.info["exif"] = exif.tobytes()
        if self._grid.profile is not None:
            self.info["icc_profile"] = self._grid.profile
        self.tile = []
        width, height = self._grid.tile_size
        # What `rows` takes
        self.peak_bytes = height * (width * _TILE_BYTES + self.width * _ROW_BYTES)

    def rows(self, top: int, bottom: int) -> Image.Image:
        """Return rows of the picture; tiles above them are forgotten."""
        _, height = self._grid.tile_size
        self._decoded = {
            number: self._decoded.get(number) or self._grid.decode_row(number)
            for number in range(top // height, (bottom - 1) // height + 1)
        }
        strip = Image.new("RGB", (self.width, bottom - top))
        for number, row in self._decoded.items():
            strip.paste(row, (0, number * height - top))
        return strip


class _Numbers:
    def __init__(self, data: memoryview) -> None:
        self.rest = data

    def __call__(self, size: int) -> int:
        if size > len(self.rest):
            raise ValueError("The box ends too early")
        number = int.from_bytes(self.rest[:size])
        self.rest = self.rest[size:]
        return number


class _Items:
    """The pictures in a file: the one that is shown, and its tiles."""

    def __init__(self, data: memoryview) -> None:
        boxes = dict(_split(data))
        meta = dict(_split(boxes[b"meta"][len(_VERSION) :]))
        self._sources = (data, meta.get(b"idat", memoryview(b"")))
        self._places = dict(_read_places(_Numbers(meta[b"iloc"])))
        self.kinds = dict(_read_kinds(_Numbers(meta[b"iinf"])))
        self.tiles = dict(_read_tiles(_Numbers(meta[b"iref"])))
        self.properties = _read_properties(meta[b"iprp"])
        numbers = _Numbers(meta[b"pitm"])
        self.shown = numbers(4 if numbers(4) >> 24 else 2)

    def read(self, item: int) -> bytes:
        method, extents = self._places[item]
        source = self._sources[method]
        if sum(length for _, length in extents) > len(source):
            raise ValueError("An item is larger than the file")
        return b"".join(source[start : start + length] for start, length in extents)


@dataclass(frozen=True, slots=True)
class _Grid:
    items: _Items
    size: tuple[int, int]
    tile_size: tuple[int, int]
    orientation: int
    profile: bytes | None
    colors: list[_Box]  # of the picture, which override a tile's
    rows: list[tuple[int, ...]]

    def decode_row(self, number: int) -> Image.Image:
        from pillow_heif import open_heif  # noqa: PLC0415 - large, and rarely needed

        width, height = self.tile_size
        row = Image.new("RGB", (self.size[0], height))
        for column, item in enumerate(self.rows[number]):
            properties = self.items.properties[item]
            if self.colors:
                own = _find_colors(properties, b"nclx")
                properties = [box for box in properties if box not in own] + self.colors
            kind = self.items.kinds[item]
            file = _build_file(kind, properties, self.items.read(item))
            tile = open_heif(BytesIO(file)).to_pillow()
            row.paste(tile, (column * width, 0))
        return row


def _read_grid(items: _Items) -> _Grid:
    properties = items.properties[items.shown]
    if items.kinds[items.shown] != b"grid" or _find(properties, b"clap"):
        raise ValueError("The picture is not of plain tiles")
    tiles = items.tiles[items.shown]
    numbers = _Numbers(memoryview(items.read(items.shown)))
    side_bytes = 4 if numbers(2) & 1 else 2
    rows, columns = numbers(1) + 1, numbers(1) + 1
    size = numbers(side_bytes), numbers(side_bytes)
    sides = _Numbers(_find(items.properties[tiles[0]], b"ispe")[0][len(_VERSION) :])
    width, height = sides(4), sides(4)
    if (
        len(tiles) != rows * columns
        or width * columns < size[0]
        or height * rows < size[1]
    ):
        raise ValueError("Tiles are missing")
    profiles = _find_colors(properties, b"prof", b"rICC")
    return _Grid(
        items=items,
        size=size,
        tile_size=(width, height),
        orientation=_find_orientation(properties),
        profile=bytes(profiles[0][1][4:]) if profiles else None,
        colors=_find_colors(properties, b"nclx"),
        rows=list(batched(tiles, columns, strict=True)),
    )


def _find(properties: list[_Box], kind: bytes) -> list[memoryview]:
    return [content for name, content in properties if name == kind]


def _find_colors(properties: list[_Box], *kinds: bytes) -> list[_Box]:
    """Return profiles, or how values of the codec become colors (6.5.5)."""
    return [
        (b"colr", content)
        for content in _find(properties, b"colr")
        if bytes(content[:4]) in kinds
    ]


def _find_orientation(properties: list[_Box]) -> int:
    """Return the orientation of EXIF that does the same as some properties."""
    sample = shown = Image.frombytes("L", (2, 3), bytes(range(6)))
    for kind, content in properties:
        turn = _TURNS.get((kind, content[0] & 3))
        if turn is not None:
            shown = shown.transpose(turn)
    return next(
        (number for number, turn in TURNS.items() if sample.transpose(turn) == shown), 1
    )


def _split(data: memoryview) -> Iterator[_Box]:
    """Yield boxes (ISO/IEC 14496-12, 4.2)."""
    start = 0
    while start + _HEAD.size <= len(data):
        size, kind = _HEAD.unpack_from(data, start)
        content = start + _HEAD.size
        if size == 1:
            (size,) = _LARGE_SIZE.unpack_from(data, content)
            content += _LARGE_SIZE.size
        end = start + size if size else len(data)
        if end < content:
            raise ValueError("A box is shorter than its head")
        yield kind, data[content:end]
        start = end


def _read_kinds(numbers: _Numbers) -> Iterator[tuple[int, bytes]]:
    """Yield the items and their kinds (8.11.6)."""
    numbers(2 if numbers(4) >> 24 == 0 else 4)
    for _, content in _split(numbers.rest):
        entry = _Numbers(content)
        item = entry(2 if entry(4) >> 24 == 2 else 4)
        entry(2)
        yield item, bytes(entry.rest[:4])


def _read_places(
    numbers: _Numbers,
) -> Iterator[tuple[int, tuple[int, list[tuple[int, int]]]]]:
    """Yield items, their source (0: file, 1: `idat`) and extents in it (8.11.3)."""
    version = numbers(4) >> 24
    sizes = numbers(2)
    offset_size, length_size = sizes >> 12, sizes >> 8 & 15
    base_size, index_size = sizes >> 4 & 15, sizes & 15
    if not length_size:
        raise ValueError("Items have no length")
    item_size = 4 if version == 2 else 2
    for _ in range(numbers(item_size)):
        item = numbers(item_size)
        method = numbers(2) & 15 if version else 0
        numbers(2)
        base = numbers(base_size)
        extents = []
        for _ in range(numbers(2)):
            numbers(index_size if version else 0)
            extents.append((base + numbers(offset_size), numbers(length_size)))
        yield item, (method, extents)


def _read_tiles(numbers: _Numbers) -> Iterator[tuple[int, list[int]]]:
    """Yield the items that are made of others, and these (8.11.12)."""
    size = 2 if numbers(4) >> 24 == 0 else 4
    for kind, content in _split(numbers.rest):
        if kind == b"dimg":
            entry = _Numbers(content)
            yield entry(size), [entry(size) for _ in range(entry(2))]


def _read_properties(box: memoryview) -> dict[int, list[_Box]]:
    """Return the properties of all items (8.11.14)."""
    found: dict[int, list[_Box]] = defaultdict(list)
    properties: list[_Box] = []
    for kind, content in _split(box):
        if kind == b"ipco":
            properties = list(_split(content))
            continue
        numbers = _Numbers(content)
        version_and_flags = numbers(4)
        item_size = 2 if version_and_flags >> 24 == 0 else 4
        index_size = 2 if version_and_flags & 1 else 1
        for _ in range(numbers(4)):
            item = numbers(item_size)
            for _ in range(numbers(1)):
                # The first bit tells whether a reader has to know the property.
                index = numbers(index_size) & (1 << 8 * index_size - 1) - 1
                found[item].append(properties[index - 1])
    return found


def _build_file(kind: bytes, properties: list[_Box], data: bytes) -> bytes:
    """Return a HEIC whose only picture has these properties and bytes."""
    one = (1).to_bytes(2)
    places = [b"\x44\0", one, one, one, bytes(2), one, bytes(4), len(data).to_bytes(4)]
    entry = _box(b"infe", b"\2\0\0\0", one, bytes(2), kind, b"\0")
    uses = bytes(range(0x81, 0x81 + len(properties)))
    return _box(b"ftyp", b"heic", bytes(4), b"mif1heic") + _box(
        b"meta",
        _VERSION,
        _box(b"hdlr", _VERSION, bytes(4), b"pict", bytes(13)),
        _box(b"pitm", _VERSION, one),
        _box(b"iloc", b"\1\0\0\0", *places),
        _box(b"iinf", _VERSION, one, entry),
        _box(
            b"iprp",
            _box(b"ipco", *(_box(kind, content) for kind, content in properties)),
            _box(b"ipma", _VERSION, bytes(2), one, one, bytes((len(uses),)), uses),
        ),
        _box(b"idat", data),
    )


def _box(kind: bytes, *contents: bytes | memoryview) -> bytes:
    content = b"".join(contents)
    return _HEAD.pack(_HEAD.size + len(content), kind) + content
