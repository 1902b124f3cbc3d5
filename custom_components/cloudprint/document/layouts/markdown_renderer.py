"""Markdown's pieces, as they look on paper.

On paper nothing can be clicked, so an address is there to be read. No address becomes
part of the page but those of pictures that the cloud can fetch.
"""

from collections.abc import Iterable, Sequence
from itertools import takewhile
import re
from typing import Final, override

from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ..addresses import looks_public
from ..limits import check_size
from .measure import (
    WIDEST_CELL,
    WIDEST_WORD,
    fit_columns,
    is_wide,
    width_of,
    word_width,
)

_PICTURE_IN_TEXT: Final = re.compile(
    r"data:image/(?:avif|bmp|gif|jpe?g|png|svg\+xml|webp)[;,]", re.IGNORECASE
)
_READABLE_ADDRESS: Final = re.compile(r"(?:https?://|mailto:|tel:)(?=.)", re.IGNORECASE)
_CELL_PADDING: Final = 1.5
"""Both sides of a table's cell, in em."""
_INDENT: Final = 2.0
"""About what a list or a quote takes of the width, in em."""

_BOX: Final = (
    '<svg class="box" viewBox="0 0 16 16">'
    '<rect x="1.5" y="1.5" width="13" height="13" rx="2"/>{}</svg>'
)
_TICK: Final = '<path d="M4.2 8.4l2.7 2.8 5-6.2"/>'


class PageRenderer(RendererHTML):
    """Writes what Markdown says as HTML that needs neither a screen nor a mouse.

    Of the environment it reads `width`, the page's in em of its type, and `max_bytes`.
    """

    @override
    def list_item_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Draw a box to tick, which a form's would not print as."""
        html = self.renderToken(tokens, idx, options, env)
        if "checked" not in tokens[idx].meta:
            return html
        return html + _BOX.format(_TICK if tokens[idx].meta["checked"] else "")

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Leave only the link's text."""
        return ""

    def link_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Show a link's address behind its text, unless it is the text."""
        start = next(
            number
            for number in range(idx - 1, -1, -1)
            if tokens[number].type == "link_open"
        )
        address = _readable(str(tokens[start].attrs["href"]))
        text = self.renderInlineAsText(tokens[start + 1 : idx], options, env)
        if not address or _bare(text) == _bare(address):
            return ""
        _count(env, address)
        return f' <span class="address">({escapeHtml(address)})</span>'

    @override
    def image(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Show a picture that the cloud can fetch, or what stands for it."""
        token = tokens[idx]
        source = str(token.attrs["src"])
        name = self.renderInlineAsText(token.children, options, env)
        _count(env, source, name)
        if _PICTURE_IN_TEXT.match(source) or looks_public(source):
            return f'<img src="{escapeHtml(source)}" alt="{escapeHtml(name)}">'
        words = filter(None, (name, _readable(source)))
        return f'<span class="address">[{escapeHtml(" ".join(words))}]</span>'

    @override
    def softbreak(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Leave no gap where a line of Chinese text goes on in the next line."""
        before, after = _text(tokens[idx - 1 : idx]), _text(tokens[idx + 1 : idx + 2])
        if before and after and is_wide(before[-1]) and is_wide(after[0]):
            return "<br>\n" if options.breaks else ""
        return super().softbreak(tokens, idx, options, env)

    def table_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Make a table's type so small, and its columns so wide, that it fits."""
        columns = _columns(tokens, idx)
        width = max(float(env["width"]) - _INDENT * tokens[idx].level, 1)
        scale, shares = fit_columns(columns, width)
        size = f' style="font-size: {scale:.2f}em"' if scale < 1 else ""
        if shares is None:
            return f"<table{size}>\n"
        widths = "".join(f'<col style="width: {share:.1f}%">' for share in shares)
        return f'<table class="fixed"{size}>\n<colgroup>{widths}</colgroup>\n'


def _text(tokens: Iterable[Token]) -> str:
    return "".join(token.content for token in tokens if token.type == "text")


def _readable(address: str) -> str:
    """Return an address as people read it, or nothing for what is none to them."""
    if not (scheme := _READABLE_ADDRESS.match(address)):
        return ""
    shown = normalizeLinkText(address)
    return shown if scheme[0].endswith("//") else shown[scheme.end() :]


def _bare(address: str) -> str:
    """Return an address without what is the same in all of them."""
    return _READABLE_ADDRESS.sub("", address.strip(), count=1).rstrip("/").lower()


def _count(env: EnvType, *texts: str) -> None:
    """Count what references repeat: a few of them can make a page of any size.

    Raises DocumentError for more than a print may hold.
    """
    env["bytes"] = env.get("bytes", 0) + sum(map(len, texts))
    check_size(env["bytes"], env["max_bytes"])


def _columns(tokens: Sequence[Token], start: int) -> list[tuple[float, float]]:
    """Return the widths of the columns of the table at start, natural and least, in em.

    The tokens are those of the whole page, which is not copied for each table.
    """
    columns: list[tuple[float, float]] = []
    number = 0
    following = (tokens[index] for index in range(start, len(tokens)))
    for token in takewhile(lambda token: token.type != "table_close", following):
        if token.type == "tr_open":
            number = 0
        elif token.type == "inline":
            text = _cell_text(token)
            columns += [(0, 0)] * (number + 1 - len(columns))
            natural, least = columns[number]
            columns[number] = (
                max(natural, min(width_of(text), WIDEST_CELL) + _CELL_PADDING),
                max(least, min(word_width(text), WIDEST_WORD) + _CELL_PADDING),
            )
            number += 1
    return columns


def _cell_text(token: Token) -> str:
    return "".join(child.content for child in token.children or ())
