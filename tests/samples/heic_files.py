"""HEIC files of many tiles, put together by hand, as none is encoded as quickly."""

from collections.abc import Sequence
from io import BytesIO
import struct
from typing import Final

from PIL import Image
import pillow_heif

Box = tuple[bytes, bytes]

HVCC: Final = b"hvcC"


def box(kind: bytes, *contents: bytes) -> bytes:
    """Return a box."""
    content = b"".join(contents)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def encode_tile(image: Image.Image) -> tuple[bytes, bytes]:
    """Return the settings of the codec and the data of a picture."""
    with BytesIO() as file:
        pillow_heif.from_pillow(image).save(file, quality=80)
        heic = file.getvalue()
    found = []
    for kind in (HVCC, b"mdat"):
        start = heic.index(kind)
        (size,) = struct.unpack_from(">I", heic, start - 4)
        found.append(heic[start + 4 : start - 4 + size])
    return found[0], found[1]


def tiled_heic(
    tiles: Sequence[Image.Image],
    size: tuple[int, int],
    *,
    shown: Sequence[bytes] = (),
    tile_properties: Sequence[bytes] = (),
    version: int = 0,
    has_alpha: bool = False,
) -> bytes:
    """Return a HEIC of a size whose tiles repeat some pictures of one size.

    `shown` are properties of the whole, such as a rotation. With a `version`, items have
    numbers of 4 bytes, and the grid has sides of 4 bytes. With `has_alpha`, the first tile
    is the transparency of the whole.
    """
    side = tiles[0].size
    columns, rows = (
        -(-length // part) for length, part in zip(size, side, strict=True)
    )
    count = columns * rows
    encoded = [encode_tile(tile) for tile in tiles]
    id_size = 4 if version else 2

    def number(item: int) -> bytes:
        return item.to_bytes(id_size)

    head = bytes((version, 0, 0, 0))
    grid = struct.pack(
        ">BBBBII" if version else ">BBBBHH",
        *(0, 1 if version else 0, rows - 1, columns - 1, *size),
    )
    properties = [
        box(b"ispe", bytes(4), struct.pack(">II", *size)),
        box(b"ispe", bytes(4), struct.pack(">II", *side)),
        *(box(HVCC, settings) for settings, _ in encoded),
        *shown,
        *tile_properties,
        box(b"auxC", bytes(4), b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"),
    ]
    ids = range(2, count + 2 + has_alpha)
    first_shown = 3 + len(encoded)
    first_tile = first_shown + len(shown)
    uses = [number(1), bytes((1 + len(shown), 1, *range(first_shown, first_tile)))]
    for item in ids:
        settings = 3 + (item - 2) % len(encoded)
        more = [*range(first_tile, first_tile + len(tile_properties))]
        if item == count + 2:
            more = [len(properties)]
        uses += number(item), bytes((2 + len(more), 2, 0x80 | settings, *more))
    entry_version = 3 if version else 2
    entries = [
        box(
            b"infe",
            bytes((entry_version, 0, 0, 0)),
            *(number(item), bytes(2), kind, b"\0"),
        )
        for item, kind in [(1, b"grid"), *((item, b"hvc1") for item in ids)]
    ]

    def meta(starts: Sequence[int]) -> bytes:
        places = [number(1), struct.pack(">HHH", 1, 0, 1), bytes(4)]
        places.append(len(grid).to_bytes(4))
        for item in ids:
            _, data = encoded[(item - 2) % len(encoded)]
            start = starts[(item - 2) % len(encoded)]
            places += number(item), struct.pack(">HHH", 0, 0, 1)
            places += start.to_bytes(4), len(data).to_bytes(4)
        return box(
            b"meta",
            bytes(4),
            box(b"hdlr", bytes(8), b"pict", bytes(13)),
            box(b"pitm", head, number(1)),
            box(
                b"iloc",
                bytes((2 if version else 1, 0, 0, 0, 0x44, 0)),
                number(len(ids) + 1),
                *places,
            ),
            box(b"iinf", head, number(len(ids) + 1), *entries),
            box(
                b"iref",
                head,
                box(
                    b"auxl" if has_alpha else b"cdsc",
                    *(number(ids[-1]), struct.pack(">H", 1), number(1)),
                ),
                box(
                    *(b"dimg", number(1), struct.pack(">H", count)),
                    *map(number, ids[:count]),
                ),
            ),
            box(
                b"iprp",
                box(b"ipco", *properties),
                box(b"ipma", head, struct.pack(">I", len(ids) + 1), *uses),
            ),
            box(b"idat", grid),
        )

    file_type = box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    start = len(file_type) + len(meta([0] * len(encoded))) + 16
    starts = []
    for _, data in encoded:
        starts.append(start)
        start += len(data)
    pixels = b"".join(data for _, data in encoded)
    # A size of 8 bytes, as cameras write it
    large = struct.pack(">I4sQ", 1, b"mdat", len(pixels) + 16)
    return file_type + meta(starts) + large + pixels
