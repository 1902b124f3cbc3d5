"""Text, HTML and Markdown, as they are given."""

from ..api import MediaFormat
from ..document import Content, DocumentError, DocumentFormat, markdown_content
from ..document.content import INLINE_BYTES
from ..fields import parse_text
from .converter import async_get_converter
from .pages.page import heading_of
from .request import Request, Source


async def async_text(request: Request) -> Source:
    """Return a text. A template's number is a text, too."""
    return await _async_unchanged(request, DocumentFormat.TEXT)


async def async_html(request: Request) -> Source:
    """Return a page's HTML."""
    return await _async_unchanged(request, DocumentFormat.HTML)


async def async_markdown(request: Request) -> Source:
    """Return Markdown as a page, under a heading if the print has one."""
    text = _text(request, DocumentFormat.MARKDOWN)
    title, date = await heading_of(request)
    content = await async_get_converter(request.hass).async_run(
        lambda: markdown_content(
            text, request.settings, title=title, date=date, keeps_lines=True
        )
    )
    return request.found(content, title)


async def _async_unchanged(request: Request, document_format: DocumentFormat) -> Source:
    """Return what was given in a format that the cloud has."""
    text = _text(request, document_format)
    media_format = MediaFormat(document_format)
    if len(text) <= INLINE_BYTES:
        content = Content.from_string(text, media_format)
    else:
        content = await async_get_converter(request.hass).async_run(
            Content.from_string, text, media_format
        )
    return request.found(content)


def _text(request: Request, document_format: DocumentFormat) -> str:
    """Return the text that was given. If it can be sent is told where it is encoded."""
    value = request.value
    text = str(value) if isinstance(value, str) else parse_text(value)
    if text is None:
        raise DocumentError("content_not_text")
    if request.document_format not in (None, document_format):
        raise DocumentError("content_mismatch", format=request.document_format or "")
    return text
