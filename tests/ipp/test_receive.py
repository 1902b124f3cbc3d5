"""Tests of receiving documents."""

import asyncio
from collections.abc import AsyncIterator, Callable
import gzip
from pathlib import Path
from types import SimpleNamespace
import zlib

import pytest

from custom_components.cloudprint.document.formats import HEAD_BYTES, DocumentFormat
from custom_components.cloudprint.ipp import receive
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    IppJobState,
    Operation,
    Status,
    Tag,
)
from custom_components.cloudprint.ipp.receive import INFLATED_BYTES, detect_format
from custom_components.cloudprint.ipp.server.body import (
    DocumentInterruptedError,
    DocumentStalledError,
)
from custom_components.cloudprint.source import upload
from homeassistant.core import HomeAssistant

from ..samples import documents, pdf_files
from ..simulator import CloudSimulator
from ..waits import Gate, until
from .client import Client, keyword, text_of

TEXT = b"Hello, world. " * 30_000


def bare(data: bytes) -> bytes:
    """Return data as a bare deflate stream."""
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


COMPRESSED = {
    "gzip": ("gzip", gzip.compress(TEXT)),
    "members": ("gzip", gzip.compress(TEXT[:70_000]) + gzip.compress(TEXT[70_000:])),
    "zlib": ("deflate", zlib.compress(TEXT)),
    "bare": ("deflate", bare(TEXT)),
    "stored": ("gzip", gzip.compress(TEXT, 0)),
    "empty members": ("gzip", gzip.compress(b"") * 20_000 + gzip.compress(TEXT)),
    "none": ("none", TEXT),
}


@pytest.mark.parametrize("size", [1, 100, 1_000_000])
@pytest.mark.parametrize(("compression", "data"), COMPRESSED.values(), ids=COMPRESSED)
async def test_compression(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    client: Client,
    uploads: Path,
    compression: str,
    data: bytes,
    size: int,
) -> None:
    """A compressed document is printed as the one that it contains."""
    if len(data) / size > 20_000:
        size = 50_000
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    request = client.build(Operation.PRINT_JOB, keyword("compression", compression))
    assert (await client.send(request, b"", *pieces)).code == Status.OK
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert printed.content == TEXT
    await until(lambda: list(uploads.iterdir()) == [])


async def test_output_of_the_last_piece(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A document is whole even if its last piece becomes more than is taken at a time."""
    text = b"a" * (INFLATED_BYTES + 21)
    compressor = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    data = compressor.compress(text) + compressor.flush()
    request = client.build(Operation.PRINT_JOB, keyword("compression", "deflate"))
    assert (await client.send(request, data)).code == Status.OK
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert printed.content == text


async def test_many_members(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Members without content are read together, not each in a turn of a thread."""
    turns: list[object] = []

    async def to_thread[**P, T](
        function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        turns.append(function)
        return function(*args, **kwargs)

    monkeypatch.setattr(receive, "asyncio", SimpleNamespace(to_thread=to_thread))
    data = gzip.compress(b"") * 1_000 + gzip.compress(b"Hello")
    request = client.build(Operation.PRINT_JOB, keyword("compression", "gzip"))
    assert (await client.send(request, data)).code == Status.OK
    assert len(turns) == 1


BROKEN = {
    "truncated gzip": ("gzip", gzip.compress(TEXT)[:-1]),
    "truncated deflate": ("deflate", bare(TEXT)[:-1]),
    "more than deflate": ("deflate", zlib.compress(TEXT) + b"more"),
    "checksum": ("gzip", gzip.compress(TEXT)[:-8] + bytes(8)),
    "not gzip": ("gzip", b"Hello"),
    "not deflate": ("deflate", b"\xff\xff\xff"),
    "rest of gzip": ("gzip", gzip.compress(TEXT) + b"more"),
}


@pytest.mark.parametrize(("compression", "data"), BROKEN.values(), ids=BROKEN)
async def test_broken_compression(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    client: Client,
    uploads: Path,
    compression: str,
    data: bytes,
) -> None:
    """Nothing of a broken stream is printed."""
    request = client.build(Operation.PRINT_JOB, keyword("compression", compression))
    for pieces in ((data,), (data[:2], data[2:])):
        response = await client.send(request, *pieces)
        assert response.code == Status.COMPRESSION_ERROR
        assert "damaged" in text_of(response)
    await hass.async_block_till_done()
    assert simulator.printed == []
    await until(lambda: list(uploads.iterdir()) == [])


async def test_large_document(
    client: Client, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What grows too large while it is decompressed is refused."""
    monkeypatch.setattr(upload, "MAX_SOURCE_BYTES", 400_000)
    request = client.build(Operation.PRINT_JOB, keyword("compression", "gzip"))
    response = await client.send(request, gzip.compress(TEXT))
    assert response.code == Status.REQUEST_ENTITY_TOO_LARGE
    await until(lambda: list(uploads.iterdir()) == [])


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (DocumentInterruptedError, Status.BAD_REQUEST),
        (DocumentStalledError, Status.TIMEOUT),
    ],
)
async def test_interrupted(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    client: Client,
    uploads: Path,
    error: type[Exception],
    status: Status,
) -> None:
    """Nothing is printed of a document that breaks off."""

    async def breaking() -> AsyncIterator[bytes]:
        yield b"Hello"
        raise error

    response = await client.send_from(client.build(Operation.PRINT_JOB), breaking())
    assert response.code == status
    assert "not arrive completely" in text_of(response)
    (job_id,) = await client.jobs(keyword("which-jobs", "completed"))
    job = await client.job(job_id)
    assert job["job-state"] == IppJobState.ABORTED
    assert job["job-state-reasons"] == "submission-interrupted"
    await hass.async_block_till_done()
    assert simulator.printed == []
    await until(lambda: list(uploads.iterdir()) == [])


@pytest.mark.parametrize("pieces", [(), (b"",)])
async def test_no_document(client: Client, pieces: tuple[bytes, ...]) -> None:
    """Print-Job needs a document."""
    response = await client.send(client.build(Operation.PRINT_JOB), *pieces)
    assert response.code == Status.BAD_REQUEST


async def test_connection_ends(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client, uploads: Path
) -> None:
    """A job ends with the request that brings its document."""
    sending = Gate()
    request = client.build(Operation.PRINT_JOB)
    task = hass.async_create_task(client.send_from(request, sending.stream(b"Hello")))
    await sending.reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (job_id,) = await client.jobs(keyword("which-jobs", "aborted"))
    await until(lambda: list(uploads.iterdir()) == [])
    assert simulator.printed == []
    assert job_id


FORMATS = {
    "text": (b"Hello", "application/octet-stream", DocumentFormat.TEXT),
    "cut": (("é" * 3).encode()[:5], "", DocumentFormat.TEXT),
    "gb18030": ("打印".encode("gb18030"), "text/plain", DocumentFormat.TEXT),
    "unknown": ("打印".encode("gb18030"), "application/octet-stream", None),
    "binary": (b"\x00\x01\x02", "application/octet-stream", None),
    "pdf": (b"%PDF-1.7\n%", "text/plain", None),
}


@pytest.mark.parametrize(
    ("head", "hint", "document_format"), FORMATS.values(), ids=FORMATS
)
def test_detect_format(
    head: bytes, hint: str, document_format: DocumentFormat | None
) -> None:
    """A text is known by the client's hint, or because it reads as one."""
    assert detect_format(head, hint) is document_format


@pytest.mark.parametrize(
    ("data", "hint", "kind"),
    [
        (pdf_files.text(pages=1), "image/jpeg", "HTML"),
        (documents.picture("JPEG"), "application/octet-stream", "JPG"),
        (b"Hello", "text/plain", "TEXT"),
    ],
)
async def test_formats(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    client: Client,
    data: bytes,
    hint: str,
    kind: str,
) -> None:
    """Documents are known by their content."""
    more = [Attribute.of("document-format", Tag.MIME_MEDIA_TYPE, hint)]
    await client.print(data, more=more)
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert printed.media_format in (kind, "HTML")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (pdf_files.truncated(), Status.OK),
        (b"\x00\x01\x02", Status.DOCUMENT_FORMAT_NOT_SUPPORTED),
        (b"8BPS\0".ljust(HEAD_BYTES, b"\1"), Status.DOCUMENT_FORMAT_NOT_SUPPORTED),
    ],
    ids=["broken", "unknown", "photoshop"],
)
async def test_documents_that_cannot_be_printed(
    hass: HomeAssistant, client: Client, uploads: Path, data: bytes, status: Status
) -> None:
    """The client is told in words why a document is not printed, at once if possible."""
    name = Attribute.of("job-name", Tag.NAME, "My letter")
    response = await client.send(client.build(Operation.PRINT_JOB, name), data)
    assert response.code == status
    await hass.async_block_till_done()
    (job_id,) = await client.jobs(keyword("which-jobs", "aborted"))
    job = await client.job(job_id)
    assert "document-format" in job["job-state-reasons"]
    told = job["job-state-message"]
    assert "“My letter”" in told
    assert status == Status.OK or text_of(response) == told
    await until(lambda: list(uploads.iterdir()) == [])
