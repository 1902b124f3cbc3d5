"""Clocks: the running time for waiting, and what the wall clock says beside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
import sqlite3
import time
from typing import Final, Self
from uuid import uuid4

from homeassistant.util import dt as dt_util

from ..api.parsing import LazyConfig

MAX_WAIT: Final = 600.0  # seconds, whatever the service asks for
CLOCK_TOLERANCE: Final = timedelta(hours=1)  # of a wall clock that is not doubted
BELIEVED_AFTER: Final = timedelta(days=1)  # running time, if it was set
_TICK: Final = 0.001  # seconds by which a timer may fire too early

_BOOT_TIME: int | None = getattr(time, "CLOCK_BOOTTIME", None)
"""Linux clock that includes the time in which the machine is suspended."""


def _read_boot_id() -> str:
    """Return an id of the machine's boot, or of this process where there is none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    except OSError:
        return uuid4().hex


_BOOT_ID: Final = _read_boot_id()


def running_time() -> float:
    """Return monotonic seconds, on Linux with those of a suspended machine."""
    if _BOOT_TIME is None:
        return time.monotonic()
    return time.clock_gettime(_BOOT_TIME)


def seconds_until(moment: float) -> float:
    """Return the seconds until a running time, or 0 if it is over."""
    seconds = moment - running_time()
    return seconds if seconds > _TICK else 0.0


class RecordConfig(LazyConfig):
    """Compile the methods of a stored model with the first record, by `datetime` itself.

    A record leaves out what has its default, which a later release must not change.
    """

    omit_default = True
    serialization_strategy = {
        datetime: {
            "serialize": datetime.isoformat,
            "deserialize": datetime.fromisoformat,
        }
    }


class Record:
    """A part of what is stored of a job."""

    __slots__ = ()
    Config = RecordConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading(Record):
    """What the wall clock showed at a running time of a boot of the machine."""

    boot_id: str
    running: float
    wall: datetime

    @classmethod
    def take(cls) -> Self:
        """Return the clocks at this moment."""
        return cls(boot_id=_BOOT_ID, running=running_time(), wall=dt_util.utcnow())

    @property
    def now(self) -> datetime | None:
        """Return what an unset wall clock would show now; None after a reboot."""
        now = running_time()
        if self.boot_id != _BOOT_ID or not 0 <= self.running <= now:
            return None
        return self.wall + timedelta(seconds=now - self.running)


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
