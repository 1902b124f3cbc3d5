"""How often the cloud is called: while nothing is printed, and for one job.

Time is frozen and advanced, on both sides: days pass in seconds.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
import json
import logging
from pathlib import Path

from freezegun.api import FrozenDateTimeFactory, freeze_time
from pytest_homeassistant_custom_component import plugins
from pytest_homeassistant_custom_component.common import async_fire_time_changed
import pytest_socket

from homeassistant.core import HomeAssistant
from scripts.playground.table import table

from ..simulator import CloudSimulator
from .account import BenchmarkError, add_account, home_assistant, print_job

LIMIT = 60
"""Calls an hour that an account may make while nothing is printed."""
PRINTERS = (1, 10, 100)
HOURS = (1, 13, 25)
"""Just started; in between; and when what printers can do is asked for anew."""
JOB_SECONDS = (60, 600)


async def run(folder: Path) -> str:
    """Count, and return the figures as text."""
    # Home Assistant's own helpers know how to freeze it. They also shut the network,
    # but for this machine; to that we have to get through.
    plugins.pytest_runtest_setup()
    pytest_socket.enable_socket()
    # They log more than anybody wants to see here.
    logging.getLogger().setLevel(logging.WARNING)

    idle = [
        [str(printers), *map(str, await _idle_calls(folder / f"{printers}", printers))]
        for printers in PRINTERS
    ]
    jobs = [
        [f"{seconds} s", str(await _job_calls(folder / f"{seconds} s", seconds))]
        for seconds in JOB_SECONDS
    ]
    hours = [f"calls in hour {hour}" for hour in HOURS]
    return (
        f"{table(['idle printers', *hours, 'in 24 hours'], idle)}\n"
        f"At most {LIMIT} an hour are wanted, however many printers.\n\n"
        f"{table(['one job of', 'calls'], jobs)}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    """A simulated cloud, and a Home Assistant with an account, in frozen time."""

    cloud: CloudSimulator
    hass: HomeAssistant
    frozen: FrozenDateTimeFactory
    device_ids: list[str]

    async def advance(self, seconds: float) -> None:
        """Let time pass, and everything happen in it."""
        self.frozen.tick(timedelta(seconds=seconds))
        async_fire_time_changed(self.hass)
        await self.hass.async_block_till_done(wait_background_tasks=True)


@asynccontextmanager
async def _account(folder: Path, printers: int) -> AsyncGenerator[_Account]:
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
                yield _Account(
                    cloud=cloud, hass=hass, frozen=frozen, device_ids=device_ids
                )
        finally:
            await cloud.stop()


async def _idle_calls(folder: Path, printers: int) -> list[int]:
    """Return the calls in each of HOURS, and in the first 24."""
    hourly: list[int] = []
    async with _account(folder, printers) as account:
        for hour in range(1, max(HOURS) + 1):
            before = account.cloud.count() if hourly else 0
            # The hours in between only have to pass.
            step = 10 if hour in HOURS else 120
            for _ in range(3600 // step):
                await account.advance(step)
            hourly.append(account.cloud.count() - before)
    return [*(hourly[hour - 1] for hour in HOURS), sum(hourly[:24])]


async def _job_calls(folder: Path, seconds: int) -> int:
    """Return the calls for a job whose task is finished after so many seconds."""
    async with _account(folder, 1) as account:
        (printer,) = account.cloud.printers
        printer.step_seconds = seconds / (len(printer.life) - 1)
        (device_id,) = account.device_ids
        await print_job(account.hass, device_id=device_id, text="benchmark")
        for _ in range(2 * seconds):
            await account.advance(1)
        answer = await account.hass.services.async_call(
            "cloudprint", "get_jobs", {}, blocking=True, return_response=True
        )
        counts = account.cloud.counts()
    if '"finished"' not in json.dumps(answer):
        raise BenchmarkError(f"The job is not finished: {answer}")
    return counts["newPrintTask"] + counts["task/get"]
