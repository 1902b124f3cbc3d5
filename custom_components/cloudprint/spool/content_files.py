"""Contents of jobs on disk.

All functions block and run in the journal's thread. They raise SQLITE_ERRORS and OSError.
"""

from contextlib import suppress
import os
from pathlib import Path
from typing import Final

from .journal import Journal
from .schema import insert_contents

SMALL: Final = 64 * 1024
"""Largest content in bytes that is stored in the journal.

It is written and synced there with its job. Larger ones would bloat the journal.
"""


class ContentFiles:
    """The contents of an account: small ones in the journal, others in files.

    Each account has a folder, which only Home Assistant's user may read. Earlier releases
    wrote files of all sizes, so that a content is looked up in both places.
    """

    def __init__(self, journal: Journal, folder: Path, entry_id: str) -> None:
        """Set up the contents of an account."""
        self._journal = journal
        self._folder = folder
        self._entry_id = entry_id

    def write(self, content_id: str, payload: bytes) -> None:
        """Write a content, unless it exists."""
        if len(payload) <= SMALL:
            insert_contents(
                self._journal.database, [(self._entry_id, content_id, payload)]
            )
            return
        path = self._folder / content_id
        try:
            descriptor = _create(path)
        except FileExistsError:
            if not path.is_file():
                raise
            return
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(payload)
        except OSError:
            # A part of it would only use space.
            with suppress(OSError):
                path.unlink()
            raise

    def adopt(self, content_id: str, file: Path) -> None:
        """Take over a file as a content, and sync it. Does nothing the second time.

        A small one is copied to the journal, which is synced with its job.
        """
        path = self._folder / content_id
        if path.exists():
            return
        if file.stat().st_size <= SMALL:
            self.write(content_id, file.read_bytes())
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.replace(path)
        self.sync(content_id)

    def provide(self, content_id: str, size: int) -> Path | None:
        """Return a file with a content of a size; None if it is missing or incomplete.

        It is removed with the content.
        """
        path = self._folder / content_id
        if (payload := self._read_from_journal(content_id)) is not None:
            path.unlink(missing_ok=True)
            with os.fdopen(_create(path), "wb") as file:
                file.write(payload)
        is_whole = path.is_file() and path.stat().st_size == size
        return path if is_whole else None

    def sync(self, content_id: str) -> None:
        """Sync a content, unless it is in the journal, which is synced with its job."""
        path = self._folder / content_id
        if not path.exists():
            return
        _sync(path)
        # Not all file systems can or must sync a folder.
        with suppress(OSError):
            _sync(self._folder)

    def read(self, content_id: str, size: int) -> bytes | None:
        """Return a content of a size, or None if it is missing or incomplete."""
        payload = self._read_from_journal(content_id)
        if payload is None:
            try:
                payload = (self._folder / content_id).read_bytes()
            except FileNotFoundError:
                return None
        return payload if len(payload) == size else None

    def remove(self, content_id: str) -> None:
        """Remove a content."""
        self._journal.database.execute(
            "DELETE FROM contents WHERE entry_id = ? AND content_id = ?",
            (self._entry_id, content_id),
        )
        (self._folder / content_id).unlink(missing_ok=True)

    def sizes(self) -> dict[str, int]:
        """Return the size of each content in bytes."""
        sizes: dict[str, int] = {}
        if self._folder.is_dir():
            # Subfolders are not ours.
            sizes |= {
                path.name: path.stat().st_size
                for path in self._folder.iterdir()
                if path.is_file()
            }
        sizes.update(
            self._journal.database.execute(
                "SELECT content_id, LENGTH(payload) FROM contents WHERE entry_id = ?",
                (self._entry_id,),
            )
        )
        return sizes

    def _read_from_journal(self, content_id: str) -> bytes | None:
        row = self._journal.database.execute(
            "SELECT payload FROM contents WHERE entry_id = ? AND content_id = ?",
            (self._entry_id, content_id),
        ).fetchone()
        return None if row is None else row[0]


def _create(path: Path) -> int:
    """Create a file, and its folder if necessary; return the descriptor."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        return os.open(path, flags, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(path, flags, 0o600)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
