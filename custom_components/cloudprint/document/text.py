"""Text of the encodings that people's files are in."""

from codecs import (
    BOM_UTF8,
    BOM_UTF16_BE,
    BOM_UTF16_LE,
    BOM_UTF32_BE,
    BOM_UTF32_LE,
    getincrementaldecoder,
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
"""Control characters, of which every binary file has some."""

_BEGINNING: Final = 1024
"""Characters. What a page says of its encoding is within so many, by HTML's rules."""

_TOLD_ENCODING: Final = re.compile(
    r"""(<meta\b[^<>]*?\bcharset\s*=\s*["']?\s*)(?!utf-?8\b)[\w.:-]+""", re.IGNORECASE
)

_PIECE_BYTES: Final = 256 * 1024
"""Other threads wait while a piece is decoded: one of them holds the event loop."""


def encoding_of(data: bytes) -> str | None:
    """Return the encoding that all of a text can be read in; None for no text.

    It is UTF-8, UTF-16, UTF-32, GB18030, Big5 or Windows' Western one.
    """
    for encoding in _possible_encodings(data):
        try:
            if not any(map(_UNREADABLE.search, decoded_pieces(data, encoding))):
                return encoding
        except UnicodeDecodeError:
            continue
    return None


def decode_text(data: bytes) -> str | None:
    """Return the text without the mark of its encoding; None for no text."""
    if (encoding := encoding_of(data)) is None:
        return None
    text = "".join(decoded_pieces(data, encoding))
    return text.removeprefix(_BYTE_ORDER_MARK) if encoding == CHINESE else text


def beginning_of_text(data: bytes, encoding: str) -> str:
    """Return how a text in that encoding begins, without its mark."""
    text = next(decoded_pieces(data, encoding), "")
    return text[:_BEGINNING].removeprefix(_BYTE_ORDER_MARK)


def page_in_utf8(page: str) -> str:
    """Return a page that does not say any more that it is in another encoding.

    The cloud has all texts in UTF-8, whatever their files were in.
    """
    beginning, rest = page[:_BEGINNING], page[_BEGINNING:]
    return _TOLD_ENCODING.sub(r"\1utf-8", beginning) + rest


def _possible_encodings(data: bytes) -> Iterable[str]:
    """Yield the encodings that the bytes may be in, the likeliest first."""
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
    """Yield a text piece by piece, whole characters each.

    Raises UnicodeDecodeError for bytes that are not in the encoding.
    """
    decoder = getincrementaldecoder(encoding)()
    for start in range(0, len(data), _PIECE_BYTES):
        end = start + _PIECE_BYTES
        yield decoder.decode(data[start:end], final=end >= len(data))
