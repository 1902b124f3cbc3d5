"""What it costs to print a text, until the cloud has taken it.

Measured against one bare aiohttp POST of the same body to the same simulator, which is
another process, and against one synced SQLite insert on the same disk.
"""

from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
import sqlite3
from statistics import median, quantiles
from time import perf_counter

from custom_components.cloudprint.data import CloudPrintConfigEntry
from homeassistant.core import HomeAssistant
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.table import table

from .account import add_account, home_assistant, print_job
from .bare_cloud import BareCloud, print_body

ROUNDS = 300
WARM_UP = 50
AT_A_TIME = 50
"""Prints before their tasks are followed to the end: polling starts after 3 s."""
ALLOWANCE = 0.5
"""Milliseconds that a print may cost beyond one POST and two inserts."""

TEXT = "牛奶 milk\n" * 20


async def run(folder: Path) -> str:
    """Measure, and return the figures as text."""
    async with (
        SimulatedCloud(folder, step_seconds=0) as cloud,
        BareCloud(cloud) as bare,
        home_assistant(folder) as hass,
    ):
        printer = cloud.printers[0]
        binding = {"app_id": cloud.app_id, "share_code": printer.share_code}
        await cloud.control("POST", "/bindings", binding)
        entry = await add_account(
            hass,
            base_url=cloud.base_url,
            app_id=cloud.app_id,
            app_key=cloud.app_key,
        )
        (device_id,) = entry.runtime_data.coordinator.data
        await entry.runtime_data.capabilities.async_get(device_id)
        body = print_body(
            printer, mediaSource="STRING", mediaFormat="TEXT", content=TEXT
        )
        with closing(_database(folder / "bare.db")) as database:

            async def print_text() -> None:
                await print_job(hass, device_id=device_id, text=TEXT, name="benchmark")

            async def post() -> None:
                await bare.post("/openapi", body)

            async def insert() -> None:
                with database:
                    database.execute("INSERT INTO jobs VALUES (?)", (TEXT * 3,))

            actions = (print_text, post, insert)
            await _measure(hass, entry, actions, WARM_UP)
            printed, posted, inserted = await _measure(hass, entry, actions, ROUNDS)
    budget = median(posted) + 2 * median(inserted) + ALLOWANCE
    rows = [
        ["cloudprint.print of a text", *_figures(printed)],
        ["one bare POST of the same", *_figures(posted)],
        ["one synced SQLite insert", *_figures(inserted)],
        [f"POST + 2 inserts + {ALLOWANCE} ms", f"{budget:.2f}", ""],
    ]
    ratio = median(printed) / budget
    return (
        f"{table([f'{ROUNDS} each, interleaved', 'median ms', 'p95 ms'], rows)}\n\n"
        f"A print takes {ratio:.2f} of that budget, "
        f"{median(printed) / median(posted):.2f} of a bare POST."
    )


def _database(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE jobs (record TEXT)")
    return database


async def _measure(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    actions: tuple[Callable[[], Awaitable[None]], ...],
    rounds: int,
) -> list[list[float]]:
    """Do each action so many times, in changing order; return their milliseconds."""
    times: list[list[float]] = [[] for _ in actions]
    for number in range(rounds):
        for turn in range(len(actions)):
            which = (number + turn) % len(actions)
            start = perf_counter()
            await actions[which]()
            times[which].append((perf_counter() - start) * 1000)
        if number % AT_A_TIME == AT_A_TIME - 1:
            await _until_ended(entry)
    return times


async def _until_ended(entry: CloudPrintConfigEntry) -> None:
    spooler = entry.runtime_data.spooler
    for job in spooler.register.open_jobs:
        await spooler.async_wait(job)


def _figures(times: list[float]) -> list[str]:
    return [f"{median(times):.2f}", f"{quantiles(times, n=20)[-1]:.2f}"]
