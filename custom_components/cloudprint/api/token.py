"""The access token: fetched once for all calls, renewed in time, replaced when dead."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from hashlib import sha1
import time
from typing import Any, Final

from .answer import is_refusal, is_wrong_list
from .errors import CloudPrintError, CloudPrintTokenError, Delivery
from .parsing import number_or_none

_HOUR: Final = 3600.0
_DAY: Final = 24 * _HOUR
_MAX_LIFETIME: Final = 366 * _DAY
# A smaller lifetime is in seconds: no service lets its tokens die within minutes.
_FEWEST_MILLISECONDS: Final = 200_000
_MAX_MARGIN: Final = 300.0
_REMEMBERED_RENEWALS: Final = 100

# Seconds for which a list proves a token alive, and the average between two probes; these
# may be ahead of the average by the reserve.
PROBE_INTERVAL: Final = 60.0
_PROBE_RESERVE: Final = 5 * PROBE_INTERVAL
_REMEMBERED_MESSAGES: Final = 100
# Short-lived tokens in a row that are replaced at once: more than the token issue needs
FREE_RENEWALS: Final = 10
# Seconds before a further token; each pause is twice the one before.
FIRST_TOKEN_PAUSE: Final = 15.0
MAX_PAUSE: Final = 600.0
# Seconds between renewals for wrong lists: each ends the token of another client.
WRONG_LISTS_INTERVAL: Final = 900.0
_WRONG_LISTS_IN_A_ROW: Final = 2
# Seconds; beside a client that signs in each minute, every second token lives longer.
_SHORT_LIFE: Final = 30.0


def parse_lifetime(expires_in: Any) -> float:
    """Return the seconds of `expiresIn`: milliseconds (OpenAPI 3.1.3), or a day."""
    lifetime = number_or_none(expires_in) or 0.0
    seconds = lifetime if lifetime < _FEWEST_MILLISECONDS else lifetime / 1000
    return seconds if 0 < seconds <= _MAX_LIFETIME else _DAY


class Token:
    """An access token, with the results of calls that used it."""

    def __init__(self, value: str, *, lifetime: float) -> None:
        """Initialize a token that was just fetched, for seconds."""
        self.value = value
        self.obtained_at = time.monotonic()
        self.renew_at = self.obtained_at + lifetime - min(_MAX_MARGIN, lifetime / 10)
        self.is_dead = False
        self.has_served = False
        # Lists are numbered as they start; of each outcome, the highest is kept.
        self._started = self._succeeded = self._failed = 0
        self._failure: tuple[str, float | None] = "", None
        self._alive_until = self._probes_paid_until = self.obtained_at
        self._probing = asyncio.Lock()
        self._confirmed: deque[str] = deque(maxlen=_REMEMBERED_MESSAGES)

    @contextmanager
    def observe_list(self) -> Generator[None]:
        """Record the result of a list of printers, made in the context."""
        self._started += 1
        number = self._started
        try:
            yield
        except CloudPrintError as err:
            if is_refusal(err):
                self.is_dead = True
            else:
                self._failed = max(self._failed, number)
                # The error itself would keep the request in memory.
                self._failure = err.message, err.retry_after
            raise
        self._succeeded = max(self._succeeded, number)

    async def is_cause_of(
        self,
        refusal: CloudPrintError,
        list_printers: Callable[[], Awaitable[Any]],
        *,
        must_confirm: bool,
    ) -> bool:
        """Return whether a call was refused because this token is dead.

        Concurrent refusals share a list of printers, made with this token within
        `observe_list`: one a minute, and up to five early ones for new messages. With
        `must_confirm`, only a message is believed that the service has used while the
        token was alive; beyond that budget, this waits up to a minute.

        Raises CloudPrintTokenError if the list failed, and the request was refused.
        """
        since = self._started
        while self._succeeded <= since:
            if self.is_dead:
                return True
            if self._failed > since:
                if refusal.delivery is Delivery.UNKNOWN:
                    return False
                message, retry_after = self._failure
                raise CloudPrintTokenError(message, retry_after=retry_after)
            now = time.monotonic()
            is_believed = not must_confirm or str(refusal) in self._confirmed
            if is_believed and now < self._alive_until:
                return False
            pause = self._probes_paid_until - _PROBE_RESERVE - now
            # A request that may have been taken is judged by the token of this moment:
            # if the token died during a pause, the request would be repeated.
            if pause > 0 and refusal.delivery is not Delivery.UNKNOWN:
                await asyncio.sleep(pause)
            else:
                await self._probe(list_printers)
        if must_confirm and str(refusal) not in self._confirmed:
            self._confirmed.append(str(refusal))
        return False

    async def _probe(self, list_printers: Callable[[], Awaitable[Any]]) -> None:
        """List the printers, or wait for another call that does."""
        state = self._succeeded, self._failed, self.is_dead
        async with self._probing:
            if (self._succeeded, self._failed, self.is_dead) != state:
                return
            now = time.monotonic()
            with suppress(CloudPrintError):
                await list_printers()
                self._alive_until = now + PROBE_INTERVAL
                paid_until = max(self._probes_paid_until, now)
                self._probes_paid_until = paid_until + PROBE_INTERVAL


class TokenCache:
    """The one live token of an application, which another client may end at any time."""

    def __init__(self, fetch: Callable[[], Awaitable[tuple[str, float]]]) -> None:
        """Initialize; `fetch` returns a token and its lifetime in seconds."""
        self._fetch = fetch
        self._token: Token | None = None
        self._renewal: asyncio.Task[Token] | None = None
        self._forced: deque[float] = deque(maxlen=_REMEMBERED_RENEWALS)
        self._short_lived = 0
        self._not_before = self._no_renewal_before = 0.0
        self._refusal = ""
        self.wrong_lists = 0  # in a row, answered to the same token

    @property
    def age(self) -> float | None:
        """Return the seconds since the token was fetched, or None without a token."""
        return time.monotonic() - self._token.obtained_at if self._token else None

    @property
    def forced_renewals_last_hour(self) -> int:
        """Return the number of tokens discarded in the last hour; 100 also means more."""
        since = time.monotonic() - _HOUR
        return sum(moment > since for moment in self._forced)

    @property
    def current(self) -> Token | None:
        """Return the token, unless it is due for renewal."""
        token = self._token
        return token if token and time.monotonic() < token.renew_at else None

    async def get(self) -> Token:
        """Return a live token, or raise if it is too soon; callers share a renewal."""
        if self._renewal is None:
            if token := self.current:
                return token
            if self._pause:
                raise self.create_error()
        return await self._share_renewal()

    async def renew_after_list(self, err: CloudPrintError, *, may_renew: bool) -> bool:
        """Return whether the token was renewed because of a list that failed.

        That is after two wrong answers in a row, or one whose code refuses the token, and
        at most every 15 minutes. If getToken fails, the token stays in use.
        """
        # Without a token, the error is about getToken.
        if (token := self.current) is None or not is_wrong_list(err):
            return False
        self.wrong_lists += _WRONG_LISTS_IN_A_ROW if err.refuses_token else 1
        now = time.monotonic()
        is_dead = self.wrong_lists >= _WRONG_LISTS_IN_A_ROW
        if not (is_dead and may_renew) or now < self._no_renewal_before:
            return False
        self._no_renewal_before = now + WRONG_LISTS_INTERVAL
        return await self._share_renewal() is not token

    async def _share_renewal(self) -> Token:
        if (renewal := self._renewal) is None:
            # A task, so that it survives a caller that is cancelled
            renewal = self._renewal = asyncio.create_task(self._renew())
            renewal.add_done_callback(self._end_renewal)
        await asyncio.wait((renewal,))
        return renewal.result()

    async def _renew(self) -> Token:
        try:
            value, lifetime = await self._fetch()
        except CloudPrintError:
            if token := self.current:
                # Only a wrong list was the reason.
                return token
            raise
        self._token = Token(value, lifetime=lifetime)
        self.wrong_lists = 0
        return self._token

    def _end_renewal(self, renewal: asyncio.Task[Token]) -> None:
        self._renewal = None
        # Its error counts as seen: no caller may be left.
        _ = renewal.cancelled() or renewal.exception()

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
            self._short_lived += 1
        elif now - token.obtained_at < _SHORT_LIFE:
            # Another client signs in: a longer pause would not help.
            self._short_lived = min(self._short_lived, FREE_RENEWALS) + 1
        else:
            self._short_lived = 1
        if self._short_lived > FREE_RENEWALS:
            doublings = min(self._short_lived - FREE_RENEWALS - 1, 10)
            self._not_before = now + min(FIRST_TOKEN_PAUSE * 2**doublings, MAX_PAUSE)

    @property
    def _pause(self) -> float | None:
        return max(self._not_before - time.monotonic(), 0) or None

    def create_error(self) -> CloudPrintTokenError:
        """Return the error for a call that had no token that was accepted."""
        return CloudPrintTokenError(self._refusal, retry_after=self._pause)


def sign(app_id: str, timestamp: str, once: str, app_key: str) -> str:
    """Return the signature of a `getToken` request (OpenAPI 3.1.2)."""
    # A key that cannot be written in UTF-8 is wrong: let the service refuse it.
    signed = f"{app_id}{timestamp}{once}{app_key}".encode(errors="surrogatepass")
    return sha1(signed, usedforsecurity=False).hexdigest()
