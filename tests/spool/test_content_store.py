"""Tests of the keeper: what is kept, how long, and what goes first."""

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

from custom_components.cloudprint.api import MediaFormat
from custom_components.cloudprint.document import Content
from custom_components.cloudprint.settings import SpoolSettings
from custom_components.cloudprint.spool.content_files import SMALL, ContentFiles
from custom_components.cloudprint.spool.content_store import ContentStore
from custom_components.cloudprint.spool.errors import (
    SpoolFullError,
)
from custom_components.cloudprint.spool.job import Job, JobState
from custom_components.cloudprint.spool.journal import Journal, JournalError
from custom_components.cloudprint.spool.schema import insert_contents
from homeassistant.core import HomeAssistant

from .faults import full_disk
from .kept import change_content, kept_contents
from .samples import CONTENT, NOON, make_job

type MakeKeeper = Callable[..., ContentStore]


@pytest.fixture
async def journal(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, tmp_path: Path
) -> AsyncGenerator[Journal]:
    """Return an open journal, at noon."""
    freezer.move_to(NOON)
    journal = Journal(tmp_path / "journal.db", tmp_path / "marker")
    await journal.async_open()
    yield journal
    await journal.async_close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of the contents."""
    return tmp_path / "entry"


@pytest.fixture
async def make_keeper(
    hass: HomeAssistant, journal: Journal, folder: Path
) -> AsyncGenerator[MakeKeeper]:
    """Return what makes keepers with some settings."""
    keepers: list[ContentStore] = []

    def make(**settings: Any) -> ContentStore:
        keeper = ContentStore(hass, journal, folder, "entry", SpoolSettings(**settings))
        keepers.append(keeper)
        return keeper

    yield make
    for keeper in keepers:
        keeper.stop()


def content_of(size: int) -> Content:
    """Return a content of a size."""
    return Content.from_string("x" * size, MediaFormat.TEXT)


async def keep(
    keeper: ContentStore, journal: Journal, content_id: str, size: int, **fields: Any
) -> Job:
    """Keep what a new job prints."""
    content = content_of(size)
    await keeper.async_make_room(content_id, size)
    job = make_job(content_id=content_id, size=size, **fields)
    await journal.async_add(job, before=keeper.writer([job], content))
    keeper.settle(content_id, size)
    return job


def names(folder: Path) -> list[str]:
    """Return the contents on disk."""
    return kept_contents(folder.parent, folder.name)


async def test_what_is_kept_is_found_again(
    make_keeper: MakeKeeper, journal: Journal, folder: Path
) -> None:
    """Also after a restart; orphans go, and strangers stay."""
    keeper = make_keeper()
    await keeper.async_start()
    job = make_job(content_id="a")
    assert not keeper.has("a")
    assert not keeper.has(None)
    await keeper.async_make_room("a", CONTENT.size)
    assert keeper.has("a")
    await journal.async_add(job, before=keeper.writer([job], CONTENT))
    keeper.settle("a", CONTENT.size)
    assert await keeper.async_content(job) == CONTENT
    keeper.stop()
    keeper.stop()

    (folder / "@eaDir").mkdir(parents=True)
    (folder / "orphan").write_text("nobody's")
    with closing(sqlite3.connect(folder.parent / "journal.db")) as other, other:
        insert_contents(
            other, [("entry", "small orphan", b"x"), ("stranger", "b", b"x")]
        )
    keeper = make_keeper()
    await keeper.async_start()
    assert keeper.has("a")
    assert not keeper.has("orphan")
    assert not keeper.has("small orphan")
    assert names(folder) == ["@eaDir", "a"]
    assert kept_contents(folder.parent, "stranger") == ["b"]
    assert await keeper.async_content(job) == CONTENT


async def test_what_is_gone(
    make_keeper: MakeKeeper, journal: Journal, folder: Path
) -> None:
    """A content that is not whole is gone; one that cannot be read now is not."""
    keeper = make_keeper()
    job = await keep(keeper, journal, "a", SMALL + 1)
    with patch.object(Path, "read_bytes", side_effect=OSError("too many files")):
        with pytest.raises(JournalError):
            await keeper.async_content(job)
        # Nor does it matter to a sync that fails.
        with patch("os.fsync", side_effect=OSError):
            await keeper.async_sync(job)
    for payload in (b"x", None):
        change_content(folder.parent, folder.name, "a", payload)
        assert await keeper.async_content(job) is None
    await keeper.async_sync(job)
    bare = make_job()
    assert await keeper.async_content(bare) is None
    await keeper.async_sync(bare)


async def test_only_what_waits_must_survive_a_power_cut(
    make_keeper: MakeKeeper, journal: Journal
) -> None:
    """A content that is being sent is not waited for; one that is held is."""
    keeper = make_keeper()
    with patch.object(ContentFiles, "sync") as sync:
        await keep(keeper, journal, "a", 10, state=JobState.SUBMITTING)
        sync.assert_not_called()
        job = await keep(keeper, journal, "b", 10, state=JobState.HELD)
        sync.assert_called_once_with("b")
        await keeper.async_sync(job)
        assert sync.call_count == 2


async def test_oldest_finished_goes_first(
    make_keeper: MakeKeeper, journal: Journal, folder: Path
) -> None:
    """Then what the cloud has taken; what is held never."""
    keeper = make_keeper(content_limit=100)
    states = {
        "printing": JobState.PRINTING,
        "failed": JobState.FAILED,
        "held": JobState.HELD,
        "finished": JobState.FINISHED,
        "submitting": JobState.SUBMITTING,
    }
    for hour, (content_id, state) in enumerate(states.items()):
        await keep(
            keeper,
            journal,
            content_id,
            20,
            state=state,
            updated_at=NOON + timedelta(hours=hour),
        )
    left = sorted(states)
    for gone in ("failed", "finished", "printing"):
        await keep(keeper, journal, f"new{gone}", 20)
        left = sorted([*left, f"new{gone}"])
        left.remove(gone)
        assert names(folder) == left
        assert [name for name in states if keeper.has(name)] == [
            name for name in states if name in left
        ]
    with pytest.raises(SpoolFullError):
        await keeper.async_make_room("more", 1)
    assert not keeper.has("more")
    assert names(folder) == left


async def test_nothing_is_dropped_in_vain(
    make_keeper: MakeKeeper, journal: Journal, folder: Path
) -> None:
    """What would not be enough anyway is kept."""
    keeper = make_keeper(content_limit=100)
    await keep(keeper, journal, "held", 60)
    await keep(keeper, journal, "old", 10, state=JobState.FINISHED)
    with pytest.raises(SpoolFullError):
        await keeper.async_make_room("large", 60)
    assert names(folder) == ["held", "old"]
    # And nobody is refused for the sake of one who was.
    await keep(keeper, journal, "small", 40)
    assert names(folder) == ["held", "small"]


async def test_room_is_given_to_one_after_the_other(
    make_keeper: MakeKeeper, journal: Journal, folder: Path
) -> None:
    """Prints at the same time do not take the same room, nor drop too much."""
    keeper = make_keeper(content_limit=100)
    for number in range(4):
        await keep(
            keeper,
            journal,
            f"old{number}",
            20,
            state=JobState.FINISHED,
            updated_at=NOON + timedelta(hours=number),
        )
    results = await asyncio.gather(
        *(keep(keeper, journal, f"new{size}", size) for size in (20, 30, 90, 10)),
        return_exceptions=True,
    )
    assert [type(result).__name__ for result in results] == [
        "Job",
        "Job",
        "SpoolFullError",
        "Job",
    ]
    assert names(folder) == ["new10", "new20", "new30", "old2", "old3"]


async def test_what_is_reserved_is_nobody_elses(
    make_keeper: MakeKeeper, journal: Journal
) -> None:
    """A content without a job yet is no orphan."""
    keeper = make_keeper(content_limit=100)
    await keeper.async_make_room("a", 60)
    await keeper.async_tidy()
    with pytest.raises(SpoolFullError):
        await keeper.async_make_room("b", 60)
    assert keeper.has("a")
    # Its job could not be written down: now it is one.
    keeper.settle("a", 60)
    await keeper.async_make_room("b", 60)
    assert not keeper.has("a")


async def test_a_job_takes_up_what_is_being_dropped(
    make_keeper: MakeKeeper, journal: Journal, folder: Path
) -> None:
    """A reprint at the moment when its content goes writes it anew."""
    keeper = make_keeper(content_limit=100)
    old = await keep(keeper, journal, "old", 60, state=JobState.FINISHED)
    content = await keeper.async_content(old)
    assert content is not None

    may_go_on = threading.Event()
    blocking = asyncio.ensure_future(journal.async_run(may_go_on.wait))
    await asyncio.sleep(0)
    dropping = asyncio.ensure_future(keep(keeper, journal, "new", 60))
    await asyncio.sleep(0)
    assert keeper.has("old")
    again = make_job(content_id="old", size=60)
    adding = asyncio.ensure_future(
        journal.async_add(again, before=keeper.writer([again], content))
    )
    adding.add_done_callback(lambda _: keeper.settle("old", 60))
    await asyncio.sleep(0)
    may_go_on.set()
    await asyncio.gather(blocking, dropping, adding)
    assert names(folder) == ["new", "old"]
    assert keeper.has("old")
    assert await keeper.async_content(again) == content


async def test_a_journal_that_fails(
    make_keeper: MakeKeeper, journal: Journal, freezer: FrozenDateTimeFactory
) -> None:
    """Whoever wants to print is told; nobody else is."""
    keeper = make_keeper(content_limit=100, content_days=0)
    await keeper.async_start()
    await keep(keeper, journal, "old", 60, state=JobState.FINISHED)
    with patch.object(journal, "async_use_contents", side_effect=JournalError("no")):
        with pytest.raises(JournalError):
            await keeper.async_make_room("new", 60)
        assert not keeper.has("new")
        hass = keeper._hass  # noqa: SLF001 - as the timer has it
        keeper.job_ended(make_job(state=JobState.FINISHED))
        freezer.tick(timedelta(hours=1))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)
        with pytest.raises(JournalError):
            await make_keeper().async_start()
    assert keeper.has("old")


async def test_giving_up_gives_the_room_back(
    make_keeper: MakeKeeper, journal: Journal
) -> None:
    """A print that is cancelled while it waits for room leaves none behind."""
    keeper = make_keeper(content_limit=100)
    await keep(keeper, journal, "old", 60, state=JobState.FINISHED)
    may_go_on = threading.Event()
    blocking = asyncio.ensure_future(journal.async_run(may_go_on.wait))
    waiting = asyncio.ensure_future(keeper.async_make_room("new", 60))
    await asyncio.sleep(0)
    assert keeper.has("new")
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not keeper.has("new")
    may_go_on.set()
    await blocking
    await keep(keeper, journal, "next", 90)


async def test_a_full_disk_leaves_no_half(
    make_keeper: MakeKeeper, journal: Journal, folder: Path
) -> None:
    """A content that could not be written is no more than an orphan."""
    keeper = make_keeper()
    await keeper.async_start()
    await keep(keeper, journal, "a", 10)
    for size in (10_000, SMALL + 1):
        with full_disk(), pytest.raises(JournalError):
            await keep(keeper, journal, f"{size}", size)
    assert names(folder) == ["a"]


async def test_age(
    hass: HomeAssistant,
    make_keeper: MakeKeeper,
    journal: Journal,
    folder: Path,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A content stays for so many days after the end of its last job."""
    keeper = make_keeper(content_days=7)
    await keeper.async_start()
    await keep(keeper, journal, "finished", 10, state=JobState.FINISHED)
    await keep(keeper, journal, "held", 10)
    await keep(keeper, journal, "printing", 10, state=JobState.PRINTING)
    await keep(keeper, journal, "again", 10, state=JobState.FINISHED)
    again = make_job(
        content_id="again",
        state=JobState.FINISHED,
        updated_at=NOON + timedelta(days=2),
    )
    await journal.async_add(again, before=keeper.writer([again], content_of(10)))
    seen: list[list[str]] = []
    for hours in (7 * 24 - 1, 1, 2 * 24 - 1, 1):
        freezer.tick(timedelta(hours=hours))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)
        seen.append(names(folder))
    everything = ["again", "finished", "held", "printing"]
    assert seen == [
        everything,
        ["again", "held", "printing"],
        ["again", "held", "printing"],
        ["held", "printing"],
    ]
    assert not keeper.has("finished")


async def test_nothing_is_kept_beyond_the_end(
    hass: HomeAssistant, make_keeper: MakeKeeper, journal: Journal, folder: Path
) -> None:
    """0 days: what a job printed goes with its end, and not before."""
    keeper = make_keeper(content_days=0)
    await keeper.async_start()
    jobs = [
        await keep(keeper, journal, state.value, 10, state=state) for state in JobState
    ]
    for job in jobs:
        keeper.job_ended(job)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert names(folder) == sorted(
        state.value for state in JobState if not state.is_final
    )
    # A longer time drops nothing at once.
    keeper = make_keeper(content_days=1)
    await keep(keeper, journal, "kept", 10, state=JobState.FINISHED)
    keeper.job_ended(jobs[-1])
    await hass.async_block_till_done(wait_background_tasks=True)
    assert "kept" in names(folder)


async def test_many_that_end_at_once_where_nothing_is_kept(
    hass: HomeAssistant, make_keeper: MakeKeeper, journal: Journal, folder: Path
) -> None:
    """Their contents are looked through once or twice, not for each of them."""
    keeper = make_keeper(content_days=0)
    await keeper.async_start()
    jobs = [
        await keep(keeper, journal, f"{number}", 10, state=JobState.EXPIRED)
        for number in range(50)
    ]
    with patch.object(
        journal, "async_use_contents", wraps=journal.async_use_contents
    ) as looked:
        for job in jobs:
            keeper.job_ended(job)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert names(folder) == []
    assert looked.call_count == 2


async def test_history_is_pruned_with_its_contents(
    make_keeper: MakeKeeper, journal: Journal, folder: Path
) -> None:
    """A job that is forgotten leaves nothing behind."""
    keeper = make_keeper(content_days=30)
    old = make_job(state=JobState.FINISHED, updated_at=NOON - timedelta(days=366))
    await journal.async_add(old, before=lambda: None)
    await keep(keeper, journal, "a", 10, state=JobState.FINISHED)
    await keep(keeper, journal, "b", 10, state=JobState.FINISHED)
    with patch("custom_components.cloudprint.spool.content_store.HISTORY_JOBS", 1):
        await keeper.async_tidy()
    assert [job.content_id for job in await journal.async_jobs(limit=9)] == ["b"]
    assert names(folder) == ["b"]
    assert not keeper.has("a")


@pytest.mark.parametrize("content_days", [0, 7])
async def test_nothing_is_left_of_what_was_removed(
    hass: HomeAssistant,
    make_keeper: MakeKeeper,
    journal: Journal,
    tmp_path: Path,
    freezer: FrozenDateTimeFactory,
    content_days: int,
) -> None:
    """Not in unused parts of the journal's file, nor in its log."""
    keeper = make_keeper(content_days=content_days)
    await keeper.async_start()
    sizes = (10, 5000, SMALL, SMALL + 1)
    for size in sizes:
        await keep(keeper, journal, f"{size}", size, state=JobState.FINISHED)

    def left() -> int:
        return sum(
            path.read_bytes().count(b"x" * 10)
            for path in tmp_path.rglob("*")
            if path.is_file()
        )

    assert left() > sum(sizes) / 20
    keeper.job_ended(make_job(state=JobState.FINISHED))
    freezer.tick(timedelta(days=content_days))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert left() == 0
