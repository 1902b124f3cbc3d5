"""Connections that are read in pieces, so that no server can hold up the event loop."""

import asyncio
from functools import partial
from typing import Any, Final, override

from aiohttp import TCPConnector
from aiohttp.client_proto import ResponseHandler
from aiohttp.http import RawResponseMessage
from aiohttp.streams import StreamReader

MAX_INTERIM: Final = 100
"""Responses before the one that counts (100 Continue, 103 Early Hints)."""

_PIECE_BYTES: Final = 8 * 1024
"""Read at a time, which asyncio does with 256 KiB: ten thousand responses of the
smallest size, or chunks of a byte each, which are parsed all at once."""
_FINAL: Final = 200


class PieceConnector(TCPConnector):
    """Connects as its base class, and reads no more at once than is parsed quickly."""

    def __init__(self, **options: Any) -> None:
        """Take the options of the base class."""
        super().__init__(**options)
        handler: type[ResponseHandler] = _PieceHandler
        self._factory = partial(handler, loop=self._loop)


class _PieceHandler(ResponseHandler, asyncio.BufferedProtocol):
    """Takes what arrives out of a buffer of its own, as large as it likes."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        # As asyncio's TLS needs it: parts of a bytearray would be copies.
        self._received = memoryview(bytearray(_PIECE_BYTES))
        self._interim = 0

    @override
    def get_buffer(self, sizehint: int) -> memoryview:
        return self._received

    @override
    def buffer_updated(self, nbytes: int) -> None:
        self.data_received(bytes(self._received[:nbytes]))
        if self._interim > MAX_INTERIM and self.transport is not None:
            self.transport.abort()

    @override
    def feed_data(
        self, data: tuple[RawResponseMessage, StreamReader], size: int = 0
    ) -> None:
        self._interim = self._interim + 1 if data[0].code < _FINAL else 0
        super().feed_data(data, size)
