"""A circuit breaker: whether jobs can be sent to the service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from homeassistant.core import callback

from .clock import MAX_WAIT, running_time, seconds_until
from .job import Reason

FIRST_PAUSE: Final = 15.0
LONGEST_PAUSE: Final = 300.0
"""Seconds between two lists on trial, at first and at most."""


@dataclass(slots=True)
class _Wait:
    """A printer whose last submit failed: `until` is in running time."""

    pause: float
    until: float
    message: str


class CircuitBreaker:
    """Opens when a call fails, and closes when a list of printers succeeds.

    While it is open, no job is sent on trial: the service is asked for the list of
    printers, which does no harm if its answer is lost.

    A list says nothing about prints. So after a submit that failed, one job at a time is
    sent until the service has answered one, and the printer that it failed for waits
    longer each time, from 15 s to 10 min. An outage of the submits alone costs a printer
    one job, and then at most one a pause; the other printers do not wait for it.

    All times are running time, in seconds.
    """

    def __init__(self) -> None:
        """Set up a closed circuit breaker, through which jobs are sent."""
        self._on_change: Callable[[], None] | None = None
        self._pause = FIRST_PAUSE
        self._not_before = 0.0
        self._waits: dict[tuple[str, str], _Wait] = {}
        self.is_on_trial = False
        """Whether no submit was answered since one failed."""
        self.reason: Reason | None = None
        self.message: str | None = None
        self.retry_at: float | None = None
        """When the service is to be asked for a list again."""

    @callback
    def on_change(self, listener: Callable[[], None]) -> None:
        """Set the function to call when the circuit breaker opens or closes."""
        self._on_change = listener

    @callback
    def open(
        self,
        reason: Reason,
        message: str | None = None,
        *,
        retry_after: float | None = None,
    ) -> None:
        """Open the circuit, or keep it open longer; `message` says what went wrong.

        The pause to the next try doubles from one to the next, and is never shorter than
        the service's own wish, `retry_after` in seconds, up to 10 min. A refused key is
        not tried again: a person must enter another.
        """
        now = running_time()
        if reason is Reason.AUTHENTICATION:
            self.retry_at = None
        else:
            if self.retry_at is None or not seconds_until(self.retry_at):
                self._plan(now)
            assert self.retry_at is not None
            self.retry_at = max(
                self.retry_at, self._not_before, now + min(retry_after or 0, MAX_WAIT)
            )
        self.reason = reason
        self.message = message
        self._tell()

    @callback
    def submit_failed(
        self,
        printer_key: tuple[str, str],
        message: str,
        *,
        retry_after: float | None = None,
    ) -> None:
        """Open the circuit after a submit that the service did not answer or not take.

        What it asks for, `retry_after` in seconds, is waited for even if a list succeeds
        meanwhile: it was asked for about prints.
        """
        now = running_time()
        wait = self._waits.get(printer_key)
        pause = min(wait.pause * 2, MAX_WAIT) if wait else FIRST_PAUSE
        self._waits[printer_key] = _Wait(pause, now + pause, message)
        self.is_on_trial = True
        self._not_before = max(self._not_before, now + min(retry_after or 0, MAX_WAIT))
        self.open(Reason.SERVICE, message)

    @callback
    def submit_answered(self, printer_key: tuple[str, str]) -> None:
        """Note that the service has answered a submit, by whatever it said."""
        self._waits.pop(printer_key, None)
        self.is_on_trial = False

    def reason_for(self, printer_key: tuple[str, str]) -> Reason | None:
        """Return why nothing can be sent to a printer now, or None if it can."""
        if self.reason is None and self.wait_of(printer_key):
            return Reason.SERVICE
        return self.reason

    def message_for(self, printer_key: tuple[str, str]) -> str | None:
        """Return what the service, or the way to it, said of that reason."""
        if self.reason is None and self.wait_of(printer_key):
            return self._waits[printer_key].message
        return self.message

    def wait_of(self, printer_key: tuple[str, str]) -> float:
        """Return the seconds that a printer waits by itself after a failed submit."""
        wait = self._waits.get(printer_key)
        return seconds_until(wait.until) if wait else 0.0

    @callback
    def take_turn(self) -> bool:
        """Return if it is time to ask the service again; each time is had only once."""
        if self.retry_at is None or seconds_until(self.retry_at):
            return False
        self._plan(running_time())
        return True

    @callback
    def end_waits(self) -> None:
        """Wait for nothing more that was to be waited for: a person wants it now."""
        self._not_before = 0.0
        for wait in self._waits.values():
            wait.until = 0.0

    @callback
    def close(self) -> None:
        """Close the circuit after a list, unless the service asked to wait with prints."""
        if self.reason is None or seconds_until(self._not_before):
            return
        self.reason = self.message = None
        self.retry_at = None
        self._pause = FIRST_PAUSE
        self._tell()

    def _plan(self, now: float) -> None:
        self.retry_at = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _tell(self) -> None:
        if self._on_change is not None:
            self._on_change()
