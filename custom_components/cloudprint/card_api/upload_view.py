"""The HTTP view for uploading a file to print."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import unquote

from aiohttp import BodyPartReader, ClientError, hdrs
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import Request, RequestPayloadError, Response

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN
from ..document import MAX_SOURCE_BYTES, MEBIBYTE, likely_format
from ..exceptions import failed, invalid, shown
from ..fields import one_line
from ..printing.permission import may
from ..source.upload import UPLOADS, Upload
from ..texts import async_message

NAME_HEADER: Final = "X-File-Name"
MAX_NAME: Final = 200
MAX_ENVELOPE: Final = 64 * 1024
"""Bytes that a multipart body may have around the file."""
PIECE_BYTES: Final = 64 * 1024
STALLED_AFTER: Final = 60
"""Seconds within which the next data must arrive."""
TOTAL_SECONDS: Final = 15 * 60
"""Limit for a whole file: the largest one takes as long at 1 Mbit/s."""

_STATUS: Final = {
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

_BROKEN: Final = ("upload_encoded", "upload_malformed")
"""Errors after which the rest of the body cannot be read."""
_NO_ENCODINGS: Final = ("", "7bit", "8bit", "binary", "identity")
"""Content encodings and content transfer encodings that leave the bytes as they are."""

_MALFORMED: Final = (
    # aiohttp uses assertions when it reads multipart bodies.
    AssertionError,
    ClientError,
    HttpProcessingError,
    OSError,
    RequestPayloadError,
    RuntimeError,
    ValueError,
)
"""Errors of a malformed or truncated body."""


class UploadView(HomeAssistantView):
    """Receive files from users who may print."""

    url = f"/api/{DOMAIN}/upload"
    name = f"api:{DOMAIN}:upload"

    async def post(self, request: Request) -> Response:
        """Receive a file: the body itself, or the first part of a multipart body."""
        hass = request.app[KEY_HASS]
        try:
            upload = await _async_receive_in_time(hass, request)
        except HomeAssistantError as err:
            key = err.translation_key or ""
            message = await async_message(
                hass, err, request.headers.get(hdrs.ACCEPT_LANGUAGE)
            )
            response = self.json(
                {
                    "message": message,
                    "code": key,
                    "placeholders": err.translation_placeholders,
                },
                _STATUS[key],
            )
            if key in _BROKEN:
                # Otherwise aiohttp would read the rest of the body and log a traceback.
                request.content.feed_eof()
                response.force_close()
            return response
        return self.json(_answer(upload))


def _answer(upload: Upload) -> dict[str, Any]:
    document_format = likely_format(upload.head, upload.name)
    return {
        "upload_id": upload.upload_id,
        "name": upload.name,
        "size": upload.size,
        **({} if document_format is None else {"format": document_format}),
        "expires_at": upload.expires_at.isoformat(),
    }


async def _async_receive_in_time(hass: HomeAssistant, request: Request) -> Upload:
    """Store the file of a request. Raises HomeAssistantError."""
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            return await _async_receive(hass, request, request[KEY_HASS_USER])
    except TimeoutError as err:
        raise failed("upload_too_slow", minutes=str(TOTAL_SECONDS // 60)) from err


async def _async_receive(hass: HomeAssistant, request: Request, user: User) -> Upload:
    if not any(
        may(hass, user, device_id, POLICY_CONTROL)
        for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        for device_id in entry.runtime_data.coordinator.data
    ):
        raise invalid("upload_not_allowed")
    length = request.content_length
    if length is not None and length > MAX_SOURCE_BYTES + MAX_ENVELOPE:
        raise invalid("upload_too_large", limit=f"{MAX_SOURCE_BYTES // MEBIBYTE}")
    _check_encoding(request.headers.get(hdrs.CONTENT_ENCODING, ""))
    body: Request | BodyPartReader = request
    if request.content_type.startswith("multipart/"):
        # The length of a part is unknown, and at most that of the body.
        body, length = await _async_first_part(request), None
        name = body.filename or ""
    else:
        name = unquote(request.headers.get(NAME_HEADER, ""))
    async with aclosing(_pieces(body)) as pieces:
        return await hass.data[UPLOADS].async_receive(
            user, file_name(name), pieces, length
        )


async def _async_first_part(request: Request) -> BodyPartReader:
    try:
        async with asyncio.timeout(STALLED_AFTER):
            part = await (await request.multipart()).next()
    except TimeoutError as err:
        raise failed("upload_stalled") from err
    except _MALFORMED as err:
        raise invalid("upload_malformed") from err
    if not isinstance(part, BodyPartReader):
        raise invalid("upload_malformed")
    for header in (hdrs.CONTENT_ENCODING, hdrs.CONTENT_TRANSFER_ENCODING):
        _check_encoding(part.headers.get(header, ""))
    return part


def _check_encoding(encoding: str) -> None:
    """Raise ServiceValidationError for an encoded body.

    aiohttp does not report compressed data that end too early.
    """
    if encoding.strip().lower() not in _NO_ENCODINGS:
        raise invalid("upload_encoded", encoding=shown(encoding))


async def _pieces(body: Request | BodyPartReader) -> AsyncGenerator[bytes]:
    """Yield the body in pieces. Raises HomeAssistantError if it stalls."""
    while True:
        try:
            async with asyncio.timeout(STALLED_AFTER):
                piece = (
                    await body.read_chunk(PIECE_BYTES)
                    if isinstance(body, BodyPartReader)
                    else await body.content.read(PIECE_BYTES)
                )
        except TimeoutError as err:
            raise failed("upload_stalled") from err
        except _MALFORMED as err:
            raise invalid("upload_malformed") from err
        if not piece:
            if isinstance(body, BodyPartReader) and not body.at_eof():
                # The closing boundary is missing: the body is truncated.
                raise invalid("upload_malformed")
            return
        yield piece


def file_name(name: str) -> str:
    """Return a file's name without folders and unprintable characters."""
    name = one_line(name.replace("\\", "/").rpartition("/")[2])
    if len(name) <= MAX_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    room = MAX_NAME - len(dot) - len(ending)
    return f"{stem[:room]}{dot}{ending}" if stem and room > 0 else name[:MAX_NAME]
