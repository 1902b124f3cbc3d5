"""Tests of jobs with several documents, which become one print."""

import asyncio
from collections.abc import Sequence
import os
from pathlib import Path
import shutil
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint import get_storage_folder
from custom_components.cloudprint.ipp import job_operations, submission
from custom_components.cloudprint.ipp.encoding import encode_message, parse_message
from custom_components.cloudprint.ipp.message import Group
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.receive import async_convert
from custom_components.cloudprint.ipp.vocabulary import IppJobState, Operation, Status
from custom_components.cloudprint.source.upload import KEPT_FOR, UPLOADS, UploadStore
from homeassistant.core import HomeAssistant

from .. import documents
from ..child_processes import until
from ..pdf_files import PDFS
from ..simulator import CloudSimulator
from .client import Client, flag, integer, jobs_in, keyword, text_of

PDF = PDFS["text"]()
"""It has three pages."""
PNG = documents.picture("PNG")
NOT_LAST = flag("last-document", value=False)
LAST = flag("last-document")


async def create(client: Client, *job: Any) -> int:
    """Create a job; return its id."""
    created = await client.ask(Operation.CREATE_JOB, job=job)
    job_id: int = jobs_in(created)[0]["job-id"]
    return job_id


async def send(
    client: Client, job_id: int, data: bytes, *, is_last: bool = False, **options: Any
) -> dict[str, Any]:
    """Send a document of a job; return the job as it is answered."""
    more = [LAST if is_last else NOT_LAST]
    response = await client.ask(
        Operation.SEND_DOCUMENT, data, job_id=job_id, more=more, **options
    )
    return jobs_in(response)[0]


async def until_empty(folder: Path) -> None:
    """Wait until the files in a folder are removed, in other threads."""
    await until(lambda: not list(folder.iterdir()))


@pytest.mark.parametrize("is_closed", [False, True])
async def test_several_documents(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    client: Client,
    uploads: Path,
    is_closed: bool,
) -> None:
    """Documents are printed in their order, as one job with its options."""
    job_id = await create(
        client,
        integer("copies", 2),
        keyword("multiple-document-handling", "single-document"),
    )
    for count, data in enumerate((PNG, PDF, PNG), 1):
        answer = await send(client, job_id, data, is_last=count == 3 and not is_closed)
        assert answer["job-id"] == job_id
        if answer["job-state"] == IppJobState.PENDING and count < 3:
            job = await client.job(job_id)
            assert job["number-of-documents"] == count
            assert job["job-k-octets"] > 0
    if is_closed:
        await client.ask(Operation.CLOSE_JOB, job_id=job_id)
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert printed.content.count(b"<img") == 1 + 3 + 1
    assert printed.config["copies"] == 2
    job = await client.job(job_id)
    assert (job["number-of-documents"], job["job-impressions"]) == (1, 5)
    await until_empty(uploads)


@pytest.mark.parametrize(
    ("handling", "pages"),
    [(None, 5), ("separate-documents-collated-copies", 5), ("single-document", 4)],
)
async def test_documents_on_two_sides(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    client: Client,
    handling: str | None,
    pages: int,
) -> None:
    """A document begins on the back of the one before only in a single document."""
    wanted = [keyword("sides", "two-sided-long-edge")]
    if handling is not None:
        wanted.append(keyword("multiple-document-handling", handling))
    job_id = await create(client, *wanted)
    await send(client, job_id, PDF)
    await send(client, job_id, PNG, is_last=True)
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert printed.content.count(b"<img") == 4
    assert printed.content.count(b'<div class="s') == pages
    assert (await client.job(job_id))["job-impressions"] == pages


async def test_page_ranges_of_several_documents(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """Pages are counted through all documents."""
    job_id = await create(client, keyword("page-set", "even"))
    await send(client, job_id, PDF)
    await send(client, job_id, PNG, is_last=True)
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert printed.content.count(b"<img") == 2


async def test_repeated_document(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client, uploads: Path
) -> None:
    """A document is printed again only if the client knows that it was received."""
    job_id = await create(client)
    await send(client, job_id, PNG, is_answered=False)
    await send(client, job_id, PNG)
    await until(lambda: len(list(uploads.iterdir())) == 1)
    await send(client, job_id, PNG)
    assert (await client.job(job_id))["number-of-documents"] == 2
    await send(client, job_id, PDF, is_last=True, is_answered=False)
    await send(client, job_id, PDF, is_last=True)
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert printed.content.count(b"<img") == 1 + 1 + 3


async def test_repeated_job(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """The same documents in a job of their own are a repeat; in another order, not."""
    for order in ((PNG, PDF), (PNG, PDF), (PDF, PNG)):
        job_id = await create(client)
        await send(client, job_id, order[0])
        await send(client, job_id, order[1], is_last=True, is_answered=False)
    await hass.async_block_till_done()
    assert len(simulator.printed) == 2


async def test_document_that_cannot_be_joined(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client, uploads: Path
) -> None:
    """A text is only printed alone; the client learns which document it is."""
    job_id = await create(client)
    await send(client, job_id, PNG)
    request = client.build(Operation.SEND_DOCUMENT, LAST, job_id=job_id)
    response = await client.send(request, b"Hello")
    assert response.code == Status.DOCUMENT_FORMAT_ERROR
    assert " 2” is a TEXT file" in text_of(response)
    assert (await client.job(job_id))["job-state"] == IppJobState.ABORTED
    await until_empty(uploads)
    assert simulator.printed == []


async def test_too_many_documents(client: Client, uploads: Path) -> None:
    """A job has at most as many documents as can be put together."""
    job_id = await create(client)
    request = client.build(Operation.SEND_DOCUMENT, NOT_LAST, job_id=job_id)
    with patch.object(job_operations, "MAX_FILES", 2):
        for data in (PNG, PDF):
            await send(client, job_id, data)
        response = await client.send(request, PNG)
    assert response.code == Status.REQUEST_ENTITY_TOO_LARGE
    assert (await client.job(job_id))["job-state"] == IppJobState.ABORTED
    await until_empty(uploads)


async def test_while_a_document_arrives(client: Client) -> None:
    """Another one that arrives at the same time is refused."""
    job_id = await create(client)
    is_arriving, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> Any:
        yield PNG
        is_arriving.set()
        await go_on.wait()

    request = client.build(Operation.SEND_DOCUMENT, NOT_LAST, job_id=job_id)
    sending = asyncio.ensure_future(client.send_from(request, slowly()))
    await is_arriving.wait()
    assert (await client.send(request, PDF)).code == Status.NOT_POSSIBLE
    go_on.set()
    assert (await sending).code == Status.OK
    assert (await client.job(job_id))["number-of-documents"] == 1


async def crash(
    hass: HomeAssistant,
    client: Client,
    uploads: Path,
    kept: Path,
    data: Sequence[bytes],
) -> int:
    """Leave what a crash during the conversion does; return the id of the job."""
    is_converting, go_on = asyncio.Event(), asyncio.Event()

    async def convert_never(*args: Any) -> Any:
        is_converting.set()
        await go_on.wait()
        raise ValueError

    job_id = await create(client, integer("copies", 2))
    for each in data[:-1]:
        await send(client, job_id, each)
    request = client.build(Operation.SEND_DOCUMENT, LAST, job_id=job_id)
    with patch.object(submission, "async_convert", convert_never):
        sending = hass.async_create_task(client.send(request, data[-1]))
        await is_converting.wait()
        shutil.copytree(uploads, kept)
        go_on.set()
        await sending
    await hass.async_block_till_done()
    await until_empty(uploads)
    shutil.copytree(kept, uploads, dirs_exist_ok=True)
    return job_id


async def restart(
    hass: HomeAssistant, entry: MockConfigEntry, device_id: str
) -> Client:
    """Start with the uploads that are left; return a client."""
    store = hass.data[UPLOADS] = UploadStore(hass, get_storage_folder(hass) / "uploads")
    await store.async_clear()
    printer = IppPrinter(hass, entry, device_id)
    await printer.async_restore()
    return Client(printer)


async def test_printed_after_a_crash(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    client: Client,
    uploads: Path,
    tmp_path: Path,
) -> None:
    """All documents outlive a crash, in their order."""
    data = (PDF, PNG, PNG)
    job_id = await crash(hass, client, uploads, tmp_path / "kept", data)
    converted: list[list[bytes]] = []

    async def convert(hass: HomeAssistant, received: Any, *settings: Any) -> Any:
        converted.append([each.upload.path.read_bytes() for each in received])
        return await async_convert(hass, received, *settings)

    with patch.object(submission, "async_convert", convert):
        again = await restart(hass, account, colour_id)
        await until(lambda: len(simulator.printed) == 1)
    assert converted == [list(data)]
    assert (await again.job(job_id))["copies"] == 2
    await until_empty(uploads)


async def test_slow_transfer_before_a_crash(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    client: Client,
    uploads: Path,
    tmp_path: Path,
) -> None:
    """A job is as old as its last document: the first one may be much older."""
    await crash(hass, client, uploads, tmp_path / "kept", (PDF, PNG))
    (first,) = (path for path in uploads.iterdir() if path.read_bytes() == PDF)
    received = first.stat().st_mtime - KEPT_FOR.total_seconds() - 60
    os.utime(first, (received, received))
    await restart(hass, account, colour_id)
    await until(lambda: len(simulator.printed) == 1)
    assert simulator.printed[0].content.count(b"<img") == 3 + 1


async def test_missing_document_after_a_crash(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    client: Client,
    uploads: Path,
    tmp_path: Path,
) -> None:
    """Nothing of a job is printed of which a document or a note is missing."""
    await crash(hass, client, uploads, tmp_path / "kept", (PDF, PNG))
    next(uploads.glob("*.note")).unlink()
    await restart(hass, account, colour_id)
    await until_empty(uploads)
    assert simulator.printed == []


async def test_note_of_an_earlier_version(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    client: Client,
    uploads: Path,
    tmp_path: Path,
) -> None:
    """A note without the number of its document is of a job's only one."""
    await crash(hass, client, uploads, tmp_path / "kept", (PNG,))
    (path,) = uploads.glob("*.note")
    note, _ = parse_message(path.read_bytes())
    group = note.groups[0]
    rest = [
        item
        for item in group.attributes
        if item.name not in ("document-number", "document-count")
    ]
    note.groups[0] = Group(group.tag, rest)
    path.write_bytes(encode_message(note))
    await restart(hass, account, colour_id)
    await until(lambda: len(simulator.printed) == 1)
    assert simulator.printed[0].config["copies"] == 2
