"""Reading of pictures in strips, so that a large one is never in memory as a whole.

A PNG of 200 million pixels takes 250 MB so. Pillow would take 950 MB, more than the
child process may have, or a Raspberry Pi can spare.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
import struct
from typing import Final, TypeGuard, cast
import zlib

from PIL import Image, ImageFile, PngImagePlugin

_PIECE_BYTES: Final = 64 * 1024
_MAX_REST_BYTES: Final = 1024 * 1024  # more after the last row is not read
_CHUNK_HEAD: Final = struct.Struct(">I4s")
_CHECKSUM_BYTES: Final = 4
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
PNG_DEPTH: Final = 24  # offset of the bits a sample in a PNG (ISO/IEC 15948, 11.2.1)
_COLOR_TYPE: Final = 25  # its offset
_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # samples a pixel of each color type
_MODES: Final = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}  # by bytes a pixel


@dataclass(frozen=True, slots=True)
class Strips:
    """The size of a picture, and a function that returns rows from top to bottom.

    `rows(top, bottom)` excludes the row `bottom`. Neither argument may be less than in
    the call before.
    """

    size: tuple[int, int]
    rows: Callable[[int, int], Image.Image]


def open_strips(image: Image.Image) -> Strips:
    """Return the strips of a picture that is not loaded. May raise any exception."""
    if has_png_rows(image):
        return Strips(image.size, PngRows(image).read)
    if image.format == "HEIF":
        return _heif_strips(image)
    image.load()
    return Strips(
        image.size, lambda top, bottom: image.crop((0, top, image.width, bottom))
    )


def has_png_rows(image: Image.Image) -> TypeGuard[PngImagePlugin.PngImageFile]:
    """Return whether a picture is a PNG, not loaded yet, that `PngRows` can read."""
    return (
        isinstance(image, PngImagePlugin.PngImageFile)
        and bool(image.tile)
        and "interlace" not in image.info
        and _pixel_bytes(_get_file(image)) in _MODES
    )


class PngRows:
    """The rows of a PNG that `has_png_rows`, read from top to bottom."""

    def __init__(self, image: PngImagePlugin.PngImageFile) -> None:
        """Prepare to read the rows of a picture that is not loaded."""
        _, _, offset, self._raw_mode = image.tile[0]
        data = _get_file(image)
        self._image = image
        self._pixel_bytes = _pixel_bytes(data)
        bits = _SAMPLES[data[_COLOR_TYPE]] * data[PNG_DEPTH]
        self._row_bytes = (image.width * bits + 7) // 8
        self._compressed = _compressed_rows(data, offset - _CHUNK_HEAD.size)
        self._inflater = zlib.decompressobj()
        self._top = self._bottom = 0
        self._rows = b""

    def read(self, top: int, bottom: int) -> Image.Image:
        """Return rows like `Strips.rows`. Raises any exception if damaged."""
        kept = self._rows[(top - self._top) * self._row_bytes :]
        self._rows = kept + self._next_rows(bottom - self._bottom)
        left = _MAX_REST_BYTES if bottom == self._image.height else 0
        while left and not self._inflater.eof:
            # The rest has the checksum. Raises EOFError, or zlib.error if wrong.
            left -= len(self._decompress(left))
        self._top, self._bottom = top, bottom
        size = (self._image.width, bottom - top)
        strip = Image.frombytes(
            self._image.mode, size, self._rows, "raw", self._raw_mode
        )
        strip.info = self._image.info
        if self._image.palette is not None:
            raw_mode, colors = self._image.palette.getdata()
            strip.putpalette(colors, raw_mode)
        return strip

    def _next_rows(self, count: int) -> bytes:
        """Return the next rows with their filters undone by Pillow's decoder.

        Its first row is the previous one, to which filters may refer. All that matters
        of the mode is the number of bytes a pixel.
        """
        pieces = [b"\0", self._rows[-self._row_bytes :] or bytes(self._row_bytes)]
        left = count * (1 + self._row_bytes)
        while left:
            pieces.append(self._decompress(left))
            left -= len(pieces[-1])
        rows = zlib.compress(b"".join(pieces), level=0)
        size = (self._row_bytes // self._pixel_bytes, count + 1)
        mode = _MODES[self._pixel_bytes]
        image = Image.frombytes(mode, size, rows, "zip", mode)
        return image.tobytes()[self._row_bytes :]

    def _decompress(self, most: int) -> bytes:
        """Return at most so many of the next bytes. Raises EOFError."""
        compressed = self._inflater.unconsumed_tail or next(self._compressed, b"")
        piece = self._inflater.decompress(compressed, most)
        if not piece and not compressed:
            raise EOFError
        return piece


def _heif_strips(image: Image.Image) -> Strips:
    from pillow_heif import open_heif  # noqa: PLC0415 - large, and rarely needed

    file = open_heif(BytesIO(_get_file(image)), remove_stride=False)
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
    return Strips(decoded.size, rows)


def _get_file(image: Image.Image) -> bytes:
    """Return the bytes of a picture that is not loaded, without copying them."""
    return cast(BytesIO, cast(ImageFile.ImageFile, image).fp).getvalue()


def _pixel_bytes(png: bytes) -> int:
    """Return the bytes a pixel, at least one (ISO/IEC 15948, 9.2)."""
    return max(1, _SAMPLES[png[_COLOR_TYPE]] * png[PNG_DEPTH] // 8)


def _chunks(png: bytes, start: int) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the kind and the data of each chunk, beginning at an offset."""
    while start + _CHUNK_HEAD.size <= len(png):
        size, kind = _CHUNK_HEAD.unpack_from(png, start)
        start += _CHUNK_HEAD.size
        yield kind, memoryview(png)[start : start + size]
        start += size + _CHECKSUM_BYTES


def find_png_exif(png: bytes) -> bytes:
    """Return the EXIF of a PNG, which Pillow would load the picture to find, or b""."""
    chunks = _chunks(png, len(_SIGNATURE))
    return next((bytes(chunk) for kind, chunk in chunks if kind == b"eXIf"), b"")


def _compressed_rows(png: bytes, start: int) -> Iterator[memoryview]:
    for kind, chunk in _chunks(png, start):
        if kind != b"IDAT":
            return
        for piece in range(0, len(chunk), _PIECE_BYTES):
            yield chunk[piece : piece + _PIECE_BYTES]
