"""Text, HTML and Markdown, as they are given."""

from ..api import MediaFormat
from ..document import Content, DocumentError, DocumentFormat, markdown_content
from ..fields import text_of
from .heading import heading_of
from .request import Request, Source


async def async_text(request: Request) -> Source:
    """Return a text. A template's number is a text, too."""
    text = _text(request, DocumentFormat.TEXT)
    return request.found(Content.from_string(text, MediaFormat.TEXT))


async def async_html(request: Request) -> Source:
    """Return a page's HTML."""
    text = _text(request, DocumentFormat.HTML)
    return request.found(Content.from_string(text, MediaFormat.HTML))


async def async_markdown(request: Request) -> Source:
    """Return Markdown as a page, under a heading if the print has one."""
    text = _text(request, DocumentFormat.MARKDOWN)
    title, date = await heading_of(request)
    content = await request.hass.async_add_executor_job(
        lambda: markdown_content(
            text, request.settings, title=title, date=date, keeps_lines=True
        )
    )
    return request.found(content, title)


def _text(request: Request, document_format: DocumentFormat) -> str:
    if (text := text_of(request.value)) is None:
        raise DocumentError("content_not_text")
    if request.document_format not in (None, document_format):
        raise DocumentError("content_mismatch", format=request.document_format or "")
    return text
