"""Tests of pages that another integration draws: asked for once, whatever happens."""

from collections.abc import Coroutine
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.document.converter import Converter
from custom_components.cloudprint.spool import preparer
from custom_components.cloudprint.spool.job import Job
from custom_components.cloudprint.spool.journal import JournalError
from homeassistant.core import CoreState
from homeassistant.exceptions import HomeAssistantError

from ..actions import refuses
from ..artist import Artist, add_artist
from ..printing.test_permissions import call_as
from ..printing.test_quirks import answers
from ..rules import add_rule, decide, waiting_for_approval
from ..samples import drawings
from ..simulator import Printer
from ..waits import Gate, let_run, slowed, until
from .house import House
from .test_preparer import printed, sensor

PAGE: dict[str, Any] = {
    "page": "coloring",
    "page_options": {"subject": "a cat", "title": "For Anna"},
    "text": None,
    "name": "Letter",
}


@pytest.fixture
async def artist(house: House) -> Artist:
    """Add an entity that draws."""
    artist = await add_artist(house.hass)
    await house.settle()
    return artist


async def state(house: House, job: dict[str, Any]) -> tuple[str, str | None]:
    """Return the state and the reason of a job in the history."""
    found = await house.job(job["job_id"])
    return found["state"], found["reason"]


async def test_answered_first(house: House, printer: Printer, artist: Artist) -> None:
    """The job is written and answered, then drawn, then printed; others pass it."""
    fired: list[Any] = []
    house.hass.bus.async_listen("cloudprint_job", fired.append)
    with artist.thinking() as gate:
        job = await house.print(printer, **PAGE)
        assert job["state"] == "preparing"
        await gate.reached.wait()
        stored = await house.known(job)
        assert stored.preparation is not None
        assert stored.preparation.is_asked
        assert "a cat" not in repr(stored)
        assert sensor(house, "active_jobs", printer) == "1"
        await house.print(printer, name="Passes")
        assert printed(house) == ["Passes"]
    await house.settle()
    await house.pass_time(10, 1)
    assert await state(house, job) == ("finished", None)
    assert printed(house) == ["Passes", "Letter"]
    assert len(artist.asked) == 1
    assert [event.data["state"] for event in fired] == ["finished", "finished"]
    # Again from what is kept
    again = await house.act("reprint_job", job_id=job["job_id"])
    assert again["jobs"][0]["state"] == "submitted"
    assert len(artist.asked) == 1
    first, second = house.simulator.printed[-2:]
    assert first.content == second.content


async def test_wait(house: House, printer: Printer, artist: Artist) -> None:
    """A caller who waits is answered with the end, also of a page that fails."""
    waiting = house.begin(printer, **PAGE, wait=True)
    await until(lambda: printed(house))
    await house.pass_time(10, 1)
    assert (await waiting)["state"] == "finished"
    artist.error = RuntimeError("a secret")
    with refuses("coloring_failed", entity="Artist"):
        await house.print(printer, **PAGE, wait=True)
    failed = (await house.jobs())[-1]
    assert "paid" in failed["message"]
    assert failed["reason"] == "not_prepared"
    with refuses("job_content_gone"):
        await house.act("reprint_job", job_id=failed["job_id"])
    assert len(artist.asked) == 2


async def test_late_failure(house: House, printer: Printer, artist: Artist) -> None:
    """An entity that fails after a while is named."""
    artist.error = RuntimeError("a secret")
    with artist.thinking() as gate:
        job = await house.print(printer, **PAGE)
        await gate.reached.wait()
    await house.settle()
    assert "No picture came from" in (await house.job(job["job_id"]))["message"]
    assert house.hass.data["cloudprint_drawings"] == {}


@pytest.mark.parametrize("noise", [0, 255])
async def test_no_lines(
    house: House, printer: Printer, artist: Artist, noise: int
) -> None:
    """What does not become lines is refused before paper."""
    artist.picture = drawings.encode(drawings.cat(64).point([noise] * 768))
    job = await house.print(printer, **PAGE)
    await house.settle()
    assert await state(house, job) == ("failed", "not_prepared")
    found = await house.job(job["job_id"])
    assert found["message"].startswith("What was drawn for “Letter”")
    assert (printed(house), house.contents) == ([], [])


async def test_same_key(house: House, printer: Printer, artist: Artist) -> None:
    """A repeated call is the same job, before and after it is drawn."""
    with artist.thinking() as gate:
        first = await house.print(printer, **PAGE, idempotency_key="k")
        await gate.reached.wait()
        again = await house.print(printer, **PAGE, idempotency_key="k")
        assert again == first | {"repeated": True}
    await house.settle()
    again = await house.print(printer, **PAGE, idempotency_key="k")
    assert again["job_id"] == first["job_id"]
    assert len(artist.asked) == len(printed(house)) == 1


async def test_dry_run(house: House, printer: Printer, artist: Artist) -> None:
    """A dry run asks nobody, and says so."""
    found = await house.print(printer, **PAGE, dry_run=True)
    assert found["warnings"] == ["not_drawn"]
    assert artist.asked == []


@pytest.mark.parametrize("is_stopped", [False, True])
async def test_cancel(
    house: House, printer: Printer, artist: Artist, is_stopped: bool
) -> None:
    """A canceled page is not printed, whenever it is drawn, and nothing of it is kept."""
    with artist.thinking() as gate:
        job = await house.print(printer, **PAGE)
        await gate.reached.wait()
        if is_stopped:
            await house.hass.config_entries.async_reload(house.entry.entry_id)
        await house.act("cancel_job", job_id=job["job_id"])
    await house.settle()
    assert await state(house, job) == ("canceled", "by_hand")
    assert (printed(house), house.contents) == ([], [])
    assert len(artist.asked) == 1
    assert house.hass.data["cloudprint_drawings"] == {}


async def test_reload(house: House, printer: Printer, artist: Artist) -> None:
    """What is drawn while the account is reloaded is not asked for again."""
    with artist.thinking() as gate:
        job = await house.print(printer, **PAGE)
        await gate.reached.wait()
        await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.settle()
    assert await state(house, job) == ("submitted", None)
    assert len(artist.asked) == len(printed(house)) == 1


@pytest.mark.parametrize("is_drawn", [False, True])
async def test_move(
    house: House,
    printer: Printer,
    colour_printer: Printer,
    artist: Artist,
    is_drawn: bool,
) -> None:
    """A page that is moved takes along what is being drawn, or was."""
    with artist.thinking() as gate:
        job = await house.print(printer, **PAGE)
        await gate.reached.wait()
        if not is_drawn:
            moved = await house.act(
                "move_job",
                job_id=job["job_id"],
                device_id=house.device_id(colour_printer),
            )
            assert moved["state"] == "preparing"
    if is_drawn:
        slow = Gate()
        with slowed(Converter, "async_draw_lines", slow.wait):
            await slow.reached.wait()
            moved = await house.act(
                "move_job",
                job_id=job["job_id"],
                device_id=house.device_id(colour_printer),
            )
            slow.open()
            await house.settle()
    await house.settle()
    assert await state(house, job) == ("canceled", "moved")
    assert await state(house, moved) == ("submitted", None)
    assert len(artist.asked) == len(printed(house)) == 1


async def test_journal_that_fails(
    house: House,
    printer: Printer,
    artist: Artist,
) -> None:
    """A picture that cannot be written is neither lost nor asked for again."""
    contents, left = house.spooler.contents, 1
    write = contents.async_write

    async def fail_once(*args: Any) -> None:
        nonlocal left
        if left:
            left -= 1
            raise JournalError("full")
        await write(*args)

    with patch.object(contents, "async_write", fail_once):
        job = await house.print(printer, **PAGE)
        await until(lambda: not left)
        await let_run()
        await house.advance(preparer.PREPARE_AGAIN_AFTER + 1)
    assert await state(house, job) == ("submitted", None)
    assert len(artist.asked) == len(printed(house)) == 1


@pytest.mark.parametrize("is_large", [False, True])
async def test_picture_is_kept(
    house: House, printer: Printer, artist: Artist, is_large: bool
) -> None:
    """Once the picture is in the journal, a kill resumes from it."""
    if is_large:
        artist.picture += b"\0" * 100_000
    gate = Gate()
    with slowed(Converter, "async_draw_lines", gate.wait):
        job = await house.print(printer, **PAGE)
        await gate.reached.wait()
        await house.keep_disk()
        await house.crash(settles=False)
        gate.open()
        await house.settle()
    assert await state(house, job) == ("submitted", None)
    assert len(artist.asked) == len(printed(house)) == 1


async def test_picture_is_gone(house: House, printer: Printer, artist: Artist) -> None:
    """A kept picture that was deleted from the disk is not asked for again."""
    gate = Gate()
    artist.picture += b"\0" * 100_000
    with slowed(Converter, "async_draw_lines", gate.wait):
        job = await house.print(printer, **PAGE)
        await gate.reached.wait()
        await house.unload()
        for path in (house.folder / house.entry.entry_id).iterdir():
            path.unlink()
        gate.open()
        await house.load()
    assert await state(house, job) == ("failed", "not_prepared")
    assert len(artist.asked) == 1


async def test_unwritten_question(
    house: House, printer: Printer, artist: Artist
) -> None:
    """What could not be written is not asked, but later: that is no interruption."""
    update, left = house.journal.async_update, 1

    async def fail_once(*jobs: Job) -> None:
        nonlocal left
        if left and any(
            each.preparation and each.preparation.is_asked for each in jobs
        ):
            left -= 1
            raise JournalError("full")
        await update(*jobs)

    with patch.object(house.journal, "async_update", fail_once):
        job = await house.print(printer, **PAGE)
        await until(lambda: not left)
        await let_run()
        assert artist.asked == []
        await house.advance(preparer.PREPARE_AGAIN_AFTER + 1)
    assert await state(house, job) == ("submitted", None)
    assert len(artist.asked) == len(printed(house)) == 1


@pytest.mark.parametrize("is_moved", [False, True])
async def test_disturbed_question(
    house: House,
    printer: Printer,
    colour_printer: Printer,
    artist: Artist,
    is_moved: bool,
) -> None:
    """A reload or move while it is written that it is asked for is no interruption."""
    gate, update = Gate(), house.journal.async_update

    async def wait(*jobs: Job) -> None:
        if any(each.preparation and each.preparation.is_asked for each in jobs):
            await gate.wait()
        await update(*jobs)

    with patch.object(house.journal, "async_update", wait):
        job = await house.print(printer, **PAGE)
        await gate.reached.wait()
        target = {"device_id": house.device_id(colour_printer)}
        work: Coroutine[Any, Any, Any] = (
            house.act("move_job", job_id=job["job_id"], **target)
            if is_moved
            else house.reload()
        )
        disturbed = house.hass.async_create_task(work)
        await let_run()
        gate.open()
        if is_moved:
            job = await disturbed
    await house.settle()
    await disturbed
    await house.settle()
    assert await state(house, job) == ("submitted", None)
    assert len(artist.asked) == len(printed(house)) == 1


async def test_start(house: House, printer: Printer, artist: Artist) -> None:
    """While Home Assistant starts, the entity that draws may not be there yet."""
    house.hass.set_state(CoreState.starting)
    job = await house.print(printer, **PAGE)
    for _ in range(10):
        await house.journal.async_run(lambda: None)
        await let_run()
    assert await state(house, job) == ("preparing", None)
    assert artist.asked == []
    house.hass.set_state(CoreState.running)
    await house.advance(preparer.PREPARE_AGAIN_AFTER + 1)
    assert await state(house, job) == ("submitted", None)
    assert len(artist.asked) == len(printed(house)) == 1


async def test_account_is_removed(
    house: House, printer: Printer, artist: Artist
) -> None:
    """What is drawn for an account that is gone is not kept."""
    with artist.thinking() as gate:
        await house.print(printer, **PAGE)
        await gate.reached.wait()
        await house.hass.config_entries.async_remove(house.entry.entry_id)
    await house.settle()
    assert len(artist.asked) == 1
    assert printed(house) == []
    assert house.hass.data["cloudprint_drawings"] == {}


async def test_entity_is_removed(
    house: House, printer: Printer, artist: Artist
) -> None:
    """What an entity draws while it is removed is printed; the next print is refused."""
    with artist.thinking() as gate:
        job = await house.print(printer, **PAGE)
        await gate.reached.wait()
        await artist.async_remove(force_remove=True)
    await house.settle()
    assert await state(house, job) == ("submitted", None)
    with refuses("coloring_no_entity", field="entity", entities="-"):
        await house.print(printer, **PAGE)
    assert len(artist.asked) == len(printed(house)) == 1


async def test_stop(house: House, printer: Printer, artist: Artist) -> None:
    """What a stop of Home Assistant cancels ends with a sentence, and is not repeated."""
    with artist.thinking() as gate:
        job = await house.print(printer, **PAGE)
        await gate.reached.wait()
        # Home Assistant cancels its background tasks first.
        for drawing in house.hass.data["cloudprint_drawings"].values():
            drawing.cancel()
        await house.restart()
    found = await house.job(job["job_id"])
    assert (found["state"], found["reason"]) == ("failed", "not_prepared")
    assert "may have been paid for" in found["message"]
    assert len(artist.asked) == 1
    assert (printed(house), house.contents) == ([], [])


async def test_killed_while_drawing(
    house: House, printer: Printer, artist: Artist
) -> None:
    """What a kill cut off ends with a sentence, and is not asked for again."""
    with artist.thinking() as gate:
        job = await house.print(printer, **PAGE)
        await gate.reached.wait()
        await house.keep_disk()
        await house.crash()
    await house.settle()
    found = await house.job(job["job_id"])
    assert (found["state"], found["reason"]) == ("failed", "not_prepared")
    assert "may have been paid for" in found["message"]
    assert len(artist.asked) == 1
    assert (printed(house), house.contents) == ([], [])


@pytest.mark.parametrize("write", range(7))
async def test_killed_after_each_write(
    house: House, printer: Printer, artist: Artist, write: int
) -> None:
    """Whenever it is killed, nothing is asked for twice, nor printed twice."""
    with house.crashing_before(write) as written:
        job = await house.print(printer, **PAGE)
        await house.settle()
        # What is still being written
        await house.journal.async_run(lambda: None)
    sent = len(printed(house))
    assert (sent, len(artist.asked)) == (1, 1)
    assert written.call_count >= 5
    await house.crash()
    await house.settle()
    jobs = await house.jobs()
    if write == 0:
        assert jobs == []
        return
    (found,) = jobs
    assert found["job_id"] == job["job_id"]
    # What had been asked before was not known to the disk at that time.
    was_asked = len(artist.asked) - 1
    if found["state"] == "failed":
        assert "may have been paid for" in found["message"]
        assert was_asked == 0
    elif found["state"] == "unconfirmed":
        assert was_asked == 0
    else:
        assert found["state"] == "submitted"
        assert was_asked == (write < 3)
    assert len(printed(house)) - sent <= (found["state"] == "submitted")


async def test_approval(house: House, printer: Printer, artist: Artist) -> None:
    """It is drawn once it was approved, and counts when it is admitted."""
    add_rule(
        house.hass,
        house.entry,
        kinds=["automation"],
        ask_above=1,
        pages_a_day=2,
    )
    job = await house.print(printer, **PAGE, copies=2)
    assert await state(house, job) == ("held", "approval")
    with refuses("job_content_gone"):
        await house.act("reprint_job", job_id=job["job_id"])
    await house.crash()
    assert artist.asked == []
    user = await house.hass.auth.async_create_user("Owner")
    with artist.thinking() as gate:
        await call_as(house.hass, user, "approve_job", job_id=job["job_id"])
        await gate.reached.wait()
        assert await state(house, job) == ("preparing", None)
        assert waiting_for_approval(house.entry) == []
        assert sensor(house, "last_job", printer) != "preparing"
        # The pages of today are taken.
        with refuses("pages_used_up_day", HomeAssistantError):
            await house.print(printer, name="Too much")
    await house.settle()
    assert await state(house, job) == ("submitted", None)
    assert len(artist.asked) == len(printed(house)) == 1


async def test_denied(house: House, printer: Printer, artist: Artist) -> None:
    """What is denied or expires is not drawn."""
    add_rule(house.hass, house.entry, kinds=["automation"], ask_above=0)
    user = await house.hass.auth.async_create_user("Owner")
    job = await house.print(printer, **PAGE)
    await decide(house.hass, house.entry, user, is_approved=False)
    assert await state(house, job) == ("canceled", "denied")
    job = await house.print(printer, **PAGE)
    await house.advance(timedelta(days=2).total_seconds())
    assert await state(house, job) == ("expired", "approval")
    assert artist.asked == []


async def test_moved_and_changed(
    house: House, printer: Printer, colour_printer: Printer, artist: Artist
) -> None:
    """What waits for approval can be moved, and approved with other options."""
    add_rule(house.hass, house.entry, kinds=["automation"], ask_above=0)
    user = await house.hass.auth.async_create_user("Owner")
    job = await house.print(printer, **PAGE, copies=2)
    moved = await house.act(
        "move_job", job_id=job["job_id"], device_id=house.device_id(colour_printer)
    )
    assert await state(house, moved) == ("held", "approval")
    assert artist.asked == []
    changed = await house.hass.services.async_call(
        "cloudprint",
        "approve_job",
        {"job_id": moved["job_id"], "approver": user.id, "color": "monochrome"},
        blocking=True,
        return_response=True,
    )
    assert changed
    await house.settle()
    (task,) = house.simulator.printed
    assert (task.config["color"], task.config["copies"]) == ("MONOCHROME", 2)
    assert len(artist.asked) == 1


async def test_copies_as_jobs(house: House, printer: Printer, artist: Artist) -> None:
    """Where each copy is a job, they have the same picture."""
    house.hass.config_entries.async_update_entry(
        house.entry, options=answers(copies="one")
    )
    await house.settle()
    job = await house.print(printer, **PAGE, copies=2)
    await house.settle()
    first, second = house.simulator.printed
    assert first.content == second.content
    assert len(artist.asked) == 1
    assert len(await house.jobs()) == 2
    assert await state(house, job) == ("submitted", None)


async def test_several_printers(
    house: House, printer: Printer, colour_printer: Printer, artist: Artist
) -> None:
    """Several printers would print several pictures."""
    with refuses("page_one_printer", field="device_id"):
        await house.print_all([printer, colour_printer], **PAGE)
    assert artist.asked == []
