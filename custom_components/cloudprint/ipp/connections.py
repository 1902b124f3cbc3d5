"""The connections of the IPP server: who may connect, and for how long."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from errno import EADDRNOTAVAIL, EAFNOSUPPORT
import socket
from typing import Final, override

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from ..const import LOGGER
from .access import get_local_peer
from .limits import Limits

BUSY_SECONDS: Final = 5
"""When a client that was refused may try again."""

_BUSY: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\n"
    b"Retry-After: %d\r\nConnection: close\r\nContent-Length: 0\r\n\r\n" % BUSY_SECONDS
)
_BACKLOG: Final = 64
_MAX_LINE: Final = 2048
_MAX_FIELD: Final = 8190
_MAX_HEADERS: Final = 64
_MISSING: Final = (EADDRNOTAVAIL, EAFNOSUPPORT)
"""Errors where the system has no IPv4 or no IPv6."""

# aiohttp logs malformed requests with what is in them, as errors with a traceback.
_SILENT: Final = LOGGER.getChild("aiohttp")
_SILENT.disabled = True


@dataclass(slots=True, eq=False)
class Connection:
    """A connection, its client, and what the client used last."""

    address: str
    transport: asyncio.Transport
    resource: str | None = None
    timer: asyncio.TimerHandle | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while no printer handles a request of the client."""

    def __post_init__(self) -> None:
        """Begin without a request."""
        self.answered.set()

    def cancel_timer(self) -> None:
        """Let the connection stay open until the timer is set again."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


class Connections(web.Server):
    """Serves HTTP on connections of clients in the local network.

    Others are dropped without an answer. A connection on which no request is complete in
    time is dropped, too.
    """

    def __init__(
        self,
        handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]],
        limits: Limits,
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
        self._open: dict[RequestHandler, Connection] = {}

    @override
    def connection_made(
        self, handler: RequestHandler, transport: asyncio.Transport
    ) -> None:
        super().connection_made(handler, transport)
        address = get_local_peer(transport.get_extra_info("peername"))
        if address is None:
            transport.abort()
            return
        addresses = [other.address for other in self._open.values()]
        if (
            len(addresses) >= self._limits.connections
            or addresses.count(address) >= self._limits.connections_per_address
        ):
            transport.write(_BUSY)
            transport.close()
            return
        # Draining waits until all is written.
        transport.set_write_buffer_limits(high=0)
        self._open[handler] = Connection(address, transport)
        self.wait(handler)

    @override
    def connection_lost(
        self, handler: RequestHandler, exc: BaseException | None = None
    ) -> None:
        super().connection_lost(handler, exc)
        if connection := self._open.pop(handler, None):
            connection.cancel_timer()

    @property
    def count(self) -> int:
        """Return the number of open connections."""
        return len(self._open)

    def get(self, handler: RequestHandler) -> Connection:
        """Return the connection of a request that has just arrived."""
        return self._open[handler]

    def wait(self, handler: RequestHandler) -> None:
        """Drop a connection if its next request is not complete in time."""
        if connection := self._open.get(handler):
            connection.cancel_timer()
            connection.timer = asyncio.get_running_loop().call_later(
                self._limits.idle_seconds, connection.transport.abort
            )

    async def async_drop(self, resource: str | None = None) -> None:
        """Drop all connections, or those that used a printer last.

        What their clients have asked a printer is answered before, if that is soon.
        """
        dropped = [
            connection
            for connection in self._open.values()
            if resource in (None, connection.resource)
        ]
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.stop_seconds):
                for connection in dropped:
                    await connection.answered.wait()
        for connection in dropped:
            connection.transport.abort()


def listen(port: int) -> list[socket.socket]:
    """Return sockets of all interfaces, for IPv4 and IPv6 where the system has them.

    With the port 0, the system chooses one. Raises OSError if the port is taken.
    """
    sockets: list[socket.socket] = []
    missing: OSError | None = None
    try:
        for family, host in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
            try:
                sockets.append(_bind(family, host, port))
            except OSError as err:
                if err.errno not in _MISSING:
                    raise
                missing = err
            else:
                port = sockets[0].getsockname()[1]
    except OSError:
        for bound in sockets:
            bound.close()
        raise
    if not sockets and missing is not None:
        raise missing
    return sockets


def _bind(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setblocking(False)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        bound.bind((host, port))
        bound.listen(_BACKLOG)
    except OSError:
        bound.close()
        raise
    return bound
