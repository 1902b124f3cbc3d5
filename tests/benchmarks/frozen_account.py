"""An account in frozen time: days pass in seconds, for it and for its cloud."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
import logging
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory, freeze_time
from pytest_homeassistant_custom_component import plugins
from pytest_homeassistant_custom_component.common import async_fire_time_changed
import pytest_socket

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.spool import clock
from homeassistant.core import HomeAssistant

from ..simulator import CloudSimulator
from .account import add_account, home_assistant
from .errors import BenchmarkError


def prepare_freezing() -> None:
    """Freeze time in this process; call it first."""
    # Home Assistant's own helpers know how to freeze it. They also shut the network,
    # but for this machine; to that we have to get through.
    plugins.pytest_runtest_setup()
    clock._BOOT_TIME = None  # noqa: SLF001 - only Python's own clocks can be frozen
    pytest_socket.enable_socket()
    # They log too much.
    logging.getLogger().setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenAccount:
    """A simulated cloud, and a Home Assistant with an account, in frozen time."""

    cloud: CloudSimulator
    hass: HomeAssistant
    frozen: FrozenDateTimeFactory
    device_ids: list[str]

    async def advance(self, seconds: float) -> None:
        """Advance time, with everything that is scheduled in it."""
        self.frozen.tick(timedelta(seconds=seconds))
        async_fire_time_changed(self.hass)
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def act(self, action: str, **fields: Any) -> list[dict[str, Any]]:
        """Call an action, and return the jobs in its response."""
        answer: Any = await self.hass.services.async_call(
            DOMAIN, action, fields, blocking=True, return_response=True
        )
        jobs: list[dict[str, Any]] = answer["jobs"]
        return jobs


@asynccontextmanager
async def frozen_account(folder: Path, printers: int) -> AsyncGenerator[FrozenAccount]:
    """Set up an account with so many printers, in a new folder.

    Raises BenchmarkError.
    """
    folder.mkdir()
    cloud = CloudSimulator()
    application = cloud.add_application()
    for number in range(printers):
        printer = cloud.add_printer(name=f"Printer {number}", share_code=str(number))
        cloud.bind(application, printer)
    with freeze_time("2026-11-24T06:00:00+00:00") as frozen:
        assert isinstance(frozen, FrozenDateTimeFactory)
        await cloud.start()
        try:
            async with home_assistant(folder) as hass:
                entry = await add_account(
                    hass,
                    base_url=cloud.base_url,
                    app_id=application.app_id,
                    app_key=application.app_key,
                )
                device_ids = list(entry.runtime_data.coordinator.data)
                if len(device_ids) != printers:
                    raise BenchmarkError(f"{len(device_ids)} of {printers} printers")
                yield FrozenAccount(
                    cloud=cloud, hass=hass, frozen=frozen, device_ids=device_ids
                )
                # Its timers would fire for the next one: they share the event loop.
                await hass.config_entries.async_unload(entry.entry_id)
        finally:
            await cloud.stop()
