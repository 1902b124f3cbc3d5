"""Tasks that wait until a job has reached a condition."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping

from .job import Job

type _Waiter = tuple[Callable[[Job], bool], asyncio.Future[Job]]


class JobWaiters:
    """The tasks that wait for the jobs of an account."""

    def __init__(self) -> None:
        """Set up without tasks."""
        self._waiters: defaultdict[str, list[_Waiter]] = defaultdict(list)

    async def async_wait(self, job_id: str, is_reached: Callable[[Job], bool]) -> Job:
        """Return a job once it has reached a condition, or the waits have ended."""
        reached: asyncio.Future[Job] = asyncio.get_running_loop().create_future()
        waiter = (is_reached, reached)
        self._waiters[job_id].append(waiter)
        try:
            return await reached
        finally:
            self._waiters[job_id].remove(waiter)
            if not self._waiters[job_id]:
                del self._waiters[job_id]

    def wake(self, job: Job) -> None:
        """Wake the tasks that wait for a new version of a job."""
        for is_reached, future in self._waiters.get(job.job_id, ()):
            if not future.done() and is_reached(job):
                future.set_result(job)

    def end(self, open_jobs: Mapping[str, Job]) -> None:
        """End all waits with the present versions of the jobs."""
        for job_id, waiters in self._waiters.items():
            for _, future in waiters:
                if not future.done():
                    future.set_result(open_jobs[job_id])
