"""Content in base64, from scripts that have the bytes at hand."""

from base64 import b64decode
import binascii

from homeassistant.core import HomeAssistant

from ..api import MediaFormat
from ..const import MAX_CONTENT_BYTES
from ..document import Content, DocumentError, content_from_bytes
from .limits import check_size


async def async_data(
    hass: HomeAssistant, value: object, media_format: MediaFormat | None
) -> tuple[Content, None]:
    """Return what base64 holds; line breaks in it and a `data:` prefix are allowed."""
    if not isinstance(value, str):
        raise DocumentError("data_not_base64")
    # Before it is decoded: four characters are three bytes.
    check_size(len(value) // 4 * 3 - MAX_CONTENT_BYTES // 16)
    return await hass.async_add_executor_job(_decode, value, media_format), None


def _decode(value: str, media_format: MediaFormat | None) -> Content:
    if value.startswith("data:"):
        value = value.partition(",")[2]
    try:
        data = b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError) as err:
        raise DocumentError("data_not_base64") from err
    check_size(len(data))
    return content_from_bytes(data, media_format=media_format)
