"""The access token: fetched once for all, renewed in time, replaced when refused."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
import time
from typing import Any, Final

from .reading import number

_HOUR: Final = 3600.0
_DAY: Final = 24 * _HOUR
_LONGEST_LIFETIME: Final = 366 * _DAY
_LARGEST_MARGIN: Final = 300.0
_REMEMBERED_RENEWALS: Final = 100


def lifetime(expires_in: Any) -> float:
    """Return the seconds that a token lives.

    Args:
        expires_in: The answer's `expiresIn`: milliseconds, as number or string
            (OpenAPI 3.1.3). Anything else gives the document's one day.

    """
    milliseconds = number(expires_in)
    if milliseconds is None or not 0 < milliseconds / 1000 <= _LONGEST_LIFETIME:
        return _DAY
    return milliseconds / 1000


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """An access token; each fetched one is its own, also if the service repeats it."""

    value: str = field(repr=False)
    obtained_at: float
    renew_at: float


@dataclass(slots=True)
class _Fetch:
    """A fetch under way and how many wait for it."""

    task: asyncio.Task[Token]
    waiting: int = 0


class TokenKeeper:
    """Keeps the one live token of an application.

    The service has one token per application, so that whoever else fetches one may
    end ours at any time.
    """

    def __init__(
        self,
        fetch: Callable[[], Awaitable[tuple[str, float]]],
        *,
        clock: Callable[[], float] | None = None,
    ) -> None:
        """Start without a token.

        Args:
            fetch: Returns a new token and the seconds that it lives.
            clock: Seconds from any origin that never run backwards.

        """
        self._fetch = fetch
        # Looked up at each call, so that whoever replaces the function is heard.
        self._clock = clock or (lambda: time.monotonic())
        self._token: Token | None = None
        self._fetching: _Fetch | None = None
        self._forced: deque[float] = deque(maxlen=_REMEMBERED_RENEWALS)
        self._suspected_at: float | None = None

    @property
    def age(self) -> float | None:
        """Seconds since the present token was fetched; None while there is none."""
        return None if self._token is None else self._clock() - self._token.obtained_at

    @property
    def forced_renewals_last_hour(self) -> int:
        """How often a token had to go before its time; 100 stands for more, too."""
        since = self._clock() - _HOUR
        return sum(moment > since for moment in self._forced)

    async def current(self) -> Token:
        """Return a live token, fetching one if needed.

        However many wait, one fetch serves them, and it goes on as long as one of
        them is left.

        Raises:
            Exception: What `fetch` raises.

        """
        if self._token is not None and self._clock() < self._token.renew_at:
            return self._token
        if (fetch := self._fetching) is None:
            fetch = self._fetching = _Fetch(asyncio.create_task(self._renewed()))
        fetch.waiting += 1
        try:
            # Unlike awaiting the task, this leaves it alone when we are cancelled.
            await asyncio.wait((fetch.task,))
        finally:
            fetch.waiting -= 1
            if self._fetching is fetch and (fetch.task.done() or not fetch.waiting):
                self._fetching = None
                # A done one is merely told that nobody may look at its error.
                fetch.task.cancel()
        return fetch.task.result()

    async def replacement(self, refused: Token) -> Token:
        """Return a token other than one that the service refused.

        If somebody has replaced it since, no other one is fetched.

        Raises:
            Exception: What `fetch` raises.

        """
        if self._token is refused:
            self._token = None
            self._forced.append(self._clock())
        return await self.current()

    def may_suspect(self) -> bool:
        """Return whether a mere suspicion may cost a token now: once an hour."""
        now = self._clock()
        if self._suspected_at is not None and now - self._suspected_at < _HOUR:
            return False
        self._suspected_at = now
        return True

    async def _renewed(self) -> Token:
        """Fetch and keep a token."""
        value, lives = await self._fetch()
        now = self._clock()
        margin = min(_LARGEST_MARGIN, lives / 10)
        self._token = Token(value, obtained_at=now, renew_at=now + lives - margin)
        return self._token
