"""Tests of what is loaded with its first use."""

import asyncio
from pathlib import Path
import sys
from threading import Event
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components import cloudprint
from custom_components.cloudprint.compat import async_load
from custom_components.cloudprint.const import DATA_CONVERTER
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant

from .conftest import SetUpAccount
from .waits import let_run

OPENED = Event()


async def test_cancelled_caller(
    hass: HomeAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A caller that is cancelled does not cancel others that wait for the same module."""
    name = f"{cloudprint.__name__}.late"
    monkeypatch.delitem(sys.modules, name, raising=False)
    code = "from tests.test_compat_loading import OPENED\nOPENED.wait(30)\n"
    (tmp_path / "late.py").write_text(code)
    monkeypatch.setattr(cloudprint, "__path__", [*cloudprint.__path__, str(tmp_path)])
    first, second = (
        asyncio.create_task(async_load(hass, "late"), name=str(number))
        for number in range(2)
    )
    await let_run()
    first.cancel()
    await let_run()
    OPENED.set()
    assert (await second).__name__ == name
    assert first.cancelled()


async def test_once_started(hass: HomeAssistant, set_up_account: SetUpAccount) -> None:
    """What prints is loaded once Home Assistant has started, before files may change."""
    hass.set_state(CoreState.starting)
    with patch("custom_components.cloudprint.compat.async_import_module") as load:
        await set_up_account()
        assert not load.mock_calls
        hass.set_state(CoreState.running)
        hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
        await hass.async_block_till_done()
    loaded = [
        called.args[1].removeprefix(f"{cloudprint.__name__}.")
        for called in load.mock_calls
    ]
    assert {"services.actions", "printing.preparing"} <= set(loaded)


async def test_unload_without_prints(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    """An account that has printed nothing needs no converter to be unloaded."""
    assert await hass.config_entries.async_unload(account.entry_id)
    assert DATA_CONVERTER not in hass.data
