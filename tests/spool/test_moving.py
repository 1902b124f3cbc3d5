"""Tests of jobs that move to another printer, in a running account."""

import asyncio
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.spool.errors import JobNotHeldError
from custom_components.cloudprint.spool.job import Job
from custom_components.cloudprint.spool.journal import Journal, JournalError
from custom_components.cloudprint.spool.submission import How, Replaced
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.async_ import create_eager_task

from ..actions import refuses
from ..ipp.slow_conversion import SlowConversion
from ..simulator import Application, Fault, Printer
from ..waits import Gate, slowed, until
from .conftest import OpenHouse
from .faults import UnsyncedConnection
from .house import House
from .manual_duplex import BACKS, FRONTS, make_passes, print_passes, state_of
from .preparing import accept

MOVED = ("canceled", "moved")
SUBMIT = "newPrintTask"


async def report(house: House, printer: Printer, online_status: str) -> None:
    """Let the service report a printer as online or not."""
    printer.online_status = online_status
    await house.account.coordinator.async_refresh()


async def hold(house: House, printer: Printer, **fields: Any) -> dict[str, Any]:
    """Print on a printer that is offline."""
    await report(house, printer, "0")
    job = await house.print(printer, **fields)
    assert job["state"] == "held"
    return job


async def move(house: House, job: dict[str, Any], printer: Printer) -> dict[str, Any]:
    """Move a job to a printer; return the new one."""
    return await house.act(
        "move_job", job_id=job["job_id"], device_id=house.device_id(printer)
    )


def printed(house: House) -> list[tuple[str, str]]:
    """Return what came out, and where."""
    return [(job.name, job.printer.name) for job in house.simulator.printed]


async def test_moves(house: House, printer: Printer, colour_printer: Printer) -> None:
    """A held job is printed elsewhere at once, as the same print, and nowhere else."""
    job = await hold(
        house, printer, expires_in={"hours": 5}, idempotency_key="once", copies=2
    )
    old = await house.known(job)
    house.tick(60)
    new = await move(house, job, colour_printer)
    assert new["state"] == "submitted"
    assert new["device_id"] == house.device_id(colour_printer)
    assert await house.state(job) == MOVED
    assert (await house.job(job["job_id"]))["moved_to"] == new["job_id"]
    known = await house.known(new)
    assert known.waiting.expires_at == old.waiting.expires_at
    assert known.created_at == old.created_at
    assert (known.name, known.options) == (old.name, {"copies": 2})
    assert known.content_id == old.content_id
    # The same key is the same print, wherever it is now.
    again = await house.print(printer, idempotency_key="once")
    assert (again["job_id"], again["repeated"]) == (new["job_id"], True)
    await report(house, printer, "1")
    await house.pass_time(20)
    assert await house.state(new) == ("finished", None)
    assert printed(house) == [("Letter", colour_printer.name)]
    assert house.store.open_jobs == []


async def test_end_of_the_queue(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """It comes after the jobs that wait there; the next one here does not wait."""
    await report(house, colour_printer, "0")
    await house.print(colour_printer, name="There")
    first = await hold(house, printer, name="Moved")
    await house.print(printer, name="Behind")
    new = await move(house, first, colour_printer)
    assert await house.state(new) == ("held", "printer_offline")
    await house.restart()
    for each in (printer, colour_printer):
        await report(house, each, "1")
    await house.settle()
    assert sorted(printed(house)) == sorted(
        [
            ("Behind", printer.name),
            ("There", colour_printer.name),
            ("Moved", colour_printer.name),
        ]
    )
    order = [name for name, where in printed(house) if where == colour_printer.name]
    assert order == ["There", "Moved"]


async def test_expires_as_before(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """Its earlier waiting time counts."""
    job = await hold(house, printer, expires_in={"minutes": 10})
    await report(house, colour_printer, "0")
    await house.advance(8 * 60)
    new = await move(house, job, colour_printer)
    await house.advance(60)
    assert (await house.state(new))[0] == "held"
    await house.advance(61)
    assert await house.state(new) == ("expired", "printer_offline")
    assert await house.state(job) == MOVED


@pytest.mark.parametrize("is_written", [False, True])
async def test_killed(
    house: House, printer: Printer, colour_printer: Printer, is_written: bool
) -> None:
    """A kill leaves the old job or the new one, never both, and never none."""
    job = await hold(house, printer)
    await report(house, colour_printer, "0")

    async def keep_before() -> None:
        if not is_written:
            await house.keep_disk()

    with slowed(house.journal, "async_add", keep_before):
        new = await move(house, job, colour_printer)
    if is_written:
        await house.keep_disk()
    await house.crash()
    waiting = new if is_written else job
    assert [each.job_id for each in house.store.open_jobs] == [waiting["job_id"]]
    assert await house.state(job) == (
        MOVED if is_written else ("held", "printer_offline")
    )
    for each in (printer, colour_printer):
        await report(house, each, "1")
    await house.settle()
    there = colour_printer if is_written else printer
    assert printed(house) == [("Letter", there.name)]


async def test_not_written(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """If the move cannot be written, the job waits where it was, at its place."""
    job = await hold(house, printer)
    behind = await house.print(printer, name="Behind")
    with (
        patch.object(house.journal, "async_add", side_effect=JournalError("full")),
        pytest.raises(HomeAssistantError) as caught,
    ):
        await move(house, job, colour_printer)
    assert caught.value.translation_key == "journal_unwritable"
    assert [each.job_id for each in house.store.held_jobs] == [
        job["job_id"],
        behind["job_id"],
    ]
    await house.restart()
    await report(house, printer, "1")
    await house.settle()
    assert printed(house) == [("Letter", printer.name), ("Behind", printer.name)]


@pytest.mark.parametrize("is_killed", [False, True])
async def test_written_in_doubt(
    unsynced: type[UnsyncedConnection],
    open_house: OpenHouse,
    printer: Printer,
    colour_printer: Printer,
    is_killed: bool,
) -> None:
    """A commit that failed, but is in the log all the same, is undone as a whole."""
    house = await open_house()
    job = await hold(house, printer)

    # What the other printer reports is written, too.
    await house.account.capabilities.async_get(house.device_id(colour_printer))
    await house.settle()

    async def fail() -> None:
        unsynced.failures = 1

    update = Journal.async_update

    async def update_none(journal: Journal, *jobs: Job) -> None:
        if not is_killed:
            await update(journal, *jobs)

    with (
        patch.object(Journal, "async_update", update_none),
        slowed(house.journal, "async_add", fail),
        pytest.raises(HomeAssistantError),
    ):
        await move(house, job, colour_printer)
    await (house.crash() if is_killed else house.restart())
    assert [each.job_id for each in house.store.open_jobs] == [job["job_id"]]
    assert printed(house) == []


async def test_cut_off(house: House, printer: Printer, colour_printer: Printer) -> None:
    """A move that is cut off while it is written is not sent from the old printer."""
    job = await hold(house, printer)
    gate = Gate()
    with slowed(house.journal, "async_add", gate.wait):
        moving = create_eager_task(move(house, job, colour_printer))
        await gate.reached.wait()
        (admission,) = [
            task
            for task in asyncio.all_tasks()
            if task.get_name() == "cloudprint task admission"
        ]
        admission.cancel()
        with pytest.raises(asyncio.CancelledError):
            await moving
    await report(house, printer, "1")
    await house.settle()
    assert printed(house) == []
    await house.restart()
    assert printed(house) == [("Letter", printer.name)]


async def test_at_once(house: House, printer: Printer, colour_printer: Printer) -> None:
    """While it moves, nothing else is done with it: no sending, release, cancel, move."""
    job = await hold(house, printer)
    gate = Gate()
    with slowed(house.journal, "async_add", gate.wait):
        moving = create_eager_task(move(house, job, colour_printer))
        await gate.reached.wait()
        with refuses("job_not_movable"):
            await move(house, job, colour_printer)
        with refuses("job_not_cancelable"):
            await house.act("cancel_job", job_id=job["job_id"])
        assert (await house.act("release_jobs"))["jobs"] == []
        await report(house, printer, "1")
        gate.open()
        new = await moving
    await house.settle()
    assert printed(house) == [("Letter", colour_printer.name)]
    with refuses("job_moved"):
        await house.act("cancel_job", job_id=job["job_id"])
    with refuses("job_moved"):
        await move(house, job, colour_printer)
    with refuses("job_not_movable"):
        await move(house, new, printer)
    await house.pass_time(20)
    with refuses("job_ended"):
        await move(house, new, printer)


async def test_being_sent(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """A job that leaves its queue at the same moment does not move."""
    job = await hold(house, printer)
    gate = Gate()
    with slowed(house.journal, "async_update", gate.wait):
        await report(house, printer, "1")
        await until(lambda: house.store.busy_printers)
        with refuses("job_not_movable"):
            await move(house, job, colour_printer)
        gate.open()
        await house.settle()
    assert printed(house) == [("Letter", printer.name)]


async def test_sent_meanwhile(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """So it is if it is sent while its content is read for the other printer."""
    job = await hold(house, printer)

    async def release() -> None:
        await house.act("release_jobs", device_id=house.device_id(printer))

    with (
        slowed(house.spooler.contents, "async_content", release),
        refuses("job_not_movable"),
    ):
        await move(house, job, colour_printer)
    assert printed(house) == [("Letter", printer.name)]


async def test_quiet_hours(
    open_house: OpenHouse, printer: Printer, colour_printer: Printer
) -> None:
    """A job that waits for the end of quiet hours waits for it on the other printer, too."""
    house = await open_house(quiet_from="00:00:00", quiet_to="23:59:00")
    job = await house.print(printer)
    new = await move(house, job, colour_printer)
    assert await house.state(new) == ("held", "quiet_hours")
    await house.act("release_jobs", device_id=house.device_id(printer))
    assert printed(house) == []
    await house.act("release_jobs")
    await house.settle()
    assert printed(house) == [("Letter", colour_printer.name)]


async def test_must_not_wait(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """A job that may not be held does not move to where it would have to be."""
    gate = Gate()
    await report(house, colour_printer, "0")
    with slowed(house.account.client, "new_print_task", gate.wait):
        first = house.begin(printer, name="First")
        await gate.reached.wait()
        second = house.begin(printer, name="Second", hold=False)
        await until(lambda: house.store.counts.held())
        (held,) = house.store.held_jobs
        with pytest.raises(HomeAssistantError) as caught:
            await move(house, {"job_id": held.job_id}, colour_printer)
        gate.open()
        await asyncio.gather(first, second)
    assert caught.value.translation_key == "job_printer_offline"
    assert [name for name, _ in printed(house)] == ["First", "Second"]


async def test_followed(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """Who waits for the end of a print is told what became of it on the other printer."""
    await report(house, printer, "0")
    waiting = house.begin(printer, wait=True)
    await until(lambda: house.store.counts.held())
    (held,) = house.store.held_jobs
    new = await move(house, {"job_id": held.job_id}, colour_printer)
    await house.pass_time(20)
    answer = await waiting
    assert (answer["job_id"], answer["state"]) == (new["job_id"], "finished")


async def test_followed_for_a_time(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """So is one whose time to wait is over before the end."""
    for each in (printer, colour_printer):
        await report(house, each, "0")
    waiting = house.begin(printer, wait=True, timeout={"seconds": 1})
    await until(lambda: house.store.counts.held())
    (held,) = house.store.held_jobs
    new = await move(house, {"job_id": held.job_id}, colour_printer)
    await house.advance(2)
    answer = await waiting
    assert (answer["job_id"], answer["state"]) == (new["job_id"], "held")


@pytest.mark.parametrize("error", [None, JournalError("gone")])
async def test_followed_nowhere(
    house: House,
    printer: Printer,
    colour_printer: Printer,
    error: JournalError | None,
) -> None:
    """If the new job cannot be read, the old one says that it was moved."""
    job = await hold(house, printer)
    old = await house.known(job)
    waiting = create_eager_task(house.spooler.async_wait(old))
    with patch.object(house.journal, "async_get", side_effect=error, return_value=None):
        await house.spooler.async_print(
            [(new_job(house, old, colour_printer), await content(house, old))],
            Replaced(jobs=[old], how=How.MOVED),
        )
        assert (await waiting).moved_to is not None


async def content(house: House, job: Job) -> Any:
    """Return the content of a job."""
    return await house.spooler.contents.async_content(job)


def new_job(house: House, job: Job, printer: Printer) -> Job:
    """Return a job as it is on another printer."""
    return replace(
        job,
        job_id=f"{job.job_id}-moved",
        device_id=house.device_id(printer),
        server_sn=printer.sn,
        printer_name=printer.name,
    )


async def test_unconfirmed(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """A job that may have come out never moves."""
    house.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    job = await house.print(printer)
    assert job["state"] == "unconfirmed"
    with refuses("job_ended"):
        await move(house, job, colour_printer)


async def test_same_or_unknown_printer(house: House, printer: Printer) -> None:
    """A job moves to another printer, which has to be named."""
    job = await hold(house, printer)
    with refuses("move_same", printer=job["printer"]):
        await move(house, job, printer)
    with refuses("device_missing"):
        await house.act("move_job", job_id=job["job_id"])
    assert [each.job_id for each in house.store.held_jobs] == [job["job_id"]]


async def test_printer_gone(
    house: House, application: Application, printer: Printer, colour_printer: Printer
) -> None:
    """A job of a printer that is no longer shared is printed elsewhere."""
    job = await hold(house, printer)
    house.simulator.unbind(application, printer)
    for _ in range(3):
        await house.account.coordinator.async_refresh()
    assert await house.state(job) == ("held", "printer_gone")
    await move(house, job, colour_printer)
    await house.settle()
    assert printed(house) == [("Letter", colour_printer.name)]


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_last_of_the_printer(
    house: House, printer: Printer, colour_printer: Printer, is_restarted: bool
) -> None:
    """A job that was moved is not what its old printer prints again, nor cancels."""
    stays = await house.print(printer, name="Stays")
    device_id = house.device_id(printer)
    for name in ("First", "Second"):
        await move(house, await hold(house, printer, name=name), colour_printer)
    if is_restarted:
        await house.restart()
    await report(house, printer, "1")
    again = await house.act("reprint_job", device_id=device_id)
    assert (again["name"], again["device_id"]) == ("Stays", device_id)
    assert (await house.job(again["job_id"]))["reprint_of"] == stays["job_id"]


async def test_only_one_of_the_printer(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """A printer whose only job was moved has none to print again."""
    await move(house, await hold(house, printer), colour_printer)
    with refuses("printer_without_jobs"):
        await house.act("reprint_job", device_id=house.device_id(printer))


# Both passes of manual duplex


async def hold_passes(house: House, printer: Printer) -> tuple[Job, Job]:
    """Hold both passes of a print."""
    await report(house, printer, "0")
    front, back = await print_passes(house, printer)
    return front, back


async def test_passes_that_must_not_be_held(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """The back pass waits for its paper all the same, also after a restart."""
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW, name="other")
    other = house.begin(printer, name="other")
    await slow.reached.wait()
    front, back = make_passes(house, printer, hold=False)
    await house.spooler.async_admit([(front, FRONTS), (back, BACKS)])
    await move(house, {"job_id": front.job_id}, colour_printer)
    slow.release()
    await other
    (back,) = house.store.waiting.back_passes
    await house.restart()
    assert await state_of(house, back) == ("held", "turn_paper")


@pytest.mark.parametrize("asked", [0, 1])
async def test_passes(
    house: House, printer: Printer, colour_printer: Printer, asked: int
) -> None:
    """Both passes move, whichever is named; the back pass waits for its paper there."""
    passes = await hold_passes(house, printer)
    await report(house, colour_printer, "0")
    new = await move(house, {"job_id": passes[asked].job_id}, colour_printer)
    for job in passes:
        assert await state_of(house, job) == MOVED
    front, back = house.store.open_jobs
    assert front.job_id == new["job_id"]
    assert (back.duplex.follows, back.reason, back.waiting.expires_at) == (
        front.job_id,
        "turn_paper",
        None,
    )
    assert back.waiting.lifetime == passes[1].waiting.lifetime
    assert {job.device_id for job in (front, back)} == {house.device_id(colour_printer)}
    await house.crash()
    await report(house, colour_printer, "1")
    await house.pass_time(20)
    assert await state_of(house, front) == ("finished", None)
    await house.act("print_other_sides", job_id=back.job_id)
    await house.pass_time(20)
    assert printed(house) == [
        ("fronts", colour_printer.name),
        ("backs", colour_printer.name),
    ]


async def test_back_pass_alone(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """A back pass stays where its paper is."""
    front, back = await print_passes(house, printer)
    with refuses("move_back_pass"):
        await move(house, {"job_id": back.job_id}, colour_printer)
    await house.pass_time(20)
    with refuses("move_back_pass"):
        await move(house, {"job_id": back.job_id}, colour_printer)
    assert (await state_of(house, back))[0] == "held"
    assert (await state_of(house, front))[0] == "finished"
    again = await house.act("reprint_job", job_id=back.job_id)
    with refuses("move_back_pass"):
        await move(house, again, colour_printer)


async def test_front_pass_alone(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """A front pass does not leave its back pass behind, also beside another job."""
    front, _ = await hold_passes(house, printer)
    other = await house.known(await hold(house, printer))
    for moved in ([front], [front, other]):
        with pytest.raises(JobNotHeldError) as caught:
            await house.spooler.async_print(
                [
                    (new_job(house, job, colour_printer), await content(house, job))
                    for job in moved
                ],
                Replaced(jobs=moved, how=How.MOVED),
            )
        assert caught.value.job == front
    assert len(house.store.held_jobs) == 3


# Jobs in preparation


@pytest.mark.parametrize("is_killed", [False, True])
async def test_preparing(
    house: House,
    printer: Printer,
    colour_printer: Printer,
    conversion: SlowConversion,
    is_killed: bool,
) -> None:
    """A job that is being converted is converted for the other printer instead."""
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    new = await move(house, {"job_id": job.job_id}, colour_printer)
    assert new["state"] == "preparing"
    assert await state_of(house, job) == MOVED
    await until(lambda: conversion.count == 2)
    if is_killed:
        await house.crash(settles=False)
        await until(lambda: conversion.count == 3)
    conversion.go_on.set()
    await house.settle()
    await house.pass_time(20)
    assert await house.state(new) == ("finished", None)
    known = await house.known(new)
    assert (known.requester.name, known.idempotency_key) == (
        "Anna (192.168.1.20)",
        "Letter",
    )
    assert printed(house) == [("Letter", colour_printer.name)]
    # Only its content is kept.
    assert len(set(house.contents)) == 1


async def test_preparing_not_written(
    house: House, printer: Printer, colour_printer: Printer, conversion: SlowConversion
) -> None:
    """If its move cannot be written, it is prepared and printed where it was."""
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    with (
        patch.object(house.journal, "async_add", side_effect=JournalError("full")),
        pytest.raises(HomeAssistantError),
    ):
        await move(house, {"job_id": job.job_id}, colour_printer)
    conversion.go_on.set()
    await house.settle()
    assert printed(house) == [("Letter", printer.name)]


async def test_preparing_refused(
    house: House, printer: Printer, colour_printer: Printer, conversion: SlowConversion
) -> None:
    """What the other printer cannot do is told before anything changes."""
    job = await accept(house, colour_printer, options={"paper": "A6"})
    await conversion.is_converting.wait()
    with refuses("option_invalid"):
        await move(house, {"job_id": job.job_id}, printer)
    conversion.go_on.set()
    await house.settle()
    assert printed(house) == [("Letter", colour_printer.name)]


@pytest.mark.parametrize("is_held", [False, True])
async def test_prepared_meanwhile(
    house: House,
    printer: Printer,
    colour_printer: Printer,
    conversion: SlowConversion,
    is_held: bool,
) -> None:
    """A job that is prepared at the same moment moves as a held one, if it is not sent."""
    await report(house, printer, "0" if is_held else "1")
    job = await accept(house, printer, options={"copies": 1})
    await conversion.is_converting.wait()

    async def prepare() -> None:
        conversion.go_on.set()
        await until(lambda: house.store.find_preparing(job) is None)
        await house.settle()

    with slowed(house.account.capabilities, "async_get", prepare):
        if is_held:
            await move(house, {"job_id": job.job_id}, colour_printer)
        else:
            with refuses("job_not_movable"):
                await move(house, {"job_id": job.job_id}, colour_printer)
    await house.settle()
    there = colour_printer if is_held else printer
    assert printed(house) == [("Letter", there.name)]
    assert await state_of(house, job) == (MOVED if is_held else ("submitted", None))
