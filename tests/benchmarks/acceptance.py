"""What it costs to print a text, until the cloud has taken it.

Measured against one bare aiohttp POST of the same body to the same simulator, which is
another process, and against one synced SQLite insert on the same disk.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import chain
from pathlib import Path
import sqlite3
from statistics import median, quantiles
from time import perf_counter

from custom_components.cloudprint.data import JOURNAL, CloudPrintConfigEntry
from custom_components.cloudprint.spool.journal import Journal
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.table import table

from .account import home_assistant, print_job, share_printer, until_ended
from .bare_cloud import BareCloud, print_body

WARM_UP = 50
AT_A_TIME = 125
"""Rounds before polling starts, after 3 s: then all tasks are followed to their end."""
TIMES = 2
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
        entry = await share_printer(hass, cloud)
        (device_id,) = entry.runtime_data.coordinator.data
        await entry.runtime_data.capabilities.async_get(device_id)
        body = print_body(
            cloud.printers[0], mediaSource="STRING", mediaFormat="TEXT", content=TEXT
        )
        with (
            ThreadPoolExecutor(1) as thread,
            closing(_database(folder / "bare.db")) as database,
        ):

            async def print_text() -> None:
                await print_job(hass, device_id=device_id, text=TEXT, name="benchmark")

            async def post() -> None:
                await bare.post("/openapi", body)

            def insert() -> None:
                with database:
                    database.execute("INSERT INTO jobs VALUES (?)", (TEXT * 3,))

            async def insert_here() -> None:
                insert()

            async def insert_in_thread() -> None:
                await asyncio.get_running_loop().run_in_executor(thread, insert)

            actions = (print_text, post, insert_here, insert_in_thread)
            journal = hass.data[JOURNAL]
            await _measure(entry, journal, actions, WARM_UP)
            measured = [
                await _measure(entry, journal, actions, AT_A_TIME) for _ in range(TIMES)
            ]
    return _report(*(list(chain(*times)) for times in zip(*measured, strict=True)))


def _report(
    printed: list[float],
    posted: list[float],
    inserted: list[float],
    threaded: list[float],
) -> str:
    rows = [
        ["cloudprint.print of a text", *_figures(printed)],
        ["one bare POST of the same", *_figures(posted)],
        ["one synced SQLite insert", *_figures(inserted)],
        ["the same insert, in a thread", *_figures(threaded)],
    ]
    lines = []
    for name, insert in (("", inserted), (" in a thread", threaded)):
        budget = median(posted) + 2 * median(insert) + ALLOWANCE
        lines.append(
            f"one POST + two inserts{name} + {ALLOWANCE} ms: {budget:.2f} ms;"
            f" the print takes {median(printed) / budget:.2f} of it"
            f" ({median(printed) - budget:+.2f} ms)"
        )
    return "\n".join(
        [
            table([f"{len(printed)} each, interleaved", "median ms", "p95 ms"], rows),
            "",
            *lines,
            f"The print takes {median(printed) / median(posted):.2f} of a bare POST.",
        ]
    )


def _database(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, check_same_thread=False)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE jobs (record TEXT)")
    return database


async def _measure(
    entry: CloudPrintConfigEntry,
    journal: Journal,
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
            # What a print has yet to write must not disturb the others.
            await journal.async_run(lambda: None)
    await until_ended(entry)
    return times


def _figures(times: list[float]) -> list[str]:
    return [f"{median(times):.2f}", f"{quantiles(times, n=20)[-1]:.2f}"]
