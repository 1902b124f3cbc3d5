"""Content in one of the cloud's forms."""

from base64 import b64decode

import pytest

from custom_components.cloudprint.api import MediaFormat, MediaSource
from custom_components.cloudprint.document import Content, DocumentError
from custom_components.cloudprint.document.content import INLINE_BYTES


async def test_text_is_sent_as_it_is() -> None:
    """Neither white space nor line ends of a text are anybody's business."""
    content = Content.from_string("\ufeff  你好\r\n\tworld \n", MediaFormat.TEXT)

    assert content.media_format is MediaFormat.TEXT
    assert content.media_source is MediaSource.STRING
    assert content.size == len("\ufeff  你好\r\n\tworld \n".encode())
    assert await content.async_encode() == "\ufeff  你好\r\n\tworld \n"


@pytest.mark.parametrize("size", [0, 1, 2, 3, INLINE_BYTES, INLINE_BYTES + 1])
async def test_bytes_are_sent_in_base64(size: int) -> None:
    """Small and large files come out of their base64 unchanged."""
    payload = bytes(number % 251 for number in range(size))
    content = Content(
        media_format=MediaFormat.PNG, media_source=MediaSource.BASE64, payload=payload
    )

    encoded = await content.async_encode()

    assert b64decode(encoded, validate=True) == payload
    assert content.size == size


async def test_long_text_is_sent_as_it_is() -> None:
    """Characters of any length, wherever they are, come out of the pieces unchanged."""
    text = "aé牛😀" * INLINE_BYTES

    assert await Content.from_string(text, MediaFormat.HTML).async_encode() == text


@pytest.mark.parametrize("text", ["", " ", "\n\t\r\n", "\u3000"])
def test_nothing_is_refused(text: str) -> None:
    """White space alone is no document."""
    with pytest.raises(DocumentError) as raised:
        Content.from_string(text, MediaFormat.TEXT)
    assert (raised.value.key, raised.value.placeholders) == ("content_empty", {})


def test_half_a_character_is_refused() -> None:
    """What UTF-8 cannot carry is refused before anybody tries to send it."""
    with pytest.raises(DocumentError) as raised:
        Content.from_string("secret\ud800", MediaFormat.HTML)
    assert (raised.value.key, raised.value.placeholders) == ("content_not_text", {})
    assert "secret" not in str(raised.value)


def test_content_is_not_in_its_representation() -> None:
    """Whatever logs a content by mistake does not log what it says."""
    assert "secret" not in repr(Content.from_string("secret", MediaFormat.TEXT))


def test_content_that_was_made_into_pages() -> None:
    """What is known of pages stays with them."""
    content = Content.from_string(
        "<p>", MediaFormat.HTML, pages=3, paper=(210.0, 297.0), is_ranged=True
    )
    assert content.pages == 3
    assert content.paper == (210.0, 297.0)
    assert content.is_ranged
    plain = Content.from_string("x", MediaFormat.TEXT)
    assert (plain.pages, plain.paper, plain.is_ranged) == (None, None, False)


def test_size() -> None:
    """A content may be as large as the account allows, and is no byte larger."""
    content = Content.from_string("牛奶", MediaFormat.TEXT)
    assert content.within(6) is content
    with pytest.raises(DocumentError) as raised:
        content.within(5)
    assert raised.value.key == "content_too_large"
    large = Content.from_string("x" * (3 * 1024 * 1024 + 1), MediaFormat.TEXT)
    with pytest.raises(DocumentError) as raised:
        large.within(3 * 1024 * 1024)
    assert raised.value.placeholders == {"size": "3.1", "limit": "3"}
