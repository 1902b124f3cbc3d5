"""A Home Assistant that kills itself with -9 at a chosen point of a print, or waits.

Python runs this file in the place of `-m homeassistant`, with a folder before Home
Assistant's own arguments. A file in that folder, of a point's name, arms the point: it
is removed, and the process with it, as soon as the point is reached. While there is one
of the name `pause`, nothing is converted. The integration knows nothing of this; its
methods are wrapped from outside.
"""

import asyncio
from collections.abc import Callable, Coroutine
from enum import StrEnum
import functools
import os
from pathlib import Path
import signal
import sys
from typing import Any

FILE = Path(__file__)
PAUSE = "pause"


class Point(StrEnum):
    """Where Home Assistant can kill itself."""

    BEFORE_JOURNAL = "before_journal"
    """Before a job is written."""
    AFTER_JOURNAL = "after_journal"
    """After it was written, before anything else."""
    BEFORE_CONVERSION = "before_conversion"
    """Before its files are converted, after it was written that this is begun."""
    AFTER_CONVERSION = "after_conversion"
    """After that, before what is printed is written."""
    AFTER_PREPARATION = "after_preparation"
    """After that was written in place of the files."""
    BEFORE_SENDING = "before_sending"
    """Before it is sent."""
    AFTER_ANSWER = "after_answer"
    """After the service's answer, before that is written."""


def arm(folder: Path, point: Point) -> None:
    """Make a Home Assistant of this folder kill itself when it next reaches a point."""
    folder.mkdir(exist_ok=True)
    (folder / point).touch()


def _reach(folder: Path, point: Point | None) -> None:
    if point is None:
        return
    try:
        (folder / point).unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def _pause(
    folder: Path, method: Callable[..., Coroutine[Any, Any, Any]]
) -> Callable[..., Coroutine[Any, Any, Any]]:
    @functools.wraps(method)
    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        while (folder / PAUSE).exists():
            await asyncio.sleep(0.1)
        return await method(*args, **kwargs)

    return wrapped


def _wrap(
    method: Callable[..., Coroutine[Any, Any, Any]],
    before: Callable[[], None],
    after: Callable[[], None],
) -> Callable[..., Coroutine[Any, Any, Any]]:
    @functools.wraps(method)
    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        before()
        answer = await method(*args, **kwargs)
        after()
        return answer

    return wrapped


def _main() -> int:
    folder = Path(sys.argv.pop(1))
    # Where Home Assistant will look for the integration, too
    sys.path.insert(0, sys.argv[sys.argv.index("--config") + 1])
    from custom_components.cloudprint.api.client import CloudPrintClient  # noqa: PLC0415
    from custom_components.cloudprint.document.converter import Converter  # noqa: PLC0415
    from custom_components.cloudprint.spool.journal import Journal  # noqa: PLC0415
    from custom_components.cloudprint.spool.preparer import Preparer  # noqa: PLC0415
    from homeassistant.__main__ import main  # noqa: PLC0415

    def point(name: Point | None) -> Callable[[], None]:
        return functools.partial(_reach, folder, name)

    for owner, name, before, after in (
        (Journal, "async_add", Point.BEFORE_JOURNAL, Point.AFTER_JOURNAL),
        (
            Converter,
            "async_convert_files",
            Point.BEFORE_CONVERSION,
            Point.AFTER_CONVERSION,
        ),
        (Preparer, "_async_attempt", None, Point.AFTER_PREPARATION),
        (CloudPrintClient, "new_print_task", Point.BEFORE_SENDING, Point.AFTER_ANSWER),
    ):
        method = getattr(owner, name)
        setattr(owner, name, _wrap(method, point(before), point(after)))
    convert = Converter.async_convert_files
    setattr(Converter, convert.__name__, _pause(folder, convert))
    return main()


if __name__ == "__main__":
    sys.exit(_main())
