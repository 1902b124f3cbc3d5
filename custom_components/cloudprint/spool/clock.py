"""A clock for waiting: it only ever goes forward."""

import time
from typing import Final

MAX_WAIT: Final = 600.0
"""Seconds that anything here waits at most, whatever the service asks for."""

_TICK: Final = 0.001
"""Seconds by which a timer may come too early."""

_BOOT_TIME: int | None = getattr(time, "CLOCK_BOOTTIME", None)
"""Linux's clock that also counts the time in which the machine is suspended."""


def running_time() -> float:
    """Return the seconds since some moment in the past.

    The wall clock is set by people and by NTP; this one is not. The time for which a
    Linux machine was suspended counts: what was to be printed in the morning is not
    still fresh when it wakes up in the evening.
    """
    if _BOOT_TIME is None:
        return time.monotonic()
    return time.clock_gettime(_BOOT_TIME)


def seconds_until(moment: float) -> float:
    """Return the seconds until a moment of the running time, or 0 if it has come."""
    left = moment - running_time()
    return left if left > _TICK else 0.0
