"""Decoding of text files."""

import codecs

from hypothesis import example, given, strategies as st
import pytest

from custom_components.cloudprint.document.text import (
    decode_beginning,
    decode_text,
    detect_encoding,
)

SIMPLIFIED = "购物清单：\r\n\t牛奶 2 盒，鸡蛋 12 个。\r\n早上好，今天最高温度 25℃。\r\n"
TRADITIONAL = "購物清單：\r\n\t牛奶 2 盒，雞蛋 12 個。\r\n早安，今天最高溫度 25℃。\r\n"
GERMAN = "Größe der Tür: 5 m². Übermäßig schön, „Straße“ – für 3 €.\n"
FRENCH = "Réglage élevé : où est l’œuvre de Noël ? Ça coûte 3 €…\n"
SPANISH = "¿Dónde está el niño? ¡Mañana será otro día!\n"
READABLE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
    | st.sampled_from("\t\n\r\f"),
    max_size=200,
).filter(lambda text: not text.startswith("\ufeff"))
CHINESE = st.text(
    st.sampled_from("购物清单牛奶鸡蛋早上好今天最高温度，。：（） aZ09\r\n\t一"),
    min_size=1,
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Milk 牛奶\r\n\teggs\f".encode(), "Milk 牛奶\r\n\teggs\f"),
        ("牛奶".encode("utf-8-sig"), "牛奶"),
        (codecs.BOM_UTF16_LE + "牛奶".encode("utf-16-le"), "牛奶"),
        (codecs.BOM_UTF16_BE + "牛奶".encode("utf-16-be"), "牛奶"),
        (codecs.BOM_UTF32_LE + "牛奶".encode("utf-32-le"), "牛奶"),
        (codecs.BOM_UTF32_BE + "牛奶".encode("utf-32-be"), "牛奶"),
        ("\ufeff牛奶".encode("gb18030"), "牛奶"),
        ("牛奶".encode("gb18030"), "牛奶"),
        ("😀 牛奶".encode("gb18030"), "😀 牛奶"),
        ("奶".encode("gb18030"), "奶"),
        ("\u20ac100，牛奶".encode("gb18030"), "€100，牛奶"),
        (b"", ""),
        (codecs.BOM_UTF8, ""),
        (codecs.BOM_UTF16_LE, ""),
    ],
)
def test_text(data: bytes, text: str) -> None:
    """Text is decoded without its byte order mark."""
    assert decode_text(data) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        (TRADITIONAL, "gb18030"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "utf-16-be"),
        ("用电：一月一日，一二三四五\n", "utf-16-le"),
        ("Energy 用电\n", "utf-16-le"),
        ("Привет, мир!\n", "utf-16-be"),
        ("안녕하세요 세계\n", "utf-16-le"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (SPANISH, "cp1252"),
        ("Größe", "cp1252"),
        ("Mäßig", "cp1252"),
        ("90°", "cp1252"),
        ("2048 × 1080\n", "cp1252"),
        # The uppercase word alone could be Chinese.
        ("ÄÖ äußerst schön", "cp1252"),
        ("Model X: 鸡蛋 and milk, for the kitchen", "gb18030"),
    ],
)
def test_encodings(text: str, encoding: str) -> None:
    """Encodings are told apart by plausible text."""
    assert decode_text(text.encode(encoding)) == text
    assert decode_text((text * 50).encode(encoding)) == text * 50


@pytest.mark.parametrize("pieces", [1, 2, 3])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "big5", "utf-32"])
def test_long_texts(encoding: str, pieces: int) -> None:
    """Characters at the ends of pieces are decoded correctly."""
    for shift in ("", "a", "ab", "abc"):
        text = shift + TRADITIONAL * (pieces * 256 * 1024 // 60)
        assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data",
    [
        b"a\0b",
        b"\x1b[31mred",
        b"\xff\xff",
        "牛奶".encode("utf-8-sig") + b"\xff",
        b"\xff\xfea",
        b"\xff\xfea\0\1\0",
        codecs.BOM_UTF32_LE + b"\0\0\x11\0",
        bytes(range(256)),
        bytes(1000),
        *(number.to_bytes(2, "big") * 500 for number in (1, 2, 4)),
        # Binary numbers
        b"".join(number.to_bytes(2, "little") for number in range(0, 60_000, 77)),
        b"Milk" * 100_000 + b"\1",
        "牛奶".encode("gb18030") * 100_000 + b"\xff",
        # Undefined bytes of Windows-1252, and rare signs
        b"caf\xe9 \x81",
        b"caf\xe9 \xb8",
        b"\xe9\xe9\xe9 caf\xe9",
        b"\xe9 \xe9 \xe9",
    ],
)
def test_no_text(data: bytes) -> None:
    """Control characters and invalid encodings are not text."""
    assert decode_text(data) is None
    assert detect_encoding(data) is None


@given(READABLE)
@example("")
@example("\u0627")
def test_any_text_in_unicode(text: str) -> None:
    """Any text in Unicode is decoded unchanged."""
    assert decode_text(text.encode()) == text
    assert decode_text(text.encode("utf-8-sig")) == text
    for mark, encoding in (
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ):
        assert decode_text(mark + text.encode(encoding)) == text
    assert decode_text("\ufeff".encode("gb18030") + text.encode("gb18030")) == text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1))
def test_any_plain_text_without_a_mark(text: str) -> None:
    """English in UTF-16 without a mark is recognized."""
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode_text(text.encode(encoding)) == text


@given(CHINESE)
def test_any_chinese_text(text: str) -> None:
    """Chinese in GB18030 is recognized, unless it is valid UTF-8."""
    data = text.encode("gb18030")
    try:
        expected = data.decode()
    except UnicodeDecodeError:
        expected = text
    assert decode_text(data) == expected


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    """Any bytes are text that can be sent, or not text."""
    text = decode_text(data)
    assert (text is None) is (detect_encoding(data) is None)
    if text is not None:
        assert text.encode().decode() == text
        assert "\0" not in text


def test_beginning() -> None:
    """The beginning of a text is decoded without a byte order mark."""
    text = SIMPLIFIED * 100
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        beginning = decode_beginning(text.encode(encoding), encoding)
        assert text.startswith(beginning)
        assert 1000 < len(beginning) < 1100
    assert decode_beginning("\ufeff牛奶".encode("gb18030"), "gb18030") == "牛奶"
    assert decode_beginning(b"", "utf-8") == ""
