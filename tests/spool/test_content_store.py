"""Tests of the content store."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
import sqlite3
import threading
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.cloudprint.api.vocabulary import MediaFormat
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.settings import SpoolSettings
from custom_components.cloudprint.spool.content_store import (
    MAX_IN_JOURNAL,
    MAX_IN_MEMORY,
    ContentFiles,
    ContentStore,
)
from custom_components.cloudprint.spool.errors import SpoolFullError
from custom_components.cloudprint.spool.job import Job, JobState
from custom_components.cloudprint.spool.journal import Journal, JournalError
from custom_components.cloudprint.spool.schema import insert_contents
from homeassistant.core import HomeAssistant
from homeassistant.util.async_ import create_eager_task

from .faults import full_disk
from .kept import change_content, kept_contents
from .samples import CONTENT, NOON, make_job

type MakeStore = Callable[..., ContentStore]


@pytest.fixture
async def make_store(
    hass: HomeAssistant, journal: Journal, contents_folder: Path
) -> AsyncGenerator[MakeStore]:
    """Return a function that creates stores with some settings."""
    stores: list[ContentStore] = []

    def make(**settings: Any) -> ContentStore:
        store = ContentStore(
            hass, journal, contents_folder, "entry", SpoolSettings(**settings)
        )
        stores.append(store)
        return store

    yield make
    for store in stores:
        await store.async_stop()


def content_of(size: int) -> Content:
    """Return a content of a size."""
    return Content.from_string("x" * size, MediaFormat.TEXT)


def writer(store: ContentStore, job: Job, content: Content) -> Callable[[], None]:
    """Return the function that writes the content of a job."""
    assert job.content_id is not None
    return store.writer([job], {job.content_id: content})


async def keep(
    store: ContentStore, journal: Journal, content_id: str, size: int, **fields: Any
) -> Job:
    """Store the content of a new job."""
    content = content_of(size)
    await store.async_reserve(content_id, size)
    job = make_job(content_id=content_id, size=size, **fields)
    await journal.async_add(job, before=writer(store, job, content))
    store.commit(content_id, size)
    return job


def names(folder: Path) -> list[str]:
    """Return the ids of the contents on disk."""
    return kept_contents(folder.parent, folder.name)


async def test_contents_after_a_restart(
    make_store: MakeStore, journal: Journal, contents_folder: Path
) -> None:
    """Contents without jobs are deleted; subfolders and other accounts stay."""
    store = make_store()
    await store.async_start()
    job = make_job(content_id="a")
    assert not store.has("a")
    assert not store.has(None)
    await store.async_reserve("a", CONTENT.size)
    assert store.has("a")
    await journal.async_add(job, before=writer(store, job, CONTENT))
    store.commit("a", CONTENT.size)
    assert await store.async_content(job) == CONTENT
    await store.async_stop()
    await store.async_stop()

    (contents_folder / "@eaDir").mkdir(parents=True)
    (contents_folder / "orphan").write_text("without a job")
    with (
        closing(sqlite3.connect(contents_folder.parent / "journal.db")) as other,
        other,
    ):
        insert_contents(
            other, [("entry", "small orphan", b"x"), ("stranger", "b", b"x")]
        )
    store = make_store()
    await store.async_start()
    assert store.has("a")
    assert not store.has("orphan")
    assert not store.has("small orphan")
    assert names(contents_folder) == ["@eaDir", "a"]
    assert kept_contents(contents_folder.parent, "stranger") == ["b"]
    assert await store.async_content(job) == CONTENT


async def test_missing_contents(
    make_store: MakeStore, journal: Journal, contents_folder: Path
) -> None:
    """An incomplete content is missing; one that cannot be read raises an error."""
    store = make_store()
    job = await keep(store, journal, "a", MAX_IN_JOURNAL + 1)
    with patch.object(Path, "read_bytes", side_effect=OSError("too many files")):
        with pytest.raises(JournalError):
            await store.async_content(job)
        # A failed sync is ignored.
        with patch("os.fsync", side_effect=OSError):
            await store.async_sync(job)
    for payload in (b"x", None):
        change_content(contents_folder.parent, contents_folder.name, "a", payload)
        assert await store.async_content(job) is None
    await store.async_sync(job)
    bare = make_job()
    assert await store.async_content(bare) is None
    await store.async_sync(bare)


async def test_only_contents_of_held_jobs_are_synced(
    make_store: MakeStore, journal: Journal
) -> None:
    """The content of a job that is being sent is not synced."""
    store = make_store()
    with patch.object(ContentFiles, "sync") as sync:
        await keep(store, journal, "a", 10, state=JobState.SUBMITTING)
        sync.assert_not_called()
        job = await keep(store, journal, "b", 10, state=JobState.HELD)
        sync.assert_called_once_with("b")
        await store.async_sync(job)
        assert sync.call_count == 2


async def test_oldest_finished_is_deleted_first(
    make_store: MakeStore, journal: Journal, contents_folder: Path
) -> None:
    """Then those of submitted jobs; contents of held jobs are never deleted."""
    store = make_store(content_limit=100)
    states = {
        "printing": JobState.PRINTING,
        "failed": JobState.FAILED,
        "held": JobState.HELD,
        "finished": JobState.FINISHED,
        "submitting": JobState.SUBMITTING,
    }
    for hour, (content_id, state) in enumerate(states.items()):
        await keep(
            store,
            journal,
            content_id,
            20,
            state=state,
            updated_at=NOON + timedelta(hours=hour),
        )
    left = sorted(states)
    for gone in ("failed", "finished", "printing"):
        await keep(store, journal, f"new{gone}", 20)
        left = sorted([*left, f"new{gone}"])
        left.remove(gone)
        assert names(contents_folder) == left
        assert [name for name in states if store.has(name)] == [
            name for name in states if name in left
        ]
    with pytest.raises(SpoolFullError):
        await store.async_reserve("more", 1)
    assert not store.has("more")
    assert names(contents_folder) == left


async def test_nothing_is_deleted_in_vain(
    make_store: MakeStore, journal: Journal, contents_folder: Path
) -> None:
    """Contents are kept if deleting them would not be enough."""
    store = make_store(content_limit=100)
    await keep(store, journal, "held", 60)
    await keep(store, journal, "old", 10, state=JobState.FINISHED)
    with pytest.raises(SpoolFullError):
        await store.async_reserve("large", 60)
    assert names(contents_folder) == ["held", "old"]
    # A refused content does not occupy space.
    await keep(store, journal, "small", 40)
    assert names(contents_folder) == ["held", "small"]


async def test_concurrent_reservations(
    make_store: MakeStore, journal: Journal, contents_folder: Path
) -> None:
    """Concurrent prints do not use the same space, and do not delete too much."""
    store = make_store(content_limit=100)
    for number in range(4):
        await keep(
            store,
            journal,
            f"old{number}",
            20,
            state=JobState.FINISHED,
            updated_at=NOON + timedelta(hours=number),
        )
    results = await asyncio.gather(
        *(keep(store, journal, f"new{size}", size) for size in (20, 30, 90, 10)),
        return_exceptions=True,
    )
    assert [type(result).__name__ for result in results] == [
        "Job",
        "Job",
        "SpoolFullError",
        "Job",
    ]
    assert names(contents_folder) == ["new10", "new20", "new30", "old2", "old3"]


async def reserved_id(store: ContentStore, content_id: str) -> str:
    """Return the id under which a content is reserved for a new job, which is kept."""
    submission = make_job(content_id=content_id), content_of(15)
    async with store.async_reserve_contents([submission], replaced=0) as reserved:
        return next(iter(reserved))


async def test_expected_contents(make_store: MakeStore, journal: Journal) -> None:
    """No more contents are read than there is room for, except a single one."""
    store = make_store(content_limit=100)
    await keep(store, journal, "held", 60)
    async with store.async_expect(90) as alone:
        with pytest.raises(SpoolFullError):
            async with store.async_expect(1):
                pass
        # What is in memory already comes first.
        await keep(store, journal, "text", 10)
    async with store.async_expect(20) as first, store.async_expect(10):
        with pytest.raises(SpoolFullError):
            async with store.async_expect(10):
                pass
        # From here on, it has the room that it needs, and is counted once.
        assert await reserved_id(store, first) == first
        async with store.async_expect(5):
            pass
    assert await reserved_id(store, alone) != alone


async def test_contents_that_make_room_for_expected_ones(
    make_store: MakeStore, journal: Journal, contents_folder: Path
) -> None:
    """Nothing is deleted before the new contents were read."""
    store = make_store(content_limit=100)
    await keep(store, journal, "held", 60)
    await keep(store, journal, "old", 30, state=JobState.FINISHED)
    async with store.async_expect(20), store.async_expect(20):
        assert names(contents_folder) == ["held", "old"]
        with pytest.raises(SpoolFullError):
            async with store.async_expect(10):
                pass
    assert names(contents_folder) == ["held", "old"]


async def test_reserved_content_is_not_deleted(
    make_store: MakeStore, journal: Journal
) -> None:
    """A content whose job is not written yet is kept."""
    store = make_store(content_limit=100)
    await store.async_reserve("a", 60)
    await store.async_clean_up()
    with pytest.raises(SpoolFullError):
        await store.async_reserve("b", 60)
    assert store.has("a")
    # Its job could not be written.
    store.commit("a", 60)
    await store.async_reserve("b", 60)
    assert not store.has("a")


async def test_reprint_while_the_content_is_deleted(
    make_store: MakeStore, journal: Journal, contents_folder: Path
) -> None:
    """The reprint writes the content again."""
    store = make_store(content_limit=100)
    old = await keep(store, journal, "old", 60, state=JobState.FINISHED)
    content = await store.async_content(old)
    assert content is not None

    may_go_on = threading.Event()
    blocking = create_eager_task(journal.async_run(may_go_on.wait))
    deleting = create_eager_task(keep(store, journal, "new", 60))
    assert store.has("old")
    again = make_job(content_id="old", size=60)
    adding = create_eager_task(
        journal.async_add(again, before=writer(store, again, content))
    )
    adding.add_done_callback(lambda _: store.commit("old", 60))
    may_go_on.set()
    await asyncio.gather(blocking, deleting, adding)
    assert names(contents_folder) == ["new", "old"]
    assert store.has("old")
    assert await store.async_content(again) == content


async def test_journal_fails(
    make_store: MakeStore, journal: Journal, freezer: FrozenDateTimeFactory
) -> None:
    """A print raises an error; background work does not."""
    store = make_store(content_limit=100, content_days=0)
    await store.async_start()
    await keep(store, journal, "old", 60, state=JobState.FINISHED)
    with patch.object(journal, "async_use_contents", side_effect=JournalError("no")):
        with pytest.raises(JournalError):
            await store.async_reserve("new", 60)
        assert not store.has("new")
        hass = store._hass  # noqa: SLF001 - as the timer has it
        store.job_changed(make_job(state=JobState.FINISHED))
        freezer.tick(timedelta(hours=1))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)
        with pytest.raises(JournalError):
            await make_store().async_start()
    assert store.has("old")


async def test_canceled_reservation(make_store: MakeStore, journal: Journal) -> None:
    """A print that is cancelled while it waits releases its reservation."""
    store = make_store(content_limit=100)
    await keep(store, journal, "old", 60, state=JobState.FINISHED)
    may_go_on = threading.Event()
    blocking = create_eager_task(journal.async_run(may_go_on.wait))
    waiting = create_eager_task(store.async_reserve("new", 60))
    assert store.has("new")
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not store.has("new")
    may_go_on.set()
    await blocking
    await keep(store, journal, "next", 90)


async def test_full_disk(
    make_store: MakeStore, journal: Journal, contents_folder: Path
) -> None:
    """An incomplete content is not left on the disk."""
    store = make_store()
    await store.async_start()
    await keep(store, journal, "a", 10)
    for size in (10_000, MAX_IN_JOURNAL + 1):
        with full_disk(), pytest.raises(JournalError):
            await keep(store, journal, f"{size}", size)
    assert names(contents_folder) == ["a"]


async def test_age(
    hass: HomeAssistant,
    make_store: MakeStore,
    journal: Journal,
    contents_folder: Path,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A content is kept for some days after the end of its last job."""
    store = make_store(content_days=7)
    await store.async_start()
    await keep(store, journal, "finished", 10, state=JobState.FINISHED)
    await keep(store, journal, "held", 10)
    await keep(store, journal, "printing", 10, state=JobState.PRINTING)
    await keep(store, journal, "again", 10, state=JobState.FINISHED)
    again = make_job(
        content_id="again",
        state=JobState.FINISHED,
        updated_at=NOON + timedelta(days=2),
    )
    await journal.async_add(again, before=writer(store, again, content_of(10)))
    seen: list[list[str]] = []
    for hours in (7 * 24 - 1, 1, 2 * 24 - 1, 1):
        freezer.tick(timedelta(hours=hours))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)
        seen.append(names(contents_folder))
    everything = ["again", "finished", "held", "printing"]
    assert seen == [
        everything,
        ["again", "held", "printing"],
        ["again", "held", "printing"],
        ["held", "printing"],
    ]
    assert not store.has("finished")


async def test_contents_are_not_kept(
    hass: HomeAssistant, make_store: MakeStore, journal: Journal, contents_folder: Path
) -> None:
    """With 0 days, a content is deleted when its job ends."""
    store = make_store(content_days=0)
    await store.async_start()
    jobs = [
        await keep(store, journal, state.value, 10, state=state) for state in JobState
    ]
    for job in jobs:
        store.job_changed(job)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert names(contents_folder) == sorted(
        state.value for state in JobState if not state.is_final
    )
    # With more days, nothing is deleted at once.
    store = make_store(content_days=1)
    await keep(store, journal, "kept", 10, state=JobState.FINISHED)
    store.job_changed(jobs[-1])
    await hass.async_block_till_done(wait_background_tasks=True)
    assert "kept" in names(contents_folder)


async def test_many_jobs_end_and_contents_are_not_kept(
    hass: HomeAssistant, make_store: MakeStore, journal: Journal, contents_folder: Path
) -> None:
    """Contents are deleted in one or two steps, not in one for each job."""
    store = make_store(content_days=0)
    await store.async_start()
    jobs = [
        await keep(store, journal, f"{number}", 10, state=JobState.EXPIRED)
        for number in range(50)
    ]
    with patch.object(
        journal, "async_use_contents", wraps=journal.async_use_contents
    ) as looked:
        for job in jobs:
            store.job_changed(job)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert names(contents_folder) == []
    assert looked.call_count == 2


async def test_history_is_pruned_with_its_contents(
    make_store: MakeStore, journal: Journal, contents_folder: Path
) -> None:
    """The content of a job that was pruned is deleted."""
    store = make_store(content_days=30)
    old = make_job(state=JobState.FINISHED, updated_at=NOON - timedelta(days=366))
    await journal.async_add(old, before=lambda: None)
    await keep(store, journal, "a", 10, state=JobState.FINISHED)
    await keep(store, journal, "b", 10, state=JobState.FINISHED)
    with patch("custom_components.cloudprint.spool.content_store.HISTORY_JOBS", 1):
        await store.async_clean_up()
    assert [job.content_id for job in await journal.async_jobs(limit=9)] == ["b"]
    assert names(contents_folder) == ["b"]
    assert not store.has("a")


@pytest.mark.parametrize("content_days", [0, 7])
async def test_deleted_contents_are_purged(
    hass: HomeAssistant,
    make_store: MakeStore,
    journal: Journal,
    tmp_path: Path,
    freezer: FrozenDateTimeFactory,
    content_days: int,
) -> None:
    """Nothing is left in unused parts of the journal's file or in its log."""
    store = make_store(content_days=content_days)
    await store.async_start()
    sizes = (10, 5000, MAX_IN_JOURNAL, MAX_IN_JOURNAL + 1)
    for size in sizes:
        await keep(store, journal, f"{size}", size, state=JobState.FINISHED)

    def left() -> int:
        return sum(
            path.read_bytes().count(b"x" * 10)
            for path in tmp_path.rglob("*")
            if path.is_file()
        )

    assert left() > sum(sizes) / 20
    store.job_changed(make_job(state=JobState.FINISHED))
    freezer.tick(timedelta(days=content_days))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert left() == 0


async def test_held_contents_stay_in_memory(
    make_store: MakeStore, journal: Journal
) -> None:
    """What waits for its turn is not read again, up to a limit, until it was sent."""
    store = make_store()
    await store.async_start()
    held = await keep(store, journal, "held", 100, state=JobState.HELD)
    large = await keep(store, journal, "large", MAX_IN_JOURNAL + 1, state=JobState.HELD)
    sent = await keep(store, journal, "sent", 100, state=JobState.SUBMITTING)
    count = MAX_IN_MEMORY // MAX_IN_JOURNAL
    small = [
        await keep(store, journal, f"{number}", MAX_IN_JOURNAL, state=JobState.HELD)
        for number in range(count)
    ]

    with patch.object(journal, "async_run", side_effect=JournalError("no")):
        assert await store.async_content(held) == content_of(100)
        store.job_changed(held.with_state(JobState.SUBMITTING))
        assert await store.async_content(held) == content_of(100)
        for other in (large, sent, small[-1]):
            with pytest.raises(JournalError):
                await store.async_content(other)
        store.job_changed(held.with_state(JobState.SUBMITTED))
        with pytest.raises(JournalError):
            await store.async_content(held)
    assert await store.async_content(held) == content_of(100)
    assert await store.async_content(small[-1]) == content_of(MAX_IN_JOURNAL)

    # Its memory can be used again.
    last = await keep(store, journal, "last", MAX_IN_JOURNAL, state=JobState.HELD)
    with patch.object(journal, "async_run", side_effect=JournalError("no")):
        assert await store.async_content(last) == content_of(MAX_IN_JOURNAL)


async def test_deleted_contents_leave_memory(
    make_store: MakeStore, journal: Journal
) -> None:
    """A content whose job could not be written is dropped when it is deleted."""
    store = make_store()
    await store.async_start()
    job = make_job(content_id="lost", size=100, state=JobState.HELD)
    await store.async_reserve("lost", 100)
    writer(store, job, content_of(100))
    store.commit("lost", 100)
    await store.async_clean_up()
    assert await store.async_content(job) is None


async def test_reprinted_content_is_once_in_memory(
    make_store: MakeStore, journal: Journal
) -> None:
    """Held jobs with the same content use up its memory once."""
    store = make_store()
    await store.async_start()
    job = make_job(content_id="same", size=MAX_IN_JOURNAL, state=JobState.HELD)
    for _ in range(MAX_IN_MEMORY // MAX_IN_JOURNAL):
        writer(store, job, content_of(MAX_IN_JOURNAL))
    other = await keep(store, journal, "other", MAX_IN_JOURNAL, state=JobState.HELD)
    with patch.object(journal, "async_run", side_effect=JournalError("no")):
        assert await store.async_content(other) == content_of(MAX_IN_JOURNAL)
