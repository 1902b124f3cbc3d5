"""Tests of what a client may see of jobs, and do with them: its own, and others'."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.message import (
    IppJobState,
    Operation,
    Status,
)
from homeassistant.core import HomeAssistant

from ..actions import call
from ..conftest import SetUpAccount
from ..entities import device_id_of
from ..simulator import Printer
from .client import Client, flag, integer, jobs_in, keyword, restart, text_of

MODEL = "Pixel 9"
"""Android phones call their users so."""
SEEN_BY_ALL = {
    "attributes-charset",
    "attributes-natural-language",
    "job-id",
    "job-printer-uri",
    "job-state",
    "job-state-reasons",
    "job-uri",
    "job-uuid",
}
MINE = flag("my-jobs")
NAME = "Divorce papers"


@pytest.fixture
async def entry(
    colour_printer: Printer, set_up_account: SetUpAccount
) -> MockConfigEntry:
    """Set up the account of a printer that is offline, so that jobs are held."""
    colour_printer.online_status = "0"
    return await set_up_account()


@pytest.fixture
def printer(
    hass: HomeAssistant, entry: MockConfigEntry, colour_printer: Printer
) -> IppPrinter:
    """Return the printer."""
    return IppPrinter(entry.runtime_data, device_id_of(hass, entry, colour_printer))


async def _list(client: Client) -> list[set[str]]:
    """Return the names of all attributes of each job that a client is shown."""
    more = [keyword("requested-attributes", "all")]
    listed = jobs_in(await client.ask(Operation.GET_JOBS, more=more))
    for job in listed:
        assert (await client.job(job["job-id"])).keys() == job.keys()
    return [set(job) for job in listed]


async def _check(owner: Client, other: Client, job_id: int) -> None:
    """Check that only one of two clients sees a job's name, and may cancel it."""
    assert await _list(other) == [SEEN_BY_ALL]
    assert await other.jobs(MINE) == []
    for operation in (
        Operation.CANCEL_JOB,
        Operation.CLOSE_JOB,
        Operation.SEND_DOCUMENT,
    ):
        request = other.build(operation, flag("last-document"), job_id=job_id)
        response = await other.send(request, b"More")
        assert response.code == Status.NOT_AUTHORIZED
        assert text_of(response).startswith("Only the device and the user")
    await other.ask(Operation.CANCEL_MY_JOBS)

    assert await owner.jobs(MINE) == [job_id]
    job = await owner.job(job_id)
    assert job["job-state"] == IppJobState.PENDING
    assert job["job-name"] == NAME
    assert NAME in job["job-state-message"]


@pytest.mark.parametrize(
    ("user", "address"),
    [(MODEL, "192.168.1.21"), ("Ben", "192.168.1.20"), ("", "192.168.1.20")],
    ids=["phone of the same model", "another user", "no user"],
)
async def test_others(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    printer: IppPrinter,
    user: str,
    address: str,
) -> None:
    """A job has its name for its own client only, also after a restart."""
    owner, other = Client(printer, MODEL), Client(printer, user, address)
    copies = integer("copies", 2)
    job_id = (await owner.print(name=NAME, job=[copies]))["job-id"]
    assert (await owner.job(job_id))["copies"] == 2
    await hass.async_block_till_done()
    await _check(owner, other, job_id)

    printer = await restart(hass, entry, printer)
    owner, other = Client(printer, MODEL), Client(printer, user, address)
    await _check(owner, other, job_id)
    await owner.ask(Operation.CANCEL_JOB, job_id=job_id)
    assert await owner.jobs() == []


@pytest.mark.parametrize("user", [MODEL, ""])
async def test_address_that_changes(printer: IppPrinter, user: str) -> None:
    """A job takes its documents from its user, at any address, and is listed to no other."""
    sender, later = Client(printer, user), Client(printer, user, "fd00::20")
    (job,) = jobs_in(await sender.ask(Operation.CREATE_JOB))
    job_id = job["job-id"]
    assert await sender.jobs() == [job_id]
    for client in (later, Client(printer, "Ben")):
        assert await client.jobs() == []
    more = flag("last-document", value=False)
    requests = [
        later.build(Operation.SEND_DOCUMENT, more, job_id=job_id),
        later.build(Operation.CLOSE_JOB, job_id=job_id),
    ]
    answers = [(await later.send(request, b"Hello")).code for request in requests]
    if not user:
        # It is no name.
        assert answers == [Status.NOT_AUTHORIZED] * 2
        return
    assert answers == [Status.OK] * 2
    # All see that it is there, and its device alone what it is.
    assert await later.jobs() == [job_id]
    assert (await later.job(job_id)).keys() == SEEN_BY_ALL
    assert "job-name" in await sender.job(job_id)
    request = later.build(Operation.SEND_DOCUMENT, flag("last-document"), job_id=job_id)
    assert (await later.send(request, b"More")).code == Status.NOT_AUTHORIZED


async def test_authenticated(hass: HomeAssistant, printer: IppPrinter) -> None:
    """A user with the password owns a job on each device; what others claim is nothing."""
    sender = Client(printer, authenticated="house")
    job_id = (await sender.print(name=NAME))["job-id"]
    await hass.async_block_till_done()
    owner = Client(printer, address="192.168.1.21", authenticated="house")
    await _check(owner, Client(printer, "house", "192.168.1.21"), job_id)
    await owner.ask(Operation.CANCEL_MY_JOBS)
    assert await owner.jobs() == []


async def test_behind_a_vpn(hass: HomeAssistant, printer: IppPrinter) -> None:
    """Devices with one address see no names, and yet send what they began to."""

    def device(**options: Any) -> Client:
        return Client(printer, MODEL, "100.64.0.0/10", is_shared=True, **options)

    (job,) = jobs_in(await device().ask(Operation.CREATE_JOB))
    request = device().build(
        Operation.SEND_DOCUMENT, flag("last-document"), job_id=job["job-id"]
    )
    answers = [
        await device().send(request, b"Hello", is_answered=is_answered)
        for is_answered in (False, True)
    ]
    # The first one was lost.
    assert [answer.code for answer in answers] == [Status.OK] * 2
    await hass.async_block_till_done()
    assert await _list(device()) == [SEEN_BY_ALL]
    assert await device().jobs(MINE) == []
    for operation in (Operation.CANCEL_JOB, Operation.SEND_DOCUMENT):
        request = device().build(operation, flag("last-document"), job_id=job["job-id"])
        assert (await device().send(request, b"More")).code != Status.OK
    # All who know the password are its user.
    job_id = (await device(authenticated="house").print(name=NAME))["job-id"]
    assert await device(authenticated="house").jobs(MINE) == [job_id]


async def test_own_history(
    hass: HomeAssistant, colour_printer: Printer, set_up_account: SetUpAccount
) -> None:
    """With own history, no list names a job, and a password is not one device's."""
    colour_printer.online_status = "0"
    entry = await set_up_account(own_history=True)
    printer = IppPrinter(entry.runtime_data, device_id_of(hass, entry, colour_printer))
    owner = Client(printer, authenticated="house")
    job_id = (await owner.print(name=NAME))["job-id"]
    await hass.async_block_till_done()
    other = Client(printer, address="192.168.1.21", authenticated="house")
    more = [keyword("requested-attributes", "all")]
    for client in (owner, other):
        (listed,) = jobs_in(await client.ask(Operation.GET_JOBS, more=more))
        assert listed.keys() == SEEN_BY_ALL
    assert (await other.job(job_id)).keys() == SEEN_BY_ALL
    request = other.build(Operation.CANCEL_JOB, job_id=job_id)
    assert (await other.send(request, b"")).code == Status.NOT_AUTHORIZED
    assert (await owner.job(job_id))["job-name"] == NAME
    await owner.ask(Operation.CANCEL_JOB, job_id=job_id)
    assert await owner.jobs() == []


async def test_jobs_of_the_house(hass: HomeAssistant, printer: IppPrinter) -> None:
    """What was not printed by this way is in no list, whoever asks."""
    await call(hass, "print", device_id=printer.device_id, text="x", name=NAME)
    assert await Client(printer).jobs() == []
