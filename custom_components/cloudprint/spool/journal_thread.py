"""The one thread in which all of the journal's work is done."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any


class ThreadClosedError(Exception):
    """The thread has done its last work."""


class JournalThread:
    """Does work in the order of the calls, and answers in that order, too.

    (`run_in_executor` keeps no order: what is done at once, it answers at once.)
    """

    def __init__(self) -> None:
        """Set up a thread that starts with its first work."""
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="cloudprint_journal")
        self._waiting: deque[tuple[Callable[[], Any], asyncio.Future[Any]]] = deque()

    async def async_run[_T](
        self, work: Callable[[], _T], *, is_urgent: bool = True
    ) -> _T:
        """Return what `work` returns; it is done even if the caller is cancelled.

        What is not urgent begins after those who are about to have their turn: a thread
        that starts takes time from them. It still begins before any later work.
        Raises what `work` raises, and ThreadClosedError.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[_T] = loop.create_future()
        self._waiting.append((work, answer))
        if is_urgent:
            self._begin()
        else:
            loop.call_soon(self._begin)
        return await answer

    async def async_close(self, last_work: Callable[[], None]) -> None:
        """Do one last work, and then no more; that may be asked more than once."""
        self._begin()
        loop = asyncio.get_running_loop()
        try:
            closed = loop.run_in_executor(self._executor, last_work)
        except RuntimeError:
            return
        # Whoever comes from now on is refused.
        self._executor.shutdown(wait=False)
        await closed
        await asyncio.to_thread(self._executor.shutdown)

    def _begin(self) -> None:
        """Hand over all work that waits."""
        while self._waiting:
            work, answer = self._waiting.popleft()
            try:
                done = self._executor.submit(work)
            except RuntimeError:
                done = Future()
                done.set_exception(ThreadClosedError("The journal is closed"))
            done.add_done_callback(partial(_hand_back, answer))


def _hand_back(answer: asyncio.Future[Any], done: Future[Any]) -> None:
    answer.get_loop().call_soon_threadsafe(_pass_on, answer, done)


def _pass_on(answer: asyncio.Future[Any], done: Future[Any]) -> None:
    if answer.cancelled():
        return
    if (err := done.exception()) is not None:
        answer.set_exception(err)
    else:
        answer.set_result(done.result())
