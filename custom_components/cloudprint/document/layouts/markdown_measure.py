"""Estimates of the height of Markdown on paper."""

from collections.abc import Iterator, Sequence
from math import inf
from typing import Final

from markdown_it.token import Token

from .markdown_parser import inline_text, table_columns
from .measure import COMFORTABLE, WIDEST_CELL, line_count, measure_width

# Sizes of `templates/markdown.html.jinja` in em, rounded up
_LINE: Final = 1.55
_MARGIN: Final = 0.75
_ITEM_MARGINS: Final = 0.4
_RULE: Final = 2.7
_INDENT: Final = 1.25
"""Per level; a list is two levels."""
_HEADINGS: Final = {"h1": 1.7, "h2": 1.35, "h3": 1.15}
_HEADING_LINE: Final = 1.3
_HEADING_MARGINS: Final = 1.9
_BOLD: Final = 1.12
_CODE: Final = 0.9
_CODE_LETTER: Final = 1.1
"""A letter of code relative to one of running text."""
_CODE_LINE: Final = 1.4
_CODE_PADDING: Final = 1.8
_LONGEST_TEXT: Final = 50_000
"""Characters; no page has room for more."""
_ROW_LINE: Final = 1.4
_ROW_PADDING: Final = 0.7


def block_heights(tokens: Sequence[Token], width: float) -> Iterator[float]:
    """Yield the heights of the parts of a page of this width, all in em.

    They are infinite for pictures, code that would be broken and tables that would be
    much smaller than the text.
    """
    row = 0.0
    for index, token in enumerate(tokens):
        room = max(width - _INDENT * token.level, 1)
        match token.type:
            case "fence" | "code_block":
                yield _code_height(token.content, room)
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
            case "inline" if any(
                child.type == "image" for child in token.children or ()
            ):
                yield inf
            case "inline":
                block, text = tokens[index - 1], inline_text(token, _LONGEST_TEXT)
                if block.type in ("th_open", "td_open"):
                    row = max(row, line_count(text, WIDEST_CELL) * _ROW_LINE)
                elif block.type == "heading_open":
                    size = _HEADINGS.get(block.tag, 1)
                    lines = line_count(text, room / size / _BOLD)
                    yield (lines * _HEADING_LINE + _HEADING_MARGINS) * size
                else:
                    margin = 0 if block.hidden else _MARGIN
                    yield line_count(text, room) * _LINE + margin


def _code_height(code: str, width: float) -> float:
    if measure_width(code) * _CODE_LETTER + _CODE_PADDING > width / _CODE:
        return inf
    lines = len(code.splitlines())
    return (lines * _CODE_LINE + _CODE_PADDING) * _CODE + _MARGIN
