"""The journal's tables: jobs, small contents, and the printers of each account."""

from collections.abc import Collection, Iterable, Iterator
import json
import sqlite3
from typing import Any, Final, NamedTuple

from . import ledger
from .job import FINAL_STATES, SECRET_ORIGINS, Job

FINAL: Final = ",".join(f"'{state}'" for state in sorted(FINAL_STATES))  # as SQL

MIGRATIONS: Final = (
    """
    CREATE TABLE jobs (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        job_id TEXT NOT NULL UNIQUE,
        entry_id TEXT NOT NULL,
        device_id TEXT NOT NULL,
        state TEXT NOT NULL,
        created_at REAL NOT NULL,
        updated_at REAL NOT NULL,
        content_id TEXT,
        idempotency_key TEXT,
        record TEXT NOT NULL,
        task_id TEXT,
        task_alias TEXT,
        user_id TEXT
    );
    CREATE INDEX jobs_device ON jobs (device_id, sequence);
    CREATE INDEX jobs_state ON jobs (state, sequence);
    CREATE INDEX jobs_content ON jobs (content_id) WHERE content_id IS NOT NULL;
    CREATE INDEX jobs_key ON jobs (entry_id, idempotency_key)
        WHERE idempotency_key IS NOT NULL;
    CREATE INDEX jobs_task ON jobs (entry_id, task_id, task_alias, job_id)
        WHERE task_id IS NOT NULL;
    CREATE TABLE identity (id TEXT NOT NULL, commits INTEGER NOT NULL);
    CREATE TABLE contents (
        entry_id TEXT NOT NULL,
        content_id TEXT NOT NULL,
        payload BLOB NOT NULL,
        PRIMARY KEY (entry_id, content_id)
    ) WITHOUT ROWID, STRICT;
    CREATE TABLE printers (
        entry_id TEXT PRIMARY KEY,
        changed_at REAL NOT NULL,
        record TEXT NOT NULL
    ) WITHOUT ROWID, STRICT;
    CREATE TABLE ipp_ids (
        device_id TEXT PRIMARY KEY,
        last INTEGER NOT NULL
    ) WITHOUT ROWID, STRICT;
    CREATE TABLE clock (
        boot_id TEXT NOT NULL,
        running REAL NOT NULL,
        wall REAL NOT NULL,
        doubted REAL
    ) STRICT;
    CREATE TABLE usage (
        job_id TEXT PRIMARY KEY,
        print_id TEXT NOT NULL,
        entry_id TEXT NOT NULL,
        device_id TEXT NOT NULL,
        printer TEXT NOT NULL,
        budget TEXT NOT NULL,
        kind TEXT NOT NULL,
        user_id TEXT,
        name TEXT,
        day TEXT NOT NULL,
        pages INTEGER,
        link_id TEXT,
        is_finished INTEGER NOT NULL DEFAULT 0,
        is_counted INTEGER NOT NULL DEFAULT 1,
        given_back INTEGER NOT NULL DEFAULT 0,
        given_by TEXT,
        note TEXT
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX usage_budget ON usage (entry_id, budget, day);
    CREATE INDEX usage_day ON usage (day);
    """,
)
"""A script for each schema version; `user_version` is the number of those that ran."""

_COLUMNS: Final = (
    "job_id, entry_id, device_id, state, created_at, updated_at, content_id,"
    " idempotency_key, record, task_id, task_alias, user_id"
)
_VALUES: Final = "(?,?,?,?,?,?,?,?,?,?,?,?)"

SCHEMA_CHECKS: Final = (
    f"SELECT sequence, {_COLUMNS} FROM jobs LIMIT 0",
    "SELECT entry_id, content_id, payload FROM contents LIMIT 0",
    "SELECT entry_id, changed_at, record FROM printers LIMIT 0",
    "SELECT id, commits FROM identity LIMIT 0",
    "SELECT device_id, last FROM ipp_ids LIMIT 0",
    "SELECT boot_id, running, wall, doubted FROM clock LIMIT 0",
    "SELECT job_id, budget, pages, link_id, is_counted, note FROM usage LIMIT 0",
    "SELECT name, seq FROM sqlite_sequence LIMIT 0",
)
"""Queries that succeed in a file of the newest schema."""


def insert(connection: sqlite3.Connection, jobs: Collection[Job]) -> None:
    """Add jobs, in their order."""
    connection.executemany(
        f"INSERT INTO jobs ({_COLUMNS}) VALUES {_VALUES}", map(_row, jobs)
    )
    ledger.record(connection, jobs)


def update(connection: sqlite3.Connection, jobs: Iterable[Job]) -> None:
    """Overwrite jobs; ignore those that were deleted from the history."""
    jobs = list(jobs)
    connection.executemany(
        f"UPDATE jobs SET ({_COLUMNS}) = {_VALUES} WHERE job_id = ?1", map(_row, jobs)
    )
    ledger.record(connection, jobs)


def delete(connection: sqlite3.Connection, jobs: Collection[Job]) -> None:
    """Delete jobs."""
    ids = [(job.job_id,) for job in jobs]
    connection.executemany("DELETE FROM jobs WHERE job_id = ?", ids)
    ledger.forget(connection, jobs)


def delete_other_accounts(
    connection: sqlite3.Connection, entry_ids: Collection[str]
) -> bool:
    """Delete what belongs to all but some accounts; return if there was anything."""
    clause = "entry_id NOT IN (SELECT value FROM json_each(?))"
    values = (json.dumps(list(entry_ids)),)
    deleted = [
        connection.execute(f"DELETE FROM {table} WHERE {clause}", values).rowcount
        for table in ("jobs", "contents", "printers", "usage")
    ]
    return any(deleted)


def insert_contents(
    connection: sqlite3.Connection, contents: Iterable[tuple[str, str, bytes]]
) -> None:
    """Add contents as (entry_id, content_id, payload), unless they exist."""
    connection.executemany("INSERT OR IGNORE INTO contents VALUES (?,?,?)", contents)


def select_printers(
    connection: sqlite3.Connection, entry_id: str
) -> tuple[float, str] | None:
    """Return when an account's printers changed, and their record, if there is one."""
    row: tuple[float, str] | None = connection.execute(
        "SELECT changed_at, record FROM printers WHERE entry_id = ?", (entry_id,)
    ).fetchone()
    return row


def insert_printers(
    connection: sqlite3.Connection, rows: Iterable[tuple[str, float, str]]
) -> None:
    """Add or overwrite the printers of accounts, as (entry_id, changed_at, record)."""
    connection.executemany("INSERT OR REPLACE INTO printers VALUES (?,?,?)", rows)


def select_last_ipp_id(connection: sqlite3.Connection, device_id: str) -> int:
    """Return the last id that is reserved for a printer's IPP jobs, 0 without any."""
    row: tuple[int] | None = connection.execute(
        "SELECT last FROM ipp_ids WHERE device_id = ?", (device_id,)
    ).fetchone()
    return 0 if row is None else row[0]


def insert_ipp_ids(
    connection: sqlite3.Connection, rows: Iterable[tuple[str, int]]
) -> None:
    """Reserve all ids up to the last one of printers, as (device_id, last)."""
    connection.executemany(
        "INSERT INTO ipp_ids VALUES (?,?)"
        " ON CONFLICT DO UPDATE SET last = MAX(last, excluded.last)",
        rows,
    )


def read_jobs(records: Iterable[tuple[str]]) -> Iterator[Job]:
    """Yield the jobs of records, without those that cannot be read."""
    for (record,) in records:
        if (job := read_job(record)) is not None:
            yield job


def read_job(record: str) -> Job | None:
    """Return the job of a record, or None if it is damaged or of a newer release."""
    try:
        return Job.from_dict(json.loads(record))
    except ValueError, LookupError, TypeError, AttributeError:
        return None


def count_unreadable(
    connection: sqlite3.Connection, after: int, limit: int
) -> tuple[int, int | None]:
    """Count unreadable ones of the next records; return the last's sequence, too."""
    records = connection.execute(
        "SELECT sequence, record FROM jobs WHERE sequence > ? ORDER BY sequence LIMIT ?",
        (after, limit),
    ).fetchall()
    unreadable = sum(read_job(record) is None for _, record in records)
    return unreadable, records[-1][0] if records else None


class ContentUse(NamedTuple):
    """What a content is needed for, `since` the last change of one of its jobs.

    `is_passing` is a content of such jobs alone (see there).
    """

    content_id: str
    is_known: bool
    is_waiting: bool
    has_ended: bool
    is_passing: bool
    since: float  # a time stamp


def select_content_uses(
    connection: sqlite3.Connection, content_ids: Iterable[str]
) -> list[ContentUse]:
    """Return the uses of contents, oldest first."""
    rows = connection.execute(
        "SELECT value, COUNT(job_id) > 0, MAX(state IN ('held', 'submitting')) IS TRUE,"
        f" MIN(state IN ({FINAL})) IS TRUE, MIN(CASE WHEN json_valid(record)"
        " THEN user_id IS NULL AND json_extract(record, '$.requester.kind') = 'link'"
        f" OR json_extract(record, '$.content.origin') IN {SECRET_ORIGINS} END IS TRUE),"
        " IFNULL(MAX(updated_at), 0) AS since"
        " FROM json_each(?) LEFT JOIN jobs ON content_id = value"
        " GROUP BY value ORDER BY since",
        (json.dumps(list(content_ids)),),
    )
    return [ContentUse(*row) for row in rows]


def _row(job: Job) -> tuple[Any, ...]:
    return (
        job.job_id,
        job.entry_id,
        job.device_id,
        job.state,
        job.created_at.timestamp(),
        job.updated_at.timestamp(),
        job.content_id,
        job.idempotency_key,
        json.dumps(job.to_dict()),
        job.sent.task_id,
        job.sent.alias,
        job.requester.user_id,
    )
