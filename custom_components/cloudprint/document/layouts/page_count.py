"""How many pages content has, by estimate where the service breaks the pages."""

from math import ceil
import re
from typing import Final

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content
from .fit import line_count
from .page import BODY_POINTS, get_room, get_type_size

# What about fits on a page of text: how the service breaks it is not known.
LINES_PER_PAGE: Final = 60
OCTETS_PER_PAGE: Final = 6000
_STYLE: Final = re.compile(r"<style\b.*?</style>", re.DOTALL)
_PART: Final = re.compile(r"<(/?)(\w+)[^>]*>|([^<]+)")
_KEEPS_LINES: Final = re.compile(r'<pre|<div class="(?:text|detail|description)"')
# In em, as in the templates
_LINE: Final = 1.5
_INDENTS: Final = {"blockquote": 1.25, "ol": 1.6, "ul": 1.6}
_BLOCKS: Final = (  # beside their lines
    {"h1": 3.9, "h2": 3.0, "h3": 2.2, "h4": 1.7, "h5": 1.7, "h6": 1.7}
    | {"hr": 1.4, "img": 21.0, "li": 0.3, "p": 0.75, "pre": 1.8, "tr": 0.7}
    | dict.fromkeys((*_INDENTS, "br", "div"), 0.0)
)


def estimate_pages(content: Content) -> int | None:
    """Return the number of pages, or None if nothing is known of it. Blocking."""
    if content.pages is not None:
        return content.pages
    if content.is_picture:
        return 1
    if content.stated_pages is not None:
        return content.stated_pages
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
    total, indent, text, before = 0.0, 0.0, "", ""
    keeps_lines = False
    for part in _PART.finditer(_STYLE.sub("", html)):
        is_end, tag, words = part.groups()
        if words is not None:
            text += words if keeps_lines else re.sub(r"[ \t\n]+", " ", words)
        if tag not in _BLOCKS:
            continue
        # An empty item has a line, too.
        if (text := text.strip(" ")) or (is_end and before == tag == "li"):
            total += line_count(text or ".", width - indent) * _LINE
        if not is_end:
            total += _BLOCKS[tag]
        if tag in _INDENTS:
            indent += -_INDENTS[tag] if is_end else _INDENTS[tag]
        keeps_lines = _KEEPS_LINES.match(part[0]) is not None
        text, before = "", tag
    return max(1, ceil(total / height))
