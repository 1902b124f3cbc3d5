"""The connections of the IPP server: plain or encrypted, how many, and for how long."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from errno import EADDRNOTAVAIL, EAFNOSUPPORT
from ipaddress import ip_address, ip_network
import socket
import ssl
from typing import Final, override

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from ...const import LOGGER
from .body import IppBody, RequestLimits

BUSY_SECONDS: Final = 5  # When a client that was refused may try again

_BUSY: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\n"
    b"Retry-After: %d\r\nConnection: close\r\nContent-Length: 0\r\n\r\n" % BUSY_SECONDS
)
_TLS_HANDSHAKE: Final = b"\x16"  # first octet (RFC 8446, 5.1), of no method
_ACCEPT_AGAIN_SECONDS: Final = 1  # such as without a free file descriptor
_BACKLOG: Final = 64
_MANY: Final = 3  # connections of a client: CUPS has two for a print
_MAX_LINE: Final = 2048
_MAX_FIELD: Final = 8190
_MAX_HEADERS: Final = 64
_MISSING: Final = (EADDRNOTAVAIL, EAFNOSUPPORT)  # without IPv4 or IPv6

# aiohttp logs malformed requests with what is in them, as errors with a traceback.
_SILENT: Final = LOGGER.getChild("aiohttp")
_SILENT.disabled = True


@dataclass(slots=True, eq=False)
class Connection:
    """A connection, its client, and what the client used last."""

    address: str
    source: str = field(init=False)  # or the /64, in which a device has many addresses
    is_encrypted: bool = False
    transport: asyncio.Transport | None = None  # None before its first octet
    opening: asyncio.Task[None] = field(init=False)
    body: IppBody | None = None
    requests: int = 0
    resource: str | None = None
    timer: asyncio.TimerHandle | None = None  # while the next request is incomplete
    answered: asyncio.Event = field(default_factory=asyncio.Event)  # Set while idle

    def __post_init__(self) -> None:
        """Begin without a request."""
        self.answered.set()
        address = ip_address(self.address)
        self.source = self.address
        if address.version == 6 and not address.is_link_local:
            self.source = str(ip_network((address, 64), strict=False))

    def cancel_timer(self) -> None:
        """Let the connection stay open until the timer is set again."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def drop(self) -> None:
        """End the connection at once."""
        self.cancel_timer()
        if self.transport is not None:
            self.transport.abort()
        else:
            self.opening.cancel()


class Connections(web.Server):
    """Serves HTTP on connections, dropped unless the next request is complete in time."""

    def __init__(
        self,
        handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]],
        limits: RequestLimits,
    ) -> None:
        """Initialize without connections."""
        super().__init__(
            handler,
            access_log=None,
            auto_decompress=False,
            # The handler reads the rest of a body itself.
            lingering_time=0,
            logger=_SILENT,
            max_field_size=_MAX_FIELD,
            max_headers=_MAX_HEADERS,
            max_line_size=_MAX_LINE,
        )
        self._limits = limits
        self._open = set[Connection]()
        self._handlers: dict[RequestHandler, Connection] = {}
        self._listening = set[asyncio.Task[None]]()

    def listen(self, sockets: Iterable[socket.socket], context: ssl.SSLContext) -> None:
        """Accept connections; `context` is for those that are encrypted."""
        for bound in sockets:
            # A stop begins with async_stop_listening, which cancels it.
            self._listening.add(
                asyncio.create_task(
                    self._async_accept(bound, context), eager_start=True
                )
            )

    async def async_stop_listening(self) -> None:
        """Close the sockets that accept connections."""
        for task in self._listening:
            task.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)
        self._listening.clear()

    async def _async_accept(
        self, bound: socket.socket, context: ssl.SSLContext
    ) -> None:
        loop = asyncio.get_running_loop()
        with bound:
            while True:
                try:
                    accepted, peername = await loop.sock_accept(bound)
                except OSError:
                    await asyncio.sleep(_ACCEPT_AGAIN_SECONDS)
                    continue
                connection = Connection(peername[0])
                if not self._make_room(connection.address):
                    with accepted, suppress(OSError):
                        accepted.send(_BUSY)
                    continue
                self._open.add(connection)
                self.wait(connection)
                # A stop drops the connection. The socket is closed even if the task is
                # canceled at once.
                connection.opening = asyncio.create_task(
                    self._async_open(connection, accepted, context), eager_start=True
                )

    def _make_room(self, address: str) -> bool:
        """Return whether an address may connect, after ending a connection if need be.

        The one without a request for the longest time, of the address or /64 that has
        most. While all are at work, the one with the slowest body, unless it is that of
        a client which has few, and others have many.
        """
        addresses = Counter(other.address for other in self._open)
        counts = Counter(other.source for other in self._open)
        has_too_many = addresses[address] >= self._limits.connections_per_address
        if not has_too_many and len(self._open) < self._limits.connections:
            return True
        waiting = [
            (-counts[other.source], other.timer.when(), id(other), other)
            for other in self._open
            if other.timer is not None
            and (not has_too_many or other.address == address)
        ]
        slow = [
            (-counts[other.source], slowness, id(other), other)
            for other in self._open
            if other.body is not None
            and (slowness := other.body.measure_slowness()) is not None
            and not has_too_many
            and counts[other.source] >= min(_MANY, max(counts.values()))
        ]
        if not (droppable := waiting or slow):
            return False
        *_, dropped = min(droppable)
        self._open.discard(dropped)
        dropped.drop()
        return True

    async def _async_open(
        self, connection: Connection, accepted: socket.socket, context: ssl.SSLContext
    ) -> None:
        handler = self()
        self._handlers[handler] = connection
        with suppress(OSError):
            try:
                first = await _async_peek(accepted)
                connection.is_encrypted = first == _TLS_HANDSHAKE
                # The timer of the connection is for the handshake, too.
                await asyncio.get_running_loop().connect_accepted_socket(
                    lambda: handler,
                    accepted,
                    ssl=context if connection.is_encrypted else None,
                )
            except BaseException:
                self._forget(handler)
                raise

    @override
    def connection_made(
        self, handler: RequestHandler, transport: asyncio.Transport
    ) -> None:
        super().connection_made(handler, transport)
        connection = self._handlers[handler]
        # Draining waits until all is written. asyncio's TLS pauses at its limit, others
        # beyond it: with 0, it would also wait when nothing is left to write.
        transport.set_write_buffer_limits(high=1 if connection.is_encrypted else 0)
        connection.transport = transport

    @override
    def connection_lost(
        self, handler: RequestHandler, exc: BaseException | None = None
    ) -> None:
        super().connection_lost(handler, exc)
        self._forget(handler)

    def _forget(self, handler: RequestHandler) -> None:
        if connection := self._handlers.pop(handler, None):
            self._open.discard(connection)
            connection.cancel_timer()

    def get(self, handler: RequestHandler) -> Connection:
        """Return the connection of a request that has just arrived."""
        return self._handlers[handler]

    def wait(self, connection: Connection) -> None:
        """Drop a connection if its next request is not complete in time."""
        connection.cancel_timer()
        if connection in self._open:
            connection.timer = asyncio.get_running_loop().call_later(
                self._limits.idle_seconds, connection.drop
            )

    async def async_drop(self, resource: str | None = None) -> None:
        """Drop all connections, or a printer's, after answers that come soon."""
        dropped = [
            connection
            for connection in self._open
            if resource in (None, connection.resource)
        ]
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.stop_seconds):
                for connection in dropped:
                    await connection.answered.wait()
        for connection in dropped:
            connection.drop()


async def _async_peek(accepted: socket.socket) -> bytes:
    """Return the first octet, nothing at the end. Raises OSError."""
    loop = asyncio.get_running_loop()
    is_readable = asyncio.Event()
    loop.add_reader(accepted, is_readable.set)
    try:
        await is_readable.wait()
        first = accepted.recv(1, socket.MSG_PEEK)
    except BaseException:
        loop.remove_reader(accepted)
        accepted.close()
        raise
    loop.remove_reader(accepted)
    return first


def listen(port: int) -> list[socket.socket]:
    """Return IPv4 and IPv6 sockets of all interfaces, as far as there are. Raises OSError."""
    sockets: list[socket.socket] = []
    missing: OSError | None = None
    with ExitStack() as opened:
        for family, host in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
            try:
                bound = socket.create_server(
                    (host, port), family=family, backlog=_BACKLOG
                )
            except OSError as err:
                if err.errno not in _MISSING:
                    raise
                missing = err
            else:
                bound.setblocking(False)
                sockets.append(opened.enter_context(bound))
                port = bound.getsockname()[1]
        opened.pop_all()
    if not sockets and missing is not None:
        raise missing
    return sockets
