"""Finds the addresses in stylesheets, and puts others in their place."""

import re
from typing import Final, Protocol

from yarl import URL

MAX_URL_LENGTH: Final = 8000

_IGNORED: Final = str.maketrans("", "", "\t\n\r")
"""Whatever is within an address of a page for the sake of its source's looks."""


def parse_url(text: str) -> URL | None:
    """Return an address of a web page or file, or None for anything else."""
    if len(text) > MAX_URL_LENGTH or not text.isprintable() or " " in text:
        return None
    try:
        url = URL(text)
        is_usable = url.scheme in ("http", "https") and url.host and url.port
    except ValueError:
        return None
    return url if is_usable else None


def absolute(base: URL, reference: str) -> URL | None:
    """Return where a page's reference leads to, or None for nothing on the web."""
    reference = reference.translate(_IGNORED).strip()
    if not 0 < len(reference) <= MAX_URL_LENGTH:
        return None
    try:
        url = base.join(URL(reference))
    except ValueError:
        return None
    return parse_url(str(url))


def stays(reference: str) -> bool:
    """Return if a reference holds itself what it refers to, or is within the page."""
    start = reference.lstrip()[:5].lower()
    return start.startswith("#") or start == "data:"


NOTHING: Final = "data:,"
"""An address from which nothing is loaded."""


class Rewriter(Protocol):
    """Says where each thing that a page loads is to be loaded from.

    All addresses are absolute. None leaves the thing out.
    """

    def picture(self, url: str) -> str | None:
        """Return the address of a picture or font."""

    def frame(self, url: str) -> str | None:
        """Return the address of a page within the page, or of a film or sound."""

    def imported(self, url: str) -> str | None:
        """Return the address of a stylesheet."""

    def styles(self, url: str) -> str | None:
        """Return a stylesheet itself, or None if it is not to stand in the page."""

    def check(self) -> None:
        """Raise TimeoutError if there is no time left for the rest."""


_ESCAPED: Final = r"\\(?:[0-9a-f]{1,6}+(?:\r\n|\s)?|[^\n\r\f])"
_STRING: Final = (
    r""""(?:[^"\\\n\r\f]|\\(?:\r\n|[\s\S]))*+(?:"|\Z)"""
    r"""|'(?:[^'\\\n\r\f]|\\(?:\r\n|[\s\S]))*+(?:'|\Z)"""
)
_ADDRESS: Final = rf"url\(\s*+(?:{_STRING}|(?:[^\s\"'()\\]|{_ESCAPED})*+)\s*+(?:\)|\Z)"
_BETWEEN: Final = r"(?:\s|/\*[\s\S]*?\*/)*+"
_TOKENS: Final = re.compile(
    rf"""
      /\*[\s\S]*?(?:\*/|\Z)                       # a comment
    | @namespace(?![\w-])[^;{{}}]*+               # names that are written as addresses
    | (?P<import>@import(?=[\s"'/]){_BETWEEN})(?P<imported>{_ADDRESS}|{_STRING})
    | (?P<address>{_ADDRESS})
    | {_STRING}
    | (?:[\w-]|[^\x00-\x7f]|\\[^\n\r\f])++        # a word, such as "my-url"
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What may hold an address, or what looks like one (CSS Syntax 3)."""

_ESCAPE: Final = re.compile(
    r"\\(?:([0-9a-f]{1,6}+)(?:\r\n|\s)?|(\r\n|[\n\r\f])|([\s\S]))", re.IGNORECASE
)


def rewritten(css: str, base: URL, rewriter: Rewriter) -> str:
    """Return a stylesheet in which each address is what the rewriter says.

    Raises what the rewriter's check raises.
    """

    def replaced(token: re.Match[str]) -> str:
        rewriter.check()
        if written := token["imported"]:
            start, find = f"{token['import'].rstrip()} ", rewriter.imported
        elif written := token["address"]:
            start, find = "", rewriter.picture
        else:
            return token[0]
        reference = _reference(written)
        if stays(reference):
            return token[0]
        url = absolute(base, reference)
        found = find(str(url)) if url else None
        return f'{start}url("{found or NOTHING}")'

    return _TOKENS.sub(replaced, css)


def _reference(written: str) -> str:
    """Return the address in a `url()` or string, without its quotes and escapes."""
    if written[0] not in "\"'":
        written = written[4:].strip().removesuffix(")").rstrip()
    if written[:1] in ("'", '"'):
        written = written[1:].removesuffix(written[0])
    return _ESCAPE.sub(_unescaped, written)


def _unescaped(escape: re.Match[str]) -> str:
    digits, _, character = escape.groups()
    if digits is None:
        # The end of a line within a string is only there for the looks.
        return character or ""
    code = int(digits, 16)
    is_character = 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF
    return chr(code) if is_character else "\ufffd"
