"""HTTP sessions for untrusted servers: neither slow nor large answers block the loop."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from threading import Lock
from typing import Any, Final, override
import zlib

from aiohttp import (
    ClientPayloadError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
    hdrs,
)
from aiohttp.client_proto import ResponseHandler
from aiohttp.http import RawResponseMessage
from aiohttp.streams import StreamReader

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import SERVER_SOFTWARE
from homeassistant.util.ssl import get_default_context

from ...document.errors import check_size
from .address import Hosts

MAX_INTERIM: Final = 100  # Responses before the final one (103 Early Hints)
CONNECT_SECONDS: Final = 10

# aiohttp parses what is read in one go: asyncio's 256 KiB would hold ten thousand minimal
# responses or chunks of one byte.
_BUFFER_BYTES: Final = 8 * 1024
_HEADER_BYTES: Final = 64 * 1024  # As in Home Assistant's own sessions
_CHUNK_BYTES: Final = 64 * 1024
_CODINGS: Final = ("gzip", "x-gzip")
_GZIP: Final = 16 + zlib.MAX_WBITS
_PACKED_BYTES: Final = 4 * 1024  # zlib expands it at most 1,032 times, to four MiB.
_FINAL: Final = 200


class Deadline:
    """When a download and its processing must be complete; threads check it as well."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        """Set the deadline, in seconds from now by a monotonic clock."""
        self.at = clock() + seconds
        self._clock = clock

    def check(self) -> None:
        """Raise TimeoutError once it has passed."""
        if self._clock() >= self.at:
            raise TimeoutError

    def end(self) -> None:
        """Expire now, since nothing more is needed."""
        self.at = self._clock()


class SizeLimit:
    """A number of bytes that may be used, also by threads."""

    def __init__(self, most: int) -> None:
        """Allow `most` bytes."""
        self.most = most
        self._taken = 0
        self._lock = Lock()

    def check(self, size: int) -> None:
        """Raise DocumentError if so many more bytes are not allowed."""
        check_size(self._taken + size, self.most)

    def take(self, size: int) -> None:
        """Use bytes, or return some. Raises DocumentError beyond the allowance."""
        with self._lock:
            self._taken += size
            check_size(self._taken, self.most)


class _BufferedConnector(TCPConnector):
    """A connector that reads no more at a time than aiohttp parses quickly."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        handler: type[ResponseHandler] = _BufferedHandler
        self._factory = partial(handler, loop=self._loop)


class _BufferedHandler(ResponseHandler, asyncio.BufferedProtocol):
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        # A memoryview, as asyncio's TLS needs it: slices of a bytearray are copies.
        self._received = memoryview(bytearray(_BUFFER_BYTES))
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


def create_session(hosts: Hosts) -> ClientSession:
    """Return a session whose responses are read with `async_read`."""
    # Home Assistant's own would resolve names again, perhaps to another address than was
    # checked, and decompress on the event loop.
    return ClientSession(
        connector=_BufferedConnector(
            resolver=hosts, use_dns_cache=False, ssl=get_default_context()
        ),
        headers={hdrs.USER_AGENT: SERVER_SOFTWARE, hdrs.ACCEPT_ENCODING: _CODINGS[0]},
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
        trust_env=False,
        auto_decompress=False,
        max_line_size=_HEADER_BYTES,
        max_field_size=_HEADER_BYTES,
    )


async def async_read(
    hass: HomeAssistant,
    response: ClientResponse,
    allowance: SizeLimit,
    deadline: Deadline,
) -> bytes:
    """Return a response's decompressed body. Raises DocumentError for a large one."""
    allowance.check(response.content_length or 0)
    coding = response.headers.get(hdrs.CONTENT_ENCODING, "").strip().lower()
    if coding not in ("", "identity", *_CODINGS):
        raise ClientPayloadError("it is in a coding that was not asked for")
    pieces: list[bytes] = []
    async for piece in response.content.iter_chunked(_CHUNK_BYTES):
        allowance.take(len(piece))
        pieces.append(piece)

    def join() -> bytes:
        """Join and decompress the pieces; on the event loop, 100 MiB would block it."""
        data = b"".join(pieces)
        if coding not in _CODINGS:
            return data
        allowance.take(-len(data))
        unpacked: list[bytes] = []
        for piece in _decompress(data, deadline):
            allowance.take(len(piece))
            unpacked.append(piece)
        return b"".join(unpacked)

    return await hass.async_add_executor_job(join)


def _decompress(data: bytes, deadline: Deadline) -> Iterator[bytes]:
    """Yield gzip members' content. Raises ClientPayloadError and TimeoutError."""
    decompressor = zlib.decompressobj(_GZIP)
    try:
        for start in range(0, len(data), _PACKED_BYTES):
            piece = data[start : start + _PACKED_BYTES]
            while piece:
                deadline.check()
                if decompressor.eof:
                    decompressor = zlib.decompressobj(_GZIP)
                if unpacked := decompressor.decompress(piece):
                    yield unpacked
                piece = decompressor.unused_data
    except zlib.error as err:
        raise ClientPayloadError("it cannot be unpacked") from err
    if data and not decompressor.eof:
        raise ClientPayloadError("it ends too early")
