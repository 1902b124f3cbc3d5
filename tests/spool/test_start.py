"""Tests of jobs of before a start of Home Assistant, and of those that come meanwhile."""

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.cloudprint.job_events import EVENT_JOB
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState

from ..simulator import Fault, Printer
from ..waits import let_run
from .house import House
from .preparing import accept


async def _begin_to_start(house: House) -> None:
    """Load the account as in a start of Home Assistant that takes long."""
    house.hass.set_state(CoreState.starting)
    await house.load()
    for _ in range(10):
        await house.journal.async_run(lambda: None)
        await let_run()


async def _start(house: House) -> None:
    house.hass.set_state(CoreState.running)
    house.hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await house.settle()


def _printed(house: House) -> list[str]:
    return [printed.task["name"] for printed in house.simulator.printed]


async def test_waiting_job(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """It is sent after the start; a new one is not sent before it, but elsewhere at once."""
    await house.go_offline(printer)
    first = await house.print(printer, name="first")
    await house.unload()
    printer.online_status = "1"
    await _begin_to_start(house)
    assert await house.state(first) == ("held", "printer_offline")
    second = await house.print(printer, name="second")
    assert await house.state(second) == ("held", "order")
    other = await house.print(colour_printer, name="other")
    assert other["state"] == "submitted"
    house.tick(60)
    await let_run()
    assert _printed(house) == ["other"]
    await _start(house)
    assert _printed(house) == ["other", "first", "second"]


@pytest.mark.parametrize("is_canceled", [True, False])
async def test_waiting_job_that_is_decided_on(
    house: House, printer: Printer, is_canceled: bool
) -> None:
    """It can be canceled before the start, so that a new one is sent."""
    await house.go_offline(printer)
    first = await house.print(printer, name="first")
    await house.unload()
    printer.online_status = "1"
    await _begin_to_start(house)
    if is_canceled:
        await house.act("cancel_job", job_id=first["job_id"])
    else:
        await house.act("release_jobs")
    await house.print(printer, name="second")
    assert _printed(house) == (["second"] if is_canceled else [])
    await _start(house)
    assert _printed(house) == (["second"] if is_canceled else ["first", "second"])


async def test_expired_job(house: House, printer: Printer) -> None:
    """It is seen to expire after the start."""
    await house.go_offline(printer)
    job = await house.print(printer, expires_in={"minutes": 1})
    await house.unload()
    house.freezer.tick(120)
    await _begin_to_start(house)
    assert await house.state(job) == ("held", "printer_offline")
    events = async_capture_events(house.hass, EVENT_JOB)
    await _start(house)
    assert [event.data["state"] for event in events] == ["expired"]


async def test_sent_job(house: House, printer: Printer) -> None:
    """The service is asked about it after the start, so that its end is an event."""
    printer.life = ("SUBMITTED",)
    job = await house.print(printer)
    await house.unload()
    house.simulator.set_task_status(job["task_id"], "FINISHED")
    asked = house.simulator.count("task/get")
    await _begin_to_start(house)
    assert house.simulator.count("task/get") == asked
    assert await house.state(job) == ("submitted", None)
    events = async_capture_events(house.hass, EVENT_JOB)
    await _start(house)
    assert [event.data["state"] for event in events] == ["finished"]


async def test_refused_job(house: House, printer: Printer) -> None:
    """It is seen to fail after the start."""
    (job,) = await house.hold(printer, "Letter")
    await house.unload()
    house.simulator.faults.add("newPrintTask", Fault.REFUSED)
    await _begin_to_start(house)
    assert (await house.job(job["job_id"]))["state"] == "held"
    events = async_capture_events(house.hass, EVENT_JOB)
    await _start(house)
    assert [event.data["state"] for event in events] == ["failed"]


async def test_job_in_preparation(house: House, printer: Printer) -> None:
    """It is prepared after the start, before a new one of its printer is sent."""
    await house.go_offline(printer)
    job = await accept(house, printer, name="first")
    await house.unload()
    printer.online_status = "1"
    await _begin_to_start(house)
    await house.print(printer, name="second")
    assert (await house.job(job.job_id))["state"] == "preparing"
    assert _printed(house) == []
    await _start(house)
    assert _printed(house) == ["first", "second"]
