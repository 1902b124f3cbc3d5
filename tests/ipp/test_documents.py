"""Tests of jobs with several documents, which become one print."""

import asyncio
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.ipp import job_operations
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.message import (
    IppJobState,
    Operation,
    Status,
)
from custom_components.cloudprint.spool.content_store import MAX_IN_JOURNAL
from homeassistant.core import HomeAssistant

from ..hub import Hub
from ..samples import documents
from ..samples.pdf_files import PDFS
from ..simulator import CloudSimulator
from ..waits import Gate, until
from .client import Client, flag, integer, jobs_in, keyword, text_of
from .slow_conversion import SlowConversion

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


@pytest.mark.parametrize("number", [1, 2])
async def test_document_that_cannot_be_joined(
    simulator: CloudSimulator, client: Client, uploads: Path, number: int
) -> None:
    """A text is only printed alone; the client learns at once which document it is."""
    job_id = await create(client)
    first, second = (b"Hello", PNG) if number == 1 else (PNG, b"Hello")
    await send(client, job_id, first)
    # Also if others follow
    request = client.build(Operation.SEND_DOCUMENT, NOT_LAST, job_id=job_id)
    response = await client.send(request, second)
    assert response.code == Status.DOCUMENT_FORMAT_ERROR
    assert f" {number}” is a TEXT file" in text_of(response)
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
    gate = Gate()
    request = client.build(Operation.SEND_DOCUMENT, NOT_LAST, job_id=job_id)
    sending = asyncio.ensure_future(client.send_from(request, gate.stream(PNG)))
    await gate.reached.wait()
    assert (await client.send(request, PDF)).code == Status.NOT_POSSIBLE
    gate.open()
    assert (await sending).code == Status.OK
    assert (await client.job(job_id))["number-of-documents"] == 1


async def test_converted_after_a_restart(
    hass: HomeAssistant, hub: Hub, client: Client, uploads: Path
) -> None:
    """All documents outlive a restart, in their order, whatever their size."""
    data = [PDF, PNG, PDF + b"%" * MAX_IN_JOURNAL, PNG]
    job_id = await create(client, integer("copies", 2))
    with SlowConversion() as conversion:
        for each in data:
            await send(client, job_id, each)
        await client.ask(Operation.CLOSE_JOB, job_id=job_id)
        await until_empty(uploads)
        await conversion.is_converting.wait()
        assert (await client.job(job_id))["number-of-documents"] == 4
        await client.printer.async_close()
        assert await hass.config_entries.async_reload(hub.account.entry_id)
        await until(lambda: conversion.count == 2)
        conversion.go_on.set()
        await until(lambda: len(hub.simulator.printed) == 1)
    assert conversion.documents == [data, data]
    assert hub.simulator.printed[0].config["copies"] == 2
    again = Client(IppPrinter(hub.data, hub.colour_id))
    assert (await again.job(job_id))["job-impressions"] == 3 + 1 + 3 + 1
