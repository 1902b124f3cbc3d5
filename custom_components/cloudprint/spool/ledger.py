"""The ledger: how many pages were printed for whom; it outlives the history."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
import json
import sqlite3
from typing import Any, Final, NamedTuple

from homeassistant.util import dt as dt_util

from .errors import SpoolError
from .job import Job, JobState
from .job_parts import Gate

KEPT: Final = timedelta(days=2 * 366)  # beyond the history
_ONE_DAY: Final = timedelta(days=1)

SELECT_ROWS: Final = "SELECT * FROM usage"
_INSERT_ROW: Final = "INSERT INTO usage VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_INSERT: Final = (
    "INSERT INTO usage (job_id, print_id, entry_id, device_id, printer, budget, kind,"
    " user_id, name, day, pages, link_id) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
    " ON CONFLICT (job_id) DO UPDATE SET pages = excluded.pages, is_counted = 1"
    # Otherwise each change of a state would write the row again.
    " WHERE NOT is_counted OR pages IS NOT excluded.pages"
)
_UNCOUNT: Final = "DELETE FROM usage WHERE job_id = ?"
_FINISH: Final = "UPDATE usage SET is_finished = 1 WHERE job_id = ?"
_GIVE_BACK: Final = "UPDATE usage SET is_counted = 0 WHERE job_id = ?"
_GIVE_BACK_PAGES: Final = (
    "UPDATE usage SET given_back = MIN(pages, IFNULL(?, pages)), given_by = ?, note = ?"
    " WHERE job_id = ? AND is_counted AND pages > 0"
    " RETURNING pages - given_back, given_back"
)
# The kind and the names are of the newest row, by the only MAX.
_SELECT_USAGE: Final = (
    "SELECT substr(day, 1, ?1) AS date, device_id, printer, kind, user_id, name,"
    " SUM(pages - given_back), SUM(given_back),"
    " json_group_array(note) FILTER (WHERE note IS NOT NULL), MAX(day || job_id)"
    " FROM usage WHERE is_counted AND pages > 0 AND day BETWEEN ?2 AND ?3"
    " AND (?4 IS NULL OR device_id IN (SELECT value FROM json_each(?4)))"
    " AND (?5 IS NULL OR user_id IN (SELECT value FROM json_each(?5)))"
    " GROUP BY date, device_id, user_id, CASE WHEN user_id IS NULL THEN kind END,"
    " CASE WHEN user_id IS NULL THEN name END ORDER BY date, device_id, user_id"
)
_ADD_UP: Final = (  # pages of a printer for ever, on no day
    "INSERT INTO usage (job_id, print_id, entry_id, device_id, printer, budget, kind,"
    " day, pages, is_finished, is_counted) SELECT 'before/' || device_id, '',"
    " entry_id, device_id, '', '', '', '', SUM(pages), 1, 0 FROM usage"
    " WHERE is_finished AND pages > 0 AND day BETWEEN '0' AND ? GROUP BY device_id"
    " ON CONFLICT DO UPDATE SET pages = pages + excluded.pages"
)
_SELECT_PRINTED: Final = (
    "SELECT device_id, SUM(pages) FROM usage"
    " WHERE entry_id = ? AND is_finished AND pages > 0 GROUP BY device_id"
)
_COUNTED: Final = (
    "SELECT COALESCE(SUM(pages - given_back), 0) FROM usage"
    " WHERE is_counted AND entry_id = :entry_id AND budget = :budget"
    " AND day BETWEEN :since AND :until AND (:devices IS NULL"
    " OR device_id IN (SELECT value FROM json_each(:devices)))"
    " AND job_id NOT IN (SELECT value FROM json_each(:without))"
)
_COUNTED_OF_LINK: Final = _COUNTED.replace("entry_id = :entry_id AND budget", "link_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLimit:
    """How many pages a budget has in a calendar day or month, on some printers or all.

    Without an account, it is a link's, whatever other budget its pages count to.
    """

    entry_id: str | None
    budget: str  # of a link: its id
    device_ids: frozenset[str] | None
    a_day: int | None
    a_month: int | None
    rule: str = field(repr=False)  # its name

    def counts(self, job: Job) -> bool:
        """Return whether the pages of an admitted job count to the limit."""
        if self.entry_id is None:
            return job.requester.link_id == self.budget
        is_counted = self.device_ids is None or job.device_id in self.device_ids
        return is_counted and (job.entry_id, job.pages.budget) == (
            self.entry_id,
            self.budget,
        )

    @property
    def periods(self) -> dict[str, int]:
        """Return the pages of each limited period, `day` and `month`."""
        periods = {"day": self.a_day, "month": self.a_month}
        return {name: pages for name, pages in periods.items() if pages is not None}


type Limits = Sequence[tuple[PageLimit, int]]
"""Limits, each with the pages of a print that count to it."""


class PagesUsedUpError(SpoolError):
    """A print has more pages than its budget has left; nothing of it was written."""

    def __init__(self, limit: PageLimit, pages: int, period: str, left: int) -> None:
        """Set up the error."""
        super().__init__(limit.rule)
        self.limit, self.pages, self.period, self.left = limit, pages, period, left


def read_pages_left(
    connection: sqlite3.Connection, limit: PageLimit, without: Iterable[str] = ()
) -> dict[str, int]:
    """Return what is left in each limited period; the jobs `without` do not count."""
    today = dt_util.now().date()
    values = {
        "entry_id": limit.entry_id,
        "budget": limit.budget,
        # Also what was printed before a journey to the west, but no wrong year of a clock.
        "until": (today + _ONE_DAY).isoformat(),
        "devices": limit.device_ids and json.dumps(sorted(limit.device_ids)),
        "without": json.dumps(list(without)),
    }
    query = _COUNTED_OF_LINK if limit.entry_id is None else _COUNTED
    remaining = {}
    for period, pages in limit.periods.items():
        since = today if period == "day" else today.replace(day=1)
        row = connection.execute(query, values | {"since": since.isoformat()})
        remaining[period] = max(0, pages - row.fetchone()[0])
    return remaining


def check_limits(
    connection: sqlite3.Connection, limits: Limits, without: Iterable[str] = ()
) -> None:
    """Raise PagesUsedUpError if there are more pages than one of the limits has left."""
    for limit, pages in limits:
        for period, remaining in read_pages_left(connection, limit, without).items():
            if pages > remaining:
                raise PagesUsedUpError(limit, pages, period, remaining)


def record(connection: sqlite3.Connection, jobs: Iterable[Job]) -> None:
    """Count the pages of new and changed jobs, or give them back.

    Given back is what never reached the service, and what it failed or canceled before
    printing was seen to begin.
    """
    for job in jobs:
        is_unknown = job.gate is Gate.PREPARE and job.pages.impressions is None
        if job.needs_approval or is_unknown:
            # It was counted by what was undone.
            connection.execute(_UNCOUNT, (job.job_id,))
        elif job.state in _NOT_PRINTED and not job.sent.has_begun:
            connection.execute(_GIVE_BACK, (job.job_id,))
        else:
            connection.execute(_INSERT, _row(job))
        if job.state is JobState.FINISHED:
            connection.execute(_FINISH, (job.job_id,))


_NOT_PRINTED: Final = (JobState.FAILED, JobState.CANCELED, JobState.EXPIRED)


def _row(job: Job) -> tuple[Any, ...]:
    requester = job.requester
    return (
        job.job_id,
        job.print_id,
        job.entry_id,
        job.device_id,
        job.printer,
        job.pages.budget or requester.budget,
        requester.kind,
        requester.user_id,
        requester.name,
        # The day on which it was admitted or approved
        dt_util.as_local(job.updated_at).date().isoformat(),
        job.pages.impressions,
        requester.link_id,
    )


def forget(connection: sqlite3.Connection, jobs: Collection[Job]) -> None:
    """Remove jobs that were not written after all."""
    connection.executemany(_UNCOUNT, [(job.job_id,) for job in jobs])


def prune(connection: sqlite3.Connection, before: datetime) -> None:
    """Remove what is two years older than the history, which begins at a time."""
    last = (dt_util.as_local(before) - KEPT).date().isoformat()
    is_old = "FROM usage WHERE day BETWEEN '0' AND ?"
    if connection.execute(f"SELECT 1 {is_old} LIMIT 1", (last,)).fetchone():
        connection.execute(_ADD_UP, (last,))
        connection.execute(f"DELETE {is_old}", (last,))


def insert_rows(
    connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]
) -> None:
    """Add rows of another file, which may be damaged, unless they exist."""
    for row in rows:
        with suppress(sqlite3.IntegrityError):
            connection.execute(_INSERT_ROW, row)


def select_printed(connection: sqlite3.Connection, entry_id: str) -> dict[str, int]:
    """Return how many pages each printer of an account has ever finished."""
    return dict(connection.execute(_SELECT_PRINTED, (entry_id,)).fetchall())


class Usage(NamedTuple):
    """What one printed on a printer in a day or month, without what was given back.

    A user is one, whatever the way; others are told apart by kind and name.
    """

    date: str  # ISO 8601
    device_id: str
    printer: str  # its name, as last stored
    kind: str
    user_id: str | None
    name: str | None  # as last stored
    pages: int
    given_back: int
    notes: str  # as JSON


def select_usage(
    connection: sqlite3.Connection,
    since: date,
    until: date,
    *,
    is_monthly: bool = False,
    device_ids: Collection[str] | None = None,
    user_ids: Collection[str] | None = None,
) -> list[Usage]:
    """Return the usage by day or month, of some printers and users or of all."""
    dates = (7 if is_monthly else 10, since.isoformat(), until.isoformat())
    ids = (
        None if each is None else json.dumps([*each]) for each in (device_ids, user_ids)
    )
    rows = connection.execute(_SELECT_USAGE, (*dates, *ids))
    return [Usage(*row) for *row, _ in rows]


def give_back(
    connection: sqlite3.Connection,
    job_id: str,
    pages: int | None,
    by: str | None,
    note: str | None,
) -> tuple[int, int] | None:
    """Set how many pages of a job are given back, all without a number, by whom and why.

    Returns those that count now, and those given back; None if nothing was counted.
    """
    row: tuple[int, int] | None
    with connection:
        values = (pages, by, note, job_id)
        row = connection.execute(_GIVE_BACK_PAGES, values).fetchone()
    return row
