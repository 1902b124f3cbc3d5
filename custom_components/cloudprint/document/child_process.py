"""A child process for reading untrusted files; it runs `worker`.

A library written in C that reads a hostile file can crash, compute for hours or fill
the memory. In a child process, that ends only one conversion.
"""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from io import BytesIO
import json
from math import ceil
import os
from pathlib import Path
import pickle
import sys
from typing import Any, Final, Self, override

from .errors import DocumentError
from .settings import FONTS_VARIABLE

_START_SECONDS: Final = 60
_PIECE_BYTES: Final = 64 * 1024  # a pipe's; the event loop is free between pieces

_PROGRAM: Final = """
from importlib import import_module
import sys
from types import ModuleType

folder, worker, *sys.path = sys.argv[1:]
document = worker.rpartition(".")[0]
integration = document.rpartition(".")[0]
for name in (integration.partition(".")[0], integration, document, f"{integration}.api"):
    # Packages without their __init__, which would import Home Assistant
    sys.modules[name] = package = ModuleType(name)
    package.__path__ = [folder + name.removeprefix(integration).replace(".", "/")]
import_module(worker).main()
"""
_FOLDER: Final = Path(__file__).parents[1]
_WORKER: Final = f"{__package__}.worker"  # by this, pickle finds classes
# Prefixes of variables that programs may need to start; all others may be secret
_ENVIRONMENT: Final = ("LD_", "MALLOC_")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits:
    """Seconds that a page and a whole document may take."""

    page_seconds: float = 60
    seconds: float = 600


class ChildDiedError(Exception):
    """The child process crashed or was killed, maybe while drawing a `page`."""

    def __init__(self, page: int | None) -> None:
        """Store the page."""
        super().__init__()
        self.page = page


class RequestPickler(pickle.Pickler):
    """Pickles dataclasses with the names of their fields.

    The files of the child process may be newer than this process, after an update and
    before the restart.
    """

    @override
    def reducer_override(self, obj: Any, /) -> Any:
        """Return what creates a dataclass again."""
        if not is_dataclass(obj) or isinstance(obj, type):
            return NotImplemented
        values = {field.name: getattr(obj, field.name) for field in fields(obj)}
        return partial(type(obj), **values), ()


class ChildProcess:
    """A child process, which answers one request at a time."""

    def __init__(self, process: Process) -> None:
        """Initialize with a process that was just started."""
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._requests = process.stdin
        self._answers = process.stdout
        self._is_killed = False
        self._page: int | None = None

    @classmethod
    async def async_start(cls, fonts: Path | None = None) -> Self:
        """Start a child process, with a folder of fonts. Raises OSError."""
        variables = os.environ.items()
        passed = {name: x for name, x in variables if name.startswith(_ENVIRONMENT)}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-c", _PROGRAM, str(_FOLDER), _WORKER, *sys.path),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            cwd="/",
            env=passed | ({} if fonts is None else {FONTS_VARIABLE: str(fonts)}),
            # Signals from the terminal are for Home Assistant.
            start_new_session=True,
        )
        child = cls(process)
        is_ready = False
        try:
            async with asyncio.timeout(_START_SECONDS):
                is_ready = bool(await child._answers.readline())
        finally:
            if not is_ready:
                await child.async_close()
        if not is_ready:
            raise OSError(f"exit status {process.returncode}")
        return child

    @property
    def is_alive(self) -> bool:
        """Return whether it can answer a request."""
        return not self._is_killed and self._process.returncode is None

    def kill(self) -> None:
        """Kill the process; a pending request raises ChildDiedError."""
        self._is_killed = True
        # It may have ended already.
        with suppress(ProcessLookupError):
            self._process.kill()

    async def async_close(self) -> None:
        """Kill the process, and wait for its end."""
        self.kill()
        # The pipes are closed only after the rest of the output is read.
        await self._process.communicate()

    async def async_run(
        self, request: Mapping[str, Any], data: bytes, limits: TimeLimits
    ) -> tuple[dict[str, Any], bytes]:
        """Return the answer to a request, and its payload.

        Raises DocumentError, FileNotFoundError, RuntimeError and ChildDiedError.
        Cancelling this kills the process.
        """
        self._page = None
        try:
            async with asyncio.timeout(limits.seconds) as total:
                answer, payload = await self._async_answer(request, data, limits)
        except BaseException as err:
            await self.async_close()
            # A TimeoutError is an OSError, and a JSONDecodeError a ValueError.
            if isinstance(err, EOFError | OSError | ValueError):
                raise ChildDiedError(None if total.expired() else self._page) from err
            raise
        if "error" in answer:
            error = DocumentError(answer["error"], **answer["placeholders"])
            error.file = answer["file"]
            raise error
        if "is_gone" in answer:
            raise FileNotFoundError
        if "unexpected" in answer:
            raise RuntimeError(answer["unexpected"])
        return answer, payload

    async def _async_answer(
        self, request: Mapping[str, Any], data: bytes, limits: TimeLimits
    ) -> tuple[dict[str, Any], bytes]:
        head = {**request, "size": len(data), "seconds": ceil(limits.page_seconds)}
        async with asyncio.timeout(limits.page_seconds) as page_timeout:
            with BytesIO() as pickled:
                RequestPickler(pickled).dump(head)
                self._requests.write(pickled.getvalue())
            pieces = memoryview(data)
            for start in range(0, len(data), _PIECE_BYTES):
                self._requests.write(pieces[start : start + _PIECE_BYTES])
                await self._requests.drain()
            while "page" in (answer := json.loads(await self._answers.readline())):
                self._page = int(answer["page"])
                now = asyncio.get_running_loop().time()
                page_timeout.reschedule(now + limits.page_seconds)
            size = answer.pop("size")
            with BytesIO() as payload:
                while remaining := size - payload.tell():
                    piece = min(remaining, _PIECE_BYTES)
                    payload.write(await self._answers.readexactly(piece))
                # Without copying it
                return answer, payload.getvalue()
