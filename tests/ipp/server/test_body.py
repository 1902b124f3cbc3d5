"""Tests of reading bodies."""

import asyncio
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.ipp.protocol.encoding import (
    IncompleteError,
    parse_message,
)
from custom_components.cloudprint.ipp.protocol.message import Tag
from custom_components.cloudprint.ipp.server import body as module
from custom_components.cloudprint.ipp.server.body import IppBody, RequestLimits


class Content:
    """A body that arrives in pieces of a size."""

    def __init__(self, data: bytes, size: int) -> None:
        """Initialize with everything to come."""
        self._pieces = [data[at : at + size] for at in range(0, len(data), size)]

    async def read(self, limit: int) -> bytes:
        """Return the next piece."""
        return self._pieces.pop(0) if self._pieces else b""

    def is_eof(self) -> bool:
        """Return whether there is nothing to come."""
        return not self._pieces


def long_message(attributes: int = 500) -> bytes:
    """Return a message with many attributes."""
    data = bytearray(b"\2\0\0\2\0\0\0\7\1")
    for number in range(attributes):
        data += b"\x44\0\4%04d\0\1x" % number
    data.append(Tag.END)
    return bytes(data)


def body_of(data: bytes, size: int) -> IppBody:
    """Return a body that arrives in pieces of a size."""
    content: Any = Content(data, size)
    return IppBody(content, RequestLimits())


def test_usual_limits() -> None:
    """A phone opens a few connections, and a refused document is read to its end."""
    limits = RequestLimits()
    assert limits.connections == 64
    assert limits.connections_per_address == 16
    assert limits.requests_per_address == 8
    assert limits.message_bytes == 256 * 1024
    assert limits.drain_bytes == 64 * 1024 * 1024
    # A phone that sleeps for a minute goes on.
    seconds = limits.idle_seconds, limits.stall_seconds, limits.send_seconds
    assert seconds == (30.0, 120.0, 30.0)
    assert limits.slow_bytes / limits.slow_seconds == 1024
    assert limits.long_seconds == 900.0
    assert (limits.drain_seconds, limits.stop_seconds) == (20.0, 5.0)


@pytest.mark.parametrize("size", [1, 7, 70_000])
async def test_pieces(size: int) -> None:
    """The message is parsed a few times however small the pieces are."""
    head = long_message()
    document = b"document" * 100
    body = body_of(head + document, size)
    with patch.object(module, "parse_message", wraps=parse_message) as parse:
        message = await body.async_read_message()
    assert parse.call_count < 50
    assert message.request_id == 7
    assert body.head == head
    assert b"".join([piece async for piece in body.pieces()]) == document
    assert await body.async_drain()


async def test_short_message() -> None:
    """A message that ends too early is incomplete, and what is there is kept."""
    body = body_of(long_message()[:-1], 100)
    with pytest.raises(IncompleteError):
        await body.async_read_message()
    assert body.head == long_message()[:-1]


async def test_slowness(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone that sleeps is slow, but less so than what has always been slow."""
    now = 0.0
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now)
    bodies = phone, drip = [body_of(bytes(size * 1000), size) for size in (2048, 10)]
    pieces = [body.pieces() for body in bodies]
    for now in range(0, 60, 2):
        for piece in pieces:
            await anext(piece)
        assert phone.measure_slowness() is None
        assert (drip.measure_slowness() is None) is (now < 30)
    now = 118.0
    slowness = [body.measure_slowness() for body in bodies]
    assert slowness == [
        pytest.approx(30 * 2048 / 118, rel=0.5),
        pytest.approx(2.5, 0.1),
    ]
    # A whole body is not slow, whenever it is answered.
    assert len([piece async for piece in pieces[1]]) == 970
    now = 1000.0
    assert drip.measure_slowness() is None
    # One that takes long is slow however much it sends.
    await anext(pieces[0])
    for _ in range(14):
        await anext(pieces[0])
    assert phone.measure_slowness() is not None
