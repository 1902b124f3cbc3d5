"""Tasks for which the start of Home Assistant does not wait, but the stop of an account does."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final

from homeassistant.util.async_ import create_eager_task

from ..const import DOMAIN

PREFIX: Final = f"{DOMAIN} task"


class Tasks:
    """Tasks that outlive their callers, kept until they have ended.

    Core arms automations only after its tracked tasks, and cancels background tasks
    before EVENT_HOMEASSISTANT_STOP: a print that is being sent would be unconfirmed.
    """

    def __init__(self) -> None:
        """Set up without tasks."""
        self._tasks = set[asyncio.Task[Any]]()

    def start[T](self, work: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
        """Start a task, which continues if the caller is cancelled."""
        task = create_eager_task(work, name=f"{PREFIX} {name}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def async_wait(self, seconds: float | None = None) -> None:
        """Return once all tasks have ended, or after some seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(self._tasks)

    async def async_cancel(self) -> None:
        """Cancel the tasks, and return once they have ended."""
        for task in self._tasks:
            task.cancel()
        await self.async_wait()
