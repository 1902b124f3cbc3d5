"""Who is told what of jobs that are admitted, and in which order."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.cloudprint.printing.approval import async_approve
from custom_components.cloudprint.printing.jobs import PRINT_AGAIN, async_decide
from custom_components.cloudprint.requester import AUTOMATION, Requester
from custom_components.cloudprint.spool.job import Job
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..entities import device_id_of
from ..ipp.slow_conversion import SlowConversion
from ..rules import add_rule
from ..simulator import Fault, Printer
from ..waits import until
from .house import House
from .manual_duplex import print_passes
from .preparing import accept

type Told = list[str]
"""The number of a job, by the order of their first changes, and its state, per change."""


class Listener:
    """Hears of every change, and of the printers whose jobs have changed."""

    def __init__(self, house: House, *jobs: Job | dict[str, Any]) -> None:
        """Begin to listen; the given jobs have the first numbers."""
        self._ids = [
            job.job_id if isinstance(job, Job) else job["job_id"] for job in jobs
        ]
        self.told: Told = []
        house.store.async_add_listener(self._job_changed, preparing=True)
        house.store.async_add_update_listener(lambda _: self.told.append("update"))

    def _job_changed(self, job: Job) -> None:
        if job.job_id not in self._ids:
            self._ids.append(job.job_id)
        number = self._ids.index(job.job_id)
        reason = "" if job.reason is None else f", {job.reason}"
        dismissed = ", dismissed" if job.is_dismissed else ""
        self.told.append(f"{number} {job.state}{reason}{dismissed}")


async def _offline(house: House, printer: Printer) -> None:
    await house.go_offline(printer)


async def _print(house: House, printer: Printer, other: Printer) -> Told:
    listener = Listener(house)
    await house.print_all([printer, other])
    # The service answers in any order.
    return listener.told[:3]


async def _hold(house: House, printer: Printer, other: Printer) -> Told:
    await _offline(house, printer)
    listener = Listener(house)
    await house.print(printer)
    await house.settle()
    return listener.told


async def _print_both_sides(house: House, printer: Printer, other: Printer) -> Told:
    await _offline(house, printer)
    listener = Listener(house)
    await print_passes(house, printer)
    await house.settle()
    return listener.told


async def _reprint(house: House, printer: Printer, other: Printer) -> Told:
    job = await house.print(printer)
    await house.settle()
    await _offline(house, printer)
    listener = Listener(house, job)
    await house.act("reprint_job", job_id=job["job_id"])
    await house.settle()
    return listener.told


async def _lose(house: House, printer: Printer) -> Job:
    house.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    job = await house.known(await house.print(printer))
    await house.settle()
    await house.pass_time(90, 30)
    return job


async def _print_again(house: House, printer: Printer, other: Printer) -> Told:
    job = await _lose(house, printer)
    await _offline(house, printer)
    listener = Listener(house, job)
    await async_decide(house.account, job, PRINT_AGAIN, AUTOMATION)
    await house.settle()
    return listener.told


async def _print_again_refused(house: House, printer: Printer, other: Printer) -> Told:
    job = await _lose(house, printer)
    house.simulator.faults.add("newPrintTask", Fault.REFUSED)
    listener = Listener(house, job)
    with pytest.raises(HomeAssistantError):
        await async_decide(house.account, job, PRINT_AGAIN, AUTOMATION)
    await house.settle()
    return listener.told


async def _prepare(house: House, printer: Printer, other: Printer) -> Told:
    await _offline(house, printer)
    listener = Listener(house)
    await accept(house, printer)
    await until(lambda: bool(house.store.held_jobs))
    await house.settle()
    return listener.told


async def _move(house: House, printer: Printer, other: Printer) -> Told:
    await _offline(house, printer)
    await _offline(house, other)
    job = await house.print(printer)
    listener = Listener(house, job)
    device_id = device_id_of(house.hass, house.entry, other)
    await house.act("move_job", job_id=job["job_id"], device_id=device_id)
    await house.settle()
    return listener.told


async def _move_preparing(house: House, printer: Printer, other: Printer) -> Told:
    with SlowConversion() as conversion:
        job = await accept(house, printer)
        await conversion.is_converting.wait()
        listener = Listener(house, job)
        device_id = device_id_of(house.hass, house.entry, other)
        await house.act("move_job", job_id=job.job_id, device_id=device_id)
        await until(lambda: "update" in listener.told)
        return listener.told


async def _approve_changed(house: House, printer: Printer, other: Printer) -> Told:
    add_rule(house.hass, house.entry, kinds=["automation"], ask_above=0)
    await _offline(house, printer)
    job = await house.print(printer)
    listener = Listener(house, job)
    owner = MockUser(is_owner=True).add_to_hass(house.hass)
    fields = {"job_id": job["job_id"], "copies": 2}
    await async_approve(house.hass, fields, Requester.from_user(owner))
    await house.settle()
    return listener.told


HELD: Final = "held, printer_offline"
LOST: Final = "unconfirmed, no_answer"


@pytest.mark.parametrize(
    ("admit", "told"),
    [
        (_print, ["0 submitting", "1 submitting", "update"]),
        (_hold, [f"0 {HELD}", "update"]),
        (_print_both_sides, [f"0 {HELD}", "1 held, turn_paper", "update"]),
        (_reprint, [f"1 {HELD}", "update"]),
        (
            _print_again,
            [f"1 {HELD}", f"0 {LOST}, dismissed", "update"],
        ),
        (
            _print_again_refused,
            [
                *("1 submitting", f"0 {LOST}, dismissed", "update"),
                *("1 failed, refused", f"0 {LOST}", "update"),
            ],
        ),
        (_prepare, ["0 preparing", "update", f"0 {HELD}", "update"]),
        (_move, [f"1 {HELD}", "0 canceled, moved", "update"]),
        (_move_preparing, ["1 preparing", "0 canceled, moved", "update"]),
        (_approve_changed, [f"1 {HELD}", "0 canceled, changed", "update"]),
    ],
)
async def test_told(
    hass: HomeAssistant,
    house: House,
    printer: Printer,
    colour_printer: Printer,
    admit: Callable[[House, Printer, Printer], Awaitable[Told]],
    told: Told,
) -> None:
    """New jobs are told first, together, then those that end by them, then what shows them."""
    assert await admit(house, printer, colour_printer) == told
