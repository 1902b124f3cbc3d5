"""Tests of an orderly end while a document is converted: a reload, a stop."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.ipp import shared_port
from custom_components.cloudprint.ipp.protocol.encoding import encode_message
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    Operation,
    Status,
    Tag,
)
from custom_components.cloudprint.ipp.sharing import SHARING, Sharing
from custom_components.cloudprint.spool.job import JobState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from scripts.playground.ports import free_port

from ..conftest import SetUpAccount
from ..entities import device_id_of, entity_id_of
from ..hub import Hub
from ..simulator import Printer
from ..waits import Gate, slowed, until
from .client import Client, flag
from .connection import Answer, Connection, post, status_of
from .local_network import FakeAnnouncement, LocalNetwork
from .slow_conversion import SlowConversion

NAME = Attribute.of("job-name", Tag.NAME, "Letter")
LAST = flag("last-document")
DOCUMENT = b"Hello"


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    """Return a free port, of a server without an announcement."""
    monkeypatch.setattr(FakeAnnouncement, "network", LocalNetwork(), raising=False)
    monkeypatch.setattr(shared_port, "Announcement", FakeAnnouncement)
    return free_port()


@pytest.fixture
async def account(
    printer: Printer, colour_printer: Printer, set_up_account: SetUpAccount, port: int
) -> MockConfigEntry:
    """Set up an account that shares its printers on that port."""
    return await set_up_account(ipp_port=port)


@pytest.fixture
def sharing(hass: HomeAssistant, account: MockConfigEntry) -> Sharing:
    """Return what shares the printers."""
    return hass.data[SHARING]


async def _turn_on(
    hass: HomeAssistant, account: MockConfigEntry, printers: Sequence[Printer]
) -> None:
    """Share printers: also after a reload."""
    for printer in printers:
        key = "share_locally"
        entity_id = entity_id_of(hass, account, Platform.SWITCH, key, printer)
        await hass.services.async_call(
            Platform.SWITCH, "turn_on", {"entity_id": entity_id}, blocking=True
        )


async def _send(sharing: Sharing, account: MockConfigEntry, device_id: str) -> Answer:
    """Print on a shared printer over a connection of its own; return the answer."""
    printer = sharing.get_printers(account.entry_id)[device_id]
    message = encode_message(Client(printer).build(Operation.PRINT_JOB, NAME))
    streams = await asyncio.open_connection("127.0.0.1", printer.settings.port)
    connection = Connection(*streams)
    try:
        path = printer.snapshot().resource
        return await connection.ask(post(path, message + DOCUMENT))
    finally:
        connection.writer.transport.abort()


async def _until_shared(
    sharing: Sharing, account: MockConfigEntry, device_id: str
) -> Client:
    """Wait until a printer is shared; return a client that is not in the network."""
    await until(lambda: sharing.get_uri(device_id))
    return Client(sharing.get_printers(account.entry_id)[device_id])


def _is_empty(folder: Path) -> bool:
    return not list(folder.iterdir())


@pytest.mark.parametrize("count", [1, 2])
async def test_reloaded(
    hub: Hub, sharing: Sharing, conversion: SlowConversion, count: int
) -> None:
    """Jobs go on after a reload, with their ids: their clients were answered.

    The last printer takes the port with it, another one does not.
    """
    printers = [hub.printer, hub.colour_printer][:count]
    device_ids = [device_id_of(hub.hass, hub.account, each) for each in printers]
    await _turn_on(hub.hass, hub.account, printers)
    for device_id in device_ids:
        assert status_of(await _send(sharing, hub.account, device_id)) == Status.OK
    await until(lambda: conversion.count == count)
    found = [
        await (await _until_shared(sharing, hub.account, each)).jobs()
        for each in device_ids
    ]
    # However often: it was not killed.
    for number in range(2, 4):
        assert await hub.hass.config_entries.async_reload(hub.account.entry_id)
        await until(lambda: conversion.count == number * count)  # noqa: B023 - awaited
    for device_id, job_ids in zip(device_ids, found, strict=True):
        client = await _until_shared(sharing, hub.account, device_id)
        assert await client.jobs() == job_ids
        job = await client.job(job_ids[0])
        assert job["job-state-reasons"] == "job-transforming"
    conversion.go_on.set()
    await until(lambda: len(hub.simulator.printed) == count)


async def test_stopped(
    hub: Hub, sharing: Sharing, conversion: SlowConversion, uploads: Path
) -> None:
    """A stop of Home Assistant waits for no conversion, and does not count as a kill."""
    await sharing.async_share(hub.colour_id)
    assert status_of(await _send(sharing, hub.account, hub.colour_id)) == Status.OK
    await conversion.is_converting.wait()
    store = hub.data.store
    await hub.hass.async_stop(force=True)
    (job,) = store.open_jobs
    assert (job.state, job.preparation and job.preparation.attempts) == (
        JobState.PREPARING,
        0,
    )
    assert _is_empty(uploads)
    assert hub.simulator.printed == []


async def test_stopped_while_being_written(hub: Hub, sharing: Sharing) -> None:
    """A job that is on its way to the journal is taken, although Home Assistant stops."""
    await sharing.async_share(hub.colour_id)
    journal = hub.hass.data[JOURNAL]
    writing = Gate()
    with slowed(journal, "async_add", writing.wait):
        sending = asyncio.create_task(_send(sharing, hub.account, hub.colour_id))
        await writing.reached.wait()
        stopping = asyncio.create_task(hub.hass.async_stop(force=True))
        await until(lambda: hub.hass.is_stopping)
        writing.open()
        assert status_of(await sending) == Status.OK
        await stopping
