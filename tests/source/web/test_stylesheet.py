"""Addresses in stylesheets."""

from hypothesis import given, strategies as st
import pytest
from yarl import URL

from custom_components.cloudprint.source.web.stylesheet import rewrite_css

BASE = URL("http://nas.lan/styles/main.css")


class Recorder:
    """Records addresses, and replaces each by a number or nothing."""

    def __init__(self, *, is_known: bool = True) -> None:
        """Start without addresses."""
        self.seen: list[str] = []
        self._is_known = is_known

    def picture(self, url: str) -> str | None:
        """Number a picture."""
        self.seen.append(url)
        return f"#{len(self.seen)}" if self._is_known else None

    def imported(self, url: str) -> str | None:
        """Number a stylesheet."""
        return self.picture(f"import {url}")

    def frame(self, url: str) -> str | None:
        """Return None."""
        raise AssertionError

    def styles(self, url: str) -> str | None:
        """Return None."""
        raise AssertionError

    def check(self) -> None:
        """Do nothing: there is time left."""


@pytest.mark.parametrize(
    ("css", "seen", "result"),
    [
        ("a{b:url(c.png)}", ["http://nas.lan/styles/c.png"], 'a{b:url("#1")}'),
        ("a{b:URL( 'c.png' )}", ["http://nas.lan/styles/c.png"], 'a{b:url("#1")}'),
        ('a{b:url("../c d.png")}', ["http://nas.lan/c%20d.png"], 'a{b:url("#1")}'),
        ("a{b:url(\n/c.png\t)}", ["http://nas.lan/c.png"], 'a{b:url("#1")}'),
        ("a{b:url(//x.org/c)}", ["http://x.org/c"], 'a{b:url("#1")}'),
        ("a{b:url(https://x.org/c?d#e)}", ["https://x.org/c?d#e"], 'a{b:url("#1")}'),
        # Several, as for fonts
        (
            "@font-face{src:url(a.woff2)format('woff2'),url(b.ttf)}",
            ["http://nas.lan/styles/a.woff2", "http://nas.lan/styles/b.ttf"],
            '@font-face{src:url("#1")format(\'woff2\'),url("#2")}',
        ),
        # Escapes, brackets and quotes
        (r"a{b:url(c\)d.png)}", ["http://nas.lan/styles/c)d.png"], 'a{b:url("#1")}'),
        (r"a{b:url(\63 .png)}", ["http://nas.lan/styles/c.png"], 'a{b:url("#1")}'),
        (r'a{b:url("\000063.png")}', ["http://nas.lan/styles/c.png"], 'a{b:url("#1")}'),
        (
            r'a{b:url("c\"d.png")}',
            ["http://nas.lan/styles/c%22d.png"],
            'a{b:url("#1")}',
        ),
        ("a{b:url('c\\\nd.png')}", ["http://nas.lan/styles/cd.png"], 'a{b:url("#1")}'),
        ("a{b:url('c)d')}", ["http://nas.lan/styles/c)d"], 'a{b:url("#1")}'),
        (
            r"a{b:url(\0.png)}",
            ["http://nas.lan/styles/%EF%BF%BD.png"],
            'a{b:url("#1")}',
        ),
        (
            r"a{b:url(\d83d.png)}",
            ["http://nas.lan/styles/%EF%BF%BD.png"],
            'a{b:url("#1")}',
        ),
        (
            r"a{b:url(\ffffff.png)}",
            ["http://nas.lan/styles/%EF%BF%BD.png"],
            'a{b:url("#1")}',
        ),
        # An unclosed end, which is allowed
        ("a{b:url(c.png", ["http://nas.lan/styles/c.png"], 'a{b:url("#1")'),
        ("a{b:url('c.png", ["http://nas.lan/styles/c.png"], 'a{b:url("#1")'),
        # Imports
        (
            "@import 'a.css';",
            ["import http://nas.lan/styles/a.css"],
            '@import url("#1");',
        ),
        (
            '@import"a.css"print;',
            ["import http://nas.lan/styles/a.css"],
            '@import url("#1")print;',
        ),
        (
            "@IMPORT/**/ url(a.css) layer(x) screen;",
            ["import http://nas.lan/styles/a.css"],
            '@IMPORT/**/ url("#1") layer(x) screen;',
        ),
        # Not HTTP addresses
        ("a{b:url(file:///c)}", [], 'a{b:url("data:,")}'),
        ("a{b:url()}", [], 'a{b:url("data:,")}'),
        ("a{b:url('')}", [], 'a{b:url("data:,")}'),
        ("@import url(ftp://x/);", [], '@import url("data:,");'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_address(css: str, seen: list[str], result: str) -> None:
    """Each address is found, made absolute, and replaced."""
    recorder = Recorder()
    assert rewrite_css(css, BASE, recorder) == result
    assert recorder.seen == seen


@pytest.mark.parametrize(
    "css",
    [
        *("", "a{}", "/* url(c.png) */", "/* url(c.png)", "a{content:'url(c.png)'}"),
        *('a{content:"\\"url(c.png)"}', "a{b:my-url(c.png)}", "a{b:curl(c.png)}"),
        *("a{b:\\75rl(c.png)}", "a{b:url (c.png)}", "a{b:üurl(c.png)}"),
        *("a{b:url(data:image/png;base64,AA==)}", "a{b:url( '#gradient' )}"),
        *(
            "@import 'data:text/css,a{}';",
            "@namespace url(http://www.w3.org/1999/xhtml);",
        ),
        *("@namespace svg 'http://www.w3.org/2000/svg';", "@importx 'a.css';"),
        *("a{b:url(c d.png)}", "a{b:url(c'd.png)}", "a{b:url('c\nd.png')}"),
        *("@import-x 'a'", "@import a.css;", "a{b:'url(c.png)\\\n url(d.png)'}"),
    ],
)
def test_no_address(css: str) -> None:
    """Text that only looks like an address, or is invalid, is kept."""
    recorder = Recorder()
    assert rewrite_css(css, BASE, recorder) == css
    assert recorder.seen == []


def test_left_out() -> None:
    """Addresses without a replacement are removed."""
    css = "@import 'a.css';@namespace x 'y';a{b:url(c.png)}"
    recorder = Recorder(is_known=False)
    assert (
        rewrite_css(css, BASE, recorder)
        == '@import url("data:,");@namespace x \'y\';a{b:url("data:,")}'
    )


PIECES = st.sampled_from(
    [
        *("url(", "URL('", 'url("', ")", "'", '"', "\\", "\n", "/*", "*/", "@import "),
        *(
            "@import",
            "@namespace ",
            ";",
            "{",
            "}",
            "a.png",
            "data:,",
            "#",
            "\\0",
            "\\63 ",
        ),
        *("//", "http://", "[", "]", "%", "\0", "\ud800", "例"),
    ]
)


@given(st.lists(PIECES | st.text(st.characters()), max_size=30).map("".join))
def test_anything(css: str) -> None:
    """Any text can be rewritten, and rewriting the result changes nothing."""
    recorder = Recorder()
    once = rewrite_css(css, BASE, recorder)
    again = Recorder()
    assert rewrite_css(once, BASE, again) == once
    assert again.seen == []
    assert all(url.removeprefix("import ").startswith("http") for url in recorder.seen)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "url(",
            "url('",
            "/*",
            "@import ",
            "@import/*",
            "\\",
            '"',
            "'\\",
            "a",
            "url( ",
        ),
        *("@namespace ", "url(\\", "url(a b", "@import url(", "(", "é"),
    ],
)
def test_malicious_input(piece: str) -> None:
    """A malicious stylesheet does not take long."""
    assert rewrite_css(piece * 20_000, BASE, Recorder())
