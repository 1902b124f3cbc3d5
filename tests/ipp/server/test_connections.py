"""Tests of the connections of the IPP server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
import errno
from io import BytesIO
from ipaddress import IPv4Address
from itertools import batched
import logging
import socket
from typing import Any
from unittest.mock import patch

from hypothesis import given, strategies as st
from PIL import Image
import pytest
from pytest_socket import socket_allow_hosts

from custom_components.cloudprint.const import LOGGER
from custom_components.cloudprint.ipp.protocol.message import Message, Operation, Status
from custom_components.cloudprint.ipp.server import connections
from custom_components.cloudprint.ipp.server.body import RequestLimits
from custom_components.cloudprint.ipp.server.page import ICON_SIZES, get_icon_resource
from custom_components.cloudprint.ipp.server.server import IppServer
from homeassistant.core import HomeAssistant

from ...networks import set_adapters
from ...waits import until
from ..connection import (
    CHUNKED,
    Connection,
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
UNFINISHED = post(PATH, None, CHUNKED) + chunk(ipp(Operation.PRINT_JOB) + b"abc")


def get(path: str, *lines: str, method: str = "GET") -> bytes:
    """Return a request for a page."""
    return "\r\n".join(
        [f"{method} /{path} HTTP/1.1", "Host: ha.local:8631", *lines, "", ""]
    ).encode()


async def test_slow_heads(hass: HomeAssistant) -> None:
    """A connection without a whole request in time is dropped, also a used one."""
    async with serving(hass, RecordingPrinter(), idle_seconds=0.1) as server:
        async with connected(server) as client:
            assert await client.is_closed()
        async with connected(server) as client:
            with suppress(ConnectionError):
                await client.send(b"GET / HTTP/1.1\r\nX: ")
            await client.send_until_closed(b"x")
    async with (
        serving(hass, RecordingPrinter(), idle_seconds=2) as server,
        connected(server) as client,
    ):
        assert (await client.ask(get(""))).status == 200
        assert await client.is_closed()


async def test_too_many_connections(hass: HomeAssistant) -> None:
    """A connection too many is refused while all others are at work."""
    async with (
        serving(hass, RecordingPrinter(), connections_per_address=2) as server,
        AsyncExitStack() as stack,
    ):
        busy = [await stack.enter_async_context(connected(server)) for _ in range(2)]
        printer = server.printers[PATH]
        assert isinstance(printer, RecordingPrinter)
        for client in busy:
            await client.send(UNFINISHED)
        await until(lambda: printer.received == 6)
        async with connected(server) as client:
            answer = await client.answer()
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
            assert await client.is_closed()
        async with connected(server, local_address="127.0.0.2") as client:
            assert (await client.ask(get(""))).status == 200
        busy[0].writer.transport.abort()
        await until(lambda: count_connections(server.port) == 1)
        async with connected(server) as client:
            assert (await client.ask(get(""))).status == 200
    async with serving(hass, connections=0) as server, connected(server) as client:
        assert (await client.answer()).status == 503


@pytest.mark.parametrize("start", [b"", b"\x16\x03\x01", b"GET / HT"])
async def test_half_open_connections(hass: HomeAssistant, start: bytes) -> None:
    """Connections that send nothing whole lock nobody out.

    Who has the most loses the one that has been idle for the longest time.
    """
    async with (
        serving(
            hass, RecordingPrinter(), connections=8, connections_per_address=5
        ) as server,
        AsyncExitStack() as stack,
    ):

        async def connect(address: str) -> Connection:
            client = await stack.enter_async_context(
                connected(server, local_address=address)
            )
            if start:
                await client.send(start)
            return client

        kept = await stack.enter_async_context(
            connected(server, local_address="127.0.0.4")
        )
        assert (await kept.ask(get(""))).status == 200
        first = [await connect("127.0.0.2") for _ in range(3)]
        second = [await connect("127.0.0.3") for _ in range(4)]
        await until(lambda: count_connections(server.port) == 8)
        async with connected(server, local_address="127.0.0.5") as client:
            assert (await client.ask(get(""))).status == 200
        assert await second[0].is_closed()
        await until(lambda: count_connections(server.port) == 7)
        third = [await connect("127.0.0.2") for _ in range(3)]
        for client in first[:2]:
            assert await client.is_closed()
        assert (await kept.ask(get(""))).status == 200
        assert not any(client.is_at_end for client in (first[2], *second[1:], *third))


async def test_slow_bodies(hass: HomeAssistant) -> None:
    """Bodies that hardly come lock nobody out; a lone slow phone goes on."""
    printer = RecordingPrinter()
    async with (
        serving(hass, printer, connections=8, slow_seconds=0) as server,
        AsyncExitStack() as stack,
    ):
        clients: list[Connection] = []

        async def send(address: str) -> Connection:
            client = await stack.enter_async_context(
                connected(server, local_address=address)
            )
            await client.send(UNFINISHED)
            clients.append(client)
            await until(lambda: printer.received == 3 * len(clients))
            return client

        phone = await send("127.0.0.2")
        many = [await send(f"127.0.0.{3 + number % 2}") for number in range(7)]
        later = [await send(f"127.0.1.{number}") for number in range(1, 6)]
        await until(lambda: count_connections(server.port) == 8)
        for client in later:
            assert status_of(await client.ask(chunk(b""))) == Status.OK
        assert status_of(await phone.ask(chunk(b""))) == Status.OK
        closed = [client for client in many if client.is_at_end]
        assert len(closed) == 5


async def test_slow_body_beside_many_requests(hass: HomeAssistant) -> None:
    """A lone slow phone goes on, too, where all others are at work."""
    printer, is_done = RecordingPrinter(), asyncio.Event()

    async def respond(request: Message, document: AsyncIterator[bytes]) -> None:
        await printer.async_read(request, document)
        await is_done.wait()

    printer.respond = respond
    async with (
        serving(hass, printer, connections=4, slow_seconds=0) as server,
        AsyncExitStack() as stack,
    ):
        phone, *others = [
            await stack.enter_async_context(connected(server, local_address=address))
            for address in ("127.0.0.2", *["127.0.0.3"] * 3)
        ]
        await phone.send(UNFINISHED)
        for client in others:
            await client.send(post(PATH, ipp(Operation.PRINT_JOB) + b"abc"))
        await until(lambda: len(printer.documents) == 3 and printer.received == 12)
        async with connected(server, local_address="127.0.0.4") as client:
            assert (await client.answer()).status == 503
        is_done.set()
        assert status_of(await phone.ask(chunk(b""))) == Status.OK


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.168.1.20", "192.168.1.20"),
        ("fd00::1:2:3:4", "fd00::/64"),
        ("fe80::2%lo", "fe80::2%lo"),
    ],
)
async def test_sources(address: str, source: str) -> None:
    """A device has many addresses of a /64; all devices have one of fe80::/64."""
    assert connections.Connection(address).source == source


async def test_idle_connections_of_one_address(hass: HomeAssistant) -> None:
    """An address that has as many as it may have loses its own oldest one."""
    async with (
        serving(hass, RecordingPrinter(), connections_per_address=2) as server,
        connected(server, local_address="127.0.0.2") as other,
        connected(server) as first,
        connected(server) as second,
    ):
        await until(lambda: count_connections(server.port) == 3)
        async with connected(server) as third:
            assert await first.is_closed()
            assert (await third.ask(get(""))).status == 200
            assert (await second.ask(get(""))).status == 200
            assert (await other.ask(get(""))).status == 200


async def test_too_many_requests(hass: HomeAssistant) -> None:
    """A request too many at the same time is refused, pages are not."""
    printer = RecordingPrinter()
    async with (
        serving(hass, printer, requests_per_address=2) as server,
        connected(server) as first,
        connected(server) as second,
    ):
        await second.send(UNFINISHED)
        await until(lambda: printer.received == 3)
        # The second time, the other request began before one that has ended.
        for _ in range(2):
            printer.received = 0
            await first.send(UNFINISHED)
            await until(lambda: printer.received == 3)
            async with connected(server) as third:
                assert (await third.ask(get(""))).status == 200
                answer = await third.ask(post(PATH, ipp()))
                assert (answer.status, answer.headers.get("Retry-After")) == (503, "5")
            assert status_of(await first.ask(chunk(b""))) == Status.OK
        assert status_of(await second.ask(chunk(b""))) == Status.OK


async def test_foreign_peers(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A client from elsewhere is told so, in its language, and the log once."""
    monkeypatch.setattr(IPv4Address, "is_loopback", False)
    set_adapters(monkeypatch, ["127.0.0.1/31"])
    printer = RecordingPrinter()
    async with serving(hass, printer) as server:
        for language, words in (
            ("en", "is in none of the networks"),
            ("zh-CN", "不在 Home Assistant 所在主机的任何网络中"),
        ):
            for is_encrypted in (False, True):
                async with connected(
                    server, local_address="127.0.0.2", is_encrypted=is_encrypted
                ) as client:
                    answer = await client.ask(
                        post(PATH, ipp(), f"Accept-Language: {language}")
                    )
                    assert answer.status == 403
                    assert answer.body.decode().startswith("127.0.0.2 ")
                    assert words in answer.body.decode()
        async with connected(server, local_address="127.0.0.3") as client:
            assert (await client.ask(get(""))).status == 403
        async with connected(server) as client:
            assert status_of(await client.ask(post(PATH, ipp()))) == Status.OK
    assert [
        record.getMessage().partition(":")[0]
        for record in caplog.records
        if record.name == LOGGER.name
    ] == [
        "A request of 127.0.0.2 to shared printers was refused",
        "A request of 127.0.0.3 to shared printers was refused",
    ]
    assert len(printer.requests) == 1


async def test_slow_reader(hass: HomeAssistant) -> None:
    """A client that does not read its response is dropped."""
    page = "x" * 30_000_000
    with patch(
        "custom_components.cloudprint.ipp.server.server.async_build_page",
        return_value=page,
    ):
        async with (
            serving(hass, RecordingPrinter(), send_seconds=0.1) as server,
            connected(server) as client,
        ):
            await client.send(get(""))
            await until(lambda: count_connections(server.port) == 1)
            await until(lambda: count_connections(server.port) == 0)


async def test_removed_printer(hass: HomeAssistant) -> None:
    """The connections of a printer that is not shared any more end.

    It may be shared again soon: CUPS takes a job that is not found for a printed one.
    """
    first, second = RecordingPrinter("First"), RecordingPrinter("Second")
    async with (
        serving(hass, first, second, stop_seconds=0.01) as server,
        connected(server) as sending,
        connected(server) as idle,
        connected(server) as other,
    ):
        await sending.send(
            post(first.resource, None, CHUNKED), chunk(ipp(Operation.PRINT_JOB) + b"a")
        )
        await idle.ask(post(first.resource, ipp()))
        await other.ask(post(second.resource, ipp()))
        await until(lambda: first.received)
        server.printers.pop(first.resource, None)
        await server.async_drop(first.resource)
        with pytest.raises((EOFError, ConnectionError)):
            await idle.ask(post(first.resource, ipp()))
        assert await sending.is_closed()
        answer = await other.ask(post(first.resource, ipp()))
        assert status_of(answer) == Status.SERVICE_UNAVAILABLE
        assert status_of(await other.ask(post(second.resource, ipp()))) == Status.OK
    assert len(first.interrupted) == 1


async def test_printer_removed_before_message_is_read(hass: HomeAssistant) -> None:
    """A request that has not been handed over yet is not."""
    printer = RecordingPrinter()
    async with serving(hass, printer) as server, connected(server) as client:
        await client.send(post(PATH, None, CHUNKED), chunk(ipp()[:12]))
        await until(lambda: count_connections(server.port))
        server.printers.clear()
        await client.send(chunk(ipp()[12:]), chunk(b""))
        assert status_of(await client.answer()) == Status.SERVICE_UNAVAILABLE
    assert printer.requests == []


async def test_answered_before_the_end(hass: HomeAssistant) -> None:
    """What a printer that was removed still answers is written before the end."""
    printer = RecordingPrinter()
    is_released = asyncio.Event()

    async def wait(request: Message, document: AsyncIterator[bytes]) -> None:
        await is_released.wait()

    printer.respond = wait
    async with serving(hass, printer) as server, connected(server) as client:
        await client.send(post(PATH, ipp()))
        await until(lambda: printer.requests)
        server.printers.pop(PATH, None)
        dropping = hass.async_create_task(server.async_drop(PATH))
        is_released.set()
        await dropping
        assert status_of(await client.answer()) == Status.OK
        assert await client.is_closed()
    assert len(printer.answered) == 1


async def test_stop(hass: HomeAssistant) -> None:
    """A stop ends connections, and does not wait for a job forever."""
    printer = RecordingPrinter()
    is_released = asyncio.Event()
    finished: list[bool] = []

    async def wait(request: Message, document: AsyncIterator[bytes]) -> None:
        await is_released.wait()
        finished.append(True)

    async with (
        serving(hass, printer, stop_seconds=0.01) as server,
        connected(server) as sending,
        connected(server) as idle,
        connected(server) as waiting,
    ):
        await sending.send(UNFINISHED)
        await until(lambda: printer.received)
        printer.respond = wait
        await waiting.send(post(PATH, ipp()))
        await until(lambda: len(printer.requests) == 2)
        await server.async_stop()
        for client in (sending, idle, waiting):
            assert await client.is_closed()
        assert len(printer.interrupted) == 1
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", server.port)
        is_released.set()
        await until(lambda: finished)
    assert printer.answered == []


async def test_port(hass: HomeAssistant) -> None:
    """A port that is taken is an error, and a free one can be used again at once."""
    async with serving(hass) as server, connected(server) as client:
        port = server.port
        with pytest.raises(OSError, match="in use"):
            await IppServer(hass, port).async_start()
        assert (await client.ask(get(""))).status == 200
    again = IppServer(hass, port, RequestLimits())
    await again.async_start()
    assert again.port == port
    await again.async_stop()


async def test_no_file_descriptor(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that cannot be accepted yet is accepted later."""
    monkeypatch.setattr(connections, "_ACCEPT_AGAIN_SECONDS", 0)
    accept = socket.socket.accept
    failures = [OSError(errno.EMFILE, "Too many open files")] * 3

    def fail(self: socket.socket) -> Any:
        if failures:
            raise failures.pop()
        return accept(self)

    monkeypatch.setattr(socket.socket, "accept", fail)
    async with serving(hass, RecordingPrinter()) as server, connected(server) as client:
        assert (await client.ask(get(""))).status == 200
    assert failures == []


async def test_lost_while_it_is_opened(hass: HomeAssistant) -> None:
    """A connection may end just when it is handed over."""
    connect = hass.loop.connect_accepted_socket

    async def fail(*args: Any, **options: Any) -> None:
        transport, _ = await connect(*args, **options)
        transport.abort()
        raise ConnectionAbortedError

    async with serving(hass, RecordingPrinter()) as server:
        with patch.object(hass.loop, "connect_accepted_socket", fail):
            async with connected(server) as client:
                await client.send(b"GET")
                assert await client.is_closed()
        await until(lambda: count_connections(server.port) == 0)
        async with connected(server) as client:
            assert (await client.ask(get(""))).status == 200


async def test_broken_handshake(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    """A client that breaks a handshake off leaves nothing behind."""
    async with serving(hass, RecordingPrinter()) as server:
        for start in (b"\x16nonsense", b"\x16\x03\x01\x00", b""):
            async with connected(server) as client:
                await client.send(start)
                await until(lambda: count_connections(server.port) == 1)
                client.writer.close()
                await until(lambda: count_connections(server.port) == 0)
        async with connected(server, is_encrypted=True) as client:
            assert (await client.ask(get(""))).status == 200
    assert LOGGER.name not in {record.name for record in caplog.records}


def failing_bind(code: int, *hosts: str) -> Any:
    """Let sockets of some hosts fail."""
    bind = socket.socket.bind

    def fail(self: socket.socket, address: Any) -> None:
        if address[0] in hosts:
            raise OSError(code, "it failed")
        bind(self, address)

    return patch.object(socket.socket, "bind", fail)


async def test_ipv6_port_taken(hass: HomeAssistant) -> None:
    """The port must be free for both."""
    with (
        failing_bind(errno.EADDRINUSE, "::"),
        pytest.raises(OSError, match="it failed"),
    ):
        await IppServer(hass, 0).async_start()


async def test_without_ipv6(hass: HomeAssistant) -> None:
    """A system may have no IPv6."""
    with failing_bind(errno.EAFNOSUPPORT, "::"):
        async with serving(hass) as server, connected(server) as client:
            assert (await client.ask(get(""))).status == 200


async def test_without_any_network(hass: HomeAssistant) -> None:
    """A system without IPv4 and IPv6 cannot serve."""
    with (
        failing_bind(errno.EADDRNOTAVAIL, "0.0.0.0", "::"),
        pytest.raises(OSError, match="it failed"),
    ):
        await IppServer(hass, 0).async_start()


async def test_ipv6(hass: HomeAssistant) -> None:
    """Clients may use IPv6."""
    socket_allow_hosts(["127.0.0.1", "::1"])
    printer = RecordingPrinter()
    async with serving(hass, printer) as server:
        try:
            async with connected(server, "::1") as client:
                answer = await client.ask(post(PATH, ipp(), host="[::1]:8631"))
        except OSError:
            pytest.skip("no IPv6 here")
        assert status_of(answer) == Status.OK
    assert printer.requests[0][1].address == "::1"


async def test_pages(hass: HomeAssistant) -> None:
    """A page shows one or all printers, in the language of the browser."""
    first, second = RecordingPrinter("First"), RecordingPrinter("Second")
    async with serving(hass, first, second) as server, connected(server) as client:
        with patch(
            "custom_components.cloudprint.ipp.server.server.async_build_page",
            side_effect=lambda _, printers, client, language: (
                f"{language} {client.host} {[each.name for each in printers]}"
            ),
        ):
            answer = await client.ask(get(""))
            assert answer.body.decode() == "en ha.local:8631 ['First', 'Second']"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            answer = await client.ask(get(second.resource, "Accept-Language: zh-CN,en"))
            assert answer.body.decode() == "zh-Hans ha.local:8631 ['Second']"
            answer = await client.ask(get("ipp/print"))
            assert answer.body.decode() == "en ha.local:8631 ['First', 'Second']"
            assert (await client.ask(get("ipp/print/gone"))).status == 404
            await client.send(get("", method="HEAD"))
            assert (await client.answer(is_head=True)).status == 200
            hass.config.internal_url = "https://ha.example.org"
            answer = await client.ask(
                get("").replace(b"ha.local:8631", b"ha.example.org:8631")
            )
            assert answer.status == 200


async def test_icons(hass: HomeAssistant) -> None:
    """The integration's icon is there in three sizes."""
    async with serving(hass) as server, connected(server) as client:
        for size in (*ICON_SIZES, *ICON_SIZES):
            answer = await client.ask(get(get_icon_resource(size)))
            assert answer.headers["Content-Type"] == "image/png"
            with Image.open(BytesIO(answer.body)) as image:
                assert (image.format, image.size) == ("PNG", (size, size))


PARTS = st.sampled_from(
    [
        b"POST /ipp/print HTTP/1.1\r\n",
        b"GET / HTTP/1.1\r\n",
        b"Host: 127.0.0.1\r\n",
        b"Content-Type: application/ipp\r\n",
        b"Content-Length: 40\r\n",
        b"Content-Length: -1\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: gzip\r\n",
        b"Expect: 100-continue\r\n",
        b"Connection: Upgrade\r\nUpgrade: websocket\r\n",
        b"Authorization: Basic\r\n",
        b"\r\n",
        b"0\r\n\r\n",
        b"5\r\nhello\r\n",
        ipp(),
        UNFINISHED,
    ]
)


async def test_fuzz(hass: HomeAssistant, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever is sent, the server answers in HTTP or hangs up, and logs nothing."""
    caplog.set_level(logging.INFO)
    # In the debug mode of the tests, it logs slow tasks.
    caplog.set_level(logging.ERROR, logger="asyncio")
    examples: list[bytes] = []

    @given(st.lists(PARTS | st.binary(max_size=50), max_size=12).map(b"".join))
    def collect(data: bytes) -> None:
        examples.append(data)

    collect()
    async with serving(
        hass, RecordingPrinter(), idle_seconds=0.05, stall_seconds=0.05
    ) as server:

        async def ask(data: bytes) -> None:
            async with connected(server) as client:
                with suppress(ConnectionError):
                    await client.send(data)
                    answer = await client.rest()
                    assert answer == b"" or answer.startswith(
                        (b"HTTP/1.1", b"HTTP/1.0")
                    )

        for batch in batched(examples, 8, strict=False):
            await asyncio.gather(*map(ask, batch))
        # On a busy machine, the short limits may end this connection, too.
        statuses: list[int] = []
        while 200 not in statuses:
            with suppress(ConnectionError, EOFError):
                async with connected(server) as client:
                    answer = await client.ask(post(PATH, ipp()))
                    statuses.append(answer.status)
        assert status_of(answer) == Status.OK
    assert all(record.levelno < logging.WARNING for record in caplog.records)
