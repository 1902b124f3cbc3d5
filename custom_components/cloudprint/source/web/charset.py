"""Decodes pages and files from the web."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder, lookup
from collections.abc import Iterable, Iterator
import re
from typing import Final

from ...document.text import decode_text

_META: Final = re.compile(
    rb"""charset\s*+=?+\s*+["']?+\s*+([\w.:-]{1,40})""", re.IGNORECASE
)
_META_BYTES: Final = 4096
"""Searched for a page's own encoding (HTML requires the first 1024)."""

_PIECE_BYTES: Final = 256 * 1024
"""Decoded at a time: decoding holds the GIL, and so blocks the event loop."""

_KNOWN: Final = re.compile(
    r"utf-(?:8|16|16-le|16-be)|gb2312|gbk|gb18030|hz|big5(?:hkscs)?"
    r"|euc_\w+|shift_jis|iso2022_(?:jp|kr)|iso8859-\d+|koi8-[ru]|cp\d+|mac-roman|ascii"
    r"|tis-620|johab"
)
"""Text encodings by Python's names, which has codecs for other things as well."""

_MEANT: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
}
"""The supersets that web pages mean by an encoding (as in the WHATWG standard)."""


def decode_file(data: bytes, charset: str | None) -> str | None:
    """Return the text of a file, or None if it is not text.

    The byte order mark counts first, then the server's charset, then what fits. A few
    invalid bytes are accepted.
    """
    return _decode_fitting(data, _find_outer(data, charset)) or decode_text(data)


def decode_page(data: bytes, charset: str | None) -> str:
    """Return the text of a page or stylesheet, which may declare its encoding."""
    encodings = (*_find_outer(data, charset), *_find_declared(data))
    text = _decode_fitting(data, encodings) or decode_text(data)
    # The default of old browsers, for old pages.
    return _decode(data, "cp1252") if text is None else text


def _decode_fitting(data: bytes, encodings: Iterable[str]) -> str | None:
    """Return the text in the first encoding with hardly any invalid bytes."""
    for encoding in encodings:
        text = _decode(data, encoding)
        if text.count("\ufffd") <= len(text) // 200:
            return text.removeprefix("\ufeff")
    return None


def _decode(data: bytes, encoding: str) -> str:
    """Return a text with U+FFFD in place of invalid bytes."""
    decoder = getincrementaldecoder(encoding)("replace")
    return "".join(
        decoder.decode(data[start : start + _PIECE_BYTES])
        for start in range(0, len(data), _PIECE_BYTES)
    ) + decoder.decode(b"", final=True)


def _find_outer(data: bytes, charset: str | None) -> Iterator[str]:
    if data.startswith(BOM_UTF8):
        yield "utf-8"
    elif data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        yield "utf-16"
    if charset and (encoding := _find_encoding(charset)):
        yield encoding


def _find_declared(data: bytes) -> Iterator[str]:
    if found := _META.search(data, 0, _META_BYTES):
        if encoding := _find_encoding(found[1].decode("ascii", "replace")):
            # A declaration that is readable as ASCII is not in UTF-16.
            yield "utf-8" if encoding.startswith("utf-16") else encoding


def _find_encoding(label: str) -> str | None:
    """Return Python's name of an encoding, or None if it has none."""
    try:
        name = lookup(label.strip()).name
    except LookupError, ValueError:
        return None
    return _MEANT.get(name, name) if _KNOWN.fullmatch(name) else None
