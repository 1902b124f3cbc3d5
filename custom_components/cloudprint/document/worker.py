"""The program of the child process, which reads untrusted files.

`child_process` starts it and uses its standard input and output. A request or an answer
is a line of JSON followed by `size` bytes. An empty line says that the program is
ready; before each page of a file is drawn, a line with its number as `page` is written.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
import json
import os
from pathlib import Path
import resource
import signal
import sys
from traceback import format_tb
from typing import Any, BinaryIO, Final

from .conversion import convert
from .detection import guess_format
from .errors import MEBIBYTE, DocumentError
from .file_data import FileData, read_file
from .formats import HEAD_BYTES, DocumentFormat
from .settings import Progress, RenderSettings
from .source_file import SourceFile

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
        head = {"error": err.key, "placeholders": err.placeholders, "file": err.file}
        return head, b""
    except FileNotFoundError:
        # It was removed while the request was waiting.
        return {"is_gone": True}, b""
    except MemoryError:
        raise
    except Exception as err:  # noqa: BLE001 - reported to the parent
        # Without the message, which may contain text of the document
        where = "".join(format_tb(err.__traceback__))
        return {"unexpected": f"{type(err).__name__}\n{where}"}, b""


def _convert(request: Mapping[str, Any], data: bytes, progress: Progress) -> _Answer:
    """Return content: its fields in the line of JSON, and its payload.

    The file is at the `path` of the request, or follows it. A payload that is the
    unchanged file is omitted, and `is_file` is set.
    """
    name, wanted = request["name"], request["wanted"]
    wanted = None if wanted is None else DocumentFormat(wanted)
    path = request.get("path")
    file = data if path is None else read_file(Path(path), name, wanted)
    content = convert(
        file,
        RenderSettings.from_json(request["settings"]),
        name=name,
        wanted=wanted,
        progress=progress,
    )
    head = {
        **content.info(),
        "is_file": content.payload is file,
    }
    return head, b"" if content.payload is file else content.payload


def _arrange(request: Mapping[str, Any], _: bytes, progress: Progress) -> _Answer:
    """Return the content of several files, which are at their paths."""
    from .batch import convert_files  # noqa: PLC0415 - loads Pillow

    content = convert_files(
        [SourceFile.from_json(file) for file in request["files"]],
        RenderSettings.from_json(request["settings"]),
        progress,
    )
    return content.info(), content.payload


def _markdown(request: Mapping[str, Any], data: bytes, _: Progress) -> _Answer:
    """Return the page of a text in Markdown, which follows the request."""
    from .layouts.markdown import build_markdown_content  # noqa: PLC0415 - for it alone

    content = build_markdown_content(
        data.decode("utf-8", "surrogatepass"),
        RenderSettings.from_json(request["settings"]),
        title=request["title"],
        date=request["date"],
        keeps_lines=True,
    )
    return content.info(), content.payload


def _preview(request: Mapping[str, Any], data: bytes, _: Progress) -> _Answer:
    """Return a PNG, which is empty for a page with a picture that cannot be read.

    The `pictures` of the request follow it: the format and the size of each.
    """
    from .pictures import thumbnail as sheet_picture  # noqa: PLC0415 - large
    from .pictures.picture import preview_picture  # noqa: PLC0415 - large

    pictures = []
    with BytesIO(data) as file:
        for document_format, size in request["pictures"]:
            pictures.append((DocumentFormat(document_format), file.read(size)))
    paper, description = request["paper"], request["description"]
    if description is not None:
        return {}, sheet_picture.preview_sheet(pictures, paper, description) or b""
    ((document_format, data),) = pictures
    if paper is not None:
        preview = sheet_picture.preview_on_paper(document_format, data, paper)
        return {}, preview or b""
    return {}, preview_picture(data, document_format) or b""


def _corners(request: Mapping[str, Any], _: bytes, __: Progress) -> _Answer:
    """Return the corners of a photographed page, and the size of the picture."""
    from .pictures.thumbnail import find_picture_corners  # noqa: PLC0415 - large

    found = find_picture_corners(*_read(request))
    return {"corners": found.corners, "dimensions": found.size}, b""


def _thumbnail(request: Mapping[str, Any], _: bytes, __: Progress) -> _Answer:
    """Return a JPEG, and its width and height."""
    from .pictures.thumbnail import create_thumbnail  # noqa: PLC0415 - large

    thumbnail = create_thumbnail(*_read(request), request["pixels"])
    return {"dimensions": thumbnail.size}, thumbnail.jpeg


def _read(request: Mapping[str, Any]) -> tuple[FileData, DocumentFormat | None]:
    """Return the file at the `path` of a request, and its format."""
    data = read_file(Path(request["path"]), request["name"], None)
    return data, guess_format(data[:HEAD_BYTES], request["name"])


_JOBS: Final[Mapping[str, Callable[[Mapping[str, Any], bytes, Progress], _Answer]]] = {
    "arrange": _arrange,
    "convert": _convert,
    "corners": _corners,
    "markdown": _markdown,
    "preview": _preview,
    "thumbnail": _thumbnail,
}
