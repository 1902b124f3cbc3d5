"""Invariants of a spool under random faults.

A seed that failed is in the test's name, and can be added to `SEEDS`.
"""

from collections import Counter, defaultdict
from random import Random, SystemRandom
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from hypothesis import settings
import pytest

from ..simulator import CloudSimulator, Printer
from .chaos import Call, Chaos
from .clocks import Clocks
from .conftest import OpenHouse
from .house import House

SEEDS: Final = (1, 20261124, 830487711)
FIXED_SEED: Final = 11953331
"""Instead of a new one, which the profile "explore" draws (tests/conftest.py)."""
PRINTS: Final = 500
EVENINGS: Final = ("2026-10-24 18:00:00", "2027-03-27 18:00:00")
"""Of the nights in which Berlin's clocks are put back, and forward, at 1:00 UTC."""

STATES: Final = {
    "SUBMITTED": "submitted",
    "QUEUED": "queued",
    "PRINTING": "printing",
    "FINISHED": "finished",
    "ERROR": "failed",
    "CANCELED": "canceled",
    "PRINTED": "finished",
    "CANCELLED": "canceled",
}
NEVER_TAKEN: Final = ("journal_unwritable", "account_not_loaded", "printer_gone")
"""Errors of calls that were refused before anything was written."""


async def history(house: House) -> list[dict[str, Any]]:
    """Return the whole history."""
    jobs: list[dict[str, Any]] = []
    while True:
        more = {"before": jobs[-1]["job_id"]} if jobs else {}
        page: Any = (await house.act("get_jobs", limit=300, **more))["jobs"]
        if not page:
            return jobs
        jobs += page


def assert_never_lost(calls: list[Call], jobs: list[dict[str, Any]]) -> None:
    """Check that every call was refused before it was written, or is in the history."""
    ids = {job["job_id"] for job in jobs}
    names = {job["name"] for job in jobs}
    for call in calls:
        if call.jobs is not None:
            if not call.is_dead:
                assert {job["job_id"] for job in call.jobs} <= ids, call.name
        elif call.error is not None:
            if call.error in NEVER_TAKEN:
                assert call.is_dead or call.name not in names, call.name
            elif not call.is_dead and call.key is None:
                assert call.name in names, (call.name, call.error)
        else:
            assert call.is_dead, call.name


def assert_never_twice(simulator: CloudSimulator, jobs: list[dict[str, Any]]) -> None:
    """Check that each job is printed at most once, and no unsent one."""
    by_name = defaultdict(list)
    for job in jobs:
        by_name[job["name"]].append(job)
    printed: Counter[str] = Counter(job.name for job in simulator.printed)
    task_ids = {job.task_id for job in simulator.printed}
    assert set(printed) <= set(by_name)
    for name, found in by_name.items():
        known = [job["task_id"] for job in found if job["task_id"] in task_ids]
        assert len(known) == len(set(known)), name
        # Only an unconfirmed job may be printed without a task.
        unknown = [job for job in found if is_unknown(job, task_ids)]
        assert len(known) <= printed[name] <= len(known) + len(unknown), (name, found)


def is_unknown(job: dict[str, Any], task_ids: set[str]) -> bool:
    """Return whether a job without a task may have been printed."""
    return job["task_id"] not in task_ids and (
        job["state"] == "unconfirmed" or job["reason"] == "by_hand"
    )


def assert_never_a_false_done(
    simulator: CloudSimulator, jobs: list[dict[str, Any]]
) -> None:
    """Check that a job is unconfirmed or in the state of its task."""
    for job in jobs:
        if job["state"] == "finished" and job["reason"] == "by_hand":
            assert simulator.times_printed(name=job["name"]), job
        elif job["task_id"] is None:
            assert job["state"] in ("failed", "canceled", "expired", "unconfirmed"), job
        elif job["state"] != "unconfirmed":
            # The task exists in the cloud.
            truth = simulator.task_status(job["task_id"])
            assert job["state"] == STATES.get(truth), (job, truth)


def assert_no_task_is_two_jobs(jobs: list[dict[str, Any]]) -> None:
    """Check that no two jobs have the same task."""
    shared = Counter(
        job["task_id"]
        for job in jobs
        if job["task_id"] is not None
        and job["state"] != "unconfirmed"
        and job["reason"] != "by_hand"
    )
    assert set(shared.values()) <= {1}, shared.most_common(3)


def assert_keys_stand_for_one_print(
    calls: list[Call], jobs: list[dict[str, Any]]
) -> None:
    """Check that all calls with a key return the same jobs, and no other call does."""
    by_key: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
    names: defaultdict[str, set[str]] = defaultdict(set)
    repeated = 0
    for call in calls:
        if call.key is None:
            continue
        names[call.key].add(call.name)
        if call.jobs is not None and not call.is_dead:
            by_key[call.key].add(frozenset(job["job_id"] for job in call.jobs))
            repeated += any(job.get("repeated", False) for job in call.jobs)
    assert repeated
    for key, answers in by_key.items():
        assert len(answers) == 1, key
    for key, used in names.items():
        called = {
            job["name"]
            for job in jobs
            if job["name"] in used and job["reprint_of"] is None
        }
        assert len(called) <= 1, (key, called)


def assert_back_sides_follow(chaos: Chaos, jobs: list[dict[str, Any]]) -> None:
    """Check that back sides are printed after their front sides, by a person only."""
    by_id = {job["job_id"]: job for job in jobs}
    order = [job.task_id for job in chaos.simulator.printed]
    assert chaos.both_sides
    for job in jobs:
        if job["side"] == "back" and (job["task_id"] or job["reason"] == "no_answer"):
            # Also one that was printed again
            assert job["job_id"] in chaos.turned, job
    for front, back in (
        (by_id[front.job_id], by_id[back.job_id]) for front, back in chaos.both_sides
    ):
        assert back["follows"] == front["job_id"]
        if back["task_id"] is not None or back["reason"] == "no_answer":
            assert front["state"] in ("finished", "unconfirmed"), (front, back)
        if front["task_id"] in order and back["task_id"] in order:
            assert order.index(front["task_id"]) < order.index(back["task_id"])
        if (back["state"], back["reason"]) == ("canceled", "turn_paper"):
            assert front["state"] in ("failed", "canceled", "expired"), (front, back)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [*SEEDS, pytest.param(None, id="random")])
async def test_chaos(
    open_house: OpenHouse,
    printer: Printer,
    colour_printer: Printer,
    freezer: FrozenDateTimeFactory,
    clocks: Clocks,
    record_property: Any,
    seed: int | None,
) -> None:
    """No job is printed twice, lost or falsely finished."""
    if seed is None:
        is_new = settings.get_current_profile_name() == "explore"
        seed = SystemRandom().randrange(10**9) if is_new else FIXED_SEED
    freezer.move_to(EVENINGS[seed % len(EVENINGS)])
    house = await open_house(quiet_from="22:00:00", quiet_to="06:00:00")
    await house.hass.config.async_set_time_zone("Europe/Berlin")
    chaos = Chaos(house, clocks, [printer, colour_printer], Random(seed))
    try:
        with chaos.passing_time():
            await chaos.live(PRINTS)
            await chaos.come_to_rest()
        jobs = await history(house)
        assert_never_lost(chaos.calls, jobs)
        assert_never_twice(house.simulator, jobs)
        assert_never_a_false_done(house.simulator, jobs)
        assert_no_task_is_two_jobs(jobs)
        assert_keys_stand_for_one_print(chaos.calls, jobs)
        assert_back_sides_follow(chaos, jobs)
    except BaseException as err:
        err.add_note(f"The seed was {seed}")
        raise
    states = Counter(job["state"] for job in jobs)
    for state in ("finished", "unconfirmed", "expired", "failed", "canceled"):
        assert states[state], (seed, state)
    record_property(
        f"Random life of a spool, seed {seed}",
        f"{len(chaos.calls)} prints called, {len(house.simulator.printed)} printed; "
        + ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        + f"; {len(chaos.turned)} turned; {chaos.steps.total()} steps",
    )
