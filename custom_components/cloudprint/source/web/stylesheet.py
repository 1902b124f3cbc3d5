"""Finds and replaces the addresses in stylesheets."""

from functools import partial
import re
from typing import Final, Protocol
from urllib.parse import unquote

from yarl import URL

from .session import Deadline

MAX_URL_LENGTH: Final = 8000
MAX_LINKS: Final = 1000  # Addresses of a kind in a page; others are removed.

# yarl's, for "http://]@[@" an IndexError
_INVALID_URL: Final = (ValueError, IndexError)
_IGNORED: Final = str.maketrans("", "", "\t\n\r")  # By browsers, in an address


def parse_url(text: str) -> URL | None:
    """Return an HTTP address, its host decoded (WHATWG URL 3.5), or None."""
    if len(text) > MAX_URL_LENGTH or not text.isprintable() or " " in text:
        return None
    try:
        url = URL(text)
        host = url.raw_host or ""
        # An IPv6 address has a percent sign before its zone.
        if "%" in host and ":" not in host:
            host = unquote(host, errors="strict")
            if "%" in host or ":" in host:
                return None
            url = url.with_host(host)
        # Only `with_host` refuses hosts such as "¯".
        is_named = url.host and url.with_host(host)
        is_usable = url.scheme in ("http", "https") and is_named and url.port
    except _INVALID_URL:
        return None
    return url if is_usable else None


def resolve_url(base: URL, reference: str) -> URL | None:
    """Return the absolute address of a reference, or None if it is not HTTP."""
    reference = reference.translate(_IGNORED).strip()
    if not 0 < len(reference) <= MAX_URL_LENGTH:
        return None
    try:
        text = str(base.join(URL(reference)))
    except _INVALID_URL:
        return None
    return parse_url(text)


def is_self_contained(reference: str) -> bool:
    """Return whether a reference is a data URI, or points within the page."""
    start = reference.lstrip()[:5].lower()
    return start.startswith("#") or start == "data:"


def drop_fragment(url: str) -> str:
    """Return a URL without its fragment."""
    return url.partition("#")[0]


class Rewriter(Protocol):
    """Chooses the address, or None, from which each resource of a page is loaded."""

    def picture(self, url: str) -> str | None:
        """Return the new address of a picture or font."""

    def frame(self, url: str) -> str | None:
        """Return the new address of a frame, video or sound."""

    def imported(self, url: str) -> str | None:
        """Return the new address of a stylesheet."""

    def styles(self, url: str) -> str | None:
        """Return the content of a stylesheet that is inlined, or None."""

    def check(self) -> None:
        """Raise TimeoutError if there is no time left."""


class Links:
    """Records addresses without fragments; those beyond MAX_LINKS are removed."""

    def __init__(self, deadline: Deadline) -> None:
        """Start without addresses."""
        self.asked = 0
        self.pictures: dict[str, None] = {}
        self.frames: dict[str, None] = {}
        self.sheets: dict[str, None] = {}
        self.check = deadline.check
        self.picture = partial(self._record, self.pictures)
        self.frame = partial(self._record, self.frames)
        self.imported = partial(self._record, self.sheets)

    def styles(self, url: str) -> None:
        """Return None: the link itself is recorded next."""

    def _record(self, links: dict[str, None], url: str) -> str | None:
        if (address := drop_fragment(url)) not in links:
            if len(links) >= MAX_LINKS:
                return None
            links[address] = None
        self.asked += 1
        return url


_ESCAPED: Final = r"\\(?:[0-9a-f]{1,6}+(?:\r\n|\s)?|[^\n\r\f])"
_STRING: Final = (
    r""""(?:[^"\\\n\r\f]|\\(?:\r\n|[\s\S]))*+(?:"|\Z)"""
    r"""|'(?:[^'\\\n\r\f]|\\(?:\r\n|[\s\S]))*+(?:'|\Z)"""
)
_ADDRESS: Final = rf"url\(\s*+(?:{_STRING}|(?:[^\s\"'()\\]|{_ESCAPED})*+)\s*+(?:\)|\Z)"
_BETWEEN: Final = r"(?:\s|/\*[\s\S]*?\*/)*+"
# Tokens that contain an address, or look like one (CSS Syntax 3)
_TOKENS: Final = re.compile(
    rf"""
      /\*[\s\S]*?(?:\*/|\Z)                       # a comment
    | @namespace(?![\w-])[^;{{}}]*+               # names that look like addresses
    | (?P<import>@import(?=[\s"'/]){_BETWEEN})(?P<imported>{_ADDRESS}|{_STRING})
    | (?P<address>{_ADDRESS})
    | {_STRING}
    | (?:[\w-]|[^\x00-\x7f]|\\[^\n\r\f])++        # a word, such as "my-url"
    """,
    re.IGNORECASE | re.VERBOSE,
)

_ESCAPE: Final = re.compile(
    r"\\(?:([0-9a-f]{1,6}+)(?:\r\n|\s)?|(\r\n|[\n\r\f])|([\s\S]))", re.IGNORECASE
)


def rewrite_css(css: str, base: URL, rewriter: Rewriter) -> str:
    """Return a stylesheet with its addresses replaced. Raises TimeoutError."""

    def replace(token: re.Match[str]) -> str:
        rewriter.check()
        if written := token["imported"]:
            start, find = f"{token['import'].rstrip()} ", rewriter.imported
        elif written := token["address"]:
            start, find = "", rewriter.picture
        else:
            return token[0]
        reference = _unquote(written)
        if is_self_contained(reference):
            return token[0]
        url = resolve_url(base, reference)
        replacement = find(str(url)) if url else None
        return f'{start}url("{replacement or "data:,"}")'

    return _TOKENS.sub(replace, css)


def _unquote(written: str) -> str:
    if written[0] not in "\"'":
        written = written[4:].strip().removesuffix(")").rstrip()
    if written[:1] in ("'", '"'):
        written = written[1:].removesuffix(written[0])
    return _ESCAPE.sub(_unescape, written)


def _unescape(escape: re.Match[str]) -> str:
    digits, _, character = escape.groups()
    if digits is None:
        # An escaped line break within a string is ignored.
        return character or ""
    code = int(digits, 16)
    is_character = 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF
    return chr(code) if is_character else "\ufffd"
