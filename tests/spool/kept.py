"""The contents on disk."""

from contextlib import closing
from pathlib import Path
import sqlite3


def kept_contents(storage: Path, entry_id: str) -> list[str]:
    """Return the ids of an account's contents, in the journal and in files."""
    with closing(sqlite3.connect(storage / "journal.db")) as connection:
        names = [
            row[0]
            for row in connection.execute(
                "SELECT content_id FROM contents WHERE entry_id = ?", (entry_id,)
            )
        ]
    folder = storage / entry_id
    if folder.exists():
        names += [path.name for path in folder.iterdir()]
    return sorted(names)


def change_content(
    storage: Path, entry_id: str, content_id: str, payload: bytes | None
) -> None:
    """Replace or remove a content."""
    path = storage / entry_id / content_id
    if path.exists():
        path.unlink()
        if payload is not None:
            path.write_bytes(payload)
        return
    with closing(sqlite3.connect(storage / "journal.db")) as connection, connection:
        if payload is None:
            connection.execute(
                "DELETE FROM contents WHERE content_id = ?", (content_id,)
            )
        else:
            connection.execute(
                "UPDATE contents SET payload = ? WHERE content_id = ?",
                (payload, content_id),
            )
