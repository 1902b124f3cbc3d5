"""The text of pages and files, in whatever they are encoded."""

from hypothesis import given, strategies as st
import pytest

from custom_components.cloudprint.source.web.charset import decoded, decoded_page

CHINESE = "今天的菜单：牛奶、面包。"
JAPANESE = "今日のメニュー：牛乳、パン。"


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
        # What the server says is not true.
        (CHINESE, "gb18030", "utf-8"),
        (CHINESE, "utf-8", "gb2312"),
        # What it says is no encoding.
        (CHINESE, "utf-8", "x-unknown"),
        (CHINESE, "utf-8", "base64"),
        (CHINESE, "utf-8", "idna"),
        (CHINESE, "utf-8", "utf-7"),
        (CHINESE, "utf-8", "a\0b"),
        ("", "utf-8", "gbk"),
    ],
)
def test_told_by_the_server(text: str, encoding: str, charset: str | None) -> None:
    """What the server says counts where it can be true."""
    data = text.encode(encoding)
    assert decoded_page(data, charset) == text
    # Nothing to read is nothing that was read.
    assert (decoded(data, charset) or "") == text


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
def test_told_by_the_page(head: str, encoding: str) -> None:
    """A page or stylesheet that says its encoding itself is believed."""
    text = head.format(encoding) + JAPANESE
    data = text.encode(encoding)
    assert decoded_page(data, None) == text
    assert decoded_page(data, "utf-8") == text
    assert decoded(data, None) != text


def test_page_that_is_wrong_about_itself() -> None:
    """What can be read that far is in no UTF-16, and unknown words are no encoding."""
    for charset in ("utf-16", "nonsense", "x" * 50):
        text = f'<meta charset="{charset}">{CHINESE}'
        assert decoded_page(text.encode(), None) == text


def test_few_faults() -> None:
    """A byte that means nothing does not make the encoding a wrong one."""
    data = (CHINESE * 50).encode() + b"\xff" + CHINESE.encode()
    for text in (decoded(data, "utf-8"), decoded_page(data, "utf-8")):
        assert text == f"{CHINESE * 50}\ufffd{CHINESE}"


def test_no_text() -> None:
    """A file that is no text is none; a page is what old browsers would show."""
    data = b"\xff\xd8\xff\xe0\x00\x10Caf\xe9"
    assert decoded(data, None) is None
    assert decoded_page(b"Caf\xe9 f\xfcr \x81", None) == "Café für \ufffd"


LABELS = ["idna", "punycode", "unicode_escape", "zip", "rot13", "utf-32", "utf-7"]


@given(st.binary(), st.none() | st.text() | st.sampled_from(LABELS))
def test_anything(data: bytes, charset: str | None) -> None:
    """Any bytes under any name are read without an error."""
    decoded(data, charset)
    decoded_page(data, charset).encode()
