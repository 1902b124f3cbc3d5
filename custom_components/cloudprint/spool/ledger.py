"""The ledger: how many pages were printed for whom; it outlives the history."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
import json
import sqlite3
from typing import Any, Final

from homeassistant.util import dt as dt_util

from .errors import SpoolError
from .job import Job, JobState, Reason

KEPT: Final = timedelta(days=3 * 366)

_INSERT: Final = (
    "INSERT INTO usage (job_id, print_id, entry_id, device_id, budget, kind, user_id,"
    " name, day, pages, has_begun) VALUES (?,?,?,?,?,?,?,?,?,?,?)"
    " ON CONFLICT (job_id) DO UPDATE SET pages = excluded.pages, is_counted = 1,"
    " has_begun = MAX(has_begun, excluded.has_begun)"
)
_GIVE_BACK: Final = (
    "UPDATE usage SET is_counted = CASE WHEN ? THEN has_begun ELSE 0 END"
    " WHERE job_id = ?"
)
_COUNTED: Final = (
    "SELECT COALESCE(SUM(MAX(pages - given_back, 0)), 0) FROM usage"
    " WHERE is_counted AND entry_id = ? AND budget = ? AND day >= ?"
    " AND (? IS NULL OR device_id IN (SELECT value FROM json_each(?)))"
    " AND job_id NOT IN (SELECT value FROM json_each(?))"
)
_COUNTED_OF_LINK: Final = _COUNTED.replace(
    "budget = ?",
    "EXISTS (SELECT 1 FROM jobs WHERE jobs.job_id = usage.job_id"
    " AND json_extract(record, '$.requester.link_id') = ?)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLimit:
    """How many pages a budget has in a calendar day or month, on some printers or all.

    `is_of_link` is a limit of a link, whatever other budget its pages count to.
    """

    entry_id: str
    budget: str  # of a link: its id
    is_of_link: bool = False
    device_ids: frozenset[str] | None
    a_day: int | None
    a_month: int | None
    rule: str = field(repr=False)  # its name

    def get_periods(self, today: date) -> list[tuple[str, date, int]]:
        """Return each limited period: its name, its first day, and its pages."""
        periods = [
            ("day", today, self.a_day),
            ("month", today.replace(day=1), self.a_month),
        ]
        return [
            (name, since, pages) for name, since, pages in periods if pages is not None
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesLeft:
    """What a budget has left in a period, `day` or `month`."""

    period: str
    left: int
    limit: int


type Limits = Sequence[tuple[PageLimit, int]]
"""Limits, each with the pages of a print that count to it."""


class PagesUsedUpError(SpoolError):
    """A print has more pages than its budget has left; nothing of it was written."""

    def __init__(self, rule: str, pages: int, left: PagesLeft) -> None:
        """Set up the error."""
        super().__init__(rule)
        self.rule, self.pages, self.left = rule, pages, left


def read_pages_left(
    connection: sqlite3.Connection, limit: PageLimit, without: Iterable[str] = ()
) -> list[PagesLeft]:
    """Return what is left of each limit; the jobs `without` do not count."""
    devices = limit.device_ids and json.dumps(sorted(limit.device_ids))
    excluded = json.dumps(list(without))
    left = []
    for period, since, pages in limit.get_periods(_today()):
        (used,) = connection.execute(
            _COUNTED_OF_LINK if limit.is_of_link else _COUNTED,
            (
                limit.entry_id,
                limit.budget,
                since.isoformat(),
                devices,
                devices,
                excluded,
            ),
        ).fetchone()
        left.append(PagesLeft(period=period, left=max(0, pages - used), limit=pages))
    return left


def check_limits(
    connection: sqlite3.Connection,
    limits: Limits,
    without: Iterable[str] = (),
) -> None:
    """Raise PagesUsedUpError if there are more pages than one of the limits has left."""
    for limit, pages in limits:
        for left in read_pages_left(connection, limit, without):
            if pages > left.left:
                raise PagesUsedUpError(limit.rule, pages, left)


def record(connection: sqlite3.Connection, jobs: Iterable[Job]) -> None:
    """Count the pages of new and changed jobs, or give them back.

    Given back is what never reached the service, and what it failed or canceled before
    printing was seen to begin.
    """
    counted, given_back = list[tuple[Any, ...]](), list[tuple[bool, str]]()
    for job in jobs:
        if job.state is JobState.PREPARING or job.needs_approval:
            continue
        if job.state in _NOT_PRINTED:
            is_of_service = job.task_id is not None and job.reason is not Reason.MOVED
            given_back.append((is_of_service, job.job_id))
        else:
            counted.append(_row(job))
    connection.executemany(_INSERT, counted)
    connection.executemany(_GIVE_BACK, given_back)


_NOT_PRINTED: Final = (JobState.FAILED, JobState.CANCELED, JobState.EXPIRED)


def _row(job: Job) -> tuple[Any, ...]:
    requester = job.requester
    return (
        job.job_id,
        job.print_id,
        job.entry_id,
        job.device_id,
        job.budget or requester.budget,
        requester.kind,
        requester.user_id,
        requester.name,
        _today().isoformat(),
        job.impressions,
        job.state is JobState.PRINTING,
    )


def forget(connection: sqlite3.Connection, jobs: Collection[Job]) -> None:
    """Remove jobs that were not written after all."""
    ids = [(job.job_id,) for job in jobs]
    connection.executemany("DELETE FROM usage WHERE job_id = ?", ids)


def prune(connection: sqlite3.Connection, now: datetime) -> None:
    """Remove what is older than three years."""
    before = (dt_util.as_local(now) - KEPT).date().isoformat()
    connection.execute("DELETE FROM usage WHERE day < ?", (before,))


def _today() -> date:
    """Return the day in Home Assistant's time zone."""
    return dt_util.now().date()
