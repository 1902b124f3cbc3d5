"""Replaces the addresses in the elements of a page."""

from collections.abc import Callable, Iterable
import re
from typing import Final

from yarl import URL

from .stylesheet import Rewriter, is_self_contained, resolve_url, rewrite_css

_MAX_WIDTH: Final = 2500  # Pixels; A4 at 300 dpi
_MAX_DENSITY: Final = 3.0
_CANDIDATE: Final = re.compile(r"[\s,]*+([^\s]++)([^,]*+)")


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
    match = re.fullmatch(r"\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)([wx])\s*", descriptor)
    size, unit = (float(match[1]), match[2]) if match else (1.0, "x")
    fits = size <= (_MAX_WIDTH if unit == "w" else _MAX_DENSITY)
    return fits, size if fits else 1 / size


type Attributes = dict[str, str | None]

_PICTURES: Final = {
    "input": ("src",),
    "video": ("poster",),
    "image": ("href", "xlink:href"),
    "feimage": ("href", "xlink:href"),
}
GONE: Final = ("script", "base", "applet", "portal", "noscript")
_OBSOLETE: Final = ("refresh", "content-type", "content-security-policy")


def rewrite(tag: str, attributes: Attributes, base: URL, rewriter: Rewriter) -> bool:
    """Replace a tag's addresses, remove what runs; return whether the tag is kept."""
    header = (attributes.get("http-equiv") or "").strip().lower()
    is_obsolete = "charset" in attributes or header in _OBSOLETE
    if tag in GONE or (tag == "meta" and is_obsolete):
        return False

    def reference(name: str) -> str:
        return attributes.get(name) or ""

    def drop(*names: str) -> None:
        for name in names:
            attributes.pop(name, None)

    def replace(name: str, find: Callable[[str], str | None]) -> None:
        url = resolve_url(base, reference(name))
        if url is None or (replacement := find(str(url))) is None:
            drop(name)
        else:
            attributes[name] = replacement

    def replace_picture(name: str) -> None:
        if not is_self_contained(reference(name)):
            replace(name, rewriter.picture)

    drop(*find_scripts(attributes.items()))
    if style := attributes.get("style"):
        attributes["style"] = rewrite_css(style, base, rewriter)
    replace_picture("background")
    if tag in ("audio", "video", "track", "source"):
        replace("src", rewriter.frame)
    match tag:
        case "iframe" | "frame" | "embed" | "object":
            name = "data" if tag == "object" else "src"
            replace(name, rewriter.frame)
            # The HTML in a `srcdoc` could contain anything.
            return name in attributes and "srcdoc" not in attributes
        case "link":
            if not is_stylesheet(attributes):
                return False
            if not is_self_contained(reference("href")):
                replace("href", rewriter.imported)
                drop("crossorigin", "integrity")
            return "href" in attributes
        case "img":
            if best := find_best_candidate(reference("srcset")):
                attributes["src"] = best
            drop("srcset", "sizes", "loading", "crossorigin", "integrity")
            replace_picture("src")
        case "source" if "src" not in attributes:
            if not (best := find_best_candidate(reference("srcset"))):
                return False
            attributes["srcset"] = best
            replace_picture("srcset")
            return "srcset" in attributes
        case "a" | "area":
            link = reference("href")
            if not is_self_contained(link) and (url := resolve_url(base, link)):
                attributes["href"] = str(url)
        case "use":
            # Another SVG file cannot be a data URI.
            for name in ("href", "xlink:href"):
                if not is_self_contained(reference(name)):
                    drop(name)
    for name in _PICTURES.get(tag, ()):
        replace_picture(name)
    return True


def find_scripts(attributes: Iterable[tuple[str, str | None]]) -> list[str]:
    """Return the names of attributes that run a script."""
    return [
        name
        for name, value in attributes
        if name.startswith("on")
        or "".join((value or "").split()).lower().startswith("javascript:")
    ]


def is_stylesheet(attributes: Attributes) -> bool:
    """Return whether a link is to a stylesheet that is in use."""
    relations = (attributes.get("rel") or "").lower().split()
    return (
        "stylesheet" in relations
        and "alternate" not in relations
        and "disabled" not in attributes
    )
