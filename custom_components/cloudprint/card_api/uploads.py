"""The card's commands for the pictures that a user has uploaded."""

from base64 import b64encode
from collections.abc import Awaitable, Mapping
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..document import DocumentError
from ..document.picture_facts import MAX_THUMBNAIL
from ..exceptions import invalid
from ..fields import check_fields, parse_whole_number
from ..source import UPLOAD
from ..source.request import async_get_converter, create_document_error
from ..source.upload import UPLOADS

_SIZE: Final = "size"
_DEFAULT_SIZE: Final = 600
_LEAST_SIZE: Final = 16


async def ws_find_corners(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the corners of the page in a photograph. Raises HomeAssistantError."""
    check_fields(fields, (UPLOAD,))
    upload = hass.data[UPLOADS].get(fields.get(UPLOAD), user)
    found = await _async_read(
        async_get_converter(hass).async_find_corners(upload.path, upload.name)
    )
    return {"corners": found.corners}


async def ws_create_thumbnail(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a small JPEG of a picture or of a first page. Raises HomeAssistantError."""
    check_fields(fields, (UPLOAD, _SIZE))
    upload = hass.data[UPLOADS].get(fields.get(UPLOAD), user)
    pixels = _DEFAULT_SIZE
    if (size := fields.get(_SIZE)) is not None:
        pixels = parse_whole_number(_SIZE, size, _LEAST_SIZE, MAX_THUMBNAIL)
    thumbnail = await _async_read(
        async_get_converter(hass).async_create_thumbnail(
            upload.path, upload.name, pixels=pixels
        )
    )
    width, height = thumbnail.size
    return {
        "image": b64encode(thumbnail.jpeg).decode(),
        "width": width,
        "height": height,
    }


async def _async_read[_T](reading: Awaitable[_T]) -> _T:
    """Return what the converter has read. Raises ServiceValidationError if it cannot."""
    try:
        return await reading
    except OSError as err:
        raise invalid("upload_unknown") from err
    except DocumentError as err:
        raise create_document_error(err, UPLOAD) from None
