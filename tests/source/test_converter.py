"""The shared converter: its life, and its use of threads and memory."""

import asyncio
from base64 import b64encode

import pytest

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from ..actions import call, refuses
from ..document.child_processes import converting_processes, is_at_work
from ..hub import Hub
from ..samples.hostile_files import nested_forms, slow_shading
from ..samples.pdf_files import text
from ..waits import until

SLOW = {"data": b64encode(slow_shading()).decode()}
ONE_PAGE = {"data": b64encode(text(1, 5)).decode()}
HOSTILE = {"data": b64encode(nested_forms()).decode()}


async def test_hostile_file(hass: HomeAssistant, hub: Hub) -> None:
    """A 2 kB PDF that would exhaust the memory is refused, and the next one printed."""
    with refuses("pdf_page_too_complex", field="data", page="1"):
        await call(hass, "print", HOSTILE, device_id=hub.device_id)
    assert hub.simulator.printed == []
    await call(hass, "print", ONE_PAGE, device_id=hub.device_id)
    assert len(hub.simulator.printed) == 1


async def test_no_processes(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """If no child process can be started, the error says why."""
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with refuses("conversion_unavailable", field="data"):
        await call(hub.hass, "print", ONE_PAGE, device_id=hub.device_id)


async def test_other_jobs(
    hass: HomeAssistant, device_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slow files do not occupy Home Assistant's executor threads."""
    # 64 threads would take a busy machine longer to end than the test helpers wait.
    executor = vars(hass.loop)["_default_executor"]
    monkeypatch.setattr(executor, "_max_workers", 8)
    prints = [
        hass.async_create_task(call(hass, "print", SLOW, device_id=device_id))
        for _ in range(10)
    ]
    await is_at_work()
    # More than there are threads
    await asyncio.gather(*(hass.async_add_executor_job(int) for _ in range(20)))
    await call(hass, "print", device_id=device_id, text="Milk")
    assert not any(print_.done() for print_ in prints)
    for print_ in prints:
        print_.cancel()
    await asyncio.gather(*prints, return_exceptions=True)
    assert converting_processes() == []


async def test_child_process_only_when_needed(hub: Hub) -> None:
    """Texts need no child process, a PDF starts one."""
    await hub.print(text="Milk")
    await call(hub.hass, "print", device_id=hub.device_id, markdown="# Milk")
    assert converting_processes() == []
    await call(hub.hass, "print", ONE_PAGE, device_id=hub.device_id)
    assert len(converting_processes()) == 1


async def test_unload(hass: HomeAssistant, hub: Hub) -> None:
    """The child process ends with the last account, and restarts with a new print."""
    await call(hass, "print", ONE_PAGE, device_id=hub.device_id)
    assert len(converting_processes()) == 1
    await hass.config_entries.async_unload(hub.account.entry_id)
    await until(lambda: not converting_processes())
    await hass.config_entries.async_setup(hub.account.entry_id)
    await call(hass, "print", ONE_PAGE, device_id=hub.device_id)
    assert len(converting_processes()) == 1


async def test_reload(hass: HomeAssistant, hub: Hub) -> None:
    """A conversion continues while its account is reloaded."""
    slow = hass.async_create_task(call(hass, "print", SLOW, device_id=hub.device_id))
    child = await is_at_work()
    await hass.config_entries.async_reload(hub.account.entry_id)
    assert hub.account.state is ConfigEntryState.LOADED
    assert converting_processes() == [child]
    assert not slow.done()
    slow.cancel()
    await asyncio.gather(slow, return_exceptions=True)


async def test_stop(hass: HomeAssistant, device_id: str) -> None:
    """The child process ends when Home Assistant stops."""
    await call(hass, "print", ONE_PAGE, device_id=device_id)
    assert len(converting_processes()) == 1
    await hass.async_stop(force=True)
    assert converting_processes() == []
