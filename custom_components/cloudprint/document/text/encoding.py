"""Encoding of bytes in base64."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Final

_PIECE_BYTES: Final = 48 * 1024
"""A multiple of three: the base64 of pieces is that of the whole."""


def base64_pieces(data: bytes) -> Iterator[bytes]:
    """Yield the base64 of data piece by piece; together they are that of the whole.

    In one go, no other thread could run while a large picture is encoded: one of them
    is the event loop's.
    """
    for start in range(0, len(data), _PIECE_BYTES):
        yield b64encode(data[start : start + _PIECE_BYTES])
