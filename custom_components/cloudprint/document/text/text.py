"""Decoding of text files."""

from codecs import (
    BOM_UTF8,
    BOM_UTF16_BE,
    BOM_UTF16_LE,
    BOM_UTF32_BE,
    BOM_UTF32_LE,
    getincrementaldecoder,
    iterdecode,
)
from collections.abc import Iterable, Iterator
import re
from typing import Final

from ..errors import DocumentError
from .charset_detection import (
    DECLARATION_BYTES,
    find_declared,
    find_encoding,
    find_likely_encodings,
    split_bytes,
)

_MARKS: Final = (
    (BOM_UTF8, "utf-8"),
    # UTF-16's mark begins one of UTF-32's.
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
    ("\ufeff".encode("gb18030"), "gb18030"),
)
_BYTE_ORDER_MARK: Final = "\ufeff"
_UNREADABLE: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_CONTROL: Final = re.compile(_UNREADABLE.pattern.encode())
_END_OF_FILE: Final = b"\x1a"  # the last character of texts of DOS
_INVALID: Final = "\ufffd"
_VALID_TO_INVALID: Final = 20

_ESCAPES: Final = (  # escape sequences switch character sets in ASCII bytes
    (b"\x1b$)C", "iso2022_kr"),
    (b"\x1b", "iso2022_jp_ext"),
    (b"\x1b", "iso2022_jp_2"),
    (b"~{", "hz"),
)

_WIDE: Final = ("utf-16", "utf-32")
_WIDE_ENCODINGS: Final = {  # bytes a character; Latin letters contain NUL
    "utf-16-le": 2,
    "utf-16-be": 2,
    "utf-32-le": 4,
    "utf-32-be": 4,
}
_SAMPLE_BYTES: Final = 64 * 1024
_PLAIN: Final = re.compile(r"[\t\n\f\r -~]+")
_LIKELY: Final = re.compile(  # what people write much: others are rather read wrongly
    "[\xa0-\xff\u0101-\u017f\u0370-\u03ff\u0401-\u04ff\u05d0-\u05ff\u0601-\u06ff"
    "\u0e01-\u0e7f\u1e01-\u1eff\u2001-\u2089\u20a0-\u20bf\u2103-\u2193\u2460-\u25ff"
    "\u3001-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uffee\U0001f300-\U0001faff]+"
)
_LIKELY_SHARE: Final = 0.9
_BEGINNING: Final = 1024

_DECLARED_ENCODING: Final = re.compile(
    r"""((?:\A\s*<\?xml\b[^<>]*?\bencoding|<meta\b[^<>]*?\bcharset)\s*=\s*["']?\s*)"""
    r"(?!utf-?8\b)[\w.:-]+",
    re.IGNORECASE,
)


def detect_encoding(data: bytes, charset: str | None = None) -> str | None:
    """Return the encoding of a text, or None.

    A byte order mark counts first, then UTF-8, then what the server (`charset`) and the
    text declare. Otherwise, it is guessed. A few invalid bytes are accepted, but not in
    a guess.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding if _fits(data, encoding) else None
    is_ascii = data.isascii()
    is_utf8 = _is_readable(data, "utf-8")
    if is_utf8 and not is_ascii:
        return "utf-8"
    for encoding in _find_announced(data, charset):
        if _fits(data, encoding):
            return encoding
    if is_utf8:
        return "utf-8"
    if b"\0" in data:
        guesses: Iterable[str] = _find_wide(data)
    elif is_ascii:
        return None
    elif _fits(data, "utf-8"):
        return "utf-8"
    else:
        guesses = find_likely_encodings(data.removesuffix(_END_OF_FILE))
    return next((guess for guess in guesses if _is_readable(data, guess)), None)


def is_binary(data: bytes) -> bool:
    """Return whether bytes are control characters in all encodings but UTF-16 and -32."""
    return any(map(_CONTROL.search, split_bytes(data)))


def find_given(data: bytes, encoding: str) -> str:
    """Return the given encoding, with the text's byte order. Raises DocumentError."""
    for mark, marked in _MARKS:
        if data.startswith(mark) and encoding.startswith(marked):
            encoding = marked
            break
    if not _fits(data, encoding):
        raise DocumentError("encoding_mismatch", encoding=encoding)
    return encoding


def decode_text(data: bytes, encoding: str | None = None) -> str | None:
    """Return the text without its byte order mark, or None if it is no text."""
    if encoding is None and (encoding := detect_encoding(data)) is None:
        return None
    text = ""
    for piece in decoded_pieces(data, encoding, "replace"):
        # Python extends the string in place; joining would copy everything at once.
        text += piece
    return text.removeprefix(_BYTE_ORDER_MARK)


def decode_utf8_head(head: bytes) -> str | None:
    """Return the beginning of a text in UTF-8, or None if it is not in UTF-8."""
    try:
        # The last character may be cut.
        return getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return None


def decode_beginning(data: bytes, encoding: str) -> str:
    """Return the beginning of a text in an encoding, without its byte order mark."""
    text = next(decoded_pieces(data, encoding, "replace"), "")
    return text[:_BEGINNING].removeprefix(_BYTE_ORDER_MARK)


def declare_utf8(page: str) -> str:
    """Return a page that declares UTF-8, in which all is sent to the cloud."""
    beginning, rest = page[:DECLARATION_BYTES], page[DECLARATION_BYTES:]
    return _DECLARED_ENCODING.sub(r"\1utf-8", beginning) + rest


def decoded_pieces(data: bytes, encoding: str, errors: str = "strict") -> Iterator[str]:
    """Yield a text in pieces. Raises UnicodeDecodeError unless errors="replace"."""
    # In UTF-16, the byte may be a part of the last character.
    if len(data) % 2 or not encoding.startswith(_WIDE):
        data = data.removesuffix(_END_OF_FILE)
    return iterdecode(split_bytes(data), encoding, errors)


def _is_readable(data: bytes, encoding: str) -> bool:
    """Return whether all bytes are valid, and no control characters."""
    try:
        return not any(map(_UNREADABLE.search, decoded_pieces(data, encoding)))
    except UnicodeDecodeError:
        return False


def _fits(data: bytes, encoding: str) -> bool:
    """Return whether a text is in an encoding, but for a few damaged characters."""
    if _is_readable(data, encoding):
        return True
    valid = invalid = 0
    for piece in decoded_pieces(data, encoding, "replace"):
        if _UNREADABLE.search(piece):
            return False
        damaged = piece.count(_INVALID)
        invalid += damaged
        valid += len(piece) - len(piece.encode("ascii", "ignore")) - damaged
    return invalid * _VALID_TO_INVALID <= valid


def _find_announced(data: bytes, charset: str | None) -> Iterator[str]:
    """Yield the encodings that the server, the text and its escapes announce."""
    if charset is not None and (encoding := find_encoding(charset)) is not None:
        yield encoding
    yield from find_declared(data)
    if data.isascii():
        yield from (encoding for escape, encoding in _ESCAPES if escape in data)


def _find_wide(data: bytes) -> list[str]:
    """Return the likely encodings of text in UTF-16 or UTF-32, the likeliest first."""
    sample = data[:_SAMPLE_BYTES]
    scores: dict[str, float] = {}
    for encoding, width in _WIDE_ENCODINGS.items():
        text = sample.decode(encoding, "ignore")
        plain, likely = _count(_PLAIN, text), _count(_LIKELY, text)
        if (plain + likely) * width >= len(sample) * _LIKELY_SHARE:
            # A letter whose bytes are turned is a Chinese character, but hardly ever
            # the other way round.
            scores[encoding] = (plain * 2 + likely) * width
    return sorted(scores, key=lambda encoding: -scores[encoding])


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(map(len, pattern.findall(text)))
