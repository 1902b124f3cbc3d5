"""Tests of the submitter: the states that follow from answers to submits."""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from datetime import datetime
from itertools import pairwise
from unittest.mock import patch

import pytest

from custom_components.cloudprint.api.errors import (
    CloudPrintAuthenticationError,
    CloudPrintConnectionError,
    CloudPrintError,
    CloudPrintRefusedError,
    CloudPrintStatusError,
    Delivery,
)
from custom_components.cloudprint.api.print_task import PrintTask
from custom_components.cloudprint.const import DOMAIN
from homeassistant.util import dt as dt_util

from ..simulator import Fault, Printer, TaskAlias
from ..waits import let_run, until
from .house import House

SUBMIT = "newPrintTask"

type Answer = Callable[[PrintTask], Awaitable[str]]

FORBIDDEN = CloudPrintRefusedError("无访问权限", delivery=Delivery.REFUSED)
BARE_503 = CloudPrintStatusError("HTTP 503", delivery=Delivery.UNKNOWN, status=503)


class Service:
    """A service whose answers a test defines."""

    def __init__(self, house: House) -> None:
        """Set up a service that accepts all prints."""
        self._submit: Answer = house.account.client.new_print_task
        self.fails: Callable[[PrintTask], CloudPrintError | None] = lambda task: None
        self.slow: asyncio.Event | None = None
        self.calls: list[tuple[str, datetime]] = []
        self.under_way = 0
        self.most_under_way = 0

    async def answer(self, task: PrintTask) -> str:
        """Accept or refuse a print."""
        self.calls.append((task.name, dt_util.utcnow()))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            if self.slow:
                await self.slow.wait()
            if err := self.fails(task):
                raise err
            return await self._submit(task)
        finally:
            self.under_way -= 1

    @property
    def names(self) -> list[str]:
        """Return the names of the jobs that were sent, in order."""
        return [name for name, _ in self.calls]


@pytest.fixture
def service(house: House) -> Generator[Service]:
    """Return a service that answers submits."""
    service = Service(house)
    with patch.object(house.account.client, "new_print_task", service.answer):
        yield service


async def states(house: House) -> list[tuple[str, str | None]]:
    """Return the states and reasons of all jobs, oldest first."""
    return [(job["state"], job["reason"]) for job in await house.jobs()]


# Refused jobs


async def test_forbidden_job(house: House, service: Service, printer: Printer) -> None:
    """It fails with the service's message, and the next job is printed at once."""
    service.fails = lambda task: FORBIDDEN if task.name == "forbidden" else None
    assert await house.refused(printer, name="forbidden") == "job_refused"
    assert (await house.print(printer, name="after"))["state"] == "submitted"
    tokens = house.simulator.count("getToken")
    await house.pass_time(3600, 60)
    assert service.names == ["forbidden", "after"]
    assert house.simulator.count("getToken") == tokens
    assert await states(house) == [("failed", "refused"), ("finished", None)]
    assert (await house.jobs())[0]["message"] == "无访问权限"
    assert not house.hass.config_entries.flow.async_progress_by_handler(DOMAIN)


async def test_forbidden_job_at_the_head_of_the_queue(
    house: House, service: Service, printer: Printer
) -> None:
    """The jobs behind it are sent, one a second."""
    await house.hold(printer, "forbidden", "first", "second")
    service.calls.clear()
    service.fails = lambda task: FORBIDDEN if task.name == "forbidden" else None
    await house.pass_time(20, 1)
    assert service.names == ["forbidden", "first", "second"]
    assert [state for state, _ in await states(house)] == ["failed"] + ["finished"] * 2


async def test_refused_key(house: House, service: Service, printer: Printer) -> None:
    """All jobs are held until the user enters another key."""
    service.fails = lambda task: CloudPrintAuthenticationError("appKey 错误")
    await house.print(printer, name="first")
    await house.print(printer, name="second")
    assert await states(house) == [("held", "authentication")] * 2
    assert service.names == ["first"]
    assert house.hass.config_entries.flow.async_progress_by_handler(DOMAIN)


# The circuit


async def test_outage_costs_a_printer_one_job(
    house: House, service: Service, printer: Printer, colour_printer: Printer
) -> None:
    """The others wait for a list; then one is sent on trial, and then all."""
    # Wait until the capabilities of the printers are known.
    await house.pass_time(10)
    service.slow = asyncio.Event()
    service.fails = lambda task: BARE_503
    away = house.simulator.faults.add("queryPrinters", Fault.HTTP_503, times=None)
    lost = [house.begin(printer, name="a 0"), house.begin(colour_printer, name="b 0")]
    await until(lambda: service.under_way == 2)
    queued = [
        house.begin(one, name=f"{letter} {number}")
        for number in (1, 2, 3)
        for one, letter in ((printer, "a"), (colour_printer, "b"))
    ]
    await until(lambda: len(house.store.held_jobs) == 6)
    service.slow.set()
    assert [job["state"] for job in await asyncio.gather(*lost)] == ["unconfirmed"] * 2
    assert [job["state"] for job in await asyncio.gather(*queued)] == ["held"] * 6
    await house.pass_time(1800, 5)
    assert await states(house) == (
        [("unconfirmed", "no_answer")] * 2 + [("held", "service")] * 6
    )
    assert len(service.calls) == 2
    # The service is back. Jobs are sent one at a time until a submit is answered.
    house.simulator.faults.remove(away)
    service.fails = lambda task: None
    service.slow.clear()
    service.most_under_way = 0
    house.tick(300)
    await until(lambda: service.under_way)
    for _ in range(5):
        house.tick(1)
        await let_run()
    assert service.under_way == service.most_under_way == 1
    service.slow.set()
    await house.pass_time(40, 1)
    assert [state for state, _ in await states(house)] == (
        ["unconfirmed"] * 2 + ["finished"] * 6
    )
    assert sorted(service.names) == sorted(
        f"{letter} {number}" for letter in "ab" for number in range(4)
    )


async def test_outage_of_submits_alone(
    house: House, service: Service, printer: Printer, colour_printer: Printer
) -> None:
    """While lists succeed, one job is tried now and then, and the others wait."""
    await house.pass_time(10)
    service.fails = lambda task: BARE_503 if task.device_name == printer.name else None
    jobs = [
        await house.print(printer, name=f"{number}", expires_in={"hours": 12})
        for number in range(20)
    ]
    assert [job["state"] for job in jobs] == ["unconfirmed"] + ["held"] * 19
    await house.pass_time(3600, 5)
    times = [time for _, time in service.calls]
    pauses = [round((late - early).total_seconds()) for early, late in pairwise(times)]
    assert pauses[:7] == [15, 30, 60, 120, 240, 480, 600]
    assert max(pauses) <= 605
    assert len(times) <= 11
    # The other printer waits no longer than for a list.
    house.tick(0)
    other = await house.print(colour_printer, name="other")
    await house.pass_time(20, 5)
    assert (await house.state(other))[0] in ("submitted", "queued", "finished")
    service.fails = lambda task: None
    await house.pass_time(700, 5)
    assert len(house.simulator.printed) + len(times) == 21
    assert [state for state, _ in await states(house)] == (
        ["unconfirmed"] * len(times) + ["finished"] * (21 - len(times))
    )


async def test_message_of_a_printer_that_waits_alone(
    house: House, service: Service, printer: Printer
) -> None:
    """A new job has the error message of the printer."""
    await house.pass_time(10)
    service.fails = lambda task: BARE_503
    await house.print(printer)
    await house.account.coordinator.async_refresh()
    held = await house.print(printer)
    assert await house.state(held) == ("held", "service")
    assert (await house.job(held["job_id"]))["message"] == "HTTP 503"
    service.fails = lambda task: None
    await house.pass_time(15, 5)
    assert (await house.state(held))[0] == "submitted"
    assert len(service.calls) == 2


async def test_release_does_not_wait(
    house: House, service: Service, printer: Printer
) -> None:
    """A release ignores retry_after; a failure costs one job."""
    service.fails = lambda task: CloudPrintStatusError(
        "HTTP 429", delivery=Delivery.NOT_SENT, status=429, retry_after=86_400
    )
    jobs = [await house.print(printer, name=f"{number}") for number in range(3)]
    service.fails = lambda task: BARE_503
    await house.act("release_jobs")
    assert await states(house) == (
        [("unconfirmed", "no_answer")] + [("held", "service")] * 2
    )
    service.fails = lambda task: None
    released = (await house.act("release_jobs"))["jobs"]
    assert [job["state"] for job in released] == ["submitted"] * 2
    assert service.names == ["0", "0", "1", "2"]
    assert len(house.simulator.printed) == len(jobs) - 1


@pytest.mark.parametrize("retry_after", [None, 86_400.0])
async def test_submits_are_not_accepted_now(
    house: House, service: Service, printer: Printer, retry_after: float | None
) -> None:
    """They are held, for ten minutes at most, and are not sent often."""
    service.fails = lambda task: CloudPrintStatusError(
        "HTTP 429", delivery=Delivery.NOT_SENT, status=429, retry_after=retry_after
    )
    job = await house.print(printer, expires_in={"hours": 12})
    await house.pass_time(3600, 5)
    assert await house.state(job) == ("held", "service")
    assert 5 <= len(service.calls) <= 11
    service.fails = lambda task: None
    await house.pass_time(610, 5)
    assert await house.state(job) == ("finished", None)


async def test_connection_fails(
    house: House, service: Service, printer: Printer
) -> None:
    """A list that succeeds ends the wait."""
    service.fails = lambda task: CloudPrintConnectionError(
        "refused", delivery=Delivery.NOT_SENT
    )
    job = await house.print(printer)
    service.fails = lambda task: None
    await house.account.coordinator.async_refresh()
    await house.settle()
    assert (await house.state(job))[0] == "submitted"


# Tasks of other jobs


@pytest.mark.parametrize("again", ["not", "restart"])
async def test_task_of_another_job(house: House, printer: Printer, again: str) -> None:
    """The second job is unconfirmed, and its task is not followed."""
    first = await house.print(printer, name="first")
    if again == "restart":
        # Also after the first job has ended
        await house.pass_time(30, 5)
        await house.restart()
    with patch.object(
        house.account.client, "new_print_task", return_value=first["task_id"]
    ):
        second = await house.print(printer, name="second")
    assert await house.state(second) == ("unconfirmed", "task_unknown")
    record = await house.job(second["job_id"])
    assert record["task_id"] is None
    assert first["task_id"] in record["message"]
    await house.pass_time(60, 5)
    assert await house.state(first) == ("finished", None)
    assert await house.state(second) == ("unconfirmed", "task_unknown")
    # The circuit is closed.
    assert (await house.print(printer, name="third"))["state"] == "submitted"


async def test_alias_of_another_job(house: House, printer: Printer) -> None:
    """Neither job is believed to have the task, for it may be of the second one."""
    simulator = house.simulator
    simulator.settings.task_alias = TaskAlias.OTHER
    printer.step_seconds = 3600
    first = await house.print(printer, name="first")
    await house.advance(3)
    (alias,) = simulator.tasks[first["task_id"]].other_ids
    with patch.object(house.account.client, "new_print_task", return_value=alias):
        second = await house.print(printer, name="second")
    assert await house.state(second) == ("unconfirmed", "task_unknown")
    simulator.set_task_status(first["task_id"], "FINISHED")
    for is_restarted in (False, True):
        if is_restarted:
            await house.restart()
        await house.pass_time(60, 5)
        assert await house.state(first) == ("submitted", None)
    # Under its own id, the first one ends.
    simulator.settings.task_alias = TaskAlias.NONE
    await house.advance(31)
    assert await house.state(first) == ("finished", None)


@pytest.mark.parametrize("retry_after", [None, "5"])
@pytest.mark.parametrize("fault", [Fault.HTTP_408, Fault.HTTP_425, Fault.HTTP_503])
async def test_accepted_behind_a_proxy(
    house: House, printer: Printer, fault: Fault, retry_after: str | None
) -> None:
    """A proxy that gives up on a service that took the print costs no second one."""
    house.simulator.faults.add(
        SUBMIT, fault, envelope=False, accept=True, retry_after=retry_after
    )
    job = await house.print(printer)
    assert await house.state(job) == ("unconfirmed", "no_answer")
    await house.pass_time(700, 10)
    assert await house.state(job) == ("unconfirmed", "no_answer")
    assert house.simulator.times_printed() == 1
    # The circuit is closed again.
    assert (await house.print(printer, name="next"))["state"] == "submitted"
