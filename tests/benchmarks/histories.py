"""Histories of jobs, as an account's journal has them on disk."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.spool.content_store import ContentFiles
from custom_components.cloudprint.spool.job import Job, JobState
from custom_components.cloudprint.spool.journal import Journal
from homeassistant.util import dt as dt_util

from ..spool.samples import CONTENT, make_job
from .errors import BenchmarkError

ENTRY_ID = "benchmark"
KEPT_FOR = timedelta(days=7)
"""The default of how long contents are kept."""


@dataclass(frozen=True, slots=True)
class History:
    """A number of jobs, spread evenly over a number of days until now."""

    jobs: int
    days: int

    @property
    def name(self) -> str:
        """Return the history's name in tables."""
        return f"{self.jobs:,} jobs in {self.days} days" if self.jobs else "no jobs"


HISTORIES = (
    History(0, 0),
    History(1_000, 360),
    History(10_000, 360),
    # All contents are still kept.
    History(10_000, 6),
)


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a cloud, with a history in a folder of Home Assistant's."""

    history: History
    folder: Path
    base_url: str
    app_id: str
    app_key: str


async def open_journal(folder: Path) -> Journal:
    """Open the journal that a Home Assistant with its files in a folder has."""
    journal = Journal(
        folder / ".storage" / DOMAIN / "journal.db", folder / ".cache" / f"{DOMAIN}.log"
    )
    await journal.async_open()
    return journal


async def write_history(account: Account) -> int:
    """Write a history with its kept contents, and return the number of these."""
    history = account.history
    journal = await open_journal(account.folder)
    store = ContentFiles(
        journal, account.folder / ".storage" / DOMAIN / ENTRY_ID, ENTRY_ID
    )
    now = dt_util.utcnow()
    jobs = list[Job]()
    for number in range(history.jobs):
        age = timedelta(days=history.days) * (1 - number / history.jobs)
        jobs.append(
            make_job(
                entry_id=ENTRY_ID,
                state=JobState.FINISHED,
                created_at=now - age,
                task_id=f"{number}",
                status="FINISHED",
                content_id=f"{number}",
                options={"copies": 2, "color": "monochrome"},
                config={"copies": 2, "color": False},
            )
        )
    kept = [job for job in jobs if job.created_at > now - KEPT_FOR]

    def write() -> None:
        for job in kept:
            assert job.content_id is not None
            store.write(job.content_id, CONTENT.payload)

    await journal.async_add(*jobs, before=write)
    await journal.async_close()
    return len(kept)


async def check_history(account: Account) -> None:
    """Raise BenchmarkError unless a history is as it was written."""
    journal = await open_journal(account.folder)
    jobs = await journal.async_jobs(limit=100_000)
    await journal.async_close()
    if len(jobs) != account.history.jobs:
        raise BenchmarkError(f"{len(jobs)} of {account.history.jobs} jobs are left")
