"""The addresses in stylesheets."""

from hypothesis import given, strategies as st
import pytest
from yarl import URL

from custom_components.cloudprint.source.web.stylesheet import rewritten

BASE = URL("http://nas.lan/styles/main.css")


class Recorder:
    """Notes down what is asked for, and answers with a number or nothing."""

    def __init__(self, *, is_known: bool = True) -> None:
        """Have seen nothing."""
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
        """There are none."""
        raise AssertionError

    def styles(self, url: str) -> str | None:
        """There are none."""
        raise AssertionError

    def check(self) -> None:
        """Have time."""


@pytest.mark.parametrize(
    ("css", "seen", "result"),
    [
        ("a{b:url(c.png)}", ["http://nas.lan/styles/c.png"], 'a{b:url("#1")}'),
        ("a{b:URL( 'c.png' )}", ["http://nas.lan/styles/c.png"], 'a{b:url("#1")}'),
        ('a{b:url("../c d.png")}', ["http://nas.lan/c%20d.png"], 'a{b:url("#1")}'),
        ("a{b:url(\n/c.png\t)}", ["http://nas.lan/c.png"], 'a{b:url("#1")}'),
        ("a{b:url(//x.org/c)}", ["http://x.org/c"], 'a{b:url("#1")}'),
        ("a{b:url(https://x.org/c?d#e)}", ["https://x.org/c?d#e"], 'a{b:url("#1")}'),
        # Several, as fonts are written
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
        # Broken off at the end, which is allowed
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
        # Nowhere on the web
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
    assert rewritten(css, BASE, recorder) == result
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
    """What only looks like an address, or is broken, is left as it is."""
    recorder = Recorder()
    assert rewritten(css, BASE, recorder) == css
    assert recorder.seen == []


def test_left_out() -> None:
    """What there is not is replaced by nothing at all."""
    css = "@import 'a.css';@namespace x 'y';a{b:url(c.png)}"
    recorder = Recorder(is_known=False)
    assert (
        rewritten(css, BASE, recorder)
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
    """Any text is rewritten, and the result holds no other addresses."""
    recorder = Recorder()
    once = rewritten(css, BASE, recorder)
    again = Recorder()
    assert rewritten(once, BASE, again) == once
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
def test_much_of_it(piece: str) -> None:
    """A stylesheet that is made to take long does not."""
    assert rewritten(piece * 20_000, BASE, Recorder())
