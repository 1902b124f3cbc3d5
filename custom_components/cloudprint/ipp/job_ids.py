"""The ids of a printer's IPP jobs: they rise, and none is ever given twice.

A client sends the documents of a job by its id. A kill loses the jobs that wait for
their documents, so their ids must not be given to other jobs. Blocks of ids are reserved in the
journal before the first of each is given; a restart leaves out what is left of a block.
"""

import asyncio
from datetime import UTC, datetime
from typing import Final

from homeassistant.util import dt as dt_util

from ..spool.journal import Journal

BLOCK: Final = 50
"""Ids that are reserved with one write."""
_EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)
_MAX_SECONDS: Final = 1 << 30
"""Half of all ids, until 2060."""
_RECENT: Final = 3600
"""Ids below the last one that clients may still use for lost jobs."""


class JobIds:
    """Gives ids to the jobs of one printer."""

    def __init__(self, journal: Journal, device_id: str) -> None:
        """Set up the ids of a printer, without reserving any."""
        self._journal = journal
        self._device_id = device_id
        self._lock = asyncio.Lock()
        self._earlier: int | None = None
        """The last id that was reserved in earlier runs, 0 without any; None until loaded."""
        self._last = 0
        """The last id that was given in this run, 0 without any."""
        self._reserved = 0

    async def async_next(self) -> int:
        """Return the next id. Raises JournalError."""
        async with self._lock:
            await self._async_load()
            if self._last == self._reserved:
                # The clock tells the ids apart that were given since a backup that is
                # restored. One that is far ahead must not use all ids up.
                seconds = int((dt_util.utcnow() - _EPOCH).total_seconds())
                first = await self._journal.async_reserve_ipp_ids(
                    self._device_id, BLOCK, at_least=min(seconds, _MAX_SECONDS)
                )
                self._last, self._reserved = first - 1, first + BLOCK - 1
            self._last += 1
            return self._last

    async def async_may_be_lost(self, job_id: int) -> bool:
        """Return whether an unknown id may be one that a restart has lost.

        Raises JournalError.
        """
        async with self._lock:
            earlier = await self._async_load()
        return any(last - _RECENT < job_id <= last for last in (earlier, self._last))

    async def _async_load(self) -> int:
        if self._earlier is None:
            self._earlier = await self._journal.async_last_ipp_id(self._device_id)
        return self._earlier
