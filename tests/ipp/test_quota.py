"""Tests of the limits of what a client may print."""

import asyncio
from base64 import b64encode
import os
import signal
from time import monotonic
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.document import Content, turns
from custom_components.cloudprint.document.turns import Turn
from custom_components.cloudprint.ipp import job_operations, receive, submission
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.quota import PERIOD, PageQuota, create_turn
from custom_components.cloudprint.ipp.vocabulary import Operation, Status
from homeassistant.core import HomeAssistant

from .. import pdf_files
from ..actions import call
from ..child_processes import is_at_work
from ..conftest import SetUpAccount, device_id_of
from ..hostile_files import many_pages, slow_shading
from ..pictures import PICTURES
from ..simulator import CloudSimulator, Printer
from .client import Client, integer, jobs_in, text_of

LIMIT = 10


def test_pages_of_an_hour(freezer: FrozenDateTimeFactory) -> None:
    """Pages count for an hour, for each client."""
    quota = PageQuota()
    assert quota.take("a", 6, LIMIT)
    freezer.tick(PERIOD / 2)
    assert quota.take("a", 4, LIMIT)
    assert not quota.can_take("a", LIMIT)
    assert not quota.take("a", 1, LIMIT)
    assert quota.can_take("b", LIMIT)
    freezer.tick(PERIOD / 2)
    assert quota.can_take("a", LIMIT)
    assert quota.take("a", 6, LIMIT)
    freezer.tick(PERIOD)
    assert quota.take("a", LIMIT, LIMIT)


def test_waits_for_room(freezer: FrozenDateTimeFactory) -> None:
    """A client whose job did not fit waits until it does."""
    quota = PageQuota()
    assert quota.take("a", 6, LIMIT)
    assert not quota.take("a", 5, LIMIT)
    assert not quota.can_take("a", LIMIT)
    assert quota.take("a", 4, LIMIT)
    freezer.tick(PERIOD)
    assert quota.can_take("a", LIMIT)


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
    assert not quota.take("a", 1, LIMIT)


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
    return Client(IppPrinter(hass, entry, device_id_of(hass, entry, colour_printer)))


async def test_limit_of_pages(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    limited: Client,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A client waits once it has printed its pages, and prints again later."""
    await limited.print(pdf_files.text(pages=3))
    request = limited.build(Operation.PRINT_JOB, job=[integer("copies", 2)])
    response = await limited.send(request, b"Hello")
    assert response.code == Status.BUSY
    assert "(limit: 4)" in text_of(response)
    # It is refused before its document is sent again.
    for operation in (
        Operation.VALIDATE_JOB,
        Operation.CREATE_JOB,
        Operation.PRINT_JOB,
    ):
        assert (await limited.send(limited.build(operation))).code == Status.BUSY
    other = Client(limited.printer, address="192.168.1.21")
    await other.print()

    freezer.tick(PERIOD)
    assert (await limited.send(request, b"Hello")).code == Status.OK
    await hass.async_block_till_done()
    assert len((await call(hass, "get_jobs"))["jobs"]) == 3


async def test_job_beyond_the_limit(
    hass: HomeAssistant, simulator: CloudSimulator, limited: Client
) -> None:
    """A job that never fits is refused for good, and counts nothing."""
    request = limited.build(Operation.PRINT_JOB, job=[integer("copies", 5)])
    response = await limited.send(request, b"Hello")
    assert response.code == Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED
    assert "5 pages" in text_of(response)
    assert "may print 4 an hour" in text_of(response)
    await limited.print(job=[integer("copies", 4)])
    await hass.async_block_till_done()
    assert len(simulator.printed) == 1


async def test_limit_of_jobs(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client may have only some jobs that have not ended."""
    monkeypatch.setattr(job_operations, "MAX_OPEN_JOBS", 2)
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
    request = limited.build(Operation.PRINT_JOB)
    response = await limited.send(request, many_pages(60_000))
    assert response.code == Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED
    assert "60000 pages" in text_of(response)
    # It counts nothing.
    await limited.print(pdf_files.text(pages=1), job=[integer("copies", 3)])
    # Its second page would take minutes.
    response = await limited.send(request, slow_shading())
    assert response.code == Status.BUSY
    assert "(limit: 4)" in text_of(response)
    await hass.async_block_till_done()
    assert len(simulator.printed) == 1


async def test_pages_that_fit_meanwhile(
    limited: Client, freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that fits once its pages are counted is not refused for good."""
    convert = receive.async_convert

    async def async_convert(*args: Any) -> Content:
        freezer.tick(PERIOD)
        return await convert(*args)

    await limited.print(pdf_files.text(pages=3))
    request = limited.build(Operation.PRINT_JOB)
    document = pdf_files.text(pages=2)
    with monkeypatch.context() as patch:
        patch.setattr(submission, "async_convert", async_convert)
        response = await limited.send(request, document)
    assert response.code == Status.BUSY
    assert "(limit: 4)" in text_of(response)
    assert (await limited.send(request, document)).code == Status.OK


async def test_more_pages_than_one_print_takes(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    colour_printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """A client that may print more is told which pages it may print at a time."""
    entry = await set_up_account(ipp_pages_per_hour=1000)
    client = Client(IppPrinter(hass, entry, device_id_of(hass, entry, colour_printer)))
    response = await client.send(client.build(Operation.PRINT_JOB), many_pages(600))
    assert response.code == Status.REQUEST_ENTITY_TOO_LARGE
    assert "600 pages" in text_of(response)
    assert "1-500 / 501-600" in text_of(response)
    # It counts nothing.
    response = await client.send(client.build(Operation.PRINT_JOB), many_pages(1001))
    assert response.code == Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED
    await client.print(job=[integer("copies", 99)])


async def test_limit_of_time(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    limited: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A client whose documents have taken too long waits for the rest of the hour."""
    later = 0.0
    monkeypatch.setattr(turns, "monotonic", lambda: monotonic() + later)
    requests = [
        hass.async_create_task(
            limited.send(limited.build(Operation.PRINT_JOB), slow_shading() + b"%d" % n)
        )
        for n in range(2)
    ]
    child = await is_at_work()
    later = 5.0 * 60
    os.kill(child, signal.SIGKILL)
    slow, waiting = sorted(
        await asyncio.gather(*requests), key=lambda response: response.code
    )
    assert slow.code == Status.DOCUMENT_FORMAT_ERROR
    assert waiting.code == Status.BUSY
    assert "5 minutes" in text_of(waiting)
    for operation in (
        Operation.VALIDATE_JOB,
        Operation.CREATE_JOB,
        Operation.PRINT_JOB,
    ):
        response = await limited.send(limited.build(operation), b"Hello")
        assert response.code == Status.BUSY
        assert "5 minutes" in text_of(response)
    other = Client(limited.printer, address="192.168.1.21")
    await other.print()
    later += PERIOD
    await limited.print()


@pytest.mark.slow
async def test_house_does_not_wait_for_clients(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client, colour_id: str
) -> None:
    """A photo of the house prints while a client's documents take minutes."""
    requests = [
        asyncio.create_task(
            client.send(client.build(Operation.PRINT_JOB), slow_shading() + b"%d" % n)
        )
        for n in range(5)
    ]
    await is_at_work()
    photo = b64encode(PICTURES["heic"]()).decode()
    fields = {"device_id": colour_id, "data": photo, "format": "heic"}
    await call(hass, "print", fields)
    assert not any(request.done() for request in requests)
    await client.printer.async_close()
    for request in requests:
        assert (await request).code == Status.SERVICE_UNAVAILABLE
    await hass.async_block_till_done()
    assert len(simulator.printed) == 1
