"""Conversion of files in a thread or a child process, a few at a time."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

from ..api.vocabulary import MediaFormat, MediaSource
from .child_process import ChildDiedError, ChildProcess, TimeLimits
from .content import Content
from .conversion import convert, is_raster
from .errors import DocumentError, naming_file
from .file_data import read_head
from .first_page import find_first_page
from .formats import DocumentFormat
from .picture_facts import MAX_THUMBNAIL, FoundCorners, Thumbnail
from .settings import RenderSettings
from .source_file import Edits, SourceFile, parse_corners

_AT_A_TIME: Final = 2
_IDLE_SECONDS: Final = 60
"""How long an idle child process is kept for the next conversion."""


class Converter:
    """Converts at most two files at a time, one of them in a child process.

    The child process converts PDF files, pictures and raster; all other files are
    converted in a thread of the executor.
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
        request = _create_request(settings, name, wanted)
        head, payload = await self._async_run_in_child(request, data)
        return _create_content(head, data if head["is_file"] else payload)

    async def async_convert_file(
        self,
        path: Path,
        settings: RenderSettings,
        *,
        name: str = "",
        wanted: DocumentFormat | None = None,
    ) -> Content:
        """Return the file at `path` as content, like `async_convert`.

        The child process reads it itself, and none as a whole that has pages. Also
        raises OSError, and DocumentError for a file that is too large.
        """
        beginning = await self.async_run(read_head, path, name, wanted)
        if not is_raster(beginning, settings, name=name, wanted=wanted):
            return await self.async_run(
                partial(_convert_file, path, settings, name=name, wanted=wanted)
            )
        request = _create_request(settings, name, wanted)
        head, payload = await self._async_run_in_child(
            {**request, "path": str(path.absolute())}, b""
        )
        if head["is_file"]:
            payload = await self.async_run(path.read_bytes)
        return _create_content(head, payload)

    async def async_convert_files(
        self, files: Sequence[SourceFile], settings: RenderSettings
    ) -> Content:
        """Return several files as one content, like `convert_files`.

        A single file to which nothing is done is converted by itself. Raises OSError and
        DocumentError like `async_convert_file`.
        """
        if len(files) == 1 and not settings.is_arranged and files[0].edits == Edits():
            (file,) = files
            return await self.async_convert_file(
                file.path, settings, name=file.name, wanted=file.wanted
            )
        await self.async_run(_check_files, files)
        request = {
            "job": "arrange",
            "settings": asdict(settings),
            "files": [file.as_json() for file in files],
        }
        return _create_content(*await self._async_run_in_child(request, b""))

    async def async_preview(
        self, content: Content, paper: tuple[float, float] | None = None
    ) -> bytes | None:
        """Return the first page of content as a PNG, or None if it has no pictures.

        `paper` is what a picture is printed on, which is not made of sheets: width and
        height in millimetres.
        """
        page = await self.async_run(find_first_page, content)
        if page is None:
            return None
        request = {
            "job": "preview",
            "pictures": [
                (document_format, len(data)) for document_format, data in page.pictures
            ],
            "paper": page.paper or (paper if content.is_picture else None),
            "description": page.description,
        }
        data = b"".join(data for _, data in page.pictures)
        try:
            _, preview = await self._async_run_in_child(request, data)
        except DocumentError:
            return None
        return preview or None

    async def async_find_corners(self, path: Path, name: str = "") -> FoundCorners:
        """Return the corners of the photographed page in the picture at `path`.

        `name` is the user's name of the file. Raises OSError, and DocumentError for a
        picture that cannot be read.
        """
        head, _ = await self._async_read_in_child("corners", path, name)
        corners, size = head["corners"], head["dimensions"]
        return FoundCorners(
            corners=None if corners is None else parse_corners(corners),
            size=None if size is None else tuple(size),
        )

    async def async_create_thumbnail(
        self, path: Path, name: str = "", *, pixels: int = MAX_THUMBNAIL
    ) -> Thumbnail:
        """Return a small copy of the picture or of the first page at `path`.

        `pixels` is its longer side at most. Raises OSError, and DocumentError for a file
        that is broken, or is neither a picture nor a PDF.
        """
        head, jpeg = await self._async_read_in_child(
            "thumbnail", path, name, pixels=pixels
        )
        return Thumbnail(jpeg=jpeg, size=tuple(head["dimensions"]))

    async def _async_read_in_child(
        self, job: str, path: Path, name: str, **values: int
    ) -> tuple[dict[str, Any], bytes]:
        """Return the answer of the child process to a job about a file it reads itself."""
        # For its errors, which the child process would report as unexpected
        await self.async_run(read_head, path, name, None)
        request = {"job": job, "path": str(path.absolute()), "name": name, **values}
        return await self._async_run_in_child(request, b"")

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
        """Return the answer of the child process to a request.

        Raises DocumentError, and FileNotFoundError for a file that is gone.
        """
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


def _convert_file(
    path: Path, settings: RenderSettings, *, name: str, wanted: DocumentFormat | None
) -> Content:
    """Read and convert a file. Raises OSError and DocumentError."""
    return convert(path.read_bytes(), settings, name=name, wanted=wanted)


def _check_files(files: Sequence[SourceFile]) -> None:
    """Raise OSError for a file that cannot be read, DocumentError for a large one."""
    for index, file in enumerate(files):
        with naming_file(index, len(files)):
            read_head(file.path, file.name, file.wanted)


def _create_request(
    settings: RenderSettings, name: str, wanted: DocumentFormat | None
) -> dict[str, Any]:
    """Return the request to convert a file in the child process."""
    return {
        "job": "convert",
        "settings": asdict(settings),
        "name": name,
        "wanted": wanted,
    }


def _create_content(head: dict[str, Any], payload: bytes) -> Content:
    """Return content by the fields that the child process has answered with."""
    head.pop("is_file", None)
    head["media_format"] = MediaFormat(head["media_format"])
    head["media_source"] = MediaSource(head["media_source"])
    if head["paper"] is not None:
        head["paper"] = tuple(head["paper"])
    head["warnings"] = tuple(head["warnings"])
    return Content(payload=payload, **head)
