"""Both sides of paper by hand: the back sides wait, and are printed once."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.spool.content_store import ContentFiles
from custom_components.cloudprint.spool.errors import (
    JobNotHeldError,
    PrinterBusyError,
    SpoolFullError,
)
from custom_components.cloudprint.spool.job import Job, JobState, Reason
from custom_components.cloudprint.spool.journal import Journal, JournalError
from custom_components.cloudprint.spool.submission import Replaced
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import create_eager_task

from ..simulator import Fault, Printer
from ..waits import slowed, until
from .conftest import OpenHouse
from .faults import UnsyncedConnection, full_disk
from .house import House
from .manual_duplex import (
    BACKS,
    FRONTS,
    TURN_WITHIN,
    current,
    make_again,
    make_passes,
    print_passes,
    printed,
    state_of,
)

SUBMIT = "newPrintTask"
WAITS = ("held", "turn_paper")


async def print_fronts(house: House, printer: Printer) -> list[Job]:
    """Print front sides to their end; return both jobs."""
    printer.step_seconds = 0
    front, back = await print_passes(house, printer)
    await house.advance(3)
    assert await state_of(house, front) == ("finished", None)
    return [front, current(house, back)]


# The usual way


async def test_both_sides(house: House, printer: Printer) -> None:
    """The back sides are sent once their paper was put back."""
    front, back = await print_passes(house, printer)
    assert front.state is JobState.SUBMITTED
    assert await state_of(house, back) == WAITS
    assert back.awaits_paper
    assert not back.can_release_back_pass
    assert printed(house) == ["fronts"]

    printer.step_seconds = 0
    await house.advance(3)
    back = current(house, back)
    assert back.can_release_back_pass
    assert back.waiting.expires_at == dt_util.utcnow() + TURN_WITHIN
    assert printed(house) == ["fronts"]

    back = await house.spooler.async_release_back_pass(back)
    assert back.state is JobState.SUBMITTED
    assert [job.content for job in house.simulator.printed] == [
        FRONTS.payload,
        BACKS.payload,
    ]
    await house.advance(3)
    assert await state_of(house, back) == ("finished", None)
    assert house.store.open_jobs == []


async def test_released_twice(house: House, printer: Printer) -> None:
    """Two people who say so at the same time print the back sides once."""
    _, back = await print_fronts(house, printer)
    first, second = (
        create_eager_task(house.spooler.async_release_back_pass(back)) for _ in range(2)
    )
    assert (await first).job_id == (await second).job_id == back.job_id
    assert (
        await house.spooler.async_release_back_pass(back)
    ).state is JobState.SUBMITTED
    await house.advance(3)
    with pytest.raises(JobNotHeldError):
        await house.spooler.async_release_back_pass(back)
    assert printed(house) == ["fronts", "backs"]


async def test_too_early(house: House, printer: Printer) -> None:
    """While the front sides are printed, their paper cannot be put back."""
    _, back = await print_passes(house, printer)
    with pytest.raises(JobNotHeldError) as error:
        await house.spooler.async_release_back_pass(back)
    assert error.value.job.awaits_paper
    assert printed(house) == ["fronts"]


async def test_other_jobs_do_not_wait(house: House, printer: Printer) -> None:
    """They are printed while the paper lies on the table."""
    _, back = await print_fronts(house, printer)
    other = await house.print(printer, name="other")
    assert other["state"] == "submitted"
    # It would be printed on the back sides.
    with pytest.raises(PrinterBusyError):
        await house.spooler.async_release_back_pass(back)
    assert await state_of(house, back) == WAITS
    await house.advance(3)
    await house.spooler.async_release_back_pass(back)
    assert printed(house) == ["fronts", "other", "backs"]


async def test_while_another_job_is_sent(house: House, printer: Printer) -> None:
    """A job that is on its way would be printed on the paper, too."""
    _, back = await print_fronts(house, printer)
    house.simulator.faults.add(SUBMIT, Fault.DROP_BEFORE_ACCEPT)
    other = house.begin(printer, name="other")
    await until(lambda: house.store.busy_printers)
    with pytest.raises(PrinterBusyError):
        await house.spooler.async_release_back_pass(back)
    await other


async def test_releasing_all_jobs_is_not_enough(house: House, printer: Printer) -> None:
    """To release the held jobs does not mean that the paper was turned."""
    _, back = await print_fronts(house, printer)
    assert await house.spooler.async_release() == []
    held = await house.act("release_jobs", device_id=house.device_id(printer))
    assert held == {"jobs": []}
    assert await state_of(house, back) == WAITS
    assert printed(house) == ["fronts"]


async def test_the_next_job(house: House, printer: Printer) -> None:
    """Jobs that wait already are printed after those for which the paper is there."""
    printer.step_seconds = 0
    front, back = await print_passes(house, printer)
    await house.advance(3)
    first_backs = current(house, back)
    await house.advance(1)
    second_backs = (await print_passes(house, printer))[1]
    await house.advance(3)
    await house.go_offline(printer)
    other = await house.print(printer, name="other")
    assert (other["state"], (await house.state(other))[1]) == (
        "held",
        "printer_offline",
    )
    await house.spooler.async_release_back_pass(second_backs)
    await house.advance(3)
    await house.spooler.async_release_back_pass(first_backs)
    await house.advance(3)
    await house.go_online(printer)
    await house.pass_time(6)
    assert printed(house) == ["fronts", "fronts", "backs", "backs", "other"]
    assert await state_of(house, front) == ("finished", None)


async def test_released_while_the_service_is_away(
    house: House, printer: Printer
) -> None:
    """The back sides wait as any job, and are still the next ones after a restart."""
    _, back = await print_fronts(house, printer)
    await house.cut_off()
    other = await house.print(printer, name="other")
    await house.spooler.async_release_back_pass(back)
    assert await state_of(house, back) == ("held", "service")
    assert await house.state(other) == ("held", "service")
    await house.simulator.accept_connections()
    await house.restart()
    await house.pass_time(30, 3)
    assert printed(house) == ["fronts", "backs", "other"]
    assert (await house.state(other))[0] == "finished"


async def test_while_other_back_sides_wait_to_be_sent(
    house: House, printer: Printer
) -> None:
    """Their paper is in the tray, in which there is no place for another stack."""
    (_, first), (_, second) = [await print_fronts(house, printer) for _ in range(2)]
    await house.cut_off()
    presses = [
        create_eager_task(house.spooler.async_release_back_pass(back))
        for back in (first, second)
    ]
    assert (await presses[0]).job_id == first.job_id
    for repeated in (presses[1], house.spooler.async_release_back_pass(second)):
        with pytest.raises(PrinterBusyError):
            await repeated
    assert await state_of(house, first) == ("held", "service")
    assert await state_of(house, second) == WAITS
    await house.simulator.accept_connections()
    await house.pass_time(30, 3)
    assert printed(house) == ["fronts", "fronts", "backs"]
    await house.spooler.async_release_back_pass(second)
    assert printed(house) == ["fronts", "fronts", "backs", "backs"]


async def test_quiet_hours(open_house: OpenHouse, printer: Printer) -> None:
    """Someone at the printer is awake."""
    house = await open_house()
    _, back = await print_fronts(house, printer)
    hass_time = dt_util.utcnow()
    house.hass.config_entries.async_update_entry(
        house.entry,
        options={
            "quiet_from": f"{hass_time:%H:%M:%S}",
            "quiet_to": f"{hass_time + timedelta(hours=2):%H:%M:%S}",
        },
    )
    await house.reload()
    assert await house.state(await house.print(printer, name="other")) == (
        "held",
        "quiet_hours",
    )
    await house.spooler.async_release_back_pass(current(house, back))
    assert printed(house) == ["fronts", "backs"]


async def test_the_same_key(house: House, printer: Printer) -> None:
    """It returns both jobs."""
    first = await print_passes(house, printer, idempotency_key="key")
    again = await print_passes(house, printer, idempotency_key="key")
    assert [job.job_id for job in again] == [job.job_id for job in first]
    assert printed(house) == ["fronts"]


# How the front sides end


async def test_front_sides_are_canceled(house: House, printer: Printer) -> None:
    """The back sides are canceled with them."""
    await house.cut_off()
    front, back = await print_passes(house, printer)
    await house.spooler.async_cancel(front)
    await house.settle()
    assert await state_of(house, front) == ("canceled", "by_hand")
    assert await state_of(house, back) == ("canceled", "turn_paper")
    assert house.store.open_jobs == []


async def test_front_sides_are_refused(house: House, printer: Printer) -> None:
    """The service never took them."""
    house.simulator.faults.add(SUBMIT, Fault.REFUSED)
    front, back = await print_passes(house, printer)
    await house.settle()
    assert await state_of(house, front) == ("failed", "refused")
    assert await state_of(house, back) == ("canceled", "turn_paper")


async def test_front_sides_must_not_wait(house: House, printer: Printer) -> None:
    """They fail at once, and with them the back sides."""
    await house.cut_off()
    await house.print(printer, name="other")
    front, back = await print_passes(house, printer, hold=False)
    await house.settle()
    assert front.state is JobState.FAILED
    assert await state_of(house, back) == ("canceled", "turn_paper")


async def test_front_sides_expire(house: House, printer: Printer) -> None:
    """The time of the back sides has not begun until then."""
    await house.cut_off()
    front, back = await print_passes(house, printer)
    await house.advance(TURN_WITHIN.total_seconds() + 60)
    assert await state_of(house, back) == WAITS
    await house.advance(TURN_WITHIN.total_seconds())
    assert await state_of(house, front) == ("expired", "service")
    assert await state_of(house, back) == ("canceled", "turn_paper")


async def test_front_sides_are_unconfirmed(house: House, printer: Printer) -> None:
    """Who puts the paper back says that they have come out."""
    house.simulator.faults.add(SUBMIT, Fault.DROP_AFTER_ACCEPT)
    front, back = await print_passes(house, printer)
    await house.settle()
    back = current(house, back)
    assert await state_of(house, front) == ("unconfirmed", "no_answer")
    assert back.can_release_back_pass
    await house.pass_time(90, 30)
    expires_at = back.waiting.expires_at
    await house.spooler.async_release_back_pass(back)
    await house.settle()
    assert await state_of(house, front) == ("finished", "by_hand")
    assert current(house, back).waiting.expires_at == expires_at
    assert printed(house) == ["fronts", "backs"]


@pytest.mark.parametrize("is_printed", [True, False])
async def test_decision_on_front_sides(
    house: House, printer: Printer, is_printed: bool
) -> None:
    """It changes nothing for the back sides, whose time runs."""
    house.simulator.faults.add(SUBMIT, Fault.DROP_AFTER_ACCEPT)
    front, back = await print_passes(house, printer)
    await house.settle()
    back = current(house, back)
    await house.advance(60)
    house.spooler.decide(front, is_printed=is_printed)
    await house.settle()
    assert current(house, back) == back
    await house.spooler.async_release_back_pass(back)
    assert printed(house)[-1] == "backs"


# Front sides that are printed again


async def lose_answer(house: House, printer: Printer) -> list[Job]:
    """Print front sides whose outcome is unknown; return both jobs."""
    house.simulator.faults.add(SUBMIT, Fault.DROP_AFTER_ACCEPT)
    front, back = await print_passes(house, printer)
    await house.settle()
    assert await state_of(house, front) == ("unconfirmed", "no_answer")
    back = current(house, back)
    assert back.can_release_back_pass
    return [front, back]


async def print_again(house: House, job: Job) -> Job:
    """Decide that an unconfirmed side is printed again; return the new job."""
    job = current(house, job)
    content = BACKS if job.duplex.follows else FRONTS
    again = make_again(job)
    (printed,) = await house.spooler.async_print(
        [(again, content)], Replaced(jobs=[job])
    )
    return printed


@pytest.mark.parametrize("is_away", [False, True])
async def test_front_sides_printed_again(
    house: House, printer: Printer, is_away: bool
) -> None:
    """They are printed alone: the paper of the other ones is not put back."""
    front, back = await lose_answer(house, printer)
    await house.pass_time(90, 30)
    if is_away:
        await house.cut_off()
    again = await print_again(house, front)
    assert again.state is (JobState.HELD if is_away else JobState.SUBMITTED)
    assert await state_of(house, back) == ("canceled", "turn_paper")
    assert house.store.undecided_jobs == []
    assert house.store.open_jobs == [again]
    assert again.duplex.side == "front"


@pytest.mark.parametrize("fault", ["disk", "hold", "refused", "refused in its turn"])
async def test_not_printed_again(house: House, printer: Printer, fault: str) -> None:
    """The back sides wait as before, and expire as before."""
    front, back = await lose_answer(house, printer)
    if "refused" in fault:
        # Jobs are sent one by one until a submit is answered.
        await house.pass_time(90, 30)
        await house.print(printer, name="other")
        slow = house.simulator.faults.add(SUBMIT, Fault.SLOW, name="other")
        house.simulator.faults.add(SUBMIT, Fault.REFUSED, name="fronts")
        other = house.begin(printer, name="other") if "turn" in fault else None
        if other is not None:
            await slow.reached.wait()
        printing = create_eager_task(print_again(house, front))
        await until(lambda: not house.store.undecided_jobs)
        assert current(house, back) == back
        slow.release()
        again = await printing
        assert (again.state, again.reason) == (JobState.FAILED, Reason.REFUSED)
        if other is not None:
            await other
    elif fault == "disk":
        await house.cut_off()
        with full_disk(), pytest.raises(JournalError):
            await print_again(house, front)
    else:
        await house.cut_off()
        again = make_again(front, hold=False)
        replaced = Replaced(jobs=[front])
        await house.spooler.async_print([(again, FRONTS)], replaced)
    assert [job.job_id for job in house.store.undecided_jobs] == [front.job_id]
    assert current(house, back) == back
    if "refused" in fault:
        await house.restart()
    assert house.store.waiting.find_back_pass(front.job_id) == current(house, back)
    await house.pass_time(TURN_WITHIN.total_seconds() + 60, 60)
    assert await state_of(house, back) == ("expired", "turn_paper")


async def test_killed_after_a_commit_in_doubt(
    unsynced: type[UnsyncedConnection], open_house: OpenHouse, printer: Printer
) -> None:
    """A decision that was undone in the journal is undone for all of its jobs there."""
    house = await open_house()
    front, back = await lose_answer(house, printer)
    await house.settle()

    async def fail() -> None:
        unsynced.failures = 1

    async def update_none(journal: Journal, *jobs: Job) -> None:
        pass

    with (
        patch.object(Journal, "async_update", update_none),
        slowed(house.journal, "async_add", fail),
        pytest.raises(JournalError),
    ):
        await print_again(house, front)
    await house.crash()
    assert [job.job_id for job in house.store.undecided_jobs] == [front.job_id]
    assert current(house, back).can_release_back_pass


async def test_back_sides_after_front_sides_that_were_refused(
    house: House, printer: Printer
) -> None:
    """They are printed once the paper of the first front sides was put back."""
    front, back = await lose_answer(house, printer)
    await house.pass_time(90, 30)
    house.simulator.faults.add(SUBMIT, Fault.REFUSED)
    await print_again(house, front)
    await house.spooler.async_release_back_pass(current(house, back))
    assert await state_of(house, front) == ("finished", "by_hand")
    assert printed(house) == ["fronts", "backs"]


async def test_back_sides_are_dropped_while_front_sides_are_written(
    house: House, printer: Printer
) -> None:
    """What is about to be canceled is canceled once."""
    front, back = await lose_answer(house, printer)
    dropping = create_eager_task(house.spooler.async_cancel(back))
    await print_again(house, front)
    await dropping
    await house.settle()
    assert await state_of(house, back) == ("canceled", "by_hand")
    assert house.store.waiting.back_passes == []


async def make_unconfirmed(house: House, *jobs: Job) -> None:
    """Let jobs be unconfirmed, as those of a restored backup."""
    for job in jobs:
        house.store.transition(
            current(house, job), JobState.UNCONFIRMED, Reason.RESTORED
        )
    await house.settle()


async def test_both_sides_of_a_backup(house: House, printer: Printer) -> None:
    """Each is printed again by itself, the back sides when a person says so."""
    await house.cut_off()
    front, back = await print_passes(house, printer)
    await make_unconfirmed(house, back, front)
    back_again = await print_again(house, back)
    assert back_again.can_release_back_pass
    await print_again(house, front)
    assert current(house, back_again) == back_again
    printer.step_seconds = 0
    await house.simulator.accept_connections()
    await house.pass_time(120, 10)
    assert printed(house) == ["fronts"]
    await house.spooler.async_release_back_pass(back_again)
    assert printed(house) == ["fronts", "backs"]


async def test_unconfirmed_back_sides(house: House, printer: Printer) -> None:
    """Printed again, they wait until their paper was put back once more."""
    _, back = await print_fronts(house, printer)
    house.simulator.faults.add(SUBMIT, Fault.DROP_BEFORE_ACCEPT)
    back = await house.spooler.async_release_back_pass(back)
    assert await state_of(house, back) == ("unconfirmed", "no_answer")
    again = await print_again(house, back)
    assert again.can_release_back_pass
    # A later change of the job that is over does not concern the new one.
    house.store.transition(current(house, back), JobState.UNCONFIRMED)
    assert house.store.waiting.back_passes == [again]
    await house.restart()
    again = current(house, again)
    assert again.can_release_back_pass
    await house.pass_time(90, 30)
    await house.spooler.async_release_back_pass(again)
    assert printed(house)[0] == "fronts"
    assert set(printed(house)[1:]) == {"backs"}


async def test_back_sides_printed_again(house: House, printer: Printer) -> None:
    """Each time they wait for their paper, also beside each other, and for a time only."""
    front, back = await print_fronts(house, printer)
    waiting = [back]
    for _ in range(2):
        waiting += await house.spooler.async_print([(make_again(back), BACKS)])
    assert {await state_of(house, job) for job in waiting} == {WAITS}
    assert house.store.waiting.back_passes == waiting
    assert house.store.waiting.find_back_pass(front.job_id) == back
    await house.crash()
    assert await house.spooler.async_release() == []
    first, second, third = (current(house, job) for job in waiting)
    await house.spooler.async_release_back_pass(second)
    await house.advance(3)
    await house.spooler.async_release_back_pass(first)
    await house.advance(TURN_WITHIN.total_seconds())
    assert await state_of(house, third) == ("expired", "turn_paper")
    assert printed(house) == ["fronts", "backs", "backs"]


async def test_unreadable_back_sides(house: House, printer: Printer) -> None:
    """No other job comes out on the paper that was put back for them."""
    _, back = await print_fronts(house, printer)
    await house.restart()
    with patch.object(ContentFiles, "read", side_effect=OSError("too many files")):
        await house.spooler.async_release_back_pass(current(house, back))
        assert await state_of(house, back) == ("held", "service")
        assert (await house.print(printer, name="other"))["state"] == "held"
        await house.pass_time(10, 5)
        assert printed(house) == ["fronts"]
    await house.pass_time(60, 5)
    assert printed(house) == ["fronts", "backs", "other"]


# The end of waiting


async def test_back_sides_expire(house: House, printer: Printer) -> None:
    """Their time begins when the front sides are out."""
    _, back = await print_fronts(house, printer)
    await house.advance(TURN_WITHIN.total_seconds() - 1)
    assert await state_of(house, back) == WAITS
    await house.advance(1)
    assert await state_of(house, back) == ("expired", "turn_paper")
    with pytest.raises(JobNotHeldError):
        await house.spooler.async_release_back_pass(back)
    assert house.spooler.contents.is_kept(back)
    assert printed(house) == ["fronts"]


async def test_wall_clock_was_set_back(
    house: House, printer: Printer, freezer: object
) -> None:
    """The time to turn the paper is what it was."""
    printer.step_seconds = 0
    created_at = dt_util.utcnow() + timedelta(hours=3)
    _, back = await print_passes(
        house, printer, created_at=created_at, expires_at=created_at
    )
    await house.advance(3)
    back = current(house, back)
    assert back.waiting.expires_at is not None
    assert back.waiting.expires_at < created_at
    assert not back.is_only_for_now
    await house.advance(TURN_WITHIN.total_seconds() - 1)
    assert await state_of(house, back) == WAITS
    await house.advance(1)
    assert await state_of(house, back) == ("expired", "turn_paper")


async def test_back_sides_are_dropped(house: House, printer: Printer) -> None:
    """They can be canceled at any time; the front sides are printed alone."""
    front, back = await print_passes(house, printer)
    await house.spooler.async_cancel(back)
    assert await state_of(house, back) == ("canceled", "by_hand")
    printer.step_seconds = 0
    await house.advance(3)
    assert await state_of(house, front) == ("finished", None)
    assert printed(house) == ["fronts"]


async def test_back_sides_cannot_be_dropped(house: House, printer: Printer) -> None:
    """A cancellation that cannot be written leaves them as they are."""
    _, back = await print_fronts(house, printer)
    with full_disk(), pytest.raises(JournalError):
        await house.spooler.async_cancel(back)
    await house.settle()
    assert await state_of(house, back) == WAITS
    await house.spooler.async_release_back_pass(current(house, back))
    assert printed(house) == ["fronts", "backs"]


# Nothing by halves


async def test_full_disk(house: House, printer: Printer) -> None:
    """Either both jobs are written, or none."""
    with full_disk(), pytest.raises(JournalError):
        await print_passes(house, printer)
    assert house.store.open_jobs == []
    assert await house.jobs() == []
    assert printed(house) == []


async def test_no_space_for_the_back_sides(
    open_house: OpenHouse, printer: Printer
) -> None:
    """Nothing is printed then."""
    house = await open_house(content_limit=20)
    front, back = make_passes(house, printer)
    large = type(BACKS).from_string("x" * 21 * 1024 * 1024, BACKS.media_format)
    with pytest.raises(SpoolFullError):
        await house.spooler.async_print([(front, FRONTS), (back, large)])
    assert house.store.open_jobs == []
    assert printed(house) == []
    assert house.contents == []


# Restarts


@pytest.mark.parametrize("is_killed", [False, True])
async def test_restart_before_the_front_sides_are_out(
    house: House, printer: Printer, is_killed: bool
) -> None:
    """Both jobs go on where they were."""
    front, back = await print_passes(house, printer)
    await (house.crash() if is_killed else house.restart())
    assert await state_of(house, back) == WAITS
    assert not (await house.known({"job_id": back.job_id})).can_release_back_pass
    printer.step_seconds = 0
    await house.pass_time(9, 3)
    assert await state_of(house, front) == ("finished", None)
    await house.spooler.async_release_back_pass(current(house, back))
    assert printed(house) == ["fronts", "backs"]


async def test_killed_while_the_front_sides_are_sent(
    house: House, printer: Printer
) -> None:
    """They are unconfirmed, so that the paper can be put back if they came out."""
    front, back = make_passes(house, printer)
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    printing = create_eager_task(
        house.spooler.async_print([(front, FRONTS), (back, BACKS)])
    )
    await slow.reached.wait()
    await house.crash()
    await printing
    slow.release()
    assert await state_of(house, front) == ("unconfirmed", "interrupted")
    assert await state_of(house, back) == WAITS
    assert current(house, back).can_release_back_pass
    assert house.store.held_jobs == [current(house, back)]


async def test_restart_before_front_sides_are_refused(
    house: House, printer: Printer
) -> None:
    """The back sides are canceled, and never sent."""
    await house.go_offline(printer)
    front, back = await print_passes(house, printer)
    await house.restart()
    house.simulator.faults.add(SUBMIT, Fault.REFUSED)
    await house.go_online(printer)
    await house.pass_time(120, 10)
    assert await state_of(house, front) == ("failed", "refused")
    assert await state_of(house, back) == ("canceled", "turn_paper")
    assert printed(house) == []


@pytest.mark.parametrize("is_killed", [False, True])
async def test_restart_while_the_paper_is_turned(
    house: House, printer: Printer, is_killed: bool
) -> None:
    """The time that is left is the same, and nothing is printed by itself."""
    _, back = await print_fronts(house, printer)
    await house.advance(60)
    await (house.crash() if is_killed else house.restart())
    again = await house.known({"job_id": back.job_id})
    assert again.can_release_back_pass
    assert again.waiting.expires_at == back.waiting.expires_at
    assert await house.spooler.async_release() == []
    await house.advance(TURN_WITHIN.total_seconds() - 60)
    assert await state_of(house, back) == ("expired", "turn_paper")
    assert printed(house) == ["fronts"]


async def test_killed_after_the_front_sides_had_ended(
    house: House, printer: Printer
) -> None:
    """Their end is in the journal, and what follows from it is not yet."""
    printer.step_seconds = 0
    front, back = await print_passes(house, printer)
    update = Journal.async_update

    async def update_without_backs(journal: Journal, *jobs: Job) -> None:
        await update(journal, *(job for job in jobs if job.job_id != back.job_id))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "async_update", update_without_backs)
        await house.advance(3)
        await house.keep_disk()
    await house.crash()
    assert await state_of(house, front) == ("finished", None)
    assert current(house, back).can_release_back_pass
    await house.spooler.async_release_back_pass(current(house, back))
    assert printed(house) == ["fronts", "backs"]


async def test_killed_after_the_front_sides_had_failed(
    house: House, printer: Printer
) -> None:
    """The back sides are canceled at the next start."""
    await house.cut_off()
    front, back = await print_passes(house, printer)
    update = Journal.async_update

    async def update_without_backs(journal: Journal, *jobs: Job) -> None:
        await update(journal, *(job for job in jobs if job.job_id != back.job_id))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "async_update", update_without_backs)
        await house.spooler.async_cancel(front)
        await house.settle()
        await house.keep_disk()
    await house.simulator.accept_connections()
    await house.crash()
    assert await state_of(house, back) == ("canceled", "turn_paper")


async def test_front_sides_that_cannot_be_read(house: House, printer: Printer) -> None:
    """They may have come out, so that the paper can be put back."""
    front, back = await print_passes(house, printer)
    await house.unload()

    def damage() -> None:
        with house.journal.database as connection:
            connection.execute(
                "UPDATE jobs SET record = 'x' WHERE job_id = ?", (front.job_id,)
            )

    await house.journal.async_run(damage)
    await house.load()
    assert (await house.known({"job_id": back.job_id})).can_release_back_pass


async def test_killed_when_the_paper_was_turned(house: House, printer: Printer) -> None:
    """The back sides were sent or not; they are never sent twice."""
    _, back = await print_fronts(house, printer)
    turned = create_eager_task(house.spooler.async_release_back_pass(back))
    await until(lambda: house.store.busy_printers)
    await house.crash()
    await turned
    assert await state_of(house, back) in (WAITS, ("unconfirmed", "interrupted"))
    await house.pass_time(60, 10)
    assert printed(house).count("backs") <= 1


class Death:
    """Ends the journal with one of its writes, before or after it is on the disk."""

    def __init__(self, house: House, at: int, *, is_written: bool) -> None:
        """Set up the end with a write, counted from 1."""
        self._house = house
        self._left = at
        self._is_written = is_written
        self.has_come = self.is_over = False

    async def write(self, work: Callable[[], Awaitable[None]]) -> None:
        """Write, unless it is over."""
        self._left -= 1
        if self._left > 0:
            await work()
            return
        if not self.has_come:
            self.has_come = True
            if self._is_written:
                await work()
            await self._house.keep_disk()
            self.is_over = True
        raise JournalError("killed")

    @contextmanager
    def strikes(self) -> Iterator[None]:
        """Count the writes, and end the journal."""
        add, update = Journal.async_add, Journal.async_update

        async def add_or_die(journal: Journal, *jobs: Job, **fields: Any) -> None:
            await self.write(lambda: add(journal, *jobs, **fields))

        async def update_or_die(journal: Journal, *jobs: Job) -> None:
            await self.write(lambda: update(journal, *jobs))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Journal, "async_add", add_or_die)
            patch.setattr(Journal, "async_update", update_or_die)
            yield


async def turn_all(house: House) -> None:
    """Print what is left, as a person would who does not know of the death."""
    for _ in range(3):
        await house.advance(3)
        for job in house.store.held_jobs:
            if job.can_release_back_pass:
                with suppress(JobNotHeldError, PrinterBusyError):
                    await house.spooler.async_release_back_pass(job)
    await house.advance(3)


@pytest.mark.parametrize("is_written", [False, True])
@pytest.mark.parametrize("at", range(1, 10))
async def test_killed_at_each_write(
    house: House, printer: Printer, at: int, is_written: bool
) -> None:
    """Whatever the journal knows, a person gets each side once, or is told of it."""
    printer.step_seconds = 0
    death = Death(house, at, is_written=is_written)
    with death.strikes():
        with suppress(JournalError):
            await print_passes(house, printer)
        if not death.has_come:
            await turn_all(house)
    if death.has_come:
        await until(lambda: death.is_over)
        await house.crash()
    await turn_all(house)
    jobs = {job["name"]: job for job in await house.jobs()}
    if not jobs:
        # It was killed before it knew of them.
        assert (at, is_written, printed(house)) == (1, False, [])
        return
    for name in ("fronts", "backs"):
        assert jobs[name]["state"] in ("finished", "unconfirmed")
        if jobs[name]["state"] == "finished" and jobs[name]["reason"] is None:
            assert printed(house).count(name) == 1
    assert printed(house) in ([], ["fronts"], ["fronts", "backs"], ["backs"])
    if jobs["fronts"]["reason"] is None:
        assert printed(house)[0] == "fronts"


@pytest.mark.parametrize("is_written", [False, True])
@pytest.mark.parametrize("at", range(1, 7))
async def test_killed_at_each_write_of_a_reprint(
    house: House, printer: Printer, at: int, is_written: bool
) -> None:
    """New front sides come once at most; the back sides when a person says so."""
    printer.step_seconds = 0
    front, back = await lose_answer(house, printer)
    house.simulator.forget()
    death = Death(house, at, is_written=is_written)
    with death.strikes():
        with suppress(JournalError):
            await print_again(house, front)
        await house.advance(3)
    if death.has_come:
        await until(lambda: death.is_over)
        await house.crash()
    await house.pass_time(60, 10)
    assert printed(house) in ([], ["fronts"])
    state = await state_of(house, back)
    if undecided := [job.reprint_of for job in house.store.undecided_jobs]:
        # Home Assistant asks about the old front pass or about the new one.
        assert undecided in ([None], [front.job_id])
        assert undecided == [front.job_id] or state == WAITS
    else:
        assert printed(house) == ["fronts"]
    assert state in (WAITS, ("canceled", "turn_paper"))
    await turn_all(house)
    assert printed(house).count("backs") == (state == WAITS)


@pytest.mark.parametrize("is_written", [False, True])
@pytest.mark.parametrize("at", range(1, 6))
async def test_killed_at_each_write_of_back_sides_again(
    house: House, printer: Printer, at: int, is_written: bool
) -> None:
    """They are not lost, and each release by a person prints them once at most."""
    _, back = await print_fronts(house, printer)
    await make_unconfirmed(house, back)
    house.simulator.forget()
    death = Death(house, at, is_written=is_written)
    with death.strikes():
        with suppress(JournalError):
            await print_again(house, back)
            assert printed(house) == []
        await turn_all(house)
    if death.has_come:
        await until(lambda: death.is_over)
        await house.crash()
        await house.pass_time(60, 10)
    turned = printed(house)
    assert turned in ([], ["backs"])
    (newest,) = await house.jobs(limit=1)
    if newest["job_id"] == back.job_id:
        assert (newest["state"], turned) == ("unconfirmed", [])
    elif newest["state"] == "held":
        assert turned == []
        await turn_all(house)
        assert printed(house) == ["backs"]
    else:
        assert newest["state"] == "unconfirmed" or turned == ["backs"]


@pytest.mark.parametrize("is_written", [False, True])
@pytest.mark.parametrize("at", range(1, 7))
async def test_killed_at_each_write_of_a_refused_reprint(
    house: House, printer: Printer, at: int, is_written: bool
) -> None:
    """The back sides are never dropped, and never sent before a person says so."""
    printer.step_seconds = 0
    front, back = await lose_answer(house, printer)
    await house.pass_time(60, 10)
    house.simulator.forget()
    house.simulator.faults.add(SUBMIT, Fault.REFUSED, name="fronts")
    death = Death(house, at, is_written=is_written)
    with death.strikes():
        with suppress(JournalError):
            await print_again(house, front)
        await house.settle()
    if death.has_come:
        await until(lambda: death.is_over)
        await house.crash()
    assert printed(house) == []
    back = current(house, back)
    assert back.can_release_back_pass
    await turn_all(house)
    assert printed(house) == ["backs"]
