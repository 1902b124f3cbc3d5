"""Addresses as pages, stylesheets and people write them."""

from typing import Final

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
