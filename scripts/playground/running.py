"""Runs a program of the playground, and cleans up after it."""

import argparse
import asyncio
from collections.abc import Coroutine
from pathlib import Path
import signal
from tempfile import mkdtemp
from typing import Any


def new_folder(arguments: argparse.Namespace) -> Path:
    """Return the folder that was asked for with `--folder`, or a new one.

    Raises:
        SystemExit: The folder is not empty.
    """
    if arguments.folder is None:
        return Path(mkdtemp(prefix="cloudprint-"))
    folder: Path = arguments.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty")
    return folder


def run(main: Coroutine[Any, Any, int]) -> int:
    """Run a coroutine; the first signal to end cancels it, so that it can clear up.

    Returns:
        What the coroutine returned, for `sys.exit`; 130 if it was cancelled.
    """

    async def cancellable() -> int:
        task = asyncio.ensure_future(main)

        def cancel() -> None:
            # Further ones would interrupt the cleanup.
            if not task.cancelling():
                task.cancel()

        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, cancel)
        return await task

    try:
        return asyncio.run(cancellable())
    except asyncio.CancelledError:
        return 130
