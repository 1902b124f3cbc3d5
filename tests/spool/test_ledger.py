"""Tests of the ledger: what is counted, in each transaction, and on which day."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
import sqlite3
import threading
from typing import Any
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.requester import Requester, RequesterKind
from custom_components.cloudprint.spool import ledger
from custom_components.cloudprint.spool.job import (
    Approval,
    AskingRule,
    Cause,
    Decision,
    Job,
    JobState,
    Reason,
)
from custom_components.cloudprint.spool.job_parts import Gate, Pages, Sent
from custom_components.cloudprint.spool.journal import Journal, JournalError
from custom_components.cloudprint.spool.ledger import PageLimit, PagesUsedUpError
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import create_eager_task

from .faults import UnsyncedConnection
from .samples import NOON, make_job

ANNA = Requester(kind=RequesterKind.USER, user_id="anna", name="Anna")
GIVEN = Decision(user_id="anna", user="Anna", is_approved=True)
EVER = (date(2000, 1, 1), date(2100, 1, 1))


@pytest.fixture(autouse=True)
def in_berlin(freezer: FrozenDateTimeFactory) -> Generator[None]:
    """Let Home Assistant be in Berlin, at noon in November."""
    before = dt_util.get_default_time_zone()
    dt_util.set_default_time_zone(ZoneInfo("Europe/Berlin"))
    freezer.move_to(NOON)
    yield
    dt_util.set_default_time_zone(before)


def journal_in(folder: Path) -> Journal:
    """Return the journal in a folder."""
    return Journal(folder / "storage" / "journal.db", folder / "cache" / "marker")


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncGenerator[Journal]:
    """Return an open journal."""
    opened = journal_in(tmp_path)
    await opened.async_open()
    yield opened
    await opened.async_close()


def make(pages: int | None = 3, **fields: Any) -> Job:
    """Return a job of Anna's."""
    return make_job(**{"requester": ANNA, "impressions": pages} | fields)


def limit(**fields: Any) -> PageLimit:
    """Return Anna's limit of 5 pages a day, unless the fields say otherwise."""
    given: dict[str, Any] = {
        "entry_id": "entry",
        "budget": "user:anna",
        "device_ids": None,
        "a_day": 5,
        "a_month": None,
        "rule": "Children",
    }
    return PageLimit(**given | fields)


async def add(journal: Journal, *jobs: Job, **details: Any) -> None:
    """Write jobs."""
    await journal.async_add(*jobs, **{"before": lambda: None} | details)


async def count(journal: Journal) -> int:
    """Return all pages that are counted."""
    usage = await journal.async_run(
        lambda: ledger.select_usage(journal.database, *EVER)
    )
    return sum(row.pages for row in usage)


async def left(journal: Journal, asked: PageLimit | None = None) -> list[int]:
    """Return what is left of a limit."""
    found = await journal.async_run(
        lambda: ledger.read_pages_left(journal.database, asked or limit())
    )
    return [*found.values()]


NEEDED = Approval(
    rule=AskingRule(rule_id="rule", name="Children"), causes=(Cause.PAGES,)
)


@pytest.mark.parametrize(
    ("changes", "pages"),
    [
        ([], 3),
        ([(JobState.SUBMITTING, None, {})], 3),
        ([(JobState.UNCONFIRMED, Reason.NO_ANSWER, {})], 3),
        ([(JobState.UNCONFIRMED, None, {"is_dismissed": True})], 3),
        ([(JobState.UNCONFIRMED, None, {}), (JobState.FINISHED, None, {})], 3),
        ([(JobState.EXPIRED, Reason.SERVICE, {})], 0),
        ([(JobState.CANCELED, Reason.BY_HAND, {})], 0),
        ([(JobState.CANCELED, Reason.MOVED, {})], 0),
        ([(JobState.FAILED, Reason.REFUSED, {})], 0),
        ([(JobState.FAILED, Reason.CONTENT_GONE, {})], 0),
        (
            [
                (JobState.QUEUED, None, {"sent": Sent(task_id="t")}),
                (JobState.FAILED, None, {}),
            ],
            0,
        ),
        (
            [
                (JobState.PRINTING, None, {"sent": Sent(task_id="t")}),
                (JobState.FAILED, None, {}),
            ],
            3,
        ),
        (
            [
                (JobState.PRINTING, None, {"sent": Sent(task_id="t")}),
                (JobState.QUEUED, None, {}),
                (JobState.CANCELED, None, {}),
            ],
            3,
        ),
    ],
)
async def test_states(journal: Journal, changes: list[Any], pages: int) -> None:
    """Given back is what was not printed; kept, what may have been."""
    job = make()
    await add(journal, job)
    for state, reason, details in changes:
        job = job.with_state(state, reason, **details)
        await journal.async_update(job)
    assert await count(journal) == pages
    assert await left(journal) == [5 - pages]


async def test_not_counted_yet(journal: Journal) -> None:
    """What is in preparation, or waits for approval, counts once it is more than that."""
    preparing = make(None, state=JobState.PREPARING)
    asked = make(approval=NEEDED, gates=(Gate.APPROVAL,))
    await add(journal, preparing, asked)
    assert await count(journal) == 0
    given = asked.decided(GIVEN)
    await journal.async_update(given, replace(preparing, state=JobState.HELD))
    assert await count(journal) == 3
    await journal.async_update(asked.decided(replace(GIVEN, is_approved=False)))
    assert await count(journal) == 0


async def test_undone(unsynced: type[UnsyncedConnection], journal: Journal) -> None:
    """A transaction in doubt leaves what was counted before."""
    preparing = make(None, state=JobState.PREPARING)
    moved = make(2)
    await add(journal, preparing, moved)
    prepared = replace(preparing, state=JobState.HELD, pages=Pages(impressions=3))
    left_behind = moved.with_state(JobState.CANCELED, Reason.MOVED)
    unsynced.failures = 1
    with pytest.raises(JournalError):
        await add(
            journal,
            make(4),
            changed=[prepared, left_behind],
            replaced=[preparing, moved],
        )
    assert await count(journal) == 2
    await add(journal, changed=[prepared], replaced=[preparing])
    assert await count(journal) == 5


async def test_shared_transaction(journal: Journal) -> None:
    """Of prints that are written together, the last pages are one's alone."""
    go_on = threading.Event()
    busy = create_eager_task(journal.async_run(lambda: go_on.wait() and None))

    def begin(job: Job) -> asyncio.Task[None]:
        def check() -> None:
            pages = job.pages.impressions or 0
            ledger.check_limits(journal.database, [(limit(), pages)])

        return create_eager_task(add(journal, job, before=check))

    jobs = [make(2, name="first"), *(make(3, name=f"{n}") for n in range(3))]
    # The first has a transaction of its own.
    writes = [begin(job) for job in [*jobs, make(0, name="last")]]
    go_on.set()
    answers = await asyncio.gather(*writes, return_exceptions=True)
    await busy
    errors = [err for err in answers if err is not None]
    assert [type(err) for err in errors] == [PagesUsedUpError] * 2
    assert await count(journal) == 5
    names = [job.name for job in await journal.async_jobs(limit=10)]
    assert len(names) == len({*names}) == 3
    assert {"first", "last"} < {*names}


async def test_error_says_what_is_left(journal: Journal) -> None:
    """The error has the pages, what is left, and the limit."""
    await add(journal, make(3))
    check = partial(ledger.check_limits, journal.database, [(limit(), 3)])
    with pytest.raises(PagesUsedUpError) as raised:
        await add(journal, make(3), before=check)
    found = raised.value
    assert (found.limit, found.pages, found.period, found.left) == (
        *(limit(), 3, "day", 2),
    )
    moved = (await journal.async_jobs(limit=1))[0]
    again = partial(
        ledger.check_limits, journal.database, [(limit(), 3)], [moved.job_id]
    )
    left_behind = moved.with_state(JobState.CANCELED, Reason.MOVED)
    await add(journal, make(3), before=again, changed=[left_behind], replaced=[moved])
    assert await count(journal) == 3


@pytest.mark.parametrize(
    ("printed", "asked", "expected"),
    [
        # Midnight in Berlin, not in UTC
        ("2026-11-24 22:59", "2026-11-24 23:01", [5, 7]),
        ("2026-11-24 23:01", "2026-11-25 22:59", [2, 7]),
        # The nights in which clocks are put back, and forward
        ("2026-10-24 21:59", "2026-10-24 22:01", [5, 7]),
        ("2026-10-25 00:30", "2026-10-25 22:59", [2, 7]),
        ("2027-03-28 00:30", "2027-03-28 21:59", [2, 7]),
        ("2027-03-28 00:30", "2027-03-28 22:01", [5, 7]),
        # A month
        ("2026-10-31 22:59", "2026-10-31 23:01", [5, 10]),
        ("2027-02-01 00:00", "2027-02-28 22:00", [5, 7]),
        # A clock that was wrong, or a journey to the west
        ("2030-01-01 12:00", "2026-11-24 12:00", [5, 10]),
        ("2026-11-24 23:01", "2026-11-24 22:59", [2, 7]),
    ],
)
async def test_days(
    journal: Journal,
    freezer: FrozenDateTimeFactory,
    printed: str,
    asked: str,
    expected: list[int],
) -> None:
    """Days and months are Home Assistant's."""
    freezer.move_to(printed)
    await add(journal, make())
    freezer.move_to(asked)
    assert await left(journal, limit(a_month=10)) == expected


async def test_day_stays(journal: Journal, freezer: FrozenDateTimeFactory) -> None:
    """A print that ends another day counts to the one on which it was admitted."""
    job = make()
    await add(journal, job)
    freezer.tick(timedelta(days=1))
    await journal.async_update(job.with_state(JobState.FINISHED))
    assert await left(journal) == [5]
    (row,) = await journal.async_run(
        lambda: ledger.select_usage(journal.database, *EVER)
    )
    assert (row.date, row.pages) == ("2026-11-24", 3)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, 2),
        ({"budget": "user:ben"}, 5),
        ({"entry_id": "other"}, 5),
        ({"device_ids": frozenset({"device"})}, 2),
        ({"device_ids": frozenset({"elsewhere"})}, 5),
    ],
)
async def test_what_a_limit_counts(
    journal: Journal, fields: dict[str, Any], expected: int
) -> None:
    """A limit is of an account, a budget, and printers or all."""
    await add(journal, make())
    assert await left(journal, limit(**fields)) == [expected]


async def test_limit_of_a_link(journal: Journal) -> None:
    """It counts what came by the link, whatever became of the history."""
    by_link = Requester(kind=RequesterKind.LINK, link_id="guests")
    asked = limit(budget="guests", entry_id=None)
    await add(journal, make(requester=by_link, state=JobState.FINISHED), make(1))
    assert await left(journal, asked) == [2]
    spoil = "UPDATE jobs SET record = '{'"
    await journal.async_run(lambda: journal.database.execute(spoil))
    assert await left(journal, asked) == [2]
    await journal.async_prune(before=datetime.now(UTC), keep=0)
    assert await left(journal, asked) == [2]


async def test_begun_unwritten(journal: Journal) -> None:
    """What has begun to print is kept, even if that was not written by itself."""
    job = make()
    await add(journal, job)
    begun = job.with_state(JobState.PRINTING, sent=Sent(task_id="t"))
    failed = begun.with_state(JobState.FAILED)
    await asyncio.gather(journal.async_update(begun), journal.async_update(failed))
    assert await count(journal) == 3


async def test_unknown_pages(journal: Journal) -> None:
    """A print of unknown pages counts none, and is in no table."""
    await add(journal, make(None, state=JobState.FINISHED))
    assert await left(journal) == [5]
    assert await count(journal) == 0
    assert await printed_pages(journal) == {}


async def printed_pages(journal: Journal) -> dict[str, int]:
    """Return the pages that each printer has finished."""
    return await journal.async_run(
        lambda: ledger.select_printed(journal.database, "entry")
    )


async def test_history_and_old_days(
    journal: Journal, freezer: FrozenDateTimeFactory
) -> None:
    """It outlives the history by two years; what printers have finished never falls."""
    await add(journal, make(4, state=JobState.FINISHED), make(2))
    now = datetime.now(UTC)
    await journal.async_prune(before=now + timedelta(days=1), keep=0)
    assert await count(journal) == 6
    assert await printed_pages(journal) == {"device": 4}
    for years in (4, 8):
        freezer.move_to(NOON + timedelta(days=years * 365))
        job = make(1, state=JobState.FINISHED)
        await add(journal, job)
        before = datetime.now(UTC) - timedelta(days=365)
        await journal.async_prune(before=before, keep=100)
        assert await count(journal) == 1
        assert await printed_pages(journal) == {"device": 4 + years // 4}
    await journal.async_forget_others([])
    assert await printed_pages(journal) == {}


async def test_finished_once(journal: Journal) -> None:
    """A printer has finished a page once, however often its job is written."""
    job = make(3, state=JobState.UNCONFIRMED)
    await add(journal, job)
    assert await printed_pages(journal) == {}
    for _ in range(2):
        await journal.async_update(job.with_state(JobState.FINISHED, Reason.BY_HAND))
    assert await printed_pages(journal) == {"device": 3}


async def test_damaged_file(
    journal: Journal, tmp_path: Path, freezer: FrozenDateTimeFactory
) -> None:
    """What was counted, given back and finished is kept, with its days."""
    finished, canceled = make(4, state=JobState.FINISHED), make(2)
    await add(journal, finished, canceled, make(None))
    await journal.async_update(canceled.with_state(JobState.CANCELED))
    database = journal.database
    await journal.async_run(
        lambda: ledger.give_back(database, finished.job_id, 1, "admin", "torn")
    )
    await journal.async_run(database.commit)
    await journal.async_close()
    path = tmp_path / "storage" / "journal.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE identity")
        # What damage may leave
        connection.execute("ALTER TABLE usage RENAME TO old")
        connection.execute("CREATE TABLE usage AS SELECT * FROM old ORDER BY pages")
        lost = "UPDATE usage SET pages = 'x' WHERE pages IS NULL"
        connection.execute(lost)
    freezer.tick(timedelta(days=3))
    again = journal_in(tmp_path)
    await again.async_open()
    assert again.damaged is not None
    (row,) = await again.async_run(lambda: ledger.select_usage(again.database, *EVER))
    assert (row.date, row.pages, row.given_back) == ("2026-11-24", 3, 1)
    assert await printed_pages(again) == {"device": 4}
    await again.async_close()


async def test_give_back(journal: Journal) -> None:
    """No more than was counted, and the same however often."""
    job, canceled = make(4), make(2)
    await add(journal, job, canceled)
    await journal.async_update(canceled.with_state(JobState.CANCELED))

    async def give(job_id: str, pages: int | None) -> tuple[int, int] | None:
        return await journal.async_run(
            lambda: ledger.give_back(journal.database, job_id, pages, "admin", "torn")
        )

    for pages, expected in ((3, (1, 3)), (3, (1, 3)), (9, (0, 4)), (None, (0, 4))):
        assert await give(job.job_id, pages) == expected
    assert await left(journal) == [5]
    for nothing in (canceled.job_id, "unknown"):
        assert await give(nothing, 1) is None
    (row,) = await journal.async_run(
        lambda: ledger.select_usage(journal.database, *EVER)
    )
    assert (row.pages, row.given_back, row.notes) == (0, 4, '["torn"]')
    assert await give(job.job_id, 0) == (4, 0)
    assert await left(journal) == [1]
