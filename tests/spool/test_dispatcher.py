"""Tests of the dispatcher: when jobs are sent, in which order, and that it is once."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise
import threading
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.api import CloudPrintClient
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.spool import dispatcher
from custom_components.cloudprint.spool.content_files import SMALL, ContentFiles
from custom_components.cloudprint.spool.job import JobState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.async_ import create_eager_task

from ..simulator import Application, CloudSimulator, Fault, Printer
from .clocks import Clocks
from .conftest import OpenHouse
from .faults import full_disk
from .house import House, until
from .kept import change_content
from .samples import NOON

SUBMIT = "newPrintTask"
DAY = 86_400


def names_printed(simulator: CloudSimulator) -> list[str]:
    """Return what was printed, in its order."""
    return [job.name for job in simulator.printed]


# Held because the request certainly did not reach the service


def refuse(simulator: CloudSimulator) -> None:
    """Let nobody connect."""
    simulator.refuse_connections()


def play(call: str, fault: Fault, **options: Any) -> Callable[[CloudSimulator], None]:
    """Return what plays a fault until it is taken back."""

    def play_it(simulator: CloudSimulator) -> None:
        simulator.faults.add(call, fault, times=None, **options)

    return play_it


def no_token(fault: Fault) -> Callable[[CloudSimulator], None]:
    """Return what lets the token be refused, and no other be had."""

    def refuse_tokens(simulator: CloudSimulator) -> None:
        simulator.kill_tokens()
        simulator.faults.add("getToken", fault, times=None)

    return refuse_tokens


@pytest.mark.parametrize(
    "break_service",
    [
        pytest.param(refuse, id="refused connection"),
        pytest.param(no_token(Fault.HTTP_500), id="token: 500"),
        pytest.param(no_token(Fault.DROP_AFTER_ACCEPT), id="token: dropped"),
        pytest.param(no_token(Fault.HTML_200), id="token: HTML"),
        pytest.param(play(SUBMIT, Fault.HTTP_429), id="429"),
        pytest.param(play(SUBMIT, Fault.HTTP_503), id="503"),
        pytest.param(play(SUBMIT, Fault.HTTP_429, retry_after="40"), id="429, 40 s"),
        pytest.param(play(SUBMIT, Fault.HTTP_503, retry_after="40"), id="503, 40 s"),
    ],
)
async def test_held_until_the_service_is_back(
    house: House,
    printer: Printer,
    break_service: Callable[[CloudSimulator], None],
) -> None:
    """It says so, is sent once the service is back, and only once."""
    await house.settle()
    break_service(house.simulator)
    await house.notice()
    job = await house.print(printer)
    assert (job["state"], job["task_id"]) == ("held", None)
    record = await house.job(job["job_id"])
    assert record["reason"] == "service"
    assert record["message"]
    await house.pass_time(30, 5)
    assert await house.state(job) == ("held", "service")
    assert house.simulator.printed == []
    house.simulator.faults.clear()
    await house.simulator.accept_connections()
    await house.pass_time(180, 5)
    assert await house.state(job) == ("finished", None)
    assert (await house.job(job["job_id"]))["message"] is None
    assert names_printed(house.simulator) == ["Letter"]


@pytest.mark.parametrize("fault", [Fault.HTTP_502, Fault.HTML_200, Fault.EMPTY_BODY])
async def test_nothing_is_printed_on_trial(
    house: House, printer: Printer, fault: Fault
) -> None:
    """While the list of printers cannot be had, no job leaves."""
    house.simulator.faults.add("queryPrinters", fault, times=None)
    await house.advance(125)
    asked = house.simulator.count("queryPrinters")
    jobs = [await house.print(printer) for _ in range(3)]
    assert [job["state"] for job in jobs] == ["held"] * 3
    await house.pass_time(1200, 5)
    assert house.simulator.count(SUBMIT) == 0
    # Nor is the service asked too often whether it is back.
    assert house.simulator.count("queryPrinters") - asked < 20
    house.simulator.faults.clear()
    await house.pass_time(330, 5)
    assert [await house.state(job) for job in jobs] == [("finished", None)] * 3


async def test_oldest_first_and_paced(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """A service that has only just come back is not buried."""
    await house.cut_off()
    for number in range(4):
        await house.print(printer, name=f"office {number}")
        await house.print(colour_printer, name=f"colour {number}")
        house.freezer.tick(1)
    await house.simulator.accept_connections()
    await house.pass_time(60, 0.5)
    times = [job.time for job in house.simulator.printed]
    pauses = [late - early for early, late in pairwise(times)]
    assert min(pauses) >= 1
    assert max(pauses) <= 2
    assert names_printed(house.simulator) == [
        f"{name} {number}" for number in range(4) for name in ("office", "colour")
    ]


async def test_new_jobs_queue_behind_old_ones(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """A job that comes while others are being released waits for its turn."""
    await house.cut_off()
    for number in range(3):
        await house.print(printer, name=f"old {number}")
    await house.simulator.accept_connections()
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    house.tick(15)
    await slow.reached.wait()
    new = house.begin(printer, name="new")
    other = await house.print(colour_printer, name="other")
    assert other["state"] == "submitted"
    assert not new.done()
    slow.release()
    await house.pass_time(5, 0.5)
    assert (await new)["state"] == "submitted"
    assert names_printed(house.simulator) == ["other", "old 0", "old 1", "old 2", "new"]


@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_retry_after_is_honoured(
    house: House, printer: Printer, form: str
) -> None:
    """The service's own wish counts, also when it can be reached meanwhile."""
    await house.settle()
    until_then = house.freezer() + timedelta(seconds=400)
    retry_after = "400" if form == "seconds" else format_datetime(until_then)
    house.simulator.faults.add(SUBMIT, Fault.HTTP_429, retry_after=retry_after)
    job = await house.print(printer)
    await house.pass_time(390, 10)
    assert house.simulator.count(SUBMIT) == 1
    assert await house.state(job) == ("held", "service")
    # The list was had, and says nothing about prints.
    assert house.account.coordinator.last_update_success
    await house.pass_time(20, 5)
    assert house.simulator.count(SUBMIT) == 2
    assert names_printed(house.simulator) == ["Letter"]


async def test_a_refused_key_holds(house: House, printer: Printer) -> None:
    """Nothing is lost while a person looks for the right key."""
    await house.settle()
    no_token(Fault.REFUSED)(house.simulator)
    job = await house.print(printer)
    assert (job["state"], await house.state(job)) == (
        "held",
        ("held", "authentication"),
    )
    assert house.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    await house.pass_time(600, 5)
    assert house.simulator.count(SUBMIT) == 1
    house.simulator.faults.clear()
    # As reauth does.
    await house.reload()
    assert (await house.state(job))[0] == "submitted"


async def test_a_print_that_is_forbidden(house: House, printer: Printer) -> None:
    """It has failed, and those behind it are printed."""
    house.simulator.faults.add(SUBMIT, Fault.CODE_403, message="无访问权限")
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    forbidden = house.begin(printer, name="forbidden")
    await slow.reached.wait()
    behind = house.begin(printer, name="behind")
    slow.release()
    with pytest.raises(HomeAssistantError) as error:
        await forbidden
    assert error.value.translation_key == "job_refused"
    assert (error.value.translation_placeholders or {})["message"] == "无访问权限"
    assert (await behind)["state"] == "submitted"
    assert names_printed(house.simulator) == ["behind"]
    await house.pass_time(3600, 60)
    assert house.simulator.count(SUBMIT) == 2
    assert [job["state"] for job in await house.jobs()] == ["failed", "finished"]


# Quiet hours


@pytest.fixture
async def quiet_house(open_house: OpenHouse, freezer: Any) -> House:
    """Set up an account that is quiet from 22 to 7, at half past nine in the evening."""
    freezer.move_to(NOON.replace(hour=21, minute=30))
    return await open_house(
        quiet_from="22:00:00", quiet_to="07:00:00", expires_in={"hours": 12}
    )


async def test_quiet_hours(quiet_house: House, printer: Printer) -> None:
    """What is asked for at night comes in the morning, in its order."""
    house = quiet_house
    assert (await house.print(printer, name="evening"))["state"] == "submitted"
    await house.advance(1800)
    jobs = [await house.print(printer, name=f"night {number}") for number in range(2)]
    assert [await house.state(job) for job in jobs] == [("held", "quiet_hours")] * 2
    urgent = await house.print(printer, name="urgent", ignore_quiet_hours=True)
    assert urgent["state"] == "submitted"
    seven = NOON.replace(day=25, hour=7)
    await house.advance_to(seven - timedelta(minutes=1))
    assert names_printed(house.simulator) == ["evening", "urgent"]
    await house.advance_to(seven)
    assert names_printed(house.simulator) == ["evening", "urgent", "night 0", "night 1"]


async def test_night_is_longer_than_jobs_wait(
    open_house: OpenHouse, freezer: Any, printer: Printer
) -> None:
    """A job's time begins with the morning, unless the job itself says otherwise."""
    freezer.move_to(NOON.replace(hour=22, minute=30))
    house = await open_house(quiet_from="22:00:00", quiet_to="07:00:00")
    night = await house.print(printer, name="night")
    brief = await house.print(printer, name="brief", expires_in={"hours": 1})
    seven = NOON.replace(day=25, hour=7)
    await house.advance_to(seven - timedelta(minutes=1))
    assert await house.state(night) == ("held", "quiet_hours")
    assert (await house.state(brief))[0] == "expired"
    await house.advance_to(seven)
    assert names_printed(house.simulator) == ["night"]


async def test_urgent_jobs_keep_their_order(
    quiet_house: House, printer: Printer
) -> None:
    """They pass those that sleep, but not each other."""
    house = quiet_house
    await house.advance(1800)
    sleeping = await house.print(printer, name="sleeping")
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    first = house.begin(printer, name="first", ignore_quiet_hours=True)
    await slow.reached.wait()
    second = house.begin(printer, name="second", ignore_quiet_hours=True)
    third = house.begin(printer, name="third", ignore_quiet_hours=True)
    slow.release()
    for job in await asyncio.gather(first, second, third):
        assert job["state"] == "submitted"
    assert names_printed(house.simulator) == ["first", "second", "third"]
    assert await house.state(sleeping) == ("held", "quiet_hours")


async def test_at_the_end_of_the_night(quiet_house: House, printer: Printer) -> None:
    """A job of the very morning does not pass those of the night."""
    house = quiet_house
    await house.advance(1800)
    night = await house.print(printer, name="night")
    # The clock shows seven, and nobody has woken up yet.
    house.freezer.move_to(NOON.replace(day=25, hour=7))
    morning = await house.print(printer, name="morning")
    assert morning["state"] == "submitted"
    assert (await house.state(night))[0] == "submitted"
    assert names_printed(house.simulator) == ["night", "morning"]


async def test_waiting_into_the_night(quiet_house: House, printer: Printer) -> None:
    """A job that waits for the service when the night begins waits for its end, too."""
    house = quiet_house
    await house.cut_off()
    job = await house.print(printer)
    assert await house.state(job) == ("held", "service")
    await house.pass_time(1800, 60)
    await house.simulator.accept_connections()
    await house.pass_time(3600, 60)
    assert await house.state(job) == ("held", "quiet_hours")
    await house.pass_time(8.5 * 3600, 600)
    assert (await house.state(job))[0] == "finished"


# Printers that are reported offline


@pytest.mark.parametrize("status", ["1", "ONLINE", None, "2"])
async def test_only_offline_holds(
    house: House, printer: Printer, status: str | None
) -> None:
    """To be "online" proves nothing, nor does anything else that is not "0"."""
    printer.online_status = status
    await house.advance(125)
    assert (await house.print(printer))["state"] == "submitted"


async def test_offline(house: House, printer: Printer, colour_printer: Printer) -> None:
    """A job waits for its own printer, and goes as soon as that is back."""
    printer.online_status = "0"
    await house.advance(125)
    jobs = [await house.print(printer, name=str(number)) for number in range(2)]
    assert [await house.state(job) for job in jobs] == [("held", "printer_offline")] * 2
    assert (await house.print(colour_printer, name="other"))["state"] == "submitted"
    printer.online_status = "1"
    await house.advance(125)
    assert names_printed(house.simulator) == ["other", "0", "1"]


async def test_a_printer_that_goes_off_while_jobs_wait(
    house: House, printer: Printer
) -> None:
    """What waits for the service waits for the printer then."""
    await house.cut_off()
    job = await house.print(printer)
    printer.online_status = "0"
    await house.simulator.accept_connections()
    await house.pass_time(20, 5)
    assert await house.state(job) == ("held", "printer_offline")
    assert house.simulator.count(SUBMIT) == 0


async def test_offline_does_not_hold_where_that_is_not_wanted(
    open_house: OpenHouse, printer: Printer
) -> None:
    """The option is on by default, and off where a person says so."""
    house = await open_house(hold_while_offline=False)
    printer.online_status = "0"
    await house.advance(125)
    assert (await house.print(printer))["state"] == "submitted"


# Those that do not want to wait


async def refused(house: House, printer: Printer, **fields: Any) -> str | None:
    """Print what cannot be printed now, and return which error a person sees."""
    with pytest.raises(HomeAssistantError) as error:
        await house.print(printer, **fields)
    return error.value.translation_key


@pytest.mark.parametrize(
    ("fields", "state"),
    [({"hold": False}, "failed"), ({"expires_in": {"seconds": 0}}, "expired")],
)
async def test_now_or_not_at_all(
    quiet_house: House, printer: Printer, fields: dict[str, Any], state: str
) -> None:
    """Where there is no waiting, the job ends at once, and says why."""
    house = quiet_house
    await house.cut_off()
    assert await refused(house, printer, **fields) == "job_not_sent"
    # The circuit is open now, which is known without trying.
    assert await refused(house, printer, **fields) == "job_not_sent"
    await house.simulator.accept_connections()
    printer.online_status = "0"
    await house.advance(125)
    assert await refused(house, printer, **fields) == "job_printer_offline"
    await house.advance(1800)
    assert await refused(house, printer, **fields) == "job_quiet_hours"
    printer.online_status = "1"
    await house.pass_time(10 * 3600, 600)
    assert [(job["state"], job["reason"]) for job in await house.jobs()] == [
        (state, "service"),
        (state, "service"),
        (state, "printer_offline"),
        (state, "quiet_hours"),
    ]
    assert house.simulator.printed == []
    # And where there is nothing to wait for, it is printed.
    assert (await house.print(printer, **fields))["state"] == "submitted"


async def test_whoever_waits_is_told_what_went_wrong(
    house: House, printer: Printer
) -> None:
    """Also who came when it was known already, and only as long as it is why."""
    house.simulator.faults.add(SUBMIT, Fault.HTTP_503)
    first, second = [await house.print(printer) for _ in range(2)]
    said = "服务暂不可用"
    for job in (first, second):
        assert (await house.job(job["job_id"]))["message"] == said
    with pytest.raises(HomeAssistantError) as error:
        await house.print(printer, hold=False)
    assert (error.value.translation_placeholders or {})["message"] == said
    printer.online_status = "0"
    await house.advance(125)
    for job in (first, second):
        assert await house.state(job) == ("held", "printer_offline")
        assert (await house.job(job["job_id"]))["message"] is None


@pytest.mark.parametrize(
    ("fields", "state"),
    [({"hold": False}, "failed"), ({"expires_in": {"seconds": 0}}, "expired")],
)
async def test_a_turn_is_waited_for(
    house: House, printer: Printer, fields: dict[str, Any], state: str
) -> None:
    """The queue before it is no reason to give up; what ends the queue is."""
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW, times=2)
    first = house.begin(printer, name="first")
    await slow.reached.wait()
    second = house.begin(printer, name="second", **fields)
    house.freezer.tick(5)
    slow.release()
    assert (await first)["state"] == (await second)["state"] == "submitted"
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    house.simulator.faults.add(SUBMIT, Fault.HTTP_503)
    third = house.begin(printer, name="third")
    await slow.reached.wait()
    fourth = house.begin(printer, name="fourth", **fields)
    slow.release()
    assert (await third)["state"] == "held"
    with pytest.raises(HomeAssistantError) as error:
        await fourth
    assert error.value.translation_key == "job_not_sent"
    (job,) = [job for job in await house.jobs() if job["name"] == "fourth"]
    assert (job["state"], job["reason"]) == (state, "service")


@pytest.mark.parametrize(
    ("fields", "state"),
    [({"hold": False}, "failed"), ({"expires_in": {"seconds": 0}}, "expired")],
)
async def test_nobody_waits_for_a_turn_over_a_restart(
    house: House, printer: Printer, fields: dict[str, Any], state: str
) -> None:
    """Who wanted it now, or not at all, does not get it an hour later."""
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    first = house.begin(printer, name="first")
    await slow.reached.wait()
    second = house.begin(printer, name="second", **fields)
    await until(lambda: len(house.store.held_jobs) == 1)
    await house.crash()
    slow.release()
    await asyncio.gather(first, second, return_exceptions=True)
    assert [
        (job["name"], job["state"], job["reason"]) for job in await house.jobs()
    ] == [
        ("first", "unconfirmed", "interrupted"),
        ("second", state, "order"),
    ]
    assert house.simulator.times_printed(name="second") == 0


# Unconfirmed


@pytest.mark.parametrize(
    ("fault", "options", "printed"),
    [
        (Fault.DROP_BEFORE_READ, {}, 0),
        (Fault.DROP_BEFORE_ACCEPT, {}, 0),
        (Fault.DROP_AFTER_ACCEPT, {}, 1),
        (Fault.DROP_MID_BODY, {}, 1),
        (Fault.HTTP_500, {}, 0),
        (Fault.HTTP_500, {"accept": True}, 1),
        (Fault.HTTP_502, {}, 0),
        (Fault.HTTP_502, {"accept": True}, 1),
        (Fault.HTML_502, {"accept": True}, 1),
        (Fault.ANSWER, {"status": 504, "accept": True}, 1),
        (Fault.HTML_200, {}, 0),
        (Fault.HTML_200, {"accept": True}, 1),
        (Fault.INVALID_JSON, {}, 1),
        (Fault.NOT_AN_OBJECT, {}, 1),
        (Fault.EMPTY_BODY, {}, 1),
        (Fault.MISSING_DATA, {}, 1),
        (Fault.NULL_DATA, {}, 1),
        (Fault.MISSING_TASK_ID, {}, 1),
    ],
)
async def test_unconfirmed(
    house: House, printer: Printer, fault: Fault, options: dict[str, Any], printed: int
) -> None:
    """Where it may have printed, it is not sent again, whatever happens then."""
    house.simulator.faults.add(SUBMIT, fault, **options)
    job = await house.print(printer)
    assert job["state"] == "unconfirmed"
    record = await house.job(job["job_id"])
    assert record["reason"] == "no_answer"
    assert record["message"]
    await house.pass_time(600, 30)
    await house.act("release_jobs")
    await house.restart()
    await house.crash()
    await house.pass_time(600, 30)
    assert await house.state(job) == ("unconfirmed", "no_answer")
    assert house.simulator.count(SUBMIT) == 1
    assert len(house.simulator.printed) == printed


@pytest.mark.parametrize("is_accepted", [True, False])
async def test_a_service_that_takes_too_long(
    house: House, printer: Printer, is_accepted: bool
) -> None:
    """After a minute nobody knows."""
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW, accept=is_accepted)
    printing = house.begin(printer)
    await slow.reached.wait()
    house.tick(59)
    for _ in range(100):
        await asyncio.sleep(0)
    assert not printing.done()
    house.tick(3)
    job = await printing
    assert await house.state(job) == ("unconfirmed", "no_answer")
    slow.release()
    await house.pass_time(120, 30)
    assert house.simulator.count(SUBMIT) == 1


async def test_what_the_service_refuses_has_failed(
    house: House, printer: Printer
) -> None:
    """With the vendor's own words, and without another try."""
    house.simulator.faults.add(SUBMIT, Fault.REFUSED, message="纸张类型不支持")
    assert await refused(house, printer) == "job_refused"
    (job,) = await house.jobs()
    assert (job["state"], job["reason"]) == ("failed", "refused")
    assert job["message"] == "纸张类型不支持"
    await house.pass_time(300, 30)
    assert house.simulator.count(SUBMIT) == 1


@pytest.mark.parametrize(
    "fault", [Fault.UNENVELOPED, Fault.BARE_STRING, Fault.EXTRA_FIELDS]
)
async def test_an_answer_in_another_form_is_an_answer(
    house: House, printer: Printer, fault: Fault
) -> None:
    """The task's id is found wherever the sources have it."""
    house.simulator.faults.add(SUBMIT, fault)
    job = await house.print(printer)
    if fault is Fault.UNENVELOPED:
        # Without the envelope nothing says that it was taken.
        assert job["state"] in ("submitted", "unconfirmed")
    else:
        assert job["task_id"] == house.simulator.printed[0].task_id


# Content


@pytest.mark.parametrize("text", ["small", "l" * (SMALL + 1)], ids=["small", "large"])
@pytest.mark.parametrize("damage", ["gone", "truncated"])
async def test_content_that_is_not_whole(
    house: House, printer: Printer, damage: str, text: str
) -> None:
    """A held job whose content was lost has failed, and says so."""
    await house.cut_off()
    job = await house.print(printer, text=text)
    behind = await house.print(printer, text="another")
    content_id = (await house.known(job)).content_id
    assert content_id is not None
    change_content(
        house.folder,
        house.entry.entry_id,
        content_id,
        None if damage == "gone" else text[:-1].encode(),
    )
    await house.simulator.accept_connections()
    await house.pass_time(30, 5)
    assert await house.state(job) == ("failed", "content_gone")
    assert (await house.state(behind))[0] in ("submitted", "finished", "printing")
    assert len(house.simulator.printed) == 1


async def test_content_that_cannot_be_read_now(house: House, printer: Printer) -> None:
    """A disk that fails for a moment costs no job."""
    await house.cut_off()
    job = await house.print(printer)
    await house.simulator.accept_connections()
    with patch.object(ContentFiles, "read", side_effect=OSError("too many files")):
        await house.pass_time(20, 5)
        assert await house.state(job) == ("held", "service")
    await house.pass_time(60, 5)
    assert (await house.state(job))[0] in ("submitted", "finished", "printing")
    assert len(house.simulator.printed) == 1


async def test_what_could_not_be_sent_survives_a_power_cut(
    house: House, printer: Printer
) -> None:
    """A content that was to be sent at once is safe on disk before its job is held."""
    house.simulator.faults.add(SUBMIT, Fault.HTTP_503)
    with patch.object(ContentFiles, "sync", autospec=True) as sync:
        job = await house.print(printer)
    assert [call.args[1] for call in sync.call_args_list] == [
        (await house.known(job)).content_id
    ]


# A journal that cannot be written


async def test_nothing_is_sent_that_is_not_written_down(
    house: House, printer: Printer
) -> None:
    """A full disk refuses a print with a clear error, until there is room again."""
    with full_disk():
        assert await refused(house, printer) == "journal_unwritable"
        assert await refused(house, printer, text="x" * 100_000) == "journal_unwritable"
    assert house.simulator.count(SUBMIT) == 0
    assert await house.jobs() == []
    assert house.store.open_jobs == []
    job = await house.print(printer)
    assert job["state"] == "submitted"
    assert [job["name"] for job in await house.jobs()] == ["Letter"]


async def test_a_held_job_is_not_sent_while_that_cannot_be_written(
    house: House, printer: Printer
) -> None:
    """It stays held, and goes when there is room again."""
    await house.cut_off()
    jobs = [await house.print(printer, name=str(number)) for number in range(2)]
    await house.simulator.accept_connections()
    with full_disk():
        await house.pass_time(120, 5)
    assert house.simulator.count(SUBMIT) == 0
    assert [(await house.state(job))[0] for job in jobs] == ["held"] * 2
    await house.pass_time(60, 1)
    assert names_printed(house.simulator) == ["0", "1"]


async def test_a_disk_that_is_full_after_the_answer(
    house: House, printer: Printer
) -> None:
    """What was sent was sent: it is followed, and written down as soon as possible."""
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    printing = house.begin(printer)
    await slow.reached.wait()
    with full_disk():
        slow.release()
        job = await printing
        assert job["state"] == "submitted"
        await house.pass_time(10, 5)
    await house.pass_time(65, 5)
    assert await house.state(job) == ("finished", None)
    # And had Home Assistant been killed meanwhile, nobody would know.
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    printing = house.begin(printer)
    await slow.reached.wait()
    with full_disk():
        slow.release()
        job = await printing
        await house.journal.async_run(lambda: None)
    await house.crash()
    assert await house.state(job) == ("unconfirmed", "interrupted")


# Many at once


@pytest.mark.parametrize("printers", [1, 20])
async def test_two_hundred_at_once(
    open_house: OpenHouse,
    simulator: CloudSimulator,
    application: Application,
    printers: int,
) -> None:
    """At most four at a time, in the order of each printer, each of them once."""
    shared = [
        simulator.add_printer(
            name=f"printer {number}", share_code=f"{number}", capabilities={}
        )
        for number in range(printers)
    ]
    for printer in shared:
        simulator.bind(application, printer)
    house = await open_house()
    together: list[int] = []
    under_way = 0
    real = CloudPrintClient.new_print_task

    async def count(client: CloudPrintClient, task: Any) -> str:
        nonlocal under_way
        under_way += 1
        together.append(under_way)
        try:
            return await real(client, task)
        finally:
            under_way -= 1

    with patch.object(CloudPrintClient, "new_print_task", count):
        jobs = await asyncio.gather(
            *(
                house.begin(shared[number % printers], name=str(number))
                for number in range(200)
            )
        )
    assert [job["state"] for job in jobs] == ["submitted"] * 200
    assert max(together) == min(printers, 4)
    for printer in shared:
        numbers = [int(job.name) for job in simulator.find_printed(printer=printer)]
        assert numbers == sorted(numbers)
        assert len(numbers) == 200 // printers
    assert len(await house.jobs(limit=1000)) == 200


# The life of an account


async def test_jobs_of_all_states_over_a_reload(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """Held is still held, sent is still followed, and all that was to end has."""
    colour_printer.life = ("PRINTING",)
    printing = await house.print(colour_printer)
    await house.advance(3)
    printer.online_status = "0"
    await house.advance(125)
    held = await house.print(printer)
    for again in (house.reload, house.restart, house.crash):
        await again()
        assert await house.state(held) == ("held", "printer_offline")
        assert await house.state(printing) == ("printing", None)
    printer.online_status = "1"
    house.simulator.set_task_status(printing["task_id"], "FINISHED")
    await house.pass_time(300, 10)
    assert await house.state(held) == ("finished", None)
    assert await house.state(printing) == ("finished", None)
    assert len(house.simulator.printed) == 2


async def test_what_is_being_sent_is_sent_before_the_account_goes(
    house: House, printer: Printer
) -> None:
    """A reload in the middle of a submit waits for its answer, and sends no other."""
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    first = house.begin(printer, name="first")
    await slow.reached.wait()
    second = house.begin(printer, name="second")
    await until(lambda: house.store.held_jobs)
    unloading = create_eager_task(house.unload())
    await until(lambda: not house.spooler._is_running)  # noqa: SLF001
    assert not unloading.done()
    slow.release()
    await unloading
    assert (await first)["state"] == "submitted"
    assert (await second)["state"] == "held"
    assert names_printed(house.simulator) == ["first"]
    await house.load()
    assert names_printed(house.simulator) == ["first", "second"]
    assert [job["state"] for job in await house.jobs()] == ["submitted"] * 2


async def test_what_takes_too_long_is_unconfirmed(
    house: House, printer: Printer
) -> None:
    """An account that goes does not wait for ever, and says that it does not know."""
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    printing = house.begin(printer)
    await slow.reached.wait()
    with patch.object(dispatcher, "STOP_TIMEOUT", -1):
        await house.unload()
    job = await printing
    assert job["state"] == "unconfirmed"
    slow.release()
    await house.load()
    await house.pass_time(120, 10)
    assert await house.state(job) == ("unconfirmed", "interrupted")
    assert house.simulator.count(SUBMIT) == 1


async def test_a_disk_that_stands_still(house: House, printer: Printer) -> None:
    """A job whose sending cannot be written down in time is not sent, nor again."""
    await house.cut_off()
    job = await house.print(printer)
    await house.simulator.accept_connections()
    may_go_on = threading.Event()
    blocking = create_eager_task(house.journal.async_run(may_go_on.wait))
    house.tick(15)
    await until(lambda: house.store.busy_printers)
    with patch.object(dispatcher, "STOP_TIMEOUT", -1):
        unloading = create_eager_task(house.unload())
        await until(lambda: not house.account.dispatcher._tasks)  # noqa: SLF001
    may_go_on.set()
    await asyncio.gather(blocking, unloading)
    await house.load()
    await house.pass_time(60, 10)
    assert await house.state(job) == ("unconfirmed", "interrupted")
    assert house.simulator.count(SUBMIT) == 0


async def test_a_mistake_of_ours_while_sending(
    hass: HomeAssistant, house: House, printer: Printer
) -> None:
    """Whatever went wrong, the request may have gone out."""
    errors: list[Any] = []
    hass.loop.set_exception_handler(lambda _, context: errors.append(context))
    with patch.object(
        house.account.client, "new_print_task", side_effect=ZeroDivisionError
    ):
        job = await house.print(printer)
    assert await house.state(job) == ("unconfirmed", "interrupted")
    assert list(house.store.busy_printers) == []
    assert (await house.print(printer))["state"] == "submitted"


async def test_an_account_whose_journal_cannot_be_read(
    house: House, printer: Printer
) -> None:
    """It is set up as soon as it can be."""
    await house.unload()
    await house.close_journal()
    await house.load()
    assert house.entry.state.value == "setup_retry"
    await house.open_journal()
    with patch.object(ContentFiles, "sizes", side_effect=OSError("cannot be listed")):
        await house.pass_time(60, 10)
        assert house.entry.state.value == "setup_retry"
    await house.pass_time(120, 10)
    assert house.entry.state.value == "loaded"
    assert (await house.print(printer))["state"] == "submitted"


@pytest.mark.parametrize("state", list(JobState))
async def test_a_restart_in_each_state(
    house: House, printer: Printer, state: JobState
) -> None:
    """Nothing is printed but what was held, and nothing is without a state."""
    await house.cut_off()
    job = await house.print(printer)
    await house.simulator.accept_connections()
    await house.unload()
    known = await house.known(job)
    task_id = "pkDgrqeA-unknown" if state.is_task else None
    await house.journal.async_update(known.with_state(state, task_id=task_id))
    await house.load()
    await house.pass_time(90, 5)
    expected = {
        JobState.HELD: ("finished", None),
        JobState.SUBMITTING: ("unconfirmed", "interrupted"),
        JobState.SUBMITTED: ("unconfirmed", "task_unknown"),
        JobState.QUEUED: ("unconfirmed", "task_unknown"),
        JobState.PRINTING: ("unconfirmed", "task_unknown"),
    }.get(state, (state.value, None))
    assert await house.state(job) == expected
    assert len(house.simulator.printed) == (state is JobState.HELD)


@pytest.mark.parametrize("moment", ["running", "off"])
async def test_an_expired_job_is_never_sent(
    house: House, printer: Printer, moment: str
) -> None:
    """Whether Home Assistant ran when its time was over, or not."""
    await house.cut_off()
    job = await house.print(printer, expires_in={"minutes": 30})
    last = await house.print(printer, expires_in={"hours": 2})
    if moment == "running":
        await house.pass_time(1795, 359)
        assert await house.state(job) == ("held", "service")
        await house.advance(5)
        assert await house.state(job) == ("expired", "service")
        await house.simulator.accept_connections()
    else:
        await house.unload()
        await house.simulator.accept_connections()
        house.freezer.tick(timedelta(minutes=30))
        await house.load()
        assert await house.state(job) == ("expired", "service")
    await house.pass_time(330, 5)
    assert (await house.state(last))[0] == "finished"
    assert len(house.simulator.printed) == 1
    # The default of an hour.
    await house.cut_off()
    job = await house.print(printer)
    await house.pass_time(3600, 600)
    assert await house.state(job) == ("expired", "service")


async def test_a_timer_that_was_late(house: House, printer: Printer) -> None:
    """A service is asked again also when something else came in between."""
    await house.cut_off()
    await house.print(printer, name="first")
    await house.simulator.accept_connections()
    # The time of the next try has come, and before its timer runs a job is called.
    house.freezer.tick(15)
    other = await house.print(printer, name="other")
    assert other["state"] == "held"
    await house.advance(0)
    await house.pass_time(3, 1)
    assert names_printed(house.simulator) == ["first", "other"]


# Clocks that are put


@pytest.mark.parametrize("put", [-DAY, DAY])
async def test_a_clock_that_is_put_while_the_service_is_away(
    house: House, clocks: Clocks, printer: Printer, put: float
) -> None:
    """It is asked again as if nothing had happened, and everything is printed."""
    jobs = await house.hold(printer, "first", "second")
    await house.advance(4)
    clocks.put(put)
    await house.pass_time(14, 1)
    assert names_printed(house.simulator) == ["first", "second"]
    await house.pass_time(20, 1)
    assert [await house.state(job) for job in jobs] == [("finished", None)] * 2


@pytest.mark.parametrize("put", [-DAY, DAY])
async def test_a_clock_that_is_put_while_a_job_waits(
    house: House, clocks: Clocks, printer: Printer, put: float
) -> None:
    """It expires when its time has passed, neither sooner nor later."""
    await house.cut_off()
    job = await house.print(printer)
    await house.advance(4)
    clocks.put(put)
    await house.pass_time(3590, 359)
    assert await house.state(job) == ("held", "service")
    await house.pass_time(6, 1)
    assert await house.state(job) == ("expired", "service")


async def test_a_machine_that_was_suspended(
    house: House, clocks: Clocks, printer: Printer
) -> None:
    """What was asked for in the morning is not printed when it wakes up at night."""
    (job,) = await house.hold(printer, "agenda")
    clocks.suspend(9 * 3600)
    await house.pass_time(60, 1)
    assert await house.state(job) == ("expired", "service")
    assert house.simulator.count(SUBMIT) == 0


async def test_a_machine_that_learns_late_what_time_it_is(
    house: House, clocks: Clocks, printer: Printer
) -> None:
    """What an earlier run left is as old as the right clock says."""
    (job,) = await house.hold(printer, "agenda")
    house.simulator.refuse_connections()
    await house.unload()
    # It was without power all night, and its clock stood still.
    await house.simulator.accept_connections()
    printer.online_status = "0"
    await house.load()
    assert await house.state(job) == ("held", "printer_offline")
    clocks.put(9 * 3600)
    printer.online_status = "1"
    await house.pass_time(125, 5)
    assert await house.state(job) == ("expired", "printer_offline")
    assert house.simulator.printed == []


async def test_a_slow_probe_holds_up_nothing_else(
    house: House, printer: Printer
) -> None:
    """While the service is asked whether it is back, jobs expire in time."""
    # Until what the printers can do is known, and nothing else is going on.
    await house.pass_time(10)
    house.simulator.faults.add(SUBMIT, Fault.HTTP_503)
    slow = house.simulator.faults.add("queryPrinters", Fault.SLOW)
    job = await house.print(printer, expires_in={"seconds": 20})
    house.tick(15)
    await slow.reached.wait()
    house.tick(10)
    await until(lambda: house.store.open_jobs == [])
    slow.release()
    await house.settle()
    assert await house.state(job) == ("expired", "service")


async def test_nothing_is_done_by_a_dispatcher_that_is_stopped(
    house: House, printer: Printer
) -> None:
    """What the service says after the account was unloaded sends nothing."""
    await house.cut_off()
    job = await house.print(printer)
    await house.simulator.accept_connections()
    stopped = house.account.dispatcher
    await house.unload()
    stopped.wake()
    await stopped.async_stop()
    await house.pass_time(60, 10)
    assert await house.state(job) == ("held", "service")
    assert house.simulator.count(SUBMIT) == 0
