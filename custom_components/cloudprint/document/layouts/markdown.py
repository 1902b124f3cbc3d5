"""Markdown as a page of our layout."""

from functools import partial
import re
from typing import Final

from markupsafe import Markup

from ..content import Content
from ..errors import DocumentError, check_size
from ..settings import RenderSettings
from .fit import fit_text
from .page import BODY_POINTS, build_page_content, detect_language, get_margin, get_room

MAX_MARKDOWN_LENGTH: Final = 100_000  # without embedded pictures; at worst two seconds
# Characters; from here on, collecting garbage makes the event loop wait for long.
_LONG: Final = 10_000
_EMBEDDED: Final = re.compile(
    r"(data:image/(?:avif|bmp|gif|jpe?g|png|webp);base64,)([A-Za-z0-9+/]+={0,2})",
    re.IGNORECASE,
)


def is_long(text: str) -> bool:
    """Return whether Markdown is to be parsed in another process than the event loop.

    It becomes about one object for each character, and for each cell of a table, whose
    rows have as many as the longest.
    """
    if len(text) > _LONG:
        return True
    lines = text.splitlines()
    most_cells = max((line.count("|") for line in lines), default=0)
    return len(text) + len(lines) * most_cells > _LONG


def build_markdown_content(
    text: str,
    settings: RenderSettings,
    *,
    title: str | None = None,
    date: str | None = None,
    keeps_lines: bool = False,
) -> Content:
    """Return Markdown as a page, with a title and a date if given.

    Without `keeps_lines`, a line break is a space. Blocking, and slow. Raises
    DocumentError for an empty page and for one that is too long.
    """
    check_size(len(text), settings.max_bytes)
    pictures: list[str] = []

    def take(match: re.Match[str]) -> str:
        """Replace a picture by its number, since it would take long to parse."""
        pictures.append(match[2])
        return f"{match[1]}{len(pictures) - 1}"

    markup = _EMBEDDED.sub(take, text)
    if len(markup) > MAX_MARKDOWN_LENGTH:
        length, limit = len(markup), MAX_MARKDOWN_LENGTH
        raise DocumentError("markdown_too_long", length=length, limit=limit)
    # The library is loaded when it is needed, in the thread that builds the page.
    from .markdown_parser import MAX_LEVELS, block_heights, create_parser  # noqa: PLC0415 - see above

    parser = create_parser(
        keeps_lines=keeps_lines, has_remote_pictures=settings.has_remote_pictures
    )
    tokens = parser.parse(markup, {})
    # Deeper levels would be left out.
    if any(token.level >= MAX_LEVELS - 1 for token in tokens):
        raise DocumentError("markdown_too_deep")
    heights = partial(block_heights, tokens)
    points = fit_text(title, date, settings.paper, BODY_POINTS, heights)
    width, _ = get_room(settings.paper, points)
    env = {"width": width, "max_bytes": settings.max_bytes}
    html = str(parser.renderer.render(tokens, parser.options, env))
    if not re.sub(r"<(?!img|svg|hr)[^>]*>", "", html).strip():
        raise DocumentError("content_empty")
    return build_page_content(
        "markdown",
        settings,
        title=title,
        subtitle=date,
        language=detect_language(markup),
        points=points,
        picture_height=round(settings.paper[1] - 2 * get_margin(settings.paper), 1),
        has_color="<img" in html,
        body=Markup(_with_pictures(html, pictures, settings.max_bytes)),
    )


def _with_pictures(html: str, pictures: list[str], max_bytes: int) -> str:
    """Put the pictures back, each maybe in several places. Raises DocumentError."""
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
