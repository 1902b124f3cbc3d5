"""Files that were received to be printed: from users, and from clients by IPP."""

import asyncio
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterable,
)
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
import os
from pathlib import Path
import secrets
from typing import BinaryIO, Final

from aiohttp import ClientError
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import RequestPayloadError

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..document.errors import MAX_SOURCE_BYTES, MEBIBYTE
from ..document.formats import HEAD_BYTES
from ..document.source_file import MAX_FILE_NAME
from ..exceptions import failed, invalid
from ..fields import one_line
from ..requester import LINK_OWNER, Requester

LIFETIME: Final = timedelta(hours=1)
MAX_USER_FILES: Final = 60  # Including those being received
MAX_USER_BYTES: Final = 2 * MAX_SOURCE_BYTES
MAX_TOTAL_BYTES: Final = 5 * MAX_SOURCE_BYTES
MAX_LINKED_BYTES: Final = MAX_TOTAL_BYTES // 4  # of all links together
BLOCK_BYTES: Final = 256 * 1024

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A received file of a user, or of an owner that stands for a client or a print."""

    upload_id: str
    owner_id: str
    name: str = field(repr=False)
    size: int
    head: bytes = field(repr=False)
    path: Path
    expires_at: datetime


@dataclass(slots=True, eq=False)
class _Incoming:
    """A file being received, and its size in bytes as far as known."""

    owner_id: str
    size: int


class UploadStore:
    """Keeps uploads, until a restart, in a private folder."""

    def __init__(self, hass: HomeAssistant, folder: Path) -> None:
        """Set up an empty store."""
        self._hass = hass
        self._folder = folder
        self.lost: set[str] = set()  # Marks of files not removed before a kill
        self._uploads: dict[str, Upload] = {}
        self._claimed: set[object] = set()
        self._incoming: list[_Incoming] = []
        self._cancel_timer: CALLBACK_TYPE = lambda: None

    async def async_clear(self) -> None:
        """Remove all files of an earlier run."""
        self.lost = await self._hass.async_add_executor_job(_clear, self._folder)

    def get(self, upload_id: object, requester: Requester) -> Upload:
        """Return an upload of a user, or raise ServiceValidationError."""
        upload = self._uploads.get(upload_id) if isinstance(upload_id, str) else None
        if upload and upload.owner_id == requester.owner_id:
            if not self._is_expired(upload):
                return upload
        raise invalid("upload_unknown")

    @contextmanager
    def claimed(
        self, upload_ids: Iterable[object], requester: Requester
    ) -> Generator[None]:
        """Lock uploads, and remove them at a success. Raises ServiceValidationError."""
        upload_ids = list(upload_ids)
        # Also those that have expired meanwhile.
        if any(isinstance(id_, str) and id_ in self._claimed for id_ in upload_ids):
            raise invalid("upload_in_use")
        uploads = {id_: self.get(id_, requester) for id_ in upload_ids}
        self._claimed |= uploads.keys()
        try:
            yield
            for upload in uploads.values():
                self.remove(upload)
        finally:
            self._claimed -= uploads.keys()
            self._schedule()

    def claim(self, upload: Upload) -> None:
        """Keep a file until it is removed, even if its owner sends too many others."""
        self._claimed.add(upload.upload_id)

    def remove(self, upload: Upload) -> None:
        """Remove a file that is not needed any more."""
        self._claimed.discard(upload.upload_id)
        self._uploads.pop(upload.upload_id, None)  # It may have expired already.
        self._hass.async_add_executor_job(_discard, upload.path)
        self._schedule()

    def remove_all(self) -> None:
        """Remove all files, also those that are being printed."""
        for upload in list(self._uploads.values()):
            self.remove(upload)

    async def async_receive(
        self,
        owner_id: str,
        name: str,
        pieces: AsyncIterable[bytes],
        announced: int | None = None,
        *,
        mark: str = "",
    ) -> Upload:
        """Write a file while it is received; remove it if it does not become complete.

        `announced` is its size in bytes, `mark` a suffix of its name for `lost`. Raises
        HomeAssistantError.
        """
        incoming = _Incoming(owner_id, announced or 0)
        upload_id = f"{secrets.token_hex(16)}{mark}"
        path = self._folder / upload_id
        self._incoming.append(incoming)
        try:
            self._make_room(incoming)
            head = await self._async_write(path, pieces, incoming)
        finally:
            self._incoming.remove(incoming)
        upload = self._uploads[upload_id] = Upload(
            upload_id=upload_id,
            owner_id=owner_id,
            name=name,
            size=incoming.size,
            head=head,
            path=path,
            expires_at=dt_util.utcnow() + LIFETIME,
        )
        self._schedule()
        return upload

    async def _async_write(
        self, path: Path, pieces: AsyncIterable[bytes], incoming: _Incoming
    ) -> bytes:
        run = self._hass.async_add_executor_job
        head, size = b"", 0
        creating = run(create_file, path)
        try:
            # It is created even if the task is cancelled meanwhile.
            file = await asyncio.shield(creating)
            async for block in _blocks(pieces):
                size += len(block)
                incoming.size = max(incoming.size, size)
                self._make_room(incoming)
                head = head or block[:HEAD_BYTES]
                await run(file.write, block)
            await run(file.close)
        except BaseException as err:
            await asyncio.shield(self._async_discard(path, creating))
            if isinstance(err, OSError) and err.errno is not None:
                raise failed("upload_unwritable", error=os.strerror(err.errno)) from err
            raise
        incoming.size = size
        return head

    async def _async_discard(
        self, path: Path, creating: asyncio.Future[BinaryIO]
    ) -> None:
        file: BinaryIO | None = None
        with suppress(OSError):
            file = await creating
        await self._hass.async_add_executor_job(_discard, path, file)

    def _make_room(self, incoming: _Incoming) -> None:
        """Remove the owner's oldest files until one fits. Raises HomeAssistantError."""
        if incoming.size > MAX_SOURCE_BYTES:
            raise invalid("upload_too_large", limit=f"{MAX_SOURCE_BYTES // MEBIBYTE}")
        files: list[_Incoming | Upload] = [*self._incoming, *self._uploads.values()]
        own = [file for file in files if file.owner_id == incoming.owner_id]
        count, size = len(own), sum(file.size for file in own)
        total = sum(file.size for file in files)
        removed: list[Upload] = []
        for upload in own:
            if count <= MAX_USER_FILES and size <= MAX_USER_BYTES:
                break
            if isinstance(upload, Upload) and upload.upload_id not in self._claimed:
                removed.append(upload)
                count -= 1
                size -= upload.size
                total -= upload.size
        if count > MAX_USER_FILES or size > MAX_USER_BYTES:
            raise failed("upload_too_many")
        linked = sum(
            file.size for file in files if file.owner_id.startswith(LINK_OWNER)
        )
        is_linked = incoming.owner_id.startswith(LINK_OWNER)
        if total > MAX_TOTAL_BYTES or (is_linked and linked > MAX_LINKED_BYTES):
            raise failed("upload_no_room")
        for upload in removed:
            self.remove(upload)

    def _schedule(self) -> None:
        self._cancel_timer()
        for oldest in self._uploads.values():
            if oldest.upload_id not in self._claimed:
                self._cancel_timer = async_call_later(
                    self._hass,
                    max(oldest.expires_at - dt_util.utcnow(), timedelta()),
                    HassJob(self._expire, cancel_on_shutdown=True),
                )
                break

    @callback
    def _expire(self, now: datetime) -> None:
        for upload in list(self._uploads.values()):
            if self._is_expired(upload):
                self.remove(upload)
        self._schedule()

    def _is_expired(self, upload: Upload) -> bool:
        is_claimed = upload.upload_id in self._claimed
        return not is_claimed and upload.expires_at <= dt_util.utcnow()


UPLOADS: HassKey[UploadStore] = HassKey(f"{DOMAIN}_uploads")


async def _blocks(pieces: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """Yield larger blocks. Raises ServiceValidationError if there are no pieces."""
    block = bytearray()
    is_empty = True
    async for piece in pieces:
        is_empty = False
        block += piece
        if len(block) >= BLOCK_BYTES:
            yield bytes(block)
            block.clear()
    if is_empty:
        raise invalid("upload_empty")
    if block:
        yield bytes(block)


def create_file(path: Path) -> BinaryIO:
    """Create a private file, and its folder if necessary. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "wb")


def _discard(path: Path, file: BinaryIO | None = None) -> None:
    """Close and remove a file; on a full disk, closing may fail."""
    with suppress(OSError):
        if file is not None:
            file.close()
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _clear(folder: Path) -> set[str]:
    """Remove all files; return their marks."""
    lost = set[str]()
    with suppress(OSError):
        for path in folder.iterdir():
            lost.add(path.suffix)
            _discard(path)
    return lost


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
