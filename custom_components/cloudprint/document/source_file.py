"""The files of a print: how they are read, and what their user changes before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, Final, Self

from .detection import guess_format
from .errors import MAX_RASTER_BYTES, MAX_SOURCE_BYTES, check_size
from .formats import HEAD_BYTES, MAPPED_FORMATS, PRINTER_RASTER_FORMATS, DocumentFormat

MAX_THUMBNAIL: Final = 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCorners:
    """The corners of a page, if any, and the upright picture's size in pixels."""

    corners: Corners | None = None
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """A small upright JPEG, and its size in pixels."""

    jpeg: bytes = field(repr=False)
    size: tuple[int, int]


MAX_FILES: Final = 60

MAX_FILE_NAME: Final = 200

type Point = tuple[float, float]
"""The shares of a picture's width and height, from its upper left."""

type Corners = tuple[Point, Point, Point, Point]
"""Upper left, upper right, lower right, lower left of a page."""

type Crop = tuple[float, float, float, float]
"""The left, upper, right and lower edge of a part of a picture, as shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """Changes to each picture of a file, in this order.

    Shares are of the upright picture. The quadrilateral between `corners` becomes a
    rectangle; `crop` applies only without them. `rotation` is clockwise: 0, 90, 180 or
    270 degrees.
    """

    corners: Corners | None = None
    crop: Crop | None = None
    rotation: int = 0

    @property
    def part(self) -> Crop:
        """Return the part to keep of a picture, or of what is between its corners."""
        if self.crop is None or self.corners is not None:
            return 0.0, 0.0, 1.0, 1.0
        return self.crop

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the edits whose fields were written as JSON."""
        corners, crop = values["corners"], values["crop"]
        return cls(
            corners=None if corners is None else parse_corners(corners),
            crop=None if crop is None else _parse_crop(crop),
            rotation=values["rotation"],
        )


def parse_corners(values: Sequence[Sequence[float]]) -> Corners:
    """Return corners that were written as JSON."""
    upper_left, upper_right, lower_right, lower_left = ((x, y) for x, y in values)
    return upper_left, upper_right, lower_right, lower_left


def _parse_crop(values: Sequence[float]) -> Crop:
    left, top, right, bottom = values
    return left, top, right, bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file of a print, which the child process reads itself."""

    path: Path
    name: str = field(default="", repr=False)
    wanted: DocumentFormat | None = None
    edits: Edits = Edits()


type FileData = bytes | mmap
"""Of a mapping, only the parts that are being read are in memory."""


def read_head(path: Path, name: str, wanted: DocumentFormat | None) -> bytes:
    """Return the beginning of a file.

    Blocking. Raises OSError, and DocumentError for a file that is too large.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        found = guess_format(head, name, wanted)
        is_raster = found in PRINTER_RASTER_FORMATS
        check_size(file.seek(0, 2), MAX_RASTER_BYTES if is_raster else MAX_SOURCE_BYTES)
    return head


def read_file(path: Path, name: str, wanted: DocumentFormat | None) -> FileData:
    """Return a file mapped to memory if its format allows that, otherwise its bytes.

    Only for a child process: one whose mapped file becomes shorter is killed. Raises
    OSError, and DocumentError for a file that is too large.
    """
    head = read_head(path, name, wanted)
    if guess_format(head, name, wanted) not in MAPPED_FORMATS:
        return path.read_bytes()
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
