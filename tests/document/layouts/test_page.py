"""Our page: its paper, its margins, its type, its language."""

import pytest

from custom_components.cloudprint.document import (
    A4,
    DocumentError,
    RenderSettings,
    markdown_content,
)
from custom_components.cloudprint.document.layouts.page import (
    language_of,
    margin_of,
    room_on,
    type_size,
)

from ..pages import A5, A6, LANDSCAPE, RECEIPT, body_of, html_of, soup_of


@pytest.mark.parametrize(
    ("paper", "size", "margin"),
    [
        (A4, "210.0mm 297.0mm", "14.7mm"),
        (A5, "148.0mm 210.0mm", "10.4mm"),
        (LANDSCAPE, "297.0mm 210.0mm", "14.7mm"),
        (RECEIPT, "58.0mm 200.0mm", "4.1mm"),
    ],
)
def test_paper(paper: tuple[float, float], size: str, margin: str) -> None:
    """The page is of the paper that was asked for, and says so to whoever prints it."""
    content = markdown_content("Hello", RenderSettings(paper=paper))

    assert content.paper == paper
    assert f"@page {{ size: {size}; margin: {margin}; }}" in html_of(content)


def test_margins_have_limits() -> None:
    """A poster needs no wider margin than a letter, a label needs some."""
    assert margin_of((841.0, 1189.0)) == 15
    assert margin_of((20.0, 20.0)) == 3


def test_type_goes_by_the_paper() -> None:
    """Smaller paper has smaller type, whichever way it is turned, but readable one."""
    assert type_size(A4, 11) == 11
    assert type_size(LANDSCAPE, 11) == 11
    assert 9 < type_size(A5, 11) < 9.5
    assert type_size(RECEIPT, 11) == 8


def test_room_is_never_nothing() -> None:
    """A label of no size at all breaks nothing."""
    assert room_on((5.0, 5.0), 8) == (1, 1)
    width, height = room_on(A6, 10)
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
def test_language_of_letters(text: str, language: str) -> None:
    """The letters tell how Chinese characters are to be drawn."""
    assert language_of(text) == language


def test_language_of_the_page() -> None:
    """The page is in the language that its letters tell."""
    settings = RenderSettings()

    def language(text: str) -> object:
        page = soup_of(markdown_content(text, settings)).html
        assert page is not None
        return page.get("lang")

    assert language("牛奶") == "zh-Hans"
    assert language("牛乳を買う") == "ja"
    assert language("Milk") is None


def test_fonts() -> None:
    """The first fonts are those for Chinese, on Windows above all."""
    html = html_of(markdown_content("Hello", RenderSettings()))
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
    """Title and date stand at the top, if there are any."""
    soup = soup_of(markdown_content("Hello", RenderSettings(), title=title, date=date))
    header = soup.header
    assert (header and [*header.stripped_strings]) == texts
    assert soup.title is not None
    assert soup.title.get_text() == (title or "")


def test_control_characters() -> None:
    """Nothing gets into a page that no page may hold."""
    content = markdown_content("a\x01b\x7fc\fd\ve\tf", RenderSettings())
    assert body_of(content) == "a\ufffdb\ufffdc d e f"


def test_half_a_character() -> None:
    """What UTF-8 cannot carry is refused, also in a title."""
    with pytest.raises(DocumentError) as raised:
        markdown_content("a", RenderSettings(), title="secret\ud800")
    assert (raised.value.key, raised.value.placeholders) == ("content_not_text", {})
