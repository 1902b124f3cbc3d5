"""Text of the encodings that people's files are in."""

import pytest

from custom_components.cloudprint.document.text import decode_text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Milk 牛奶\r\n\teggs\f".encode(), "Milk 牛奶\r\n\teggs\f"),
        ("牛奶".encode("utf-8-sig"), "牛奶"),
        ("牛奶".encode("utf-16"), "牛奶"),
        (b"\xfe\xff" + "牛奶".encode("utf-16-be"), "牛奶"),
        ("牛奶".encode("gb18030"), "牛奶"),
        ("😀 牛奶".encode("gb18030"), "😀 牛奶"),
        (b"", ""),
    ],
)
def test_text(data: bytes, text: str) -> None:
    """What people write is read, and a mark of the byte order is not part of it."""
    assert decode_text(data) == text


@pytest.mark.parametrize(
    "data",
    [
        b"a\0b",
        b"\x1b[31mred",
        b"\xff\xff",
        "牛奶".encode("utf-8-sig") + b"\xff",
        "a".encode("utf-32"),
        b"\xff\xfea",
        bytes(range(256)),
    ],
)
def test_no_text(data: bytes) -> None:
    """Control characters and broken encodings are no text."""
    assert decode_text(data) is None
