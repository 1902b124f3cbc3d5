"""A client of the IPP server that writes what it is told, and a printer behind it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
import ssl
from typing import Any, override

from multidict import CIMultiDict

from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.encoding import (
    encode_message,
    parse_message,
)
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    Group,
    Message,
    Operation,
    Status,
    Tag,
)
from custom_components.cloudprint.ipp.protocol.request import IppClient
from custom_components.cloudprint.ipp.server.body import (
    DocumentInterruptedError,
    RequestLimits,
)
from custom_components.cloudprint.ipp.server.server import IppServer
from custom_components.cloudprint.ipp.shared_printer import SharedPrinter
from custom_components.cloudprint.networks import Network
from custom_components.cloudprint.settings import IppSettings
from homeassistant.core import HomeAssistant

from .printers import make_printer


def shared_printer(name: str = "Office") -> SharedPrinter:
    """Return a printer with nothing special."""
    return make_printer(device_id=name, identifier=name, name=name)


class RecordingPrinter(IppPrinter):
    """Reads documents, and answers all requests as `respond` does."""

    def __init__(
        self, name: str = "Office", settings: IppSettings | None = None
    ) -> None:
        """Initialize without requests."""
        self._shared = shared_printer(name)
        self.resource = self._shared.resource
        self.device_id = name
        self.settings = settings or IppSettings()
        self.requests: list[tuple[Message, IppClient]] = []
        self.documents: list[bytes] = []
        self.interrupted: list[DocumentInterruptedError] = []
        self.answered: list[Message] = []
        self.received = 0
        """Bytes of documents so far."""
        self.respond: Callable[[Message, AsyncIterator[bytes]], Awaitable[None]] = (
            self.async_read
        )

    @property
    @override
    def allowed_networks(self) -> frozenset[Network]:
        return self.settings.networks

    @override
    def snapshot(self) -> SharedPrinter:
        return self._shared

    async def async_read(
        self, request: Message, document: AsyncIterator[bytes]
    ) -> None:
        """Read a document to its end."""
        data = b""
        try:
            async for piece in document:
                data += piece
                self.received += len(piece)
        except DocumentInterruptedError as err:
            self.interrupted.append(err)
            raise
        self.documents.append(data)

    @override
    async def async_handle(
        self, request: Message, document: AsyncIterator[bytes], client: IppClient
    ) -> Message:
        self.requests.append((request, client))
        await self.respond(request, document)
        response = Message(request.version, Status.OK, request.request_id)
        response.note_written = lambda: self.note_written(response)
        return response

    def note_written(self, response: Message) -> None:
        """Record a response that was written."""
        self.answered.append(response)


def ipp(
    operation: int = Operation.GET_PRINTER_ATTRIBUTES, request_id: int = 7
) -> bytes:
    """Return a small message."""
    charset = Attribute.of("attributes-charset", Tag.CHARSET, "utf-8")
    return encode_message(
        Message((2, 0), operation, request_id, [Group(Tag.OPERATION_GROUP, [charset])])
    )


@dataclass
class Answer:
    """A response as it was received."""

    status: int
    headers: CIMultiDict[str] = field(default_factory=CIMultiDict)
    body: bytes = b""

    @property
    def ipp(self) -> Message:
        """Return the message in the body."""
        assert self.status == 200
        assert self.headers["Content-Type"] == "application/ipp"
        message, end = parse_message(self.body)
        assert end == len(self.body)
        return message


class Connection:
    """A connection to the server."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Initialize with its streams."""
        self._reader = reader
        self.writer = writer

    async def send(self, *parts: bytes) -> None:
        """Write, without waiting for a response."""
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()

    async def answer(self, *, is_head: bool = False) -> Answer:
        """Read a response."""
        line = await self._reader.readline()
        if not line:
            raise EOFError("closed")
        answer = Answer(int(line.split()[1]))
        while (line := (await self._reader.readline()).strip()) != b"":
            name, _, value = line.decode().partition(":")
            answer.headers.add(name, value.strip())
        if not is_head and answer.status != 100:
            size = int(answer.headers.get("Content-Length", "0"))
            answer.body = await self._reader.readexactly(size)
        return answer

    async def ask(self, *parts: bytes) -> Answer:
        """Write, and return the response."""
        await self.send(*parts)
        return await self.answer()

    async def send_until_closed(self, data: bytes) -> None:
        """Write the same slowly, until the server ends the connection."""
        with suppress(ConnectionError):
            while True:
                await self.send(data)
                await asyncio.sleep(0.005)

    async def rest(self) -> bytes:
        """Return all that comes until the server ends the connection."""
        return await self._reader.read()

    @property
    def is_at_end(self) -> bool:
        """Return whether the end of the connection has been received."""
        return self._reader.at_eof() or self._reader.exception() is not None

    async def is_closed(self) -> bool:
        """Wait for the end of the connection, and return whether it came alone."""
        try:
            return await self.rest() == b""
        except ConnectionError:
            return True


def post(
    path: str,
    body: bytes | None = b"",
    *lines: str,
    host: str | None = "127.0.0.1:8631",
    version: str = "1.1",
    content_type: str = "application/ipp",
) -> bytes:
    """Return a request; without a body, it has no length either."""
    head = [f"POST /{path} HTTP/{version}"]
    if host is not None:
        head.append(f"Host: {host}")
    head.append(f"Content-Type: {content_type}")
    if body is not None:
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*head, *lines, "", ""]).encode() + (body or b"")


def chunk(data: bytes) -> bytes:
    """Return a chunk of a chunked body."""
    return b"%x\r\n%b\r\n" % (len(data), data)


CHUNKED = "Transfer-Encoding: chunked"
CONTINUE = "Expect: 100-continue"


@asynccontextmanager
async def serving(
    hass: HomeAssistant, *printers: IppPrinter, **limits: Any
) -> AsyncGenerator[IppServer]:
    """Serve printers on a free port."""
    server = IppServer(hass, 0, RequestLimits(**limits))
    for printer in printers:
        server.printers[printer.snapshot().resource] = printer
    await server.async_start()
    try:
        yield server
    finally:
        await server.async_stop()


def trust_any() -> ssl.SSLContext:
    """Return the settings of a client that takes any certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@asynccontextmanager
async def connected(
    server: IppServer,
    host: str = "127.0.0.1",
    *,
    is_encrypted: bool = False,
    local_address: str | None = None,
) -> AsyncGenerator[Connection]:
    """Connect to a server."""
    streams = await asyncio.open_connection(
        host,
        server.port,
        ssl=trust_any() if is_encrypted else None,
        local_addr=None if local_address is None else (local_address, 0),
    )
    connection = Connection(*streams)
    yield connection
    connection.writer.transport.abort()


def status_of(answer: Answer) -> Any:
    """Return the status of a message, or of HTTP."""
    return answer.ipp.code if answer.status == 200 else answer.status
