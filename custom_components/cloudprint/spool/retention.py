"""The time by which old jobs and contents are deleted, read in the journal's thread."""

from datetime import datetime, timedelta
import sqlite3
from typing import Final

from homeassistant.util import dt as dt_util

from .clock import ClockReading

CLOCK_TOLERANCE: Final = timedelta(hours=1)  # of a wall clock that is not doubted
BELIEVED_AFTER: Final = timedelta(days=1)  # running time, if it was set


def read_retention_time(connection: sqlite3.Connection) -> datetime:
    """Return the time by the wall clock; the earlier one for a day after that was set."""
    now = ClockReading.take()
    row = connection.execute(
        "SELECT boot_id, running, wall, doubted FROM clock"
    ).fetchone()
    if row is None or (steady := _continue(*row[:3])) is None:
        return _believe(connection, now)
    doubted: float | None = row[3]
    if abs(now.wall - steady) <= CLOCK_TOLERANCE:
        if doubted is not None:
            # It was set back.
            _believe(connection, now)
        return now.wall
    if doubted is None:
        with connection:
            connection.execute("UPDATE clock SET doubted = ?", (now.running,))
    elif now.running - doubted >= BELIEVED_AFTER.total_seconds():
        return _believe(connection, now)
    return min(now.wall, steady)


def _continue(boot_id: str, running: float, wall: float) -> datetime | None:
    """Return what the wall clock would show now; None after a reboot."""
    try:
        then = dt_util.utc_from_timestamp(wall)
    except OverflowError, ValueError, OSError:
        # The row is damaged.
        return None
    return ClockReading(boot_id=boot_id, running=running, wall=then).now


def _believe(connection: sqlite3.Connection, now: ClockReading) -> datetime:
    with connection:
        connection.execute("DELETE FROM clock")
        connection.execute(
            "INSERT INTO clock VALUES (?,?,?,NULL)",
            (now.boot_id, now.running, now.wall.timestamp()),
        )
    return now.wall
