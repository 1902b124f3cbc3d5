"""Tests that a document that was received whole is printed after a crash."""

import asyncio
from collections.abc import Awaitable, Callable
import os
from pathlib import Path
import shutil
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint import get_storage_folder
from custom_components.cloudprint.ipp import submission
from custom_components.cloudprint.ipp.encoding import encode_message
from custom_components.cloudprint.ipp.message import Attribute, Group, Message, Tag
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.receive import async_convert
from custom_components.cloudprint.ipp.vocabulary import Operation, Status
from custom_components.cloudprint.source import upload
from custom_components.cloudprint.source.upload import KEPT_FOR, UPLOADS, UploadStore
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.core import HomeAssistant

from ..child_processes import until
from ..simulator import CloudSimulator
from .client import Client, integer, jobs_in

COPIES = integer("copies", 2)

type Crash = Callable[..., Awaitable[int]]


@pytest.fixture
def crash(hass: HomeAssistant, client: Client, uploads: Path, tmp_path: Path) -> Crash:
    """Return a function that leaves what a crash during the conversion does.

    It returns the id of the job, which is printed meanwhile `if is_journaled`.
    """

    async def leave(*, is_journaled: bool = False) -> int:
        is_converting, go_on = asyncio.Event(), asyncio.Event()
        kept = tmp_path / "kept"

        async def convert_later(*args: Any) -> Any:
            is_converting.set()
            await go_on.wait()
            if not is_journaled:
                raise ValueError
            return await async_convert(*args)

        created = await client.ask(Operation.CREATE_JOB, job=[COPIES])
        job_id: int = jobs_in(created)[0]["job-id"]
        request = client.build(
            Operation.SEND_DOCUMENT,
            Attribute.of("last-document", Tag.BOOLEAN, True),
            job_id=job_id,
        )
        with patch.object(submission, "async_convert", convert_later):
            sending = hass.async_create_task(client.send(request, b"Hello"))
            await is_converting.wait()
            shutil.copytree(uploads, kept)
            go_on.set()
            await sending
        await hass.async_block_till_done()
        await _until_empty(uploads)
        shutil.copytree(kept, uploads, dirs_exist_ok=True)
        return job_id

    return leave


async def _until_empty(folder: Path) -> None:
    """Wait until the files in a folder are removed, in other threads."""
    await until(lambda: not list(folder.iterdir()))


async def _start(hass: HomeAssistant) -> None:
    """Load the uploads that an earlier run has left."""
    store = hass.data[UPLOADS] = UploadStore(hass, get_storage_folder(hass) / "uploads")
    await store.async_clear()


async def _share(
    hass: HomeAssistant, entry: MockConfigEntry, device_id: str
) -> IppPrinter:
    printer = IppPrinter(hass, entry, device_id)
    await printer.async_restore()
    return printer


async def test_printed_after_a_crash(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    crash: Crash,
    uploads: Path,
) -> None:
    """The job has its id and options; the client's repeat prints nothing."""
    job_id = await crash()
    await _start(hass)
    again = Client(await _share(hass, account, colour_id))
    assert (await again.job(job_id))["copies"] == 2
    repeat = await again.ask(
        Operation.PRINT_JOB, b"Hello", job=[COPIES], is_answered=False
    )
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert printed.config["copies"] == 2
    assert jobs_in(repeat)[0]["job-id"] == job_id
    await _until_empty(uploads)
    assert (await again.print())["job-id"] > job_id


async def test_not_printed_again(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    crash: Crash,
    uploads: Path,
) -> None:
    """A job that is in the journal already is not printed again."""
    await crash(is_journaled=True)
    await _start(hass)
    await _share(hass, account, colour_id)
    await _until_empty(uploads)
    assert len(simulator.printed) == 1


async def test_other_printer(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    device_id: str,
    colour_id: str,
    crash: Crash,
) -> None:
    """A document is printed on its own printer only."""
    await crash()
    await _start(hass)
    await _share(hass, account, device_id)
    await hass.async_block_till_done()
    assert simulator.printed == []
    await _share(hass, account, colour_id)
    await until(lambda: len(simulator.printed) == 1)


@pytest.mark.parametrize("damage", [lambda file: file.write_bytes(b"Hel"), Path.unlink])
async def test_damaged_document(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    crash: Crash,
    uploads: Path,
    damage: Callable[[Path], object],
) -> None:
    """A document that is not what was received is removed."""
    await crash()
    await _start(hass)
    (file,) = (path for path in uploads.iterdir() if not path.suffix)
    damage(file)
    await _share(hass, account, colour_id)
    await _until_empty(uploads)
    assert simulator.printed == []


def _note(*groups: Group) -> bytes:
    return encode_message(Message((2, 0), Operation.PRINT_JOB, 7, list(groups)))


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(b"", id="empty"),
        pytest.param(_note(), id="no groups"),
        pytest.param(
            _note(Group(Tag.OPERATION_GROUP), Group(Tag.JOB_GROUP)), id="no time"
        ),
    ],
)
async def test_malformed_note(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    crash: Crash,
    uploads: Path,
    caplog: pytest.LogCaptureFixture,
    note: bytes,
) -> None:
    """A document with a malformed note is removed."""
    await crash()
    (file,) = uploads.glob("*.note")
    file.write_bytes(note)
    await _start(hass)
    await _share(hass, account, colour_id)
    await _until_empty(uploads)
    assert simulator.printed == []
    assert "cannot be printed any more" in caplog.text


async def test_unreadable_journal(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    crash: Crash,
) -> None:
    """Nothing is printed that may have been printed."""
    await crash()
    await _start(hass)
    with patch.object(Journal, "async_keyed_jobs", side_effect=JournalError):
        await _share(hass, account, colour_id)
    await hass.async_block_till_done()
    assert simulator.printed == []


@pytest.mark.parametrize("age", [KEPT_FOR.total_seconds() + 60, -3600])
async def test_old_document(
    hass: HomeAssistant, crash: Crash, uploads: Path, age: float
) -> None:
    """A document that was received long ago, or in the future, is removed."""
    await crash()
    for path in uploads.iterdir():
        modified = path.stat().st_mtime - age
        os.utime(path, (modified, modified))
    await _start(hass)
    assert hass.data[UPLOADS].kept == []
    assert list(uploads.iterdir()) == []


async def test_note_without_document(
    hass: HomeAssistant, crash: Crash, uploads: Path
) -> None:
    """A note whose document is gone is removed."""
    await crash()
    (note,) = uploads.glob("*.note")
    note.with_suffix("").unlink()
    await _start(hass)
    assert list(uploads.iterdir()) == []


async def test_note_that_cannot_be_written(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client, uploads: Path
) -> None:
    """A job that would not outlive a crash is not taken."""

    def fail(path: Path, note: bytes) -> None:
        raise OSError(28, "No space left on device")

    with patch.object(upload, "_write_note", fail):
        response = await client.send(client.build(Operation.PRINT_JOB), b"Hello")
    assert response.code >= Status.INTERNAL_ERROR
    await _until_empty(uploads)
    assert simulator.printed == []
