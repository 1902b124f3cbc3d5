"""The program of the child process: reads files from strangers.

`child_process` starts it, and is the other end of its standard input and output. A
request and an answer are a line of JSON, followed by as many bytes as its `size` says.
An empty line says that requests can be read; while a file is converted, lines with the
number of the next `page` are written.
"""

from collections.abc import Callable, Mapping
import json
import os
import resource
import signal
import sys
from traceback import format_tb
from typing import Any, BinaryIO, Final

from .errors import DocumentError
from .formats import DocumentFormat
from .limits import MEBIBYTE
from .raster import convert_raster
from .settings import Progress, RenderSettings

_MEMORY: Final = 384 * MEBIBYTE
"""The most memory that the process may allocate, in bytes."""
_NICENESS: Final = 5
"""Home Assistant's own work comes first."""

type _Answer = tuple[dict[str, Any], bytes]
"""The line of JSON, without the size, and the payload."""


def main() -> None:
    """Limit what this process may use, then answer requests until there are none."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    os.nice(_NICENESS)
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each request with its result, or with the error that it has raised.

    A MemoryError ends the process, as a library that runs out of memory does: the state
    of the process could not be relied on.
    """

    def write(head: dict[str, Any], payload: bytes = b"") -> None:
        answers.write(json.dumps({**head, "size": len(payload)}).encode() + b"\n")
        answers.write(payload)
        answers.flush()

    answers.write(b"\n")
    answers.flush()
    while line := requests.readline():
        request = json.loads(line)
        # Ends this process if the one that would end it at the deadline has died
        signal.alarm(request["seconds"])
        data = requests.read(request["size"])
        write(*_answer(request, data, write))
        signal.alarm(0)


def _answer(
    request: Mapping[str, Any], data: bytes, write: Callable[[dict[str, Any]], None]
) -> _Answer:
    """Return the answer to a request."""

    def progress(page: int) -> None:
        signal.alarm(request["seconds"])
        write({"page": page})

    try:
        return _JOBS[request["job"]](request, data, progress)
    except DocumentError as err:
        return {"error": err.key, "placeholders": err.placeholders}, b""
    except MemoryError:
        raise
    except Exception as err:  # noqa: BLE001 - told to the parent process
        # Without its message, which may hold what the document says
        where = "".join(format_tb(err.__traceback__))
        return {"unexpected": f"{type(err).__name__}\n{where}"}, b""


def _convert(request: Mapping[str, Any], data: bytes, progress: Progress) -> _Answer:
    """Return a content, all of it but its payload by the names of its fields.

    A payload that is the file itself is not returned: then it `is_file`.
    """
    settings, wanted = request["settings"], request["wanted"]
    content = convert_raster(
        data,
        RenderSettings(**{**settings, "paper": tuple(settings["paper"])}),
        name=request["name"],
        wanted=None if wanted is None else DocumentFormat(wanted),
        progress=progress,
    )
    head = {
        **content.info(),
        "is_file": content.payload is data,
    }
    return head, b"" if content.payload is data else content.payload


def _preview(request: Mapping[str, Any], data: bytes, _: Progress) -> _Answer:
    """Return a PNG; it is empty for a picture that cannot be read."""
    from .preview_picture import preview_picture  # noqa: PLC0415 - large

    picture = preview_picture(data, DocumentFormat(request["document_format"]))
    return {}, picture or b""


_JOBS: Final[Mapping[str, Callable[[Mapping[str, Any], bytes, Progress], _Answer]]] = {
    "convert": _convert,
    "preview": _preview,
}
