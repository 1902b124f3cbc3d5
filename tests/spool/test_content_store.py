"""Tests of the contents on disk."""

from collections.abc import Callable
import os
from pathlib import Path
import stat
from unittest.mock import patch

import pytest

from custom_components.cloudprint.spool.content_store import ContentStore

from .faults import full_disk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that is not there yet."""
    return tmp_path / "account"


@pytest.fixture
def store(folder: Path) -> ContentStore:
    """Return an empty store."""
    return ContentStore(folder)


def test_nobody_else_reads_it(store: ContentStore, folder: Path) -> None:
    """What is printed is private, whatever the umask."""
    mask = os.umask(0)
    try:
        store.write("a", b"secret")
    finally:
        os.umask(mask)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "a").stat().st_mode) == 0o600


def test_what_is_written_is_read(store: ContentStore) -> None:
    """A content comes back whole, or not at all."""
    assert store.sizes() == {}
    assert store.read("a", 3) is None
    store.write("a", b"one")
    store.write("b", b"three")
    store.write("a", b"another")
    store.sync("a")
    assert store.read("a", 3) == b"one"
    assert store.sizes() == {"a": 3, "b": 5}
    store.remove("a")
    store.remove("a")
    assert store.sizes() == {"b": 5}


def test_half_a_content_is_none(store: ContentStore, folder: Path) -> None:
    """A content that lost or gained something is not printed."""
    store.write("a", b"one")
    for damaged in (b"", b"on", b"ones"):
        (folder / "a").write_bytes(damaged)
        assert store.read("a", 3) is None


def test_a_full_disk_keeps_no_half(store: ContentStore, folder: Path) -> None:
    """What could not be written whole leaves nothing behind."""
    store.write("a", b"one")
    with full_disk(), pytest.raises(OSError, match="large"):
        store.write("b", bytes(10_000))
    assert store.sizes() == {"a": 3}
    (folder / "c").mkdir()
    with pytest.raises(FileExistsError):
        store.write("c", b"one")


def test_strangers_in_the_folder_are_left_alone(
    store: ContentStore, folder: Path
) -> None:
    """Network drives put folders of their own everywhere."""
    store.write("a", b"one")
    (folder / "@eaDir").mkdir()
    assert store.sizes() == {"a": 3}


def test_a_folder_that_cannot_be_synced(store: ContentStore, folder: Path) -> None:
    """Some file systems cannot sync a folder; a file must be synced all the same."""
    store.write("a", b"one")
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
    assert synced == ["a"]
    with pytest.raises(FileNotFoundError):
        store.sync("b")
