"""The journal's file: opened, mended when damaged, and known again after a restore.

All functions block and run in the journal's thread. They raise SQLITE_ERRORS and OSError
for a disk that cannot be written or read.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
import os
from pathlib import Path
import sqlite3
from typing import Any, Final
from uuid import uuid4

from ..const import LOGGER
from .job import Job, JobState, Reason
from .schema import MIGRATIONS, PROBES, insert, insert_contents, jobs_in, update

_DAMAGE: Final = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_NOTADB,
    }
)
"""Errors that speak of what is on the disk; all others speak of the disk itself."""

SQLITE_ERRORS: Final = (sqlite3.Error, UnicodeDecodeError)
"""What the driver raises: the latter for an error whose very message is damaged."""


class NewerFileError(Exception):
    """A newer release has written the file; this one must not touch it."""


class JournalFile:
    """The SQLite file, and what tells that it is the one that was last written here.

    `restored` tells that the file came out of a backup, `damaged` where a file that
    could not be read whole was put aside; both are known once it is open.
    """

    def __init__(self, path: Path, marker: Path) -> None:
        """Set up the file at `path`.

        `marker` lies where no backup takes it along, and names the journal that this
        installation has written: a journal that it does not name came from elsewhere.
        """
        self.path = path
        self.snapshot_path = path.with_name(f"{path.stem}-snapshot{path.suffix}")
        self.restored = False
        self.damaged: Path | None = None
        self._mended_path = path.with_name(f"{path.stem}-mended{path.suffix}")
        self._marker = marker

    def open(self) -> sqlite3.Connection:
        """Open the file, mending what can be mended.

        A journal from elsewhere is old: what waited in it may have been printed since.
        Raises NewerFileError, and then nothing was changed.
        """
        if any(map(_is_newer, (self.path, self.snapshot_path))):
            raise NewerFileError("It was written by a newer version of Cloud Print")
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        marked = self._marked()
        if not self.path.exists() and self._mended_path.exists():
            # It was interrupted between putting the damaged file aside and this.
            _remove(self.path)
            self._mended_path.replace(self.path)
        if self._is_superseded(marked):
            # The copy is whole; the journal beside it was copied while it was written.
            _remove(self.path)
            self.snapshot_path.replace(self.path)
            marked = frozenset()
        self.snapshot_path.unlink(missing_ok=True)
        connection = self._connect(is_new=not marked)
        try:
            identity = _identity(connection)
            if identity is not None and identity in marked:
                self.renew(connection)
            else:
                self.restored = identity is not None
                self.sign(connection, _distrust)
        except BaseException:
            connection.close()
            raise
        return connection

    def renew(self, connection: sqlite3.Connection) -> None:
        """Give the file a new name, so that no earlier copy is taken for it."""
        # Where that cannot be written, it keeps the name that it has.
        with suppress(sqlite3.Error, OSError):
            self.sign(connection, old=_identity(connection))

    def distrust(self) -> None:
        """Have the file distrusted, as one from elsewhere, when it is opened next."""
        # Where not even that can be written, nothing else can be either.
        with suppress(OSError):
            self._marker.unlink(missing_ok=True)

    def sign(
        self,
        connection: sqlite3.Connection,
        change: Callable[[sqlite3.Connection], object] = lambda connection: None,
        *,
        old: str | None = None,
    ) -> None:
        """Name the file anew, and change what is in it in the same transaction.

        Until that is written, the file is distrusted unless its old name is given.
        """
        identity = uuid4().hex
        # Both names are known while one replaces the other.
        self._mark(*([old] if old else []), identity)
        with connection:
            change(connection)
            connection.execute("DELETE FROM identity")
            connection.execute("INSERT INTO identity VALUES (?)", (identity,))
        self._mark(identity)

    def empty_log(self, connection: sqlite3.Connection) -> None:
        """Leave nothing in the log of what was deleted from the file."""
        # Where that cannot be done now, it is done with what is deleted next.
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
        """Remove the copy, which a backup has taken along by now."""
        self.snapshot_path.unlink(missing_ok=True)
        self.renew(connection)

    def remove_damaged(self) -> None:
        """Remove the damaged files that were put aside."""
        for aside in self.path.parent.glob(f"{_aside(self.path)}*"):
            aside.unlink(missing_ok=True)
        self.damaged = None

    def _is_superseded(self, marked: frozenset[str]) -> bool:
        """Return if a backup was restored that has a copy to be used instead."""
        if not self.snapshot_path.exists():
            return False
        if not marked or not self.path.exists():
            return True
        try:
            with closing(_connect_read_only(self.path)) as connection:
                identity = _identity(connection)
        except SQLITE_ERRORS:
            # A damaged journal of ours has more in it than an old copy.
            return False
        return identity not in marked

    def _connect(self, *, is_new: bool) -> sqlite3.Connection:
        try:
            if not is_new and self.path.exists() and not self.path.stat().st_size:
                raise sqlite3.DatabaseError("the file is empty")
            return _connect(self.path)
        except SQLITE_ERRORS as err:
            if not _is_damage(err):
                raise
        return self._mend()

    def _mend(self) -> sqlite3.Connection:
        """Put a damaged file aside, and carry over what can be read of it."""
        # Should this be interrupted, nothing in it is trusted the next time either.
        self._marker.unlink(missing_ok=True)
        _remove(self._mended_path)
        with closing(_connect(self._mended_path)) as mended, mended:
            insert(mended, _readable_jobs(self.path))
            insert_contents(mended, _readable_contents(self.path))
        aside = _free_path(self.path)
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{self.path}{suffix}").replace(f"{aside}{suffix}")
        self._mended_path.replace(self.path)
        self.damaged = aside
        LOGGER.error("The print journal is damaged; it was kept as %s", aside)
        return _connect(self.path)

    def _marked(self) -> frozenset[str]:
        """Return the names of the journal that was last written here."""
        try:
            return frozenset(self._marker.read_text(encoding="ascii").split())
        except FileNotFoundError, UnicodeDecodeError:
            return frozenset()

    def _mark(self, *identities: str) -> None:
        self._marker.parent.mkdir(parents=True, exist_ok=True)
        new = self._marker.with_name(f"{self._marker.name}.new")
        with new.open("w", encoding="ascii") as file:
            file.write("\n".join(identities))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._marker)


def _is_newer(path: Path) -> bool:
    """Return if a newer release has written a file, without writing anything to it."""
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
    """Return if an error speaks of what is on the disk."""
    code = getattr(err, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF in _DAMAGE


def _connect(path: Path) -> sqlite3.Connection:
    """Open and prepare a file. Raises sqlite3.Error also for one that is damaged."""
    # The thread that opens it is the executor's only one, but not always the same.
    connection = sqlite3.connect(path, check_same_thread=False)
    try:
        # Some file systems have no such rights; the folder is closed to others anyway.
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
    # What was printed is private: what is deleted is not to be found in the file.
    connection.execute("PRAGMA secure_delete = ON")
    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("integrity_check failed")
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.executescript(
            f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;"
        )
    for probe in PROBES:
        connection.execute(probe)


def _connect_read_only(path: Path) -> sqlite3.Connection:
    """Open a file without writing anything to it."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.text_factory = _text
    return connection


def _identity(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT id FROM identity").fetchone()
    return None if row is None else row[0]


def _distrust(connection: sqlite3.Connection) -> None:
    """Mark what was about to be sent as unconfirmed: it may have been, since."""
    records = connection.execute(
        "SELECT record FROM jobs WHERE state IN (?, ?)",
        (JobState.HELD, JobState.SUBMITTING),
    ).fetchall()
    update(
        connection,
        (job.with_state(JobState.UNCONFIRMED, Reason.RESTORED) for job in jobs_in(records)),
    )


def _readable_jobs(path: Path) -> list[Job]:
    """Return the jobs of a damaged file, in their order."""
    found: dict[int, str] = dict(
        _readable(
            path,
            "SELECT sequence, record FROM jobs ORDER BY sequence",
            "SELECT sequence, record FROM jobs ORDER BY sequence DESC",
        )
    )
    jobs = jobs_in((found[sequence],) for sequence in sorted(found))
    return list({job.job_id: job for job in jobs}.values())


def _readable_contents(path: Path) -> Iterator[tuple[str, str, bytes]]:
    """Yield the contents of a damaged file; some of them come twice."""
    rows = _readable(
        path,
        "SELECT entry_id, content_id, payload FROM contents"
        " ORDER BY entry_id, content_id",
        "SELECT entry_id, content_id, payload FROM contents"
        " ORDER BY entry_id DESC, content_id DESC",
    )
    # Damage may change types, too; no table of ours takes such a row.
    return (row for row in rows if [*map(type, row)] == [str, str, bytes])


def _readable(path: Path, forwards: str, backwards: str) -> Iterator[Any]:
    """Yield the rows of a damaged file: up to the damage, from both its ends."""
    with suppress(*SQLITE_ERRORS), closing(_connect_read_only(path)) as connection:
        for query in (forwards, backwards):
            with suppress(*SQLITE_ERRORS):
                yield from connection.execute(query)


def _free_path(path: Path) -> Path:
    """Return a name for a damaged file that no earlier one has."""
    number = 1
    while (free := path.with_name(f"{_aside(path)}{number}")).exists():
        number += 1
    return free


def _aside(path: Path) -> str:
    """Return how the names of damaged files begin that were put aside."""
    return f"{path.name}.damaged-"


def _remove(path: Path) -> None:
    """Remove a database with all that belongs to it."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _text(raw: bytes) -> str:
    """Return a text also where it is damaged: one record must not hide the others."""
    return raw.decode(errors="replace")
