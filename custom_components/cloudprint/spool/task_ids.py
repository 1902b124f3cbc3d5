"""The ids of an account's tasks: task/get may answer another one (OpenAPI 3.7)."""

from typing import Final

from .job import Job

MAX_TASKS: Final = 10_000


class TaskIds:
    """The ids of tasks by which submits were answered, and their aliases; MAX_TASKS each."""

    def __init__(self) -> None:
        """Set up without tasks."""
        self._ids: dict[str, None] = {}
        self._aliases: dict[str, str] = {}  # of jobs

    def add(self, job_id: str, task_id: str | None, alias: str | None) -> None:
        """Add a job's task, if it has one."""
        if task_id is not None:
            self._ids[task_id] = None
        if alias is not None:
            self._aliases.setdefault(alias, job_id)
        for known in (self._ids, self._aliases):
            if len(known) > MAX_TASKS:
                del known[next(iter(known))]

    @property
    def alias_count(self) -> int:
        """Number of tasks with an alias."""
        return len(self._aliases)

    def has_id(self, task_id: str) -> bool:
        """Return whether a submit was answered with an id."""
        return task_id in self._ids

    def has_alias(self, task_id: str) -> bool:
        """Return whether an id is the alias of a job's task."""
        return task_id in self._aliases

    def is_about(self, job: Job, task_id: str | None) -> bool:
        """Return whether an answer can be about a job's task; one alias is believed."""
        if task_id in (None, job.task_id):
            return True
        owner = self._aliases.get(task_id, job.job_id)
        is_free = task_id not in self._ids and owner == job.job_id
        return is_free and job.task_alias in (None, task_id)
