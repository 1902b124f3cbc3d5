"""Files that users uploaded to print."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import os
from pathlib import Path
import secrets
from typing import BinaryIO, Final

from homeassistant.auth.models import User
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..document import MAX_SOURCE_BYTES, MEBIBYTE
from ..exceptions import failed, invalid
from .request import Request, Source

LIFETIME: Final = timedelta(hours=1)
MAX_FILES: Final = 20
"""Files of a user, including those being received."""
MAX_USER_BYTES: Final = 2 * MAX_SOURCE_BYTES
"""All files of a user, including those being received."""
MAX_BYTES: Final = 5 * MAX_SOURCE_BYTES
"""All files of all users."""
BLOCK_BYTES: Final = 256 * 1024
"""Written at a time."""
HEAD_BYTES: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A user's file; `size` is in bytes, `head` the beginning of its content."""

    upload_id: str
    user_id: str
    name: str = field(repr=False)
    size: int
    head: bytes = field(repr=False)
    path: Path
    expires_at: datetime


@dataclass(slots=True, eq=False)
class _Incoming:
    """A user's file being received, and its size in bytes as far as known."""

    user_id: str
    size: int


class UploadStore:
    """Keeps uploads in a private folder.

    Their index is in memory only: a restart discards them.
    """

    def __init__(self, hass: HomeAssistant, folder: Path) -> None:
        """Set up an empty store."""
        self._hass = hass
        self._folder = folder
        self._uploads: dict[str, Upload] = {}
        self._claimed: set[str] = set()
        self._incoming: list[_Incoming] = []
        self._cancel_timer: CALLBACK_TYPE | None = None

    async def async_clear(self) -> None:
        """Remove all files, including those of an earlier run."""
        self._uploads.clear()
        self._schedule()
        await self._hass.async_add_executor_job(_clear, self._folder)

    def get(self, upload_id: object, user: User | None) -> Upload:
        """Return an upload of a user.

        Raises ServiceValidationError if it does not exist or is another user's.
        """
        upload = self._uploads.get(upload_id) if isinstance(upload_id, str) else None
        if (
            upload is None
            or user is None
            or upload.user_id != user.id
            or upload.expires_at <= dt_util.utcnow()
        ):
            raise invalid("upload_unknown")
        return upload

    @contextmanager
    def claimed(self, upload_id: object, user: User) -> Generator[None]:
        """Lock an upload, and remove it at the end unless an error is raised.

        Raises ServiceValidationError if it does not exist or is locked already.
        """
        upload = self.get(upload_id, user)
        if upload.upload_id in self._claimed:
            raise invalid("upload_unknown")
        self._claimed.add(upload.upload_id)
        try:
            yield
            self._remove(upload)
        finally:
            self._claimed.discard(upload.upload_id)

    async def async_receive(
        self,
        user: User,
        name: str,
        pieces: AsyncIterable[bytes],
        announced: int | None = None,
    ) -> Upload:
        """Write a file while it is received, and return it once it is complete.

        `announced` is its size in bytes, if known in advance. Raises
        ServiceValidationError for an empty or too large file, and HomeAssistantError if
        there is no room. An incomplete file is removed.
        """
        incoming = _Incoming(user.id, announced or 0)
        upload_id = secrets.token_hex(16)
        path = self._folder / upload_id
        self._incoming.append(incoming)
        try:
            self._make_room(incoming)
            head = await self._async_write(path, pieces, incoming)
        finally:
            self._incoming.remove(incoming)
        upload = self._uploads[upload_id] = Upload(
            upload_id=upload_id,
            user_id=user.id,
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
        """Write a file, and return the beginning of its content."""
        run = self._hass.async_add_executor_job
        head, size = b"", 0
        file: BinaryIO | None = None
        try:
            file = await run(_create, path)
            async for block in _blocks(pieces):
                size += len(block)
                incoming.size = max(incoming.size, size)
                self._make_room(incoming)
                head = head or block[:HEAD_BYTES]
                await run(file.write, block)
            await run(file.close)
        except BaseException as err:
            await asyncio.shield(run(_discard, path, file))
            if isinstance(err, OSError) and err.errno is not None:
                raise failed("upload_unwritable", error=os.strerror(err.errno)) from err
            raise
        incoming.size = size
        return head

    def _make_room(self, incoming: _Incoming) -> None:
        """Remove the user's oldest files until an incoming file fits.

        Raises ServiceValidationError for a file that is too large by itself, and
        HomeAssistantError, removing nothing, if the rest is being received or printed.
        """
        if incoming.size > MAX_SOURCE_BYTES:
            raise invalid("upload_too_large", limit=f"{MAX_SOURCE_BYTES // MEBIBYTE}")
        files: list[_Incoming | Upload] = [
            *self._incoming,
            *self._uploads.values(),
        ]
        own = [file for file in files if file.user_id == incoming.user_id]
        count, size = len(own), sum(file.size for file in own)
        total = sum(file.size for file in files)
        removed: list[Upload] = []
        for upload in self._uploads.values():
            if count <= MAX_FILES and size <= MAX_USER_BYTES:
                break
            if (
                upload.user_id == incoming.user_id
                and upload.upload_id not in self._claimed
            ):
                removed.append(upload)
                count -= 1
                size -= upload.size
                total -= upload.size
        if count > MAX_FILES or size > MAX_USER_BYTES:
            raise failed("upload_too_many")
        if total > MAX_BYTES:
            raise failed("upload_no_room")
        for upload in removed:
            self._remove(upload)

    def _remove(self, upload: Upload) -> None:
        # It may have expired already.
        self._uploads.pop(upload.upload_id, None)
        self._hass.async_add_executor_job(_discard, upload.path)
        self._schedule()

    @callback
    def _schedule(self) -> None:
        """Schedule the removal of the oldest file."""
        if self._cancel_timer:
            self._cancel_timer()
            self._cancel_timer = None
        if self._uploads:
            oldest = next(iter(self._uploads.values()))
            self._cancel_timer = async_call_later(
                self._hass,
                max(oldest.expires_at - dt_util.utcnow(), timedelta()),
                HassJob(self._expire, cancel_on_shutdown=True),
            )

    @callback
    def _expire(self, now: datetime) -> None:
        self._cancel_timer = None
        for upload in list(self._uploads.values()):
            if upload.expires_at <= dt_util.utcnow():
                self._remove(upload)
        self._schedule()


UPLOADS: HassKey[UploadStore] = HassKey(f"{DOMAIN}_uploads")


async def async_upload(request: Request) -> Source:
    """Return an upload of the user who prints.

    Raises ServiceValidationError if it does not exist any more.
    """
    hass = request.hass
    upload = hass.data[UPLOADS].get(request.value, request.user)
    data = await hass.async_add_executor_job(_read, upload.path)
    content = await request.async_convert(data, name=upload.name)
    return request.found(content, upload.name or None)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as err:
        raise invalid("upload_unknown") from err


async def _blocks(pieces: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """Yield pieces joined to larger blocks.

    Raises ServiceValidationError if there are none.
    """
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


def _create(path: Path) -> BinaryIO:
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


def _clear(folder: Path) -> None:
    with suppress(OSError):
        for path in folder.iterdir():
            _discard(path)
