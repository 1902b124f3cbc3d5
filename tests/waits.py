"""Waits for conditions, and holds work up until a test has looked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
import time
from typing import Any, Final
from unittest.mock import patch

_TURNS: Final = 500
"""Turns of the event loop after which something else is waited for: threads, processes."""


async def until(condition: Callable[[], object]) -> None:
    """Run the event loop until a condition is met; the time-out of the test ends it.

    Time may be frozen, so that timers of the event loop would not fire.
    """
    turns = 0
    while not condition():
        turns += 1
        if turns < _TURNS:
            await let_run(1)
        else:
            await asyncio.to_thread(time.sleep, 0.001)


async def let_run(turns: int = 50) -> None:
    """Let other tasks run for a number of turns of the event loop.

    It shows that something does not happen meanwhile, or at which turn; `until` waits.
    """
    for _ in range(turns):
        await asyncio.sleep(0)


@contextmanager
def each_turn(act: Callable[[], object]) -> Iterator[None]:
    """Do something at each turn of the event loop, from the first one that comes."""

    async def take_turns() -> None:
        while True:
            act()
            await let_run(1)

    task = asyncio.create_task(take_turns())
    try:
        yield
    finally:
        task.cancel()


class Gate:
    """Where work is held up until the test opens it."""

    def __init__(self) -> None:
        """Initialize a closed gate."""
        self.reached: Final = asyncio.Event()
        self._opened: Final = asyncio.Event()

    def open(self) -> None:
        """Let the work go on."""
        self._opened.set()

    async def wait(self) -> None:
        """Wait at the gate."""
        self.reached.set()
        await self._opened.wait()

    async def stream(self, *pieces: bytes) -> AsyncIterator[bytes]:
        """Yield what a client sends before it stops at the gate."""
        for piece in pieces:
            yield piece
        await self.wait()


@contextmanager
def slowed(
    owner: object,
    name: str,
    before: Callable[[], Awaitable[object]] | None = None,
    *,
    after: Callable[[], object] | None = None,
) -> Iterator[None]:
    """Let something happen before or after an asynchronous function does its work."""
    really = getattr(owner, name)

    async def slowly(*arguments: Any, **options: Any) -> Any:
        if before:
            await before()
        result = await really(*arguments, **options)
        if after:
            after()
        return result

    with patch.object(owner, name, slowly):
        yield
