"""How many pages content has, rather too many where the service breaks the pages."""

from math import ceil
import re
from typing import Final

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content
from ..settings import A4
from ..sheets.paper import Size
from .fit import line_count
from .page import BODY_POINTS, get_room, get_type_size

# Type and margins of a browser, for a text: the service does not document its own.
TEXT_MARGIN: Final = 10.2  # millimetres, like all that follows
_ROOM: Final = (A4[0] - 2 * TEXT_MARGIN, A4[1] - 2 * TEXT_MARGIN)
_BESIDE, _ABOVE = 4.3, 5.6
_LINE: Final = 4.5
_TALL_LINE: Final = 5.1  # with letters of another font
_UNIT: Final = 0.688  # a third of a Latin letter
_LATIN, _WIDE, _EMOJI = 3, 5, 7  # units
_FIRST_WIDE, _FIRST_EMOJI = "\u0590", "\U00010000"
_CJK: Final = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\uffef"
# A line may be broken between these and brackets, and after those.
_END, _AFTER = r"!\"#%&)*+,.:;=>\\\]|}", r"?\u2010-\u2014\u2026"
_WORD: Final = re.compile(
    rf"\s+|[（【《“‘]*[{_CJK}][，。、；：？！）】》”’]*"
    rf"|(?:[^\s{_CJK}{_END}{_AFTER}-]+|[{_END}](?![(<\[{{])|-(?=\d))++[{_END}{_AFTER}-]?"
    rf"|[{_END}{_AFTER}-]"
)
_STYLE: Final = re.compile(r"<style\b.*?</style>", re.DOTALL)
_PART: Final = re.compile(r"<(/?)(\w+)[^>]*>|([^<]+)")
_KEEPS_LINES: Final = re.compile(r'<pre|<div class="text')
# In em, as in the templates
_OWN_LINE: Final = 1.5
_INDENTS: Final = {"blockquote": 1.25, "ol": 1.6, "ul": 1.6}
_BLOCKS: Final = (  # beside their lines
    {"h1": 3.9, "h2": 3.0, "h3": 2.2, "h4": 1.7, "h5": 1.7, "h6": 1.7}
    | {"hr": 1.4, "img": 21.0, "li": 0.3, "p": 0.75, "pre": 1.8, "tr": 0.7}
    | dict.fromkeys((*_INDENTS, "br", "div"), 0.0)
)


def estimate_pages(
    content: Content, room: Size = _ROOM, scale: float | None = 1.0
) -> int | None:
    """Return the number of pages, or None if nothing is known of it. Blocking.

    `room` is for a text, within `TEXT_MARGIN`, `scale` how much the service enlarges what it
    lays out: None if that is not known.
    """
    pages = content.pages
    if pages is None and (scale == 1 or content.margin is None):
        # Sheets of a layout that is enlarged continue on further pages.
        pages = content.stated_pages
    if pages is not None or content.is_picture:
        return pages or 1
    if content.media_source is MediaSource.URL or scale is None:
        return None
    if content.media_format is MediaFormat.TEXT:
        width, height = (side / scale for side in room)
        return _estimate_text(content.payload.decode(), width, height)
    if content.media_format is MediaFormat.HTML and content.paper is not None:
        return _estimate_own_pages(content.payload.decode(), content.paper, scale)
    return None


def _estimate_text(text: str, width: float, height: float) -> int:
    units = max(_EMOJI, int((width - _BESIDE) / _UNIT))
    lines, tall_lines = (
        max(1, int((height - _ABOVE) / line)) for line in (_LINE, _TALL_LINE)
    )
    pages = 0
    # Nothing comes out after the last form feed.
    for part in text.removesuffix("\f").split("\f"):
        filled = 0
        for line in part.splitlines():
            # In whole numbers, as sixty sixtieths are not one.
            share = lines if max(line, default="") >= _FIRST_WIDE else tall_lines
            filled += share * _count_lines(line.expandtabs(), units)
        pages += max(1, ceil(filled / (lines * tall_lines)))
    return pages


def _count_lines(line: str, room: int) -> int:
    """Return how many lines of so many units a line becomes, broken between words."""
    lines, filled = 1, 0
    if len(line) * _get_letter_size(line) <= room:
        return lines
    for match in _WORD.finditer(line):
        word = match[0]
        size = _get_letter_size(word)
        # Spaces do not begin a line, and a long word is broken anywhere.
        if filled + len(word) * size > room and not word.isspace():
            more, rest = divmod(len(word) - 1, room // size)
            lines, filled = lines + more + bool(filled), (rest + 1) * size
        else:
            filled += len(word) * size
    return lines


def _get_letter_size(text: str) -> int:
    """Return the units of the widest letter."""
    last = max(text, default="")
    if last < _FIRST_WIDE:
        return _LATIN
    return _WIDE if last < _FIRST_EMOJI else _EMOJI


def _estimate_own_pages(html: str, paper: Size, scale: float) -> int:
    """Return the pages of a layout: its larger type is only used where it fits on one."""
    width, height = get_room(paper, scale * get_type_size(paper, BODY_POINTS))
    total, indent, text, before = 0.0, 0.0, "", ""
    keeps_lines = has_sheet = False
    for part in _PART.finditer(_STYLE.sub("", html)):
        is_end, tag, words = part.groups()
        if words is not None:
            text += words if keeps_lines else re.sub(r"[ \t\n]+", " ", words)
        if tag not in _BLOCKS:
            continue
        # An empty item has a line, too.
        if (text := text.strip(" ")) or (is_end and before == tag == "li"):
            total += line_count(text or ".", width - indent) * _OWN_LINE
        if not is_end:
            total += _BLOCKS[tag]
        if ' sheet"' in part[0]:
            # The first one is below the title; an empty one is a page, too.
            total = (ceil(total / height) * height if has_sheet else total) + 0.1
            has_sheet = True
        if tag in _INDENTS:
            indent += -_INDENTS[tag] if is_end else _INDENTS[tag]
        keeps_lines = _KEEPS_LINES.match(part[0]) is not None
        text, before = "", tag
    return max(1, ceil(total / height))
