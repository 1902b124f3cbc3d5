"""How many pages a client may print within an hour, and how long they are converted."""

from collections import defaultdict, deque
from typing import Final

from ..document.turns import Turn
from ..spool.clock import running_time

PERIOD: Final = 60 * 60
"""Seconds for which printed pages count."""
_SECONDS_PER_PAGE: Final = 6
"""Of the pages of an hour. A Raspberry Pi takes one or two for a usual page."""
_LEAST_SECONDS: Final = 300


def create_turn(address: str, limit: int) -> Turn:
    """Return the turn of a client that may print `limit` pages within an hour."""
    seconds = max(_LEAST_SECONDS, limit * _SECONDS_PER_PAGE)
    return Turn(client=address, seconds_per_hour=seconds)


class PageQuota:
    """Pages of the last hour, by the address of the client.

    A client whose job did not fit gets "busy" until it would. CUPS repeats a refused
    job at once, but waits while the printer is busy.
    """

    def __init__(self) -> None:
        """Initialize with no pages."""
        self._taken: defaultdict[str, deque[tuple[float, int]]] = defaultdict(deque)
        self._wanted: dict[str, int] = {}

    def can_take(self, address: str, limit: int) -> bool:
        """Return whether a client may print now: one page, or what did not fit before."""
        return self._count(address) + self._wanted.get(address, 1) <= limit

    def count_left(self, address: str, limit: int) -> int:
        """Return how many pages of a client would fit."""
        return max(0, limit - self._count(address))

    def take(self, address: str, pages: int, limit: int) -> bool:
        """Count the pages of a job, and return whether they fit."""
        if self._count(address) + pages > limit:
            self._wanted[address] = min(pages, limit)
            return False
        self._wanted.pop(address, None)
        self._taken[address].append((running_time(), pages))
        return True

    def give_back(self, address: str, pages: int) -> None:
        """Forget the pages of a job that was not taken after all."""
        taken = self._taken[address]
        for entry in reversed(taken):
            if entry[1] == pages:
                taken.remove(entry)
                break

    def _count(self, address: str) -> int:
        """Return the pages of the last hour, and forget older ones of all clients."""
        expired = running_time() - PERIOD
        for other, taken in list(self._taken.items()):
            while taken and taken[0][0] <= expired:
                taken.popleft()
            if not taken:
                del self._taken[other]
                self._wanted.pop(other, None)
        return sum(pages for _, pages in self._taken.get(address, ()))
