"""Tests of jobs that are answered first and converted then, in a running account."""

import asyncio
from datetime import timedelta
import shutil
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.sheets.manual_duplex import (
    InputTray,
    OutputTray,
    Trays,
)
from custom_components.cloudprint.spool import preparer
from custom_components.cloudprint.spool.content_store import MAX_IN_JOURNAL
from custom_components.cloudprint.spool.errors import SpoolFullError
from custom_components.cloudprint.spool.job import Job, JobState
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.const import Platform
from homeassistant.exceptions import HomeAssistantError

from ..entities import entity_id_of
from ..ipp.slow_conversion import SlowConversion
from ..printing.test_quirks import answers
from ..samples import pdf_files
from ..simulator import Printer
from ..waits import Gate, let_run, slowed, until
from .conftest import OpenHouse
from .house import House
from .preparing import LETTER, accept

PDF = pdf_files.text(pages=3)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once what cannot be prepared now."""
    monkeypatch.setattr(preparer, "PREPARE_AGAIN_AFTER", 0)


def sensor(house: House, key: str, printer: Printer) -> str:
    """Return the state of a printer's sensor."""
    entity_id = entity_id_of(house.hass, house.entry, Platform.SENSOR, key, printer)
    state = house.hass.states.get(entity_id)
    assert state is not None
    return state.state


async def state(house: House, job: Job) -> tuple[str, str | None]:
    """Return the state and the reason of a job in the history."""
    found = await house.job(job.job_id)
    return found["state"], found["reason"]


def printed(house: House) -> list[str]:
    """Return the names of what came out."""
    return [task.name for task in house.simulator.printed]


@pytest.mark.usefixtures("enabled_entities")
async def test_answered_first(
    house: House, printer: Printer, conversion: SlowConversion
) -> None:
    """A job is there once it is written; nothing tells of it as of one that is printed."""
    fired: list[Any] = []
    house.hass.bus.async_listen("cloudprint_job", fired.append)
    before = await house.print(printer, name="Before")
    await house.pass_time(10, 1)
    fired.clear()
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    assert await state(house, job) == ("preparing", None)
    assert await house.jobs(state="preparing") == [await house.job(job.job_id)]
    assert sensor(house, "active_jobs", printer) == "1"
    assert sensor(house, "held_jobs", printer) == "0"
    last = house.store.last_job(job.device_id)
    assert last is not None
    assert last.job_id == before["job_id"]
    assert len(set(house.contents)) == 2
    conversion.go_on.set()
    await house.settle()
    assert (await house.job(job.job_id))["state"] == "submitted"
    await house.pass_time(10, 1)
    done = await house.job(job.job_id)
    assert (done["state"], done["requested_by"]) == ("finished", "Anna (192.168.1.20)")
    assert sensor(house, "last_job", printer) == "finished"
    assert [event.data["state"] for event in fired] == ["finished"]
    assert printed(house) == ["Before", "Letter"]
    # Its documents are gone, its content is kept.
    assert len(set(house.contents)) == 2


async def test_same_key(house: House, printer: Printer) -> None:
    """A print that was accepted before is the same job, before and after it is printed."""
    first = await accept(house, printer)
    assert (await accept(house, printer)).job_id == first.job_id
    await house.settle()
    assert (await accept(house, printer)).job_id == first.job_id
    await house.settle()
    assert printed(house) == ["Letter"]


async def test_same_key_of_copies(house: House, printer: Printer) -> None:
    """Where each copy is a job, a repeat is answered with the first."""
    house.hass.config_entries.async_update_entry(
        house.entry, options=answers(copies="one")
    )
    await house.settle()
    first = await accept(house, printer, options={"copies": 2})
    await house.settle()
    again = await accept(house, printer, options={"copies": 2})
    assert again.job_id == first.job_id
    await house.settle()
    assert printed(house) == ["Letter"] * 2


async def test_order(
    house: House,
    printer: Printer,
    colour_printer: Printer,
    conversion: SlowConversion,
) -> None:
    """Later jobs of its printer wait behind it, those of others do not."""
    await accept(house, printer)
    await conversion.is_converting.wait()
    behind = house.begin(printer, name="Behind")
    await house.print(colour_printer, name="Elsewhere")
    await until(lambda: house.store.counts.held(house.device_id(printer)))
    assert not behind.done()
    conversion.go_on.set()
    await behind
    await house.settle()
    assert printed(house) == ["Elsewhere", "Letter", "Behind"]


async def test_no_endless_wait(
    house: House, printer: Printer, conversion: SlowConversion
) -> None:
    """Others pass a job that takes long; it keeps its place among those that wait."""
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    behind = house.begin(printer, name="Behind")
    await until(lambda: house.store.counts.held(house.device_id(printer)))
    house.tick(preparer.HOLDS_UP_FOR)
    await behind
    assert printed(house) == ["Behind"]
    await house.go_offline(printer)
    await house.print(printer, name="Last")
    conversion.go_on.set()
    await house.settle()
    assert await state(house, job) == ("held", "printer_offline")
    await house.go_online(printer)
    await house.settle()
    assert printed(house) == ["Behind", "Letter", "Last"]


async def test_late_for_those_behind(
    house: House, printer: Printer, conversion: SlowConversion
) -> None:
    """A job is sent that is held although others stop waiting for it meanwhile."""
    await house.go_offline(printer)
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    async_add = house.journal.async_add

    async def add(*args: Any, **options: Any) -> None:
        house.tick(preparer.HOLDS_UP_FOR)
        await async_add(*args, **options)

    with patch.object(house.journal, "async_add", add):
        conversion.go_on.set()
        await house.settle()
    assert await state(house, job) == ("held", "printer_offline")
    await house.go_online(printer)
    await house.settle()
    assert printed(house) == ["Letter"]


async def test_last_job(
    house: House, printer: Printer, conversion: SlowConversion
) -> None:
    """A job that was prepared is not the last one if another came after it."""
    await accept(house, printer)
    await conversion.is_converting.wait()
    house.tick(1)
    behind = house.begin(printer, name="Behind")
    await until(lambda: house.store.counts.held(house.device_id(printer)))
    conversion.go_on.set()
    last = await behind
    await house.settle()
    found = house.store.last_job(house.device_id(printer))
    assert found is not None
    assert found.job_id == last["job_id"]


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_cancel(
    house: House, printer: Printer, conversion: SlowConversion, is_restarted: bool
) -> None:
    """A job that is canceled prints nothing, whenever its conversion ends."""
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    if is_restarted:
        await house.hass.config_entries.async_reload(house.entry.entry_id)
        await until(lambda: conversion.count == 2)
    canceled = await house.act("cancel_job", job_id=job.job_id)
    assert canceled["state"] == "canceled"
    conversion.go_on.set()
    await house.settle()
    assert await state(house, job) == ("canceled", "by_hand")
    assert house.contents == []
    assert printed(house) == []
    assert sensor(house, "last_job", printer) == "canceled"


async def test_cancel_twice(
    house: House, printer: Printer, conversion: SlowConversion
) -> None:
    """Of two at the same time, one cancels the job."""
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    answers = await asyncio.gather(
        *(house.act("cancel_job", job_id=job.job_id) for _ in range(2)),
        return_exceptions=True,
    )
    assert sum(isinstance(answer, dict) for answer in answers) >= 1
    conversion.go_on.set()
    await house.settle()
    assert await state(house, job) == ("canceled", "by_hand")
    assert printed(house) == []


async def test_accepted_while_it_stops(
    house: House, printer: Printer, conversion: SlowConversion
) -> None:
    """What was on its way to the journal is prepared with the next start."""
    gate = Gate()
    with slowed(house.journal, "async_add", gate.wait):
        accepting = asyncio.create_task(accept(house, printer))
        await gate.reached.wait()
        unloading = asyncio.create_task(house.unload())
        await let_run(10)
        gate.open()
        job = await accepting
        await unloading
    assert conversion.count == 0
    conversion.go_on.set()
    await house.load()
    assert await state(house, job) == ("submitted", None)


async def test_cancel_that_cannot_be_written(
    house: House, printer: Printer, conversion: SlowConversion
) -> None:
    """A job that is not canceled after all goes on."""
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    with (
        patch.object(Journal, "async_update", side_effect=JournalError("full")),
        pytest.raises(HomeAssistantError),
    ):
        await house.act("cancel_job", job_id=job.job_id)
    conversion.go_on.set()
    await house.pass_time(120, 60)
    assert printed(house) == ["Letter"]
    assert len(await house.jobs()) == 1


async def test_canceled_while_it_is_replaced(
    house: House, printer: Printer, conversion: SlowConversion
) -> None:
    """It is too late once the content is on its way to the journal."""
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    writing = Gate()
    with slowed(house.journal, "async_add", writing.wait):
        conversion.go_on.set()
        await writing.reached.wait()
        with pytest.raises(HomeAssistantError):
            await house.act("cancel_job", job_id=job.job_id)
        writing.open()
        await house.settle()
    assert printed(house) == ["Letter"]


async def test_cannot_be_replaced_after_all(
    house: House, printer: Printer, conversion: SlowConversion, at_once: None
) -> None:
    """A job that could not be canceled is prepared again if it is not written, either."""
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    contents = house.spooler.contents
    reserving, writing = Gate(), Gate()

    async def add(*args: Any, **options: Any) -> None:
        await writing.wait()
        raise JournalError("full")

    with (
        slowed(contents, "async_reserve", reserving.wait),
        patch.object(house.journal, "async_add", add),
    ):
        conversion.go_on.set()
        await reserving.reached.wait()
        reserving.open()
        with pytest.raises(HomeAssistantError):
            await house.act("cancel_job", job_id=job.job_id)
        await writing.reached.wait()
        writing.open()
        await until(lambda: house.store.find_preparing(job))
    await house.settle()
    assert printed(house) == ["Letter"]


async def test_expires(
    house: House, printer: Printer, conversion: SlowConversion
) -> None:
    """A job expires while it is prepared; what is converted then is not printed."""
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    house.tick(3601)
    await until(lambda: not house.store.open_jobs)
    conversion.go_on.set()
    await house.settle()
    assert await state(house, job) == ("expired", None)
    assert printed(house) == []
    assert house.contents == []


async def test_expires_while_room_is_made(
    house: House, printer: Printer, conversion: SlowConversion
) -> None:
    """A job that expires after its conversion, but before it is written, is not printed."""
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    contents = house.spooler.contents
    reserve = contents.async_reserve

    async def expire_before(*args: Any, **options: Any) -> None:
        house.tick(3601)
        await reserve(*args, **options)

    with patch.object(contents, "async_reserve", expire_before):
        conversion.go_on.set()
        await house.settle()
    assert await state(house, job) == ("expired", None)
    assert printed(house) == []


async def test_may_not_wait(
    open_house: OpenHouse, printer: Printer, conversion: SlowConversion
) -> None:
    """A job that must not be held is prepared, and ends if it cannot be sent then."""
    house = await open_house(expires_in={"seconds": 0})
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    house.tick(60)
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.go_offline(printer)
    assert (await state(house, job))[0] == "preparing"
    conversion.go_on.set()
    await house.settle()
    assert await state(house, job) == ("expired", "printer_offline")
    assert house.store.last_job(job.device_id) is not None


@pytest.mark.usefixtures("enabled_entities")
async def test_document_that_cannot_be_printed(
    house: House, printer: Printer, caplog: pytest.LogCaptureFixture
) -> None:
    """It fails with its sentence: in the history, the log, the event and the sensor."""
    job = await accept(house, printer, b"%PDF-1.7 broken", name="Secret plan")
    house.freezer.tick(1)
    behind = house.begin(printer, name="Behind")
    await house.settle()
    failed = await house.job(job.job_id)
    assert (failed["state"], failed["reason"]) == ("failed", "not_prepared")
    assert "damaged" in failed["message"]
    lines = [record for record in caplog.records if record.levelname == "WARNING"]
    (line,) = [each.getMessage() for each in lines if "not printed" in each.msg]
    assert line == (
        "A print that came by IPP was not printed: “The document” is a damaged or"
        " incomplete PDF. Save or download it again."
    )
    entity_id = entity_id_of(
        house.hass, house.entry, Platform.EVENT, "print_job", printer
    )
    event = house.hass.states.get(entity_id)
    assert event is not None
    await behind
    assert sensor(house, "last_job", printer) == "failed"
    house.store.transition(house.store.open_jobs[0], JobState.FINISHED)
    await house.settle()
    assert sensor(house, "last_job", printer) == "finished"
    assert printed(house) == ["Behind"]
    with pytest.raises(HomeAssistantError):
        await house.act("reprint_job", job_id=job.job_id)
    with pytest.raises(HomeAssistantError, match="damaged"):
        await house.print(printer, idempotency_key="Secret plan")
    again = await accept(house, printer, b"%PDF-1.7 broken", name="Again")
    await house.settle()
    assert (await house.job(again.job_id))["state"] == "failed"
    assert sensor(house, "last_job", printer) == "failed"


@pytest.mark.parametrize("error", [ValueError("secret"), HomeAssistantError("secret")])
async def test_unexpected_error(
    house: House,
    printer: Printer,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    """An error that is not ours ends the job, and is not told in its own words."""
    with patch(
        "custom_components.cloudprint.printing.preparing.get_quota", side_effect=error
    ):
        job = await accept(house, printer)
        await house.settle()
    failed = await house.job(job.job_id)
    assert failed["state"] == "failed"
    assert "unexpected" in failed["message"]
    assert "secret" not in caplog.text


@pytest.mark.parametrize("kills", [1, 2, 3])
async def test_killed_while_converting(
    house: House, printer: Printer, conversion: SlowConversion, kills: int
) -> None:
    """A conversion is begun again after a kill, alone after two; then it has failed.

    What was only in preparation at the same time is printed.
    """
    documents = [LETTER, b"%" * MAX_IN_JOURNAL + b" which is a longer one"]
    jobs = [
        await accept(house, printer, data, name=data[-3:].decode())
        for data in documents
    ]
    for count in (2, 4, 5)[:kills]:
        await until(lambda: conversion.count == count)  # noqa: B023 - awaited
        await let_run(10)
        assert conversion.count == count
        await house.keep_disk()
        await house.crash(settles=False)
    conversion.go_on.set()
    await house.settle()
    first, second = [await house.job(job.job_id) for job in jobs]
    assert second["state"] == "submitted"
    if kills < preparer.MAX_ATTEMPTS:
        assert first["state"] == "submitted"
    else:
        assert (first["state"], first["reason"]) == ("failed", "not_prepared")
        assert "stopped three times" in first["message"]
    assert len(printed(house)) == (1 if kills == preparer.MAX_ATTEMPTS else 2)


async def test_killed_before_its_turn(
    house: House, printer: Printer, conversion: SlowConversion
) -> None:
    """What had to wait for its turn was not begun, and does not fail for a kill."""
    jobs = [
        await accept(house, printer, name=f"Letter {number}")
        for number in range(preparer.AT_A_TIME + 1)
    ]
    for count in (2, 4, 5):
        await until(lambda: conversion.count == count)  # noqa: B023
        await house.keep_disk()
        await house.crash(settles=False)
    conversion.go_on.set()
    await house.settle()
    states = [(await house.job(job.job_id))["state"] for job in jobs]
    assert states == ["failed", "submitted", "submitted"]


@pytest.mark.parametrize("is_by_hand", [False, True])
@pytest.mark.parametrize("write", range(6))
async def test_killed_after_each_write(
    house: House, colour_printer: Printer, write: int, is_by_hand: bool
) -> None:
    """Whenever it is killed, a print is one of the history, and comes out once at most.

    It has the id that its client knows, and all its sides.
    """
    printer, device_id = colour_printer, house.device_id(colour_printer)
    if is_by_hand:
        capabilities = house.account.capabilities
        printer.report(supportedSides=["ONESIDE"])
        await capabilities.async_fetch(device_id)
        trays = Trays(output=OutputTray.FACE_DOWN, input=InputTray.PRINTS_LOWER)
        house.hass.config_entries.async_update_entry(
            house.entry, options={"trays": {device_id: trays.as_json()}}
        )
        await house.settle()
    options = {"sides": "two_sided_long_edge"} if is_by_hand else {}
    with house.crashing_before(write) as written:
        job = await accept(house, printer, PDF, options=options)
        await house.settle()
        # What is still being written
        await house.journal.async_run(lambda: None)
    sent = len(printed(house))
    assert written.call_count >= 3
    await house.crash()
    await house.settle()
    jobs = await house.jobs()
    if write == 0:
        # Nobody was told that it was accepted.
        assert jobs == []
        return
    front, *backs = jobs
    assert front["job_id"] == job.job_id
    assert [back["follows"] for back in backs] == [job.job_id] * is_by_hand
    times = len(printed(house))
    if front["state"] == "unconfirmed":
        assert times == sent == 1
    else:
        assert front["state"] == "submitted"
        # What came out before was not known to the disk at that time.
        assert times - sent <= 1
    assert "preparing" not in [each["state"] for each in jobs]


@pytest.mark.parametrize("failures", [1, 2])
async def test_journal_that_fails_meanwhile(
    house: House, printer: Printer, at_once: None, failures: int
) -> None:
    """A job that cannot be written is prepared again, and printed once."""
    async_add, left = house.journal.async_add, failures

    async def add(*args: Any, **options: Any) -> None:
        nonlocal left
        if options.get("changed") and left:
            left -= 1
            raise JournalError("full")
        await async_add(*args, **options)

    with patch.object(house.journal, "async_add", add):
        job = await accept(house, printer)
        await house.settle()
    assert left == 0
    assert await state(house, job) == ("submitted", None)
    assert printed(house) == ["Letter"]


async def test_room_that_is_needed_meanwhile(
    house: House, printer: Printer, at_once: None, conversion: SlowConversion
) -> None:
    """A job waits until there is room for what it prints."""
    await accept(house, printer)
    await conversion.is_converting.wait()
    contents = house.spooler.contents
    reserve, left = contents.async_reserve, 2

    async def refuse_before(*args: Any, **options: Any) -> None:
        nonlocal left
        if left:
            left -= 1
            raise SpoolFullError
        await reserve(*args, **options)

    with patch.object(contents, "async_reserve", refuse_before):
        conversion.go_on.set()
        await house.settle()
    assert printed(house) == ["Letter"]


async def test_attempt_that_cannot_be_written(
    house: House, printer: Printer, at_once: None
) -> None:
    """Nothing is converted before that was written."""
    async_update, left = house.journal.async_update, 2

    async def update(*jobs: Job) -> None:
        nonlocal left
        if left:
            left -= 1
            raise JournalError("full")
        await async_update(*jobs)

    with patch.object(house.journal, "async_update", update):
        await accept(house, printer)
        await house.settle()
    assert printed(house) == ["Letter"]


async def test_journal_that_cannot_be_written(house: House, printer: Printer) -> None:
    """A print is not accepted that could be lost; nothing of it is left."""
    with (
        patch.object(house.journal, "async_add", side_effect=JournalError("full")),
        pytest.raises(HomeAssistantError),
    ):
        await accept(house, printer)
    await house.settle()
    assert await house.jobs() == []
    assert house.contents == []


async def test_no_room(
    open_house: OpenHouse, printer: Printer, at_once: None, freezer: Any
) -> None:
    """A print for which there is no room is not accepted, or waits for room."""
    house = await open_house(content_limit=1)
    await house.go_offline(printer)
    large = b"a" * 528_000
    held = await accept(house, printer, large, name="Held")
    await house.settle()
    assert (await house.job(held.job_id))["state"] == "held"
    with pytest.raises(HomeAssistantError, match="no room"):
        await accept(house, printer, large, large, name="Too large")
    await house.settle()
    assert len(house.contents) == 1


@pytest.mark.parametrize(
    "error",
    [DocumentError("conversion_unavailable", error="no memory"), OSError()],
)
async def test_not_now(
    house: House,
    printer: Printer,
    at_once: None,
    monkeypatch: pytest.MonkeyPatch,
    conversion: SlowConversion,
    error: Exception,
) -> None:
    """What is no fault of a document is tried again for an hour; others pass it."""
    monkeypatch.setattr(preparer, "HOLDS_UP_FOR", 10**6)
    conversion.error = error
    conversion.go_on.set()
    job = await accept(house, printer)
    if isinstance(error, OSError):
        await house.settle()
        assert "no longer there" in (await house.job(job.job_id))["message"]
        return
    await house.print(printer, name="Behind")
    assert (await state(house, job))[0] == "preparing"
    house.freezer.tick(timedelta(minutes=59, seconds=59))
    conversion.error = None
    await house.settle()
    assert printed(house) == ["Behind", "Letter"]


async def test_gives_up(
    open_house: OpenHouse,
    printer: Printer,
    at_once: None,
    conversion: SlowConversion,
) -> None:
    """A job that could not be prepared for an hour fails."""
    house = await open_house(expires_in={"hours": 5})
    conversion.error = DocumentError("conversion_stopped")
    conversion.go_on.set()
    job = await accept(house, printer)
    await until(lambda: conversion.count > 2)
    house.freezer.tick(preparer.PREPARED_WITHIN)
    await house.settle()
    assert "for an hour" in (await house.job(job.job_id))["message"]


async def test_printer_that_is_gone(
    house: House, printer: Printer, at_once: None, conversion: SlowConversion
) -> None:
    """A job of a printer that is not listed waits until it is listed again."""
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    coordinator = house.account.coordinator
    listed = coordinator.data
    conversion.error = DocumentError("conversion_unavailable", error="no memory")
    coordinator.data = {}
    update = house.store.update
    with patch.object(house.store, "update", wraps=update) as withdrawn:
        conversion.go_on.set()
        await until(lambda: withdrawn.call_count > 2)
    assert conversion.count == 1
    assert (await state(house, job))[0] == "preparing"
    coordinator.data, conversion.error = listed, None
    await house.settle()
    assert printed(house) == ["Letter"]


async def test_document_that_is_gone(
    house: House, printer: Printer, conversion: SlowConversion
) -> None:
    """A job whose document is lost fails."""
    job = await accept(house, printer)
    await conversion.is_converting.wait()
    await house.unload()

    def lose() -> None:
        with house.journal.database as connection:
            connection.execute("DELETE FROM contents")

    await house.journal.async_run(lose)
    shutil.rmtree(house.folder / house.entry.entry_id)
    conversion.go_on.set()
    await house.load()
    assert "no longer there" in (await house.job(job.job_id))["message"]


async def test_copies_keep_their_place(
    open_house: OpenHouse, printer: Printer, conversion: SlowConversion
) -> None:
    """Copies that are jobs are printed together, before what came after the print."""
    copies = {"answer": "one", "device_id": "x", "printed_at": "2026-11-26"}
    house = await open_house(check_up={"copies": copies})
    await accept(house, printer, options={"copies": 3})
    await conversion.is_converting.wait()
    behind = house.begin(printer, name="Behind")
    await until(lambda: house.store.counts.held(house.device_id(printer)))
    conversion.go_on.set()
    await behind
    await house.settle()
    assert printed(house) == ["Letter", "Letter", "Letter", "Behind"]
