"""Tests of IPP jobs that move to another printer: their clients go on to see them."""

from collections.abc import AsyncGenerator

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.message import (
    IppJobState,
    Operation,
    Status,
)
from custom_components.cloudprint.printing.quota import get_quota
from homeassistant.core import HomeAssistant

from ..actions import call
from ..conftest import Advance
from ..hub import Hub
from ..simulator import CloudSimulator, Printer
from .client import Client, keyword, restart
from .slow_conversion import SlowConversion

COMPLETED = keyword("which-jobs", "completed")


@pytest.fixture
async def other(hub: Hub, client: Client) -> AsyncGenerator[Client]:
    """Return a client of the other printer; the first one is offline."""
    shared = IppPrinter(hub.data, hub.device_id)
    yield Client(shared)
    await shared.async_close()


async def report(account: MockConfigEntry, printer: Printer, status: str) -> None:
    """Let the service report a printer as online or not."""
    printer.online_status = status
    await account.runtime_data.coordinator.async_refresh()


async def move(hass: HomeAssistant, name: str, device_id: str) -> None:
    """Move the open job of a name."""
    jobs = (await call(hass, "get_jobs", state=["held", "preparing"]))["jobs"]
    (job,) = [job for job in jobs if job["name"] == name]
    await call(hass, "move_job", job_id=job["job_id"], device_id=device_id)


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_moved(
    hub: Hub, client: Client, other: Client, advance: Advance, is_restarted: bool
) -> None:
    """A job keeps its id and its address, and ends as it does on the other printer."""
    await report(hub.account, hub.colour_printer, "0")
    job_id = (await client.print())["job-id"]
    await hub.hass.async_block_till_done()
    quota = get_quota(hub.hass, client.printer.device_id)
    left = quota.count_left("192.168.1.20", 100)
    assert left == 99
    await report(hub.account, hub.printer, "0")
    await move(hub.hass, "Letter", hub.device_id)
    if is_restarted:
        client = Client(await restart(hub.hass, hub.account, client.printer))
        await report(hub.account, hub.colour_printer, "1")
        other = Client(IppPrinter(hub.data, hub.device_id))
    assert (await client.job(job_id))["job-state"] == IppJobState.PENDING
    assert await client.jobs() == [job_id]
    assert await client.jobs(COMPLETED) == []
    assert await other.jobs() == []
    await report(hub.account, hub.printer, "1")
    await hub.hass.async_block_till_done()
    for _ in range(6):
        await advance(5)
    job = await client.job(job_id)
    assert job["job-state"] == IppJobState.COMPLETED
    assert job["job-uri"] == f"{client.uri}/{job_id}"
    assert await client.jobs() == []
    assert await client.jobs(COMPLETED) == [job_id]
    assert await other.jobs(COMPLETED) == []
    (printed,) = hub.simulator.printed
    assert printed.printer is hub.printer
    # Its pages were counted before.
    assert quota.count_left("192.168.1.20", 100) == left
    assert get_quota(hub.hass, hub.device_id).count_left("192.168.1.20", 100) == 100
    await client.printer.async_close()
    await other.printer.async_close()


async def test_canceled(hub: Hub, client: Client, other: Client) -> None:
    """Its client cancels it where it is."""
    for each in (hub.colour_printer, hub.printer):
        await report(hub.account, each, "0")
    job_id = (await client.print(is_answered=False))["job-id"]
    await hub.hass.async_block_till_done()
    await move(hub.hass, "Letter", hub.device_id)
    # It is not printed a second time for a client that had no answer.
    assert (await client.print(is_answered=False))["job-id"] == job_id
    request = other.build(Operation.CANCEL_JOB, job_id=job_id)
    assert (await other.send(request)).code == Status.NOT_FOUND
    await client.ask(Operation.CANCEL_JOB, job_id=job_id)
    assert (await client.job(job_id))["job-state"] == IppJobState.CANCELED
    for each in (hub.colour_printer, hub.printer):
        await report(hub.account, each, "1")
    await hub.hass.async_block_till_done()
    assert hub.simulator.printed == []


async def test_in_preparation(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    client: Client,
    other: Client,
    device_id: str,
    advance: Advance,
    conversion: SlowConversion,
) -> None:
    """So it is with one that is being converted; a page is counted once."""
    job_id = (await client.print())["job-id"]
    await conversion.is_converting.wait()
    await move(hass, "Letter", device_id)
    assert (await client.job(job_id))["job-state"] == IppJobState.PROCESSING
    assert await other.jobs() == []
    conversion.go_on.set()
    await hass.async_block_till_done(wait_background_tasks=True)
    await advance(20)
    assert (await client.job(job_id))["job-state"] == IppJobState.COMPLETED
    (printed,) = simulator.printed
    assert printed.printer is printer
    quotas = [get_quota(hass, each) for each in (client.printer.device_id, device_id)]
    assert [quota.count_left("192.168.1.20", 100) for quota in quotas] == [100, 99]
