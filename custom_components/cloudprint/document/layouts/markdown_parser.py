"""What reads Markdown."""

from functools import cache
from typing import Final, override

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from .markdown_renderer import PageRenderer

MAX_LEVELS: Final = 100
"""Of blocks within blocks; what is deeper is left out."""
_MAX_INLINE_LEVELS: Final = 20


class _Parser(MarkdownIt):
    """A parser for which every address is one: the renderer decides what to show."""

    @override
    def validateLink(self, url: str) -> bool:
        """Return that an address is one."""
        return True


@cache
def markdown_parser(*, keeps_lines: bool) -> MarkdownIt:
    """Return what reads Markdown: CommonMark with tables, task lists, strikethrough.

    Whatever looks like HTML is text. A line's end is one on the page if it
    `keeps_lines`, else a space.
    """
    parser = _Parser(
        "default",
        {"breaks": keeps_lines, "maxNesting": MAX_LEVELS, "tasklists": True},
        renderer_cls=PageRenderer,
    )
    # Brackets in brackets take longer with each level, blocks in blocks do not.
    within_lines = _Parser("default", {"maxNesting": _MAX_INLINE_LEVELS})

    def inline(state: StateCore) -> None:
        """Read what is within the lines of all blocks."""
        for token in state.tokens:
            if token.type == "inline":
                token.children = within_lines.inline.parse(
                    token.content, within_lines, state.env, []
                )

    parser.core.ruler.at("inline", inline)
    return parser
