"""Measures this process while it works."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
import ctypes
from dataclasses import dataclass
import gc
import os
from pathlib import Path
import re
from statistics import median
from time import perf_counter

from ..document.child_processes import converting_processes

_TICK = 0.001
_PAGE = os.sysconf("SC_PAGE_SIZE")


def memory() -> float:
    """Return the memory that this process has in use (RSS), in MiB; Linux knows."""
    gc.collect()
    return _memory()


def family_memory() -> float:
    """Return the memory of this process and of the one that converts files, in MiB."""
    # A child process may end at any moment.
    with suppress(OSError):
        return sum(map(_memory, ("self", *map(str, converting_processes()))))
    return _memory()


def _memory(process: str = "self") -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * _PAGE / 2**20


def peak_memory(process: str) -> float:
    """Return the highest RSS of a process so far, in MiB."""
    # Not by getrusage: a process begins with the peak of the one that has started it.
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    return int(peak) / 1024


def give_back() -> None:
    """Give free memory back to the system, where the C library can."""
    gc.collect()
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


@dataclass(slots=True)
class Watch:
    """The measurements of a block.

    Attributes:
        seconds: How long it took.
        longest_block: Seconds for which nothing else in the event loop got its turn.
        peak_memory: The highest RSS, in MiB.
    """

    seconds: float = 0.0
    longest_block: float = 0.0
    peak_memory: float = 0.0


def figures(seen: list[Watch]) -> list[str]:
    """Return the median time, and the longest block and its median in milliseconds."""
    blocks = [watched.longest_block * 1000 for watched in seen]
    return [
        f"{median(watched.seconds for watched in seen):.2f}",
        f"{max(blocks):.1f}",
        f"{median(blocks):.1f}",
    ]


@asynccontextmanager
async def watch() -> AsyncGenerator[Watch]:
    """Measure the event loop and the memory during the block."""
    seen = Watch(peak_memory=memory())

    async def tick() -> None:
        while True:
            start = perf_counter()
            await asyncio.sleep(_TICK)
            block = perf_counter() - start - _TICK
            seen.longest_block = max(seen.longest_block, block)
            seen.peak_memory = max(seen.peak_memory, _memory())

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(_TICK)
    start = perf_counter()
    try:
        yield seen
    finally:
        seen.seconds = perf_counter() - start
        # The next tick sees a block that lasts until now.
        await asyncio.sleep(2 * _TICK)
        ticking.cancel()
