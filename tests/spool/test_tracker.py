"""Tests of the tracker."""

from datetime import timedelta
from itertools import pairwise
import logging
from typing import Any
from unittest.mock import patch

import pytest

from homeassistant.core import HomeAssistant

from ..simulator import Fault, Printer, TaskAlias
from ..waits import until
from .clocks import Clocks
from .house import House

DAY = 86_400


async def polled(house: House, seconds: int) -> list[int]:
    """Let time pass, and return the seconds at which a task was polled."""
    times = []
    for second in range(1, seconds + 1):
        before = house.simulator.count("task/get")
        await house.advance(1)
        times += [second] * (house.simulator.count("task/get") - before)
    return times


def never_ends(printer: Printer) -> None:
    """Let the tasks of a printer never end."""
    printer.life = ("SUBMITTED",)


async def test_interval(house: House, printer: Printer) -> None:
    """About 3 s after the submit, then slower with the age of the task, up to 30 s."""
    never_ends(printer)
    await house.print(printer)
    times = await polled(house, 400)
    pauses = [late - early for early, late in pairwise(times)]
    assert times[0] == 3
    assert pauses[:3] == [3, 3, 3]
    assert pauses == sorted(pauses)
    assert pauses[-3:] == [30, 30, 30]
    assert len(times) < 30


async def test_states_of_a_task(house: House, printer: Printer) -> None:
    """A job has the states of its task, which is not polled after its end."""
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
        # Words of the vendor's local agent
        ("CANCELLED", ("canceled", None)),
        ("PRINTED", ("finished", None)),
        ("printed", ("finished", None)),
    ],
)
async def test_end_of_a_task(
    house: House, printer: Printer, status: str, state: tuple[str, str | None]
) -> None:
    """The job ends in the state of its task."""
    job = await house.print(printer)
    house.simulator.set_task_status(job["task_id"], status)
    await house.advance(3)
    assert await house.state(job) == state
    assert house.store.open_jobs == []


async def test_unknown_state(house: House, printer: Printer) -> None:
    """It is kept as the task's status, and does not change the job."""
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


async def test_part_was_printed(house: House, printer: Printer) -> None:
    """The rest may follow. If it does not, the job says that only a part came out."""
    first = await house.print(printer, name="first")
    second = await house.print(printer, name="second")
    for job in (first, second):
        house.simulator.set_task_status(job["task_id"], "PARTIAL_PRINTED")
    await house.advance(3)
    record = await house.job(first["job_id"])
    assert (record["state"], record["task_status"]) == ("printing", "PARTIAL_PRINTED")
    house.simulator.set_task_status(first["task_id"], "PRINTED")
    await house.pass_time(DAY + 3600, 3600)
    assert await house.state(first) == ("finished", None)
    assert await house.state(second) == ("unconfirmed", "partly_printed")


async def test_part_was_printed_and_forgotten(house: House, printer: Printer) -> None:
    """The last that the service said of the task is not lost."""
    job = await house.print(printer)
    house.simulator.set_task_status(job["task_id"], "PARTIAL_PRINTED")
    await house.advance(3)
    house.simulator.set_task_answer(job["task_id"], "refused")
    await house.pass_time(150, 10)
    assert await house.state(job) == ("unconfirmed", "partly_printed")


async def test_ignored_options(house: House, colour_printer: Printer) -> None:
    """A warning says that the service took other options than were sent."""
    colour_printer.step_seconds = 10
    house.simulator.settings.echo = {"copies": 1, "side": "DUPLEX", "color": None}
    options = {"copies": 2, "sides": "two_sided_long_edge"}
    job = await house.print(colour_printer, **options)
    assert job["warnings"] == []
    updates: list[tuple[str, ...]] = []
    house.store.async_add_listener(lambda job: updates.append(job.warnings))
    await house.advance(3)
    assert (await house.job(job["job_id"]))["warnings"] == ["copies_ignored"]
    await house.pass_time(60, 5)
    assert await house.state(job) == ("finished", None)
    assert set(updates) == {("copies_ignored",)}
    # Nothing is written for an answer that brings nothing new.
    assert len(updates) == 4


async def test_approval(house: House, printer: Printer) -> None:
    """What its number means is not documented: it is only kept."""
    job = await house.print(printer)
    await house.advance(3)
    assert (await house.known(job)).sent.approve_status == "2"


async def test_status_detail_is_ignored(house: House, printer: Printer) -> None:
    """The document itself has the detail PRINTING for a FINISHED task."""
    job = await house.print(printer)
    house.simulator.faults.add(
        "task/get",
        Fault.ANSWER,
        body='{"success":true,"data":{"taskStatus":"QUEUED","statusDetail":"FINISHED"}}',
    )
    await house.advance(3)
    assert await house.state(job) == ("queued", None)


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
async def test_service_is_away(house: House, printer: Printer, fault: Fault) -> None:
    """An error does not change the job."""
    printer.step_seconds = 600
    job = await house.print(printer)
    scripted = house.simulator.faults.add("task/get", fault, times=None)
    await house.pass_time(300, 5)
    if fault is Fault.MISSING_SUCCESS:
        # The body contains a task, but the status is an error.
        assert scripted.hits
    else:
        assert scripted.hits > 10
    assert await house.state(job) == ("submitted", None)
    house.simulator.faults.clear()
    printer.life = ("FINISHED",)
    house.simulator.set_task_status(job["task_id"], "FINISHED")
    await house.pass_time(40, 5)
    assert await house.state(job) == ("finished", None)


async def test_give_up_after_a_day(
    house: House, printer: Printer, caplog: pytest.LogCaptureFixture
) -> None:
    """The job is unconfirmed, which is logged once."""
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


async def test_no_polling_without_open_jobs(house: House) -> None:
    """No task is polled for a whole day."""
    await house.pass_time(24 * 3600, 600)
    assert house.simulator.count("task/get") == 0


async def test_poll_at_once_after_a_restart(house: House, printer: Printer) -> None:
    """The end of a task is known at once; the time before counts for nothing else."""
    jobs = [await house.print(printer) for _ in range(3)]
    await house.unload()
    house.freezer.tick(timedelta(days=2))
    house.simulator.set_task_status(jobs[1]["task_id"], "PRINTING")
    house.simulator.set_task_answer(jobs[2]["task_id"], "null")
    await house.load()
    await house.advance(0)
    assert [await house.state(job) for job in jobs] == [
        ("finished", None),
        ("printing", None),
        ("submitted", None),
    ]
    await house.pass_time(160, 10)
    assert [await house.state(job) for job in jobs[1:]] == [
        ("printing", None),
        ("unconfirmed", "task_unknown"),
    ]


async def test_limit_of_concurrent_polls(house: House, printer: Printer) -> None:
    """Four tasks are polled at a time, each once."""
    never_ends(printer)
    jobs = [await house.print(printer, name=str(number)) for number in range(10)]
    slow = house.simulator.faults.add("task/get", Fault.SLOW, times=4)
    house.tick(3)
    await until(lambda: slow.hits == 4)
    assert house.simulator.count("task/get") == 4
    # The four are not polled again before they are answered.
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


async def test_slow_answer(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """A later job is followed meanwhile."""
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
async def test_retry_after(house: House, printer: Printer, fault: Fault) -> None:
    """It is for all tasks."""
    never_ends(printer)
    for _ in range(6):
        await house.print(printer)
    house.simulator.faults.add("task/get", fault, retry_after="100", times=None)
    await house.advance(3)
    # Those that were under way at the same time
    asked = house.simulator.count("task/get")
    assert asked <= 4
    house.simulator.faults.clear()
    await house.pass_time(95, 5)
    assert house.simulator.count("task/get") == asked
    await house.pass_time(10, 5)
    assert house.simulator.count("task/get") == asked + 6


async def test_refused_key(house: House, printer: Printer) -> None:
    """It is not tried again for each poll of each task."""
    never_ends(printer)
    for _ in range(6):
        await house.print(printer)
    house.simulator.kill_tokens()
    house.simulator.faults.add("getToken", Fault.REFUSED, times=None)
    await house.pass_time(300, 5)
    house.simulator.forget()
    await house.pass_time(3600, 30)
    assert house.simulator.count("getToken") <= 10
    house.simulator.faults.clear()
    await house.pass_time(600, 5)
    assert house.simulator.count("task/get") >= 6


@pytest.mark.parametrize("put", [-2 * DAY, 2 * DAY])
async def test_wall_clock_is_set(
    house: House, clocks: Clocks, printer: Printer, put: float
) -> None:
    """The interval and the age of a task do not change."""
    never_ends(printer)
    job = await house.print(printer)
    await house.advance(1)
    clocks.put(put)
    # The service refuses the token once if it has expired by the wall clock.
    assert list(dict.fromkeys(await polled(house, 12)))[:2] == [2, 5]
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


@pytest.mark.parametrize("is_rebooted", [False, True])
@pytest.mark.parametrize("put", [-2 * DAY, 2 * DAY])
async def test_wall_clock_is_set_before_a_restart(
    house: House, clocks: Clocks, printer: Printer, put: float, is_rebooted: bool
) -> None:
    """No job is given up for it."""
    never_ends(printer)
    job = await house.print(printer)
    await house.advance(60)
    clocks.put(put)
    if is_rebooted:
        clocks.reboot()
    await house.restart()
    await house.pass_time(60, 5)
    assert await house.state(job) == ("submitted", None)
    house.simulator.set_task_status(job["task_id"], "FINISHED")
    await house.pass_time(31, 1)
    assert await house.state(job) == ("finished", None)


async def test_restarts_do_not_make_a_task_younger(
    house: House, printer: Printer
) -> None:
    """It is followed for 24 h in all, of which a kill may forget one."""
    never_ends(printer)
    job = await house.print(printer)
    await house.advance(3)
    shown = (await house.job(job["job_id"]))["updated_at"]
    for restart in (house.restart, house.crash, house.reload):
        await house.pass_time(7 * 3600, 600)
        await restart()
    assert (await house.job(job["job_id"]))["updated_at"] == shown
    await house.pass_time(2 * 3600, 600)
    assert await house.state(job) == ("submitted", None)
    await house.pass_time(4 * 3600, 600)
    assert await house.state(job) == ("unconfirmed", "no_final_state")


async def test_wall_clock_is_set_back_again_and_again(
    house: House, clocks: Clocks, printer: Printer
) -> None:
    """The job is followed for 24 h."""
    never_ends(printer)
    job = await house.print(printer)
    for _ in range(23):
        await house.advance(3600)
        clocks.put(-3600)
    await house.pass_time(3500, 700)
    assert await house.state(job) == ("submitted", None)
    await house.pass_time(120, 30)
    assert await house.state(job) == ("unconfirmed", "no_final_state")


async def test_another_id_always(
    house: House, printer: Printer, caplog: pytest.LogCaptureFixture
) -> None:
    """As in the document's example, each job ends as the service says all the same."""
    simulator = house.simulator
    simulator.settings.task_alias = TaskAlias.OTHER
    jobs = [await house.print(printer, name=f"{number}") for number in range(5)]
    ends = {
        "FINISHED": ("finished", None),
        "ERROR": ("failed", "task_error"),
        "CANCELED": ("canceled", None),
    }
    for job, end in zip(jobs, ends, strict=False):
        simulator.set_task_status(job["task_id"], end)
    await house.advance(3)
    for job, state in zip(jobs, ends.values(), strict=False):
        assert await house.state(job) == state
        # It may still be being written.
        known = house.store.current(await house.known(job))
        assert known.sent.alias is not None
        # The id that users see stays.
        assert (await house.job(job["job_id"]))["task_id"] == job["task_id"]
    await house.restart()
    await house.pass_time(60, 5)
    assert await house.state(jobs[3]) == ("finished", None)
    logged = [
        record.getMessage()
        for record in caplog.records
        if "another task id" in record.getMessage()
    ]
    assert len(logged) == 1
    assert not [job for job in jobs if job["task_id"] in caplog.text]


@pytest.mark.parametrize("restart", [False, True])
async def test_third_id(
    house: House,
    printer: Printer,
    caplog: pytest.LogCaptureFixture,
    restart: bool,
) -> None:
    """It is not believed, also after a restart, and reported once."""
    simulator = house.simulator
    simulator.settings.task_alias = TaskAlias.THIRD
    printer.life = ("SUBMITTED", "PRINTING")
    job = await house.print(printer)
    await house.advance(3)
    if restart:
        await house.restart()
    simulator.set_task_status(job["task_id"], "FINISHED")
    await house.pass_time(600, 20)
    assert await house.state(job) == ("printing", None)
    assert caplog.text.count("answered about another one") == 1
    # The alias is still believed.
    simulator.settings.task_alias = TaskAlias.OTHER
    simulator.tasks[job["task_id"]].other_ids.pop()
    await house.advance(31)
    assert await house.state(job) == ("finished", None)


@pytest.mark.parametrize("restart", [False, True])
async def test_two_tasks_with_one_id(
    house: House, printer: Printer, restart: bool
) -> None:
    """The other id belongs to the first task that is reported under it."""
    simulator = house.simulator
    simulator.settings.task_alias = TaskAlias.SHARED
    first = await house.print(printer, name="first")
    await house.advance(3)
    second = await house.print(printer, name="second")
    if restart:
        # Also after the first job has ended
        simulator.set_task_status(first["task_id"], "FINISHED")
        await house.advance(30)
        await house.restart()
    simulator.set_task_status(second["task_id"], "ERROR")
    await house.pass_time(60, 5)
    assert await house.state(first) == ("finished", None)
    assert await house.state(second) == ("submitted", None)
    assert house.account.tracker.doubted_count > 1
    # It ends as its own records say.
    simulator.settings.task_alias = TaskAlias.NONE
    await house.advance(31)
    assert await house.state(second) == ("failed", "task_error")


async def test_answer_about_another_job(house: House, printer: Printer) -> None:
    """It does not change the job."""
    never_ends(printer)
    job = await house.print(printer, name="asked for")
    other = await house.print(printer, name="answered")
    house.simulator.set_task_status(other["task_id"], "FINISHED")
    mixed_up = house.simulator.faults.add(
        "task/get", Fault.OTHER_TASK, name="asked for", times=None
    )
    await house.pass_time(600, 10)
    assert mixed_up.hits > 10
    assert await house.state(job) == ("submitted", None)
    assert await house.state(other) == ("finished", None)
    house.simulator.faults.clear()
    house.simulator.set_task_status(job["task_id"], "ERROR")
    await house.advance(31)
    assert await house.state(job) == ("failed", "task_error")


async def test_longest_retry_after(house: House, printer: Printer) -> None:
    """It is limited to ten minutes."""
    never_ends(printer)
    job = await house.print(printer)
    house.simulator.faults.add("task/get", Fault.HTTP_429, retry_after="86400")
    await house.advance(3)
    assert await polled(house, 599) == []
    house.simulator.set_task_status(job["task_id"], "FINISHED")
    await house.advance(1)
    assert await house.state(job) == ("finished", None)


async def test_unexpected_error_while_polling(
    hass: HomeAssistant, house: House, printer: Printer
) -> None:
    """The task is polled again."""
    errors: list[Any] = []
    hass.loop.set_exception_handler(lambda _, context: errors.append(context))
    job = await house.print(printer)
    with patch.object(house.account.client, "get_task", side_effect=ZeroDivisionError):
        await house.advance(3)
    await house.pass_time(10, 1)
    assert await house.state(job) == ("finished", None)


async def test_answer_after_unloading(house: House, printer: Printer) -> None:
    """It is ignored, and the task is polled again after setup."""
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
