"""A circuit breaker between the spool and the service."""

from collections.abc import Callable, Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from .clock import MAX_WAIT, running_time, seconds_until
from .failure import Details
from .job import PrinterKey, Reason

FIRST_PROBE_PAUSE: Final = 15.0
LONGEST_PROBE_PAUSE: Final = 300.0  # seconds
KEY_PAUSE: Final = 900.0  # seconds between probes with a refused key


@dataclass(slots=True)
class _Wait:
    pause: float
    until: float  # a running time
    message: Details


class CircuitBreaker:
    """Opens when a call fails, and closes when a list of printers succeeds.

    While it is open, no job is sent; it is probed by a list of printers, which may be
    lost without harm, but does not prove that submits work. So after a failed submit,
    jobs are sent one at a time until the service has answered one, and that printer
    waits, from 15 s to 10 min. Times are running times in seconds.
    """

    def __init__(self) -> None:
        """Set up a closed circuit breaker."""
        self.on_change: Callable[[], object] = lambda: None
        self._pause = FIRST_PROBE_PAUSE
        self._not_before = 0.0
        self._waits: dict[PrinterKey, _Wait] = {}
        self._listed: AbstractSet[PrinterKey] | None = None
        self._offline: AbstractSet[PrinterKey] = frozenset()
        self.is_on_trial = False  # a submit failed, and none was answered since
        self.reason: Reason | None = None
        self.message: Details | None = None
        self.retry_at: float | None = None  # the next probe

    def open(
        self,
        reason: Reason,
        message: Details | None = None,
        *,
        retry_after: float | None = None,
    ) -> None:
        """Open the circuit, or keep it open for `retry_after` seconds, up to 10 min."""
        now = running_time()
        if reason is Reason.AUTHENTICATION:
            self.retry_at = now + KEY_PAUSE
        else:
            if self.retry_at is None or not seconds_until(self.retry_at):
                self._schedule_probe(now)
            assert self.retry_at is not None
            self.retry_at = max(
                self.retry_at, self._not_before, now + min(retry_after or 0, MAX_WAIT)
            )
        self.reason = reason
        self.message = message
        self.on_change()

    def submit_failed(
        self,
        printer_key: PrinterKey,
        message: Details,
        *,
        retry_after: float | None = None,
    ) -> None:
        """Open the circuit; the printer waits until a submit for it is answered."""
        wait = self._waits.get(printer_key)
        pause = min(wait.pause * 2, MAX_WAIT) if wait else FIRST_PROBE_PAUSE
        self._waits[printer_key] = _Wait(pause, running_time() + pause, message)
        self.is_on_trial = True
        not_before = running_time() + min(retry_after or 0, MAX_WAIT)
        self._not_before = max(self._not_before, not_before)
        self.open(Reason.SERVICE, message)

    def submit_answered(self, printer_key: PrinterKey) -> None:
        """End the trial: the service has accepted or refused a submit."""
        self._waits.pop(printer_key, None)
        self.is_on_trial = False

    def reason_for(
        self, printer_key: PrinterKey
    ) -> tuple[Reason | None, Details | None]:
        """Return why nothing can be sent to a printer, if so, and the error message."""
        if self.reason is None and self.wait_for(printer_key):
            return Reason.SERVICE, self._waits[printer_key].message
        return self.reason, self.message

    def wait_for(self, printer_key: PrinterKey) -> float:
        """Return the seconds that a printer waits after its failed submit."""
        wait = self._waits.get(printer_key)
        return seconds_until(wait.until) if wait else 0.0

    def set_printers(
        self, listed: AbstractSet[PrinterKey] | None, offline: AbstractSet[PrinterKey]
    ) -> None:
        """Set what the newest list says; `listed` is None after one that failed."""
        self._listed, self._offline = listed, offline

    def is_gone(self, printer_key: PrinterKey) -> bool:
        """Return whether the newest list, if there is one, is without a printer."""
        return self._listed is not None and printer_key not in self._listed

    def is_offline(self, printer_key: PrinterKey) -> bool:
        """Return whether a printer is reported offline; "online" is not reliable."""
        return printer_key in self._offline

    def claim_probe(self) -> bool:
        """Return whether a probe is due, and schedule the next one if so."""
        if self.retry_at is None or seconds_until(self.retry_at):
            return False
        self._schedule_probe(running_time())
        return True

    def end_waits(self) -> None:
        """End all waits at the request of a user."""
        self._not_before = 0.0
        for wait in self._waits.values():
            wait.until = 0.0

    def close(self) -> None:
        """Close the circuit after a list, unless the service asked for a wait."""
        if self.reason is None or seconds_until(self._not_before):
            return
        self.reason = self.message = None
        self.retry_at = None
        self._pause = FIRST_PROBE_PAUSE
        self.on_change()

    def _schedule_probe(self, now: float) -> None:
        self.retry_at = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PROBE_PAUSE)
