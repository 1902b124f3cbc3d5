"""The JSON body of a request, made and sent without ever holding up the event loop."""

import asyncio
from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
import json
from typing import Any, Final

from .errors import CloudPrintRequestError, Delivery

PIECE: Final = 64 * 1024
"""About as many characters or bytes as are handled in one go."""


def _plain(value: object) -> dict[Any, Any]:
    """Return what JSON has for a mapping of any kind; it has nothing else."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


_dumps = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain
).encode


def _fragments(value: object) -> Iterator[str]:
    """Yield the JSON of a value, long strings in pieces.

    The standard encoder keeps the interpreter to itself for a whole string, in any
    thread: 20 MiB are 150 ms during which the event loop stands still.
    """
    if isinstance(value, str):
        yield '"'
        for start in range(0, len(value), PIECE):
            yield _dumps(value[start : start + PIECE])[1:-1]
        yield '"'
    elif isinstance(value, Mapping):
        separator = "{"
        for name, item in value.items():
            yield f"{separator}{_dumps(str(name))}:"
            yield from _fragments(item)
            separator = ","
        yield "}" if value else "{}"
    else:
        yield _dumps(value)


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of a request's body, which can be sent more than once."""

    chunks: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """Number of bytes."""
        return sum(map(len, self.chunks))

    def payload(self) -> bytes | AsyncIterator[bytes]:
        """Return what aiohttp sends; its own types copy a large body at once."""
        return self.chunks[0] if len(self.chunks) == 1 else self._paced()

    async def _paced(self) -> AsyncIterator[bytes]:
        """Yield the chunks, and let others run between them."""
        for chunk in self.chunks:
            yield chunk
            await asyncio.sleep(0)


@contextmanager
def _refusal() -> Generator[None]:
    try:
        yield
    except (TypeError, ValueError, RecursionError) as err:
        raise CloudPrintRequestError(
            f"The request cannot be written as JSON ({type(err).__name__})",
            delivery=Delivery.NOT_SENT,
        ) from err


def encode(document: Mapping[str, Any]) -> Body:
    """Return a small document as JSON in UTF-8.

    Raises:
        CloudPrintRequestError: The document holds what JSON or UTF-8 cannot.

    """
    with _refusal():
        return Body((_dumps(document).encode(),))


def encode_large(document: Mapping[str, Any]) -> Body:
    """Return what `encode` does, for a document of any size; call it in a thread.

    Raises:
        CloudPrintRequestError: The document holds what JSON or UTF-8 cannot.

    """
    chunks: list[bytes] = []
    pending = bytearray()
    with _refusal():
        for fragment in _fragments(document):
            pending += fragment.encode()
            if len(pending) >= PIECE:
                chunks.append(bytes(pending))
                pending.clear()
    return Body((*chunks, bytes(pending)))
