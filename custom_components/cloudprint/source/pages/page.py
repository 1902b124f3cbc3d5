"""Makes pages of layouts, with a title and a date at the top."""

from collections.abc import Callable

from ...document import DocumentError, DocumentFormat
from ...document.layouts.layouts import layout_content
from ...document.layouts.models import Layout
from ...fields import get_flag, line_of_text
from ..converter import async_get_converter
from ..request import Request, Source
from .locale_formatter import LocaleFormatter


async def async_page(
    request: Request, build: Callable[[], Layout], title: str
) -> Source:
    """Return a layout as a page; it is built where it may read locale data.

    Raises DocumentError if something else than a page was asked for.
    """
    if request.document_format not in (None, DocumentFormat.HTML):
        raise DocumentError("content_mismatch", format=request.document_format or "")
    content = await async_get_converter(request.hass).async_run(
        lambda: layout_content(build(), request.settings)
    )
    return request.found(content, title)


def title_of(request: Request) -> str | None:
    """Return the title that a print asks for. Raises ServiceValidationError."""
    title = request.fields.get("title")
    return None if title is None else line_of_text("title", title)


def shows_date(request: Request, *, default: bool) -> bool:
    """Return if a page is to show its date. Raises ServiceValidationError."""
    return get_flag(request.fields, "show_date", default=default)


async def heading_of(request: Request) -> tuple[str | None, str | None]:
    """Return the title and today's date as a page shows them, where they are wanted.

    Raises ServiceValidationError for fields that mean nothing.
    """
    title = title_of(request)
    if not shows_date(request, default=False):
        return title, None
    form = await LocaleFormatter.async_of(request.hass)
    date = await request.hass.async_add_executor_job(form.full_date, form.today)
    return title, date
