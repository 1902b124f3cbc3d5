"""Markdown as a page."""

from functools import cache
import re
from typing import Final, override

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markupsafe import Markup

from ..content import Content
from ..errors import DocumentError
from ..limits import check_size
from ..settings import RenderSettings
from .markdown_renderer import PageRenderer
from .page import BODY_POINTS, language_of, margin_of, page_content, room_on, type_size

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


MAX_CHARACTERS: Final = 100_000
"""Of Markdown, pictures in it aside; the worst of this length takes a second or two."""

_EMBEDDED: Final = re.compile(
    r"(data:image/(?:avif|bmp|gif|jpe?g|png|webp);base64,)([A-Za-z0-9+/]+={0,2})",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<(?!img|svg|hr)[^>]*>")


def markdown_content(
    text: str,
    settings: RenderSettings,
    *,
    title: str | None = None,
    date: str | None = None,
    keeps_lines: bool = False,
) -> Content:
    """Return Markdown in our page layout, under a title and a date if given.

    The letters tell the language. A line's end is one on paper, too, if the page
    `keeps_lines`. It takes long and blocks. Raises DocumentError for nothing to print,
    and for too much.
    """
    check_size(len(text), settings.max_bytes)
    pictures: list[str] = []

    def take(match: re.Match[str]) -> str:
        """Put a number in the place of a picture, which would take long to read."""
        pictures.append(match[2])
        return f"{match[1]}{len(pictures) - 1}"

    markup = _EMBEDDED.sub(take, text)
    if len(markup) > MAX_CHARACTERS:
        raise DocumentError(
            "markdown_too_long", length=str(len(markup)), limit=str(MAX_CHARACTERS)
        )
    html = _rendered(markup, settings, keeps_lines=keeps_lines)
    if not _TAG.sub("", html).strip():
        raise DocumentError("content_empty")
    points = type_size(settings.paper, BODY_POINTS)
    return page_content(
        "markdown",
        settings,
        title=title,
        subtitle=date,
        language=language_of(markup),
        points=points,
        picture_height=round(settings.paper[1] - 2 * margin_of(settings.paper), 1),
        body=Markup(_with_pictures(html, pictures, settings.max_bytes)),
    )


def _rendered(markup: str, settings: RenderSettings, *, keeps_lines: bool) -> str:
    """Return Markdown as HTML that holds no other markup than its own.

    Raises DocumentError for what would not all be shown.
    """
    # Its library is loaded where it is needed, in the thread that makes the page.

    parser = markdown_parser(keeps_lines=keeps_lines)
    width, _ = room_on(settings.paper, type_size(settings.paper, BODY_POINTS))
    env = {"width": width, "max_bytes": settings.max_bytes}
    tokens = parser.parse(markup, env)
    if any(token.level >= MAX_LEVELS - 1 for token in tokens):
        raise DocumentError("markdown_too_deep")
    return str(parser.renderer.render(tokens, parser.options, env))


def _with_pictures(html: str, pictures: list[str], max_bytes: int) -> str:
    """Return the HTML with its pictures back in their places.

    A picture may be in several places, by references. Raises DocumentError if it then
    is more than a print may hold.
    """
    size = len(html)

    def restore(match: re.Match[str]) -> str:
        nonlocal size
        number = int(match[2]) if match[2].isdecimal() else len(pictures)
        if number >= len(pictures):
            return match[0]
        size += len(pictures[number])
        check_size(size, max_bytes)
        return f"{match[1]}{pictures[number]}"

    return _EMBEDDED.sub(restore, html)
