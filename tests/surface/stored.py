"""Says in lines what is stored: issues, the journal's tables, and files."""

from pathlib import Path
import sqlite3

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.helpers import issue_registry as ir

from .lines import mask, write


def describe_issue(account: MockConfigEntry, issue: ir.IssueEntry) -> str:
    """Return a line about an issue."""
    placeholders = sorted(issue.translation_placeholders or {})
    name = mask(issue.issue_id, entry_id=account.entry_id)
    return (
        f"issue {name}: {issue.translation_key} {issue.severity},"
        f" fixable {write(issue.is_fixable)}, placeholders {write(placeholders)},"
        f" data {write(sorted(issue.data or {}))}"
    )


def describe_journal(folder: Path) -> list[str]:
    """Return lines about the journal's schema."""
    path = folder / ".storage/cloudprint/journal.db"
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
        )
        return [
            f"schema version {version}",
            *(
                f"table {table} column {column}: {kind.lower() or 'any'}"
                f"{' not null' * not_null}{' key' * bool(key)}"
                for (table,) in tables.fetchall()
                for _, column, kind, not_null, _, key in connection.execute(
                    f"PRAGMA table_info({table})"
                )
            ),
        ]
    finally:
        connection.close()


def describe_files(folder: Path) -> list[str]:
    """Return the files that are kept."""
    return [
        f"file {mask(path.relative_to(folder).as_posix())}"
        for path in folder.rglob("*")
        if "cloudprint" in path.as_posix().removeprefix(folder.as_posix())
        and path.is_file()
        and path.suffix not in (".db-shm", ".db-wal")
    ]
