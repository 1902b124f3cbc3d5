"""The files of a print, and what their user changes before it is printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from .formats import DocumentFormat

MAX_THUMBNAIL: Final = 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """A small upright JPEG, and its size in pixels."""

    jpeg: bytes = field(repr=False)
    size: tuple[int, int]


MAX_FILES: Final = 60
MAX_FILE_NAME: Final = 200

type Point = tuple[float, float]  # shares of width and height, from the upper left
type Corners = tuple[Point, Point, Point, Point]  # clockwise from upper left
type Crop = tuple[float, float, float, float]  # left, upper, right, lower


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """Changes to each picture of a file, in this order."""

    corners: Corners | None = None  # of what becomes a rectangle
    crop: Crop | None = None  # applies only without corners
    rotation: int = 0  # clockwise: 0, 90, 180 or 270 degrees

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
            crop=None if crop is None else tuple(crop),
            rotation=values["rotation"],
        )


def parse_corners(values: Sequence[Sequence[float]]) -> Corners:
    """Return corners that were written as JSON."""
    upper_left, upper_right, lower_right, lower_left = ((x, y) for x, y in values)
    return upper_left, upper_right, lower_right, lower_left


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file of a print, which the child process reads itself."""

    path: Path
    name: str = field(default="", repr=False)
    wanted: DocumentFormat | None = None
    edits: Edits = Edits()
