"""What it costs to print by IPP: against the card, for many at once, and in memory.

Other processes send the documents, so that all memory that is seen is Home Assistant's.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
import json
from pathlib import Path
import random
from statistics import median
import sys

from aiohttp.web import AppRunner, TCPSite
from pytest_homeassistant_custom_component.common import CLIENT_ID

from custom_components.cloudprint.data import CloudPrintConfigEntry
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.encoding import encode_message
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    Group,
    Message,
    Operation,
    Tag,
)
from custom_components.cloudprint.ipp.server.server import IppServer
from custom_components.cloudprint.printing.action import async_print
from custom_components.cloudprint.requester import Requester
from custom_components.cloudprint.source.resolving import CONTENT_FIELDS_WITH_UPLOAD
from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.table import table

from ..samples.pdf_writer import PdfWriter
from .account import add_account, home_assistant, until_ended
from .errors import BenchmarkError
from .process import Watch, give_back, memory, watch

PAGES = 24
ROUNDS = 3
CLIENTS = 20
SIZES_MIB = (10, 90)
OPTIONS = {"ipp_pages_per_hour": 10_000}

_SENDER = """
import asyncio, json, sys
from pathlib import Path
import aiohttp

async def send(url, headers, sources, name):
    async def post(source):
        connector = aiohttp.TCPConnector(local_addr=(source, 0))
        async with aiohttp.ClientSession(connector=connector) as session:
            with Path(name).open("rb") as file:
                async with session.post(url, data=file, headers=headers) as answer:
                    assert answer.status == 200, await answer.text()
                    return await answer.read()
    return await asyncio.gather(*map(post, sources))

url, headers, sources, name = sys.argv[1:]
for answer in asyncio.run(send(url, json.loads(headers), sources.split(), name)):
    print(answer.hex())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A printer that is shared, and the addresses to print on it at."""

    hass: HomeAssistant
    entry: CloudPrintConfigEntry
    device_id: str
    ipp_url: str
    upload_url: str
    user: User
    token: str

    async def print_by_ipp(self, request: Path, clients: int = 1) -> None:
        """Send a Print-Job request from each of some clients. Raises BenchmarkError."""
        sources = " ".join(f"127.0.0.{number}" for number in range(2, clients + 2))
        headers = {"Content-Type": "application/ipp"}
        for answer in await _send(self.ipp_url, headers, sources, request):
            # Version, and status in two bytes
            if answer[2:4] > b"\x00\xff":
                raise BenchmarkError(f"The print was refused: {answer!r}")

    async def print_by_card(self, file: Path) -> None:
        """Upload a file, and print it, as the card does."""
        headers = {"Authorization": f"Bearer {self.token}", "X-File-Name": "a.pdf"}
        (answer,) = await _send(self.upload_url, headers, "127.0.0.1", file)
        fields = {
            "device_id": self.device_id,
            "upload": json.loads(answer)["upload_id"],
        }
        await async_print(
            self.hass,
            fields,
            Requester.from_user(self.user),
            contents=CONTENT_FIELDS_WITH_UPLOAD,
        )


async def run(folder: Path) -> str:
    """Measure, and return the figures as text."""
    document, request = folder / "document.pdf", folder / "document.ipp"
    document.write_bytes(_pdf(PAGES))
    small = folder / "small.ipp"
    large = {size: folder / f"{size}.ipp" for size in SIZES_MIB}
    async with (
        SimulatedCloud(folder, step_seconds=0) as cloud,
        _shared_printer(cloud, folder) as setting,
    ):
        path = setting.ipp_url.partition("://")[2]
        _write_request(request, path, document.read_bytes())
        _write_request(small, path, _pdf(1))
        for size, file in large.items():
            _write_request(file, path, _pdf(1, size * 2**20))
        await setting.print_by_ipp(request)
        await until_ended(setting.entry)
        seen: dict[str, list[Watch]] = {"by IPP": [], "by the card": []}
        for _ in range(ROUNDS):
            async with watch() as watched:
                await setting.print_by_ipp(request)
            seen["by IPP"].append(watched)
            await until_ended(setting.entry)
            async with watch() as watched:
                await setting.print_by_card(document)
            seen["by the card"].append(watched)
            await until_ended(setting.entry)

        async with watch() as alone:
            await setting.print_by_ipp(small)
        await until_ended(setting.entry)
        async with watch() as crowd:
            await setting.print_by_ipp(small, CLIENTS)
        await until_ended(setting.entry)
        grown = {}
        for size, file in large.items():
            give_back()
            before = memory()
            async with watch() as watched:
                await setting.print_by_ipp(file)
            grown[size] = watched.peak_memory - before
            await until_ended(setting.entry)
        printed = len(await cloud.control("GET", "/printed"))
    expected = 2 + 2 * ROUNDS + CLIENTS + len(SIZES_MIB)
    if printed != expected:
        raise BenchmarkError(f"{printed} prints came out, and not {expected}")
    return _report(seen, alone, crowd, grown)


def _report(
    seen: Mapping[str, list[Watch]],
    alone: Watch,
    crowd: Watch,
    grown: Mapping[int, float],
) -> str:
    rows = [
        [
            way,
            f"{median(item.seconds for item in watched):.2f}",
            f"{max(item.longest_block for item in watched) * 1000:.1f}",
        ]
        for way, watched in seen.items()
    ]
    ipp, card = (median(item.seconds for item in watched) for watched in seen.values())
    head = [f"{PAGES} pages, until taken", "median s", "longest block ms"]
    memories = ", ".join(
        f"{size} MiB document: {more:.0f} MiB more" for size, more in grown.items()
    )
    return (
        f"{table(head, rows)}\n\n"
        f"By IPP against by the card: {ipp / card:.2f}.\n"
        f"One page of each of {CLIENTS} clients at once: all taken after"
        f" {crowd.seconds:.1f} s, {crowd.seconds / CLIENTS / alone.seconds:.2f} of the"
        f" time of one alone for each; longest block {crowd.longest_block * 1000:.1f} ms.\n"
        f"RSS of Home Assistant at its peak, {memories}."
    )


@asynccontextmanager
async def _shared_printer(
    cloud: SimulatedCloud, folder: Path
) -> AsyncGenerator[Setting]:
    """Share a printer on this machine, without announcing it."""
    async with home_assistant(folder) as hass:
        binding = {"app_id": cloud.app_id, "share_code": cloud.printers[1].share_code}
        await cloud.control("POST", "/bindings", binding)
        entry = await add_account(
            hass,
            base_url=cloud.base_url,
            app_id=cloud.app_id,
            app_key=cloud.app_key,
            options=OPTIONS,
        )
        (device_id,) = entry.runtime_data.coordinator.data
        user = await hass.auth.async_create_user("Owner")
        refresh_token = await hass.auth.async_create_refresh_token(user, CLIENT_ID)
        printer = IppPrinter(entry.runtime_data, device_id)
        server = IppServer(hass, 0)
        runner = AppRunner(hass.http.app, access_log=None)
        await runner.setup()
        try:
            await TCPSite(runner, "127.0.0.1", 0).start()
            await server.async_start()
            resource = printer.snapshot().resource
            server.printers[resource] = printer
            yield Setting(
                hass=hass,
                entry=entry,
                device_id=device_id,
                ipp_url=f"http://127.0.0.1:{server.port}/{resource}",
                upload_url=f"http://127.0.0.1:{runner.addresses[0][1]}"
                "/api/cloudprint/upload",
                user=user,
                token=hass.auth.async_create_access_token(refresh_token),
            )
        finally:
            await printer.async_close()
            await server.async_stop()
            await runner.cleanup()


def _pdf(pages: int, padding: int = 0) -> bytes:
    """Return a PDF of dense pages, padded with a stream that no page uses."""
    writer = PdfWriter()
    font = writer.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for page in range(pages):
        lines = "".join(
            f"(Page {page + 1}, line {line}: milk, bread, apples and paper) Tj T* "
            for line in range(60)
        )
        writer.add_page(
            f"BT /F1 11 Tf 12 TL 50 790 Td {lines}ET",
            resources=f"/Font << /F1 {font} 0 R >>",
        )
    if padding:
        writer.add_stream(random.Random(0).randbytes(padding), compress=False)
    return writer.finish()


def _write_request(file: Path, path: str, document: bytes) -> None:
    """Write a Print-Job request with its document."""
    attributes = [
        Attribute.of("attributes-charset", Tag.CHARSET, "utf-8"),
        Attribute.of("attributes-natural-language", Tag.NATURAL_LANGUAGE, "en"),
        Attribute.of("printer-uri", Tag.URI, f"ipp://{path}"),
        Attribute.of("requesting-user-name", Tag.NAME, "Anna"),
        Attribute.of("job-name", Tag.NAME, "Shopping list"),
        Attribute.of("document-format", Tag.MIME_MEDIA_TYPE, "application/pdf"),
    ]
    groups = [Group(Tag.OPERATION_GROUP, attributes)]
    message = Message((2, 0), Operation.PRINT_JOB, 1, groups)
    file.write_bytes(encode_message(message) + document)


async def _send(
    url: str, headers: Mapping[str, str], sources: str, file: Path
) -> list[bytes]:
    """Post a file from each of some addresses at once. Raises BenchmarkError."""
    sender = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _SENDER, url, json.dumps(headers), sources, str(file)),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await sender.communicate()
    if sender.returncode:
        raise BenchmarkError("The file was not taken")
    return [bytes.fromhex(line) for line in output.decode().split()]
