"""Converts files, and lets conversions wait for each other."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any, Final

from ..api.vocabulary import MediaFormat, MediaSource
from .child_process import ChildDiedError, ChildProcess, TimeLimits
from .content import Content
from .conversion import convert
from .errors import DocumentError
from .formats import DocumentFormat
from .preview import first_picture
from .raster import is_raster
from .settings import RenderSettings

_AT_A_TIME: Final = 2
_IDLE_SECONDS: Final = 60
"""How long the child process is kept for the next conversion."""


class Converter:
    """Makes contents of files, at most two at a time, one of them in a child process.

    PDF files and pictures are converted in the child process, everything else in a
    thread of the event loop's executor.
    """

    def __init__(
        self, *, limits: TimeLimits = TimeLimits(), idle_seconds: float = _IDLE_SECONDS
    ) -> None:
        """Set the time limits; the child process is started when it is needed."""
        self._limits = limits
        self._idle_seconds = idle_seconds
        self._slots = asyncio.Semaphore(_AT_A_TIME)
        self._turn = asyncio.Lock()
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
        """Return the content that a file's bytes are, as `convert` does.

        Raises DocumentError, also for what takes too much time or memory, and if no
        child process can be started.
        """
        if not is_raster(data, settings):
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
        return Content(payload=data if head.pop("is_file") else payload, **head)

    async def async_preview(self, content: Content) -> bytes | None:
        """Return the first page of a raster content as a PNG, None if it has none."""
        found = await self.async_run(first_picture, content)
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
        """Return what a blocking function returns, in a thread, once it is its turn."""
        async with self._slots:
            return await asyncio.to_thread(target, *args)

    def release(self) -> None:
        """End the child process, unless it is at work."""
        if not self._turn.locked():
            self._end_child()

    async def async_stop(self) -> None:
        """End the child process for good, and give up what it is doing."""
        self._is_stopped = True
        if self._child is not None:
            self._child.kill()
        async with self._turn:
            self._end_child()
        if self._ending is not None:
            await self._ending

    async def _async_run_in_child(
        self, request: Mapping[str, Any], data: bytes
    ) -> tuple[dict[str, Any], bytes]:
        """Return the child process's answer to a request. Raises DocumentError."""
        # Those that wait for the child process leave the slots to others.
        async with self._turn, self._slots:
            child = await self._async_child()
            try:
                return await child.async_run(request, data, self._limits)
            except ChildDiedError as err:
                raise self._refusal(err.page) from err
            finally:
                if child.is_alive:
                    loop = asyncio.get_running_loop()
                    self._idle = loop.call_later(self._idle_seconds, self.release)

    async def _async_child(self) -> ChildProcess:
        """Return a child process that can be given a job. Raises DocumentError."""
        if self._idle is not None:
            self._idle.cancel()
        is_alive = self._child is not None and self._child.is_alive
        if not is_alive and not self._is_stopped:
            try:
                self._child = await ChildProcess.async_start()
            except OSError as err:
                raise DocumentError("conversion_unavailable", error=str(err)) from err
        # It may have been stopped meanwhile.
        if self._child is None or self._is_stopped:
            raise self._refusal()
        return self._child

    def _refusal(self, page: int | None = None) -> DocumentError:
        """Return the error for what the child process did not convert."""
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
