"""Decoding of pages and files."""

from hypothesis import given, strategies as st
import pytest
from yarl import URL

from custom_components.cloudprint.source.web import inline
from custom_components.cloudprint.source.web.fetch import Fetched

CHINESE = "今天的菜单：牛奶、面包。"
JAPANESE = "今日のメニュー：牛乳、パン。"


def decode_page(data: bytes, charset: str | None) -> str:
    """Return the text of a page that was fetched."""
    url = URL("http://nas.lan")
    return inline.decode_page(
        Fetched(url=url, data=data, content_type="text/html", charset=charset)
    )


@pytest.mark.parametrize(
    ("text", "encoding", "charset"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8", "UTF8"),
        (CHINESE, "utf-8", None),
        (CHINESE, "gb18030", "gb2312"),
        (CHINESE, "gbk", "GBK"),
        (CHINESE, "gb18030", None),
        ("牛奶麵包", "big5", "big5"),
        (JAPANESE, "shift_jis", "Shift_JIS"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        ("우유", "cp949", "euc-kr"),
        ("Milch für Änne – 3 €", "cp1252", "iso-8859-1"),
        ("Milch für Änne – 3 €", "cp1252", "us-ascii"),
        ("Молоко", "koi8-r", "koi8-r"),
        ("Молоко", "cp1251", "windows-1251"),
        (CHINESE, "utf-16", None),
        (CHINESE, "utf-16-be", "utf-16be"),
        (CHINESE, "utf-8-sig", "gbk"),
        # The server's charset is wrong.
        (CHINESE, "gb18030", "utf-8"),
        (CHINESE, "utf-8", "gb2312"),
        # The server's charset is unknown.
        (CHINESE, "utf-8", "x-unknown"),
        (CHINESE, "utf-8", "base64"),
        (CHINESE, "utf-8", "idna"),
        (CHINESE, "utf-8", "utf-7"),
        (CHINESE, "utf-8", "a\0b"),
        ("", "utf-8", "gbk"),
    ],
)
def test_charset_of_the_server(text: str, encoding: str, charset: str | None) -> None:
    """The server's charset counts if the content fits it."""
    data = text.encode(encoding)
    assert decode_page(data, charset) == text


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="{}">',
        "<META CHARSET = '{}' />",
        "<meta charset={}>",
        '<meta http-equiv="Content-Type" content="text/html; charset={}">',
        '<?xml version="1.0"?><meta content="text/html;charset={}"/>',
        '@charset "{}";',
    ],
)
@pytest.mark.parametrize("encoding", ["shift_jis", "euc-jp"])
def test_declared_by_the_page(head: str, encoding: str) -> None:
    """An encoding declared in a page or stylesheet is used."""
    text = head.format(encoding) + JAPANESE
    data = text.encode(encoding)
    assert decode_page(data, None) == text
    assert decode_page(data, "utf-8") == text


def test_misleading_declaration() -> None:
    """A readable declaration is not in UTF-16, and unknown encodings are ignored."""
    for charset in ("utf-16", "nonsense", "x" * 50):
        text = f'<meta charset="{charset}">{CHINESE}'
        assert decode_page(text.encode(), None) == text


def test_few_invalid_bytes() -> None:
    """An invalid byte does not rule out an encoding."""
    data = (CHINESE * 50).encode() + b"\xff" + CHINESE.encode()
    assert decode_page(data, "utf-8") == f"{CHINESE * 50}\ufffd{CHINESE}"


def test_no_text() -> None:
    """A page in no encoding is decoded as old browsers do."""
    assert decode_page(b"Caf\xe9 f\xfcr \x81", None) == "Café für \ufffd"


LABELS = ["idna", "punycode", "unicode_escape", "zip", "rot13", "utf-32", "utf-7"]


@given(st.binary(), st.none() | st.text() | st.sampled_from(LABELS))
def test_anything(data: bytes, charset: str | None) -> None:
    """Any bytes are decoded without an error, whatever the charset."""
    decode_page(data, charset).encode()
