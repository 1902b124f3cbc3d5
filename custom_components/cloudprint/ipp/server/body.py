"""The body of a request, an IPP message and a document, within the limits of a server."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final

from aiohttp import ClientError, StreamReader
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import RequestPayloadError

from ...document.errors import MEBIBYTE
from ..protocol.encoding import IncompleteError, parse_message
from ..protocol.message import Message

READ_BYTES: Final = 64 * 1024
_ATTEMPTS: Final = 8
"""Parses of an incomplete message, before it has to double: pieces may be tiny."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLimits:
    """How much of a server its clients can use, and for how long."""

    connections: int = 64
    connections_per_address: int = 16
    requests_per_address: int = 8

    idle_seconds: float = 30  # for the headers of the next request
    stall_seconds: float = 120  # for the next data: phones sleep
    send_seconds: float = 30  # for a response
    slow_seconds: float = 30  # in which a body that is not slow has so many bytes:
    slow_bytes: int = 30 * 1024
    long_seconds: float = 15 * 60  # after which a body counts as slow
    message_bytes: int = MEBIBYTE // 4  # Size of a message, without its document
    drain_bytes: int = 64 * MEBIBYTE  # a rest that is read after the response
    drain_seconds: float = 20
    stop_seconds: float = 5  # Time for requests in progress when the server stops


class DocumentInterruptedError(Exception):
    """A body that breaks off or is malformed: its document is incomplete."""


class DocumentStalledError(DocumentInterruptedError):
    """A body that does not arrive in time."""


class MessageTooLargeError(Exception):
    """A message whose attributes are larger than the limit."""


class IppBody:
    """Reads a body in pieces, within limits of time and size."""

    def __init__(
        self, content: StreamReader, limits: RequestLimits, *, is_withheld: bool = False
    ) -> None:
        """Start to measure the body's pace."""
        self._content = content
        self._limits = limits
        self._started = self._before = self._since = asyncio.get_running_loop().time()
        self._carried = self._received = 0
        self.head = b""
        self._rest = b""
        self.is_withheld = is_withheld  # the client waits for a response to headers
        self.is_broken = False

    async def async_read_message(self) -> Message:
        """Raise IppFormatError, MessageTooLargeError or DocumentInterruptedError."""
        data = bytearray()
        attempts = needed = 0
        while True:
            piece = await self._async_read()
            data += piece
            if piece and len(data) < needed:
                continue
            self.head = bytes(data)
            try:
                message, end = parse_message(self.head)
            except IncompleteError:
                if not piece:
                    raise
                if len(data) > self._limits.message_bytes:
                    raise MessageTooLargeError from None
                attempts += 1
                if attempts >= _ATTEMPTS:
                    needed = min(2 * len(data), self._limits.message_bytes + 1)
            else:
                self._rest = self.head[end:]
                self.head = self.head[:end]
                return message

    async def pieces(self) -> AsyncGenerator[bytes]:
        """Yield the document. Raises DocumentInterruptedError if it is incomplete."""
        if self._rest:
            rest, self._rest = self._rest, b""
            yield rest
        while piece := await self._async_read():
            yield piece

    async def async_drain(self) -> bool:
        """Discard the rest of the body, if it is not too much for that."""
        size = 0
        try:
            async with asyncio.timeout(self._limits.drain_seconds):
                while size <= self._limits.drain_bytes:
                    piece = await self._async_read()
                    if not piece:
                        return True
                    size += len(piece)
        except DocumentInterruptedError, TimeoutError:
            pass
        return False

    def measure_slowness(self) -> float | None:
        """Return the bytes a second of a slow body, None for one that is fast or whole."""
        now, limits = asyncio.get_running_loop().time(), self._limits
        is_slow = now >= self._since + limits.slow_seconds
        is_long = now >= self._started + limits.long_seconds
        if self._content.is_eof() or not (is_slow or is_long):
            return None
        return (self._carried + self._received) / (now - self._before)

    async def _async_read(self) -> bytes:
        try:
            async with asyncio.timeout(self._limits.stall_seconds):
                piece = await self._content.read(READ_BYTES)
        except TimeoutError as err:
            self.is_broken = True
            raise DocumentStalledError from err
        except (ClientError, HttpProcessingError, OSError, RequestPayloadError) as err:
            self.is_broken = True
            raise DocumentInterruptedError from err
        self._received += len(piece)
        if self._received >= self._limits.slow_bytes:
            # A phone that begins to sleep is not slower than what has always been slow.
            self._carried, self._received = self._received, 0
            self._before, self._since = self._since, asyncio.get_running_loop().time()
        return piece
