"""The crash matrix: killed with -9 at every point of a print, it prints nothing twice.

One Home Assistant goes from case to case. Each time it is killed with jobs held at a
printer that is reported offline, and the start after it is the next case's start, too,
so that each job lives through several of them.

Another one is killed at random moments, while the service answers in ways that leave
open what it did.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, Final

import aiohttp
import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import Printer, SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from ..simulator import TASK_LIFE
from .crash_matrix import CrashMatrix, Print
from .crashing_hass import FILE, Point, arm
from .log import our_debug_records, our_errors, read_log

KILLS: Final = 30
"""For each seed."""


@pytest.mark.slow
@pytest.mark.timeout(1800)
async def test_crash_matrix(
    cloud: SimulatedCloud,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """Whenever it is killed, each job is printed once or said to be unconfirmed."""
    printer, offline = cloud.printers
    await _report(cloud, offline, "0")
    armed = tmp_path / "armed"
    async with HomeAssistant(
        tmp_path, program=("-P", str(FILE), str(armed))
    ) as home_assistant:
        devices = await add_account(home_assistant, cloud, cloud.printers)
        # Home Assistant delays some writes, and makes them when it is stopped.
        await home_assistant.restart()
        matrix = CrashMatrix(
            home_assistant=home_assistant, cloud=cloud, armed=armed, devices=devices
        )

        held = [
            matrix.plan("held, and sent at the start", offline, "unconfirmed", 0),
            matrix.plan("held, and accepted at the start", offline, "unconfirmed", 1),
        ]
        for planned in held:
            await matrix.call_held(planned, "printer_offline")
        for case in (
            _killed_before_it_is_journaled,
            _killed_after_it_is_journaled,
            _killed_before_it_is_sent,
            _killed_while_it_is_sent,
            _killed_before_the_answer,
            _killed_after_the_answer,
            _killed_while_it_is_polled,
            _killed_while_the_service_is_away,
        ):
            also_held = matrix.plan("held, printer offline", offline)
            await matrix.call_held(also_held, "printer_offline")
            held.append(also_held)
            await case(matrix, printer)
            assert set(await matrix.states(held)) == {"held"}
        assert await matrix.printed(offline) == []

        await home_assistant.kill()
        await _report(cloud, offline, "1")
        await matrix.start_and_die(Point.BEFORE_SENDING)
        await matrix.start_and_die(Point.AFTER_ANSWER)
        await home_assistant.start()
        await matrix.until_state(matrix.prints, "finished", "unconfirmed")
        await home_assistant.kill()
        await home_assistant.start()

        await _assert_as_planned(matrix)
        # A repeated call returns the existing job.
        for planned in matrix.prints:
            assert (await matrix.call(planned))["repeated"] is True
        await _assert_as_planned(matrix)
        text, doubled, lost = await matrix.tally()
    record_property("Killed with -9", text)
    assert (doubled, lost) == (0, 0)
    assert await cloud.control("GET", "/violations") == []
    _assert_clean_log(home_assistant, cloud)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", [11, 830487711])
async def test_killed_at_random_moments(
    cloud: SimulatedCloud,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
    seed: int,
) -> None:
    """Nothing is printed twice, for any moment of the kill and any answer."""
    random = Random(seed)
    async with HomeAssistant(tmp_path) as home_assistant:
        devices = await add_account(home_assistant, cloud, cloud.printers)
        await home_assistant.restart()
        await home_assistant.kill()
        matrix = CrashMatrix(
            home_assistant=home_assistant,
            cloud=cloud,
            armed=tmp_path / "armed",
            devices=devices,
        )
        for _ in range(KILLS):
            await matrix.print_and_die(random)

        await cloud.control("DELETE", "/faults")
        await home_assistant.start()
        jobs = await matrix.jobs()
        for planned in matrix.prints:
            if planned.name not in jobs:
                # It was killed before it could write the job down.
                assert "repeated" not in await matrix.call(planned)
        await matrix.until_state(matrix.prints, "finished", "unconfirmed", "failed")
        jobs, printed = await matrix.jobs(), await matrix.printed()
        text, doubled, lost = await matrix.tally()
    record_property(f"Killed with -9 {KILLS} times, seed {seed}", text)
    assert (doubled, lost) == (0, 0)
    for planned in matrix.prints:
        state, times = jobs[planned.name]["state"], printed.count(planned.name)
        assert state == "unconfirmed" or times == (state == "finished"), planned.name
    assert {"finished", "unconfirmed"} <= {job["state"] for job in jobs.values()}
    assert await cloud.control("GET", "/violations") == []
    _assert_clean_log(home_assistant, cloud)


async def _killed_before_it_is_journaled(matrix: CrashMatrix, printer: Printer) -> None:
    """No job was reported, and there is none until the next call."""
    planned = matrix.plan("before it is journaled", printer)
    await _die_of(matrix, planned, Point.BEFORE_JOURNAL)
    await matrix.home_assistant.start()
    assert await matrix.states([planned]) == [None]
    assert "repeated" not in await matrix.call(planned)


async def _killed_after_it_is_journaled(matrix: CrashMatrix, printer: Printer) -> None:
    planned = matrix.plan("after it is journaled", printer, "unconfirmed", 0)
    await _die_of(matrix, planned, Point.AFTER_JOURNAL)
    await matrix.home_assistant.start()
    assert await matrix.states([planned]) == ["unconfirmed"]


async def _killed_before_it_is_sent(matrix: CrashMatrix, printer: Printer) -> None:
    planned = matrix.plan("before it is sent", printer, "unconfirmed", 0)
    await _die_of(matrix, planned, Point.BEFORE_SENDING)
    await matrix.home_assistant.start()
    assert await matrix.states([planned]) == ["unconfirmed"]


async def _killed_while_it_is_sent(matrix: CrashMatrix, printer: Printer) -> None:
    """The request is with the service, which does not carry it out."""
    planned, *behind = _plan_three(matrix, "while it is sent", printer, 0)
    await matrix.slow_down("newPrintTask", accept=False)
    calls = await _call_slowly(matrix, planned, behind)
    await matrix.home_assistant.kill()
    await _assert_cut_off(calls)
    await matrix.home_assistant.start()
    # Too late for the cloud, too, which has issued another token since.
    await matrix.cloud.control("DELETE", "/faults")
    assert await matrix.states([planned]) == ["unconfirmed"]


async def _killed_before_the_answer(matrix: CrashMatrix, printer: Printer) -> None:
    planned, *behind = _plan_three(matrix, "accepted, not answered", printer, 1)
    await matrix.slow_down("newPrintTask", accept=True)
    calls = await _call_slowly(matrix, planned, behind)
    assert (await matrix.printed())[-1] == planned.name
    await matrix.home_assistant.kill()
    await _assert_cut_off(calls)
    await matrix.home_assistant.start()
    await matrix.cloud.control("DELETE", "/faults")
    assert await matrix.states([planned]) == ["unconfirmed"]


async def _killed_after_the_answer(matrix: CrashMatrix, printer: Printer) -> None:
    planned, *behind = _plan_three(matrix, "answered, not journaled", printer, 1)
    await matrix.slow_down("newPrintTask", accept=True)
    calls = await _call_slowly(matrix, planned, behind)
    arm(matrix.armed, Point.AFTER_ANSWER)
    await matrix.cloud.control("DELETE", "/faults")
    await matrix.until_dead()
    await _assert_cut_off(calls)
    await matrix.home_assistant.start()
    assert await matrix.states([planned]) == ["unconfirmed"]


async def _killed_while_it_is_polled(matrix: CrashMatrix, printer: Printer) -> None:
    earlier = [planned for planned in matrix.prints if planned.printer is printer]
    await matrix.until_state(earlier, "finished", "unconfirmed")
    planned = matrix.plan("while it is polled", printer)
    settings = f"/printers/{printer.share_code}"
    await matrix.cloud.control("PATCH", settings, {"life": ["SUBMITTED", "PRINTING"]})
    task = f"/tasks/{(await matrix.call(planned))['task_id']}"
    await matrix.cloud.control("PATCH", settings, {"life": [*TASK_LIFE]})
    await matrix.cloud.control("PATCH", task, {"status": "PRINTING"})
    await matrix.until_state([planned], "printing")
    await matrix.slow_down("task/get", accept=False)
    await matrix.until_slow()
    await matrix.home_assistant.kill()
    await matrix.cloud.control("DELETE", "/faults")
    await matrix.home_assistant.start()
    await matrix.until_state([planned], "printing")
    await matrix.cloud.control("PATCH", task, {"status": "FINISHED"})


async def _killed_while_the_service_is_away(
    matrix: CrashMatrix, printer: Printer
) -> None:
    planned = [matrix.plan("held, service away", printer) for _ in range(3)]
    await matrix.cloud.control("POST", "/connections", {"accept": False})
    for one in planned:
        await matrix.call_held(one, "service")
    await matrix.home_assistant.kill()
    await matrix.home_assistant.start()
    assert await matrix.states(planned) == ["held"] * 3
    await matrix.home_assistant.kill()
    await matrix.cloud.control("POST", "/connections", {"accept": True})
    await matrix.home_assistant.start()
    await matrix.until_state(planned, "finished")


async def _report(cloud: SimulatedCloud, printer: Printer, online: str) -> None:
    """Make the cloud report a printer as offline ("0") or online ("1")."""
    path = f"/printers/{printer.share_code}"
    await cloud.control("PATCH", path, {"online_status": online})


def _plan_three(
    matrix: CrashMatrix, case: str, printer: Printer, times: int
) -> list[Print]:
    """Create a print that ends as unconfirmed, and two that wait behind it."""
    return [
        matrix.plan(case, printer, "unconfirmed", times),
        matrix.plan(f"{case}: behind it", printer),
        matrix.plan(f"{case}: behind it", printer),
    ]


async def _die_of(matrix: CrashMatrix, planned: Print, point: Point) -> None:
    arm(matrix.armed, point)
    with pytest.raises(aiohttp.ClientError):
        await matrix.call(planned)
    await matrix.until_dead()


async def _call_slowly(
    matrix: CrashMatrix, planned: Print, behind: list[Print]
) -> list[asyncio.Task[dict[str, Any]]]:
    """Start a print that the cloud delays, and then those behind it."""
    calls = [asyncio.create_task(matrix.call(planned))]
    await matrix.until_slow()
    for one in behind:
        calls.append(asyncio.create_task(matrix.call(one)))
        await matrix.until_state([one], "held")
    return calls


async def _assert_cut_off(calls: list[asyncio.Task[dict[str, Any]]]) -> None:
    """No call was answered."""
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert all(isinstance(outcome, aiohttp.ClientError) for outcome in outcomes)


async def _assert_as_planned(matrix: CrashMatrix) -> None:
    """Each print has the state that it should, and came out as often, in its turn."""
    states = await matrix.states(matrix.prints)
    assert states == [planned.state for planned in matrix.prints]
    for printer in matrix.cloud.printers:
        assert await matrix.printed(printer) == [
            planned.name
            for planned in matrix.prints
            for _ in range(planned.times)
            if planned.printer is printer
        ]


def _assert_clean_log(home_assistant: HomeAssistant, cloud: SimulatedCloud) -> None:
    """The integration logged no error and no AppKey, for any fault of the service."""
    records = read_log(home_assistant.process.log)
    assert our_debug_records(records)
    assert all(cloud.app_key not in record.text for record in records)
    assert [error for error in our_errors(records) if "Traceback" in error] == []
