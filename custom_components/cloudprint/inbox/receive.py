"""What arrives by links: files, and forms with their fields."""

from collections.abc import AsyncGenerator, Mapping
import json
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from aiohttp import BodyPartReader, hdrs
from aiohttp.http_exceptions import HttpProcessingError

from ..document.errors import MEBIBYTE
from ..document.source_file import MAX_FILES
from ..exceptions import failed, invalid, shown
from ..fields import one_line, parse_ids, parse_text
from ..source.files import UPLOAD
from ..source.upload import NAME_HEADER, UPLOADS, Upload, file_name, read_pieces
from ..source.web.stylesheet import parse_url
from .access import Visit

LINK_CONTENTS: Final = (UPLOAD, "uploads", "text", "url")
MAX_WAITING_BYTES: Final = 100 * MEBIBYTE  # of a link
MAX_FIELDS_BYTES: Final = 2 * MEBIBYTE  # of a request, without its files
_MAX_FIELDS: Final = 100
_MAX_NAME: Final = 60

type Form = dict[str, Any]


async def async_receive_file(visit: Visit) -> Upload:
    """Receive a file that is the body of a request. Raises HomeAssistantError."""
    request = visit.request
    name = unquote(request.headers.get(NAME_HEADER, ""))
    return await _async_store(visit, name, _read(visit), request.content_length)


async def async_read_json(visit: Visit) -> Form:
    """Return the fields of a request. Raises HomeAssistantError."""
    try:
        fields = json.loads(await _async_read_small(_read(visit)))
    except ValueError, RecursionError:
        fields = None
    if not isinstance(fields, dict):
        raise invalid("upload_malformed")
    return fields


async def async_receive_form(visit: Visit, uploads: list[Upload]) -> Form:
    """Receive a form, or a file with fields in its address, and add to `uploads`.

    Raises HomeAssistantError.
    """
    try:
        match visit.request.content_type:
            case "application/json":
                return await async_read_json(visit)
            case "application/x-www-form-urlencoded":
                body = await _async_read_small(_read(visit))
                return dict(parse_qsl(body.decode(), max_num_fields=_MAX_FIELDS))
            case "multipart/form-data":
                return await _async_receive_parts(visit, uploads)
    except AssertionError, HttpProcessingError, RuntimeError, ValueError:
        # Of aiohttp's parser, too
        raise invalid("upload_malformed") from None
    uploads.append(await async_receive_file(visit))
    return dict(visit.request.query)


async def _async_receive_parts(visit: Visit, uploads: list[Upload]) -> Form:
    _check_encoding(visit.request.headers)
    fields: Form = {}
    size = count = 0
    async for part in await visit.request.multipart():
        count += 1
        if not isinstance(part, BodyPartReader) or count > _MAX_FIELDS:
            raise invalid("upload_malformed")
        pieces = _read(visit, part)
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
) -> tuple[list[Upload], str]:
    """Return what is printed, and its name; a text or an address is `received`, too.

    Raises HomeAssistantError, also for several kinds of content, or none.
    """
    store = visit.hass.data[UPLOADS]
    ids = fields.get("uploads") or fields.get(UPLOAD)
    given = [name for name in ("text", "url") if fields.get(name) not in (None, "")]
    if len(given) + bool(ids or received) != 1:
        raise invalid("link_content")
    if not given:
        uploads = received or [
            store.get(id_, visit.requester) for id_ in parse_ids(UPLOAD, ids)
        ]
        first, *others = uploads
        name = first.name or visit.link.name
        return uploads, f"{name} (+{len(others)})" if others else name
    text = (parse_text(fields[given[0]]) or "").strip()
    if not text:
        raise invalid("link_content")
    name, stored_as = one_line(text), "text.txt"
    if "url" in given:
        if (url := parse_url(text)) is None:
            raise invalid("url_invalid", field="url")
        name, stored_as = url.host or "", ""

    async def pieces() -> AsyncGenerator[bytes]:
        yield text.encode()

    received.append(await _async_store(visit, stored_as, pieces()))
    return received, name[:_MAX_NAME].strip() or visit.link.name


async def _async_store(
    visit: Visit, name: str, pieces: AsyncGenerator[bytes], announced: int | None = None
) -> Upload:
    owner_id = str(visit.requester.owner_id)
    store, name = visit.hass.data[UPLOADS], file_name(name)
    return await store.async_receive(owner_id, name, pieces, announced)


async def _read(
    visit: Visit, part: BodyPartReader | None = None
) -> AsyncGenerator[bytes]:
    """Yield the pieces of a part, or of the whole body, while the link is open."""
    _check_encoding(visit.request.headers if part is None else part.headers)
    read = visit.request.content.read if part is None else part.read_chunk
    async for piece in read_pieces(read):
        visit.check_open()
        yield piece


def _check_encoding(headers: Mapping[str, str]) -> None:
    """Raise ServiceValidationError for data that aiohttp would decode, or would not."""
    for header in (hdrs.CONTENT_ENCODING, hdrs.CONTENT_TRANSFER_ENCODING):
        encoding = headers.get(header, "")
        if encoding.strip().lower() not in ("", "identity", "binary", "7bit", "8bit"):
            raise invalid("upload_encoded", encoding=shown(encoding))


async def _async_read_small(pieces: AsyncGenerator[bytes], before: int = 0) -> bytes:
    data = bytearray()
    async for piece in pieces:
        data += piece
        if before + len(data) > MAX_FIELDS_BYTES:
            limit = f"{MAX_FIELDS_BYTES // MEBIBYTE}"
            raise invalid("upload_too_large", limit=limit)
    return bytes(data)
