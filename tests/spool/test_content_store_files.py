"""Tests of the contents on disk."""

from collections.abc import Callable
import os
from pathlib import Path
import stat
from unittest.mock import patch

import pytest

from custom_components.cloudprint.spool.content_store import (
    MAX_IN_JOURNAL,
    ContentFiles,
)
from custom_components.cloudprint.spool.journal import Journal

from .faults import full_disk
from .kept import change_content

LARGE = b"l" * (MAX_IN_JOURNAL + 1)

each_size = pytest.mark.parametrize(
    "payload", [b"", b"small", LARGE[1:], LARGE], ids=["empty", "small", "64K", "large"]
)


@pytest.fixture
def store(journal: Journal, contents_folder: Path) -> ContentFiles:
    """Return an empty store."""
    return ContentFiles(journal, contents_folder, "entry")


def test_permissions(store: ContentFiles, contents_folder: Path) -> None:
    """Files are private, whatever the umask."""
    mask = os.umask(0)
    try:
        store.write("a", LARGE)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(contents_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((contents_folder / "a").stat().st_mode) == 0o600


@each_size
def test_write_and_read(store: ContentFiles, journal: Journal, payload: bytes) -> None:
    """A content is read completely."""
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
def test_small_contents_are_in_the_journal(
    store: ContentFiles,
    journal: Journal,
    contents_folder: Path,
    payload: bytes,
    is_file: bool,
) -> None:
    """They are part of the transaction that writes their job."""
    store.write("a", payload)
    assert (contents_folder / "a").exists() is is_file
    journal.database.rollback()
    assert store.read("a", len(payload)) == (payload if is_file else None)


def test_accounts_are_separate(
    store: ContentFiles, journal: Journal, tmp_path: Path
) -> None:
    """No account reads, replaces or removes contents of another one."""
    other = ContentFiles(journal, tmp_path / "other", "other")
    with journal.database:
        store.write("a", b"one")
        assert other.sizes() == {}
        assert other.read("a", 3) is None
        other.write("a", b"two")
        other.remove("a")
    assert store.read("a", 3) == b"one"


def test_small_content_as_a_file(
    store: ContentFiles, journal: Journal, contents_folder: Path
) -> None:
    """A small content that was also written to a file counts, and is removed, once."""
    contents_folder.mkdir()
    with journal.database:
        store.write("a", b"one")
    assert store.provide("a", 3) == contents_folder / "a"
    assert store.sizes() == {"a": 3}
    with journal.database:
        store.remove("a")
    assert store.sizes() == {}
    assert list(contents_folder.iterdir()) == []


def test_incomplete_content(
    store: ContentFiles, journal: Journal, contents_folder: Path
) -> None:
    """A content of another size is missing."""
    with journal.database:
        store.write("small", b"one")
    store.write("large", LARGE)
    for damaged in (b"", b"on", b"ones", LARGE + b"l"):
        for name in ("small", "large"):
            change_content(contents_folder.parent, contents_folder.name, name, damaged)
        assert store.read("small", 3) is None
        assert store.read("large", len(LARGE)) is None


def test_full_disk(store: ContentFiles, contents_folder: Path) -> None:
    """An incomplete file is removed."""
    store.write("a", LARGE)
    with full_disk(), pytest.raises(OSError, match="large"):
        store.write("b", LARGE)
    assert store.sizes() == {"a": len(LARGE)}
    (contents_folder / "c").mkdir()
    with pytest.raises(FileExistsError):
        store.write("c", LARGE)


def test_subfolders_are_ignored(store: ContentFiles, contents_folder: Path) -> None:
    """Network drives create folders of their own."""
    store.write("a", LARGE)
    (contents_folder / "@eaDir").mkdir()
    assert store.sizes() == {"a": len(LARGE)}


def test_folder_cannot_be_synced(store: ContentFiles) -> None:
    """Its files must be synced nevertheless."""
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
        # Contents in the journal are synced with it.
        store.sync("b")
    assert synced == ["a"]


@each_size
def test_adopted_file(
    store: ContentFiles, journal: Journal, tmp_path: Path, payload: bytes
) -> None:
    """A file becomes a content, also if that is tried twice, and a file again."""
    file = tmp_path / "received"
    file.write_bytes(payload)
    with journal.database:
        store.adopt("a", file)
        store.adopt("a", file)
    assert store.read("a", len(payload)) == payload
    for _ in range(2):
        path = store.provide("a", len(payload))
        assert path is not None
        assert path.read_bytes() == payload
    assert store.provide("a", len(payload) + 1) is None
    assert store.provide("b", 0) is None
    with journal.database:
        store.remove("a")
    assert store.sizes() == {}
