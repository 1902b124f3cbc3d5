"""Tasks that the service no longer knows, and may know again."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.cloudprint.job_events import EVENT_JOB
from custom_components.cloudprint.printing.jobs import async_decide
from custom_components.cloudprint.requester import AUTOMATION
from custom_components.cloudprint.spool.job import Job
from homeassistant.core import HomeAssistant

from ..repairs.fixing import issues
from ..simulator import CloudSimulator, Fault, Printer
from ..test_automations import automate
from .clocks import Clocks
from .house import House
from .manual_duplex import current, print_passes, printed, state_of

OPEN = ("submitted", None)
LOST = ("unconfirmed", "task_unknown")
TIMES = {
    "refused": 120,
    "null": 120,
    "not_found": 120,
    "bad_request": 120,
    "gone": 120,
    "not_found_page": 600,
    "server_error": 600,
    "empty_object": 600,
    "empty_string": 600,
    "empty_list": 600,
    "null_status": 600,
    "conflict": 600,
}
"""Seconds after which one open task counts as lost, by the answers to it."""
STATUSES = {"gone": 410, "conflict": 409}
ENVELOPE = '{"success":false,"message":"任务不存在","data":null}'
ENDS = [
    ("FINISHED", ("finished", None)),
    ("ERROR", ("failed", "task_error")),
    ("CANCELED", ("canceled", None)),
]


@pytest.fixture(autouse=True)
def never_ends(printer: Printer, colour_printer: Printer) -> None:
    """Let the tasks of both printers never end."""
    printer.life = colour_printer.life = ("SUBMITTED",)


def forget(simulator: CloudSimulator, *jobs: dict[str, Any], how: str) -> None:
    """Let the service answer so about the tasks of jobs."""
    simulator.faults.clear()
    for job in jobs:
        if status := STATUSES.get(how):
            simulator.faults.add(
                "task/get", Fault.ANSWER, status=status, body=ENVELOPE, times=None
            )
        else:
            simulator.set_task_answer(job["task_id"], how)


async def lose(house: House, printer: Printer, **fields: Any) -> dict[str, Any]:
    """Print, and let the service forget the task until the job is unconfirmed."""
    job = await house.print(printer, **fields)
    forget(house.simulator, job, how="refused")
    await house.pass_time(160, 10)
    assert await house.state(job) == LOST
    return job


def recall(house: House, job: dict[str, Any], status: str) -> None:
    """Let the service know a task again."""
    house.simulator.set_task_answer(job["task_id"], "task")
    house.simulator.set_task_status(job["task_id"], status)


async def polls(house: House, seconds: int, step: float = 60) -> int:
    """Let time pass; return how often tasks were polled."""
    before = house.simulator.count("task/get")
    await house.pass_time(seconds, step)
    return house.simulator.count("task/get") - before


# When a task is lost


@pytest.mark.parametrize(("how", "seconds"), TIMES.items())
async def test_times(house: House, printer: Printer, how: str, seconds: int) -> None:
    """The job is unconfirmed so long after the first answer without its task."""
    job = await house.print(printer)
    forget(house.simulator, job, how=how)
    await house.pass_time(90, 10)
    # Known for a moment, so that the time starts again
    forget(house.simulator, job, how="task")
    await house.pass_time(30, 10)
    forget(house.simulator, job, how=how)
    await house.pass_time(seconds, 10)
    assert await house.state(job) == OPEN
    await house.pass_time(60, 10)
    assert await house.state(job) == LOST


@pytest.mark.parametrize(
    ("fault", "options"),
    [
        (Fault.HTTP_429, {}),
        (Fault.HTTP_503, {"retry_after": "60", "envelope": False}),
        (Fault.HTTP_503, {"envelope": True}),
        (Fault.DROP_BEFORE_ACCEPT, {}),
    ],
)
async def test_no_answer(
    house: House, printer: Printer, fault: Fault, options: dict[str, Any]
) -> None:
    """Neither "later" nor a connection that breaks says anything about the task."""
    job = await house.print(printer)
    house.simulator.faults.add("task/get", fault, times=None, **options)
    await house.pass_time(1500, 30)
    assert await house.state(job) == OPEN


async def test_token_that_is_not_proved_alive(house: House, printer: Printer) -> None:
    """A refusal is none while the printers cannot be listed."""
    job = await house.print(printer)
    house.simulator.faults.add("queryPrinters", Fault.HTTP_500, times=None)
    # The last list no longer counts.
    await house.pass_time(120, 30)
    house.simulator.set_task_answer(job["task_id"], "refused")
    await house.pass_time(900, 30)
    assert await house.state(job) == OPEN


async def test_mixed_answers(house: House, printer: Printer) -> None:
    """Two minutes are of refusals alone, ten of whatever is answered."""
    job = await house.print(printer)
    for how, seconds in (("server_error", 180), ("refused", 90), ("empty_list", 30)):
        forget(house.simulator, job, how=how)
        await house.pass_time(seconds, 10)
    forget(house.simulator, job, how="refused")
    await house.pass_time(120, 10)
    assert await house.state(job) == OPEN
    await house.pass_time(50, 10)
    assert await house.state(job) == LOST
    second = await house.print(printer)
    for how in ("refused", "server_error") * 3:
        forget(house.simulator, second, how=how)
        await house.pass_time(100, 10)
    assert await house.state(second) == OPEN
    await house.pass_time(60, 10)
    assert await house.state(second) == LOST


@pytest.mark.parametrize("how", ["refused", "null", "not_found"])
async def test_all_open_tasks(
    house: House, printer: Printer, colour_printer: Printer, how: str
) -> None:
    """While no open task is answered with its record, refusals need ten minutes."""
    jobs = [await house.print(printer), await house.print(colour_printer)]
    forget(house.simulator, *jobs, how=how)
    await house.pass_time(300, 10)
    # Open together with the others, also when those are lost
    jobs.append(await house.print(printer, name="late"))
    forget(house.simulator, jobs[-1], how=how)
    await house.pass_time(300, 10)
    assert [await house.state(job) for job in jobs] == [OPEN] * 3
    await house.pass_time(60, 10)
    assert [await house.state(job) for job in jobs] == [LOST, LOST, OPEN]
    await house.pass_time(240, 10)
    assert await house.state(jobs[-1]) == OPEN
    await house.pass_time(60, 10)
    assert await house.state(jobs[-1]) == LOST
    # What was lost before says nothing about a later task.
    await lose(house, printer, name="later")


async def test_others_are_answered(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """Two minutes are enough if the service has the record of another open task.

    A task counts by its newest answer, and not before it has one.
    """
    job, other = await house.print(printer), await house.print(colour_printer)
    forget(house.simulator, job, how="refused")
    house.simulator.faults.add(
        "task/get", Fault.DROP_BEFORE_ACCEPT, printer=colour_printer.name, times=None
    )
    await house.pass_time(180, 10)
    assert [await house.state(job), await house.state(other)] == [OPEN, OPEN]
    house.simulator.faults.clear()
    await house.pass_time(60, 10)
    assert [await house.state(job), await house.state(other)] == [LOST, OPEN]


async def test_another_task_ends(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """An open task is the only one once the others have ended."""
    job, other = await house.print(printer), await house.print(colour_printer)
    forget(house.simulator, job, how="null")
    house.simulator.set_task_status(other["task_id"], "FINISHED")
    await house.pass_time(160, 10)
    assert [await house.state(job), await house.state(other)] == [
        LOST,
        ("finished", None),
    ]


# What the service says then


async def test_polls(house: House, printer: Printer) -> None:
    """A lost task is polled each five minutes, for its 24 hours of running time."""
    job = await house.print(printer)
    await house.pass_time(1800, 300)
    forget(house.simulator, job, how="refused")
    await house.pass_time(160, 10)
    assert await polls(house, 3600) == 12
    await house.pass_time(12 * 3600, 3600)
    await house.restart()
    assert await polls(house, 3600, 100) == 12
    await house.pass_time(8 * 3600, 3600)
    assert await polls(house, 1800, 100) == 6
    await house.pass_time(3600, 300)
    asked = house.simulator.count("task/get")
    await house.pass_time(1800, 300)
    await house.restart()
    await house.pass_time(1800, 300)
    assert house.simulator.count("task/get") == asked
    assert await house.state(job) == LOST


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize(("status", "state"), ENDS)
async def test_ends_anew(
    hass: HomeAssistant,
    house: House,
    printer: Printer,
    status: str,
    state: tuple[str, str | None],
    restart: bool,
) -> None:
    """The end that the service names is one as any other; the question goes."""
    calls = await automate(
        hass,
        triggers=[
            {
                "trigger": f"cloudprint.job_{end}",
                "target": {"device_id": house.device_id(printer)},
            }
            for end in ("finished", "failed", "unconfirmed")
        ],
    )
    events = async_capture_events(hass, EVENT_JOB)
    job = await lose(house, printer)
    assert "jobs_unconfirmed" in issues(hass)
    recall(house, job, "QUEUED")
    await house.pass_time(301, 43)
    assert await house.state(job) == LOST
    recall(house, job, status)
    if restart:
        await house.restart()
    await house.pass_time(301, 43)
    record = await house.job(job["job_id"])
    assert (record["state"], record["reason"]) == state
    assert record["task_status"] == status
    assert "jobs_unconfirmed" not in issues(hass)
    assert [event.data["state"] for event in events] == ["unconfirmed", state[0]]
    assert len(calls) == (1 if status == "CANCELED" else 2)
    last = house.store.last_job(house.device_id(printer))
    assert last is not None
    assert last.state == state[0]
    assert await polls(house, 3600, 300) == 0


@pytest.mark.parametrize("how", ["printed", "forget", "print_again"])
@pytest.mark.parametrize("is_asking", [False, True])
async def test_person_answers(
    house: House, printer: Printer, how: str, is_asking: bool
) -> None:
    """What a person has said stands, also if the service is being asked."""
    job = await lose(house, printer)
    recall(house, job, "ERROR")
    slow = house.simulator.faults.add("task/get", Fault.SLOW)
    if is_asking:
        house.tick(300)
        await slow.reached.wait()
    printer.life = ("FINISHED",)
    (asked,) = house.store.undecided_jobs
    await async_decide(house.entry.runtime_data, asked, how, AUTOMATION)
    slow.release()
    await house.settle()
    house.simulator.faults.clear()
    await house.pass_time(60, 3)
    assert await polls(house, 3600, 60) == 0
    state = ("finished", "by_hand") if how == "printed" else LOST
    assert await house.state(job) == state
    assert (await house.known(job)).is_dismissed


async def test_id_of_another_job(house: House, printer: Printer) -> None:
    """A job without a task of its own is not polled after a restart."""
    await house.print(printer, name="first")
    house.simulator.faults.add("newPrintTask", Fault.REPEATED_TASK_ID)
    second = await house.print(printer, name="second")
    house.simulator.set_task_status(house.simulator.printed[0].task_id, "FINISHED")
    await house.advance(30)
    await house.restart()
    assert await polls(house, 3600, 60) == 0
    assert await house.state(second) == LOST


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize(("status", "state"), ENDS)
async def test_front_pass(
    house: House,
    printer: Printer,
    status: str,
    state: tuple[str, str | None],
    restart: bool,
) -> None:
    """A back pass that may be printed stays so, whatever becomes of its front pass."""
    front, back = await print_passes(house, printer)
    job = {"job_id": front.job_id, "task_id": front.sent.task_id}
    forget(house.simulator, job, how="refused")
    await house.pass_time(160, 10)
    expires_at = current(house, back).waiting.expires_at
    assert expires_at is not None
    recall(house, job, status)
    await house.pass_time(301, 43)
    assert await house.state(job) == state
    if restart:
        await house.restart()
    back = await house.known({"job_id": back.job_id})
    assert await state_of(house, back) == ("held", "turn_paper")
    assert back.waiting.expires_at == expires_at
    await house.spooler.async_release_back_pass(back)
    assert printed(house) == ["fronts", "backs"]


@pytest.mark.parametrize(
    ("statuses", "pages"),
    [
        (["FINISHED"], 1),
        (["ERROR"], 0),
        (["CANCELED"], 0),
        (["PRINTING", "ERROR"], 1),
        (["PRINTING", "QUEUED", "CANCELED"], 1),
    ],
)
async def test_pages(
    house: House, printer: Printer, statuses: list[str], pages: int
) -> None:
    """An unconfirmed job counts; its end then counts as any other."""
    job = await lose(house, printer)
    assert (await house.act("get_usage"))["pages"] == 1
    for status in statuses:
        recall(house, job, status)
        await house.pass_time(301, 43)
    assert (await house.act("get_usage"))["pages"] == pages
    finished: Job | None = house.store.last_finished.get(house.device_id(printer))
    assert (finished is not None) is (statuses == ["FINISHED"])


async def test_wall_clock(house: House, clocks: Clocks, printer: Printer) -> None:
    """It changes neither when a task is lost, nor for how long it is polled."""
    job = await house.print(printer)
    forget(house.simulator, job, how="refused")
    await house.pass_time(60, 10)
    clocks.put(2 * 86_400)
    await house.pass_time(40, 10)
    assert await house.state(job) == OPEN
    await house.pass_time(60, 10)
    assert await house.state(job) == LOST
    clocks.put(-4 * 86_400)
    assert await polls(house, 3600) == 12
