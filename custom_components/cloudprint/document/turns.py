"""Turns of conversions: the house first, then clients of the network by turns."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from math import inf
from time import monotonic
from typing import Final

_PERIOD: Final = 60 * 60  # seconds for which what a client has used counts
_LIMIT_TURNS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Who a conversion is for: a device in the network, or, with None, the house."""

    client: str | None = None
    seconds_per_hour: float = inf
    is_alone: bool = False  # Nothing else works meanwhile


HOUSE: Final = Turn()


class TimeUsedUpError(Exception):
    """A client has used up its seconds of an hour."""


@dataclass(slots=True, eq=False)
class _Place:
    """A place in the queue. Places of one client have increasing numbers."""

    turn: Turn
    number: int
    arrival: int
    patience: float
    is_next: asyncio.Event = field(default_factory=asyncio.Event)
    # While it works
    timeout: asyncio.Timeout | None = None
    undisturbed_until: float = inf

    @property
    def order(self) -> tuple[bool, int, int]:
        return self.turn.client is not None, self.number, self.arrival


class Turns:
    """Lets `at_a_time` conversions work, and the others wait for their turn.

    A client's work is interrupted for the house after `patience` seconds, and begun
    anew later. Each time, it is left alone for twice as long, so that it will end, too.
    """

    def __init__(self, at_a_time: int, *, patience: float = inf) -> None:
        """Initialize without conversions; without `patience`, none is interrupted."""
        self._at_a_time = at_a_time
        self._patience = patience
        self._waiting: list[_Place] = []
        self._working: list[_Place] = []
        self._arrivals = count()
        # Of the last client whose turn it was, and of the last place of each client
        self._number = 0
        self._numbers: dict[str, int] = {}
        self._used: defaultdict[str, deque[tuple[float, float]]] = defaultdict(deque)

    @property
    def is_idle(self) -> bool:
        """Return whether nothing works."""
        return not self._working

    def check_time(self, turn: Turn) -> None:
        """Raise TimeUsedUpError for a client that has used up its seconds."""
        if turn.client is None:
            return
        expired = monotonic() - _PERIOD
        for client, used in list(self._used.items()):
            while used and used[0][0] <= expired:
                used.popleft()
            if not used:
                del self._used[client]
        used_seconds = sum(seconds for _, seconds in self._used.get(turn.client, ()))
        if used_seconds >= turn.seconds_per_hour:
            raise TimeUsedUpError

    def put_back(self, turn: Turn) -> None:
        """Let a client whose file ran into a limit wait longer for its next turns."""
        if (client := turn.client) is None:
            return
        self._numbers[client] = self._get_last_number(client) + _LIMIT_TURNS
        for place in self._waiting:
            if place.turn.client == client:
                place.number += _LIMIT_TURNS

    async def async_run[T](self, turn: Turn, work: Callable[[], Awaitable[T]]) -> T:
        """Run `work`, again if it was interrupted. Raises TimeUsedUpError."""
        number = 0
        if turn.client is not None:
            # Behind one place of each client that waits
            number = self._get_last_number(turn.client) + 1
            self._numbers[turn.client] = number
        place = _Place(turn, number, next(self._arrivals), self._patience)
        loop = asyncio.get_running_loop()
        while True:
            self._waiting.append(place)
            self._update()
            started: float | None = None
            try:
                await place.is_next.wait()
                self.check_time(turn)
                started = monotonic()
                async with asyncio.timeout(None) as place.timeout:
                    place.undisturbed_until = loop.time() + place.patience
                    self._update()
                    return await work()
            except TimeoutError:
                if place.timeout is None or not place.timeout.expired():
                    raise
                place.patience *= 2
            finally:
                place.timeout = None
                if started is not None and turn.client is not None:
                    now = monotonic()
                    self._used[turn.client].append((now, now - started))
                if place.is_next.is_set():
                    place.is_next.clear()
                    self._working.remove(place)
                else:
                    self._waiting.remove(place)
                self._update()

    def _get_last_number(self, client: str) -> int:
        return max(self._number, self._numbers.get(client, 0))

    def _update(self) -> None:
        while self._waiting and len(self._working) < self._at_a_time:
            place = min(self._waiting, key=lambda waiting: waiting.order)
            if any(
                place.turn.is_alone or other.turn.is_alone for other in self._working
            ):
                break
            self._waiting.remove(place)
            self._working.append(place)
            place.is_next.set()
            self._number = max(self._number, place.number)
            self._numbers = {
                client: number
                for client, number in self._numbers.items()
                if number > self._number
            }
        is_house_waiting = any(place.turn.client is None for place in self._waiting)
        for place in self._working:
            # A client is interrupted once it had its undisturbed time.
            if place.turn.client is None or place.undisturbed_until == inf:
                continue
            if place.timeout is not None and not place.timeout.expired():
                when = place.undisturbed_until if is_house_waiting else None
                place.timeout.reschedule(when)
