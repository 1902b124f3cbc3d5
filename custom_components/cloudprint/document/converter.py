"""Conversion of files in a thread or a child process, a few at a time."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from ..api.vocabulary import MediaFormat, MediaSource
from .child_process import ChildDiedError, ChildProcess, TimeLimits
from .content import Content
from .conversion import convert
from .detection import guess_format, read_head
from .errors import DocumentError, check_size, naming_file
from .formats import ENDINGS, HEAD_BYTES, RASTER_FORMATS, DocumentFormat, get_ending
from .layouts.markdown import build_markdown_content, is_long
from .settings import RenderSettings
from .sheets.first_page import find_first_page
from .source_file import (
    MAX_THUMBNAIL,
    Corners,
    Edits,
    SourceFile,
    Thumbnail,
    parse_corners,
)
from .turns import HOUSE, Turn, Turns

_AT_A_TIME: Final = 2
_IDLE_SECONDS: Final = 60
_PATIENCE_SECONDS: Final = 5


class Converter:
    """Converts at most two files at a time, one of them in a child process, by turns.

    The child process takes PDF files, pictures, raster and long Markdown, a thread the
    rest. A second child process would need as much memory again, which a Raspberry Pi
    does not have: for the house, the conversion of a client's file is interrupted, and
    begun anew later.
    """

    def __init__(
        self,
        *,
        fonts: Path | None = None,
        limits: TimeLimits = TimeLimits(),
        idle_seconds: float = _IDLE_SECONDS,
        patience: float = _PATIENCE_SECONDS,
    ) -> None:
        """Initialize; `fonts` is a folder of fonts for PDF files that lack theirs."""
        self._fonts = fonts
        self._limits = limits
        self._idle_seconds = idle_seconds
        self._slots = Turns(_AT_A_TIME)
        self._child_turns = Turns(1, patience=patience)
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
        """Return a file as content, like `convert`, within time and memory.

        Raises DocumentError.
        """
        if not _needs_child(data, settings, name, wanted):
            return await self.async_run(
                partial(convert, data, settings, name=name, wanted=wanted)
            )
        head, payload = await self._async_run_in_child(
            "convert", data, settings=settings, name=name, wanted=wanted
        )
        return _create_content(head, data if head["is_file"] else payload)

    async def async_convert_files(
        self,
        files: Sequence[SourceFile],
        settings: RenderSettings,
        *,
        turn: Turn = HOUSE,
    ) -> Content:
        """Return files as one content. Raises OSError, DocumentError."""
        if len(files) == 1 and not settings.is_arranged and files[0].edits == Edits():
            return await self._async_convert_file(files[0], settings, turn)
        await self.async_run(_check_files, files, turn=turn)
        files = [replace(file, path=file.path.absolute()) for file in files]
        return _create_content(
            *await self._async_run_in_child(
                "arrange", turn=turn, files=files, settings=settings
            )
        )

    async def _async_convert_file(
        self, file: SourceFile, settings: RenderSettings, turn: Turn
    ) -> Content:
        path, name, requested = file.path, file.name, file.wanted
        beginning = await self.async_run(read_head, path, name, requested, turn=turn)
        if not _needs_child(beginning, settings, name, requested):
            # At once: else all files that wait for their turn would be in memory.
            return await self.async_run(
                lambda: convert(
                    path.read_bytes(), settings, name=name, wanted=requested
                ),
                turn=turn,
            )
        head, payload = await self._async_run_in_child(
            "convert",
            turn=turn,
            path=path.absolute(),
            settings=settings,
            name=name,
            wanted=requested,
        )
        if head["is_file"]:
            payload = await self.async_run(path.read_bytes, turn=turn)
        return _create_content(head, payload)

    async def async_build_markdown(
        self,
        text: str,
        settings: RenderSettings,
        *,
        title: str | None = None,
        date: str | None = None,
    ) -> Content:
        """Return Markdown as a page with its line breaks. Raises DocumentError."""
        if not is_long(text):
            build = partial(build_markdown_content, title=title, date=date)
            return await self.async_run(
                partial(build, text, settings, keeps_lines=True)
            )
        check_size(len(text), settings.max_bytes)
        data = await self.async_run(text.encode, "utf-8", "surrogatepass")
        return _create_content(
            *await self._async_run_in_child(
                "markdown", data, settings=settings, title=title, date=date
            )
        )

    async def async_make_grey(
        self, content: Content, settings: RenderSettings
    ) -> Content:
        """Return sheets with their pictures in grey. Raises DocumentError."""
        _, payload = await self._async_run_in_child(
            "grey", content.payload, settings=settings
        )
        content = replace(content, payload=payload, has_color=False)
        return content.within(settings.max_bytes)

    async def async_preview(
        self, content: Content, paper: tuple[float, float] | None = None
    ) -> bytes | None:
        """Return a PNG of the first page on `paper` in mm, None without pictures."""
        page = await self.async_run(find_first_page, content)
        if page is None:
            return None
        try:
            _, preview = await self._async_run_in_child(
                "preview",
                b"".join(data for _, data in page.pictures),
                pictures=[(form, len(data)) for form, data in page.pictures],
                paper=page.paper or (paper if content.is_picture else None),
                description=page.description,
            )
        except DocumentError:
            return None
        return preview

    async def async_find_corners(self, path: Path, name: str = "") -> Corners | None:
        """Return a photographed page's corners. Raises OSError, DocumentError."""
        head, _ = await self._async_read_in_child("corners", path, name)
        corners = head["corners"]
        return None if corners is None else parse_corners(corners)

    async def async_draw_lines(self, path: Path) -> Content:
        """Return a drawing as a PNG of its lines. Raises OSError, DocumentError."""
        return _create_content(*await self._async_read_in_child("lines", path, ""))

    async def async_create_thumbnail(
        self, file: Path | bytes, name: str = "", *, pixels: int = MAX_THUMBNAIL
    ) -> Thumbnail:
        """Return a small copy of a file. Raises OSError, DocumentError."""
        head, jpeg = await self._async_read_in_child(
            "thumbnail", file, name, pixels=pixels
        )
        return Thumbnail(jpeg=jpeg, size=tuple(head["dimensions"]))

    async def _async_read_in_child(
        self, job: str, file: Path | bytes, name: str, **values: Any
    ) -> tuple[dict[str, Any], bytes]:
        values["name"] = name
        if isinstance(file, bytes):
            return await self._async_run_in_child(job, file, **values)
        # For its errors, which the child process would report as unexpected
        await self.async_run(read_head, file, name, None)
        return await self._async_run_in_child(job, path=file.absolute(), **values)

    async def async_run[*Ts, T](
        self, target: Callable[[*Ts], T], *args: *Ts, turn: Turn = HOUSE
    ) -> T:
        """Run a blocking function in a thread, when a slot is free."""
        return await self._slots.async_run(
            turn, partial(asyncio.to_thread, target, *args)
        )

    def check_time(self, turn: Turn) -> None:
        """Raise TimeUsedUpError for a client that has used up its seconds."""
        self._slots.check_time(turn)

    def release(self) -> None:
        """End the child process if it is idle."""
        if self._child_turns.is_idle:
            self._end_child()

    async def async_stop(self) -> None:
        """End the child process for good; what it is doing raises DocumentError."""
        self._is_stopped = True
        if self._child is not None:
            self._child.kill()
        await self._child_turns.async_run(HOUSE, self._async_end_child)

    async def _async_run_in_child(
        self, job: str, data: bytes = b"", turn: Turn = HOUSE, **values: Any
    ) -> tuple[dict[str, Any], bytes]:
        """Return the answer. Raises DocumentError and FileNotFoundError."""

        async def async_ask() -> tuple[dict[str, Any], bytes]:
            child = await self._async_child()
            try:
                return await child.async_run({"job": job, **values}, data, self._limits)
            except ChildDiedError as err:
                self._child_turns.put_back(turn)
                raise self._create_error(err.page) from err
            except DocumentError as err:
                if err.key in ("pdf_font_missing", "pdf_font_damaged"):
                    # It would not find fonts that are added now.
                    await child.async_close()
                raise
            finally:
                if child.is_alive:
                    loop = asyncio.get_running_loop()
                    self._idle = loop.call_later(self._idle_seconds, self.release)

        # A conversion that waits for the child process does not take a slot, and uses no
        # seconds while it waits for one.
        return await self._child_turns.async_run(
            Turn(client=turn.client), partial(self._slots.async_run, turn, async_ask)
        )

    async def _async_child(self) -> ChildProcess:
        """Return a child process that can answer. Raises DocumentError."""
        if self._idle is not None:
            self._idle.cancel()
        is_alive = self._child is not None and self._child.is_alive
        if not is_alive and not self._is_stopped:
            try:
                self._child = await ChildProcess.async_start(self._fonts)
            except OSError as err:
                raise DocumentError("conversion_unavailable", error=err) from err
        # The converter may have been stopped meanwhile.
        if self._child is None or self._is_stopped:
            raise self._create_error()
        return self._child

    def _create_error(self, page: int | None = None) -> DocumentError:
        if self._is_stopped:
            return DocumentError("conversion_stopped")
        if page is not None:
            return DocumentError("pdf_page_too_complex", page=page)
        return DocumentError("conversion_too_complex")

    async def _async_end_child(self) -> None:
        self._end_child()
        if self._ending is not None:
            await self._ending

    def _end_child(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        if self._child is not None:
            loop = asyncio.get_running_loop()
            self._ending = loop.create_task(self._child.async_close())
            self._child = None


def _check_files(files: Sequence[SourceFile]) -> None:
    """Raise OSError for an unreadable file, DocumentError for a large one."""
    for index, file in enumerate(files):
        with naming_file(index, len(files)):
            read_head(file.path, file.name, file.wanted)


def _create_content(head: dict[str, Any], payload: bytes) -> Content:
    head.pop("is_file", None)
    head["media_format"] = MediaFormat(head["media_format"])
    head["media_source"] = MediaSource(head["media_source"])
    if head["paper"] is not None:
        head["paper"] = tuple(head["paper"])
    head["warnings"] = tuple(head["warnings"])
    return Content(payload=payload, **head)


def _needs_child(
    data: bytes, settings: RenderSettings, name: str, wanted: DocumentFormat | None
) -> bool:
    document_format = guess_format(data[:HEAD_BYTES], name, wanted)
    if document_format is DocumentFormat.PDF and settings.is_pdf_native:
        return False
    hint = wanted or ENDINGS.get(get_ending(name))
    if document_format is None and hint is DocumentFormat.MARKDOWN:
        # Only the numbers of its bytes, lines and vertical bars matter.
        return len(data) >= HEAD_BYTES or is_long(data.decode("latin-1"))
    return document_format in RASTER_FORMATS
