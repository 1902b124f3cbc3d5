"""Tests of the ids of tasks: which of them an answer can be about."""

from unittest.mock import patch

from custom_components.cloudprint.spool.job import JobState, TaskIds

from .samples import make_job


def test_own_id() -> None:
    """An answer that names no id, or the one that was asked for, is about the job."""
    job = make_job(state=JobState.SUBMITTED, task_id="a")
    tasks = TaskIds()
    tasks.add(job.job_id, "a", None)
    assert tasks.is_about(job, None)
    assert tasks.is_about(job, "a")
    # It was also the answer to another submit.
    tasks.add("other", "a", None)
    assert tasks.is_about(job, "a")


def test_alias() -> None:
    """The first other id is the alias; a third one is not believed."""
    job = make_job(state=JobState.SUBMITTED, task_id="a")
    tasks = TaskIds()
    tasks.add(job.job_id, "a", None)
    assert tasks.is_about(job, "x")
    assert len(tasks.aliases) == 0
    job = make_job(job_id=job.job_id, task_id="a", alias="x")
    tasks.add(job.job_id, "a", "x")
    assert len(tasks.aliases) == 1
    assert [tasks.is_about(job, named) for named in (None, "a", "x", "y")] == [
        *(True, True, True, False)
    ]


def test_ids_of_other_tasks() -> None:
    """Neither the id nor the alias of another task is an alias."""
    job = make_job(state=JobState.SUBMITTED, task_id="a")
    tasks = TaskIds()
    tasks.add(job.job_id, "a", None)
    tasks.add("other", "b", "x")
    assert not tasks.is_about(job, "b")
    assert not tasks.is_about(job, "x")
    assert ("b" in tasks.ids, "b" in tasks.aliases) == (True, False)
    assert ("x" in tasks.ids, "x" in tasks.aliases) == (False, True)


def test_alias_that_is_an_id() -> None:
    """An alias is not believed any more once a submit was answered with it."""
    job = make_job(state=JobState.SUBMITTED, task_id="a", alias="x")
    tasks = TaskIds()
    tasks.add(job.job_id, "a", "x")
    tasks.add("other", "x", None)
    assert not tasks.is_about(job, "x")
    # Not with a further change of the first job either
    tasks.add(job.job_id, "a", "x")
    assert not tasks.is_about(job, "x")


def test_limit() -> None:
    """The newest ids and aliases are known."""
    tasks = TaskIds()
    with patch("custom_components.cloudprint.spool.job.MAX_TASKS", 2):
        for number in range(3):
            tasks.add(f"job {number}", f"id {number}", f"alias {number}")
    assert [f"id {number}" in tasks.ids for number in range(3)] == [False, True, True]
    assert [f"alias {number}" in tasks.aliases for number in range(3)] == [
        *(False, True, True)
    ]
