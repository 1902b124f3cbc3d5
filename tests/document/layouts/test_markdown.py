"""Markdown as a page."""

from base64 import b64encode
from typing import Any, override

from hypothesis import given, strategies as st
from markdown_it.token import Token
import pytest

from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.layouts.markdown import (
    MAX_MARKDOWN_LENGTH,
    build_markdown_content,
)
from custom_components.cloudprint.document.layouts.markdown_parser import create_parser
from custom_components.cloudprint.document.settings import RenderSettings
from tests.samples.documents import picture

from ..pages import A6, get_body_text, get_html, get_soup

SETTINGS = RenderSettings()
PICTURE = f"data:image/png;base64,{b64encode(picture('PNG')).decode()}"


def get_main(text: str, *, keeps_lines: bool = False) -> str:
    """Return the main part of the page of a Markdown text."""
    content = build_markdown_content(text, SETTINGS, keeps_lines=keeps_lines)
    get_html(content)
    main = get_soup(content).main
    assert main is not None
    return main.decode_contents().strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Today", "<h1>Today</h1>"),
        (
            "*a* **b** ~~c~~ `d`",
            "<em>a</em> <strong>b</strong> <s>c</s> <code>d</code>",
        ),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>'),
        ("```sh\nls <a>\n```", '<code class="language-sh">ls &lt;a&gt;\n</code>'),
        ("a\n***\nb", "<hr/>"),
        ("a  \nb", "a<br/>\nb"),
        ("|a|b|\n|-|-:|\n|1|2|", '<td style="text-align:right">2</td>'),
        ("&copy; \\*", "© *"),
        ("a<br>b<BR/>c<br />d", "a<br/>\nb<br/>\nc<br/>\nd"),
        ("a<br>\nb", "a<br/>\nb</p>"),
        ("# a<br>b", "<h1>a<br/>\nb</h1>"),
        ("**a<br>b** <br class=x> `<br>`", "<strong>a<br/>\nb</strong> &lt;br class=x"),
        ("`<br>`", "<code>&lt;br&gt;</code>"),
        ("|a|b|\n|-|-|\n|milk<br>eggs|2|", "<td>milk<br/>\neggs</td>"),
        ("[a<br>b](http://x)", "a<br/>\nb <span"),
    ],
)
def test_markup(text: str, html: str) -> None:
    """All elements of Markdown are rendered."""
    assert html in get_main(text)


def test_task_list() -> None:
    """Tasks have boxes, which are drawn so that they print."""
    soup = get_soup(build_markdown_content("- [ ] milk\n- [x] eggs\n- bread", SETTINGS))
    items = soup.find_all("li")
    assert [item.get_text().strip() for item in items] == ["milk", "eggs", "bread"]
    assert [len(item.select("svg.box > rect")) for item in items] == [1, 1, 0]
    assert [len(item.select("svg.box > path")) for item in items] == [0, 1, 0]
    assert soup.input is None


def test_html_is_text() -> None:
    """HTML is shown as text."""
    text = '<script>alert("1")</script> <b onclick="x">b</b> <!-- c --> &lt;i&gt;'
    assert get_body_text(build_markdown_content(text, SETTINGS)) == text.replace(
        "&lt;i&gt;", "<i>"
    )
    block = '<div style="color: red">\n<img src="file:///etc/passwd">\n</div>'
    soup = get_soup(build_markdown_content(block, SETTINGS))
    assert soup.div is None
    assert soup.img is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[shop](https://example.com/a)", "shop (https://example.com/a)"),
        ("[shop](https://example.com/中 'title')", "shop (https://example.com/中)"),
        ("[*big* shop](HTTP://example.com)", "big shop (HTTP://example.com)"),
        ("<https://example.com/a>", "https://example.com/a"),
        ("[example.com](https://example.com/)", "example.com"),
        ("[HTTPS://Example.com](https://example.com/)", "HTTPS://Example.com"),
        ("https://example.com/a_b_c", "https://example.com/a_b_c"),
        ("<me@example.com>", "me@example.com"),
        ("[me](mailto:me@example.com)", "me (me@example.com)"),
        ("[call](tel:+49123)", "call (+49123)"),
        ("[shop][1]\n\n[1]: https://example.com/a", "shop (https://example.com/a)"),
        ("[there](#below)", "there"),
        ("[there](other.md)", "there"),
        ("[](https://example.com)", "(https://example.com)"),
        ("[run](javascript:alert(1))", "run"),
        ("[run](<java&#115;cript:alert(1)>)", "run"),
        ("[run](VBScript:x)", "run"),
        ("[read](file:///etc/passwd)", "read"),
        ("[data](data:text/html;base64,PGI+)", "data"),
        ("[a <b>](https://example.com/<c>)", "a <b> (https://example.com/<c>)"),
    ],
)
def test_links(text: str, shown: str) -> None:
    """The address of a link is printed, unless it is the text or of no use on paper."""
    assert get_body_text(build_markdown_content(text, SETTINGS)) == shown


@pytest.mark.parametrize(
    "address",
    [
        PICTURE,
        PICTURE.replace("image/png", "IMAGE/PNG"),
        "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'/%3E",
        "https://example.com/a.png?b=1&c=2",
        "http://8.8.8.8/a.png",
        "http://[2001:4860:4860::8888]/a.png",
    ],
)
def test_pictures(address: str) -> None:
    """Embedded pictures and public ones are shown."""
    image = get_soup(
        build_markdown_content(f'![a "b" <c>]({address} "t")', SETTINGS)
    ).img
    assert image is not None
    assert (image["src"], image["alt"]) == (address, 'a "b" <c>')


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://192.168.1.2/a.png", "[cat http://192.168.1.2/a.png]"),
        ("http://[::1]/a.png", "[cat http://[::1]/a.png]"),
        ("http://[::ffff:10.0.0.1]/a.png", "[cat http://[::ffff:10.0.0.1]/a.png]"),
        ("http://nas/a.png", "[cat http://nas/a.png]"),
        ("https://hass.local./a.png", "[cat https://hass.local./a.png]"),
        ("http://[1/a.png", "[cat http://[1/a.png]"),
        ("/local/a.png", "[cat]"),
        ("a.png", "[cat]"),
        ("//example.com/a.png", "[cat]"),
        ("file:///etc/passwd", "[cat]"),
        ("javascript:alert(1)", "[cat]"),
        ("data:text/html;base64,PGI+", "[cat]"),
    ],
)
def test_other_pictures(address: str, shown: str) -> None:
    """In place of any other picture are its text and its address."""
    content = build_markdown_content(f"![cat]({address})", SETTINGS)
    assert get_soup(content).img is None
    assert get_body_text(content) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![cat](https://example.com/a.png)", "cat"),
        ("a ![*big* ![b](//x) cat](http://8.8.8.8/a) z", "a big b cat z"),
        ("![a <b>](//example.com/a.png 'title')", "a <b>"),
        ("![cat](http://nas/a.png) ![dog](file:///a)", "cat dog"),
        ("![cat](data:image/svg+xml,%3Csvg/%3E)", "cat"),
        ("![cat][1] ![1]\n\n[1]: https://example.com/a", "cat 1"),
        ("[![cat](https://a.example/b)](https://a.example)", "cat (https://a.example)"),
    ],
)
def test_without_remote_pictures(text: str, shown: str) -> None:
    """Only the alternative text of a remote picture is printed, where that is asked."""
    settings = RenderSettings(has_remote_pictures=False)
    content = build_markdown_content(text, settings)
    assert get_soup(content).img is None
    assert get_body_text(content) == shown
    with pytest.raises(DocumentError):
        build_markdown_content("![](https://example.com/a.png)", settings)
    images = get_soup(build_markdown_content(f"![dot]({PICTURE})", settings)).img
    assert images is not None
    assert images["src"] == PICTURE


def test_large_embedded_picture() -> None:
    """An embedded photo does not count as text."""
    data = b64encode(bytes(3 * MAX_MARKDOWN_LENGTH)).decode()
    text = f"![a](data:image/jpeg;base64,{data}) ![b]({PICTURE})\n\n`{PICTURE}`"

    soup = get_soup(build_markdown_content(text, SETTINGS))

    sources = [image["src"] for image in soup.find_all("img")]
    assert sources == [f"data:image/jpeg;base64,{data}", PICTURE]
    assert soup.code is not None
    assert soup.code.get_text() == PICTURE


@pytest.mark.parametrize("number", ["5", "7777777777777777777777", "AB", "٣"])
def test_text_like_a_placeholder(number: str) -> None:
    """Text that unescapes to the placeholder of a picture is unchanged."""
    text = f"data&#58;image/png;base64,{number}"
    assert get_body_text(build_markdown_content(text, SETTINGS)) == text.replace(
        "&#58;", ":"
    )


def test_line_ends() -> None:
    """A line break is a space, but not between Chinese characters; or it is kept."""
    text = "one\ntwo 牛\n奶 *a*\n中\n**文**"
    assert get_main(text) == "<p>one\ntwo 牛奶 <em>a</em>\n中\n<strong>文</strong></p>"
    assert get_main("牛\n奶\ntea", keeps_lines=True) == ("<p>牛<br/>\n奶<br/>\ntea</p>")


def test_tables_fit() -> None:
    """A wide table gets smaller type, and column widths by content."""
    narrow = "|a|b|\n|-|-|\n|1|2|"
    words = " ".join(["word"] * 40)
    wide = f"|n|text|\n|-|-|\n|1|{words}|\n|2|{words}|"
    many = "|" + "column|" * 30 + "\n|" + "-|" * 30 + "\n|" + "x|" * 30

    def table(text: str) -> tuple[object, object, list[float]]:
        found = get_soup(build_markdown_content(text, RenderSettings(paper=A6))).table
        assert found is not None
        shares = [
            float(str(column["style"]).removeprefix("width: ").removesuffix("%"))
            for column in found.find_all("col")
        ]
        return found.get("class"), found.get("style"), shares

    assert table(narrow) == (None, None, [])
    kind, style, shares = table(wide)
    assert (kind, style) == (["fixed"], "font-size: 0.85em")
    assert shares[0] < shares[1] / 5
    assert sum(shares) == pytest.approx(100, abs=0.2)
    kind, style, shares = table(many)
    assert (kind, style) == (["fixed"], "font-size: 0.50em")
    assert len(shares) == 30
    assert sum(shares) == pytest.approx(100, abs=2)


@pytest.mark.parametrize("text", ["", " \n\t", "[a]: b", "```\n```", "# ", "> "])
def test_empty(text: str) -> None:
    """Empty Markdown is refused, also with a title."""
    with pytest.raises(DocumentError) as raised:
        build_markdown_content(text, SETTINGS, title="Title")
    assert (raised.value.key, raised.value.placeholders) == ("content_empty", {})


@pytest.mark.parametrize("text", [f"![]({PICTURE})", "---", "- [ ] ."])
def test_page_without_text(text: str) -> None:
    """A picture or a rule alone is printed."""
    build_markdown_content(text, SETTINGS)


def test_too_long() -> None:
    """Markdown that is too long is refused."""
    build_markdown_content("word " * (MAX_MARKDOWN_LENGTH // 5), SETTINGS)
    with pytest.raises(DocumentError) as raised:
        build_markdown_content("a" * (MAX_MARKDOWN_LENGTH + 1), SETTINGS)
    assert raised.value.key == "markdown_too_long"
    assert raised.value.placeholders == {"length": "100001", "limit": "100000"}


class CountedTokens(list[Token]):
    """Counts accesses to tokens."""

    seen = 0

    @override
    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        self.seen += len(found) if isinstance(index, slice) else 1
        return found


def test_linear_time() -> None:
    """A table is measured without the text that follows it."""
    parser = create_parser(keeps_lines=False)

    def seen(count: int) -> int:
        tokens = CountedTokens(parser.parse("|a|b|\n|-|-|\n|1|2|\n\n" * count))
        env = {"width": 40, "max_bytes": SETTINGS.max_bytes}
        parser.renderer.render(tokens, parser.options, env)
        return tokens.seen

    assert seen(200) < 11 * seen(20)


@pytest.mark.parametrize("text", [">" * 120 + "a", "- " * 60 + "a"])
def test_too_deep(text: str) -> None:
    """Blocks that are nested too deeply are refused."""
    with pytest.raises(DocumentError) as raised:
        build_markdown_content(text, SETTINGS)
    assert (raised.value.key, raised.value.placeholders) == ("markdown_too_deep", {})


def test_deep() -> None:
    """Reasonably nested blocks are rendered."""
    lists = "".join(f"{'  ' * depth}- item{depth}\n" for depth in range(40))
    assert "item39" in get_body_text(build_markdown_content(lists, SETTINGS))
    brackets = "[" * 60 + "a" + "]" * 60
    assert get_body_text(build_markdown_content(brackets, SETTINGS)) == brackets


@pytest.mark.parametrize(
    "text",
    [
        f"[a]: https://example.com/{'b' * 5000}\n\n" + "[a] " * 5000,
        f"[a]: https://example.com/{'b' * 5000}\n\n" + "![][a] " * 5000,
        f"[a]: data:image/png;base64,{'A' * 500_000}\n\n" + "![][a] " * 50,
    ],
    ids=["links", "pictures", "pictures within"],
)
def test_repeated_references(text: str) -> None:
    """Repeated references count towards the limit of size."""
    with pytest.raises(DocumentError) as raised:
        build_markdown_content(text, SETTINGS)
    assert raised.value.key == "content_too_large"


def test_larger_than_a_print() -> None:
    """A text that is too large to be sent is refused before it is read."""
    with pytest.raises(DocumentError) as raised:
        build_markdown_content(f"![]({PICTURE * 9})", RenderSettings(max_bytes=1000))
    assert raised.value.key == "content_too_large"


@pytest.mark.parametrize(
    "text",
    ["[", "![", "![" * 90 + "](b)" * 90, "[a][", "*a_", "`a", "~~a", "|", "<a", "&"],
    ids=repr,
)
def test_hostile(text: str) -> None:
    """Texts that are slow to parse are rendered completely."""
    text *= MAX_MARKDOWN_LENGTH // 4 // len(text)
    assert len(get_html(build_markdown_content(f"{text}\nend", SETTINGS))) > len(text)


@given(st.text())
def test_any_code(word: str) -> None:
    """Any code is on a valid page, unchanged."""
    text = "".join("" if c in "`\r\n" or not c.isprintable() else c for c in word)
    content = build_markdown_content(f"`` {text}x ``", SETTINGS, title=text, date=text)
    code = get_soup(content).code
    assert code is not None
    assert code.get_text() == f"{text}x"


MARKUP = st.lists(
    st.sampled_from(
        [
            *("#", "*", "_", "~~", "`", "```", ">", "- ", "1. ", "- [ ] ", "- [x] "),
            *("|", "|-", "\n", "\n\n", "    ", "[", "](", "![", ")", "]", "]: ", "<"),
            *("javascript:", "data:image/png;base64,", "https://a.b/", "file:", "&#0;"),
            *("\\", "<script>", "</main>", "--", '"', "'", "\ud800", "\0", "a", "中"),
        ]
    ),
    max_size=60,
).map("".join)


@given(MARKUP, st.booleans())
def test_any_markup(text: str, keeps_lines: bool) -> None:
    """Any text is a valid, inactive page or is refused."""
    refusal = ""
    try:
        get_html(build_markdown_content(text, SETTINGS, keeps_lines=keeps_lines))
    except DocumentError as err:
        refusal = err.key
    assert refusal in ("", "content_empty", "content_not_text")


def test_file() -> None:
    """A Markdown file of any encoding is converted to a page without a title."""
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        data = "# 牛奶\n- [ ] eggs".encode(encoding)
        content = convert(data, SETTINGS, name="list.md")
        assert get_body_text(content) == "牛奶 eggs"
    content = convert(b"# a", SETTINGS, wanted=DocumentFormat.MARKDOWN)
    assert get_body_text(content) == "a"


def get_points(text: str, **more: Any) -> float:
    """Return the type size of the page of a Markdown text."""
    html = get_html(build_markdown_content(text, SETTINGS, **more))
    return float(html.partition("html {\n  font-size: ")[2].partition("pt")[0])


@pytest.mark.parametrize(
    "text",
    [
        "Milk\n\n",
        "Milk\nand\nbread\n\n",
        "# Milk\n\n",
        "### Milk\n\n",
        "- Milk\n",
        "- [ ] Milk\n\n  and bread\n\n",
        "> 1. Milk\n\n",
        "```\nMilk\n```\n\n",
        "    Milk\n\n",
        "***\n\n",
        "|a|b|\n|-|-|\n|Milk|2|\n\n",
        "Milk [here](https://example.com/shop)\n\n",
    ],
)
def test_type_size(text: str) -> None:
    """A short text has larger type, a text of several pages the usual one."""
    sizes = [get_points("Milk\n\n" + text * count) for count in (1, 8, 15, 25, 100)]
    assert sizes[0] == 20
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == 11
    assert len(set(sizes)) >= 3


@pytest.mark.parametrize(
    ("text", "points"),
    [
        (f"![door]({PICTURE})", 11),
        ("```\n" + "a" * 50 + "\n```", 17.12),
        ("```\n" + "a" * 400 + "\n```", 11),
        ("|" + "word|" * 12 + "\n|" + "-|" * 12, 13.12),
        ("|" + "word|" * 30 + "\n|" + "-|" * 30, 11),
        ("a" * 60_000, 11),
    ],
    ids=["picture", "code", "wide code", "table", "wide table", "text"],
)
def test_type_size_of_wide_parts(text: str, points: float) -> None:
    """Larger type breaks no line of code and no cell; pictures keep the usual size."""
    assert get_points(text) == points


def test_type_size_with_title() -> None:
    """The heading counts, too."""
    text = "Milk\n\n" * 14
    assert get_points(text, title="Shopping " * 9, date="Friday") < get_points(text)


def test_repeated_addresses() -> None:
    """An address that references repeat is not measured without limit."""
    text = "[a]: https://example.com/" + "b" * 30_000 + "\n\n" + "[a] " * 60
    assert get_points(text) == 11
    assert get_points("https://example.com <https://example.com>") == 20
