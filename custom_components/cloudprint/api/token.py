"""The access token: fetched once for all, renewed in time, replaced when it is dead."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from hashlib import sha1
import time
from typing import Any, Final

from .answer import is_refusal
from .errors import CloudPrintError, CloudPrintTokenError, Delivery
from .reading import number

_HOUR: Final = 3600.0
_DAY: Final = 24 * _HOUR
_LONGEST_LIFETIME: Final = 366 * _DAY
_LARGEST_MARGIN: Final = 300.0
_REMEMBERED_RENEWALS: Final = 100

PROBE_INTERVAL: Final = 60.0
"""Seconds for which a list proves a token alive, and that each such list costs."""

_PROBE_RESERVE: Final = 5 * PROBE_INTERVAL
"""Seconds by which lists may be early, for messages that were not seen before."""

_REMEMBERED_MESSAGES: Final = 100

FREE_RENEWALS: Final = 3
"""How many tokens in a row may be replaced at once when each proves dead soon."""

FIRST_PAUSE: Final = 15.0
LONGEST_PAUSE: Final = 600.0
"""Seconds before a further token; each pause is twice the one before."""

_SOON: Final = 30.0
"""Seconds; a token that dies sooner is one more in a row.

Beside a client that signs in once a minute, at least each second token lives longer.
"""


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


class Token:
    """An access token, and what is known of its being alive.

    Each fetched one is its own, also if the service repeats its value. A refusal is not
    believed to mean the request before the same token has been tried on the list of
    printers, which nothing but the token can make fail.
    """

    def __init__(self, value: str, *, lives: float) -> None:
        """Note a token that was just fetched, and the seconds that it lives."""
        self.value = value
        self.obtained_at = time.monotonic()
        self.renew_at = self.obtained_at + lives - min(_LARGEST_MARGIN, lives / 10)
        self.is_dead = False
        self.has_served = False
        # Lists are numbered as they begin. What ended is noted by its highest number.
        self._begun = self._alive = self._failed = 0
        self._failure: tuple[str, float | None] = "", None
        self._alive_until = self._paid_until = self.obtained_at
        self._probing = asyncio.Lock()
        self._confirmed: deque[str] = deque(maxlen=_REMEMBERED_MESSAGES)

    @contextmanager
    def listing(self) -> Generator[None]:
        """Note what a list of printers with this token shows, made in this context."""
        self._begun += 1
        number = self._begun
        try:
            yield
        except CloudPrintError as err:
            if is_refusal(err):
                self.is_dead = True
            else:
                self._failed = max(self._failed, number)
                self._failure = err.message, err.retry_after
            raise
        self._alive = max(self._alive, number)

    async def is_cause_of(
        self,
        refusal: CloudPrintError,
        list_printers: Callable[[], Awaitable[Any]],
        *,
        must_confirm: bool,
    ) -> bool:
        """Return if a call was refused because this token is dead.

        Refusals at the same time share a list. While the token lives, they cost one
        list a minute, and up to five early ones for new messages: for a minute after
        a list, a refusal is taken to mean the request.

        Args:
            refusal: The error in which a call with this token has just ended.
            list_printers: Lists the printers with this token, within `listing`.
            must_confirm: Whether this applies only to messages with which the token
                was refused while it was alive. If others have cost too many lists, this
                waits up to a minute for the next one.

        Raises:
            CloudPrintTokenError: The list failed, so that the reason is not known; the
                request was certainly refused.

        """
        since = self._begun
        while self._alive <= since:
            if self.is_dead:
                return True
            if self._failed > since:
                if refusal.delivery is Delivery.UNKNOWN:
                    return False
                message, retry_after = self._failure
                raise CloudPrintTokenError(message, retry_after=retry_after)
            now = time.monotonic()
            is_believed = not must_confirm or refusal.message in self._confirmed
            if is_believed and now < self._alive_until:
                return False
            pause = self._paid_until - _PROBE_RESERVE - now
            # A request that may have been taken is judged by the token of this moment:
            # one that dies later would let it be repeated.
            if pause > 0 and refusal.delivery is not Delivery.UNKNOWN:
                await asyncio.sleep(pause)
            else:
                await self._probe(list_printers)
        if must_confirm and refusal.message not in self._confirmed:
            self._confirmed.append(refusal.message)
        return False

    async def _probe(self, list_printers: Callable[[], Awaitable[Any]]) -> None:
        """List the printers, or wait for another call that does so."""
        known = self._alive, self._failed, self.is_dead
        async with self._probing:
            if (self._alive, self._failed, self.is_dead) != known:
                return
            now = time.monotonic()
            with suppress(CloudPrintError):
                await list_printers()
                self._alive_until = now + PROBE_INTERVAL
                self._paid_until = max(self._paid_until, now) + PROBE_INTERVAL


class TokenCache:
    """Keeps the one live token of an application.

    The service has one token per application: another client that fetches one may end
    ours at any time. A token that proves dead is replaced, at once the first times in a
    row, then after pauses, so that a service that refuses all, or another client that
    signs in all the time, does not cost a token for each call.
    """

    def __init__(self, fetch: Callable[[], Awaitable[tuple[str, float]]]) -> None:
        """Start without a token; `fetch` returns one and the seconds that it lives."""
        self._fetch = fetch
        self._token: Token | None = None
        self._fetching = asyncio.Lock()
        self._waiting = 0
        self._failure: Exception | None = None
        self._forced: deque[float] = deque(maxlen=_REMEMBERED_RENEWALS)
        self._in_a_row = 0
        self._not_before = 0.0
        self._refusal = ""

    @property
    def age(self) -> float | None:
        """Seconds since the present token was fetched; None while there is none."""
        if self._token is None:
            return None
        return time.monotonic() - self._token.obtained_at

    @property
    def forced_renewals_last_hour(self) -> int:
        """How often a token had to go before its time; 100 stands for more, too."""
        since = time.monotonic() - _HOUR
        return sum(moment > since for moment in self._forced)

    async def current(self) -> Token:
        """Return a live token, fetching one if needed.

        However many wait, one fetch serves them, or fails for them.

        Raises:
            CloudPrintTokenError: The last ones were refused; it is too soon for another.
            Exception: What `fetch` raises.

        """
        self._waiting += 1
        try:
            async with self._fetching:
                if self._token is None or time.monotonic() >= self._token.renew_at:
                    self._token = await self._fetched()
                return self._token
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._failure = None

    async def _fetched(self) -> Token:
        """Return a new token."""
        if self._failure is not None:
            raise self._failure
        if self._pause:
            raise self.unavailable()
        try:
            value, lives = await self._fetch()
        except Exception as err:
            self._failure = err
            raise
        return Token(value, lives=lives)

    def discard(self, token: Token, message: str) -> None:
        """Forget a dead token, which the service refused with this message."""
        self._refusal = message
        if self._token is not token:
            # Another call has done so.
            return
        now = time.monotonic()
        self._token = None
        self._forced.append(now)
        if not token.has_served:
            self._in_a_row += 1
        elif now - token.obtained_at < _SOON:
            # Another client signs in: a longer pause would not help.
            self._in_a_row = min(self._in_a_row, FREE_RENEWALS) + 1
        else:
            self._in_a_row = 1
        if self._in_a_row > FREE_RENEWALS:
            doublings = min(self._in_a_row - FREE_RENEWALS - 1, 10)
            self._not_before = now + min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE)

    @property
    def _pause(self) -> float | None:
        """Seconds until a dead token may be replaced; None if it may be now."""
        pause = self._not_before - time.monotonic()
        return pause if pause > 0 else None

    def unavailable(self) -> CloudPrintTokenError:
        """Return the error for a call that had no token that was accepted."""
        return CloudPrintTokenError(self._refusal, retry_after=self._pause)


def sign(app_id: str, timestamp: str, once: str, app_key: str) -> str:
    """Return the lower-case hexadecimal signature of a `getToken` request.

    The document fixes both the order of the four values, joined by nothing, and the
    digest.

    Args:
        app_id: The application's AppID.
        timestamp: Milliseconds since the epoch, in decimal digits.
        once: Any string that is used once.
        app_key: The application's AppKey, which itself is never sent.

    """
    # What cannot be written in UTF-8 is a wrong key, which the service will say.
    signed = f"{app_id}{timestamp}{once}{app_key}".encode(errors="surrogatepass")
    return sha1(signed, usedforsecurity=False).hexdigest()
