"""Content in base64, from scripts that have the bytes at hand."""

from base64 import b64decode

from homeassistant.core import HomeAssistant

from ..api import MediaFormat
from ..document import Content, DocumentError, content_from_bytes
from .limits import check_size


async def async_data(
    hass: HomeAssistant, value: object, media_format: MediaFormat | None
) -> tuple[Content, None]:
    """Return what base64 holds; line breaks in it and a data URL's head are allowed."""
    if not isinstance(value, str):
        raise DocumentError("data_not_base64")
    return await hass.async_add_executor_job(_decode, value, media_format), None


def _decode(value: str, media_format: MediaFormat | None) -> Content:
    value = value.strip()
    if value.startswith("data:"):
        head, _, value = value.partition(",")
        if not head.endswith(";base64"):
            raise DocumentError("data_not_base64")
    try:
        data = b64decode("".join(value.split()), validate=True)
    except ValueError as err:
        raise DocumentError("data_not_base64") from err
    check_size(len(data))
    return content_from_bytes(data, media_format=media_format)
