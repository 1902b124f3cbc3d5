"""The text of pages and files from the web, in whatever they are encoded."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder, lookup
from collections.abc import Iterable, Iterator
import re
from typing import Final

from ...document.text import decode_text

_META: Final = re.compile(
    rb"""charset\s*+=?+\s*+["']?+\s*+([\w.:-]{1,40})""", re.IGNORECASE
)
_META_BYTES: Final = 4096
"""Where a page says its encoding, if it does (HTML asks for the first 1024)."""

_PIECE_BYTES: Final = 256 * 1024
"""Other threads wait while a piece is decoded: one of them holds the event loop."""

_KNOWN: Final = re.compile(
    r"utf-(?:8|16|16-le|16-be)|gb2312|gbk|gb18030|hz|big5(?:hkscs)?"
    r"|euc_\w+|shift_jis|iso2022_(?:jp|kr)|iso8859-\d+|koi8-[ru]|cp\d+|mac-roman|ascii"
    r"|tis-620|johab"
)
"""Encodings of text by Python's names; it has others, which are none."""

_MEANT: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
}
"""What the web means by an encoding: the larger one that grew out of it."""


def decoded(data: bytes, charset: str | None) -> str | None:
    """Return the text of a file, or None if it is none.

    The mark at its beginning counts, then the charset that the server told, then what
    fits. A few bytes that mean nothing do not make an encoding a wrong one.
    """
    return _first_fitting(data, _told(data, charset)) or decode_text(data)


def decoded_page(data: bytes, charset: str | None) -> str:
    """Return the text of a page or stylesheet, which may tell its encoding itself."""
    told = (*_told(data, charset), *_told_within(data))
    text = _first_fitting(data, told) or decode_text(data)
    # Old pages that say nothing mean the encoding of old browsers.
    return _replaced(data, "cp1252") if text is None else text


def _first_fitting(data: bytes, encodings: Iterable[str]) -> str | None:
    for encoding in encodings:
        text = _replaced(data, encoding)
        if text.count("\ufffd") <= len(text) // 200:
            return text.removeprefix("\ufeff")
    return None


def _replaced(data: bytes, encoding: str) -> str:
    """Return a text in which a mark stands for each byte that means nothing."""
    decoder = getincrementaldecoder(encoding)("replace")
    return "".join(
        decoder.decode(data[start : start + _PIECE_BYTES])
        for start in range(0, len(data), _PIECE_BYTES)
    ) + decoder.decode(b"", final=True)


def _told(data: bytes, charset: str | None) -> Iterator[str]:
    if data.startswith(BOM_UTF8):
        yield "utf-8"
    elif data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        yield "utf-16"
    if charset and (encoding := _encoding(charset)):
        yield encoding


def _told_within(data: bytes) -> Iterator[str]:
    if found := _META.search(data, 0, _META_BYTES):
        if encoding := _encoding(found[1].decode("ascii", "replace")):
            # What could be read so far is in no UTF-16.
            yield "utf-8" if encoding.startswith("utf-16") else encoding


def _encoding(label: str) -> str | None:
    """Return Python's name of an encoding, or None if there is no such."""
    try:
        name = lookup(label.strip()).name
    except LookupError, ValueError:
        return None
    return _MEANT.get(name, name) if _KNOWN.fullmatch(name) else None
