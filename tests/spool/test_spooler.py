"""Tests of the spooler: what people ask of it, and that nothing is done twice."""

import asyncio
from collections.abc import Callable
import threading
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.api import MediaFormat
from custom_components.cloudprint.document import Content
from custom_components.cloudprint.printing.jobs import PRINT_AGAIN, async_decide
from custom_components.cloudprint.spool.errors import (
    ContentGoneError,
    JobNotHeldError,
    SpoolFullError,
    SpoolStoppedError,
    SpoolUnwritableError,
)
from custom_components.cloudprint.spool.job import Job, JobState
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from homeassistant.util.async_ import create_eager_task

from ..actions import call_again
from ..simulator import CloudSimulator, Fault, Printer
from .clocks import Clocks
from .conftest import OpenHouse
from .faults import UnsyncedConnection, full_disk
from .house import House, until
from .samples import CONTENT, make_job

SUBMIT = "newPrintTask"
DAY = 86_400


async def outcome(printing: asyncio.Task[dict[str, Any]]) -> str:
    """Return the state that a print was answered with, or the key of its error."""
    try:
        return str((await printing)["state"])
    except HomeAssistantError as err:
        return str(err.translation_key)


# Idempotency


async def test_the_same_key_prints_once(house: House, printer: Printer) -> None:
    """The same key within a day returns the first job, whatever it asks for."""
    first = await house.print(printer, idempotency_key="key")
    assert "repeated" not in first
    again = await house.print(printer, idempotency_key="key", text="something else")
    assert again == first | {"repeated": True}
    other = await house.print(printer, idempotency_key="other")
    assert other["job_id"] != first["job_id"]
    await house.print(printer)
    assert len(house.simulator.printed) == 3


async def test_a_repeated_answer_is_as_of_now(house: House, printer: Printer) -> None:
    """Who repeats a call learns what became of the job meanwhile."""
    printer.step_seconds = 0
    first = await house.print(printer, idempotency_key="key")
    await house.advance(3)
    again = await house.print(printer, idempotency_key="key")
    assert again == first | {"repeated": True, "state": "finished"}
    # Also where that is not to be had.
    house.simulator.faults.add(SUBMIT, Fault.HTTP_500)
    lost = await house.print(printer, idempotency_key="lost")
    again = await house.print(printer, idempotency_key="lost")
    assert again == lost | {"repeated": True}
    assert again["state"] == "unconfirmed"


async def test_the_same_key_at_the_same_time(house: House, printer: Printer) -> None:
    """Of many calls at once, one prints, and all get its job."""
    jobs = await asyncio.gather(
        *(house.begin(printer, idempotency_key="key") for _ in range(20))
    )
    assert len({job["job_id"] for job in jobs}) == 1
    assert [job.get("repeated", False) for job in jobs].count(False) == 1
    assert {job["state"] for job in jobs} == {"submitted"}
    assert len(house.simulator.printed) == 1


async def test_who_repeats_a_call_waits_for_the_answer_too(
    house: House, printer: Printer
) -> None:
    """A call that is repeated while the first is being sent gets the same answer."""
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    first = house.begin(printer, idempotency_key="key")
    await slow.reached.wait()
    second = house.begin(printer, idempotency_key="key")
    for _ in range(100):
        await asyncio.sleep(0)
    assert not second.done()
    slow.release()
    assert await second == await first | {"repeated": True}


@pytest.mark.parametrize("again", ["reload", "restart", "crash"])
async def test_the_same_key_after_a_restart(
    house: House, printer: Printer, again: str
) -> None:
    """A key outlives Home Assistant."""
    first = await house.print(printer, idempotency_key="key")
    await getattr(house, again)()
    repeated = await house.print(printer, idempotency_key="key")
    assert repeated["job_id"] == first["job_id"]
    assert repeated["repeated"]
    assert len(house.simulator.printed) == 1


async def test_a_key_lasts_a_day(house: House, printer: Printer) -> None:
    """After 24 h the key may be used again."""
    first = await house.print(printer, idempotency_key="key")
    await house.advance(24 * 3600 - 1)
    again = await house.print(printer, idempotency_key="key")
    assert again["job_id"] == first["job_id"]
    await house.advance(1)
    new = await house.print(printer, idempotency_key="key")
    assert new["job_id"] != first["job_id"]
    again = await house.print(printer, idempotency_key="key")
    assert again["job_id"] == new["job_id"]


@pytest.mark.parametrize("put", [-DAY, DAY])
async def test_a_key_and_a_clock_that_is_put(
    house: House, clocks: Clocks, printer: Printer, put: float
) -> None:
    """A key lasts a day, however the clock is put meanwhile."""
    first = await house.print(printer, idempotency_key="key")
    clocks.put(put)
    again = await house.print(printer, idempotency_key="key")
    assert again["job_id"] == first["job_id"]
    await house.advance(DAY - 1)
    again = await house.print(printer, idempotency_key="key")
    assert again["job_id"] == first["job_id"]
    await house.advance(1)
    new = await house.print(printer, idempotency_key="key")
    assert new["job_id"] != first["job_id"]
    assert len(house.simulator.printed) == 2


async def test_very_many_keys(house: House, printer: Printer) -> None:
    """Those that were used long ago are found by the wall clock."""
    with patch("custom_components.cloudprint.spool.spooler.MAX_KEYS", 2):
        jobs = [
            await house.print(printer, idempotency_key=f"{number}")
            for number in range(4)
        ]
        again = [
            await house.print(printer, idempotency_key=f"{number}")
            for number in range(4)
        ]
    assert [job["job_id"] for job in again] == [job["job_id"] for job in jobs]


async def test_a_key_whose_job_is_forgotten(house: House, printer: Printer) -> None:
    """What is no longer in the history stands for nothing."""
    first = await house.print(printer, idempotency_key="key")
    await house.journal.async_forget_account(house.entry.entry_id)
    again = await house.print(printer, idempotency_key="key")
    assert again["job_id"] != first["job_id"]


async def test_a_key_for_several_printers(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """A key stands for all jobs of its call."""
    printers = [printer, colour_printer]
    first = await house.print_all(printers, idempotency_key="key")
    again = await house.print_all(printers, idempotency_key="key")
    assert again == [job | {"repeated": True} for job in first]
    assert len(house.simulator.printed) == 2


async def test_a_key_whose_job_could_not_be_written(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """All printers of a call or none: nobody is left out when it is repeated."""
    printers = [printer, colour_printer]
    with full_disk(), pytest.raises(HomeAssistantError):
        await house.print_all(printers, idempotency_key="key")
    jobs = await house.print_all(printers, idempotency_key="key")
    assert [job.get("repeated", False) for job in jobs] == [False, False]
    assert len(house.simulator.printed) == 2


async def test_a_key_that_cannot_be_looked_up(house: House, printer: Printer) -> None:
    """Who does not know whether it was printed does not print."""
    with (
        patch.object(Journal, "async_keyed_jobs", side_effect=JournalError("no")),
        pytest.raises(HomeAssistantError) as error,
    ):
        await house.print(printer, idempotency_key="key")
    assert error.value.translation_key == "journal_unwritable"
    assert house.simulator.printed == []


async def test_a_held_job_is_not_called_twice(house: House, printer: Printer) -> None:
    """Repeating a call is no way to have it sooner, nor to have it twice."""
    (first,) = await house.hold(printer, "first")
    await house.cut_off()
    held = await house.print(printer, idempotency_key="key")
    again = await house.print(printer, idempotency_key="key")
    assert again == held | {"repeated": True}
    await house.simulator.accept_connections()
    await house.pass_time(60, 5)
    assert len(house.simulator.printed) == 2
    assert first["job_id"] != held["job_id"]


# Cancelling


async def test_a_held_job_is_canceled(house: House, printer: Printer) -> None:
    """It is never sent, also after a restart."""
    jobs = await house.hold(printer, "first", "second")
    canceled = await house.act("cancel_job", job_id=jobs[0]["job_id"])
    assert canceled["state"] == "canceled"
    assert await house.state(jobs[0]) == ("canceled", "by_hand")
    with pytest.raises(ServiceValidationError) as error:
        await house.act("cancel_job", job_id=jobs[0]["job_id"])
    assert error.value.translation_key == "job_ended"
    await house.crash()
    await house.pass_time(60, 5)
    assert [job.name for job in house.simulator.printed] == ["second"]


@pytest.mark.parametrize("again", [True, False])
async def test_a_job_that_was_sent_cannot_be_canceled(
    house: House, printer: Printer, again: bool
) -> None:
    """The cloud has no cancel: neither while a job is sent, nor afterwards."""
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    printing = house.begin(printer)
    await slow.reached.wait()
    (record,) = await house.jobs()
    if again:
        slow.release()
        await printing
    with pytest.raises(ServiceValidationError) as error:
        await house.act("cancel_job", job_id=record["job_id"])
    assert error.value.translation_key == "job_not_cancelable"
    slow.release()
    assert (await printing)["state"] == "submitted"


async def test_canceling_at_the_moment_of_sending(
    house: House, printer: Printer
) -> None:
    """Either it is canceled and not sent, or it is sent and not canceled."""
    for wait in range(40):
        (job,) = await house.hold(printer, f"job {wait}")
        known = await house.known(job)
        house.tick(15)
        for _ in range(wait):
            await asyncio.sleep(0)
        try:
            canceled = await house.spooler.async_cancel(known)
        except JobNotHeldError:
            canceled = None
        await house.settle()
        await house.pass_time(600, 60)
        state, _ = await house.state(job)
        printed = house.simulator.times_printed(name=f"job {wait}")
        assert (state, printed) == (("canceled", 0) if canceled else ("finished", 1)), (
            wait
        )


async def test_a_cancel_that_cannot_be_written(house: House, printer: Printer) -> None:
    """Who is told that a job is canceled does not find it printed after a restart."""
    first, second = await house.hold(printer, "first", "second")
    known = await house.known(first)
    with full_disk(), pytest.raises(SpoolUnwritableError):
        await house.spooler.async_cancel(known)
    assert await house.state(first) == ("held", "service")
    await house.pass_time(30, 1)
    # It has kept its place.
    assert [job.name for job in house.simulator.printed] == ["first", "second"]
    assert (await house.state(second))[0] in ("submitted", "queued", "finished")


async def test_canceling_goes_on_without_the_caller(
    house: House, printer: Printer
) -> None:
    """A script that is stopped while it cancels a job has canceled it."""
    (job,) = await house.hold(printer, "first")
    known = await house.known(job)
    canceling = create_eager_task(house.spooler.async_cancel(known))
    canceling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await canceling
    await house.pass_time(60, 5)
    assert await house.state(job) == ("canceled", "by_hand")
    assert house.simulator.printed == []


# Releasing


async def test_released_in_quiet_hours_and_while_offline(
    open_house: OpenHouse, printer: Printer, colour_printer: Printer
) -> None:
    """Who releases jobs knows better than the clock and the reported state."""
    house = await open_house(quiet_from="00:00:00", quiet_to="00:00:00")
    asleep = await house.print(printer)
    colour_printer.online_status = "0"
    await house.advance(125)
    offline = await house.print(colour_printer, ignore_quiet_hours=True)
    assert await house.state(asleep) == ("held", "quiet_hours")
    assert await house.state(offline) == ("held", "printer_offline")
    released = await house.act("release_jobs")
    assert {job["state"] for job in released["jobs"]} == {"submitted"}
    assert len(released["jobs"]) == len(house.simulator.printed) == 2
    assert (await house.act("release_jobs"))["jobs"] == []


async def test_released_of_one_printer(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """Only what was asked for, oldest first, and without a pause."""
    jobs = await house.hold(printer, "first", "second")
    await house.cut_off()
    other = await house.print(colour_printer, name="other")
    await house.simulator.accept_connections()
    with patch.object(house.account.coordinator, "async_probe") as probe:
        probe.side_effect = None
        released = await house.act("release_jobs", device_id=house.device_id(printer))
        # The service was asked, and did not answer: they are held as before.
        probe.assert_awaited_once()
    assert [job["state"] for job in released["jobs"]] == ["held"] * 2
    released = await house.act("release_jobs", device_id=house.device_id(printer))
    assert [job["state"] for job in released["jobs"]] == ["submitted"] * 2
    assert [job["job_id"] for job in released["jobs"]] == [
        job["job_id"] for job in jobs
    ]
    names = [job.name for job in house.simulator.find_printed(printer=printer)]
    assert names == ["first", "second"]
    await house.pass_time(5, 1)
    assert (await house.state(other))[0] in ("submitted", "finished", "queued")


async def test_released_while_the_service_is_away(
    house: House, printer: Printer
) -> None:
    """It is asked first; if it does not answer, nothing changes."""
    await house.cut_off()
    job = await house.print(printer)
    released = await house.act("release_jobs")
    assert [job["state"] for job in released["jobs"]] == ["held"]
    assert await house.state(job) == ("held", "service")
    await house.simulator.accept_connections()
    released = await house.act("release_jobs")
    assert [job["state"] for job in released["jobs"]] == ["submitted"]


async def test_releasing_goes_on_without_the_caller(
    open_house: OpenHouse, printer: Printer
) -> None:
    """A script that is stopped while it releases jobs has released them."""
    house = await open_house(quiet_from="00:00:00", quiet_to="00:00:00")
    for wait in range(20):
        job = await house.print(printer)
        releasing = create_eager_task(house.spooler.async_release())
        for _ in range(wait):
            await asyncio.sleep(0)
        releasing.cancel()
        await asyncio.wait([releasing])
        await house.settle()
        assert (await house.state(job))[0] == "submitted", wait
    assert len(house.simulator.printed) == 20


async def test_a_job_that_expired_is_not_released(
    house: House, printer: Printer
) -> None:
    """Also where its timer is late."""
    await house.cut_off()
    job = await house.print(printer, expires_in={"seconds": 10})
    await house.simulator.accept_connections()
    house.freezer.tick(10)
    (released,) = (await house.act("release_jobs"))["jobs"]
    assert released["state"] == "expired"
    assert await house.state(job) == ("expired", "order")
    assert house.simulator.printed == []


# Printing again


async def test_printing_again(house: House, printer: Printer) -> None:
    """The same content as a new job, which is linked to the first."""
    printer.step_seconds = 0
    first = await house.print(printer, idempotency_key="key")
    await house.advance(3)
    again = await house.act("reprint_job", job_id=first["job_id"])
    assert again["job_id"] != first["job_id"]
    assert (await house.job(again["job_id"]))["reprint_of"] == first["job_id"]
    third = await house.act("reprint_job", job_id=again["job_id"])
    digests = {job.digest for job in house.simulator.printed}
    assert (len(house.simulator.printed), len(digests)) == (3, 1)
    assert len(house.contents) == 1
    # A key is the first job's own.
    repeated = await house.print(printer, idempotency_key="key")
    assert repeated["job_id"] == first["job_id"]
    assert third["state"] == "submitted"


async def test_printing_again_after_a_restart(house: House, printer: Printer) -> None:
    """What is kept is kept."""
    first = await house.print(printer)
    await house.advance(10)
    await house.crash()
    again = await house.act("reprint_job", job_id=first["job_id"])
    assert again["state"] == "submitted"
    assert len({job.digest for job in house.simulator.printed}) == 1


async def test_printing_again_what_is_gone(
    open_house: OpenHouse, printer: Printer
) -> None:
    """0 days: what was printed is deleted with its end."""
    house = await open_house(content_days=0)
    printer.step_seconds = 0
    job = await house.print(printer)
    assert len(house.contents) == 1
    await house.advance(3)
    assert house.contents == []
    assert not house.spooler.can_reprint(await house.known(job))
    with pytest.raises(HomeAssistantError) as error:
        await house.act("reprint_job", job_id=job["job_id"])
    assert error.value.translation_key == "job_content_gone"
    with pytest.raises(ContentGoneError):
        await house.spooler.async_reprint(await house.known(job), make_job())
    assert len(house.simulator.printed) == 1


async def test_printing_again_on_a_full_disk(house: House, printer: Printer) -> None:
    """A reprint that is refused costs the first job nothing."""
    job = await house.print(printer)
    with full_disk(), pytest.raises(HomeAssistantError) as error:
        await house.act("reprint_job", job_id=job["job_id"])
    assert error.value.translation_key == "journal_unwritable"
    assert house.spooler.can_reprint(await house.known(job))
    again = await house.act("reprint_job", job_id=job["job_id"])
    assert again["state"] == "submitted"


async def test_printing_again_what_is_dropped_just_now(
    open_house: OpenHouse, printer: Printer
) -> None:
    """A content that goes while it is taken up again is written anew."""
    house = await open_house(content_limit=20)
    printer.step_seconds = 0
    size = 11 * 1024 * 1024
    first = await house.print(printer, text="a" * size, name="first")
    await house.advance(3)
    known = await house.known(first)
    await house.settle()
    again = make_job(
        **{
            name: getattr(known, name)
            for name in (
                "entry_id",
                "device_id",
                "server_sn",
                "printer_name",
                "content",
            )
        },
        state=JobState.HELD,
        name="again",
    )
    reprinting = create_eager_task(house.spooler.async_reprint(known, again))
    second = house.begin(printer, text="b" * size, name="second")
    await reprinting
    # There is room for both only if the first was dropped in time.
    assert await outcome(second) in ("submitted", "spool_full")
    names = [job.name for job in house.simulator.printed]
    assert names.count("again") == 1
    assert len({job.digest for job in house.simulator.find_printed(name="again")}) == 1


# Room


async def test_held_content_is_not_dropped(
    open_house: OpenHouse, printer: Printer
) -> None:
    """The new print is refused instead, and says why; finished ones make room."""
    house = await open_house(content_limit=20)
    mebibyte = 1024 * 1024
    printer.step_seconds = 0
    finished = await house.print(printer, text="f" * 6 * mebibyte)
    await house.advance(3)
    await house.cut_off()
    held = [await house.print(printer, text=c * 9 * mebibyte) for c in "ab"]
    assert not house.spooler.can_reprint(await house.known(finished))
    with pytest.raises(HomeAssistantError) as error:
        await house.print(printer, text="c" * 5 * mebibyte)
    assert error.value.translation_key == "spool_full"
    assert len(house.contents) == 2
    assert len(await house.jobs()) == 3
    small = await house.print(printer, text="small")
    assert small["state"] == "held"
    await house.simulator.accept_connections()
    await house.pass_time(60, 5)
    assert [(await house.state(job))[0] for job in held] == ["finished"] * 2
    assert [job.content[:1] for job in house.simulator.printed] == [
        b"f",
        b"a",
        b"b",
        b"s",
    ]
    # And now there is room.
    assert (await house.print(printer, text="c" * 5 * mebibyte))["task_id"]


async def test_a_full_spool_is_no_reason_to_be_left_out(
    open_house: OpenHouse, printer: Printer
) -> None:
    """The spool's own errors, for those who use it without the actions."""
    house = await open_house(content_limit=20)
    large = Content.from_string("x" * 21 * 1024 * 1024, MediaFormat.TEXT)
    with pytest.raises(SpoolFullError):
        await house.spooler.async_print([make_job()], large)
    assert house.store.open_jobs == []


async def test_contents_go_with_the_account(house: House, printer: Printer) -> None:
    """Nothing of what was printed is left when the account is removed."""
    await house.hold(printer, "first")
    await house.print(printer, name="second")
    assert house.contents
    await house.hass.config_entries.async_remove(house.entry.entry_id)
    assert house.contents == []
    assert not (house.folder / house.entry.entry_id).exists()
    assert await house.journal.async_jobs(limit=10) == []


# Deciding


@pytest.mark.parametrize(
    ("is_printed", "state"),
    [(True, ("finished", "by_hand")), (False, ("unconfirmed", "no_answer"))],
)
async def test_deciding(
    house: House, printer: Printer, is_printed: bool, state: tuple[str, str]
) -> None:
    """A person's word is taken once, and outlives Home Assistant."""
    house.simulator.faults.add(SUBMIT, Fault.HTTP_500)
    job = await house.print(printer)
    known = await house.known(job)
    issues = ir.async_get(house.hass).issues
    assert [key for key in issues if key[1].startswith("jobs_unconfirmed")]
    decided = house.spooler.decide(known, is_printed=is_printed)
    assert not decided.awaits_decision
    assert not [key for key in issues if key[1].startswith("jobs_unconfirmed")]
    # The other answer, from another window, comes too late.
    again = house.spooler.decide(known, is_printed=not is_printed)
    assert not again.awaits_decision
    await house.crash()
    assert house.store.undecided_jobs == []
    assert await house.state(job) == state
    assert house.simulator.count(SUBMIT) == 1


async def print_unconfirmed(house: House, printer: Printer) -> dict[str, Any]:
    """Print something whose outcome nobody knows, and return its job."""
    house.simulator.faults.add(SUBMIT, Fault.DROP_AFTER_ACCEPT)
    job = await house.print(printer)
    assert job["state"] == "unconfirmed"
    await house.settle()
    await call_again(house.entry)
    return job


async def print_again(house: House, job: dict[str, Any]) -> Job | None:
    """Answer that a job did not print, and is to be printed again."""
    known = await house.known(job)
    _, again = await async_decide(house.hass, house.entry, known, PRINT_AGAIN)
    return again


def asked_about(house: House) -> list[str]:
    """Return the ids of the jobs that a person is asked about, if there is an issue."""
    jobs = [job.job_id for job in house.store.undecided_jobs]
    issues = ir.async_get(house.hass).issues
    assert any(key[1].startswith("jobs_unconfirmed") for key in issues) is bool(jobs)
    return jobs


@pytest.mark.parametrize("is_written", [False, True])
async def test_killed_while_it_is_to_be_printed_again(
    house: House, printer: Printer, is_written: bool
) -> None:
    """Either the question is still asked, or there is the new job: never neither."""
    job = await print_unconfirmed(house, printer)
    add = Journal.async_add

    async def die(journal: Journal, *jobs: Job, **fields: Any) -> None:
        if is_written:
            await add(journal, *jobs, **fields)
        await house.keep_disk()
        raise JournalError("killed")

    with patch.object(Journal, "async_add", die), pytest.raises(HomeAssistantError):
        await print_again(house, job)
    await house.crash()
    jobs = await house.jobs()
    assert len(house.simulator.printed) == 1
    if is_written:
        # Whether the new one was sent nobody knows; that is the only question.
        assert [found["state"] for found in jobs] == ["unconfirmed", "unconfirmed"]
        assert asked_about(house) == [jobs[1]["job_id"]]
        return
    assert [found["job_id"] for found in jobs] == [job["job_id"]]
    assert asked_about(house) == [job["job_id"]]
    again = await print_again(house, job)
    assert again is not None
    assert again.state is JobState.SUBMITTED
    assert asked_about(house) == []
    await house.restart()
    assert asked_about(house) == []
    assert len(house.simulator.printed) == 2


async def test_what_cannot_be_written_is_not_printed_again(
    house: House, printer: Printer
) -> None:
    """The question stands, also after a restart, and can be answered later."""
    job = await print_unconfirmed(house, printer)
    with full_disk(), pytest.raises(HomeAssistantError) as error:
        await print_again(house, job)
    assert error.value.translation_key == "journal_unwritable"
    assert asked_about(house) == [job["job_id"]]
    assert len(await house.jobs()) == len(house.simulator.printed) == 1
    await house.crash()
    assert asked_about(house) == [job["job_id"]]
    assert await print_again(house, job) is not None
    assert asked_about(house) == []
    assert len(house.simulator.printed) == 2


async def test_printing_again_in_two_windows_at_once(
    house: House, printer: Printer
) -> None:
    """Of answers that come at the same time one prints, however many there are."""
    job = await print_unconfirmed(house, printer)
    answers = await asyncio.gather(*(print_again(house, job) for _ in range(3)))
    assert [answer for answer in answers if answer is not None] == answers[:1]
    assert asked_about(house) == []
    assert len(await house.jobs()) == len(house.simulator.printed) == 2


async def test_printing_again_what_was_unconfirmed_on_a_full_disk(
    house: House, printer: Printer
) -> None:
    """What could not be written down of a job does not bring its question back."""
    with patch.object(Journal, "async_update", side_effect=JournalError("full")):
        job = await print_unconfirmed(house, printer)
    assert (await house.known(job)).state is JobState.SUBMITTING
    assert await print_again(house, job) is not None
    await house.advance(60)
    assert asked_about(house) == []
    known = await house.known(job)
    assert (known.state, known.is_dismissed) == (JobState.UNCONFIRMED, True)


# A disk that fails


async def test_a_print_that_was_refused_is_not_printed_after_a_kill(
    unsynced: type[UnsyncedConnection], house: House, printer: Printer
) -> None:
    """Whoever was told that nothing was printed may have printed it elsewhere."""
    await house.cut_off()
    unsynced.failures = 1
    with pytest.raises(HomeAssistantError) as error:
        await house.print(printer)
    assert error.value.translation_key == "journal_unwritable"
    await house.simulator.accept_connections()
    await house.crash()
    assert await house.jobs() == []
    await house.pass_time(120, step=30)
    assert house.simulator.printed == []


async def test_a_job_whose_sending_could_not_be_written_is_not_printed_twice(
    unsynced: type[UnsyncedConnection], house: House, printer: Printer
) -> None:
    """It is held as before, also after a kill, and printed when it can be."""
    (job,) = await house.hold(printer, "Letter")
    unsynced.failures = 1
    while unsynced.failures:
        await house.advance(5)
    assert await house.state(job) == ("held", "service")
    assert house.simulator.printed == []
    await house.crash()
    await house.pass_time(180, step=5)
    assert (await house.state(job))[0] == "finished"
    assert house.simulator.times_printed(name="Letter") == 1


# Callers that go away, and an account that does


@pytest.mark.parametrize("fields", [{}, {"idempotency_key": "key"}])
async def test_a_caller_that_goes_away(
    house: House, printer: Printer, fields: dict[str, Any]
) -> None:
    """Whenever it does, its job is printed once, or was never called."""
    for wait in range(0, 60, 2):
        name = f"job {wait}"
        if fields:
            fields["idempotency_key"] = name
        printing = house.begin(printer, name=name, **fields)
        for _ in range(wait):
            await asyncio.sleep(0)
        printing.cancel()
        await asyncio.wait([printing])
        await house.settle()
        printed = house.simulator.times_printed(name=name)
        called = [job for job in await house.jobs() if job["name"] == name]
        assert printed == len(called) <= 1, wait
        assert {job["state"] for job in called} <= {"submitted"}, wait
        if fields:
            again = await house.print(printer, name=name, **fields)
            assert again.get("repeated", False) is bool(called)
    assert house.simulator.printed


async def test_an_account_that_goes_away(house: House, printer: Printer) -> None:
    """A print at the very moment of a reload is refused, held, or printed once."""
    states: set[str] = set()
    for wait in range(-6, 80, 2):
        name = f"job {wait}"
        if wait < 0:
            unloading = create_eager_task(house.unload())
            for _ in range(-wait):
                await asyncio.sleep(0)
            printing = house.begin(printer, name=name)
            await unloading
        else:
            printing = house.begin(printer, name=name)
            for _ in range(wait):
                await asyncio.sleep(0)
            await house.unload()
        state = await outcome(printing)
        states.add(state)
        await house.load()
        await house.settle()
        called = [job for job in await house.jobs(limit=99) if job["name"] == name]
        printed = house.simulator.times_printed(name=name)
        assert printed == len(called) == (state != "account_not_loaded"), (wait, state)
    assert states >= {"account_not_loaded", "submitted"}


async def test_a_stopped_spool_takes_nothing(house: House, printer: Printer) -> None:
    """After the end nothing is taken, and nobody waits."""
    jobs = await house.hold(printer, "first")
    spooler = house.spooler
    waiting = create_eager_task(spooler.async_wait(await house.known(jobs[0])))
    await house.unload()
    assert (await waiting).state is JobState.HELD
    with pytest.raises(SpoolStoppedError):
        await spooler.async_print([make_job()], CONTENT)
    # Stopping twice is stopping.
    await spooler.async_stop()


async def test_waiting_for_the_end(house: House, printer: Printer) -> None:
    """Who waits for a job gets it when it has ended."""
    waiting = create_eager_task(house.print(printer, wait=True, timeout={"minutes": 5}))
    await until(lambda: house.store.open_jobs)
    await until(lambda: house.simulator.printed)
    await until(lambda: not house.store.busy_printers)
    for _ in range(10):
        house.tick(3)
        await until(lambda: True)
        for _ in range(200):
            await asyncio.sleep(0)
    assert (await waiting)["state"] == "finished"


async def test_a_print_while_the_account_stops(
    house: House, printer: Printer, simulator: CloudSimulator
) -> None:
    """What is being written down when the account goes is written, sent, and told."""
    spooler = house.spooler
    blocked = asyncio.Event()
    real: Callable[..., Any] = Journal.async_add

    async def slowly(self: Journal, *jobs: Job, **kwargs: Any) -> None:
        await blocked.wait()
        await real(self, *jobs, **kwargs)

    with patch.object(Journal, "async_add", slowly):
        printing = house.begin(printer)
        await until(lambda: house.store.open_jobs)
        stopping = create_eager_task(spooler.async_stop())
        for _ in range(50):
            await asyncio.sleep(0)
        assert not stopping.done()
        blocked.set()
        await stopping
    assert (await printing)["state"] == "submitted"
    assert len(simulator.printed) == 1


async def test_behind_one_that_is_being_canceled(
    house: House, printer: Printer
) -> None:
    """A job waits until that is written down, and no longer."""
    first, second = await house.hold(printer, "first", "second")
    known = await house.known(first)
    may_go_on = threading.Event()
    blocking = create_eager_task(house.journal.async_run(may_go_on.wait))
    canceling = create_eager_task(house.spooler.async_cancel(known))
    try:
        house.tick(15)
        breaker = house.account.dispatcher._breaker  # noqa: SLF001 - nothing else shows it
        await until(lambda: breaker.reason is None)
        assert [job.name for job in house.store.held_jobs] == ["second"]
        assert house.store.waiting.jobs[0].name == "first"
        house.account.dispatcher.wake()
        assert not house.store.busy_printers
    finally:
        may_go_on.set()
    await asyncio.gather(blocking, canceling)
    await house.settle()
    assert (await house.state(second))[0] == "submitted"
    assert [job.name for job in house.simulator.printed] == ["second"]
