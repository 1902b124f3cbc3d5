"""Names of text encodings, and the ways in which a text declares its own."""

from codecs import lookup
from collections.abc import Iterator
import re
from typing import Final

_SUPERSETS: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift_jis_2004": "cp932",
    "euc_kr": "cp949",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}
"""The supersets that are meant by an encoding (as in the WHATWG standard)."""

_NO_CHARSETS: Final = frozenset(
    {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"}
)
"""Python's other codecs between bytes and text."""

_WIDE: Final = ("utf-16", "utf-32")
"""A declaration that is readable as ASCII is in neither."""

DECLARATION_BYTES: Final = 4096
"""Searched for a declaration (HTML requires a page's in the first 1024)."""
_MODELINE_BYTES: Final = 1024
"""Searched for an editor's settings at the end of a text."""

_LABEL: Final = rb"""["']?+([\w.:+-]{1,40})"""
_DECLARATIONS: Final = tuple(
    re.compile(pattern + _LABEL, re.IGNORECASE)
    for pattern in (
        rb"\A\s*<\?xml\b[^<>]*?\bencoding\s*=\s*",
        rb"<meta\b[^<>]*?\bcharset\s*=\s*",
        rb"\A\s*@charset\s*",
        # Emacs, Python (PEP 263) and other programs, on the first or second line
        rb"\A(?:[^\n]*\n)?[^\n]*-\*-[^\n]*?\bcoding\s*:\s*",
        rb"\A(?:[^\n]*\n)?[ \t\f]*#[^\n]*?\bcoding[:=][ \t]*",
    )
)
_MODELINE: Final = re.compile(
    rb"(?:^|\s)(?:vim?|ex):[^\n]*?\b(?:fileencoding|fenc)=" + _LABEL, re.IGNORECASE
)
PIECE_BYTES: Final = 256 * 1024
"""Work on a piece holds the GIL, which the event loop waits for."""

_LINE_ENDS: Final = re.compile(r"-(?:unix|dos|mac)$", re.IGNORECASE)
"""Emacs appends the line ends to the name of an encoding."""


def find_encoding(label: str) -> str | None:
    """Return Python's name of a text encoding, or None if there is none.

    It is the name of the superset that is usually meant.
    """
    try:
        name = lookup(label.strip()).name
        # Codecs between bytes and bytes raise LookupError.
        b"a".decode(name, "replace")
    except LookupError, ValueError:
        return None
    return None if name in _NO_CHARSETS else get_superset(name)


def get_superset(encoding: str) -> str:
    """Return the superset that is meant by an encoding, or the encoding itself."""
    return _SUPERSETS.get(encoding, encoding)


def split(data: bytes) -> Iterator[bytes]:
    """Yield bytes in pieces."""
    for position in range(0, len(data), PIECE_BYTES):
        yield data[position : position + PIECE_BYTES]


def find_declared(data: bytes) -> Iterator[str]:
    """Yield the encodings that a text declares in XML, HTML, CSS or for an editor."""
    head = data[:DECLARATION_BYTES]
    matches = [declaration.search(head) for declaration in _DECLARATIONS]
    ends = (head[:_MODELINE_BYTES], data[-_MODELINE_BYTES:])
    matches += [_MODELINE.search(part) for part in ends]
    for found in filter(None, matches):
        label = _LINE_ENDS.sub("", found[1].decode("ascii", "replace"))
        encoding = find_encoding(label)
        if encoding is not None and not encoding.startswith(_WIDE):
            yield encoding
