"""Conversion of files in a thread or a child process, a few at a time."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any, Final

from ..api.vocabulary import MediaFormat, MediaSource
from .child_process import ChildDiedError, ChildProcess, TimeLimits
from .content import Content
from .conversion import convert, is_raster
from .errors import DocumentError
from .formats import DocumentFormat
from .settings import RenderSettings
from .sheets import find_first_picture

_AT_A_TIME: Final = 2
_IDLE_SECONDS: Final = 60
"""How long an idle child process is kept for the next conversion."""


class Converter:
    """Converts at most two files at a time, one of them in a child process.

    The child process converts PDF files and pictures; all other files are converted in
    a thread of the executor.
    """

    def __init__(
        self, *, limits: TimeLimits = TimeLimits(), idle_seconds: float = _IDLE_SECONDS
    ) -> None:
        """Initialize; the child process is started when it is needed."""
        self._limits = limits
        self._idle_seconds = idle_seconds
        self._slots = asyncio.Semaphore(_AT_A_TIME)
        self._child_lock = asyncio.Lock()
        self._child: ChildProcess | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None
        self._is_stopped = False

    async def async_convert(
        self,
        data: bytes,
        settings: RenderSettings,
        *,
        name: str = "",
        wanted: DocumentFormat | None = None,
    ) -> Content:
        """Return a file as content, like `convert`.

        Raises DocumentError, also for a file that takes too much time or memory, and if
        no child process can be started.
        """
        if not is_raster(data, settings, name=name, wanted=wanted):
            return await self.async_run(
                partial(convert, data, settings, name=name, wanted=wanted)
            )
        head, payload = await self._async_run_in_child(
            {
                "job": "convert",
                "settings": asdict(settings),
                "name": name,
                "wanted": wanted,
            },
            data,
        )
        head["media_format"] = MediaFormat(head["media_format"])
        head["media_source"] = MediaSource(head["media_source"])
        if head["paper"] is not None:
            head["paper"] = tuple(head["paper"])
        head["warnings"] = tuple(head["warnings"])
        return Content(payload=data if head.pop("is_file") else payload, **head)

    async def async_preview(self, content: Content) -> bytes | None:
        """Return the first page of content as a PNG, or None if it is no picture."""
        found = await self.async_run(find_first_picture, content)
        if found is None:
            return None
        picture, document_format = found
        request = {"job": "preview", "document_format": document_format}
        try:
            _, preview = await self._async_run_in_child(request, picture)
        except DocumentError:
            return None
        return preview or None

    async def async_run[*Ts, T](self, target: Callable[[*Ts], T], *args: *Ts) -> T:
        """Run a blocking function in a thread, when a slot is free."""
        async with self._slots:
            return await asyncio.to_thread(target, *args)

    def release(self) -> None:
        """End the child process if it is idle."""
        if not self._child_lock.locked():
            self._end_child()

    async def async_stop(self) -> None:
        """End the child process for good; what it is doing raises DocumentError."""
        self._is_stopped = True
        if self._child is not None:
            self._child.kill()
        async with self._child_lock:
            self._end_child()
        if self._ending is not None:
            await self._ending

    async def _async_run_in_child(
        self, request: Mapping[str, Any], data: bytes
    ) -> tuple[dict[str, Any], bytes]:
        """Return the answer of the child process to a request. Raises DocumentError."""
        # A conversion that waits for the child process does not take a slot.
        async with self._child_lock, self._slots:
            child = await self._async_child()
            try:
                return await child.async_run(request, data, self._limits)
            except ChildDiedError as err:
                raise self._create_error(err.page) from err
            finally:
                if child.is_alive:
                    loop = asyncio.get_running_loop()
                    self._idle = loop.call_later(self._idle_seconds, self.release)

    async def _async_child(self) -> ChildProcess:
        """Return a child process that can answer a request. Raises DocumentError."""
        if self._idle is not None:
            self._idle.cancel()
        is_alive = self._child is not None and self._child.is_alive
        if not is_alive and not self._is_stopped:
            try:
                self._child = await ChildProcess.async_start()
            except OSError as err:
                raise DocumentError("conversion_unavailable", error=str(err)) from err
        # The converter may have been stopped meanwhile.
        if self._child is None or self._is_stopped:
            raise self._create_error()
        return self._child

    def _create_error(self, page: int | None = None) -> DocumentError:
        """Return the error for a file that the child process did not convert."""
        if self._is_stopped:
            return DocumentError("conversion_stopped")
        if page is not None:
            return DocumentError("pdf_page_too_complex", page=str(page))
        return DocumentError("conversion_too_complex")

    def _end_child(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        if self._child is not None:
            loop = asyncio.get_running_loop()
            self._ending = loop.create_task(self._child.async_close())
            self._child = None
