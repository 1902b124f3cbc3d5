"""Tests of the dispatcher."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise
import threading
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.api.client import CloudPrintClient
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.spool import dispatcher
from custom_components.cloudprint.spool.content_store import (
    MAX_IN_JOURNAL,
    ContentFiles,
)
from custom_components.cloudprint.spool.job import JobState
from custom_components.cloudprint.spool.job_parts import Sent
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.async_ import create_eager_task

from ..simulator import Application, CloudSimulator, Fault, Printer
from ..waits import let_run, until
from .clocks import Clocks
from .conftest import OpenHouse
from .faults import full_disk
from .house import House
from .kept import change_content
from .samples import NOON

SUBMIT = "newPrintTask"
DAY = 86_400


def names_printed(simulator: CloudSimulator) -> list[str]:
    """Return the names of the printed jobs, in order."""
    return [job.name for job in simulator.printed]


# Held because the request did not reach the service


def refuse(simulator: CloudSimulator) -> None:
    """Refuse connections."""
    simulator.refuse_connections()


def play(call: str, fault: Fault, **options: Any) -> Callable[[CloudSimulator], None]:
    """Return a function that adds a fault until it is removed."""

    def play_it(simulator: CloudSimulator) -> None:
        simulator.faults.add(call, fault, times=None, **options)

    return play_it


def no_token(fault: Fault) -> Callable[[CloudSimulator], None]:
    """Return a function that refuses the token and new ones."""

    def refuse_tokens(simulator: CloudSimulator) -> None:
        simulator.kill_tokens()
        simulator.faults.add("getToken", fault, times=None)

    return refuse_tokens


def answer_all(status: int) -> Callable[[CloudSimulator], None]:
    """Return a function that answers every call with a page of another server."""

    def answer_them(simulator: CloudSimulator) -> None:
        for call in (SUBMIT, "queryPrinters", "getToken"):
            play(call, Fault.ANSWER, status=status, body="<html>")(simulator)

    return answer_them


@pytest.mark.parametrize(
    "break_service",
    [
        pytest.param(refuse, id="refused connection"),
        pytest.param(answer_all(307), id="captive portal"),
        pytest.param(answer_all(404), id="no such service"),
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
    """A job is held, and sent once when the service is back."""
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
async def test_no_jobs_are_sent_as_probes(
    house: House, printer: Printer, fault: Fault
) -> None:
    """No job is sent until the list of printers succeeds."""
    house.simulator.faults.add("queryPrinters", fault, times=None)
    await house.advance(125)
    asked = house.simulator.count("queryPrinters")
    jobs = [await house.print(printer) for _ in range(3)]
    assert [job["state"] for job in jobs] == ["held"] * 3
    await house.pass_time(1200, 5)
    assert house.simulator.count(SUBMIT) == 0
    # Probes are rare.
    assert house.simulator.count("queryPrinters") - asked < 20
    house.simulator.faults.clear()
    await house.pass_time(330, 5)
    assert [await house.state(job) for job in jobs] == [("finished", None)] * 3


async def test_oldest_first_and_paced(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """Jobs that waited for the service are sent one by one."""
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
    """A job that arrives while others are released waits for its turn."""
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
    """The service's wait counts even if a list succeeds meanwhile."""
    await house.settle()
    until_then = house.freezer() + timedelta(seconds=400)
    retry_after = "400" if form == "seconds" else format_datetime(until_then)
    house.simulator.faults.add(SUBMIT, Fault.HTTP_429, retry_after=retry_after)
    job = await house.print(printer)
    await house.pass_time(390, 10)
    assert house.simulator.count(SUBMIT) == 1
    assert await house.state(job) == ("held", "service")
    # The list succeeded, which proves nothing about prints.
    assert house.account.coordinator.last_update_success
    await house.pass_time(20, 5)
    assert house.simulator.count(SUBMIT) == 2
    assert names_printed(house.simulator) == ["Letter"]


async def test_refused_key_holds_jobs(house: House, printer: Printer) -> None:
    """Jobs are held until the user enters a valid key."""
    await house.settle()
    no_token(Fault.REFUSED)(house.simulator)
    job = await house.print(printer)
    # The key was accepted before: it is asked for only after another refusal.
    assert await house.state(job) == ("held", "service")
    await house.pass_time(20, 5)
    assert await house.state(job) == ("held", "authentication")
    assert house.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    await house.pass_time(600, 5)
    assert house.simulator.count(SUBMIT) == 1
    house.simulator.faults.clear()
    # As in the reauthentication flow
    await house.reload()
    assert (await house.state(job))[0] == "submitted"


async def test_forbidden_print(house: House, printer: Printer) -> None:
    """It fails, and the next jobs are printed."""
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
    """Set up an account with quiet hours from 22:00 to 07:00, at 21:30."""
    freezer.move_to(NOON.replace(hour=21, minute=30))
    return await open_house(
        quiet_from="22:00:00", quiet_to="07:00:00", expires_in={"hours": 12}
    )


async def test_quiet_hours(quiet_house: House, printer: Printer) -> None:
    """Jobs of the night are printed in the morning, in order."""
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


async def test_quiet_hours_are_longer_than_the_lifetime(
    open_house: OpenHouse, freezer: Any, printer: Printer
) -> None:
    """A job's lifetime starts in the morning, unless the job has its own."""
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
    """Jobs that ignore quiet hours overtake the others, but not each other."""
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


async def test_end_of_quiet_hours(quiet_house: House, printer: Printer) -> None:
    """A job of the morning does not overtake those of the night."""
    house = quiet_house
    await house.advance(1800)
    night = await house.print(printer, name="night")
    # It is seven o'clock, but the timer has not fired yet.
    house.freezer.move_to(NOON.replace(day=25, hour=7))
    morning = await house.print(printer, name="morning")
    assert morning["state"] == "submitted"
    assert (await house.state(night))[0] == "submitted"
    assert names_printed(house.simulator) == ["night", "morning"]


async def test_quiet_hours_start_while_a_job_waits(
    quiet_house: House, printer: Printer
) -> None:
    """A job that waits for the service waits for the end of the night, too."""
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
    """Only the status "0" is offline; all others prove nothing."""
    printer.online_status = status
    await house.advance(125)
    assert (await house.print(printer))["state"] == "submitted"


async def test_offline(house: House, printer: Printer, colour_printer: Printer) -> None:
    """A job is held until its own printer is back."""
    printer.online_status = "0"
    await house.advance(125)
    jobs = [await house.print(printer, name=str(number)) for number in range(2)]
    assert [await house.state(job) for job in jobs] == [("held", "printer_offline")] * 2
    assert (await house.print(colour_printer, name="other"))["state"] == "submitted"
    printer.online_status = "1"
    await house.advance(125)
    assert names_printed(house.simulator) == ["other", "0", "1"]


async def test_printer_goes_offline_while_jobs_wait(
    house: House, printer: Printer
) -> None:
    """The reason to wait is updated."""
    await house.cut_off()
    job = await house.print(printer)
    printer.online_status = "0"
    await house.simulator.accept_connections()
    await house.pass_time(20, 5)
    assert await house.state(job) == ("held", "printer_offline")
    assert house.simulator.count(SUBMIT) == 0


async def test_hold_while_offline_is_off(
    open_house: OpenHouse, printer: Printer
) -> None:
    """The job is sent to an offline printer."""
    house = await open_house(hold_while_offline=False)
    printer.online_status = "0"
    await house.advance(125)
    assert (await house.print(printer))["state"] == "submitted"


# Jobs that must not wait


@pytest.mark.parametrize(
    ("fields", "state"),
    [({"hold": False}, "failed"), ({"expires_in": {"seconds": 0}}, "expired")],
)
async def test_jobs_that_must_not_wait(
    quiet_house: House, printer: Printer, fields: dict[str, Any], state: str
) -> None:
    """Such a job ends at once, with a reason."""
    house = quiet_house
    await house.cut_off()
    assert await house.refused(printer, **fields) == "job_not_sent"
    # The circuit is open now, so that nothing is sent.
    assert await house.refused(printer, **fields) == "job_not_sent"
    await house.simulator.accept_connections()
    printer.online_status = "0"
    await house.advance(125)
    assert await house.refused(printer, **fields) == "job_printer_offline"
    await house.advance(1800)
    assert await house.refused(printer, **fields) == "job_quiet_hours"
    printer.online_status = "1"
    await house.pass_time(10 * 3600, 600)
    assert [(job["state"], job["reason"]) for job in await house.jobs()] == [
        (state, "service"),
        (state, "service"),
        (state, "printer_offline"),
        (state, "quiet_hours"),
    ]
    assert house.simulator.printed == []
    # A job that need not wait is printed.
    assert (await house.print(printer, **fields))["state"] == "submitted"


async def test_message_of_held_jobs(house: House, printer: Printer) -> None:
    """Held jobs have the error message for as long as it is the reason."""
    house.simulator.faults.add(SUBMIT, Fault.HTTP_503)
    first, second = [await house.print(printer) for _ in range(2)]
    said = "服务暂不可用"
    for job in (first, second):
        assert (await house.job(job["job_id"]))["message"] == said
    with pytest.raises(HomeAssistantError):
        await house.print(printer, hold=False)
    assert (await house.jobs(limit=1))[0]["message"] == said
    printer.online_status = "0"
    await house.advance(125)
    for job in (first, second):
        assert await house.state(job) == ("held", "printer_offline")
        assert (await house.job(job["job_id"]))["message"] is None


@pytest.mark.parametrize(
    ("fields", "state"),
    [({"hold": False}, "failed"), ({"expires_in": {"seconds": 0}}, "expired")],
)
async def test_order_is_no_reason_to_give_up(
    house: House, printer: Printer, fields: dict[str, Any], state: str
) -> None:
    """A job that must not be held still waits for the jobs before it."""
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
async def test_jobs_that_must_not_wait_after_a_restart(
    house: House, printer: Printer, fields: dict[str, Any], state: str
) -> None:
    """They end, and are not sent later."""
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
    """A job that may have been printed is not sent again."""
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
async def test_slow_service(house: House, printer: Printer, is_accepted: bool) -> None:
    """The job is unconfirmed after a minute."""
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW, accept=is_accepted)
    printing = house.begin(printer)
    await slow.reached.wait()
    house.tick(59)
    await let_run(100)
    assert not printing.done()
    house.tick(3)
    job = await printing
    assert await house.state(job) == ("unconfirmed", "no_answer")
    slow.release()
    await house.pass_time(120, 30)
    assert house.simulator.count(SUBMIT) == 1


async def test_refused_print(house: House, printer: Printer) -> None:
    """It fails with the service's message, and is not sent again."""
    house.simulator.faults.add(SUBMIT, Fault.REFUSED, message="纸张类型不支持")
    assert await house.refused(printer) == "job_refused"
    (job,) = await house.jobs()
    assert (job["state"], job["reason"]) == ("failed", "refused")
    assert job["message"] == "纸张类型不支持"
    await house.pass_time(300, 30)
    assert house.simulator.count(SUBMIT) == 1


@pytest.mark.parametrize(
    "fault", [Fault.UNENVELOPED, Fault.BARE_STRING, Fault.EXTRA_FIELDS]
)
async def test_forms_of_answers(house: House, printer: Printer, fault: Fault) -> None:
    """The task's id is found in all documented places."""
    house.simulator.faults.add(SUBMIT, fault)
    job = await house.print(printer)
    if fault is Fault.UNENVELOPED:
        # Without the envelope, it is unknown whether the job was accepted.
        assert job["state"] in ("submitted", "unconfirmed")
    else:
        assert job["task_id"] == house.simulator.printed[0].task_id


# Content


@pytest.mark.parametrize(
    "text", ["small", "l" * (MAX_IN_JOURNAL + 1)], ids=["small", "large"]
)
@pytest.mark.parametrize("damage", ["gone", "truncated"])
async def test_incomplete_content(
    house: House, printer: Printer, damage: str, text: str
) -> None:
    """A held job whose content was lost fails."""
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


async def test_unreadable_content(house: House, printer: Printer) -> None:
    """A temporary disk error does not fail the job."""
    await house.cut_off()
    job = await house.print(printer)
    await house.simulator.accept_connections()
    with patch.object(ContentFiles, "read", side_effect=OSError("too many files")):
        await house.pass_time(20, 5)
        assert await house.state(job) == ("held", "service")
    await house.pass_time(60, 5)
    assert (await house.state(job))[0] in ("submitted", "finished", "printing")
    assert len(house.simulator.printed) == 1


async def hide_content(house: House, job: dict[str, Any]) -> Callable[[], None]:
    """Let a large content be unreadable until the returned function is called."""
    content_id = (await house.known(job)).content_id
    assert content_id is not None
    path = house.folder / house.entry.entry_id / content_id
    hidden = path.rename(path.with_name("hidden"))
    path.mkdir()

    def show() -> None:
        path.rmdir()
        hidden.rename(path)

    return show


async def test_content_that_stays_unreadable(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """Its job holds up no other one, and says why it waits."""
    await house.cut_off()
    lost = await house.print(printer, name="lost", text="l" * (MAX_IN_JOURNAL + 1))
    for name in ("second", "third"):
        await house.print(printer, name=name)
    await house.print(colour_printer, name="elsewhere")
    await hide_content(house, lost)
    await house.simulator.accept_connections()
    await house.pass_time(120, 5)
    printed = names_printed(house.simulator)
    assert sorted(printed) == ["elsewhere", "second", "third"]
    assert printed.index("second") < printed.index("third")
    # A new job does not wait either.
    assert (await house.print(printer))["state"] == "submitted"
    job = await house.job(lost["job_id"])
    assert (job["state"], job["reason"]) == ("held", "service")
    assert (
        job["message"]
        == "The document can't be read from the journal at the moment: Is a directory"
    )
    await house.pass_time(3600, 60)
    assert await house.state(lost) == ("expired", "service")


async def test_content_is_readable_again(house: House, printer: Printer) -> None:
    """It is tried less and less often, and then keeps its place in the order."""
    await house.cut_off()
    late = await house.print(printer, name="late", text="l" * (MAX_IN_JOURNAL + 1))
    await house.print(printer, name="second")
    show = await hide_content(house, late)
    await house.simulator.accept_connections()
    with patch.object(
        ContentFiles, "read", autospec=True, side_effect=ContentFiles.read
    ) as read:
        await house.pass_time(600, 5)
    assert names_printed(house.simulator) == ["second"]
    assert 5 <= read.call_count <= 8
    printer.online_status = "0"
    await house.pass_time(120, 60)
    await house.print(printer, name="third")
    show()
    await house.pass_time(600, 60)
    printer.online_status = "1"
    await house.pass_time(180, 5)
    assert names_printed(house.simulator) == ["second", "late", "third"]


async def test_release_of_an_unreadable_content(house: House, printer: Printer) -> None:
    """A person's release goes past the wait."""
    await house.cut_off()
    late = await house.print(printer, text="l" * (MAX_IN_JOURNAL + 1))
    show = await hide_content(house, late)
    await house.simulator.accept_connections()
    await house.pass_time(300, 5)
    show()
    released = await house.act("release_jobs", device_id=house.device_id(printer))
    assert [job["state"] for job in released["jobs"]] == ["submitted"]


async def test_content_is_synced_before_its_job_is_held(
    house: House, printer: Printer
) -> None:
    """The content of a failed submit is synced."""
    house.simulator.faults.add(SUBMIT, Fault.HTTP_503)
    with patch.object(ContentFiles, "sync", autospec=True) as sync:
        job = await house.print(printer)
    assert [call.args[1] for call in sync.call_args_list] == [
        (await house.known(job)).content_id
    ]


# A journal that cannot be written


async def test_full_disk_refuses_prints(house: House, printer: Printer) -> None:
    """A print is refused until there is space again."""
    with full_disk():
        assert await house.refused(printer) == "journal_unwritable"
        assert await house.refused(printer, text="x" * 100_000) == "journal_unwritable"
    assert house.simulator.count(SUBMIT) == 0
    assert await house.jobs() == []
    assert house.store.open_jobs == []
    job = await house.print(printer)
    assert job["state"] == "submitted"
    assert [job["name"] for job in await house.jobs()] == ["Letter"]


async def test_errors_of_the_disk_name_no_path(house: House, printer: Printer) -> None:
    """Clients in the local network and other users read them."""
    (house.folder / house.entry.entry_id).write_bytes(b"not a folder")
    with pytest.raises(HomeAssistantError) as error:
        await house.print(printer, text="x" * 100_000)
    assert error.value.translation_key == "journal_unwritable"
    assert error.value.translation_placeholders == {"error": "Not a directory"}


async def test_held_job_is_not_sent_on_a_full_disk(
    house: House, printer: Printer
) -> None:
    """It is sent when there is space again."""
    await house.cut_off()
    jobs = [await house.print(printer, name=str(number)) for number in range(2)]
    await house.simulator.accept_connections()
    with full_disk():
        await house.pass_time(120, 5)
    assert house.simulator.count(SUBMIT) == 0
    assert [(await house.state(job))[0] for job in jobs] == ["held"] * 2
    await house.pass_time(60, 1)
    assert names_printed(house.simulator) == ["0", "1"]


async def test_disk_is_full_after_the_answer(house: House, printer: Printer) -> None:
    """The job is followed, and written later."""
    slow = house.simulator.faults.add(SUBMIT, Fault.SLOW)
    printing = house.begin(printer)
    await slow.reached.wait()
    with full_disk():
        slow.release()
        job = await printing
        assert job["state"] == "submitted"
        # This waits until the journal's thread has failed.
        assert (await house.known(job)).state is JobState.SUBMITTING
        assert await house.state(job) == ("submitted", None)
        assert await house.jobs(state="submitting") == []
        await house.pass_time(10, 5)
    await house.pass_time(65, 5)
    assert (await house.known(job)).state is JobState.FINISHED
    assert await house.state(job) == ("finished", None)
    # If Home Assistant were killed now, the job would be unconfirmed.
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
    """At most four are sent at a time, each once, in the order of each printer."""
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
    most = min(printers, 4)
    full = asyncio.Event()
    real = CloudPrintClient.new_print_task

    async def count(client: CloudPrintClient, task: Any) -> str:
        nonlocal under_way
        under_way += 1
        together.append(under_way)
        if under_way == most:
            full.set()
        try:
            # On a slow disk, the first would be answered before the others are written.
            await full.wait()
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
    assert max(together) == most
    for printer in shared:
        numbers = [int(job.name) for job in simulator.find_printed(printer=printer)]
        assert numbers == sorted(numbers)
        assert len(numbers) == 200 // printers
    assert len(await house.jobs(limit=1000)) == 200


# Reload and restart of an account


async def test_jobs_of_all_states_over_a_reload(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """Held jobs are still held, and submitted ones are still followed."""
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


async def test_reload_waits_for_submits(house: House, printer: Printer) -> None:
    """A reload waits for the answer, and sends no other job."""
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


async def test_reload_does_not_wait_forever(house: House, printer: Printer) -> None:
    """A submit that takes too long is unconfirmed."""
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


async def test_disk_hangs(house: House, printer: Printer) -> None:
    """A job that cannot be written in time is not sent."""
    await house.cut_off()
    job = await house.print(printer)
    await house.simulator.accept_connections()
    may_go_on = threading.Event()
    blocking = create_eager_task(house.journal.async_run(may_go_on.wait))
    house.tick(15)
    await until(lambda: house.store.busy_printers)
    with patch.object(dispatcher, "STOP_TIMEOUT", -1):
        unloading = create_eager_task(house.unload())
        await house.account.dispatcher._tasks.async_wait()  # noqa: SLF001
    may_go_on.set()
    await asyncio.gather(blocking, unloading)
    await house.load()
    await house.pass_time(60, 10)
    assert await house.state(job) == ("unconfirmed", "interrupted")
    assert house.simulator.count(SUBMIT) == 0


async def test_unexpected_error_while_sending(
    hass: HomeAssistant, house: House, printer: Printer
) -> None:
    """The job is unconfirmed: the request may have been sent."""
    errors: list[Any] = []
    hass.loop.set_exception_handler(lambda _, context: errors.append(context))
    with patch.object(
        house.account.client, "new_print_task", side_effect=ZeroDivisionError
    ):
        job = await house.print(printer)
    assert await house.state(job) == ("unconfirmed", "interrupted")
    assert list(house.store.busy_printers) == []
    assert (await house.print(printer))["state"] == "submitted"


async def test_journal_cannot_be_read(house: House, printer: Printer) -> None:
    """Setup is retried."""
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


@pytest.mark.parametrize(
    "state", [state for state in JobState if state is not JobState.PREPARING]
)
async def test_restart_in_each_state(
    house: House, printer: Printer, state: JobState
) -> None:
    """Only held jobs are printed after it; those in preparation have documents."""
    await house.cut_off()
    job = await house.print(printer)
    await house.simulator.accept_connections()
    await house.unload()
    known = await house.known(job)
    task_id = "pkDgrqeA-unknown" if state.is_task else None
    await house.journal.async_update(
        known.with_state(state, sent=Sent(task_id=task_id))
    )
    await house.load()
    await house.pass_time(180, 10)
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
async def test_expired_job_is_never_sent(
    house: House, printer: Printer, moment: str
) -> None:
    """Whether or not Home Assistant ran when it expired."""
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


async def test_late_timer(house: House, printer: Printer) -> None:
    """The service is probed even if a job came first."""
    await house.cut_off()
    await house.print(printer, name="first")
    await house.simulator.accept_connections()
    # A job arrives when the probe is due and its timer has not fired.
    house.freezer.tick(15)
    other = await house.print(printer, name="other")
    assert other["state"] == "held"
    await house.advance(0)
    await house.pass_time(3, 1)
    assert names_printed(house.simulator) == ["first", "other"]


# Clocks that are set


@pytest.mark.parametrize("put", [-DAY, DAY])
async def test_wall_clock_is_set_while_the_service_is_away(
    house: House, clocks: Clocks, printer: Printer, put: float
) -> None:
    """The service is probed as planned."""
    jobs = await house.hold(printer, "first", "second")
    await house.advance(4)
    clocks.put(put)
    await house.pass_time(14, 1)
    assert names_printed(house.simulator) == ["first", "second"]
    await house.pass_time(20, 1)
    assert [await house.state(job) for job in jobs] == [("finished", None)] * 2


@pytest.mark.parametrize("put", [-DAY, DAY])
async def test_wall_clock_is_set_while_a_job_waits(
    house: House, clocks: Clocks, printer: Printer, put: float
) -> None:
    """It expires after its lifetime."""
    await house.cut_off()
    job = await house.print(printer)
    await house.advance(4)
    clocks.put(put)
    await house.pass_time(3590, 359)
    assert await house.state(job) == ("held", "service")
    await house.pass_time(6, 1)
    assert await house.state(job) == ("expired", "service")


async def test_machine_is_suspended(
    house: House, clocks: Clocks, printer: Printer
) -> None:
    """A job expires while the machine is suspended."""
    (job,) = await house.hold(printer, "agenda")
    clocks.suspend(9 * 3600)
    await house.pass_time(60, 1)
    assert await house.state(job) == ("expired", "service")
    assert house.simulator.count(SUBMIT) == 0


async def test_wall_clock_is_set_after_the_start(
    house: House, clocks: Clocks, printer: Printer
) -> None:
    """Restored jobs expire by the right time."""
    (job,) = await house.hold(printer, "agenda")
    house.simulator.refuse_connections()
    await house.unload()
    # It had no power during the night, and its clock stopped.
    clocks.reboot()
    await house.simulator.accept_connections()
    printer.online_status = "0"
    await house.load()
    assert await house.state(job) == ("held", "printer_offline")
    clocks.put(9 * 3600)
    printer.online_status = "1"
    await house.pass_time(125, 5)
    assert await house.state(job) == ("expired", "printer_offline")
    assert house.simulator.printed == []


@pytest.mark.parametrize("put", [-DAY, DAY])
async def test_wall_clock_is_set_before_the_start(
    house: House, clocks: Clocks, printer: Printer, put: float
) -> None:
    """A job that waits is neither expired nor held for longer."""
    printer.online_status = "0"
    await house.advance(120)
    job = await house.print(printer)
    assert await house.state(job) == ("held", "printer_offline")
    await house.advance(4)
    clocks.put(put)
    await house.restart()
    await house.pass_time(3590, 359)
    assert await house.state(job) == ("held", "printer_offline")
    await house.pass_time(6, 1)
    assert await house.state(job) == ("expired", "printer_offline")
    assert house.simulator.printed == []


async def test_slow_probe(house: House, printer: Printer) -> None:
    """Jobs expire in time meanwhile."""
    # Wait until the capabilities of the printers are known.
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


async def test_stopped_dispatcher(house: House, printer: Printer) -> None:
    """An answer after the account was unloaded sends nothing."""
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
