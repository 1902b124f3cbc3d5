"""Helpers for the child processes that convert files; Linux only."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
import os
from pathlib import Path


def converting_processes() -> list[int]:
    """Return the ids of the child processes that convert files."""
    found: list[int] = []
    for children in Path("/proc/self/task").glob("*/children"):
        # A thread or a process may end meanwhile.
        with suppress(FileNotFoundError, ProcessLookupError):
            for child in children.read_text(encoding="ascii").split():
                command = Path(f"/proc/{child}/cmdline").read_bytes()
                if b"cloudprint.document.worker" in command:
                    found.append(int(child))
    return found


async def until(condition: Callable[[], object]) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.01)


async def is_at_work() -> int:
    """Return the id of the only child process after one second of CPU time."""

    def has_computed() -> bool:
        return any(_seconds(child) >= 1 for child in converting_processes())

    await until(has_computed)
    (child,) = converting_processes()
    return child


def _seconds(process: int) -> float:
    """Return the CPU time of a process in seconds."""
    status = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    # The name of the process is in parentheses and may have spaces.
    ticks = int(status.rpartition(")")[2].split()[11])
    return ticks / os.sysconf("SC_CLK_TCK")
