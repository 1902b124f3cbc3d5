"""The journal's file, in its thread: transactions, repair, detection of lost commits."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
import os
from pathlib import Path
import sqlite3
from typing import Any, Final, NamedTuple, override
from uuid import uuid4

from ..const import LOGGER
from . import ledger
from .job import JobState, Reason
from .schema import (
    MIGRATIONS,
    SCHEMA_CHECKS,
    insert,
    insert_contents,
    insert_ipp_ids,
    insert_printers,
    read_jobs,
    update,
)

_NOT_WRITTEN: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE})
"""Errors of a commit that is none; after another one, a restart may find it in the log."""

_DAMAGE: Final = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_NOTADB,
    }
)
"""Errors that mean a damaged file; all others mean the disk."""

SQLITE_ERRORS: Final = (sqlite3.Error, UnicodeDecodeError)
"""Errors of the driver, which cannot decode some messages about a damaged file."""

_CONTENTS: Final = "SELECT entry_id, content_id, payload FROM contents"
_PRINTERS: Final = "SELECT entry_id, changed_at, record FROM printers"
_IPP_IDS: Final = "SELECT device_id, last FROM ipp_ids"
_TABLES: Final = (
    # The jobs count only what is missing there.
    (ledger.insert_rows, ledger.SELECT_ROWS, ("job_id",), ()),
    (insert_contents, _CONTENTS, ("entry_id", "content_id"), (str, str, bytes)),
    (insert_printers, _PRINTERS, ("entry_id",), (str, float, str)),
    (insert_ipp_ids, _IPP_IDS, ("device_id",), (str, int)),
)
"""The tables beside the jobs, with their keys and the types of their rows."""


class NewerFileError(Exception):
    """The file was written by a newer release, and must not be changed."""


class Mark(NamedTuple):
    """An identity of the journal, and the number of commits since it was given."""

    identity: str
    commits: int = 0

    @override
    def __str__(self) -> str:
        """Return the line of the marker, whose length does not change."""
        return f"{self.identity} {self.commits:020}"


class JournalFile:
    """The SQLite file, with an identity that detects a copy of an earlier time.

    The number of commits detects a write-ahead log that is damaged or gone: SQLite
    reads it up to the damage, without an error.
    """

    def __init__(self, path: Path, marker: Path) -> None:
        """Set up a file; `marker`, in no backup, has its identity and commits.

        A journal with another identity was restored, one with fewer commits has lost some.
        """
        self.path = path
        self.snapshot_path = path.with_name(f"{path.stem}-snapshot{path.suffix}")
        self.damaged: Path | None = None
        self._repaired_path = path.with_name(f"{path.stem}-mended{path.suffix}")
        self._marker = marker
        self._connection: sqlite3.Connection | None = None
        self._doubtful: Callable[[sqlite3.Connection], object] | None = None

    @property
    def database(self) -> sqlite3.Connection:
        """Return the open database, whatever became of the last transaction."""
        if self._connection is None:
            # Another try if it could not be opened before.
            self._connection = self.open()
        return self._connection

    def write(
        self,
        *works: Callable[[sqlite3.Connection], None],
        undo: Callable[[sqlite3.Connection], object] = lambda connection: None,
    ) -> None:
        """Run works in one transaction, which `undo` reverts.

        If the commit fails, it is undone for certain before the error is raised. Until
        that succeeds, nothing else is written, and a restart distrusts the file.
        """
        is_complete = False
        try:
            with self.settled() as connection:
                for work in works:
                    work(connection)
                mark = count_commit(connection)
                is_complete = True
        except sqlite3.Error as err:
            code = getattr(err, "sqlite_errorcode", None)
            if is_complete and code not in _NOT_WRITTEN:
                self._doubtful = undo
                # The file is as restored then; if that fails, nothing can be written.
                with suppress(OSError):
                    self._marker.unlink(missing_ok=True)
                with suppress(*SQLITE_ERRORS, OSError):
                    self.settled()
            raise
        self.mark(mark)

    def settled(self) -> sqlite3.Connection:
        """Return the database, after a doubtful transaction was undone and purged."""
        if (undo := self._doubtful) is not None:
            self.sign(self.database, undo)
            self._doubtful = None
        return self.database

    def close(self) -> None:
        """Close the database, if it is open."""
        if self._connection is None:
            return
        with suppress(*SQLITE_ERRORS, OSError):
            # A copy that was made while it was open must not be taken for it.
            self.renew(self.settled())
        self._connection.close()
        self._connection = None

    def open(self) -> sqlite3.Connection:
        """Open or repair the file. Raises NewerFileError; then nothing was changed."""
        if any(map(_is_newer, (self.path, self.snapshot_path))):
            raise NewerFileError("It was written by a newer version of Cloud Print")
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        marked = self._read_marker()
        if not self.path.exists() and self._repaired_path.exists():
            # The last repair was interrupted after the damaged file was renamed.
            _remove(self.path)
            self._repaired_path.replace(self.path)
        if self._is_superseded(marked):
            # The copy is consistent; the journal was backed up while it was written.
            _remove(self.path)
            self.snapshot_path.replace(self.path)
            marked = {}
        self.snapshot_path.unlink(missing_ok=True)
        connection = self._connect(marked)
        try:
            mark = _read_mark(connection)
            if mark is not None and mark.identity in marked:
                self.renew(connection)
            else:
                self.sign(connection, _distrust)
        except BaseException:
            connection.close()
            raise
        return connection

    def renew(self, connection: sqlite3.Connection) -> None:
        """Give the file a new identity, so that no earlier copy is taken for it."""
        # If that fails, it keeps its identity.
        with suppress(sqlite3.Error, OSError):
            self.sign(connection, old=_read_mark(connection))

    def sign(
        self,
        connection: sqlite3.Connection,
        change: Callable[[sqlite3.Connection], object] = lambda connection: None,
        *,
        old: Mark | None = None,
    ) -> None:
        """Give the file a new identity with a change; distrust it until then without `old`."""
        new = Mark(uuid4().hex)
        # Both are valid while one replaces the other.
        self._write_marker(*([old] if old else []), new)
        with connection:
            change(connection)
            connection.execute("DELETE FROM identity")
            connection.execute("INSERT INTO identity VALUES (?,?)", new)
        self._write_marker(new)
        # The identity is known even if the log is lost.
        self.empty_log(connection)

    def mark(self, mark: Mark) -> None:
        """Update the marker, unsynced: it may know fewer commits than the file, not more."""
        # If that fails, it knows fewer, too.
        with suppress(OSError), self._marker.open("r+") as file:
            # The line of the file's identity is the first, and as long as before.
            file.write(str(mark))

    def empty_log(self, connection: sqlite3.Connection) -> None:
        """Move the write-ahead log to the file, which also purges deleted data from it."""
        # If that fails, the next deletion does it.
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def write_snapshot(self, connection: sqlite3.Connection) -> None:
        """Write a consistent copy beside the file."""
        self.snapshot_path.unlink(missing_ok=True)
        try:
            self.snapshot_path.touch(mode=0o600)
            connection.execute("VACUUM INTO ?", (str(self.snapshot_path),))
        except BaseException:
            self.snapshot_path.unlink(missing_ok=True)
            raise

    def remove_snapshot(self, connection: sqlite3.Connection) -> None:
        """Remove the copy, which is in the backup now."""
        self.snapshot_path.unlink(missing_ok=True)
        self.renew(connection)

    def remove_damaged(self) -> None:
        """Remove the damaged files that were kept."""
        for damaged in self.path.parent.glob(self._get_damaged_path("*").name):
            damaged.unlink(missing_ok=True)
        self.damaged = None

    def _get_damaged_path(self, number: int | str) -> Path:
        return self.path.with_name(f"{self.path.name}.damaged-{number}")

    def _is_superseded(self, marked: Mapping[str, int]) -> bool:
        """Return whether a restored backup contains a copy to use instead."""
        if not self.snapshot_path.exists():
            return False
        if not marked or not self.path.exists():
            return True
        try:
            with closing(_connect_read_only(self.path)) as connection:
                mark = _read_mark(connection)
        except SQLITE_ERRORS:
            # A damaged journal of this installation is newer than the copy.
            return False
        return mark is None or mark.identity not in marked

    def _connect(self, marked: Mapping[str, int]) -> sqlite3.Connection:
        try:
            if marked and self.path.exists():
                self._check_complete(marked)
            return _connect(self.path)
        except SQLITE_ERRORS as err:
            if not _is_damage(err):
                raise
        return self._repair()

    def _check_complete(self, marked: Mapping[str, int]) -> None:
        """Raise sqlite3.DatabaseError if the file has lost what was written here."""
        if not self.path.stat().st_size:
            raise sqlite3.DatabaseError("the file is empty")
        # Opened for writing, it would lose the damaged part of its log.
        with closing(_connect_read_only(self.path)) as connection:
            mark = _read_mark(connection)
        if mark is not None and mark.commits < marked.get(mark.identity, 0):
            raise sqlite3.DatabaseError("the write-ahead log is damaged or gone")

    def _repair(self) -> sqlite3.Connection:
        """Rename a damaged file, and copy its readable rows to a new one."""
        # If this is interrupted, the file is distrusted the next time.
        self._marker.unlink(missing_ok=True)
        _remove(self._repaired_path)
        with closing(_connect(self._repaired_path)) as repaired, repaired:
            query = "SELECT sequence, record FROM jobs"
            found = dict(_read_damaged(self.path, query, ["sequence"]))
            records = ((found[sequence],) for sequence in sorted(found))
            jobs = {job.job_id: job for job in read_jobs(records)}.values()
            for insert_rows, query, keys, types in _TABLES:
                insert_rows(repaired, _read_damaged(self.path, query, keys, *types))
            insert(repaired, jobs)
            ipp_ids = ((job.device_id, job.ipp.job_id) for job in jobs if job.ipp)
            insert_ipp_ids(repaired, ipp_ids)
        number = 1
        while (damaged := self._get_damaged_path(number)).exists():
            number += 1
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{self.path}{suffix}").replace(f"{damaged}{suffix}")
        self._repaired_path.replace(self.path)
        self.damaged = damaged
        LOGGER.error("The print journal is damaged; it was kept as %s", damaged)
        return _connect(self.path)

    def _read_marker(self) -> dict[str, int]:
        try:
            lines = self._marker.read_text(encoding="ascii").splitlines()
            marks = (line.partition(" ") for line in lines)
            return {identity: int(commits) for identity, _, commits in marks}
        except FileNotFoundError, ValueError:
            return {}

    def _write_marker(self, *marks: Mark) -> None:
        self._marker.parent.mkdir(parents=True, exist_ok=True)
        new = self._marker.with_name(f"{self._marker.name}.new")
        with new.open("w", encoding="ascii") as file:
            file.write("\n".join(map(str, marks)))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._marker)


def _is_newer(path: Path) -> bool:
    """Return whether a newer release has written a file; do not change it."""
    if not path.exists():
        return False
    try:
        with closing(_connect_read_only(path)) as connection:
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    except SQLITE_ERRORS as err:
        if not _is_damage(err):
            raise
        return False
    return version > len(MIGRATIONS)


def _is_damage(err: Exception) -> bool:
    code = getattr(err, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF in _DAMAGE


def _connect(path: Path) -> sqlite3.Connection:
    """Open and prepare a file. Raises sqlite3.Error also if it is damaged."""
    # The executor has one thread at a time, but not always the same one.
    connection = sqlite3.connect(path, check_same_thread=False)
    try:
        # Some file systems have no permissions; the folder is private anyway.
        with suppress(OSError):
            path.chmod(0o600)
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.text_factory = _text
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    # Contents are private: overwrite deleted ones in the file.
    connection.execute("PRAGMA secure_delete = ON")
    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("integrity_check failed")
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.executescript(
            f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;"
        )
    for probe in SCHEMA_CHECKS:
        connection.execute(probe)


def _connect_read_only(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.text_factory = _text
    return connection


def _read_mark(connection: sqlite3.Connection) -> Mark | None:
    row: tuple[str, object] | None = connection.execute(
        "SELECT id, commits FROM identity"
    ).fetchone()
    if row is None:
        return None
    identity, commits = row
    # Damage may have changed its type.
    return Mark(identity, commits if isinstance(commits, int) else 0)


def count_commit(connection: sqlite3.Connection) -> Mark:
    """Count a commit within itself; return the file's mark after it."""
    rows = connection.execute(
        "UPDATE identity SET commits = commits + 1 RETURNING id, commits"
    ).fetchall()
    return Mark(*rows[0])


def _distrust(connection: sqlite3.Connection) -> None:
    """Make jobs unconfirmed that may have been sent since the backup."""
    records = connection.execute(
        "SELECT record FROM jobs WHERE state IN (?, ?, ?)",
        (JobState.PREPARING, JobState.HELD, JobState.SUBMITTING),
    ).fetchall()
    update(
        connection,
        (
            job.with_state(JobState.UNCONFIRMED, Reason.RESTORED)
            for job in read_jobs(records)
        ),
    )


def _read_damaged(
    path: Path, query: str, keys: Sequence[str], *types: type
) -> Iterator[Any]:
    """Yield the rows of a damaged file from both ends, if they have the `types`."""
    with suppress(*SQLITE_ERRORS), closing(_connect_read_only(path)) as connection:
        for direction in ("", " DESC"):
            order = ", ".join(f"{key}{direction}" for key in keys)
            with suppress(*SQLITE_ERRORS):
                for row in connection.execute(f"{query} ORDER BY {order}"):
                    if not types or (*map(type, row),) == types:
                        yield row


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _text(raw: bytes) -> str:
    """Decode a text even if it is damaged, so that other records can be read."""
    return raw.decode(errors="replace")
