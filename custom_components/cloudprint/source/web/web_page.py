"""Parses a page of the local network, and writes it with other addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from io import StringIO
from math import inf
from time import monotonic
from typing import Final, override

from yarl import URL

from ...fields import one_line
from .elements import GONE, Attributes, find_scripts, is_stylesheet, rewrite
from .session import Deadline
from .stylesheet import Links, Rewriter, is_self_contained, resolve_url, rewrite_css

MAX_PAGE_TITLE: Final = 200

# At the top of each page; the policy also stops scripts that were missed.
_HEAD: Final = (
    '<meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="script-src \'none\'">'
)
_HEAD_PLACES: Final = ("", "!doctype", "html", "head")  # After the last one there is
_FRAME: Final = "iframe"
_CONTAINERS: Final = ("script", _FRAME)  # No browser shows their content.

type _Given = list[tuple[str, str | None]]  # As written; names may repeat.
type _Piece = Callable[[Rewriter], str]  # Returns a part with its addresses replaced.


def parse_page(html: str, url: URL, links: Links) -> ParsedPage:
    """Parse a page without scripts. Blocking. Raises TimeoutError at the deadline."""
    page = ParsedPage(url, links)
    page.feed(html)
    page.close()
    return page


def find_unseen(html: str) -> list[str]:
    """Return as warnings what a preview of a page leaves out. Blocking."""
    links = Links(Deadline(monotonic, inf))
    page = parse_page(html, URL("http://page.invalid/"), links)
    has_links = bool(links.pictures or links.frames or links.sheets)
    unseen = {"script_not_shown": page.has_scripts, "address_not_shown": has_links}
    return [warning for warning, applies in unseen.items() if applies]


@dataclass(slots=True)
class _StartTag:
    """A start tag, parsed again: parsed, a million take ten times their text's memory."""

    text: str
    base: URL
    is_kept: bool = True

    def html(self, rewriter: Rewriter) -> str:
        parser = _TagParser()
        parser.feed(self.text)
        tag, attrs, end = parser.parsed
        html = _build_start_tag(tag, attrs, self.text, self.base, rewriter, end)
        self.is_kept = html is not None
        return html or ""


class _TagParser(HTMLParser):
    parsed: tuple[str, _Given, str]

    @override
    def handle_starttag(self, tag: str, attrs: _Given) -> None:
        self.parsed = tag, attrs, ">"

    @override
    def handle_startendtag(self, tag: str, attrs: _Given) -> None:
        self.parsed = tag, attrs, "/>"


class ParsedPage(HTMLParser):
    """A parsed page; `size` is in bytes with its original addresses."""

    def __init__(self, url: URL, links: Links) -> None:
        """Start with nothing parsed."""
        super().__init__()
        self.title: str | None = None
        self.has_scripts = False
        self.size = len(_HEAD)
        self._base = url
        self._has_base = False
        self._links = links
        self._pieces: list[str | _Piece] = []
        self._written = StringIO()
        self._head_place, self._head_rank = 0, 0
        self._is_skipping = False
        self._style: list[str] | None = None
        self._title: list[str] | None = None
        self._objects: list[_StartTag | None] = []

    def html(self, rewriter: Rewriter) -> str:
        """Return the page with its addresses replaced. Blocking."""
        written = StringIO()
        for piece in self._pieces:
            rewriter.check()
            written.write(piece if isinstance(piece, str) else piece(rewriter))
        return written.getvalue()

    @override
    def close(self) -> None:
        super().close()
        self._end_style()
        self._end_piece()
        self._pieces.insert(self._head_place, _HEAD)

    @override
    def handle_starttag(self, tag: str, attrs: _Given) -> None:
        start = self._add_tag(tag, attrs)
        self._is_skipping = tag in _CONTAINERS
        if tag == "object":
            self._objects.append(start)
        elif tag == "style":
            self._style = []
        elif tag == "title" and self.title is None:
            self._title = []
        self._mark_head_place(tag)

    @override
    def handle_startendtag(self, tag: str, attrs: _Given) -> None:
        # To a browser, an empty style element is not closed.
        if tag != "style":
            self._add_tag(tag, attrs, "/>")

    @override
    def handle_endtag(self, tag: str) -> None:
        if self._is_skipping:
            self._is_skipping = False
            return
        if tag == "style":
            self._end_style()
        elif tag == "title" and self._title is not None:
            title = one_line("".join(self._title))[:MAX_PAGE_TITLE].strip()
            self.title = title or None
            self._title = None
        if tag == "object" and self._objects:
            if (start := self._objects.pop()) is not None:
                end = f"</{tag}>"
                self._write(end, lambda _: end if start.is_kept else "")
        elif tag not in GONE:
            self._write(f"</{tag}>")

    @override
    def handle_data(self, data: str) -> None:
        if self._is_skipping:
            return
        if self._style is not None:
            self._style.append(data)
            return
        if self._title is not None:
            self._title.append(data)
        is_text = self.cdata_elem in (None, *self.RCDATA_CONTENT_ELEMENTS)
        self._write(escape(data, quote=False) if is_text else data)

    @override
    def handle_decl(self, decl: str) -> None:
        self._write(f"<!{decl}>")
        self._mark_head_place("!doctype")

    def _mark_head_place(self, tag: str) -> None:
        if tag in _HEAD_PLACES and (rank := _HEAD_PLACES.index(tag)) > self._head_rank:
            self._end_piece()
            self._head_place, self._head_rank = len(self._pieces), rank

    def _add_tag(self, tag: str, attrs: _Given, end: str = ">") -> _StartTag | None:
        """Add a start tag; return it if its addresses decide whether it is kept."""
        text = self.get_starttag_text() or ""
        is_frame = any(name == "srcdoc" for name, _ in attrs)
        self.has_scripts |= tag == "script" or is_frame or bool(find_scripts(attrs))
        asked = self._links.asked
        if tag == "base" and not self._has_base and "href" in dict(attrs):
            self._has_base = True
            href = _drop_repeated(attrs)["href"] or ""
            self._base = resolve_url(self._base, href) or self._base
        html = _build_start_tag(tag, attrs, text, self._base, self._links, end) or ""
        start = None if asked == self._links.asked else _StartTag(text, self._base)
        self._write(html, start.html if start else None)
        return start

    def _end_style(self) -> None:
        if self._style is None:
            return
        css, base = "".join(self._style), self._base

        def style(rewriter: Rewriter) -> str:
            return _escape_css(rewrite_css(css, base, rewriter))

        self._style = None
        asked = self._links.asked
        html = style(self._links)
        self._write(html, None if asked == self._links.asked else style)

    def _write(self, text: str, piece: _Piece | None = None) -> None:
        """Add a text, or the piece of which it is the present content."""
        self._links.check()
        if piece is None:
            self._written.write(text)
        else:
            self._end_piece()
            self._pieces.append(piece)
            self.size += _get_size(text)

    def _end_piece(self) -> None:
        if text := self._written.getvalue():
            self._pieces.append(text)
            self.size += _get_size(text)
            self._written = StringIO()


def _build_start_tag(
    tag: str, attrs: _Given, text: str, base: URL, rewriter: Rewriter, end: str
) -> str | None:
    """Return a start tag with its addresses replaced, or None if it is removed."""
    given = _drop_repeated(attrs)
    if tag == "link" and (styles := _inline_styles(given, base, rewriter)) is not None:
        media: Attributes = {"media": given["media"]} if "media" in given else {}
        return f"{_format_tag('style', media)}{_escape_css(styles)}</style>"
    attributes = dict(given)
    if not rewrite(tag, attributes, base, rewriter):
        return None
    if tag == _FRAME:
        # Its own end tag is removed with its content.
        return f"{_format_tag(tag, attributes)}</{tag}>"
    if attributes == given and len(given) == len(attrs):
        return text
    return _format_tag(tag, attributes, end)


def _drop_repeated(attrs: _Given) -> Attributes:
    """Return attributes by name; the first of a name counts, as in browsers."""
    given: Attributes = {}
    for name, value in attrs:
        given.setdefault(name, value)
    return given


def _inline_styles(link: Attributes, base: URL, rewriter: Rewriter) -> str | None:
    reference = link.get("href") or ""
    if not is_stylesheet(link) or is_self_contained(reference):
        return None
    url = resolve_url(base, reference)
    return rewriter.styles(str(url)) if url else None


def _format_tag(tag: str, attributes: Attributes, end: str = ">") -> str:
    words = [f"<{tag}"]
    for name, value in attributes.items():
        words.append(name if value is None else f'{name}="{escape(value)}"')
    # Without the space, the slash would be part of a name without a value.
    return " ".join(words) + (end if end == ">" else f" {end}")


def _escape_css(css: str) -> str:
    return css.replace("</", "<\\/")


def _get_size(text: str) -> int:
    return len(text.encode(errors="replace"))
