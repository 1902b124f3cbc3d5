"""Requests that wait until a job is in the journal."""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from unittest.mock import patch

from custom_components.cloudprint.ipp.jobs import IppJob


@contextmanager
def counting_waits() -> Generator[Callable[[int], Awaitable[None]]]:
    """Yield a function that returns once so many requests have begun to wait."""
    count, changed = 0, asyncio.Event()
    async_wait_settled = IppJob.async_wait_settled

    async def wait(job: IppJob) -> None:
        nonlocal count
        count += 1
        changed.set()
        await async_wait_settled(job)

    async def until(expected: int) -> None:
        async with asyncio.timeout(60):
            while count < expected:
                changed.clear()
                await changed.wait()

    with patch.object(IppJob, "async_wait_settled", wait):
        yield until
