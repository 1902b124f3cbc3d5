"""Tests of the job."""

from collections.abc import Iterator
import dataclasses
from datetime import timedelta
from functools import partial
import json
from pathlib import Path
import subprocess
import sys
import time
from typing import Any, get_args, get_type_hints
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.spool.clock import ClockReading
from custom_components.cloudprint.spool.job import (
    FINAL_STATES,
    TASK_STATES,
    TASK_STATUS,
    Approval,
    AskingRule,
    Cause,
    ContentSummary,
    Job,
    JobState,
    Reason,
    create_job_id,
)
from custom_components.cloudprint.spool.job_parts import Sent, Waiting
from homeassistant.util.ulid import ulid_at_time

from .clocks import Clocks
from .samples import NOON, make_job

ROOT = Path(__file__).parents[2]
JOB = "custom_components.cloudprint.spool.job"


def find_models(kind: Any) -> Iterator[type]:
    """Yield a model, and those that its fields are of, each for each field."""
    for part in get_args(kind):
        yield from find_models(part)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        yield kind
        for part in get_type_hints(kind).values():
            yield from find_models(part)


def test_fields() -> None:
    """A job has few fields, and its parts have fewer, so that each says one thing."""
    fields = {model: len(dataclasses.fields(model)) for model in find_models(Job)}
    assert fields.pop(Job) <= 35
    # What is known of a document has its model there.
    del fields[ContentSummary]
    assert {model for model in fields if fields[model] > 8} == set()
    assert {Approval, AskingRule, Sent, Waiting} < fields.keys()


def test_groups_of_states() -> None:
    """Every state is ours, a task's or final."""
    ours = {JobState.PREPARING, JobState.HELD, JobState.SUBMITTING}
    assert ours | TASK_STATES | FINAL_STATES == set(JobState)
    assert not ours & TASK_STATES
    assert not TASK_STATES & FINAL_STATES
    assert {state for state in JobState if state.is_final} == FINAL_STATES
    assert {state for state in JobState if state.is_task} == TASK_STATES


def test_states_of_the_document() -> None:
    """Each documented task state is a job state, as are the local agent's words."""
    assert {status: state.value for status, state in TASK_STATUS.items()} == {
        "SUBMITTED": "submitted",
        "QUEUED": "queued",
        "PRINTING": "printing",
        "FINISHED": "finished",
        "ERROR": "failed",
        "CANCELED": "canceled",
        "CANCELLED": "canceled",
        "PRINTED": "finished",
        "PARTIAL_PRINTED": "printing",
    }


def test_ids_sort_by_creation() -> None:
    """Within a millisecond, and after the wall clock was set back, too."""
    ids = [create_job_id() for _ in range(1000)]
    an_hour_ago = time.time() - 3600
    with patch(f"{JOB}.ulid_now", partial(ulid_at_time, an_hour_ago)):
        ids += [create_job_id() for _ in range(1000)]
    ids += [create_job_id() for _ in range(1000)]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {
            "config": {"copies": 2, "paperConfig": {"name": "A4"}},
            "headers": {"Cookie": "x"},
            "options": {"copies": 2},
            "warnings": ("one", "two"),
            "task_id": "pkDgrqeA-1",
            "status": "PRINTED",
            "alias": "pkDgrqeA-2",
            "approve_status": "2",
            "reason": Reason.QUIET_HOURS,
            "message": "请稍候",
            "content_id": "content",
            "at": NOON,
            "expires_at": None,
            "hold": False,
            "ignore_quiet_hours": True,
            "ignore_offline": True,
            "idempotency_key": "key",
            "reprint_of": "other",
            "is_dismissed": True,
        },
    ],
)
@pytest.mark.parametrize("state", list(JobState))
def test_job_is_serializable(fields: dict[str, Any], state: JobState) -> None:
    """A job is the same after JSON, in every state."""
    job = make_job(state=state, **fields)
    assert Job.from_dict(json.loads(json.dumps(job.to_dict()))) == job


def test_with_state(freezer: FrozenDateTimeFactory) -> None:
    """A job in another state has a new time, and no reason of the old state."""
    freezer.move_to(NOON)
    job = make_job(reason=Reason.SERVICE, message="down")
    freezer.tick(60)
    moved = job.with_state(JobState.SUBMITTED, sent=Sent(task_id="1"))
    assert (moved.state, moved.reason, moved.sent.task_id) == ("submitted", None, "1")
    assert moved.updated_at == NOON + timedelta(minutes=1)
    assert moved.created_at == NOON
    assert moved.message == "down"
    assert job.state is JobState.HELD


def test_asked_after_the_clock_was_set(clocks: Clocks) -> None:
    """A rule asks for as long as it says, and the print is as old as it is."""
    approval = Approval(
        rule=AskingRule(rule_id="rule", name="Ask"), causes=(Cause.PAGES,)
    )
    job = make_job(approval=approval, since=ClockReading.take())
    clocks.put(3 * 86_400)
    clocks.pass_time(60)
    asked = job.at_first_gate()
    assert asked.needs_approval
    assert asked.age == timedelta(minutes=1)
    assert asked.waiting.expires_at == job.created_at + timedelta(days=1, minutes=1)


def test_only_for_now() -> None:
    """A job without a lifetime must not wait."""
    assert make_job(created_at=NOON, expires_at=NOON).is_only_for_now
    later = NOON + timedelta(minutes=5)
    assert not make_job(created_at=NOON, expires_at=later).is_only_for_now
    assert not make_job(expires_at=None).is_only_for_now


@pytest.mark.parametrize(
    ("state", "reason", "is_settled"),
    [
        (JobState.HELD, Reason.ORDER, False),
        (JobState.SUBMITTING, None, False),
        (JobState.PREPARING, None, False),
        *((JobState.HELD, reason, True) for reason in Reason if reason != "order"),
        *(
            (state, None, True)
            for state in JobState
            if state not in (JobState.PREPARING, JobState.HELD, JobState.SUBMITTING)
        ),
    ],
)
def test_is_settled(state: JobState, reason: Reason | None, is_settled: bool) -> None:
    """A job in preparation, that waits for its turn or is being sent has no first result."""
    assert make_job(state=state, reason=reason).is_settled is is_settled


def test_only_unconfirmed_jobs_await_a_decision() -> None:
    """Once dismissed, they do not."""
    assert [state for state in JobState if make_job(state=state).awaits_decision] == [
        "unconfirmed"
    ]
    assert not make_job(state=JobState.UNCONFIRMED, is_dismissed=True).awaits_decision


def test_records_of_a_frozen_clock() -> None:
    """The methods that read and write records are compiled later, whatever the clock is then."""
    code = """
from datetime import UTC, timedelta
import datetime, json
from freezegun import freeze_time
from custom_components.cloudprint.spool.clock import ClockReading
from custom_components.cloudprint.spool.job import Job
from tests.spool.samples import make_job

with freeze_time("2026-11-24 12:00:00"):
    now = datetime.datetime.now(UTC)
    job = make_job(
        created_at=now,
        since=ClockReading(boot_id="x", running=1.0, wall=now),
        lifetime=timedelta(hours=1),
    )
    record = json.dumps(job.to_dict())
    assert Job.from_dict(json.loads(record)) == job
known = Job.from_dict(json.loads(record))
assert known == job and type(known.created_at) is datetime.datetime
since = known.waiting.since
assert since == job.waiting.since and type(since.wall) is datetime.datetime
print(json.loads(record)["created_at"])
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["2026-11-24T12:00:00+00:00"]
