"""Markdown as a page."""

import re
from typing import Final

from markupsafe import Markup

from ..content import Content
from ..errors import DocumentError
from ..limits import check_size
from ..settings import RenderSettings
from .page import BODY_POINTS, language_of, margin_of, page_content, room_on, type_size

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
    from .markdown_parser import MAX_LEVELS, markdown_parser  # noqa: PLC0415 - see above

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
