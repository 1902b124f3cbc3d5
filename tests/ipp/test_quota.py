"""Tests of the limits of what a client may print."""

import asyncio
from base64 import b64encode
import os
import signal
from time import monotonic
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.document import turns
from custom_components.cloudprint.document.turns import Turn
from custom_components.cloudprint.ipp import jobs as ipp_jobs
from custom_components.cloudprint.ipp.printer import SAID_FOR, IppPrinter
from custom_components.cloudprint.ipp.protocol.message import (
    IppJobState,
    Operation,
    Status,
    Tag,
    as_text,
)
from custom_components.cloudprint.printing.quota import PERIOD, PageQuota, create_turn
from custom_components.cloudprint.spool import preparer
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..actions import call, refuses
from ..conftest import SetUpAccount
from ..document.child_processes import is_at_work
from ..entities import device_id_of
from ..samples import pdf_files
from ..samples.hostile_files import many_pages, slow_shading
from ..samples.pictures import PICTURES
from ..simulator import CloudSimulator, Printer
from ..waits import until
from .client import Client, integer, jobs_in, text_of
from .slow_conversion import SlowConversion

LIMIT = 10


def test_pages_of_an_hour(freezer: FrozenDateTimeFactory) -> None:
    """Pages count for an hour, for each client."""
    quota = PageQuota()
    assert quota.take("a", 6, LIMIT)
    freezer.tick(PERIOD / 2)
    assert quota.take("a", 4, LIMIT)
    assert not quota.count_left("a", LIMIT)
    with refuses("pages_used_up", HomeAssistantError):
        quota.take("a", 1, LIMIT)
    assert quota.count_left("b", LIMIT)
    freezer.tick(PERIOD / 2)
    assert quota.count_left("a", LIMIT)
    assert quota.take("a", 6, LIMIT)
    freezer.tick(PERIOD)
    assert quota.take("a", LIMIT, LIMIT)


def test_pages_that_were_not_printed() -> None:
    """Pages of a job that was not taken do not count."""
    quota = PageQuota()
    quota.take("a", 3, LIMIT)
    quota.take("a", 6, LIMIT)
    quota.give_back("a", 3)
    assert quota.take("a", 4, LIMIT)
    quota.give_back("b", 1)


def test_newest_pages_are_given_back(freezer: FrozenDateTimeFactory) -> None:
    """The pages of the last job of that size do not count; older ones are forgotten."""
    quota = PageQuota()
    assert quota.take("a", 3, LIMIT)
    freezer.tick(PERIOD / 2)
    assert quota.take("a", 3, LIMIT)
    assert quota.take("a", 4, LIMIT)
    quota.give_back("a", 3)
    freezer.tick(PERIOD / 2)
    # Of ten pages, three were given back, and the other three are an hour old.
    assert quota.take("a", 6, LIMIT)
    with refuses("pages_used_up", HomeAssistantError):
        quota.take("a", 1, LIMIT)


def test_room_for_pages() -> None:
    """A client has as many pages as it has not printed."""
    quota = PageQuota()
    assert quota.count_left("a", LIMIT) == LIMIT
    quota.take("a", 6, LIMIT)
    assert quota.count_left("a", LIMIT) == 4
    assert quota.count_left("b", LIMIT) == LIMIT
    # The limit was lowered.
    assert quota.count_left("a", 5) == 0


def test_seconds_for_pages() -> None:
    """A client that may print more pages may also use more time for them."""
    assert create_turn("a", 1) == Turn(client="a", seconds_per_hour=300)
    assert create_turn("a", 100) == Turn(client="a", seconds_per_hour=600)


@pytest.fixture
async def limited(
    hass: HomeAssistant, colour_printer: Printer, set_up_account: SetUpAccount
) -> Client:
    """Return a client that may print four pages an hour."""
    entry = await set_up_account(ipp_pages_per_hour=4)
    return Client(
        IppPrinter(entry.runtime_data, device_id_of(hass, entry, colour_printer))
    )


async def _outcome(
    hass: HomeAssistant, client: Client, data: bytes, **options: Any
) -> tuple[int, str, str]:
    """Print, and return the state of the job, its reason, and its message."""
    job_id = (await client.print(data, name="Letter", **options))["job-id"]
    await hass.async_block_till_done()
    job = await client.job(job_id)
    message = job.get("job-state-message", "")
    return job["job-state"], job["job-state-reasons"], message


async def test_limit_of_sides(
    hass: HomeAssistant, simulator: CloudSimulator, limited: Client
) -> None:
    """A page is a printed side of each copy, however many pages are put on it."""
    number_up = [integer("number-up", 4), integer("copies", 2)]
    state, _, _ = await _outcome(hass, limited, pdf_files.text(pages=8), job=number_up)
    assert state != IppJobState.ABORTED
    assert len(simulator.printed) == 1
    other = Client(limited.printer, address="192.168.1.21")
    state, _, message = await _outcome(
        hass, other, pdf_files.text(pages=17), job=number_up
    )
    assert state == IppJobState.ABORTED
    assert "has 10 pages" in message
    state, _, message = await _outcome(
        hass, other, pdf_files.text(pages=9), job=number_up
    )
    assert state == IppJobState.ABORTED
    assert "has 6 pages" in message
    usage = await call(hass, "get_usage")
    assert [(row["kind"], row["pages"]) for row in usage["usage"]] == [("device", 4)]


async def test_limit_of_pages(
    hass: HomeAssistant, limited: Client, freezer: FrozenDateTimeFactory
) -> None:
    """What is more than a client may print now is not printed; what fits still is."""
    await limited.print(pdf_files.text(pages=3))
    await hass.async_block_till_done()
    copies = [integer("copies", 2)]
    state, reason, message = await _outcome(hass, limited, b"Hello", job=copies)
    assert (state, reason) == (IppJobState.ABORTED, "account-limit-reached")
    assert "(2)" in message
    assert "(1 of 4 an hour)" in message
    await limited.print()
    await hass.async_block_till_done()
    # All pages are used up: it is refused before a document is sent.
    for operation in (
        Operation.VALIDATE_JOB,
        Operation.CREATE_JOB,
        Operation.PRINT_JOB,
    ):
        response = await limited.send(limited.build(operation))
        assert response.code == Status.BUSY
        assert "(limit: 4)" in text_of(response)
    other = Client(limited.printer, address="192.168.1.21")
    await other.print()

    freezer.tick(PERIOD)
    await limited.print(job=copies)
    await hass.async_block_till_done()
    jobs = (await call(hass, "get_jobs"))["jobs"]
    assert [job["state"] == "failed" for job in jobs] == [
        False,
        False,
        False,
        True,
        False,
    ]


async def test_usual_limit(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A new user prints more than a hundred pages an hour."""
    for _ in range(2):
        state, *_ = await _outcome(hass, client, b"Hello", job=[integer("copies", 60)])
        assert state != IppJobState.ABORTED
    assert len(simulator.printed) == 2


async def _said(client: Client) -> str:
    """Return what the printer says of itself to a client."""
    response = await client.ask(Operation.GET_PRINTER_ATTRIBUTES)
    (group,) = [each for each in response.groups if each.tag == Tag.PRINTER_GROUP]
    return as_text(group.get_content("printer-state-message")) or ""


@pytest.mark.parametrize("is_private", [False, True])
async def test_why_is_shown(
    hass: HomeAssistant,
    colour_printer: Printer,
    set_up_account: SetUpAccount,
    freezer: FrozenDateTimeFactory,
    is_private: bool,
) -> None:
    """The printer's message is the refusal's for a while, to the client that was refused."""
    ready = "Ready to print."
    entry = await set_up_account(ipp_pages_per_hour=4, own_history=is_private)
    printer = IppPrinter(entry.runtime_data, device_id_of(hass, entry, colour_printer))
    client = Client(printer)
    assert await _said(client) == ready
    copies = [integer("copies", 5)]
    *_, message = await _outcome(hass, client, b"Hello", job=copies)
    assert await _said(client) == (ready if is_private else message)
    assert await _said(Client(printer, "Ben")) == ready
    assert await _said(Client(printer, address="192.168.1.21")) == ready
    freezer.tick(SAID_FOR)
    assert await _said(client) == ready
    await _outcome(hass, client, b"Hello", job=copies)
    await client.print()
    assert await _said(client) != message


async def test_why_is_shown_with_a_password(
    hass: HomeAssistant, colour_printer: Printer, set_up_account: SetUpAccount
) -> None:
    """Who has shown no password is told nothing of jobs."""
    entry = await set_up_account(
        ipp_pages_per_hour=4, ipp_username="house", ipp_password="4711"
    )
    printer = IppPrinter(entry.runtime_data, device_id_of(hass, entry, colour_printer))
    client = Client(printer, "house", authenticated="house")
    *_, message = await _outcome(hass, client, b"Hello", job=[integer("copies", 5)])
    assert await _said(client) == message
    assert await _said(Client(printer, "house")) == "Ready to print."


async def test_job_beyond_the_limit(
    hass: HomeAssistant, simulator: CloudSimulator, limited: Client
) -> None:
    """A job that never fits is refused for good, and counts nothing."""
    copies = [integer("copies", 5)]
    state, _, message = await _outcome(hass, limited, b"Hello", job=copies)
    assert state == IppJobState.ABORTED
    assert "5 pages" in message
    assert "may print 4 an hour" in message
    await limited.print(job=[integer("copies", 4)])
    await hass.async_block_till_done()
    assert len(simulator.printed) == 1


async def test_limit_of_jobs(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client may have only some jobs that have not ended."""
    monkeypatch.setattr(ipp_jobs, "MAX_OPEN_JOBS", 2)
    created = [await client.ask(Operation.CREATE_JOB) for _ in range(2)]
    response = await client.send(client.build(Operation.CREATE_JOB))
    assert response.code == Status.BUSY
    await Client(client.printer, address="192.168.1.21").ask(Operation.CREATE_JOB)
    ((job,), _) = map(jobs_in, created)
    await client.ask(Operation.CANCEL_JOB, job_id=job["job-id"])
    await client.ask(Operation.CREATE_JOB)


async def test_pages_that_are_not_drawn(
    hass: HomeAssistant, simulator: CloudSimulator, limited: Client
) -> None:
    """Pages that a client may not print are counted, and not drawn."""
    state, _, message = await _outcome(hass, limited, many_pages(60_000))
    assert state == IppJobState.ABORTED
    assert "60000 pages" in message
    # It counts nothing.
    await limited.print(pdf_files.text(pages=1), job=[integer("copies", 3)])
    await hass.async_block_till_done()
    # Its second page would take minutes.
    _, reason, message = await _outcome(hass, limited, slow_shading())
    assert reason == "account-limit-reached"
    assert "(2)" in message
    assert len(simulator.printed) == 1


async def test_pages_that_fit_meanwhile(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    limited: Client,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A document that fits once its pages are counted is printed after all."""
    monkeypatch.setattr(preparer, "PREPARE_AGAIN_AFTER", 0)
    await limited.print(pdf_files.text(pages=3))
    await hass.async_block_till_done()
    freezer.tick(PERIOD - 60)
    with SlowConversion() as conversion:
        await limited.print(pdf_files.text(pages=2))
        await conversion.is_converting.wait()
        freezer.tick(60)
        conversion.go_on.set()
        await hass.async_block_till_done()
    assert conversion.count == 2
    assert len(simulator.printed) == 2


async def test_more_pages_than_one_print_takes(
    hass: HomeAssistant, colour_printer: Printer, set_up_account: SetUpAccount
) -> None:
    """A client that may print more is told which pages it may print at a time."""
    entry = await set_up_account(ipp_pages_per_hour=1000)
    client = Client(
        IppPrinter(entry.runtime_data, device_id_of(hass, entry, colour_printer))
    )
    state, _, message = await _outcome(hass, client, many_pages(600))
    assert state == IppJobState.ABORTED
    assert "600 pages" in message
    assert "1-500 / 501-600" in message
    # It counts nothing.
    _, _, message = await _outcome(hass, client, many_pages(1001))
    assert "1001 pages" in message
    await client.print(job=[integer("copies", 99)])


async def test_limit_of_time(
    simulator: CloudSimulator, limited: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client whose documents have taken too long waits for the rest of the hour."""
    later = 0.0
    monkeypatch.setattr(turns, "monotonic", lambda: monotonic() + later)
    monkeypatch.setattr(preparer, "PREPARE_AGAIN_AFTER", 0.1)
    slow, waiting = [
        (await limited.print(slow_shading() + b"%d" % n))["job-id"] for n in range(2)
    ]
    child = await is_at_work()
    later = 5.0 * 60
    os.kill(child, signal.SIGKILL)

    async def state(job_id: int) -> object:
        return (await limited.job(job_id))["job-state"]

    while await state(slow) != IppJobState.ABORTED:
        await asyncio.sleep(0.1)
    for operation in (
        Operation.VALIDATE_JOB,
        Operation.CREATE_JOB,
        Operation.PRINT_JOB,
    ):
        response = await limited.send(limited.build(operation), b"Hello")
        assert response.code == Status.BUSY
        assert "5 minutes" in text_of(response)
    # Others pass the one that waits.
    await Client(limited.printer, address="192.168.1.21").print()
    await until(lambda: len(simulator.printed) == 1)
    assert await state(waiting) == IppJobState.PROCESSING
    await limited.ask(Operation.CANCEL_JOB, job_id=waiting)
    later += PERIOD
    await limited.print()
    await until(lambda: len(simulator.printed) == 2)


@pytest.mark.slow
async def test_house_does_not_wait_for_clients(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client, device_id: str
) -> None:
    """A photo of the house is printed elsewhere while a client's take minutes."""
    job_ids = [
        (await client.print(slow_shading() + b"%d" % n))["job-id"] for n in range(5)
    ]
    await is_at_work()
    photo = b64encode(PICTURES["heic"]()).decode()
    fields = {"device_id": device_id, "data": photo, "format": "heic"}
    await call(hass, "print", fields)
    assert await client.jobs() == job_ids
    await client.ask(Operation.CANCEL_MY_JOBS)
    await hass.async_block_till_done()
    assert await client.jobs() == []
    assert len(simulator.printed) == 1
