"""How much one print may hold."""

from math import ceil
from typing import Final

from .errors import DocumentError

MEBIBYTE: Final = 1024 * 1024

MAX_SOURCE_BYTES: Final = 100 * MEBIBYTE
"""The most that is read to be made into pages: a scan is larger than what is sent."""

MAX_ENTRIES: Final = 20_000
"""The most that a checklist or an agenda lists, on some two hundred and fifty pages."""


def check_size(size: int, max_bytes: int = MAX_SOURCE_BYTES) -> None:
    """Raise DocumentError for more bytes than there may be."""
    if size > max_bytes:
        raise DocumentError(
            "content_too_large",
            # Rounded up: as much as the limit would be no reason.
            size=f"{ceil(size * 10 / MEBIBYTE) / 10:.1f}",
            limit=str(max_bytes // MEBIBYTE),
        )


def check_entries(count: int) -> None:
    """Raise DocumentError for more entries than a checklist or an agenda may have."""
    if count > MAX_ENTRIES:
        raise DocumentError(
            "entries_too_many", count=str(count), limit=str(MAX_ENTRIES)
        )
