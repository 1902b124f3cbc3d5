"""Parsing of local pages."""

from html.parser import HTMLParser
import time
from typing import override
from unittest.mock import patch

from hypothesis import example, given, strategies as st
import pytest
from yarl import URL

from custom_components.cloudprint.source.web.elements import find_best_candidate
from custom_components.cloudprint.source.web.session import Deadline
from custom_components.cloudprint.source.web.stylesheet import Links, Rewriter
from custom_components.cloudprint.source.web.web_page import parse_page
from tests.work import calls_in

BASE = URL("http://nas.lan/docs/page.html")
HEAD = (
    '<meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="script-src \'none\'">'
)


class Answers:
    """Records addresses, and replaces the known ones."""

    def __init__(self, **known: str) -> None:
        """Set the replacements, by the last part of the address."""
        self.known = known
        self.seen: list[str] = []

    def picture(self, url: str) -> str | None:
        """Return a picture's address."""
        return self._answer("picture", url)

    def frame(self, url: str) -> str | None:
        """Return a frame's address."""
        return self._answer("frame", url)

    def imported(self, url: str) -> str | None:
        """Return a stylesheet's address."""
        return self._answer("import", url)

    def styles(self, url: str) -> str | None:
        """Return a stylesheet's content."""
        return self._answer("styles", url)

    def check(self) -> None:
        """Do nothing: there is time left."""

    def _answer(self, kind: str, url: str) -> str | None:
        self.seen.append(f"{kind} {url}")
        return self.known.get(f"{kind}_{URL(url).name.partition('.')[0]}")


class Same(Answers):
    """Keeps all addresses."""

    @override
    def _answer(self, kind: str, url: str) -> str | None:
        super()._answer(kind, url)
        return None if kind == "styles" else url


def rewritten_page(html: str, url: URL, rewriter: Rewriter) -> tuple[str, str | None]:
    """Return a page with its addresses replaced, and its title."""
    page = parse_page(html, url, Links(Deadline(time.monotonic, 60)))
    return page.html(rewriter), page.title


def rewrite(html: str, answers: Answers | None = None, url: URL = BASE) -> str:
    """Return a page without the part that is inserted at the top."""
    result, _ = rewritten_page(html, url, answers or Answers())
    assert HEAD in result
    return result.replace(HEAD, "", 1)


@pytest.mark.parametrize(
    ("html", "result"),
    [
        ("<!doctype html>\n<html>\n<head>", f"<!doctype html>\n<html>\n<head>{HEAD}"),
        ("<html lang=de><body>x", f"<html lang=de>{HEAD}<body>x"),
        ("<!DOCTYPE html>\n<p>x", f"<!DOCTYPE html>{HEAD}\n<p>x"),
        ("<head><p>x<head></html><html>", f"<head>{HEAD}<p>x<head></html><html>"),
        *(("x", f"{HEAD}x"), ("", HEAD)),
        # Like a page in XML
        ('<?xml version="1.0" encoding="gbk"?><p/>', f"{HEAD}<p/>"),
        # Its own encoding and policy no longer apply.
        (
            '<head><meta charset="gbk"><meta http-equiv="Content-Type" content="text/html;'
            ' charset=gbk"><meta http-equiv="content-security-policy" content="img-src'
            " 'none'\"><meta name=author content=x></head>",
            f"<head>{HEAD}<meta name=author content=x></head>",
        ),
    ],
)
def test_inserted_head(html: str, result: str) -> None:
    """The encoding and a policy against scripts are inserted at the top."""
    assert rewritten_page(html, BASE, Answers())[0] == result


@pytest.mark.parametrize(
    ("html", "result"),
    [
        # Scripts
        ("<p>a<script>b</script><SCRIPT src=c></SCRIPT>d</p>", "<p>ad</p>"),
        ('<p ONCLICK="a()" id="b" onload=c>d</p>', '<p id="b">d</p>'),
        ("<a href=' Java\nScript:a()'>b</a>", "<a>b</a>"),
        ("<form action='javascript:a()'>b</form>", "<form>b</form>"),
        ("<script/><style/>a<iframe src=/b />c", "ac"),
        ("<svg><script>a</script><g onload=b></g></svg>", "<svg><g></g></svg>"),
        ("<applet code=a>b</applet>c", "bc"),
        # Fallbacks for scripts
        ("<noscript><p>a</p></noscript>b", "<p>a</p>b"),
        # Redirects and base addresses
        ('<meta http-equiv=" Refresh" content="0;url=/a">b', "b"),
        ("<iframe src=/a></iframe>b", "b"),
        ("<iframe srcdoc='<p>a'></iframe>b", "b"),
        ("<iframe src='data:text/html,a'></iframe>b", "b"),
        ("<iframe src='about:blank'></iframe>b", "b"),
        ("<embed src=/a>b", "b"),
        ("<object data=/a><p>instead</p></object>b", "<p>instead</p>b"),
        ("<link rel=icon href=/a><link rel=preload href=/b as=style>c", "c"),
        ("<link rel='alternate stylesheet' href=/a>b", "b"),
        ("<link rel=stylesheet href=/a disabled>b", "b"),
        ("<link rel=stylesheet href=/a><link rel=stylesheet>b", "b"),
        ("<object><p>instead</p></object>b", "<p>instead</p>b"),
        # Comments
        ("<!-- a --><p>b<!--[if IE]>c<![endif]--></p>", "<p>b</p>"),
        # Resources without an address
        ("<img src=/a alt=b>", '<img alt="b">'),
        ("<img alt=b>", '<img alt=b>'),
        ("<picture><source srcset=/a><source><img src=/b></picture>", "<picture><img></picture>"),
        ("<video src=/a poster=/b><track src=/c></video>", "<video><track></video>"),
        ("<audio><source src=/a></audio>", "<audio></audio>"),
        ("<body background=/a>b", "<body>b"),
        ("<p style='a:url(/b)'>c</p>", '<p style="a:url(&quot;data:,&quot;)">c</p>'),
        ("<svg><use href='/a#b'></use><use href='#c'></use></svg>", "<svg><use></use><use href='#c'></use></svg>"),
        # Kept content
        ("<img src='data:image/png;base64,AA=='>", "<img src='data:image/png;base64,AA=='>"),
        ("<link rel=stylesheet href='data:text/css,a{}'>", "<link rel=stylesheet href='data:text/css,a{}'>"),
        ("<p class='a b' title='c&amp;d'>e&nbsp;&lt;f 牛奶</p>", "<p class='a b' title='c&amp;d'>e\xa0&lt;f 牛奶</p>"),
        ("<style>a > b { c: 'd&e' }</style>", "<style>a > b { c: 'd&e' }</style>"),
        ("<pre>a\n  b</pre>", "<pre>a\n  b</pre>"),
        ("<p id=a id=b>c</p>", '<p id="a">c</p>'),
        ("<svg viewBox='0 0 1 1'><path d=a /></svg>", "<svg viewBox='0 0 1 1'><path d=a /></svg>"),
        ("<input type=text src=/a><p>b</p>", '<input type="text"><p>b</p>'),
        ("<p>AT&T a < b &lt;b&gt; &copy;</p>", "<p>AT&amp;T a &lt; b &lt;b&gt; ©</p>"),
        ("<xmp>a & <b></xmp>", "<xmp>a & <b></xmp>"),
        ("<textarea>a & <b></textarea>", "<textarea>a &amp; &lt;b&gt;</textarea>"),
        ("</object></iframe></p>a", "</object></iframe></p>a"),
        ("<a href='/b' c>d</a>", '<a href="http://nas.lan/b" c>d</a>'),
        # Targets of links
        ("<a href='b?c=1&d#e'>f</a>", '<a href="http://nas.lan/docs/b?c=1&amp;d#e">f</a>'),
        ("<a href=mailto:a@b>c</a>", '<a href=mailto:a@b>c</a>'),
        ("<a href='#a'>b</a><a>c</a>", "<a href='#a'>b</a><a>c</a>"),
        ("<map><area href=/a></map>", '<map><area href="http://nas.lan/a"></map>'),
    ],
)  # fmt: skip
def test_page(html: str, result: str) -> None:
    """Scripts, redirects and missing resources are removed; everything else is kept."""
    assert rewrite(html) == result


@pytest.mark.parametrize(
    ("html", "seen", "result"),
    [
        ("<img src=' a.png\n' loading=lazy>", "picture http://nas.lan/docs/a.png", '<img src="A">'),
        ("<img src=b.png srcset='a.png 2x' sizes=1px>", "picture http://nas.lan/docs/a.png", '<img src="A">'),
        ("<input type=image src=/a>", "picture http://nas.lan/a", '<input type="image" src="A">'),
        ("<source srcset='a.png 1x'>", "picture http://nas.lan/docs/a.png", '<source srcset="A">'),
        ("<video poster=a></video>", "picture http://nas.lan/docs/a", '<video poster="A"></video>'),
        ("<table background=//nas.lan/a></table>", "picture http://nas.lan/a", '<table background="A"></table>'),
        ("<svg><image xlink:href=a /></svg>", "picture http://nas.lan/docs/a", '<svg><image xlink:href="A" /></svg>'),
        ("<svg><feImage href=a /></svg>", "picture http://nas.lan/docs/a", '<svg><feimage href="A" /></svg>'),
        ("<p style='b:url(a)'>c</p>", "picture http://nas.lan/docs/a", '<p style="b:url(&quot;A&quot;)">c</p>'),
        ("<style>b{c:url(a)}</style>", "picture http://nas.lan/docs/a", '<style>b{c:url("A")}</style>'),
        ("<style>@import 'a';</style>", "import http://nas.lan/docs/a", '<style>@import url("B");</style>'),
        ("<iframe src=a></iframe>", "frame http://nas.lan/docs/a", '<iframe src="C"></iframe>'),
        ("<iframe src=a><p>b</iframe>c", "frame http://nas.lan/docs/a", '<iframe src="C"></iframe>c'),
        ("<iframe src=a />b", "frame http://nas.lan/docs/a", '<iframe src="C"></iframe>b'),
        ("<object data=a>b</object>", "frame http://nas.lan/docs/a", '<object data="C">b</object>'),
        ("<video src=a></video>", "frame http://nas.lan/docs/a", '<video src="C"></video>'),
        ("<base href=/b/><img src=a>", "picture http://nas.lan/b/a", '<img src="A">'),
        ("<base><base href=//x.org><base href=/c/><img src=a>", "picture http://x.org/a", '<img src="A">'),
        ("<base href='about:blank'><img src=a>", "picture http://nas.lan/docs/a", '<img src="A">'),
    ],
)  # fmt: skip
def test_addresses(html: str, seen: str, result: str) -> None:
    """All addresses of resources are found, relative to the page's base."""
    answers = Answers(picture_a="A", import_a="B", frame_a="C")
    assert rewrite(html, answers) == result
    assert answers.seen == [seen]


def test_linked_styles() -> None:
    """A stylesheet is inlined in place of its link, or the link is kept."""
    html = "<link rel='StyleSheet x' href='a.css' media='a\"b' integrity=x />b"
    styles = "c{d:'</style><p>'}</STYLE>"
    result = rewrite(html, Answers(styles_a=styles))
    assert result == (
        "<style media=\"a&quot;b\">c{d:'<\\/style><p>'}<\\/STYLE></style>b"
    )
    answers = Answers(import_a="https://x.org/a.css")
    assert rewrite(html, answers) == (
        '<link rel="StyleSheet x" href="https://x.org/a.css" media="a&quot;b" />b'
    )
    url = "http://nas.lan/docs/a.css"
    assert answers.seen == [f"styles {url}", f"import {url}"]
    html = "<link rel=stylesheet href=a.css>"
    assert rewrite(html, Answers(styles_a="")) == "<style></style>"


@pytest.mark.parametrize(
    ("srcset", "best"),
    [
        ("a", "a"),
        ("a 1x, b 2x", "b"),
        ("a 3x, b 2x, c 4x", "a"),
        ("a 4x, b 5x", "a"),
        ("a 320w,b 640w , c 2500w, d 5000w", "c"),
        ("a 9000w, b 5000w", "b"),
        ("a, b, c 1.5x", "c"),
        ("a,b 2x", "a,b"),
        (",,, a 1x ,", "a"),
        ("a?b=1,2 2x", "a?b=1,2"),
        ("data:image/png;base64,AA== 1x", "data:image/png;base64,AA=="),
        ("a nonsense, b 2x", "b"),
        ("a 1w 1h, b", "a"),
        ("a 0w, b 1w", "b"),
        *(("", ""), (" ", ""), (",", ""), (",,", "")),
    ],
)
def test_best_picture(srcset: str, best: str) -> None:
    """The best candidate is the largest that paper can show."""
    assert find_best_candidate(srcset) == best


@given(st.text(st.sampled_from("ab01.,wx \n")) | st.text())
def test_any_srcset(srcset: str) -> None:
    """Any text has at most one best candidate."""
    best = find_best_candidate(srcset)
    assert best in srcset
    assert best == "" or best.split() == [best]


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>Today's\n  list </title>", "Today's list"),
        (
            "<head><title>牛奶 &amp; 面包</title><body><svg><title>x</title>",
            "牛奶 & 面包",
        ),
        (f"<title>{'x' * 5000}</title>", "x" * 200),
        ("<title>\u0007\u200b</title>", None),
        *(("<title></title>", None), ("<p>x", None), ("x</title>", None)),
        ("<title>never closed", None),
    ],
)
def test_title(html: str, title: str | None) -> None:
    """The title is short and on one line; the page keeps it unchanged."""
    result, found = rewritten_page(html, BASE, Answers())
    assert found == title
    assert result == f"{HEAD}{html}" if "<head>" not in html else HEAD in result


@pytest.mark.parametrize(
    "piece",
    [
        *("<div style='a:url(b)'>", "<object>", "</object>", "<script>", "<!--", "<![", "<"),
        *("</a", "<a b='", "<a b", "&", "&#", "<style>", "<title>", "<p><!-- --></p>", "<base href=a>"),
    ],
)  # fmt: skip
def test_malicious_input(piece: str) -> None:
    """A malicious or deeply nested page does not take long."""
    assert len(rewrite(piece * 20_000)) <= 50 * 20_000


class Ticking:
    """A clock that advances by a second each time it is read."""

    def __init__(self) -> None:
        """Start at zero."""
        self.now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        self.now += 1
        return self.now


LONG = {
    "tags": "<p>",
    "texts": "< a",
    "ends": "</p>",
    "links": "<img src=a>",
    "styles": f"<style>{'a{b:url(c)}' * 1000}</style>",
}


@pytest.mark.parametrize("piece", LONG.values(), ids=LONG)
def test_parsing_stops_at_the_deadline(piece: str) -> None:
    """Parsing stops at the deadline."""
    clock = Ticking()
    with pytest.raises(TimeoutError):
        parse_page(piece * 1000, BASE, Links(Deadline(clock, 100)))
    assert clock.now == 101


@pytest.mark.parametrize("kind", ["links", "styles"])
def test_writing_stops_at_the_deadline(kind: str) -> None:
    """Writing stops at the deadline."""
    page = parse_page(LONG[kind] * 100, BASE, Links(Deadline(time.monotonic, 60)))
    answers = Answers()
    clock = Ticking()
    with (
        patch.object(answers, "check", Deadline(clock, 50).check),
        pytest.raises(TimeoutError),
    ):
        page.html(answers)
    assert clock.now == 51
    assert len(answers.seen) <= 50


def test_a_page_is_read_once() -> None:
    """Only parts with addresses are processed a second time."""
    html = "<p class=a>b</p><a href=c>d</a><br/>" * 1000 + "<img src=e>" * 3
    page = parse_page(html, BASE, Links(Deadline(time.monotonic, 60)))
    answers = Answers(picture_e="A")
    assert calls_in(lambda: page.html(answers)) < 1000
    assert page.html(answers).endswith(
        'd</a><br/><img src="A"><img src="A"><img src="A">'
    )


def test_size_of_a_page() -> None:
    """The size of a page is that with its original addresses, in bytes."""
    html = (
        "<p title='牛奶'>\ud800<img src=a><object data=b>c</object><style>d{e:url(f)}"
    )
    page = parse_page(html, BASE, Links(Deadline(time.monotonic, 60)))
    assert page.size == len(page.html(Same()).encode(errors="replace"))


TAGS = (
    *("a", "img", "source", "link", "style", "script", "base", "meta", "iframe"),
    *("object", "video", "svg", "image", "use", "noscript", "title", "picture", "p"),
)
NAMES = (
    *(
        "src",
        "href",
        "srcset",
        "style",
        "rel",
        "data",
        "http-equiv",
        "media",
        "onclick",
    ),
    *("background", "poster", "xlink:href", "charset", "srcdoc", "disabled"),
)
VALUES = st.sampled_from(
    [
        *(
            "a.png",
            "//x",
            "http://[",
            "javascript:x",
            "data:,",
            "#x",
            "stylesheet",
            "\0",
        ),
        *("a 1x, b 2x", "url(a)", "@import 'a'", "refresh", "\ud800", "http://x:99999"),
    ]
) | st.text(st.characters())
ELEMENT = st.builds(
    lambda tag, attributes, is_closed: (
        f"<{tag} "
        + " ".join(f'{name}="{value}"' for name, value in attributes.items())
        + (f"></{tag}>" if is_closed else ">")
    ),
    st.sampled_from(TAGS),
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4),
    st.booleans(),
)
PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            "</",
            "<!--",
            "-->",
            "<!",
            "<![",
            "<![CDATA[",
            "]]>",
            "<?",
            "<?xml ",
        ),
        *(
            "&",
            "&amp;",
            "&#0;",
            "&#x110000;",
            "</style>",
            "</script>",
            "<!doctype ",
            "=",
        ),
        *('"', "'", "\0", "\n"),
    ]
)


class Tags(HTMLParser):
    """Records the tags of a page."""

    def __init__(self) -> None:
        """Start without tags."""
        super().__init__()
        self.seen: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)


@given(st.lists(ELEMENT | PIECES | st.text(st.characters()), max_size=20).map("".join))
@example('<source src="">')
@example('<source src="" srcset="a.png 1x">')
@example("<iframe src=a />b")
@example("<a href=b/>c")
def test_anything(html: str) -> None:
    """Any text is parsed as a page, and rewriting the result changes nothing."""
    first, second = Same(), Same()
    once, title = rewritten_page(html, BASE, first)
    twice, same_title = rewritten_page(once.replace(HEAD, "", 1), BASE, second)
    assert twice == once
    assert same_title == title
    assert set(second.seen) <= set(first.seen)
    tags = Tags()
    tags.feed(once)
    assert not {"script", "base", "noscript"} & set(tags.seen)
