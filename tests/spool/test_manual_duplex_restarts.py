"""Restarts between front sides and their end, of which their back sides are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from custom_components.cloudprint.spool.job import Job, JobState, Reason
from custom_components.cloudprint.spool.journal import Journal
from custom_components.cloudprint.spool.manual_duplex import SecondPasses
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..simulator import Fault, Printer
from .house import House
from .manual_duplex import (
    BACKS,
    FRONTS,
    TURN_WITHIN,
    current,
    make_again,
    make_passes,
    print_passes,
    state_of,
)

SUBMIT = "newPrintTask"


@pytest.fixture
async def lost(house: House, printer: Printer) -> list[Job]:
    """Print front sides whose outcome is unknown; return both jobs."""
    house.simulator.faults.add(SUBMIT, Fault.DROP_AFTER_ACCEPT)
    front, back = await print_passes(house, printer)
    await house.pass_time(90, 30)
    assert await state_of(house, front) == ("unconfirmed", "no_answer")
    return [front, current(house, back)]


async def print_fronts_again(house: House, front: Job) -> Job:
    """Decide that unconfirmed front sides are printed again; return the new job."""
    front = current(house, front)
    (again,) = await house.spooler.async_reprint(
        front, [(make_again(front), FRONTS)], decides=True
    )
    return again


async def report(house: House, printer: Printer, online_status: str) -> None:
    """Let the service report a printer as online or not."""
    printer.online_status = online_status
    await house.account.coordinator.async_refresh()


@contextmanager
def only_written(job: Job) -> Iterator[None]:
    """Let no other job than one be written, as if a kill came before that."""
    update = Journal.async_update

    async def update_one(journal: Journal, *jobs: Job) -> None:
        await update(journal, *(each for each in jobs if each.job_id == job.job_id))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "async_update", update_one)
        yield


async def test_restart_before_new_front_sides_are_refused(
    house: House, printer: Printer, lost: list[Job]
) -> None:
    """That they were held was their first result, which is known after a restart, too."""
    front, back = lost
    await report(house, printer, "0")
    again = await print_fronts_again(house, front)
    assert await state_of(house, again) == ("held", "printer_offline")
    await house.restart()
    house.simulator.faults.add(SUBMIT, Fault.REFUSED)
    await report(house, printer, "1")
    await house.pass_time(120, 10)
    assert await state_of(house, again) == ("failed", "refused")
    assert await state_of(house, back) == ("canceled", "turn_paper")
    assert house.store.undecided_jobs == []


async def test_killed_after_new_front_sides_were_canceled(
    house: House, printer: Printer, lost: list[Job]
) -> None:
    """A person wanted none of them: the back sides are canceled at the next start."""
    front, back = lost
    await report(house, printer, "0")
    again = await print_fronts_again(house, front)
    with only_written(again):
        await house.spooler.async_cancel(again)
        await house.settle()
        await house.keep_disk()
    await house.crash()
    assert await state_of(house, again) == ("canceled", "by_hand")
    assert await state_of(house, back) == ("canceled", "turn_paper")


async def test_killed_after_both_sides_were_refused_again(
    house: House, printer: Printer, lost: list[Job]
) -> None:
    """They were one print, as the first time: the back sides have no other front sides."""
    front, back = (current(house, job) for job in lost)
    house.simulator.faults.add(SUBMIT, Fault.REFUSED)
    new_front = make_again(front)
    new_back = replace(
        make_again(back),
        follows=new_front.job_id,
        expires_at=None,
        turn_within=TURN_WITHIN,
    )
    with only_written(new_front):
        await house.spooler.async_reprint(
            front, [(new_front, FRONTS), (new_back, BACKS)]
        )
        await house.settle()
        await house.keep_disk()
    await house.crash()
    assert await state_of(house, new_front) == ("failed", "refused")
    assert await state_of(house, new_back) == ("canceled", "turn_paper")
    assert current(house, back).can_be_turned


async def test_restart_before_front_sides_are_refused(
    house: House, printer: Printer
) -> None:
    """The back sides of a first print are canceled, and never sent."""
    await report(house, printer, "0")
    front, back = await print_passes(house, printer)
    await house.restart()
    house.simulator.faults.add(SUBMIT, Fault.REFUSED)
    await report(house, printer, "1")
    await house.pass_time(120, 10)
    assert await state_of(house, front) == ("failed", "refused")
    assert await state_of(house, back) == ("canceled", "turn_paper")
    assert house.simulator.printed == []


async def test_back_sides_that_are_over_leave_nothing_behind(
    house: House, printer: Printer
) -> None:
    """How their front sides ended does not concern later back sides of the same ones."""
    front, back = make_passes(house, printer)
    passes = SecondPasses(house.store, house.journal)
    back = house.store.reserve(back.with_state(JobState.HELD, Reason.TURN_PAPER))
    assert passes.note(front.with_state(JobState.FAILED, Reason.REFUSED)) == back
    # Nothing is reviewed while it is being canceled.
    assert passes.note(back.with_state(JobState.CANCELED, Reason.BY_HAND)) is None
    again = replace(back, job_id=ulid_now(), expires_at=dt_util.utcnow() + TURN_WITHIN)
    assert passes.review(again) is None
    # The first ones would have been canceled.
    passes.note(front.with_state(JobState.FAILED, Reason.REFUSED))
    reviewed = passes.review(back)
    assert reviewed is not None
    assert reviewed.state is JobState.CANCELED
    house.store.waiting.discard(back)
