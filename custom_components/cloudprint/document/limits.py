"""How much one print may hold."""

from math import ceil
from typing import Final

from .errors import DocumentError

MEBIBYTE: Final = 1024 * 1024

MAX_SOURCE_BYTES: Final = 100 * MEBIBYTE
"""The most that is read to be made into pages: a scan is larger than what is sent."""


def check_size(size: int, max_bytes: int = MAX_SOURCE_BYTES) -> None:
    """Raise DocumentError for more bytes than there may be."""
    if size > max_bytes:
        raise DocumentError(
            "content_too_large",
            # Rounded up: as much as the limit would be no reason.
            size=f"{ceil(size * 10 / MEBIBYTE) / 10:.1f}",
            limit=str(max_bytes // MEBIBYTE),
        )
