"""The JSON body of a request, sent in pieces that do not block the event loop."""

import asyncio
from base64 import b64encode
from codecs import iterdecode
from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
import json
from typing import Any, Final

import orjson

from .errors import CloudPrintError, Delivery

PIECE: Final = 48 * 1024  # bytes to handle at once, a multiple of three for Base64


@dataclass(frozen=True, slots=True)
class RequestBody:
    """The bytes of a request's body, which can be sent more than once.

    `file` is encoded in Base64 while it is sent, before the last part.
    """

    parts: tuple[bytes, ...]
    file: bytes = field(default=b"", repr=False)

    @property
    def size(self) -> int:
        """Return the number of bytes."""
        return sum(map(len, self.parts)) + get_base64_size(self.file)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the body in pieces."""
        *parts, last = self.parts
        yield from parts
        yield from map(b64encode, _split(self.file))
        yield last

    def payload(self) -> bytes | AsyncIterator[bytes]:
        """Return what aiohttp sends; its own types copy a large body at once."""
        return b"".join(self) if self.size <= PIECE else self._stream()

    async def _stream(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece
            # Let other tasks run
            await asyncio.sleep(0)


def get_base64_size(content: bytes) -> int:
    """Return the size of the Base64 of bytes."""
    return (len(content) + 2) // 3 * 4


def _to_dict(value: object) -> dict[Any, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


# orjson would encode NaN as null, and refuse integers of more than 64 bits.
_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_to_dict
).encode


def _split(content: bytes) -> Iterator[bytes]:
    return (content[start : start + PIECE] for start in range(0, len(content), PIECE))


def decode_pieces(content: bytes) -> Iterator[str]:
    """Yield a text in UTF-8 in pieces. Raises UnicodeDecodeError."""
    return iterdecode(_split(content), "utf-8")


def encode_json(document: Mapping[str, Any]) -> RequestBody:
    """Return a small document as JSON. Raises CloudPrintError."""
    with _map_errors():
        return RequestBody((_encode(document).encode(),))


def encode_string(before: bytes, content: bytes, after: bytes) -> RequestBody:
    """Return UTF-8 as a JSON string, blocking if large, or raise CloudPrintError."""
    with _map_errors():
        # Up to ten times as fast as the standard encoder
        pieces = [orjson.dumps(piece)[1:-1] for piece in decode_pieces(content)]
    return RequestBody((before + b'"', *pieces, b'"' + after))


def encode_base64(before: bytes, content: bytes, after: bytes) -> RequestBody:
    """Return the Base64 of bytes as a JSON string between two parts."""
    return RequestBody((before + b'"', b'"' + after), content)


@contextmanager
def _map_errors() -> Generator[None]:
    try:
        yield
    except (TypeError, ValueError, RecursionError) as err:
        # For example with a lone surrogate
        raise CloudPrintError(key="unwritable", delivery=Delivery.NOT_SENT) from err
