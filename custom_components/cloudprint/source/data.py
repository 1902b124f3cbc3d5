"""Content in base64, from scripts that have the bytes at hand."""

from base64 import b64decode
from typing import Final

from ..document import DocumentError, check_size
from .converter import async_get_converter
from .request import Request, Source

_PIECE: Final = 256 * 1024
_LONGEST_HEAD: Final = 1000


async def async_data(request: Request) -> Source:
    """Return what base64 holds; line breaks in it and a data URL's head are allowed."""
    if not isinstance(request.value, str):
        raise DocumentError("data_not_base64")
    data = await async_get_converter(request.hass).async_run(_decode, request.value)
    return request.found(await request.async_convert(data))


def _decode(value: str) -> bytes:
    """Decode piece by piece: other threads wait for each, the event loop's as well."""
    start = _start(value)
    pieces = []
    size = 0
    rest = ""
    is_ended = False
    for at in range(start, len(value), _PIECE):
        piece = rest + "".join(value[at : at + _PIECE].split())
        if piece and is_ended:
            raise DocumentError("data_not_base64")
        whole = len(piece) // 4 * 4
        piece, rest = piece[:whole], piece[whole:]
        try:
            pieces.append(b64decode(piece, validate=True))
        except ValueError as err:
            raise DocumentError("data_not_base64") from err
        is_ended = is_ended or piece.endswith("=")
        size += len(pieces[-1])
        check_size(size)
    if rest:
        raise DocumentError("data_not_base64")
    return b"".join(pieces)


def _start(value: str) -> int:
    """Return where the base64 begins: after the head of a data URL, if there is one."""
    start = len(value[:_LONGEST_HEAD]) - len(value[:_LONGEST_HEAD].lstrip())
    if not value.startswith("data:", start):
        return start
    head, comma, _ = value[start:_LONGEST_HEAD].partition(",")
    if not comma or not head.endswith(";base64"):
        raise DocumentError("data_not_base64")
    return start + len(head) + 1
