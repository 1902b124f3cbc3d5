"""Tests of the running time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
import time
from unittest.mock import patch

import pytest

from custom_components.cloudprint.spool import clock
from custom_components.cloudprint.spool.clock import ClockReading

from .clocks import Clocks


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


def test_boot_id() -> None:
    """The boot has an id where the system gives it one, and each process otherwise."""
    read = clock._read_boot_id  # noqa: SLF001 - it is read once, at the import
    path = Path("/proc/sys/kernel/random/boot_id")
    if path.exists():
        assert read() == path.read_text(encoding="ascii")
    with patch.object(Path, "read_text", side_effect=FileNotFoundError):
        assert read() != read()


def test_reading(clocks: Clocks) -> None:
    """A reading goes on with the running time."""
    reading = ClockReading.take()
    clocks.put(86_400)
    clocks.pass_time(60)
    assert reading.now == reading.wall + timedelta(minutes=1)
    clocks.suspend(60)
    assert reading.now == reading.wall + timedelta(minutes=2)


@pytest.mark.parametrize("running", [-1e300, 1e300])
def test_impossible_reading(clocks: Clocks, running: float) -> None:
    """A running time that cannot have been says nothing."""
    wall = datetime(2026, 11, 24, tzinfo=UTC)
    boot_id = ClockReading.take().boot_id
    assert ClockReading(boot_id=boot_id, running=running, wall=wall).now is None


def test_reading_before_a_reboot(clocks: Clocks) -> None:
    """Only the wall clock goes on meanwhile."""
    reading = ClockReading.take()
    clocks.reboot()
    assert reading.now is None
