"""Files beside an HTML file that its page needs, and that are not sent with it."""

from collections.abc import Iterator
import re
from typing import Final

_MAX_TAGS: Final = 200_000
"""About 1000 pages; looking at more would take seconds."""
_COMMENT: Final = "<!--"
_COMMENT_END: Final = "-->"
_ADDRESSES: Final = {"img": "src", "script": "src", "link": "href", "base": "href"}
"""Elements with addresses, and the attributes that have them."""
_ELEMENT: Final = re.compile(
    rf"<({'|'.join(_ADDRESSES)})(?=[\s/])([^<>]{{0,2000}})", re.IGNORECASE
)
"""The beginning is sufficient: an address may be a picture of megabytes."""
_ATTRIBUTE: Final = re.compile(
    r"""([^\s"'/=]+)(?:\s*=\s*(?:"([^"]*)|'([^']*)|([^\s"']+)))?"""
)
_STYLE: Final = "stylesheet"
_ELSEWHERE: Final = re.compile(
    r"\s*(?:(?!file:)[a-z][a-z\d+.-]+:|//|#|$)", re.IGNORECASE
)
"""Addresses that need no file, and none; a single letter is a drive of Windows."""


def has_linked_files(page: str) -> bool:
    """Return whether pictures, styles or scripts of a page are files beside it.

    Their addresses are relative, or begin with `file:`.
    """
    for name, attributes in _iterate_elements(page):
        if name == "link" and _STYLE not in attributes.get("rel", "").lower():
            continue
        address = attributes.get(_ADDRESSES[name], "")
        if not _ELSEWHERE.match(address):
            if name != "base":
                return True
        elif name == "base" and address:
            # All relative addresses are in the web.
            return False
    return False


def _iterate_elements(page: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the names and attributes of elements with addresses, outside of comments.

    Goes from tag to tag: a search of the whole page would hold the GIL, which the event
    loop waits for.
    """
    end = 0
    for _ in range(_MAX_TAGS):
        if (start := page.find("<", end)) < 0:
            return
        end = start + 1
        if page.startswith(_COMMENT, start):
            if (end := page.find(_COMMENT_END, start)) < 0:
                return
        elif found := _ELEMENT.match(page, start):
            attributes = {
                name.lower(): double or single or bare
                for name, double, single, bare in _ATTRIBUTE.findall(found[2])
            }
            yield found[1].lower(), attributes
