"""The program of the child process, which reads untrusted files.

`child_process` starts it and uses its standard input and output. A request or an answer
is a line of JSON followed by `size` bytes. An empty line says that the program is
ready; before each page of a file is drawn, a line with its number as `page` is written.
"""

from collections.abc import Callable, Mapping
import json
import os
import resource
import signal
import sys
from traceback import format_tb
from typing import Any, BinaryIO, Final

from .conversion import convert
from .errors import MEBIBYTE, DocumentError
from .formats import DocumentFormat
from .settings import Progress, RenderSettings

_MEMORY: Final = 384 * MEBIBYTE
"""The limit of memory that the process may allocate, in bytes."""
_NICENESS: Final = 5
"""Home Assistant itself has priority."""

type _Answer = tuple[dict[str, Any], bytes]
"""The line of JSON, without the size, and the payload."""


def main() -> None:
    """Limit the resources of this process, then answer requests until the input ends."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    os.nice(_NICENESS)
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each request with its result or its error.

    A MemoryError ends the process, since its libraries may be in an invalid state.
    """

    def write(head: dict[str, Any], payload: bytes = b"") -> None:
        answers.write(json.dumps({**head, "size": len(payload)}).encode() + b"\n")
        answers.write(payload)
        answers.flush()

    answers.write(b"\n")
    answers.flush()
    while line := requests.readline():
        request = json.loads(line)
        # Ends this process at the deadline, even if its parent has died
        signal.alarm(request["seconds"])
        data = requests.read(request["size"])
        write(*_answer(request, data, write))
        signal.alarm(0)


def _answer(
    request: Mapping[str, Any], data: bytes, write: Callable[[dict[str, Any]], None]
) -> _Answer:
    def progress(page: int) -> None:
        signal.alarm(request["seconds"])
        write({"page": page})

    try:
        return _JOBS[request["job"]](request, data, progress)
    except DocumentError as err:
        return {"error": err.key, "placeholders": err.placeholders}, b""
    except MemoryError:
        raise
    except Exception as err:  # noqa: BLE001 - reported to the parent
        # Without the message, which may contain text of the document
        where = "".join(format_tb(err.__traceback__))
        return {"unexpected": f"{type(err).__name__}\n{where}"}, b""


def _convert(request: Mapping[str, Any], data: bytes, progress: Progress) -> _Answer:
    """Return content: its fields in the line of JSON, and its payload.

    A payload that is the unchanged file is omitted, and `is_file` is set.
    """
    settings, wanted = request["settings"], request["wanted"]
    content = convert(
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
    """Return a PNG, which is empty for a picture that cannot be read."""
    from .pictures.picture import preview_picture  # noqa: PLC0415 - large

    picture = preview_picture(data, DocumentFormat(request["document_format"]))
    return {}, picture or b""


_JOBS: Final[Mapping[str, Callable[[Mapping[str, Any], bytes, Progress], _Answer]]] = {
    "convert": _convert,
    "preview": _preview,
}
