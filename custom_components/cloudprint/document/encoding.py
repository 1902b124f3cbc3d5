"""Which encodings a text may be in that has no mark and is not in UTF-8.

The files of people who write Chinese are in GB18030 (of which GBK and GB2312 are parts),
in Big5 or in UTF-16, those of most others in Windows' Western code page. Nearly any of
them can be read as any other: what decides is which reading is likely.
"""

from base64 import b64encode
from collections.abc import Iterator
import re
import string
from typing import Final

CHINESE: Final = "gb18030"
TRADITIONAL: Final = "big5"
WESTERN: Final = "cp1252"
UTF_16: Final = ("utf-16-le", "utf-16-be")

_SAMPLE_BYTES: Final = 64 * 1024

_PLAIN: Final = re.compile(r"[\t\n\f\r -~]+")
_LIKELY: Final = re.compile(
    "[\xa0-\xff\u0101-\u017f\u0370-\u03ff\u0401-\u04ff\u05d0-\u05ff\u0601-\u06ff"
    "\u0e01-\u0e7f\u1e01-\u1eff\u2001-\u2089\u20a0-\u20bf\u2103-\u2193\u2460-\u25ff"
    "\u3001-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uffee\U0001f300-\U0001faff]+"
)
"""Letters, characters and signs that people write much: the others are rather
something else, read wrongly, or small numbers."""
_LIKELY_SHARE: Final = 0.9

_PAIRS: Final = re.compile(rb"[\x81-\xfe](?:[0-9][\x81-\xfe][0-9]|[\x40-\xfe])")
_CHINESE: Final = re.compile(rb".[0-9].{2}|[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]", re.DOTALL)
"""The more common half of GB2312, its signs, and what takes four bytes."""
_TRADITIONAL: Final = re.compile(rb"[\xa1-\xc6].", re.DOTALL)
"""The more common half of Big5, and its signs."""
_CHINESE_SHARE: Final = 0.5
_TRADITIONAL_SHARE: Final = 0.97
_TRADITIONAL_PAIRS: Final = 4
"""Fewer characters could be either."""

_SIGNS: Final = "\xa0€‚„…‹›‘’“”•–—™¡£§©«®°±²³´µ·º»½¿ª×÷".encode(WESTERN)
_STRANGE: Final = re.compile(
    b"[^\\x00-\\x7f\\xc0-\\xff\\x8a\\x8c\\x8e\\x9a\\x9c\\x9e\\x9f%b]"
    b"|[^\\x00-\\x7f%b]{3}" % (_SIGNS, _SIGNS)
)
"""What no Western text has: rare signs, and three letters with accents in a row."""
_ASCII: Final = bytes(range(0x80))
_ALPHANUMERIC: Final = (string.ascii_letters + string.digits).encode()


def utf16_encodings(data: bytes) -> list[str]:
    """Return the encodings that text in UTF-16 may be in, the likelier first."""
    sample = data[:_SAMPLE_BYTES]
    scores: dict[str, int] = {}
    for encoding in UTF_16:
        text = sample.decode(encoding, "ignore")
        plain, likely = _matches(_PLAIN, text), _matches(_LIKELY, text)
        if (plain + likely) * 2 >= len(sample) * _LIKELY_SHARE:
            # A letter whose bytes are turned is a Chinese character, but hardly ever
            # the other way round.
            scores[encoding] = plain * 2 + likely
    return sorted(scores, key=lambda encoding: -scores[encoding])


def _matches(pattern: re.Pattern[str], text: str) -> int:
    """Return how many characters match."""
    return sum(len(found) for found in pattern.findall(text))


def legacy_encodings(data: bytes) -> list[str]:
    """Return the encodings that text of one or two bytes may be in, likelier first."""
    sample = data[:_SAMPLE_BYTES]
    pairs = _PAIRS.findall(sample)
    is_chinese = _share(_CHINESE, pairs) > _CHINESE_SHARE
    encodings = [CHINESE]
    if (
        not is_chinese
        and len(pairs) >= _TRADITIONAL_PAIRS
        and _share(_TRADITIONAL, pairs) >= _TRADITIONAL_SHARE
    ):
        encodings.insert(0, TRADITIONAL)
    if _is_western(sample):
        encodings.insert(len(encodings) if is_chinese else -1, WESTERN)
    return encodings


def _share(pattern: re.Pattern[bytes], pairs: list[bytes]) -> float:
    """Return how many of the characters match."""
    return sum(map(bool, map(pattern.fullmatch, pairs))) / max(len(pairs), 1)


def _is_western(sample: bytes) -> bool:
    """Return whether nothing is strange, and most of it is in ASCII."""
    accented = len(sample.translate(None, delete=_ASCII))
    plain = len(sample) - len(sample.translate(None, delete=_ALPHANUMERIC))
    return accented <= plain and not _STRANGE.search(sample)


_PIECE_BYTES: Final = 48 * 1024
"""A multiple of three: the base64 of pieces is that of the whole."""


def base64_pieces(data: bytes) -> Iterator[bytes]:
    """Yield the base64 of data piece by piece; together they are that of the whole.

    In one go, no other thread could run while a large picture is encoded: one of them
    is the event loop's.
    """
    for start in range(0, len(data), _PIECE_BYTES):
        yield b64encode(data[start : start + _PIECE_BYTES])
