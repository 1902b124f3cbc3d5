"""Tests of the tracker: tasks are followed to their ends, and no further."""

from datetime import timedelta
from itertools import pairwise
import logging
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.api import CloudPrintResponseError, Delivery
from custom_components.cloudprint.spool.job import JobState
from homeassistant.core import HomeAssistant

from ..simulator import Fault, Printer
from .clocks import Clocks
from .house import House, until

DAY = 86_400


async def polled(house: House, seconds: int) -> list[int]:
    """Let time pass, and return the seconds at which a task was asked about."""
    times = []
    for second in range(1, seconds + 1):
        before = house.simulator.count("task/get")
        await house.advance(1)
        times += [second] * (house.simulator.count("task/get") - before)
    return times


def never_ends(printer: Printer) -> None:
    """Let a printer's tasks never come to an end."""
    printer.life = ("SUBMITTED",)


async def test_soon_at_first_then_slower(house: House, printer: Printer) -> None:
    """About 3 s after the submit, slowing to 30 s with the task's age."""
    never_ends(printer)
    await house.print(printer)
    times = await polled(house, 400)
    pauses = [late - early for early, late in pairwise(times)]
    assert times[0] == 3
    assert pauses[:3] == [3, 3, 3]
    assert pauses == sorted(pauses)
    assert pauses[-3:] == [30, 30, 30]
    assert len(times) < 30


async def test_the_way_of_a_task(house: House, printer: Printer) -> None:
    """Each state of the task is the job's, and the end is the end."""
    printer.step_seconds = 100
    job = await house.print(printer)
    assert await house.state(job) == ("submitted", None)
    seen: list[str] = []
    house.store.async_add_listener(lambda job: seen.append(job.state))
    await house.pass_time(450, 5)
    assert seen == ["submitted", "queued", "printing", "finished"]
    assert (await house.job(job["job_id"]))["task_status"] == "FINISHED"
    asked = house.simulator.count("task/get")
    await house.pass_time(3600, 60)
    assert house.simulator.count("task/get") == asked


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("ERROR", ("failed", "task_error")),
        ("CANCELED", ("canceled", None)),
        ("FINISHED", ("finished", None)),
    ],
)
async def test_the_end_of_a_task(
    house: House, printer: Printer, status: str, state: tuple[str, str | None]
) -> None:
    """What the cloud says of the end is what is said."""
    job = await house.print(printer)
    house.simulator.set_task_status(job["task_id"], status)
    await house.advance(3)
    assert await house.state(job) == state
    assert house.store.open_jobs == []


async def test_a_state_that_nobody_knows(house: House, printer: Printer) -> None:
    """It is kept as it is, and says nothing about the job."""
    job = await house.print(printer)
    task_id = job["task_id"]
    house.simulator.set_task_status(task_id, "PRINTING")
    await house.advance(3)
    house.simulator.set_task_status(task_id, "WAITING_FOR_PAPER")
    await house.advance(3)
    record = await house.job(job["job_id"])
    assert (record["state"], record["task_status"]) == ("printing", "WAITING_FOR_PAPER")
    house.simulator.set_task_status(task_id, None)
    await house.pass_time(60, 5)
    assert await house.state(job) == ("finished", None)


async def test_the_detail_is_not_believed(house: House, printer: Printer) -> None:
    """The document itself has the detail PRINTING on a FINISHED task."""
    job = await house.print(printer)
    house.simulator.faults.add(
        "task/get",
        Fault.ANSWER,
        body='{"success":true,"data":{"taskStatus":"QUEUED","statusDetail":"FINISHED"}}',
    )
    await house.advance(3)
    assert await house.state(job) == ("queued", None)


@pytest.mark.parametrize("answer", ["refused", "null"])
async def test_a_task_that_the_cloud_does_not_know(
    house: House, printer: Printer, answer: str
) -> None:
    """For a minute it may be late; then nobody knows what became of it."""
    never_ends(printer)
    job = await house.print(printer)
    house.simulator.set_task_answer(job["task_id"], answer)
    await house.pass_time(50, 5)
    # Known for a moment, and unknown again: a minute from then.
    house.simulator.set_task_answer(job["task_id"], "task")
    await house.pass_time(20, 5)
    house.simulator.set_task_answer(job["task_id"], answer)
    await house.pass_time(50, 5)
    assert await house.state(job) == ("submitted", None)
    await house.pass_time(60, 5)
    assert await house.state(job) == ("unconfirmed", "task_unknown")
    asked = house.simulator.count("task/get")
    await house.pass_time(120, 10)
    assert house.simulator.count("task/get") == asked


@pytest.mark.parametrize(
    "fault",
    [
        Fault.HTTP_500,
        Fault.HTTP_503,
        Fault.HTML_200,
        Fault.INVALID_JSON,
        Fault.DROP_BEFORE_ACCEPT,
        Fault.MISSING_SUCCESS,
    ],
)
async def test_no_answer_is_no_answer(
    house: House, printer: Printer, fault: Fault
) -> None:
    """A service that is away knows as much about the task as before."""
    printer.step_seconds = 600
    job = await house.print(printer)
    scripted = house.simulator.faults.add("task/get", fault, times=None)
    await house.pass_time(300, 5)
    if fault is Fault.MISSING_SUCCESS:
        # There is a task in it all the same.
        assert scripted.hits
    else:
        assert scripted.hits > 10
    assert await house.state(job) == ("submitted", None)
    house.simulator.faults.clear()
    printer.life = ("FINISHED",)
    house.simulator.set_task_status(job["task_id"], "FINISHED")
    await house.pass_time(40, 5)
    assert await house.state(job) == ("finished", None)


async def test_failures_neither_shorten_nor_prolong_the_minute(
    house: House, printer: Printer
) -> None:
    """Only an answer that there is no such task counts, the first as the last."""
    never_ends(printer)
    job = await house.print(printer)
    house.simulator.set_task_answer(job["task_id"], "refused")
    await house.advance(3)
    fault = house.simulator.faults.add("task/get", Fault.HTTP_502, times=None)
    await house.pass_time(120, 5)
    assert await house.state(job) == ("submitted", None)
    house.simulator.faults.remove(fault)
    await house.pass_time(40, 5)
    assert await house.state(job) == ("unconfirmed", "task_unknown")


async def test_a_day_is_enough(
    house: House, printer: Printer, caplog: pytest.LogCaptureFixture
) -> None:
    """After 24 h nobody knows, which is said once."""
    never_ends(printer)
    job = await house.print(printer)
    await house.advance(60)
    await house.advance(24 * 3600 - 120)
    assert await house.state(job) == ("submitted", None)
    await house.advance(60)
    await house.pass_time(120, 30)
    assert await house.state(job) == ("unconfirmed", "no_final_state")
    lines = [
        record.getMessage()
        for record in caplog.records
        if record.name == "custom_components.cloudprint"
        and record.levelno >= logging.WARNING
    ]
    assert lines == [
        f"Job {job['job_id']} had no final state within 24 hours;"
        " it is no longer followed"
    ]
    asked = house.simulator.count("task/get")
    await house.advance(3600)
    assert house.simulator.count("task/get") == asked


async def test_nothing_is_asked_when_no_job_is_open(house: House) -> None:
    """A house that prints nothing costs no polling, in a whole day."""
    await house.pass_time(24 * 3600, 600)
    assert house.simulator.count("task/get") == 0


async def test_asked_about_at_once_after_a_restart(
    house: House, printer: Printer
) -> None:
    """What was printed meanwhile is known right away, also after more than a day."""
    jobs = [await house.print(printer) for _ in range(3)]
    await house.unload()
    house.freezer.tick(timedelta(days=2))
    house.simulator.set_task_status(jobs[1]["task_id"], "PRINTING")
    house.simulator.set_task_answer(jobs[2]["task_id"], "null")
    await house.load()
    await house.advance(0)
    assert [await house.state(job) for job in jobs] == [
        ("finished", None),
        ("unconfirmed", "no_final_state"),
        ("unconfirmed", "no_final_state"),
    ]


async def test_not_too_many_at_once(house: House, printer: Printer) -> None:
    """Four at a time, each of them once, and none waits for a slow one."""
    never_ends(printer)
    jobs = [await house.print(printer, name=str(number)) for number in range(10)]
    slow = house.simulator.faults.add("task/get", Fault.SLOW, times=4)
    house.tick(3)
    await until(lambda: slow.hits == 4)
    assert house.simulator.count("task/get") == 4
    # More than a timeout later, those four are still not asked about again.
    late = await house.print(printer)
    house.simulator.set_task_status(late["task_id"], "FINISHED")
    slow.release()
    await house.settle()
    assert house.simulator.count("task/get") == 10
    asked = {
        request.body["taskId"]
        for request in house.simulator.requests
        if request.call == "task/get"
    }
    assert asked == {job["task_id"] for job in jobs}


async def test_one_slow_answer_holds_up_nobody_else(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """A job that was printed later is followed meanwhile."""
    slow = house.simulator.faults.add("task/get", Fault.SLOW, printer=printer.name)
    first = await house.print(printer)
    house.tick(3)
    await slow.reached.wait()
    colour_printer.step_seconds = 0
    second = await house.print(colour_printer)
    house.tick(3)
    await until(lambda: house.simulator.count("task/get") == 2)
    await until(lambda: len(house.store.open_jobs) == 1)
    assert await house.state(second) == ("finished", None)
    slow.release()
    await house.pass_time(30, 5)
    assert await house.state(first) == ("finished", None)


@pytest.mark.parametrize("fault", [Fault.HTTP_429, Fault.HTTP_503])
async def test_the_service_may_ask_for_a_pause(
    house: House, printer: Printer, fault: Fault
) -> None:
    """Retry-After is for all tasks, not only for the one that was asked about."""
    never_ends(printer)
    for _ in range(6):
        await house.print(printer)
    house.simulator.faults.add("task/get", fault, retry_after="100", times=None)
    await house.advance(3)
    # Those that were under way together.
    asked = house.simulator.count("task/get")
    assert asked <= 4
    house.simulator.faults.clear()
    await house.pass_time(95, 5)
    assert house.simulator.count("task/get") == asked
    await house.pass_time(10, 5)
    assert house.simulator.count("task/get") == asked + 6


@pytest.mark.parametrize("put", [-2 * DAY, 2 * DAY])
async def test_a_clock_that_is_put(
    house: House, clocks: Clocks, printer: Printer, put: float
) -> None:
    """Polling goes on, and a task is as old as it is, whatever the clock says."""
    never_ends(printer)
    job = await house.print(printer)
    await house.advance(1)
    clocks.put(put)
    assert (await polled(house, 12))[:2] == [2, 5]
    assert await house.state(job) == ("submitted", None)
    house.simulator.set_task_answer(job["task_id"], "null")
    await house.pass_time(10, 1)
    clocks.put(-put)
    await house.pass_time(40, 1)
    assert await house.state(job) == ("submitted", None)
    house.simulator.set_task_answer(job["task_id"], "task")
    house.simulator.set_task_status(job["task_id"], "FINISHED")
    await house.pass_time(31, 1)
    assert await house.state(job) == ("finished", None)


async def test_a_day_is_a_day(house: House, clocks: Clocks, printer: Printer) -> None:
    """Also one on which the clock is put back again and again."""
    never_ends(printer)
    job = await house.print(printer)
    for _ in range(23):
        await house.advance(3600)
        clocks.put(-3600)
    await house.pass_time(3500, 700)
    assert await house.state(job) == ("submitted", None)
    await house.pass_time(120, 30)
    assert await house.state(job) == ("unconfirmed", "no_final_state")


async def test_an_answer_about_another_task(house: House, printer: Printer) -> None:
    """It says nothing about this one: not that it ended, nor that it is not known."""
    never_ends(printer)
    job = await house.print(printer)
    wrong = CloudPrintResponseError("another task", delivery=Delivery.UNKNOWN)
    with patch.object(house.account.client, "get_task", side_effect=wrong) as asked:
        await house.pass_time(600, 10)
        assert asked.call_count > 10
        assert await house.state(job) == ("submitted", None)
        await house.advance(24 * 3600)
        await house.advance(30)
    assert await house.state(job) == ("unconfirmed", "no_final_state")


async def test_a_pause_that_is_too_long(house: House, printer: Printer) -> None:
    """Ten minutes are as long as anything is waited for."""
    never_ends(printer)
    job = await house.print(printer)
    house.simulator.faults.add("task/get", Fault.HTTP_429, retry_after="86400")
    await house.advance(3)
    assert await polled(house, 599) == []
    house.simulator.set_task_status(job["task_id"], "FINISHED")
    await house.advance(1)
    assert await house.state(job) == ("finished", None)


async def test_a_mistake_of_ours_while_asking(
    hass: HomeAssistant, house: House, printer: Printer
) -> None:
    """The task is asked about again."""
    errors: list[Any] = []
    hass.loop.set_exception_handler(lambda _, context: errors.append(context))
    job = await house.print(printer)
    with patch.object(house.account.client, "get_task", side_effect=ZeroDivisionError):
        await house.advance(3)
    await house.pass_time(10, 1)
    assert await house.state(job) == ("finished", None)


async def test_an_answer_after_the_end_says_nothing(
    house: House, printer: Printer
) -> None:
    """What is answered while the account is unloaded is asked for again."""
    job = await house.print(printer)
    slow = house.simulator.faults.add("task/get", Fault.SLOW)
    house.tick(3)
    await slow.reached.wait()
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    house.simulator.set_task_status(job["task_id"], "FINISHED")
    slow.release()
    await house.settle()
    assert await house.state(job) == ("submitted", None)
    await house.load()
    await house.advance(0)
    assert await house.state(job) == ("finished", None)


async def test_a_task_without_time_of_its_own(house: House, printer: Printer) -> None:
    """A job of an older release is followed by the time when it was asked for."""
    never_ends(printer)
    job = await house.print(printer)
    await house.unload()
    old = (await house.known(job)).with_state(
        JobState.SUBMITTED, submitted_at=None, task_id=job["task_id"]
    )
    await house.journal.async_update(old)
    await house.load()
    await house.advance(24 * 3600)
    assert await house.state(job) == ("unconfirmed", "no_final_state")
