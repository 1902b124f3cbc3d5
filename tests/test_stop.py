"""Tests of a stop of Home Assistant while something is printed, and of the next start."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from pathlib import Path
from typing import Any

from aiohttp import FormData
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint import get_storage_folder
from custom_components.cloudprint.const import DATA_CONVERTER, DOMAIN
from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.inbox import prints
from custom_components.cloudprint.ipp import jobs
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.message import IppJobState
from custom_components.cloudprint.spool.journal import Journal
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import aiohttp_client
from homeassistant.util.async_ import create_eager_task

from .actions import call
from .hub import Hub
from .inbox.conftest import AddLink, Sender, add_link, sender
from .ipp.client import Client
from .ipp.conftest import ipp_printer
from .simulator import Fault
from .waits import Gate, let_run, slowed, until

__all__ = ["AddLink", "add_link", "ipp_printer", "sender"]
"""Fixtures of two ways to print."""

type StopDuring = Callable[..., Coroutine[Any, Any, Any]]


@pytest.fixture
async def stop_during(
    hass: HomeAssistant, hub: Hub, caplog: pytest.LogCaptureFixture
) -> AsyncGenerator[StopDuring]:
    """Return a function that stops Home Assistant during a print; then start again."""

    async def stop[T](
        printing: Coroutine[Any, Any, T],
        reached: asyncio.Event,
        go_on: Callable[[], None],
    ) -> T:
        task = create_eager_task(printing)
        await reached.wait()
        stopping = create_eager_task(hass.async_stop(force=True))
        await until(lambda: hass.is_stopping)
        await let_run()
        go_on()
        answer = await task
        await stopping
        return answer

    yield stop
    await _start(hass, hub.account)
    await until(lambda: hub.simulator.printed)
    await hass.async_block_till_done()
    answer = await call(hass, "get_jobs")
    await hass.config_entries.async_unload(hub.account.entry_id)
    await hass.data[JOURNAL].async_close()
    printed_ids = [printed.task_id for printed in hub.simulator.printed]
    assert [job["task_id"] for job in answer["jobs"]] == printed_ids
    assert len(printed_ids) == 1
    assert "still running" not in caplog.text


async def _start(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """Start the parts of Home Assistant that matter here."""
    await hass.config_entries.async_unload(account.entry_id)
    for key in (
        DATA_CONVERTER,
        aiohttp_client.DATA_CLIENTSESSION,
        aiohttp_client.DATA_CONNECTOR,
    ):
        hass.data.pop(key, None)
    hass.data[JOURNAL] = Journal(
        get_storage_folder(hass) / "journal.db",
        Path(hass.config.path(".cache", f"{DOMAIN}.log")),
    )
    await hass.data[JOURNAL].async_open()
    hass.set_state(CoreState.running)
    await hass.config_entries.async_setup(account.entry_id)


async def test_print_is_sent(hub: Hub, stop_during: StopDuring) -> None:
    """The service's answer is waited for, written, and told."""
    slow = hub.simulator.faults.add("newPrintTask", Fault.SLOW)
    printing = call(hub.hass, "print", device_id=hub.device_id, text="x")
    answer = await stop_during(printing, slow.reached, slow.release)
    assert [job["state"] for job in answer["jobs"]] == ["submitted"]


async def test_print_by_ipp_is_accepted(
    ipp_printer: IppPrinter, stop_during: StopDuring
) -> None:
    """A client learns that its print was accepted, which is printed after the start."""
    gate = Gate()
    with slowed(jobs, "async_accept", gate.wait):
        printing = Client(ipp_printer).print(b"Hello")
        answer = await stop_during(printing, gate.reached, gate.open)
    assert answer["job-state"] == IppJobState.PROCESSING


async def test_print_by_link_is_accepted(
    sender: Sender, stop_during: StopDuring
) -> None:
    """A guest learns that the print was accepted, which is printed after the start."""
    gate = Gate()
    data = FormData({"text": "Hello"})
    with slowed(prints, "async_accept", gate.wait):
        answer = await stop_during(sender.send(data), gate.reached, gate.open)
    assert answer["state"] == "preparing"
