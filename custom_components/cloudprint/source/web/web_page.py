"""A page of this network, made into one that stands alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from io import StringIO
from typing import Final, Protocol, override

from yarl import URL

from ...fields import one_line
from .elements import GONE, Attributes, is_stylesheet, rewrite
from .stylesheet import Rewriter, absolute, rewritten, stays

MAX_TITLE: Final = 200

_HEAD: Final = (
    '<meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="script-src \'none\'">'
)
"""What each page begins with: whatever has been overlooked does not run either."""
_PLACES: Final = ("", "!doctype", "html", "head")
"""After which of these that stands; the last one that the page has is the best."""
_FRAME: Final = "iframe"
_CONTAINERS: Final = ("script", _FRAME)
"""Tags whose content goes: no browser shows it."""

type _Given = list[tuple[str, str | None]]
"""Attributes as they stand in a tag, which may have one twice."""


class Recorder(Rewriter, Protocol):
    """Leaves addresses as they are, and counts those that are still to be decided on.

    It returns None for an address that is left out in any case.
    """

    asked: int


class _Piece(Protocol):
    """A part of a page that depends on its addresses."""

    def html(self, rewriter: Rewriter) -> str:
        """Return it with the addresses that the rewriter says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that was read, and only has to be put together.

    `title` is what the page calls itself; `size` is how many bytes it has with the
    addresses that it has.
    """

    title: str | None
    size: int
    pieces: Sequence[str | _Piece] = field(repr=False)

    def html(self, rewriter: Rewriter) -> str:
        """Return the page in which each address is what the rewriter says. It blocks.

        Raises what the rewriter's check raises.
        """
        written = StringIO()
        for piece in self.pieces:
            rewriter.check()
            written.write(piece if isinstance(piece, str) else piece.html(rewriter))
        return written.getvalue()


def read_page(html: str, url: URL, recorder: Recorder) -> Page:
    """Return a page that was found at a URL, without what runs or leads elsewhere.

    All else stays as it is written. It takes long and blocks. Raises what the
    recorder's check raises.
    """
    reader = _PageReader(url, recorder)
    reader.feed(html)
    reader.close()
    return reader.page()


class _StartTag:
    """A start tag with addresses.

    It is kept as it is written, and read again: a page may have a million of them, and
    their attributes would take ten times the memory.
    """

    __slots__ = ("_base", "_text", "is_kept")

    def __init__(self, text: str, base: URL) -> None:
        self.is_kept = True
        self._text = text
        self._base = base

    def html(self, rewriter: Rewriter) -> str:
        reader = _TagReader(self._text, self._base, rewriter)
        reader.feed(self._text)
        self.is_kept = reader.html is not None
        return reader.html or ""


class _TagReader(HTMLParser):
    """Reads a start tag, and writes it with other addresses."""

    def __init__(self, text: str, base: URL, rewriter: Rewriter) -> None:
        super().__init__()
        self.html: str | None = None
        self._text = text
        self._base = base
        self._rewriter = rewriter

    @override
    def handle_starttag(self, tag: str, attrs: _Given, end: str = ">") -> None:
        self.html = _start_tag(tag, attrs, self._text, self._base, self._rewriter, end)

    @override
    def handle_startendtag(self, tag: str, attrs: _Given) -> None:
        self.handle_starttag(tag, attrs, "/>")


@dataclass(frozen=True, slots=True)
class _EndTag:
    """An end tag that stays if its start tag does."""

    tag: str
    start: _StartTag

    def html(self, rewriter: Rewriter) -> str:
        return f"</{self.tag}>" if self.start.is_kept else ""


@dataclass(frozen=True, slots=True)
class _Style:
    """The content of a style tag."""

    css: str
    base: URL

    def html(self, rewriter: Rewriter) -> str:
        return _safe(rewritten(self.css, self.base, rewriter))


class _PageReader(HTMLParser):
    """Reads a page from its beginning to its end, and notes down its pieces."""

    def __init__(self, url: URL, recorder: Recorder) -> None:
        super().__init__()
        self._base = url
        self._has_base = False
        self._recorder = recorder
        self._pieces: list[str | _Piece] = []
        self._written = StringIO()
        self._size = len(_HEAD)
        self._place = 0
        self._place_rank = 0
        self._is_skipping = False
        self._style: list[str] | None = None
        self._title: list[str] | None = None
        self._told_title: str | None = None
        self._objects: list[_StartTag | None] = []

    def page(self) -> Page:
        """Return what was read."""
        self._end_style()
        self._end_piece()
        self._pieces.insert(self._place, _HEAD)
        return Page(title=self._told_title, size=self._size, pieces=self._pieces)

    @override
    def handle_starttag(self, tag: str, attrs: _Given) -> None:
        start = self._read_tag(tag, attrs)
        self._is_skipping = tag in _CONTAINERS
        if tag == "object":
            self._objects.append(start)
        elif tag == "style":
            self._style = []
        elif tag == "title" and self._told_title is None:
            self._title = []
        self._note_place(tag)

    @override
    def handle_startendtag(self, tag: str, attrs: _Given) -> None:
        # An empty style would be one without an end to a browser.
        if tag != "style":
            self._read_tag(tag, attrs, "/>")

    @override
    def handle_endtag(self, tag: str) -> None:
        if self._is_skipping:
            self._is_skipping = False
            return
        if tag == "style":
            self._end_style()
        elif tag == "title" and self._title is not None:
            title = one_line("".join(self._title))[:MAX_TITLE].strip()
            self._told_title = title or None
            self._title = None
        if tag == "object" and self._objects:
            if (start := self._objects.pop()) is not None:
                self._add(_EndTag(tag, start), f"</{tag}>")
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
        self._note_place("!doctype")

    def _note_place(self, tag: str) -> None:
        if tag in _PLACES and (rank := _PLACES.index(tag)) > self._place_rank:
            self._end_piece()
            self._place, self._place_rank = len(self._pieces), rank

    def _read_tag(self, tag: str, attrs: _Given, end: str = ">") -> _StartTag | None:
        """Note down a start tag, and return it if its addresses decide about it."""
        text = self.get_starttag_text() or ""
        asked = self._recorder.asked
        if tag == "base":
            self._note_base(_first(attrs))
        html = _start_tag(tag, attrs, text, self._base, self._recorder, end) or ""
        if asked == self._recorder.asked:
            self._write(html)
            return None
        start = _StartTag(text, self._base)
        self._add(start, html)
        return start

    def _note_base(self, given: Attributes) -> None:
        """Note down the first address to which others are relative."""
        if not self._has_base and "href" in given:
            self._has_base = True
            self._base = absolute(self._base, given["href"] or "") or self._base

    def _end_style(self) -> None:
        if self._style is None:
            return
        style = _Style("".join(self._style), self._base)
        self._style = None
        asked = self._recorder.asked
        html = style.html(self._recorder)
        if asked == self._recorder.asked:
            self._write(html)
        else:
            self._add(style, html)

    def _write(self, text: str) -> None:
        """Note down what stays as it is."""
        self._recorder.check()
        self._written.write(text)

    def _add(self, piece: _Piece, html: str) -> None:
        """Note down a piece, which is this for the time being."""
        self._recorder.check()
        self._end_piece()
        self._pieces.append(piece)
        self._size += _size(html)

    def _end_piece(self) -> None:
        if text := self._written.getvalue():
            self._pieces.append(text)
            self._size += _size(text)
            self._written = StringIO()


def _start_tag(
    tag: str, attrs: _Given, text: str, base: URL, rewriter: Rewriter, end: str = ">"
) -> str | None:
    """Return a start tag with what becomes of its addresses, or None if it goes.

    `text` is how it is written in the page, with `end` at its end.
    """
    given = _first(attrs)
    if tag == "link" and (styles := _styles_of(given, base, rewriter)) is not None:
        media: Attributes = {"media": given["media"]} if "media" in given else {}
        return f"{_tag('style', media)}{_safe(styles)}</style>"
    attributes = dict(given)
    if not rewrite(tag, attributes, base, rewriter):
        return None
    if tag == _FRAME:
        # Its own end goes with its content.
        return f"{_tag(tag, attributes)}</{tag}>"
    if attributes == given and len(given) == len(attrs):
        return text
    return _tag(tag, attributes, end)


def _first(attrs: _Given) -> Attributes:
    """Return attributes by their names: to a browser the first of two counts."""
    given: Attributes = {}
    for name, value in attrs:
        given.setdefault(name, value)
    return given


def _styles_of(link: Attributes, base: URL, rewriter: Rewriter) -> str | None:
    """Return the stylesheet that is to stand where a link leads to it."""
    reference = link.get("href") or ""
    if not is_stylesheet(link) or stays(reference):
        return None
    url = absolute(base, reference)
    return rewriter.styles(str(url)) if url else None


def _tag(tag: str, attributes: Attributes, end: str = ">") -> str:
    words = [f"<{tag}"]
    for name, value in attributes.items():
        words.append(name if value is None else f'{name}="{escape(value)}"')
    # Without the space, a last name without a value would become another one.
    return " ".join(words) + (end if end == ">" else f" {end}")


def _safe(css: str) -> str:
    """Return a stylesheet in which nothing ends the tag that it is in."""
    return css.replace("</", "<\\/")


def _size(text: str) -> int:
    """Return how many bytes a text has as it is sent."""
    return len(text.encode(errors="replace"))
