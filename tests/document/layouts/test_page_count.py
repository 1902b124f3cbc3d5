"""Estimates of how many pages content has."""

import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.layouts.layouts import build_layout_content
from custom_components.cloudprint.document.layouts.markdown import (
    build_markdown_content,
)
from custom_components.cloudprint.document.layouts.models import (
    Checklist,
    ChecklistGroup,
    ChecklistItem,
)
from custom_components.cloudprint.document.layouts.page import build_text_content
from custom_components.cloudprint.document.layouts.page_count import estimate_pages
from custom_components.cloudprint.document.settings import RenderSettings


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (Content.from_string("Milk", MediaFormat.TEXT), 1),
        (Content.from_string("Milk\n" * 60, MediaFormat.TEXT), 1),
        (Content.from_string("Milk\n" * 61, MediaFormat.TEXT), 2),
        (Content.from_string("a" * 12_001, MediaFormat.TEXT), 3),
        # Once after each form feed, but not after the last one
        (Content.from_string("x\f" * 299 + "x", MediaFormat.TEXT), 300),
        (Content.from_string("x\f\f\f", MediaFormat.TEXT), 3),
        (Content.from_string("x\r" * 3000, MediaFormat.TEXT), 50),
        (Content.from_string("x\v" * 3000, MediaFormat.TEXT), 50),
        (Content.from_string("x\u2028" * 3000, MediaFormat.TEXT), 50),
        (Content.from_string("x\r\n" * 3000, MediaFormat.TEXT), 50),
        # Broken between words, else anywhere
        (Content.from_string(f"{'a' * 50} {'b' * 50}\n" * 600, MediaFormat.TEXT), 20),
        (Content.from_string(f"{'a' * 100}\n" * 600, MediaFormat.TEXT), 20),
        (Content.from_string(f"{'a' * 50}){'(b' * 25}\n" * 600, MediaFormat.TEXT), 20),
        (Content.from_string(f"{' ' * 100}x\n" * 600, MediaFormat.TEXT), 20),
        (Content.from_string("a\tb\n" * 600, MediaFormat.TEXT), 10),
        (Content.from_string(f"{'汉' * 54}\n" * 530, MediaFormat.TEXT), 20),
        (Content.from_string(f"{'汉' * 53}\n" * 530, MediaFormat.TEXT), 10),
        (Content.from_string(f"{'😀' * 39}\n" * 530, MediaFormat.TEXT), 20),
        (Content.from_string("<p>", MediaFormat.HTML, pages=7), 7),
        (
            Content(
                media_format=MediaFormat.PNG,
                media_source=MediaSource.BASE64,
                payload=b"",
            ),
            1,
        ),
        (Content.from_string("<p>Milk", MediaFormat.HTML), None),
        (
            Content.from_string("http://a/b.html", MediaFormat.HTML, MediaSource.URL),
            None,
        ),
        (
            Content(
                media_format=MediaFormat.WORD,
                media_source=MediaSource.BASE64,
                payload=b"",
            ),
            None,
        ),
    ],
)
def test_content(content: Content, pages: int | None) -> None:
    """Pages are counted, estimated for a text, and unknown where the service makes them."""
    assert estimate_pages(content) == pages


@pytest.mark.parametrize(
    ("items", "least", "most"), [(1, 1, 1), (25, 1, 1), (70, 1, 3), (400, 5, 13)]
)
def test_list(items: int, least: int, most: int) -> None:
    """A list has about as many pages as its rows fill."""
    group = ChecklistGroup(
        heading=None, items=[ChecklistItem(summary="Milk") for _ in range(items)]
    )
    checklist = Checklist(title="Shopping", subtitle="", language="en", groups=[group])
    content = build_layout_content(checklist, RenderSettings())
    assert least <= (estimate_pages(content) or 0) <= most


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Milk", 1, 1),
        ("Words that fill a line of the page. " * 50, 1, 1),
        ("Words that fill a line of the page.\n\n" * 300, 6, 12),
        ("Words that fill a line of the page. " * 2000, 12, 24),
        ("# Milk\n\n" * 150, 9, 13),
        ("Code\n```\n" + "\n" * 600 + "```", 11, 15),
        ("> " * 30 + "words " * 800, 6, 9),
        ("Empty\n\n" + "-\n" * 300, 7, 9),
        ("- Milk\n\n" * 300, 8, 13),
        ("Milk\n\n" + "&nbsp;\n\n" * 300, 9, 12),
        ("![](data:image/png;base64,iVBORw0KGgo=)\n\n" * 12, 3, 6),
    ],
)
def test_markdown(text: str, least: int, most: int) -> None:
    """A text has about as many pages as its lines, paragraphs and pictures fill."""
    content = build_markdown_content(text, RenderSettings(), title=None, date=None)
    assert least <= (estimate_pages(content) or 0) <= most


def test_note() -> None:
    """The lines of a plain text are kept, also empty ones."""
    content = build_text_content("Milk\n" + "\n" * 300 + "Tea", RenderSettings())
    assert 6 <= (estimate_pages(content) or 0) <= 9


def test_form_feeds() -> None:
    """A text that is laid out begins a page after each form feed, but the last."""
    for text, pages in (
        ("One\fTwo\f", 2),
        ("One\f\f\fFour", 4),
        ("x\n" * 99 + "\fx", 4),
    ):
        assert estimate_pages(build_text_content(text, RenderSettings())) == pages


def test_enlarged_sheets() -> None:
    """What is enlarged is no longer on the sheets that it was laid out on."""
    items = [ChecklistItem(summary="Milk") for _ in range(70)]
    groups = [ChecklistGroup(heading=None, items=items)]
    checklist = Checklist(title="Shopping", subtitle="", language="en", groups=groups)
    content = build_layout_content(checklist, RenderSettings())
    assert content.stated_pages == estimate_pages(content)
    assert (estimate_pages(content, scale=2.0) or 0) > 2 * (content.stated_pages or 0)
    assert estimate_pages(content, scale=None) is None
