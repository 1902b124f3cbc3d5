"""A page of this network, made into one that stands alone."""

from html import escape
from html.parser import HTMLParser
from io import StringIO
from typing import Final, override

from yarl import URL

from ..fields import one_line
from .elements import GONE, Attributes, is_stylesheet, rewrite
from .links import absolute, stays
from .stylesheet import Rewriter, rewritten

MAX_TITLE: Final = 200

_HEAD: Final = (
    '<meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="script-src \'none\'">'
)
"""What each page begins with: whatever has been overlooked does not run either."""
_PLACES: Final = ("", "!doctype", "html", "head")
"""After which of these that stands; the last one that the page has is the best."""
_CONTAINERS: Final = ("script", "iframe")
"""Tags whose content goes with them."""


def rewritten_page(html: str, url: URL, rewriter: Rewriter) -> tuple[str, str | None]:
    """Return a page in which each address is what the rewriter says, and its title.

    The page was found at a URL. Nothing in it runs, and it leads nowhere by itself; all
    else stays as it is written. It takes long and blocks.
    """
    page = _Page(url, rewriter)
    page.feed(html)
    page.close()
    return page.html(), page.title


class _Page(HTMLParser):
    """Reads a page from its beginning to its end, and writes it down anew."""

    def __init__(self, url: URL, rewriter: Rewriter) -> None:
        super().__init__()
        self.title: str | None = None
        self._base = url
        self._has_base = False
        self._rewriter = rewriter
        self._written = StringIO()
        self._place = 0
        self._place_rank = 0
        self._is_skipping = False
        self._style: list[str] | None = None
        self._title: list[str] | None = None
        self._objects: list[bool] = []

    def html(self) -> str:
        """Return what was written."""
        self._end_style()
        text = self._written.getvalue()
        return f"{text[: self._place]}{_HEAD}{text[self._place :]}"

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_kept = self._write_tag(tag, attrs, ">")
        self._is_skipping = tag in _CONTAINERS and not is_kept
        if tag == "object":
            self._objects.append(is_kept)
        elif tag == "style":
            self._style = []
        elif tag == "title" and self.title is None:
            self._title = []
        self._note_place(tag)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # An empty style would be one without an end to a browser.
        if tag != "style":
            self._write_tag(tag, attrs, "/>")

    @override
    def handle_endtag(self, tag: str) -> None:
        if self._is_skipping:
            self._is_skipping = False
            return
        if tag == "style":
            self._end_style()
        elif tag == "title" and self._title is not None:
            self.title = one_line("".join(self._title))[:MAX_TITLE].strip() or None
            self._title = None
        is_kept = tag not in GONE
        if tag == "object" and self._objects:
            is_kept = self._objects.pop()
        if is_kept:
            self._written.write(f"</{tag}>")

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
        self._written.write(escape(data, quote=False) if is_text else data)

    @override
    def handle_decl(self, decl: str) -> None:
        self._written.write(f"<!{decl}>")
        self._note_place("!doctype")

    def _note_place(self, tag: str) -> None:
        if tag in _PLACES and (rank := _PLACES.index(tag)) > self._place_rank:
            self._place, self._place_rank = self._written.tell(), rank

    def _write_tag(
        self, tag: str, attrs: list[tuple[str, str | None]], end: str
    ) -> bool:
        """Write a tag with what becomes of its addresses, and return if it stays."""
        given: Attributes = {}
        for name, value in attrs:
            # To a browser the first of two counts.
            given.setdefault(name, value)
        if tag == "base" and not self._has_base and "href" in given:
            self._has_base = True
            self._base = absolute(self._base, given["href"] or "") or self._base
        if tag == "link" and (styles := self._styles_of(given)) is not None:
            media: Attributes = {"media": given["media"]} if "media" in given else {}
            self._written.write(f"{_tag('style', media)}{_safe(styles)}</style>")
            return True
        attributes = dict(given)
        if not rewrite(tag, attributes, self._base, self._rewriter):
            return False
        text = self.get_starttag_text()
        if text is None or attributes != given or len(given) < len(attrs):
            text = _tag(tag, attributes, end)
        self._written.write(text)
        return True

    def _styles_of(self, link: Attributes) -> str | None:
        """Return the stylesheet that is to stand where a link leads to it."""
        reference = link.get("href") or ""
        if not is_stylesheet(link) or stays(reference):
            return None
        url = absolute(self._base, reference)
        return self._rewriter.styles(str(url)) if url else None

    def _end_style(self) -> None:
        if self._style is not None:
            css = rewritten("".join(self._style), self._base, self._rewriter)
            self._written.write(_safe(css))
            self._style = None


def _tag(tag: str, attributes: Attributes, end: str = ">") -> str:
    words = [f"<{tag}"]
    for name, value in attributes.items():
        words.append(name if value is None else f'{name}="{escape(value)}"')
    # Without the space, a last name without a value would become another one.
    return " ".join(words) + (end if end == ">" else f" {end}")


def _safe(css: str) -> str:
    """Return a stylesheet in which nothing ends the tag that it is in."""
    return css.replace("</", "<\\/")
