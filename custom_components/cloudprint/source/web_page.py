"""A page of this network, made into one that stands alone."""

from collections.abc import Iterator
import re
from typing import Final

from bs4 import BeautifulSoup, Comment, Doctype, Tag
from bs4.exceptions import ParserRejectedMarkup
from yarl import URL

from ..document import DocumentError
from ..fields import one_line
from .links import absolute, stays
from .stylesheet import Rewriter, rewritten
from .tags import best_picture, drop, fill, replace, text_of

MAX_TAGS: Final = 200_000
"""As many tags take some 200 MB of memory while they are worked on."""
MAX_TITLE: Final = 200

_XML: Final = re.compile(r"<\?xml[^>]*+>", re.IGNORECASE)
_REMOVED: Final = ("script", "base", "applet", "portal")
_REMOVED_HEADERS: Final = ("refresh", "content-type", "content-security-policy")
_FRAMES: Final = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}
_PLAYED: Final = ("audio", "video", "track")
_NO_SCRIPTS: Final = "script-src 'none'"


class WebPage:
    """A page whose addresses can be replaced. It takes long and blocks.

    Nothing in it runs, and it leads nowhere by itself: what needs a script is not to be
    seen on paper.
    """

    def __init__(self, text: str, url: URL) -> None:
        """Read a page that was found at a URL. Raises DocumentError if it cannot be."""
        if text.count("<") > MAX_TAGS:
            raise DocumentError("page_unreadable")
        try:
            # A line before it says that it is a page, and no name of one.
            self._soup = BeautifulSoup(
                "\n" + _XML.sub("", text),
                "html.parser",
                multi_valued_attributes=None,
                on_duplicate_attribute="ignore",
            )
        except ParserRejectedMarkup as err:
            raise DocumentError("page_unreadable") from err
        self.title = self._title()
        self._base = self._base_at(url)
        self._clean()
        self._add_head()

    def html(self) -> str:
        """Return the page as it is now."""
        return self._soup.decode(formatter="minimal").lstrip()

    def rewrite(self, rewriter: Rewriter) -> None:
        """Replace all addresses of the page; what has none any more is left out."""
        for tag in self._tags():
            self._rewrite_tag(tag, rewriter)
            self._rewrite_styles(tag, rewriter)

    def _tags(self) -> Iterator[Tag]:
        # A tag within one that was taken out has been taken out as well.
        return (tag for tag in self._soup.find_all(True) if not tag.decomposed)

    def _title(self) -> str | None:
        title = self._soup.find("title")
        text = one_line(title.get_text()[: MAX_TITLE * 5]) if title else ""
        return text[:MAX_TITLE].strip() or None

    def _base_at(self, url: URL) -> URL:
        """Return what the page's addresses are relative to."""
        base = self._soup.find("base", href=True)
        return (absolute(url, text_of(base, "href")) if base else None) or url

    def _clean(self) -> None:
        """Take out what runs, what leads away, and what no longer holds."""
        for item in list(self._soup.descendants):
            if type(item) is Comment:
                item.extract()
        for tag in self._tags():
            is_removed = (
                tag.name in _REMOVED
                or (tag.name == "link" and not _is_stylesheet(tag))
                or (tag.name == "iframe" and tag.has_attr("srcdoc"))
                or (tag.name == "meta" and _is_obsolete(tag))
            )
            if is_removed:
                tag.decompose()
            elif tag.name == "noscript":
                tag.unwrap()
            else:
                self._clean_attributes(tag)

    def _clean_attributes(self, tag: Tag) -> None:
        for name in list(tag.attrs):
            value = "".join(text_of(tag, name).split()).lower()
            if name.startswith("on") or value.startswith("javascript:"):
                del tag[name]
        if tag.name in ("a", "area") and not stays(text_of(tag, "href")):
            if url := absolute(self._base, text_of(tag, "href")):
                tag["href"] = str(url)

    def _add_head(self) -> None:
        """Say at its beginning that the page is in UTF-8 and runs no script."""
        place = self._soup.find("head") or self._soup.find("html") or self._soup
        start = 0
        for number, item in enumerate(self._soup.contents):
            if place is self._soup and isinstance(item, Doctype):
                # Before it, the page would be shown as those of the last century.
                start = number + 1
        policy = {"http-equiv": "Content-Security-Policy", "content": _NO_SCRIPTS}
        place.insert(start, self._soup.new_tag("meta", attrs=policy))
        place.insert(start, self._soup.new_tag("meta", attrs={"charset": "utf-8"}))

    def _rewrite_tag(self, tag: Tag, rewriter: Rewriter) -> None:
        name = tag.name
        if name == "link":
            self._rewrite_link(tag, rewriter)
        elif name == "source" and not tag.has_attr("src"):
            if (found := self._picture(best_picture(tag), rewriter)) is None:
                tag.decompose()
            else:
                tag["srcset"] = found
        elif name == "img":
            tag["src"] = best_picture(tag) or text_of(tag, "src")
            drop(tag, "srcset", "sizes", "loading", "crossorigin", "integrity")
            replace(tag, "src", self._picture(text_of(tag, "src"), rewriter))
        elif name == "input":
            replace(tag, "src", self._picture(text_of(tag, "src"), rewriter))
        elif name in ("image", "feimage"):
            for key in ("href", "xlink:href"):
                replace(tag, key, self._picture(text_of(tag, key), rewriter))
        elif name == "use":
            for key in ("href", "xlink:href"):
                reference = text_of(tag, key)
                replace(tag, key, reference if stays(reference) else None)
        elif name in _FRAMES:
            self._rewrite_frame(tag, _FRAMES[name], rewriter)
        elif name in _PLAYED or name == "source":
            replace(tag, "src", self._frame(text_of(tag, "src"), rewriter))
            replace(tag, "poster", self._picture(text_of(tag, "poster"), rewriter))
        replace(tag, "background", self._picture(text_of(tag, "background"), rewriter))

    def _rewrite_styles(self, tag: Tag, rewriter: Rewriter) -> None:
        """Replace the addresses in a tag's own styles."""
        if tag.decomposed:
            return
        if style := text_of(tag, "style"):
            tag["style"] = rewritten(style, self._base, rewriter)
        if tag.name == "style":
            fill(tag, rewritten(tag.get_text(), self._base, rewriter))

    def _rewrite_link(self, tag: Tag, rewriter: Rewriter) -> None:
        """Put a stylesheet in the place of a link to it, if it is to be there."""
        reference = text_of(tag, "href")
        if stays(reference):
            return
        url = absolute(self._base, reference)
        if url and (styles := rewriter.styles(str(url))) is not None:
            inlined = self._soup.new_tag("style")
            if media := text_of(tag, "media"):
                inlined["media"] = media
            fill(inlined, styles)
            tag.replace_with(inlined)
        elif url and (found := rewriter.imported(str(url))):
            tag["href"] = found
            drop(tag, "crossorigin", "integrity")
        else:
            tag.decompose()

    def _rewrite_frame(self, tag: Tag, key: str, rewriter: Rewriter) -> None:
        if (found := self._frame(text_of(tag, key), rewriter)) is not None:
            tag[key] = found
        elif tag.name == "object":
            # What is to be seen instead of it is within it.
            tag.unwrap()
        else:
            tag.decompose()

    def _picture(self, reference: str, rewriter: Rewriter) -> str | None:
        if stays(reference):
            return reference
        url = absolute(self._base, reference)
        return rewriter.picture(str(url)) if url else None

    def _frame(self, reference: str, rewriter: Rewriter) -> str | None:
        url = absolute(self._base, reference)
        return rewriter.frame(str(url)) if url else None


def _is_stylesheet(tag: Tag) -> bool:
    """Return if a link leads to a stylesheet that is in use."""
    relations = text_of(tag, "rel").lower().split()
    return (
        "stylesheet" in relations
        and "alternate" not in relations
        and not tag.has_attr("disabled")
    )


def _is_obsolete(tag: Tag) -> bool:
    """Return if a meta tag speaks of what the page no longer is."""
    return (
        tag.has_attr("charset")
        or text_of(tag, "http-equiv").strip().lower() in _REMOVED_HEADERS
    )
