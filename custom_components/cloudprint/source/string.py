"""Content that a print contains itself: text, HTML, Markdown and base64 data."""

from base64 import b64decode
import re
from typing import Final

from ..api.vocabulary import MediaFormat
from ..document.content import INLINE_BYTES, Content
from ..document.errors import DocumentError, check_size
from ..document.layouts.page import build_text_content
from ..fields import parse_text
from .pages.page import async_get_heading
from .request import Request, Source, async_get_converter

_PIECE: Final = 256 * 1024
# Of a data URL; another one's is not base64 either.
_HEAD: Final = re.compile(r"\s{0,1000}+(?:data:[^,]{0,1000};base64,)?")


async def async_string(request: Request) -> Source:
    """Return a text, also a number from a template, or HTML, unchanged if possible."""
    text = _get_text(request)
    media_format = MediaFormat(request.origin.upper())
    if media_format is MediaFormat.TEXT and request.settings.paginates_text:
        content = await async_get_converter(request.hass).async_run(
            build_text_content, text, request.settings
        )
    elif len(text) <= INLINE_BYTES:
        content = Content.from_string(text, media_format)
    else:
        content = await async_get_converter(request.hass).async_run(
            Content.from_string, text, media_format
        )
    return request.create_source(content)


async def async_markdown(request: Request) -> Source:
    """Return Markdown as a page, under a heading if the print has one."""
    text = _get_text(request)
    title, date = await async_get_heading(request)
    content = await async_get_converter(request.hass).async_build_markdown(
        text, request.settings, title=title, date=date
    )
    return request.create_source(content, title)


async def async_decode(request: Request) -> bytes:
    """Return the bytes of base64, also of a data URL. Raises DocumentError."""
    if not isinstance(request.value, str):
        raise DocumentError("data_not_base64")
    return await async_get_converter(request.hass).async_run(_decode, request.value)


def _get_text(request: Request) -> str:
    """Return the text of a print. Whether it can be encoded is checked later."""
    value = request.value
    text = str(value) if isinstance(value, str) else parse_text(value)
    if text is None:
        raise DocumentError("content_not_text")
    if request.document_format not in (None, request.origin.upper()):
        raise DocumentError("content_mismatch", format=request.document_format or "")
    return text


def _decode(value: str) -> bytes:
    """Decode base64 in pieces, between which other threads can run."""
    pieces = []
    size, rest, is_padded = 0, "", False
    head = _HEAD.match(value)
    for at in range(head.end() if head else 0, len(value), _PIECE):
        piece = rest + "".join(value[at : at + _PIECE].split())
        if piece and is_padded:
            raise DocumentError("data_not_base64")
        whole = len(piece) // 4 * 4
        piece, rest = piece[:whole], piece[whole:]
        try:
            pieces.append(b64decode(piece, validate=True))
        except ValueError as err:
            raise DocumentError("data_not_base64") from err
        is_padded = is_padded or piece.endswith("=")
        size += len(pieces[-1])
        check_size(size)
    if rest:
        raise DocumentError("data_not_base64")
    return b"".join(pieces)
