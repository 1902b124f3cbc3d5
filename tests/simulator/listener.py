"""A listening socket that can refuse connections for a while."""

import asyncio
import socket
import ssl
from typing import override

from aiohttp import web


class _Broken(asyncio.Protocol):
    """Breaks a connection that was accepted after `refuse`."""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.abort()


class Listener:
    """Serves one handler on one port, which stays reserved until `stop`."""

    def __init__(self, server: web.Server, host: str, port: int) -> None:
        """Initialize the listener; port 0 is a free one, chosen by `start`."""
        self.tls: ssl.SSLContext | None = None  # from the next `start` on
        self._server = server
        self._host = host
        self._port = port
        self._listening: asyncio.Server | None = None
        self._socket: socket.socket | None = None
        self._is_refusing = False
        self._reserved: socket.socket | None = None

    @property
    def url(self) -> str:
        """The base URL, without a trailing slash; available once started."""
        scheme = "https" if self.tls else "http"
        return f"{scheme}://{self._host}:{self._port}"

    @property
    def listening(self) -> bool:
        """Whether connections are accepted."""
        return self._listening is not None

    async def start(self) -> None:
        """Accept connections, after `refuse` on the same port as before."""
        if self._listening is not None:
            return
        if self._reserved is None:
            self._reserved = self._bind()
        self._is_refusing = False
        loop = asyncio.get_running_loop()
        self._listening = await loop.create_server(
            self._serve, sock=self._reserved, ssl=self.tls
        )
        self._port = self._reserved.getsockname()[1]
        self._socket, self._reserved = self._reserved, None

    def refuse(self) -> None:
        """Refuse new connections and break the open ones, but keep the port.

        Handlers under way are not canceled; they fail when they answer.
        """
        if self._listening is None or self._socket is None:
            return
        self._is_refusing = True
        # Do not close the server: asyncio could not continue with a connection that it
        # is just accepting.
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()
        self._listening.abort_clients()
        self._listening = None
        # Bound but not listening: connections are refused, and the port is reserved.
        self._reserved = self._bind()

    async def stop(self) -> None:
        """Break all connections, wait for the handlers, release the port."""
        self.refuse()
        if self._reserved is not None:
            self._reserved.close()
            self._reserved = None
        self._server.pre_shutdown()
        await self._server.shutdown()

    def _serve(self) -> asyncio.BaseProtocol:
        """Return the protocol of a new connection."""
        return _Broken() if self._is_refusing else self._server()

    def _bind(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setblocking(False)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((self._host, self._port))
        except OSError:
            bound.close()
            raise
        return bound
