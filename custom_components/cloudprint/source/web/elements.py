"""Replaces the addresses in the elements of a page."""

import re
from typing import Final

from yarl import URL

from .stylesheet import Rewriter, is_self_contained, resolve_url, rewrite_css

_MAX_WIDTH: Final = 2500
"""Pixels; the width of A4 at 300 dpi."""
_MAX_DENSITY: Final = 3.0
_CANDIDATE: Final = re.compile(r"[\s,]*+([^\s]++)([^,]*+)")
_SIZE: Final = re.compile(r"\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)([wx])\s*")


def find_best_candidate(srcset: str) -> str:
    """Return the address of the largest picture that a page can show, or ""."""
    best, best_rank = "", (False, 0.0)
    place = 0
    while candidate := _CANDIDATE.match(srcset, place):
        address, descriptor = candidate.groups()
        place = candidate.end()
        if address.endswith(","):
            # Without a descriptor, the next candidate follows.
            address, descriptor, place = address.rstrip(","), "", candidate.end(1)
        if address and (rank := _rank(descriptor)) > best_rank:
            best, best_rank = address, rank
    return best


def _rank(descriptor: str) -> tuple[bool, float]:
    """Return a rank: sizes within the limit before others, then the largest first."""
    found = _SIZE.fullmatch(descriptor)
    size, unit = (float(found[1]), found[2]) if found else (1.0, "x")
    fits = size <= (_MAX_WIDTH if unit == "w" else _MAX_DENSITY)
    return fits, size if fits else 1 / size


type Attributes = dict[str, str | None]
"""By names in lower case; None means without a value."""

_FRAMES: Final = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}
_PICTURES: Final = {
    "input": ("src",),
    "video": ("poster",),
    "image": ("href", "xlink:href"),
    "feimage": ("href", "xlink:href"),
}
_PLAYED: Final = ("audio", "video", "track", "source")
GONE: Final = ("script", "base", "applet", "portal", "noscript")
_OBSOLETE: Final = ("refresh", "content-type", "content-security-policy")


def rewrite(tag: str, attributes: Attributes, base: URL, rewriter: Rewriter) -> bool:
    """Replace the addresses in a tag's attributes; return whether the tag is kept.

    Everything that runs is removed: a print executes no scripts.
    """
    if tag in GONE or (tag == "meta" and _is_obsolete(attributes)):
        return False
    element = _Element(attributes, base, rewriter)
    element.clean()
    element.rewrite_common()
    if tag in _FRAMES:
        return element.rewrite_frame(_FRAMES[tag])
    if tag == "link":
        return element.rewrite_link()
    if tag in _PLAYED:
        element.rewrite_address("src")
    if tag == "img":
        element.rewrite_img()
    elif tag == "source" and "src" not in attributes:
        return element.rewrite_source()
    elif tag in ("a", "area"):
        element.rewrite_anchor()
    elif tag == "use":
        element.rewrite_use()
    for name in _PICTURES.get(tag, ()):
        element.rewrite_picture(name)
    return True


def is_stylesheet(attributes: Attributes) -> bool:
    """Return whether a link is to a stylesheet that is in use."""
    relations = (attributes.get("rel") or "").lower().split()
    return (
        "stylesheet" in relations
        and "alternate" not in relations
        and "disabled" not in attributes
    )


def _is_obsolete(attributes: Attributes) -> bool:
    header = (attributes.get("http-equiv") or "").strip().lower()
    return "charset" in attributes or header in _OBSOLETE


class _Element:
    """The attributes of a tag while they are rewritten."""

    def __init__(self, attributes: Attributes, base: URL, rewriter: Rewriter) -> None:
        self._attributes = attributes
        self._base = base
        self._rewriter = rewriter

    def clean(self) -> None:
        for name, value in list(self._attributes.items()):
            words = "".join((value or "").split()).lower()
            if name.startswith("on") or words.startswith("javascript:"):
                del self._attributes[name]

    def rewrite_common(self) -> None:
        if style := self._attributes.get("style"):
            self._attributes["style"] = rewrite_css(style, self._base, self._rewriter)
        self.rewrite_picture("background")

    def rewrite_frame(self, name: str) -> bool:
        """Replace the address of a frame; return whether it has one."""
        self.rewrite_address(name)
        # The HTML in a `srcdoc` could contain anything.
        return name in self._attributes and "srcdoc" not in self._attributes

    def rewrite_link(self) -> bool:
        """Replace a stylesheet's address; return whether it has one."""
        if not is_stylesheet(self._attributes):
            return False
        reference = self._reference("href")
        if not is_self_contained(reference):
            url = resolve_url(self._base, reference)
            self._replace("href", self._rewriter.imported(str(url)) if url else None)
            self._drop("crossorigin", "integrity")
        return "href" in self._attributes

    def rewrite_img(self) -> None:
        if best := find_best_candidate(self._reference("srcset")):
            self._attributes["src"] = best
        self._drop("srcset", "sizes", "loading", "crossorigin", "integrity")
        self.rewrite_picture("src")

    def rewrite_source(self) -> bool:
        """Replace the address of a picture's alternative; return whether it has one."""
        if best := find_best_candidate(self._reference("srcset")):
            self._attributes["srcset"] = best
            self.rewrite_picture("srcset")
            return "srcset" in self._attributes
        return False

    def rewrite_anchor(self) -> None:
        reference = self._reference("href")
        if not is_self_contained(reference) and (
            url := resolve_url(self._base, reference)
        ):
            self._attributes["href"] = str(url)

    def rewrite_use(self) -> None:
        """Remove a reference to another SVG file, which cannot be a data URI."""
        for name in ("href", "xlink:href"):
            if not is_self_contained(self._reference(name)):
                self._drop(name)

    def rewrite_picture(self, name: str) -> None:
        reference = self._reference(name)
        if not is_self_contained(reference):
            url = resolve_url(self._base, reference)
            self._replace(name, self._rewriter.picture(str(url)) if url else None)

    def rewrite_address(self, name: str) -> None:
        url = resolve_url(self._base, self._reference(name))
        self._replace(name, self._rewriter.frame(str(url)) if url else None)

    def _replace(self, name: str, value: str | None) -> None:
        if value is None:
            self._drop(name)
        else:
            self._attributes[name] = value

    def _reference(self, name: str) -> str:
        return self._attributes.get(name) or ""

    def _drop(self, *names: str) -> None:
        for name in names:
            self._attributes.pop(name, None)
