"""Strict parsing of the pages of our layouts."""

from html.parser import HTMLParser
from typing import Final, override

from bs4 import BeautifulSoup

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content

A5: Final = (148.0, 210.0)
A6: Final = (105.0, 148.0)
RECEIPT: Final = (58.0, 200.0)
LANDSCAPE: Final = (297.0, 210.0)
_VOID: Final = frozenset({"br", "col", "hr", "img", "meta"})


class _StrictParser(HTMLParser):
    """Rejects elements that are not closed in order, and active content."""

    def __init__(self) -> None:
        """Start without open elements."""
        super().__init__()
        self.open: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self.handle_startendtag(tag, attrs)
        if tag not in _VOID:
            self.open.append(tag)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check an element."""
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        assert tag not in ("script", "iframe", "object", "link", "base", "form")
        assert not any(name.startswith("on") or name == "href" for name in names)
        for name, value in attrs:
            if name == "src":
                assert value is not None
                assert value.lower().startswith(("data:image/", "http://", "https://"))

    @override
    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        assert self.open.pop() == tag


def get_html(content: Content) -> str:
    """Return the HTML of a page after checking that it is valid and inactive."""
    assert content.media_format is MediaFormat.HTML
    assert content.media_source is MediaSource.STRING
    assert content.pages is None
    html = content.payload.decode()
    parser = _StrictParser()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return html


def get_soup(content: Content) -> BeautifulSoup:
    """Return the parsed HTML of a page."""
    return BeautifulSoup(get_html(content), "html.parser")


def get_body_text(content: Content) -> str:
    """Return the visible text of a page, with white space collapsed."""
    body = get_soup(content).body
    assert body is not None
    return " ".join(body.get_text(" ").split())
