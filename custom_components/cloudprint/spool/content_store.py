"""Keeps the contents of jobs for as long as they are needed."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
import os
from pathlib import Path
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..document.content import Content
from ..settings import SpoolSettings
from .clock import read_retention_time
from .errors import SpoolFullError
from .job import Job, JobState
from .journal import Journal, JournalError
from .preparation import Preparation
from .schema import ContentUse, insert_contents
from .tasks import Tasks

MAX_IN_JOURNAL: Final = 64 * 1024  # bytes; larger contents would bloat it
HISTORY_DAYS: Final = 365
HISTORY_JOBS: Final = 10_000
CLEAN_UP_INTERVAL: Final = timedelta(hours=1)
MAX_IN_MEMORY: Final = 1024 * 1024  # bytes, until their jobs are sent


@dataclass(frozen=True, slots=True)
class ContentFiles:
    """An account's contents in the journal's thread: small ones there, others in files."""

    journal: Journal
    folder: Path
    entry_id: str

    def write(self, content_id: str, payload: bytes) -> None:
        """Write a content, unless it exists."""
        if len(payload) <= MAX_IN_JOURNAL:
            insert_contents(
                self.journal.database, [(self.entry_id, content_id, payload)]
            )
            return
        path = self.folder / content_id
        try:
            descriptor = _create(path)
        except FileExistsError:
            if not path.is_file():
                raise
            return
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(payload)
        except OSError:
            # A part of it would only use space.
            with suppress(OSError):
                path.unlink()
            raise

    def adopt(self, content_id: str, file: Path) -> None:
        """Take over a file and sync it, a small one in the journal; only the first time."""
        path = self.folder / content_id
        if path.exists():
            return
        if file.stat().st_size <= MAX_IN_JOURNAL:
            self.write(content_id, file.read_bytes())
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.replace(path)
        self.sync(content_id)

    def provide(self, content_id: str, size: int) -> Path | None:
        """Return a content's file; None if it is missing or not of its size."""
        path = self.folder / content_id
        if (payload := self._read_from_journal(content_id)) is not None:
            path.unlink(missing_ok=True)
            with os.fdopen(_create(path), "wb") as file:
                file.write(payload)
        is_whole = path.is_file() and path.stat().st_size == size
        return path if is_whole else None

    def sync(self, content_id: str) -> None:
        """Sync a content, unless it is in the journal, which is synced with its job."""
        path = self.folder / content_id
        if not path.exists():
            return
        _sync(path)
        # Not all file systems can or must sync a folder.
        with suppress(OSError):
            _sync(self.folder)

    def read(self, content_id: str, size: int) -> bytes | None:
        """Return a content of a size, or None if it is missing or incomplete."""
        payload = self._read_from_journal(content_id)
        if payload is None:
            with suppress(FileNotFoundError):
                payload = (self.folder / content_id).read_bytes()
        return payload if payload is not None and len(payload) == size else None

    def remove(self, content_id: str) -> None:
        """Remove a content."""
        self.journal.database.execute(
            "DELETE FROM contents WHERE entry_id = ? AND content_id = ?",
            (self.entry_id, content_id),
        )
        (self.folder / content_id).unlink(missing_ok=True)

    def sizes(self) -> dict[str, int]:
        """Return the size of each content in bytes."""
        # Subfolders are not ours.
        paths = self.folder.iterdir() if self.folder.is_dir() else ()
        sizes = {path.name: path.stat().st_size for path in paths if path.is_file()}
        sizes.update(
            self.journal.database.execute(
                "SELECT content_id, LENGTH(payload) FROM contents WHERE entry_id = ?",
                (self.entry_id,),
            )
        )
        return sizes

    def _read_from_journal(self, content_id: str) -> bytes | None:
        row = self.journal.database.execute(
            "SELECT payload FROM contents WHERE entry_id = ? AND content_id = ?",
            (self.entry_id, content_id),
        ).fetchone()
        return None if row is None else row[0]


class ContentStore:
    """The contents of one account's jobs, with a retention policy.

    To make room for a new content, those of ended jobs are deleted, oldest first, then
    those of submitted jobs, and never those of held jobs.
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
        self._files = ContentFiles(journal, folder, entry_id)
        self._settings = settings
        self._sizes: dict[str, int] = {}
        self._in_memory: dict[str, Content] = {}
        self._memory_used = 0
        self._reserved: set[str] = set()
        self._documents = defaultdict[str, set[str]](set)  # of jobs, reserved
        self._expected: dict[str, int] = {}  # bytes that are being read
        self._room = asyncio.Lock()
        self._must_delete = False
        self._is_deleting = False
        self._deleting: Final = Tasks()
        self._cancel_timer: CALLBACK_TYPE = lambda: None

    async def async_start(self, open_jobs: Iterable[Job] = ()) -> None:
        """Load the sizes, clean up, and repeat that every hour. Raises JournalError."""
        self._sizes = await self._journal.async_run(self._files.sizes)
        for job in open_jobs:
            if job.preparation is not None:
                self._keep_documents(job.job_id, job.preparation)
        await self.async_clean_up()
        self._cancel_timer = async_track_time_interval(
            self._hass, self._async_try_clean_up, CLEAN_UP_INTERVAL
        )

    async def async_stop(self) -> None:
        """Stop the clean-up timer, and finish what is being deleted."""
        self._cancel_timer()
        await self._deleting.async_wait()

    def has(self, content_id: str | None) -> bool:
        """Return whether a content is stored."""
        return content_id in self._sizes

    def is_kept(self, job: Job) -> bool:
        """Return whether a job can be shown and printed again, also in a moment."""
        is_needless = job.is_secret or self._is_obsolete(job)
        return self.has(job.content_id) and not is_needless

    @asynccontextmanager
    async def async_expect(self, size: int) -> AsyncGenerator[str]:
        """Keep room for about `size` bytes, and yield the id to reserve them with.

        Raises SpoolFullError if there is no room beside others that are being read, and
        JournalError. One alone is always read: what is printed may be smaller.
        """
        content_id = ulid_now()
        async with self._room:
            excess = self._get_excess(sum(self._expected.values()) + size)
            if self._expected and excess > 0:
                # Only what is not needed would be deleted.
                can_free = await self._journal.async_use_contents(
                    self._sizes.keys() - self._reserved,
                    lambda uses: bool(_choose_excess(uses, self._sizes, excess)),
                )
                if not can_free:
                    raise SpoolFullError
            self._expected[content_id] = size
        try:
            yield content_id
        finally:
            self._expected.pop(content_id, None)

    def _get_excess(self, size: int) -> int:
        """Return by how many bytes new contents of a size are too large, if above 0."""
        return sum(self._sizes.values()) + size - self._settings.content_limit

    async def async_reserve(
        self, content_id: str, size: int, *, replaced: int = 0
    ) -> None:
        """Reserve bytes for a new content, instead of `replaced` ones, until committed.

        Raises SpoolFullError if contents of waiting jobs leave no space, and
        JournalError; then nothing is reserved.
        """
        async with self._room:
            excess = self._get_excess(size) - replaced
            self._expected.pop(content_id, None)
            self._reserved.add(content_id)
            self._sizes[content_id] = size
            if excess <= 0:
                return
            deleted = list[str]()
            try:
                deleted = await self._async_delete(
                    lambda uses: _choose_excess(uses, self._sizes, excess)
                )
            finally:
                if not deleted:
                    self._reserved.discard(content_id)
                    del self._sizes[content_id]
            if not deleted:
                raise SpoolFullError

    def commit(self, content_id: str, size: int) -> None:
        """End a reservation; a content without jobs is deleted with the next clean-up."""
        self._reserved.discard(content_id)
        self._sizes[content_id] = size

    @asynccontextmanager
    async def async_reserve_contents(
        self, new: Iterable[tuple[Job, Content | None]], *, replaced: int
    ) -> AsyncGenerator[dict[str, Content]]:
        """Reserve the contents of new jobs until they are written; yield them by id."""
        reserved = dict[str, Content]()
        try:
            for job, content in new:
                if content is None or any(
                    content is reserved_content
                    for reserved_content in reserved.values()
                ):
                    continue
                content_id = job.content_id or ulid_now()
                if content_id in reserved or not self.has(content_id):
                    if content_id not in self._expected:
                        content_id = ulid_now()
                    await self.async_reserve(
                        content_id, len(content.payload), replaced=replaced
                    )
                reserved[content_id] = content
            yield reserved
        finally:
            for content_id, content in reserved.items():
                self.commit(content_id, len(content.payload))

    @asynccontextmanager
    async def async_reserve_documents(
        self, job_id: str, preparation: Preparation
    ) -> AsyncGenerator[dict[str, Content]]:
        """Reserve space for documents until an error, or until they are converted."""
        self._keep_documents(job_id, preparation)
        try:
            for document in preparation.documents:
                await self.async_reserve(document.content_id, document.size)
            yield {}
        except BaseException:
            self.drop_documents(job_id)
            raise

    def _keep_documents(self, job_id: str, preparation: Preparation) -> None:
        self._documents[job_id] = {
            document.content_id for document in preparation.documents
        }
        self._reserved |= self._documents[job_id]

    def drop_documents(self, job_id: str) -> None:
        """Delete the documents of a job, if there are any."""
        if (content_ids := self._documents.pop(job_id, None)) is not None:
            self._reserved -= content_ids
            self._delete_soon()

    def move_documents(self, job_id: str, new_id: str) -> None:
        """Keep the documents of a job for another one instead."""
        self._documents[new_id] |= self._documents.pop(job_id, set())

    async def async_write(self, content_id: str, payload: bytes) -> None:
        """Write and sync a content that is reserved. Raises JournalError."""

        def write() -> None:
            with self._journal.database:
                self._files.write(content_id, payload)
            self._files.sync(content_id)

        await self._journal.async_run(write)

    async def async_provide_documents(self, preparation: Preparation) -> list[Path]:
        """Return a file of each document, fewer if some are gone. Raises JournalError."""

        def provide() -> list[Path]:
            paths = (
                self._files.provide(document.content_id, document.size)
                for document in preparation.documents
            )
            return [path for path in paths if path is not None]

        return await self._journal.async_run(provide)

    def writer(
        self,
        jobs: Sequence[Job],
        contents: Mapping[str, Content],
        files: Sequence[Path] = (),
    ) -> Callable[[], None]:
        """Return what writes contents in the journal's thread, and syncs held jobs' ones.

        It takes over the files of the first job's documents.
        """
        preparation = jobs[0].preparation
        lasting = {job.content_id for job in jobs if job.state is JobState.HELD}
        for content_id, content in contents.items():
            if (
                content_id in lasting
                # A reprint has a content that may be there.
                and content_id not in self._in_memory
                and content.size <= MAX_IN_JOURNAL
                and self._memory_used + content.size <= MAX_IN_MEMORY
            ):
                self._in_memory[content_id] = content
                self._memory_used += content.size

        def write() -> None:
            for content_id, content in contents.items():
                self._files.write(content_id, content.payload)
                if content_id in lasting:
                    self._files.sync(content_id)
            for document, file in zip(
                preparation.documents if preparation and files else (),
                files,
                strict=True,
            ):
                self._files.adopt(document.content_id, file)

        return write

    async def async_sync(self, job: Job) -> None:
        """Sync the content of a job, if possible."""
        if (content_id := job.content_id) is not None:
            with suppress(JournalError):
                await self._journal.async_run(lambda: self._files.sync(content_id))

    async def async_content(self, job: Job) -> Content | None:
        """Return the content of a job, or None if it is gone. Raises JournalError."""
        if (content_id := job.content_id) is None:
            return None
        if (content := self._in_memory.get(content_id)) is not None:
            return content
        payload = await self._journal.async_run(
            lambda: self._files.read(content_id, job.content.size)
        )
        if payload is None:
            return None
        return Content(payload=payload, **job.content.info())

    async def async_clean_up(self) -> None:
        """Delete old jobs and contents. Raises JournalError."""
        now = await self._journal.async_run(
            lambda: read_retention_time(self._journal.database)
        )
        await self._journal.async_prune(
            before=now - timedelta(days=HISTORY_DAYS), keep=HISTORY_JOBS
        )
        await self._async_delete_old(now)

    def job_changed(self, job: Job) -> None:
        """Drop a job's content from memory once sent, and delete what it needs no more."""
        if job.state not in (JobState.HELD, JobState.SUBMITTING):
            self._drop_from_memory(job.content_id)
        if job.preparation is None:
            self.drop_documents(job.job_id)
        if self._is_obsolete(job):
            self._delete_soon()

    def _is_obsolete(self, job: Job) -> bool:
        is_kept = self._settings.content_days > 0 and not job.is_passing
        return job.state.is_final and (not is_kept or job.content_id is None)

    async def _async_try_clean_up(self, now: datetime) -> None:
        # The next print reports a failing journal.
        with suppress(JournalError):
            await self.async_clean_up()

    def _delete_soon(self) -> None:
        self._must_delete = True
        if not self._is_deleting:
            self._deleting.start(self._async_delete_obsolete(), "deletion")

    async def _async_delete_obsolete(self) -> None:
        self._is_deleting = True
        try:
            while self._must_delete:
                self._must_delete = False
                with suppress(JournalError):
                    await self._async_delete_old(dt_util.utcnow())
        finally:
            self._is_deleting = False

    async def _async_delete_old(self, now: datetime) -> None:
        days = self._settings.content_days
        cutoff = (now - timedelta(days=days)).timestamp()

        def is_old(use: ContentUse) -> bool:
            is_over = not days or use.is_passing or use.since <= cutoff
            return not use.is_known or (use.has_ended and is_over)

        await self._async_delete(
            lambda uses: [use.content_id for use in uses if is_old(use)]
        )

    async def _async_delete(
        self, choose: Callable[[list[ContentUse]], list[str]]
    ) -> list[str]:
        """Choose contents by their uses and delete them in one step of the thread."""

        def delete(uses: list[ContentUse]) -> list[str]:
            chosen = choose(uses)
            for content_id in chosen:
                self._files.remove(content_id)
            return chosen

        deleted = await self._journal.async_use_contents(
            self._sizes.keys() - self._reserved, delete
        )
        for content_id in deleted:
            self._sizes.pop(content_id, None)
            self._drop_from_memory(content_id)
        return deleted

    def _drop_from_memory(self, content_id: str | None) -> None:
        if content_id and (content := self._in_memory.pop(content_id, None)):
            self._memory_used -= content.size


def _choose_excess(
    uses: list[ContentUse], sizes: dict[str, int], excess: int
) -> list[str]:
    """Return what frees `excess` bytes, ended jobs' contents first, or none if too few."""
    chosen: list[str] = []
    for use in sorted(uses, key=lambda use: use.is_known and not use.has_ended):
        if excess <= 0 or use.is_waiting:
            continue
        chosen.append(use.content_id)
        excess -= sizes.get(use.content_id, 0)
    return chosen if excess <= 0 else []


def _create(path: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        return os.open(path, flags, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(path, flags, 0o600)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
