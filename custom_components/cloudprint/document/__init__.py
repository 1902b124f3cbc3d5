"""From bytes and text to what the cloud accepts; knows nothing of Home Assistant."""

from .content import Content
from .detection import content_from_bytes
from .errors import DocumentError
from .formats import (
    ENDINGS,
    FOREIGN_ENDINGS,
    ending_of,
    parse_format,
    supported_formats,
)

__all__ = [
    "ENDINGS",
    "FOREIGN_ENDINGS",
    "Content",
    "DocumentError",
    "content_from_bytes",
    "ending_of",
    "parse_format",
    "supported_formats",
]
