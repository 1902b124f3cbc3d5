"""How many pages a language model prints before a person is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256

from homeassistant.core import HomeAssistant

from ..settings import VoiceSettings, get_entry
from ..source.request import Source
from ..spool.job import sum_impressions
from ..spool.submission import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPrint:
    """A print that is about to be sent, with the pages of all copies if they are known."""

    name: str
    printer: str
    pages: int | None
    size: int  # of the content that is kept for it, in bytes
    digest: bytes = field(repr=False)  # equal for prints that come out the same
    source: Source | None = field(default=None, repr=False)


class ConfirmationNeededError(Exception):
    """A print has more pages than are printed without asking, or unknown ones."""

    def __init__(self, counted: CountedPrint) -> None:
        """Set up the error."""
        super().__init__("A person has to confirm this print")
        self.counted = counted


@dataclass(slots=True, kw_only=True)
class UnaskedLimit:
    """Counts the pages of one print. `confirmed` is what a person has confirmed."""

    hass: HomeAssistant = field(repr=False)
    confirmed: CountedPrint | None = None
    counted: CountedPrint | None = None

    @property
    def source(self) -> Source | None:
        """Return the content that was confirmed, which is not rendered anew."""
        return None if self.confirmed is None else self.confirmed.source

    async def async_check(
        self, submissions: Sequence[Submission], source: Source | None = None
    ) -> None:
        """Count admitted pages. Raises ConfirmationNeededError unless this print was confirmed."""
        counted = self.counted = await self.hass.async_add_executor_job(
            partial(_count, submissions, source)
        )
        if self.confirmed is not None:
            # Of another print, even one page is not what was confirmed.
            if self.confirmed.digest != counted.digest:
                raise ConfirmationNeededError(counted)
            return
        entry = get_entry(self.hass, submissions[0][0].entry_id)
        limit = VoiceSettings.from_options(entry.options).max_unasked_pages
        if counted.pages is None or counted.pages > limit:
            raise ConfirmationNeededError(counted)


def _count(submissions: Sequence[Submission], source: Source | None) -> CountedPrint:
    digest = sha256()
    for job, content in submissions:
        details = (
            job.device_id,
            sorted(job.task.config.items()),
            job.task.print_background,
        )
        digest.update(repr((details, content.info(), content.size)).encode())
        digest.update(content.payload)
    job, _ = submissions[0]
    return CountedPrint(
        name=job.name,
        printer=job.printer,
        pages=sum_impressions(job for job, _ in submissions),
        size=0 if source is None else source.content.size,
        digest=digest.digest(),
        source=source,
    )
