"""Whether the service can be sent to, as far as is known."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from .job import Reason

FIRST_PAUSE: Final = timedelta(seconds=15)
LONGEST_PAUSE: Final = timedelta(minutes=5)


class ServiceGate:
    """Closed from a failure to reach the service until a call of it succeeds.

    While it is closed nothing is printed on trial: the service is asked for the list of
    printers, which does no harm if its answer is lost.
    """

    def __init__(self) -> None:
        """Set up an open gate."""
        self._on_change: Callable[[], None] | None = None
        self._pause = FIRST_PAUSE
        self._not_before: datetime | None = None
        self.reason: Reason | None = None
        self.message: str | None = None
        self.retry_at: datetime | None = None

    @callback
    def on_change(self, listener: Callable[[], None]) -> None:
        """Have a function called whenever the gate opens or closes."""
        self._on_change = listener

    @callback
    def close(
        self,
        reason: Reason,
        message: str | None = None,
        *,
        retry_after: float | None = None,
    ) -> None:
        """Close the gate, or keep it closed longer; `message` says what went wrong.

        The pause to the next try doubles from one to the next, and is never shorter than
        the service's own wish, `retry_after` in seconds. A refused key is not tried
        again: a person must enter another.
        """
        now = dt_util.utcnow()
        if retry_after is not None:
            self._not_before = now + timedelta(seconds=retry_after)
        if reason is Reason.AUTHENTICATION:
            self.retry_at = None
        elif self.retry_at is None or self.retry_at <= now:
            self._plan(now)
        if self.retry_at and self._not_before:
            self.retry_at = max(self.retry_at, self._not_before)
        self.reason = reason
        self.message = message
        self._tell()

    @callback
    def take_turn(self) -> bool:
        """Return if it is time to ask the service again; each time is had only once."""
        now = dt_util.utcnow()
        if self.retry_at is None or self.retry_at > now:
            return False
        self._plan(now)
        return True

    @callback
    def open(self) -> None:
        """Open the gate after a call that succeeded, unless the service asked to wait."""
        if self.reason is None:
            return
        if self._not_before and self._not_before > dt_util.utcnow():
            return
        self.reason = self.message = None
        self.retry_at = None
        self._not_before = None
        self._pause = FIRST_PAUSE
        self._tell()

    def _plan(self, now: datetime) -> None:
        self.retry_at = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _tell(self) -> None:
        if self._on_change is not None:
            self._on_change()
