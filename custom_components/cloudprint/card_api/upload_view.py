"""Receives files that users want to print."""

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Mapping
from contextlib import aclosing
from typing import Any, Final
from urllib.parse import unquote

from aiohttp import hdrs
from aiohttp.web import Request, Response

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..data import get_accounts
from ..document.errors import DocumentError
from ..document.source_file import MAX_THUMBNAIL
from ..exceptions import failed, invalid, shown
from ..fields import check_fields, parse_whole_number
from ..printing.permission import may
from ..requester import Requester
from ..source.files import UPLOAD, build_upload_record
from ..source.request import async_get_converter, create_document_error
from ..source.upload import (
    MAX_UPLOAD_SECONDS,
    NAME_HEADER,
    STATUS,
    UPLOADS,
    Upload,
    file_name,
    read_pieces,
)
from ..texts import async_message

_SIZE: Final = "size"
_DEFAULT_SIZE: Final = 600
_LEAST_SIZE: Final = 16


async def async_find_corners(
    hass: HomeAssistant, requester: Requester, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the corners of the page in a photograph. Raises HomeAssistantError."""
    check_fields(fields, (UPLOAD,))
    upload = hass.data[UPLOADS].get(fields.get(UPLOAD), requester)
    corners = await _async_read(
        async_get_converter(hass).async_find_corners(upload.path, upload.name)
    )
    return {"corners": corners}


async def async_create_thumbnail(
    hass: HomeAssistant, requester: Requester, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a small JPEG of a picture or of a first page. Raises HomeAssistantError."""
    check_fields(fields, (UPLOAD, _SIZE))
    upload = hass.data[UPLOADS].get(fields.get(UPLOAD), requester)
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
    try:
        return await reading
    except OSError as err:
        raise invalid("upload_unknown") from err
    except DocumentError as err:
        raise create_document_error(err, UPLOAD) from None


async def async_post(request: Request) -> Response:
    """Receive a file, which is the body of the request."""
    hass = request.app[KEY_HASS]
    try:
        upload = await _async_receive(hass, request)
    except HomeAssistantError as err:
        key = err.translation_key or ""
        language = request.headers.get(hdrs.ACCEPT_LANGUAGE)
        response = HomeAssistantView.json(
            {
                "message": await async_message(hass, err, language),
                "code": key,
                "placeholders": err.translation_placeholders,
            },
            STATUS[key],
        )
        if key in ("upload_encoded", "upload_malformed"):
            # Otherwise aiohttp would read the rest of the body and log a traceback.
            request.content.feed_eof()
            response.force_close()
        return response
    return HomeAssistantView.json(build_upload_record(upload))


async def _async_receive(hass: HomeAssistant, request: Request) -> Upload:
    requester = Requester.from_user(request[KEY_HASS_USER])
    name = file_name(unquote(request.headers.get(NAME_HEADER, "")))
    if not any(
        may(hass, requester, device_id, POLICY_CONTROL)
        for account in get_accounts(hass)
        for device_id in account.coordinator.data
    ):
        raise invalid("upload_not_allowed")
    encoding = request.headers.get(hdrs.CONTENT_ENCODING, "")
    if request.content_type.startswith("multipart/"):
        encoding = request.content_type
    # Refused if compressed: aiohttp does not report data that end too early.
    if encoding.strip().lower() not in ("", "identity"):
        raise invalid("upload_encoded", encoding=shown(encoding))
    try:
        async with (
            asyncio.timeout(MAX_UPLOAD_SECONDS),
            aclosing(read_pieces(request.content.read)) as pieces,
        ):
            return await hass.data[UPLOADS].async_receive(
                request[KEY_HASS_USER].id, name, pieces, request.content_length
            )
    except TimeoutError as err:
        minutes = str(MAX_UPLOAD_SECONDS // 60)
        raise failed("upload_too_slow", minutes=minutes) from err
