"""Decoding of text files."""

from codecs import (
    BOM_UTF8,
    BOM_UTF16_BE,
    BOM_UTF16_LE,
    BOM_UTF32_BE,
    BOM_UTF32_LE,
    iterdecode,
)
from collections.abc import Iterable, Iterator
import re
from typing import Final

from .encoding import CHINESE, legacy_encodings, utf16_encodings

_MARKS: Final = (
    (BOM_UTF8, "utf-8-sig"),
    # UTF-16's mark begins one of UTF-32's.
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
    ("\ufeff".encode(CHINESE), CHINESE),
)
_BYTE_ORDER_MARK: Final = "\ufeff"

_UNREADABLE: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
"""Control characters, which every binary file has."""

_BEGINNING: Final = 1024
"""Characters; the HTML standard requires a page to declare its encoding within them."""

_DECLARED_ENCODING: Final = re.compile(
    r"""(<meta\b[^<>]*?\bcharset\s*=\s*["']?\s*)(?!utf-?8\b)[\w.:-]+""", re.IGNORECASE
)

_PIECE_BYTES: Final = 256 * 1024
"""Decoding a piece holds the GIL, which the event loop waits for."""


def detect_encoding(data: bytes) -> str | None:
    """Return the encoding of a text: UTF-8, -16, -32, GB18030, Big5 or Windows-1252.

    None if the data is not text.
    """
    for encoding in _possible_encodings(data):
        try:
            if not any(map(_UNREADABLE.search, decoded_pieces(data, encoding))):
                return encoding
        except UnicodeDecodeError:
            continue
    return None


def decode_text(data: bytes) -> str | None:
    """Return the text without its byte order mark, or None if the data is not text."""
    if (encoding := detect_encoding(data)) is None:
        return None
    text = ""
    for piece in decoded_pieces(data, encoding):
        # Python extends the string in place; joining would copy everything at once.
        text += piece
    return text.removeprefix(_BYTE_ORDER_MARK) if encoding == CHINESE else text


def decode_beginning(data: bytes, encoding: str) -> str:
    """Return the beginning of a text in an encoding, without its byte order mark."""
    text = next(decoded_pieces(data, encoding), "")
    return text[:_BEGINNING].removeprefix(_BYTE_ORDER_MARK)


def declare_utf8(page: str) -> str:
    """Return a page that declares UTF-8 in place of another encoding.

    All text is sent to the cloud in UTF-8.
    """
    beginning, rest = page[:_BEGINNING], page[_BEGINNING:]
    return _DECLARED_ENCODING.sub(r"\1utf-8", beginning) + rest


def _possible_encodings(data: bytes) -> Iterable[str]:
    """Yield the possible encodings of a text, the likeliest first."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            yield encoding
            return
    if b"\0" in data:
        yield from utf16_encodings(data)
        return
    yield "utf-8"
    yield from legacy_encodings(data)


def decoded_pieces(data: bytes, encoding: str) -> Iterator[str]:
    """Yield a text in pieces of whole characters.

    Raises UnicodeDecodeError for bytes that are invalid in the encoding.
    """
    starts = range(0, len(data), _PIECE_BYTES)
    pieces = (data[start : start + _PIECE_BYTES] for start in starts)
    return iterdecode(pieces, encoding)
