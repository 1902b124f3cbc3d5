"""Files of a print: one, or several that become one content, and how large they are."""

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import PurePosixPath
import secrets
from typing import Any, Final

from homeassistant.exceptions import HomeAssistantError

from ..document.detection import guess_format
from ..document.errors import MEBIBYTE, DocumentError
from ..document.formats import ENDINGS, FOREIGN_ENDINGS, get_ending
from ..document.source_file import Edits, SourceFile
from ..exceptions import failed, invalid
from ..fields import one_line
from .arranging import NO_EDITS, FileItem
from .entity import async_read_picture
from .file import async_read_file
from .kept_files import KEPT_FILES, UNEDITED
from .media import async_read_media, find_pictured_entity, get_item_title
from .reading import get_state
from .request import Request, Source, async_get_converter
from .string import async_decode
from .upload import BLOCK_BYTES, MAX_USER_BYTES, UPLOADS, Upload, UploadStore

UPLOAD: Final = "upload"

_LONGEST_TITLE: Final = 180  # So that the number of other files fits, too


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


async def async_files(request: Request) -> Source:
    """Return files as content. Raises HomeAssistantError and DocumentError."""
    item, *others = request.value
    is_changed = others or item.edits != NO_EDITS or request.settings.is_arranged
    # An upload is a file already.
    if not is_changed and request.origin != UPLOAD:
        data, name = await _async_read(replace(request, value=item.value))
        content = await request.async_convert(data, name=name)
        title = get_item_title(item.value) or (
            PurePosixPath(name).stem.strip() and name
        )
        return request.create_source(content, title or None)
    async with async_get_files(request) as files:
        return await async_convert_files(request, files)


async def async_convert_files(
    request: Request, files: Sequence[SourceFile], *, gone: str = "upload_unknown"
) -> Source:
    """Return content named after the first file. Raises DocumentError, or `gone`."""
    converter = async_get_converter(request.hass)
    first, *others = files
    title = first.name
    if title and others:
        title = f"{one_line(title)[:_LONGEST_TITLE].strip()} (+{len(others)})"
    try:
        content = await converter.async_convert_files(files, request.settings)
    except OSError:
        # Its text would contain the path.
        raise invalid(gone) from None
    return request.create_source(content, title or None)


@asynccontextmanager
async def async_get_files(request: Request) -> AsyncGenerator[list[SourceFile]]:
    """Provide files, copied to the uploads unless they are some, until the block's end.

    Raises HomeAssistantError and DocumentError; with several files, they say which.
    """
    store = request.hass.data[UPLOADS]
    # With an owner of its own, a print has the limits of one.
    owner_id = f"print {secrets.token_hex(8)}"
    items: Sequence[FileItem] = request.value
    copies: list[Upload] = []
    files: list[SourceFile] = []
    size = 0
    try:
        for number, item in enumerate(items, 1):
            with _numbered(number if len(items) > 1 else None):
                one = replace(request, value=item.value)
                if request.origin == UPLOAD:
                    upload = store.get(item.value, request.requester)
                    _check_total(size + upload.size)
                else:
                    upload = await _async_copy(one, store, owner_id, size)
                    copies.append(upload)
                size += upload.size
            files.append(
                SourceFile(
                    path=upload.path,
                    name=upload.name,
                    wanted=request.document_format,
                    edits=item.edits,
                )
            )
        yield files
    finally:
        for copy in copies:
            store.remove(copy)


async def _async_copy(
    request: Request, store: UploadStore, owner_id: str, before: int
) -> Upload:
    """Copy a file, which stays until it is removed, after `before` bytes of others."""
    data, name = await _async_read(request)
    if not data:
        raise DocumentError("content_empty")
    _check_total(before + len(data))

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(data), BLOCK_BYTES):
            yield data[start : start + BLOCK_BYTES]

    upload = await store.async_receive(owner_id, name, pieces(), len(data))
    store.claim(upload)
    return upload


def _check_total(size: int) -> None:
    if size > MAX_USER_BYTES:
        raise DocumentError("files_too_large", limit=str(MAX_USER_BYTES // MEBIBYTE))


@contextmanager
def _numbered(number: int | None) -> Generator[None]:
    """Let errors say which of several files they are about."""
    try:
        yield
    except DocumentError as err:
        err.file = number
        raise
    except HomeAssistantError as err:
        placeholders = err.translation_placeholders
        if number is not None and placeholders and "field" in placeholders:
            field = f"{placeholders['field']} {number}"
            err.translation_placeholders = {**placeholders, "field": field}
        raise


async def _async_read(request: Request) -> tuple[bytes, str]:
    if request.origin == "file":
        return await async_read_file(request.hass, request.value)
    if request.origin == "data":
        return await _async_read_data(request)
    if (entity_id := find_pictured_entity(request)) is not None:
        state = get_state(request, entity_id)
        data, _ = await async_read_picture(request, state)
        return data, _without_ending(str(state.name))
    data, name = await async_read_media(request)
    if title := get_item_title(request.value):
        suffix = PurePosixPath(name).suffix
        if not suffix:
            return data, _without_ending(title)
        name = title if title.lower().endswith(suffix.lower()) else f"{title}{suffix}"
    return data, name


async def _async_read_data(request: Request) -> tuple[bytes, str]:
    """Return base64 as a file, or a part of a mail, as {entry, uid, part} (core's imap).

    Its attachments would be too large for the results of templates.
    """
    part, name = request.value, ""
    if isinstance(part, Mapping) and part:
        try:
            answer: Any = await request.hass.services.async_call(
                "imap", "fetch_part", {**part}, blocking=True, return_response=True
            )
            text, name = str(answer["part_data"]), str(answer["filename"] or "")
        except Exception:  # noqa: BLE001 - of another integration
            # Its message may contain secrets.
            raise failed("mail_failed", field=request.origin) from None
        request = replace(request, value=text)
    return await async_decode(request), one_line(name)


def _without_ending(title: str) -> str:
    """Return a title without an ending that could name a wrong format."""
    while (ending := get_ending(title)) in ENDINGS or ending in FOREIGN_ENDINGS:
        title = title[: -len(f".{ending}")]
    return title


async def async_kept_files(request: Request) -> Source:
    """Return a saved document's files; one may be gone after a partial restore."""
    files = get_kept_files(request)
    return await async_convert_files(request, files, gone="document_file_gone")


def get_kept_files(request: Request) -> list[SourceFile]:
    """Return the files of a saved document, which may be missing."""
    store = request.hass.data[KEPT_FILES]
    return [
        SourceFile(
            path=store.get_path(item["file_id"]),
            name=item["name"],
            wanted=request.document_format,
            edits=Edits.from_json({**UNEDITED, **item}),
        )
        for item in request.value
    ]
