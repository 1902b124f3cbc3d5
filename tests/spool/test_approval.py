"""Attacks on prints that wait for an approval: only a decision lets them go."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from unittest.mock import patch

import pytest

from custom_components.cloudprint.requester import Requester, RequesterKind
from custom_components.cloudprint.spool.job import (
    Approval,
    AskingRule,
    Cause,
    Decision,
    Job,
    Reason,
)
from custom_components.cloudprint.spool.journal import JournalError
from custom_components.cloudprint.spool.submission import Replaced
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..actions import refuses
from ..ipp.slow_conversion import SlowConversion
from ..rules import add_rule
from ..simulator import Fault, Printer
from ..waits import Gate, slowed, until
from . import manual_duplex
from .clocks import Clocks
from .conftest import OpenHouse
from .house import House
from .manual_duplex import BACKS, FRONTS, make_again, make_passes, state_of
from .preparing import accept

WAITS: Final = ("held", "approval")
DENIED: Final = ("canceled", "denied")
MOTHER: Final = Requester(kind=RequesterKind.USER, user_id="mother", name="Mother")
FATHER: Final = Requester(kind=RequesterKind.USER, user_id="father", name="Father")
NIGHT: Final = {"quiet_from": "22:00:00", "quiet_to": "07:00:00"}


@pytest.fixture
def rule(house: House) -> str:
    """Ask about each print of an automation, on all printers."""
    return ask(house)


def ask(house: House, name: str = "Ask", **data: Any) -> str:
    """Add a rule that asks about each print."""
    data = {"kinds": ["automation", "device"], "ask_above": 0} | data
    return add_rule(house.hass, house.entry, name, **data)


async def decide(
    house: House,
    *jobs: Any,
    is_approved: bool = True,
    by: Requester = MOTHER,
    message: str | None = None,
) -> list[Job]:
    """Decide on jobs; return those that were decided."""
    ids = [job if isinstance(job, str) else job["job_id"] for job in jobs]
    waiting = [job for job in house.store.open_jobs if job.job_id in ids]
    return await house.spooler.async_decide_approval(
        waiting,
        Decision(user_id=by.user_id, user=by.name, is_approved=is_approved),
        message=message,
    )


async def report(house: House, printer: Printer, online_status: str) -> None:
    """Let the service report a printer as online or not."""
    printer.online_status = online_status
    await house.account.coordinator.async_refresh()


def sent(house: House) -> list[str]:
    """Return the names of what the service has got."""
    return [task.name for task in house.simulator.printed]


async def finish(house: House) -> list[str]:
    """Let everything come out that will; return the names."""
    await house.pass_time(60, 5)
    return sent(house)


async def test_waits_for_a_decision_alone(
    house: House, printer: Printer, rule: str
) -> None:
    """Nothing else lets it go, and nobody waits behind it."""
    job = await house.print(printer, name="Waits")
    assert job["state"] == "held"
    assert await house.state(job) == WAITS
    hass = house.hass
    # It is no held job: not for release, not in numbers, not for conditions.
    assert house.store.held_jobs == []
    assert house.store.counts.held() == 0
    assert len(house.store.unapproved_jobs) == 1
    assert (await house.act("release_jobs"))["jobs"] == []
    device_id = house.device_id(printer)
    assert (await house.act("release_jobs", device_id=device_id))["jobs"] == []
    # An outage begins and ends.
    await house.cut_off()
    await house.advance(60)
    await house.simulator.accept_connections()
    await house.account.dispatcher.async_probe()
    # The printer is off, and on again.
    await report(house, printer, "0")
    await report(house, printer, "1")
    await house.reload()
    await house.restart()
    await house.crash()
    assert await finish(house) == []
    assert await house.state(job) == WAITS
    # Nobody is held up.
    for subentry_id in list(house.entry.subentries):
        hass.config_entries.async_remove_subentry(house.entry, subentry_id)
    await house.print(printer, name="Others")
    assert await finish(house) == ["Others"]
    assert await house.state(job) == WAITS
    (approved,) = await decide(house, job)
    assert approved.approval is not None
    decision = approved.approval.decision
    assert decision is not None
    assert (decision.user_id, decision.user) == (
        "mother",
        "Mother",
    )
    assert await finish(house) == ["Others", "Waits"]
    assert await house.state(job) == ("finished", None)
    assert (await house.job(job["job_id"]))["approval"] == {
        "state": "given",
        "request_id": job["job_id"],
        "rule_id": rule,
        "rule": "Ask",
        "causes": ["pages"],
        "pages": 1,
        "ask_above": 0,
        "decided_by": "Mother",
        "decided_at": (await house.known(job)).approval.decision.at.isoformat(),  # type: ignore[union-attr]
        "changes": {},
    }


async def test_quiet_hours(open_house: OpenHouse, printer: Printer) -> None:
    """Their begin and end change nothing; what was approved in them waits for their end."""
    house = await open_house(**NIGHT)
    ask(house)
    await house.advance_to(at(20))
    job = await house.print(printer, name="Waits", expires_in={"hours": 12})
    await house.advance_to(at(23))
    assert await house.state(job) == WAITS
    await decide(house, job)
    assert await house.state(job) == ("held", "quiet_hours")
    other = await house.print(printer, name="Other", ignore_quiet_hours=True)
    assert await house.state(other) == WAITS
    await house.advance_to(at(24 + 7) + timedelta(seconds=1))
    assert await finish(house) == ["Waits"]
    assert await house.state(other) == WAITS


def at(hour: int) -> datetime:
    """Return an hour of today, or of tomorrow from 24 on."""
    midnight = dt_util.utcnow().replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=hour)


async def test_denied(house: House, printer: Printer, rule: str) -> None:
    """A denied print is canceled with the words of who denied it, across a kill."""
    job = await house.print(printer)
    (denied,) = await decide(house, job, is_approved=False, message="Not so much")
    assert denied.message == "Not so much"
    await house.crash()
    assert await house.state(job) == DENIED
    assert (await house.job(job["job_id"]))["message"] == "Not so much"
    assert house.store.open_jobs == []
    # Whoever prints it again is asked about again.
    again = await house.act("reprint_job", job_id=job["job_id"])
    assert await house.state(again) == WAITS
    assert again["job_id"] != job["job_id"]
    known = await house.known(again)
    assert known.print_id == denied.print_id
    assert known.approval is not None and known.approval.decision is None
    assert await finish(house) == []


async def test_kill_before_a_decision_is_written(
    house: House, printer: Printer, rule: str
) -> None:
    """What was not written was not decided; what was, is not lost."""
    job = await house.print(printer)
    await house.keep_disk()
    await decide(house, job)
    await house.crash()
    assert await house.state(job) == WAITS
    await decide(house, job)
    assert await finish(house) == ["Letter"]


async def test_decision_cannot_be_written(
    house: House, printer: Printer, rule: str
) -> None:
    """It waits on, and is decided later."""
    job = await house.print(printer)

    async def fail(*args: Any) -> None:
        raise JournalError("disk full")

    with (
        patch.object(house.journal, "async_update", fail),
        pytest.raises(JournalError, match="disk full"),
    ):
        await decide(house, job)
    assert await house.state(job) == WAITS
    assert await finish(house) == []
    assert len(await decide(house, job)) == 1
    assert await finish(house) == ["Letter"]


async def test_two_decide_at_once(house: House, printer: Printer, rule: str) -> None:
    """The first one counts, whatever the second one says."""
    job = await house.print(printer)
    gate = Gate()
    with slowed(house.journal, "async_update", gate.wait):
        first = asyncio.create_task(decide(house, job, is_approved=False))
        await gate.reached.wait()
        second = asyncio.create_task(decide(house, job, by=FATHER))
        # Nor does another way out of it.
        with pytest.raises(HomeAssistantError):
            await house.act("cancel_job", job_id=job["job_id"])
        gate.open()
        assert [job.state for job in await first] == ["canceled"]
        assert await second == []
    assert await house.state(job) == DENIED
    assert await finish(house) == []


async def test_caller_gives_up(house: House, printer: Printer, rule: str) -> None:
    """A decision is carried out whole, also if nobody waits for the answer."""
    job = await house.print(printer)
    gate = Gate()
    with slowed(house.journal, "async_update", gate.wait):
        deciding = asyncio.create_task(decide(house, job))
        await gate.reached.wait()
        deciding.cancel()
        gate.open()
        await house.settle()
    assert await finish(house) == ["Letter"]


@pytest.mark.parametrize("restarts", [False, True])
async def test_wait_and_lifetime(
    house: House, printer: Printer, rule: str, restarts: bool
) -> None:
    """It waits for 24 hours; its own lifetime begins when it is approved."""
    late = await house.print(printer, name="Late", expires_in={"minutes": 30})
    await house.advance(23 * 3600)
    soon = await house.print(printer, name="Soon", expires_in={"minutes": 30})
    days = await house.print(printer, name="Days", expires_in={"days": 3})
    if restarts:
        await house.restart()
    assert await house.state(late) == WAITS
    await report(house, printer, "0")
    await decide(house, soon, days)
    if restarts:
        await house.restart()
    assert await house.state(soon) == ("held", "printer_offline")
    await house.advance(29 * 60)
    assert await house.state(soon) == ("held", "printer_offline")
    await house.advance(61)
    assert await house.state(soon) == ("expired", "printer_offline")
    await house.advance(30 * 60)
    assert await house.state(late) == ("expired", "approval")
    # Too late
    assert await decide(house, late) == []
    await house.advance(71 * 3600 - 120)
    assert await house.state(days) == ("held", "printer_offline")
    await house.advance(3600)
    assert await house.state(days) == ("expired", "printer_offline")
    assert sent(house) == []


async def test_approved_at_the_end_of_the_wait(
    house: House, printer: Printer, rule: str
) -> None:
    """What has waited too long is not approved, even before it was found out."""
    job = await house.print(printer)
    house.freezer.tick(timedelta(hours=24))
    assert await decide(house, job) == []
    await house.settle()
    assert await house.state(job) == ("expired", "approval")
    assert await finish(house) == []


@pytest.mark.parametrize("fields", [{"hold": False}, {"expires_in": 0}])
async def test_must_not_wait(
    house: House, printer: Printer, rule: str, fields: dict[str, Any]
) -> None:
    """A print that must not be held fails at once."""
    with refuses("job_needs_approval", HomeAssistantError):
        await house.print(printer, **fields)
    (job,) = await house.jobs()
    assert (job["state"], job["reason"]) == ("failed", "approval")
    assert await finish(house) == []


async def test_passes_must_not_wait(house: House, printer: Printer) -> None:
    """Nobody is asked about a back pass whose front pass failed at once."""
    front, back = needing(*make_passes(house, printer, hold=False))
    told: list[Job] = []
    house.store.async_add_listener(told.append)
    await house.spooler.async_print([(front, FRONTS), (back, BACKS)])
    await house.settle()
    assert not [job for job in told if job.needs_approval]
    assert [job.job_id for job in told if job.state.is_waiting] == []
    assert await state_of(house, front) == ("failed", "approval")
    assert await state_of(house, back) == ("canceled", "approval")
    last = house.store.last_job(front.device_id)
    assert last is not None
    assert last.state.is_final
    assert house.store.open_jobs == []


@pytest.mark.parametrize("years", [-4, 4])
async def test_clock_is_set(
    house: House, printer: Printer, clocks: Clocks, rule: str, years: int
) -> None:
    """Only elapsed time counts while it waits, and after that."""
    job = await house.print(printer, expires_in={"minutes": 30})
    clocks.put(years * 365 * 24 * 3600)
    await house.advance(3600)
    assert await house.state(job) == WAITS
    await report(house, printer, "0")
    await decide(house, job)
    await house.advance(29 * 60)
    assert await house.state(job) == ("held", "printer_offline")
    await house.restart()
    assert await house.state(job) == ("held", "printer_offline")
    await house.advance(120)
    assert await house.state(job) == ("expired", "printer_offline")


async def test_reboot(
    house: House, printer: Printer, clocks: Clocks, rule: str
) -> None:
    """After a reboot, what has waited too long by the wall clock has expired."""
    job = await house.print(printer)
    await house.unload()
    await house.close_journal()
    clocks.reboot()
    house.freezer.tick(timedelta(hours=25))
    await house.open_journal()
    await house.load()
    assert await house.state(job) == ("expired", "approval")


async def test_move_to_a_printer_without_a_rule(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """It keeps waiting there, for what it waited for, until the same time."""
    ask(house, printers=[house.device_id(printer)])
    job = await house.print(printer, expires_in={"minutes": 30})
    await house.advance(23 * 3600)
    new = await house.act(
        "move_job", job_id=job["job_id"], device_id=house.device_id(colour_printer)
    )
    assert await house.state(new) == WAITS
    assert await finish(house) == []
    await house.restart()
    assert await house.state(new) == WAITS
    # The old one is nothing that can be approved.
    assert await decide(house, job) == []
    other = await house.print(printer)
    await house.act(
        "move_job", job_id=other["job_id"], device_id=house.device_id(colour_printer)
    )
    await house.advance(3600)
    assert await house.state(new) == ("expired", "approval")


async def test_move_to_a_printer_with_another_rule(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """The rule there asks anew: also about what was approved, with a wait of its own."""
    ask(house, "Here", printers=[house.device_id(printer)])
    ask(house, "There", printers=[house.device_id(colour_printer)], wait_hours=2)
    waits = await house.print(printer, expires_in={"minutes": 30}, name="Waits")
    given = await house.print(printer, expires_in={"minutes": 30}, name="Given")
    await report(house, printer, "0")
    await house.advance(20 * 3600)
    await decide(house, given)
    assert await house.state(given) == ("held", "printer_offline")
    moved = [
        await house.act(
            "move_job", job_id=job["job_id"], device_id=house.device_id(colour_printer)
        )
        for job in (waits, given)
    ]
    for job in moved:
        assert await house.state(job) == WAITS
        known = await house.known(job)
        assert known.approval is not None
        assert (known.approval.rule.name, known.approval.decision) == ("There", None)
    await house.advance(2 * 3600 - 60)
    assert await house.state(moved[0]) == WAITS
    await report(house, colour_printer, "0")
    await decide(house, moved[1])
    await house.advance(29 * 60)
    assert await house.state(moved[0]) == ("expired", "approval")
    assert await house.state(moved[1]) == ("held", "printer_offline")
    await house.advance(120)
    assert await house.state(moved[1]) == ("expired", "printer_offline")


async def test_needed_once_it_was_prepared(
    house: House, printer: Printer, rule: str, conversion: SlowConversion
) -> None:
    """What comes by the network waits, though it had its turn while it was prepared."""
    job = await accept(house, printer, name="Phone")
    await conversion.is_converting.wait()
    for subentry_id in list(house.entry.subentries):
        house.hass.config_entries.async_remove_subentry(house.entry, subentry_id)
    behind = house.begin(printer, name="Behind")
    await until(lambda: len(house.store.open_jobs) == 2)
    ask(house)
    assert not behind.done()
    conversion.go_on.set()
    await behind
    await house.settle()
    assert await state_of(house, job) == WAITS
    assert await finish(house) == ["Behind"]
    await house.act("release_jobs")
    await house.restart()
    assert await finish(house) == ["Behind"]
    await decide(house, job.job_id)
    assert await finish(house) == ["Behind", "Phone"]


@pytest.mark.parametrize("restarts", [False, True])
async def test_copies_as_jobs_at_the_end_of_the_queue(
    house: House, printer: Printer, rule: str, restarts: bool
) -> None:
    """All are decided in one step, and go behind what came meanwhile."""
    jobs = [await house.print(printer, name=name) for name in ("one", "two")]
    for subentry_id in list(house.entry.subentries):
        house.hass.config_entries.async_remove_subentry(house.entry, subentry_id)
    await report(house, printer, "0")
    await house.print(printer, name="before")
    await house.advance(1)
    await decide(house, *jobs)
    await house.advance(1)
    await house.print(printer, name="after")
    if restarts:
        await house.restart()
    await report(house, printer, "1")
    assert await finish(house) == ["before", "one", "two", "after"]


def needing(*jobs: Job) -> list[Job]:
    """Return jobs of a print that a rule asks about."""
    approval = Approval(
        rule=AskingRule(rule_id="rule", name="Ask"), causes=(Cause.PAGES,)
    )
    return [replace(job, approval=approval) for job in jobs]


async def print_passes(house: House, printer: Printer) -> list[Job]:
    """Print both sides by hand, which a rule asks about; return the jobs."""
    front, back = needing(*make_passes(house, printer))
    return await house.spooler.async_print([(front, FRONTS), (back, BACKS)])


def release(house: House, back: Job) -> Any:
    """Say that the paper was put back."""
    return house.spooler.async_release_back_pass(back)


async def test_both_passes(house: House, printer: Printer) -> None:
    """Both wait; approved, the back pass waits for its paper, as ever."""
    front, back = await print_passes(house, printer)
    assert [await state_of(house, job) for job in (front, back)] == [WAITS, WAITS]
    assert (await house.act("release_jobs"))["jobs"] == []
    with pytest.raises(Exception, match=back.job_id):
        await release(house, back)
    await house.restart()
    assert await finish(house) == []
    assert len(await decide(house, front.job_id, back.job_id)) == 2
    assert await state_of(house, back) == ("held", "turn_paper")
    with pytest.raises(Exception, match=back.job_id):
        await release(house, back)
    assert await finish(house) == ["fronts"]
    await release(house, back)
    assert await finish(house) == ["fronts", "backs"]


@pytest.mark.parametrize("how", ["denied", "expired", "canceled", "killed"])
async def test_end_of_both_passes(house: House, printer: Printer, how: str) -> None:
    """The back pass ends with its front pass, whatever ends that."""
    front, back = await print_passes(house, printer)
    if how == "expired":
        await house.advance(24 * 3600 + 1)
    elif how == "canceled":
        await house.act("cancel_job", job_id=front.job_id)
    elif how == "denied":
        await decide(house, front.job_id, back.job_id, is_approved=False)
    else:
        await house.act("cancel_job", job_id=front.job_id)
        await house.crash()
    await house.settle()
    assert (await state_of(house, front))[0] in ("canceled", "expired")
    assert (await state_of(house, back))[0] == "canceled"
    assert house.store.open_jobs == []
    assert await finish(house) == []


async def test_approved_front_pass_alone(house: House, printer: Printer) -> None:
    """The back pass is asked about until it is approved, also when its paper is there."""
    front, back = await print_passes(house, printer)
    await decide(house, front.job_id)
    assert await finish(house) == ["fronts"]
    assert await state_of(house, back) == WAITS
    with pytest.raises(Exception, match=back.job_id):
        await release(house, back)
    await house.restart()
    await house.advance(12 * 3600)
    await decide(house, back.job_id)
    assert await state_of(house, back) == ("held", "turn_paper")
    await house.advance(29 * 60)
    assert await state_of(house, back) == ("held", "turn_paper")
    await house.advance(120)
    assert await state_of(house, back) == ("expired", "turn_paper")


async def test_back_pass_printed_again(house: House, printer: Printer) -> None:
    """One whose outcome is unknown is asked about again before its paper is turned."""
    front, back = await manual_duplex.print_passes(house, printer)
    await finish(house)
    house.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await release(house, back)
    await house.pass_time(90, 30)
    assert await state_of(house, back) == ("unconfirmed", "no_answer")
    unknown = house.store.current(back)
    (again,) = needing(make_again(unknown))
    (again,) = await house.spooler.async_print(
        [(again, BACKS)], Replaced(jobs=[unknown])
    )
    assert (again.state, again.reason) == WAITS
    with pytest.raises(Exception, match=again.job_id):
        await release(house, again)
    await house.advance(3600)
    assert await state_of(house, again) == WAITS
    await decide(house, again.job_id)
    assert await state_of(house, again) == ("held", "turn_paper")
    await release(house, again)
    assert (await finish(house))[-1] == "backs"
    assert front.job_id


async def test_reprint_of_a_waiting_print(
    house: House, printer: Printer, rule: str
) -> None:
    """It waits, too, as another job of the same print."""
    job = await house.print(printer)
    again = await house.act("reprint_job", job_id=job["job_id"])
    assert await house.state(again) == WAITS
    await house.act("cancel_job", job_id=job["job_id"])
    assert await house.state(job) == ("canceled", "by_hand")
    assert await house.state(again) == WAITS
    assert await finish(house) == []


async def test_kill_after_a_decision(house: House, printer: Printer, rule: str) -> None:
    """What was decided remains so, and is printed once at most."""
    job = await house.print(printer)
    await decide(house, job)
    await house.crash()
    known = await house.known(job)
    assert known.approval is not None and known.approval.state == "given"
    assert known.reason is not Reason.APPROVAL
    assert len(await finish(house)) <= 1
