"""The program of the child process, which reads untrusted files.

`child_process` starts it and uses its standard input and output. A request is pickled,
an answer, which a hostile file could forge, is a line of JSON; `size` bytes follow both.
An empty line says that the program is ready; a line with `page` precedes the drawing of
each page.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
import json
import os
from pathlib import Path
import pickle
import resource
import signal
import sys
from traceback import format_tb
from typing import Any, BinaryIO, Final

from .conversion import convert
from .detection import FileData, guess_format, read_file
from .errors import MEBIBYTE, DocumentError
from .formats import HEAD_BYTES, DocumentFormat
from .settings import Progress, RenderSettings
from .source_file import SourceFile

_MEMORY: Final = 384 * MEBIBYTE
_NICENESS: Final = 5  # Home Assistant itself has priority

type _Answer = tuple[dict[str, Any], bytes]


def main() -> None:
    """Limit the resources of this process, then answer requests."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    os.nice(_NICENESS)
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests. A MemoryError ends the process: its libraries may be invalid."""

    def write(head: dict[str, Any], payload: bytes = b"") -> None:
        answers.write(json.dumps({**head, "size": len(payload)}).encode() + b"\n")
        answers.write(payload)
        answers.flush()

    answers.write(b"\n")
    answers.flush()
    with suppress(EOFError):
        while True:
            request = pickle.load(requests)  # noqa: S301 - of Home Assistant itself
            # Ends this process at the deadline, even if its parent has died
            signal.alarm(seconds := request.pop("seconds"))
            data = requests.read(request.pop("size"))
            write(*_answer(request, data, seconds, write))
            signal.alarm(0)


def _answer(
    request: dict[str, Any],
    data: bytes,
    seconds: int,
    write: Callable[[dict[str, Any]], None],
) -> _Answer:
    def progress(page: int) -> None:
        signal.alarm(seconds)
        write({"page": page})

    try:
        return _JOBS[request.pop("job")](data, progress, **request)
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


def _convert(
    data: bytes,
    progress: Progress,
    *,
    settings: RenderSettings,
    name: str,
    wanted: DocumentFormat | None,
    path: Path | None = None,
) -> _Answer:
    """Convert the file at `path` or after the request; omit an unchanged payload."""
    file = data if path is None else read_file(path, name, wanted)
    content = convert(file, settings, name=name, wanted=wanted, progress=progress)
    is_file = content.payload is file
    return {**content.info(), "is_file": is_file}, b"" if is_file else content.payload


def _arrange(
    _: bytes, progress: Progress, *, files: list[SourceFile], settings: RenderSettings
) -> _Answer:
    from .batch import convert_files  # noqa: PLC0415 - loads Pillow

    content = convert_files(files, settings, progress)
    return content.info(), content.payload


def _grey(data: bytes, progress: Progress, *, settings: RenderSettings) -> _Answer:
    from .sheets.page_pictures import make_grey  # noqa: PLC0415 - loads Pillow

    return {}, make_grey(data, settings, progress)


def _markdown(
    data: bytes, _: Progress, *, settings: RenderSettings, **heading: str | None
) -> _Answer:
    from .layouts.markdown import build_markdown_content  # noqa: PLC0415 - for it alone

    text = data.decode("utf-8", "surrogatepass")
    content = build_markdown_content(text, settings, **heading, keeps_lines=True)
    return content.info(), content.payload


def _preview(
    data: bytes,
    _: Progress,
    *,
    pictures: Sequence[tuple[DocumentFormat, int]],
    paper: tuple[float, float] | None,
    description: dict[str, Any] | None,
) -> _Answer:
    from .pictures.picture import preview_picture  # noqa: PLC0415 - large
    from .pictures.thumbnail import preview_sheet  # noqa: PLC0415 - large

    with BytesIO(data) as file:
        images = [(form, file.read(size)) for form, size in pictures]
    if paper is None:
        ((document_format, data),) = images
        return {}, preview_picture(data, document_format)
    return {}, preview_sheet(images, paper, description)


def _corners(data: bytes, _: Progress, *, path: Path, name: str) -> _Answer:
    from .pictures.thumbnail import find_picture_corners  # noqa: PLC0415 - large

    return {"corners": find_picture_corners(*_read(data, path, name))}, b""


def _thumbnail(
    data: bytes, _: Progress, *, name: str, pixels: int, path: Path | None = None
) -> _Answer:
    from .pictures.thumbnail import create_thumbnail  # noqa: PLC0415 - large

    thumbnail = create_thumbnail(*_read(data, path, name), pixels)
    return {"dimensions": thumbnail.size}, thumbnail.jpeg


def _lines(data: bytes, _: Progress, *, name: str, path: Path) -> _Answer:
    from .pictures.line_art import draw_lines  # noqa: PLC0415 - large

    file, document_format = _read(data, path, name)
    content = draw_lines(bytes(file), document_format)
    return content.info(), content.payload


def _read(
    data: bytes, path: Path | None, name: str
) -> tuple[FileData, DocumentFormat | None]:
    """Return the file at `path` or after the request, and its format."""
    file = data if path is None else read_file(path, name, None)
    return file, guess_format(file[:HEAD_BYTES], name)


_JOBS: Final[Mapping[str, Callable[..., _Answer]]] = {
    "arrange": _arrange,
    "convert": _convert,
    "corners": _corners,
    "grey": _grey,
    "lines": _lines,
    "markdown": _markdown,
    "preview": _preview,
    "thumbnail": _thumbnail,
}
