"""What many held jobs cost: when the account is set up, released at once, or expired.

The printers are reported offline, so that all jobs are held until they are released; then
each is sent to a simulated cloud in another process, four at a time and one for a printer.
Each job must print once; there is nothing to report otherwise.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.coordinator import parse_printer_identifier
from custom_components.cloudprint.data import JOURNAL, CloudPrintConfigEntry
from custom_components.cloudprint.spool.content_store import ContentFiles
from custom_components.cloudprint.spool.job import JobState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.table import table

from ..spool.samples import CONTENT, make_job
from .account import add_account, home_assistant
from .errors import BenchmarkError
from .process import Watch, watch

COUNTS = (500, 1_000, 2_000, 10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The measurements with a number of jobs."""

    jobs: int
    set_up: Watch
    release: Watch
    expired: Watch


async def run(folder: Path) -> str:
    """Measure, and return the figures as text."""
    async with (
        SimulatedCloud(folder, step_seconds=0) as cloud,
        home_assistant(folder) as hass,
    ):
        for printer in await cloud.control("GET", "/printers"):
            share_code = printer["share_code"]
            await cloud.control(
                "POST",
                "/bindings",
                {"app_id": cloud.app_id, "share_code": share_code},
            )
            await cloud.control(
                "PATCH", f"/printers/{share_code}", {"online_status": "0"}
            )
        entry = await add_account(
            hass, base_url=cloud.base_url, app_id=cloud.app_id, app_key=cloud.app_key
        )
        seen = [await _measure(hass, entry, cloud, count) for count in COUNTS]
    return _report(seen)


async def _measure(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, cloud: SimulatedCloud, count: int
) -> Seen:
    """Hold a number of jobs, and release them. Raises BenchmarkError."""
    await _write_jobs(hass, entry, count, expires_in=timedelta(hours=12))
    async with watch() as set_up:
        await _load(hass, entry)
        await _until_reasons_are_known(entry)
    if len(entry.runtime_data.store.held_jobs) != count:
        raise BenchmarkError("Not all jobs are held")
    async with watch() as release:
        answer = await hass.services.async_call(
            DOMAIN, "release_jobs", {}, blocking=True, return_response=True
        )
    assert answer is not None
    await _check(cloud, count, answer["jobs"])
    await cloud.control("DELETE", "/records")
    await _write_jobs(hass, entry, count, expires_in=timedelta(minutes=-1))
    async with watch() as expired:
        await _load(hass, entry)
        while entry.runtime_data.store.open_jobs:
            await asyncio.sleep(0.01)
    return Seen(jobs=count, set_up=set_up, release=release, expired=expired)


async def _write_jobs(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    count: int,
    *,
    expires_in: timedelta,
) -> None:
    """Unload the account, and replace its jobs by held ones."""
    devices = [
        device
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), entry.entry_id
        )
        if device.model
    ]
    if entry.state.recoverable:
        await hass.config_entries.async_unload(entry.entry_id)
    journal = hass.data[JOURNAL]
    await journal.async_forget_others([])
    store = ContentFiles(journal, Path(hass.config.path("none")), entry.entry_id)
    now = dt_util.utcnow()
    jobs = []
    for number in range(count):
        device = devices[number % len(devices)]
        server_sn, _ = parse_printer_identifier(entry.unique_id or "", device)
        assert server_sn and device.model
        jobs.append(
            make_job(
                entry_id=entry.entry_id,
                name=f"{number}",
                device_id=device.id,
                server_sn=server_sn,
                printer_name=device.model,
                created_at=now - timedelta(hours=1),
                expires_at=now + expires_in,
                content_id=f"{count}-{number}",
            )
        )

    def write() -> None:
        for job in jobs:
            assert job.content_id is not None
            store.write(job.content_id, CONTENT.payload)

    await journal.async_add(*jobs, before=write)


async def _load(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    if not await hass.config_entries.async_setup(entry.entry_id):
        raise BenchmarkError(f"The account was not set up: {entry.reason}")


async def _until_reasons_are_known(entry: CloudPrintConfigEntry) -> None:
    """Wait until each held job says why it waits."""
    store = entry.runtime_data.store
    while not all(job.reason for job in store.held_jobs):
        await asyncio.sleep(0.01)


async def _check(cloud: SimulatedCloud, count: int, jobs: object) -> None:
    """Raise BenchmarkError unless all jobs were sent, each of them once."""
    printed = [job["name"] for job in await cloud.control("GET", "/printed")]
    if sorted(printed) != sorted(f"{number}" for number in range(count)):
        raise BenchmarkError(f"{len(printed)} prints of {count} jobs")
    assert isinstance(jobs, list)
    if any(job["state"] in (JobState.HELD, JobState.SUBMITTING) for job in jobs):
        raise BenchmarkError("The release was answered before all jobs were sent")


def _report(seen: list[Seen]) -> str:
    rows = [
        [
            f"{found.jobs:,}",
            *(
                figure
                for watched in (found.set_up, found.release, found.expired)
                for figure in (
                    f"{watched.seconds:.2f}",
                    f"{watched.longest_block * 1000:.0f}",
                )
            ),
            f"{found.release.seconds / found.jobs * 1000:.2f}",
        ]
        for found in seen
    ]
    head = [
        "held jobs",
        "set-up s",
        "block ms",
        "released and sent s",
        "block ms",
        "all expired s",
        "block ms",
        "released, ms each",
    ]
    return (
        f"{table(head, rows)}\n"
        "The block is the longest for which nothing else got its turn in the event loop."
    )
