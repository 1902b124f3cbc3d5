"""Reading of pictures in strips, so that a HEIC is not in memory twice."""

from collections.abc import Callable
from io import BytesIO
import struct
from typing import Final, cast
import zlib

from PIL import Image, ImageFile

_CHUNK_HEAD: Final = struct.Struct(">I4s")
_CHECKSUM_BYTES: Final = 4
_PIECE_BYTES: Final = 64 * 1024
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
PNG_DEPTH: Final = 24  # offset of the bits a sample in a PNG (ISO/IEC 15948, 11.2.1)


type ReadRows = Callable[[int, int], Image.Image]
"""Returns rows from the first up to, but not including, the second; once, in order."""


def open_strips(image: Image.Image) -> tuple[tuple[int, int], ReadRows]:
    """Return the size of a picture that is not loaded, and what reads its rows.

    May raise any exception.
    """
    if image.format == "HEIF":
        return _open_heif(image)
    image.load()
    return image.size, lambda top, bottom: image.crop((0, top, image.width, bottom))


def _open_heif(image: Image.Image) -> tuple[tuple[int, int], ReadRows]:
    from pillow_heif import open_heif  # noqa: PLC0415 - large, and rarely needed

    # Its bytes, without copying them
    data = cast(BytesIO, cast(ImageFile.ImageFile, image).fp).getvalue()
    file = open_heif(BytesIO(data), remove_stride=False)
    decoded = file[file.primary_index]
    pixels = decoded.data

    def rows(top: int, bottom: int) -> Image.Image:
        strip = Image.frombytes(
            decoded.mode,
            (decoded.size[0], bottom - top),
            pixels[top * decoded.stride : bottom * decoded.stride],
            "raw",
            (decoded.mode, decoded.stride),
        )
        strip.info = image.info
        return strip

    # The size may differ from that in the header.
    return decoded.size, rows


def read_png_chunks(png: bytes) -> bytes:
    """Return the EXIF of a PNG, which Pillow would load the picture to find, or b"".

    Raises zlib.error for damaged pixels, most of which Pillow would show.
    """
    start, exif, rows, is_doubtful = len(_SIGNATURE), b"", list[memoryview](), False
    while start + _CHUNK_HEAD.size <= len(png):
        size, kind = _CHUNK_HEAD.unpack_from(png, start)
        start += _CHUNK_HEAD.size
        chunk = memoryview(png)[start : start + size]
        start += size + _CHECKSUM_BYTES
        if kind == b"eXIf":
            exif = bytes(chunk)
        elif kind == b"IDAT":
            checksum = zlib.crc32(chunk, zlib.crc32(kind)).to_bytes(_CHECKSUM_BYTES)
            is_doubtful |= checksum != png[start - _CHECKSUM_BYTES : start]
            rows.append(chunk)
    inflater = zlib.decompressobj()
    for chunk in rows if is_doubtful else ():
        # The checksum of the rows themselves, at their end, may be right.
        compressed: bytes | memoryview = chunk
        while inflater.decompress(compressed, _PIECE_BYTES):
            compressed = inflater.unconsumed_tail
    if is_doubtful and not inflater.eof:
        raise zlib.error("The rows of a PNG have no end")
    return exif
