"""What a history costs: the journal's time, and memory, with none to 10,000 jobs.

The journals lie side by side on the same disk and are written in turn. What Home
Assistant needs is told by processes, each with one of the histories, that also take
turns.
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
import gc
import logging
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
import tracemalloc

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import JOURNAL, CloudPrintConfigEntry
from custom_components.cloudprint.spool.job import JobState
from custom_components.cloudprint.spool.job_parts import Sent
from custom_components.cloudprint.spool.journal import Journal
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.table import table

from ..spool.samples import make_job
from .account import add_account, home_assistant
from .errors import BenchmarkError
from .histories import (
    ENTRY_ID,
    HISTORIES,
    Account,
    check_history,
    open_journal,
    write_history,
)
from .process import memory

PAGE = 50

WARM_UP = 20
ROUNDS = 200
PROCESSES = 3
"""For each history."""
TIMES = 3
"""How often each process sets up the account and reads a page."""


@dataclass(frozen=True, slots=True)
class Need:
    """What an account needs in a process of its own.

    Attributes:
        rss: What the process has grown by when it was set up, in MiB.
        objects: Python's own objects of the account, in KiB.
        setup: Milliseconds from opening the journal until the account is loaded.
        page: Milliseconds for the newest jobs by `get_jobs`.
    """

    rss: float
    objects: float
    setup: float
    page: float


async def run(folder: Path) -> str:
    """Measure, and return the figures as text."""
    async with SimulatedCloud(folder) as cloud:
        await cloud.control("PATCH", "/settings", {"token_policy": "same"})
        binding = {"app_id": cloud.app_id, "share_code": cloud.printers[0].share_code}
        await cloud.control("POST", "/bindings", binding)
        accounts = [
            Account(
                history,
                folder / f"{number}",
                cloud.base_url,
                cloud.app_id,
                cloud.app_key,
            )
            for number, history in enumerate(HISTORIES)
        ]
        kept = [await write_history(account) for account in accounts]
        times = await _journal_times(accounts)
        needs = await _needs(accounts)
    return f"{_report_times(times)}\n\n{_report_needs(needs, kept)}"


# The journal alone


async def _journal_times(accounts: list[Account]) -> list[list[float]]:
    """Return, for each history, the milliseconds that jobs took in its journal."""
    journals = [await open_journal(account.folder) for account in accounts]
    times: list[list[float]] = [[] for _ in accounts]
    random = Random(0)
    for turn in range(WARM_UP + ROUNDS):
        # None of them always after the same other, whose writing may last.
        for which in random.sample(range(len(journals)), len(journals)):
            took = await _one_job(journals[which])
            if turn >= WARM_UP:
                times[which].append(took)
    for account, journal in zip(accounts, journals, strict=True):
        await journal.async_close()
        await check_history(account)
    return times


async def _one_job(journal: Journal) -> float:
    """Make a job's writes, remove it, and return the milliseconds."""
    job = make_job(entry_id="passing", state=JobState.SUBMITTING)
    start = perf_counter()
    await journal.async_add(job, before=lambda: None)
    job = job.with_state(
        JobState.SUBMITTED, sent=Sent(task_id="1", at=dt_util.utcnow())
    )
    await journal.async_update(job)
    await journal.async_update(
        job.with_state(JobState.FINISHED, sent=replace(job.sent, status="FINISHED"))
    )
    took = (perf_counter() - start) * 1000

    def forget() -> None:
        # An account is forgotten with the whole log, which the next job had to make anew.
        with journal.database as database:
            database.execute("DELETE FROM jobs WHERE entry_id = 'passing'")

    await journal.async_run(forget)
    return took


# Home Assistant, in processes of their own


async def _needs(accounts: list[Account]) -> list[list[Need]]:
    """Return each account's needs, measured in one process after the other."""
    needs: list[list[Need]] = [[] for _ in accounts]
    loop = asyncio.get_running_loop()
    context = get_context("forkserver")
    # Once for all; otherwise each would have to import Home Assistant.
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(1, context, max_tasks_per_child=1) as processes:
        for turn in range(PROCESSES):
            for number in range(len(accounts)):
                which = (turn + number) % len(accounts)
                account = accounts[which]
                needs[which].append(
                    await loop.run_in_executor(processes, measure, account)
                )
                await check_history(account)
    return needs


def measure(account: Account) -> Need:
    """Set the account up in this process; return what it needs."""
    # Every process would say that the integration is a custom one.
    logging.disable(logging.WARNING)
    return asyncio.run(_measure(account))


async def _measure(account: Account) -> Need:
    async with home_assistant(account.folder) as hass:
        before = memory()
        entry = await add_account(
            hass,
            base_url=account.base_url,
            app_id=account.app_id,
            app_key=account.app_key,
            entry_id=ENTRY_ID,
        )
        await _read_page(hass, account)
        rss = memory() - before
        pages = [await _read_page(hass, account) for _ in range(TIMES)]
        setups = [await _set_up_again(hass, entry, account) for _ in range(TIMES)]
        await _unload(hass, entry)
        tracemalloc.start()
        await _load(hass, entry, account)
        gc.collect()
        objects, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return Need(rss, objects / 1024, median(setups), median(pages))


async def _read_page(hass: HomeAssistant, account: Account) -> float:
    """Read the newest jobs; return the milliseconds. Raises BenchmarkError."""
    start = perf_counter()
    answer = await hass.services.async_call(
        DOMAIN, "get_jobs", {"limit": PAGE}, blocking=True, return_response=True
    )
    took = (perf_counter() - start) * 1000
    assert answer is not None
    jobs = answer["jobs"]
    if not isinstance(jobs, list) or len(jobs) != min(PAGE, account.history.jobs):
        raise BenchmarkError(f"Not the newest {PAGE} jobs: {jobs}")
    return took


async def _set_up_again(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, account: Account
) -> float:
    """Unload and set up the account; return the milliseconds of the latter."""
    await _unload(hass, entry)
    start = perf_counter()
    await _load(hass, entry, account)
    return (perf_counter() - start) * 1000


async def _unload(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.data[JOURNAL].async_close()


async def _load(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, account: Account
) -> None:
    hass.data[JOURNAL] = await open_journal(account.folder)
    if not await hass.config_entries.async_setup(entry.entry_id):
        raise BenchmarkError(f"The account was not set up: {entry.reason}")


# The figures


def _report_times(times: list[list[float]]) -> str:
    none = median(times[0])
    rows = [
        [history.name, f"{median(took):.2f}", f"{median(took) / none:.2f}"]
        for history, took in zip(HISTORIES, times, strict=True)
    ]
    head = ["written down, and two updates, with", "median ms", "of none"]
    return f"{table(head, rows)}\n{ROUNDS} jobs each, in turn."


def _report_needs(needs: list[list[Need]], kept: list[int]) -> str:
    rows = []
    for history, contents, found in zip(HISTORIES, kept, needs, strict=True):
        rows.append(
            [
                history.name,
                f"{contents:,}",
                f"{median(need.rss for need in found):.1f}",
                f"{median(need.objects for need in found):.0f}",
                f"{median(need.setup for need in found):.0f}",
                f"{median(need.page for need in found):.1f}",
            ]
        )
    head = [
        "an account with",
        "contents kept",
        "RSS MiB more",
        "objects KiB",
        "set-up ms",
        f"newest {PAGE} ms",
    ]
    return f"{table(head, rows)}\nMedians of {PROCESSES} processes each, in turn."
