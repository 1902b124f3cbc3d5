"""How much a client may print within an hour, and how much strangers may store."""

from collections import defaultdict, deque
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..data import Account
from ..document.turns import Turn
from ..exceptions import failed, invalid
from ..spool.clock import running_time
from ..spool.job import Job

PERIOD: Final = 60 * 60  # Seconds for which printed pages count
# Of the pages of an hour. A Raspberry Pi takes one or two for a usual page.
_SECONDS_PER_PAGE: Final = 6
_LEAST_SECONDS: Final = 300
STRANGERS_PART: Final = 4  # of the room for contents: a quarter


def create_turn(address: str, limit: int) -> Turn:
    """Return the turn of a client that may print `limit` pages within an hour."""
    seconds = max(_LEAST_SECONDS, limit * _SECONDS_PER_PAGE)
    return Turn(client=address, seconds_per_hour=seconds)


class PageQuota:
    """Printed sides of the last hour, by the address of the client."""

    def __init__(self) -> None:
        """Start without pages."""
        self._taken: defaultdict[str, deque[tuple[float, int]]] = defaultdict(deque)

    def count_left(self, address: str, limit: int) -> int:
        """Return how many pages of a client would fit."""
        return max(0, limit - self._count(address))

    def check(self, address: str, pages: int, limit: int) -> None:
        """Raise HomeAssistantError for more pages than a client may print."""
        if pages > limit:
            raise invalid("ipp_too_many_pages", pages=str(pages), limit=str(limit))
        if pages > (remaining := self.count_left(address, limit)):
            raise failed(
                "pages_used_up", pages=str(pages), left=str(remaining), limit=str(limit)
            )

    def take(self, address: str, pages: int, limit: int) -> int:
        """Count the pages of a job, and return them. Raises HomeAssistantError."""
        self.check(address, pages, limit)
        self._taken[address].append((running_time(), pages))
        return pages

    def give_back(self, address: str, pages: int) -> None:
        """Forget the pages of a job that was not taken after all."""
        taken = self._taken[address]
        for entry in reversed(taken):
            if entry[1] == pages:
                taken.remove(entry)
                break

    def _count(self, address: str) -> int:
        expired = running_time() - PERIOD
        for other, taken in list(self._taken.items()):
            while taken and taken[0][0] <= expired:
                taken.popleft()
            if not taken:
                del self._taken[other]
        return sum(pages for _, pages in self._taken.get(address, ()))


_QUOTAS: Final[HassKey[defaultdict[str, PageQuota]]] = HassKey(f"{DOMAIN}_quotas")


def get_quota(hass: HomeAssistant, device_id: str) -> PageQuota:
    """Return the pages of a printer's clients, which outlive a reload of its account."""
    return hass.data.setdefault(_QUOTAS, defaultdict(PageQuota))[device_id]


def check_room(account: Account, job: Job, size: int) -> None:
    """Raise HomeAssistantError if strangers' contents have no room beside the house's."""
    if not job.requester.is_stranger:
        return
    sizes = {
        open_job.content_id or open_job.job_id: open_job.content.size
        for open_job in account.store.open_jobs
        if open_job.requester.is_stranger and open_job.job_id != job.job_id
    }
    room = account.settings.content_limit // STRANGERS_PART
    if sum(sizes.values()) + size > room:
        raise failed("links_full")
