"""Markdown as a page."""

from .content import Content
from .settings import RenderSettings


def markdown_content(
    text: str,
    settings: RenderSettings,
    *,
    title: str | None = None,
    date: str | None = None,
) -> Content:
    """Return Markdown in our page layout, under a title and a date if given."""
    raise NotImplementedError
