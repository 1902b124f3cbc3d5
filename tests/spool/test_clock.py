"""Tests of the running time."""

import time
from unittest.mock import patch

import pytest

from custom_components.cloudprint.spool import clock


@pytest.mark.skipif(
    not hasattr(time, "CLOCK_BOOTTIME"), reason="only Linux has this clock"
)
def test_linux() -> None:
    """The clock includes the time in which the machine is suspended."""
    with patch.object(clock, "_BOOT_TIME", time.CLOCK_BOOTTIME):
        before = time.clock_gettime(time.CLOCK_BOOTTIME)
        assert before <= clock.running_time() <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_other_systems() -> None:
    """The monotonic clock is used."""
    with patch.object(clock, "_BOOT_TIME", None):
        before = time.monotonic()
        assert before <= clock.running_time() <= time.monotonic()


def test_timer_fires_too_early() -> None:
    """A wait of less than a millisecond is over."""
    now = clock.running_time()
    with patch.object(clock, "running_time", return_value=now):
        assert clock.seconds_until(now - 5) == 0
        assert clock.seconds_until(now + 0.0005) == 0
        assert clock.seconds_until(now + 2) == pytest.approx(2)
