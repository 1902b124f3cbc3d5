"""Tests of the limits of what a client may print."""

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.ipp import job_operations
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.quota import PERIOD, PageQuota
from custom_components.cloudprint.ipp.vocabulary import Operation, Status
from homeassistant.core import HomeAssistant

from .. import pdf_files
from ..actions import call
from ..conftest import SetUpAccount, device_id_of
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
