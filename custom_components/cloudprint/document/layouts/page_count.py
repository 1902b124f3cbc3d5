"""How many pages content has, by estimate where the service breaks the pages."""

from math import ceil
import re
from typing import Final

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content
from .fit import LINE, line_count
from .page import BODY_POINTS, get_room, get_type_size

# What about fits on a page of text: how the service breaks it is not known.
LINES_PER_PAGE: Final = 60
OCTETS_PER_PAGE: Final = 6000
_STYLE: Final = re.compile(r"<style\b.*?</style>", re.DOTALL)
_PICTURE: Final = re.compile(r"<img\b[^>]*>")
_PICTURE_LINES: Final = 15
_BLOCK: Final = re.compile(r"<(?:h[1-6]|hr|li|p|pre|tr)\b[^>]*>")
_BLOCK_GAP: Final = 0.6  # em
_BREAK: Final = re.compile(r"<(?:br|div)\b[^>]*>")
_TAG: Final = re.compile(r"<[^>]*>")


def estimate_pages(content: Content) -> int | None:
    """Return the number of pages, or None if nothing is known of it. Blocking."""
    if content.pages is not None:
        return content.pages
    if content.is_picture:
        return 1
    if content.media_source is MediaSource.URL:
        return None
    if content.media_format is MediaFormat.TEXT:
        lines = content.payload.count(b"\n") + 1
        return max(ceil(lines / LINES_PER_PAGE), ceil(content.size / OCTETS_PER_PAGE))
    if content.media_format is MediaFormat.HTML and content.paper is not None:
        return _estimate_own_pages(content.payload.decode(), content.paper)
    return None


def _estimate_own_pages(html: str, paper: tuple[float, float]) -> int:
    """Return the pages of a layout: its larger type is only used where it fits on one."""
    width, height = get_room(paper, get_type_size(paper, BODY_POINTS))
    text = _PICTURE.sub("\n.\n" * _PICTURE_LINES, _STYLE.sub("", html))
    text, blocks = _BLOCK.subn("\n", text)
    text = _TAG.sub("", _BREAK.sub("\n", text))
    lines = (line for line in text.splitlines() if line.strip())
    total = line_count("\n".join(lines), width) * LINE + blocks * _BLOCK_GAP
    return max(1, ceil(total / height))
