"""Makes pages of layouts."""

from collections.abc import Callable

from ...document import DocumentError, DocumentFormat
from ...document.layouts.layouts import Layout, layout_content
from ..converter import async_get_converter
from ..request import Request, Source


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
