"""Tests of documents that an older version had received, but not printed."""

from collections.abc import Callable, Sequence
from hashlib import sha256
import os
from pathlib import Path
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint import get_storage_folder
from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.encoding import encode_message
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    Group,
    Message,
    Operation,
    Tag,
)
from custom_components.cloudprint.source.upload import KEPT_FOR, UPLOADS, UploadStore
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..samples import documents
from ..samples.pdf_files import PDFS
from ..simulator import CloudSimulator
from ..waits import until
from .client import Client, integer

JOB_ID = 900_000_000
PDF = PDFS["text"]()
"""It has three pages."""
PNG = documents.picture("PNG")


def build_note(
    device_id: str, data: bytes, numbers: tuple[int, int] | None = (1, 1)
) -> bytes:
    """Return a note as that version wrote it; an earlier one wrote no numbers."""
    texts = {
        "printer": device_id,
        "name": "Letter",
        "user": "Anna",
        "address": "192.168.1.20",
        "document-format": "application/octet-stream",
        "digest": sha256(data).hexdigest(),
        "fingerprint": "abc",
    }
    attributes = [Attribute.of(name, Tag.TEXT, text) for name, text in texts.items()]
    if numbers is not None:
        for name, number in zip(
            ("document-number", "document-count"), numbers, strict=True
        ):
            attributes.append(integer(name, number))
    attributes.append(Attribute.of("created", Tag.DATE_TIME, dt_util.utcnow()))
    return _encode(
        Group(Tag.OPERATION_GROUP, attributes),
        Group(Tag.JOB_GROUP, [integer("copies", 2)]),
    )


def _encode(*groups: Group) -> bytes:
    return encode_message(Message((2, 0), Operation.PRINT_JOB, JOB_ID, list(groups)))


def write(uploads: Path, *files: tuple[bytes, bytes]) -> list[Path]:
    """Write documents with their notes; return the documents."""
    uploads.mkdir(parents=True, exist_ok=True)
    paths = [uploads / f"{number:032x}" for number in range(len(files))]
    for path, (data, note) in zip(paths, files, strict=True):
        path.write_bytes(data)
        path.with_suffix(".note").write_bytes(note)
    return paths


async def start(
    hass: HomeAssistant, entry: MockConfigEntry, device_id: str
) -> IppPrinter:
    """Load the uploads, and share a printer."""
    store = hass.data[UPLOADS] = UploadStore(hass, get_storage_folder(hass) / "uploads")
    await store.async_clear()
    printer = IppPrinter(hass, entry, device_id)
    await printer.async_read_notes()
    return printer


async def until_empty(folder: Path) -> None:
    """Wait until the files in a folder are removed, in other threads."""
    await until(lambda: not list(folder.iterdir()))


@pytest.mark.parametrize("numbers", [(1, 1), None])
async def test_printed_once(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    uploads: Path,
    numbers: tuple[int, int] | None,
) -> None:
    """It is printed with its id and options; the id is not given again."""
    write(uploads, (PNG, build_note(colour_id, PNG, numbers)))
    client = Client(await start(hass, account, colour_id))
    assert (await client.job(JOB_ID))["job-name"] == "Letter"
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert printed.config["copies"] == 2
    await until_empty(uploads)
    assert (await client.print())["job-id"] > JOB_ID
    await hass.async_block_till_done()
    # As if they were there again, after a kill before they were removed
    write(uploads, (PNG, build_note(colour_id, PNG, numbers)))
    await start(hass, account, colour_id)
    await hass.async_block_till_done()
    await until_empty(uploads)
    assert len(simulator.printed) == 2


async def test_several_documents(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    uploads: Path,
) -> None:
    """Documents are printed in their order."""
    data: Sequence[bytes] = (PDF, PNG)
    notes = [
        build_note(colour_id, each, (number, len(data)))
        for number, each in enumerate(data, 1)
    ]
    files = list(zip(data, notes, strict=True))
    write(uploads, *reversed(files))
    await start(hass, account, colour_id)
    await hass.async_block_till_done()
    assert simulator.printed[0].content.count(b"<img") == 3 + 1


async def test_missing_document(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    uploads: Path,
) -> None:
    """Nothing of a job is printed of which a document is missing."""
    write(uploads, (PDF, build_note(colour_id, PDF, (1, 2))))
    await start(hass, account, colour_id)
    await until_empty(uploads)
    assert simulator.printed == []


async def test_other_printer(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    device_id: str,
    colour_id: str,
    uploads: Path,
) -> None:
    """A document is printed on its own printer only."""
    write(uploads, (PNG, build_note(colour_id, PNG)))
    await start(hass, account, device_id)
    await hass.async_block_till_done()
    assert simulator.printed == []
    await start(hass, account, colour_id)
    await until(lambda: len(simulator.printed) == 1)


@pytest.mark.parametrize("damage", [lambda file: file.write_bytes(b"Hel"), Path.unlink])
async def test_damaged_document(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    uploads: Path,
    damage: Callable[[Path], object],
) -> None:
    """A document that is not what was received is removed."""
    (path,) = write(uploads, (PNG, build_note(colour_id, PNG)))
    store = hass.data[UPLOADS] = UploadStore(hass, get_storage_folder(hass) / "uploads")
    await store.async_clear()
    damage(path)
    await IppPrinter(hass, account, colour_id).async_read_notes()
    await until_empty(uploads)
    assert simulator.printed == []


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(b"", id="empty"),
        pytest.param(_encode(), id="no groups"),
        pytest.param(
            _encode(
                Group(
                    Tag.OPERATION_GROUP, [Attribute.of("document-count", Tag.TEXT, "")]
                ),
                Group(Tag.JOB_GROUP),
            ),
            id="no number",
        ),
    ],
)
async def test_malformed_note(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    uploads: Path,
    caplog: pytest.LogCaptureFixture,
    note: bytes,
) -> None:
    """A document with a malformed note is removed."""
    write(uploads, (PNG, note))
    await start(hass, account, colour_id)
    await until_empty(uploads)
    assert simulator.printed == []
    assert "cannot be printed any more" in caplog.text


@pytest.mark.parametrize(
    "method", ["async_keyed_jobs", "async_reserve_ipp_ids", "async_add"]
)
async def test_journal_that_fails(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    uploads: Path,
    method: str,
) -> None:
    """Nothing is printed that may have been printed; it is tried again."""
    write(uploads, (PNG, build_note(colour_id, PNG)))
    with patch.object(Journal, method, side_effect=JournalError):
        await start(hass, account, colour_id)
        await hass.async_block_till_done()
    assert simulator.printed == []
    await hass.data[JOURNAL].async_open()
    await start(hass, account, colour_id)
    await until(lambda: len(simulator.printed) == 1)


@pytest.mark.parametrize("age", [KEPT_FOR.total_seconds() + 60, -3600])
async def test_old_document(
    hass: HomeAssistant,
    account: MockConfigEntry,
    colour_id: str,
    uploads: Path,
    age: float,
) -> None:
    """A document that was received long ago, or in the future, is removed."""
    write(uploads, (PNG, build_note(colour_id, PNG)))
    for path in uploads.iterdir():
        modified = path.stat().st_mtime - age
        os.utime(path, (modified, modified))
    await start(hass, account, colour_id)
    assert list(uploads.iterdir()) == []


async def test_note_without_document(
    hass: HomeAssistant, account: MockConfigEntry, colour_id: str, uploads: Path
) -> None:
    """A note whose document is gone is removed."""
    (path,) = write(uploads, (PNG, build_note(colour_id, PNG)))
    path.unlink()
    await start(hass, account, colour_id)
    assert list(uploads.iterdir()) == []
