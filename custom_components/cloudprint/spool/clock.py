"""A monotonic clock for waiting."""

import time
from typing import Final

MAX_WAIT: Final = 600.0
"""Longest wait in seconds, whatever the service asks for."""

_TICK: Final = 0.001
"""Seconds by which a timer may fire too early."""

_BOOT_TIME: int | None = getattr(time, "CLOCK_BOOTTIME", None)
"""Linux clock that includes the time in which the machine is suspended."""


def running_time() -> float:
    """Return monotonic seconds.

    On Linux, they include the time for which the machine was suspended: a job for the
    morning has expired when the machine wakes up in the evening.
    """
    if _BOOT_TIME is None:
        return time.monotonic()
    return time.clock_gettime(_BOOT_TIME)


def seconds_until(moment: float) -> float:
    """Return the seconds until a running time, or 0 if it is over."""
    left = moment - running_time()
    return left if left > _TICK else 0.0
