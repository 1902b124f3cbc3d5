"""Comma-separated values as a table."""

from .content import Content
from .settings import RenderSettings


def table_content(
    text: str, settings: RenderSettings, *, title: str | None = None
) -> Content:
    """Return comma-separated values as a table in our page layout."""
    raise NotImplementedError
