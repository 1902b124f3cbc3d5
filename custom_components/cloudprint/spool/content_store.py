"""What jobs print, on disk for as long as a held job or a reprint needs it.

All functions block and run in the journal's thread. They raise OSError.
"""

from contextlib import suppress
import os
from pathlib import Path


class ContentStore:
    """A folder with a file for each content, readable by nobody else."""

    def __init__(self, folder: Path) -> None:
        """Set up the store in a folder."""
        self._folder = folder

    def write(self, content_id: str, payload: bytes) -> None:
        """Write a content, unless it is there."""
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
            # A half would only take up what room there is.
            with suppress(OSError):
                path.unlink()
            raise

    def sync(self, content_id: str) -> None:
        """Wait until a content that was written would survive a power cut."""
        _sync(self._folder / content_id)
        # Not all file systems can sync a folder, nor do all need it.
        with suppress(OSError):
            _sync(self._folder)

    def read(self, content_id: str, size: int) -> bytes | None:
        """Return a content, or None when it is gone or not whole."""
        try:
            payload = (self._folder / content_id).read_bytes()
        except FileNotFoundError:
            return None
        return payload if len(payload) == size else None

    def remove(self, content_id: str) -> None:
        """Remove a content."""
        (self._folder / content_id).unlink(missing_ok=True)

    def sizes(self) -> dict[str, int]:
        """Return the size of each content that is there, in bytes."""
        if not self._folder.is_dir():
            return {}
        # Whatever else has strayed into the folder is not ours to touch.
        return {
            path.name: path.stat().st_size
            for path in self._folder.iterdir()
            if path.is_file()
        }


def _create(path: Path) -> int:
    """Return the descriptor of a new file, in a new folder if there is none yet."""
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
