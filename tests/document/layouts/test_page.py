"""The page of the layouts: paper, margins, type size, language."""

import re
from typing import Any, override
from unittest.mock import patch

from jinja2 import Template
import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.layouts.markdown import (
    build_markdown_content,
)
from custom_components.cloudprint.document.layouts.page import (
    detect_language,
    get_margin,
    get_room,
    get_type_size,
)
from custom_components.cloudprint.document.settings import A4, RenderSettings

from ..pages import A5, A6, LANDSCAPE, RECEIPT, get_body_text, get_html, get_soup


@pytest.mark.parametrize(
    ("paper", "size", "margin"),
    [
        (A4, "794px 1123px", "56px"),
        (A5, "559px 794px", "39px"),
        (LANDSCAPE, "1123px 794px", "56px"),
        (RECEIPT, "219px 756px", "15px"),
    ],
)
def test_paper(paper: tuple[float, float], size: str, margin: str) -> None:
    """The page has the requested paper, in CSS and in the content."""
    content = build_markdown_content("Hello", RenderSettings(paper=paper))

    assert content.paper == paper
    assert f"@page {{ size: {size}; margin: {margin}; }}" in get_html(content)


def test_margins_have_limits() -> None:
    """The margin has an upper and a lower limit."""
    assert get_margin((841.0, 1189.0)) == 15
    assert get_margin((20.0, 20.0)) == 3


def test_type_size() -> None:
    """Smaller paper has smaller but readable type, in both orientations."""
    assert get_type_size(A4, 11) == 11
    assert get_type_size(LANDSCAPE, 11) == 11
    assert 9 < get_type_size(A5, 11) < 9.5
    assert get_type_size(RECEIPT, 11) == 8


def test_tiny_paper() -> None:
    """Tiny paper raises no error."""
    assert get_room((5.0, 5.0), 8) == (1, 1)
    width, height = get_room(A6, 10)
    assert 25 < width < 26
    assert 37 < height < 39


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Milk", ""),
        ("Milk 牛奶", "zh-Hans"),
        ("牛乳を買う", "ja"),
        ("우유 牛乳", "ko"),
        ("", ""),
    ],
)
def test_detected_language(text: str, language: str) -> None:
    """The language is detected by its letters."""
    assert detect_language(text) == language


def test_language() -> None:
    """The page has the detected language."""
    settings = RenderSettings()

    def language(text: str) -> object:
        page = get_soup(build_markdown_content(text, settings)).html
        assert page is not None
        return page.get("lang")

    assert language("牛奶") == "zh-Hans"
    assert language("牛乳を買う") == "ja"
    assert language("Milk") is None


def test_fonts() -> None:
    """The first fonts are Chinese ones, beginning with those of Windows."""
    html = get_html(build_markdown_content("Hello", RenderSettings()))
    stack = html.partition("font-family: ")[2]
    order = ["Microsoft YaHei", "微软雅黑", "Noto Sans CJK SC", "SimSun", "sans-serif"]
    assert [stack.index(name) for name in order] == sorted(
        stack.index(name) for name in order
    )


@pytest.mark.parametrize(
    ("title", "date", "texts"),
    [
        (None, None, None),
        ("", "", None),
        ("List <1>", None, ["List <1>"]),
        (None, "Friday", ["Friday"]),
        ("List", "星期五", ["List", "星期五"]),
    ],
)
def test_header(title: str | None, date: str | None, texts: list[str] | None) -> None:
    """Title and date are at the top, if given."""
    soup = get_soup(
        build_markdown_content("Hello", RenderSettings(), title=title, date=date)
    )
    header = soup.header
    assert (header and [*header.stripped_strings]) == texts
    assert soup.title is not None
    assert soup.title.get_text() == (title or "")


def test_running_title() -> None:
    """The title and the number are above all pages but the first.

    A print with its own header or footer has none. Nothing of a title ends the style.
    """
    settings = RenderSettings()
    title = 'A"</style>\\家 😀'
    html = get_html(build_markdown_content("Hello", settings, title=title))
    escaped = (
        r'content: "A\22 \3c \2f style\3e \5c 家\20 \1f600 "; width: 80%;'.replace(
            "\\\\", "\\"
        )
    )
    assert escaped in html
    assert 'content: counter(page) " / " counter(pages)' in html
    assert "@page :first { @top-left { content: none; }" in html

    settings = RenderSettings(has_header_or_footer=True)
    html = get_html(build_markdown_content("Hello", settings, title=title))
    assert "counter(page)" not in html


@pytest.mark.parametrize(
    ("paper", "points"), [(A4, 9), (A6, 9), (RECEIPT, 5.8), ((30.0, 100.0), 4.3)]
)
def test_running_title_fits_in_margin(
    paper: tuple[float, float], points: float
) -> None:
    """The type is smaller in narrow margins."""
    html = get_html(build_markdown_content("Hello", RenderSettings(paper=paper)))
    assert f"font: {points:.1f}pt/1.2" in html
    assert points * 1.2 / 72 * 25.4 < get_margin(paper)


def test_control_characters() -> None:
    """Control characters are removed."""
    content = build_markdown_content("a\x01b\x7fc\fd\ve\tf", RenderSettings())
    assert get_body_text(content) == "a\ufffdb\ufffdc d e f"


class WatchedText(str):
    """A text that remembers how much of it is translated at a time."""

    __slots__ = ("translated",)
    translated: list[int]

    @override
    def __getitem__(self, key: Any) -> WatchedText:
        """Return a part that adds to the same list."""
        part = WatchedText(super().__getitem__(key))
        part.translated = self.translated
        return part

    @override
    def translate(self, table: Any) -> str:
        """Remember the length."""
        self.translated.append(len(self))
        return super().translate(table)


def test_large_page_is_translated_in_pieces() -> None:
    """No step of it is long: the event loop waits for each."""
    html = WatchedText("牛奶\v" * 300_000)
    html.translated = []
    with patch.object(Template, "render", return_value=html):
        content = build_markdown_content("Hello", RenderSettings())
    assert content.payload.decode() == "牛奶\n" * 300_000
    assert sum(html.translated) == 900_000
    assert max(html.translated) <= 64 * 1024


def test_lone_surrogate() -> None:
    """A lone surrogate is refused, also in a title."""
    with pytest.raises(DocumentError) as raised:
        build_markdown_content("a", RenderSettings(), title="secret\ud800")
    assert (raised.value.key, raised.value.placeholders) == ("content_not_text", {})


@pytest.mark.parametrize("letter", ["n", "字"])
def test_long_running_title(letter: str) -> None:
    """A long title ends before the page number, which it would cover."""
    title = letter * 300
    html = get_html(build_markdown_content("Hello", RenderSettings(), title=title))
    (shown,) = re.findall(r'@top-left { content: "(.*?)"; width', html)
    assert shown == letter * (shown.count(letter)) + "\\2026 "
    assert 30 < shown.count(letter) < 100
