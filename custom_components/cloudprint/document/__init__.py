"""From bytes and text to what the cloud accepts; knows nothing of Home Assistant."""

from .content import Content
from .detection import content_from_bytes, format_of_url, parse_format
from .errors import DocumentError

__all__ = [
    "Content",
    "DocumentError",
    "content_from_bytes",
    "format_of_url",
    "parse_format",
]
