"""Tests of the files that saved documents keep."""

import os
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.document.source_file import MAX_FILES
from custom_components.cloudprint.source import kept_files
from custom_components.cloudprint.source.kept_files import (
    KEPT_FILES,
    REMOVED_AFTER,
    KeptFileStore,
)
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE, EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..actions import refuses
from ..conftest import Advance
from ..hub import Hub
from ..printing.test_saved_documents import save

CONTENT = b"front of the card"
REMOVED = REMOVED_AFTER.total_seconds() + 1


@pytest.fixture
def store(hass: HomeAssistant, account: MockConfigEntry) -> KeptFileStore:
    """Return the store of the integration."""
    return hass.data[KEPT_FILES]


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """Create a file that is to be kept."""
    path = tmp_path / "card.jpg"
    path.write_bytes(CONTENT)
    return path


def names(folder: Path) -> list[str]:
    """Return the names of the kept files."""
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


async def keep(
    hass: HomeAssistant, account: MockConfigEntry, store: KeptFileStore, path: Path
) -> tuple[str, dict[str, Any]]:
    """Save a document with a file; return the id of the document, and the file."""
    file = await store.async_add(path, path.name)
    subentry_id = save(hass, account, "Card", files=[file])
    store.release([file["file_id"]])
    await hass.async_block_till_done()
    return subentry_id, file


async def test_kept_and_removed_with_its_document(
    hub: Hub, store: KeptFileStore, kept_folder: Path, card: Path, advance: Advance
) -> None:
    """A copy is kept privately until no document names it."""
    subentry_id, file = await keep(hub.hass, hub.account, store, card)
    assert file == {
        "file_id": file["file_id"],
        "name": "card.jpg",
        "size": len(CONTENT),
    }
    kept = store.get_path(file["file_id"])
    assert kept.read_bytes() == CONTENT
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept_folder.stat().st_mode & 0o777 == 0o700
    assert names(kept_folder) == [file["file_id"]]
    assert card.exists()

    # What does not concern the files keeps them.
    hub.hass.config_entries.async_update_entry(hub.account, title="Other")
    await advance(REMOVED)
    assert names(kept_folder) == [file["file_id"]]

    replaced = await store.async_add(card, "new.jpg")
    hub.hass.config_entries.async_update_subentry(
        hub.account, hub.account.subentries[subentry_id], data={"files": [replaced]}
    )
    store.release([replaced["file_id"]])
    await hub.hass.async_block_till_done()
    # Home Assistant may be killed before it has written what the document names now.
    assert names(kept_folder) == sorted(each["file_id"] for each in (file, replaced))
    await advance(REMOVED - 2)
    other = await store.async_add(card, "other.jpg")
    store.release([other["file_id"]])
    await advance(3)
    assert len(names(kept_folder)) == 3
    await advance(REMOVED)
    assert names(kept_folder) == [replaced["file_id"]]

    hub.hass.config_entries.async_remove_subentry(hub.account, subentry_id)
    await advance(REMOVED)
    assert names(kept_folder) == []


async def test_removed_with_its_account(
    hub: Hub, store: KeptFileStore, kept_folder: Path, card: Path, advance: Advance
) -> None:
    """Files are kept while the account is disabled, and removed with it."""
    _, file = await keep(hub.hass, hub.account, store, card)
    await hub.hass.config_entries.async_set_disabled_by(
        hub.account.entry_id, ConfigEntryDisabler.USER
    )
    await advance(REMOVED)
    assert names(kept_folder) == [file["file_id"]]
    await hub.hass.config_entries.async_remove(hub.account.entry_id)
    await advance(REMOVED)
    assert names(kept_folder) == []


async def test_removed_when_home_assistant_stops(
    hub: Hub, store: KeptFileStore, kept_folder: Path, card: Path
) -> None:
    """No files are left if the integration is removed, and Home Assistant restarted."""
    await keep(hub.hass, hub.account, store, card)
    # Of a dialog that is still open
    await store.async_add(card, card.name)
    await hub.hass.config_entries.async_remove(hub.account.entry_id)
    hub.hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hub.hass.async_block_till_done()
    # The document may still be in what Home Assistant has written.
    assert len(names(kept_folder)) == 2
    hub.hass.bus.async_fire(EVENT_HOMEASSISTANT_CLOSE)
    await hub.hass.async_block_till_done()
    assert names(kept_folder) == []


async def test_kept_when_home_assistant_stops(
    hub: Hub, store: KeptFileStore, kept_folder: Path, card: Path
) -> None:
    """The files of documents outlive a restart."""
    _, file = await keep(hub.hass, hub.account, store, card)
    hub.hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    hub.hass.bus.async_fire(EVENT_HOMEASSISTANT_CLOSE)
    await hub.hass.async_block_till_done()
    assert names(kept_folder) == [file["file_id"]]


async def test_not_saved_in_the_end(
    store: KeptFileStore, kept_folder: Path, card: Path, advance: Advance
) -> None:
    """A file is reserved until it is clear that no document keeps it."""
    file = await store.async_add(card, "card.jpg")
    other = await store.async_add(card, "card.jpg")
    store.release([other["file_id"]])
    await advance(REMOVED)
    assert names(kept_folder) == [file["file_id"]]
    store.release([file["file_id"]])
    await advance(REMOVED)
    assert names(kept_folder) == []


async def test_start(
    hub: Hub, store: KeptFileStore, kept_folder: Path, card: Path
) -> None:
    """What an earlier run has left is removed, and nothing else."""
    _, file = await keep(hub.hass, hub.account, store, card)
    (kept_folder / "0123").write_bytes(b"left")
    (kept_folder / "4567.tmp").write_bytes(b"unfinished")
    (kept_folder / "mine").mkdir()
    await KeptFileStore(hub.hass, kept_folder).async_start()
    await hub.hass.async_block_till_done()
    assert names(kept_folder) == [file["file_id"], "mine"]


async def test_limits(store: KeptFileStore, kept_folder: Path, card: Path) -> None:
    """A document has so many files, of so many bytes."""
    with patch.object(kept_files, "MAX_DOCUMENT_BYTES", 2 * len(CONTENT)):
        one = await store.async_add(card, "a")
        two = await store.async_add(card, "b", [one])
        with refuses("document_files_too_large"):
            await store.async_add(card, "c", [one, two])
    with refuses("document_files_too_many", limit="60"):
        await store.async_add(card, "c", [one] * MAX_FILES)
    assert len(names(kept_folder)) == 2


async def test_disk_that_is_full(
    hass: HomeAssistant, store: KeptFileStore, kept_folder: Path, card: Path
) -> None:
    """A copy that fails leaves nothing behind."""
    full = OSError(28, "No space left on device")
    for function in ("fsync", "open"):
        with (
            patch.object(os, function, side_effect=full),
            refuses(
                "upload_unwritable", HomeAssistantError, error="No space left on device"
            ),
        ):
            await store.async_add(card, "card.jpg")
        await hass.async_block_till_done()
        assert names(kept_folder) == []
