"""Receives files that users want to print."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import unquote

from aiohttp import ClientError, hdrs
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import Request, RequestPayloadError, Response

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..data import get_accounts
from ..document import DocumentError
from ..document.detection import guess_format
from ..document.source_file import MAX_FILE_NAME, MAX_THUMBNAIL
from ..exceptions import failed, invalid, shown
from ..fields import check_fields, one_line, parse_whole_number
from ..printing.permission import may
from ..requester import Requester
from ..source.files import UPLOAD
from ..source.request import async_get_converter, create_document_error
from ..source.upload import UPLOADS, Upload
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
    found = await _async_read(
        async_get_converter(hass).async_find_corners(upload.path, upload.name)
    )
    return {"corners": found.corners}


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


NAME_HEADER: Final = "X-File-Name"
UPLOAD_PIECE_BYTES: Final = 64 * 1024
STALLED_AFTER: Final = 60  # Seconds within which the next data must arrive
# For a whole file: the largest one takes as long at 1 Mbit/s.
MAX_UPLOAD_SECONDS: Final = 15 * 60

STATUS: Final = {
    "upload_empty": HTTPStatus.BAD_REQUEST,
    "upload_encoded": HTTPStatus.BAD_REQUEST,
    "upload_malformed": HTTPStatus.BAD_REQUEST,
    "upload_not_allowed": HTTPStatus.FORBIDDEN,
    "upload_stalled": HTTPStatus.REQUEST_TIMEOUT,
    "upload_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "upload_too_many": HTTPStatus.TOO_MANY_REQUESTS,
    "upload_too_slow": HTTPStatus.REQUEST_TIMEOUT,
    "upload_no_room": HTTPStatus.INSUFFICIENT_STORAGE,
    "upload_unwritable": HTTPStatus.INSUFFICIENT_STORAGE,
}


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


def build_upload_record(upload: Upload) -> dict[str, Any]:
    """Return an upload as its sender sees it."""
    document_format = guess_format(upload.head, upload.name)
    return {
        "upload_id": upload.upload_id,
        "name": upload.name,
        "size": upload.size,
        **({} if document_format is None else {"format": document_format}),
        "expires_at": upload.expires_at.isoformat(),
    }


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


async def read_pieces(read: Callable[[int], Awaitable[bytes]]) -> AsyncGenerator[bytes]:
    """Yield the pieces of a body. Raises HomeAssistantError if it stalls or breaks."""
    while True:
        try:
            async with asyncio.timeout(STALLED_AFTER):
                piece = await read(UPLOAD_PIECE_BYTES)
        except TimeoutError as err:
            raise failed("upload_stalled") from err
        except (ClientError, HttpProcessingError, OSError, RequestPayloadError) as err:
            raise invalid("upload_malformed") from err
        if not piece:
            return
        yield piece


def file_name(name: str) -> str:
    """Return a file's name without folders and unprintable characters."""
    name = one_line(name.replace("\\", "/").rpartition("/")[2])
    if len(name) <= MAX_FILE_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    room = MAX_FILE_NAME - len(dot) - len(ending)
    return f"{stem[:room]}{dot}{ending}" if stem and room > 0 else name[:MAX_FILE_NAME]
