"""Decoding of text files."""

import codecs

from hypothesis import example, given, strategies as st
import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.text.text import (
    decode_beginning,
    decode_text,
    detect_encoding,
    find_given,
    is_binary,
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
        (b"if (a~{b}) c", "if (a~{b}) c"),
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
    page = f"{text}\n" * 50
    assert decode_text(page.encode(encoding)) == page


@pytest.mark.parametrize("pieces", [1, 2, 3])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "big5", "utf-32"])
def test_long_texts(encoding: str, pieces: int) -> None:
    """Characters at the ends of pieces are decoded correctly."""
    for shift in ("", "a", "ab", "abc"):
        text = shift + TRADITIONAL * (pieces * 256 * 1024 // 60)
        assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "big5hkscs"),
        ("これは文書です。印刷機", "cp932"),
        ("Привет, это документ", "cp1251"),
        (GERMAN, "cp1252"),
    ],
)
@pytest.mark.parametrize("count", [30, 600, 10_000])
def test_letters_in_long_lines(text: str, encoding: str, count: int) -> None:
    """Much ASCII in the same line, as in a file of JSON, does not outweigh letters."""
    text = '{"key": 1, "values": [1, 2]}, ' * count + text.replace("\n", " ")
    text = f"{text}{'x' * 500}{text}"
    assert detect_encoding(text.encode(encoding)) == encoding


@pytest.mark.parametrize("size", [256 * 1024 - 1, 256 * 1024, 700_000])
def test_late_letters(size: int) -> None:
    """The encoding is detected from the first letters that are not in ASCII."""
    text = "a" * size + "\n" + SIMPLIFIED
    assert decode_text(text.encode("gb18030")) == text


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
        SIMPLIFIED.encode("gb18030") * 10_000 + b"\xff",
        # Undefined in Windows-1252
        b"caf\xe9 \x81",
        # The end of a file of DOS, anywhere else
        b"Milk\x1a eggs",
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


SHORT = {
    "gb18030": (
        *("好", "奶", "菜单", "牛奶", "打印", "二楼", "妈妈", "收据", "面包，鸡蛋"),
        *("早上好", "购物清单", "生日快乐", "洗衣机完成", "共3页", "￥15", "温度25℃"),
        *("门开了", "用app打开", "电话：123", "请勿打扰", "😀 牛奶", "€5，明天"),
    ),
    "big5": ("購物清單", "早安您好", "今天會下雨", "雞蛋和牛奶", "生日快樂"),
    "cp1252": (
        *("It’s", "“Hello”", "90°", "© 2024", "Café", "Über", "El Niño", "Ça va"),
        *("São Paulo", "Malmö", "Åse", "crème brûlée", "Königstraße 5", "2 × 3"),
    ),
    "cp1251": ("Привет", "Молоко", "Список покупок", "Хлеб и молоко"),
    "cp932": ("買い物リスト", "こんにちは", "パン"),
    "euc_jp": ("買い物リスト", "こんにちは"),
    "cp949": ("안녕하세요", "쇼핑 목록"),
}


@pytest.mark.parametrize(
    ("encoding", "text"),
    [(name, text) for name, texts in SHORT.items() for text in texts],
)
def test_short_texts(encoding: str, text: str) -> None:
    """A few letters are enough; where several readings fit, it is Chinese."""
    assert decode_text(text.encode(encoding)) == text
    page = f"{'Milk and eggs\n' * 100_000}{text}\n"
    assert decode_text(page.encode(encoding)) == page


LONG = {
    "Jeśli urządzenie jest wyłączone, włącz je i spróbuj ponownie. Źródło: łącze.": (
        *("cp1250", "iso8859-2", "cp852"),
    ),
    "Příliš žluťoučký kůň úpěl ďábelské ódy. Zkontrolujte tiskárnu.": ("cp1250",),
    "Съешь же ещё этих мягких французских булок, да выпей чаю.": (
        *("cp1251", "koi8-r", "iso8859-5", "cp866", "cp855"),
    ),
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. Ο εκτυπωτής είναι εκτός σύνδεσης.": (
        *("cp1253", "iso8859-7"),
    ),
    "דג סקרן שט בים מאוכזב ולפתע מצא לו חברה. המדפסת אינה מחוברת.": ("cp1255",),
    "نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر": ("cp1256", "iso8859-6"),
    "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า กว่าบรรดาฝูงสัตว์เดรัจฉาน": ("cp874",),
    "今日のメニュー：牛乳、パン、卵。プリンターの電源を入れてください。": (
        *("cp932", "euc_jp", "iso2022_jp"),
    ),
    "다람쥐 헌 쳇바퀴에 타고파. 프린터가 오프라인 상태입니다.": (
        *("cp949", "johab", "iso2022_kr"),
    ),
    "购物清单：牛奶、鸡蛋、面包。": ("hz", "gb18030"),
    "購物清單：牛奶、雞蛋、麵包。請檢查印表機是否已開啟。": ("big5hkscs", "gb18030"),
    "Milk, eggs and bread\n": ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"),
    "牛奶, milk\n": ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"),
}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(text, name) for text, names in LONG.items() for name in names],
)
def test_encodings_of_the_world(text: str, encoding: str) -> None:
    """A sentence tells its encoding."""
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0" encoding="{}"?>\n',
        "<?xml version='1.0' encoding='{}'?><note>",
        '<html><meta charset="{}">',
        '@charset "{}";',
        "# -*- coding: {} -*-\n",
        "#!/bin/sh\n# -*- mode: sh; coding: {}-unix -*-\n",
        "# coding={}\n",
        "vim: set fileencoding={} :\n",
        "# vim:ts=4:fenc={}\n",
        "\n" * 5000 + "// vim: set fileencoding={}:\n",
    ],
)
@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("EUC-KR", "cp949", "우유"),
        ("Big5", "big5hkscs", "請勿打擾"),
        ("shift_jis", "cp932", "牛乳"),
        ("gb2312", "gb18030", "牛奶"),
        ("windows-1257", "cp1257", "Ąžuolas"),
        ("iso-8859-1", "cp1252", "5 µm"),
    ],
)
def test_declared(head: str, label: str, encoding: str, text: str) -> None:
    """An encoding that a text declares is believed."""
    text = head.format(label) + text
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "label",
    ["utf-16", "nonsense", "base64", "rot13", "idna", "undefined", "utf-7", "gbk"],
)
def test_misleading_declaration(label: str) -> None:
    """A text in UTF-8 that declares something else was converted."""
    text = f'<?xml version="1.0" encoding="{label}"?>牛奶'
    assert decode_text(text.encode()) == text
    assert decode_text(b"# coding: " + label.encode()) is not None


def test_damaged() -> None:
    """A few invalid bytes do not change the encoding, and are shown."""
    damaged = "牛奶" * 50
    assert decode_text(damaged.encode() + b"\xff") == damaged + "\ufffd"
    assert decode_text(damaged.encode()[:-1]) == damaged[:-1] + "\ufffd"
    assert decode_text(damaged.encode("utf-16") + b"x") == damaged + "\ufffd"
    declared = "# coding: gbk\n" + damaged
    assert decode_text(declared.encode("gbk") + b"\xff") == declared + "\ufffd"


@pytest.mark.parametrize(
    "encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-be"]
)
def test_end_of_file(encoding: str) -> None:
    """The mark at the end of a text of DOS is left out."""
    text = "购物清单：2 盒牛奶、鸡蛋、面包。"
    data = text.encode(encoding) + b"\x1a"
    assert decode_text(data) == text
    if encoding != "utf-8-sig":
        assert decode_text(data, find_given(data, encoding)) == text
    assert decode_text(b"\x1a") == ""


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-32-be"])
def test_last_byte_of_a_character(encoding: str) -> None:
    """The mark is none where it is the last byte of a character."""
    text = "Milk 全国作业"
    for mark in ("", "\ufeff"):
        data = (mark + text).encode(encoding)
        assert data.endswith(b"\x1a")
        assert decode_text(data) == text
        assert decode_text(data, find_given(data, encoding)) == text


def test_binary() -> None:
    """Control characters make a file binary, letters in an unknown encoding do not."""
    assert is_binary(b"Milk\x01")
    assert not is_binary(b"caf\xe9 \x81\r\n\t")
    assert is_binary(b"Milk" * 200_000 + b"\x01")


@pytest.mark.parametrize(
    ("data", "given", "text"),
    [
        ("우유".encode("cp949"), "cp949", "우유"),
        ("Milk".encode("cp500"), "cp500", "Milk"),
        ("牛奶".encode("utf-16-be"), "utf-16-be", "牛奶"),
        ("牛奶".encode("utf-16-le"), "utf-16-le", "牛奶"),
        (codecs.BOM_UTF16_BE + "牛奶".encode("utf-16-be"), "utf-16-le", "牛奶"),
        ("牛奶".encode("utf-8-sig"), "utf-8", "牛奶"),
        ("<meta charset=gbk>牛奶".encode("big5"), "big5", "<meta charset=gbk>牛奶"),
    ],
)
def test_given(data: bytes, given: str, text: str) -> None:
    """An encoding that was given counts most, but for the byte order."""
    assert decode_text(data, find_given(data, given)) == text


def test_not_in_the_given_encoding() -> None:
    """A text that is not in the given encoding is refused."""
    for data in ("牛奶".encode("gbk"), codecs.BOM_UTF16_LE + b"a\0"):
        with pytest.raises(DocumentError) as caught:
            find_given(data, "utf-8")
        assert caught.value.key == "encoding_mismatch"
        assert caught.value.placeholders == {"encoding": "utf-8"}


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
