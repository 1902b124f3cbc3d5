"""Tests of an orderly end while a document is converted: a reload, a stop.

A client that can be told so sends it again. For one that cannot, such as a CUPS whose
connection broke after the last octet, it is printed once the printer is shared again.
"""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint import get_storage_folder
from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.ipp import sharing as ipp_sharing, submission
from custom_components.cloudprint.ipp.encoding import encode_message
from custom_components.cloudprint.ipp.message import Attribute, Tag
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.sharing import SHARING, Sharing
from custom_components.cloudprint.ipp.vocabulary import IppJobState, Operation, Status
from custom_components.cloudprint.source.upload import LIFETIME, UPLOADS, UploadStore
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import CoreState, HomeAssistant
from scripts.playground.ports import free_port

from ..child_processes import until
from ..conftest import Advance, SetUpAccount, device_id_of
from ..entities import entity_id_of
from ..simulator import CloudSimulator, Printer
from .client import Client, flag, jobs_in
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
    monkeypatch.setattr(ipp_sharing, "Announcement", FakeAnnouncement)
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


@pytest.fixture
def conversion() -> Iterator[SlowConversion]:
    """Let conversions wait."""
    slow = SlowConversion()
    with patch.object(submission, "async_convert", slow.async_convert):
        yield slow


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
async def test_unloaded(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    printer: Printer,
    colour_printer: Printer,
    sharing: Sharing,
    conversion: SlowConversion,
    uploads: Path,
    count: int,
) -> None:
    """Clients are told that the printer is not available; what they send again comes out.

    The last printer takes the port with it, another one does not.
    """
    printers = [printer, colour_printer][:count]
    device_ids = [device_id_of(hass, account, each) for each in printers]
    await _turn_on(hass, account, printers)
    async with asyncio.TaskGroup() as tasks:
        sending = [
            tasks.create_task(_send(sharing, account, each)) for each in device_ids
        ]
        await until(lambda: conversion.count == count)
        assert await hass.config_entries.async_unload(account.entry_id)
    for task in sending:
        assert status_of(task.result()) == Status.SERVICE_UNAVAILABLE
    await until(lambda: _is_empty(uploads))
    conversion.go_on.set()
    assert await hass.config_entries.async_setup(account.entry_id)
    for device_id in device_ids:
        await _until_shared(sharing, account, device_id)
        assert status_of(await _send(sharing, account, device_id)) == Status.OK
    await hass.async_block_till_done()
    assert len(simulator.printed) == count


@pytest.mark.parametrize("count", [1, 2])
async def test_reloaded_without_the_client(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    printer: Printer,
    colour_printer: Printer,
    colour_id: str,
    sharing: Sharing,
    conversion: SlowConversion,
    uploads: Path,
    count: int,
) -> None:
    """A job whose client is not told goes on with its id, and its repeat prints nothing."""
    await _turn_on(hass, account, [colour_printer, printer][:count])
    client = await _until_shared(sharing, account, colour_id)
    request = client.build(Operation.PRINT_JOB, NAME)
    sending = hass.async_create_task(client.send(request, DOCUMENT, is_answered=False))
    await conversion.is_converting.wait()
    (job_id,) = await client.jobs()
    assert await hass.config_entries.async_reload(account.entry_id)
    assert (await sending).code == Status.SERVICE_UNAVAILABLE
    client = await _until_shared(sharing, account, colour_id)
    assert (await client.job(job_id))["job-state"] == IppJobState.PROCESSING
    conversion.go_on.set()
    repeat = await client.ask(Operation.PRINT_JOB, DOCUMENT, more=[NAME])
    assert jobs_in(repeat)[0]["job-id"] == job_id
    await hass.async_block_till_done()
    assert len(simulator.printed) == 1
    await until(lambda: _is_empty(uploads))


async def test_spool_that_stops_first(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    sharing: Sharing,
    conversion: SlowConversion,
) -> None:
    """A conversion that ends while the account is unloaded is interrupted, too."""
    unload = hass.config_entries.async_unload_platforms
    # The switch is off, and does not unshare the printer before its platform is unloaded.
    await sharing.async_share(account, colour_id)
    client = await _until_shared(sharing, account, colour_id)
    request = client.build(Operation.PRINT_JOB, NAME)
    sending = hass.async_create_task(client.send(request, DOCUMENT, is_answered=False))
    await conversion.is_converting.wait()

    async def stop_before(*args: object) -> bool:
        await account.runtime_data.spooler.async_stop()
        conversion.go_on.set()
        assert (await sending).code == Status.SERVICE_UNAVAILABLE
        return await unload(*args)  # type: ignore[arg-type] # passed through

    with patch.object(hass.config_entries, "async_unload_platforms", stop_before):
        assert await hass.config_entries.async_reload(account.entry_id)
    assert simulator.printed == []
    await sharing.async_share(account, colour_id)
    await until(lambda: len(simulator.printed) == 1)


async def test_kept_for_a_while(
    hass: HomeAssistant,
    advance: Advance,
    account: MockConfigEntry,
    colour_id: str,
    sharing: Sharing,
    conversion: SlowConversion,
    uploads: Path,
) -> None:
    """A document is not kept for a printer that is not shared again soon."""
    await sharing.async_share(account, colour_id)
    client = await _until_shared(sharing, account, colour_id)
    store = hass.data[UPLOADS]
    sending = hass.async_create_task(
        client.send(
            client.build(Operation.PRINT_JOB, NAME), DOCUMENT, is_answered=False
        )
    )
    await conversion.is_converting.wait()
    await sharing.async_unshare(colour_id)
    await sending
    assert len(store.kept) == 1
    await advance(LIFETIME.total_seconds() + 1)
    assert store.kept == []
    await until(lambda: _is_empty(uploads))


async def test_repeat_that_waits(
    hass: HomeAssistant,
    account: MockConfigEntry,
    colour_id: str,
    sharing: Sharing,
    conversion: SlowConversion,
    uploads: Path,
) -> None:
    """A client whose first request broke off is told with its second one."""
    await sharing.async_share(account, colour_id)
    client = await _until_shared(sharing, account, colour_id)
    job_id = jobs_in(await client.ask(Operation.CREATE_JOB))[0]["job-id"]
    request = client.build(Operation.SEND_DOCUMENT, LAST, job_id=job_id)
    first = hass.async_create_task(client.send(request, DOCUMENT, is_answered=False))
    await conversion.is_converting.wait()
    second = hass.async_create_task(client.send(request, DOCUMENT))
    await sharing.async_unshare(colour_id)
    assert (await first).code == Status.SERVICE_UNAVAILABLE
    assert (await second).code == Status.SERVICE_UNAVAILABLE
    await until(lambda: _is_empty(uploads))


async def test_stopped(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    sharing: Sharing,
    conversion: SlowConversion,
    uploads: Path,
) -> None:
    """A client is told when Home Assistant stops; nothing is left for the next run."""
    await sharing.async_share(account, colour_id)
    sending = asyncio.create_task(_send(sharing, account, colour_id))
    await conversion.is_converting.wait()
    await hass.async_stop(force=True)
    assert status_of(await sending) == Status.SERVICE_UNAVAILABLE
    assert _is_empty(uploads)
    assert simulator.printed == []


async def test_stopped_without_the_client(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    sharing: Sharing,
    conversion: SlowConversion,
    uploads: Path,
) -> None:
    """What a client is not told is printed with the next start."""
    await sharing.async_share(account, colour_id)
    client = await _until_shared(sharing, account, colour_id)
    request = client.build(Operation.PRINT_JOB, NAME)
    sending = hass.async_create_task(client.send(request, DOCUMENT, is_answered=False))
    await conversion.is_converting.wait()
    hass.set_state(CoreState.stopping)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    assert (await sending).code == Status.SERVICE_UNAVAILABLE
    conversion.go_on.set()

    hass.set_state(CoreState.running)
    store = hass.data[UPLOADS] = UploadStore(hass, get_storage_folder(hass) / "uploads")
    await store.async_clear()
    assert await hass.config_entries.async_reload(account.entry_id)
    printer = IppPrinter(hass, account, colour_id)
    await printer.async_restore()
    await until(lambda: len(simulator.printed) == 1)
    await until(lambda: _is_empty(uploads))
    await printer.async_close()


async def test_stopped_while_being_written(
    hass: HomeAssistant, account: MockConfigEntry, colour_id: str, sharing: Sharing
) -> None:
    """A job that is on its way to the journal is taken, although Home Assistant stops."""
    await sharing.async_share(account, colour_id)
    journal = hass.data[JOURNAL]
    async_add = journal.async_add
    is_writing, go_on = asyncio.Event(), asyncio.Event()

    async def add(*args: object, **options: object) -> None:
        is_writing.set()
        await go_on.wait()
        await async_add(*args, **options)  # type: ignore[arg-type] # passed through

    with patch.object(journal, "async_add", add):
        sending = asyncio.create_task(_send(sharing, account, colour_id))
        await is_writing.wait()
        stopping = asyncio.create_task(hass.async_stop(force=True))
        await until(lambda: hass.is_stopping)
        go_on.set()
        assert status_of(await sending) == Status.OK
        await stopping
