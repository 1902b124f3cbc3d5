"""Content in one of the cloud's forms."""

import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import INLINE_BYTES, Content
from custom_components.cloudprint.document.errors import DocumentError


def test_text_is_unchanged() -> None:
    """White space and line ends of a text are kept."""
    text = "\ufeff  你好\r\n\tworld \n"
    content = Content.from_string(text, MediaFormat.TEXT)

    assert content.media_format is MediaFormat.TEXT
    assert content.media_source is MediaSource.STRING
    assert content.payload == text.encode()
    assert content.size == len(text.encode())


def test_long_text() -> None:
    """Characters of any length are unchanged, wherever pieces are split."""
    text = "aé牛😀" * INLINE_BYTES
    assert Content.from_string(text, MediaFormat.HTML).payload == text.encode()


@pytest.mark.parametrize("text", ["", " ", "\n\t\r\n", "\u3000"])
def test_empty(text: str) -> None:
    """White space alone is refused."""
    with pytest.raises(DocumentError) as raised:
        Content.from_string(text, MediaFormat.TEXT)
    assert (raised.value.key, raised.value.placeholders) == ("content_empty", {})


def test_lone_surrogate() -> None:
    """A lone surrogate is refused before it is sent."""
    with pytest.raises(DocumentError) as raised:
        Content.from_string("secret\ud800", MediaFormat.HTML)
    assert (raised.value.key, raised.value.placeholders) == ("content_not_text", {})
    assert "secret" not in str(raised.value)


def test_representation() -> None:
    """The payload is not part of the representation, in case it is logged."""
    assert "secret" not in repr(Content.from_string("secret", MediaFormat.TEXT))


def test_pages() -> None:
    """Content that was converted to pages has their fields."""
    content = Content.from_string(
        "<p>", MediaFormat.HTML, pages=3, paper=(210.0, 297.0), is_ranged=True
    )
    assert content.pages == 3
    assert content.paper == (210.0, 297.0)
    assert content.is_ranged
    plain = Content.from_string("x", MediaFormat.TEXT)
    assert (plain.pages, plain.paper, plain.is_ranged) == (None, None, False)


def test_size() -> None:
    """Content has a limit of size."""
    content = Content.from_string("牛奶", MediaFormat.TEXT)
    assert content.within(6) is content
    with pytest.raises(DocumentError) as raised:
        content.within(5)
    assert raised.value.key == "content_too_large"
    large = Content.from_string("x" * (3 * 1024 * 1024 + 1), MediaFormat.TEXT)
    with pytest.raises(DocumentError) as raised:
        large.within(3 * 1024 * 1024)
    assert raised.value.placeholders == {"size": "3.1", "limit": "3"}
