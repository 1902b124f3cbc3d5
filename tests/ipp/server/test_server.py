"""Tests of the HTTP server of the shared printers."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
import logging
import re
from unittest.mock import patch

from aiohttp import web_protocol
from aiohttp.http_parser import HttpRequestParserPy
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import LOGGER
from custom_components.cloudprint.ipp.protocol.message import Message, Operation, Status
from custom_components.cloudprint.ipp.server import connections
from custom_components.cloudprint.ipp.server.body import DocumentStalledError
from custom_components.cloudprint.ipp.server.connections import Connection
from custom_components.cloudprint.settings import CONF_DEFAULT_PRINTER, IppSettings
from homeassistant.core import HomeAssistant

from ...networks import set_adapters
from ...waits import until
from ..connection import (
    CHUNKED,
    CONTINUE,
    RecordingPrinter,
    chunk,
    connected,
    ipp,
    post,
    serving,
    status_of,
)
from ..sockets import count_connections

pytestmark = pytest.mark.usefixtures("socket_enabled", "enable_custom_integrations")

PATH = RecordingPrinter().resource
CLOSED = IppSettings(username="anna", password="geheim")
RIGHT = f"Authorization: Basic {b64encode(b'anna:geheim').decode()}"
WRONG = f"Authorization: Basic {b64encode(b'anna:secret').decode()}"


@asynccontextmanager
async def parsing_in_python() -> AsyncGenerator[None]:
    """Let the server parse new connections in Python."""
    with patch.object(web_protocol, "HttpRequestParser", HttpRequestParserPy):
        yield


async def test_request(hass: HomeAssistant) -> None:
    """A printer gets the message and the document; a connection serves many."""
    printer = RecordingPrinter()
    async with serving(hass, printer) as server, connected(server) as client:
        for document in (b"", b"%PDF-" + bytes(300_000)):
            body = ipp(Operation.PRINT_JOB, 9) + document
            answer = await client.ask(post(PATH, body))
            assert (answer.ipp.code, answer.ipp.request_id) == (Status.OK, 9)
            assert printer.documents[-1] == document
        assert [response.request_id for response in printer.answered] == [9, 9]
    message, ipp_client = printer.requests[0]
    assert (message.version, message.code) == ((2, 0), Operation.PRINT_JOB)
    assert ipp_client.address == "127.0.0.1"
    assert ipp_client.host == "127.0.0.1:8631"
    assert ipp_client.user is None


async def test_chunks(hass: HomeAssistant) -> None:
    """A chunked body may be cut anywhere, also in the message."""
    printer = RecordingPrinter()
    data = ipp(Operation.PRINT_JOB) + b"document"
    async with serving(hass, printer) as server, connected(server) as client:
        await client.send(post(PATH, None, CHUNKED))
        for position in range(len(data)):
            await client.send(chunk(data[position : position + 1]))
        assert status_of(await client.ask(chunk(b""))) == Status.OK
    assert printer.documents == [b"document"]


async def test_pipelining(hass: HomeAssistant) -> None:
    """Requests that are sent at once are answered in their order."""
    printer = RecordingPrinter()
    async with serving(hass, printer) as server, connected(server) as client:
        await client.send(*(post(PATH, ipp(request_id=each)) for each in range(5)))
        for each in range(5):
            assert (await client.answer()).ipp.request_id == each


async def test_continue(hass: HomeAssistant) -> None:
    """A client that waits to be asked for the body is, if it would be read."""
    printer = RecordingPrinter()
    body = ipp(Operation.PRINT_JOB) + b"abc"
    head = post(PATH, body, CONTINUE).removesuffix(body)
    async with serving(hass, printer) as server, connected(server) as client:
        for _ in range(2):
            assert (await client.ask(head)).status == 100
            assert status_of(await client.ask(body)) == Status.OK
        foreign = post(PATH, body, CONTINUE, host="evil.example").removesuffix(body)
        assert (await client.ask(foreign)).status == 403
        assert await client.is_closed()
    assert printer.documents == [b"abc"] * 2


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (post(PATH, ipp(), host="evil.example"), 403),
        (post(PATH, ipp(), host=None), 400),
        (post(PATH, ipp(), "Origin: http://evil.example"), 403),
        (post(PATH, ipp(), "X-Forwarded-For: 192.168.1.2"), 403),
        (post(PATH, ipp(), "Via: 1.1 proxy"), 403),
        (post(PATH, ipp(), content_type="text/plain"), 415),
        (post(PATH, ipp(), "Content-Encoding: gzip"), 415),
        (post(PATH, ipp(), "Expect: a miracle"), 417),
        (post(PATH, None), 411),
        (post(PATH, None, version="1.0"), 411),
        (post(PATH, b""), 400),
        (post(PATH, ipp()[:7]), 400),
        (b"PUT / HTTP/1.1\r\nHost: a.local\r\n\r\n", 405),
        (b"OPTIONS * HTTP/1.1\r\nHost: a.local\r\n\r\n", 405),
        (b"GET /nothing HTTP/1.1\r\nHost: a.local\r\n\r\n", 404),
        (b"GET / HTTP/1.1\r\nHost: a.com\r\n\r\n", 403),
        (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: a.local\r\n\r\n", 400),
        (b"nonsense\r\n\r\n", 400),
    ],
)
async def test_refused(
    hass: HomeAssistant,
    caplog: pytest.LogCaptureFixture,
    request_: bytes,
    status: int,
) -> None:
    """Requests that are not answered leave nothing of themselves in the log.

    One that is none of a client in the local network is a line.
    """
    # In the debug mode of the tests, it logs slow tasks.
    caplog.set_level(logging.ERROR, logger="asyncio")
    caplog.set_level(logging.INFO)
    async with serving(hass, RecordingPrinter()) as server, connected(server) as client:
        answer = await client.ask(request_)
        assert answer.status == status
    assert "evil" not in caplog.text
    assert "Traceback" not in caplog.text
    lines = [each for each in caplog.records if each.name == LOGGER.name]
    assert len(lines) == (status == 403)
    assert ("address" in answer.body.decode()) == (status == 403)


async def test_networks_of_all_printers(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the account of one printer allows, the port answers."""
    set_adapters(monkeypatch, ["192.168.1.2/24"])
    printers = [
        RecordingPrinter(name, IppSettings(networks=frozenset({ip_network(network)})))
        for name, network in (("Office", "100.64.0.0/10"), ("Attic", "10.20.0.0/24"))
    ]
    vpn = post(PATH, ipp(), host="ha.tail1234.ts.net:8631")
    async with serving(hass, *printers) as server:
        for device, request in (
            ("10.20.0.9", post(PATH, ipp())),
            ("100.64.0.5", vpn),
            ("127.0.0.1", vpn),
            ("127.0.0.1", post(PATH, ipp())),
        ):
            accepted = Connection(device)
            with patch.object(connections, "Connection", return_value=accepted):
                async with connected(server) as client:
                    assert status_of(await client.ask(request)) == Status.OK
    # Behind a VPN without an adapter, all devices are one.
    assert [(one.address, one.is_shared) for _, one in printers[0].requests] == [
        ("10.20.0.9", False),
        ("100.64.0.5", False),
        ("100.64.0.0/10", True),
        ("127.0.0.1", False),
    ]


async def test_http_1_0(hass: HomeAssistant) -> None:
    """An old client gets its response, and the connection ends."""
    printer = RecordingPrinter()
    async with serving(hass, printer) as server:
        async with connected(server) as client:
            answer = await client.ask(post(PATH, ipp(), version="1.0"))
            assert status_of(answer) == Status.OK
            assert await client.is_closed()
        async with connected(server) as client:
            await client.send(post(PATH, None, CHUNKED, version="1.0"), chunk(ipp()))
            assert (await client.ask(chunk(b""))).status == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (ipp()[:-1], Status.BAD_REQUEST),
        (ipp()[:8] + b"\x44", Status.BAD_REQUEST),
        (ipp()[:8] + b"\1" + b"\x44\0\1a\x7f\xff" + b"x" * 999, Status.BAD_REQUEST),
        (
            ipp()[:8] + b"\1" + b"\x44\0\1a\x7f\xff" + b"x" * 1100,
            Status.REQUEST_ENTITY_TOO_LARGE,
        ),
    ],
)
async def test_malformed_messages(
    hass: HomeAssistant, body: bytes, status: Status
) -> None:
    """A message that cannot be read is answered with its id."""
    printer = RecordingPrinter()
    async with (
        serving(hass, printer, message_bytes=1024) as server,
        connected(server) as client,
    ):
        answer = await client.ask(post(PATH, body))
        assert (answer.ipp.code, answer.ipp.request_id) == (status, 7)
        assert status_of(await client.ask(post(PATH, ipp()))) == Status.OK
    assert len(printer.requests) == 1


@pytest.mark.parametrize("general", ["", "ipp", "ipp/print", "ipp/printer"])
async def test_paths(
    hass: HomeAssistant, account: MockConfigEntry, colour_id: str, general: str
) -> None:
    """A general path means the only printer, or the default one of several."""
    first, second = RecordingPrinter("First"), RecordingPrinter("Second")
    second.device_id = colour_id
    async with serving(hass, first) as server, connected(server) as client:

        async def status(path: str) -> object:
            return status_of(await client.ask(post(path, ipp())))

        assert await status(general) == Status.OK
        assert await status(first.resource + "/") == Status.OK
        assert await status("ipp/other") == Status.NOT_FOUND
        server.printers[second.snapshot().resource] = second
        assert await status(general) == Status.NOT_FOUND
        assert await status("ipp/print/gone") == Status.SERVICE_UNAVAILABLE
        assert await status(second.resource) == Status.OK
        hass.config_entries.async_update_entry(
            account, options={CONF_DEFAULT_PRINTER: colour_id}
        )
        await hass.async_block_till_done()
        assert await status(general) == Status.OK
        assert (len(first.requests), len(second.requests)) == (2, 2)
        server.printers.pop("ipp/print/gone", None)
        server.printers.pop(first.resource, None)
        server.printers.pop(second.resource, None)
        assert await status(general) == Status.SERVICE_UNAVAILABLE


async def test_password(hass: HomeAssistant) -> None:
    """The printer is found without a password, all else needs one."""
    printer = RecordingPrinter(settings=CLOSED)
    job = ipp(Operation.PRINT_JOB)
    async with (
        serving(hass, printer) as server,
        connected(server, is_encrypted=True) as client,
    ):
        assert status_of(await client.ask(post(PATH, ipp()))) == Status.OK
        answer = await client.ask(post(PATH, job + b"abc"))
        assert answer.status == 401
        assert (
            answer.headers["WWW-Authenticate"]
            == 'Basic realm="Cloud Print", charset="UTF-8"'
        )
        assert status_of(await client.ask(post(PATH, job, RIGHT))) == Status.OK
        assert (await client.ask(post(PATH, ipp(), WRONG))).status == 401
        assert (await client.ask(post(PATH, ipp(0x4002)))).status == 401
    assert [client.user for _, client in printer.requests] == [None, "anna"]


async def test_encrypted(hass: HomeAssistant) -> None:
    """The same port is encrypted for clients that want that."""
    printer = RecordingPrinter()
    body = ipp(Operation.PRINT_JOB) + bytes(300_000)
    async with (
        serving(hass, printer) as server,
        connected(server) as plain,
        connected(server, is_encrypted=True) as client,
    ):
        for _ in range(2):
            assert status_of(await client.ask(post(PATH, body))) == Status.OK
        assert status_of(await plain.ask(post(PATH, ipp()))) == Status.OK
        assert client.writer.get_extra_info("cipher")[1] == "TLSv1.3"
    assert [client.is_encrypted for _, client in printer.requests] == [
        True,
        True,
        False,
    ]
    assert printer.documents == [bytes(300_000)] * 2 + [b""]


@pytest.mark.parametrize(
    "parts",
    [
        [post(PATH, ipp())],
        [post(PATH, None, CHUNKED), chunk(ipp()), chunk(b"")],
        [post(PATH, None, CHUNKED), chunk(ipp()), chunk(b"a"), chunk(b"")],
        [post(PATH, ipp() + bytes(300_000))],
    ],
)
async def test_answered_encrypted(hass: HomeAssistant, parts: list[bytes]) -> None:
    """A response counts as written before the client sends anything more.

    Otherwise, the same document would be taken for a repeat, and not printed again.
    """
    printer = RecordingPrinter()
    async with (
        serving(hass, printer) as server,
        connected(server, is_encrypted=True) as client,
        asyncio.timeout(10),
    ):
        for number in range(1, 4):
            assert status_of(await client.ask(*parts)) == Status.OK
            while len(printer.answered) < number:
                await asyncio.sleep(0.01)


async def test_encrypted_password(hass: HomeAssistant) -> None:
    """Without encryption, a password is neither asked for nor taken."""
    printer = RecordingPrinter(settings=CLOSED)
    job = ipp(Operation.PRINT_JOB)
    async with (
        serving(hass, printer) as server,
        connected(server) as plain,
        connected(server, is_encrypted=True) as client,
    ):
        assert status_of(await plain.ask(post(PATH, ipp()))) == Status.OK
        for line in (RIGHT, WRONG, "X-Nothing: 1"):
            answer = await plain.ask(post(PATH, job, line))
            assert answer.status == 426
            assert answer.headers["Upgrade"] == "TLS/1.2, HTTP/1.1"
            assert "ipps" in answer.body.decode()
            assert "WWW-Authenticate" not in answer.headers
        assert (await client.ask(post(PATH, job))).status == 401
        assert (await client.ask(post(PATH, job, WRONG))).status == 401
        assert status_of(await client.ask(post(PATH, job, RIGHT))) == Status.OK
    assert [client.user for _, client in printer.requests] == [None, "anna"]


async def test_wrong_passwords(hass: HomeAssistant) -> None:
    """A wrong password is refused before the document is sent, at most ten times."""
    printer = RecordingPrinter(settings=CLOSED)
    async with serving(hass, printer) as server:
        head = post(PATH, None, CONTINUE, WRONG, "Content-Length: 999999")
        for _ in range(10):
            async with connected(server, is_encrypted=True) as client:
                assert (await client.ask(head)).status == 401
                assert await client.is_closed()
        async with connected(server, is_encrypted=True) as client:
            answer = await client.ask(post(PATH, ipp(), RIGHT))
            assert (answer.status, answer.headers["Retry-After"]) == (429, "60")
    assert printer.requests == []


async def test_password_after_continue(hass: HomeAssistant) -> None:
    """Without a password, the operation decides, which is in the body."""
    printer = RecordingPrinter(settings=CLOSED)
    async with (
        serving(hass, printer) as server,
        connected(server, is_encrypted=True) as client,
    ):
        for operation, status in (
            (Operation.GET_PRINTER_ATTRIBUTES, Status.OK),
            (Operation.VALIDATE_JOB, 401),
        ):
            body = ipp(operation)
            head = post(PATH, body, CONTINUE).removesuffix(body)
            assert (await client.ask(head)).status == 100
            assert status_of(await client.ask(body)) == status


async def test_unread_document(hass: HomeAssistant) -> None:
    """A document that is not wanted is discarded, if it is not too large."""
    printer = RecordingPrinter()

    async def refuse(request: Message, document: AsyncIterator[bytes]) -> None:
        """Read nothing."""

    printer.respond = refuse
    body = ipp(Operation.PRINT_JOB) + bytes(200_000)
    async with serving(hass, printer, drain_bytes=250_000) as server:
        async with connected(server) as client:
            for _ in range(2):
                assert status_of(await client.ask(post(PATH, body))) == Status.OK
            head = post(PATH, None, "Content-Length: 2000000")
            assert status_of(await client.ask(head + body)) == Status.OK
            await client.send_until_closed(bytes(100_000))
        async with parsing_in_python(), connected(server) as client:
            await client.send(post(PATH, None, CHUNKED), chunk(body))
            assert status_of(await client.answer()) == Status.OK
            await client.send(b"nonsense\r\n")
            assert await client.is_closed()


async def test_broken_documents(hass: HomeAssistant) -> None:
    """The printer hears of a document that breaks off, and the server goes on.

    With aiohttp's parser in C, which does not report a malformed body, it stalls instead.
    """
    printer = RecordingPrinter()
    start = post(PATH, None, CHUNKED) + chunk(ipp(Operation.PRINT_JOB) + b"abc")
    async with serving(hass, printer) as server:
        async with parsing_in_python(), connected(server) as client:
            await client.send(start)
            await until(lambda: printer.received)
            answer = await client.ask(b"nonsense\r\n")
            assert status_of(answer) == Status.BAD_REQUEST
            assert await client.is_closed()
        async with connected(server) as client:
            await client.send(start)
            await until(lambda: printer.received == 6)
        await until(lambda: len(printer.interrupted) == 2)
        async with parsing_in_python(), connected(server) as client:
            assert (await client.ask(post(PATH, None, CHUNKED, CONTINUE))).status == 100
            await client.send(chunk(ipp()[:12]))
            assert (await client.ask(b"nonsense\r\n")).status == 400
            assert await client.is_closed()
    assert printer.documents == []
    assert printer.answered == []


async def test_slow_documents(hass: HomeAssistant) -> None:
    """A client that sends nothing more is given up."""
    printer = RecordingPrinter()
    start = post(PATH, None, CHUNKED)
    async with serving(hass, printer, stall_seconds=0.2) as server:
        async with connected(server) as client:
            assert (await client.ask(start, chunk(ipp()[:12]))).status == 408
            assert await client.is_closed()
        async with connected(server) as client:
            await client.send(start, chunk(ipp(Operation.PRINT_JOB) + b"a"))
            await until(lambda: printer.received)
            answer = await client.ask(b"nonsense\r\n")
            assert status_of(answer) == Status.BAD_REQUEST
            assert await client.is_closed()
    assert [type(err) for err in printer.interrupted] == [DocumentStalledError]


async def test_error(hass: HomeAssistant, caplog: pytest.LogCaptureFixture) -> None:
    """An unexpected error is logged without its message, and answered."""
    printer = RecordingPrinter()

    async def fail(request: Message, document: AsyncIterator[bytes]) -> None:
        raise ValueError("a confidential text")

    printer.respond = fail
    async with serving(hass, printer) as server, connected(server) as client:
        answer = await client.ask(post(PATH, ipp()))
        assert (answer.ipp.code, answer.ipp.request_id) == (Status.INTERNAL_ERROR, 7)
        with patch.object(printer, "snapshot", side_effect=ValueError("confidential")):
            await client.send(b"GET / HTTP/1.1\r\nHost: a.local\r\n\r\n")
            assert (await client.answer()).status == 500
        printer.respond = printer.async_read
        with patch.object(printer, "note_written", side_effect=ValueError("secret")):
            assert status_of(await client.ask(post(PATH, ipp()))) == Status.OK
            await until(lambda: caplog.text.count("failed unexpectedly") == 3)
    assert "secret" not in caplog.text
    assert caplog.text.count("A request by IPP failed unexpectedly: ValueError") == 3
    assert "confidential" not in re.sub(
        r'.*raise ValueError\("[^"]*"\)', "", caplog.text
    )
    caplog.clear()


async def test_disconnected_client(hass: HomeAssistant) -> None:
    """The job of a client that went away is finished, and not answered."""
    printer = RecordingPrinter()
    is_released = asyncio.Event()
    finished: list[bool] = []

    async def wait(request: Message, document: AsyncIterator[bytes]) -> None:
        await printer.async_read(request, document)
        await is_released.wait()
        finished.append(True)

    printer.respond = wait
    async with serving(hass, printer) as server:
        async with connected(server) as client:
            await client.send(post(PATH, ipp(Operation.PRINT_JOB)))
            await until(lambda: printer.documents)
        await until(lambda: count_connections(server.port) == 0)
        is_released.set()
        await until(lambda: finished)
    assert printer.answered == []
