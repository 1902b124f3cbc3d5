"""Keeps what jobs print for as long as it is needed, and no longer."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from ..document import Content
from ..settings import SpoolSettings
from .content_files import ContentFiles
from .errors import SpoolFullError
from .job import Job, JobState
from .journal import ContentUse, Journal, JournalError

HISTORY_DAYS: Final = 365
HISTORY_JOBS: Final = 10_000
INTERVAL: Final = timedelta(hours=1)

type _Choice = Callable[[list[ContentUse]], list[str]]


class ContentStore:
    """The contents of one account's jobs, and how long the jobs are remembered.

    What held jobs print is never dropped to make room; what ended jobs printed is,
    oldest first, and then what the cloud has taken already.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        journal: Journal,
        folder: Path,
        entry_id: str,
        settings: SpoolSettings,
    ) -> None:
        """Set up a store that has not started."""
        self._hass = hass
        self._journal = journal
        self._store = ContentFiles(journal, folder, entry_id)
        self._entry_id = entry_id
        self._settings = settings
        self._sizes: dict[str, int] = {}
        self._reserved: set[str] = set()
        self._room = asyncio.Lock()
        self._must_drop = False
        self._is_dropping = False
        self._cancel_timer: CALLBACK_TYPE | None = None

    async def async_start(self) -> None:
        """Find what is kept, and begin to tidy up. Raises JournalError."""
        self._sizes = await self._journal.async_run(self._store.sizes)
        await self.async_tidy()
        self._cancel_timer = async_track_time_interval(
            self._hass, self._async_tidy_quietly, INTERVAL
        )

    def stop(self) -> None:
        """Stop to tidy up."""
        if self._cancel_timer:
            self._cancel_timer()
            self._cancel_timer = None

    def has(self, content_id: str | None) -> bool:
        """Return if a content is kept."""
        return content_id in self._sizes

    def keeps(self, job: Job) -> bool:
        """Return if what a job prints is kept, and is not about to go."""
        return self.has(job.content_id) and not self._is_needless(job)

    async def async_make_room(self, content_id: str, size: int) -> None:
        """Reserve room for a new content of a size in bytes.

        Whoever reserves must settle. Raises SpoolFullError when what waits to be printed
        leaves no room, and JournalError; then there is nothing to settle.
        """
        async with self._room:
            excess = sum(self._sizes.values()) + size - self._settings.content_limit
            self._reserved.add(content_id)
            self._sizes[content_id] = size
            if excess <= 0:
                return
            try:
                dropped = await self._async_drop(
                    lambda uses: _enough(uses, self._sizes, excess)
                )
            except BaseException:
                self._withdraw(content_id)
                raise
            if not dropped:
                self._withdraw(content_id)
                raise SpoolFullError

    def settle(self, content_id: str, size: int) -> None:
        """Take a content as kept, now that its jobs are written down.

        Also when they could not be: what nobody needs is dropped with the next tidying.
        """
        self._reserved.discard(content_id)
        self._sizes[content_id] = size

    def writer(self, jobs: Sequence[Job], content: Content) -> Callable[[], None]:
        """Return what writes the content of jobs, in the journal's thread, if it must.

        A job that waits must find it after a power cut; one that is being sent is not
        sent again then, so that it costs no time.
        """
        content_id = jobs[0].content_id
        assert content_id is not None
        must_last = any(job.state is JobState.HELD for job in jobs)

        def write() -> None:
            self._store.write(content_id, content.payload)
            if must_last:
                self._store.sync(content_id)

        return write

    async def async_sync(self, job: Job) -> None:
        """Wait until what a job prints would survive a power cut, if it can."""
        if (content_id := job.content_id) is not None:
            with suppress(JournalError):
                await self._journal.async_run(lambda: self._store.sync(content_id))

    async def async_content(self, job: Job) -> Content | None:
        """Return what a job prints, or None when it is gone.

        Raises JournalError when it cannot be read just now.
        """
        if (content_id := job.content_id) is None:
            return None
        payload = await self._journal.async_run(
            lambda: self._store.read(content_id, job.content.size)
        )
        if payload is None:
            return None
        return Content(payload=payload, **job.content.info())

    async def async_tidy(self) -> None:
        """Remove what has been kept long enough. Raises JournalError."""
        now = dt_util.utcnow()
        await self._journal.async_prune(
            before=now - timedelta(days=HISTORY_DAYS), keep=HISTORY_JOBS
        )
        await self._async_drop_old(now)

    @callback
    def job_ended(self, job: Job) -> None:
        """Remove what a job printed at once, where nothing is to be kept."""
        if self._is_needless(job):
            self._must_drop = True
            if not self._is_dropping:
                self._hass.async_create_task(self._async_drop_needless())

    def _is_needless(self, job: Job) -> bool:
        """Return if a job has ended, where what ended jobs printed is not kept."""
        return job.state.is_final and self._settings.content_days == 0

    async def _async_tidy_quietly(self, now: datetime) -> None:
        # A journal that fails tells whoever wants to print; here it would tell nobody.
        with suppress(JournalError):
            await self.async_tidy()

    async def _async_drop_needless(self) -> None:
        """Drop what ended jobs printed; of many at once, all that have ended by then."""
        self._is_dropping = True
        try:
            while self._must_drop:
                self._must_drop = False
                with suppress(JournalError):
                    await self._async_drop_old(dt_util.utcnow())
        finally:
            self._is_dropping = False

    async def _async_drop_old(self, now: datetime) -> None:
        cutoff = now - timedelta(days=self._settings.content_days)
        await self._async_drop(
            lambda uses: [
                use.content_id
                for use in uses
                if not use.is_known or (use.has_ended and use.since <= cutoff)
            ]
        )

    async def _async_drop(self, choose: _Choice) -> list[str]:
        """Drop the contents that `choose` finds in what they are all needed for.

        It is chosen and removed in one go, in the journal's thread: a job that takes up
        a content does so before, or writes it anew.
        """

        def drop(uses: list[ContentUse]) -> list[str]:
            chosen = choose(uses)
            for content_id in chosen:
                self._store.remove(content_id)
            return chosen

        dropped = await self._journal.async_use_contents(
            self._sizes.keys() - self._reserved, drop
        )
        for content_id in dropped:
            self._sizes.pop(content_id, None)
        return dropped

    def _withdraw(self, content_id: str) -> None:
        self._reserved.discard(content_id)
        del self._sizes[content_id]


def _enough(uses: list[ContentUse], sizes: dict[str, int], excess: int) -> list[str]:
    """Return contents that free so many bytes, or none if they cannot.

    First those of ended jobs, then those of jobs that the cloud has.
    """
    chosen: list[str] = []
    for use in sorted(uses, key=lambda use: use.is_known and not use.has_ended):
        if excess <= 0 or use.is_waiting:
            continue
        chosen.append(use.content_id)
        excess -= sizes.get(use.content_id, 0)
    return chosen if excess <= 0 else []
