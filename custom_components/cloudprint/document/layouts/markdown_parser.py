"""Markdown: parsed, measured, and rendered for paper.

Nothing can be clicked on paper, so addresses are printed as text. The page loads
nothing but pictures that the cloud can fetch, if those are allowed.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import takewhile
from math import inf
import re
from typing import Final, override

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ..errors import check_size
from ..text.linked_files import looks_public
from .fit import (
    COMFORTABLE,
    WIDEST_CELL,
    WIDEST_WORD,
    fit_columns,
    is_wide,
    line_count,
    measure_width,
    word_width,
)

MAX_LEVELS: Final = 100  # of nested blocks; deeper ones would be left out
_MAX_INLINE_LEVELS: Final = 20

_PICTURE_IN_TEXT: Final = re.compile(
    r"data:image/(?:avif|bmp|gif|jpe?g|png|svg\+xml|webp)[;,]", re.IGNORECASE
)
_PIXELS_IN_TEXT: Final = re.compile(  # no SVG: some programs fetch addresses in it
    r"data:image/(?:avif|bmp|gif|jpe?g|png|webp)[;,]", re.IGNORECASE
)
_READABLE_ADDRESS: Final = re.compile(r"(?:https?://|mailto:|tel:)(?=.)", re.IGNORECASE)
_LINE_BREAK: Final = re.compile(r"<br\s*/?>(?:[ \t]*\n)?", re.IGNORECASE)
_CELL_PADDING: Final = 1.5
_LONGEST_CELL: Final = 1000  # characters that are measured
_INDENT: Final = 2.0

_BOX: Final = (
    '<svg class="box" viewBox="0 0 16 16">'
    '<rect x="1.5" y="1.5" width="13" height="13" rx="2"/>{}</svg>'
)
_TICK: Final = '<path d="M4.2 8.4l2.7 2.8 5-6.2"/>'

# Sizes of `templates/markdown.html.jinja` in em, rounded up
_LINE: Final = 1.55
_MARGIN: Final = 0.75
_ITEM_MARGINS: Final = 0.4
_RULE: Final = 2.7
_LEVEL_INDENT: Final = 1.25  # per level; a list is two levels
_HEADING_LINE: Final = 1.3
_HEADING_MARGINS: Final = 1.9
_BOLD: Final = 1.12
_CODE: Final = 0.9
_CODE_LETTER: Final = 1.1
_CODE_LINE: Final = 1.4
_CODE_PADDING: Final = 1.8
_LONGEST_TEXT: Final = 50_000  # characters; no page has room for more
_ROW_LINE: Final = 1.4
_ROW_PADDING: Final = 0.7


class PageRenderer(RendererHTML):
    """Renders HTML for paper, by `width` (em) and `max_bytes` of the environment."""

    @override
    def list_item_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Draw the box of a task as a picture, since a form field may not print."""
        html = self.renderToken(tokens, idx, options, env)
        if "checked" not in tokens[idx].meta:
            return html
        return html + _BOX.format(_TICK if tokens[idx].meta["checked"] else "")

    def link_open(self, *_: object) -> str:
        """Render only the text of a link."""
        return ""

    def link_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Add the address of a link to its text, unless they are the same."""
        start = idx - 1
        while tokens[start].type != "link_open":
            start -= 1
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
        """Render a picture that the cloud can fetch, or its text and address."""
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
        """Render no space between two lines of Chinese text."""
        before, after = _text(tokens[idx - 1 : idx]), _text(tokens[idx + 1 : idx + 2])
        if before and after and is_wide(before[-1]) and is_wide(after[0]):
            return "<br>\n" if options.breaks else ""
        return super().softbreak(tokens, idx, options, env)

    def table_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Choose the type size and the column widths so that a table fits."""
        columns = table_columns(tokens, idx)
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
    """Return a readable address, or an empty string for other schemes."""
    if not (scheme := _READABLE_ADDRESS.match(address)):
        return ""
    shown = normalizeLinkText(address)
    return shown if scheme[0].endswith("//") else shown[scheme.end() :]


def _bare(address: str) -> str:
    return _READABLE_ADDRESS.sub("", address.strip(), count=1).rstrip("/").lower()


def _count(env: EnvType, *texts: str) -> None:
    """Count text that references can repeat without limit. Raises DocumentError."""
    env["bytes"] = env.get("bytes", 0) + sum(map(len, texts))
    check_size(env["bytes"], env["max_bytes"])


def table_columns(tokens: Sequence[Token], start: int) -> list[tuple[float, float]]:
    """Return each column's natural and least width in em, of the table at `start`."""
    columns: list[tuple[float, float]] = []
    number = 0
    following = (tokens[index] for index in range(start, len(tokens)))
    for token in takewhile(lambda token: token.type != "table_close", following):
        if token.type == "tr_open":
            number = 0
        elif token.type == "inline":
            text = inline_text(token, _LONGEST_CELL)
            columns += [(0, 0)] * (number + 1 - len(columns))
            natural, least = columns[number]
            columns[number] = (
                max(natural, min(measure_width(text), WIDEST_CELL) + _CELL_PADDING),
                max(least, min(word_width(text), WIDEST_WORD) + _CELL_PADDING),
            )
            number += 1
    return columns


def inline_text(token: Token, most: int) -> str:
    """Return the text with addresses of links, little more than `most` characters."""
    text, address, start = "", "", 0
    for child in token.children or ():
        match child.type:
            case "link_open":
                address, start = _readable(str(child.attrs["href"])), len(text)
            case "link_close" if address and _bare(text[start:]) != _bare(address):
                text += f" ({address[:most]})"
            case "softbreak" | "hardbreak":
                text += "\n"
            case _:
                text += child.content
        if len(text) > most:
            break
    return text


def _parse_line_break(state: StateInline, silent: bool) -> bool:
    if (match := _LINE_BREAK.match(state.src, state.pos)) is None:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = match.end()
    return True


class _Parser(MarkdownIt):
    """A parser that accepts every address: the renderer decides what to show."""

    @override
    def validateLink(self, url: str) -> bool:
        return True


@cache
def create_parser(*, keeps_lines: bool, has_remote_pictures: bool = True) -> MarkdownIt:
    """Create a parser of CommonMark, tables and task lists; HTML only breaks lines."""
    parser = _Parser(
        "default",
        {"breaks": keeps_lines, "maxNesting": MAX_LEVELS, "tasklists": True},
        renderer_cls=PageRenderer,
    )
    # Nested brackets take longer with each level, nested blocks do not.
    within_lines = _Parser("default", {"maxNesting": _MAX_INLINE_LEVELS})
    within_lines.inline.ruler.before("autolink", "line_break", _parse_line_break)

    def inline(state: StateCore) -> None:
        for token in state.tokens:
            if token.type == "inline":
                children = within_lines.inline.parse(
                    token.content, within_lines, state.env, []
                )
                token.children = list(map(replace_remote_picture, children))

    renderer = PageRenderer(parser)

    def replace_remote_picture(token: Token) -> Token:
        """Return the alternative text instead of a picture that may not be fetched."""
        is_shown = has_remote_pictures or token.type != "image"
        if is_shown or _PIXELS_IN_TEXT.match(str(token.attrs["src"])):
            return token
        text = renderer.renderInlineAsText(token.children, parser.options, {})
        return Token("text", "", 0, level=token.level, content=text)

    parser.core.ruler.at("inline", inline)
    return parser


def block_heights(tokens: Sequence[Token], width: float) -> Iterator[float]:
    """Yield the heights of a page's parts in em, infinite for what does not fit."""
    row = 0.0
    for index, token in enumerate(tokens):
        room = max(width - _LEVEL_INDENT * token.level, 1)
        match token.type:
            case "fence" | "code_block":
                code = token.content
                across = measure_width(code) * _CODE_LETTER + _CODE_PADDING
                lines = len(code.splitlines()) * _CODE_LINE + _CODE_PADDING
                yield inf if across > room / _CODE else lines * _CODE + _MARGIN
            case "hr":
                yield _RULE
            case "list_item_open":
                yield _ITEM_MARGINS
            case "table_open":
                natural = sum(column[0] for column in table_columns(tokens, index))
                yield inf if natural * COMFORTABLE > room else _MARGIN
            case "tr_close":
                yield row + _ROW_PADDING
                row = 0
            case "inline" if any(x.type == "image" for x in token.children or ()):
                yield inf
            case "inline":
                block, text = tokens[index - 1], inline_text(token, _LONGEST_TEXT)
                if block.type in ("th_open", "td_open"):
                    row = max(row, line_count(text, WIDEST_CELL) * _ROW_LINE)
                elif block.type == "heading_open":
                    size = {"h1": 1.7, "h2": 1.35, "h3": 1.15}.get(block.tag, 1)
                    lines = line_count(text, room / size / _BOLD)
                    yield (lines * _HEADING_LINE + _HEADING_MARGINS) * size
                else:
                    margin = 0 if block.hidden else _MARGIN
                    yield line_count(text, room) * _LINE + margin
