"""The clocks of a machine, each of which can be set or stopped alone."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Self
from unittest.mock import patch

import freezegun.api
from freezegun.api import FrozenDateTimeFactory

from custom_components.cloudprint.spool import clock


class Clocks:
    """The wall clock, the running time, and the clock of the event loop's timers."""

    def __init__(self, freezer: FrozenDateTimeFactory) -> None:
        """Set up clocks that agree."""
        self._freezer = freezer
        self._put = 0.0
        self._suspended = 0.0
        self._boots = 0

    @contextmanager
    def rule(self) -> Generator[Self]:
        """Patch all clocks."""
        frozen = freezegun.api._get_fake_monotonic  # noqa: SLF001 - no other way

        def running_time() -> float:
            return frozen() - self._put

        def monotonic() -> float:
            return running_time() - self._suspended

        with (
            patch.object(clock, "time", SimpleNamespace(monotonic=running_time)),
            patch.object(clock, "_BOOT_ID", "boot 0"),
            patch("freezegun.api._get_fake_monotonic", monotonic),
        ):
            yield self

    def pass_time(self, seconds: float) -> None:
        """Let time pass."""
        self._freezer.tick(timedelta(seconds=seconds))

    def put(self, seconds: float) -> None:
        """Set the wall clock forward or back, without a passage of time."""
        self._freezer.tick(timedelta(seconds=seconds))
        self._put += seconds

    def suspend(self, seconds: float) -> None:
        """Suspend the machine: time passes, but not for timers."""
        self._freezer.tick(timedelta(seconds=seconds))
        self._suspended += seconds

    def reboot(self) -> None:
        """Restart the machine: of what was before, only the wall clock goes on."""
        self._boots += 1
        setattr(clock, "_BOOT_ID", f"boot {self._boots}")  # noqa: B010 - a constant
