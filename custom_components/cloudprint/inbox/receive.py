"""What arrives by links: files, and forms with their fields."""

from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
import json
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from aiohttp import BodyPartReader, hdrs
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import Request

from ..card_api.upload_view import NAME_HEADER, file_name, read_pieces
from ..document import MEBIBYTE
from ..document.source_file import MAX_FILES
from ..exceptions import failed, invalid, shown
from ..fields import one_line, parse_ids, parse_text
from ..source.files import UPLOAD
from ..source.upload import UPLOADS, Upload
from ..source.web.stylesheet import parse_url
from .access import Visit

LINK_CONTENTS: Final = (UPLOAD, "uploads", "text", "url")
MAX_WAITING_BYTES: Final = 100 * MEBIBYTE  # of a link
MAX_FIELDS_BYTES: Final = 2 * MEBIBYTE  # of a request, without its files
_MAX_FIELDS: Final = 100
_MAX_NAME: Final = 60
_NOT_ENCODED: Final = ("", "identity", "binary", "7bit", "8bit")

type Form = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Contents:
    """What is printed: files, or one that has a text or an address."""

    uploads: list[Upload]
    name: str
    is_address: bool = False


async def async_receive_file(visit: Visit) -> Upload:
    """Receive a file that is the body of a request. Raises HomeAssistantError."""
    request = visit.request
    name = unquote(request.headers.get(NAME_HEADER, ""))
    async with aclosing(_read_body(request)) as pieces:
        return await _async_store(visit, name, pieces, request.content_length)


async def async_read_json(visit: Visit) -> Form:
    """Return the fields of a request. Raises HomeAssistantError."""
    try:
        fields = json.loads(await _async_read_small(_read_body(visit.request)))
    except ValueError, RecursionError:
        fields = None
    if not isinstance(fields, dict):
        raise invalid("upload_malformed")
    return fields


async def async_receive_form(visit: Visit, uploads: list[Upload]) -> Form:
    """Receive a form, or a file with fields in its address, and add to `uploads`.

    Raises HomeAssistantError.
    """
    request = visit.request
    match request.content_type:
        case "application/json":
            return await async_read_json(visit)
        case "application/x-www-form-urlencoded":
            body = await _async_read_small(_read_body(request))
            try:
                text = body.decode()
                return dict(parse_qsl(text, max_num_fields=_MAX_FIELDS))
            except ValueError:
                raise invalid("upload_malformed") from None
        case "multipart/form-data":
            _check_encoding(request.headers)
            try:
                return await _async_receive_parts(visit, uploads)
            except AssertionError, HttpProcessingError, RuntimeError, ValueError:
                # Of aiohttp's parser
                raise invalid("upload_malformed") from None
    uploads.append(await async_receive_file(visit))
    return dict(request.query)


async def _async_receive_parts(visit: Visit, uploads: list[Upload]) -> Form:
    fields: Form = {}
    size = count = 0
    async for part in await visit.request.multipart():
        count += 1
        if not isinstance(part, BodyPartReader) or count > _MAX_FIELDS:
            raise invalid("upload_malformed")
        _check_encoding(part.headers)
        async with aclosing(read_pieces(part.read_chunk)) as pieces:
            if part.name != "file":
                text = await _async_read_small(pieces, size)
                fields[part.name or ""] = text.decode()
                size += len(text)
                continue
            if len(uploads) >= MAX_FILES:
                raise failed("upload_too_many")
            uploads.append(await _async_store(visit, part.filename or "", pieces))
        if sum(upload.size for upload in uploads) > MAX_WAITING_BYTES:
            limit = f"{MAX_WAITING_BYTES // MEBIBYTE}"
            raise invalid("upload_too_large", limit=limit)
    return fields


async def async_get_contents(
    visit: Visit, fields: Form, received: list[Upload]
) -> Contents:
    """Return what is printed; a text or an address is `received` as an upload, too.

    Raises HomeAssistantError, also for several kinds of content, or none.
    """
    store = visit.hass.data[UPLOADS]
    ids = fields.get("uploads") or fields.get(UPLOAD)
    given = [name for name in ("text", "url") if fields.get(name) not in (None, "")]
    if len(given) + bool(ids or received) != 1:
        raise invalid("link_content")
    if not given:
        uploads = received or [
            store.get(each, visit.requester) for each in parse_ids(UPLOAD, ids)
        ]
        first, *others = uploads
        name = first.name or visit.link.name
        return Contents(uploads, f"{name} (+{len(others)})" if others else name)
    text = (parse_text(fields[given[0]]) or "").strip()
    if not text:
        raise invalid("link_content")
    name, is_address = one_line(text), given[0] == "url"
    if is_address:
        if (url := parse_url(text)) is None:
            raise invalid("url_invalid", field="url")
        name = url.host or ""

    async def pieces() -> AsyncGenerator[bytes]:
        yield text.encode()

    upload = await _async_store(visit, "" if is_address else "text.txt", pieces())
    received.append(upload)
    name = name[:_MAX_NAME].strip() or visit.link.name
    return Contents([upload], name, is_address)


async def _async_store(
    visit: Visit,
    name: str,
    pieces: AsyncIterable[bytes],
    announced: int | None = None,
) -> Upload:
    async def received() -> AsyncGenerator[bytes]:
        async for piece in pieces:
            visit.check_open()
            yield piece

    async with aclosing(received()) as open_pieces:
        return await visit.hass.data[UPLOADS].async_receive(
            str(visit.requester.owner_id), file_name(name), open_pieces, announced
        )


def _read_body(request: Request) -> AsyncGenerator[bytes]:
    _check_encoding(request.headers)
    return read_pieces(request.content.read)


def _check_encoding(headers: Mapping[str, str]) -> None:
    """Raise ServiceValidationError for data that aiohttp would decode, or would not."""
    for header in (hdrs.CONTENT_ENCODING, hdrs.CONTENT_TRANSFER_ENCODING):
        encoding = headers.get(header, "")
        if encoding.strip().lower() not in _NOT_ENCODED:
            raise invalid("upload_encoded", encoding=shown(encoding))


async def _async_read_small(pieces: AsyncGenerator[bytes], before: int = 0) -> bytes:
    data = bytearray()
    async with aclosing(pieces):
        async for piece in pieces:
            data += piece
            if before + len(data) > MAX_FIELDS_BYTES:
                limit = f"{MAX_FIELDS_BYTES // MEBIBYTE}"
                raise invalid("upload_too_large", limit=limit)
    return bytes(data)
