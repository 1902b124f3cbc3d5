"""Transactions of the journal, each of which is written, or undone for certain.

All functions block and run in the journal's thread. They raise SQLITE_ERRORS, OSError and
NewerFileError.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
import sqlite3
from typing import Final

from .job import Job
from .journal_file import SQLITE_ERRORS, JournalFile, count_commit
from .schema import delete

_NOT_WRITTEN: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE})
"""Errors of a commit whose last page was not written, so that it is none.

After any other error, such as a failed fsync, a restart may find the transaction complete
in the write-ahead log, although SQLite has rolled it back.
"""


class Transactions:
    """The transactions of one journal."""

    def __init__(self, file: JournalFile) -> None:
        """Set up a journal's transactions, without opening its file."""
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._doubtful: Sequence[Job] | None = None

    @property
    def database(self) -> sqlite3.Connection:
        """Return the open database, whatever became of the last transaction."""
        if self._connection is None:
            # Another try if it could not be opened before.
            self._connection = self._file.open()
        return self._connection

    def write(
        self, *works: Callable[[sqlite3.Connection], None], added: Sequence[Job] = ()
    ) -> None:
        """Run works in one transaction; `added` are the jobs that they add.

        If the commit fails, the transaction is undone for certain before the error is
        raised. Until that succeeds, nothing else is written, and a restart distrusts the
        file.
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
                self._doubtful = added
                self._file.distrust()
                with suppress(*SQLITE_ERRORS, OSError):
                    self.settled()
            raise
        self._file.mark(mark)

    def settled(self) -> sqlite3.Connection:
        """Return the database, after a doubtful transaction was undone.

        That deletes its jobs if it was committed, and overwrites it in the log.
        """
        if (jobs := self._doubtful) is not None:
            self._file.sign(self.database, lambda connection: delete(connection, jobs))
            self._doubtful = None
        return self.database

    def close(self) -> None:
        """Close the database, if it is open."""
        if self._connection is None:
            return
        with suppress(*SQLITE_ERRORS, OSError):
            # A copy that was made while it was open must not be taken for it.
            self._file.renew(self.settled())
        self._connection.close()
        self._connection = None
