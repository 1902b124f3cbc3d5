"""Tests of the contents on disk."""

from collections.abc import AsyncGenerator, Callable
import os
from pathlib import Path
import stat
from unittest.mock import patch

import pytest

from custom_components.cloudprint.spool.content_files import SMALL, ContentFiles
from custom_components.cloudprint.spool.journal import Journal

from .faults import full_disk
from .kept import change_content

LARGE = b"l" * (SMALL + 1)

each_size = pytest.mark.parametrize(
    "payload", [b"", b"small", LARGE[1:], LARGE], ids=["empty", "small", "64K", "large"]
)


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncGenerator[Journal]:
    """Return an open journal, whose thread has nothing to do."""
    journal = Journal(tmp_path / "journal.db", tmp_path / "marker")
    await journal.async_open()
    yield journal
    await journal.async_close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that is not there yet."""
    return tmp_path / "account"


@pytest.fixture
def store(journal: Journal, folder: Path) -> ContentFiles:
    """Return an empty store."""
    return ContentFiles(journal, folder, "account")


def test_nobody_else_reads_it(store: ContentFiles, folder: Path) -> None:
    """What is printed is private, whatever the umask."""
    mask = os.umask(0)
    try:
        store.write("a", LARGE)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "a").stat().st_mode) == 0o600


@each_size
def test_what_is_written_is_read(
    store: ContentFiles, journal: Journal, payload: bytes
) -> None:
    """A content comes back whole, or not at all."""
    size = len(payload)
    other = b"x" * size
    assert store.sizes() == {}
    assert store.read("a", size) is None
    with journal.database:
        store.write("a", payload)
        store.write("b", other)
        store.write("a", other)
        store.sync("a")
    assert store.read("a", size) == payload
    assert store.sizes() == {"a": size, "b": size}
    with journal.database:
        store.remove("a")
        store.remove("a")
    assert store.read("a", size) is None
    assert store.sizes() == {"b": size}


@pytest.mark.parametrize(("payload", "is_file"), [(LARGE[1:], False), (LARGE, True)])
def test_only_what_is_large_is_a_file(
    store: ContentFiles, journal: Journal, folder: Path, payload: bytes, is_file: bool
) -> None:
    """What is small comes and goes with the transaction that writes its job."""
    store.write("a", payload)
    assert (folder / "a").exists() is is_file
    journal.database.rollback()
    assert store.read("a", len(payload)) == (payload if is_file else None)


def test_an_account_has_its_own(
    store: ContentFiles, journal: Journal, tmp_path: Path
) -> None:
    """Nobody sees, replaces or removes what another account printed."""
    other = ContentFiles(journal, tmp_path / "other", "other")
    with journal.database:
        store.write("a", b"one")
        assert other.sizes() == {}
        assert other.read("a", 3) is None
        other.write("a", b"two")
        other.remove("a")
    assert store.read("a", 3) == b"one"


def test_files_of_earlier_releases(
    store: ContentFiles, journal: Journal, folder: Path
) -> None:
    """They wrote a file for each content: it is there still, and goes as a whole."""
    folder.mkdir()
    (folder / "a").write_bytes(b"one")
    assert store.sizes() == {"a": 3}
    assert store.read("a", 3) == b"one"
    with journal.database:
        store.write("a", b"one")
    assert store.sizes() == {"a": 3}
    with journal.database:
        store.remove("a")
    assert store.sizes() == {}
    assert list(folder.iterdir()) == []


def test_half_a_content_is_none(
    store: ContentFiles, journal: Journal, folder: Path
) -> None:
    """A content that lost or gained something is not printed."""
    with journal.database:
        store.write("small", b"one")
    store.write("large", LARGE)
    for damaged in (b"", b"on", b"ones", LARGE + b"l"):
        for name in ("small", "large"):
            change_content(folder.parent, folder.name, name, damaged)
        assert store.read("small", 3) is None
        assert store.read("large", len(LARGE)) is None


def test_a_full_disk_keeps_no_half(store: ContentFiles, folder: Path) -> None:
    """What could not be written whole leaves nothing behind."""
    store.write("a", LARGE)
    with full_disk(), pytest.raises(OSError, match="large"):
        store.write("b", LARGE)
    assert store.sizes() == {"a": len(LARGE)}
    (folder / "c").mkdir()
    with pytest.raises(FileExistsError):
        store.write("c", LARGE)


def test_strangers_in_the_folder_are_left_alone(
    store: ContentFiles, folder: Path
) -> None:
    """Network drives put folders of their own everywhere."""
    store.write("a", LARGE)
    (folder / "@eaDir").mkdir()
    assert store.sizes() == {"a": len(LARGE)}


def test_a_folder_that_cannot_be_synced(store: ContentFiles) -> None:
    """Some file systems cannot sync a folder; a file must be synced all the same."""
    store.write("a", LARGE)
    synced: list[str] = []
    real: Callable[[int], None] = os.fsync

    def fsync(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        if path.is_dir():
            raise OSError("not a file")
        synced.append(path.name)
        real(descriptor)

    with patch("os.fsync", fsync):
        store.sync("a")
        # What is in the journal is synced with it.
        store.sync("b")
    assert synced == ["a"]
