"""A process that dies after a sync of its journal's log has failed.

Run as `python -m tests.spool.unsynced_journal FOLDER FILES`, where FILES is `log` or
`all`. Its exit code says what the journal answered.
"""

import asyncio
import os
from pathlib import Path
import sys
from typing import Final

from custom_components.cloudprint.spool.journal import Journal, JournalError

from .faults import fail_syncs
from .samples import make_job

WRITTEN: Final = 3
REFUSED: Final = 4
NO_FILTER: Final = 5


async def _main(folder: Path, *, is_log_only: bool) -> int:
    """Write a job down, and then another one whose sync fails."""
    journal = Journal(folder / "journal.db", folder / "marker")
    await journal.async_open()
    await journal.async_add(make_job(name="before"), before=lambda: None)
    log = str(folder / "journal.db-wal")
    descriptor = next(
        int(path.name)
        for path in Path("/proc/self/fd").iterdir()
        if path.is_symlink() and str(path.readlink()) == log
    )
    try:
        await journal.async_run(lambda: fail_syncs(descriptor if is_log_only else None))
    except JournalError:
        return NO_FILTER
    try:
        await journal.async_add(make_job(name="refused"), before=lambda: None)
    except JournalError:
        return REFUSED
    return WRITTEN


if __name__ == "__main__":
    # Without closing anything, as after a kill
    os._exit(asyncio.run(_main(Path(sys.argv[1]), is_log_only=sys.argv[2] == "log")))
