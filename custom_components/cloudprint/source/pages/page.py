"""Renders layouts as pages, and reads the fields of their headings."""

from collections.abc import Callable
from dataclasses import replace

from ...document.content import Content
from ...document.errors import DocumentError
from ...document.formats import DocumentFormat
from ...document.layouts.layouts import build_layout_content
from ...document.layouts.models import Layout
from ...fields import get_flag, parse_text_line
from ..request import Request, Source, async_get_converter
from .locale_formatter import LocaleFormatter


async def async_page(request: Request, build: Callable[[], Layout]) -> Source:
    """Return a layout as a page; `build` runs in the executor. Raises DocumentError."""

    def render() -> tuple[Content, Layout]:
        layout = build()
        return build_layout_content(layout, request.settings), layout

    if request.document_format not in (None, DocumentFormat.HTML):
        raise DocumentError("content_mismatch", format=request.document_format or "")
    content, layout = await async_get_converter(request.hass).async_run(render)
    source = request.create_source(content, layout.title)
    return replace(source, is_empty=layout.is_empty)


def get_title(request: Request) -> str | None:
    """Return the title of a print, if it has one. Raises ServiceValidationError."""
    title = request.fields.get("title")
    return None if title is None else parse_text_line("title", title)


async def async_get_heading(request: Request) -> tuple[str | None, str | None]:
    """Return the title and date asked for. Raises ServiceValidationError."""
    title = get_title(request)
    if not get_flag(request.fields, "show_date"):
        return title, None
    formatter = await LocaleFormatter.async_create(request.hass)
    date = await request.hass.async_add_executor_job(
        formatter.full_date, formatter.today
    )
    return title, date
