"""Tests of the spooler."""

import asyncio
import threading
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.api.client import CloudPrintClient
from custom_components.cloudprint.api.errors import CloudPrintConnectionError, Delivery
from custom_components.cloudprint.api.vocabulary import MediaFormat
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.printing.jobs import PRINT_AGAIN, async_decide
from custom_components.cloudprint.requester import AUTOMATION
from custom_components.cloudprint.spool.errors import (
    JobNotHeldError,
    SpoolFullError,
    SpoolStoppedError,
)
from custom_components.cloudprint.spool.job import Job, JobState
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from homeassistant.util.async_ import create_eager_task

from ..actions import call_again
from ..simulator import CloudSimulator, Fault, Printer
from ..waits import Gate, let_run, slowed, until
from .clocks import Clocks
from .conftest import OpenHouse
from .faults import UnsyncedConnection, full_disk
from .house import House
from .samples import CONTENT, make_job

SUBMIT = "newPrintTask"
DAY = 86_400


async def outcome(printing: asyncio.Task[dict[str, Any]]) -> str:
    """Print, and return the state of the job or the translation key of the error."""
    try:
        return str((await printing)["state"])
    except HomeAssistantError as err:
        return str(err.translation_key)


# Idempotency


async def test_the_same_key_prints_once(house: House, printer: Printer) -> None:
    """The same key within a day returns the first job."""
    first = await house.print(printer, idempotency_key="key")
    assert "repeated" not in first
    again = await house.print(printer, idempotency_key="key", text="something else")
    assert again == first | {"repeated": True}
    other = await house.print(printer, idempotency_key="other")
    assert other["job_id"] != first["job_id"]
    await house.print(printer)
    assert len(house.simulator.printed) == 3


async def test_repeated_call_returns_the_current_job(
    house: House, printer: Printer
) -> None:
    """The job is in its current state."""
    printer.step_seconds = 0
    first = await house.print(printer, idempotency_key="key")
    await house.advance(3)
    again = await house.print(printer, idempotency_key="key")
    assert again == first | {"repeated": True, "state": "finished"}
    # Also if the content is not available
    house.simulator.faults.add(SUBMIT, Fault.HTTP_500)
    lost = await house.print(printer, idempotency_key="lost")
    again = await house.print(printer, idempotency_key="lost")
    assert again == lost | {"repeated": True}
    assert again["state"] == "unconfirmed"


async def test_concurrent_calls_with_one_key(house: House, printer: Printer) -> None:
    """One call prints, and all return its job."""
    jobs = await asyncio.gather(
        *(house.begin(printer, idempotency_key="key") for _ in range(20))
    )
    assert len({job["job_id"] for job in jobs}) == 1
    assert [job.get("repeated", False) for job in jobs].count(False) == 1
    assert {job["state"] for job in jobs} == {"submitted"}
    assert len(house.simulator.printed) == 1


async def test_repeated_call_waits_for_the_answer(
    house: House, printer: Printer
) -> None:
    """A call that is repeated during the submit gets the same result."""
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    first = house.begin(printer, idempotency_key="key")
    await slow.reached.wait()
    second = house.begin(printer, idempotency_key="key")
    await let_run(100)
    assert not second.done()
    slow.release()
    assert await second == await first | {"repeated": True}


@pytest.mark.parametrize("again", ["reload", "restart", "crash"])
async def test_the_same_key_after_a_restart(
    house: House, printer: Printer, again: str
) -> None:
    """Keys are persistent."""
    first = await house.print(printer, idempotency_key="key")
    await getattr(house, again)()
    repeated = await house.print(printer, idempotency_key="key")
    assert repeated["job_id"] == first["job_id"]
    assert repeated["repeated"]
    assert len(house.simulator.printed) == 1


async def test_key_is_valid_for_a_day(house: House, printer: Printer) -> None:
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
async def test_key_while_the_wall_clock_is_set(
    house: House, clocks: Clocks, printer: Printer, put: float
) -> None:
    """The key is valid for a day of running time."""
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


@pytest.mark.parametrize("put", [-DAY, DAY])
async def test_key_while_the_wall_clock_is_set_before_a_restart(
    house: House, clocks: Clocks, printer: Printer, put: float
) -> None:
    """The key is valid for a day of running time."""
    first = await house.print(printer, idempotency_key="key")
    clocks.put(put)
    await house.restart()
    again = await house.print(printer, idempotency_key="key")
    assert again["job_id"] == first["job_id"]
    await house.advance(DAY)
    await house.restart()
    new = await house.print(printer, idempotency_key="key")
    assert new["job_id"] != first["job_id"]
    assert len(house.simulator.printed) == 2


async def test_key_of_a_pruned_job(house: House, printer: Printer) -> None:
    """The key may be used again."""
    first = await house.print(printer, idempotency_key="key")
    await house.journal.async_forget_others([])
    again = await house.print(printer, idempotency_key="key")
    assert again["job_id"] != first["job_id"]


async def test_key_of_several_printers(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """A key returns all jobs of its call."""
    printers = [printer, colour_printer]
    first = await house.print_all(printers, idempotency_key="key")
    again = await house.print_all(printers, idempotency_key="key")
    assert again == [job | {"repeated": True} for job in first]
    assert len(house.simulator.printed) == 2


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_key_with_one_more_printer(
    house: House, printer: Printer, colour_printer: Printer, is_restarted: bool
) -> None:
    """It is refused: the first job is no answer for the other printer."""
    first = await house.print(printer, idempotency_key="key")
    if is_restarted:
        await house.restart()
    printers = [printer, colour_printer]
    with pytest.raises(ServiceValidationError) as refused:
        await house.print_all(printers, idempotency_key="key")
    assert refused.value.translation_key == "key_used"
    assert len(house.simulator.printed) == 1
    # The same print again is still the same job.
    again = await house.print(printer, idempotency_key="key")
    assert again["job_id"] == first["job_id"]
    # Fewer printers are no reason to refuse.
    both = await house.print_all(printers, idempotency_key="both")
    fewer = await house.print_all([colour_printer], idempotency_key="both")
    assert {job["job_id"] for job in fewer} == {job["job_id"] for job in both}
    assert len(house.simulator.printed) == 3


async def test_key_with_one_more_printer_at_the_same_time(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """It is refused also while the first print is on its way."""
    one = house.begin(printer, idempotency_key="key")
    both = create_eager_task(
        house.print_all([printer, colour_printer], idempotency_key="key")
    )
    assert (await one)["state"] == "submitted"
    with pytest.raises(ServiceValidationError):
        await both
    assert len(house.simulator.printed) == 1


async def test_key_of_a_job_that_could_not_be_written(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """A repeated call prints on all its printers."""
    printers = [printer, colour_printer]
    with full_disk(), pytest.raises(HomeAssistantError):
        await house.print_all(printers, idempotency_key="key")
    jobs = await house.print_all(printers, idempotency_key="key")
    assert [job.get("repeated", False) for job in jobs] == [False, False]
    assert len(house.simulator.printed) == 2


async def test_key_cannot_be_read(house: House, printer: Printer) -> None:
    """Nothing is printed if the journal cannot be read."""
    with (
        patch.object(Journal, "async_keyed_jobs", side_effect=JournalError("no")),
        pytest.raises(HomeAssistantError) as error,
    ):
        await house.print(printer, idempotency_key="key")
    assert error.value.translation_key == "journal_unwritable"
    assert house.simulator.printed == []


async def test_key_of_a_held_job(house: House, printer: Printer) -> None:
    """A repeated call neither prints nor releases the job."""
    (first,) = await house.hold(printer, "first")
    await house.cut_off()
    held = await house.print(printer, idempotency_key="key")
    again = await house.print(printer, idempotency_key="key")
    assert again == held | {"repeated": True}
    await house.simulator.accept_connections()
    await house.pass_time(60, 5)
    assert len(house.simulator.printed) == 2
    assert first["job_id"] != held["job_id"]


# Cancel


async def test_cancel_a_held_job(house: House, printer: Printer) -> None:
    """It is never sent, even after a restart."""
    jobs = await house.hold(printer, "first", "second")
    canceled = await house.act("cancel_job", job_id=jobs[0]["job_id"])
    assert canceled["state"] == "canceled"
    assert await house.state(jobs[0]) == ("canceled", "by_hand")
    assert await house.act("cancel_job", job_id=jobs[0]["job_id"]) == canceled
    await house.crash()
    await house.pass_time(60, 5)
    assert [job.name for job in house.simulator.printed] == ["second"]


@pytest.mark.parametrize("again", [True, False])
async def test_cancel_a_sent_job(house: House, printer: Printer, again: bool) -> None:
    """Neither a job that is being sent nor a submitted one can be canceled."""
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


async def test_cancel_while_a_job_is_sent(house: House, printer: Printer) -> None:
    """The job is either canceled or sent."""
    for wait in range(40):
        (job,) = await house.hold(printer, f"job {wait}")
        known = await house.known(job)
        house.tick(15)
        await let_run(wait)
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


async def test_cancel_cannot_be_written(house: House, printer: Printer) -> None:
    """The job is still held, and so it is after a restart."""
    first, second = await house.hold(printer, "first", "second")
    known = await house.known(first)
    with full_disk(), pytest.raises(JournalError):
        await house.spooler.async_cancel(known)
    assert await house.state(first) == ("held", "service")
    await house.pass_time(30, 1)
    # It keeps its place.
    assert [job.name for job in house.simulator.printed] == ["first", "second"]
    assert (await house.state(second))[0] in ("submitted", "queued", "finished")


async def test_cancel_continues_without_its_caller(
    house: House, printer: Printer
) -> None:
    """The job is canceled if the caller is cancelled."""
    (job,) = await house.hold(printer, "first")
    known = await house.known(job)
    canceling = create_eager_task(house.spooler.async_cancel(known))
    canceling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await canceling
    await house.pass_time(60, 5)
    assert await house.state(job) == ("canceled", "by_hand")
    assert house.simulator.printed == []


# Release


async def test_release_in_quiet_hours_and_while_offline(
    open_house: OpenHouse, printer: Printer, colour_printer: Printer
) -> None:
    """A release ignores both."""
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


async def test_release_of_one_printer(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """Its jobs are sent in order, without a pause."""
    jobs = await house.hold(printer, "first", "second")
    await house.cut_off()
    other = await house.print(colour_printer, name="other")
    await house.simulator.accept_connections()
    away = CloudPrintConnectionError("It is away", delivery=Delivery.NOT_SENT)
    with patch.object(CloudPrintClient, "query_printers", side_effect=away) as probe:
        released = await house.act("release_jobs", device_id=house.device_id(printer))
        # The probe failed: they are still held.
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


async def test_release_while_the_service_is_away(
    house: House, printer: Printer
) -> None:
    """The service is probed; if it does not answer, nothing changes."""
    await house.cut_off()
    job = await house.print(printer)
    released = await house.act("release_jobs")
    assert [job["state"] for job in released["jobs"]] == ["held"]
    assert await house.state(job) == ("held", "service")
    await house.simulator.accept_connections()
    released = await house.act("release_jobs")
    assert [job["state"] for job in released["jobs"]] == ["submitted"]


async def test_release_continues_without_its_caller(
    open_house: OpenHouse, printer: Printer
) -> None:
    """The jobs are sent if the caller is cancelled."""
    house = await open_house(quiet_from="00:00:00", quiet_to="00:00:00")
    for wait in range(20):
        job = await house.print(printer)
        releasing = create_eager_task(house.spooler.async_release())
        await let_run(wait)
        releasing.cancel()
        await asyncio.wait([releasing])
        await house.settle()
        assert (await house.state(job))[0] == "submitted", wait
    assert len(house.simulator.printed) == 20


async def test_release_of_an_expired_job(house: House, printer: Printer) -> None:
    """It is not sent, even if its timer is late."""
    await house.cut_off()
    job = await house.print(printer, expires_in={"seconds": 10})
    await house.simulator.accept_connections()
    house.freezer.tick(10)
    (released,) = (await house.act("release_jobs"))["jobs"]
    assert released["state"] == "expired"
    assert await house.state(job) == ("expired", "order")
    assert house.simulator.printed == []


# Reprint


async def test_reprint(house: House, printer: Printer) -> None:
    """The new job has the same content, and refers to the first."""
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
    # The new job does not have the key.
    repeated = await house.print(printer, idempotency_key="key")
    assert repeated["job_id"] == first["job_id"]
    assert third["state"] == "submitted"


async def test_reprint_after_a_restart(house: House, printer: Printer) -> None:
    """Contents are persistent."""
    first = await house.print(printer)
    await house.advance(10)
    await house.crash()
    again = await house.act("reprint_job", job_id=first["job_id"])
    assert again["state"] == "submitted"
    assert len({job.digest for job in house.simulator.printed}) == 1


async def test_reprint_without_a_content(
    open_house: OpenHouse, printer: Printer
) -> None:
    """With 0 days, the content is deleted with the end of the job."""
    house = await open_house(content_days=0)
    printer.step_seconds = 0
    job = await house.print(printer)
    assert len(house.contents) == 1
    await house.advance(3)
    assert house.contents == []
    assert not house.spooler.contents.is_kept(await house.known(job))
    with pytest.raises(HomeAssistantError) as error:
        await house.act("reprint_job", job_id=job["job_id"])
    assert error.value.translation_key == "job_content_gone"
    assert await house.spooler.contents.async_content(await house.known(job)) is None
    assert len(house.simulator.printed) == 1


async def test_reprint_on_a_full_disk(house: House, printer: Printer) -> None:
    """A refused reprint does not change the first job."""
    job = await house.print(printer)
    with full_disk(), pytest.raises(HomeAssistantError) as error:
        await house.act("reprint_job", job_id=job["job_id"])
    assert error.value.translation_key == "journal_unwritable"
    assert house.spooler.contents.is_kept(await house.known(job))
    again = await house.act("reprint_job", job_id=job["job_id"])
    assert again["state"] == "submitted"


async def test_reprint_while_the_content_is_deleted(
    open_house: OpenHouse, printer: Printer
) -> None:
    """The content is written again."""
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
                "content_id",
            )
        },
        state=JobState.HELD,
        name="again",
    )
    content = await house.spooler.contents.async_content(known)
    assert content is not None
    reprinting = create_eager_task(house.spooler.async_print([(again, content)]))
    second = house.begin(printer, text="b" * size, name="second")
    await reprinting
    # There is space for both only if the first content was deleted.
    assert await outcome(second) in ("submitted", "spool_full")
    names = [job.name for job in house.simulator.printed]
    assert names.count("again") == 1
    assert len({job.digest for job in house.simulator.find_printed(name="again")}) == 1


# Space


async def test_content_of_a_held_job_is_not_deleted(
    open_house: OpenHouse, printer: Printer
) -> None:
    """The new print is refused; contents of finished jobs are deleted."""
    house = await open_house(content_limit=20)
    mebibyte = 1024 * 1024
    printer.step_seconds = 0
    finished = await house.print(printer, text="f" * 6 * mebibyte)
    await house.advance(3)
    await house.cut_off()
    held = [await house.print(printer, text=c * 9 * mebibyte) for c in "ab"]
    assert not house.spooler.contents.is_kept(await house.known(finished))
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
    # Now there is space.
    assert (await house.print(printer, text="c" * 5 * mebibyte))["task_id"]


async def test_full_spool(open_house: OpenHouse, printer: Printer) -> None:
    """The spooler raises its own errors."""
    house = await open_house(content_limit=20)
    large = Content.from_string("x" * 21 * 1024 * 1024, MediaFormat.TEXT)
    with pytest.raises(SpoolFullError):
        await house.spooler.async_print([(make_job(), large)])
    assert house.store.open_jobs == []


async def test_remove_an_account(house: House, printer: Printer) -> None:
    """Its contents are deleted."""
    await house.hold(printer, "first")
    await house.print(printer, name="second")
    assert house.contents
    await house.hass.config_entries.async_remove(house.entry.entry_id)
    assert house.contents == []
    assert not (house.folder / house.entry.entry_id).exists()
    assert await house.journal.async_jobs(limit=10) == []


# Decisions


@pytest.mark.parametrize(
    ("is_printed", "state"),
    [(True, ("finished", "by_hand")), (False, ("unconfirmed", "no_answer"))],
)
async def test_decide(
    house: House, printer: Printer, is_printed: bool, state: tuple[str, str]
) -> None:
    """A decision is made once, and is persistent."""
    house.simulator.faults.add(SUBMIT, Fault.HTTP_500)
    job = await house.print(printer)
    known = await house.known(job)
    issues = ir.async_get(house.hass).issues
    assert [key for key in issues if key[1].startswith("jobs_unconfirmed")]
    decided = house.spooler.decide(known, is_printed=is_printed)
    assert not decided.awaits_decision
    assert not [key for key in issues if key[1].startswith("jobs_unconfirmed")]
    # A second decision is ignored.
    again = house.spooler.decide(known, is_printed=not is_printed)
    assert not again.awaits_decision
    await house.crash()
    assert house.store.undecided_jobs == []
    assert await house.state(job) == state
    assert house.simulator.count(SUBMIT) == 1


async def print_unconfirmed(house: House, printer: Printer) -> dict[str, Any]:
    """Print an unconfirmed job, and return it."""
    house.simulator.faults.add(SUBMIT, Fault.DROP_AFTER_ACCEPT)
    job = await house.print(printer)
    assert job["state"] == "unconfirmed"
    await house.settle()
    await call_again(house.entry)
    return job


async def print_again(house: House, job: dict[str, Any]) -> Job | None:
    """Decide to print a job again."""
    known = await house.known(job)
    _, again = await async_decide(
        house.entry.runtime_data, known, PRINT_AGAIN, AUTOMATION
    )
    return again


def asked_about(house: House) -> list[str]:
    """Return the ids of the jobs that await a decision, if there is an issue."""
    jobs = [job.job_id for job in house.store.undecided_jobs]
    issues = ir.async_get(house.hass).issues
    assert any(key[1].startswith("jobs_unconfirmed") for key in issues) is bool(jobs)
    return jobs


@pytest.mark.parametrize("is_written", [False, True])
async def test_killed_during_a_reprint_that_decides(
    house: House, printer: Printer, is_written: bool
) -> None:
    """There is either the question or the new job, never neither."""
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
        # It is unknown whether the new job was sent.
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


async def test_printed_again_at_the_same_time(house: House, printer: Printer) -> None:
    """Of two who decide so, one prints."""
    job = await print_unconfirmed(house, printer)
    again = await asyncio.gather(print_again(house, job), print_again(house, job))
    assert again.count(None) == 1
    assert len(house.simulator.printed) == 2


async def test_reprint_that_decides_cannot_be_written(
    house: House, printer: Printer
) -> None:
    """The job still awaits a decision, even after a restart."""
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


async def test_concurrent_reprints_that_decide(house: House, printer: Printer) -> None:
    """One of them prints."""
    job = await print_unconfirmed(house, printer)
    answers = await asyncio.gather(*(print_again(house, job) for _ in range(3)))
    assert [answer for answer in answers if answer is not None] == answers[:1]
    assert asked_about(house) == []
    assert len(await house.jobs()) == len(house.simulator.printed) == 2


async def test_decision_after_a_full_disk(house: House, printer: Printer) -> None:
    """An unwritten change of the job does not restore the question."""
    with patch.object(Journal, "async_update", side_effect=JournalError("full")):
        job = await print_unconfirmed(house, printer)
    assert (await house.known(job)).state is JobState.SUBMITTING
    assert await print_again(house, job) is not None
    await house.advance(60)
    assert asked_about(house) == []
    known = await house.known(job)
    assert (known.state, known.is_dismissed) == (JobState.UNCONFIRMED, True)


# Disk errors


async def test_refused_print_after_a_kill(
    unsynced: type[UnsyncedConnection], house: House, printer: Printer
) -> None:
    """It is not printed after the restart."""
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


async def test_held_job_that_could_not_be_written_after_a_kill(
    unsynced: type[UnsyncedConnection], house: House, printer: Printer
) -> None:
    """It is still held, and printed once."""
    (job,) = await house.hold(printer, "Letter")
    # What fails is the write of the next state, not this one.
    assert (await house.known(job)).state is JobState.HELD
    unsynced.failures = 1
    while unsynced.failures:
        await house.advance(5)
    assert await house.state(job) == ("held", "service")
    assert house.simulator.printed == []
    await house.crash()
    await house.pass_time(180, step=5)
    assert (await house.state(job))[0] == "finished"
    assert house.simulator.times_printed(name="Letter") == 1


# Canceled callers and unloaded accounts


@pytest.mark.parametrize("fields", [{}, {"idempotency_key": "key"}])
async def test_canceled_caller(
    house: House, printer: Printer, fields: dict[str, Any]
) -> None:
    """The job is printed once or not at all."""
    for wait in range(0, 60, 2):
        name = f"job {wait}"
        if fields:
            fields["idempotency_key"] = name
        printing = house.begin(printer, name=name, **fields)
        await let_run(wait)
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


@pytest.mark.slow
async def test_reload_during_a_print(house: House, printer: Printer) -> None:
    """The print is refused, held or printed once."""
    states: set[str] = set()
    for wait in range(-6, 80, 2):
        name = f"job {wait}"
        if wait < 0:
            unloading = create_eager_task(house.unload())
            await let_run(-wait)
            printing = house.begin(printer, name=name)
            await unloading
        else:
            printing = house.begin(printer, name=name)
            await let_run(wait)
            await house.unload()
        state = await outcome(printing)
        states.add(state)
        await house.load()
        await house.settle()
        called = [job for job in await house.jobs(limit=99) if job["name"] == name]
        printed = house.simulator.times_printed(name=name)
        assert printed == len(called) == (state != "account_not_loaded"), (wait, state)
    assert states >= {"account_not_loaded", "submitted"}


async def test_stopped_spooler(house: House, printer: Printer) -> None:
    """It admits no job, and ends all waits."""
    jobs = await house.hold(printer, "first")
    spooler = house.spooler
    waiting = create_eager_task(spooler.async_wait(await house.known(jobs[0])))
    await house.unload()
    assert (await waiting).state is JobState.HELD
    with pytest.raises(SpoolStoppedError):
        await spooler.async_print([(make_job(), CONTENT)])
    # A second stop does nothing.
    await spooler.async_stop()


async def test_spooler_of_before_a_reload(house: House, printer: Printer) -> None:
    """It changes no job any more: those that it knows may have been printed since."""
    (job,) = await house.hold(printer, "Letter")
    known, old = await house.known(job), house.spooler
    printer.step_seconds = 0
    await house.reload()
    await house.pass_time(30, 5)
    finished = await house.known(job)
    assert finished.state is JobState.FINISHED
    for change in (
        old.async_release,
        lambda: old.async_release(known.device_id),
        lambda: old.async_cancel(known),
        lambda: old.async_release_back_pass(known),
    ):
        with pytest.raises(SpoolStoppedError):
            await change()
    with pytest.raises(SpoolStoppedError):
        old.decide(known, is_printed=True)
    await house.settle()
    assert await house.known(job) == finished
    await house.restart()
    await house.pass_time(30, 5)
    assert house.simulator.times_printed(name="Letter") == 1


async def test_wait_for_the_end(house: House, printer: Printer) -> None:
    """The job is returned once it has ended."""
    waiting = create_eager_task(house.print(printer, wait=True, timeout={"minutes": 5}))
    await until(lambda: house.store.open_jobs)
    await until(lambda: house.simulator.printed)
    await until(lambda: not house.store.busy_printers)
    while not waiting.done():
        await house.advance(3)
    assert (await waiting)["state"] == "finished"


async def test_unload_during_an_admission(
    house: House, printer: Printer, simulator: CloudSimulator
) -> None:
    """The job is written and sent before the account is unloaded."""
    spooler = house.spooler
    gate = Gate()
    with slowed(Journal, "async_add", gate.wait):
        printing = house.begin(printer)
        await until(lambda: house.store.open_jobs)
        stopping = create_eager_task(spooler.async_stop())
        await let_run(50)
        assert not stopping.done()
        gate.open()
        await stopping
    assert (await printing)["state"] == "submitted"
    assert len(simulator.printed) == 1


async def test_job_behind_a_canceled_one(house: House, printer: Printer) -> None:
    """It is sent once the cancellation is written."""
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
