"""Keeps what jobs print for as long as it is needed, and no longer."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from ..document import Content
from .content_store import ContentStore
from .errors import SpoolFullError, SpoolUnwritableError
from .job import Job, JobState
from .journal import Journal, JournalError
from .settings import SpoolSettings

HISTORY_DAYS: Final = 365
HISTORY_JOBS: Final = 10_000
INTERVAL: Final = timedelta(hours=1)


class ContentKeeper:
    """The contents of one account's jobs, and how long the jobs are remembered.

    What held jobs print is never dropped to make room; what ended jobs printed is,
    oldest first.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        journal: Journal,
        folder: Path,
        entry_id: str,
        settings: SpoolSettings,
    ) -> None:
        """Set up a keeper that has not started."""
        self._hass = hass
        self._journal = journal
        self._store = ContentStore(folder)
        self._entry_id = entry_id
        self._settings = settings
        self._sizes: dict[str, int] = {}
        self._cancel_timer: CALLBACK_TYPE | None = None

    async def async_start(self) -> None:
        """Find what is kept, and begin to tidy up. Raises JournalError."""
        sizes: dict[str, int] = {}

        def look() -> None:
            sizes.update(self._store.sizes())

        await self._journal.async_run(look)
        self._sizes = sizes
        known = await self._journal.async_content_ids(self._entry_id)
        await self._async_remove([name for name in sizes if name not in known])
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

    async def async_make_room(self, content_id: str, size: int) -> None:
        """Reserve room for a new content of a size in bytes.

        Raises SpoolFullError when what waits to be printed leaves none, and
        SpoolUnwritableError.
        """
        self._sizes[content_id] = size
        excess = sum(self._sizes.values()) - self._settings.content_limit
        if excess <= 0:
            return
        try:
            for idle_id, _ in await self._journal.async_idle_contents(self._entry_id):
                if excess <= 0:
                    break
                excess -= self._sizes.get(idle_id, 0)
                await self._async_remove([idle_id])
        except JournalError as err:
            self.forget(content_id)
            raise SpoolUnwritableError from err
        if excess > 0:
            self.forget(content_id)
            raise SpoolFullError

    def forget(self, content_id: str) -> None:
        """Give the room of a content back that was not written."""
        self._sizes.pop(content_id, None)

    def writer(self, job: Job, content: Content) -> Callable[[], None]:
        """Return what writes a job's content, in the journal's thread, if it must.

        A job that waits must find it after a power cut; one that is being sent is not
        sent again then, so that it costs no time.
        """
        content_id = job.content_id
        assert content_id is not None

        def write() -> None:
            if not self._store.has(content_id):
                self._store.write(content_id, content.payload)
            if job.state is JobState.HELD:
                self._store.sync(content_id)

        return write

    async def async_sync(self, job: Job) -> None:
        """Wait until what a job prints would survive a power cut, if it can."""
        if (content_id := job.content_id) is not None:
            with suppress(JournalError):
                await self._journal.async_run(lambda: self._store.sync(content_id))

    async def async_content(self, job: Job) -> Content | None:
        """Return what a job prints, or None when it is gone."""
        payload: list[bytes | None] = []
        content_id = job.content_id

        def read() -> None:
            if content_id is not None:
                payload.append(self._store.read(content_id, job.content.size))

        try:
            await self._journal.async_run(read)
        except JournalError:
            return None
        if not payload or payload[0] is None:
            return None
        return Content(
            media_format=job.content.media_format,
            media_source=job.content.media_source,
            payload=payload[0],
        )

    async def async_tidy(self) -> None:
        """Remove what has been kept long enough. Raises JournalError."""
        now = dt_util.utcnow()
        cutoff = now - timedelta(days=self._settings.content_days)
        idle = await self._journal.async_idle_contents(self._entry_id)
        await self._async_remove([name for name, ended in idle if ended <= cutoff])
        await self._journal.async_prune(
            before=now - timedelta(days=HISTORY_DAYS), keep=HISTORY_JOBS
        )

    @callback
    def job_ended(self, job: Job) -> None:
        """Remove what a job printed at once, where nothing is to be kept."""
        if job.state.is_final and self._settings.content_days == 0:
            self._hass.async_create_task(self._async_tidy_quietly())

    async def _async_tidy_quietly(self, now: datetime | None = None) -> None:
        # A journal that fails tells whoever wants to print; here it would tell nobody.
        with suppress(JournalError):
            await self.async_tidy()

    async def _async_remove(self, content_ids: list[str]) -> None:
        present = [
            name for name in content_ids if self._sizes.pop(name, None) is not None
        ]

        def remove() -> None:
            for name in present:
                self._store.remove(name)

        if present:
            await self._journal.async_run(remove)
