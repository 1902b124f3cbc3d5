"""Tests of the journal's thread: what comes when."""

import asyncio
from collections.abc import AsyncGenerator
import threading

import pytest

from custom_components.cloudprint.spool.journal_thread import (
    JournalThread,
    ThreadClosedError,
)
from homeassistant.util.async_ import create_eager_task


@pytest.fixture
async def thread() -> AsyncGenerator[JournalThread]:
    """Return a thread."""
    thread = JournalThread()
    yield thread
    await thread.async_close(lambda: None)


async def test_answers_come_in_the_order_of_the_calls(thread: JournalThread) -> None:
    """Who was first is told first: a later change must not be taken for an older one."""
    done: list[int] = []
    answered: list[int] = []

    async def ask(number: int) -> None:
        await thread.async_run(lambda: done.append(number), is_urgent=number % 3 == 0)
        answered.append(number)

    for number in range(0, 1000, 2):
        first = create_eager_task(ask(number))
        await ask(number + 1)
        await first
    assert answered == done == list(range(1000))


async def test_what_is_not_urgent_lets_others_go_on(thread: JournalThread) -> None:
    """Whoever was told of it has his turn, and finds it done if he asks."""
    steps: list[str] = []
    told = asyncio.get_running_loop().create_future()

    async def go_on() -> None:
        await told
        steps.append("told")
        await thread.async_run(lambda: steps.append("asked"))

    going_on = create_eager_task(go_on())
    told.set_result(None)
    writing = create_eager_task(
        thread.async_run(lambda: steps.append("written"), is_urgent=False)
    )
    await asyncio.gather(going_on, writing)
    assert steps == ["told", "written", "asked"]


async def test_it_is_done_by_itself(thread: JournalThread) -> None:
    """What is not urgent is done without any other work, and without its caller."""
    done = threading.Event()
    task = create_eager_task(thread.async_run(done.set, is_urgent=False))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(done.wait, 60)


async def test_nothing_is_done_after_the_last_work(thread: JournalThread) -> None:
    """What was asked for before the end is done before it."""
    done: list[str] = []
    first = create_eager_task(
        thread.async_run(lambda: done.append("first"), is_urgent=False)
    )
    closed = create_eager_task(thread.async_close(lambda: done.append("last")))
    cancelled, late = (
        create_eager_task(thread.async_run(lambda: done.append("late")))
        for _ in range(2)
    )
    cancelled.cancel()
    with pytest.raises(ThreadClosedError, match="closed"):
        await late
    await first
    await closed
    await thread.async_close(lambda: done.append("again"))
    assert cancelled.cancelled()
    assert done == ["first", "last"]
