"""What the card shows of a picture before it is printed."""

from dataclasses import dataclass, field
from typing import Final

from .source_file import Corners

MAX_THUMBNAIL: Final = 1200
"""The most pixels of the longer side of a thumbnail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCorners:
    """The corners of a photographed page, or None if there is none in the picture.

    `size` is that of the upright picture in pixels; None for a file of another kind.
    """

    corners: Corners | None = None
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """A small upright JPEG of a picture or a first page, and its size in pixels."""

    jpeg: bytes = field(repr=False)
    size: tuple[int, int]
