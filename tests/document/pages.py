"""Reading pages as a strict browser would, if there were one."""

from html.parser import HTMLParser
from typing import Final, override

from bs4 import BeautifulSoup

from custom_components.cloudprint.api import MediaFormat, MediaSource
from custom_components.cloudprint.document import Content

A5: Final = (148.0, 210.0)
A6: Final = (105.0, 148.0)
RECEIPT: Final = (58.0, 200.0)
LANDSCAPE: Final = (297.0, 210.0)
_VOID: Final = frozenset({"br", "col", "hr", "img", "meta"})


class _StrictParser(HTMLParser):
    """Objects to elements that are not closed in turn, and to whatever could run."""

    def __init__(self) -> None:
        """Start outside of everything."""
        super().__init__()
        self.open: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        self.handle_startendtag(tag, attrs)
        if tag not in _VOID:
            self.open.append(tag)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element."""
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
        """Leave an element."""
        assert self.open.pop() == tag


def html_of(content: Content) -> str:
    """Return a page's HTML, which is whole and holds nothing that could run."""
    assert content.media_format is MediaFormat.HTML
    assert content.media_source is MediaSource.STRING
    assert content.pages is None
    html = content.payload.decode()
    parser = _StrictParser()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return html


def soup_of(content: Content) -> BeautifulSoup:
    """Return a page to look things up in."""
    return BeautifulSoup(html_of(content), "html.parser")


def body_of(content: Content) -> str:
    """Return all the text that a page shows, without the white space around it."""
    body = soup_of(content).body
    assert body is not None
    return " ".join(body.get_text(" ").split())
