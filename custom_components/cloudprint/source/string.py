"""Text and HTML, as they are given."""

from homeassistant.core import HomeAssistant

from ..api import MediaFormat
from ..document import Content, DocumentError
from ..fields import text_of
from .limits import check_size


async def async_text(
    hass: HomeAssistant, value: object, media_format: MediaFormat | None
) -> tuple[Content, None]:
    """Return a text. A template's number is a text, too."""
    return _string(value, MediaFormat.TEXT, media_format), None


async def async_html(
    hass: HomeAssistant, value: object, media_format: MediaFormat | None
) -> tuple[Content, None]:
    """Return a page's HTML."""
    return _string(value, MediaFormat.HTML, media_format), None


def _string(
    value: object, media_format: MediaFormat, wanted: MediaFormat | None
) -> Content:
    if (text := text_of(value)) is None:
        raise DocumentError("content_not_text")
    if wanted not in (None, media_format):
        raise DocumentError("content_mismatch", format=wanted)
    content = Content.from_string(text, media_format)
    check_size(content.size)
    return content
